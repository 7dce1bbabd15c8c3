//! The words of a document that are most like a passage: those with the most of its runs of three words.

use std::collections::BTreeMap;
use std::ops::Range;

use super::overlap;

/// Three words in a row, by their keys.
type Run = [u16];

/// How far words of the passage that stand in no run are looked for around the runs.
const AROUND: usize = 12;

/// A passage to look for.
pub(super) struct Passage<'a> {
    keys: &'a [u16],
    /// Where each of its runs stands in it, first and last.
    runs: BTreeMap<&'a Run, (usize, usize)>,
}

/// A run of the passage in the document.
#[derive(Clone, Copy)]
struct Hit<'a> {
    at: usize,
    run: &'a Run,
}

impl<'a> Passage<'a> {
    pub(super) fn new(keys: &'a [u16]) -> Passage<'a> {
        let mut runs: BTreeMap<&Run, (usize, usize)> = BTreeMap::new();
        for (at, run) in keys.windows(3).enumerate() {
            runs.entry(run).and_modify(|(_, last)| *last = at).or_insert((at, at));
        }
        Passage { keys, runs }
    }

    /// The words with the most runs, of equals those that begin nearest to `near`. Nothing where less than a third of the
    /// runs is there.
    pub(super) fn in_document(
        &self,
        document: &[u16],
        within: Range<usize>,
        near: usize,
        taken: &[Range<usize>],
    ) -> Option<Range<usize>> {
        let inside = document.get(within.clone()).unwrap_or(&[]);
        let hits = inside.windows(3).zip(within.start..).map(|(run, at)| Hit { at, run });
        let is_free = |hit: &Hit<'_>| {
            let words = hit.at..hit.at.saturating_add(3);
            taken.iter().all(|range| !overlap(range, &words))
        };
        let hits: Vec<Hit<'_>> = hits.filter(|hit| self.runs.contains_key(hit.run)).filter(is_free).collect();
        let (count, window) = self.best(&hits, near)?;
        if count.saturating_mul(3) < self.runs.len() {
            return None;
        }
        let hits = without_echoes(hits.get(window)?);
        let inner = self.whole_extent(hits)?;
        let is_free = |place: &usize| taken.iter().all(|range| !range.contains(place));
        let before = (within.start.max(inner.start)..hits.first()?.at).rev().take_while(is_free).last();
        let behind = hits.last()?.at.saturating_add(3)..within.end.min(inner.end);
        let start = before.unwrap_or(hits.first()?.at);
        let end =
            behind.clone().take_while(is_free).last().map_or(behind.start, |last| last.saturating_add(1));
        Some(trimmed(self.keys, document, start..end))
    }

    /// The hits among which are the most different runs, no further apart than the passage is long and a quarter more.
    fn best(&self, hits: &[Hit<'_>], near: usize) -> Option<(usize, Range<usize>)> {
        let reach = self.keys.len().saturating_add(self.keys.len() >> 2).saturating_add(3);
        let mut inside: BTreeMap<&Run, usize> = BTreeMap::new();
        let mut best: Option<(usize, usize, Range<usize>)> = None;
        let mut behind = 0_usize;
        for (first, hit) in hits.iter().enumerate() {
            while let Some(next) = hits.get(behind).filter(|next| next.at.saturating_sub(hit.at) < reach) {
                let number = inside.entry(next.run).or_default();
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
            if let Some(number) = inside.get_mut(hit.run) {
                *number = number.saturating_sub(1);
                if *number == 0 {
                    inside.remove(hit.run);
                }
            }
        }
        best.map(|(count, _, window)| (count, window))
    }

    /// From where the passage would begin to where it would end, if nothing were changed outside of the hits.
    fn whole_extent(&self, hits: &[Hit<'_>]) -> Option<Range<usize>> {
        let (first, last) = (hits.first()?, hits.last()?);
        let before = self.runs.get(first.run).map_or(0, |(at, _)| *at);
        let end = self.runs.get(last.run).map_or(0, |(_, at)| at.saturating_add(3));
        let behind = self.keys.len().saturating_sub(end);
        let around = |missing: usize| if missing == 0 { 0 } else { missing.saturating_add(2).min(AROUND) };
        let end = last.at.saturating_add(3);
        Some(first.at.saturating_sub(around(before))..end.saturating_add(around(behind)))
    }
}

/// The places without words at the ends that are none of a passage's.
pub(super) fn trimmed(keys: &[u16], document: &[u16], places: Range<usize>) -> Range<usize> {
    let words = document.get(places.clone()).unwrap_or(&[]);
    let changes = super::changes(keys, words);
    let before = changes.first().filter(|change| change.new.start == 0).map_or(0, |c| c.new.len());
    let behind = changes.last().filter(|change| change.new.end == words.len()).map_or(0, |c| c.new.len());
    let start = places.start.saturating_add(before);
    start..places.end.saturating_sub(behind).max(start)
}

/// The hits without those at the ends whose run is among the others as well: they belong to other text nearby.
fn without_echoes<'h, 'd>(mut hits: &'h [Hit<'d>]) -> &'h [Hit<'d>] {
    while let [first, rest @ ..] = hits
        && rest.iter().any(|hit| hit.run == first.run)
    {
        hits = rest;
    }
    while let [rest @ .., last] = hits
        && rest.iter().any(|hit| hit.run == last.run)
    {
        hits = rest;
    }
    hits
}
