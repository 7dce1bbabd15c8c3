//! The records of a text with every care: quotation marks, line ends of all kinds, empty lines. The only code that calls
//! the `csv` crate.

use csv::{ReaderBuilder, StringRecord};

use super::text::Lines;

/// Reads one record after the other.
pub(super) struct Reader<'t> {
    text: &'t str,
    lines: Lines<'t>,
    csv: csv::Reader<&'t [u8]>,
    /// Where in the text `csv` started.
    start: usize,
    /// Whether nothing follows the text, so that its last record is whole.
    is_last: bool,
    /// Where the record starts of which the text does not hold the end.
    broken_off: Option<usize>,
    cells: StringRecord,
}

/// A record with what messages say of it.
pub(super) struct Record<'r> {
    /// The line that it starts on.
    pub(super) line: u64,
    /// Its text.
    pub(super) raw: &'r str,
    /// Where its text starts.
    offset: usize,
    /// Its cells.
    pub(super) cells: &'r StringRecord,
}

/// A quotation mark where none can be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Quotes {
    /// In a cell that does not begin with one, or with more of the cell behind it.
    Stray,
    /// It begins a cell that goes on to the end of the file.
    NeverClosed,
}

impl<'t> Reader<'t> {
    /// Reads a text that starts on this line.
    pub(super) fn of(text: &'t str, line: u64, is_last: bool) -> Reader<'t> {
        Reader {
            text,
            lines: Lines::of(text.as_bytes(), line),
            is_last,
            broken_off: None,
            csv: csv_reader(text),
            start: 0,
            cells: StringRecord::new(),
        }
    }

    pub(super) fn next(&mut self) -> Option<Record<'_>> {
        let start = self.position();
        // This cannot fail: the bytes are in memory, they are UTF-8, and records may differ in length.
        if !self.csv.read_record(&mut self.cells).ok()? {
            return None;
        }
        let end = self.position();
        if end >= self.text.len() && !self.is_last {
            self.broken_off = Some(start);
            return None;
        }
        let raw = self.text.get(start..end)?;
        // Here are the empty lines that were skipped, and the rest of the line end before.
        let text = raw.trim_start_matches(LINE_ENDS);
        let offset = start.saturating_add(raw.len().saturating_sub(text.len()));
        let line = self.lines.line_at(offset);
        Some(Record { line, raw: text.trim_end_matches(LINE_ENDS), offset, cells: &self.cells })
    }

    /// Where to go on once more of the text is there, and the line of that place. It is the end where all was read.
    pub(super) fn read_up_to(mut self) -> (usize, u64) {
        let at = self.broken_off.unwrap_or_else(|| self.position());
        (at, self.lines.line_at(at))
    }

    /// Whether the text ends within a record.
    pub(super) fn is_broken_off(&self) -> bool {
        self.broken_off.is_some()
    }

    /// Goes on behind the first line of a record instead of behind the record, which began with a mistake and may have
    /// taken all other records for one of its cells.
    pub(super) fn go_on_behind(&mut self, first_line: FirstLine) {
        self.start = first_line.end;
        self.csv = csv_reader(self.text.get(first_line.end..).unwrap_or_default());
    }

    fn position(&self) -> usize {
        let read = usize::try_from(self.csv.position().byte()).unwrap_or(usize::MAX);
        self.start.saturating_add(read)
    }
}

const LINE_ENDS: [char; 2] = ['\r', '\n'];

fn csv_reader(text: &str) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// Where the first line of a record ends.
pub(super) struct FirstLine {
    end: usize,
}

impl Record<'_> {
    pub(super) fn first_line(&self) -> FirstLine {
        let length = self.raw.find(LINE_ENDS).unwrap_or(self.raw.len());
        FirstLine { end: self.offset.saturating_add(length) }
    }

    /// Whether there is nothing but spaces in it.
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    /// The cell, counted from 0, in which a quotation mark stands where none can be. The `csv` crate makes something of
    /// any of them, and of one that is never closed a cell that holds the rest of the file.
    pub(super) fn misquoted(&self) -> Option<(usize, Quotes)> {
        if !self.raw.contains('"') {
            return None;
        }
        let mut part = Part::Start;
        let mut cell = 0_usize;
        for byte in self.raw.bytes() {
            part = match (part, byte) {
                (Part::Quoted, b'"') => Part::Closed,
                (Part::Quoted, _) | (Part::Start | Part::Closed, b'"') => Part::Quoted,
                (Part::Start | Part::Bare | Part::Closed, b',') => {
                    cell = cell.saturating_add(1);
                    Part::Start
                }
                (Part::Bare, b'"') | (Part::Closed, _) => return Some((cell, Quotes::Stray)),
                (Part::Start | Part::Bare, _) => Part::Bare,
            };
        }
        (part == Part::Quoted).then_some((cell, Quotes::NeverClosed))
    }
}

/// A part of a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Before its first character.
    Start,
    /// In one without quotation marks.
    Bare,
    /// In one with them.
    Quoted,
    /// Behind its closing mark, or on the second of two that stand for one.
    Closed,
}
