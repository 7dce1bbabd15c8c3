//! Cells that an expression reads of bound rows, as small numbers.

use crate::evaluate::expr::Context;
use crate::pack::Id;
use crate::pack::expr::{Expr, ExprKind, RowSlot};
use crate::pack::rule::Column;
use crate::tables::cells::Referred;

/// A column of a bound row, or of a row that it refers to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Read {
    slot: RowSlot,
    /// The references that lead to the row.
    path: Vec<Id<Column>>,
    what: What,
}

/// What is read of the row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum What {
    /// The value of a column.
    Value(Id<Column>),
    /// Whether a reference is there, and not to which row.
    Presence(Id<Column>),
}

impl Read {
    /// The column that an expression reads, where that is all it does.
    pub(super) fn of(expr: &Expr) -> Option<Read> {
        let ExprKind::Column { row, column } = &expr.kind else { return None };
        let (slot, path) = path_of(row)?;
        Some(Read { slot, path, what: What::Value(*column) })
    }

    /// The row that it starts from.
    pub(super) fn slot(&self) -> RowSlot {
        self.slot
    }

    /// Whether it reads the bound row itself, so that its numbers are those of the values of the column.
    pub(super) fn is_direct(&self) -> bool {
        self.path.is_empty()
    }

    /// How many different numbers it may give.
    pub(super) fn size(&self, context: &Context<'_>) -> Option<usize> {
        let states = |column: &Id<Column>| {
            let cells = context.cells(*column);
            // One more is for a row that is not at hand.
            cells.are_references().then(|| cells.values().len().saturating_add(1))
        };
        let of_path = self.path.iter().map(states).sum::<Option<usize>>()?;
        let last = match &self.what {
            What::Presence(column) => states(column)?.saturating_add(1),
            What::Value(column) => {
                let cells = context.cells(*column);
                cells.are_values().then(|| cells.values().len().saturating_add(1))?
            }
        };
        Some(of_path.saturating_add(last))
    }

    /// Adds to the number of each row, of which this many are bound to a slot in turn, that of what it has, so many times.
    pub(super) fn add_numbers(
        &self,
        context: &Context<'_>,
        slot: RowSlot,
        step: usize,
        numbers: &mut [usize],
    ) {
        if let What::Value(column) = self.what
            && self.is_direct()
            && self.slot == slot
            && context.cells(column).count() == numbers.len()
        {
            let cells = context.cells(column);
            return cells.for_each_code(|row, code| {
                if let Some(number) = numbers.get_mut(row) {
                    *number = number.saturating_add(code.saturating_mul(step));
                }
            });
        }
        for (row, number) in numbers.iter_mut().enumerate() {
            let own = self.number(&context.with_row(slot, row));
            *number = number.saturating_add(own.saturating_mul(step));
        }
    }

    /// The number of what the bound row has.
    pub(super) fn number(&self, context: &Context<'_>) -> usize {
        let mut row = context.bound.row(self.slot);
        let mut first = 0_usize;
        for column in &self.path {
            let cells = context.cells(*column);
            match cells.referred(row) {
                Some(Referred::Row(next)) => row = next,
                Some(Referred::Other(state)) => return first.saturating_add(state),
                None => return first.saturating_add(cells.values().len()),
            }
            first = first.saturating_add(cells.values().len()).saturating_add(1);
        }
        let last = match self.what {
            What::Value(column) => {
                let cells = context.cells(column);
                cells.code(row).unwrap_or_else(|| cells.values().len())
            }
            What::Presence(column) => {
                let cells = context.cells(column);
                match cells.referred(row) {
                    Some(Referred::Row(_)) => cells.values().len().saturating_add(1),
                    Some(Referred::Other(state)) => state,
                    None => cells.values().len(),
                }
            }
        };
        first.saturating_add(last)
    }
}

/// The bound row, and the references that lead from it to the row of an expression.
pub(super) fn path_of(row: &Expr) -> Option<(RowSlot, Vec<Id<Column>>)> {
    let mut path = Vec::new();
    let mut row = row;
    loop {
        match &row.kind {
            ExprKind::Row(slot) => {
                path.reverse();
                return Some((*slot, path));
            }
            ExprKind::Column { row: before, column } => {
                path.push(*column);
                row = before;
            }
            _ => return None,
        }
    }
}

/// Everything that an expression reads of bound rows; nothing where it asks rows of its own, or reads what is not kept
/// by its values.
pub(super) fn reads(expr: &Expr) -> Option<Vec<Read>> {
    let mut found = Vec::new();
    let mut pending = vec![expr];
    while let Some(expr) = pending.pop() {
        match &expr.kind {
            ExprKind::Quantifier(_) | ExprKind::Row(_) => return None,
            ExprKind::Recorded { value, .. } if matches!(value.ty.base, crate::pack::Base::Row(_)) => {
                let Read { slot, path, what: What::Value(column) } = Read::of(value)? else { return None };
                found.push(Read { slot, path, what: What::Presence(column) });
            }
            ExprKind::Column { .. } => found.push(Read::of(expr)?),
            _ => pending.extend(expr.children()),
        }
    }
    let mut distinct: Vec<Read> = Vec::new();
    for read in found {
        if !distinct.contains(&read) {
            distinct.push(read);
        }
    }
    Some(distinct)
}
