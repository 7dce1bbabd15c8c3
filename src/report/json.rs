//! The JSON format. Field names and values are stable; its schema is `docs/tipstaff-result.schema.json`.

mod baseline;
pub(super) mod parts;
pub(super) mod records;

use std::collections::BTreeMap;

use serde::Serialize;

use self::baseline::BaselineResult;
use self::parts::{PackId, Place, Problem, TOOL, Tool, place, problem};
use self::records::{Heard, MeasuredRows, RecordedResult, RecordsResult, Rows, heard, recorded, rows};
use super::finding::{clause_in_words, is_known_in_part};
use super::gate::Unchecked;
use super::graph::Bearings;
use super::graph::json::BearingsResult;
use super::places::place_of;
use super::summary::Counts;
use super::{Check, Report, warnings};
use crate::assessment::{Claim, Rag};
use crate::evaluate::verdict::{ClauseVerdict, Gap, RecommendationVerdict, RequirementVerdict};
use crate::pack::rule::{Clause, Fact, Requirement, SourceClause};
use crate::pack::{Id, Truth, words};
use crate::vocabulary::{Assurance, Outcome};

/// The report as JSON, ending in a line break.
///
/// # Errors
/// None that can occur: only maps with keys that are not texts cannot be written, and there are none.
pub fn write(report: &Report<'_>) -> Result<String, serde_json::Error> {
    parts::to_text(&result(report))
}

#[derive(Serialize)]
struct ResultFile {
    format: &'static str,
    tool: Tool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pack: Option<PackId>,
    gate: GateResult,
    assessments: Vec<AssessmentResult>,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct GateResult {
    passed: bool,
    fail_on: Vec<&'static str>,
    failed_on: Vec<&'static str>,
    unchecked: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<BTreeMap<String, &'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    settings: Option<SettingsResult>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<BaselineResult>,
}

#[derive(Serialize)]
struct SettingsResult {
    file: String,
    decide: Vec<&'static str>,
}

#[derive(Serialize)]
struct AssessmentResult {
    body: String,
    kind: String,
    file: String,
    digest: String,
    as_of: String,
    pack: PackId,
    assurance_asked: &'static str,
    records: Vec<RecordsResult>,
    recorded: Option<RecordedResult>,
    summary: SummaryResult,
    recommendations: Vec<RecommendationResult>,
    graph: BearingsResult,
    discrepancies: Vec<Problem>,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct SummaryResult {
    met: usize,
    not_met: usize,
    not_shown: usize,
    departure: usize,
    not_applicable: usize,
    gaps: usize,
}

#[derive(Serialize)]
struct RecommendationResult {
    id: String,
    title: String,
    outcome: &'static str,
    rag: &'static str,
    assurance: Option<&'static str>,
    due: Option<String>,
    timing: Option<TimingResult>,
    claim: Option<&'static str>,
    claim_rag: Option<&'static str>,
    claim_check: &'static str,
    sources: Vec<Source>,
    requirements: Vec<RequirementResult>,
}

#[derive(Serialize)]
struct TimingResult {
    state: &'static str,
    days: i64,
}

#[derive(Serialize)]
struct Source {
    document: String,
    clause: String,
    lines: Vec<u32>,
}

#[derive(Serialize)]
struct RequirementResult {
    id: String,
    title: String,
    outcome: &'static str,
    assurance: &'static str,
    gap: Option<&'static str>,
    claim: Option<&'static str>,
    claim_check: &'static str,
    advise: Option<String>,
    sources: Vec<Source>,
    clauses: Vec<ClauseResult>,
}

#[derive(Serialize)]
struct ClauseResult {
    id: String,
    level: &'static str,
    outcome: &'static str,
    message: String,
    vacuous: bool,
    rule: Place,
    because: Vec<Because>,
    readings: Vec<String>,
    rows: Rows,
}

#[derive(Serialize)]
struct Because {
    fact: String,
    known: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    measured: Option<MeasuredRows>,
    heard: Vec<Heard>,
    notes: Vec<String>,
    file: String,
    line: Option<usize>,
}

fn result(report: &Report<'_>) -> ResultFile {
    let gate = report.gate();
    let assessments: Vec<AssessmentResult> =
        report.checks.iter().map(|check| Joined { check }.assessment(report)).collect();
    let mut packs = report.checks.iter().map(|check| PackId::of(check.pack));
    let first = packs.next();
    ResultFile {
        format: "tipstaff-result/1",
        tool: TOOL,
        // One pack for the whole run is the rule; where assessments name several, each says its own.
        pack: first.filter(|first| packs.all(|other| other == *first)),
        gate: GateResult {
            passed: gate.passed,
            fail_on: gate.fail_on.iter().map(|fail_on| fail_on.name()).collect(),
            failed_on: gate.failed_on.iter().map(|fail_on| fail_on.name()).collect(),
            unchecked: gate.unchecked.map(Unchecked::name),
            severity: severity(report),
            settings: report.settings.as_ref().map(|settings| SettingsResult {
                file: settings.file.clone(),
                decide: settings.decide.clone(),
            }),
            baseline: report.baseline.as_ref().map(|baseline| BaselineResult::of(report, baseline)),
        },
        assessments,
        problems: report.errors.iter().map(|error| problem(report.sources, error)).collect(),
    }
}

/// The requirements that were set to count otherwise than as an error, where there are any.
fn severity(report: &Report<'_>) -> Option<BTreeMap<String, &'static str>> {
    let weights = report.weights.0.iter().map(|(number, weight)| (number.to_string(), weight.name()));
    Some(weights.collect()).filter(|weights: &BTreeMap<_, _>| !weights.is_empty())
}

/// A check on its way to plain data.
struct Joined<'a> {
    check: &'a Check<'a>,
}

impl Joined<'_> {
    fn assessment(&self, report: &Report<'_>) -> AssessmentResult {
        let check = self.check;
        let sources = check.sources;
        let counts = Counts::of(check.evaluation.requirements());
        let problems = check.warnings.iter().map(|warning| problem(sources, warning));
        let discrepancies = warnings::discrepancies(check);
        AssessmentResult {
            body: check.assessment.body.clone(),
            kind: check.assessment.kind.clone(),
            file: sources.file(check.assessment.file).name.clone(),
            digest: format!("sha256:{}", check.assessment.digest),
            as_of: check.evaluation.as_of.to_string(),
            pack: PackId::of(check.pack),
            assurance_asked: check.evaluation.asked.name(),
            recorded: recorded(check),
            records: super::records::given(check)
                .map(|(table, rows)| records::records(check, table, rows))
                .collect(),
            summary: SummaryResult {
                met: counts.met,
                not_met: counts.not_met,
                not_shown: counts.not_shown,
                departure: counts.departure,
                not_applicable: counts.not_applicable,
                gaps: counts.gaps,
            },
            recommendations: check
                .evaluation
                .recommendations
                .iter()
                .map(|v| self.recommendation(v))
                .collect(),
            graph: BearingsResult::of(&Bearings::of(report, check)),
            discrepancies: discrepancies.iter().map(|discrepancy| problem(sources, discrepancy)).collect(),
            problems: problems.collect(),
        }
    }

