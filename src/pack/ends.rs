//! What is known of a measured fact as two ends, exactly, in text: how files of results and records of measured facts
//! have it. What is written reads back as the same.

use std::ops::Bound;
use std::sync::Arc;

use super::date::{Date, Duration};
use super::expr::ExprKind;
use super::known::{Absence, Known, Members, Partial, Truth, Undefined};
use super::number::Number;
use super::range::Range;
use super::rule::{Fact, Pack};
use super::types::{Base, Type};
use super::{Id, words};
use crate::vocabulary::QuantifierKind;

/// Said of what surely has no value, and of an end that may have none.
const NONE: &str = "none";
/// Said of what is surely absent, and of an end that may be.
const ABSENT: &str = "absent";
/// Stands before an end that is itself not possible.
const BEYOND: &str = "beyond ";

/// Why two texts say nothing of a fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unreadable {
    /// This end, the lower (0) or the upper (1), is no value of the fact's type.
    NoValue(usize),
    /// No value lies between the two.
    Reversed,
}

/// The lower and the upper end; empty where there is none.
pub fn write(pack: &Pack, ty: Type, value: &Partial) -> [String; 2] {
    if value.undefined == Some(Undefined::Sample) {
        // What a sample says of the rest of the records is nothing.
        let unknown = Partial::unknown(ty, pack.members(ty.base));
        return write(pack, ty, &Partial { undefined: Some(Undefined::PerhapsNoRows), ..unknown });
    }
    let ends = match value.absence {
        Absence::Surely => [ABSENT; 2].map(str::to_owned),
        Absence::Maybe => known(pack, ty.base, &value.known).map(|end| or(end, ABSENT)),
        Absence::Never => known(pack, ty.base, &value.known),
    };
    match value.undefined {
        None => ends,
        Some(Undefined::NoRows) => [NONE; 2].map(str::to_owned),
        Some(_) => ends.map(|end| or(end, NONE)),
    }
}

fn or(end: String, word: &str) -> String {
    if end.is_empty() { format!("or {word}") } else { format!("{end} or {word}") }
}

fn known(pack: &Pack, base: Base, known: &Known) -> [String; 2] {
    match known {
        Known::YesNo(Truth::Yes) => ["yes"; 2].map(str::to_owned),
        Known::YesNo(Truth::No) => ["no"; 2].map(str::to_owned),
        Known::YesNo(Truth::Unknown) => ["no", "yes"].map(str::to_owned),
        Known::Number(range) => both(*range, number),
        Known::Date(range) => both(*range, |date| date.to_string()),
        Known::Duration(range) => both(*range, length),
        Known::Text(text) => {
            [text.as_deref().filter(|text| is_plain(text)).unwrap_or_default(); 2].map(str::to_owned)
        }
        Known::Choice(candidates) if *candidates == pack.members(base) => [const { String::new() }; 2],
        Known::Choice(candidates) => [*candidates; 2].map(|end| members(pack, base, end)),
        Known::Set { includes, excludes } => {
            [*includes, pack.members(base).without(*excludes)].map(|end| members(pack, base, end))
        }
        Known::Row(_) => [const { String::new() }; 2],
    }
}

/// Whether a text cannot be taken for anything else that an end may be. Of another nothing is written, as nothing known
/// can mislead nobody.
fn is_plain(text: &str) -> bool {
    let reads_otherwise =
        [NONE, ABSENT].iter().any(|word| text == *word || text.ends_with(&format!("or {word}")));
    !reads_otherwise && text.trim() == text
}

fn both<T: Copy + PartialOrd>(range: Range<T>, write: impl Fn(T) -> String) -> [String; 2] {
    [range.low(), range.high()].map(|end| match end {
        Bound::Included(end) => write(end),
        Bound::Excluded(end) => format!("{BEYOND}{}", write(end)),
        Bound::Unbounded => String::new(),
    })
}

fn number(number: Number) -> String {
    match number.parts() {
        (whole, 1) => whole.to_string(),
        (numerator, denominator) => format!("{numerator}/{denominator}"),
    }
}

fn length(length: Duration) -> String {
    match length {
        Duration::Months(months) => format!("{months} months"),
        Duration::Days(days) => format!("{days} days"),
        Duration::Mixed(days) => format!("{days} mixed days"),
    }
}

/// Names with `;` between them, as in the cells of a set. The last has one behind it where it alone would be another word.
fn members(pack: &Pack, base: Base, of: Members) -> String {
    let names = names(pack, base);
    let found: Vec<&str> = of.indexes().filter_map(|at| names.get(at)).map(String::as_str).collect();
    match found.as_slice() {
        [] => ";".to_owned(),
        [NONE | ABSENT] => format!("{};", found.concat()),
        _ => found.join(";"),
    }
}

