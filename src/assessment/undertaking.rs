//! `[[departure]]` and `[[action]]`: what the body does instead of a requirement, and what it will do about a gap.

use std::collections::BTreeMap;

use super::context::Context;
use super::error::{NameError, SupportError};
use super::evidence::EvidenceList;
use super::{Action, Departure};
use crate::document::field::{tables, text};
use crate::document::{Item, Mistakes, Table};
use crate::pack::Id;
use crate::pack::field::date;
use crate::pack::rule::Requirement;
use crate::source::Span;

/// Reads all departures.
pub(super) fn departures(
    item: Option<Item>,
    context: &Context<'_>,
    evidence: &EvidenceList,
    errors: &mut Mistakes,
) -> Vec<Departure> {
    let mut first: BTreeMap<Id<Requirement>, Span> = BTreeMap::new();
    let tables = item.map(|item| tables(item, errors)).unwrap_or_default();
    let departures = tables.into_iter().filter_map(|mut table| {
        let requirement =
            table.required("requirement", |item, errors| departed(item, context, &mut first, errors), errors);
        departure(table, requirement, evidence, errors)
    });
    departures.collect()
}

fn departure(
    mut table: Table,
    requirement: Option<Id<Requirement>>,
    evidence: &EvidenceList,
    errors: &mut Mistakes,
) -> Option<Departure> {
    let span = table.span;
    let reason = table.required("reason", text, errors);
    let mitigation = table.required("mitigation", text, errors);
    let policy = table.required("policy", |item, errors| evidence.find(item, errors), errors);
    let approved_by = table.required("approved_by", text, errors);
    let review_by = table.required("review_by", date, errors);
    table.finish(errors);
    Some(Departure {
        requirement: requirement?,
        reason: reason?,
        mitigation: mitigation?,
        policy: policy?,
        approved_by: approved_by?,
        review_by: review_by?,
        span,
    })
}

/// The requirement that is departed from: one that allows it, and only once.
fn departed(
    item: Item,
    context: &Context<'_>,
    first: &mut BTreeMap<Id<Requirement>, Span>,
    errors: &mut Mistakes,
) -> Option<Id<Requirement>> {
    let id = context.names.requirement(&item, errors)?;
    let requirement = &context.pack.requirements[id];
    let (name, span) = (requirement.number.to_string(), item.span());
    if !requirement.departure_allowed {
        let rule = requirement.span;
        errors.push(SupportError::DepartureNotAllowed { requirement: &name, span, rule });
    }
    if let Some(first) = first.insert(id, span) {
        errors.push(NameError::Repeated { what: "a departure from", id: &name, span, first });
    }
    Some(id)
}

/// Reads all actions.
pub(super) fn actions(
    item: Option<Item>,
    context: &Context<'_>,
    published: bool,
    errors: &mut Mistakes,
) -> Vec<Action> {
    let tables = item.map(|item| tables(item, errors)).unwrap_or_default();
    tables.into_iter().filter_map(|table| action(table, context, published, errors)).collect()
}

fn action(mut table: Table, context: &Context<'_>, published: bool, errors: &mut Mistakes) -> Option<Action> {
    let span = table.span;
    for key in ["owner", "by"] {
        if !published && !table.has(key) {
            errors.push(SupportError::UnownedAction { missing: key, span });
        }
    }
    let of = table.required("requirement", |item, errors| context.names.node(&item, errors), errors);
    let what = table.required("what", text, errors);
    let owner = table.optional("owner", text, errors);
    let by = table.optional("by", date, errors);
    table.finish(errors);
    Some(Action { of: of?, what: what?, owner, by, span })
}
