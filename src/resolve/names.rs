//! Everything that has a name, before any expression is looked at.

use std::collections::HashMap;
use std::hash::Hash;

use super::types;
use crate::pack::rule::{
    Choice, Column, Define, Document, Fact, Group, Manifest, Recommendation, Requirement, Table,
};
use crate::pack::{Arena, Base, Id, Members, Slots, Type};
use crate::source::Span;
use crate::syntax::ast;

/// What the manifest, the source catalogue and the items declare. Ids are those of the finished pack.
pub(super) struct Names<'a> {
    pub(super) manifest: &'a Manifest,
    pub(super) documents: &'a Arena<Document>,
    pub(super) choices: Arena<Choice>,
    pub(super) groups: Slots<Group, &'a ast::Facts>,
    pub(super) facts: Slots<Fact, FactName<'a>>,
    pub(super) tables: Slots<Table, TableName<'a>>,
    pub(super) columns: Slots<Column, ColumnName<'a>>,
    pub(super) defines: Slots<Define, DefineName<'a>>,
    pub(super) recommendations: Slots<Recommendation, &'a ast::Recommendation>,
    pub(super) requirements: Slots<Requirement, RequirementName<'a>>,
    pub(super) index: Index<'a>,
}

/// A fact and its type, where that is known.
pub(super) struct FactName<'a> {
    pub(super) group: Id<Group>,
    pub(super) item: &'a ast::Fact,
    pub(super) ty: Option<Type>,
}

/// A table and its columns.
pub(super) struct TableName<'a> {
    pub(super) item: &'a ast::Table,
    pub(super) columns: Vec<Id<Column>>,
}

/// A column and its type, where that is known.
pub(super) struct ColumnName<'a> {
    pub(super) table: Id<Table>,
    pub(super) item: &'a ast::Column,
    pub(super) ty: Option<Type>,
}

/// A define and its type, where that is known.
pub(super) struct DefineName<'a> {
    pub(super) item: &'a ast::Define,
    pub(super) ty: Option<Type>,
}

/// A requirement and its recommendation.
pub(super) struct RequirementName<'a> {
    pub(super) recommendation: Id<Recommendation>,
    pub(super) item: &'a ast::Requirement,
}

/// Ids by key, each with the place of its first declaration.
pub(super) type Entries<K, T> = HashMap<K, (Id<T>, Span)>;

