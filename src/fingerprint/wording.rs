//! The words of a whole document, each with its line, and where a passage is among them.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

use super::likeness::{self, Hit, Passage};
use super::{Change, Fingerprint, Piece, WORDS, bare, changes, cut, folded, normalise, wording_of};
use crate::digest::sha256_start;

/// How many words a run has by which quotations are looked for.
const RUN: usize = 3;

/// How far words of a quotation that stand in no run are looked for around the runs.
const AROUND: usize = 12;

/// The words of a document.
#[derive(Debug)]
pub struct Wording {
    /// The normalised lines.
    text: String,
    words: Vec<Word>,
    lines: u32,
    /// The key of each word, once they are asked for.
    keys: OnceCell<Vec<u32>>,
    /// The pieces of one word, of two and so on that begin with each word, once they are asked for.
    pieces: [OnceCell<Vec<Piece>>; Piece::LONGEST],
}

/// A word: where it stands in the normalised text, and in which line of the document.
#[derive(Clone, Copy, Debug)]
struct Word {
    start: u32,
    end: u32,
    line: u32,
}

impl Wording {
    /// The words of a text. A word that is broken at the end of a line belongs to that line.
    pub fn of(document: &str) -> Wording {
        let (text, words, pieces) = (String::new(), Vec::new(), [const { OnceCell::new() }; Piece::LONGEST]);
        let mut wording = Wording { text, words, lines: 0, keys: OnceCell::new(), pieces };
        for line in document.lines() {
            wording.lines = wording.lines.saturating_add(1);
            wording.add(&normalise(line));
        }
        wording
    }

    fn add(&mut self, line: &str) {
        for (number, word) in line.split(' ').filter(|word| !word.is_empty()).enumerate() {
            let start = offset(self.text.len());
            let goes_on = number == 0 && self.is_broken_off() && word.starts_with(char::is_lowercase);
            self.text.push_str(word);
            let end = offset(self.text.len());
            match self.words.last_mut().filter(|_| goes_on) {
                Some(broken_off) => broken_off.end = end,
                None => self.words.push(Word { start, end, line: self.lines }),
            }
        }
    }

    /// Whether the line before ends with a hyphen behind a letter.
    fn is_broken_off(&self) -> bool {
        let is_before = self.words.last().is_some_and(|word| word.line.saturating_add(1) == self.lines);
        is_before && self.text.strip_suffix('-').is_some_and(|word| word.ends_with(char::is_alphabetic))
    }

    /// How many lines the document has.
    pub fn lines(&self) -> u32 {
        self.lines
    }

    /// How many words it has.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether it has no words at all.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words of a line.
    pub fn line(&self, line: u32) -> Range<usize> {
        let start = self.words.partition_point(|word| word.line < line);
        start..self.words.partition_point(|word| word.line <= line)
    }

    /// The line of a word; the last line behind the last word.
    pub fn line_of(&self, word: usize) -> u32 {
        self.words.get(word).map_or(self.lines, |word| word.line)
    }

    /// The words at these places, without the punctuation around them.
    pub fn bare(&self, places: Range<usize>) -> impl Iterator<Item = &str> {
        self.whole(places).map(bare)
    }

    /// The words at these places, as they are compared with words of other documents.
    pub fn compared(&self, places: Range<usize>) -> Vec<String> {
        self.bare(places).map(folded).collect()
    }

    fn whole(&self, places: Range<usize>) -> impl Iterator<Item = &str> {
        let words = self.words.get(places).unwrap_or(&[]).iter();
        words.map(|word| self.text.get(wide(word.start)..wide(word.end)).unwrap_or(""))
    }

    /// A number for each word at these places, by which words of documents are compared.
    pub fn keys(&self, places: Range<usize>) -> &[u32] {
        let keys = self.keys.get_or_init(|| {
            let words = self.bare(0..self.len());
            words.map(|word| sha256_start(folded(word).as_bytes())).collect()
        });
        keys.get(places).unwrap_or(&[])
    }

    /// The pieces of so many words, each where it begins.
    pub fn pieces(&self, length: usize) -> &[Piece] {
        let Some(pieces) = length.checked_sub(1).and_then(|number| self.pieces.get(number)) else {
            return &[];
        };
        pieces.get_or_init(|| {
            let count = self.len().saturating_add(1).saturating_sub(length);
            (0..count).map(|start| self.piece(start..start.saturating_add(length))).collect()
        })
    }

    fn piece(&self, places: Range<usize>) -> Piece {
        Piece::of(self.bare(places.clone()), places.len())
    }

