//! Comparisons of values that are known in part: answered only where they hold for all that is possible.

use std::borrow::{Borrow, Cow};
use std::ops::Bound;

use super::truth;
use crate::pack::range::end_value;
use crate::pack::{Absence, Duration, Known, Members, Partial, Range, Truth};
use crate::vocabulary::Comparison;

/// `left < right` and its kin. Unknown where either may be absent or have no value.
pub fn order(comparison: Comparison, left: &Partial, right: &Partial) -> Truth {
    if !always_has_value(left) || !always_has_value(right) {
        return Truth::Unknown;
    }
    match (&left.known, &right.known) {
        (Known::Number(a), Known::Number(b)) => order_ranges(comparison, *a, *b),
        (Known::Date(a), Known::Date(b)) => order_ranges(comparison, *a, *b),
        (Known::Duration(a), Known::Duration(b)) => {
            let (a, b) = same_unit(*a, *b);
            order_ranges(comparison, a, b)
        }
        (Known::Choice(a), Known::Choice(b)) => match (span_of(*a), span_of(*b)) {
            (Some(a), Some(b)) => order_ranges(comparison, a, b),
            _ => Truth::Unknown,
        },
        _ => Truth::Unknown,
    }
}

/// `left is right`. Absence counts as a value; what may have no value is unknown.
pub fn is(left: &Partial, right: &Partial, members: Members) -> Truth {
    if left.undefined.is_some() || right.undefined.is_some() {
        return Truth::Unknown;
    }
    match (left.absence, right.absence) {
        (Absence::Surely, Absence::Surely) => Truth::Yes,
        (Absence::Surely, Absence::Never) | (Absence::Never, Absence::Surely) => Truth::No,
        (Absence::Surely, Absence::Maybe) | (Absence::Maybe, Absence::Surely) => Truth::Unknown,
        (Absence::Never, Absence::Never) => equal(&left.known, &right.known, members),
        // One that may be absent differs from one that is there, so that only a difference can be certain.
        (Absence::Maybe, Absence::Never) | (Absence::Never, Absence::Maybe) => {
            equal(&left.known, &right.known, members).and(Truth::Unknown)
        }
        (Absence::Maybe, Absence::Maybe) => Truth::Unknown,
    }
}

/// `value is recorded`: whether an optional is there.
pub fn recorded(value: &Partial) -> Truth {
    if value.undefined.is_some() {
        return Truth::Unknown;
    }
    match value.absence {
        Absence::Never => Truth::Yes,
        Absence::Maybe => Truth::Unknown,
        Absence::Surely => Truth::No,
    }
}

/// `value in [list]`: yes where everything possible is listed, no where nothing possible is.
pub fn is_in(value: &Partial, list: impl Iterator<Item = impl Borrow<Partial>>, members: Members) -> Truth {
    if value.undefined.is_some() {
        return Truth::Unknown;
    }
    if value.absence == Absence::Surely {
        return Truth::No;
    }
    let present = match value.absence {
        Absence::Never => Cow::Borrowed(value),
        _ => Cow::Owned(Partial { absence: Absence::Never, ..value.clone() }),
    };
    let mut listed = Listed::default();
    let mut found = Truth::No;
    for item in list {
        found = truth::any([found, is(&present, item.borrow(), members)]);
        listed.add(item.borrow());
    }
    let found = if listed.covers(&value.known) { Truth::Yes } else { found };
    // Where it may be absent it may be outside every list.
    if value.absence == Absence::Maybe { found.and(Truth::Unknown) } else { found }
}

/// `set covers [list]`: yes where each listed member is surely in the set, no where one is surely not.
pub fn covers(set: &Partial, list: impl Iterator<Item = impl Borrow<Partial>>) -> Truth {
    let Known::Set { includes, excludes } = set.known else { return Truth::Unknown };
    if !always_has_value(set) {
        return Truth::Unknown;
    }
    truth::all(list.map(|item| match item.borrow() {
        item if !always_has_value(item) => Truth::Unknown,
        Partial { known: Known::Choice(candidates), .. } if includes.covers(*candidates) => Truth::Yes,
        Partial { known: Known::Choice(candidates), .. } if excludes.covers(*candidates) => Truth::No,
        _ => Truth::Unknown,
    }))
}

