//! Gives every name its id: items of all files are brought into the order of the pack, and what has a name twice, or
//! a name that is not free, is reported.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

use super::error::{Errors, NameError, RuleError, Thing, TypeError};
use super::names::{
    ColumnName, DefineName, Entries, FactName, Index, Names, RequirementName, TableName, is_reserved,
};
use super::{keys, types};
use crate::pack::rule::{Choice, Document, Group, Manifest, RecommendationNumber, Table};
use crate::pack::{Arena, Id, Members, Slots, Type};
use crate::source::Span;
use crate::syntax::ast;

/// The items of all files by kind, in the order of the pack.
#[derive(Default)]
pub(super) struct Items<'a> {
    choices: Vec<&'a ast::Choice>,
    defines: Vec<&'a ast::Define>,
    groups: Vec<&'a ast::Facts>,
    tables: Vec<&'a ast::Table>,
    recommendations: Vec<&'a ast::Recommendation>,
    pub(super) scenarios: Vec<&'a ast::Scenario>,
}

impl<'a> Items<'a> {
    pub(super) fn of(files: &'a [ast::File]) -> Items<'a> {
        let mut items = Items::default();
        for item in files.iter().flat_map(|file| &file.items) {
            match item {
                ast::Item::Choice(item) => items.choices.push(item),
                ast::Item::Define(item) => items.defines.push(item),
                ast::Item::Facts(item) => items.groups.push(item),
                ast::Item::Table(item) => items.tables.push(item),
                ast::Item::Recommendation(item) => items.recommendations.push(item),
                ast::Item::Scenario(item) => items.scenarios.push(item),
            }
        }
        items.choices.sort_by_key(|item| (&item.name.text, item.span));
        items.defines.sort_by_key(|item| (&item.name.text, item.span));
        items.groups.sort_by_key(|item| (&item.name.text, item.span));
        items.tables.sort_by_key(|item| (&item.name.text, item.span));
        items.recommendations.sort_by_key(|item| (item.id.recommendation, item.span));
        items.scenarios.sort_by_key(|item| item.span);
        items
    }
}

/// Declares everything: names first, so that types can mention every choice and table, then what has a type.
pub(super) fn declare<'a>(
    manifest: &'a Manifest,
    documents: &'a Arena<Document>,
    items: &Items<'a>,
    errors: &mut Errors,
) -> Names<'a> {
    let mut names = Names {
        manifest,
        documents,
        choices: Arena::default(),
        groups: Slots::default(),
        facts: Slots::default(),
        tables: Slots::default(),
        columns: Slots::default(),
        defines: Slots::default(),
        recommendations: Slots::default(),
        requirements: Slots::default(),
        index: Index { clauses: document_clauses(documents), ..Index::default() },
    };
    choices(&mut names, &items.choices, errors);
    let tables = tables(&mut names, &items.tables, errors);
    defines(&mut names, &items.defines, errors);
    groups(&mut names, &items.groups, errors);
    for (id, item, again) in tables {
        columns(&mut names, id, item, again, errors);
    }
    keys::check(&names, errors);
    recommendations(&mut names, &items.recommendations, errors);
    names
}

/// An id for a key, and whether the key had one already.
struct Entered<T> {
    id: Id<T>,
    first: Option<Span>,
}

fn enter<K: Eq + Hash, T>(
    entries: &mut Entries<K, T>,
    key: K,
    place: Span,
    push: impl FnOnce() -> Id<T>,
) -> Entered<T> {
    match entries.entry(key) {
        Entry::Occupied(entry) => Entered { id: entry.get().0, first: Some(entry.get().1) },
        Entry::Vacant(entry) => Entered { id: entry.insert((push(), place)).0, first: None },
    }
}

/// Reports a name that an earlier thing of the same kind has, or that is a word of the language.
fn check_name(thing: Thing, name: &ast::Name, first: Option<Span>, errors: &mut Errors) {
    if is_reserved(&name.text) {
        errors.add(name.span, NameError::Reserved { thing, name: name.text.clone() });
    } else if let Some(first) = first {
        errors.add(name.span, duplicate(thing, thing, &name.text, first));
    }
}

