//! Going from value to value of an ordered type, and as far out as something still holds.

use std::ops::Bound;

use crate::pack::range::end_value;
use crate::pack::{Date, Duration, Known, Number, Range};

/// How to go from value to value of an ordered type.
pub struct Scale<T> {
    known: fn(Range<T>) -> Known,
    /// So many steps up, or down where it is negative; nothing beyond what the type can hold.
    step: fn(T, i64) -> Option<T>,
    /// A round value strictly between two; nothing where there is none.
    between: fn(T, T) -> Option<T>,
}

impl Scale<Number> {
    /// Counts and numbers, one by one.
    pub const NUMBER: Scale<Number> = Scale {
        known: Known::Number,
        step: |value, steps| value.checked_add(Number::from(steps)),
        between: |low, high| round_between(low, high, Number::ONE),
    };
    /// Percents, by tenths of a hundredth.
    pub const PERCENT: Scale<Number> = Scale {
        known: Known::Number,
        step: |value, steps| value.checked_add(Number::ratio(i128::from(steps), 1000)?),
        between: |low, high| round_between(low, high, Number::ratio(1, 1000)?),
    };
}

impl Scale<Date> {
    /// Dates, day by day.
    pub const DATE: Scale<Date> = Scale {
        known: Known::Date,
        step: |day, steps| day.checked_add(Duration::Days(steps)),
        between: |low, high| {
            let half = high.days_since(low).checked_div(2)?;
            (half > 0).then(|| low.checked_add(Duration::Days(half))).flatten()
        },
    };
}

impl Scale<Duration> {
    /// Durations, by months or by days.
    pub const DURATION: Scale<Duration> = Scale {
        known: Known::Duration,
        step: |length, steps| length.map(|amount| amount.checked_add(steps)),
        between: |low, high| {
            let half = high.amount().checked_sub(low.amount())?.checked_div(2)?;
            let between = low.map(|amount| amount.checked_add(half))?;
            (low.same_unit(high) && half > 0).then_some(between)
        },
    };
}

/// The multiple of `step` nearest to the middle of two numbers that lies strictly between them.
fn round_between(low: Number, high: Number, step: Number) -> Option<Number> {
    let middle = low.checked_add(high)?.checked_mul(Number::HALF)?.checked_div(step)?;
    let inside = |value: &Number| low < *value && *value < high;
    let round = [middle.floor(), middle.ceil()].into_iter().filter_map(|steps| steps.checked_mul(step));
    round.into_iter().find(inside)
}

/// One of the two ends of a range.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Low,
    High,
}

impl End {
    fn of<T: Copy + PartialOrd>(self, range: Range<T>) -> Bound<T> {
        if self == End::Low { range.low() } else { range.high() }
    }

    /// The range with another end here.
    fn put<T: Copy + PartialOrd>(self, range: Range<T>, end: Bound<T>) -> Option<Range<T>> {
        match self {
            End::Low => Range::new(end, range.high()),
            End::High => Range::new(range.low(), end),
        }
    }

    /// Whether `b` is further out than `a`.
    fn is_further<T: PartialOrd>(self, a: T, b: T) -> bool {
        if self == End::Low { b < a } else { b > a }
    }

    fn outwards(self, steps: i64) -> i64 {
        if self == End::Low { steps.saturating_neg() } else { steps }
    }
}

impl<T: Copy + PartialOrd> Scale<T> {
    /// Points, further points, and the neighbours of the first, as exact values.
    pub fn points(&self, points: impl Iterator<Item = T>, more: &[T]) -> Vec<Known> {
        let points: Vec<T> = points.collect();
        let neighbours = [1, -1]
            .into_iter()
            .flat_map(|step| points.iter().filter_map(move |point| (self.step)(*point, step)));
        let all = points.iter().copied().chain(more.iter().copied()).chain(neighbours);
        all.map(|point| (self.known)(Range::exactly(point))).collect()
    }

    /// A range with both ends as far out as `fits` allows, but within `natural`. `points` are the likely ends.
    pub fn widen(
        &self,
        range: Range<T>,
        natural: Range<T>,
        points: &[T],
        fits: &mut impl FnMut(&Known) -> bool,
    ) -> Range<T> {
        [End::Low, End::High].into_iter().fold(range, |range, end| {
            let furthest = self.furthest(end, range, end.of(natural), points, fits);
            end.put(range, furthest).unwrap_or(range)
        })
    }

