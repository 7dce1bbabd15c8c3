//! `[[evidence]]`: what supports the assessment.

use std::collections::BTreeMap;

use super::context::Names;
use super::error::{NameError, SupportError};
use super::{Evidence, EvidenceFile, Support, path};
use crate::document::field::{list_of, name, tables, text};
use crate::document::{Item, Mistakes, Table};
use crate::pack::field::{date, sha256};
use crate::pack::rule::Pack;
use crate::source::Span;

/// The files beside an assessment. The command line implements it, so that this module touches no files.
pub trait EvidenceFiles {
    /// SHA-256, in lower-case hexadecimal, of the file at a path relative to the assessment's folder. The path has
    /// been checked as it is written; links that lead out of the folder are for the implementation to refuse.
    fn sha256(&self, path: &str) -> Result<String, EvidenceFileProblem>;
}

/// Why an evidence file cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EvidenceFileProblem {
    /// There is no such file.
    Missing,
    /// A link leads out of the assessment's folder.
    Outside,
    /// It is there and cannot be read, with the reason.
    Unreadable(String),
}

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
    files: &dyn EvidenceFiles,
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
    files: &dyn EvidenceFiles,
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
fn file(table: &mut Table, files: &dyn EvidenceFiles, errors: &mut Mistakes) -> Option<EvidenceFile> {
    let file = table.take("file");
    let digest_item = table.take("sha256");
    let digest_span = digest_item.as_ref().map(Item::span);
    let expected = digest_item.and_then(|item| sha256(item, errors));
    let Some(file) = file else {
        if let Some(span) = digest_span {
            errors.push(SupportError::DigestWithoutFile { span });
        }
        return None;
    };
    let span = file.span();
    let path = text(file, errors)?;
    if let Err(problem) = path::check(&path) {
        errors.push(SupportError::PathNotAccepted { path: &path, problem, span });
        return None;
    }
    let sha256 = match files.sha256(&path) {
        Ok(sha256) => sha256,
        Err(problem) => {
            errors.push(SupportError::FileNotRead { path: &path, problem, span });
            return None;
        }
    };
    if let (Some(expected), Some(span)) = (expected.filter(|expected| *expected != sha256), digest_span) {
        errors.push(SupportError::DigestDiffers { path: &path, given: &expected, found: &sha256, span });
        return None;
    }
    Some(EvidenceFile { path, sha256 })
}
