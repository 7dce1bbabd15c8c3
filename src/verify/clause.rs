//! The clauses of a document in a file at hand.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{ClauseVerified, Place, Reworded, State};
use crate::fingerprint::{Fingerprint, Wording, overlap};
use crate::pack::rule::DocumentClause;

/// Looks every line of every clause up. Of a clause without a fingerprint nothing can be said, also in the very file that the
/// catalogue describes: its lines may be wrong.
pub(super) fn verify<'a>(
    clauses: &'a [DocumentClause],
    document: &'a Wording,
    is_same_file: bool,
) -> Vec<ClauseVerified<'a>> {
    let standing = if is_same_file { None } else { Some(Standing::of(clauses, document)) };
    let places = |clause: &'a DocumentClause| match &standing {
        None => as_described(clause, document),
        Some(standing) => standing.places(clause),
    };
    clauses.iter().map(|clause| ClauseVerified { clause, places: places(clause) }).collect()
}

/// The lines of a clause in the very file that the catalogue describes: nothing in it can have changed, so that whatever
/// does not fit is a mistake of the catalogue.
fn as_described(clause: &DocumentClause, document: &Wording) -> Vec<Place> {
    let fingerprints = clause.fingerprints.iter().map(Some).chain(std::iter::repeat(None));
    let place = |(line, fingerprint): (&u32, Option<&Fingerprint>)| {
        let words = document.line(*line);
        let state = match fingerprint {
            None => State::NotKept,
            Some(kept) if !words.is_empty() && document.fits(words.clone(), kept) => State::Verified,
            Some(kept) => {
                let lines = document.lines_of(&kept.wording);
                State::Misdescribed { stands_at: lines.min_by_key(|at| at.abs_diff(*line)) }
            }
        };
        Place { line: *line, state, words: Some(words) }
    };
    clause.lines.iter().zip(fingerprints).map(place).collect()
}

/// Where the lines of the catalogue stand unchanged. No words are taken for two lines: many recommendations begin alike, and
/// one whose deadline has changed must not be found where another has the old one.
struct Standing<'a> {
    document: &'a Wording,
    /// The words of each line, by its number and its wording.
    words: BTreeMap<(u32, &'a str), Range<usize>>,
}

impl<'a> Standing<'a> {
    /// What stands where the catalogue says, and then what stands elsewhere.
    fn of(clauses: &'a [DocumentClause], document: &'a Wording) -> Standing<'a> {
        let mut standing = Standing { document, words: BTreeMap::new() };
        let mut open: BTreeMap<&str, (&Fingerprint, BTreeSet<u32>)> = BTreeMap::new();
        let lines = clauses.iter().flat_map(|clause| clause.lines.iter().zip(&clause.fingerprints));
        for (line, fingerprint) in lines {
            let own = document.line(*line);
            if !own.is_empty() && document.is_same(own.clone(), fingerprint) {
                standing.words.insert((*line, &fingerprint.wording), own);
            } else {
                let alike = open.entry(&fingerprint.wording).or_insert((fingerprint, BTreeSet::new()));
                alike.1.insert(*line);
            }
        }
        for (fingerprint, lines) in open.into_values() {
            standing.look_elsewhere(fingerprint, lines);
        }
        standing
    }

    /// Lines that say the same: as many as are looked for in their order, otherwise the nearest first.
    fn look_elsewhere(&mut self, fingerprint: &'a Fingerprint, mut lines: BTreeSet<u32>) {
        let mut found = self.document.all_same(fingerprint);
        found.retain(|place| self.words.values().all(|taken| !overlap(taken, place)));
        let wording = fingerprint.wording.as_str();
        if found.len() == lines.len() {
            self.words.extend(lines.into_iter().map(|line| (line, wording)).zip(found));
            return;
        }
        let distance = |line: u32, words: &Range<usize>| self.document.line_of(words.start).abs_diff(line);
        let mut pairs: Vec<(u32, u32, Range<usize>)> = lines
            .iter()
            .flat_map(|line| found.iter().map(|words| (distance(*line, words), *line, words.clone())))
            .collect();
        pairs.sort_by_key(|(distance, line, words)| (*distance, *line, words.start));
        for (_, line, words) in pairs {
            if lines.contains(&line) && found.contains(&words) {
                lines.remove(&line);
                found.retain(|other| !overlap(other, &words));
                self.words.insert((line, wording), words);
            }
        }
    }

    /// The lines of a clause: those that stand, and of the others whatever is most like them.
    fn places(&self, clause: &DocumentClause) -> Vec<Place> {
        let not_kept = |line: &u32| Place { line: *line, state: State::NotKept, words: None };
        let mut places: Vec<Place> = clause.lines.iter().map(not_kept).collect();
        let mut taken: Vec<Range<usize>> = self.words.values().cloned().collect();
        for (place, fingerprint) in places.iter_mut().zip(&clause.fingerprints) {
            let standing = self.words.get(&(place.line, fingerprint.wording.as_str())).cloned();
            (place.state, place.words) = match standing {
                Some(words) => (self.unchanged(place.line, &words), Some(words)),
                None => self.changed(place.line, fingerprint, &taken),
            };
            taken.extend(place.words.clone());
        }
        places
    }

    fn unchanged(&self, line: u32, words: &Range<usize>) -> State {
        let to = self.document.line_of(words.start);
        // A paragraph that is broken into lines still begins where it did.
        if to == line { State::Verified } else { State::Moved { to } }
    }

    fn changed(
        &self,
        line: u32,
        fingerprint: &Fingerprint,
        taken: &[Range<usize>],
    ) -> (State, Option<Range<usize>>) {
        let Some(words) = self.document.reworded(fingerprint, line, taken) else {
            return (State::Missing, None);
        };
        let changes = self.document.changed_pieces(fingerprint, words.clone()).into_iter();
        let new = |places| self.document.bare(places).map(str::to_owned).collect();
        let changes = changes.map(|(gone, places)| Reworded { gone, new: new(places) }).collect();
        (State::Reworded { at: self.document.line_of(words.start), changes }, Some(words))
    }
}
