//! Rows from a Parquet file: the columns that are read, a few thousand rows of them at a time, on all cores. Which cells
//! mean what is decided where CSV is read; here is only how they come out of the file.

mod batch;
mod bytes;
mod footer;
mod guard;
mod kind;
mod pages;
mod values;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use self::batch::Batch;
use self::footer::{Footer, Projection};
use self::values::Known;
use super::column::ColumnReader;
use super::header::{self, Header};
use super::parallel::in_order;
use super::{ReadAt, Reading, Sink, Stretch};
use crate::pack::Id;
use crate::pack::rule::{Column, Pack, Table};
use crate::tables::Place;
use crate::tables::mistake::{FileProblem, HeaderProblem, Mistake, Mistakes, Problem};

/// How many rows a core takes at a time. Each time it reads the dictionaries of the columns anew.
const RANGE: u64 = 1 << 17;

/// How many rows are decoded at a time.
const BATCH: usize = 1 << 14;

/// Reads the rows of a table from a Parquet file, as [`super::read_into`] does from text. Where the file cannot be opened
/// there are none.
pub(super) fn read_into<S: Sink>(
    pack: &Pack,
    table: Id<Table>,
    open: &mut dyn FnMut() -> Option<Arc<dyn ReadAt>>,
    sink: &S,
    take: &mut dyn FnMut(S::Made),
) -> Reading {
    let mut file = File { pack, table, reading: Reading::default() };
    if let Some(bytes) = open() {
        match Footer::read(bytes) {
            Ok(footer) => {
                file.read(&footer, sink, take);
                return file.reading;
            }
            Err(problem) => file.report(None, Place::Nowhere, Problem::File(problem)),
        }
    }
    Reading { lacks_rows: true, is_no_text: true, ..file.reading }
}

struct File<'p> {
    pack: &'p Pack,
    table: Id<Table>,
    reading: Reading,
}

/// What a core reads with.
struct Core<'p, K> {
    readers: Vec<(usize, ColumnReader<'p>)>,
    /// What has been found out of the values of each column.
    known: Vec<Known>,
    kept: K,
}

/// Rows that follow each other in a part of the file, which is called a row group.
#[derive(Clone, Copy)]
struct Rows {
    group: usize,
    /// The first of them, counted from 0 in the group.
    start: u64,
    count: u64,
    /// The same row in the file, counted from 1.
    number: u64,
}

/// What was made of a few rows.
enum Made<M> {
    /// What was found, and what the sink made.
    Of { mistakes: Mistakes, lacks_rows: bool, made: M },
    /// Nothing: the file cannot be read from this row on.
    Damaged(u64),
}

impl<'p> File<'p> {
    fn read<S: Sink>(&mut self, footer: &Footer, sink: &S, take: &mut dyn FnMut(S::Made)) {
        let header = self.header(footer);
        self.reading.lacks_rows = !header.is_keyed;
        let places: Vec<usize> = header.readers(self.pack).into_iter().map(|(place, _)| place).collect();
        let projection = match footer.projection(&places, &header, self.pack) {
            Ok(projection) => projection,
            Err((column, problem)) => {
                self.reading.lacks_rows = true;
                return self.report(column, Place::Nowhere, Problem::File(problem));
            }
        };
        // Rows of which nothing is read are no rows.
        if !places.is_empty() {
            self.read_rows(&header, &projection, sink, take);
        }
    }

    /// The columns of the file, without those whose type does not fit.
    fn header(&mut self, footer: &Footer) -> Header {
        let (pack, table) = (self.pack, self.table);
        let names: Vec<&str> = footer.names().map(str::trim).collect();
        let mut problems = Vec::new();
        let mut header = header::columns(pack, table, &names, |column, problem| {
            problems.push((column, problem));
        });
        let is_read = pack.columns_read();
        for (place, found) in header.columns.iter_mut().enumerate() {
            let Some(column) = found.filter(|column| is_read[*column] || pack.columns[*column].key) else {
                continue;
            };
            if let Err((base, holds)) = footer.fits(pack, column, place) {
                problems.push((Some(column), HeaderProblem::UnfitColumn { base, holds }));
                header.is_keyed &= !pack.columns[column].key;
                *found = None;
            }
        }
        for (column, problem) in problems {
            self.report(column, Place::Nowhere, Problem::Header(problem));
        }
        header
    }

    fn read_rows<S: Sink>(
        &mut self,
        header: &Header,
        projection: &Projection<'_>,
        sink: &S,
        take: &mut dyn FnMut(S::Made),
    ) {
        let (pack, table) = (self.pack, self.table);
        let core = || {
            let readers = header.readers(pack);
            Core { known: readers.iter().map(|_| Known::default()).collect(), readers, kept: sink.core() }
        };
        // Nothing behind a damaged place is read, so that a file cannot promise rows without end.
        let is_damaged = AtomicBool::new(false);
        let mut rows = projection.rows(RANGE);
        let mut next = || rows.next().filter(|_| !is_damaged.load(Ordering::Relaxed));
        let work = |core: &mut Core<'p, S::Core>, rows: Rows| {
            let mut made = Vec::new();
            let read = projection.read(rows, BATCH, &mut |columns, number| {
                core.readers.iter_mut().for_each(|(_, reader)| reader.forget_where_too_many());
                let batch = Batch { pack, table, is_keyed: header.is_keyed, number, columns };
                let (mistakes, places) = batch.read(&mut core.readers, &mut core.known);
                let lacks_rows = places.count() < columns.num_rows();
                let mut stretch = Stretch { readers: &mut core.readers, places };
                made.push(Made::Of { mistakes, lacks_rows, made: sink.make(&mut core.kept, &mut stretch) });
                core.readers.iter_mut().for_each(|(_, reader)| reader.cells.clear());
            });
            if let Err(number) = read {
                is_damaged.store(true, Ordering::Relaxed);
                made.push(Made::Damaged(number));
            }
            made
        };
        let mut ended = false;
        in_order(&mut next, &core, &work, &mut |made| {
            for made in made {
                match made {
                    // Other cores may have gone on behind it for a while.
                    _ if ended => {}
                    Made::Of { mistakes, lacks_rows, made } => {
                        self.reading.mistakes.append(mistakes);
                        self.reading.lacks_rows |= lacks_rows;
                        take(made);
                    }
                    Made::Damaged(number) => {
                        ended = true;
                        self.reading.lacks_rows = true;
                        self.report(None, Place::Row(number), Problem::File(FileProblem::Damaged));
                    }
                }
            }
        });
    }

    fn report(&mut self, column: Option<Id<Column>>, place: Place, problem: Problem) {
        self.reading.mistakes.push(Mistake { table: self.table, column, place, problem });
    }
}
