//! What a statement of a value leaves possible: `at_least`, `between` and their kin, in assessments and scenarios.

use std::ops::Bound;

use super::date::Duration;
use super::known::{Known, Members};
use super::number::Number;
use super::range::{Range, end_value};
use super::rule::Choice;
use super::types::Base;
use crate::vocabulary::BoundKind;

/// Why a statement states nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meaningless {
    /// The type has no order, so there is nothing to bound.
    NotOrdered,
    /// No value of the type is left: less than 0 of a count, more than 100 %, ends the wrong way round.
    NothingLeft,
    /// Months and days together, which have no order.
    MixedUnits,
}

/// What a bound leaves possible. `end` is one exact value of the type, and `choice` the choice that it is made of.
pub fn bounded(
    base: Base,
    choice: Option<&Choice>,
    kind: BoundKind,
    end: &Known,
) -> Result<Known, Meaningless> {
    let possible = match end {
        Known::Number(end) if base == Base::Count => {
            end.exact().and_then(|end| steps(kind, end, next_number, previous_number)).map(Known::Number)
        }
        Known::Number(end) => end.exact().map(|end| Known::Number(range(kind, end))),
        Known::Date(end) => {
            let day = |days| move |date: super::Date| date.checked_add(Duration::Days(days));
            end.exact().and_then(|end| steps(kind, end, day(1), day(-1))).map(Known::Date)
        }
        Known::Duration(end) => end.exact().map(|end| Known::Duration(range(kind, end))),
        Known::Choice(end) if choice.is_some_and(|choice| choice.ordered) => {
            end.only().map(|end| Known::Choice(members(kind, end)))
        }
        _ => return Err(Meaningless::NotOrdered),
    };
    let all = choice.map_or(Members::NONE, |choice| Members::first(choice.members.len()));
    let everything = Known::unknown(base, all);
    possible.and_then(|possible| possible.intersect(&everything)).ok_or(Meaningless::NothingLeft)
}

/// What `between` leaves possible; both ends are possible.
pub fn between(base: Base, choice: Option<&Choice>, low: &Known, high: &Known) -> Result<Known, Meaningless> {
    if mixes_units(low, high) {
        return Err(Meaningless::MixedUnits);
    }
    let from = bounded(base, choice, BoundKind::AtLeast, low)?;
    let to = bounded(base, choice, BoundKind::AtMost, high)?;
    from.intersect(&to).ok_or(Meaningless::NothingLeft)
}

/// The sets that include some members, exclude others, and may or may not hold the rest of `choice`.
pub fn set(choice: &Choice, includes: Members, excludes: Members) -> Result<Known, Meaningless> {
    if !includes.intersection(excludes).is_empty() {
        return Err(Meaningless::NothingLeft);
    }
    let nothing_open = includes.union(excludes).covers(Members::first(choice.members.len()));
    Ok(if nothing_open { Known::exact_set(includes) } else { Known::Set { includes, excludes } })
}

/// Whether one is a duration in months and the other in days.
pub fn mixes_units(a: &Known, b: &Known) -> bool {
    matches!((an_end(a), an_end(b)), (Some(a), Some(b)) if !a.same_unit(b))
}

fn an_end(known: &Known) -> Option<Duration> {
    let Known::Duration(range) = known else { return None };
    end_value(range.low()).or(end_value(range.high()))
}

fn range<T: Copy + PartialOrd>(kind: BoundKind, end: T) -> Range<T> {
    match kind {
        BoundKind::AtLeast => Range::from(Bound::Included(end)),
        BoundKind::AtMost => Range::up_to(Bound::Included(end)),
        BoundKind::MoreThan => Range::from(Bound::Excluded(end)),
        BoundKind::LessThan => Range::up_to(Bound::Excluded(end)),
    }
}

/// The range of a type whose values go in steps: more than 5 is at least 6.
fn steps<T: Copy + PartialOrd>(
    kind: BoundKind,
    end: T,
    next: impl Fn(T) -> Option<T>,
    previous: impl Fn(T) -> Option<T>,
) -> Option<Range<T>> {
    match kind {
        BoundKind::AtLeast | BoundKind::AtMost => Some(range(kind, end)),
        BoundKind::MoreThan => next(end).map(|end| range(BoundKind::AtLeast, end)),
        BoundKind::LessThan => previous(end).map(|end| range(BoundKind::AtMost, end)),
    }
}

fn next_number(number: Number) -> Option<Number> {
    number.checked_add(Number::ONE)
}

fn previous_number(number: Number) -> Option<Number> {
    number.checked_sub(Number::ONE)
}

/// The members of an ordered choice on one side of the member at place `end`.
fn members(kind: BoundKind, end: usize) -> Members {
    let below = Members::first(end);
    let up_to = below.union(Members::one(end));
    let all = Members::first(Members::LIMIT);
    match kind {
        BoundKind::AtLeast => all.without(below),
        BoundKind::MoreThan => all.without(up_to),
        BoundKind::AtMost => up_to,
        BoundKind::LessThan => below,
    }
}
