//! The catalogue and its verification as text.

use std::collections::{BTreeMap, BTreeSet};

use super::{Listing, Verification};
use crate::diagnostic::{one_line, quote};
use crate::pack::rule::Document;
use crate::pack::words;
use crate::report::page::Page;
use crate::report::terminal::Style;
use crate::verify::{self, By, ClauseVerified, Place, Quotation, Quoted, Reworded, Slip, State, Verified};

/// The catalogue as text; `quiet` leaves the clauses out.
pub fn listing(listing: &Listing<'_>, style: Style, quiet: bool) -> String {
    let mut page = Listed(Page::new(style));
    for document in listing.documents {
        page.document(listing, document, quiet);
    }
    page.0.into_text()
}

/// The verification as text; `quiet` leaves a line for each document.
pub fn verification(verification: &Verification<'_>, style: Style, quiet: bool) -> String {
    let mut page = Listed(Page::new(style));
    for verified in &verification.documents {
        page.verified(verified, verification, quiet);
    }
    if !quiet && !verification.passed_over.is_empty() {
        page.line("passed over");
        let others = verification.passed_over.iter();
        others.for_each(|(file, reason)| page.line(&format!("  {file}: {reason}")));
        page.line("");
    }
    let passed = verification.documents.iter().filter(|verified| verified.passed()).count();
    let all = count(verification.documents.len(), "document");
    page.line(&format!("{passed} of {all} verified"));
    page.0.into_text()
}

/// Lists of lines that are as long do not make the column of a listing wider.
const WIDEST_LINES: usize = 28;

struct Listed(Page);

impl Listed {
    fn line(&mut self, line: &str) {
        self.0.line(&one_line(line));
    }

    fn document(&mut self, listing: &Listing<'_>, document: &Document, quiet: bool) {
        let date = document.date.map_or("undated".to_owned(), |date| date.to_string());
        self.line(&document.id);
        self.0.paragraph("  title      ", &document.title);
        self.0.paragraph("  publisher  ", &document.publisher);
        self.line(&format!("  date       {date}"));
        if let Some((answered, _)) = &document.responds_to {
            self.line(&format!("  answers    {answered}"));
        }
        self.line(&format!("  sha256     {}", document.sha256));
        self.line(&format!("  lines      {}", document.lines));
        if document.borrowed {
            self.line("  catalogue  built into the program, as the pack's own does not describe it");
        }
        let is_cited = |clause| !listing.cited_by(document, clause).is_empty();
        let cited = document.clauses.iter().filter(|clause| is_cited(clause)).count();
        self.line(&format!("  clauses    {}, {cited} of them cited by rules", document.clauses.len()));
        self.line("");
        if quiet {
            return;
        }
        let rows: Vec<(&str, String)> = document
            .clauses
            .iter()
            .map(|clause| (clause.id.as_str(), lines_in_words(&clause.lines)))
            .collect();
        let id_width = rows.iter().map(|(id, _)| id.chars().count()).max().unwrap_or(0);
        let line_width = rows
            .iter()
            .map(|(_, lines)| lines.len())
            .filter(|width| *width < WIDEST_LINES)
            .max()
            .unwrap_or(0);
        for (clause, (id, lines)) in document.clauses.iter().zip(&rows) {
            let rules: Vec<&str> =
                listing.cited_by(document, clause).iter().map(|citation| citation.rule.as_str()).collect();
            let rules = if rules.is_empty() { "cited by no rule".to_owned() } else { rules.join(", ") };
            let id = format!("  {id:id_width$}  ");
            if lines.len() <= line_width {
                self.0.paragraph(&format!("{id}{lines:line_width$}  "), &rules);
            } else {
                self.0.paragraph(&id, lines);
                self.0.paragraph(&" ".repeat(id.len().saturating_add(line_width).saturating_add(2)), &rules);
            }
        }
        self.line("");
    }

    fn not_found(&mut self, document: &Document, passed_over: &[(String, String)], quiet: bool) {
        let id = &document.id;
        self.line(&format!("{id}: not found"));
        if quiet {
            return;
        }
        self.borrowed(document);
        self.line("  no file that was read has its digest, its id as its name, or half of its wording");
        let namesakes = passed_over.iter().filter(|(file, _)| verify::is_named(file, id));
        namesakes.for_each(|(file, reason)| {
            self.line(&format!("  {file} has its name and was not read: {reason}"))
        });
        self.line("");
    }

