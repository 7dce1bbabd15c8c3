//! An aggregate says neither more nor less than its rows leave possible: its range is the tightest of all the ways in
//! which the rows may turn out, each of which is tried.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    reason = "the numbers of these tests are small, and a test may fail where they are not"
)]

mod of_rules;

use std::collections::BTreeSet;
use std::ops::Bound;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

use tipstaff::evaluate::aggregate::{Count, Extreme, Share, Sum, every_row, of_all_rows};
use tipstaff::evaluate::arithmetic::is_mixed;
use tipstaff::evaluate::compare::in_days;
use tipstaff::evaluate::compare::same_unit;
use tipstaff::evaluate::truth;
use tipstaff::pack::{
    Absence, Base, Date, Duration, Known, Members, Number, Partial, Range, Truth, Undefined,
};

/// The same cases in every run.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(8),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn truth() -> impl Strategy<Value = Truth> + Clone {
    select(vec![Truth::Yes, Truth::No, Truth::Unknown])
}

/// What an answer may turn out to be.
fn completions(answer: Truth) -> Vec<Truth> {
    match answer {
        Truth::Unknown => vec![Truth::Yes, Truth::No],
        known => vec![known],
    }
}

// Rows with answers.

/// A row: whether it passes the filter, and what it answers.
type Asked = (Truth, Truth);

fn asked() -> impl Strategy<Value = Vec<Asked>> {
    prop::collection::vec((truth(), truth()), 0..=5)
}

/// Every way in which the rows may turn out, and where some may be missing, also with one or two more of any kind. Each
/// is the answers of the rows that pass.
fn tables(rows: &[Asked], complete: bool) -> Vec<Vec<bool>> {
    let missing = if complete { 0 } else { 2 };
    let missing = std::iter::repeat_n((Truth::Unknown, Truth::Unknown), missing);
    let mut tables = vec![Vec::new()];
    for (filter, answer) in rows.iter().copied().chain(missing) {
        let mut longer = Vec::new();
        for table in tables {
            if filter != Truth::Yes {
                longer.push(table.clone());
            }
            if filter != Truth::No {
                let answers = completions(answer).into_iter();
                longer.extend(answers.map(|answer| [table.as_slice(), &[answer == Truth::Yes]].concat()));
            }
        }
        tables = longer;
    }
    tables
}

fn together(answers: impl Iterator<Item = bool>) -> Truth {
    answers.map(Truth::from).reduce(Truth::cover).unwrap_or(Truth::Unknown)
}

/// Why a value may be missing of which these are all the ways to turn out, `None` where no row passes.
fn missing<T>(outcomes: &[Option<T>]) -> Option<Undefined> {
    if outcomes.iter().all(Option::is_none) {
        Some(Undefined::NoRows)
    } else if outcomes.iter().any(Option::is_none) {
        Some(Undefined::PerhapsNoRows)
    } else {
        None
    }
}

fn numbers(range: Option<(Number, Number)>) -> Option<Known> {
    range.and_then(|(low, high)| Range::between(low, high)).map(Known::Number)
}

/// The least and the greatest.
fn ends<T: Copy + Ord>(values: impl Iterator<Item = T> + Clone) -> Option<(T, T)> {
    values.clone().min().zip(values.max())
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn every_some_and_no_answer_where_all_completions_agree(rows in asked(), complete in any::<bool>()) {
        let tables = tables(&rows, complete);
        let every = truth::all(rows.iter().map(|(filter, answer)| every_row(*filter, || *answer)));
        let every = of_all_rows(every, Truth::Yes, complete);
        prop_assert_eq!(every, together(tables.iter().map(|table| table.iter().all(|good| *good))));

        let some = truth::any(rows.iter().map(|(filter, _)| *filter));
        let some = of_all_rows(some, Truth::No, complete);
        prop_assert_eq!(some, together(tables.iter().map(|table| !table.is_empty())));
        prop_assert_eq!(!some, together(tables.iter().map(Vec::is_empty)));
    }

    #[test]
    fn a_count_is_from_the_fewest_to_the_most_rows_that_may_pass(rows in asked(), complete in any::<bool>()) {
        let tables = tables(&rows, complete);
        let mut count = Count::default();
        rows.iter().for_each(|(filter, _)| count.add(*filter));
        let sizes = tables.iter().map(|table| Number::from(i64::try_from(table.len()).unwrap_or(0)));
        let (least, most) = ends(sizes).unwrap_or((Number::ZERO, Number::ZERO));
        // Any number of rows may be missing, so that there is no most.
        let most = if complete { Bound::Included(most) } else { Bound::Unbounded };
        let expected = Range::new(Bound::Included(least), most).map(Known::Number);
        let found = count.finish(complete);
        prop_assert_eq!((found.absence, found.undefined), (Absence::Never, None));
        prop_assert_eq!(Some(found.known), expected);
    }

    #[test]
    fn a_share_is_from_the_least_to_the_greatest_that_is_possible(rows in asked()) {
        let share_of = |table: &Vec<bool>| {
            let yes = table.iter().filter(|good| **good).count();
            Number::ratio(i128::try_from(yes).ok()?, i128::try_from(table.len()).ok()?)
        };
        let shares: Vec<Option<Number>> = tables(&rows, true).iter().map(share_of).collect();
        let mut share = Share::default();
        rows.iter().for_each(|(filter, answer)| share.add(*filter, || *answer));
        prop_assert_eq!(share.finish(false).undefined, Some(Undefined::Sample));
        let found = share.finish(true);
        prop_assert_eq!((found.absence, found.undefined), (Absence::Never, missing(&shares)));
        if let Some(expected) = numbers(ends(shares.iter().flatten().copied())) {
            prop_assert_eq!(found.known, expected);
        }
    }
}

