//! The catalogue of source documents: one TOML file each, with the lines that its clauses are printed at and a
//! fingerprint of each.

use std::collections::{BTreeMap, BTreeSet};

use super::field::{date, sha256};
use super::rule::{Document, DocumentClause};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::document::field::{list_of, name, table, text, whole};
use crate::document::{self, Item, Mistakes, Node, Table};
use crate::fingerprint::{Fingerprint, Piece, WORDS};
use crate::source::{FileId, Span};

/// Reads the entry of one document; all that is wrong with it is in the diagnostics.
pub fn read(file: FileId, text: &str) -> (Option<Document>, Vec<Diagnostic>) {
    document::read(file, text, |root, errors| entry(root, file, errors))
}

fn entry(mut root: Table, file: FileId, errors: &mut Mistakes) -> Option<Document> {
    let source = root.required("source", table, errors);
    let clauses = root.required("clauses", table, errors);
    let pieces = root.optional("pieces", table, errors);
    root.finish(errors);

    let mut source = source?;
    let id = source.required("id", name_with_place, errors);
    let title = source.required("title", text, errors);
    let publisher = source.required("publisher", text, errors);
    let date = source.optional("date", date, errors);
    let sha256 = source.required("sha256", sha256, errors);
    let lines = source.required("lines", whole, errors);
    let responds_to = source.optional("responds_to", name_with_place, errors);
    source.finish(errors);

    let pieces = pieces.map(|pieces| pieces_by_wording(pieces, errors)).unwrap_or_default();
    let reader = Clauses { last_line: lines.unwrap_or(u32::MAX), pieces: &pieces };
    let clauses: Vec<DocumentClause> =
        clauses?.into_items().filter_map(|item| reader.clause(item, errors)).collect();
    refuse_pieces_of_nothing(&pieces, &clauses, errors);
    let (id, id_span) = id?;
    if let Some((answered, span)) = &responds_to
        && *answered == id
    {
        let error = Diagnostic::error(Code::TomlUnexpected, "a document does not answer itself");
        errors.push(error.label(*span, "expected the id of another document"));
    }
    Some(Document {
        id,
        id_span,
        title: title?,
        publisher: publisher?,
        date,
        sha256: sha256?,
        lines: lines?,
        responds_to,
        clauses,
        file,
        borrowed: false,
    })
}

fn name_with_place(item: Item, errors: &mut Mistakes) -> Option<(String, Span)> {
    let span = item.span();
    Some((name(item, errors)?, span))
}

/// The pieces of a passage by its fingerprint, with their place.
type KeptPieces = BTreeMap<String, (Vec<Piece>, Span)>;

fn pieces_by_wording(table: Table, errors: &mut Mistakes) -> KeptPieces {
    let expected = format!(
        "six digits for each piece of a passage, as `tipstaff sources fingerprint` prints them, for at most {WORDS} words"
    );
    let is_short = |pieces: &Vec<Piece>| pieces.iter().map(Piece::len).sum::<usize>() <= WORDS;
    let mut pieces = KeptPieces::new();
    for item in table.into_items() {
        let kept = item.read(&expected, errors, |node| match node {
            Node::Text(digits) => Piece::parse_all(digits).filter(is_short),
            _ => None,
        });
        if let Some(kept) = kept {
            pieces.insert(item.name.clone(), (kept, item.span()));
        }
    }
    pieces
}

fn refuse_pieces_of_nothing(pieces: &KeptPieces, clauses: &[DocumentClause], errors: &mut Mistakes) {
    let of_clauses = clauses.iter().flat_map(|clause| &clause.fingerprints);
    let used: BTreeSet<&str> = of_clauses.map(|fingerprint| fingerprint.wording.as_str()).collect();
    for (wording, (_, span)) in pieces.iter().filter(|(wording, _)| !used.contains(wording.as_str())) {
        let message = format!("no clause has the fingerprint {}, whose pieces are kept here", quote(wording));
        errors.push(Diagnostic::error(Code::BadFingerprint, message).label(*span, "belongs to no clause"));
    }
}

