//! Scenarios: what is given, and what is expected of the rules.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

use super::error::{Errors, NameError, StatementError, Thing};
use super::expr::all;
use super::given::{Stated, rows, statement};
use super::names::Names;
use super::rules::{date, id_words, in_manifest};
use super::scope::Scope;
use super::ties::node;
use crate::pack::rule::{Fact, Node, Requirement};
use crate::pack::scenario::{Expectation, GivenTable, Scenario};
use crate::pack::{Id, Partial};
use crate::source::Span;
use crate::syntax::ast;
use crate::vocabulary::Outcome;

/// Every scenario, or nothing where one of them is wrong.
pub(super) fn scenarios(
    items: &[&ast::Scenario],
    names: &Names<'_>,
    errors: &mut Errors,
) -> Option<Vec<Scenario>> {
    let mut titles: HashMap<&str, Span> = HashMap::new();
    for title in items.iter().map(|item| &item.title) {
        if let Some(first) = again(&mut titles, &title.value, title.span) {
            let (thing, name) = (Thing::Scenario, title.value.clone());
            errors.add(title.span, NameError::Duplicate { thing, other: thing, name, first });
        }
    }
    all(items.iter().map(|item| scenario(item, names, errors)))
}

/// The place where a key was seen first, or nothing where this is the first.
fn again<K: Eq + Hash>(seen: &mut HashMap<K, Span>, key: K, place: Span) -> Option<Span> {
    match seen.entry(key) {
        Entry::Occupied(first) => Some(*first.get()),
        Entry::Vacant(entry) => {
            entry.insert(place);
            None
        }
    }
}

fn scenario(item: &ast::Scenario, names: &Names<'_>, errors: &mut Errors) -> Option<Scenario> {
    let day = errors.only_one("as_of", &item.as_of, |day| day.span);
    if day.is_none() {
        errors.add(item.title.span, StatementError::NoDay);
    }
    let as_of = day.and_then(|day| date(day, errors));
    let body = body(item, names, errors);
    let given = given(&item.given, names, errors);
    let expect = all(item.expect.iter().map(|expected| expectation(expected, names, errors)));
    let given = given?;
    Some(Scenario {
        title: item.title.value.clone(),
        as_of: as_of?,
        body: body?,
        facts: given.facts,
        departures: given.departures,
        tables: given.tables,
        expect: expect?,
        span: item.title.span,
    })
}

/// The kind of body; without a line, the first that the manifest names.
fn body(item: &ast::Scenario, names: &Names<'_>, errors: &mut Errors) -> Option<String> {
    let bodies = &names.manifest.bodies;
    match errors.only_one("body", &item.body, |body| body.span) {
        Some(body) => {
            in_manifest(Thing::Body, body, bodies, errors);
            Some(body.text.clone())
        }
        None => bodies.first().cloned(),
    }
}

/// What a scenario gives.
#[derive(Default)]
struct Given {
    facts: Vec<(Id<Fact>, Partial, Span)>,
    departures: Vec<(Id<Requirement>, Span)>,
    tables: Vec<GivenTable>,
}

fn given(lines: &[ast::Given], names: &Names<'_>, errors: &mut Errors) -> Option<Given> {
    let mut given = Given::default();
    let mut tables = HashMap::new();
    let lines = lines.iter().map(|line| match line {
        ast::Given::Fact { path, value } => {
            given.facts.extend(fact(path, value, names, errors)?);
            Some(())
        }
        ast::Given::Departure(id) => {
            given.departures.push((departure(id, names, errors)?, id.span));
            Some(())
        }
        ast::Given::Table { name, rows } => {
            if let Some(first) = again(&mut tables, name.text.as_str(), name.span) {
                let table = name.text.clone();
                errors.add(name.span, StatementError::TableTwice { table, first });
            }
            given.tables.push(table(name, rows, names, errors)?);
            Some(())
        }
    });
    all(lines)?;
    Some(given)
}

/// What is given of a fact; `not stated` gives nothing.
fn fact(
    path: &[ast::Name],
    value: &ast::GivenValue,
    names: &Names<'_>,
    errors: &mut Errors,
) -> Option<Option<(Id<Fact>, Partial, Span)>> {
    let fact = fact_at(path, names, errors)?;
    match statement(value, names.facts[fact].ty?, names, errors)? {
        Stated::Known(known) => Some(Some((fact, known, value.span))),
        Stated::Nothing => Some(None),
    }
}

