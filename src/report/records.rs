//! What records say, in words: how many rows stand behind an answer, and which of them matter. Of a row nothing is
//! shown but its key.

use super::Check;
use crate::assessment::Statement;
use crate::assessment::recorded::Source;
use crate::diagnostic::quote;
use crate::evaluate::compute::{Measure, MeasuredFrom};
use crate::evaluate::reads::{first_quantifier, reads};
use crate::evaluate::recorded::Void;
use crate::evaluate::rows::RowCounts;
use crate::evaluate::verdict::Why;
use crate::pack::rule::{Fact, Table};
use crate::pack::{Id, words};
use crate::source::Span;
use crate::tables::{Origin, Rows};

/// The keys of rows.
pub fn key_list(check: &Check<'_>, table: Id<Table>, rows: &[usize]) -> Vec<String> {
    rows.iter().map(|row| check.assessment.records.key(check.pack, table, *row)).collect()
}

/// Rows that leave an answer open, where there are any: ``in doubt in 2 of 100 rows of `visits` ``
pub fn doubt(check: &Check<'_>, rows: &RowCounts) -> Option<String> {
    (rows.unknown > 0).then(|| format!("in doubt in {} of {}", rows.unknown, asked(check, rows)))
}

/// Rows that answer no, where that is a fault: ``no in 2 of 100 rows of `visits` ``
pub fn failing(check: &Check<'_>, rows: &RowCounts) -> Option<String> {
    (!rows.first_no.is_empty()).then(|| format!("no in {} of {}", rows.no, asked(check, rows)))
}

/// Said of a table of which no row was asked: `` `visits` has no such row ``
pub fn empty(check: &Check<'_>, rows: &RowCounts) -> String {
    let name = &check.pack.tables[rows.table].name;
    if check.assessment.records.rows(rows.table).count() == 0 {
        format!("`{name}` has no rows")
    } else {
        format!("no row of `{name}` is asked")
    }
}

/// What stands behind the value of a measured fact: ``measured from 100 rows of `visits`, no in 2, in doubt in 1``
pub fn measured(check: &Check<'_>, fact: Id<Fact>) -> Option<String> {
    let measure = check.evaluation.values.measures[fact].as_ref()?;
    let how = match measure.from {
        MeasuredFrom::Records if is_of_recorded(check, fact) => "worked out from what is recorded",
        MeasuredFrom::Records => "measured",
        MeasuredFrom::Record => return Some(recorded(check, fact, measure)),
        MeasuredFrom::Nothing(void) => {
            return Some(format!("its records are not at hand, and {}", void_in_words(void)));
        }
    };
    Some(format!("{how}{}", of_rows(check, fact, measure)))
}

/// Whether what a fact is counted with is itself only recorded.
fn is_of_recorded(check: &Check<'_>, fact: Id<Fact>) -> bool {
    let records = check.pack.facts[fact].measured.as_ref();
    let read = records.map(|records| reads(check.pack, records, |_| true)).unwrap_or_default();
    read.tables.iter().any(|table| check.assessment.records.rows(*table).are_elsewhere())
}

/// ``recorded from 100 rows of `visits`, no in 2; the extract is not at hand``
fn recorded(check: &Check<'_>, fact: Id<Fact>, measure: &Measure) -> String {
    let rows = of_rows(check, fact, measure);
    match check.assessment.recorded.as_ref().map(|record| &record.from) {
        Some(Source::Results(results)) => format!("recorded as {} has it{rows}", quote(&results.file)),
        _ => format!("recorded{rows}; the extract is not at hand"),
    }
}

fn of_rows(check: &Check<'_>, fact: Id<Fact>, measure: &Measure) -> String {
    let Some(rows) = &measure.rows else { return String::new() };
    let mut words = format!(" from {}", asked(check, rows));
    let recorded = check.assessment.recorded.as_ref().and_then(|record| record.extract(rows.table));
    let is_sample = match measure.from {
        MeasuredFrom::Records => !check.assessment.records.rows(rows.table).complete,
        MeasuredFrom::Record | MeasuredFrom::Nothing(_) => recorded.is_some_and(|extract| extract.sample),
    };
    if is_sample {
        words += ", which are only a sample";
    }
    let records = check.pack.facts[fact].measured.as_ref();
    let quantifier = records.and_then(|records| first_quantifier(check.pack, records));
    if rows.no > 0 && quantifier.is_some_and(|quantifier| quantifier.kind.blames_no()) {
        words += &format!(", no in {}", rows.no);
    }
    if rows.unknown > 0 {
        words += &format!(", in doubt in {}", rows.unknown);
    }
    words
}

/// Why nothing that is recorded of a fact counts.
pub fn void_in_words(void: Void) -> &'static str {
    match void {
        Void::NotRecorded => "nothing is recorded of it",
        Void::OtherDay => "its record is of another day",
        Void::OtherAnswers => "its record was counted with other answers",
        Void::OtherExtracts => "its record is of other extracts",
        Void::Contradictory => "its record contradicts itself",
    }
}

/// The first rows at fault and the first in doubt, by their keys, and how many more there are.
pub fn keys_in_words(check: &Check<'_>, rows: &RowCounts) -> Vec<String> {
    let table = &check.pack.tables[rows.table].name;
    let blank: Vec<String> =
        rows.blank.iter().map(|column| format!("`{}`", check.pack.columns[*column].name)).collect();
    let blank = words::list(&blank.iter().map(String::as_str).collect::<Vec<_>>(), "and");
    let blank = if blank.is_empty() { blank } else { format!(" (not exactly known: {blank})") };
    let at_fault = (!rows.first_no.is_empty()).then(|| {
        format!("no in `{table}`: {}", shortened(&key_list(check, rows.table, &rows.first_no), rows.no))
    });
    let in_doubt = (!rows.first_unknown.is_empty()).then(|| {
        let keys = shortened(&key_list(check, rows.table, &rows.first_unknown), rows.unknown);
        format!("in doubt in `{table}`: {keys}{blank}")
    });
    at_fault.into_iter().chain(in_doubt).collect()
}