fn duplicate(thing: Thing, other: Thing, name: &str, first: Span) -> NameError {
    NameError::Duplicate { thing, other, name: name.to_string(), first }
}

fn document_clauses(documents: &Arena<Document>) -> HashMap<(Id<Document>, &str), usize> {
    let mut places = HashMap::new();
    for (id, document) in documents.entries() {
        for (place, clause) in document.clauses.iter().enumerate() {
            places.insert((id, clause.id.as_str()), place);
        }
    }
    places
}

fn choices<'a>(names: &mut Names<'a>, items: &[&'a ast::Choice], errors: &mut Errors) {
    for item in items {
        let name = &item.name;
        let arena = &mut names.choices;
        let push = || arena.push(without_members(item));
        let entered = enter(&mut names.index.choices, name.text.as_str(), name.span, push);
        check_name(Thing::Choice, name, entered.first, errors);
        members(names, entered.id, item);
        unique(Thing::Member, &item.members, errors);
        if item.members.len() > Members::LIMIT {
            errors.add(name.span, NameError::TooManyMembers { count: item.members.len() });
        }
    }
}

fn without_members(item: &ast::Choice) -> Choice {
    Choice { name: item.name.text.clone(), ordered: item.ordered, members: Vec::new(), span: item.name.span }
}

/// Enters the members of a choice. Those of a second choice of one name are added to the first, so that rules which
/// use them are not reported as well; so it is done with the columns of tables and the facts of groups.
fn members<'a>(names: &mut Names<'a>, choice: Id<Choice>, item: &'a ast::Choice) {
    for member in &item.members {
        let members = &mut names.choices[choice].members;
        if let Entry::Vacant(entry) = names.index.members.entry((choice, &member.text)) {
            entry.insert(members.len());
            members.push(member.text.clone());
        }
        names.index.choice_with.entry(&member.text).or_insert(choice);
    }
}

/// Reports every name that stands twice in a list.
pub(super) fn unique(thing: Thing, list: &[ast::Name], errors: &mut Errors) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for name in list {
        match seen.entry(&name.text) {
            Entry::Occupied(first) => {
                errors.add(name.span, duplicate(thing, thing, &name.text, *first.get()));
            }
            Entry::Vacant(entry) => {
                entry.insert(name.span);
            }
        }
    }
}

/// Enters the tables' names; the columns follow when every table is known. The flag says that the name was taken.
fn tables<'a>(
    names: &mut Names<'a>,
    items: &[&'a ast::Table],
    errors: &mut Errors,
) -> Vec<(Id<Table>, &'a ast::Table, bool)> {
    let mut entered_tables = Vec::new();
    for item in items {
        let name = &item.name;
        let slots = &mut names.tables;
        let push = || slots.push(TableName { item, columns: Vec::new() });
        let entered = enter(&mut names.index.tables, &name.text, name.span, push);
        check_name(Thing::Table, name, entered.first, errors);
        if let (None, Some((_, first))) = (entered.first, names.index.choices.get(name.text.as_str())) {
            errors.add(name.span, duplicate(Thing::Table, Thing::Choice, &name.text, *first));
        }
        entered_tables.push((entered.id, *item, entered.first.is_some()));
    }
    entered_tables
}

fn columns<'a>(
    names: &mut Names<'a>,
    table: Id<Table>,
    item: &'a ast::Table,
    again: bool,
    errors: &mut Errors,
) {
    for column in &item.columns {
        let ty = types::declared(&column.ty, names, errors);
        let slots = &mut names.columns;
        let push = || slots.push(ColumnName { table, item: column, ty });
        let key = (table, column.name.text.as_str());
        let entered = enter(&mut names.index.columns, key, column.name.span, push);
        match entered.first {
            None => names.tables[table].columns.push(entered.id),
            Some(first) if !again => {
                let error = duplicate(Thing::Column, Thing::Column, &column.name.text, first);
                errors.add(column.name.span, error);
            }
            Some(_) => {}
        }
    }
    if let Some(each) = &item.each {
        check_row_name(names, each, errors);
    }
}

