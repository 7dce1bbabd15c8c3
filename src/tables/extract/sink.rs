//! What becomes of the rows of an extract while they are read.

use std::borrow::Cow;

use super::column::ColumnReader;
use crate::pack::Id;
use crate::pack::rule::{Column, Pack};
use crate::tables::assemble::key_in_words;
use crate::tables::cells::Builder;
use crate::tables::{Cells, Places, keys};

/// Makes something of each stretch of rows, on whatever core reads it.
pub trait Sink: Sync {
    /// What a core keeps from one stretch to the next.
    type Core;
    /// What is made of a stretch. Everything made is taken in the order of the file.
    type Made: Send;

    /// What a core has before its first stretch.
    fn core(&self) -> Self::Core;

    /// Makes something of a stretch. Its rows are gone behind that; values keep their numbers for the next stretch of the
    /// same core, as long as [`Builder::numbering`] says so.
    fn make(&self, core: &mut Self::Core, stretch: &mut Stretch<'_, '_>) -> Self::Made;
}

/// Rows that follow each other in a file.
pub struct Stretch<'s, 'p> {
    pub(super) readers: &'s mut [(usize, ColumnReader<'p>)],
    /// Where each row stands.
    pub places: Places,
}

impl<'s, 'p> Stretch<'s, 'p> {
    /// The columns that are read, in the order of the file, with their cells as they are given: of references, keys.
    pub fn columns(&mut self) -> impl Iterator<Item = (Id<Column>, &mut Builder)> + use<'_, 's, 'p> {
        self.readers.iter_mut().map(|(_, reader)| (reader.column, &mut reader.cells))
    }

    /// The key of each row as it is given, in order; nothing where a part of it is blank.
    pub fn keys<'k>(
        &'k self,
        pack: &'k Pack,
    ) -> impl Iterator<Item = Option<Cow<'k, str>>> + use<'k, 's, 'p> {
        let cells: Vec<&Cells> = self.key_columns(pack).map(|(_, cells)| cells).collect();
        (0..self.places.count()).map(move |row| keys::key_of(&cells, row))
    }

    /// The key columns in which a row is blank.
    pub fn blank_keys(&self, pack: &Pack, row: usize) -> Vec<Id<Column>> {
        let blank = self.key_columns(pack).filter(|(_, cells)| keys::part(cells, row).is_none());
        blank.map(|(column, _)| column).collect()
    }

    /// The key of a row as people write it.
    pub fn key_in_words(&self, pack: &Pack, row: usize) -> String {
        let parts = self.key_columns(pack).map(|(column, cells)| key_in_words(pack, column, cells, row));
        parts.collect::<Vec<_>>().join(" ")
    }

    fn key_columns<'k>(&'k self, pack: &'k Pack) -> impl Iterator<Item = (Id<Column>, &'k Cells)> {
        let columns = self.readers.iter().map(|(_, reader)| (reader.column, reader.cells.cells()));
        columns.filter(|(column, _)| pack.columns[*column].key)
    }

    /// The cells of a column.
    pub fn column(&mut self, column: Id<Column>) -> Option<&mut Builder> {
        self.columns().find(|(read, _)| *read == column).map(|(_, cells)| cells)
    }
}
