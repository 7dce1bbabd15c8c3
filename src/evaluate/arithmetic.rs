//! Arithmetic on values that are known in part: the result covers every result that is possible.

mod number;

use std::ops::Bound;

use super::compare::in_days;
use crate::pack::range::end_value;
use crate::pack::{Absence, Date, Duration, Known, Number, Partial, Range, Undefined};
use crate::vocabulary::Operator;

/// What is possible of a result, or why there may be none.
type Possible<T> = Result<T, Undefined>;

/// `left operator right`. The result is absent where an operand is, and has the operands' reasons for having no value
/// besides its own.
pub fn apply(operator: Operator, left: &Partial, right: &Partial) -> Partial {
    let absence = left.absence.max(right.absence);
    let (known, reason) = match combine(operator, &left.known, &right.known) {
        Ok(known) => (known, None),
        Err(reason) => (everything(operator, &left.known, &right.known), Some(reason)),
    };
    // An absent operand is never calculated with, so that it cannot fail.
    let own = if absence == Absence::Surely { None } else { reason };
    Partial { known, absence, undefined: left.undefined.or(right.undefined).or(own) }
}

/// `-value`
pub fn negate(value: &Partial) -> Partial {
    let negated = match &value.known {
        Known::Number(range) => number::negate(*range).map(Known::Number),
        Known::Duration(range) => negate_duration(*range).map(Known::Duration),
        other => Ok(other.clone()),
    };
    match negated {
        Ok(known) => Partial { known, ..value.clone() },
        Err(reason) => Partial { undefined: value.undefined.or(Some(reason)), ..value.clone() },
    }
}

fn combine(operator: Operator, left: &Known, right: &Known) -> Possible<Known> {
    match (operator, left, right) {
        (Operator::Add, Known::Number(a), Known::Number(b)) => number::add(*a, *b).map(Known::Number),
        (Operator::Subtract, Known::Number(a), Known::Number(b)) => {
            number::add(*a, number::negate(*b)?).map(Known::Number)
        }
        (Operator::Multiply, Known::Number(a), Known::Number(b)) => {
            number::multiply(*a, *b).map(Known::Number)
        }
        (Operator::Divide, Known::Number(a), Known::Number(b)) => {
            number::multiply(*a, number::reciprocal(*b)?).map(Known::Number)
        }

        (Operator::Add, Known::Date(date), Known::Duration(by))
        | (Operator::Add, Known::Duration(by), Known::Date(date)) => Ok(Known::Date(shift(*date, *by))),
        (Operator::Subtract, Known::Date(date), Known::Duration(by)) => {
            Ok(Known::Date(shift(*date, negate_duration(*by)?)))
        }
        (Operator::Subtract, Known::Date(later), Known::Date(earlier)) => {
            Ok(Known::Duration(days_between(*earlier, *later)))
        }

        (Operator::Add, Known::Duration(a), Known::Duration(b)) => add_durations(*a, *b).map(Known::Duration),
        (Operator::Subtract, Known::Duration(a), Known::Duration(b)) => {
            add_durations(*a, negate_duration(*b)?).map(Known::Duration)
        }
        (Operator::Multiply, Known::Duration(length), Known::Number(by))
        | (Operator::Multiply, Known::Number(by), Known::Duration(length)) => {
            scale(*length, *by).map(Known::Duration)
        }
        (Operator::Divide, Known::Duration(length), Known::Number(by)) => {
            scale(*length, number::reciprocal(*by)?).map(Known::Duration)
        }
        (Operator::Divide, Known::Duration(a), Known::Duration(b)) => {
            let (_, a, b) = amounts_in_one_unit(*a, *b)?;
            number::multiply(a, number::reciprocal(b)?).map(Known::Number)
        }
        // No other pair of types passes the type check.
        _ => Ok(left.clone()),
    }
}

/// Nothing known, of the type that the operation results in.
fn everything(operator: Operator, left: &Known, right: &Known) -> Known {
    match (operator, left, right) {
        (_, Known::Date(_), Known::Duration(_)) | (_, Known::Duration(_), Known::Date(_)) => {
            Known::Date(Range::ALL)
        }
        (Operator::Divide, Known::Duration(_), Known::Duration(_)) => Known::Number(Range::ALL),
        (_, Known::Duration(_), _) | (_, _, Known::Duration(_)) | (_, Known::Date(_), _) => {
            Known::Duration(Range::ALL)
        }
        _ => Known::Number(Range::ALL),
    }
}

