//! Rows that a join has found, asked for nothing but what lies within days: `c.on >= p.starts and c.on <= p.ends`. What they
//! hold is laid out in the order of the join, so that each is answered by comparing numbers.

use super::condition::Condition;
use super::dates::{Dates, Days};
use super::free_rows;
use crate::evaluate::expr::Context;
use crate::evaluate::truth;
use crate::pack::Truth;
use crate::pack::expr::{Expr, RowSlot};
use crate::vocabulary::Comparison;

/// What the joined rows hold.
#[derive(Debug)]
pub(super) struct Window {
    /// What each answers to the conditions that speak of it alone.
    own: Vec<Truth>,
    limits: Vec<Limit>,
}

/// A comparison of a day of the joined row with one of the row around.
#[derive(Debug)]
struct Limit {
    /// The place of the condition in the filter.
    place: usize,
    /// Whether the joined row is on its left.
    inner_is_left: bool,
    comparison: Comparison,
    /// The day of each joined row; none of what is no exact date.
    days: Vec<Option<i32>>,
}

/// The days of the row around the quantifier that the limits speak of, in their order.
#[derive(Debug)]
pub(super) struct Outer(Vec<Days>);

impl Window {
    /// The window that a filter is beside the join at one of its places; nothing where it asks for more. `rows` are those
    /// that have been joined.
    pub(super) fn of<'a>(
        context: &Context<'a>,
        slot: RowSlot,
        (conditions, join): (&'a [Expr], usize),
        rows: &[u32],
    ) -> Option<Window> {
        let mut window = Window { own: vec![Truth::Yes; rows.len()], limits: Vec::new() };
        let bound = |row: u32| Some(context.with_row(slot, usize::try_from(row).ok()?));
        for (place, expr) in conditions.iter().enumerate().filter(|(place, _)| *place != join) {
            if free_rows(expr) == [slot] {
                let condition = Condition::of(context, expr);
                for (own, row) in window.own.iter_mut().zip(rows) {
                    *own = truth::all([*own, condition.answer(&bound(*row)?, expr)]);
                }
                continue;
            }
            let (comparison, [left, right]) = Dates::sides(expr)?;
            let inner = |expr| Days::of(context, expr).filter(|days| days.slot() == slot);
            let outer = |expr| Days::slot_of(expr).is_some_and(|outer| outer != slot);
            let (inner_is_left, inner) = match (inner(left), inner(right)) {
                (Some(days), None) if outer(right) => (true, days),
                (None, Some(days)) if outer(left) => (false, days),
                _ => return None,
            };
            let days = rows.iter().map(|row| inner.day(&bound(*row)?)).collect();
            window.limits.push(Limit { place, inner_is_left, comparison, days });
        }
        Some(window)
    }

    /// The other sides of the limits, as they are numbered now.
    pub(super) fn outer<'a>(&self, context: &Context<'a>, conditions: &'a [Expr]) -> Option<Outer> {
        let outer = self.limits.iter().map(|limit| {
            let (_, [left, right]) = Dates::sides(conditions.get(limit.place)?)?;
            Days::of(context, if limit.inner_is_left { right } else { left })
        });
        outer.collect::<Option<Vec<Days>>>().map(Outer)
    }

    /// What the joined row at this place answers to the filter, where the days on both sides are known.
    pub(super) fn answer(&self, outer: &[Option<i32>], at: usize) -> Option<Truth> {
        let mut answer = self.own.get(at).copied()?;
        for (limit, outer) in self.limits.iter().zip(outer) {
            let inner = limit.days.get(at).copied().flatten();
            let (left, right) = if limit.inner_is_left { (inner, *outer) } else { (*outer, inner) };
            answer = truth::all([answer, Dates::compare(limit.comparison, left?, right?)]);
        }
        Some(answer)
    }
}

impl Outer {
    /// The days of the row that is bound.
    pub(super) fn days(&self, context: &Context<'_>) -> Vec<Option<i32>> {
        self.0.iter().map(|days| days.day(context)).collect()
    }
}
