//! The row of each key of a table.

use std::borrow::Cow;
use std::hash::BuildHasher;

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};

use super::{Cells, Records};
use crate::pack::rule::{Pack, Table};
use crate::pack::{Id, Slots, words};

/// The rows of every table by their keys.
#[derive(Debug)]
pub struct KeyIndex(Slots<Table, Keys>);

impl KeyIndex {
    /// No rows yet.
    pub(super) fn none(pack: &Pack) -> KeyIndex {
        KeyIndex(Slots::new(&pack.tables, |_| Keys::default()))
    }

    pub(super) fn of_mut(&mut self, table: Id<Table>) -> &mut Keys {
        &mut self.0[table]
    }

    /// The rows of a table with a simple key; nothing of another table.
    pub fn of<'k>(&'k self, pack: &Pack, records: &'k Records, table: Id<Table>) -> Option<RowsByKey<'k>> {
        let cells = records.cells(pack.keys(table).next()?);
        Some(RowsByKey { keys: &self.0[table], cells, missing: &records.missing[table] })
    }

    /// Adds a row that is referred to and not at hand, and gives its place.
    pub(super) fn add_missing(
        &mut self,
        pack: &Pack,
        records: &mut Records,
        table: Id<Table>,
        key: &str,
    ) -> usize {
        let row = records.add_missing(table, key.to_owned());
        if let Some(column) = pack.keys(table).next() {
            let (cells, missing) = (records.cells(column), &records.missing[table]);
            self.0[table].enter(key, row, |row| key_of_any(cells, missing, row));
        }
        row
    }
}

/// The rows of a table with a simple key.
pub struct RowsByKey<'k> {
    keys: &'k Keys,
    cells: &'k Cells,
    missing: &'k [String],
}

impl RowsByKey<'_> {
    /// The row that has a key, at hand or not.
    pub fn find(&self, key: &str) -> Option<usize> {
        self.keys.find(key, |row| key_of_any(self.cells, self.missing, row))
    }
}

/// The key of a row that is at hand, or of one behind the last that is only referred to.
fn key_of_any<'k>(cells: &'k Cells, missing: &'k [String], row: usize) -> Option<Cow<'k, str>> {
    match row.checked_sub(cells.count()) {
        None => part(cells, row),
        Some(behind) => missing.get(behind).map(|key| Cow::Borrowed(key.as_str())),
    }
}

/// The keys of the rows of a table, and of rows that are referred to and not at hand. Of a row only its number is kept;
/// its key is where its cells are.
#[derive(Default, Debug)]
pub(super) struct Keys {
    /// It is only ever looked into, never iterated.
    rows: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Keys {
    /// The row that has a key, by what the key of each row is.
    pub(super) fn find<'k>(
        &self,
        key: &str,
        key_of: impl Fn(usize) -> Option<Cow<'k, str>>,
    ) -> Option<usize> {
        let has_it = |row: &u32| key_of(usize::try_from(*row).ok()?).filter(|other| other == key);
        let found = self.rows.find(self.hasher.hash_one(key), |row| has_it(row).is_some())?;
        usize::try_from(*found).ok()
    }

    /// Makes room for so many keys at once, so that none has to be moved later.
    pub(super) fn reserve(&mut self, count: usize) {
        // There are no keys yet of which the hash would have to be known.
        self.rows.reserve(count, |_| 0);
    }

    /// Enters a row by its key; where another row has that key, it stays, and is given back.
    pub(super) fn enter<'k>(
        &mut self,
        key: &str,
        row: usize,
        key_of: impl Fn(usize) -> Option<Cow<'k, str>>,
    ) -> Option<usize> {
        let hasher = &self.hasher;
        let key_of = |row: &u32| usize::try_from(*row).ok().and_then(&key_of);
        let has_it = |row: &u32| key_of(row).is_some_and(|other| other == key);
        let rehash = |row: &u32| hasher.hash_one::<&str>(&key_of(row).unwrap_or_default());
        match self.rows.entry(hasher.hash_one(key), has_it, rehash) {
            Entry::Occupied(first) => usize::try_from(*first.get()).ok(),
            Entry::Vacant(place) => {
                place.insert(u32::try_from(row).unwrap_or(u32::MAX));
                None
            }
        }
    }
}

/// The key of a row, of the cells of its key columns; nothing where a part of it is blank. References are still keys here.
pub(super) fn key_of<'c>(columns: &[&'c Cells], row: usize) -> Option<Cow<'c, str>> {
    if let [only] = columns {
        return part(only, row);
    }
    let parts: Option<Vec<Cow<'_, str>>> = columns.iter().map(|column| part(column, row)).collect();
    // No cell of an extract and no text of a file holds this character.
    parts.map(|parts| Cow::Owned(parts.join("\0")))
}

/// What a key column of a row holds, as [`words::key`] writes it; nothing where it is blank.
pub(super) fn part(cells: &Cells, row: usize) -> Option<Cow<'_, str>> {
    let key = match cells.texts() {
        Some(texts) => texts.text(row).map(Cow::Borrowed),
        None => words::key(&cells.get(row)?.known).map(Cow::Owned),
    };
    key.filter(|key| !key.trim().is_empty())
}