// Rows with values on a scale.

/// A place on a scale: at a whole number, or beside it by steps that are too small to measure, as the first place behind
/// an open end is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Point {
    at: i64,
    beside: i64,
}

/// Where a missing end lies; no sum of the numbers of these tests comes near it.
const FAR: i64 = 1_000_000;

impl Point {
    fn plus(self, other: Point) -> Point {
        Point { at: self.at + other.at, beside: self.beside + other.beside }
    }

    fn bound(self) -> Bound<i64> {
        match (self.at.abs() > FAR / 2, self.beside) {
            (true, _) => Bound::Unbounded,
            (false, 0) => Bound::Included(self.at),
            (false, _) => Bound::Excluded(self.at),
        }
    }
}

/// What becomes of an aggregate when all is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Outcome {
    NoRows,
    Absent,
    Value(Point),
}

impl Outcome {
    fn join(self, next: Outcome, join: fn(Point, Point) -> Point) -> Outcome {
        match (self, next) {
            (Outcome::NoRows, other) | (other, Outcome::NoRows) => other,
            (Outcome::Value(a), Outcome::Value(b)) => Outcome::Value(join(a, b)),
            _ => Outcome::Absent,
        }
    }
}

#[derive(Clone, Debug)]
struct Row {
    filter: Truth,
    range: Range<i64>,
    absence: Absence,
}

impl Row {
    /// All that its value may be.
    fn values(&self) -> Vec<Outcome> {
        let low = match self.range.low() {
            Bound::Included(at) => Point { at, beside: 0 },
            Bound::Excluded(at) => Point { at, beside: 1 },
            Bound::Unbounded => Point { at: -FAR, beside: 0 },
        };
        let high = match self.range.high() {
            Bound::Included(at) => Point { at, beside: 0 },
            Bound::Excluded(at) => Point { at, beside: -1 },
            Bound::Unbounded => Point { at: FAR, beside: 0 },
        };
        let between = (-9..9).filter(|at| self.range.contains(*at)).map(|at| Point { at, beside: 0 });
        let present = [low, high].into_iter().chain(between).map(Outcome::Value);
        match self.absence {
            Absence::Never => present.collect(),
            Absence::Maybe => present.chain([Outcome::Absent]).collect(),
            Absence::Surely => vec![Outcome::Absent],
        }
    }
}

/// Rows of which some ends are open and some are missing; no low end where sums must keep a unit, which only ends have.
fn rows(has_unit: bool) -> impl Strategy<Value = Vec<Row>> {
    let absence =
        prop_oneof![6 => Just(Absence::Never), 1 => Just(Absence::Maybe), 1 => Just(Absence::Surely)];
    let row = (truth(), -2..4_i64, 0..3_i64, 0..6_u8, 0..6_u8, absence).prop_map(
        move |(filter, from, width, low, high, absence)| {
            let end = |at, way, may_miss| match way {
                0 if may_miss => Bound::Unbounded,
                1 if width > 0 => Bound::Excluded(at),
                _ => Bound::Included(at),
            };
            let low_end = end(from, low, !has_unit);
            let high_end = end(from + width, high, true);
            let range = Range::new(low_end, high_end).unwrap_or(Range::exactly(from));
            Row { filter, range, absence }
        },
    );
    prop::collection::vec(row, 0..=5)
}

/// Every outcome of rows of which those that pass are joined, from `start` on.
fn outcomes(rows: &[Row], start: Outcome, join: fn(Point, Point) -> Point) -> BTreeSet<Outcome> {
    let mut reached = BTreeSet::from([start]);
    for row in rows {
        let mut next = BTreeSet::new();
        for so_far in reached {
            if row.filter != Truth::Yes {
                next.insert(so_far);
            }
            if row.filter != Truth::No {
                next.extend(row.values().into_iter().map(|value| so_far.join(value, join)));
            }
        }
        reached = next;
    }
    reached
}

