//! The rows of a table by its columns, as they come. References are still the keys that they name.

use super::cells::{Builder, Cells, Part};
use super::{Cell, GivenRow, Place, Places};
use crate::pack::rule::{Column, Pack, Table};
use crate::pack::{Base, Id, Partial};

/// The columns of a table that are read, with the rows that have come so far.
#[derive(Debug)]
pub struct Columns {
    columns: Vec<Filled>,
    places: Places,
}

#[derive(Debug)]
struct Filled {
    column: Id<Column>,
    /// What a cell holds of which nothing is given.
    unknown: Partial,
    cells: Builder,
}

impl Columns {
    /// No rows yet of these columns.
    pub(super) fn of(pack: &Pack, columns: impl Iterator<Item = Id<Column>>) -> Columns {
        let filled = |column| {
            let ty = pack.columns[column].ty;
            let unknown = Partial::unknown(ty, pack.members(ty.base));
            Filled { column, unknown, cells: Builder::as_given(ty) }
        };
        Columns { columns: columns.map(filled).collect(), places: Places::default() }
    }

    /// The columns of a table that are filled by these rows.
    pub(super) fn of_rows(pack: &Pack, table: Id<Table>, rows: Vec<GivenRow>) -> Columns {
        let of_table = pack.tables[table].columns.iter().copied();
        let read = of_table.filter(|column| pack.columns[*column].computed.is_none());
        let mut columns = Columns::of(pack, read);
        for row in rows {
            for Filled { column, unknown, cells } in &mut columns.columns {
                match row.last_cell(*column) {
                    None => cells.push(unknown),
                    Some(Cell::Known(known)) => cells.push(known),
                    Some(Cell::Reference(key)) => cells.push_text(key),
                }
            }
            columns.places.push(row.place);
        }
        columns
    }

    /// Adds rows of the same columns behind these. `numbers` has, of each column, the numbers that the values of their
    /// part have here.
    pub(super) fn append<'a>(
        &mut self,
        parts: impl Iterator<Item = &'a Part>,
        numbers: &mut Vec<Vec<u32>>,
        places: &Places,
    ) {
        numbers.resize_with(self.columns.len(), Vec::new);
        for ((own, part), numbers) in self.columns.iter_mut().zip(parts).zip(numbers) {
            own.cells.append(part, numbers);
        }
        self.places.append(places);
    }

    /// The rows one by one, without the cells of which nothing is given.
    pub(super) fn into_rows(self, pack: &Pack) -> Vec<GivenRow> {
        let unknown: Vec<Partial> = self.columns.iter().map(|filled| filled.unknown.clone()).collect();
        let (columns, places) = self.finish();
        let row = |row: usize| {
            let cells = columns.iter().zip(&unknown).filter_map(|((column, cells), unknown)| {
                let is_reference = matches!(pack.columns[*column].ty.base, Base::Row(_));
                let key = cells.texts().filter(|_| is_reference).and_then(|texts| texts.text(row));
                let cell = match key {
                    Some(key) => Cell::Reference(key.to_owned()),
                    None => Cell::Known(cells.get(row).filter(|known| **known != *unknown)?.into_owned()),
                };
                Some((*column, cell))
            });
            GivenRow { cells: cells.collect(), place: places.get(row).unwrap_or(Place::Nowhere) }
        };
        (0..places.count()).map(row).collect()
    }

    pub(super) fn finish(self) -> (Vec<(Id<Column>, Cells)>, Places) {
        let cells = self.columns.into_iter().map(|filled| (filled.column, filled.cells.finish()));
        (cells.collect(), self.places)
    }
}
