//! The first record of a file: which cell belongs to which column.

use super::column::ColumnReader;
use super::record::{Reader, Record};
use crate::diagnostic::suggest;
use crate::pack::Id;
use crate::pack::rule::{Column, Pack, Table};
use crate::tables::Place;
use crate::tables::mistake::{FileProblem, HeaderProblem, Mistake, Mistakes, Problem, RowProblem, Separator};

/// What the header says of the cells of each row.
pub(super) struct Header {
    /// The column of each cell; none where the table has none of that name.
    pub(super) columns: Vec<Option<Id<Column>>>,
    /// Whether all key columns are there.
    pub(super) is_keyed: bool,
}

impl Header {
    /// The columns that are read, in the order of the file, each with the place of its cells: keys, and what some rule
    /// reads.
    pub(super) fn readers<'p>(&self, pack: &'p Pack) -> Vec<(usize, ColumnReader<'p>)> {
        let is_read = pack.columns_read();
        let columns = self.columns.iter().enumerate();
        let columns = columns.filter_map(|(place, column)| Some((place, (*column)?)));
        let read = columns.filter(|(_, column)| is_read[*column] || pack.columns[*column].key);
        read.map(|(place, column)| (place, ColumnReader::of(pack, column))).collect()
    }
}

/// How many columns that are not read a message names.
const NAMED: usize = 5;

/// How many of them are looked through for the one that was meant.
const CANDIDATES: usize = 1000;

/// Reads the header; nothing where the file has none that could be read.
pub(super) fn read(
    pack: &Pack,
    table: Id<Table>,
    reader: &mut Reader<'_>,
    mistakes: &mut Mistakes,
) -> Option<Header> {
    let mut report = |place, column, problem| {
        mistakes.push(Mistake { table, column, place, problem });
    };
    loop {
        let Some(record) = reader.next() else {
            report(Place::Nowhere, None, Problem::File(FileProblem::NoHeader));
            return None;
        };
        let place = Place::Line(record.line);
        if is_separator_line(&record) {
            report(place, None, Problem::File(FileProblem::SeparatorLine));
        } else if let Some(problem) = unreadable(&record) {
            report(place, None, problem);
            return None;
        } else if !names_a_column(pack, table, &record) {
            report(place, None, Problem::File(FileProblem::NotAHeader));
            return None;
        } else {
            let names: Vec<&str> = record.cells.iter().map(str::trim).collect();
            return Some(columns(pack, table, &names, |column, problem| {
                report(place, column, Problem::Header(problem));
            }));
        }
    }
}

/// `sep=,`, by which a file tells Excel its separator.
fn is_separator_line(record: &Record<'_>) -> bool {
    let line = record.raw.trim().trim_matches('"').to_ascii_lowercase();
    line.strip_prefix("sep=").is_some_and(|rest| rest.chars().count() <= 1)
}

/// Whether the line names any column of the table. One that names none is most likely a row, of which nothing is shown.
fn names_a_column(pack: &Pack, table: Id<Table>, record: &Record<'_>) -> bool {
    let columns = &pack.tables[table].columns;
    let names = columns.iter().map(|column| pack.columns[*column].name.as_str());
    names.into_iter().any(|name| record.cells.iter().any(|cell| cell.trim() == name))
}

fn unreadable(record: &Record<'_>) -> Option<Problem> {
    if let Some((_, quotes)) = record.misquoted() {
        return Some(Problem::Row(RowProblem::from(quotes)));
    }
    if record.cells.len() == 1 {
        let separator = [(';', Separator::Semicolon), ('\t', Separator::Tab)];
        let found = separator.into_iter().find(|(character, _)| record.raw.contains(*character));
        if let Some((_, separator)) = found {
            return Some(Problem::File(FileProblem::Separator(separator)));
        }
    }
    record.is_blank().then_some(Problem::File(FileProblem::NoHeader))
}

/// The header that names these columns.
pub(super) fn columns(
    pack: &Pack,
    table: Id<Table>,
    names: &[&str],
    mut report: impl FnMut(Option<Id<Column>>, HeaderProblem),
) -> Header {
    let of_table = &pack.tables[table].columns;
    let find = |name: &&str| of_table.iter().copied().find(|column| pack.columns[*column].name == **name);
    let found: Vec<Option<Id<Column>>> = names.iter().map(find).collect();
    let unread: Vec<&str> =
        names.iter().zip(&found).filter(|(_, column)| column.is_none()).map(|(name, _)| *name).collect();

    let mut meant = Vec::new();
    for column in of_table.iter().copied() {
        let times = found.iter().filter(|other| **other == Some(column)).count();
        if pack.columns[column].computed.is_some() {
            if times > 0 {
                report(Some(column), HeaderProblem::ComputedColumn);
            }
        } else if times == 0 {
            let near = near(&pack.columns[column].name, &unread);
            meant.extend(near);
            report(Some(column), HeaderProblem::MissingColumn { near: near.map(str::to_owned) });
        } else if times > 1 {
            report(Some(column), HeaderProblem::RepeatedColumn);
        }
    }
    if let Some(extra) = extra(&unread, &meant) {
        report(None, extra);
    }
    let is_read = |column: &Id<Column>| pack.columns[*column].computed.is_none();
    let is_keyed = pack.keys(table).all(|key| found.contains(&Some(key)));
    Header { columns: found.into_iter().map(|column| column.filter(is_read)).collect(), is_keyed }
}

/// The column of the file that may be the one that is missing.
fn near<'n>(missing: &str, unread: &[&'n str]) -> Option<&'n str> {
    let candidates = unread.iter().copied().filter(|name| !name.is_empty() && name.len() <= 100);
    suggest::nearest(missing, candidates.take(CANDIDATES))
}

/// The columns that nothing reads, but for those that are most likely misspelt.
fn extra(unread: &[&str], meant: &[&str]) -> Option<HeaderProblem> {
    let extra = || unread.iter().filter(|name| !meant.contains(name));
    let nameless = extra().filter(|name| name.is_empty()).count();
    let named = || extra().filter(|name| !name.is_empty());
    let names: Vec<String> = named().take(NAMED).map(|name| (*name).to_owned()).collect();
    let more = named().count().saturating_sub(names.len());
    (nameless > 0 || !names.is_empty()).then_some(HeaderProblem::ExtraColumns { names, more, nameless })
}
