//! A stretch of whole records, read on its own.

use super::column::ColumnReader;
use super::header::Header;
use super::record::{Quotes, Reader};
use crate::pack::Id;
use crate::pack::rule::{Column, Pack, Table};
use crate::tables::mistake::{Mistake, Mistakes, Problem, RowProblem};
use crate::tables::{Place, Places};

/// A stretch of records as it is read.
pub(super) struct Block<'b, 'p> {
    pack: &'p Pack,
    table: Id<Table>,
    header: &'b Header,
    /// The columns that are read, in the order of the file, with the place of their cells in a record.
    readers: &'b mut [(usize, ColumnReader<'p>)],
    places: Places,
    found: Found,
}

/// What reading a stretch of records found, beside its rows.
#[derive(Default)]
pub(super) struct Found {
    pub(super) mistakes: Mistakes,
    /// Whether rows of the file are not among the rows.
    pub(super) lacks_rows: bool,
    /// The lines of blank records before any other, and of those behind the last other one.
    pub(super) leading: Option<(u64, u64)>,
    pub(super) trailing: Option<(u64, u64)>,
    /// Whether there is a record that is not blank.
    pub(super) has_records: bool,
}

impl<'b, 'p> Block<'b, 'p> {
    pub(super) fn of(
        pack: &'p Pack,
        table: Id<Table>,
        header: &'b Header,
        readers: &'b mut [(usize, ColumnReader<'p>)],
    ) -> Block<'b, 'p> {
        let found = Found { lacks_rows: !header.is_keyed, ..Found::default() };
        Block { pack, table, header, readers, places: Places::default(), found }
    }

    /// Reads lines without quotation marks, of which none is empty. The bytes are UTF-8, and commas and line ends are
    /// characters of their own, so that each cell is UTF-8 too.
    pub(super) fn lines(&mut self, text: &str, first_line: u64) {
        let mut reader = simd_csv::TotalReaderBuilder::new().has_headers(false).from_bytes(text.as_bytes());
        let mut record = simd_csv::ByteRecord::new();
        let mut line = first_line;
        while reader.read_byte_record(&mut record) {
            if record.iter().next().is_none_or(may_be_blank) && is_blank(&record) {
                self.blank(line);
            } else {
                self.row(line, record.len(), record.iter());
            }
            line = line.saturating_add(1);
        }
    }

    /// Reads records with every care, up to one that is broken off: where that is, and on which line.
    pub(super) fn records(&mut self, text: &str, first_line: u64, is_last: bool) -> (usize, u64) {
        let mut reader = Reader::of(text, first_line, is_last);
        while let Some(record) = reader.next() {
            let misquoted = record.misquoted();
            if misquoted.is_none() && record.is_blank() {
                let line = record.line;
                self.blank(line);
                continue;
            }
            let Some((cell, quotes)) = misquoted else {
                self.row(record.line, record.cells.len(), record.cells.iter().map(str::as_bytes));
                continue;
            };
            let column = self.header.columns.get(cell).copied().flatten();
            self.leave_out(record.line, column, RowProblem::from(quotes));
            if quotes == Quotes::NeverClosed {
                let first_line = record.first_line();
                reader.go_on_behind(first_line);
            }
        }
        reader.read_up_to()
    }

    /// Goes behind the first line of a text of which the first record is broken off, where a quotation mark in it is never
    /// closed: where that is, and on which line.
    pub(super) fn broken_off(&mut self, text: &str, first_line: u64) -> (usize, u64) {
        let mut reader = Reader::of(text, first_line, true);
        let Some(record) = reader.next() else { return (0, first_line) };
        let Some((cell, quotes @ Quotes::NeverClosed)) = record.misquoted() else { return (0, first_line) };
        let column = self.header.columns.get(cell).copied().flatten();
        self.leave_out(record.line, column, RowProblem::from(quotes));
        let end = record.first_line();
        reader.go_on_behind(end);
        reader.read_up_to()
    }

    fn blank(&mut self, line: u64) {
        let lines = if self.found.has_records { &mut self.found.trailing } else { &mut self.found.leading };
        *lines = Some((lines.map_or(line, |(first, _)| first), line));
    }

    /// A record that is not blank ends the blank ones before it.
    fn end_blank(&mut self) {
        self.found.has_records = true;
        if let Some((first, last)) = self.found.trailing.take() {
            self.report(first, None, Problem::Row(RowProblem::Blank { last }));
        }
    }

    fn row<'t>(&mut self, line: u64, count: usize, cells: impl Iterator<Item = &'t [u8]>) {
        self.end_blank();
        let columns = self.header.columns.len();
        if count != columns {
            self.leave_out(line, None, RowProblem::Ragged { cells: count, columns });
            return;
        }
        let mut is_found_by_its_key = self.header.is_keyed;
        let mut cells = cells.enumerate();
        let mut mistaken: Vec<(Id<Column>, Problem)> = Vec::new();
        for (at, column) in &mut *self.readers {
            let text = cells.find(|(place, _)| place == at).map(|(_, text)| text).unwrap_or_default();
            if let Err(problem) = column.read(text) {
                is_found_by_its_key &= !self.pack.columns[column.column].key;
                mistaken.push((column.column, problem));
            }
        }
        for (column, problem) in mistaken {
            self.report(line, Some(column), problem);
        }
        if is_found_by_its_key {
            self.places.push(Place::Line(line));
        } else {
            self.readers.iter_mut().for_each(|(_, column)| column.cells.pop());
            self.found.lacks_rows = true;
        }
    }

    pub(super) fn leave_out(&mut self, line: u64, column: Option<Id<Column>>, problem: RowProblem) {
        self.end_blank();
        self.found.lacks_rows = true;
        self.report(line, column, Problem::Row(problem));
    }

    fn report(&mut self, line: u64, column: Option<Id<Column>>, problem: Problem) {
        self.found.mistakes.push(Mistake { table: self.table, column, place: Place::Line(line), problem });
    }

    /// What was found, and where each row stands.
    pub(super) fn finish(self) -> (Found, Places) {
        (self.found, self.places)
    }
}

/// Whether a cell may hold nothing but spaces: it begins with one, or with a character beyond ASCII.
fn may_be_blank(cell: &[u8]) -> bool {
    cell.first().is_none_or(|byte| !byte.is_ascii_graphic())
}

/// Whether there are nothing but spaces of any kind in a record.
fn is_blank(record: &simd_csv::ByteRecord) -> bool {
    record.iter().all(|cell| std::str::from_utf8(cell).is_ok_and(|cell| cell.trim().is_empty()))
}

impl From<Quotes> for RowProblem {
    fn from(quotes: Quotes) -> RowProblem {
        match quotes {
            Quotes::Stray => RowProblem::StrayQuote,
            Quotes::NeverClosed => RowProblem::NeverClosed,
        }
    }
}
