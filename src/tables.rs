//! Records: the rows of a pack's tables, whether an extract, an assessment or a scenario gives them.

mod assemble;
mod cell;
pub mod cells;
mod columns;
mod combination;
pub mod extract;
mod keys;
pub mod mistake;
mod places;
mod redaction;
pub mod results;
pub mod unique;

use std::borrow::Cow;
use std::sync::Arc;

pub use assemble::{Assembled, assemble};
pub use cells::Cells;
pub use columns::Columns;
pub use keys::{KeyIndex, RowsByKey};
pub use places::Places;
pub use redaction::Redaction;

use crate::pack::rule::{Column, Pack, Table};
use crate::pack::{Base, Date, Id, Known, Partial, Slots, words};
use crate::source::Span;

/// The rows of every table of a pack.
#[derive(Clone, Debug)]
pub struct Records {
    tables: Slots<Table, Rows>,
    /// The cells of each column that is read, a row of its table each; of a computed column there are none here.
    cells: Slots<Column, Arc<Cells>>,
    /// The keys of rows that are referred to and not at hand, of each table that may lack rows. They are counted on
    /// behind the last row.
    missing: Slots<Table, Arc<Vec<String>>>,
    /// How keys are shown that an extract names.
    redaction: Redaction,
}

/// How many rows a table has, and where they are from.
#[derive(Clone, Debug)]
pub struct Rows {
    /// Who gave them.
    pub origin: Origin,
    /// Whether no row can be missing. A table that is not given is like a sample of no rows; one that is keyed by
    /// choices has a row for each combination, whatever is given.
    pub complete: bool,
    /// The place of each.
    pub places: Places,
}

/// Who gave the rows of a table.
#[derive(Clone, Debug)]
pub enum Origin {
    /// Nobody.
    NotGiven,
    /// The author of an assessment or a scenario, who wrote them there.
    Written(Span),
    /// A file beside the assessment.
    Extract(Extract),
    /// A file that the assessment names and that is not there. What was measured from it has been recorded, so that its
    /// rows are not needed; nothing is known of them.
    NotAtHand(Extract),
}

/// A file of records.
#[derive(Clone, Debug)]
pub struct Extract {
    /// Its path as the assessment writes it.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// When it was drawn.
    pub dated: Option<Date>,
    /// Whether it may lack rows.
    pub sample: bool,
    /// Where the assessment names it.
    pub span: Span,
    /// How its keys are shown.
    pub redaction: Redaction,
}

/// Where a row is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// In the assessment or scenario.
    Written(Span),
    /// On this line of the extract, counted from 1.
    Line(u64),
    /// In this row of an extract that has no lines, counted from 1.
    Row(u64),
    /// Nowhere: a combination of choices of which nothing is said.
    Nowhere,
}

/// The rows of one table as they are given: references are keys, and combinations of choices may be missing.
#[derive(Debug)]
pub struct GivenRows {
    /// Who gave them.
    pub origin: Origin,
    /// Whether these are all rows: it is no sample, and none was left out for a mistake.
    pub complete: bool,
    /// The rows.
    pub rows: Given,
}

/// Rows as they are given, one by one or by their columns.
#[derive(Debug)]
pub enum Given {
    /// One by one.
    Rows(Vec<GivenRow>),
    /// By their columns.
    Columns(Columns),
}

/// A row as it is given.
#[derive(Clone, Debug)]
pub struct GivenRow {
    /// What is given of which column. Of a column that is not here, nothing is known.
    pub cells: Vec<(Id<Column>, Cell)>,
    /// Where.
    pub place: Place,
}

/// A cell as it is given.
#[derive(Clone, PartialEq, Debug)]
pub enum Cell {
    /// What is known of its value.
    Known(Partial),
    /// The key of the row that it refers to, as [`words::key`] writes it.
    Reference(String),
}

impl GivenRow {
    /// What is given of a column.
    pub fn cell(&self, column: Id<Column>) -> Option<&Cell> {
        self.cells.iter().find(|(given, _)| *given == column).map(|(_, cell)| cell)
    }

    /// What is given of a column, in a row that was put together of several: the last word.
    fn last_cell(&self, column: Id<Column>) -> Option<&Cell> {
        self.cells.iter().rfind(|(given, _)| *given == column).map(|(_, cell)| cell)
    }
}

impl Records {
    /// The rows of a table.
    pub fn rows(&self, table: Id<Table>) -> &Rows {
        &self.tables[table]
    }

