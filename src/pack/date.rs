//! Calendar dates and durations; the only door to `chrono`.

use std::cmp::Ordering;
use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::vocabulary::Unit;

/// A day of the calendar, from 0001-01-01 to 9999-12-31.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

impl Date {
    /// The first day of the calendar.
    pub const FIRST: Date = Date(edge(1, 1, 1));
    /// The last day of the calendar.
    pub const LAST: Date = Date(edge(9999, 12, 31));

    /// The day of this year, month and day of the month, where there is one.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Date> {
        NaiveDate::from_ymd_opt(year, month, day).and_then(Date::in_calendar)
    }

    /// Reads `2026-10-31`: four, two and two digits, and a day that exists.
    pub fn parse(text: &str) -> Option<Date> {
        let mut parts = text.split('-');
        let mut part = |length: usize| {
            let digits = parts.next()?;
            (digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        if parts.next().is_some() {
            return None;
        }
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    fn in_calendar(date: NaiveDate) -> Option<Date> {
        (1..=9999).contains(&date.year()).then_some(Date(date))
    }

    /// The date a duration later (earlier, where it is negative), or nothing beyond the calendar. Months are added in
    /// one step and clamped to the last day of the month: 31 January and one month is 28 February.
    pub fn checked_add(self, duration: Duration) -> Option<Date> {
        let size = |amount: i64| amount.unsigned_abs();
        let moved = match duration {
            Duration::Months(n) => {
                let months = Months::new(u32::try_from(size(n)).ok()?);
                if n < 0 { self.0.checked_sub_months(months) } else { self.0.checked_add_months(months) }
            }
            Duration::Days(n) | Duration::Mixed(n) => {
                let days = Days::new(size(n));
                if n < 0 { self.0.checked_sub_days(days) } else { self.0.checked_add_days(days) }
            }
        };
        moved.and_then(Date::in_calendar)
    }

    /// The date a duration earlier, or nothing beyond the calendar.
    pub fn checked_sub(self, duration: Duration) -> Option<Date> {
        self.checked_add(duration.negate()?)
    }

    /// How many days this date is after `earlier`; negative where it is before.
    pub fn days_since(self, earlier: Date) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// Year, month and day of the month.
    pub fn parts(self) -> (i32, u32, u32) {
        (self.0.year(), self.0.month(), self.0.day())
    }
}

/// A day that exists.
const fn edge(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MAX,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A length of time, in whole months or in whole days. A year is 12 months and a week 7 days; months are never turned
/// into days, because how many days they are depends on where they start.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Duration {
    /// Calendar months.
    Months(i64),
    /// Days.
    Days(i64),
    /// The days of a length that is, or may be, made of months and days: it can be compared, and nothing is calculated
    /// with it.
    Mixed(i64),
}

impl Duration {
    /// So many of a unit, or nothing where that is out of range.
    pub fn of(amount: i64, unit: Unit) -> Option<Duration> {
        match unit {
            Unit::Days => Some(Duration::Days(amount)),
            Unit::Weeks => amount.checked_mul(7).map(Duration::Days),
            Unit::Months => Some(Duration::Months(amount)),
            Unit::Years => amount.checked_mul(12).map(Duration::Months),
        }
    }

    /// Reads `3 months`: a whole number and a unit.
    pub fn parse(text: &str) -> Option<Duration> {
        let (amount, unit) = text.trim().split_once(' ')?;
        let digits = !amount.is_empty() && amount.bytes().all(|byte| byte.is_ascii_digit());
        let amount = digits.then(|| amount.parse().ok()).flatten()?;
        Duration::of(amount, Unit::named(unit.trim_start())?)
    }

    /// The duration with the other sign.
    pub fn negate(self) -> Option<Duration> {
        self.map(i64::checked_neg)
    }

    /// The sum of two durations in the same unit; nothing for months and days together, or out of range.
    pub fn checked_add(self, other: Duration) -> Option<Duration> {
        match (self, other) {
            (Duration::Months(a), Duration::Months(b)) => a.checked_add(b).map(Duration::Months),
            (Duration::Days(a), Duration::Days(b)) => a.checked_add(b).map(Duration::Days),
            _ => None,
        }
    }

    /// Whether both are in months, or both in days.
    pub fn same_unit(self, other: Duration) -> bool {
        matches!(
            (self, other),
            (Duration::Months(_), Duration::Months(_)) | (Duration::Days(_), Duration::Days(_))
        )
    }

    /// How many months or days it is, as its unit says.
    pub fn amount(self) -> i64 {
        match self {
            Duration::Months(n) | Duration::Days(n) | Duration::Mixed(n) => n,
        }
    }

    /// The same unit with another amount, where `change` gives one.
    pub fn map(self, change: impl FnOnce(i64) -> Option<i64>) -> Option<Duration> {
        match self {
            Duration::Months(n) => change(n).map(Duration::Months),
            Duration::Days(n) => change(n).map(Duration::Days),
            Duration::Mixed(n) => change(n).map(Duration::Mixed),
        }
    }

    /// The least and the greatest number of days that this duration can be.
    pub fn days(self) -> (i64, i64) {
        match self {
            Duration::Days(n) | Duration::Mixed(n) => (n, n),
            Duration::Months(n) if n < 0 => {
                let (least, most) = days_in_months(n.saturating_neg());
                (most.saturating_neg(), least.saturating_neg())
            }
            Duration::Months(n) => days_in_months(n),
        }
    }
}

/// Durations in one unit are ordered by amount; months and days only where every possible length of the months lies
/// on one side of the days (or is exactly them).
impl PartialOrd for Duration {
    fn partial_cmp(&self, other: &Duration) -> Option<Ordering> {
        if self.same_unit(*other) {
            return Some(self.amount().cmp(&other.amount()));
        }
        let ((a_least, a_most), (b_least, b_most)) = (self.days(), other.days());
        if a_most < b_least {
            Some(Ordering::Less)
        } else if a_least > b_most {
            Some(Ordering::Greater)
        } else {
            (a_least == a_most && b_least == b_most).then_some(Ordering::Equal)
        }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (amount, unit) = match *self {
            Duration::Months(n) if n != 0 && n.checked_rem(12) == Some(0) => {
                (n.checked_div(12).unwrap_or(n), "year")
            }
            Duration::Months(n) => (n, "month"),
            Duration::Days(n) | Duration::Mixed(n) => (n, "day"),
        };
        let plural = if amount == 1 { "" } else { "s" };
        write!(f, "{amount} {unit}{plural}")
    }
}

impl fmt::Debug for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The fewest and the most days in a run of `months` (not negative) calendar months.
fn days_in_months(months: i64) -> (i64, i64) {
    const COMMON_YEAR: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    const FEBRUARY: usize = 1;
    let years = months.checked_div(12).unwrap_or(0);
    let rest = usize::try_from(months.checked_rem(12).unwrap_or(0)).unwrap_or(0);

    let mut extremes: Option<(i64, i64)> = None;
    for start in 0..12_usize {
        // Whole years first, then what is left of a year, which may or may not hold a February.
        let partial = COMMON_YEAR.iter().cycle().skip(start).take(rest);
        let common: i64 = partial.fold(years.saturating_mul(365), |sum, days| sum.saturating_add(*days));
        let has_february = (0..12_usize).cycle().skip(start).take(rest).any(|month| month == FEBRUARY);
        let (least_leaps, most_leaps) = leap_days(years.saturating_add(i64::from(has_february)));
        let (least, most) = (common.saturating_add(least_leaps), common.saturating_add(most_leaps));
        extremes = Some(extremes.map_or((least, most), |(low, high)| (low.min(least), high.max(most))));
    }
    extremes.unwrap_or((0, 0))
}

/// The fewest and the most leap years among `years` consecutive years.
fn leap_days(years: i64) -> (i64, i64) {
    if years <= 7 {
        // From 1897 to 1903 there was none.
        return (0, i64::from(years > 0).saturating_add(i64::from(years > 4)));
    }
    const CYCLE: i64 = 400;
    let leaps_until = |year: i64| {
        let multiples = |of: i64| year.div_euclid(of);
        multiples(4).saturating_sub(multiples(100)).saturating_add(multiples(CYCLE))
    };
    let windows =
        (0..CYCLE).map(|start| leaps_until(start.saturating_add(years)).saturating_sub(leaps_until(start)));
    windows.fold((i64::MAX, 0), |(least, most), leaps| (least.min(leaps), most.max(leaps)))
}

#[cfg(test)]
mod tests {
    use super::{Date, Duration, days_in_months};
    use std::cmp::Ordering;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn months_move_on_the_calendar_in_one_step_and_clamp() {
        for (from, months, to) in [
            ("2026-01-31", 1, "2026-02-28"),
            ("2024-01-31", 1, "2024-02-29"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2026-01-31", 2, "2026-03-31"),
            ("2026-03-31", -1, "2026-02-28"),
            ("2023-05-01", 36, "2026-05-01"),
        ] {
            assert_eq!(date(from).checked_add(Duration::Months(months)), Some(date(to)), "{from} {months}");
        }
        assert_eq!(date("9999-12-01").checked_add(Duration::Months(1)), None);
        assert_eq!(date("2026-01-01").checked_add(Duration::Days(i64::MAX)), None);
    }

    #[test]
    fn months_are_as_long_as_the_calendar_makes_them() {
        for (months, days) in [
            (0, (0, 0)),
            (1, (28, 31)),
            (2, (59, 62)),
            (3, (89, 92)),
            (12, (365, 366)),
            (48, (1460, 1461)),
            (4800, (146_097, 146_097)),
        ] {
            assert_eq!(days_in_months(months), days, "{months} months");
        }
    }

    #[test]
    fn the_lengths_of_months_agree_with_the_calendar_itself() {
        for months in [1, 2, 3, 5, 11, 13, 24, 59, 60, 84, 97, 100, 180] {
            let lengths = (0..4800).map(|start| {
                let from = date("1600-01-01").checked_add(Duration::Months(start)).unwrap();
                from.checked_add(Duration::Months(months)).unwrap().days_since(from)
            });
            let extremes =
                lengths.fold((i64::MAX, 0), |(least, most), days| (least.min(days), most.max(days)));
            assert_eq!(days_in_months(months), extremes, "{months} months");
        }
    }

    #[test]
    fn months_and_days_compare_by_their_possible_lengths() {
        let three_months = Duration::Months(3);
        assert_eq!(three_months.partial_cmp(&Duration::Days(88)), Some(Ordering::Greater));
        assert_eq!(three_months.partial_cmp(&Duration::Days(90)), None);
        assert_eq!(three_months.partial_cmp(&Duration::Days(93)), Some(Ordering::Less));
        assert_eq!(Duration::Months(12).partial_cmp(&Duration::Months(12)), Some(Ordering::Equal));
    }

    #[test]
    fn only_days_that_exist_in_full_form_are_dates() {
        for text in ["2026-02-29", "2026-2-03", "26-02-03", "2026-02-03-", "0000-01-01", "2026-13-01", ""] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
