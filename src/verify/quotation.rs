//! How a response quotes the recommendations that it answers.

use std::ops::Range;

use super::{ClauseVerified, Verified};
use crate::fingerprint::{Wording, changes, overlap};

/// A line with at most so many words besides a quotation has them in the quotation: `… where possible`.
const BESIDES: usize = 8;

/// How a response quotes one recommendation.
#[derive(PartialEq, Eq, Debug)]
pub struct Quotation<'a> {
    /// The recommendation's clause in the document that is quoted: `rec-4`.
    pub clause: &'a str,
    /// How.
    pub quoted: Quoted,
}

/// How a recommendation is quoted. Case and punctuation do not count.
#[derive(PartialEq, Eq, Debug)]
pub enum Quoted {
    /// Word for word.
    Exactly {
        /// The first and the last line of the quotation.
        at: (u32, u32),
    },
    /// With other words.
    Changed {
        /// The first and the last line of the quotation.
        at: (u32, u32),
        /// What is changed.
        slips: Vec<Slip>,
    },
    /// Nothing like it was found.
    Not,
}

/// Words that were left out, and words in their place; one of the two may be none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slip {
    /// The line of the response; of words that are only left out the line that they would be in.
    pub line: u32,
    /// The words of the document that is quoted.
    pub left_out: Vec<String>,
    /// The words of the response.
    pub put_in: Vec<String>,
}

/// How a response quotes what it answers: each recommendation that both it and the quoted document have as a clause, and
/// behind each quotation what else is nearly one.
pub(super) fn quotations<'a>(
    response: &Verified<'a>,
    documents: &[Verified<'a>],
) -> Option<Vec<Quotation<'a>>> {
    let (answered, _) = response.document.responds_to.as_ref()?;
    let quoted = documents.iter().find(|document| document.document.id == *answered)?;
    let (from, _) = quoted.file?;
    let (to, _) = response.file?;
    let mut found = Vec::new();
    let mut searches = Vec::new();
    for clause in &quoted.clauses {
        let id = clause.clause.id.as_str();
        let is_recommendation = id.strip_prefix("rec-").is_some_and(|number| number.parse::<u32>().is_ok());
        let answer = response.clauses.iter().find(|answer| answer.clause.id == id);
        let Some(answer) = answer.filter(|_| is_recommendation) else { continue };
        let place = answer.places.first().and_then(|place| place.words.as_ref());
        let near = place.map_or(0, |words| words.start);
        let search = Search { clause: id, from: &from.wording, to: &to.wording, near };
        let printings = printings(clause, &quoted.clauses, &from.wording);
        let best = printings.iter().map(|printing| search.quoted(printing)).min_by_key(Found::weight);
        found.push(best.unwrap_or(Found { clause: id, quoted: Quoted::Not, words: Vec::new() }));
        searches.push((search, printings));
    }
    let taken: Vec<Range<usize>> = found.iter().flat_map(|found| found.words.clone()).collect();
    let again = searches.iter().flat_map(|(search, printings)| search.again(printings, &taken)).collect();
    found.extend(unlike(again));
    let order = |id: &str| searches.iter().position(|(search, _)| search.clause == id);
    found.sort_by_key(|found| order(found.clause));
    Some(found.into_iter().map(|found| Quotation { clause: found.clause, quoted: found.quoted }).collect())
}

/// A quotation and its words in the response.
struct Found<'a> {
    clause: &'a str,
    quoted: Quoted,
    words: Vec<Range<usize>>,
}

impl Found<'_> {
    /// Of several printings the one counts that is quoted best.
    fn weight(&self) -> usize {
        match &self.quoted {
            Quoted::Exactly { .. } => 0,
            Quoted::Changed { slips, .. } => {
                slips.iter().map(|slip| slip.left_out.len().max(slip.put_in.len())).sum()
            }
            Quoted::Not => usize::MAX,
        }
    }
}

/// Of quotations that have words in common the one that is nearest to what it quotes, in the order of their places.
fn unlike(mut found: Vec<Found<'_>>) -> Vec<Found<'_>> {
    found.sort_by_key(Found::weight);
    let mut kept: Vec<Found<'_>> = Vec::new();
    for one in found {
        let mut others = kept.iter().flat_map(|other| &other.words);
        if others.all(|other| one.words.iter().all(|words| !overlap(words, other))) {
            kept.push(one);
        }
    }
    kept.sort_by_key(|found| found.words.first().map(|words| words.start));
    kept
}

/// One printing of a recommendation: its words by their places.
struct Printing {
    /// What stands before its parts: `By 31 October 2026, forces should:`.
    lead: Vec<Range<usize>>,
    /// Its parts.
    parts: Vec<Range<usize>>,
}

/// The printings of a recommendation: as many as its first part has.
fn printings(clause: &ClauseVerified<'_>, all: &[ClauseVerified<'_>], from: &Wording) -> Vec<Printing> {
    let prefix = format!("{}.", clause.clause.id);
    let parts: Vec<&ClauseVerified<'_>> =
        all.iter().filter(|part| part.clause.id.starts_with(&prefix)).collect();
    let count = parts.first().map_or(clause.places.len(), |part| part.places.len()).max(1);
    let heading = clause.clause.id.replace('-', "ommendation ");
    let is_heading = |words: &Range<usize>| from.compared(words.clone()).join(" ") == heading;
    let share = |clause: &ClauseVerified<'_>, number: usize| {
        let each = clause.places.len().checked_div(count).unwrap_or(0).max(1);
        let own = clause.places.iter().skip(number.saturating_mul(each)).take(each);
        own.filter_map(|place| place.words.clone()).filter(|words| !is_heading(words)).collect::<Vec<_>>()
    };
    let printing = |number| {
        let lead = share(clause, number);
        let mut own: Vec<Range<usize>> = parts.iter().flat_map(|part| share(part, number)).collect();
        // Two clauses may be parts of one sentence.
        own.dedup();
        if own.is_empty() {
            Printing { lead: Vec::new(), parts: lead }
        } else {
            Printing { lead, parts: own }
        }
    };
    (0..count).map(printing).filter(|printing| !printing.parts.is_empty()).collect()
}