/// What a whole number on the scale stands for.
#[derive(Clone, Copy, Debug)]
enum Scale {
    Number,
    Date,
    Months,
    Days,
}

impl Scale {
    fn base(self) -> Base {
        match self {
            Scale::Number => Base::Number,
            Scale::Date => Base::Date,
            Scale::Months | Scale::Days => Base::Duration,
        }
    }

    fn known(self, range: Range<i64>) -> Known {
        let day = |at| Date::new(2026, 3, 1).and_then(|day| day.checked_add(Duration::Days(at)));
        match self {
            Scale::Number => Known::Number(range.map(Number::from)),
            Scale::Date => Known::Date(range.map(|at| day(at).expect("a day of the calendar"))),
            Scale::Months => Known::Duration(range.map(Duration::Months)),
            Scale::Days => Known::Duration(range.map(Duration::Days)),
        }
    }

    fn partial(self, row: &Row) -> Partial {
        // What is known of a value that is absent is everything.
        let range = if row.absence == Absence::Surely { Range::ALL } else { row.range };
        Partial { known: self.known(range), absence: row.absence, undefined: None }
    }
}

/// The same, but nought as days: where no row has a value, nothing tells whether a sum is in months or in days.
fn in_any_unit(known: &Known) -> Known {
    let nought = Known::Duration(Range::exactly(Duration::Days(0)));
    if *known == Known::Duration(Range::exactly(Duration::Months(0))) { nought } else { known.clone() }
}

/// Holds what an aggregate says against all its outcomes.
fn assert_tight(found: &Partial, outcomes: &BTreeSet<Outcome>, scale: Scale) {
    let rows: Vec<Option<()>> = outcomes.iter().map(|one| (*one != Outcome::NoRows).then_some(())).collect();
    assert_eq!(found.undefined, missing(&rows), "{outcomes:?}");
    let points = outcomes.iter().filter_map(|one| match one {
        Outcome::Value(point) => Some(*point),
        _ => None,
    });
    let may_be_absent = outcomes.contains(&Outcome::Absent);
    let range = ends(points).and_then(|(low, high)| Range::new(low.bound(), high.bound()));
    if found.undefined.is_none() {
        let absence = match (may_be_absent, range) {
            (false, _) => Absence::Never,
            (true, Some(_)) => Absence::Maybe,
            (true, None) => Absence::Surely,
        };
        assert_eq!(found.absence, absence, "{outcomes:?}");
    } else {
        assert_eq!(found.absence != Absence::Never, may_be_absent, "{outcomes:?}");
    }
    if let Some(range) = range {
        let expected = scale.known(range);
        let (found, expected) = match (&found.known, &expected) {
            // A blank may be in months or in days, so that what is made of it is told in days.
            (Known::Duration(found), Known::Duration(expected)) if is_mixed(*found) => {
                let days = |range| Known::Duration(in_days(range).map(Duration::Days));
                (days(*found), days(*expected))
            }
            _ => (in_any_unit(&found.known), in_any_unit(&expected)),
        };
        assert_eq!(found, expected, "{outcomes:?}");
    }
}

fn sum_is_tight(rows: &[Row], scale: Scale) {
    let mut sum = Sum::of(scale.base().into());
    rows.iter().for_each(|row| sum.add(row.filter, || scale.partial(row)));
    assert_eq!(sum.clone().finish(false).undefined, Some(Undefined::Sample));
    let nought = Outcome::Value(Point { at: 0, beside: 0 });
    assert_tight(&sum.finish(true), &outcomes(rows, nought, Point::plus), scale);
}

fn extreme_is_tight(rows: &[Row], greatest: bool, scale: Scale) {
    let mut extreme = Extreme::of(scale.base().into(), greatest, Members::NONE);
    rows.iter().for_each(|row| extreme.add(row.filter, || scale.partial(row)));
    assert_eq!(extreme.clone().finish(false).undefined, Some(Undefined::Sample));
    let join = if greatest { Point::max } else { Point::min };
    assert_tight(&extreme.finish(true), &outcomes(rows, Outcome::NoRows, join), scale);
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn a_sum_is_from_the_least_to_the_greatest_that_is_possible(numbers in rows(false), lengths in rows(true)) {
        sum_is_tight(&numbers, Scale::Number);
        sum_is_tight(&lengths, Scale::Months);
        sum_is_tight(&lengths, Scale::Days);
    }

    #[test]
    fn the_least_and_the_greatest_value_are_as_tight_as_they_can_be(rows in rows(false), greatest in any::<bool>()) {
        for scale in [Scale::Number, Scale::Date, Scale::Months, Scale::Days] {
            extreme_is_tight(&rows, greatest, scale);
        }
    }
}