/// Dates moved by durations. An end beyond the calendar is no bound.
fn shift(dates: Range<Date>, by: Range<Duration>) -> Range<Date> {
    let end = |date: Bound<Date>, by: Bound<Duration>| {
        let moved = end_value(date).zip(end_value(by)).and_then(|(date, by)| date.checked_add(by));
        moved.map_or(Bound::Unbounded, Bound::Included)
    };
    Range::new(end(dates.low(), by.low()), end(dates.high(), by.high())).unwrap_or(Range::ALL)
}

fn days_between(earlier: Range<Date>, later: Range<Date>) -> Range<Duration> {
    let end = |later: Bound<Date>, earlier: Bound<Date>| match (end_value(later), end_value(earlier)) {
        (Some(later), Some(earlier)) => Bound::Included(Duration::Days(later.days_since(earlier))),
        _ => Bound::Unbounded,
    };
    Range::new(end(later.low(), earlier.high()), end(later.high(), earlier.low())).unwrap_or(Range::ALL)
}

fn negate_duration(range: Range<Duration>) -> Possible<Range<Duration>> {
    if [range.low(), range.high()].into_iter().filter_map(end_value).any(|end| end.negate().is_none()) {
        return Err(Undefined::Overflow);
    }
    Ok(range.map_reversed(|end| end.negate().unwrap_or(end)))
}

/// The unit of a result, of which the amounts are a number of.
type Unit = fn(i64) -> Duration;

/// The one unit of all ends; nothing where there are both or no ends, as then months might meet days. Nought is as many
/// months as days, and has the unit of the others.
fn unit_of(ranges: &[Range<Duration>]) -> Possible<Unit> {
    if ranges.iter().any(|range| is_mixed(*range)) {
        return Err(Undefined::MixedUnits);
    }
    let mut unit: Option<Unit> = None;
    for range in ranges.iter().filter(|range| !is_nought(range)) {
        let mut known = false;
        for of_end in units_of_ends(range) {
            if unit.is_some_and(|unit| !unit(0).same_unit(of_end(0))) {
                return Err(Undefined::MixedUnits);
            }
            unit = Some(of_end);
            known = true;
        }
        if !known {
            return Err(Undefined::MixedUnits);
        }
    }
    unit.or_else(|| ranges.iter().flat_map(units_of_ends).next()).ok_or(Undefined::MixedUnits)
}

/// Whether an end is of a length that is, or may be, made of months and days.
pub fn is_mixed(range: Range<Duration>) -> bool {
    let mut ends = [range.low(), range.high()].into_iter().filter_map(end_value);
    ends.any(|end| matches!(end, Duration::Mixed(_)))
}

fn units_of_ends(range: &Range<Duration>) -> impl Iterator<Item = Unit> + use<> {
    let ends = [range.low(), range.high()].into_iter().filter_map(end_value);
    ends.map(|end| -> Unit {
        if matches!(end, Duration::Months(_)) { Duration::Months } else { Duration::Days }
    })
}

fn is_nought(range: &Range<Duration>) -> bool {
    range.exact().is_some_and(|exact| exact.amount() == 0)
}

/// Nought in the unit of the other, where that has one; what is not nought as it is.
fn nought_in_unit_of(range: Range<Duration>, other: Range<Duration>) -> Range<Duration> {
    match unit_of(&[other]) {
        Ok(unit) if is_nought(&range) => Range::exactly(unit(0)),
        _ => range,
    }
}

fn amounts(range: Range<Duration>) -> Range<Number> {
    range.map(|end| Number::from(end.amount()))
}

fn amounts_in_one_unit(
    a: Range<Duration>,
    b: Range<Duration>,
) -> Possible<(Unit, Range<Number>, Range<Number>)> {
    Ok((unit_of(&[a, b])?, amounts(a), amounts(b)))
}

fn add_durations(a: Range<Duration>, b: Range<Duration>) -> Possible<Range<Duration>> {
    let (unit, a, b) = amounts_in_one_unit(a, b)?;
    whole(unit, number::add(a, b)?)
}

/// A duration times a number, whole where both are exact, else outwards to whole months or days.
fn scale(length: Range<Duration>, by: Range<Number>) -> Possible<Range<Duration>> {
    let unit = unit_of(&[length])?;
    let product = number::multiply(amounts(length), by)?;
    if product.exact().is_some_and(|exact| exact.whole().is_none()) {
        return Err(Undefined::FractionalDuration);
    }
    whole(unit, product)
}

