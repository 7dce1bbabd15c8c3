//! TOML files as trees with places, and a reader that lets nothing pass unread: the only door to the `toml` crate.
//!
//! A reader takes keys from a [`Table`] and says what it expects of each; [`Table::finish`] then reports every key
//! that nobody took. [`Mistakes`] are gathered and reading goes on, so that one run finds all of them.

mod duplicate;
mod error;
pub mod field;
mod mistakes;
mod parse;
pub mod splice;
mod syntax;

pub use mistakes::Mistakes;
pub use parse::parse;

use error::DocumentError;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

/// Reads a whole file with `read`: what it makes of the file, where there is nothing wrong, and all that is wrong.
pub fn read<T>(
    file: FileId,
    text: &str,
    read: impl FnOnce(Table, &mut Mistakes) -> Option<T>,
) -> (Option<T>, Vec<Diagnostic>) {
    let mut errors = Mistakes::default();
    let value = parse(file, text, &mut errors).and_then(|root| read(root, &mut errors));
    (value.filter(|_| !errors.has_errors()), errors.into_diagnostics())
}

/// A value with its place.
#[derive(Debug)]
pub struct Value {
    /// What it is.
    pub node: Node,
    /// Where: the whole value, but of a table with a header the header alone.
    pub span: Span,
}

/// The kinds of values. Numbers and dates are kept as they are written, so that nothing is rounded.
#[derive(Debug)]
pub enum Node {
    /// A text in quotes.
    Text(String),
    /// A number.
    Number(String),
    /// A date, a time, or both.
    Date(String),
    /// `true` or `false`.
    Bool(bool),
    /// A list.
    List(Vec<Value>),
    /// A table: with a header, in braces, or opened by dots in a key.
    Table(Table),
    /// Something that the parser has reported already.
    Damaged,
}

/// A value together with the name that messages use for it.
#[derive(Debug)]
pub struct Item {
    /// The key, for a part of a list the key of the list.
    pub name: String,
    /// Where the key is, for a part of a list where the value starts.
    pub key_span: Span,
    /// The value.
    pub value: Value,
}

impl Item {
    /// From the key to the end of the value.
    pub fn span(&self) -> Span {
        self.key_span.to(self.value.span)
    }

    /// What `read` makes of the value. Where it makes nothing, an error says what was expected.
    pub fn read<T>(
        &self,
        expected: &str,
        errors: &mut Mistakes,
        read: impl FnOnce(&Node) -> Option<T>,
    ) -> Option<T> {
        let value = read(&self.value.node);
        if value.is_none() {
            self.reject(expected, errors);
        }
        value
    }

    /// Reports that the value is not what was expected, unless the parser has reported it already.
    pub fn reject(&self, expected: &str, errors: &mut Mistakes) {
        let Some(found) = self.value.node.describe() else { return };
        errors.push(DocumentError::Unexpected { name: &self.name, span: self.span(), expected, found });
    }

    /// Which of `words` the value is, by place; where it is none of them, an error names them and the nearest.
    pub fn read_word<'a>(
        &self,
        words: impl Iterator<Item = &'a str> + Clone,
        errors: &mut Mistakes,
    ) -> Option<usize> {
        let Node::Text(word) = &self.value.node else {
            self.reject(&format!("{} in quotes", error::one_of(words)), errors);
            return None;
        };
        let place = words.clone().position(|known| known == word);
        if place.is_none() {
            let known = words.collect();
            errors.push(DocumentError::UnknownWord { name: &self.name, word, span: self.span(), known });
        }
        place
    }

    /// The parts of a list, each under the list's name; nothing where it is no list.
    pub fn into_parts(self) -> Option<impl Iterator<Item = Item>> {
        let Node::List(values) = self.value.node else { return None };
        let name = self.name;
        Some(values.into_iter().map(move |value| Item { name: name.clone(), key_span: value.span, value }))
    }
}

impl Node {
    /// The value in words, for messages; nothing where the parser has reported it already.
    pub fn describe(&self) -> Option<String> {
        let quote = crate::diagnostic::quote;
        Some(match self {
            Node::Text(text) if text.trim().is_empty() => "an empty text".to_owned(),
            Node::Text(text) => format!("the text {}", quote(text)),
            Node::Number(number) => format!("the number {}", quote(number)),
            Node::Date(date) if date.contains(':') => format!("the time {}", quote(date)),
            Node::Date(date) => format!("the date {}", quote(date)),
            Node::Bool(flag) => format!("`{flag}`"),
            Node::List(values) if values.is_empty() => "an empty list".to_owned(),
            Node::List(values) => format!("a list of {}", values.len()),
            Node::Table(_) => "a table".to_owned(),
            Node::Damaged => return None,
        })
    }
}

/// A table from which a reader takes what it knows.
#[derive(Debug)]
pub struct Table {
    /// What messages call it; empty for the file itself.
    pub name: String,
    /// The header, or the whole table where it is in braces; the start of the file for the file itself.
    pub span: Span,
    items: Vec<Item>,
    asked_for: Vec<&'static str>,
}

impl Table {
    /// A table of these items, in the order of the file.
    pub fn new(span: Span, items: Vec<Item>) -> Table {
        Table { name: String::new(), span, items, asked_for: Vec::new() }
    }

    /// Takes a key that need not be there.
    pub fn take(&mut self, key: &'static str) -> Option<Item> {
        self.asked_for.push(key);
        let at = self.items.iter().position(|item| item.name == key)?;
        Some(self.items.remove(at))
    }

    /// Takes and reads a key that need not be there.
    pub fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(Item, &mut Mistakes) -> Option<T>,
        errors: &mut Mistakes,
    ) -> Option<T> {
        read(self.take(key)?, errors)
    }

    /// Takes and reads a key that must be there.
    pub fn required<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(Item, &mut Mistakes) -> Option<T>,
        errors: &mut Mistakes,
    ) -> Option<T> {
        let item = self.take(key);
        if item.is_none() {
            errors.push(DocumentError::Missing { table: &self.name, key, span: self.span });
        }
        read(item?, errors)
    }

    /// Whether a key is (still) there.
    pub fn has(&self, key: &str) -> bool {
        self.items.iter().any(|item| item.name == key)
    }

    /// All that is left, in the order of the file.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Whether nothing is left to take.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// All that is left, in the order of the file: for tables whose keys are the user's own names.
    pub fn into_items(self) -> impl Iterator<Item = Item> {
        self.items.into_iter()
    }

    /// Reports every key that nobody took.
    pub fn finish(self, errors: &mut Mistakes) {
        for item in &self.items {
            let unknown = DocumentError::Unknown {
                table: &self.name,
                key: &item.name,
                span: item.key_span,
                known: &self.asked_for,
            };
            errors.push(unknown);
        }
    }
}
