//! Values by the type of the fact that they answer.

use std::ops::Bound;
use std::sync::Arc;

use super::error::StatementProblem;
use super::statement::Asked;
use crate::document::{Item, Mistakes, Node};
use crate::pack::{Base, Date, Duration, Known, Members, Number, Range};

/// A value as it may be stated: an exact one, or a percent in words, of which `most` and `some` are ranges.
pub(super) fn stated(item: Item, asked: &Asked<'_>, errors: &mut Mistakes) -> Option<Known> {
    if let (Base::Percent, Node::Text(word)) = (asked.ty.base, &item.value.node)
        && let Some(range) = percent_in_words(word)
    {
        return Some(Known::Number(range));
    }
    exact(item, asked, errors)
}

/// One exact value of the type that is asked for.
pub(super) fn exact(item: Item, asked: &Asked<'_>, errors: &mut Mistakes) -> Option<Known> {
    match asked.ty.base {
        Base::YesNo => item.read("`true`, `false`, `\"yes\"` or `\"no\"`", errors, yes_no),
        Base::Count => item.read("a whole number without quotes, such as `41`", errors, count),
        Base::Number => item.read("a number without quotes, such as `2.5`", errors, any_number),
        Base::Percent => percent(&item, asked, errors),
        Base::Date => item.read("a date such as `2026-10-31`", errors, date),
        Base::Duration => item.read("a duration in quotes, such as `\"3 months\"`", errors, duration),
        Base::Text => item.read("a text in quotes", errors, text),
        Base::Choice(_) => member(&item, asked, errors).map(|member| Known::Choice(Members::one(member))),
        Base::Set(_) => members(item, asked, errors).map(Known::exact_set),
        Base::Row(_) => {
            item.reject("a value that can be written down, which a row of a table cannot", errors);
            None
        }
    }
}

/// The members that a list names.
pub(super) fn members(item: Item, asked: &Asked<'_>, errors: &mut Mistakes) -> Option<Members> {
    if !matches!(item.value.node, Node::List(_)) {
        item.reject("a list in square brackets", errors);
    }
    let members: Vec<_> = item.into_parts()?.map(|part| member(&part, asked, errors)).collect();
    members.into_iter().try_fold(Members::NONE, |all, member| Some(all.union(Members::one(member?))))
}

fn member(item: &Item, asked: &Asked<'_>, errors: &mut Mistakes) -> Option<usize> {
    let members = asked.choice.map(|choice| choice.members.as_slice()).unwrap_or_default();
    item.read_word(members.iter().map(String::as_str), errors)
}

fn yes_no(node: &Node) -> Option<Known> {
    let yes = match node {
        Node::Bool(yes) => *yes,
        Node::Text(word) if word == "yes" => true,
        Node::Text(word) if word == "no" => false,
        _ => return None,
    };
    Some(Known::YesNo(yes.into()))
}

fn any_number(node: &Node) -> Option<Known> {
    number(node).map(|number| Known::Number(Range::exactly(number)))
}

fn count(node: &Node) -> Option<Known> {
    let count = number(node).filter(|number| number.whole().is_some() && !number.is_negative())?;
    Some(Known::Number(Range::exactly(count)))
}

fn number(node: &Node) -> Option<Number> {
    let Node::Number(written) = node else { return None };
    match written.strip_prefix('-') {
        Some(size) => Number::parse(size)?.negate(),
        None => Number::parse(written.strip_prefix('+').unwrap_or(written)),
    }
}

fn percent(item: &Item, asked: &Asked<'_>, errors: &mut Mistakes) -> Option<Known> {
    if let Node::Number(number) = &item.value.node {
        asked.report(StatementProblem::BarePercent { number }, item.span(), errors);
        return None;
    }
    item.read("a percent in quotes from `\"0%\"` to `\"100%\"`", errors, |node| {
        let Node::Text(written) = node else { return None };
        let hundredths = Number::parse(written.strip_suffix('%')?.trim_end())?;
        let percent = hundredths.percent().filter(|percent| *percent <= Number::ONE)?;
        Some(Known::Number(Range::exactly(percent)))
    })
}

fn percent_in_words(word: &str) -> Option<Range<Number>> {
    match word {
        "all" => Some(Range::exactly(Number::ONE)),
        "most" => Range::new(Bound::Excluded(Number::HALF), Bound::Included(Number::ONE)),
        "some" => Range::new(Bound::Excluded(Number::ZERO), Bound::Included(Number::ONE)),
        "none" => Some(Range::exactly(Number::ZERO)),
        _ => None,
    }
}

fn date(node: &Node) -> Option<Known> {
    match node {
        Node::Date(date) | Node::Text(date) => {
            Date::parse(date).map(|date| Known::Date(Range::exactly(date)))
        }
        _ => None,
    }
}

fn duration(node: &Node) -> Option<Known> {
    match node {
        Node::Text(written) => {
            Duration::parse(written).map(|duration| Known::Duration(Range::exactly(duration)))
        }
        _ => None,
    }
}

fn text(node: &Node) -> Option<Known> {
    match node {
        Node::Text(text) => Some(Known::Text(Some(Arc::from(text.as_str())))),
        _ => None,
    }
}