/// Amounts rounded outwards to whole months or days.
fn whole(unit: Unit, amounts: Range<Number>) -> Possible<Range<Duration>> {
    let end = |bound: Bound<Number>, round: fn(Number) -> Number| -> Possible<Bound<Duration>> {
        let Some(value) = end_value(bound) else { return Ok(Bound::Unbounded) };
        let rounded = round(value);
        let amount =
            rounded.whole().and_then(|whole| i64::try_from(whole).ok()).ok_or(Undefined::Overflow)?;
        let closed = matches!(bound, Bound::Included(_)) || rounded != value;
        Ok(if closed { Bound::Included(unit(amount)) } else { Bound::Excluded(unit(amount)) })
    };
    let (low, high) = (end(amounts.low(), Number::floor)?, end(amounts.high(), Number::ceil)?);
    Ok(Range::new(low, high).unwrap_or(Range::ALL))
}

/// Both ranges, where every end that there is, of which there is one at least on either side, is in months, or every
/// one in days. Nought takes the unit of what it stands beside.
pub fn in_one_unit(a: Range<Duration>, b: Range<Duration>) -> Option<(Range<Duration>, Range<Duration>)> {
    let a = nought_in_unit_of(a, b);
    let b = nought_in_unit_of(b, a);
    let unit = |range: Range<Duration>| {
        let mut ends = [range.low(), range.high()].into_iter().filter_map(end_value);
        let first = ends.next()?;
        ends.all(|end| end.same_unit(first)).then_some(first)
    };
    unit(a).zip(unit(b)).is_some_and(|(a, b)| a.same_unit(b)).then_some((a, b))
}

/// A range of durations in days, months at their shortest below and at their longest above, with which nothing is
/// calculated: what it stands for may be in months.
pub fn as_mixed(range: Range<Duration>) -> Range<Duration> {
    in_days(range).map(Duration::Mixed)
}

/// What covers both durations; where months and days meet, in days.
pub fn cover_durations(a: Range<Duration>, b: Range<Duration>) -> Range<Duration> {
    let (a, b) = in_one_unit(a, b).unwrap_or_else(|| (as_mixed(a), as_mixed(b)));
    a.cover(b).unwrap_or(Range::ALL)
}

#[cfg(test)]
mod tests {
    use super::{apply, cover_durations};
    use crate::pack::{Absence, Date, Duration, Known, Number, Partial, Range, Undefined};
    use crate::vocabulary::Operator::{self, Add, Divide, Multiply, Subtract};
    use std::ops::Bound::{Excluded, Included, Unbounded};

    fn number(range: Range<i64>) -> Partial {
        Known::Number(range.map(Number::from)).into()
    }

    fn between(low: i64, high: i64) -> Partial {
        number(Range::between(low, high).unwrap())
    }

    fn result(left: &Partial, operator: Operator, right: &Partial) -> Range<Number> {
        match apply(operator, left, right) {
            Partial { known: Known::Number(range), undefined: None, .. } => range,
            other => panic!("{other:?}"),
        }
    }

    fn duration(length: Duration) -> Partial {
        Known::Duration(Range::exactly(length)).into()
    }

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn ranges_add_and_multiply_at_their_ends() {
        let number = |low, high| Range::between(Number::from(low), Number::from(high)).unwrap();
        for (left, operator, right, expected) in [
            (between(1, 2), Add, between(10, 20), number(11, 22)),
            (between(1, 2), Subtract, between(10, 20), number(-19, -8)),
            (between(-1, 2), Multiply, between(-3, 5), number(-6, 10)),
            (between(10, 20), Divide, between(2, 5), number(2, 10)),
        ] {
            assert_eq!(result(&left, operator, &right), expected, "{left:?} {operator:?} {right:?}");
        }
    }

    #[test]
    fn a_missing_end_stays_missing_and_an_open_one_open() {
        let at_least_2 = number(Range::from(Included(2)));
        let less_than_3 = number(Range::up_to(Excluded(3)));
        assert_eq!(result(&at_least_2, Add, &between(1, 1)), Range::from(Included(Number::from(3))));
        assert_eq!(result(&less_than_3, Multiply, &between(-1, -1)), Range::from(Excluded(Number::from(-3))));
        assert_eq!(result(&at_least_2, Multiply, &between(0, 0)), Range::exactly(Number::ZERO));
        let one_by_at_least_2 = result(&between(1, 1), Divide, &at_least_2);
        assert_eq!(
            (one_by_at_least_2.low(), one_by_at_least_2.high()),
            (Excluded(Number::ZERO), Included(Number::HALF))
        );
    }

