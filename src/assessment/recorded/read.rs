//! The record as it is read: validated against the pack as statements are, and void where another version made it.

use semver::Version;

use super::{Recorded, RecordedExtract, RecordedFact, RecordedResults, Source};
use crate::assessment::context::Context;
use crate::assessment::error::{NameError, RecordError};
use crate::assessment::fact::{unknown_fact, unknown_group};
use crate::assessment::path;
use crate::document::field::{flag, name, table, text};
use crate::document::{Item, Mistakes, Node, Table};
use crate::pack::field::{date, sha256};
use crate::pack::rule::{self, Fact};
use crate::pack::{Base, Id, Slots, ends};
use crate::source::Span;

/// Reads the record; nothing where there is none, or none of this pack.
pub(in crate::assessment) fn read(
    item: Option<Item>,
    context: &Context<'_>,
    errors: &mut Mistakes,
) -> Option<Recorded> {
    let pack = context.pack;
    let mut record = table(item?, errors)?;
    let span = record.span;
    let by = record.required("pack", name, errors);
    let version = record.required("version", version, errors);
    let as_of = record.required("as_of", date, errors);
    let (by, version) = (by?, version?);
    if by != pack.manifest.id || version != pack.manifest.version {
        // Names and types may be others there.
        errors.push(RecordError::OtherPack { by: &by, version: &version, now: &pack.manifest, span });
        return None;
    }
    let from = source(&mut record, context, errors);
    let mut facts = Slots::new(&pack.facts, |_| None);
    let groups = record.optional("facts", table, errors);
    for item in groups.into_iter().flat_map(Table::into_items) {
        let Some(group) = context.names.groups.get(&item.name).copied() else {
            unknown_group(&item, context, errors);
            continue;
        };
        for item in table(item, errors).into_iter().flat_map(Table::into_items) {
            let group = &pack.groups[group].name;
            let Some(fact) = context.names.facts.get(&format!("{group}.{}", item.name)).copied() else {
                unknown_fact(group, &item, context, errors);
                continue;
            };
            facts[fact] = recorded_fact(item, fact, context, errors);
        }
    }
    record.finish(errors);
    Some(Recorded { as_of: as_of?, from: from?, facts, span })
}

fn version(item: Item, errors: &mut Mistakes) -> Option<Version> {
    item.read("a version in quotes such as `\"1.2.0\"`", errors, |node| match node {
        Node::Text(version) => Version::parse(version).ok(),
        _ => None,
    })
}

/// Either `extracts` or `results`.
fn source(record: &mut Table, context: &Context<'_>, errors: &mut Mistakes) -> Option<Source> {
    let extracts = record.take("extracts");
    let results = record.take("results");
    match (extracts, results) {
        (Some(extracts), None) => {
            let mut read = Slots::new(&context.pack.tables, |_| None);
            for item in table(extracts, errors)?.into_items() {
                let Some(id) = context.pack.tables.find(|table| table.name == item.name) else {
                    let known = context.pack.tables.iter().map(|table| table.name.as_str()).collect();
                    errors.push(NameError::Table { table: &item.name, span: item.key_span, known });
                    continue;
                };
                read[id] = extract(item, errors);
            }
            Some(Source::Extracts(read))
        }
        (None, Some(results)) => {
            let mut results = table(results, errors)?;
            let file = results.required("file", text, errors);
            let digest = results.required("sha256", sha256, errors);
            results.finish(errors);
            Some(Source::Results(RecordedResults { file: file?, sha256: digest? }))
        }
        (extracts, _) => {
            errors.push(RecordError::Source { both: extracts.is_some(), span: record.span });
            None
        }
    }
}

fn extract(item: Item, errors: &mut Mistakes) -> Option<RecordedExtract> {
    let span = item.span();
    let mut extract = table(item, errors)?;
    let file = extract.required("file", inner_path, errors);
    let digest = extract.required("sha256", sha256, errors);
    let rows = extract.required("rows", count, errors);
    let sample = extract.optional("sample", flag, errors).unwrap_or(false);
    extract.finish(errors);
    Some(RecordedExtract { file: file?, sha256: digest?, rows: rows?, sample, span })
}