    fn verified(&mut self, verified: &Verified<'_>, verification: &Verification<'_>, quiet: bool) {
        let id = &verified.document.id;
        let Some((file, by)) = verified.file else {
            self.not_found(verified.document, &verification.passed_over, quiet);
            return;
        };
        let by = match by {
            By::Digest => "the very file that the catalogue describes",
            By::Name => "another file than the catalogue describes, with the document's name",
            By::Content => "another file than the catalogue describes, with the document's wording",
        };
        self.line(&format!("{id}: {}, {}", file.name, clauses_in_words(verified)));
        if quiet {
            return;
        }
        self.line(&format!("  {by}"));
        if verified.document.borrowed {
            self.line(
                "  described by the catalogue that is built into the program, as the pack's own does not",
            );
        }
        if let Some(lines) = verified.miscounted() {
            let given = verified.document.lines;
            self.line(&format!(
                "  the catalogue is wrong: it says {given} lines, and the document has {lines}"
            ));
        }
        let shifts = Shifts::of(verified);
        shifts.in_words().iter().for_each(|words| self.line(&format!("  {words}")));
        let width = verified.clauses.iter().map(|clause| clause.clause.id.chars().count()).max().unwrap_or(0);
        for clause in &verified.clauses {
            self.clause(clause, width, &shifts);
        }
        let answered = verified.document.responds_to.as_ref().map_or("", |(id, _)| id.as_str());
        match &verified.quotations {
            None if answered.is_empty() => {}
            None => self.line(&format!("  its quotations are not compared, as {answered} is not found")),
            Some(quotations) => {
                self.line(&format!("  quotes {answered}"));
                quotations.iter().for_each(|quotation| self.quotation(quotation));
            }
        }
        self.line("");
    }

    fn borrowed(&mut self, document: &Document) {
        if document.borrowed {
            self.line(
                "  described by the catalogue that is built into the program, as the pack's own does not",
            );
        }
    }

    fn clause(&mut self, clause: &ClauseVerified<'_>, width: usize, shifts: &Shifts) {
        let id = &clause.clause.id;
        for place in clause.places.iter().filter(|place| !shifts.tells(place)) {
            let Some((what, details)) = place_in_words(place) else { continue };
            self.line(&format!("  {id:width$}  line {}: {what}", place.line));
            details.iter().for_each(|detail| self.line(&format!("  {:width$}    {detail}", "")));
        }
    }

    fn quotation(&mut self, quotation: &Quotation<'_>) {
        let lines = |(first, last): (u32, u32)| {
            if first == last { format!("line {first}") } else { format!("lines {first} to {last}") }
        };
        let (how, slips) = match &quotation.quoted {
            Quoted::Exactly { at } => (format!("word for word, {}", lines(*at)), &[][..]),
            Quoted::Changed { at, slips } => {
                (format!("changed in {}, {}", count(slips.len(), "place"), lines(*at)), slips.as_slice())
            }
            Quoted::Not => ("not quoted".to_owned(), &[][..]),
        };
        self.line(&format!("    {:7}{how}", quotation.clause));
        slips.iter().for_each(|slip| self.line(&format!("           {}", slip_in_words(slip))));
    }
}

/// Lines that moved by the same number of lines, as where something is put in before them. Where several did, they are told
/// at once.
struct Shifts {
    /// The lines by where they moved from and to, in the order of the distance.
    lines: BTreeMap<i64, BTreeSet<u32>>,
}

impl Shifts {
    fn of(verified: &Verified<'_>) -> Shifts {
        let mut lines: BTreeMap<i64, BTreeSet<u32>> = BTreeMap::new();
        for place in verified.clauses.iter().flat_map(|clause| &clause.places) {
            if let Some(distance) = distance(place) {
                lines.entry(distance).or_default().insert(place.line);
            }
        }
        lines.retain(|_, lines| lines.len() > 2);
        Shifts { lines }
    }