    #[test]
    fn what_may_divide_by_zero_may_have_no_value() {
        for divisor in [between(0, 0), between(0, 5), number(Range::ALL)] {
            assert_eq!(apply(Divide, &between(1, 1), &divisor).undefined, Some(Undefined::DividedByZero));
        }
        assert_eq!(apply(Divide, &between(1, 1), &number(Range::from(Excluded(0)))).undefined, None);
    }

    #[test]
    fn a_number_out_of_range_is_an_overflow_and_never_wraps() {
        let huge: Partial = Known::Number(Range::exactly(Number::ratio(i128::MAX, 1).unwrap())).into();
        for operator in [Add, Multiply] {
            assert_eq!(apply(operator, &huge, &huge).undefined, Some(Undefined::Overflow));
        }
    }

    #[test]
    fn durations_keep_their_unit_and_stay_whole() {
        for (left, operator, right, expected) in [
            (duration(Duration::Months(2)), Add, duration(Duration::Months(12)), Ok(Duration::Months(14))),
            (duration(Duration::Days(10)), Multiply, between(3, 3), Ok(Duration::Days(30))),
            (duration(Duration::Months(24)), Divide, between(2, 2), Ok(Duration::Months(12))),
            (duration(Duration::Months(13)), Divide, between(2, 2), Err(Undefined::FractionalDuration)),
            (duration(Duration::Months(1)), Add, duration(Duration::Days(1)), Err(Undefined::MixedUnits)),
            (duration(Duration::Months(0)), Add, duration(Duration::Days(1)), Ok(Duration::Days(1))),
            (duration(Duration::Months(0)), Divide, between(2, 2), Ok(Duration::Months(0))),
            (duration(Duration::Months(1)), Subtract, duration(Duration::Days(0)), Ok(Duration::Months(1))),
            (duration(Duration::Days(i64::MAX)), Multiply, between(2, 2), Err(Undefined::Overflow)),
        ] {
            let outcome = apply(operator, &left, &right);
            let expected_known = expected.map(|length| Known::Duration(Range::exactly(length)));
            assert_eq!(
                outcome.undefined.map_or(Ok(outcome.known), Err),
                expected_known,
                "{left:?} {operator:?} {right:?}"
            );
        }
    }

    #[test]
    fn a_range_of_durations_is_divided_outwards() {
        let range = |low, high| Range::between(Duration::Months(low), Duration::Months(high)).unwrap();
        let halved = apply(Divide, &Known::Duration(range(5, 7)).into(), &between(2, 2));
        assert_eq!(halved, Known::Duration(range(2, 4)).into());
    }

    #[test]
    fn dates_move_once_and_an_end_beyond_the_calendar_is_no_bound() {
        let dates = |low, high| Partial::from(Known::Date(Range::between(date(low), date(high)).unwrap()));
        let month = duration(Duration::Months(1));
        assert_eq!(apply(Add, &dates("2026-01-30", "2026-01-31"), &month), dates("2026-02-28", "2026-02-28"));
        let late = apply(Add, &dates("2026-01-01", "9999-12-31"), &month);
        let Known::Date(range) = late.known else { panic!("{late:?}") };
        assert_eq!(
            (range.low(), range.high(), late.undefined),
            (Included(date("2026-02-01")), Unbounded, None)
        );
        let days = apply(Subtract, &dates("2026-03-01", "2026-03-01"), &dates("2026-02-01", "2026-02-27"));
        assert_eq!(
            days,
            Known::Duration(Range::between(Duration::Days(2), Duration::Days(28)).unwrap()).into()
        );
    }

    #[test]
    fn an_absent_operand_makes_an_absent_result() {
        let absent = Partial { absence: Absence::Surely, ..between(0, 0) };
        let sum = apply(Divide, &between(1, 1), &absent);
        assert_eq!((sum.absence, sum.undefined), (Absence::Surely, None));
    }

    #[test]
    fn what_covers_months_and_days_is_taken_in_days() {
        let covered =
            cover_durations(Range::exactly(Duration::Months(3)), Range::exactly(Duration::Days(10)));
        assert_eq!(covered, Range::between(Duration::Mixed(10), Duration::Mixed(92)).unwrap());
        let from_nought =
            cover_durations(Range::exactly(Duration::Days(0)), Range::exactly(Duration::Months(3)));
        assert_eq!(from_nought, Range::between(Duration::Months(0), Duration::Months(3)).unwrap());
        let nought = cover_durations(Range::exactly(Duration::Days(0)), Range::exactly(Duration::Months(0)));
        assert_eq!(nought, Range::exactly(Duration::Months(0)));
    }
}
