//! `cite`: where a document says so.

use super::Cite;
use super::context::Sources;
use super::error::{NameError, SupportError};
use crate::document::field::{table, text};
use crate::document::{Item, Mistakes, Node};

/// The places that a `cite` names: a line or paragraph of the assessment's own source, `{ source, at }` for another
/// document, or a list of these.
pub(super) fn cites(item: Item, sources: &Sources, errors: &mut Mistakes) -> Option<Vec<Cite>> {
    match item.value.node {
        Node::List(_) => {
            let parts: Vec<_> = item.into_parts()?.map(|part| cites(part, sources, errors)).collect();
            parts.into_iter().collect::<Option<Vec<_>>>().map(|cites| cites.concat())
        }
        Node::Table(_) => of_other_source(item, sources, errors),
        _ => of_own_source(item, sources, errors),
    }
}

fn of_own_source(item: Item, sources: &Sources, errors: &mut Mistakes) -> Option<Vec<Cite>> {
    let span = item.span();
    let at = place(item, errors)?;
    let Some(source) = sources.own.clone() else {
        errors.push(SupportError::CiteWithoutSource { span });
        return None;
    };
    Some(vec![Cite { source, at }])
}

fn of_other_source(item: Item, sources: &Sources, errors: &mut Mistakes) -> Option<Vec<Cite>> {
    let mut table = table(item, errors)?;
    let source = table.required("source", |item, errors| source(item, sources, errors), errors);
    let places = table.required("at", places, errors);
    table.finish(errors);
    let source = source?;
    Some(places?.into_iter().map(|at| Cite { source: source.clone(), at }).collect())
}

fn source(item: Item, sources: &Sources, errors: &mut Mistakes) -> Option<String> {
    let span = item.span();
    let source = text(item, errors)?;
    if !sources.ids.contains(&source) {
        errors.push(NameError::Source { id: &source, span, known: &sources.ids });
        return None;
    }
    Some(source)
}

fn places(item: Item, errors: &mut Mistakes) -> Option<Vec<String>> {
    if !matches!(item.value.node, Node::List(_)) {
        return place(item, errors).map(|place| vec![place]);
    }
    let places: Vec<_> = item.into_parts()?.map(|part| place(part, errors)).collect();
    places.into_iter().collect()
}

fn place(item: Item, errors: &mut Mistakes) -> Option<String> {
    item.read("a line number, or a place in quotes such as `\"4.2\"`", errors, |node| match node {
        Node::Number(line) if line.bytes().all(|byte| byte.is_ascii_digit()) => Some(line.clone()),
        Node::Text(place) if !place.trim().is_empty() => Some(place.clone()),
        _ => None,
    })
}
