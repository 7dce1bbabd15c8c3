//! The row of each key of a table.

use std::borrow::Cow;
use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::Cells;
use crate::pack::words;

/// The keys of the rows of a table, and of rows that are referred to and not at hand. Of a row only its number is kept;
/// its key is where its cells are.
#[derive(Default)]
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

    /// Enters a row whose key no other row has.
    pub(super) fn insert<'k>(
        &mut self,
        key: &str,
        row: usize,
        key_of: impl Fn(usize) -> Option<Cow<'k, str>>,
    ) {
        let hasher = &self.hasher;
        let rehash = |row: &u32| {
            let key = usize::try_from(*row).ok().and_then(&key_of).unwrap_or_default();
            hasher.hash_one::<&str>(&key)
        };
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        self.rows.insert_unique(hasher.hash_one(key), row, rehash);
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
