//! What several rows say together, where some of them are in doubt. Rows are independent of each other: each aggregate
//! is the tightest range of all that the rows may turn out to be.
//!
//! A row comes with what is known of whether it passes the filter, and of what is asked of it. Nothing here knows where
//! rows come from.

use super::arithmetic::{self, as_mixed, in_one_unit};
use super::compare::in_days;
use super::cover::cover_known;
use super::truth;
use crate::pack::range::end_value;
use crate::pack::{Absence, Base, Duration, Known, Members, Number, Partial, Range, Truth, Type, Undefined};
use crate::vocabulary::Operator;

/// What one row contributes to `every`: a row that does not pass the filter asks for nothing.
pub fn every_row(filter: Truth, body: impl FnOnce() -> Truth) -> Truth {
    match filter {
        Truth::No => Truth::Yes,
        Truth::Yes => body(),
        Truth::Unknown => truth::any([Truth::Unknown, body()]),
    }
}

/// The answer about all rows of a table, of the answer about those at hand: rows that may be missing could still turn
/// `hopeful` round.
pub fn of_all_rows(answer: Truth, hopeful: Truth, complete: bool) -> Truth {
    if answer == hopeful && !complete { Truth::Unknown } else { answer }
}

/// How many rows pass a filter.
#[derive(Clone, Copy, Default, Debug)]
pub struct Count {
    sure: i64,
    perhaps: i64,
}

impl Count {
    /// Adds a row.
    pub fn add(&mut self, filter: Truth) {
        match filter {
            Truth::Yes => increase(&mut self.sure),
            Truth::Unknown => increase(&mut self.perhaps),
            Truth::No => {}
        }
    }

    /// Adds the rows of another count.
    pub fn append(&mut self, other: Count) {
        self.sure = self.sure.saturating_add(other.sure);
        self.perhaps = self.perhaps.saturating_add(other.perhaps);
    }

    /// The count; of a table that may lack rows it is at least that of the rows at hand.
    pub fn finish(self, complete: bool) -> Partial {
        let least = Number::from(self.sure);
        let most = Number::from(self.sure.saturating_add(self.perhaps));
        let at_least = Range::from(std::ops::Bound::Included(least));
        let range = if complete { Range::between(least, most).unwrap_or(at_least) } else { at_least };
        Known::Number(range).into()
    }

    /// Why a value that needs a row may not exist.
    fn no_rows(self) -> Option<Undefined> {
        match (self.sure, self.perhaps) {
            (0, 0) => Some(Undefined::NoRows),
            (0, _) => Some(Undefined::PerhapsNoRows),
            _ => None,
        }
    }
}

/// What share of the rows that pass a filter satisfies a condition.
#[derive(Clone, Copy, Default, Debug)]
pub struct Share {
    rows: Count,
    /// Rows that surely pass, by the answer.
    yes: i64,
    no: i64,
    open: i64,
    /// Rows that may pass, by the answer.
    perhaps_yes: i64,
    perhaps_no: i64,
    perhaps_open: i64,
}

impl Share {
    /// Adds a row.
    pub fn add(&mut self, filter: Truth, body: impl FnOnce() -> Truth) {
        self.rows.add(filter);
        let answer = if filter == Truth::No { return } else { body() };
        increase(match (filter, answer) {
            (Truth::Yes, Truth::Yes) => &mut self.yes,
            (Truth::Yes, Truth::No) => &mut self.no,
            (Truth::Yes, Truth::Unknown) => &mut self.open,
            (_, Truth::Yes) => &mut self.perhaps_yes,
            (_, Truth::No) => &mut self.perhaps_no,
            (_, Truth::Unknown) => &mut self.perhaps_open,
        });
    }

    /// Adds the rows of another share.
    pub fn append(&mut self, other: Share) {
        self.rows.append(other.rows);
        for (own, other) in [
            (&mut self.yes, other.yes),
            (&mut self.no, other.no),
            (&mut self.open, other.open),
            (&mut self.perhaps_yes, other.perhaps_yes),
            (&mut self.perhaps_no, other.perhaps_no),
            (&mut self.perhaps_open, other.perhaps_open),
        ] {
            *own = own.saturating_add(other);
        }
    }

    /// The share. It is least where every open row is no, those that may pass and are not yes do pass, and those that
    /// are yes do not; it is most where all is the other way round.
    pub fn finish(self, complete: bool) -> Partial {
        if !complete {
            return unknown_of_sample(Base::Percent.into(), Members::NONE);
        }
        let all_sure = self.yes.saturating_add(self.no).saturating_add(self.open);
        let low = share(
            self.yes,
            all_sure.saturating_add(self.perhaps_no).saturating_add(self.perhaps_open),
            Number::ONE,
        );
        let most_yes = [self.open, self.perhaps_yes, self.perhaps_open]
            .into_iter()
            .fold(self.yes, |sum, rows| sum.saturating_add(rows));
        let high = share(most_yes, most_yes.saturating_add(self.no), Number::ZERO);
        let range = Range::between(low, high).unwrap_or(Range::ALL);
        Partial { undefined: self.rows.no_rows(), ..Known::Number(range).into() }
    }
}