    /// The fingerprint of the words at these places.
    pub fn fingerprint(&self, places: Range<usize>) -> Fingerprint {
        let pieces = cut(places.len()).map(|piece| self.piece(shifted(&piece, places.start)));
        Fingerprint { pieces: pieces.collect(), wording: wording_of(self.whole(places)) }
    }

    /// Whether the words at these places are those of the fingerprint, with their punctuation.
    pub fn is_same(&self, places: Range<usize>, fingerprint: &Fingerprint) -> bool {
        wording_of(self.whole(places)) == fingerprint.wording
    }

    /// Whether the words at these places are those of the fingerprint, and its pieces theirs.
    pub fn fits(&self, places: Range<usize>, fingerprint: &Fingerprint) -> bool {
        let own = self.fingerprint(places);
        own.wording == fingerprint.wording && (fingerprint.is_empty() || own.pieces == fingerprint.pieces)
    }

    /// The lines that have a wording.
    pub fn lines_of(&self, wording: &str) -> impl Iterator<Item = u32> {
        let lines = (1..=self.lines).map(|line| (line, self.line(line)));
        let own = lines
            .filter(move |(_, words)| !words.is_empty() && wording_of(self.whole(words.clone())) == wording);
        own.map(|(line, _)| line)
    }

    /// Every place where whole lines are the passage, however it is broken into lines there.
    pub fn all_same(&self, fingerprint: &Fingerprint) -> Vec<Range<usize>> {
        let candidates: Vec<Range<usize>> = match fingerprint.pieces.first() {
            None => (1..=self.lines).map(|line| self.line(line)).filter(|line| !line.is_empty()).collect(),
            Some(first) => {
                let pieces = self.pieces(first.len()).iter().enumerate();
                let starts = pieces.filter(|(_, piece)| *piece == first).map(|(start, _)| start);
                starts.map(|start| start..start.saturating_add(fingerprint.len())).collect()
            }
        };
        let whole = candidates.into_iter().filter(|places| self.whole_lines(places) == *places);
        whole.filter(|places| self.is_same(places.clone(), fingerprint)).collect()
    }

    /// The whole lines that words stand in. A line much longer than a passage may be is cut off.
    pub fn whole_lines(&self, places: &Range<usize>) -> Range<usize> {
        let start = self.line(self.line_of(places.start)).start.max(places.start.saturating_sub(WORDS));
        let last = places.end.saturating_sub(1).max(places.start);
        start..self.line(self.line_of(last)).end.min(places.end.saturating_add(WORDS))
    }

    /// The words that are most like these, none of them in `taken`; of equals those that begin nearest to the place `near`.
    pub fn most_like(&self, keys: &[u32], near: usize, taken: &[Range<usize>]) -> Option<Range<usize>> {
        let document = self.keys(0..self.len());
        let length = keys.len();
        let same = document.windows(length.max(1)).enumerate().filter(|(_, window)| *window == keys);
        let same = same.map(|(start, _)| start..start.saturating_add(length));
        same.filter(|place| taken.iter().all(|other| !overlap(other, place)))
            .min_by_key(|place| place.start.abs_diff(near))
            .or_else(|| self.changed(keys, near, taken))
    }

    /// The words among which are most runs of these, with what else of these is around them.
    fn changed(&self, keys: &[u32], near: usize, taken: &[Range<usize>]) -> Option<Range<usize>> {
        let document = self.keys(0..self.len());
        let passage = Passage::new(keys.len(), keys.windows(RUN).enumerate());
        let runs = document.windows(RUN).enumerate().map(|(at, mark)| Hit { at, mark });
        let hits = passage.in_document(runs, near, taken)?;
        let (before, behind) = passage.outside(&hits);
        let around = |missing: usize| if missing == 0 { 0 } else { missing.saturating_add(2).min(AROUND) };
        let (first, last) = (hits.first()?.at, hits.last()?.words().end);
        let is_free = |place: &usize| taken.iter().all(|range| !range.contains(place));
        let start = (first.saturating_sub(around(before))..first).rev().take_while(is_free).last();
        let end = (last..last.saturating_add(around(behind)).min(self.len())).take_while(is_free).last();
        let places = start.unwrap_or(first)..end.map_or(last, |end| end.saturating_add(1));
        Some(likeness::trimmed(keys, document, places))
    }

    /// Whether three quarters of these words stand at a place, in their order.
    pub fn has_most(&self, keys: &[u32], place: &Range<usize>) -> bool {
        kept(keys, self.keys(place.clone())).saturating_mul(4) >= keys.len().saturating_mul(3)
    }

