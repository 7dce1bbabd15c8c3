//! Files of results: what came back from a warehouse of measured facts, a row each.

use std::collections::BTreeMap;

use csv::{ByteRecord, ReaderBuilder, WriterBuilder};

use crate::diagnostic::{self, Code, Diagnostic, quote, suggest};
use crate::pack::ends::{self, Unreadable};
use crate::pack::rule::{Fact, Pack};
use crate::pack::{Id, Partial, Slots};
use crate::source::{FileId, Span};

/// The columns of a file of results.
pub const HEADER: [&str; 6] = ["fact", "yes", "no", "unknown", "low", "high"];

/// How many mistakes are listed; a file of something else has one in each row.
const LISTED: usize = 20;

/// What came back of one fact.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What is known of it.
    pub value: Partial,
    /// How many rows were yes, no and in doubt, where it asks any.
    pub rows: Option<[usize; 3]>,
    /// Its row.
    pub span: Span,
}

/// A row as it is written.
pub struct Line {
    /// The fact.
    pub fact: String,
    /// How many rows were yes, no and in doubt, where it asks any.
    pub rows: Option<[usize; 3]>,
    /// Its ends, as [`ends::write`] has them.
    pub ends: [String; 2],
}

/// A file of results.
pub fn write(lines: impl Iterator<Item = Line>) -> String {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    // Writing to memory does not fail, and all rows are of one length.
    let _ = writer.write_record(HEADER);
    for Line { fact, rows, ends: [low, high] } in lines {
        let [yes, no, unknown] =
            rows.map_or([const { String::new() }; 3], |rows| rows.map(|count| count.to_string()));
        let _ = writer.write_record([fact, yes, no, unknown, low, high]);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// Reads the answers, with everything that is wrong. Where anything but a fact without a row is, there are none.
pub fn read(pack: &Pack, file: FileId, text: &str) -> (Option<Slots<Fact, Option<Answer>>>, Vec<Diagnostic>) {
    let mut reading = Reading {
        pack,
        file,
        answers: Slots::new(&pack.facts, |_| None),
        measured: measured(pack),
        mistakes: Vec::new(),
    };
    if reading.header(text) {
        reading.rows(text);
        reading.missing();
    }
    let Reading { answers, mut mistakes, .. } = reading;
    diagnostic::sort(&mut mistakes);
    let more = mistakes.len().saturating_sub(LISTED);
    let is_usable = !mistakes.iter().any(Diagnostic::is_error);
    if more > 0 && !is_usable {
        mistakes.truncate(LISTED);
        let message = format!("{more} more mistakes in the file of results are not listed");
        mistakes.push(Diagnostic::error(Code::RecordsMore, message));
    }
    (is_usable.then_some(answers), mistakes)
}

/// The facts that records decide, by name.
fn measured(pack: &Pack) -> BTreeMap<String, Id<Fact>> {
    let measured = pack.facts.entries().filter(|(_, fact)| fact.measured.is_some());
    measured.map(|(id, _)| (pack.fact_name(id), id)).collect()
}

struct Reading<'p> {
    pack: &'p Pack,
    file: FileId,
    answers: Slots<Fact, Option<Answer>>,
    measured: BTreeMap<String, Id<Fact>>,
    mistakes: Vec<Diagnostic>,
}

impl Reading<'_> {
    /// Whether the first line is the header of such a file.
    fn header(&mut self, text: &str) -> bool {
        let line = text.lines().next().unwrap_or_default();
        let found = line.trim_start_matches('\u{feff}').split(',').map(|cell| cell.trim().trim_matches('"'));
        let is_header = found.eq(HEADER);
        if !is_header {
            let header = HEADER.join(",");
            let error = Diagnostic::error(Code::ResultsHeader, "this is no file of results")
                .label(Span::new(self.file, 0..line.len()), "the first line has other columns")
                .help(format!("it is `{header}`, as `tipstaff sql` gives them"));
            self.mistakes.push(error);
        }
        is_header
    }

    fn rows(&mut self, text: &str) {
        let mut reader = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
        let mut record = ByteRecord::new();
        let mut is_first = true;
        loop {
            // Reading from memory does not fail, and any bytes are a record.
            match reader.read_byte_record(&mut record) {
                Ok(true) if is_first => is_first = false,
                Ok(true) => {
                    let offset = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
                    let start = record.position().map_or(0, |position| offset(position.byte()));
                    let end = offset(reader.position().byte());
                    let row = text.get(start..end).unwrap_or_default();
                    let start = start.saturating_add(row.len().saturating_sub(row.trim_start().len()));
                    let span = Span::new(self.file, start..start.saturating_add(row.trim().len()));
                    self.row(&record, span);
                }
                _ => return,
            }
        }
    }

    fn row(&mut self, record: &ByteRecord, span: Span) {
        let cells: Vec<String> =
            record.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
        let Ok([name, yes, no, unknown, low, high]) = <[String; 6]>::try_from(cells) else {
            let cells =
                if record.len() == 1 { "1 cell".to_owned() } else { format!("{} cells", record.len()) };
            let message = format!("a row of the file of results has {cells}");
            self.report(message, span, "not six", Some("it has `fact,yes,no,unknown,low,high`".to_owned()));
            return;
        };
        let Some(fact) = self.measured.get(&name).copied() else {
            let help = suggest::did_you_mean(&name, self.measured.keys().map(String::as_str));
            let help = help.unwrap_or_else(|| "facts that say `measured as` have rows".to_owned());
            self.report(
                format!("no fact that records decide is called {}", quote(&name)),
                span,
                "not known",
                Some(help),
            );
            return;
        };
        if let Some(first) = self.answers[fact].as_ref().map(|answer| answer.span) {
            let message = format!("{} is answered twice", quote(&name));
            let error = Diagnostic::error(Code::ResultsRow, message).label(span, "again here");
            self.mistakes.push(error.label(first, "first here").help("keep one of the two rows"));
            return;
        }
        let rows = self.counts(&name, [&yes, &no, &unknown], span);
        let value = ends::read(self.pack, fact, [&low, &high]);
        if let Err(problem) = value {
            self.ends(fact, [&low, &high], problem, span);
        }
        if let (Some(rows), Ok(value)) = (rows, value) {
            self.answers[fact] = Some(Answer { value, rows, span });
        }
    }

    /// The counts of rows: all three, or none of them.
    fn counts(&mut self, fact: &str, cells: [&String; 3], span: Span) -> Option<Option<[usize; 3]>> {
        if cells.iter().all(|cell| cell.is_empty()) {
            return Some(None);
        }
        let is_count = |cell: &str| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
        let counts = cells.map(|cell| cell.parse::<usize>().ok().filter(|_| is_count(cell)));
        if let [Some(yes), Some(no), Some(unknown)] = counts {
            return Some(Some([yes, no, unknown]));
        }
        let wrong =
            cells.iter().zip(counts).zip(HEADER.iter().skip(1)).find(|((_, count), _)| count.is_none());
        if let Some(((cell, _), column)) = wrong {
            let found = if cell.is_empty() { "is blank".to_owned() } else { format!("is {}", quote(cell)) };
            let message = format!("the count `{column}` of {} {found}", quote(fact));
            let help = "expected a whole number, or blank cells in all three columns";
            self.report(message, span, "no count of rows", Some(help.to_owned()));
        }
        None
    }

    fn ends(&mut self, fact: Id<Fact>, ends: [&str; 2], problem: Unreadable, span: Span) {
        let name = quote(&self.pack.fact_name(fact));
        let (message, help) = match problem {
            Unreadable::Reversed => {
                (format!("`low` of {name} is above `high`"), "the lower end comes first".to_owned())
            }
            Unreadable::NoValue(end) => {
                let column = if end == 0 { "low" } else { "high" };
                let cell = ends.get(end).copied().unwrap_or_default();
                let found = if cell.is_empty() { "blank".to_owned() } else { quote(cell) };
                let expected = ends::expected(self.pack, fact);
                (
                    format!("`{column}` of {name} is {found}, which it cannot be"),
                    format!("expected {expected}"),
                )
            }
        };
        self.report(message, span, "no value of this fact", Some(help));
    }

    fn report(&mut self, message: String, span: Span, label: &str, help: Option<String>) {
        let error = Diagnostic::error(Code::ResultsRow, message).label(span, label);
        self.mistakes.push(error.maybe_help(help));
    }

    /// A warning for the facts without a row.
    fn missing(&mut self) {
        let missing = self.measured.values().filter(|fact| self.answers[**fact].is_none());
        let missing: Vec<String> = missing.map(|fact| format!("`{}`", self.pack.fact_name(*fact))).collect();
        if missing.is_empty() || self.mistakes.iter().any(Diagnostic::is_error) {
            return;
        }
        const SHOWN: usize = 3;
        let more = missing.len().saturating_sub(SHOWN);
        let mut names: Vec<&str> = missing.iter().take(SHOWN).map(String::as_str).collect();
        let more_words = format!("{more} more");
        names.extend((more > 0).then_some(more_words.as_str()));
        let message =
            format!("the file of results says nothing of {}", crate::pack::words::list(&names, "and"));
        let warning = Diagnostic::warning(Code::ResultsMissing, message)
            .label(Span::new(self.file, 0..0), "no row of theirs")
            .help("`tipstaff sql` says which of them it cannot put; they can be measured from extracts");
        self.mistakes.push(warning);
    }
}