/// `part` of `whole`, or `otherwise` of nothing.
fn share(part: i64, whole: i64, otherwise: Number) -> Number {
    Number::from(part).checked_div(Number::from(whole)).unwrap_or(otherwise)
}

/// The sum of a value over the rows that pass a filter; of no rows it is nought.
#[derive(Clone, Debug)]
pub struct Sum {
    ty: Type,
    total: Option<Partial>,
}

impl Sum {
    /// The sum of values of this type.
    pub fn of(ty: Type) -> Sum {
        Sum { ty, total: None }
    }

    /// Adds a row.
    pub fn add(&mut self, filter: Truth, value: impl FnOnce() -> Partial) {
        let value = match filter {
            Truth::No => return,
            Truth::Yes => value(),
            Truth::Unknown => or_nought(value()),
        };
        self.add_value(value);
    }

    /// Adds the rows of another sum.
    pub fn append(&mut self, other: Sum) {
        if let Some(value) = other.total {
            self.add_value(value);
        }
    }

    fn add_value(&mut self, value: Partial) {
        self.total = Some(match self.total.take() {
            None => value,
            Some(total) => arithmetic::apply(Operator::Add, &total, &value),
        });
    }

    /// The sum.
    pub fn finish(self, complete: bool) -> Partial {
        if !complete {
            return unknown_of_sample(self.ty, Members::NONE);
        }
        self.total.unwrap_or_else(|| nought(self.ty.base, false).into())
    }
}

fn nought(base: Base, in_months: bool) -> Known {
    match (base, in_months) {
        (Base::Duration, true) => Known::Duration(Range::exactly(Duration::Months(0))),
        (Base::Duration, false) => Known::Duration(Range::exactly(Duration::Days(0))),
        _ => Known::Number(Range::exactly(Number::ZERO)),
    }
}

/// What a row adds that may not pass the filter: its value, or nought of the same unit.
fn or_nought(value: Partial) -> Partial {
    let nought = match &value.known {
        Known::Duration(range) => {
            let ends = [range.low(), range.high()].into_iter().filter_map(end_value);
            nought(Base::Duration, ends.into_iter().all(|end| matches!(end, Duration::Months(_))))
        }
        _ => nought(Base::Number, false),
    };
    let known = if value.is_without_value() { nought } else { cover_known(&value.known, &nought) };
    let absence = value.absence.min(Absence::Maybe);
    Partial { known, absence, undefined: value.undefined.map(Undefined::perhaps) }
}

/// The least or the greatest value of the rows that pass a filter.
#[derive(Clone, Debug)]
pub struct Extreme {
    ty: Type,
    greatest: bool,
    members: Members,
    rows: Count,
    absence: Absence,
    undefined: Option<Undefined>,
    /// Of the rows that surely pass.
    sure: Option<Known>,
    /// What covers the rows that may pass.
    perhaps: Option<Known>,
    /// Of a choice, every member that some row may have.
    candidates: Members,
}

impl Extreme {
    /// The least value of this type, or the greatest; `members` are all of its choice.
    pub fn of(ty: Type, greatest: bool, members: Members) -> Extreme {
        Extreme {
            ty,
            greatest,
            members,
            rows: Count::default(),
            absence: Absence::Never,
            undefined: None,
            sure: None,
            perhaps: None,
            candidates: Members::NONE,
        }
    }

    /// Adds a row.
    pub fn add(&mut self, filter: Truth, value: impl FnOnce() -> Partial) {
        if filter == Truth::No {
            return;
        }
        self.rows.add(filter);
        let value = value();
        let is_without_value = value.is_without_value();
        let Partial { known, absence, undefined } = value;
        let is_sure = filter == Truth::Yes;
        self.undefined =
            self.undefined.or(if is_sure { undefined } else { undefined.map(Undefined::perhaps) });
        // A row that may not pass the filter may be absent without making the whole absent.
        self.absence = self.absence.max(if is_sure { absence } else { absence.min(Absence::Maybe) });
        if is_without_value {
            return;
        }
        if let Known::Choice(candidates) = known {
            self.candidates = self.candidates.union(candidates);
        }
        self.add_known(known, is_sure);
    }

    /// Adds the rows of another extreme of the same kind.
    pub fn append(&mut self, other: Extreme) {
        self.rows.append(other.rows);
        self.undefined = self.undefined.or(other.undefined);
        self.absence = self.absence.max(other.absence);
        self.candidates = self.candidates.union(other.candidates);
        other.sure.into_iter().for_each(|known| self.add_known(known, true));
        other.perhaps.into_iter().for_each(|known| self.add_known(known, false));
    }

