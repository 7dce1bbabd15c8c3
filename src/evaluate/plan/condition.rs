//! A condition as it is asked of many rows.

use std::sync::Arc;

use super::dates::Dates;
use super::join::RowRead;
use super::lookup::Lookup;
use super::{Plan, free_rows};
use crate::evaluate::expr::{Context, conditional};
use crate::evaluate::truth;
use crate::pack::expr::{Expr, ExprKind, RowSlot};
use crate::pack::{Base, Truth};

/// How a condition is answered. Its parts are those of the expression, which is handed over with every question.
#[derive(Debug)]
pub(super) enum Condition {
    /// It depends on no row, and this is the answer.
    Settled(Truth),
    /// By the values that it reads.
    Lookup(Lookup),
    /// By two days.
    Dates(Dates),
    /// By whether two rows are the same.
    SameRow { left: RowRead, right: RowRead, negated: bool },
    /// By what it is made of.
    Parts(Vec<Condition>),
    /// By the rows of a quantifier.
    Quantified(Arc<Plan>),
    /// As the evaluator answers it, each time.
    Asked,
}

impl Condition {
    pub(super) fn of<'a>(context: &Context<'a>, expr: &'a Expr) -> Condition {
        if free_rows(expr).is_empty() {
            return Condition::Settled(context.truth(expr));
        }
        if let Some(dates) = Dates::of(context, expr) {
            return Condition::Dates(dates);
        }
        if let Some(lookup) = Lookup::of(context, expr) {
            return Condition::Lookup(lookup);
        }
        match &expr.kind {
            ExprKind::Not(_) | ExprKind::And(_) | ExprKind::Or(_) | ExprKind::AtLeast { .. } => {
                Condition::parts(context, expr)
            }
            ExprKind::If { .. } if expr.ty.base == Base::YesNo && !expr.ty.optional => {
                Condition::parts(context, expr)
            }
            ExprKind::Is { negated, left, right } => match (RowRead::of(left), RowRead::of(right)) {
                (Some(left), Some(right)) => Condition::SameRow { left, right, negated: *negated },
                _ => Condition::Asked,
            },
            ExprKind::Quantifier(quantifier) if quantifier.kind.is_yes_no() => {
                let plan = context.plans.map(|plans| plans.of(context, quantifier));
                plan.map_or(Condition::Asked, Condition::Quantified)
            }
            _ => Condition::Asked,
        }
    }

    fn parts<'a>(context: &Context<'a>, expr: &'a Expr) -> Condition {
        let parts = expr.children().into_iter();
        Condition::Parts(parts.map(|part| Condition::of(context, part)).collect())
    }

    pub(super) fn answer<'a>(&self, context: &Context<'a>, expr: &'a Expr) -> Truth {
        match self {
            Condition::Settled(answer) => *answer,
            Condition::Lookup(lookup) => lookup.answer(context, expr),
            Condition::Dates(dates) => dates.answer(context, expr),
            Condition::SameRow { left, right, negated } => match (left.row(context), right.row(context)) {
                (Some(left), Some(right)) => Truth::from((left == right) != *negated),
                _ => context.truth(expr),
            },
            Condition::Parts(parts) => answer_of_parts(context, expr, parts),
            Condition::Quantified(plan) => match &expr.kind {
                ExprKind::Quantifier(quantifier) => context.answer_by(quantifier, Some(plan), expr.ty),
                _ => context.truth(expr),
            },
            Condition::Asked => context.truth(expr),
        }
    }

    /// The answers of so many rows, each bound to a slot in turn; of rows that are not wanted, anything.
    pub(super) fn answers<'a>(&self, context: &Context<'a>, expr: &'a Expr, rows: Rows<'_>) -> Vec<Truth> {
        let Rows { slot, count, .. } = rows;
        match (self, &expr.kind) {
            (Condition::Settled(answer), _) => vec![*answer; count],
            (Condition::Lookup(lookup), _) => lookup.answers(context, expr, slot, count),
            (Condition::Dates(dates), _) => dates.answers(context, expr, slot, count),
            (Condition::Parts(parts), ExprKind::Not(operand)) => {
                let answers = parts.iter().flat_map(|part| part.answers(context, operand, rows));
                answers.map(|answer| !answer).collect()
            }
            (Condition::Parts(parts), ExprKind::And(list)) => {
                fold(context, parts.iter().zip(list), rows, (Truth::Yes, Truth::No))
            }
            (Condition::Parts(parts), ExprKind::Or(list)) => {
                fold(context, parts.iter().zip(list), rows, (Truth::No, Truth::Yes))
            }
            _ => {
                let answer = |row| self.answer(&context.with_row(slot, row), expr);
                let wanted = |row| if rows.wants(row) { answer(row) } else { Truth::Unknown };
                (0..count).map(wanted).collect()
            }
        }
    }

    /// The parts of an expression that are asked of each row anew.
    #[cfg(test)]
    pub(super) fn asked_anew<'a>(&self, expr: &'a Expr, found: &mut Vec<&'a Expr>) {
        match (self, &expr.kind) {
            (Condition::Asked, _) => found.push(expr),
            (Condition::Parts(parts), _) => {
                let pairs = parts.iter().zip(expr.children());
                pairs.for_each(|(part, expr)| part.asked_anew(expr, found));
            }
            (Condition::Quantified(plan), ExprKind::Quantifier(quantifier)) => {
                plan.asked_anew(quantifier, found);
            }
            _ => {}
        }
    }
}

