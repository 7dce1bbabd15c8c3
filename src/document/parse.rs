//! From text to the tree, with all syntax errors.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::error::DocumentError;
use super::{Item, Mistakes, Node, Table, Value, duplicate, syntax};
use crate::source::{FileId, Span};

/// How many bytes are read at all.
const MAX_BYTES: usize = 8 << 20;

/// Up to how many bytes all syntax errors are looked for. The parser keeps every error, and a file of nonsense has
/// more errors than bytes; of a larger file only the first is asked for.
const MAX_BYTES_FOR_ALL_ERRORS: usize = 1 << 20;

/// How deep tables and lists may be nested; no format of ours needs more than six.
const MAX_DEPTH: usize = 32;

/// Parses a file. Values that are broken in themselves, and keys given twice, are reported and reading can go on
/// without them; where the structure is broken, nothing is given, because whatever a reader then missed or found
/// might be the parser's guess.
pub fn parse(file: FileId, text: &str, errors: &mut Mistakes) -> Option<Table> {
    if text.len() > MAX_BYTES {
        errors.push(DocumentError::TooLarge { at: Span::new(file, 0..0), limit: MAX_BYTES });
        return None;
    }
    let (tree, mistakes) = parse_toml(text);
    let (duplicates, mistakes): (Vec<Error>, Vec<Error>) =
        mistakes.into_iter().partition(syntax::is_duplicate);
    duplicate::report(file, text, &duplicates, errors);
    syntax::report(file, text, &mistakes, errors);

    let starts = mistakes.iter().map(|mistake| syntax::place(mistake).start);
    let mut builder = Builder { file, damage: starts.collect(), too_deep: None };
    let root = builder.table(tree, Span::new(file, 0..0), 0);
    if let Some(at) = builder.too_deep {
        errors.push(DocumentError::TooDeep { at, limit: MAX_DEPTH });
    }
    (builder.damage.is_empty() && builder.too_deep.is_none()).then_some(root)
}

fn parse_toml(text: &str) -> (DeTable<'_>, Vec<Error>) {
    if text.len() <= MAX_BYTES_FOR_ALL_ERRORS {
        let (tree, mistakes) = DeTable::parse_recoverable(text);
        return (tree.into_inner(), look_past_keys_without_value(text, mistakes));
    }
    match DeTable::parse(text) {
        Ok(tree) => (tree.into_inner(), Vec::new()),
        Err(mistake) => (DeTable::new(), vec![mistake]),
    }
}

/// The parser reads no values behind a key without one, and so misses what is wrong with them. Where there is such a
/// key, the text is parsed once more with its line left blank.
fn look_past_keys_without_value(text: &str, mut mistakes: Vec<Error>) -> Vec<Error> {
    mistakes.sort_by_key(|mistake| syntax::place(mistake).start);
    if mistakes.iter().any(syntax::is_key_without_value) {
        mistakes.retain(syntax::is_key_without_value);
        let places: BTreeSet<usize> = mistakes.iter().map(|mistake| syntax::place(mistake).start).collect();
        let mut readable = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            let start = readable.len();
            // A place behind the last character of a file without a last line break is on the last line.
            let end = start.saturating_add(line.len()).saturating_add(usize::from(!line.ends_with('\n')));
            if places.range(start..end).next().is_some() {
                readable.push_str(&" ".repeat(line.len().saturating_sub(1)));
                readable.push('\n');
            } else {
                readable.push_str(line);
            }
        }
        let (tree, rest) = DeTable::parse_recoverable(&readable);
        dismantle(DeValue::Table(tree.into_inner()));
        mistakes.extend(rest);
        mistakes.sort_by_key(|mistake| syntax::place(mistake).start);
    }
    mistakes
}

/// Makes our tree of the parser's.
struct Builder {
    file: FileId,
    /// Where the syntax errors are that no value has accounted for yet.
    damage: BTreeSet<usize>,
    /// The first value beyond the depth limit.
    too_deep: Option<Span>,
}

impl Builder {
    fn table(&mut self, table: DeTable<'_>, span: Span, depth: usize) -> Table {
        let mut items: Vec<Item> = table
            .into_iter()
            .map(|(key, value)| {
                let key_span = Span::new(self.file, key.span());
                let mut value = self.value(value, depth);
                // A table that a dot in a key opens has no text of its own; it reaches to the end of its first item.
                if let (true, Node::Table(table)) = (value.span == key_span, &value.node) {
                    value.span = table.items.first().map_or(key_span, |item| key_span.to(item.span()));
                }
                Item { key_span, name: key.into_inner().into_owned(), value }
            })
            .collect();
        // The parser orders keys by the alphabet; messages and results follow the file.
        items.sort_by_key(|item| item.key_span);
        Table::new(span, items)
    }

    fn value(&mut self, value: Spanned<DeValue<'_>>, depth: usize) -> Value {
        let range = value.span();
        let span = Span::new(self.file, range.clone());
        let value = value.into_inner();
        let is_scalar = !matches!(value, DeValue::Array(_) | DeValue::Table(_));
        let depth = depth.saturating_add(1);
        let node = if depth > MAX_DEPTH {
            self.too_deep.get_or_insert(span);
            dismantle(value);
            Node::Damaged
        } else if is_scalar && self.take_damage(&range) {
            Node::Damaged
        } else {
            self.node(value, span, depth)
        };
        Value { node, span }
    }

    fn node(&mut self, value: DeValue<'_>, span: Span, depth: usize) -> Node {
        match value {
            DeValue::String(text) => Node::Text(text.into_owned()),
            DeValue::Integer(number) => Node::Number(number.to_string()),
            DeValue::Float(number) => Node::Number(number.to_string()),
            DeValue::Boolean(flag) => Node::Bool(flag),
            DeValue::Datetime(date) => Node::Date(date.to_string()),
            DeValue::Array(values) => {
                Node::List(values.into_iter().map(|value| self.value(value, depth)).collect())
            }
            DeValue::Table(table) => Node::Table(self.table(table, span, depth)),
        }
    }

    /// Whether a syntax error lies in or right behind this value; it is then accounted for.
    fn take_damage(&mut self, range: &Range<usize>) -> bool {
        let within: Vec<usize> = self.damage.range(range.start..=range.end).copied().collect();
        within.iter().for_each(|start| {
            self.damage.remove(start);
        });
        !within.is_empty()
    }
}

/// Drops a value without recursion: dots in keys within braces within braces nest thousands of tables, and
/// dropping them the usual way overflows a small stack.
pub(super) fn dismantle(value: DeValue<'_>) {
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        match value {
            DeValue::Array(values) => rest.extend(values.into_iter().map(Spanned::into_inner)),
            DeValue::Table(table) => rest.extend(table.into_iter().map(|(_, value)| value.into_inner())),
            _ => {}
        }
    }
}
