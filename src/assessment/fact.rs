//! `[facts]`: what the body states of the pack's facts.

use super::context::Context;
use super::error::{NameError, StatementProblem};
use super::statement::{self, Asked};
use super::{FactEntry, Statement, StatementKind};
use crate::document::field::table;
use crate::document::{Item, Mistakes};
use crate::pack::rule::{Fact, Group};
use crate::pack::{Id, Partial, Slots, stated};
use crate::source::Span;

/// What is stated of each fact, and where each group is.
pub(super) struct Stated {
    /// What is stated of each fact.
    pub(super) facts: Slots<Fact, FactEntry>,
    /// The header of each group that is there.
    pub(super) groups: Slots<Group, Option<Span>>,
}

/// Reads all facts.
pub(super) fn read(item: Option<Item>, context: &Context<'_>, errors: &mut Mistakes) -> Stated {
    let pack = context.pack;
    let unstated = |id| FactEntry {
        statements: Vec::new(),
        known: Asked::of(pack, id).nothing_known(),
        contradictory: false,
    };
    let mut stated =
        Stated { facts: Slots::new(&pack.facts, unstated), groups: Slots::new(&pack.groups, |_| None) };
    let facts = item.and_then(|item| table(item, errors));
    for group_item in facts.into_iter().flat_map(|facts| facts.into_items()) {
        let Some(group) = context.names.groups.get(&group_item.name).copied() else {
            unknown_group(&group_item, context, errors);
            continue;
        };
        let Some(table) = table(group_item, errors) else { continue };
        stated.groups[group] = Some(table.span);
        for fact_item in table.into_items() {
            read_fact(group, fact_item, context, &mut stated, errors);
        }
    }
    stated
}

fn read_fact(
    group: Id<Group>,
    item: Item,
    context: &Context<'_>,
    stated: &mut Stated,
    errors: &mut Mistakes,
) {
    let group = &context.pack.groups[group].name;
    let name = format!("{group}.{}", item.name);
    let Some(fact) = context.names.facts.get(&name).copied() else {
        unknown_fact(group, &item, context, errors);
        return;
    };
    let asked = Asked::of(context.pack, fact);
    let statements = statement::statements(Item { name, ..item }, &asked, &context.sources, errors);
    stated.facts[fact] = entry(statements, &asked, errors);
}

/// All statements of one fact, or of one cell, together.
pub(super) fn entry(statements: Vec<Statement>, asked: &Asked<'_>, errors: &mut Mistakes) -> FactEntry {
    let known: Vec<(&Partial, Span)> = statements.iter().filter_map(known).collect();
    if let Some((first, first_span)) = known.first() {
        let other = known.iter().find(|(other, _)| stated::mixes_units(&first.known, &other.known));
        if let Some((_, span)) = other {
            let first = *first_span;
            asked.report(StatementProblem::MixedUnits { first: Some(first) }, *span, errors);
        }
    }
    let together = known.iter().try_fold(asked.nothing_known(), |all, (partial, _)| all.intersect(partial));
    let contradictory = together.is_none();
    FactEntry { known: together.unwrap_or_else(|| asked.nothing_known()), statements, contradictory }
}

fn known(statement: &Statement) -> Option<(&Partial, Span)> {
    match &statement.kind {
        StatementKind::Known(partial) => Some((partial, statement.span)),
        StatementKind::Planned(_) | StatementKind::Said(_) => None,
    }
}

/// A key of `[facts]` that is no group; perhaps it is a fact that lacks its group.
pub(super) fn unknown_group(item: &Item, context: &Context<'_>, errors: &mut Mistakes) {
    errors.push(NameError::Group {
        group: &item.name,
        span: item.key_span,
        with_fact: groups_of(&item.name, context),
        known: context.names.groups.keys().map(String::as_str).collect(),
    });
}

/// A key of a group that is none of its facts; perhaps it is one of another group.
pub(super) fn unknown_fact(group: &str, item: &Item, context: &Context<'_>, errors: &mut Mistakes) {
    let facts = context.pack.facts.iter();
    let of_group = facts.filter(|fact| context.pack.groups[fact.group].name == group);
    errors.push(NameError::Fact {
        group,
        fact: &item.name,
        span: item.key_span,
        with_fact: groups_of(&item.name, context),
        known: of_group.map(|fact| fact.name.as_str()).collect(),
    });
}

/// The groups that have a fact of this name.
fn groups_of<'p>(fact: &str, context: &Context<'p>) -> Vec<&'p str> {
    let pack = context.pack;
    let facts = pack.facts.iter().filter(|known| known.name == fact);
    facts.map(|known| pack.groups[known.group].name.as_str()).collect()
}
