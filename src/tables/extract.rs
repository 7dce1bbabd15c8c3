//! Rows from a file of records: CSV as RFC 4180 describes it and as spreadsheets write it, read in stretches, so that a
//! file of any size can be.

mod block;
mod column;
mod header;
mod record;
mod text;

use std::num::NonZero;
use std::thread;

use self::block::Block;
use self::header::Header;
use self::record::Reader;
use self::text::{Text, Unreadable};
use super::columns::Columns;
use super::mistake::{Mistake, Mistakes, Problem, RowProblem};
use super::{Given, Place};
use crate::pack::Id;
use crate::pack::rule::{Pack, Table};

/// How many bytes one core reads at a time.
const STRETCH: usize = 1 << 20;

/// The longest record, in bytes. A mark that opens a cell and is never closed makes one of all that follows.
const LONGEST: usize = 1 << 26;

/// What a file of records holds.
#[derive(Debug)]
pub struct Reading {
    /// The rows that could be read.
    pub rows: Given,
    /// Whether rows of the file are not among them. They then do not count as complete, so that whoever goes on to find
    /// more mistakes does not miss rows that are in the file.
    pub lacks_rows: bool,
    /// Everything that is wrong. A file with errors cannot be used.
    pub mistakes: Mistakes,
}

/// Reads the rows of a table from a file that comes in blocks of bytes, with everything that is wrong with them.
pub fn read(pack: &Pack, table: Id<Table>, blocks: &mut dyn Iterator<Item = Vec<u8>>) -> Reading {
    let mut file = File { pack, table, found: Found::default() };
    let columns = file.read(&mut Text::of(blocks)).unwrap_or_else(|(line, problem)| {
        // What a file holds that is no such text means nothing.
        file.found = Found { lacks_rows: true, ..Found::default() };
        file.report(line.map_or(Place::Nowhere, Place::Line), Problem::File(problem));
        None
    });
    let none = || Columns::of(pack, std::iter::empty());
    let rows = Given::Columns(columns.unwrap_or_else(none));
    let Found { lacks_rows, mistakes, .. } = file.found;
    Reading { rows, lacks_rows, mistakes }
}

struct File<'p> {
    pack: &'p Pack,
    table: Id<Table>,
    found: Found,
}

#[derive(Default)]
struct Found {
    lacks_rows: bool,
    mistakes: Mistakes,
    /// The lines of the blank records that came last.
    blank: Option<(u64, u64)>,
}

impl File<'_> {
    fn read(&mut self, text: &mut Text<'_>) -> Result<Option<Columns>, Unreadable> {
        let Some(header) = self.header(text)? else {
            self.found.lacks_rows = true;
            return Ok(None);
        };
        self.found.lacks_rows = !header.is_keyed;
        let mut rows: Option<Columns> = None;
        let mut length = cores().saturating_mul(STRETCH);
        loop {
            text.fill(length)?;
            if text.held().is_empty() {
                break;
            }
            let (blocks, read, line) = stretch(self.pack, self.table, &header, text);
            let is_stuck = read == 0;
            for block in blocks {
                let more = self.take(block);
                rows = Some(match rows.take() {
                    None => more,
                    Some(mut rows) => {
                        rows.append(more);
                        rows
                    }
                });
            }
            if is_stuck && text.has_ended() {
                break;
            }
            if is_stuck && text.held().len() >= LONGEST {
                let problem = Problem::Row(RowProblem::TooLong { mebibytes: LONGEST >> 20 });
                self.report(Place::Line(text.line()), problem);
                self.found.lacks_rows = true;
                return Ok(rows);
            }
            length = if is_stuck { length.saturating_mul(2) } else { cores().saturating_mul(STRETCH) };
            text.let_go(read, line);
        }
        if let Some((first, last)) = self.found.blank.take() {
            self.report(Place::Line(first), Problem::Row(RowProblem::BlankAtTheEnd { last }));
        }
        Ok(rows)
    }

    /// Reads the header; nothing where there is none that could be read.
    fn header(&mut self, text: &mut Text<'_>) -> Result<Option<Header>, Unreadable> {
        let mut length = STRETCH;
        loop {
            text.fill(length)?;
            let mut mistakes = Mistakes::default();
            let mut reader = Reader::of(text.held(), text.line(), text.has_ended());
            let header = header::read(self.pack, self.table, &mut reader, &mut mistakes);
            if header.is_none() && reader.is_broken_off() {
                if length < LONGEST {
                    length = length.saturating_mul(2);
                    continue;
                }
                let problem = Problem::Row(RowProblem::TooLong { mebibytes: LONGEST >> 20 });
                self.report(Place::Line(text.line()), problem);
                return Ok(None);
            }
            self.found.mistakes.append(mistakes);
            let (read, line) = reader.read_up_to();
            text.let_go(read, line);
            return Ok(header);
        }
    }

    fn take(&mut self, mut block: Block<'_>) -> Columns {
        let blank = self.found.blank.take();
        let joined = blank.map(|(first, last)| (first, block.leading.map_or(last, |(_, last)| last)));
        let joined = joined.or(block.leading);
        if block.has_records {
            if let Some((first, last)) = joined {
                self.report(Place::Line(first), Problem::Row(RowProblem::Blank { last }));
            }
            self.found.blank = block.trailing;
        } else {
            self.found.blank = joined;
        }
        self.found.mistakes.append(std::mem::take(&mut block.mistakes));
        self.found.lacks_rows |= block.lacks_rows;
        block.into_rows()
    }

    fn report(&mut self, place: Place, problem: Problem) {
        self.found.mistakes.push(Mistake { table: self.table, column: None, place, problem });
    }
}

