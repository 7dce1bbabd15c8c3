//! The rows of a table by its columns, as they come. References are still the keys that they name.

use super::cells::{Builder, Cells};
use super::{Cell, GivenRow, Places};
use crate::pack::rule::{Column, Pack, Table};
use crate::pack::{Base, Id, Partial, Type};

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
            Filled { column, unknown, cells: Builder::of(as_given(ty)) }
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

    pub(super) fn finish(self) -> (Vec<(Id<Column>, Cells)>, Places) {
        let cells = self.columns.into_iter().map(|filled| (filled.column, filled.cells.finish()));
        (cells.collect(), self.places)
    }
}

/// What is given of a column: of a reference, a key.
fn as_given(ty: Type) -> Type {
    match ty.base {
        Base::Row(_) => Type { base: Base::Text, ..ty },
        _ => ty,
    }
}
