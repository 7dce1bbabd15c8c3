//! Rows from a file of records: CSV as RFC 4180 describes it and as spreadsheets write it.

mod header;
mod record;
mod text;

use self::header::Header;
use self::record::{Quotes, Reader, Record};
use super::mistake::{Mistake, Mistakes, Problem, RowProblem};
use super::{Extract, GivenRow, GivenRows, Origin, Place, cell};
use crate::diagnostic::Diagnostic;
use crate::pack::Id;
use crate::pack::rule::{Column, Pack, Table};

/// Reads the rows of a table from the bytes of a file, with everything that is wrong with them; a file with errors
/// cannot be used.
///
/// What can be read is there even so. Where rows had to be left out, they do not count as complete, so that whoever goes on to
/// find more mistakes does not miss rows that are in the file.
pub fn read(pack: &Pack, table: Id<Table>, extract: Extract, bytes: &[u8]) -> (GivenRows, Vec<Diagnostic>) {
    let mut reading =
        Reading { pack, table, rows: Vec::new(), lacks_rows: false, mistakes: Mistakes::default() };
    match text::decode(bytes) {
        Ok(text) => reading.text(text),
        Err((line, problem)) => {
            let place = line.map_or(Place::Nowhere, Place::Line);
            reading.report(place, None, Problem::File(problem));
            reading.lacks_rows = true;
        }
    }
    let complete = !extract.sample && !reading.lacks_rows;
    let origin = Origin::Extract(extract);
    let diagnostics = reading.mistakes.in_words(pack, &origin);
    (GivenRows { origin, complete, rows: reading.rows }, diagnostics)
}

struct Reading<'p> {
    pack: &'p Pack,
    table: Id<Table>,
    rows: Vec<GivenRow>,
    /// Whether rows of the file are not among the rows.
    lacks_rows: bool,
    mistakes: Mistakes,
}

impl Reading<'_> {
    fn text(&mut self, text: &str) {
        let mut reader = Reader::of(text);
        let header = header::read(self.pack, self.table, &mut reader, &mut self.mistakes);
        let Some(header) = header else {
            self.lacks_rows = true;
            return;
        };
        self.lacks_rows = !header.is_keyed;
        let mut blank = None;
        while let Some(record) = reader.next() {
            let misquoted = record.misquoted();
            if misquoted.is_none() && record.is_blank() {
                blank = Some((blank.map_or(record.line, |(first, _)| first), record.line));
                continue;
            }
            if let Some((first, last)) = blank.take() {
                self.report(Place::Line(first), None, Problem::Row(RowProblem::Blank { last }));
            }
            let Some((cell, quotes)) = misquoted else {
                self.row(&header, &record);
                continue;
            };
            let column = header.columns.get(cell).copied().flatten();
            self.leave_out(&record, column, RowProblem::from(quotes));
            if quotes == Quotes::NeverClosed {
                let first_line = record.first_line();
                reader.go_on_behind(first_line);
            }
        }
        if let Some((first, last)) = blank {
            self.report(Place::Line(first), None, Problem::Row(RowProblem::BlankAtTheEnd { last }));
        }
    }

    fn row(&mut self, header: &Header, record: &Record<'_>) {
        let (cells, columns) = (record.cells.len(), header.columns.len());
        if cells != columns {
            self.leave_out(record, None, RowProblem::Ragged { cells, columns });
            return;
        }
        let place = Place::Line(record.line);
        let mut row = GivenRow { cells: Vec::new(), place };
        let mut is_found_by_its_key = header.is_keyed;
        for (column, text) in header.columns.iter().zip(record.cells) {
            let Some(column) = *column else { continue };
            match cell::read(self.pack, column, text) {
                Ok(None) => {}
                Ok(Some(cell)) => row.cells.push((column, cell)),
                Err(problem) => {
                    is_found_by_its_key &= !self.pack.columns[column].key;
                    self.report(place, Some(column), problem);
                }
            }
        }
        if is_found_by_its_key {
            self.rows.push(row);
        } else {
            self.lacks_rows = true;
        }
    }

    fn leave_out(&mut self, record: &Record<'_>, column: Option<Id<Column>>, problem: RowProblem) {
        self.lacks_rows = true;
        self.report(Place::Line(record.line), column, Problem::Row(problem));
    }

    fn report(&mut self, place: Place, column: Option<Id<Column>>, problem: Problem) {
        self.mistakes.push(Mistake { table: self.table, column, place, problem });
    }
}

impl From<Quotes> for RowProblem {
    fn from(quotes: Quotes) -> RowProblem {
        match quotes {
            Quotes::Stray => RowProblem::StrayQuote,
            Quotes::NeverClosed => RowProblem::NeverClosed,
        }
    }
}
