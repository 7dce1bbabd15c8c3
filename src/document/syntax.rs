//! The parser's messages in our words.

use std::ops::Range;

use toml::de::Error;

use super::Mistakes;
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::source::{FileId, Span};

/// Where the parser found a mistake.
pub(super) fn place(mistake: &Error) -> Range<usize> {
    mistake.span().unwrap_or(0..0)
}

/// Whether a key is given twice, or both as a value and as a table.
pub(super) fn is_duplicate(mistake: &Error) -> bool {
    let message = mistake.message();
    message == "duplicate key" || message.starts_with("cannot extend value")
}

/// Whether a key has no `=` and value.
pub(super) fn is_key_without_value(mistake: &Error) -> bool {
    mistake.message().starts_with("key with no value")
}

/// Reports all other mistakes; they are in the order of the text. An open bracket makes nonsense of all that follows,
/// so where one is never closed, the first mistake is the only one worth reading.
pub(super) fn report(file: FileId, text: &str, mistakes: &[Error], errors: &mut Mistakes) {
    let is_unclosed = |mistake: &Error| {
        ["unclosed array", "unclosed inline"].iter().any(|m| mistake.message().starts_with(m))
    };
    let unclosed = mistakes.iter().any(is_unclosed);
    let first_in_brackets = mistakes.iter().position(|mistake| in_brackets(mistake.message()).is_some());
    let worth_reading = match first_in_brackets {
        Some(first) if unclosed => first.saturating_add(1),
        _ => mistakes.len(),
    };
    for mistake in mistakes.iter().take(worth_reading) {
        errors.push(SyntaxError { file, text, mistake });
    }
}

/// A mistake that the parser found in a text.
struct SyntaxError<'a> {
    file: FileId,
    text: &'a str,
    mistake: &'a Error,
}

impl From<SyntaxError<'_>> for Diagnostic {
    fn from(SyntaxError { file, text, mistake }: SyntaxError<'_>) -> Diagnostic {
        let place = place(mistake);
        let found = text.get(place.clone()).unwrap_or("");
        let (message, help) = in_our_words(mistake.message(), found, text.get(place.end..).unwrap_or(""));
        Diagnostic::error(Code::TomlSyntax, message).label(Span::new(file, place), "here").maybe_help(help)
    }
}

/// Message and help for a mistake at `found`, with `rest` behind it.
fn in_our_words(message: &str, found: &str, rest: &str) -> (String, Option<String>) {
    let (what, _) = message.split_once(", expected").unwrap_or((message, ""));
    if let Some(expected) = in_brackets(what) {
        return (expected.to_owned(), None);
    }
    let (message, help) = match what {
        "string values must be quoted" => return unquoted(found),
        "invalid date" | "invalid datetime" | "invalid time" => {
            return (
                format!("{} is not a date", quote(found)),
                Some("write year, month and day as `2026-06-01`".to_owned()),
            );
        }
        "invalid boolean" => return unquoted(found),
        "key with no value" => ("expected `=` and a value after the key", ""),
        "unclosed table" => ("expected `]` at the end of the header", ""),
        "unclosed array table" => ("expected `]]` at the end of the header", ""),
        "unexpected key or value" if rest.starts_with(',') => {
            ("expected the end of the line", "write numbers without commas: `1000`")
        }
        "unexpected key or value" | "unexpected content" => ("expected the end of the line", ""),
        "invalid unquoted key" => (
            "a key without quotes is made of the letters a to z, digits, `-` and `_`",
            "put the key in double quotes, or check its spelling",
        ),
        "unquoted keys cannot be empty" => ("expected a key", ""),
        "missing escaped value" | "too few unicode value digits" => (
            "a single `\\` in double quotes has a meaning of its own",
            "write `/` in paths, or `\\\\` for one `\\`",
        ),
        "carriage return must be followed by newline" => {
            ("expected the end of the line", "save the file with ordinary line ends")
        }
        "unexpected leading zero" => ("numbers have no leading zeros", ""),
        "recursion limit" => ("tables or lists are nested too deeply", ""),
        other if other.starts_with("cannot recurse") => ("tables or lists are nested too deeply", ""),
        other if other.starts_with("invalid") && other.ends_with("string") => (
            "the text has no closing quote, or holds a character that cannot be seen",
            "end the text with a quote",
        ),
        _ => return (message.to_owned(), None),
    };
    (message.to_owned(), (!help.is_empty()).then(|| help.to_owned()))
}

/// What is expected inside a list or braces, where the parser's message is about them.
fn in_brackets(message: &str) -> Option<&'static str> {
    let (what, _) = message.split_once(", expected").unwrap_or((message, ""));
    match what {
        "missing comma between array elements" | "unclosed array" | "unexpected `=` in array" => {
            Some("expected `,` or `]` in the list")
        }
        "extra comma in array" => Some("expected a value between the commas"),
        "extra comma in inline table" => Some("expected a key and a value between the commas"),
        "missing comma between key-value pairs" | "unclosed inline table" => {
            Some("expected `,` or `}` in the table")
        }
        "missing assignment between key-value pairs"
        | "missing key for inline table element"
        | "invalid inline table element"
        | "missing value for key" => Some("expected a key, `=` and a value in the table"),
        _ => None,
    }
}

/// A value without quotes that is no number, date, `true` or `false`.
fn unquoted(found: &str) -> (String, Option<String>) {
    let is_curly = |character: char| matches!(character, '“' | '”' | '„' | '‘' | '’');
    let is_date = found.split('/').count() == 3 && found.starts_with(|first: char| first.is_ascii_digit());
    if found.is_empty() {
        ("expected a value after `=`".to_owned(), None)
    } else if found.starts_with(is_curly) {
        let help = "use the straight double quote of the keyboard; office programs turn it into a curly one";
        (format!("{} is in curly quotes", quote(found)), Some(help.to_owned()))
    } else if is_date {
        let help = "write year, month and day as `2026-06-01`";
        (format!("{} is not a date", quote(found)), Some(help.to_owned()))
    } else {
        let help = (found.len() <= 40)
            .then(|| format!("write it in double quotes: {}", quote(&format!("\"{found}\""))));
        (format!("{} should be in quotes", quote(found)), help)
    }
}