/// Rows that are asked together.
#[derive(Clone, Copy)]
pub(super) struct Rows<'w> {
    /// What they are bound to, in turn.
    pub(super) slot: RowSlot,
    pub(super) count: usize,
    /// Those whose answer is wanted; all, where nothing is said.
    pub(super) wanted: Option<&'w [bool]>,
}

impl Rows<'_> {
    fn wants(&self, row: usize) -> bool {
        self.wanted.is_none_or(|wanted| wanted.get(row).copied().unwrap_or(true))
    }
}

/// What the parts of an `and` or `or` say together. `ends` are what no part says and what settles it, so that further parts
/// are not asked.
fn fold<'p, 'a: 'p>(
    context: &Context<'a>,
    parts: impl Iterator<Item = (&'p Condition, &'a Expr)>,
    rows: Rows<'_>,
    ends: (Truth, Truth),
) -> Vec<Truth> {
    let (start, settled) = ends;
    let mut answers = vec![start; rows.count];
    let mut open: Vec<bool> = (0..rows.count).map(|row| rows.wants(row)).collect();
    for (part, expr) in parts {
        let of_part = part.answers(context, expr, Rows { wanted: Some(&open), ..rows });
        for ((answer, open), of_part) in answers.iter_mut().zip(&mut open).zip(of_part) {
            if *open {
                let both = [*answer, of_part];
                *answer = if settled == Truth::No { truth::all(both) } else { truth::any(both) };
                *open = *answer != settled;
            }
        }
    }
    answers
}

fn answer_of_parts<'a>(context: &Context<'a>, expr: &'a Expr, parts: &[Condition]) -> Truth {
    let of_list = |list: &'a [Expr]| {
        let pairs = parts.iter().zip(list);
        pairs.map(|(part, expr)| part.answer(context, expr))
    };
    match &expr.kind {
        ExprKind::And(list) => truth::all(of_list(list)),
        ExprKind::Or(list) => truth::any(of_list(list)),
        ExprKind::AtLeast { count, list } => truth::at_least(*count, of_list(list)),
        ExprKind::Not(operand) => !truth::all(of_list(std::slice::from_ref(operand))),
        ExprKind::If { branches, otherwise } => conditional(branches, otherwise.as_deref(), |place, expr| {
            parts.get(place).map_or_else(|| context.truth(expr), |part| part.answer(context, expr))
        }),
        _ => context.truth(expr),
    }
}
