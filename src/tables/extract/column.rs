//! The cells of one column of an extract as they are read. What a text stands for is found out once.

use hashbrown::HashMap;

use crate::pack::rule::{Column, Pack};
use crate::pack::{Base, Id, Partial};
use crate::tables::cell::{self, written};
use crate::tables::mistake::Problem;
use crate::tables::{Cell, cells::Builder};

/// How many texts are remembered, and how long they may be.
pub(super) const REMEMBERED: usize = 1 << 14;
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
    /// The numbers of what short texts and longer ones stand for. They are only ever looked into, never iterated.
    known: HashMap<u128, u32>,
    known_longer: HashMap<Box<[u8]>, u32>,
    /// Of a column of dates, one more than the number of each day as it is mostly written, and 0 where it has none.
    known_days: Vec<u32>,
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
            known_longer: HashMap::new(),
            known_days: vec![0; if ty.base == Base::Date { DAYS } else { 0 }],
            unknown: Partial::unknown(ty, pack.members(ty.base)),
            cells: Builder::as_given(ty),
        }
    }

    /// Forgets all values, where there are very many.
    pub(super) fn forget_where_too_many(&mut self) {
        let (_, distinct) = self.cells.numbering();
        if distinct > NUMBERED {
            self.known.clear();
            self.known_longer.clear();
            self.known_days.fill(0);
            self.cells.restart();
        }
    }

    /// Reads the next cell, of text that is UTF-8. One that cannot be read is not known.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(super) fn read(&mut self, cell: &[u8]) -> Result<(), Problem> {
        if let Some(number) = self.number(cell) {
            self.cells.push_code(number);
            return Ok(());
        }
        let text = std::str::from_utf8(cell).unwrap_or_default();
        if self.are_texts {
            let is_plain = cell
                .first()
                .zip(cell.last())
                .is_some_and(|(first, last)| first.is_ascii_graphic() && last.is_ascii_graphic());
            let trimmed = if is_plain { text } else { text.trim() };
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

    fn number(&self, cell: &[u8]) -> Option<u32> {
        if self.are_texts {
            return None;
        }
        if let Some(day) = self.known_days.get(day(cell)) {
            return day.checked_sub(1);
        }
        match short(cell) {
            Some(short) => self.known.get(&short).copied(),
            None => self.known_longer.get(cell).copied(),
        }
    }

    /// Reads the next cell, of a text of which nobody has seen to it that it holds no byte 0. With one it would not be told
    /// apart from others, and is not known.
    ///
    /// # Errors
    /// Why it cannot be read.
    #[cfg(feature = "parquet")]
    pub(super) fn read_any(&mut self, text: &str) -> Result<(), Problem> {
        if memchr::memchr(0, text.as_bytes()).is_none() {
            return self.read(text.as_bytes());
        }
        let number = self.cells.code_of(&self.unknown);
        self.cells.push_code(number);
        Err(cell::with_nul(self.pack, self.column, text))
    }

    /// The number of the value that has been read last, where the column is kept by its values.
    #[cfg(feature = "parquet")]
    pub(super) fn last_number(&self) -> Option<u32> {
        let cells = self.cells.cells();
        u32::try_from(cells.code(cells.count().checked_sub(1)?)?).ok()
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
        let remembered = self.known.len().saturating_add(self.known_longer.len());
        if self.are_texts || text.len() > LENGTH || remembered >= REMEMBERED {
            return;
        }
        if let Some(day) = self.known_days.get_mut(day(text.as_bytes())) {
            *day = number.saturating_add(1);
            return;
        }
        match short(text.as_bytes()) {
            Some(short) => drop(self.known.insert(short, number)),
            None => drop(self.known_longer.insert(Box::from(text.as_bytes()), number)),
        }
    }
}

/// The first year of those whose days have a place, and how many places there are.
const FIRST_YEAR: usize = 1900;
const DAYS: usize = 200 * 12 * 31;

/// The place of a day that is written as `2026-10-31`; behind all places of anything else. Whether there is such a day does
/// not matter, since only what could be read is ever put there.
fn day(text: &[u8]) -> usize {
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_usize, |number, byte| {
            let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
            number.checked_mul(10)?.checked_add(usize::from(digit))
        })
    };
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return usize::MAX };
    let place = || {
        let year = number(&[*y1, *y2, *y3, *y4])?.checked_sub(FIRST_YEAR)?;
        let (month, day) = (number(&[*m1, *m2])?.checked_sub(1)?, number(&[*d1, *d2])?.checked_sub(1)?);
        if month > 11 || day > 30 {
            return None;
        }
        year.checked_mul(12)?.checked_add(month)?.checked_mul(31)?.checked_add(day)
    };
    place().unwrap_or(usize::MAX)
}

/// A text of few bytes as a number. No text holds the byte 0, so that each is another number.
fn short(text: &[u8]) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..text.len())?.copy_from_slice(text);
    Some(u128::from_le_bytes(bytes))
}
