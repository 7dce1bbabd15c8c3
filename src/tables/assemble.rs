//! Rows as they are given to records: combinations are completed, keys are checked, and references are looked up.

use std::collections::HashMap;

use super::mistake::{Mistake, Problem};
use super::{Cell, GivenRow, GivenRows, Origin, Place, Records, Rows, combination};
use crate::pack::rule::{Column, Pack, Table};
use crate::pack::{Base, Id, Known, Partial, Slots, words};

/// Makes records of what is given of each table, with everything that is wrong with it, by table and row.
pub fn assemble(pack: &Pack, given: Slots<Table, Option<GivenRows>>) -> (Records, Vec<Mistake>) {
    let mut assembly = Assembly {
        pack,
        records: Records {
            tables: Slots::new(&pack.tables, |_| Rows {
                origin: Origin::NotGiven,
                complete: false,
                places: Vec::new(),
            }),
            cells: Slots::new(&pack.columns, |_| Vec::new()),
            missing: Slots::new(&pack.tables, |_| Vec::new()),
        },
        keys: Slots::new(&pack.tables, |_| HashMap::new()),
        references: Vec::new(),
        mistakes: Vec::new(),
    };
    for (table, given) in given.into_entries() {
        if pack.tables[table].by_choices {
            let all = combination::complete(pack, table, given.as_ref(), &mut assembly.mistakes);
            let origin = given.map_or(Origin::NotGiven, |given| given.origin);
            assembly.add(table, GivenRows { origin, complete: true, rows: all });
        } else if let Some(given) = given {
            assembly.add(table, given);
        }
    }
    assembly.look_up();
    assembly.mistakes.sort_by_key(|mistake| mistake.table);
    (assembly.records, assembly.mistakes)
}

struct Assembly<'p> {
    pack: &'p Pack,
    records: Records,
    /// The row of each key. These maps are only ever looked into, never iterated.
    keys: Slots<Table, HashMap<String, usize>>,
    references: Vec<Reference>,
    mistakes: Vec<Mistake>,
}

/// A reference that is still a key.
struct Reference {
    column: Id<Column>,
    row: usize,
    key: String,
}

impl Assembly<'_> {
    fn add(&mut self, table: Id<Table>, given: GivenRows) {
        let pack = self.pack;
        let read =
            pack.tables[table].columns.iter().filter(|column| pack.columns[**column].computed.is_none());
        for column in read {
            let ty = pack.columns[*column].ty;
            let unknown = Partial::unknown(ty, pack.members(ty.base));
            self.records.cells[*column] = vec![unknown; given.rows.len()];
        }
        let key_columns: Vec<Id<Column>> = pack.keys(table).collect();
        let mut places = Vec::with_capacity(given.rows.len());
        for (row, given) in given.rows.into_iter().enumerate() {
            self.enter_key(table, &key_columns, row, &given, &places);
            places.push(given.place);
            for (column, cell) in given.cells {
                match cell {
                    Cell::Reference(key) => self.references.push(Reference { column, row, key }),
                    Cell::Known(known) => {
                        if let Some(cell) = self.records.cells[column].get_mut(row) {
                            *cell = known;
                        }
                    }
                }
            }
        }
        self.records.tables[table] = Rows { origin: given.origin, complete: given.complete, places };
    }

    fn enter_key(
        &mut self,
        table: Id<Table>,
        columns: &[Id<Column>],
        row: usize,
        given: &GivenRow,
        places: &[Place],
    ) {
        let mistake = |column, problem| Mistake { table, column, place: given.place, problem };
        let mut parts = Vec::with_capacity(columns.len());
        for column in columns {
            match key_part(given, *column) {
                Some(part) => parts.push(part),
                None => self.mistakes.push(mistake(Some(*column), Problem::BlankKey)),
            }
        }
        if parts.len() < columns.len() {
            return;
        }
        // No cell of an extract and no text of a file holds this character.
        let key = parts.join("\0");
        match self.keys[table].get(&key) {
            None => {
                self.keys[table].insert(key, row);
            }
            Some(first) => {
                let first = places.get(*first).copied().unwrap_or(Place::Nowhere);
                let words: Vec<String> =
                    columns.iter().map(|column| key_in_words(self.pack, given, *column)).collect();
                self.mistakes.push(mistake(None, Problem::DuplicateKey { key: words.join(" "), first }));
            }
        }
    }

    /// Replaces keys by the rows that have them. In a table that may lack rows, a key that no row has still names a row,
    /// of which nothing but its key is known.
    fn look_up(&mut self) {
        for Reference { column, row, key } in std::mem::take(&mut self.references) {
            let pack = self.pack;
            let Column { table, ty, .. } = &pack.columns[column];
            let Base::Row(to) = ty.base else { continue };
            let rows = &self.records.tables[to];
            let found = match self.keys[to].get(&key) {
                Some(found) => Some(*found),
                None if rows.complete => {
                    let place =
                        self.records.tables[*table].places.get(row).copied().unwrap_or(Place::Nowhere);
                    let problem = Problem::NoSuchRow { key, table: to };
                    self.mistakes.push(Mistake { table: *table, column: Some(column), place, problem });
                    None
                }
                None => {
                    let named = &mut self.records.missing[to];
                    let next = rows.count().saturating_add(named.len());
                    named.push(key.clone());
                    self.keys[to].insert(key, next);
                    Some(next)
                }
            };
            if let Some(cell) = self.records.cells[column].get_mut(row) {
                *cell = Known::Row(found).into();
            }
        }
    }
}

/// What a key column of a row holds, as [`words::key`] writes it; nothing where it is blank.
fn key_part(row: &GivenRow, column: Id<Column>) -> Option<String> {
    let key = match row.cell(column)? {
        Cell::Reference(key) => Some(key.clone()),
        Cell::Known(known) => words::key(&known.known),
    };
    key.filter(|key| !key.trim().is_empty())
}

/// The same as people write it.
fn key_in_words(pack: &Pack, row: &GivenRow, column: Id<Column>) -> String {
    match row.cell(column) {
        Some(Cell::Reference(key)) => key.clone(),
        Some(Cell::Known(known)) => words::value(pack, pack.columns[column].ty, known),
        None => String::new(),
    }
}
