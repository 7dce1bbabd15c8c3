//! One clause in a document at hand.

use std::ops::Range;

use super::{ClauseVerified, Place, Reworded, State};
use crate::fingerprint::{Fingerprint, Wording, overlap};
use crate::pack::rule::DocumentClause;

/// Looks every line of a clause up. Of a clause without a fingerprint nothing can be said, also in the very file that the
/// catalogue describes: its lines may be wrong.
pub(super) fn verify<'a>(
    clause: &'a DocumentClause,
    document: &Wording,
    is_same_file: bool,
) -> ClauseVerified<'a> {
    if is_same_file {
        return ClauseVerified { clause, places: as_described(clause, document) };
    }
    let not_kept = |line: &u32| Place { line: *line, state: State::NotKept, words: None };
    let mut places: Vec<Place> = clause.lines.iter().map(not_kept).collect();
    if !clause.fingerprints.is_empty() {
        let mut search =
            Search { document, clause, places: &mut places, taken: Vec::new(), open: Vec::new() };
        search.in_place();
        search.moved();
        search.reworded();
    }
    ClauseVerified { clause, places }
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

/// The lines of a clause, found one after another; no words are taken for two of them.
struct Search<'a> {
    document: &'a Wording,
    clause: &'a DocumentClause,
    places: &'a mut [Place],
    taken: Vec<Range<usize>>,
    /// Which lines are not found yet.
    open: Vec<bool>,
}

impl Search<'_> {
    fn settle(&mut self, number: usize, state: State, words: Option<Range<usize>>) {
        self.taken.extend(words.clone());
        if let Some(place) = self.places.get_mut(number) {
            (place.state, place.words) = (state, words);
        }
        if let Some(open) = self.open.get_mut(number) {
            *open = false;
        }
    }

    /// The lines that are not found yet.
    fn open(&self) -> Vec<(usize, u32, Fingerprint)> {
        let lines = self.clause.lines.iter().zip(&self.clause.fingerprints).zip(&self.open).enumerate();
        let open = lines.filter(|(_, (_, open))| **open);
        open.map(|(number, ((line, fingerprint), _))| (number, *line, fingerprint.clone())).collect()
    }

    /// What stands where the catalogue says.
    fn in_place(&mut self) {
        self.open = vec![true; self.places.len()];
        for (number, line, fingerprint) in self.open() {
            let own = self.document.line(line);
            if !own.is_empty() && self.document.is_same(own.clone(), &fingerprint) {
                self.settle(number, State::Verified, Some(own));
            }
        }
    }

    /// What stands elsewhere: as many as are looked for in their order, otherwise the nearest first.
    fn moved(&mut self) {
        let mut open = self.open();
        while let Some((_, _, fingerprint)) = open.first().cloned() {
            let alike: Vec<(usize, u32)> = open
                .iter()
                .filter(|(_, _, other)| *other == fingerprint)
                .map(|(number, line, _)| (*number, *line))
                .collect();
            open.retain(|(_, _, other)| *other != fingerprint);
            let mut found = self.document.all_same(&fingerprint);
            found.retain(|place| self.taken.iter().all(|taken| !overlap(taken, place)));
            if found.len() == alike.len() {
                for ((number, line), words) in alike.into_iter().zip(found) {
                    self.settle_elsewhere(number, line, words);
                }
            } else {
                self.nearest_first(alike, found);
            }
        }
    }

    fn nearest_first(&mut self, mut alike: Vec<(usize, u32)>, mut found: Vec<Range<usize>>) {
        let distance = |(_, line): &(usize, u32), words: &Range<usize>| {
            self.document.line_of(words.start).abs_diff(*line)
        };
        let mut pairs: Vec<(u32, (usize, u32), Range<usize>)> = alike
            .iter()
            .flat_map(|place| found.iter().map(move |words| (distance(place, words), *place, words.clone())))
            .collect();
        pairs.sort_by_key(|(distance, place, words)| (*distance, *place, words.start));
        for (_, place, words) in pairs {
            if alike.contains(&place) && found.contains(&words) {
                alike.retain(|other| *other != place);
                found.retain(|other| !overlap(other, &words));
                self.settle_elsewhere(place.0, place.1, words);
            }
        }
    }

    fn settle_elsewhere(&mut self, number: usize, line: u32, words: Range<usize>) {
        let to = self.document.line_of(words.start);
        // A paragraph that is broken into lines still begins where it did.
        let state = if to == line { State::Verified } else { State::Moved { to } };
        self.settle(number, state, Some(words));
    }

    /// What is left: whatever is most like it.
    fn reworded(&mut self) {
        for (number, line, fingerprint) in self.open() {
            match self.document.reworded(&fingerprint, line, &self.taken) {
                None => self.settle(number, State::Missing, None),
                Some(words) => {
                    let changes = self.changes(&fingerprint, &words);
                    let at = self.document.line_of(words.start);
                    self.settle(number, State::Reworded { at, changes }, Some(words));
                }
            }
        }
    }

    fn changes(&self, fingerprint: &Fingerprint, words: &Range<usize>) -> Vec<Reworded> {
        let changes = self.document.changed_pieces(fingerprint, words.clone()).into_iter();
        let new = |places| self.document.bare(places).map(str::to_owned).collect();
        changes.map(|(gone, places)| Reworded { gone, new: new(places) }).collect()
    }
}