/// `` `v-3`, `v-9` and 4 more ``
fn shortened(keys: &[String], all: usize) -> String {
    let mut names: Vec<String> = keys.iter().map(|key| quote(key)).collect();
    let more = all.saturating_sub(keys.len());
    if more > 0 {
        names.push(format!("{more} more"));
    }
    words::list(&names.iter().map(String::as_str).collect::<Vec<_>>(), "and")
}

/// ``100 rows of `visits` ``
pub fn asked(check: &Check<'_>, rows: &RowCounts) -> String {
    format!("{} of `{}`", count(rows.asked()), check.pack.tables[rows.table].name)
}

/// Tables that an open answer stands on and that may lack rows.
pub fn incomplete(check: &Check<'_>, why: &Why) -> Vec<String> {
    let records = &check.assessment.records;
    let tables = why.tables.iter().filter(|table| !records.rows(**table).complete);
    tables
        .map(|table| {
            let name = &check.pack.tables[*table].name;
            match records.rows(*table).origin {
                Origin::NotGiven => format!("the records `{name}` are not given"),
                Origin::NotAtHand(_) => format!("the records `{name}` are not at hand"),
                _ => format!("`{name}` is only a sample"),
            }
        })
        .collect()
}

/// What is only planned or said of the cells of a table, by the names of their columns.
pub fn heard<'c>(check: &'c Check<'_>, table: Id<Table>) -> impl Iterator<Item = (String, &'c Statement)> {
    let columns = &check.pack.columns;
    let cells = check.assessment.heard_cells.iter().filter(move |cell| columns[cell.column].table == table);
    cells.map(move |cell| {
        let name = format!("{}.{}", check.pack.tables[table].name, columns[cell.column].name);
        (name, &cell.statement)
    })
}

/// Where the rows of a table are given, where they are.
pub fn place(check: &Check<'_>, table: Id<Table>) -> Option<Span> {
    match &check.assessment.records.rows(table).origin {
        Origin::NotGiven => None,
        Origin::Written(span) => Some(*span),
        Origin::Extract(extract) | Origin::NotAtHand(extract) => Some(extract.span),
    }
}

/// Where an extract is named that a fact reads and that is not at hand.
pub fn place_elsewhere(check: &Check<'_>, fact: Id<Fact>) -> Option<Span> {
    let read = reads(check.pack, check.pack.facts[fact].measured.as_ref()?, |_| true);
    let is_elsewhere = |table: &Id<Table>| check.assessment.records.rows(*table).are_elsewhere();
    read.tables.into_iter().find(is_elsewhere).and_then(|table| place(check, table))
}

/// The tables that are given, with their rows, by name.
pub fn given<'c>(check: &'c Check<'_>) -> impl Iterator<Item = (Id<Table>, &'c Rows)> {
    let tables = check.pack.tables.ids().map(|table| (table, check.assessment.records.rows(table)));
    tables.filter(|(_, rows)| !rows.are_not_given())
}

/// `visits: 300 rows of extracts/visits.csv, a sample`
pub(super) fn given_in_words(check: &Check<'_>, table: Id<Table>, rows: &Rows) -> String {
    let name = &check.pack.tables[table].name;
    let recorded = check.assessment.recorded.as_ref().and_then(|record| record.extract(table));
    match (&rows.origin, recorded) {
        (Origin::NotAtHand(extract), recorded) => {
            let rows = recorded.map_or_else(String::new, |recorded| format!("{} of ", count(recorded.rows)));
            let sample = if extract.sample { ", a sample" } else { "" };
            format!("{name}: recorded, {rows}{}{sample}", extract.path)
        }
        (Origin::Extract(extract), _) => {
            let dated = extract.dated.map_or_else(String::new, |date| format!(", dated {date}"));
            let sample = if extract.sample { ", a sample" } else { "" };
            format!("{name}: {} of {}{dated}{sample}", count(rows.count()), extract.path)
        }
        (Origin::Written(_) | Origin::NotGiven, _) => {
            format!("{name}: {}, answered by hand", count(rows.count()))
        }
    }
}

/// The file of a table's rows, or the assessment itself
pub fn origin_in_words(check: &Check<'_>, table: Id<Table>) -> String {
    match &check.assessment.records.rows(table).origin {
        Origin::Extract(extract) => extract.path.clone(),
        Origin::NotAtHand(extract) => format!("{} (not at hand)", extract.path),
        Origin::Written(_) | Origin::NotGiven => {
            format!("`{}` in the assessment", check.pack.tables[table].name)
        }
    }
}

/// A line for each table that is given, and for what came back from a warehouse.
pub fn all_in_words(check: &Check<'_>) -> Vec<String> {
    let tables = given(check).map(|(table, rows)| given_in_words(check, table, rows));
    tables.chain(results_in_words(check)).collect()
}

/// `results of a warehouse: facts.csv, as of 2026-06-10`
fn results_in_words(check: &Check<'_>) -> Option<String> {
    let record = check.assessment.recorded.as_ref()?;
    let Source::Results(results) = &record.from else { return None };
    Some(format!("results of a warehouse: {}, as of {}", results.file, record.as_of))
}

/// `1 row`, `300 rows`
fn count(rows: usize) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }
}
