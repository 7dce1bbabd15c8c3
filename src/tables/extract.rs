//! Rows from a file of records: CSV as RFC 4180 describes it and as spreadsheets write it, or Parquet, read in stretches,
//! so that a file of any size can be.

mod block;
mod column;
mod contents;
mod header;
mod keep;
mod parallel;
#[cfg(feature = "parquet")]
mod parquet;
mod record;
mod sink;
mod supply;
mod text;

use self::block::{Block, Found};
use self::column::ColumnReader;
pub use self::contents::{Contents, ReadAt};
use self::header::Header;
pub use self::keep::read;
use self::parallel::in_order;
use self::record::Reader;
pub use self::sink::{Sink, Stretch};
use self::supply::{Fill, Job, Supply};
use self::text::{Text, Unreadable};
use super::Place;
#[cfg(feature = "parquet")]
use super::mistake::FileProblem;
use super::mistake::{Mistake, Mistakes, Problem, RowProblem};
use crate::pack::Id;
use crate::pack::rule::{Pack, Table};

/// The longest record, in bytes. A mark that opens a cell and is never closed makes one of all that follows.
const LONGEST: usize = 1 << 24;

const TOO_LONG: Problem = Problem::Row(RowProblem::TooLong { mebibytes: LONGEST >> 20 });

/// What reading a file of records found.
#[derive(Default, Debug)]
pub struct Reading {
    /// Whether rows of the file are not among those read. They then do not count as complete, so that whoever goes on to
    /// find more mistakes does not miss rows that are in the file.
    pub lacks_rows: bool,
    /// Whether the file is no such text, so that what it holds means nothing.
    pub is_no_text: bool,
    /// Everything that is wrong. A file with errors cannot be used.
    pub mistakes: Mistakes,
}

/// Reads the rows of a table from a file, hands them to a sink, and takes what that makes of them in the order of the file.
/// Text comes in blocks of bytes, about as much as one core reads at a time. Columns that no rule reads are not looked at,
/// unless they are keys.
pub fn read_into<S: Sink>(
    pack: &Pack,
    table: Id<Table>,
    contents: Contents<'_>,
    sink: &S,
    take: &mut dyn FnMut(S::Made),
) -> Reading {
    let mut file = File { table, reading: Reading::default(), blank: None };
    let mut text = Text::of(contents.blocks);
    if let Err((line, problem)) = file.read(pack, &mut text, sink, take) {
        #[cfg(feature = "parquet")]
        if problem == FileProblem::Parquet {
            return self::parquet::read_into(pack, table, contents.open, sink, take);
        }
        file.reading = Reading { lacks_rows: true, is_no_text: true, ..Reading::default() };
        file.report(line.map_or(Place::Nowhere, Place::Line), Problem::File(problem));
    }
    file.reading
}

struct File {
    table: Id<Table>,
    reading: Reading,
    /// The lines of the blank records that came last.
    blank: Option<(u64, u64)>,
}

/// What a core reads with.
struct Core<'p, K> {
    readers: Vec<(usize, ColumnReader<'p>)>,
    kept: K,
}

impl File {
    fn read<'p, S: Sink>(
        &mut self,
        pack: &'p Pack,
        text: &mut Text<'_>,
        sink: &S,
        take: &mut dyn FnMut(S::Made),
    ) -> Result<(), Unreadable> {
        let Some(header) = self.header(pack, text)? else {
            self.reading.lacks_rows = true;
            return Ok(());
        };
        self.reading.lacks_rows = !header.is_keyed;
        let table = self.table;
        let core = || Core { readers: header.readers(pack), kept: sink.core() };
        let read = |core: &mut Core<'p, S::Core>, fill: Fill<'_>| {
            core.readers.iter_mut().for_each(|(_, reader)| reader.forget_where_too_many());
            let mut block = Block::of(pack, table, &header, &mut core.readers);
            fill(&mut block);
            let (found, places) = block.finish();
            let made = sink.make(&mut core.kept, &mut Stretch { readers: &mut core.readers, places });
            core.readers.iter_mut().for_each(|(_, reader)| reader.cells.clear());
            (found, made)
        };
        let mut careful = None;
        let mut supply = Supply::of(text);
        let mut unreadable = None;
        let mut next = || {
            let read = &mut |fill: Fill<'_>| read(careful.get_or_insert_with(core), fill);
            supply.next(read).unwrap_or_else(|problem| {
                unreadable = Some(problem);
                None
            })
        };
        let work = |core: &mut Core<'p, S::Core>, job| match job {
            Job::Lines { lines, line } => read(core, &mut |block| block.lines(&lines, line)),
            Job::Done(found, made) => (found, made),
        };
        in_order(&mut next, &core, &work, &mut |(found, made)| {
            self.take(found);
            take(made);
        });
        if let Some(line) = supply.too_long {
            self.report(Place::Line(line), TOO_LONG);
            self.reading.lacks_rows = true;
        }
        if let Some((first, last)) = self.blank.take().filter(|_| supply.too_long.is_none()) {
            self.report(Place::Line(first), Problem::Row(RowProblem::BlankAtTheEnd { last }));
        }
        unreadable.map_or(Ok(()), Err)
    }

    /// Reads the header; nothing where there is none that could be read.
    fn header(&mut self, pack: &Pack, text: &mut Text<'_>) -> Result<Option<Header>, Unreadable> {
        let mut length = 1_usize;
        loop {
            text.fill(length)?;
            let mut mistakes = Mistakes::default();
            let mut reader = Reader::of(text.held(), text.line(), text.has_ended());
            let header = header::read(pack, self.table, &mut reader, &mut mistakes);
            if header.is_none() && reader.is_broken_off() {
                if length < LONGEST {
                    length = text.held().len().saturating_mul(2);
                    continue;
                }
                self.report(Place::Line(text.line()), TOO_LONG);
                return Ok(None);
            }
            self.reading.mistakes.append(mistakes);
            let (read, line) = reader.read_up_to();
            text.let_go(read, line);
            return Ok(header);
        }
    }

    fn take(&mut self, found: Found) {
        let blank = self.blank.take();
        let joined = blank.map(|(first, last)| (first, found.leading.map_or(last, |(_, last)| last)));
        let joined = joined.or(found.leading);
        if found.has_records {
            if let Some((first, last)) = joined {
                self.report(Place::Line(first), Problem::Row(RowProblem::Blank { last }));
            }
            self.blank = found.trailing;
        } else {
            self.blank = joined;
        }
        self.reading.mistakes.append(found.mistakes);
        self.reading.lacks_rows |= found.lacks_rows;
    }

    fn report(&mut self, place: Place, problem: Problem) {
        self.reading.mistakes.push(Mistake { table: self.table, column: None, place, problem });
    }
}
