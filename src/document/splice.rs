//! Another text in the place of one table of a TOML file. Every other byte stays as it is: comments, line breaks and a
//! byte order mark included, which a file that is parsed and printed again would lose.

use std::ops::Range;

use super::{Item, Mistakes, Node, Table, Value, parse};
use crate::source::{FileId, Span};

/// The text with `lines`, which end in line breaks and begin with the header of the table, in the place of what it holds
/// of the table now, or else behind everything. Nothing where either text is no TOML.
pub fn with_table(file: FileId, text: &str, name: &str, lines: &str) -> Option<String> {
    let root = without_mistakes(file, text)?;
    let found = Found::of(text, &root, name);
    let uses_returns = text.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r'));
    let (line_break, lines) =
        if uses_returns { ("\r\n", lines.replace('\n', "\r\n")) } else { ("\n", lines.to_owned()) };
    let mut spliced = String::with_capacity(text.len().saturating_add(lines.len()));
    let (mut copied, mut placed) = (0, false);
    for Part { range, has_header } in found.parts {
        spliced.push_str(text.get(copied..range.start)?);
        if has_header && !placed {
            spliced.push_str(&lines);
            placed = true;
        }
        copied = range.end;
    }
    spliced.push_str(text.get(copied..)?);
    if !placed {
        if !spliced.is_empty() && !spliced.ends_with('\n') {
            spliced.push_str(line_break);
        }
        if !spliced.is_empty() && !spliced.ends_with(&line_break.repeat(2)) {
            spliced.push_str(line_break);
        }
        spliced.push_str(&lines);
    }
    without_mistakes(file, &spliced).map(|_| spliced)
}

/// The tree of a text in which nothing is wrong: of another the places are guesses.
fn without_mistakes(file: FileId, text: &str) -> Option<Table> {
    let mut mistakes = Mistakes::default();
    parse(file, text, &mut mistakes).filter(|_| !mistakes.has_errors())
}

/// A text in quotes as TOML reads it.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            _ if character.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(character))),
            _ => quoted.push(character),
        }
    }
    quoted + "\""
}

/// Whole lines of the file that hold the table, in order.
struct Found {
    parts: Vec<Part>,
}

struct Part {
    range: Range<usize>,
    /// Whether it begins with a header, so that another table can stand in its place.
    has_header: bool,
}

impl Found {
    fn of(text: &str, root: &Table, name: &str) -> Found {
        let mut own = Vec::new();
        root.items.iter().filter(|item| item.name == name).for_each(|item| spans(item, &mut own));
        let mut headers = Vec::new();
        root.items.iter().for_each(|item| add_headers(text, &item.value, item.name == name, &mut headers));
        headers.sort_by_key(|(start, _)| *start);
        let mut found = Found { parts: Vec::new() };
        let before_headers = headers.first().map_or(text.len(), |(start, _)| *start);
        for span in own.iter().filter(|span| span.start < before_headers) {
            found.add(lines_of(text, span.clone()), false);
        }
        let ends = headers.iter().skip(1).map(|(start, _)| *start).chain([text.len()]);
        let mut goes_on = false;
        for ((start, is_own), end) in headers.iter().zip(ends) {
            if *is_own {
                let within = own.iter().filter(|span| (*start..end).contains(&span.start));
                let last = within.map(|span| span.end.min(end)).max().unwrap_or(*start);
                let range = lines_of(text, *start..last);
                match found.parts.last_mut().filter(|_| goes_on) {
                    Some(part) => part.range.end = range.end,
                    None => found.parts.push(Part { range, has_header: true }),
                }
            }
            goes_on = *is_own;
        }
        found
    }

    fn add(&mut self, range: Range<usize>, has_header: bool) {
        match self.parts.last_mut().filter(|part| range.start < part.range.end) {
            Some(part) => part.range.end = part.range.end.max(range.end),
            None => self.parts.push(Part { range, has_header }),
        }
    }
}

/// Every place of an item and of all that is in it, in the order of the file.
fn spans(item: &Item, found: &mut Vec<Range<usize>>) {
    let mut pending: Vec<(Option<Span>, &Value)> = vec![(Some(item.key_span), &item.value)];
    while let Some((key, value)) = pending.pop() {
        found.extend(key.map(Span::range));
        match &value.node {
            // The span of a table is its header, or reaches no further than what is in it.
            Node::Table(table) => {
                found.push(value.span.range());
                pending.extend(table.items.iter().map(|item| (Some(item.key_span), &item.value)));
            }
            Node::List(values) => {
                found.push(value.span.range());
                pending.extend(values.iter().map(|value| (None, value)));
            }
            _ => found.push(value.span.range()),
        }
    }
    found.sort_by_key(|span| (span.start, span.end));
}

/// Where headers start, and whether they belong to the table.
fn add_headers(text: &str, value: &Value, is_own: bool, found: &mut Vec<(usize, bool)>) {
    let mut pending = vec![value];
    while let Some(value) = pending.pop() {
        match &value.node {
            Node::Table(table) => {
                let start = value.span.range().start;
                if text.get(start..).is_some_and(|text| text.starts_with('[')) {
                    found.push((start, is_own));
                }
                pending.extend(table.items.iter().map(|item| &item.value));
            }
            Node::List(values) => pending.extend(values),
            _ => {}
        }
    }
}

/// The whole lines that a place is on, without a byte order mark.
fn lines_of(text: &str, place: Range<usize>) -> Range<usize> {
    const MARK: char = '\u{feff}';
    let before = text.get(..place.start).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
    let mark = if line == 0 && text.starts_with(MARK) { MARK.len_utf8() } else { 0 };
    let behind = text.get(place.end..).unwrap_or_default();
    let end = behind.find('\n').map_or(text.len(), |at| place.end.saturating_add(at).saturating_add(1));
    line.saturating_add(mark)..end
}