fn names(pack: &Pack, base: Base) -> &[String] {
    base.choice().map(|choice| pack.choices[choice].members.as_slice()).unwrap_or_default()
}

/// What two ends say of a measured fact. A share lies between 0 and 1; what else is measured has the bounds of counts and
/// no others.
///
/// # Errors
/// Which of them is no end of the fact's type, or that no value lies between them.
pub fn read(pack: &Pack, fact: Id<Fact>, ends: [&str; 2]) -> Result<Partial, Unreadable> {
    let ty = pack.facts[fact].ty;
    let nothing_known = Partial::unknown(ty, pack.members(ty.base));
    let ([low, high], lack) = strip(ends, NONE)?;
    let undefined = match lack {
        Lack::No => None,
        Lack::Surely => return Ok(Partial { undefined: Some(Undefined::NoRows), ..nothing_known }),
        Lack::Perhaps => Some(Undefined::PerhapsNoRows),
    };
    let ([low, high], lack) = strip([low, high], ABSENT)?;
    let absence = match lack {
        Lack::No => Absence::Never,
        _ if !ty.optional => return Err(Unreadable::NoValue(0)),
        Lack::Surely => return Ok(Partial { absence: Absence::Surely, undefined, ..nothing_known }),
        Lack::Perhaps => Absence::Maybe,
    };
    let known = between(pack, ty.base, [low, high])?;
    let known = natural(pack, fact).map_or(Some(known.clone()), |natural| known.intersect(&natural));
    Ok(Partial { known: known.ok_or(Unreadable::NoValue(0))?, absence, undefined })
}

/// What lies within the bounds of a fact's type: a measured percent has none, unless it is a share.
fn natural(pack: &Pack, fact: Id<Fact>) -> Option<Known> {
    let Fact { ty, measured, .. } = &pack.facts[fact];
    let is_share = matches!(
        measured.as_ref().map(|expr| &expr.kind),
        Some(ExprKind::Quantifier(quantifier)) if quantifier.kind == QuantifierKind::Share
    );
    (ty.base != Base::Percent || is_share).then(|| Known::unknown(ty.base, pack.members(ty.base)))
}

/// Whether there is no value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lack {
    No,
    Perhaps,
    Surely,
}

/// Takes a word for what is not there off both ends: it stands at both, or at neither.
fn strip<'e>(ends: [&'e str; 2], word: &str) -> Result<([&'e str; 2], Lack), Unreadable> {
    let strip_end = |end: &'e str| match end.strip_suffix(word).and_then(|end| end.strip_suffix("or ")) {
        _ if end == word => ("", Lack::Surely),
        Some("") => ("", Lack::Perhaps),
        Some(rest) if rest.ends_with(' ') => (rest.trim_end(), Lack::Perhaps),
        _ => (end, Lack::No),
    };
    let [(low, low_lack), (high, high_lack)] = ends.map(strip_end);
    if low_lack == high_lack { Ok(([low, high], low_lack)) } else { Err(Unreadable::NoValue(1)) }
}

fn between(pack: &Pack, base: Base, ends: [&str; 2]) -> Result<Known, Unreadable> {
    let [low, high] = ends;
    let unknown = Known::unknown(base, pack.members(base));
    match base {
        Base::YesNo => match ends {
            ["yes", "yes"] => Ok(Known::YesNo(Truth::Yes)),
            ["no", "no"] => Ok(Known::YesNo(Truth::No)),
            ["no", "yes"] | ["", ""] => Ok(Known::YesNo(Truth::Unknown)),
            ["yes", "no"] => Err(Unreadable::Reversed),
            ["yes" | "no", _] => Err(Unreadable::NoValue(1)),
            _ => Err(Unreadable::NoValue(0)),
        },
        Base::Count => {
            range(ends, |end| read_number(end).filter(|number| is_count(*number))).map(Known::Number)
        }
        Base::Number => range(ends, read_number).map(Known::Number),
        Base::Percent => range(ends, read_percent).map(Known::Number),
        Base::Date => range(ends, Date::parse).map(Known::Date),
        Base::Duration => range(ends, read_length).map(Known::Duration),
        _ if low.is_empty() && high.is_empty() => Ok(unknown),
        Base::Text if low == high => Ok(Known::Text(Some(Arc::from(low)))),
        Base::Choice(_) => {
            let candidates = read_members(pack, base, low).filter(|members| !members.is_empty());
            let candidates = candidates.ok_or(Unreadable::NoValue(0))?;
            if low == high { Ok(Known::Choice(candidates)) } else { Err(Unreadable::NoValue(1)) }
        }
        Base::Set(_) => {
            let includes = read_members(pack, base, low).ok_or(Unreadable::NoValue(0))?;
            let may_include = read_members(pack, base, high).ok_or(Unreadable::NoValue(1))?;
            let excludes = pack.members(base).without(may_include);
            match (may_include.covers(includes), includes == may_include) {
                (false, _) => Err(Unreadable::Reversed),
                (true, true) => Ok(Known::exact_set(includes)),
                (true, false) => Ok(Known::Set { includes, excludes }),
            }
        }
        Base::Text | Base::Row(_) => Err(Unreadable::NoValue(1)),
    }
}