    fn add_known(&mut self, known: Known, is_sure: bool) {
        let greatest = self.greatest;
        let so_far = if is_sure { &mut self.sure } else { &mut self.perhaps };
        *so_far = Some(match so_far.take() {
            None => known,
            Some(so_far) if is_sure => further(greatest, &so_far, &known),
            Some(so_far) => cover_known(&so_far, &known),
        });
    }

    /// The extreme. A row that may pass can only push it outwards.
    pub fn finish(self, complete: bool) -> Partial {
        if !complete {
            return unknown_of_sample(self.ty, self.members);
        }
        let known = match (&self.sure, &self.perhaps) {
            (Some(Known::Choice(sure)), _) => Known::Choice(self.reachable(*sure)),
            (Some(sure), Some(perhaps)) => {
                pushed(sure, &further(self.greatest, sure, perhaps), self.greatest)
            }
            (Some(known), None) | (None, Some(known)) => known.clone(),
            (None, None) => Known::unknown(self.ty.base, self.members),
        };
        Partial { known, absence: self.absence, undefined: self.undefined.or(self.rows.no_rows()) }
    }

    /// The members that may be the extreme: those of any row that no row surely passes by. `sure` has the candidates
    /// of the extreme of the rows that surely pass.
    fn reachable(&self, sure: Members) -> Members {
        let limit = if self.greatest { sure.first_index() } else { sure.last_index() };
        let within = |index: &usize| match limit {
            Some(limit) if self.greatest => *index >= limit,
            Some(limit) => *index <= limit,
            None => true,
        };
        self.candidates.indexes().filter(within).map(Members::one).fold(Members::NONE, Members::union)
    }
}

/// What is possible of the lesser, or the greater, of two values.
fn further(greatest: bool, a: &Known, b: &Known) -> Known {
    fn of<T: Copy + PartialOrd>(greatest: bool, a: Range<T>, b: Range<T>) -> Range<T> {
        let further = if greatest { a.greater(b) } else { a.lesser(b) };
        further.unwrap_or(Range::ALL)
    }
    match (a, b) {
        (Known::Number(a), Known::Number(b)) => Known::Number(of(greatest, *a, *b)),
        (Known::Date(a), Known::Date(b)) => Known::Date(of(greatest, *a, *b)),
        (Known::Duration(a), Known::Duration(b)) => match in_one_unit(*a, *b) {
            Some((a, b)) => Known::Duration(of(greatest, a, b)),
            None if never_longer(*a, *b) => Known::Duration(if greatest { *b } else { *a }),
            None if never_longer(*b, *a) => Known::Duration(if greatest { *a } else { *b }),
            None => Known::Duration(of(greatest, as_mixed(*a), as_mixed(*b))),
        },
        (Known::Choice(a), Known::Choice(b)) => {
            let ends = |members: Members| Range::between(members.first_index()?, members.last_index()?);
            let range = ends(*a).zip(ends(*b)).map(|(a, b)| of(greatest, a, b));
            let reached = |index: &usize| range.is_none_or(|range| range.contains(*index));
            let both = a.union(*b).indexes().filter(reached).map(Members::one);
            Known::Choice(both.fold(Members::NONE, Members::union))
        }
        // Nothing else has an order.
        _ => a.clone(),
    }
}

/// Whether nothing possible of the first is longer than anything possible of the second.
fn never_longer(a: Range<Duration>, b: Range<Duration>) -> bool {
    let ends = end_value(in_days(a).high()).zip(end_value(in_days(b).low()));
    ends.is_some_and(|(longest, shortest)| longest <= shortest)
}

/// `sure` with the end replaced that rows which may pass can push outwards.
fn pushed(sure: &Known, pushed: &Known, greatest: bool) -> Known {
    fn of<T: Copy + PartialOrd>(sure: Range<T>, pushed: Range<T>, greatest: bool) -> Range<T> {
        let ends = if greatest { (sure.low(), pushed.high()) } else { (pushed.low(), sure.high()) };
        Range::new(ends.0, ends.1).unwrap_or(Range::ALL)
    }
    match (sure, pushed) {
        (Known::Number(a), Known::Number(b)) => Known::Number(of(*a, *b, greatest)),
        (Known::Date(a), Known::Date(b)) => Known::Date(of(*a, *b, greatest)),
        (Known::Duration(a), Known::Duration(b)) if a != b => {
            let (a, b) = in_one_unit(*a, *b).unwrap_or_else(|| (as_mixed(*a), as_mixed(*b)));
            Known::Duration(of(a, b, greatest))
        }
        _ => sure.clone(),
    }
}

/// Of rows that are not all at hand such a value is not known.
fn unknown_of_sample(ty: Type, members: Members) -> Partial {
    Partial { undefined: Some(Undefined::Sample), ..Partial::unknown(ty, members) }
}

fn increase(count: &mut i64) {
    *count = count.saturating_add(1);
}
