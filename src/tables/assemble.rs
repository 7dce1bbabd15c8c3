//! Rows as they are given to records: combinations are completed, keys are checked, and references are looked up.

use std::sync::Arc;

use super::cells::{Builder, Cells};
use super::columns::Columns;
use super::keys::{self, KeyIndex};
use super::mistake::{Mistake, Problem};
use super::{Given, GivenRow, GivenRows, Origin, Place, Places, Records, Redaction, Rows, combination};
use crate::pack::rule::{Column, Pack, Table};
use crate::pack::{Base, Id, Known, Slots, words};

/// Records as they are made of what is given.
#[derive(Debug)]
pub struct Assembled {
    /// The records.
    pub records: Records,
    /// Their rows by their keys.
    pub keys: KeyIndex,
    /// Everything that is wrong with them, by table and row.
    pub mistakes: Vec<Mistake>,
}

/// Makes records of what is given of each table.
pub fn assemble(pack: &Pack, given: Slots<Table, Option<GivenRows>>) -> Assembled {
    let mut assembly = Assembly {
        pack,
        records: Records {
            tables: Slots::new(&pack.tables, |_| Rows {
                origin: Origin::NotGiven,
                complete: false,
                places: Places::default(),
            }),
            cells: Slots::new(&pack.columns, |column| Arc::new(Cells::of(pack.columns[column].ty))),
            missing: Slots::new(&pack.tables, |_| Arc::default()),
            redaction: Redaction::default(),
        },
        keys: KeyIndex::none(pack),
        references: Vec::new(),
        mistakes: Vec::new(),
    };
    for (table, given) in given.into_entries() {
        if pack.tables[table].by_choices {
            let (origin, rows) = given
                .map_or((Origin::NotGiven, Vec::new()), |given| (given.origin, given.rows.into_rows(pack)));
            let all = combination::complete(pack, table, &rows, &mut assembly.mistakes);
            assembly.add(table, GivenRows { origin, complete: true, rows: Given::Rows(all) });
        } else if let Some(given) = given {
            assembly.add(table, given);
        }
    }
    assembly.look_up();
    assembly.mistakes.sort_by_key(|mistake| mistake.table);
    let Assembly { records, keys, mistakes, .. } = assembly;
    Assembled { records, keys, mistakes }
}

impl Given {
    /// The rows one by one.
    pub fn into_rows(self, pack: &Pack) -> Vec<GivenRow> {
        match self {
            Given::Rows(rows) => rows,
            Given::Columns(columns) => columns.into_rows(pack),
        }
    }
}

struct Assembly<'p> {
    pack: &'p Pack,
    records: Records,
    keys: KeyIndex,
    /// The columns whose cells are still keys.
    references: Vec<References>,
    mistakes: Vec<Mistake>,
}

/// A column of references, of which each is still the key that it names.
struct References {
    column: Id<Column>,
    given: Cells,
    found: Builder,
}

impl Assembly<'_> {
    fn add(&mut self, table: Id<Table>, given: GivenRows) {
        let columns = match given.rows {
            Given::Rows(rows) => Columns::of_rows(self.pack, table, rows),
            Given::Columns(columns) => columns,
        };
        let (columns, places) = columns.finish();
        self.enter_keys(table, &columns, &places);
        for (column, given) in columns {
            let ty = self.pack.columns[column].ty;
            match ty.base {
                Base::Row(_) => self.references.push(References { column, given, found: Builder::of(ty) }),
                _ => self.records.set_cells(column, given),
            }
        }
        self.records.tables[table] = Rows { origin: given.origin, complete: given.complete, places };
    }

    fn enter_keys(&mut self, table: Id<Table>, given: &[(Id<Column>, Cells)], places: &Places) {
        let key_columns = given.iter().filter(|(column, _)| self.pack.columns[*column].key);
        let (columns, cells): (Vec<Id<Column>>, Vec<&Cells>) =
            key_columns.map(|(column, cells)| (*column, cells)).unzip();
        let key_of = |row| keys::key_of(&cells, row);
        let place_of = |row| places.get(row).unwrap_or(Place::Nowhere);
        self.keys.of_mut(table).expect(places.count());
        for row in 0..places.count() {
            let Some(key) = key_of(row) else {
                let parts = columns.iter().zip(&cells);
                let blank = parts.filter(|(_, cells)| keys::part(cells, row).is_none());
                self.mistakes.extend(blank.map(|(column, _)| Mistake {
                    table,
                    column: Some(*column),
                    place: place_of(row),
                    problem: Problem::BlankKey,
                }));
                continue;
            };
            if let Some(first) = self.keys.of_mut(table).enter(&key, row, key_of) {
                let parts = columns.iter().zip(&cells);
                let words: Vec<String> =
                    parts.map(|(column, cells)| key_in_words(self.pack, *column, cells, row)).collect();
                let problem = Problem::DuplicateKey { key: words.join(" "), first: place_of(first) };
                self.mistakes.push(Mistake { table, column: None, place: place_of(row), problem });
            }
        }
    }

    /// Replaces keys by the rows that have them. In a table that may lack rows, a key that no row has still names a row,
    /// of which nothing but its key is known.
    fn look_up(&mut self) {
        let mut references = std::mem::take(&mut self.references);
        let table_of = |references: &References| self.pack.columns[references.column].table;
        let mut of_tables: Vec<&mut [References]> =
            references.chunk_by_mut(|a, b| table_of(a) == table_of(b)).collect();
        for columns in &mut of_tables {
            let rows = columns.first().map_or(0, |first| first.given.count());
            for row in 0..rows {
                columns.iter_mut().for_each(|references| self.look_up_cell(references, row));
            }
        }
        for References { column, found, .. } in references {
            self.records.set_cells(column, found.finish());
        }
    }

    fn look_up_cell(&mut self, references: &mut References, row: usize) {
        let pack = self.pack;
        let Column { table, ty, .. } = &pack.columns[references.column];
        let Base::Row(to) = ty.base else { return };
        let Some(key) = references.given.texts().and_then(|texts| texts.text(row)) else {
            if let Some(state) = references.given.get(row) {
                references.found.push(&state);
            }
            return;
        };
        let found = match self.keys.of(pack, &self.records, to).and_then(|rows| rows.find(key)) {
            Some(found) => Some(found),
            None if self.records.tables[to].complete => {
                let place = self.records.tables[*table].places.get(row).unwrap_or(Place::Nowhere);
                let problem = Problem::NoSuchRow { key: key.to_owned(), table: to };
                let column = Some(references.column);
                self.mistakes.push(Mistake { table: *table, column, place, problem });
                None
            }
            None => Some(self.keys.add_missing(pack, &mut self.records, to, key)),
        };
        references.found.push(&Known::Row(found).into());
    }
}

/// A key column of a row as people write it.
pub(super) fn key_in_words(pack: &Pack, column: Id<Column>, cells: &Cells, row: usize) -> String {
    match (pack.columns[column].ty.base, cells.texts(), cells.get(row)) {
        (Base::Row(_), Some(texts), _) => texts.text(row).unwrap_or_default().to_owned(),
        (_, _, Some(known)) => words::value(pack, pack.columns[column].ty, &known),
        (_, _, None) => String::new(),
    }
}