/// Looks for quotations of a recommendation.
struct Search<'a> {
    clause: &'a str,
    from: &'a Wording,
    to: &'a Wording,
    /// The word by which the response begins to answer.
    near: usize,
}

impl<'a> Search<'a> {
    fn quoted(&self, printing: &Printing) -> Found<'a> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut pairs = Vec::new();
        for part in &printing.parts {
            let near = found.last().map_or(self.near, |last| last.end);
            let place = self.to.most_like(self.from.keys(part.clone()), near, &found);
            found.extend(place.clone());
            pairs.push((part.clone(), place));
        }
        let Some(first) = found.iter().map(|place| place.start).min() else {
            return Found { clause: self.clause, quoted: Quoted::Not, words: found };
        };
        // The parts are told apart by their words, what leads to them only by standing before them.
        let mut end = first;
        for lead in printing.lead.iter().rev() {
            let place = self.to.just_before(self.from.keys(lead.clone()), end);
            end = place.as_ref().map_or(end, |place| place.start);
            pairs.insert(0, (lead.clone(), place));
        }
        self.found(&pairs, |_, words| words)
    }

    /// Where else a part of the recommendation stands, word for word or nearly, with what leads to it straight before it.
    /// It stands by itself, so that a word which joins it to the next part does not count.
    fn again(&self, printings: &[Printing], taken: &[Range<usize>]) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        for printing in printings {
            let mut taken = taken.to_vec();
            for part in &printing.parts {
                let keys = self.from.keys(part.clone());
                let next = |taken: &[_]| {
                    self.to.most_like(keys, 0, taken).filter(|place| self.to.has_most(keys, place))
                };
                while let Some(place) = next(&taken) {
                    let mut pairs = vec![(part.clone(), Some(place.clone()))];
                    let lead = printing.lead.last().map(|lead| (lead, self.from.keys(lead.clone())));
                    if let Some((lead, keys)) = lead
                        && let Some(before) = self.to.just_before(keys, place.start)
                    {
                        pairs.insert(0, (lead.clone(), Some(before)));
                    }
                    taken.push(place);
                    found.push(self.found(&pairs, Search::without_joint));
                }
            }
        }
        found
    }

    /// What is found of passages, each with its place in the response if it has one.
    fn found(
        &self,
        pairs: &[(Range<usize>, Option<Range<usize>>)],
        counted: impl Fn(&Wording, Range<usize>) -> Range<usize>,
    ) -> Found<'a> {
        let words: Vec<Range<usize>> = pairs.iter().filter_map(|(_, place)| place.clone()).collect();
        let mut slips = Vec::new();
        let mut line = self.to.line_of(words.iter().map(|place| place.start).min().unwrap_or(0));
        for (part, place) in pairs {
            let place = place.clone().map(|place| counted(self.to, self.with_besides(place, &words)));
            slips.extend(self.slips(&counted(self.from, part.clone()), place.as_ref(), line));
            line = place.map_or(line, |place| self.to.line_of(place.end.saturating_sub(1)));
        }
        let lines = |place: &Range<usize>| {
            (self.to.line_of(place.start), self.to.line_of(place.end.saturating_sub(1)))
        };
        let at = words.iter().map(lines).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).unwrap_or((line, line));
        let quoted = if slips.is_empty() { Quoted::Exactly { at } } else { Quoted::Changed { at, slips } };
        Found { clause: self.clause, quoted, words }
    }

    /// The words without an `and` or `or` at the end.
    fn without_joint(text: &Wording, mut words: Range<usize>) -> Range<usize> {
        let joins = |word: &str| matches!(word, "and" | "or");
        if text.compared(words.clone()).last().is_some_and(|word| joins(word)) {
            words.end = words.end.saturating_sub(1);
        }
        words
    }

    /// The quotation with what else is in lines that hold little else.
    fn with_besides(&self, place: Range<usize>, found: &[Range<usize>]) -> Range<usize> {
        let lines = self.to.whole_lines(&place);
        let is_quoted = |besides: &Range<usize>| found.iter().any(|other| overlap(other, besides));
        let (before, behind) = (lines.start..place.start, place.end..lines.end);
        let few = before.len().max(behind.len()) <= BESIDES;
        let is_heading = self.to.compared(before.clone()).iter().any(|word| word == "recommendation");
        if !few || is_heading || is_quoted(&before) || is_quoted(&behind) {
            return place;
        }
        lines
    }

    fn slips(&self, part: &Range<usize>, place: Option<&Range<usize>>, line: u32) -> Vec<Slip> {
        let owned = |words: &mut dyn Iterator<Item = &str>| words.map(str::to_owned).collect();
        let Some(place) = place else {
            let left_out = owned(&mut self.from.bare(part.clone()));
            return vec![Slip { line, left_out, put_in: Vec::new() }];
        };
        let (old, new) = (self.from.compared(part.clone()), self.to.compared(place.clone()));
        let slips = changes(&old, &new).into_iter().map(|change| {
            let gone = shifted(&change.gone, part.start);
            let new = shifted(&change.new, place.start);
            Slip {
                line: self.to.line_of(new.start),
                left_out: owned(&mut self.from.bare(gone)),
                put_in: owned(&mut self.to.bare(new)),
            }
        });
        slips.collect()
    }
}

fn shifted(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start.saturating_add(by)..range.end.saturating_add(by)
}
