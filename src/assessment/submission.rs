//! The first step of reading an assessment: its file, and which pack it is made for.

use semver::VersionReq;

use super::error::HeaderError;
use crate::diagnostic::{Diagnostic, suggest};
use crate::digest::sha256_hex;
use crate::document::field::{name, table};
use crate::document::{self, Item, Mistakes, Node, Table};
use crate::source::{FileId, Span};

/// An assessment that has been parsed, but not read against its pack yet.
#[derive(Debug)]
pub struct Submission {
    /// The id of the pack that it names, with its place.
    pub pack: (String, Span),
    /// The versions of the pack that it is made for, with their place.
    pub version: (VersionReq, Span),
    pub(super) file: FileId,
    pub(super) digest: String,
    /// Whether mistakes have been reported already, so that it will make no assessment.
    pub(super) flawed: bool,
    /// What is left to read of the `[assessment]` table.
    pub(super) header: Table,
    /// What is left to read of the file.
    pub(super) root: Table,
}

/// The table that says whose assessment it is.
const HEADER: &str = "assessment";

/// The other tables of an assessment.
const TABLES: [&str; 7] = ["facts", "claims", "evidence", "departure", "action", "tables", "measured"];

/// Whether a file is meant to be an assessment, also where its header is misspelt or missing.
pub fn is_meant(root: &Table) -> bool {
    root.has(HEADER) || misspelt_header(root).is_some() || TABLES.iter().any(|table| root.has(table))
}

/// The table whose name is nearly that of the header.
fn misspelt_header(root: &Table) -> Option<&Item> {
    let is_table = |node: &Node| match node {
        Node::Table(_) => true,
        Node::List(parts) => parts.iter().any(|part| matches!(part.node, Node::Table(_))),
        _ => false,
    };
    let items = root.items().iter();
    let mut tables = items.filter(|item| is_table(&item.value.node));
    tables.find(|table| suggest::nearest(&table.name, [HEADER]).is_some())
}

/// Reads the file of an assessment and what it says of its pack. Mistakes may be reported together with a
/// submission; [`super::load()`] then finds the rest of them, but gives no assessment.
pub fn read(file: FileId, text: &str) -> (Option<Submission>, Vec<Diagnostic>) {
    let mut errors = Mistakes::default();
    let submission = document::parse(file, text, &mut errors).and_then(|mut root| {
        let Some(header) = root.take(HEADER) else {
            errors.push(HeaderError::Missing { misspelt: misspelt_header(&root), start: root.span });
            return None;
        };
        let mut header = table(header, &mut errors)?;
        // What a later format means by its keys is not for this program to judge.
        header.required("format", format, &mut errors)?;
        let pack = header.required("pack", with_place(name), &mut errors);
        let version = header.required("version", with_place(version), &mut errors);
        let flawed = errors.has_errors();
        let digest = sha256_hex(text.as_bytes());
        Some(Submission { pack: pack?, version: version?, file, digest, flawed, header, root })
    });
    (submission, errors.into_diagnostics())
}

fn format(item: Item, errors: &mut Mistakes) -> Option<()> {
    item.read("`1`, the format of assessments that this program knows", errors, |node| {
        matches!(node, Node::Number(number) if number == "1").then_some(())
    })
}

fn version(item: Item, errors: &mut Mistakes) -> Option<VersionReq> {
    item.read("a version in quotes such as `\"^1\"` or `\"1.2\"`", errors, |node| match node {
        Node::Text(version) => VersionReq::parse(version).ok(),
        _ => None,
    })
}

fn with_place<T>(
    read: impl FnOnce(Item, &mut Mistakes) -> Option<T>,
) -> impl FnOnce(Item, &mut Mistakes) -> Option<(T, Span)> {
    move |item, errors| {
        let span = item.span();
        read(item, errors).map(|value| (value, span))
    }
}