/// Reads what it can of the text that is held: the blocks, how long they are together, and the line behind them.
fn stretch<'p>(
    pack: &'p Pack,
    table: Id<Table>,
    header: &'p Header,
    text: &Text<'_>,
) -> (Vec<Block<'p>>, usize, u64) {
    let held = text.held();
    let new = || Block::of(pack, table, header);
    if let Some(plain) = plain_lines(held, text.has_ended()) {
        let mut line = text.line();
        let pieces: Vec<(&str, u64)> = pieces(plain)
            .into_iter()
            .map(|piece| {
                let first = line;
                let lines = memchr::memchr_iter(b'\n', piece.as_bytes()).count();
                line = line.saturating_add(u64::try_from(lines).unwrap_or(u64::MAX));
                (piece, first)
            })
            .collect();
        return (in_parallel(&pieces, |(piece, first)| new().lines(piece, *first)), plain.len(), line);
    }
    let mut block = new();
    let (read, line) = block.records(held, text.line(), text.has_ended());
    if read > 0 || text.has_ended() || held.len() < LONGEST {
        return (vec![block], read, line);
    }
    // A record that goes on and on: most likely a quotation mark is missing.
    let (read, line) = block.broken_off(held, text.line());
    (vec![block], read, line)
}

/// The whole lines at the start of a text, where no care is needed to read them: there is no quotation mark, no line is
/// empty, and each ends in `\n`.
fn plain_lines(text: &str, is_last: bool) -> Option<&str> {
    let bytes = text.as_bytes();
    if memchr::memchr(b'"', bytes).is_some() || bytes.starts_with(b"\n") || bytes.starts_with(b"\r") {
        return None;
    }
    let end = if is_last { bytes.len() } else { memchr::memrchr(b'\n', bytes)?.saturating_add(1) };
    let lines = text.get(..end)?;
    let is_plain = |at: usize| {
        let next = lines.as_bytes().get(at.saturating_add(1));
        match lines.as_bytes().get(at) {
            Some(b'\r') => next == Some(&b'\n'),
            _ => !matches!(next, Some(b'\n' | b'\r')),
        }
    };
    memchr::memchr2_iter(b'\n', b'\r', lines.as_bytes()).all(is_plain).then_some(lines)
}

/// Whole lines in about equal pieces, one for each core.
fn pieces(mut lines: &str) -> Vec<&str> {
    const LEAST: usize = STRETCH >> 4;
    // To find out how many cores there are takes longer than to read a little.
    let size = if lines.len() <= LEAST { LEAST } else { lines.len().div_ceil(cores()).max(LEAST) };
    let mut pieces = Vec::new();
    while !lines.is_empty() {
        let behind = lines.as_bytes().get(size..).and_then(|behind| memchr::memchr(b'\n', behind));
        let end = behind.map_or(lines.len(), |end| size.saturating_add(end).saturating_add(1));
        let (piece, rest) = lines.split_at_checked(end).unwrap_or((lines, ""));
        pieces.push(piece);
        lines = rest;
    }
    pieces
}

/// What `read` makes of each, in order, each by a core of its own.
fn in_parallel<T: Sync, U: Send>(pieces: &[T], read: impl Fn(&T) -> U + Sync) -> Vec<U> {
    if let [only] = pieces {
        return vec![read(only)];
    }
    let read = &read;
    thread::scope(|scope| {
        let reading: Vec<_> = pieces.iter().map(|piece| (piece, scope.spawn(|| read(piece)))).collect();
        reading.into_iter().map(|(piece, reading)| reading.join().unwrap_or_else(|_| read(piece))).collect()
    })
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}
