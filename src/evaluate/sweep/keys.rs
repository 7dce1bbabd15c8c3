//! Rows whose keys are not their own. While rows pass by, keys are only known by numbers and hashes; of those that seem to
//! be there twice the file is read again, and their texts decide.

use std::collections::{BTreeMap, BTreeSet};

use super::gather::Gathering;
use crate::assessment::{AssessmentFiles, NamedExtract};
use crate::diagnostic::Diagnostic;
use crate::pack::rule::Pack;
use crate::tables::Place;
use crate::tables::extract::{self, Sink, Stretch};
use crate::tables::mistake::{Mistake, Mistakes, Problem};
use crate::tables::unique::KeyHasher;

/// The rows of which the key has one of some hashes.
struct Finding<'p> {
    pack: &'p Pack,
    hasher: KeyHasher,
    hashes: BTreeSet<u64>,
}

/// A row that has been found.
struct Found {
    row: usize,
    key: String,
    words: String,
    place: Place,
}

impl Sink for Finding<'_> {
    type Core = ();
    /// How many rows the stretch has, and those that have been found.
    type Made = (usize, Vec<Found>);

    fn core(&self) {}

    fn make(&self, (): &mut (), stretch: &mut Stretch<'_, '_>) -> (usize, Vec<Found>) {
        let keys = stretch.keys(self.pack).enumerate().filter_map(|(row, key)| Some((row, key?)));
        let found = keys.filter(|(_, key)| self.hashes.contains(&self.hasher.hash(key)));
        let found = found.map(|(row, key)| Found {
            row,
            key: key.into_owned(),
            words: stretch.key_in_words(self.pack, row),
            place: stretch.places.get(row).unwrap_or(Place::Nowhere),
        });
        (stretch.places.count(), found.collect())
    }
}

/// Where keys are there twice.
#[derive(Default)]
struct Occurrences {
    /// The first row of each key.
    first: BTreeMap<String, (usize, Place)>,
    /// Those of the rows that are asked for.
    of_rows: BTreeMap<usize, Found>,
}

impl Occurrences {
    /// Adds a row behind those before.
    fn add(&mut self, found: Found, is_suspect: bool) {
        self.first.entry(found.key.clone()).or_insert((found.row, found.place));
        if is_suspect {
            self.of_rows.insert(found.row, found);
        }
    }

    /// What is wrong with the key of a row: nothing, where only its hash was that of another one.
    fn problem(&self, row: usize) -> Option<(Place, Problem)> {
        let Found { key, words, place, .. } = self.of_rows.get(&row)?;
        let (_, first) = self.first.get(key).filter(|(first, _)| *first < row)?;
        Some((*place, Problem::DuplicateKey { key: words.clone(), first: *first }))
    }
}

/// The mistakes of all keys, in the order of the rows.
pub(super) fn duplicates(
    pack: &Pack,
    named: &NamedExtract,
    files: &dyn AssessmentFiles,
    gathering: &mut Gathering,
) -> Result<Mistakes, Vec<Diagnostic>> {
    let blank = std::mem::take(&mut gathering.blank_keys);
    let (suspects, more) = gathering.unique.suspects();
    let mut occurrences = Occurrences::default();
    if !suspects.is_empty() {
        let hashes = suspects.iter().map(|suspect| suspect.hash).collect();
        let finding = Finding { pack, hasher: gathering.unique.hasher().clone(), hashes };
        let mut first = 0_usize;
        let mut take = |(rows, found): (usize, Vec<Found>)| {
            for found in found {
                let row = first.saturating_add(found.row);
                let is_suspect = suspects.iter().any(|suspect| suspect.row == row);
                occurrences.add(Found { row, ..found }, is_suspect);
            }
            first = first.saturating_add(rows);
        };
        named.read(files, |contents| extract::read_into(pack, named.table, contents, &finding, &mut take))?;
    }
    let duplicates = suspects.iter().filter_map(|suspect| {
        let (place, problem) = occurrences.problem(suspect.row)?;
        Some((suspect.row, Mistake { table: named.table, column: None, place, problem }))
    });
    let mut all: Vec<(usize, Mistake)> = blank.into_iter().chain(duplicates).collect();
    all.sort_by_key(|(row, _)| *row);
    let mut mistakes = Mistakes::default();
    all.into_iter().for_each(|(_, mistake)| mistakes.push(mistake));
    mistakes.count_more(more.saturating_add(gathering.more_blank_keys));
    Ok(mistakes)
}
