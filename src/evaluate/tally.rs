//! What the rows behind a quantifier answer to each part of what it asks: counts alone, and never a cell.

use std::collections::BTreeSet;

use super::expr::{BoundRows, Context};
use super::parts::is_yes_no;
use super::quantifier::AskedRow;
use crate::pack::expr::{Expr, ExprKind, Quantifier, RowSlot};
use crate::pack::rule::Column;
use crate::pack::{Id, Truth};

/// How many rows answer what to a condition.
#[derive(Debug)]
pub struct Tally<'a> {
    /// The condition.
    pub expr: &'a Expr,
    /// The computed column that stands for this condition, where one does.
    pub column: Option<Id<Column>>,
    /// How many are yes.
    pub yes: usize,
    /// How many are no.
    pub no: usize,
    /// How many are in doubt.
    pub unknown: usize,
    /// The same of each condition that it is made of.
    pub parts: Vec<Tally<'a>>,
}

/// The computed columns that have been taken apart, so that none is twice.
pub type Columns = BTreeSet<Id<Column>>;

/// Conditions are taken apart no deeper than this; chains of columns may be of any length.
const DEEPEST: usize = 8;

/// What all rows answer to the filter, where there is one.
pub fn of_filter<'a>(
    context: &Context<'a>,
    quantifier: &'a Quantifier,
    told: &mut Columns,
) -> Option<Tally<'a>> {
    let filter = quantifier.filter.as_ref()?;
    let mut tally = Tally::of(context, filter, (quantifier.slot, 0), told);
    context.rows_of(quantifier).enumerate().for_each(|(row, bound)| tally.add(&bound, row));
    Some(tally)
}

/// What the rows that pass the filter, or may, answer to the body, where that is a condition.
pub fn of_body<'a>(
    context: &Context<'a>,
    quantifier: &'a Quantifier,
    told: &mut Columns,
) -> Option<Tally<'a>> {
    let body = quantifier.body.as_ref().filter(|body| is_yes_no(body))?;
    let mut tally = Tally::of(context, body, (quantifier.slot, 0), told);
    let plan = context.plans.map(|plans| plans.of(context, quantifier));
    for row in 0..context.records.rows(quantifier.table).count() {
        let asked = AskedRow::new(context, quantifier, plan.as_deref(), row);
        if asked.filter() != Truth::No {
            tally.add(&asked.context, row);
        }
    }
    Some(tally)
}

impl<'a> Tally<'a> {
    /// A tally of no rows yet. What other quantifiers ask is asked of other rows, and is not taken apart. `at` is the
    /// slot of the row and the depth.
    fn of(context: &Context<'a>, expr: &'a Expr, at: (RowSlot, usize), told: &mut Columns) -> Tally<'a> {
        let (slot, depth) = at;
        let below = depth.saturating_add(1);
        let mut tally = Tally { expr, column: None, yes: 0, no: 0, unknown: 0, parts: Vec::new() };
        match &expr.kind {
            _ if depth >= DEEPEST => {}
            ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::AtLeast { .. }
            | ExprKind::Not(_)
            | ExprKind::If { .. } => {
                let parts = expr.children().into_iter();
                tally.parts = parts.map(|part| Tally::of(context, part, (slot, below), told)).collect();
            }
            ExprKind::Column { row: of, column } if of.kind == ExprKind::Row(slot) => {
                let computed = context.pack.columns[*column].computed.as_ref().filter(|_| is_yes_no(expr));
                if let Some(computed) = computed.filter(|_| told.insert(*column)) {
                    tally.column = Some(*column);
                    tally.parts.push(Tally::of(context, computed, (RowSlot::OUTERMOST, below), told));
                }
            }
            _ => {}
        }
        tally
    }

    fn add(&mut self, context: &Context<'a>, row: usize) {
        let count = match context.truth(self.expr) {
            Truth::Yes => &mut self.yes,
            Truth::No => &mut self.no,
            Truth::Unknown => &mut self.unknown,
        };
        *count = count.saturating_add(1);
        let context = match self.column {
            None => *context,
            // A computed column sees its own row alone.
            Some(_) => Context { due: None, bound: BoundRows::default(), ..*context }
                .with_row(RowSlot::OUTERMOST, row),
        };
        self.parts.iter_mut().for_each(|part| part.add(&context, row));
    }
}
