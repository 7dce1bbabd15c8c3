//! Which rows stand behind the answer of a quantifier.

use std::collections::BTreeSet;

use super::expr::Context;
use super::quantifier::AskedRow;
use super::reads::first_quantifier;
use crate::pack::expr::{Expr, ExprKind, Quantifier, RowSlot};
use crate::pack::rule::{Column, Table};
use crate::pack::{Id, Truth};
use crate::vocabulary::QuantifierKind;

/// The rows that a quantifier looked at, by their answers. A row that does not pass the filter is not looked at, unless
/// the filter is all that is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowCounts {
    /// Their table.
    pub table: Id<Table>,
    /// How many are yes.
    pub yes: usize,
    /// How many are no.
    pub no: usize,
    /// How many are in doubt.
    pub unknown: usize,
    /// The first rows that are no, by their place in the table; at most [`RowCounts::SHOWN`]. None where a row that does
    /// not pass is no fault: of `some` and `count`.
    pub first_no: Vec<usize>,
    /// The first rows that are in doubt, likewise.
    pub first_unknown: Vec<usize>,
    /// Columns that are read and not exactly known in the first rows that are in doubt.
    pub blank: BTreeSet<Id<Column>>,
}

impl RowCounts {
    /// How many rows are named.
    pub const SHOWN: usize = 10;

    /// No row of a table, yet.
    pub(super) fn none(table: Id<Table>) -> RowCounts {
        RowCounts {
            table,
            yes: 0,
            no: 0,
            unknown: 0,
            first_no: Vec::new(),
            first_unknown: Vec::new(),
            blank: BTreeSet::new(),
        }
    }

    /// How many rows were asked.
    pub fn asked(&self) -> usize {
        self.yes.saturating_add(self.no).saturating_add(self.unknown)
    }

    /// Adds a row by what it answers; one that is not looked at leaves the counts as they are.
    pub(super) fn ask(&mut self, row: usize, asked: &AskedRow<'_, '_>, quantifier: &Quantifier) {
        if let Some(answer) = answer(asked, quantifier) {
            self.add(row, answer);
        }
        if !quantifier.kind.blames_no() {
            self.first_no.clear();
        }
    }

    /// Adds counts of rows that lie behind these and are counted from `first`.
    pub(super) fn append(&mut self, others: &RowCounts, first: usize) {
        self.yes = self.yes.saturating_add(others.yes);
        self.no = self.no.saturating_add(others.no);
        self.unknown = self.unknown.saturating_add(others.unknown);
        let pairs =
            [(&mut self.first_no, &others.first_no), (&mut self.first_unknown, &others.first_unknown)];
        for (own, others) in pairs {
            let room = RowCounts::SHOWN.saturating_sub(own.len());
            own.extend(others.iter().take(room).map(|row| first.saturating_add(*row)));
        }
    }

    fn add(&mut self, row: usize, answer: Truth) {
        let (count, first) = match answer {
            Truth::Yes => (&mut self.yes, None),
            Truth::No => (&mut self.no, Some(&mut self.first_no)),
            Truth::Unknown => (&mut self.unknown, Some(&mut self.first_unknown)),
        };
        *count = count.saturating_add(1);
        if let Some(first) = first.filter(|first| first.len() < RowCounts::SHOWN) {
            first.push(row);
        }
    }
}

/// The rows behind the first quantifier of an expression, where it has one.
pub fn count<'a>(context: &Context<'a>, expr: &'a Expr) -> Option<RowCounts> {
    first_quantifier(context.pack, expr).map(|quantifier| of_quantifier(context, quantifier))
}

/// The rows behind a quantifier.
pub fn of_quantifier<'a>(context: &Context<'a>, quantifier: &'a Quantifier) -> RowCounts {
    let plan = context.plans.map(|plans| plans.of(context, quantifier));
    let by_plan = plan
        .as_ref()
        .and_then(|plan| plan.counts(context, quantifier, |rows| count_rows(context, quantifier, rows)));
    by_plan.cloned().unwrap_or_else(|| {
        let all = 0..context.records.rows(quantifier.table).count();
        let rows = all.map(|row| AskedRow::new(context, quantifier, plan.as_deref(), row));
        count_rows(context, quantifier, rows)
    })
}

fn count_rows<'r, 'a>(
    context: &Context<'a>,
    quantifier: &'a Quantifier,
    rows: impl Iterator<Item = AskedRow<'r, 'a>>,
) -> RowCounts {
    let mut counts = RowCounts::none(quantifier.table);
    for (row, asked) in rows.enumerate() {
        counts.ask(row, &asked, quantifier);
    }
    for row in &counts.first_unknown {
        add_blank(&context.with_row(quantifier.slot, *row), quantifier, *row, &mut counts.blank);
    }
    counts
}

/// What the bound row answers; nothing where it is not looked at.
fn answer(row: &AskedRow<'_, '_>, quantifier: &Quantifier) -> Option<Truth> {
    let filter = row.filter();
    match quantifier.kind {
        QuantifierKind::Some | QuantifierKind::Count => Some(filter),
        QuantifierKind::No => Some(!filter),
        _ if filter == Truth::No => None,
        QuantifierKind::Every => Some(row.every()),
        QuantifierKind::Share if filter == Truth::Yes => Some(row.body_truth()),
        QuantifierKind::Share | QuantifierKind::Sum | QuantifierKind::Min | QuantifierKind::Max => {
            Some(filter)
        }
    }
}

/// Adds the columns of the bound row that are read, also by way of computed columns, and that are not exactly known.
pub(super) fn add_blank<'a>(
    context: &Context<'a>,
    quantifier: &'a Quantifier,
    row: usize,
    blank: &mut BTreeSet<Id<Column>>,
) {
    let asked = quantifier.filter.iter().chain(&quantifier.body);
    let mut pending: Vec<(&Expr, RowSlot)> = asked.map(|expr| (expr, quantifier.slot)).collect();
    let mut computed: BTreeSet<Id<Column>> = BTreeSet::new();
    while let Some((expr, slot)) = pending.pop() {
        pending.extend(expr.children().into_iter().map(|child| (child, slot)));
        let ExprKind::Column { row: of, column } = &expr.kind else { continue };
        if of.kind != ExprKind::Row(slot) {
            continue;
        }
        match &context.pack.columns[*column].computed {
            Some(value) if computed.insert(*column) => pending.push((value, RowSlot::OUTERMOST)),
            Some(_) => {}
            None => {
                if context.records.cell(*column, row).is_some_and(|cell| !cell.is_exact()) {
                    blank.insert(*column);
                }
            }
        }
    }
}
