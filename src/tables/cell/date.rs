//! Dates, and what else people and programs write for them.

use crate::pack::Date;
use crate::tables::mistake::Wrong;

/// `2026-10-31`, with or without midnight behind it.
pub(super) fn read(text: &str) -> Result<Date, Wrong> {
    let (day, time) = text.split_at_checked(10).unwrap_or((text, ""));
    match Date::parse(day) {
        Some(date) if time.is_empty() || is_midnight(time) => Ok(date),
        Some(date) if time.starts_with([' ', 'T']) => Err(Wrong::TimeOfDay(date)),
        Some(_) => Err(Wrong::Shape),
        None => Err(what_is_wrong(text)),
    }
}

/// ` 00:00:00` as databases write it behind a date that has no time.
fn is_midnight(text: &str) -> bool {
    let time = text.strip_prefix([' ', 'T']).unwrap_or_default();
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let is_zero = !fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0');
    matches!(time, "00:00" | "00:00:00") && is_zero
}

fn what_is_wrong(text: &str) -> Wrong {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if digits(text) {
        return Wrong::DayNumber;
    }
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = day.splitn(4, ['/', '.', '-']).collect();
    let [first, second, third] = parts.as_slice() else { return Wrong::Shape };
    if ![first, second, third].into_iter().all(|part| digits(part)) {
        return Wrong::Shape;
    }
    let date = |year: &str, month: &str, day: &str| {
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    };
    let of_four = |part: &str| part.len() == 4;
    if of_four(first) {
        return date(first, second, third).map_or(Wrong::NoSuchDay, Wrong::Order);
    }
    if !of_four(third) {
        return Wrong::Shape;
    }
    match (date(third, second, first), date(third, first, second)) {
        (Some(date), None) | (None, Some(date)) => Wrong::Order(date),
        (Some(date), Some(other)) if date == other => Wrong::Order(date),
        (Some(_), Some(_)) => Wrong::DayOrMonth,
        (None, None) => Wrong::NoSuchDay,
    }
}
