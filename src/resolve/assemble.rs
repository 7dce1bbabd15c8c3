//! Puts what was declared and what was typed together into the items of the pack.

use super::error::Errors;
use super::names::Names;
use super::rules::remarks;
use super::values::Values;
use crate::pack::Arena;
use crate::pack::rule::{
    Choice, Column, Computed, Define, Document, Fact, Group, Manifest, Pack, Recommendation, Requirement,
    Table, Tie,
};
use crate::pack::scenario::Scenario;
use crate::syntax::ast;

/// A pack without what is not said in rule files.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) choices: Arena<Choice>,
    pub(super) groups: Arena<Group>,
    pub(super) facts: Arena<Fact>,
    pub(super) tables: Arena<Table>,
    pub(super) columns: Arena<Column>,
    pub(super) defines: Arena<Define>,
    pub(super) recommendations: Arena<Recommendation>,
    pub(super) requirements: Arena<Requirement>,
    pub(super) ties: Vec<Tie>,
    pub(super) scenarios: Vec<Scenario>,
    pub(super) computed: Vec<Computed>,
}

impl Parts {
    pub(super) fn pack(self, manifest: Manifest, documents: Arena<Document>, digest: String) -> Pack {
        let evidence_kinds = self.choices.find(|choice| choice.name == "evidence_kind");
        Pack {
            manifest,
            documents,
            choices: self.choices,
            groups: self.groups,
            facts: self.facts,
            tables: self.tables,
            columns: self.columns,
            defines: self.defines,
            recommendations: self.recommendations,
            requirements: self.requirements,
            ties: self.ties,
            scenarios: self.scenarios,
            computed: self.computed,
            evidence_kinds,
            digest,
        }
    }
}

/// The declared items with what computes them, or nothing where one of them is wrong.
pub(super) fn declared(names: &Names<'_>, values: &Values, errors: &mut Errors) -> Option<Parts> {
    let groups = names.groups.iter().map(|item| Group {
        name: item.name.text.clone(),
        title: words(item.title.as_ref()),
        span: item.name.span,
    });
    let tables = names.tables.entries().map(|(id, table)| Table {
        name: table.item.name.text.clone(),
        title: words(table.item.title.as_ref()),
        columns: table.columns.clone(),
        by_choices: names.by_choices(id),
        span: table.item.name.span,
    });
    // Remarks of every define are looked at, also behind one whose value is wrong.
    let defines: Vec<Option<Define>> = defines(names, values, errors);
    Some(Parts {
        choices: names.choices.clone(),
        groups: groups.collect(),
        facts: facts(names, values, errors)?,
        tables: tables.collect(),
        columns: columns(names, values)?,
        defines: defines.into_iter().collect::<Option<_>>()?,
        ..Parts::default()
    })
}

fn words(text: Option<&ast::Text>) -> Option<String> {
    text.map(|text| text.value.clone())
}

fn facts(names: &Names<'_>, values: &Values, errors: &mut Errors) -> Option<Arena<Fact>> {
    let facts: Vec<Option<Fact>> = names
        .facts
        .entries()
        .map(|(id, fact)| {
            let help = errors.only_one("help", &fact.item.help, |help| help.span);
            Some(Fact {
                group: fact.group,
                name: fact.item.name.text.clone(),
                ty: fact.ty?,
                question: words(fact.item.question.as_ref()),
                help: words(help),
                measured: values.facts[id].clone(),
                span: fact.item.name.span,
            })
        })
        .collect();
    facts.into_iter().collect()
}

fn columns(names: &Names<'_>, values: &Values) -> Option<Arena<Column>> {
    let columns = names.columns.entries().map(|(id, column)| {
        Some(Column {
            table: column.table,
            name: column.item.name.text.clone(),
            key: column.item.key,
            ty: column.ty?,
            question: words(column.item.question.as_ref()),
            computed: values.columns[id].clone(),
            span: column.item.name.span,
        })
    });
    columns.collect()
}

fn defines(names: &Names<'_>, values: &Values, errors: &mut Errors) -> Vec<Option<Define>> {
    let defines = names.defines.entries().map(|(id, define)| {
        let remarks = remarks(&define.item.remarks, names, errors);
        Some(Define {
            name: define.item.name.text.clone(),
            ty: define.ty?,
            value: values.defines[id].clone()?,
            remarks,
            span: define.item.name.span,
        })
    });
    defines.collect()
}
