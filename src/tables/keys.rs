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
    /// Rows with keys of the kind that the first one has.
    numbered: Option<Numbered>,
    /// Those with other keys. It is only ever looked into, never iterated.
    rows: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// How many rows there are most likely to be.
    expected: usize,
}

/// Rows whose keys are one text with a number of so many digits, by that number.
#[derive(Debug)]
struct Numbered {
    form: Form,
    /// The number that has the first place.
    first: u64,
    /// One more than the row of each number, and 0 where there is none. Memory that nothing is written to is not used.
    rows: Vec<u32>,
}

impl Numbered {
    /// Places for the keys of so many rows, of which this is one.
    fn of(key: &str, expected: usize) -> Option<Numbered> {
        const FEW: usize = 1024;
        let (prefix, digits, number) = numbered(key)?;
        let reach = expected.saturating_add(FEW);
        let first = number.saturating_sub(u64::try_from(reach).ok()?);
        let form = Form { prefix: prefix.into(), digits };
        Some(Numbered { form, first, rows: vec![0; reach.saturating_mul(2)] })
    }

    /// The place of a key; nothing where it is of another kind.
    fn place(&self, key: &str) -> Option<usize> {
        let value = self.form.number(key)?;
        let place = usize::try_from(value.checked_sub(self.first)?).ok()?;
        (place < self.rows.len()).then_some(place)
    }
}

/// What is the same of numbered keys. Together with the number it says what the key is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Form {
    pub(super) prefix: Box<str>,
    pub(super) digits: usize,
}

impl Form {
    /// The number of a key of this form.
    pub(super) fn number(&self, key: &str) -> Option<u64> {
        let number = key.strip_prefix(&*self.prefix).filter(|number| number.len() == self.digits)?;
        number.bytes().try_fold(0_u64, |value, byte| {
            let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
            value.checked_mul(10)?.checked_add(u64::from(digit))
        })
    }
}

/// The parts of a key that ends with a number behind a short word: the word, how many digits the number has, and the
/// number. Together they say what the key is.
pub(super) fn numbered(key: &str) -> Option<(&str, usize, u64)> {
    const PREFIX: usize = 8;
    const DIGITS: usize = 18;
    let digits = key.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (prefix, number) = key.split_at_checked(key.len().checked_sub(digits)?)?;
    let is_short = prefix.len() <= PREFIX && (1..=DIGITS).contains(&digits);
    if !is_short || prefix.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((prefix, digits, number.parse().ok()?))
}

impl Keys {
    /// The row that has a key, by what the key of each row is.
    pub(super) fn find<'k>(
        &self,
        key: &str,
        key_of: impl Fn(usize) -> Option<Cow<'k, str>>,
    ) -> Option<usize> {
        let of_number = self.numbered.as_ref().and_then(|numbered| numbered.rows.get(numbered.place(key)?));
        if let Some(row) = of_number {
            return usize::try_from(row.checked_sub(1)?).ok();
        }
        let has_it = |row: &u32| key_of(usize::try_from(*row).ok()?).filter(|other| other == key);
        let found = self.rows.find(self.hasher.hash_one(key), |row| has_it(row).is_some())?;
        usize::try_from(*found).ok()
    }

    /// Says how many keys will come.
    pub(super) fn expect(&mut self, count: usize) {
        self.expected = count;
    }

    /// Enters a row by its key; where another row has that key, it stays, and is given back.
    pub(super) fn enter<'k>(
        &mut self,
        key: &str,
        row: usize,
        key_of: impl Fn(usize) -> Option<Cow<'k, str>>,
    ) -> Option<usize> {
        if self.numbered.is_none() && self.rows.is_empty() {
            self.numbered = Numbered::of(key, self.expected);
        }
        if let Some(numbered) = &mut self.numbered
            && let Some(place) = numbered.place(key)
            && let Some(kept) = numbered.rows.get_mut(place)
        {
            if let Some(first) = kept.checked_sub(1) {
                return usize::try_from(first).ok();
            }
            *kept = u32::try_from(row.saturating_add(1)).unwrap_or(u32::MAX);
            return None;
        }
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
