//! Every clause of every assessment as a row of a table, by RFC 4180, for spreadsheets and for programs that count.

use csv::{Terminator, WriterBuilder};

use super::finding::clause_in_words;
use super::json::parts::{Place, place};
use super::places::place_of;
use super::{Check, Report, location, records};
use crate::diagnostic::visible;
use crate::evaluate::verdict::{ClauseVerdict, Gap, RecommendationVerdict, RequirementVerdict, Timing};
use crate::pack::rule::Clause;

/// The names of the columns; new ones come last.
const COLUMNS: [&str; 25] = [
    "assessment",
    "body",
    "kind",
    "as_of",
    "pack",
    "pack_version",
    "recommendation",
    "due",
    "timing",
    "days",
    "rag",
    "requirement",
    "title",
    "requirement_outcome",
    "assurance",
    "gap",
    "claim",
    "claim_check",
    "clause",
    "level",
    "outcome",
    "message",
    "line",
    "rule_file",
    "rule_line",
];

/// The report as a table, with a line of column names.
///
/// # Errors
/// None that can occur: rows are written to memory, and all are as long as the first.
pub fn write(report: &Report<'_>) -> Result<String, String> {
    table(&COLUMNS, report.checks.iter().flat_map(rows).map(Vec::from))
}

/// Rows below the names of their columns, as no spreadsheet misreads them.
///
/// # Errors
/// That a row is not as long as the first.
pub(super) fn table(columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<String, String> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(columns).map_err(|error| error.to_string())?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| guarded(cell))).map_err(|error| error.to_string())?;
    }
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

fn rows<'r>(check: &'r Check<'_>) -> impl Iterator<Item = [String; COLUMNS.len()]> + 'r {
    check.addressed().flat_map(move |recommendation| {
        recommendation.requirements.iter().flat_map(move |verdict| {
            let clauses = check.requirement(verdict).clauses.iter().zip(&verdict.clauses);
            clauses.map(move |(clause, answer)| row(check, recommendation, verdict, (clause, answer)))
        })
    })
}

fn row(
    check: &Check<'_>,
    above: &RecommendationVerdict,
    verdict: &RequirementVerdict,
    (clause, answer): (&Clause, &ClauseVerdict),
) -> [String; COLUMNS.len()] {
    let (assessment, manifest) = (check.assessment, &check.pack.manifest);
    let (recommendation, requirement) = (check.recommendation(above), check.requirement(verdict));
    let claim = verdict.claim.claim.and_then(|claim| assessment.claims.get(claim));
    let rule = place(check.sources, clause.span);
    [
        location::path(&check.sources.file(assessment.file).name),
        assessment.body.clone(),
        assessment.kind.clone(),
        check.evaluation.as_of.to_string(),
        manifest.id.clone(),
        manifest.version.to_string(),
        recommendation.number.to_string(),
        recommendation.due.map(|(due, _)| due.to_string()).unwrap_or_default(),
        above.timing.map_or("", Timing::name).to_owned(),
        above.timing.map(|timing| timing.days().to_string()).unwrap_or_default(),
        above.rag.name().to_owned(),
        requirement.number.to_string(),
        requirement.title.clone(),
        verdict.outcome.name().to_owned(),
        verdict.assurance.name().to_owned(),
        verdict.gap.map_or("", Gap::name).to_owned(),
        claim.map_or("", |claim| claim.status.name()).to_owned(),
        verdict.claim.check.name().to_owned(),
        requirement.clause_id(clause),
        clause.level.name().to_owned(),
        answer.outcome().name().to_owned(),
        clause_in_words(check, clause, answer),
        line(check, answer).map(|line| line.to_string()).unwrap_or_default(),
        location::path(&rule.file),
        rule.line.to_string(),
    ]
}

/// The line of the assessment that an answer stands on, or that could say what is missing.
fn line(check: &Check<'_>, answer: &ClauseVerdict) -> Option<usize> {
    let facts = answer.because.missing.iter().chain(&answer.because.deciding);
    let of_facts = facts.map(|fact| place_of(check, *fact));
    let of_tables = answer.because.tables.iter().filter_map(|table| records::place(check, *table));
    let first = of_facts.chain(of_tables).next()?;
    let Place { line, .. } = place(check.sources, first);
    Some(line)
}

/// A cell that no spreadsheet takes for a formula: one that could be begins with an apostrophe, which spreadsheets show
/// as the sign of a text. What cannot be seen is made visible, as cells are read by people.
fn guarded(cell: &str) -> String {
    let lines: Vec<String> = cell.split('\n').map(visible).collect();
    let cell = lines.join("\n");
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\n', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{cell}") } else { cell }
}
