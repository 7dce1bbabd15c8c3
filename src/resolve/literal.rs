//! Literals: what is written to its exact value.

use std::sync::Arc;

use super::error::TypeError;
use crate::pack::{Base, Date, Duration, Known, Number, Range};
use crate::syntax::ast::{Literal, LiteralKind};
use crate::vocabulary::Unit;

/// The value of a literal and its type. A whole number is a count; it fits wherever a number does.
pub(super) fn value(literal: &Literal) -> Result<(Known, Base), TypeError> {
    Ok(match &literal.kind {
        LiteralKind::Number(digits) => {
            let base = if digits.contains('.') { Base::Number } else { Base::Count };
            (Known::Number(Range::exactly(number(digits)?)), base)
        }
        LiteralKind::Percent(digits) => {
            let out_of_range = || TypeError::NumberRange(digits.clone());
            let fraction = number(digits)?.percent().ok_or_else(out_of_range)?;
            (Known::Number(Range::exactly(fraction)), Base::Percent)
        }
        LiteralKind::Date(text) => (Known::Date(Range::exactly(date(text)?)), Base::Date),
        LiteralKind::Duration(digits, unit) => {
            (Known::Duration(Range::exactly(duration(digits, *unit)?)), Base::Duration)
        }
        LiteralKind::Text(text) => (Known::Text(Some(Arc::from(text.as_str()))), Base::Text),
    })
}

/// The date of a literal that must be one; nothing where it is a literal of another kind.
pub(super) fn as_date(literal: &Literal) -> Option<Result<Date, TypeError>> {
    match &literal.kind {
        LiteralKind::Date(text) => Some(date(text)),
        _ => None,
    }
}

/// The duration of a literal that must be one; nothing where it is a literal of another kind.
pub(super) fn as_duration(literal: &Literal) -> Option<Result<Duration, TypeError>> {
    match &literal.kind {
        LiteralKind::Duration(digits, unit) => Some(duration(digits, *unit)),
        _ => None,
    }
}

fn number(digits: &str) -> Result<Number, TypeError> {
    Number::parse(digits).ok_or_else(|| TypeError::NumberRange(digits.to_string()))
}

fn date(text: &str) -> Result<Date, TypeError> {
    Date::parse(text).ok_or_else(|| TypeError::NoSuchDate(text.to_string()))
}

fn duration(digits: &str, unit: Unit) -> Result<Duration, TypeError> {
    let duration = digits.parse().ok().and_then(|amount| Duration::of(amount, unit));
    duration.ok_or_else(|| TypeError::DurationRange(digits.to_string()))
}
