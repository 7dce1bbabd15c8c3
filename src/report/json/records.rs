//! Records, and what was only heard of them, in the JSON result.

use serde::Serialize;

use super::parts::place;
use crate::assessment::recorded::Source;
use crate::assessment::{Statement, StatementKind};
use crate::evaluate::compute::Measure;
use crate::evaluate::rows::RowCounts;
use crate::pack::Id;
use crate::pack::rule::Table;
use crate::report::{Check, records as words};
use crate::tables::{self, Origin};

/// A table that is given; without a file it was answered by hand.
#[derive(Serialize)]
pub struct RecordsResult {
    table: String,
    rows: usize,
    at_hand: bool,
    file: Option<String>,
    digest: Option<String>,
    dated: Option<String>,
    sample: bool,
    heard: Vec<HeardCell>,
}

/// What is only planned or said of a cell.
#[derive(Serialize)]
pub struct HeardCell {
    column: String,
    #[serde(flatten)]
    heard: Heard,
    line: usize,
}

/// What is stated of a fact or a cell and never evaluated.
#[derive(Serialize)]
pub struct Heard {
    kind: &'static str,
    words: String,
}

/// The rows behind an answer; the keys are of rows that are no, else of rows that are in doubt.
#[derive(Serialize, Default)]
pub struct Rows {
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<String>,
    yes: usize,
    no: usize,
    unknown: usize,
    keys: Vec<String>,
}

/// The rows behind a measured fact, and who says so.
#[derive(Serialize)]
pub struct MeasuredRows {
    from: &'static str,
    #[serde(flatten)]
    rows: Rows,
}

impl MeasuredRows {
    /// What stands behind a fact.
    pub fn of(check: &Check<'_>, measure: &Measure) -> MeasuredRows {
        MeasuredRows { from: measure.from.name(), rows: rows(check, measure.rows.as_ref()) }
    }
}

/// What is recorded of measured facts; with a file where that came back from a warehouse.
#[derive(Serialize)]
pub struct RecordedResult {
    as_of: String,
    file: Option<String>,
    digest: Option<String>,
}

/// What is recorded of measured facts.
pub fn recorded(check: &Check<'_>) -> Option<RecordedResult> {
    let record = check.assessment.recorded.as_ref()?;
    let results = match &record.from {
        Source::Results(results) => Some(results),
        Source::Extracts(_) => None,
    };
    Some(RecordedResult {
        as_of: record.as_of.to_string(),
        file: results.map(|results| results.file.clone()),
        digest: results.map(|results| format!("sha256:{}", results.sha256)),
    })
}

/// A table that is given.
pub fn records(check: &Check<'_>, table: Id<Table>, rows: &tables::Rows) -> RecordsResult {
    let extract = match &rows.origin {
        Origin::Extract(extract) | Origin::NotAtHand(extract) => Some(extract),
        Origin::Written(_) | Origin::NotGiven => None,
    };
    let recorded = check.assessment.recorded.as_ref().and_then(|record| record.extract(table));
    let recorded = recorded.filter(|_| rows.are_elsewhere());
    let cells = words::heard(check, table);
    RecordsResult {
        table: check.pack.tables[table].name.clone(),
        rows: recorded.map_or_else(|| rows.count(), |recorded| recorded.rows),
        at_hand: !rows.are_elsewhere(),
        file: extract.map(|extract| extract.path.clone()),
        digest: extract.map(|extract| format!("sha256:{}", extract.sha256)),
        dated: extract.and_then(|extract| extract.dated).map(|date| date.to_string()),
        sample: extract.is_some_and(|extract| extract.sample),
        heard: cells.filter_map(|(column, statement)| heard_cell(check, column, statement)).collect(),
    }
}

fn heard_cell(check: &Check<'_>, column: String, statement: &Statement) -> Option<HeardCell> {
    let place = place(check.sources, statement.span);
    Some(HeardCell { column, heard: heard(statement)?, line: place.line })
}

/// The rows behind an answer.
pub fn rows(check: &Check<'_>, rows: Option<&RowCounts>) -> Rows {
    let Some(rows) = rows else { return Rows::default() };
    let shown = if rows.first_no.is_empty() { &rows.first_unknown } else { &rows.first_no };
    Rows {
        table: Some(check.pack.tables[rows.table].name.clone()),
        yes: rows.yes,
        no: rows.no,
        unknown: rows.unknown,
        keys: words::key_list(check, rows.table, shown),
    }
}

/// What is stated of a fact and never evaluated.
pub fn heard(statement: &Statement) -> Option<Heard> {
    match &statement.kind {
        StatementKind::Known(_) => None,
        StatementKind::Planned(words) => Some(Heard { kind: "planned", words: words.clone() }),
        StatementKind::Said(words) => Some(Heard { kind: "said", words: words.clone() }),
    }
}
