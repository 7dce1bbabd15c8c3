//! `[claims]`: what the body says of recommendations and requirements.

use std::collections::BTreeMap;

use super::context::Context;
use super::error::NameError;
use super::{Claim, ClaimStatus, Rag, cite};
use crate::document::field::{table, text, word};
use crate::document::{Item, Mistakes, Node as TomlNode, Table, Value};
use crate::pack::field::date;
use crate::pack::rule::Node;
use crate::source::Span;

/// The claims, in the order of the file.
pub(super) fn read(item: Option<Item>, context: &Context<'_>, errors: &mut Mistakes) -> Vec<Claim> {
    let table = item.and_then(|item| table(item, errors));
    let items = table.into_iter().flat_map(Table::into_items).flat_map(apart);
    let mut first: BTreeMap<Node, Span> = BTreeMap::new();
    let mut claims = Vec::new();
    for item in items {
        let Some(of) = claimed(&item, context, errors) else { continue };
        let (id, span) = (item.name.clone(), item.span());
        if let Some(first) = first.insert(of, item.key_span) {
            errors.push(NameError::Repeated { what: "the claim of", id: &id, span, first });
        }
        claims.extend(claim(of, item, context, errors));
    }
    claims
}

/// `R6.1 = …` without quotes is to TOML a table `R6` with a key `1`, and means the same as `"R6.1" = …`. This takes
/// such tables apart: the claims of the requirements, and what is left as the claim of the recommendation.
fn apart(item: Item) -> Vec<Item> {
    let TomlNode::Table(table) = item.value.node else { return vec![item] };
    let table_span = table.span;
    let is_number = |item: &Item| item.name.bytes().all(|byte| byte.is_ascii_digit());
    let (numbered, rest): (Vec<Item>, Vec<Item>) = table.into_items().partition(is_number);

    let mut items: Vec<Item> = Vec::new();
    if numbered.is_empty() || !rest.is_empty() {
        let rest = TomlNode::Table(Table::new(table_span, rest));
        let value = Value { node: rest, span: item.value.span };
        items.push(Item { name: item.name.clone(), key_span: item.key_span, value });
    }
    items.extend(
        numbered.into_iter().map(|part| Item { name: format!("{}.{}", item.name, part.name), ..part }),
    );
    items
}

fn claimed(item: &Item, context: &Context<'_>, errors: &mut Mistakes) -> Option<Node> {
    let nodes = &context.names.nodes;
    let of = nodes.get(&item.name).copied();
    if of.is_none() {
        let (id, span) = (&item.name, item.key_span);
        errors.push(NameError::Node { id, span, known: context.names.node_ids() });
    }
    of
}

fn claim(of: Node, item: Item, context: &Context<'_>, errors: &mut Mistakes) -> Option<Claim> {
    let span = item.span();
    if !matches!(item.value.node, TomlNode::Table(_)) {
        let status = status(item, errors)?;
        return Some(Claim { of, status, on: None, rag: None, cites: Vec::new(), note: None, span });
    }
    let mut table = table(item, errors)?;
    let status = table.required("status", status, errors);
    let on = table.optional("on", date, errors);
    let rag = table.optional("rag", word(&Rag::ALL, Rag::name), errors);
    let cites = table.optional("cite", |item, errors| cite::cites(item, &context.sources, errors), errors);
    let note = table.optional("note", text, errors);
    table.finish(errors);
    Some(Claim { of, status: status?, on, rag, cites: cites.unwrap_or_default(), note, span })
}

fn status(item: Item, errors: &mut Mistakes) -> Option<ClaimStatus> {
    word(&ClaimStatus::ALL, ClaimStatus::name)(item, errors)
}
