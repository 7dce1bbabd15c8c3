//! `[[evidence]]`: what supports the assessment.

use std::collections::BTreeMap;

use super::context::Names;
use super::error::{NameError, SupportError};
use super::file::{AssessmentFiles, NamedFile};
use super::{Evidence, EvidenceFile, Support};
use crate::document::field::{list_of, name, tables, text};
use crate::document::{Item, Mistakes, Table};
use crate::pack::field::date;
use crate::pack::rule::Pack;
use crate::source::Span;

/// The evidence that was read, and the ids of all of it, so that a mistake in one item is not reported again wherever
/// its id is used.
pub(super) struct EvidenceList {
    /// The items without mistakes, in the order of the file.
    pub(super) items: Vec<Evidence>,
    ids: BTreeMap<String, Span>,
}

impl EvidenceList {
    /// The ids of all items.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.keys().map(String::as_str)
    }

    /// The place of the item with this id; nothing where it has mistakes of its own.
    pub(super) fn find(&self, item: Item, errors: &mut Mistakes) -> Option<usize> {
        let span = item.span();
        let id = text(item, errors)?;
        if !self.ids.contains_key(&id) {
            errors.push(NameError::Evidence { id: &id, span, known: self.ids().collect() });
        }
        self.items.iter().position(|evidence| evidence.id == id)
    }
}

/// Reads all evidence.
pub(super) fn read(
    item: Option<Item>,
    pack: &Pack,
    names: &Names,
    files: &dyn AssessmentFiles,
    errors: &mut Mistakes,
) -> EvidenceList {
    let mut list = EvidenceList { items: Vec::new(), ids: BTreeMap::new() };
    for table in item.into_iter().flat_map(|item| tables(item, errors)).collect::<Vec<_>>() {
        let evidence = evidence(table, pack, names, &mut list.ids, files, errors);
        list.items.extend(evidence);
    }
    list
}

fn evidence(
    mut table: Table,
    pack: &Pack,
    names: &Names,
    ids: &mut BTreeMap<String, Span>,
    files: &dyn AssessmentFiles,
    errors: &mut Mistakes,
) -> Option<Evidence> {
    let span = table.span;
    let id = table.required("id", |item, errors| new_id(item, ids, errors), errors);
    let kind = table.required("kind", |item, errors| kind(item, pack, errors), errors);
    let title = table.required("title", text, errors);
    let dated = table.optional("dated", date, errors);
    let supports = table.required("supports", |item, errors| supports(item, names, errors), errors);
    let file = file(&mut table, files, errors);
    table.finish(errors);
    Some(Evidence { id: id?, kind: kind?, title: title?, dated, supports: supports?, file, span })
}

fn new_id(item: Item, ids: &mut BTreeMap<String, Span>, errors: &mut Mistakes) -> Option<String> {
    let span = item.span();
    let id = name(item, errors)?;
    match ids.get(&id) {
        Some(first) => errors.push(NameError::Repeated { what: "evidence", id: &id, span, first: *first }),
        None => {
            ids.insert(id.clone(), span);
        }
    }
    Some(id)
}

fn kind(item: Item, pack: &Pack, errors: &mut Mistakes) -> Option<usize> {
    let Some(kinds) = pack.evidence_kinds else {
        errors.push(SupportError::NoEvidenceKinds { pack: &pack.manifest.id, span: item.span() });
        return None;
    };
    item.read_word(pack.choices[kinds].members.iter().map(String::as_str), errors)
}

fn supports(item: Item, names: &Names, errors: &mut Mistakes) -> Option<Vec<Support>> {
    let span = item.span();
    let supports = list_of(|item: Item, errors| names.support(&item, errors))(item, errors)?;
    if supports.is_empty() {
        errors.push(SupportError::SupportsNothing { span });
    }
    Some(supports)
}

/// The file, where one is given: inside the folder, there, and with the digest that the assessment gives.
fn file(table: &mut Table, files: &dyn AssessmentFiles, errors: &mut Mistakes) -> Option<EvidenceFile> {
    let file = NamedFile::take(table, errors)?;
    let sha256 = file.read(|path| files.sha256(path), errors)?;
    file.has_digest(&sha256, errors).then_some(EvidenceFile { path: file.path, sha256 })
}
