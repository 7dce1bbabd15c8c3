//! Measured facts as JSON. Field names and values are stable; the schema is `docs/tipstaff-measure.schema.json`.

use serde::Serialize;

use super::{Measured, Row, Written};
use crate::pack::rule::Table;
use crate::pack::{Id, ends, words};
use crate::report::json::parts::{self, PackId, Problem, TOOL, Tool, problem};
use crate::report::json::records::{RecordsResult, records};
use crate::report::records::given;

/// The facts as JSON, ending in a line break.
///
/// # Errors
/// None that can occur: only maps with keys that are not texts cannot be written, and there are none.
pub fn write(measured: &Measured<'_>) -> Result<String, serde_json::Error> {
    let check = &measured.check;
    let problems = measured.warnings().into_iter().map(|warning| problem(check.sources, warning));
    let answers = measured.answers.as_ref();
    parts::to_text(&MeasuredResult {
        format: "tipstaff-measure/1",
        tool: TOOL,
        pack: PackId::of(check.pack),
        body: check.assessment.body.clone(),
        kind: check.assessment.kind.clone(),
        file: check.sources.file(check.assessment.file).name.clone(),
        digest: format!("sha256:{}", check.assessment.digest),
        as_of: check.evaluation.as_of.to_string(),
        records: given(check).map(|(table, rows)| records(check, table, rows)).collect(),
        results: answers.map(|answers| FileResult {
            file: answers.file.file.clone(),
            digest: format!("sha256:{}", answers.file.sha256),
        }),
        facts: measured.rows().iter().map(|row| fact(measured, row)).collect(),
        written: measured.written.map(|written| match written {
            Written::Written => "written",
            Written::Unchanged => "unchanged",
        }),
        problems: problems.collect(),
    })
}

#[derive(Serialize)]
struct MeasuredResult {
    format: &'static str,
    tool: Tool,
    pack: PackId,
    body: String,
    kind: String,
    file: String,
    digest: String,
    as_of: String,
    records: Vec<RecordsResult>,
    results: Option<FileResult>,
    facts: Vec<FactResult>,
    written: Option<&'static str>,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct FileResult {
    file: String,
    digest: String,
}

#[derive(Serialize)]
struct FactResult {
    fact: String,
    #[serde(rename = "type")]
    ty: String,
    known: String,
    low: String,
    high: String,
    exact: bool,
    rows: Option<Rows>,
    from: &'static str,
    tables: Vec<String>,
}

#[derive(Serialize)]
struct Rows {
    table: String,
    yes: usize,
    no: usize,
    unknown: usize,
}

fn fact(measured: &Measured<'_>, row: &Row<'_>) -> FactResult {
    let pack = measured.check.pack;
    let ty = pack.facts[row.fact].ty;
    let [low, high] = ends::write(pack, ty, row.value);
    let name = |table: Id<Table>| pack.tables[table].name.clone();
    FactResult {
        fact: pack.fact_name(row.fact),
        ty: words::type_name(pack, ty),
        known: words::value(pack, ty, row.value),
        low,
        high,
        exact: row.value.is_exact(),
        rows: row.rows.map(|(table, [yes, no, unknown])| Rows { table: name(table), yes, no, unknown }),
        from: row.grounds.name(),
        tables: measured.tables(row).into_iter().map(name).collect(),
    }
}