    /// What is known of a cell that is read; nothing for a computed column, and of a row that is not at hand.
    pub fn cell(&self, column: Id<Column>, row: usize) -> Option<Cow<'_, Partial>> {
        self.cells[column].get(row)
    }

    /// Puts something else into a cell that is read, of a row that is at hand.
    pub fn replace(&mut self, column: Id<Column>, row: usize, known: &Partial) {
        Arc::make_mut(&mut self.cells[column]).replace(row, known);
    }

    /// Puts other cells into a column.
    pub fn set_cells(&mut self, column: Id<Column>, cells: Cells) {
        self.cells[column] = Arc::new(cells);
    }

    /// Takes the cells of a column out, which then has none.
    pub fn take_cells(&mut self, column: Id<Column>) -> Cells {
        Arc::unwrap_or_clone(std::mem::take(&mut self.cells[column]))
    }

    /// Says how many rows a table has, and where they are from.
    pub fn set_rows(&mut self, table: Id<Table>, rows: Rows) {
        self.tables[table] = rows;
    }

    /// Whether the rows of a table were let go once they had been asked.
    pub fn is_swept(&self, table: Id<Table>) -> bool {
        self.tables[table].places.are_few()
    }

    /// How many rows of a table there are, with those that are referred to and not at hand.
    pub fn count_with_missing(&self, table: Id<Table>) -> usize {
        self.tables[table].count().saturating_add(self.missing[table].len())
    }

    /// Adds a row that is referred to and not at hand, and gives its place.
    pub fn add_missing(&mut self, table: Id<Table>, key: String) -> usize {
        let place = self.count_with_missing(table);
        Arc::make_mut(&mut self.missing[table]).push(key);
        place
    }

    /// The cells of a column that is read; none for a computed one.
    pub fn cells(&self, column: Id<Column>) -> &Cells {
        &self.cells[column]
    }

    /// The key of a row in words, as it is shown; the parts of a compound key stand side by side.
    pub fn key(&self, pack: &Pack, table: Id<Table>, row: usize) -> String {
        let key = self.plain_key(pack, table, row);
        if self.is_from_an_extract(pack, table, row) { self.redaction.show(key) } else { key }
    }

    /// A value of a column in words, as it is shown.
    pub fn cell_in_words(&self, pack: &Pack, column: Id<Column>, row: usize, words: String) -> String {
        let Column { table, key, .. } = pack.columns[column];
        if key && self.is_from_an_extract(pack, table, row) { self.redaction.show(words) } else { words }
    }

    /// Whether a row is in an extract, or is not at hand and one refers to it.
    fn is_from_an_extract(&self, pack: &Pack, table: Id<Table>, row: usize) -> bool {
        let rows = &self.tables[table];
        !pack.tables[table].by_choices && (rows.are_extracted() || row >= rows.count())
    }

    /// The same as it is, for what is never shown.
    pub fn plain_key(&self, pack: &Pack, table: Id<Table>, row: usize) -> String {
        let behind_the_last = row.checked_sub(self.tables[table].count());
        if let Some(missing) = behind_the_last.and_then(|index| self.missing[table].get(index)) {
            return missing.clone();
        }
        // A key that refers to a row of another table is that row's key. Such keys form no circle, as only a table
        // with a simple key of its own can be referred to.
        let part = |column: &Id<Column>| {
            let ty = pack.columns[*column].ty;
            let Some(cell) = self.cell(*column, row) else { return String::new() };
            match (ty.base, &cell.known) {
                (Base::Row(table), Known::Row(Some(row))) => self.plain_key(pack, table, *row),
                _ => words::value(pack, ty, &cell),
            }
        };
        let parts: Vec<String> = pack.keys(table).map(|column| part(&column)).collect();
        parts.join(" ")
    }

    /// Shows keys that an extract names in this way from now on.
    pub fn show_keys_by(&mut self, redaction: Redaction) {
        self.redaction = redaction;
    }
}

impl Rows {
    /// Whether nobody gave any.
    pub fn are_not_given(&self) -> bool {
        matches!(self.origin, Origin::NotGiven)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.places.count()
    }

    /// Whether they were read from a file of records.
    pub fn are_extracted(&self) -> bool {
        matches!(self.origin, Origin::Extract(_))
    }

    /// Whether they are in a file of records that is not at hand.
    pub fn are_elsewhere(&self) -> bool {
        matches!(self.origin, Origin::NotAtHand(_))
    }
}
