//! A few thousand rows as they have been decoded.

use arrow_array::RecordBatch;

use super::values::{self, Known};
use crate::pack::Id;
use crate::pack::rule::{Pack, Table};
use crate::tables::extract::column::ColumnReader;
use crate::tables::mistake::{Mistake, Mistakes, Problem};
use crate::tables::{Place, Places};

/// Rows that follow each other.
pub(super) struct Batch<'b> {
    pub(super) pack: &'b Pack,
    pub(super) table: Id<Table>,
    /// Whether all key columns are there.
    pub(super) is_keyed: bool,
    /// The number of the first row.
    pub(super) number: u64,
    pub(super) columns: &'b RecordBatch,
}

/// What is wrong with a cell, by its row and the place of its column.
type Wrong = (usize, usize, Problem);

impl Batch<'_> {
    /// Reads the cells of all rows but those that cannot be found by their key: what is wrong, and where each row stands.
    pub(super) fn read(
        &self,
        readers: &mut [(usize, ColumnReader<'_>)],
        known: &mut [Known],
    ) -> (Mistakes, Places) {
        let rows = self.columns.num_rows();
        let mut wrong: Vec<Wrong> = Vec::new();
        self.read_leaving_out(readers, known, &[], &mut |found| wrong.push(found));
        wrong.sort_by_key(|(row, column, _)| (*row, *column));
        let mut mistakes = Mistakes::default();
        let mut left_out = vec![!self.is_keyed; if wrong.is_empty() && self.is_keyed { 0 } else { rows }];
        for (row, at, problem) in wrong {
            let column = readers.get(at).map(|(_, reader)| reader.column);
            if column.is_some_and(|column| self.pack.columns[column].key) {
                left_out.iter_mut().skip(row).take(1).for_each(|left_out| *left_out = true);
            }
            mistakes.push(Mistake { table: self.table, column, place: self.place(row), problem });
        }
        if left_out.contains(&true) {
            readers.iter_mut().for_each(|(_, reader)| reader.cells.clear());
            self.read_leaving_out(readers, known, &left_out, &mut |_| {});
        }
        let mut places = Places::default();
        let kept = (0..rows).filter(|row| left_out.get(*row) != Some(&true));
        kept.for_each(|row| places.push(self.place(row)));
        (mistakes, places)
    }

    fn read_leaving_out(
        &self,
        readers: &mut [(usize, ColumnReader<'_>)],
        known: &mut [Known],
        left_out: &[bool],
        wrong: &mut dyn FnMut(Wrong),
    ) {
        let columns = readers.iter_mut().zip(known).zip(self.columns.columns());
        for (at, (((_, reader), known), array)) in columns.enumerate() {
            values::read(reader, known, array, left_out, &mut |row, problem| wrong((row, at, problem)));
        }
    }

    fn place(&self, row: usize) -> Place {
        Place::Row(self.number.saturating_add(u64::try_from(row).unwrap_or(u64::MAX)))
    }
}
