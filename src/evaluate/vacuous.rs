//! Answers that came about only because there was nothing to ask.

use super::expr::Context;
use super::quantifier::AskedRow;
use crate::pack::expr::{Expr, ExprKind, Quantifier, RowSlot};
use crate::pack::rule::Fact;
use crate::pack::{Id, Known, Partial, Truth};
use crate::vocabulary::QuantifierKind;

/// Whether an answer came about only because there was nothing to ask: a yes of an implication of which no condition
/// holds or of a quantifier without a row to look at, and any answer that rests on tables without a single row.
pub fn is_vacuous<'a>(context: &Context<'a>, expr: &'a Expr, answer: Truth) -> bool {
    match answer {
        Truth::Yes => is_empty_yes(context, expr),
        Truth::No => rests_on_nothing(context, expr),
        Truth::Unknown => false,
    }
}

/// The same of what is measured of a fact, for the time when its rows are not at hand.
pub(super) fn is_vacuous_value<'a>(context: &Context<'a>, expr: &'a Expr, value: &Partial) -> bool {
    match value.known {
        Known::YesNo(answer) => is_vacuous(context, expr, answer),
        _ => rests_on_nothing(context, expr),
    }
}

/// Whether a yes is vacuous. A conjunction is where all its parts are.
fn is_empty_yes<'a>(context: &Context<'a>, expr: &'a Expr) -> bool {
    let (context, expr) = behind_names(context, expr);
    match &expr.kind {
        ExprKind::If { branches, otherwise: None }
            if branches.iter().all(|(condition, _)| context.truth(condition) == Truth::No) =>
        {
            true
        }
        ExprKind::Fact(fact) => was_vacuous(&context, *fact),
        ExprKind::And(list) => list.iter().all(|part| is_empty_yes(&context, part)),
        ExprKind::Or(list) => list
            .iter()
            .find(|part| context.truth(part) == Truth::Yes)
            .is_some_and(|part| is_empty_yes(&context, part)),
        _ => rests_on_nothing(&context, expr),
    }
}

/// Whether all that an expression asks is asked of rows, and there are none: `(count …) is 0`, `not (some …)`.
fn rests_on_nothing<'a>(context: &Context<'a>, expr: &'a Expr) -> bool {
    let mut asks = false;
    let mut pending = vec![behind_names(context, expr)];
    while let Some((context, expr)) = pending.pop() {
        match &expr.kind {
            ExprKind::Quantifier(quantifier) if looks_at_nothing(&context, quantifier) => asks = true,
            ExprKind::Fact(fact) if was_vacuous(&context, *fact) => asks = true,
            ExprKind::Quantifier(_) | ExprKind::Fact(_) | ExprKind::Column { .. } | ExprKind::Row(_) => {
                return false;
            }
            _ => pending.extend(expr.children().into_iter().map(|part| behind_names(&context, part))),
        }
    }
    asks
}

/// Whether a fact is recorded that there was nothing to ask for when it was measured.
fn was_vacuous(context: &Context<'_>, fact: Id<Fact>) -> bool {
    context.values.measures[fact].as_ref().is_some_and(|measure| measure.vacuous && measure.stands_alone)
}

/// Whether a quantifier has nothing to ask of any row: there is no row, or, of `every` and `share`, none passes the
/// filter with more than a vacuous answer.
fn looks_at_nothing<'a>(context: &Context<'a>, quantifier: &'a Quantifier) -> bool {
    let rows = context.records.rows(quantifier.table).count();
    let plan = context.plans.map(|plans| plans.of(context, quantifier));
    let all_are_idle = || {
        let mut asked = (0..rows).map(|row| AskedRow::new(context, quantifier, plan.as_deref(), row));
        asked.all(|row| is_idle(&row, quantifier))
    };
    match quantifier.kind {
        QuantifierKind::Every | QuantifierKind::Share => {
            plan.as_ref().map_or_else(all_are_idle, |plan| plan.looks_at_nothing(all_are_idle))
        }
        _ => rows == 0,
    }
}

/// Whether a row of `every` or `share` has no part in the answer: it does not pass the filter, or its own answer came
/// about only because there was nothing to ask.
pub(super) fn is_idle<'a>(row: &AskedRow<'_, 'a>, quantifier: &'a Quantifier) -> bool {
    let is_empty = |body| row.body_truth() == Truth::Yes && is_empty_yes(&row.context, body);
    row.filter() == Truth::No || quantifier.body.as_ref().is_some_and(is_empty)
}

/// What a define, a measured fact or a computed column stands for, with the surroundings that it is evaluated in. A
/// loop instead of recursion, since defines may form chains of any length.
fn behind_names<'a>(context: &Context<'a>, mut expr: &'a Expr) -> (Context<'a>, &'a Expr) {
    let (pack, mut context) = (context.pack, *context);
    loop {
        let (next, bound) = match &expr.kind {
            ExprKind::Define(define) => (&pack.defines[*define].value, None),
            ExprKind::Fact(fact) => {
                let is_of_rows = context.values.measures[*fact]
                    .as_ref()
                    .is_some_and(|measure| measure.stands_alone && measure.is_of_rows());
                match &pack.facts[*fact].measured {
                    Some(records) if is_of_rows => (records, None),
                    _ => return (context, expr),
                }
            }
            ExprKind::Column { row, column } => {
                match (&pack.columns[*column].computed, &context.value(row).known) {
                    (Some(computed), Known::Row(Some(row))) => (computed, Some(*row)),
                    _ => return (context, expr),
                }
            }
            _ => return (context, expr),
        };
        expr = next;
        if let Some(row) = bound {
            context = context.with_row(RowSlot::OUTERMOST, row);
        }
    }
}
