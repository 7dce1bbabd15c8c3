//! Rows as they are given to records: combinations are completed, keys are checked, and references are looked up.

use std::borrow::Cow;

use super::cells::{Builder, Cells};
use super::columns::Columns;
use super::keys::{self, Keys};
use super::mistake::{Mistake, Problem};
use super::{Given, GivenRow, GivenRows, Origin, Place, Places, Records, Rows, combination};
use crate::pack::rule::{Column, Pack, Table};
use crate::pack::{Base, Id, Known, Slots, words};

/// Makes records of what is given of each table, with everything that is wrong with it, by table and row.
pub fn assemble(pack: &Pack, given: Slots<Table, Option<GivenRows>>) -> (Records, Vec<Mistake>) {
    let mut assembly = Assembly {
        pack,
        records: Records {
            tables: Slots::new(&pack.tables, |_| Rows {
                origin: Origin::NotGiven,
                complete: false,
                places: Places::default(),
            }),
            cells: Slots::new(&pack.columns, |column| Cells::of(pack.columns[column].ty)),
            missing: Slots::new(&pack.tables, |_| Vec::new()),
        },
        keys: Slots::new(&pack.tables, |_| Keys::default()),
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
    (assembly.records, assembly.mistakes)
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
    keys: Slots<Table, Keys>,
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
                _ => self.records.cells[column] = given,
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
        self.keys[table].reserve(places.count());
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
            if let Some(first) = self.keys[table].enter(&key, row, key_of) {
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
            self.records.cells[column] = found.finish();
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
        let Some(key_cells) = pack.keys(to).next().map(|column| &self.records.cells[column]) else { return };
        let rows = &self.records.tables[to];
        let missing = &mut self.records.missing[to];
        let found = match self.keys[to].find(key, |row| key_of_any(key_cells, missing, row)) {
            Some(found) => Some(found),
            None if rows.complete => {
                let place = self.records.tables[*table].places.get(row).unwrap_or(Place::Nowhere);
                let problem = Problem::NoSuchRow { key: key.to_owned(), table: to };
                let column = Some(references.column);
                self.mistakes.push(Mistake { table: *table, column, place, problem });
                None
            }
            None => {
                let next = rows.count().saturating_add(missing.len());
                missing.push(key.to_owned());
                self.keys[to].enter(key, next, |row| key_of_any(key_cells, missing, row));
                Some(next)
            }
        };
        references.found.push(&Known::Row(found).into());
    }
}

/// The key of a row that is at hand, or of one behind the last that is only referred to.
fn key_of_any<'k>(cells: &'k Cells, missing: &'k [String], row: usize) -> Option<Cow<'k, str>> {
    match row.checked_sub(cells.count()) {
        None => keys::part(cells, row),
        Some(behind) => missing.get(behind).map(|key| Cow::Borrowed(key.as_str())),
    }
}

/// A key column of a row as people write it.
fn key_in_words(pack: &Pack, column: Id<Column>, cells: &Cells, row: usize) -> String {
    match (pack.columns[column].ty.base, cells.texts(), cells.get(row)) {
        (Base::Row(_), Some(texts), _) => texts.text(row).unwrap_or_default().to_owned(),
        (_, _, Some(known)) => words::value(pack, pack.columns[column].ty, &known),
        (_, _, None) => String::new(),
    }
}
