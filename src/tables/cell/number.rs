//! Counts, numbers and percents.

use crate::pack::Number;
use crate::tables::mistake::Wrong;

/// Characters by which programs and people part thousands; a comma may also stand for the decimal point.
const SEPARATORS: [char; 6] = [',', '\'', '’', ' ', '\u{a0}', '\u{202f}'];

pub(super) fn count(text: &str) -> Result<Number, Wrong> {
    any(text).and_then(|number| {
        let counts = number.whole().is_some() && !number.is_negative();
        counts.then_some(number).ok_or(Wrong::Shape)
    })
}

/// A number, perhaps with a sign.
pub(super) fn any(text: &str) -> Result<Number, Wrong> {
    let size = text.strip_prefix(['-', '+']).unwrap_or(text);
    let number = Number::parse(size);
    let number = if text.starts_with('-') { number.and_then(Number::negate) } else { number };
    number.ok_or_else(|| what_is_wrong(size))
}

/// A number from 0 to 100 with a percent sign.
pub(super) fn percent(text: &str) -> Result<Number, Wrong> {
    match text.strip_suffix('%') {
        None if any(text).is_ok() => Err(Wrong::BarePercent),
        None => Err(Wrong::Shape),
        Some(hundredths) => {
            let hundredths = any(hundredths.trim_end())?;
            let percent = hundredths.percent().ok_or(Wrong::TooLong)?;
            (Number::ZERO..=Number::ONE).contains(&percent).then_some(percent).ok_or(Wrong::Shape)
        }
    }
}

fn what_is_wrong(size: &str) -> Wrong {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = |text: &str| {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        digits(whole) && digits(decimals)
    };
    if is_plain(size) {
        return Wrong::TooLong;
    }
    if let Some((number, exponent)) = size.split_once(['e', 'E'])
        && is_plain(number)
        && digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))
    {
        return Wrong::Shortened;
    }
    let is_separated = size.starts_with(|c: char| c.is_ascii_digit())
        && size.chars().all(|c| c.is_ascii_digit() || c == '.' || SEPARATORS.contains(&c));
    if is_separated { Wrong::Separated } else { Wrong::Shape }
}