// Rows with members of an ordered choice.

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn the_least_and_the_greatest_member_are_just_those_that_are_possible(
        size in 1..=4_usize,
        rows in prop::collection::vec((truth(), 1..16_u128), 0..=5),
        greatest in any::<bool>(),
    ) {
        let all = Members::first(size);
        let candidates = |bits: u128| match Members::of_bits(bits).intersection(all) {
            none if none.is_empty() => all,
            some => some,
        };
        let mut extreme = Extreme::of(Base::YesNo.into(), greatest, all);
        let mut reached: BTreeSet<Option<usize>> = BTreeSet::from([None]);
        for (filter, bits) in &rows {
            extreme.add(*filter, || Known::Choice(candidates(*bits)).into());
            let mut next = BTreeSet::new();
            for so_far in reached {
                if *filter != Truth::Yes {
                    next.insert(so_far);
                }
                if *filter != Truth::No {
                    let further = |member: usize| match so_far {
                        None => member,
                        Some(so_far) if greatest => so_far.max(member),
                        Some(so_far) => so_far.min(member),
                    };
                    next.extend(candidates(*bits).indexes().map(|member| Some(further(member))));
                }
            }
            reached = next;
        }
        let found = extreme.finish(true);
        let outcomes: Vec<Option<usize>> = reached.into_iter().collect();
        prop_assert_eq!((found.absence, found.undefined), (Absence::Never, missing(&outcomes)));
        let possible = outcomes.iter().flatten().map(|member| Members::one(*member));
        if let Some(possible) = possible.reduce(Members::union) {
            prop_assert_eq!(found.known, Known::Choice(possible));
        }
    }
}

// Rows with months beside days, which have no sum and often no order.

type Length = (Truth, bool, i64, i64);

/// All the ways in which the lengths of the rows that pass may turn out.
fn lengths(rows: &[Length]) -> Vec<Vec<Duration>> {
    let mut tables = vec![Vec::new()];
    for (filter, in_months, from, width) in rows {
        let mut longer = Vec::new();
        for table in tables {
            if *filter != Truth::Yes {
                longer.push(table.clone());
            }
            if *filter != Truth::No {
                let amounts = *from..=*from + *width;
                longer
                    .extend(amounts.map(|amount| [table.as_slice(), &[length(*in_months, amount)]].concat()));
            }
        }
        tables = longer;
    }
    tables
}

/// Months are told apart from days of about the same length.
fn length(in_months: bool, amount: i64) -> Duration {
    if in_months { Duration::Months(amount) } else { Duration::Days(30 * amount) }
}

fn exactly(length: Duration) -> Partial {
    Known::Duration(Range::exactly(length)).into()
}

/// Whether what is said on partial rows still holds when they are known.
fn covers(before: &Partial, after: &Partial) -> bool {
    let (Known::Duration(before_range), Known::Duration(after_range)) = (&before.known, &after.known) else {
        return false;
    };
    let (wide, narrow) = same_unit(*before_range, *after_range);
    before.undefined.is_some() || (after.undefined.is_none() && wide.cover(narrow) == Some(wide))
}

proptest! {
    #![proptest_config(config(700))]

    #[test]
    fn months_and_days_together_leave_nothing_out(
        rows in prop::collection::vec((truth(), any::<bool>(), 0..4_i64, 0..3_i64), 0..=4),
        greatest in any::<bool>(),
    ) {
        let mut sum = Sum::of(Base::Duration.into());
        let mut extreme = Extreme::of(Base::Duration.into(), greatest, Members::NONE);
        for (filter, in_months, from, width) in &rows {
            let ends = Range::between(length(*in_months, *from), length(*in_months, from + width));
            let value = || Partial::from(Known::Duration(ends.unwrap_or(Range::ALL)));
            sum.add(*filter, value);
            extreme.add(*filter, value);
        }
        let (sum, extreme) = (sum.finish(true), extreme.finish(true));
        let tables = lengths(&rows);
        let sizes: Vec<Option<()>> = tables.iter().map(|table| (!table.is_empty()).then_some(())).collect();
        prop_assert_eq!(extreme.undefined, missing(&sizes));
        for table in tables {
            let mut known_sum = Sum::of(Base::Duration.into());
            let mut known_extreme = Extreme::of(Base::Duration.into(), greatest, Members::NONE);
            for length in &table {
                known_sum.add(Truth::Yes, || exactly(*length));
                known_extreme.add(Truth::Yes, || exactly(*length));
            }
            let known_sum = known_sum.finish(true);
            prop_assert!(covers(&sum, &known_sum), "{sum:?} leaves out {known_sum:?} of {table:?}");
            let known_extreme = known_extreme.finish(true);
            prop_assert!(covers(&extreme, &known_extreme), "{extreme:?} leaves out {known_extreme:?} of {table:?}");
        }
    }
}