/// What reading a clause takes.
struct Clauses<'a> {
    last_line: u32,
    pieces: &'a KeptPieces,
}

impl Clauses<'_> {
    fn clause(&self, item: Item, errors: &mut Mistakes) -> Option<DocumentClause> {
        let (id, span) = (item.name.clone(), item.span());
        if !is_clause_id(&id) {
            let message = format!("a clause cannot be called {}", quote(&id));
            let error = Diagnostic::error(Code::TomlUnexpected, message).label(span, "named here");
            errors.push(error.help("take letters, digits, `-`, `_` and `.`, such as `rec-4.2`"));
        }
        let mut clause = table(item, errors)?;
        let lines = clause.required("lines", |item, errors| printed_at(item, self.last_line, errors), errors);
        let fingerprint = clause.optional("fingerprint", wordings, errors);
        clause.finish(errors);
        let lines = lines?;
        let fingerprints = match fingerprint {
            None => Vec::new(),
            Some((wordings, place)) => self.of_lines(&lines, &wordings, place, errors)?,
        };
        Some(DocumentClause { id, lines, fingerprints, span })
    }

    /// A fingerprint for every line, where one is given for all or one for each.
    fn of_lines(
        &self,
        lines: &[u32],
        wordings: &[String],
        place: Span,
        errors: &mut Mistakes,
    ) -> Option<Vec<Fingerprint>> {
        if wordings.len() != 1 && wordings.len() != lines.len() {
            let message = format!("{} fingerprints are given for {} lines", wordings.len(), lines.len());
            let error = Diagnostic::error(Code::BadFingerprint, message).label(place, "given here");
            errors.push(error.help("give one for each line, or one alone where all lines say the same"));
            return None;
        }
        let wordings = wordings.iter().cycle().take(lines.len());
        let fingerprint = |wording: &String| {
            let pieces = self.pieces.get(wording).map(|(pieces, _)| pieces.clone()).unwrap_or_default();
            Fingerprint { wording: wording.clone(), pieces }
        };
        Some(wordings.map(fingerprint).collect())
    }
}

fn is_clause_id(id: &str) -> bool {
    !id.is_empty()
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// One fingerprint or several, with their place.
fn wordings(item: Item, errors: &mut Mistakes) -> Option<(Vec<String>, Span)> {
    let place = item.span();
    let wordings = match item.value.node {
        Node::List(_) => list_of(wording)(item, errors)?,
        _ => vec![wording(item, errors)?],
    };
    Some((wordings, place))
}

fn wording(item: Item, errors: &mut Mistakes) -> Option<String> {
    item.read("a fingerprint of 16 hexadecimal digits in small letters", errors, |node| match node {
        Node::Text(digits) if Fingerprint::is_wording(digits) => Some(digits.clone()),
        _ => None,
    })
}

/// The lines of a clause; without any it would be a clause of which nothing could ever be wrong.
fn printed_at(item: Item, last_line: u32, errors: &mut Mistakes) -> Option<Vec<u32>> {
    if matches!(&item.value.node, Node::List(parts) if parts.is_empty()) {
        item.reject("one line number or more", errors);
        return None;
    }
    let mut given = BTreeSet::new();
    list_of(|item, errors| {
        let span = item.value.span;
        let line = line(item, last_line, errors)?;
        if !given.insert(line) {
            let error = Diagnostic::error(Code::TomlUnexpected, format!("line {line} is given twice"));
            errors.push(error.label(span, "again here"));
        }
        Some(line)
    })(item, errors)
}

fn line(item: Item, last_line: u32, errors: &mut Mistakes) -> Option<u32> {
    let expected = format!("line numbers from 1 to {last_line}, the document's last");
    item.read(&expected, errors, |node| match node {
        Node::Number(digits) => digits.parse().ok().filter(|line| (1..=last_line).contains(line)),
        _ => None,
    })
}