/// Where to find ids. These maps are only ever looked into, never iterated.
#[derive(Default)]
pub(super) struct Index<'a> {
    pub(super) choices: Entries<&'a str, Choice>,
    pub(super) groups: Entries<&'a str, Group>,
    pub(super) facts: Entries<(Id<Group>, &'a str), Fact>,
    pub(super) tables: Entries<&'a str, Table>,
    pub(super) columns: Entries<(Id<Table>, &'a str), Column>,
    pub(super) defines: Entries<&'a str, Define>,
    pub(super) recommendations: Entries<u32, Recommendation>,
    pub(super) requirements: Entries<(u32, u32), Requirement>,
    /// The place of each member in its choice.
    pub(super) members: HashMap<(Id<Choice>, &'a str), usize>,
    /// A choice that has a member of this name.
    pub(super) choice_with: HashMap<&'a str, Id<Choice>>,
    /// The place of each clause in its document.
    pub(super) clauses: HashMap<(Id<Document>, &'a str), usize>,
}

fn id<K: Eq + Hash, T>(entries: &Entries<K, T>, key: &K) -> Option<Id<T>> {
    entries.get(key).map(|(id, _)| *id)
}

impl<'a> Names<'a> {
    pub(super) fn choice(&self, name: &str) -> Option<Id<Choice>> {
        id(&self.index.choices, &name)
    }

    pub(super) fn group(&self, name: &str) -> Option<Id<Group>> {
        id(&self.index.groups, &name)
    }

    pub(super) fn fact(&self, group: Id<Group>, name: &str) -> Option<Id<Fact>> {
        id(&self.index.facts, &(group, name))
    }

    pub(super) fn table(&self, name: &str) -> Option<Id<Table>> {
        id(&self.index.tables, &name)
    }

    pub(super) fn column(&self, table: Id<Table>, name: &str) -> Option<Id<Column>> {
        id(&self.index.columns, &(table, name))
    }

    pub(super) fn define(&self, name: &str) -> Option<Id<Define>> {
        id(&self.index.defines, &name)
    }

    pub(super) fn recommendation(&self, number: u32) -> Option<Id<Recommendation>> {
        id(&self.index.recommendations, &number)
    }

    pub(super) fn requirement(&self, recommendation: u32, number: u32) -> Option<Id<Requirement>> {
        id(&self.index.requirements, &(recommendation, number))
    }

    pub(super) fn document(&self, name: &str) -> Option<Id<Document>> {
        self.documents.find(|document| document.id == name)
    }

    /// The place of a clause in its document.
    pub(super) fn document_clause(&self, document: Id<Document>, clause: &str) -> Option<usize> {
        self.index.clauses.get(&(document, clause)).copied()
    }

    pub(super) fn table_name(&self, table: Id<Table>) -> &'a str {
        &self.tables[table].item.name.text
    }

    /// All members of the choice that a type is made of; none for other types.
    pub(super) fn members(&self, base: Base) -> Members {
        base.choice().map_or(Members::NONE, |choice| Members::first(self.choices[choice].members.len()))
    }

    /// The place of a member in its choice.
    pub(super) fn member(&self, choice: Id<Choice>, name: &str) -> Option<usize> {
        self.index.members.get(&(choice, name)).copied()
    }

    /// A choice that has a member of this name.
    pub(super) fn choice_with(&self, member: &str) -> Option<&Choice> {
        self.index.choice_with.get(member).map(|choice| &self.choices[*choice])
    }

    pub(super) fn choice_names(&self) -> impl Iterator<Item = &str> {
        self.choices.iter().map(|choice| choice.name.as_str())
    }

    pub(super) fn table_names(&self) -> impl Iterator<Item = &'a str> {
        self.tables.iter().map(|table| table.item.name.text.as_str())
    }

    pub(super) fn group_names(&self) -> impl Iterator<Item = &'a str> {
        self.groups.iter().map(|group| group.name.text.as_str())
    }

    pub(super) fn define_names(&self) -> impl Iterator<Item = &'a str> {
        self.defines.iter().map(|define| define.item.name.text.as_str())
    }

    pub(super) fn fact_names(&self, group: Id<Group>) -> impl Iterator<Item = &'a str> {
        let facts = self.facts.iter().filter(move |fact| fact.group == group);
        facts.map(|fact| fact.item.name.text.as_str())
    }

    pub(super) fn column_names(&self, table: Id<Table>) -> impl Iterator<Item = &'a str> {
        self.tables[table].columns.iter().map(|column| self.columns[*column].item.name.text.as_str())
    }

    /// The columns that are the key of a table.
    pub(super) fn keys(&self, table: Id<Table>) -> impl Iterator<Item = &ColumnName<'a>> {
        self.tables[table]
            .columns
            .iter()
            .map(|column| &self.columns[*column])
            .filter(|column| column.item.key)
    }

    /// Whether a table is keyed by choices alone, so that every combination is a row.
    pub(super) fn by_choices(&self, table: Id<Table>) -> bool {
        let is_choice = |key: &ColumnName| matches!(key.ty, Some(Type { base: Base::Choice(_), .. }));
        self.keys(table).next().is_some() && self.keys(table).all(is_choice)
    }

    /// What has this name in every expression, with the place where it was declared.
    pub(super) fn taken(&self, name: &str) -> Option<(super::error::Thing, Span)> {
        use super::error::Thing;
        let place = |thing, span: &Span| (thing, *span);
        let define = self.index.defines.get(name).map(|(_, span)| place(Thing::Define, span));
        let group = self.index.groups.get(name).map(|(_, span)| place(Thing::Group, span));
        let table = self.index.tables.get(name).map(|(_, span)| place(Thing::Table, span));
        define.or(group).or(table)
    }
}

/// Whether a word has a meaning of its own, so that no choice, group, table, define or row can be called so.
pub(super) fn is_reserved(name: &str) -> bool {
    matches!(name, "yes" | "no" | "absent" | "as_of" | "due") || types::built_in(name).is_some()
}
