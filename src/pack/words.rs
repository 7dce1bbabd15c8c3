//! Values in words, as messages print them.

use std::fmt::Display;
use std::ops::Bound;

use super::date::Date;
use super::known::{Absence, Known, Members, Partial, Truth};
use super::number::Number;
use super::range::{Range, end_value};
use super::rule::Pack;
use super::types::{Base, Type};

/// What is known of a value: `95%`, `at least 3 months`, `low or medium`, `not known`.
pub fn value(pack: &Pack, ty: Type, value: &Partial) -> String {
    if value.undefined.is_some() {
        return "not known".to_owned();
    }
    let present = known(pack, ty.base, &value.known);
    match value.absence {
        Absence::Never => present,
        Absence::Surely => "none".to_owned(),
        Absence::Maybe if present == NOT_KNOWN => present,
        Absence::Maybe => format!("{present}, or none"),
    }
}

/// A type as the language calls it: `yesno`, `set of team`, `optional date`, `a row of staff`.
pub fn type_name(pack: &Pack, ty: Type) -> String {
    let optional = if ty.optional { "optional " } else { "" };
    let base = match ty.base {
        Base::YesNo => "yesno",
        Base::Count => "count",
        Base::Number => "number",
        Base::Percent => "percent",
        Base::Date => "date",
        Base::Duration => "duration",
        Base::Text => "text",
        Base::Choice(choice) => &pack.choices[choice].name,
        Base::Set(choice) => return format!("{optional}set of {}", pack.choices[choice].name),
        Base::Row(table) => {
            let article = if ty.optional { "an optional" } else { "a" };
            return format!("{article} row of {}", pack.tables[table].name);
        }
    };
    format!("{optional}{base}")
}

/// A key as references name it: one exact value, written so that no two values of a type are written alike. Nothing for
/// what is not known exactly, and for what no key is made of.
pub fn key(known: &Known) -> Option<String> {
    match known {
        Known::YesNo(Truth::Yes) => Some("yes".to_owned()),
        Known::YesNo(Truth::No) => Some("no".to_owned()),
        Known::Text(text) => text.as_ref().map(ToString::to_string),
        // Numbers of more than six decimals are rounded in words, and would then be alike.
        Known::Number(range) => range.exact().map(|number| match number.to_string() {
            words if words.contains(' ') => format!("{number:?}"),
            decimal => decimal,
        }),
        Known::Date(range) => range.exact().map(|date| date.to_string()),
        Known::Duration(range) => range.exact().map(|duration| duration.to_string()),
        Known::Choice(members) => members.only().map(|member| member.to_string()),
        Known::YesNo(Truth::Unknown) | Known::Set { .. } | Known::Row(_) => None,
    }
}

/// Said of a value of which nothing is known.
pub const NOT_KNOWN: &str = "not known";

fn known(pack: &Pack, base: Base, known: &Known) -> String {
    match known {
        Known::YesNo(Truth::Yes) => "yes".to_owned(),
        Known::YesNo(Truth::No) => "no".to_owned(),
        Known::YesNo(Truth::Unknown) => NOT_KNOWN.to_owned(),
        Known::Number(range) if base == Base::Percent => {
            ordered(natural(base, *range), |number| number.to_percent())
        }
        Known::Number(range) => ordered(natural(base, *range), |number| number.to_string()),
        Known::Date(range) => dates(*range),
        Known::Duration(range) => ordered(*range, |duration| duration.to_string()),
        Known::Text(text) => text.as_deref().unwrap_or(NOT_KNOWN).to_owned(),
        Known::Choice(candidates) => candidates_in_words(pack, base, *candidates),
        Known::Set { includes, excludes } => set_in_words(pack, base, *includes, *excludes),
        Known::Row(_) => NOT_KNOWN.to_owned(),
    }
}

/// The range without the ends that its type has anyway, which say nothing.
fn natural(base: Base, range: Range<Number>) -> Range<Number> {
    if range.exact().is_some() {
        return range;
    }
    let floor = (base != Base::Number).then_some(Bound::Included(Number::ZERO));
    let ceiling = (base == Base::Percent).then_some(Bound::Included(Number::ONE));
    let low = if Some(range.low()) == floor { Bound::Unbounded } else { range.low() };
    let high = if Some(range.high()) == ceiling { Bound::Unbounded } else { range.high() };
    Range::new(low, high).unwrap_or(range)
}

fn ordered<T: Copy + PartialOrd, D: Display>(range: Range<T>, show: impl Fn(T) -> D) -> String {
    if let Some(exact) = range.exact() {
        return show(exact).to_string();
    }
    let low = end_value(range.low()).map(|end| match range.low() {
        Bound::Excluded(_) => format!("more than {}", show(end)),
        _ => format!("at least {}", show(end)),
    });
    let high = end_value(range.high()).map(|end| match range.high() {
        Bound::Excluded(_) => format!("less than {}", show(end)),
        _ => format!("at most {}", show(end)),
    });
    match (low, high) {
        (None, None) => NOT_KNOWN.to_owned(),
        (Some(end), None) | (None, Some(end)) => end,
        (Some(low), Some(high)) => format!("{low} and {high}"),
    }
}

/// `2026-06-10`, `2026-06-10 or later`, `2026-01-01 or later, but before 2026-06-10`
fn dates(range: Range<Date>) -> String {
    if let Some(exact) = range.exact() {
        return exact.to_string();
    }
    let low = match range.low() {
        Bound::Included(day) => Some(format!("{day} or later")),
        Bound::Excluded(day) => Some(format!("after {day}")),
        Bound::Unbounded => None,
    };
    let high = match range.high() {
        Bound::Included(day) => Some(format!("{day} or earlier")),
        Bound::Excluded(day) => Some(format!("before {day}")),
        Bound::Unbounded => None,
    };
    match (low, high) {
        (None, None) => NOT_KNOWN.to_owned(),
        (Some(end), None) | (None, Some(end)) => end,
        (Some(low), Some(high)) => format!("{low}, but {high}"),
    }
}

fn candidates_in_words(pack: &Pack, base: Base, candidates: Members) -> String {
    if candidates == pack.members(base) && candidates.only().is_none() {
        return NOT_KNOWN.to_owned();
    }
    list(&names(pack, base, candidates), "or")
}

fn set_in_words(pack: &Pack, base: Base, includes: Members, excludes: Members) -> String {
    let all = pack.members(base);
    let included = names(pack, base, includes);
    if includes.union(excludes).covers(all) {
        return if included.is_empty() { "nothing".to_owned() } else { list(&included, "and") };
    }
    let excluded = names(pack, base, excludes);
    match (included.is_empty(), excluded.is_empty()) {
        (true, true) => NOT_KNOWN.to_owned(),
        (false, true) => format!("at least {}", list(&included, "and")),
        (true, false) => format!("not {}", list(&excluded, "or")),
        (false, false) => format!("at least {}, but not {}", list(&included, "and"), list(&excluded, "or")),
    }
}

fn names(pack: &Pack, base: Base, members: Members) -> Vec<&str> {
    let Some(choice) = base.choice() else { return Vec::new() };
    let all = &pack.choices[choice].members;
    all.iter()
        .enumerate()
        .filter(|(index, _)| members.covers(Members::one(*index)))
        .map(|(_, name)| name.as_str())
        .collect()
}

/// `a`, `a or b`, `a, b or c`
pub fn list(items: &[&str], conjunction: &str) -> String {
    match items {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} {conjunction} {last}", first.join(", ")),
    }
}
