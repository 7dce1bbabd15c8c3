//! Comparisons of two dates, as numbers of days.

use super::read::Read;
use crate::evaluate::expr::Context;
use crate::pack::expr::{Expr, ExprKind, RowSlot};
use crate::pack::{Absence, Base, Date, Known, Partial, Truth};
use crate::vocabulary::Comparison;

/// A comparison of two columns of dates.
#[derive(Debug)]
pub(super) struct Dates {
    comparison: Comparison,
    left: Days,
    right: Days,
}

/// A column of dates.
#[derive(Debug)]
pub(super) struct Days {
    read: Read,
    /// The day of each value; none of what is no exact date.
    days: Vec<Option<i32>>,
}

impl Dates {
    /// The comparison that an expression is, where it is one of two columns of dates.
    pub(super) fn of(context: &Context<'_>, expr: &Expr) -> Option<Dates> {
        let (comparison, [left, right]) = Dates::sides(expr)?;
        let (left, right) = (Days::of(context, left)?, Days::of(context, right)?);
        Some(Dates { comparison, left, right })
    }

    /// How an expression compares, and what, where it compares.
    pub(super) fn sides(expr: &Expr) -> Option<(Comparison, [&Expr; 2])> {
        match &expr.kind {
            ExprKind::Compare { comparison, left, right } => Some((*comparison, [left, right])),
            _ => None,
        }
    }

    /// The answers of so many rows, each bound to a slot in turn.
    pub(super) fn answers<'a>(
        &self,
        context: &Context<'a>,
        expr: &'a Expr,
        slot: RowSlot,
        rows: usize,
    ) -> Vec<Truth> {
        let (left, right) = (self.left.all(context, slot, rows), self.right.all(context, slot, rows));
        let answer = |(row, (left, right))| match (left, right) {
            (Some(left), Some(right)) => Dates::compare(self.comparison, left, right),
            _ => context.with_row(slot, row).truth(expr),
        };
        left.into_iter().zip(right).enumerate().map(answer).collect()
    }

    pub(super) fn answer<'a>(&self, context: &Context<'a>, expr: &'a Expr) -> Truth {
        match (self.left.day(context), self.right.day(context)) {
            (Some(left), Some(right)) => Dates::compare(self.comparison, left, right),
            _ => context.truth(expr),
        }
    }

    /// Whether one day lies to another as it should.
    pub(super) fn compare(comparison: Comparison, left: i32, right: i32) -> Truth {
        Truth::from(match comparison {
            Comparison::Less => left < right,
            Comparison::LessOrEqual => left <= right,
            Comparison::Greater => left > right,
            Comparison::GreaterOrEqual => left >= right,
        })
    }
}

impl Days {
    /// The row that a column of dates is read of, where it is the bound row itself.
    pub(super) fn slot_of(expr: &Expr) -> Option<RowSlot> {
        let read = Read::of(expr).filter(|read| expr.ty.base == Base::Date && read.is_direct())?;
        Some(read.slot())
    }

    /// The row that it is read of.
    pub(super) fn slot(&self) -> RowSlot {
        self.read.slot()
    }

    /// The column of dates that an expression is, where it is one of a bound row itself.
    pub(super) fn of(context: &Context<'_>, expr: &Expr) -> Option<Days> {
        let ExprKind::Column { column, .. } = &expr.kind else { return None };
        let read = Read::of(expr).filter(|read| expr.ty.base == Base::Date && read.is_direct())?;
        let cells = context.cells(*column);
        let first = Date::new(1, 1, 1)?;
        let day = |value: &Partial| match value {
            Partial { known: Known::Date(range), absence: Absence::Never, undefined: None } => {
                i32::try_from(range.exact()?.days_since(first)).ok()
            }
            _ => None,
        };
        cells.are_values().then(|| Days { read, days: cells.values().iter().map(day).collect() })
    }

    fn all(&self, context: &Context<'_>, slot: RowSlot, rows: usize) -> Vec<Option<i32>> {
        let mut numbers = vec![0; rows];
        self.read.add_numbers(context, slot, 1, &mut numbers);
        numbers.into_iter().map(|number| self.days.get(number).copied().flatten()).collect()
    }

    /// The day of the bound row.
    pub(super) fn day(&self, context: &Context<'_>) -> Option<i32> {
        self.days.get(self.read.number(context)).copied().flatten()
    }
}
