//! What records say, in words: how many rows stand behind an answer, and which of them matter. Of a row nothing is
//! shown but its key.

use super::Check;
use crate::diagnostic::quote;
use crate::evaluate::rows::RowCounts;
use crate::evaluate::verdict::Why;
use crate::pack::rule::{Fact, Table};
use crate::pack::{Id, words};
use crate::source::Span;
use crate::tables::{Origin, Rows};

/// `` `v-3`, `v-9` and 4 more ``: the keys of the first rows, of so many in all.
pub fn keys(check: &Check<'_>, table: Id<Table>, rows: &[usize], all: usize) -> String {
    let mut names = key_list(check, table, rows).iter().map(|key| quote(key)).collect::<Vec<_>>();
    let more = all.saturating_sub(rows.len());
    if more > 0 {
        names.push(format!("{more} more"));
    }
    words::list(&names.iter().map(String::as_str).collect::<Vec<_>>(), "and")
}

/// The keys of rows.
pub fn key_list(check: &Check<'_>, table: Id<Table>, rows: &[usize]) -> Vec<String> {
    rows.iter().map(|row| check.assessment.records.key(check.pack, table, *row)).collect()
}

/// Rows that leave an answer open, where there are any: ``2 of 100 rows of `visits` are in doubt: …``
pub fn doubt(check: &Check<'_>, rows: &RowCounts) -> Option<String> {
    if rows.unknown == 0 {
        return None;
    }
    let name = &check.pack.tables[rows.table].name;
    let asked = rows.asked();
    let verb = if rows.unknown == 1 { "is" } else { "are" };
    let keys = keys(check, rows.table, &rows.first_unknown, rows.unknown);
    let blank: Vec<String> =
        rows.blank.iter().map(|column| format!("`{}`", check.pack.columns[*column].name)).collect();
    let blank = words::list(&blank.iter().map(String::as_str).collect::<Vec<_>>(), "and");
    let blank = if blank.is_empty() { String::new() } else { format!(" (not exactly known: {blank})") };
    Some(format!("{} of {} of `{name}` {verb} in doubt: {keys}{blank}", rows.unknown, count(asked)))
}

/// Rows that answer no, where there are any: ``no in 2 of 100 rows of `visits`: …``
pub fn failing(check: &Check<'_>, rows: &RowCounts) -> Option<String> {
    if rows.first_no.is_empty() {
        return None;
    }
    let name = &check.pack.tables[rows.table].name;
    let keys = keys(check, rows.table, &rows.first_no, rows.no);
    Some(format!("no in {} of {} of `{name}`: {keys}", rows.no, count(rows.asked())))
}

/// What the records say of a fact, behind its value: ``, measured from 100 rows of `visits`; no in 2 …``
pub fn measured(check: &Check<'_>, fact: Id<Fact>) -> Option<String> {
    let measure = check.evaluation.values.measures[fact].as_ref()?;
    let Some(rows) = &measure.rows else { return Some("measured".to_owned()) };
    let name = &check.pack.tables[rows.table].name;
    let behind = format!("measured from {} of `{name}`", count(rows.asked()));
    let parts = [Some(behind), failing(check, rows), doubt(check, rows)];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join("; "))
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
                _ => format!("`{name}` is only a sample"),
            }
        })
        .collect()
}

/// Where the rows of a table are given, where they are.
pub fn place(check: &Check<'_>, table: Id<Table>) -> Option<Span> {
    match &check.assessment.records.rows(table).origin {
        Origin::NotGiven => None,
        Origin::Written(span) => Some(*span),
        Origin::Extract(extract) => Some(extract.span),
    }
}

/// The tables that are given, with their rows, by name.
pub fn given<'c>(check: &'c Check<'_>) -> impl Iterator<Item = (&'c Table, &'c Rows)> {
    let tables = check.pack.tables.entries();
    let tables = tables.map(|(id, table)| (table, check.assessment.records.rows(id)));
    tables.filter(|(_, rows)| rows.origin != Origin::NotGiven)
}

/// `visits, 300 rows of extracts/visits.csv, a sample`
pub fn given_in_words(table: &Table, rows: &Rows) -> String {
    let (name, count) = (&table.name, count(rows.count()));
    match &rows.origin {
        Origin::Extract(extract) => {
            let dated = extract.dated.map_or_else(String::new, |date| format!(", dated {date}"));
            let sample = if extract.sample { ", a sample" } else { "" };
            format!("{name}: {count} of {}{dated}{sample}", extract.path)
        }
        Origin::Written(_) | Origin::NotGiven => format!("{name}: {count}, answered by hand"),
    }
}

/// `1 row`, `300 rows`
fn count(rows: usize) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }
}