    fn tells(&self, place: &Place) -> bool {
        distance(place).is_some_and(|distance| self.lines.contains_key(&distance))
    }

    fn in_words(&self) -> Vec<String> {
        let words = self.lines.iter().map(|(distance, lines)| {
            let (first, last) = (lines.first().copied().unwrap_or(0), lines.last().copied().unwrap_or(0));
            let direction = if *distance < 0 { "up" } else { "down" };
            let by = count(usize::try_from(distance.unsigned_abs()).unwrap_or(usize::MAX), "line");
            format!(
                "{} from line {first} to line {last}: moved {direction} by {by}",
                count(lines.len(), "passage")
            )
        });
        words.collect()
    }
}

/// How many lines further down a passage is; nothing where it has not moved.
fn distance(place: &Place) -> Option<i64> {
    let State::Moved { to } = place.state else { return None };
    Some(i64::from(to).saturating_sub(i64::from(place.line)))
}

/// `9 clauses: 8 verified, 1 moved`
fn clauses_in_words(verified: &Verified<'_>) -> String {
    let counted = State::NAMES.iter().filter_map(|name| {
        let clauses = verified.clauses.iter().filter(|clause| clause.worst().name() == *name).count();
        let name = match *name {
            "misdescribed" => "wrong in the catalogue",
            "not_kept" => "without a fingerprint",
            name => name,
        };
        (clauses > 0).then(|| format!("{clauses} {name}"))
    });
    let counted: Vec<String> = counted.collect();
    let clauses = count(verified.clauses.len(), "clause");
    if counted.is_empty() { clauses } else { format!("{clauses}: {}", counted.join(", ")) }
}

/// What came of a line of a clause, where it does not stand as it did.
fn place_in_words(place: &Place) -> Option<(String, Vec<String>)> {
    let none = Vec::new();
    Some(match &place.state {
        State::Verified => return None,
        State::Moved { to } => (format!("moved to line {to}"), none),
        State::Missing => ("missing: no line is much like it".to_owned(), none),
        State::Misdescribed { stands_at } => (misdescribed_in_words(place.line, *stands_at), none),
        State::NotKept => ("the catalogue keeps no fingerprint, so nothing can be said".to_owned(), none),
        State::Reworded { at, changes } if changes.is_empty() => {
            (format!("reworded at line {at}, in its punctuation alone"), none)
        }
        State::Reworded { at, changes } => {
            (format!("reworded at line {at}"), changes.iter().map(reworded_in_words).collect())
        }
    })
}

fn misdescribed_in_words(line: u32, stands_at: Option<u32>) -> String {
    match stands_at {
        None => "the catalogue is wrong: no line has this fingerprint".to_owned(),
        Some(at) if at == line => {
            "the catalogue is wrong: its `[pieces]` are not those of the line".to_owned()
        }
        Some(at) => format!("the catalogue is wrong: the line with this fingerprint is {at}"),
    }
}

fn reworded_in_words(change: &Reworded) -> String {
    let new = quote(&change.new.join(" "));
    match (change.gone, change.new.is_empty()) {
        (0, _) => format!("new: {new}"),
        (gone, true) => format!("gone: {}", count(gone, "word")),
        (1, false) => format!("1 word now reads {new}"),
        (gone, false) => format!("{gone} words now read {new}"),
    }
}

fn slip_in_words(slip: &Slip) -> String {
    let (left_out, put_in) = (quote(&slip.left_out.join(" ")), quote(&slip.put_in.join(" ")));
    let what = match (slip.left_out.is_empty(), slip.put_in.is_empty()) {
        (true, _) => format!("{put_in} is put in"),
        (false, true) => format!("{left_out} is left out"),
        (false, false) => format!("{put_in} stands for {left_out}"),
    };
    format!("line {}: {what}", slip.line)
}

/// `line 5`, `lines 187, 189 and 503`
fn lines_in_words(lines: &[u32]) -> String {
    let numbers: Vec<String> = lines.iter().map(u32::to_string).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let noun = if lines.len() == 1 { "line" } else { "lines" };
    format!("{noun} {}", words::list(&numbers, "and"))
}

/// `1 word`, `2 words`
fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