fn inner_path(item: Item, errors: &mut Mistakes) -> Option<String> {
    item.read("the path of a file in the assessment's folder", errors, |node| match node {
        Node::Text(path) if !path.is_empty() && path::check(path).is_ok() => Some(path.clone()),
        _ => None,
    })
}

fn count(item: Item, errors: &mut Mistakes) -> Option<usize> {
    item.read("a whole number that is not negative", errors, |node| match node {
        Node::Number(digits) => digits.parse().ok(),
        _ => None,
    })
}

fn recorded_fact(
    item: Item,
    fact: Id<Fact>,
    context: &Context<'_>,
    errors: &mut Mistakes,
) -> Option<RecordedFact> {
    let rule::Fact { measured, span: declared, .. } = &context.pack.facts[fact];
    let (declared, span) = (*declared, item.span());
    let name = context.pack.fact_name(fact);
    if measured.is_none() {
        errors.push(RecordError::NotMeasured { fact: &name, span: item.key_span, declared });
        return None;
    }
    let mut entry = table(Item { name: name.clone(), ..item }, errors)?;
    let ends = Ends::take(&mut entry);
    let counts = ["yes", "no", "unknown"].map(|key| entry.optional(key, count, errors));
    let vacuous = entry.optional("vacuous", flag, errors).unwrap_or(false);
    let given = entry.take("given").map(|item| sha256(item, errors));
    entry.finish(errors);
    let rows = match counts {
        [None, None, None] => None,
        [Some(yes), Some(no), Some(unknown)] => Some([yes, no, unknown]),
        _ => {
            errors.push(RecordError::Counts { fact: &name, span });
            return None;
        }
    };
    let ends = ends.read(fact, span, context, errors)?;
    match ends::read(context.pack, fact, ends.each_ref().map(String::as_str)) {
        // A digest that cannot be read has been reported, and is not the same as none.
        Ok(value) => {
            let given = given.map_or(Some(None), |digest| digest.map(Some))?;
            Some(RecordedFact { value, rows, vacuous, given, span })
        }
        Err(problem) => {
            let expected = ends::expected(context.pack, fact);
            errors.push(RecordError::Ends { fact: &name, problem, expected, span, declared });
            None
        }
    }
}

/// What an entry says of the value.
struct Ends {
    value: Option<Item>,
    low: Option<Item>,
    high: Option<Item>,
}

impl Ends {
    fn take(entry: &mut Table) -> Ends {
        Ends { value: entry.take("value"), low: entry.take("low"), high: entry.take("high") }
    }

    /// The two ends as text, empty where there is none.
    fn read(
        self,
        fact: Id<Fact>,
        span: Span,
        context: &Context<'_>,
        errors: &mut Mistakes,
    ) -> Option<[String; 2]> {
        let mut end = |item: Option<Item>| match item {
            Some(item) => end_of(&item, fact, context, errors),
            None => Some(String::new()),
        };
        match (self.value, self.low, self.high) {
            (None, low, high) => {
                let [low, high] = [end(low), end(high)];
                Some([low?, high?])
            }
            (value, None, None) => end(value).map(|end| [end.clone(), end]),
            _ => {
                let fact = &context.pack.fact_name(fact);
                errors.push(RecordError::ValueAndEnds { fact, span });
                None
            }
        }
    }
}

/// An end as files of results have it: what TOML has forms of its own for, as text.
fn end_of(item: &Item, fact: Id<Fact>, context: &Context<'_>, errors: &mut Mistakes) -> Option<String> {
    let base = context.pack.facts[fact].ty.base;
    let expected = ends::expected(context.pack, fact);
    item.read(&expected, errors, |node| match (base, node) {
        (_, Node::Text(text)) if !text.is_empty() => Some(text.clone()),
        (Base::YesNo, Node::Bool(yes)) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        (Base::Count | Base::Number, Node::Number(number)) => Some(number.clone()),
        (Base::Date, Node::Date(date)) => Some(date.clone()),
        _ => None,
    })
}