    /// The furthest place of one end: where the type ends, else what halving finds between the furthest that fits and
    /// the nearest that does not.
    fn furthest(
        &self,
        end: End,
        range: Range<T>,
        natural: Bound<T>,
        points: &[T],
        fits: &mut impl FnMut(&Known) -> bool,
    ) -> Bound<T> {
        let mut fits_at =
            |place: Bound<T>| end.put(range, place).is_some_and(|range| fits(&(self.known)(range)));
        if fits_at(natural) {
            return natural;
        }
        let Some(mut best) = end_value(end.of(range)) else { return end.of(range) };
        let mut failed = end_value(natural);
        let mut try_at = |place: T, best: &mut T, failed: &mut Option<T>| {
            let is_open =
                end.is_further(*best, place) && failed.is_none_or(|failed| end.is_further(place, failed));
            match is_open {
                true if fits_at(Bound::Included(place)) => *best = place,
                true => *failed = Some(place),
                false => {}
            }
        };
        points.iter().for_each(|point| try_at(*point, &mut best, &mut failed));
        // Where nothing is known to fail, it is looked for in steps of twice the length.
        let start = best;
        for doubled in 0..40 {
            if failed.is_some() {
                break;
            }
            let Some(place) = (self.step)(start, end.outwards(1_i64 << doubled)) else { break };
            try_at(place, &mut best, &mut failed);
        }
        // So many halvings settle every whole number that people write.
        for _ in 0..80 {
            let Some(beyond) = failed else { break };
            let (low, high) = if end == End::Low { (beyond, best) } else { (best, beyond) };
            let Some(middle) = (self.between)(low, high) else { break };
            try_at(middle, &mut best, &mut failed);
        }
        Bound::Included(best)
    }
}

#[cfg(test)]
mod tests {
    use super::Scale;
    use crate::pack::{Date, Duration, Known, Number, Range};
    use std::ops::Bound::{Excluded, Included, Unbounded};

    #[test]
    fn ends_go_as_far_out_as_something_holds_and_no_further() {
        let from_95 = |known: &Known| matches!(known, Known::Number(range) if matches!(range.low(), Included(low) if low >= Number::from(95)));
        let natural = Range::from(Included(Number::ZERO));
        let start = Range::exactly(Number::from(100));
        let wide = Scale::NUMBER.widen(start, natural, &[], &mut { from_95 });
        assert_eq!((wide.low(), wide.high()), (Included(Number::from(95)), Unbounded));
    }

    #[test]
    fn an_end_without_a_natural_limit_is_found_in_both_directions() {
        let day = |text| Date::parse(text).unwrap();
        let window = Range::between(day("2025-06-10"), day("2026-06-10")).unwrap();
        let inside = |known: &Known| match known {
            Known::Date(range) => range.intersect(window) == Some(*range),
            _ => false,
        };
        let wide = Scale::DATE.widen(Range::exactly(day("2026-01-01")), Range::ALL, &[], &mut { inside });
        assert_eq!(wide, window);
    }

    #[test]
    fn lengths_keep_their_unit_and_percents_go_by_tenths() {
        let year = Duration::Months(12);
        let at_most_a_year = |known: &Known| match known {
            Known::Duration(range) => matches!(range.high(), Included(high) if high <= year),
            _ => false,
        };
        let start = Range::exactly(Duration::Months(1));
        let wide = Scale::DURATION.widen(start, Range::ALL, &[Duration::Days(9)], &mut { at_most_a_year });
        assert_eq!((wide.low(), wide.high()), (Unbounded, Included(year)));

        let most = Number::ratio(2, 3).unwrap();
        let above = |known: &Known| match known {
            Known::Number(range) => match range.low() {
                Included(low) => low > most,
                Excluded(low) => low >= most,
                Unbounded => false,
            },
            _ => false,
        };
        let natural = Range::between(Number::ZERO, Number::ONE).unwrap();
        let wide = Scale::PERCENT.widen(Range::exactly(Number::ONE), natural, &[], &mut { above });
        assert_eq!(wide.low(), Included(Number::ratio(667, 1000).unwrap()));
    }
}
