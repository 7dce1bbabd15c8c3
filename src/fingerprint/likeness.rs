//! Where in a document a passage is most likely to be: where most of its marks are close together.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Piece, overlap};

/// Words in a row by which a passage is looked for.
pub(super) trait Mark: Ord + Copy {
    /// How many.
    fn words(&self) -> usize;
}

/// Three words in a row, by their keys; those of a passage overlap.
pub(super) type Run<'a> = &'a [u32];

impl Mark for Run<'_> {
    fn words(&self) -> usize {
        self.len()
    }
}

impl Mark for Piece {
    fn words(&self) -> usize {
        self.len()
    }
}

/// A passage to look for.
pub(super) struct Passage<M> {
    /// How many words it has.
    length: usize,
    /// Where each of its marks stands in it, first and last.
    marks: BTreeMap<M, (usize, usize)>,
}

/// A mark of the passage in the document.
#[derive(Clone, Copy)]
pub(super) struct Hit<M> {
    pub(super) at: usize,
    pub(super) mark: M,
}

impl<M: Mark> Hit<M> {
    /// Its words in the document.
    pub(super) fn words(&self) -> Range<usize> {
        self.at..self.at.saturating_add(self.mark.words())
    }
}

impl<M: Mark> Passage<M> {
    /// A passage with its marks and where each begins in it.
    pub(super) fn new(length: usize, marks_of_it: impl Iterator<Item = (usize, M)>) -> Passage<M> {
        let mut marks: BTreeMap<M, (usize, usize)> = BTreeMap::new();
        for (at, mark) in marks_of_it {
            marks.entry(mark).and_modify(|(_, last)| *last = at).or_insert((at, at));
        }
        Passage { length, marks }
    }

    /// The hits where most different marks of the passage are close together, of equal places the nearest to `near`. Of
    /// the marks of a document those count that are the passage's and have no word in `taken`. Nothing where less than a
    /// third of the passage's marks is there.
    pub(super) fn in_document(
        &self,
        document: impl Iterator<Item = Hit<M>>,
        near: usize,
        taken: &[Range<usize>],
    ) -> Option<Vec<Hit<M>>> {
        let is_free = |hit: &Hit<M>| taken.iter().all(|range| !overlap(range, &hit.words()));
        let is_own = |hit: &Hit<M>| self.marks.contains_key(&hit.mark);
        let mut hits: Vec<Hit<M>> = document.filter(is_own).filter(is_free).collect();
        hits.sort_by_key(|hit| hit.at);
        let (count, window) = self.best(&hits, near)?;
        if count.saturating_mul(3) < self.marks.len() {
            return None;
        }
        hits.get(window).map(|hits| without_echoes(hits).to_vec())
    }

    /// The hits among which are the most different marks, no further apart than the passage is long and a quarter more.
    fn best(&self, hits: &[Hit<M>], near: usize) -> Option<(usize, Range<usize>)> {
        let reach = self.length.saturating_add(self.length >> 2).saturating_add(3);
        let mut inside: BTreeMap<M, usize> = BTreeMap::new();
        let mut best: Option<(usize, usize, Range<usize>)> = None;
        let mut behind = 0_usize;
        for (first, hit) in hits.iter().enumerate() {
            while let Some(next) = hits.get(behind).filter(|next| next.at.saturating_sub(hit.at) < reach) {
                let number = inside.entry(next.mark).or_default();
                *number = number.saturating_add(1);
                behind = behind.saturating_add(1);
            }
            let (count, distance) = (inside.len(), hit.at.abs_diff(near));
            let is_better = |(most, nearest, _): &(usize, usize, Range<usize>)| {
                count > *most || (count == *most && distance < *nearest)
            };
            if best.as_ref().is_none_or(is_better) {
                best = Some((count, distance, first..behind));
            }
            if let Some(number) = inside.get_mut(&hit.mark) {
                *number = number.saturating_sub(1);
                if *number == 0 {
                    inside.remove(&hit.mark);
                }
            }
        }
        best.map(|(count, _, window)| (count, window))
    }

    /// How many words the passage has before its first hit, and how many behind its last.
    pub(super) fn outside(&self, hits: &[Hit<M>]) -> (usize, usize) {
        let place =
            |hit: Option<&Hit<M>>| hit.and_then(|hit| Some((self.marks.get(&hit.mark)?, hit.mark.words())));
        let before = place(hits.first()).map_or(0, |((first, _), _)| *first);
        let end = place(hits.last()).map_or(0, |((_, last), words)| last.saturating_add(words));
        (before, self.length.saturating_sub(end))
    }
}

/// The places without words at the ends that are none of a passage's.
pub(super) fn trimmed(keys: &[u32], document: &[u32], places: Range<usize>) -> Range<usize> {
    let words = document.get(places.clone()).unwrap_or(&[]);
    let changes = super::changes(keys, words);
    let before = changes.first().filter(|change| change.new.start == 0).map_or(0, |c| c.new.len());
    let behind = changes.last().filter(|change| change.new.end == words.len()).map_or(0, |c| c.new.len());
    let start = places.start.saturating_add(before);
    start..places.end.saturating_sub(behind).max(start)
}

/// The hits without those at the ends whose mark is among the others as well: they belong to other text nearby. Where that
/// is so of both ends, the one that is further from the next hit goes first.
fn without_echoes<M: Mark>(mut hits: &[Hit<M>]) -> &[Hit<M>] {
    let is_among = |hit: &Hit<M>, others: &[Hit<M>]| others.iter().any(|other| other.mark == hit.mark);
    let between = |a: Option<&Hit<M>>, b: Option<&Hit<M>>| match (a, b) {
        (Some(a), Some(b)) => b.at.saturating_sub(a.words().end),
        _ => 0,
    };
    while let ([first, behind @ ..], [before @ .., last]) = (hits, hits) {
        let gaps = (between(Some(first), behind.first()), between(before.last(), Some(last)));
        hits = match (is_among(first, behind), is_among(last, before)) {
            (true, true) if gaps.0 < gaps.1 => before,
            (true, _) => behind,
            (false, true) => before,
            (false, false) => break,
        };
    }
    hits
}
