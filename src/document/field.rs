//! Readers of single values: each makes something of an [`Item`] or reports what it expected.

use std::collections::BTreeMap;

use super::error::DocumentError;
use super::{Item, Mistakes, Node, Table};
use crate::source::Span;

/// A text that says something.
pub fn text(item: Item, errors: &mut Mistakes) -> Option<String> {
    item.read("a text in quotes that is not empty", errors, |node| match node {
        Node::Text(text) if !text.trim().is_empty() => Some(text.clone()),
        _ => None,
    })
}

/// A name in snake case: lower-case letters, digits and `_`, a letter first.
pub fn name(item: Item, errors: &mut Mistakes) -> Option<String> {
    item.read(
        "a name of lower-case letters, digits and `_` in quotes, such as `\"a_name\"`",
        errors,
        |node| match node {
            Node::Text(text) if is_snake_case(text) => Some(text.clone()),
            _ => None,
        },
    )
}

/// A whole number that is not negative.
pub fn whole(item: Item, errors: &mut Mistakes) -> Option<u32> {
    item.read("a whole number", errors, |node| match node {
        Node::Number(digits) => digits.parse().ok(),
        _ => None,
    })
}

/// `true` or `false`.
pub fn flag(item: Item, errors: &mut Mistakes) -> Option<bool> {
    item.read("`true` or `false`", errors, |node| match node {
        Node::Bool(flag) => Some(*flag),
        _ => None,
    })
}

/// One of a few words.
pub fn word<T: Copy>(
    words: &[T],
    spell: impl Fn(T) -> &'static str,
) -> impl FnOnce(Item, &mut Mistakes) -> Option<T> {
    move |item, errors| {
        let place = item.read_word(words.iter().map(|word| spell(*word)), errors)?;
        words.get(place).copied()
    }
}

/// Different names, with their places.
pub fn names(item: Item, errors: &mut Mistakes) -> Option<Vec<(String, Span)>> {
    let mut names: BTreeMap<String, Span> = BTreeMap::new();
    list_of(|part: Item, errors| {
        let span = part.value.span;
        let name = name(part, errors)?;
        if let Some(first) = names.insert(name.clone(), span) {
            let first = Some(first);
            errors.push(DocumentError::Duplicate { key: &name, again: span, first, dotted: false });
        }
        Some((name, span))
    })(item, errors)
}

/// A list whose parts are all read in the same way; nothing where any of them cannot be read.
pub fn list_of<T>(
    mut read: impl FnMut(Item, &mut Mistakes) -> Option<T>,
) -> impl FnOnce(Item, &mut Mistakes) -> Option<Vec<T>> {
    move |item, errors| {
        item.read("a list in square brackets", errors, |node| matches!(node, Node::List(_)).then_some(()))?;
        let parts: Vec<Option<T>> = item.into_parts()?.map(|part| read(part, errors)).collect();
        parts.into_iter().collect()
    }
}

/// A table, which takes the item's name.
pub fn table(item: Item, errors: &mut Mistakes) -> Option<Table> {
    if !matches!(item.value.node, Node::Table(_)) {
        item.reject("a table", errors);
    }
    let Node::Table(table) = item.value.node else { return None };
    Some(Table { name: item.name, ..table })
}

/// Tables of which there may be several, each under a header in double brackets.
pub fn tables(item: Item, errors: &mut Mistakes) -> Vec<Table> {
    if !matches!(item.value.node, Node::List(_)) {
        item.reject("one or more tables, each under a header in double brackets", errors);
    }
    item.into_parts().into_iter().flatten().filter_map(|part| table(part, errors)).collect()
}

fn is_snake_case(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