fn fact_at(path: &[ast::Name], names: &Names<'_>, errors: &mut Errors) -> Option<Id<Fact>> {
    let (group, rest) = path.split_first()?;
    let Some(id) = names.group(&group.text) else {
        errors.unknown(group.span, Thing::Group, &group.text, None, names.group_names());
        return None;
    };
    let within = || Some(format!("`{}`", group.text));
    let [name] = rest else {
        let error = match rest.get(1) {
            None => NameError::NoValue { thing: Thing::Group, name: group.text.clone() },
            Some(_) => NameError::LongPath { limit: 1 },
        };
        errors.add(rest.get(1).map_or(group.span, |extra| extra.span), error);
        return None;
    };
    let fact = names.fact(id, &name.text);
    if fact.is_none() {
        errors.unknown(name.span, Thing::Fact, &name.text, within(), names.fact_names(id));
    }
    fact
}

fn departure(id: &ast::RuleId, names: &Names<'_>, errors: &mut Errors) -> Option<Id<Requirement>> {
    let Node::Requirement(requirement) = node(id, names, errors)? else { return None };
    let item = names.requirements[requirement].item;
    if item.departure_allowed.is_empty() {
        let error = StatementError::NoDeparture { id: id_words(id), requirement: item.id.span };
        errors.add(id.span, error);
        return None;
    }
    Some(requirement)
}

fn table(
    name: &ast::Name,
    written: &[ast::Row],
    names: &Names<'_>,
    errors: &mut Errors,
) -> Option<GivenTable> {
    let table = Scope::new(names, errors).known_table(name)?;
    let rows = rows(table, written, names, errors)?;
    Some(GivenTable { table, rows, span: name.span })
}

fn expectation(expected: &ast::Expectation, names: &Names<'_>, errors: &mut Errors) -> Option<Expectation> {
    match expected {
        ast::Expectation::Condition(condition) => {
            Scope::new(names, errors).condition(condition).map(Expectation::Condition)
        }
        ast::Expectation::Outcome { of, outcome } => {
            let span = of.span.to(outcome.span);
            let place = outcome.span;
            let outcome = known_outcome(outcome, errors);
            let of_node = node(of, names, errors)?;
            match (&of.clause, of_node) {
                (Some(label), Node::Requirement(requirement)) => {
                    let clause = clause(requirement, label, of.span, names, errors);
                    let outcome = of_clause(outcome?, place, errors)?;
                    Some(Expectation::Clause { requirement, clause: clause?, outcome, span })
                }
                _ => Some(Expectation::Outcome { of: of_node, outcome: outcome?, span }),
            }
        }
    }
}

fn known_outcome(name: &ast::Name, errors: &mut Errors) -> Option<Outcome> {
    let outcome = Outcome::ALL.into_iter().find(|outcome| outcome.name() == name.text);
    if outcome.is_none() {
        let known = Outcome::ALL.iter().map(|outcome| outcome.name());
        errors.unknown(name.span, Thing::Outcome, &name.text, None, known);
    }
    outcome
}

/// An outcome that a clause can have: departures and applicability are a requirement's.
fn of_clause(outcome: Outcome, place: Span, errors: &mut Errors) -> Option<Outcome> {
    match outcome {
        Outcome::Met | Outcome::NotMet | Outcome::NotShown => Some(outcome),
        Outcome::Departure | Outcome::NotApplicable => {
            errors.add(place, StatementError::NotOfClause { outcome: outcome.name().to_string() });
            None
        }
    }
}

/// The place of a clause in its requirement.
fn clause(
    requirement: Id<Requirement>,
    label: &str,
    place: Span,
    names: &Names<'_>,
    errors: &mut Errors,
) -> Option<usize> {
    let item = names.requirements[requirement].item;
    let clause = item.clauses.iter().position(|clause| clause.name.text == label);
    if clause.is_none() {
        let labels = item.clauses.iter().map(|clause| clause.name.text.as_str());
        errors.unknown(place, Thing::Clause, label, Some(id_words(&item.id)), labels);
    }
    clause
}
