//! The clauses of a catalogue file with their fingerprints, as TOML to paste.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::diagnostic::{Code, Diagnostic};
use crate::fingerprint::{Fingerprint, Pieces, WORDS, Wording};
use crate::pack::rule::{Document, DocumentClause};

/// The part of a catalogue file from `[clauses]` on, made anew from the document that it describes.
///
/// # Errors
/// An error for every clause that names a line which the document does not have, or which cannot have a fingerprint.
pub fn write(document: &Document, sha256: &str, wording: &Wording) -> Result<String, Vec<Diagnostic>> {
    let errors: Vec<Diagnostic> =
        document.clauses.iter().flat_map(|clause| mistakes(clause, wording)).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut text = format!("# sha256 = \"{sha256}\"\n# lines  = {}\n\n[clauses]\n", wording.lines());
    let quoted = |clause: &DocumentClause| format!("\"{}\"", clause.id.escape_default());
    let width = document.clauses.iter().map(|clause| quoted(clause).len()).max().unwrap_or(0);
    let mut pieces = String::new();
    let mut kept = BTreeSet::new();
    for clause in &document.clauses {
        let of_line = |line: &u32| wording.fingerprint(wording.line(*line));
        let fingerprints: Vec<Fingerprint> = clause.lines.iter().map(of_line).collect();
        let lines: Vec<String> = clause.lines.iter().map(u32::to_string).collect();
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "{:width$} = {{ lines = [{}]{} }}",
            quoted(clause),
            lines.join(", "),
            given(&fingerprints)
        );
        for fingerprint in fingerprints {
            if kept.insert(fingerprint.wording.clone()) {
                let _ = writeln!(pieces, "{} = \"{}\"", fingerprint.wording, Pieces(&fingerprint.pieces));
            }
        }
    }
    Ok(format!("{text}\n{PIECES_REMARK}[pieces]\n{pieces}"))
}

const PIECES_REMARK: &str =
    "# Six digits for every few words of a fingerprint, to tell where something has changed.\n";

/// One fingerprint where all lines say the same, otherwise one for each.
fn given(fingerprints: &[Fingerprint]) -> String {
    let quoted: Vec<String> =
        fingerprints.iter().map(|fingerprint| format!("\"{}\"", fingerprint.wording)).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [first, rest @ ..] if rest.iter().all(|other| other == first) => format!(", fingerprint = {first}"),
        several => format!(", fingerprint = [{}]", several.join(", ")),
    }
}

fn mistakes(clause: &DocumentClause, wording: &Wording) -> Vec<Diagnostic> {
    let mistake = |line: &u32| {
        let length = wording.line(*line).len();
        let message = match length {
            _ if *line > wording.lines() => {
                format!("line {line} of `{}` is behind the document's last, {}", clause.id, wording.lines())
            }
            0 => format!("line {line} of `{}` has no words", clause.id),
            _ if length > WORDS => {
                format!("line {line} of `{}` has {length} words, more than {WORDS}", clause.id)
            }
            _ => return None,
        };
        Some(Diagnostic::error(Code::BadFingerprint, message).label(clause.span, "named here"))
    };
    clause.lines.iter().filter_map(mistake).collect()
}