/// Whether it is surely there and surely has a value.
fn always_has_value(value: &Partial) -> bool {
    value.undefined.is_none() && value.absence == Absence::Never
}

/// The members and answers that are surely among a list.
#[derive(Default)]
struct Listed {
    members: Members,
    yes: bool,
    no: bool,
}

impl Listed {
    fn add(&mut self, item: &Partial) {
        if !item.is_exact() || item.absence != Absence::Never {
            return;
        }
        match item.known {
            Known::Choice(member) => self.members = self.members.union(member),
            Known::YesNo(Truth::Yes) => self.yes = true,
            Known::YesNo(Truth::No) => self.no = true,
            _ => {}
        }
    }

    /// Whether every candidate of a choice, or both answers of a yes/no, are listed.
    fn covers(&self, value: &Known) -> bool {
        match value {
            Known::Choice(candidates) => self.members.covers(*candidates),
            Known::YesNo(_) => self.yes && self.no,
            _ => false,
        }
    }
}

fn equal(left: &Known, right: &Known, members: Members) -> Truth {
    match (left, right) {
        (Known::YesNo(a), Known::YesNo(b)) => match (a, b) {
            (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
            (a, b) => Truth::from(a == b),
        },
        (Known::Number(a), Known::Number(b)) => equal_ranges(*a, *b),
        (Known::Date(a), Known::Date(b)) => equal_ranges(*a, *b),
        (Known::Duration(a), Known::Duration(b)) => {
            let (a, b) = same_unit(*a, *b);
            equal_ranges(a, b)
        }
        (Known::Choice(a), Known::Choice(b)) => {
            if a.intersection(*b).is_empty() {
                Truth::No
            } else {
                possibly(a.only().is_some() && a == b)
            }
        }
        (Known::Set { includes: a, excludes: x }, Known::Set { includes: b, excludes: y }) => {
            if !a.intersection(*y).is_empty() || !b.intersection(*x).is_empty() {
                Truth::No
            } else {
                possibly(a.union(*x).covers(members) && b.union(*y).covers(members))
            }
        }
        (Known::Text(Some(a)), Known::Text(Some(b))) => Truth::from(a == b),
        (Known::Row(Some(a)), Known::Row(Some(b))) => Truth::from(a == b),
        _ => Truth::Unknown,
    }
}

fn possibly(surely: bool) -> Truth {
    if surely { Truth::Yes } else { Truth::Unknown }
}

fn order_ranges<T: Copy + PartialOrd>(comparison: Comparison, left: Range<T>, right: Range<T>) -> Truth {
    match comparison {
        Comparison::Less => less(left, right),
        Comparison::GreaterOrEqual => !less(left, right),
        Comparison::Greater => less(right, left),
        Comparison::LessOrEqual => !less(right, left),
    }
}

/// Whether everything possible on the left is below everything possible on the right, or nothing is.
fn less<T: Copy + PartialOrd>(left: Range<T>, right: Range<T>) -> Truth {
    if below(left.high(), right.low()) {
        Truth::Yes
    } else if not_below(left.low(), right.high()) {
        Truth::No
    } else {
        Truth::Unknown
    }
}

/// Whether all up to `high` is less than all from `low`.
fn below<T: Copy + PartialOrd>(high: Bound<T>, low: Bound<T>) -> bool {
    match (high, low) {
        (Bound::Included(h), Bound::Included(l)) => h < l,
        (Bound::Included(h) | Bound::Excluded(h), Bound::Included(l) | Bound::Excluded(l)) => h <= l,
        _ => false,
    }
}

/// Whether nothing from `low` up is less than anything up to `high`.
fn not_below<T: Copy + PartialOrd>(low: Bound<T>, high: Bound<T>) -> bool {
    match (end_value(low), end_value(high)) {
        (Some(l), Some(h)) => l >= h,
        _ => false,
    }
}

fn equal_ranges<T: Copy + PartialOrd>(left: Range<T>, right: Range<T>) -> Truth {
    match (left.exact(), right.exact()) {
        (Some(a), Some(b)) => Truth::from(a == b),
        _ if below(left.high(), right.low()) || below(right.high(), left.low()) => Truth::No,
        _ => Truth::Unknown,
    }
}

/// The places of the first and last candidate of an ordered choice.
fn span_of(candidates: Members) -> Option<Range<usize>> {
    Range::between(candidates.first_index()?, candidates.last_index()?)
}

/// Two ranges of durations as numbers in one unit: months where all ends are in months, else days, in which months
/// are taken at their shortest below and at their longest above.
pub fn same_unit(a: Range<Duration>, b: Range<Duration>) -> (Range<i64>, Range<i64>) {
    let ends = || [a.low(), a.high(), b.low(), b.high()].into_iter().filter_map(end_value);
    if ends().all(|end| matches!(end, Duration::Months(_))) {
        (a.map(Duration::amount), b.map(Duration::amount))
    } else {
        (in_days(a), in_days(b))
    }
}

/// A range of durations as days.
pub fn in_days(range: Range<Duration>) -> Range<i64> {
    let low = range.low().map(|end| end.days().0);
    let high = range.high().map(|end| end.days().1);
    // An open end of months is a shortest length that may itself be reached, so that it is closed in days.
    let close = |bound: Bound<i64>, end: Bound<Duration>| match (bound, end) {
        (Bound::Excluded(days), Bound::Excluded(Duration::Months(_))) => Bound::Included(days),
        _ => bound,
    };
    Range::new(close(low, range.low()), close(high, range.high())).unwrap_or(Range::ALL)
}

#[cfg(test)]
mod tests {
    use super::{covers, is, is_in, order};
    use crate::pack::Truth::{self, No, Unknown, Yes};
    use crate::pack::{Absence, Duration, Known, Members, Number, Partial, Range};
    use crate::vocabulary::Comparison::{self, Greater, GreaterOrEqual, Less, LessOrEqual};
    use std::ops::Bound::{Excluded, Included};

    const THREE: Members = Members::of_bits(0b111);

    fn number(range: Range<i64>) -> Partial {
        Known::Number(range.map(Number::from)).into()
    }

    fn duration(range: Range<Duration>) -> Partial {
        Known::Duration(range).into()
    }

    fn choice(bits: u128) -> Partial {
        Known::Choice(Members::of_bits(bits)).into()
    }

    fn maybe_absent(value: Partial) -> Partial {
        Partial { absence: Absence::Maybe, ..value }
    }

    fn absent(value: Partial) -> Partial {
        Partial { absence: Absence::Surely, ..value }
    }

    #[test]
    fn a_bound_settles_what_it_settles_and_no_more() {
        let at_most_10 = || number(Range::up_to(Included(10)));
        let more_than_10 = || number(Range::from(Excluded(10)));
        let exactly = |n| number(Range::exactly(n));
        for (left, comparison, right, expected) in [
            (at_most_10(), LessOrEqual, exactly(15), Yes),
            (at_most_10(), LessOrEqual, exactly(10), Yes),
            (at_most_10(), LessOrEqual, exactly(8), Unknown),
            (at_most_10(), Less, exactly(10), Unknown),
            (at_most_10(), Greater, exactly(10), No),
            (at_most_10(), GreaterOrEqual, exactly(10), Unknown),
            (more_than_10(), Greater, exactly(10), Yes),
            (more_than_10(), LessOrEqual, exactly(10), No),
            (more_than_10(), GreaterOrEqual, exactly(11), Unknown),
            (at_most_10(), Less, more_than_10(), Yes),
            (number(Range::ALL), Less, exactly(0), Unknown),
        ] {
            assert_eq!(order(comparison, &left, &right), expected, "{left:?} {comparison:?} {right:?}");
        }
    }

    #[test]
    fn three_months_against_88_90_92_and_93_days() {
        let three_months = duration(Range::exactly(Duration::Months(3)));
        for (days, comparison, expected) in [
            (88, Greater, Yes),
            (89, GreaterOrEqual, Yes),
            (90, LessOrEqual, Unknown),
            (92, LessOrEqual, Yes),
            (92, Less, Unknown),
            (93, Less, Yes),
        ] {
            let days = duration(Range::exactly(Duration::Days(days)));
            assert_eq!(order(comparison, &three_months, &days), expected, "{comparison:?} {days:?}");
        }
    }

    #[test]
    fn an_optional_that_may_be_absent_has_no_order() {
        let small = || number(Range::exactly(1));
        let large = number(Range::exactly(9));
        for left in [maybe_absent(small()), absent(small())] {
            assert_eq!(order(Comparison::Less, &left, &large), Unknown, "{left:?}");
        }
    }

    #[test]
    fn is_treats_absence_as_a_value() {
        let (low, high) = (|| choice(0b001), || choice(0b100));
        for (left, right, expected) in [
            (low(), low(), Yes),
            (low(), high(), No),
            (choice(0b011), low(), Unknown),
            (choice(0b011), high(), No),
            (absent(low()), absent(high()), Yes),
            (absent(low()), low(), No),
            (maybe_absent(low()), low(), Unknown),
            (maybe_absent(low()), high(), No),
            (maybe_absent(low()), absent(low()), Unknown),
            (maybe_absent(low()), maybe_absent(high()), Unknown),
        ] {
            assert_eq!(is(&left, &right, THREE), expected, "{left:?} {right:?}");
            assert_eq!(is(&right, &left, THREE), expected, "{right:?} {left:?}");
        }
    }

    #[test]
    fn sets_are_equal_only_where_every_member_is_accounted_for() {
        let set = |includes, excludes| -> Partial {
            Known::Set { includes: Members::of_bits(includes), excludes: Members::of_bits(excludes) }.into()
        };
        for (left, right, expected) in [
            (set(0b001, 0b110), set(0b001, 0b110), Yes),
            (set(0b001, 0b110), set(0b010, 0b000), No),
            (set(0b001, 0b000), set(0b001, 0b110), Unknown),
        ] {
            assert_eq!(is(&left, &right, THREE), expected, "{left:?} {right:?}");
        }
    }

    #[test]
    fn in_asks_whether_everything_possible_is_listed() {
        let list = [choice(0b001), choice(0b010)];
        for (value, expected) in [
            (choice(0b001), Yes),
            (choice(0b011), Yes),
            (choice(0b100), No),
            (choice(0b110), Unknown),
            (absent(choice(0b001)), No),
            (maybe_absent(choice(0b001)), Unknown),
            (maybe_absent(choice(0b100)), No),
        ] {
            assert_eq!(is_in(&value, list.iter(), THREE), expected, "{value:?}");
        }
    }

    #[test]
    fn covers_asks_whether_every_listed_member_is_included() {
        let set = |includes, excludes| -> Partial {
            Known::Set { includes: Members::of_bits(includes), excludes: Members::of_bits(excludes) }.into()
        };
        let list = [choice(0b001), choice(0b010)];
        for (value, expected) in [
            (set(0b011, 0b000), Yes),
            (set(0b001, 0b000), Unknown),
            (set(0b001, 0b010), No),
            (set(0b000, 0b100), Unknown),
            (absent(set(0b011, 0b000)), Unknown),
        ] {
            assert_eq!(covers(&value, list.iter()), expected, "{value:?}");
        }
    }

    #[test]
    fn a_truth_is_equal_to_itself_only_where_known() {
        let yesno = |truth: Truth| Partial::from(Known::YesNo(truth));
        assert_eq!(is(&yesno(Yes), &yesno(Yes), Members::NONE), Yes);
        assert_eq!(is(&yesno(Yes), &yesno(No), Members::NONE), No);
        assert_eq!(is(&yesno(Unknown), &yesno(Unknown), Members::NONE), Unknown);
    }
}
