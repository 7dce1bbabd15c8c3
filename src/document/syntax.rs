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
    what(mistake) == "duplicate key" || what(mistake).starts_with("cannot extend value")
}

/// Whether a key has no `=` and value.
pub(super) fn is_key_without_value(mistake: &Error) -> bool {
    what(mistake) == "key with no value"
}

/// Reports all other mistakes; they are in the order of the text. An open bracket makes nonsense of all that follows,
/// so where one is never closed, the first mistake is the only one worth reading.
pub(super) fn report(file: FileId, text: &str, mistakes: &[Error], errors: &mut Mistakes) {
    let unclosed =
        mistakes.iter().any(|mistake| matches!(what(mistake), "unclosed array" | "unclosed inline table"));
    let first_in_brackets = mistakes.iter().position(|mistake| in_brackets(mistake).is_some());
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
        let (message, help) = in_our_words(mistake, found, text.get(place.end..).unwrap_or(""));
        Diagnostic::error(Code::TomlSyntax, message).label(Span::new(file, place), "here").maybe_help(help)
    }
}

/// A message, and what to do.
type Words = (String, Option<String>);

/// The parser's messages, ours for the same, and what to do.
const WORDS: [(&str, &str, Option<&str>); 13] = [
    ("key with no value", "expected `=` and a value after the key", None),
    ("unclosed table", "expected `]` at the end of the header", None),
    ("unclosed array table", "expected `]]` at the end of the header", None),
    ("unexpected key or value", "expected the end of the line", None),
    ("unexpected content", "expected the end of the line", None),
    (
        "invalid unquoted key",
        "a key without quotes is made of the letters a to z, digits, `-` and `_`",
        Some("put the key in double quotes, or check its spelling"),
    ),
    ("unquoted keys cannot be empty", "expected a key", None),
    ("missing escaped value", LONE_BACKSLASH, Some("write `/` in paths, or `\\\\` for one `\\`")),
    ("too few unicode value digits", LONE_BACKSLASH, Some("write `/` in paths, or `\\\\` for one `\\`")),
    (
        "carriage return must be followed by newline",
        "expected the end of the line",
        Some("save the file with ordinary line ends"),
    ),
    ("unexpected leading zero", "numbers have no leading zeros", None),
    ("recursion limit", TOO_DEEP, None),
    ("cannot recurse further; max recursion depth met", TOO_DEEP, None),
];
const LONE_BACKSLASH: &str = "a single `\\` in double quotes has a meaning of its own";
const TOO_DEEP: &str = "tables or lists are nested too deeply";

/// The parser's messages about lists and tables in braces, and what is expected there.
const IN_BRACKETS: [(&str, &str); 9] = [
    ("missing comma between array elements", "expected `,` or `]` in the list"),
    ("unclosed array", "expected `,` or `]` in the list"),
    ("unexpected `=` in array", "expected `,` or `]` in the list"),
    ("extra comma in array", "expected a value between the commas"),
    ("extra comma in inline table", "expected a key and a value between the commas"),
    ("missing comma between key-value pairs", "expected `,` or `}` in the table"),
    ("unclosed inline table", "expected `,` or `}` in the table"),
    ("missing assignment between key-value pairs", "expected a key, `=` and a value in the table"),
    ("missing key for inline table element", "expected a key, `=` and a value in the table"),
];

/// What the parser says is wrong, without what it would have expected.
fn what(mistake: &Error) -> &str {
    mistake.message().split_once(", expected").map_or(mistake.message(), |(what, _)| what)
}

/// What is expected in a list or in braces, where the mistake is there.
fn in_brackets(mistake: &Error) -> Option<&'static str> {
    let what = what(mistake);
    IN_BRACKETS.iter().find(|(theirs, _)| *theirs == what).map(|(_, ours)| *ours)
}

/// Message and help for a mistake at `found`, with `rest` behind it.
fn in_our_words(mistake: &Error, found: &str, rest: &str) -> Words {
    let what = what(mistake);
    if let Some(expected) = in_brackets(mistake) {
        return (expected.to_owned(), None);
    }
    match what {
        "string values must be quoted" | "invalid boolean" => unquoted(found),
        "invalid date" | "invalid datetime" | "invalid time" => not_a_date(found),
        "unexpected key or value" if rest.starts_with(',') => (
            "expected the end of the line".to_owned(),
            Some("write numbers without commas: `1000`".to_owned()),
        ),
        _ if what.starts_with("invalid") && what.ends_with("string") => (
            "the text has no closing quote, or holds a character that cannot be seen".to_owned(),
            Some("end the text with a quote".to_owned()),
        ),
        _ => match WORDS.iter().find(|(theirs, ..)| *theirs == what) {
            Some((_, ours, help)) => ((*ours).to_owned(), help.map(str::to_owned)),
            None => (mistake.message().to_owned(), None),
        },
    }
}

fn not_a_date(found: &str) -> Words {
    (format!("{} is not a date", quote(found)), Some("write year, month and day as `2026-06-01`".to_owned()))
}

/// A value without quotes that is no number, date, `true` or `false`.
fn unquoted(found: &str) -> Words {
    let is_curly = |character: char| matches!(character, '“' | '”' | '„' | '‘' | '’');
    let is_date = found.split('/').count() == 3 && found.starts_with(|first: char| first.is_ascii_digit());
    if found.is_empty() {
        ("expected a value after `=`".to_owned(), None)
    } else if found.starts_with(is_curly) {
        let help = "use the straight double quote of the keyboard; office programs turn it into a curly one";
        (format!("{} is in curly quotes", quote(found)), Some(help.to_owned()))
    } else if is_date {
        not_a_date(found)
    } else {
        let help = (found.len() <= 40)
            .then(|| format!("write it in double quotes: {}", quote(&format!("\"{found}\""))));
        (format!("{} should be in quotes", quote(found)), help)
    }
}