    /// The words just before a place that are like these; nothing where fewer than half of them are there.
    pub fn just_before(&self, keys: &[u32], place: usize) -> Option<Range<usize>> {
        let start = place.saturating_sub(keys.len().saturating_add(4));
        let found = likeness::trimmed(keys, self.keys(0..self.len()), start..place);
        let kept = kept(keys, self.keys(found.clone()));
        (!found.is_empty() && kept.saturating_mul(2) >= keys.len()).then_some(found)
    }

    /// The whole lines that are most like a passage, of equals those nearest to a line; no piece of it in `taken`.
    pub fn reworded(
        &self,
        fingerprint: &Fingerprint,
        line: u32,
        taken: &[Range<usize>],
    ) -> Option<Range<usize>> {
        let starts = fingerprint.pieces.iter().scan(0_usize, |end, piece| {
            let start = *end;
            *end = end.saturating_add(piece.len());
            Some((start, *piece))
        });
        let passage = Passage::new(fingerprint.len(), starts);
        let pieces =
            lengths(fingerprint).into_iter().flat_map(|length| self.pieces(length).iter().enumerate());
        let hits = pieces.map(|(at, mark)| Hit { at, mark: *mark });
        let found = passage.in_document(hits, self.line(line).start, taken)?;
        // Where the ends of the passage are changed, they may be in lines before and behind.
        let (before, behind) = passage.outside(&found);
        let (first, last) = (found.first()?.at, found.last()?.words().end);
        let paragraph = self.paragraph(first, last);
        let start = first.saturating_sub(before >> 1).max(paragraph.start);
        let lines = self.whole_lines(&(start..last.saturating_add(behind >> 1).min(paragraph.end)));
        // A passage of one piece is a few words, which may well be part of something else.
        let is_other = fingerprint.pieces.len() == 1 && lines.len() > fingerprint.len().saturating_mul(2);
        (!is_other).then_some(lines)
    }

    /// The words from the one place to the other with those around them, up to the nearest lines without words.
    fn paragraph(&self, first: usize, end: usize) -> Range<usize> {
        let joins = |pair: &[Word]| matches!(pair, [a, b] if b.line.saturating_sub(a.line) <= 1);
        let before = self.words.get(..=first).unwrap_or(&[]).windows(2).rev().take_while(|pair| joins(pair));
        let behind = self.words.get(end.saturating_sub(1)..).unwrap_or(&[]).windows(2);
        let behind = behind.take_while(|pair| joins(pair));
        first.saturating_sub(before.count())..end.saturating_add(behind.count())
    }

    /// What has changed between a passage and the words at these places: how many words are gone, and which places are
    /// new. Where one word of a piece has changed, all of the piece has.
    pub fn changed_pieces(
        &self,
        fingerprint: &Fingerprint,
        places: Range<usize>,
    ) -> Vec<(usize, Range<usize>)> {
        let old: Vec<Option<Piece>> = fingerprint.pieces.iter().copied().map(Some).collect();
        let mut new = Vec::new();
        let mut starts = Vec::new();
        let mut at = places.start;
        while at < places.end {
            let piece = lengths(fingerprint).into_iter().find_map(|length| {
                let piece =
                    self.pieces(length).get(at).filter(|_| at.saturating_add(length) <= places.end)?;
                fingerprint.pieces.contains(piece).then_some(*piece)
            });
            new.push(piece);
            starts.push(at);
            at = at.saturating_add(piece.map_or(1, |piece| piece.len()));
        }
        let place = |number: usize| starts.get(number).copied().unwrap_or(places.end);
        let words =
            |gone: Range<usize>| fingerprint.pieces.get(gone).unwrap_or(&[]).iter().map(Piece::len).sum();
        let changes = changes(&old, &new).into_iter();
        changes.map(|Change { gone, new }| (words(gone), place(new.start)..place(new.end))).collect()
    }
}

/// The different lengths of a passage's pieces.
fn lengths(fingerprint: &Fingerprint) -> BTreeSet<usize> {
    fingerprint.pieces.iter().map(Piece::len).collect()
}

/// How many words of a passage are still there.
fn kept(old: &[u32], new: &[u32]) -> usize {
    let gone: usize = changes(old, new).iter().map(|change| change.gone.len()).sum();
    old.len().saturating_sub(gone)
}

/// Whether two ranges of words have a word in common.
pub fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Places counted from elsewhere.
fn shifted(places: &Range<usize>, by: usize) -> Range<usize> {
    places.start.saturating_add(by)..places.end.saturating_add(by)
}

/// Documents are much smaller than 4 GiB; what lay behind would have no words.
fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn wide(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}
