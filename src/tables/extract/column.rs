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
    known: HashMap<Box<[u8]>, u32>,
    unknown: Partial,
    pub(super) cells: Builder,
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

    /// Reads the next cell, of text that is UTF-8. One that cannot be read is not known.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(super) fn read(&mut self, cell: &[u8]) -> Result<(), Problem> {
        if !self.are_texts
            && let Some(number) = self.known.get(cell)
        {
            self.cells.push_code(*number);
            return Ok(());
        }
        let text = std::str::from_utf8(cell).unwrap_or_default();
        if self.are_texts {
            let trimmed = text.trim();
            // What a program writes for a formula without a result begins with one of these.
            if !trimmed.is_empty() && !trimmed.starts_with(['#', 'E']) {
                self.cells.push_text(if self.are_keys { trimmed } else { text });
                return Ok(());
            }
        }
        match cell::read(self.pack, self.column, text) {
            Ok(Some(Cell::Reference(key))) => self.cells.push_text(&key),
            Ok(Some(Cell::Known(known))) => self.push(text, &known),
            Ok(None) => self.push_unknown(text),
            Err(problem) => {
                let number = self.cells.code_of(&self.unknown);
                self.cells.push_code(number);
                return Err(problem);
            }
        }
        Ok(())
    }

    fn push(&mut self, text: &str, known: &Partial) {
        if let (true, crate::pack::Known::Text(Some(known))) = (self.are_texts, &known.known) {
            return self.cells.push_text(known);
        }
        let number = self.cells.code_of(known);
        self.remember(text, number);
        self.cells.push_code(number);
    }

    fn push_unknown(&mut self, text: &str) {
        let number = self.cells.code_of(&self.unknown);
        self.remember(text, number);
        self.cells.push_code(number);
    }

    fn remember(&mut self, text: &str, number: u32) {
        if !self.are_texts && text.len() <= LENGTH && self.known.len() < REMEMBERED {
            self.known.insert(Box::from(text.as_bytes()), number);
        }
    }
}
