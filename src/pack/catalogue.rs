//! The catalogue of source documents: one TOML file each, with the lines that its clauses are printed at.

use super::field::{date, sha256};
use super::rule::{Document, DocumentClause};
use crate::diagnostic::Diagnostic;
use crate::document::field::{list_of, name, table, text, whole};
use crate::document::{self, Item, Mistakes, Node, Table};
use crate::source::FileId;

/// Reads the entry of one document; all that is wrong with it is in the diagnostics.
pub fn read(file: FileId, text: &str) -> (Option<Document>, Vec<Diagnostic>) {
    document::read(file, text, |root, errors| entry(root, file, errors))
}

fn entry(mut root: Table, file: FileId, errors: &mut Mistakes) -> Option<Document> {
    let source = root.required("source", table, errors);
    let clauses = root.required("clauses", table, errors);
    root.finish(errors);

    let mut source = source?;
    let id = source.required("id", name, errors);
    let title = source.required("title", text, errors);
    let publisher = source.required("publisher", text, errors);
    let date = source.optional("date", date, errors);
    let sha256 = source.required("sha256", sha256, errors);
    let lines = source.required("lines", whole, errors);
    source.finish(errors);

    let last_line = lines.unwrap_or(u32::MAX);
    let clauses = clauses?.into_items().filter_map(|item| clause(item, last_line, errors)).collect();
    Some(Document {
        id: id?,
        title: title?,
        publisher: publisher?,
        date,
        sha256: sha256?,
        lines: lines?,
        clauses,
        file,
    })
}

fn clause(item: Item, last_line: u32, errors: &mut Mistakes) -> Option<DocumentClause> {
    let (id, span) = (item.name.clone(), item.span());
    let mut clause = table(item, errors)?;
    let lines = clause.required("lines", list_of(|item, errors| line(item, last_line, errors)), errors);
    clause.finish(errors);
    Some(DocumentClause { id, lines: lines?, span })
}

fn line(item: Item, last_line: u32, errors: &mut Mistakes) -> Option<u32> {
    let expected = format!("line numbers from 1 to {last_line}, the document's last");
    item.read(&expected, errors, |node| match node {
        Node::Number(digits) => digits.parse().ok().filter(|line| (1..=last_line).contains(line)),
        _ => None,
    })
}
