//! The plan as JSON. Field names and values are stable; its schema is `docs/tipstaff-plan.schema.json`.

use serde::Serialize;

use super::{PlanReport, how_in_words};
use crate::evaluate::revision::Variable;
use crate::evaluate::verdict::Gap;
use crate::pack::Id;
use crate::pack::rule::Requirement;
use crate::repair::{Alternative, Change, GapPlan, ValueChange};
use crate::report::json::parts::{self, PackId, TOOL, Tool};

/// The plan as JSON, ending in a line break.
///
/// # Errors
/// None that can occur: only maps with keys that are not texts cannot be written, and there are none.
pub fn write(report: &PlanReport<'_>) -> Result<String, serde_json::Error> {
    let assessment = report.check.assessment;
    parts::to_text(&PlanResult {
        format: "tipstaff-plan/1",
        tool: TOOL,
        pack: PackId::of(report.check.pack),
        body: assessment.body.clone(),
        kind: assessment.kind.clone(),
        file: report.check.sources.file(assessment.file).name.clone(),
        digest: format!("sha256:{}", assessment.digest),
        as_of: report.check.evaluation.as_of.to_string(),
        assurance_asked: report.check.evaluation.asked.name(),
        gaps: report.plan.gaps.iter().map(|gap| gap_result(report, gap)).collect(),
    })
}

#[derive(Serialize)]
struct PlanResult {
    format: &'static str,
    tool: Tool,
    pack: PackId,
    body: String,
    kind: String,
    file: String,
    digest: String,
    as_of: String,
    assurance_asked: &'static str,
    gaps: Vec<GapResult>,
}

#[derive(Serialize)]
struct GapResult {
    requirement: String,
    title: String,
    gap: &'static str,
    due: Option<String>,
    dependants: usize,
    undertaken: UndertakenResult,
    alternatives: Vec<AlternativeResult>,
    obstacles: Vec<String>,
    advise: Option<String>,
}

#[derive(Serialize)]
struct UndertakenResult {
    state: &'static str,
    what: Option<String>,
    by: Option<String>,
}

#[derive(Serialize)]
struct AlternativeResult {
    outcome: &'static str,
    assurance: &'static str,
    evades: bool,
    changes: Vec<ChangeResult>,
    also_closes: Vec<String>,
    opens: Vec<String>,
}

/// A change: of a fact (`fact`), of a cell (`fact` is table and column, `row` the key), or of what supports them.
#[derive(Serialize)]
struct ChangeResult {
    how: &'static str,
    fact: Option<String>,
    row: Option<String>,
    evidence: Option<String>,
    from: String,
    to: String,
    trades_with: Vec<String>,
    so_that: Option<String>,
}

fn gap_result(report: &PlanReport<'_>, gap: &GapPlan) -> GapResult {
    let requirement = report.requirement(gap);
    let action = gap.undertaken.action().and_then(|place| report.check.assessment.actions.get(place));
    GapResult {
        requirement: requirement.number.to_string(),
        title: requirement.title.clone(),
        gap: Gap::name(gap.gap),
        due: report.check.pack.recommendations[requirement.recommendation]
            .due
            .map(|(due, _)| due.to_string()),
        dependants: gap.dependants,
        undertaken: UndertakenResult {
            state: gap.undertaken.name(),
            what: action.map(|action| action.what.clone()),
            by: action.and_then(|action| action.by).map(|by| by.to_string()),
        },
        alternatives: gap
            .alternatives
            .iter()
            .map(|alternative| alternative_result(report, gap, alternative))
            .collect(),
        obstacles: gap.obstacles.iter().map(|obstacle| report.obstacle(obstacle)).collect(),
        advise: requirement.advise.clone(),
    }
}

fn alternative_result(
    report: &PlanReport<'_>,
    gap: &GapPlan,
    alternative: &Alternative,
) -> AlternativeResult {
    let numbers = |ids: &[Id<Requirement>]| {
        ids.iter().map(|id| report.check.pack.requirements[*id].number.to_string()).collect()
    };
    AlternativeResult {
        outcome: alternative.outcome.name(),
        assurance: alternative.assurance.name(),
        evades: alternative.evades,
        changes: alternative.changes.iter().filter_map(|change| change_result(report, gap, change)).collect(),
        also_closes: numbers(&alternative.also_closes),
        opens: numbers(&alternative.opens),
    }
}

fn change_result(report: &PlanReport<'_>, gap: &GapPlan, change: &Change) -> Option<ChangeResult> {
    let support = match change {
        Change::Value(change) => return Some(value_result(report, change)),
        Change::Evidence(line) => report.evidence(gap, *line)?,
        Change::Renewal(departure) => report.renewal(*departure)?,
    };
    Some(ChangeResult {
        how: support.how,
        fact: None,
        row: None,
        evidence: Some(support.what),
        from: support.from,
        to: support.to,
        trades_with: Vec::new(),
        so_that: None,
    })
}

fn value_result(report: &PlanReport<'_>, change: &ValueChange) -> ChangeResult {
    let name = |variable: Variable| match variable {
        Variable::Fact(fact) => report.check.pack.fact_name(fact),
        Variable::Cell(column, _) => report.column_name(column),
    };
    let against = change.against.as_ref();
    ChangeResult {
        how: how_in_words(change.how),
        fact: Some(name(change.variable)),
        row: report.row_key(change.variable),
        evidence: None,
        from: report.from(change),
        to: report.to(change),
        trades_with: against
            .map(|against| against.others.iter().map(|other| name(*other)).collect())
            .unwrap_or_default(),
        so_that: against
            .filter(|against| against.together)
            .map(|against| report.rule_text(against.comparison)),
    }
}