    fn recommendation(&self, verdict: &RecommendationVerdict) -> RecommendationResult {
        let recommendation = self.check.recommendation(verdict);
        let claim = self.claim(verdict.claim.claim);
        RecommendationResult {
            id: recommendation.number.to_string(),
            title: recommendation.title.clone(),
            outcome: verdict.outcome.map_or("not_addressed", Outcome::name),
            rag: verdict.rag.name(),
            assurance: verdict.assurance.map(Assurance::name),
            due: recommendation.due.map(|(date, _)| date.to_string()),
            timing: verdict.timing.map(|timing| TimingResult { state: timing.name(), days: timing.days() }),
            claim: claim.map(|claim| claim.status.name()),
            claim_rag: claim.and_then(|claim| claim.rag).map(Rag::name),
            claim_check: verdict.claim.check.name(),
            sources: self.source_clauses(&recommendation.remarks.sources),
            requirements: verdict.requirements.iter().map(|verdict| self.requirement(verdict)).collect(),
        }
    }

    fn requirement(&self, verdict: &RequirementVerdict) -> RequirementResult {
        let requirement = self.check.requirement(verdict);
        let clauses = requirement.clauses.iter().zip(&verdict.clauses);
        RequirementResult {
            id: requirement.number.to_string(),
            title: requirement.title.clone(),
            outcome: verdict.outcome.name(),
            assurance: verdict.assurance.name(),
            gap: verdict.gap.map(Gap::name),
            claim: self.claim(verdict.claim.claim).map(|claim| claim.status.name()),
            claim_check: verdict.claim.check.name(),
            advise: requirement.advise.clone(),
            sources: self.source_clauses(&requirement.remarks.sources),
            clauses: clauses.map(|(clause, answer)| self.clause(requirement, clause, answer)).collect(),
        }
    }

    fn clause(&self, requirement: &Requirement, clause: &Clause, verdict: &ClauseVerdict) -> ClauseResult {
        ClauseResult {
            id: requirement.clause_id(clause),
            level: clause.level.name(),
            outcome: verdict.outcome().name(),
            message: clause_in_words(self.check, clause, verdict),
            vacuous: verdict.answer == Truth::Yes && verdict.because.vacuous,
            rule: place(self.check.sources, clause.span),
            because: verdict.because.deciding.iter().map(|fact| self.because(*fact)).collect(),
            readings: clause.remarks.readings.clone(),
            rows: rows(self.check, verdict.because.rows.as_ref()),
        }
    }

    fn because(&self, fact: Id<Fact>) -> Because {
        let check = self.check;
        let entry = &check.assessment.facts[fact];
        let known = &check.evaluation.values.facts[fact];
        let is_silent = entry.statements.is_empty() && check.evaluation.values.measures[fact].is_none();
        let line = (!is_silent).then(|| place(check.sources, place_of(check, fact)).line);
        Because {
            fact: check.pack.fact_name(fact),
            known: is_known_in_part(check, fact)
                .then(|| words::value(check.pack, check.pack.facts[fact].ty, known)),
            measured: check.evaluation.values.measures[fact]
                .as_ref()
                .map(|measure| MeasuredRows::of(check, measure)),
            heard: entry.statements.iter().filter_map(heard).collect(),
            notes: entry.statements.iter().filter_map(|statement| statement.note.clone()).collect(),
            file: self.check.sources.file(check.assessment.file).name.clone(),
            line,
        }
    }

    fn claim(&self, place: Option<usize>) -> Option<&Claim> {
        place.and_then(|place| self.check.assessment.claims.get(place))
    }

    fn source_clauses(&self, sources: &[SourceClause]) -> Vec<Source> {
        let clause = |source: &SourceClause| {
            let document = &self.check.pack.documents[source.document];
            let clause = document.clauses.get(source.clause)?;
            Some(Source {
                document: document.id.clone(),
                clause: clause.id.clone(),
                lines: clause.lines.clone(),
            })
        };
        sources.iter().filter_map(clause).collect()
    }
}
