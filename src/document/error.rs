//! What may be wrong with a TOML file whatever it is for.

use crate::diagnostic::{Code, Diagnostic, quote, suggest};
use crate::source::Span;

/// A mistake in a TOML file, as facts.
pub(super) enum DocumentError<'a> {
    /// It is larger than what is read.
    TooLarge { at: Span, limit: usize },
    /// It is nested deeper than what is read.
    TooDeep { at: Span, limit: usize },
    /// A key or name is given twice; `dotted` where one of the two is followed by a dot.
    Duplicate { key: &'a str, again: Span, first: Option<Span>, dotted: bool },
    /// A key that must be there is missing.
    Missing { table: &'a str, key: &'a str, span: Span },
    /// A key is not known.
    Unknown { table: &'a str, key: &'a str, span: Span, known: &'a [&'static str] },
    /// A value is not what was expected.
    Unexpected { name: &'a str, span: Span, expected: &'a str, found: String },
    /// A value is none of a few words.
    UnknownWord { name: &'a str, word: &'a str, span: Span, known: Vec<&'a str> },
}

impl From<DocumentError<'_>> for Diagnostic {
    fn from(error: DocumentError<'_>) -> Diagnostic {
        match error {
            DocumentError::TooLarge { at, limit } => {
                let mebibytes = limit >> 20;
                Diagnostic::error(Code::TooLarge, format!("the file is larger than {mebibytes} MiB"))
                    .label(at, "in this file")
                    .help("long tables of records belong in a CSV or Parquet file of their own")
            }
            DocumentError::TooDeep { at, limit } => Diagnostic::error(
                Code::TomlTooDeep,
                format!("tables or lists are nested more than {limit} deep"),
            )
            .label(at, "too deep from here"),
            DocumentError::Duplicate { key, again, first, dotted } => duplicate(key, again, first, dotted),
            DocumentError::Missing { table, key, span } => {
                Diagnostic::error(Code::TomlMissingKey, format!("{} has no `{key}`", in_words(table)))
                    .label(span, format!("`{key}` is missing here"))
            }
            DocumentError::Unknown { table, key, span, known } => unknown(table, key, span, known),
            DocumentError::Unexpected { name, span, expected, found } => Diagnostic::error(
                Code::TomlUnexpected,
                format!("{} should be {expected}, not {found}", quote(name)),
            )
            .label(span, format!("expected {expected}")),
            DocumentError::UnknownWord { name, word, span, known } => Diagnostic::error(
                Code::TomlUnknownWord,
                format!("{} should be {}, not {}", quote(name), one_of(known.iter().copied()), quote(word)),
            )
            .label(span, "not one of them")
            .maybe_help(suggest::did_you_mean(word, known)),
        }
    }
}

fn duplicate(key: &str, again: Span, first: Option<Span>, dotted: bool) -> Diagnostic {
    let help = if dotted {
        "a dot in a key without quotes opens a table; where it belongs to the name, write `\"R6.1\"` in quotes"
    } else {
        "delete one of the two"
    };
    let error = Diagnostic::error(Code::TomlDuplicate, format!("{} is given twice", quote(key)))
        .label(again, "given again here")
        .help(help);
    match first {
        Some(first) => error.label(first, "given first here"),
        None => error,
    }
}

fn unknown(table: &str, key: &str, span: Span, known: &[&'static str]) -> Diagnostic {
    let place = if table.is_empty() { String::new() } else { format!(" in {}", quote(table)) };
    let help = suggest::did_you_mean(key, known.iter().copied())
        .unwrap_or_else(|| format!("known here: `{}`", known.join("`, `")));
    Diagnostic::error(Code::TomlUnknownKey, format!("{} is not known{place}", quote(key)))
        .label(span, "not known here")
        .help(help)
}

/// A list of words as people say it: `` `a`, `b` or `c` ``.
pub(super) fn one_of<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut quoted: Vec<String> = words.map(|word| format!("`{word}`")).collect();
    match (quoted.pop(), quoted.is_empty()) {
        (None, _) => "nothing".to_owned(),
        (Some(only), true) => only,
        (Some(last), false) => format!("{} or {last}", quoted.join(", ")),
    }
}

fn in_words(table: &str) -> String {
    if table.is_empty() { "the file".to_owned() } else { quote(table) }
}