fn is_count(number: Number) -> bool {
    number.whole().is_some() && !number.is_negative()
}

fn range<T: Copy + PartialOrd>(
    ends: [&str; 2],
    read: impl Fn(&str) -> Option<T>,
) -> Result<Range<T>, Unreadable> {
    let mut bounds = [Bound::Unbounded; 2];
    for (at, (end, bound)) in
        ends.into_iter().zip(&mut bounds).enumerate().filter(|(_, (end, _))| !end.is_empty())
    {
        let value = read(end.strip_prefix(BEYOND).unwrap_or(end)).ok_or(Unreadable::NoValue(at))?;
        *bound = if end.starts_with(BEYOND) { Bound::Excluded(value) } else { Bound::Included(value) };
    }
    let [low, high] = bounds;
    Range::new(low, high).ok_or(Unreadable::Reversed)
}

/// `17`, `-3`, `12.600`, `19/20`
fn read_number(text: &str) -> Option<Number> {
    let (negative, size) = text.strip_prefix('-').map_or((false, text), |size| (true, size));
    let number = match size.split_once('/') {
        None => Number::parse(size)?,
        Some((part, whole)) => {
            let whole_number = |text: &str| Number::parse(text).filter(|_| !text.contains('.'));
            whole_number(part)?.checked_div(whole_number(whole)?)?
        }
    };
    if negative { number.negate() } else { Some(number) }
}

/// The same, or `97.5%`
fn read_percent(text: &str) -> Option<Number> {
    match text.strip_suffix('%') {
        Some(hundredths) => read_number(hundredths.trim_end())?.percent(),
        None => read_number(text),
    }
}

/// `15 days`, `-3 months`, `40 mixed days`
fn read_length(text: &str) -> Option<Duration> {
    let (negative, size) = text.strip_prefix('-').map_or((false, text), |size| (true, size));
    let length = match size.strip_suffix(" mixed days") {
        Some(days) => Duration::Mixed(Duration::parse(&format!("{days} days"))?.amount()),
        None => Duration::parse(size)?,
    };
    if negative { length.negate() } else { Some(length) }
}

fn read_members(pack: &Pack, base: Base, text: &str) -> Option<Members> {
    let names = names(pack, base);
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    let found = parts.map(|part| names.iter().position(|name| name == part).map(Members::one));
    let members = found.collect::<Option<Vec<Members>>>()?.into_iter().fold(Members::NONE, Members::union);
    (!text.is_empty()).then_some(members)
}

/// What an end of a fact's type may be, in words.
pub fn expected(pack: &Pack, fact: Id<Fact>) -> String {
    let ty = pack.facts[fact].ty;
    let value = match ty.base {
        Base::YesNo => "`yes` or `no`".to_owned(),
        Base::Count => "a whole number such as `17`".to_owned(),
        Base::Number => "a number such as `12.5` or `25/2`".to_owned(),
        Base::Percent if natural(pack, fact).is_some() => "a share such as `19/20` or `95%`".to_owned(),
        Base::Percent => "a number such as `19/20` or `95%`".to_owned(),
        Base::Date => "a date such as `2026-10-31`".to_owned(),
        Base::Duration => "a length such as `15 days` or `3 months`".to_owned(),
        Base::Text => "the same text at both ends".to_owned(),
        Base::Choice(_) | Base::Set(_) => {
            let known: Vec<String> = names(pack, ty.base).iter().map(|name| format!("`{name}`")).collect();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            format!("names of {} with `;` between them", words::list(&known, "and"))
        }
        Base::Row(_) => "nothing".to_owned(),
    };
    if ty.optional { format!("{value}, or `{ABSENT}`") } else { value }
}
