//! The cells of one column of an extract as they are read. What a text stands for is found out once.

use hashbrown::HashMap;

use crate::pack::rule::{Column, Pack};
use crate::pack::{Base, Id, Partial};
use crate::tables::cell::{self, written};
use crate::tables::mistake::Problem;
use crate::tables::{Cell, cells::Builder};

/// How many texts are remembered, and how long they may be.
const REMEMBERED: usize = 1 << 14;
const LENGTH: usize = 40;

/// How many distinct values have a number before all are forgotten. More are of no use, and would fill the memory.
const NUMBERED: usize = 1 << 16;

/// A column that is being read.
pub(super) struct ColumnReader<'p> {
    pack: &'p Pack,
    pub(super) column: Id<Column>,
    /// Whether it holds texts, or keys that are texts, so that there is nothing to remember.
    are_texts: bool,
    /// Whether spaces around them do not count.
    are_keys: bool,
    /// The number of what a text stands for. It is only ever looked into, never iterated.
    known: HashMap<Box<str>, u32>,
    unknown: Partial,
    pub(super) cells: Builder,
}

/// A cell that has been read and is not yet in its column.
pub(super) enum Read<'t> {
    Number(u32),
    Text(&'t str),
    Key(String),
}

impl<'p> ColumnReader<'p> {
    pub(super) fn of(pack: &'p Pack, column: Id<Column>) -> ColumnReader<'p> {
        let Column { ty, key, .. } = pack.columns[column];
        ColumnReader {
            pack,
            column,
            are_texts: written(pack, ty.base) == Base::Text,
            are_keys: key || matches!(ty.base, Base::Row(_)),
            known: HashMap::new(),
            unknown: Partial::unknown(ty, pack.members(ty.base)),
            cells: Builder::as_given(ty),
        }
    }

    /// Forgets all values, where there are very many.
    pub(super) fn forget_where_too_many(&mut self) {
        let (_, distinct) = self.cells.numbering();
        if distinct > NUMBERED {
            self.known.clear();
            self.cells.restart();
        }
    }

    /// What a cell holds.
    pub(super) fn read<'t>(&mut self, text: &'t str) -> Result<Read<'t>, Problem> {
        if self.are_texts {
            let trimmed = text.trim();
            // What a program writes for a formula without a result begins with one of these.
            if !trimmed.is_empty() && !trimmed.starts_with(['#', 'E']) {
                return Ok(Read::Text(if self.are_keys { trimmed } else { text }));
            }
        } else if let Some(number) = self.known.get(text) {
            return Ok(Read::Number(*number));
        }
        let number = match cell::read(self.pack, self.column, text)? {
            Some(Cell::Reference(key)) => return Ok(Read::Key(key)),
            Some(Cell::Known(known)) => return Ok(self.keep(text, &known)),
            None => self.cells.code_of(&self.unknown),
        };
        self.remember(text, number);
        Ok(Read::Number(number))
    }

    fn keep<'t>(&mut self, text: &'t str, known: &Partial) -> Read<'t> {
        if let (true, crate::pack::Known::Text(Some(known))) = (self.are_texts, &known.known) {
            return Read::Key(known.to_string());
        }
        let number = self.cells.code_of(known);
        self.remember(text, number);
        Read::Number(number)
    }

    fn remember(&mut self, text: &str, number: u32) {
        if !self.are_texts && text.len() <= LENGTH && self.known.len() < REMEMBERED {
            self.known.insert(Box::from(text), number);
        }
    }

    /// What stands for a cell that could not be read.
    pub(super) fn unread<'t>(&mut self) -> Read<'t> {
        Read::Number(self.cells.code_of(&self.unknown))
    }

    /// Puts a cell into the column.
    pub(super) fn push(&mut self, read: &Read<'_>) {
        match read {
            Read::Number(number) => self.cells.push_code(*number),
            Read::Text(text) => self.cells.push_text(text),
            Read::Key(key) => self.cells.push_text(key),
        }
    }
}
