//! The words of a whole document, each with its line, and where a passage is among them.

use std::ops::Range;

use super::{Fingerprint, WORDS, bare, changes, key, likeness, lower, normalise, wording_of};

/// How many words a passage has that is held against every line, word by word.
const SHORT: usize = 12;

/// The words of a document.
#[derive(Debug)]
pub struct Wording {
    /// The normalised lines.
    text: String,
    words: Vec<Word>,
    keys: Vec<u16>,
    lines: u32,
}

/// A word: where it stands in the normalised text, and in which line of the document.
#[derive(Clone, Copy, Debug)]
struct Word {
    start: u32,
    end: u32,
    line: u32,
}

impl Wording {
    /// The words of a text.
    pub fn of(document: &str) -> Wording {
        let mut wording = Wording { text: String::new(), words: Vec::new(), keys: Vec::new(), lines: 0 };
        for line in document.lines() {
            wording.lines = wording.lines.saturating_add(1);
            wording.add(&normalise(line));
        }
        wording
    }

    fn add(&mut self, line: &str) {
        for word in line.split(' ').filter(|word| !word.is_empty()) {
            let start = offset(self.text.len());
            self.text.push_str(word);
            self.words.push(Word { start, end: offset(self.text.len()), line: self.lines });
            self.keys.push(key(bare(word)));
        }
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
        self.bare(places).map(lower).collect()
    }

    fn whole(&self, places: Range<usize>) -> impl Iterator<Item = &str> {
        let words = self.words.get(places).unwrap_or(&[]).iter();
        words.map(|word| self.text.get(wide(word.start)..wide(word.end)).unwrap_or(""))
    }

    /// 16 bits of each word at these places.
    pub fn keys(&self, places: Range<usize>) -> &[u16] {
        self.keys.get(places).unwrap_or(&[])
    }

    /// The fingerprint of the words at these places.
    pub fn fingerprint(&self, places: Range<usize>) -> Fingerprint {
        let words = self.keys(places.clone()).to_vec();
        Fingerprint { wording: wording_of(self.whole(places)), words }
    }

    /// Whether the words at these places are those of the fingerprint, with their punctuation.
    pub fn is_same(&self, places: Range<usize>, fingerprint: &Fingerprint) -> bool {
        wording_of(self.whole(places)) == fingerprint.wording
    }

    /// Every place where whole lines are the passage, however it is broken into lines there.
    pub fn all_same(&self, fingerprint: &Fingerprint) -> Vec<Range<usize>> {
        let candidates: Vec<Range<usize>> = if fingerprint.words.is_empty() {
            (1..=self.lines).map(|line| self.line(line)).filter(|line| !line.is_empty()).collect()
        } else {
            let length = fingerprint.words.len();
            let windows = self.keys.windows(length).enumerate();
            let same = windows.filter(|(_, keys)| *keys == fingerprint.words);
            same.map(|(start, _)| start..start.saturating_add(length)).collect()
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

    /// The words that are most like these within some places, none of them in `taken`; of equals those that begin nearest
    /// to the place `near`.
    pub fn most_like(
        &self,
        keys: &[u16],
        within: Range<usize>,
        near: usize,
        taken: &[Range<usize>],
    ) -> Option<Range<usize>> {
        let length = keys.len();
        let inside = self.keys(within.clone()).windows(length.max(1)).zip(within.start..);
        let same = inside.filter(|(window, _)| *window == keys);
        let same = same.map(|(_, start)| start..start.saturating_add(length));
        same.filter(|place| taken.iter().all(|other| !overlap(other, place)))
            .min_by_key(|place| place.start.abs_diff(near))
            .or_else(|| likeness::Passage::new(keys).in_document(&self.keys, within, near, taken))
    }

    /// The words just before a place that are like these; nothing where fewer than half of them are there.
    pub fn just_before(&self, keys: &[u16], place: usize) -> Option<Range<usize>> {
        let start = place.saturating_sub(keys.len().saturating_add(4));
        let found = likeness::trimmed(keys, &self.keys, start..place);
        let kept = kept(keys, self.keys(found.clone()));
        (!found.is_empty() && kept.saturating_mul(2) >= keys.len()).then_some(found)
    }

    /// The whole lines that are most like a passage, of equals those nearest to a line; none of their words in `taken`.
    pub fn reworded(
        &self,
        fingerprint: &Fingerprint,
        line: u32,
        taken: &[Range<usize>],
    ) -> Option<Range<usize>> {
        let near = self.line(line).start;
        let like = self.most_like(&fingerprint.words, 0..self.len(), near, taken);
        like.map(|like| self.whole_lines(&like)).or_else(|| self.short_line_like(fingerprint, line, taken))
    }

    /// The line that keeps most words of a short passage, and at least two of three: a change in a few words leaves no run of
    /// three of them.
    fn short_line_like(
        &self,
        fingerprint: &Fingerprint,
        line: u32,
        taken: &[Range<usize>],
    ) -> Option<Range<usize>> {
        let length = fingerprint.words.len();
        if length == 0 || length > SHORT {
            return None;
        }
        let lines = (1..=self.lines).map(|number| (number, self.line(number)));
        let short = lines.filter(|(_, words)| !words.is_empty() && words.len() <= length.saturating_mul(2));
        let free = short.filter(|(_, words)| taken.iter().all(|range| !overlap(range, words)));
        let scored = free.map(|(number, words)| {
            (kept(&fingerprint.words, self.keys(words.clone())), number.abs_diff(line), words)
        });
        let enough = scored.filter(|(kept, _, _)| kept.saturating_mul(3) >= length.saturating_mul(2));
        enough
            .min_by_key(|(kept, distance, _)| (std::cmp::Reverse(*kept), *distance))
            .map(|(_, _, words)| words)
    }
}

/// How many words of a passage are still there.
fn kept(old: &[u16], new: &[u16]) -> usize {
    let gone: usize = changes(old, new).iter().map(|change| change.gone.len()).sum();
    old.len().saturating_sub(gone)
}

/// Whether two ranges of words have a word in common.
pub fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Documents are much smaller than 4 GiB; what lay behind would have no words.
fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn wide(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}