/// A row's name must be free wherever the row can be spoken of.
pub(super) fn check_row_name(names: &Names<'_>, row: &ast::Name, errors: &mut Errors) {
    check_name(Thing::Row, row, None, errors);
    if let Some((other, first)) = names.taken(&row.text) {
        errors.add(row.span, NameError::RowTaken { name: row.text.clone(), other, first });
    }
}

/// The declared type of what holds a value: anything but a row.
fn value_type(ty: &ast::Type, names: &Names<'_>, errors: &mut Errors) -> Option<Type> {
    let declared = types::declared(ty, names, errors)?;
    if let Some(table) = types::row_of(declared) {
        errors.add(ty.span, TypeError::RowHere { table: names.table_name(table).to_string() });
        return None;
    }
    Some(declared)
}

fn defines<'a>(names: &mut Names<'a>, items: &[&'a ast::Define], errors: &mut Errors) {
    for item in items {
        let ty = value_type(&item.ty, names, errors);
        let slots = &mut names.defines;
        let push = || slots.push(DefineName { item, ty });
        let entered = enter(&mut names.index.defines, item.name.text.as_str(), item.name.span, push);
        check_name(Thing::Define, &item.name, entered.first, errors);
    }
}

fn groups<'a>(names: &mut Names<'a>, items: &[&'a ast::Facts], errors: &mut Errors) {
    for item in items {
        let name = &item.name;
        let slots = &mut names.groups;
        let entered = enter(&mut names.index.groups, name.text.as_str(), name.span, || slots.push(item));
        check_name(Thing::Group, name, entered.first, errors);
        if let (None, Some((_, first))) = (entered.first, names.index.defines.get(name.text.as_str())) {
            errors.add(name.span, duplicate(Thing::Group, Thing::Define, &name.text, *first));
        }
        facts(names, entered.id, item, entered.first.is_some(), errors);
    }
}

fn facts<'a>(
    names: &mut Names<'a>,
    group: Id<Group>,
    item: &'a ast::Facts,
    again: bool,
    errors: &mut Errors,
) {
    for fact in &item.facts {
        let ty = value_type(&fact.ty, names, errors);
        let slots = &mut names.facts;
        let push = || slots.push(FactName { group, item: fact, ty });
        let key = (group, fact.name.text.as_str());
        let first = enter(&mut names.index.facts, key, fact.name.span, push).first;
        if let (Some(first), false) = (first, again) {
            errors.add(fact.name.span, duplicate(Thing::Fact, Thing::Fact, &fact.name.text, first));
        }
    }
}

fn recommendations<'a>(names: &mut Names<'a>, items: &[&'a ast::Recommendation], errors: &mut Errors) {
    let mut requirements = Vec::new();
    for item in items {
        let slots = &mut names.recommendations;
        let number = item.id.recommendation;
        let push = || slots.push(item);
        let entered = enter(&mut names.index.recommendations, number, item.id.span, push);
        if let Some(first) = entered.first {
            let id = RecommendationNumber(number).to_string();
            errors.add(item.id.span, duplicate(Thing::Recommendation, Thing::Recommendation, &id, first));
        }
        requirements.extend(item.requirements.iter().map(|requirement| (entered.id, *item, requirement)));
    }
    requirements.sort_by_key(|(recommendation, _, item)| (*recommendation, item.id.requirement, item.span));
    for (recommendation, around, item) in requirements {
        requirement(names, recommendation, around, item, errors);
    }
}

fn requirement<'a>(
    names: &mut Names<'a>,
    recommendation: Id<crate::pack::rule::Recommendation>,
    around: &ast::Recommendation,
    item: &'a ast::Requirement,
    errors: &mut Errors,
) {
    let key = (item.id.recommendation, item.id.requirement.unwrap_or(0));
    let slots = &mut names.requirements;
    let push = || slots.push(RequirementName { recommendation, item });
    let first = enter(&mut names.index.requirements, key, item.id.span, push).first;
    let id = super::rules::id_words(&item.id);
    if item.id.recommendation != around.id.recommendation {
        let inside = RecommendationNumber(around.id.recommendation).to_string();
        errors.add(item.id.span, RuleError::Misplaced { id, inside, outer: around.id.span });
    } else if let Some(first) = first {
        errors.add(item.id.span, duplicate(Thing::Requirement, Thing::Requirement, &id, first));
    }
}
