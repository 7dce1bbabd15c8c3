//! Whether each key is there once, for keys in any number, which are not kept as texts.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashMap, HashSet};
use roaring::RoaringTreemap;

use super::keys::{Form, numbered};
use super::mistake::Mistakes;

/// What keys are hashed by. Copies of one give the same hash.
#[derive(Clone, Default, Debug)]
pub struct KeyHasher(DefaultHashBuilder);

impl KeyHasher {
    /// The hash of a key.
    pub fn hash(&self, key: &str) -> u64 {
        self.0.hash_one(key)
    }
}

/// The keys of some rows that follow each other.
#[derive(Default, Debug)]
pub struct Keys {
    runs: Vec<Run>,
    /// Rows with a key of another kind, and its hash.
    others: Vec<(usize, u64)>,
}

/// Rows whose keys are one text with numbers of so many digits that follow each other, as `V0017`, `V0018`.
#[derive(Debug)]
struct Run {
    form: Form,
    row: usize,
    first: u64,
    last: u64,
}

/// A row of which the key seems to be that of an earlier one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Suspect {
    /// Its place in the table.
    pub row: usize,
    /// The hash of its key.
    pub hash: u64,
}

/// The keys that a table has so far. Numbered ones take a bit each where they lie close together, others some ten bytes.
#[derive(Default, Debug)]
pub struct Unique {
    numbers: HashMap<Form, RoaringTreemap>,
    hashes: HashSet<u64>,
    hasher: KeyHasher,
    suspects: Vec<Suspect>,
    /// How many more there are than are kept.
    more: usize,
}

impl Run {
    /// The row behind its last.
    fn end(&self) -> Option<usize> {
        let behind = self.last.checked_sub(self.first)?.checked_add(1)?;
        self.row.checked_add(usize::try_from(behind).ok()?)
    }
}

impl Keys {
    /// Adds the key of a row, which lies behind those before.
    pub fn add(&mut self, row: usize, key: &str, hasher: &KeyHasher) {
        if let Some(run) = self.runs.last_mut()
            && run.form.number(key) == run.last.checked_add(1)
            && run.end() == Some(row)
        {
            run.last = run.last.saturating_add(1);
            return;
        }
        let Some((prefix, digits, number)) = numbered(key) else {
            self.others.push((row, hasher.hash(key)));
            return;
        };
        let form = Form { prefix: Box::from(prefix), digits };
        self.runs.push(Run { form, row, first: number, last: number });
    }
}

impl Unique {
    /// What keys are hashed by.
    pub fn hasher(&self) -> &KeyHasher {
        &self.hasher
    }

    /// Adds keys of rows behind those before, of which the first is counted from here.
    pub fn add(&mut self, keys: &Keys, first_row: usize) {
        let mut found = Vec::new();
        for run in &keys.runs {
            let of_form = self.numbers.entry_ref(&run.form).or_default();
            let there = of_form.range_cardinality(run.first..=run.last);
            if there > 0 {
                let twice =
                    (run.first..=run.last).zip(run.row..).filter(|(number, _)| of_form.contains(*number));
                let hash = |number: u64| {
                    let Form { prefix, digits } = &run.form;
                    self.hasher.hash(&format!("{prefix}{number:0digits$}"))
                };
                found.extend(twice.map(|(number, row)| Suspect { row, hash: hash(number) }));
            }
            of_form.insert_range(run.first..=run.last);
        }
        for (row, hash) in &keys.others {
            if !self.hashes.insert(*hash) {
                found.push(Suspect { row: *row, hash: *hash });
            }
        }
        found.sort_unstable_by_key(|suspect| suspect.row);
        for suspect in found {
            if self.suspects.len() < Mistakes::SHOWN {
                self.suspects.push(Suspect { row: first_row.saturating_add(suspect.row), ..suspect });
            } else {
                self.more = self.more.saturating_add(1);
            }
        }
    }

    /// The first rows whose key seems to be there before, in order, and how many more there are.
    pub fn suspects(&self) -> (&[Suspect], usize) {
        (&self.suspects, self.more)
    }
}
