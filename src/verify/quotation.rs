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

/// How a response quotes what it answers: each recommendation that both it and the quoted document have as a clause.
pub(super) fn quotations<'a>(
    response: &Verified<'a>,
    documents: &[Verified<'a>],
) -> Option<Vec<Quotation<'a>>> {
    let (answered, _) = response.document.responds_to.as_ref()?;
    let quoted = documents.iter().find(|document| document.document.id == *answered)?;
    let (from, _) = quoted.file?;
    let (to, _) = response.file?;
    let quotation = |clause: &ClauseVerified<'a>| {
        let id = clause.clause.id.as_str();
        id.strip_prefix("rec-").filter(|number| number.parse::<u32>().is_ok())?;
        let answer = response.clauses.iter().find(|answer| answer.clause.id == id)?;
        let near =
            answer.places.first().and_then(|place| place.words.as_ref()).map_or(0, |words| words.start);
        let search = Search { from: &from.wording, to: &to.wording, near };
        let printings = printings(clause, &quoted.clauses, &from.wording);
        let found = printings.iter().map(|printing| search.quoted(printing)).min_by_key(weight);
        Some(Quotation { clause: id, quoted: found.unwrap_or(Quoted::Not) })
    };
    Some(quoted.clauses.iter().filter_map(quotation).collect())
}

/// Of several printings the one counts that is quoted best.
fn weight(quoted: &Quoted) -> usize {
    match quoted {
        Quoted::Exactly { .. } => 0,
        Quoted::Changed { slips, .. } => {
            slips.iter().map(|slip| slip.left_out.len().max(slip.put_in.len())).sum()
        }
        Quoted::Not => usize::MAX,
    }
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

/// Looks for quotations of one text in another.
struct Search<'a> {
    from: &'a Wording,
    to: &'a Wording,
    /// The word by which the response begins to answer.
    near: usize,
}

impl Search<'_> {
    fn quoted(&self, printing: &Printing) -> Quoted {
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut pairs = Vec::new();
        for part in &printing.parts {
            let near = found.last().map_or(self.near, |last| last.end);
            let keys = self.from.keys(part.clone());
            let place = self.to.most_like(keys, near, &found);
            found.extend(place.clone());
            pairs.push((part.clone(), place));
        }
        let Some(first) = found.iter().map(|place| place.start).min() else { return Quoted::Not };
        // The parts are told apart by their words, what leads to them only by standing before them.
        let mut end = first;
        for lead in printing.lead.iter().rev() {
            let keys = self.from.keys(lead.clone());
            let place = self.to.just_before(keys, end);
            end = place.as_ref().map_or(end, |place| place.start);
            found.extend(place.clone());
            pairs.insert(0, (lead.clone(), place));
        }
        let mut slips = Vec::new();
        let mut line = self.to.line_of(first);
        for (part, place) in pairs {
            let place = place.map(|place| self.with_besides(place, &found));
            slips.extend(self.slips(&part, place.as_ref(), line));
            line = place.map_or(line, |place| self.to.line_of(place.end.saturating_sub(1)));
        }
        let lines = |place: &Range<usize>| {
            (self.to.line_of(place.start), self.to.line_of(place.end.saturating_sub(1)))
        };
        let at = found.iter().map(lines).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).unwrap_or((line, line));
        if slips.is_empty() { Quoted::Exactly { at } } else { Quoted::Changed { at, slips } }
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
