//! Explanations as JSON. Field names and values are stable; the schema is `docs/tipstaff-explain.schema.json`.

mod proof;

use serde::Serialize;

use self::proof::{FactKnown, Step};
use super::phrases::{self, rule_text};
use super::{CODES, Explanation, Explanations, Subject, conditions};
use crate::evaluate::compute::Measure;
use crate::evaluate::verdict::{ClauseVerdict, EvidenceVerdict, Gap, RequirementVerdict};
use crate::pack::expr::Expr;
use crate::pack::rule::{Clause, Fact, Recommendation, Remarks, Requirement, SourceClause};
use crate::pack::{Id, Truth, words};
use crate::report::Check;
use crate::report::json::parts::{self, PackId, Place, TOOL, Tool, place};
use crate::vocabulary::Outcome;

/// The explanations as JSON, ending in a line break.
///
/// # Errors
/// None that can occur: only maps with keys that are not texts cannot be written, and there are none.
pub fn write(explanations: &Explanations<'_>) -> Result<String, serde_json::Error> {
    let code = explanations.code.map(|code| CodeResult {
        code: code.name(),
        title: code.title(),
        explanation: code.explanation(),
        documentation: CODES,
    });
    parts::to_text(&File {
        format: "tipstaff-explain/1",
        tool: TOOL,
        id: explanations.id.to_owned(),
        code,
        explanations: explanations.of.iter().map(explanation).collect(),
    })
}

#[derive(Serialize)]
struct File {
    format: &'static str,
    tool: Tool,
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<CodeResult>,
    explanations: Vec<ExplanationResult>,
}

#[derive(Serialize)]
struct CodeResult {
    code: &'static str,
    title: &'static str,
    explanation: &'static str,
    documentation: &'static str,
}

#[derive(Serialize)]
struct ExplanationResult {
    pack: PackId,
    assessment: Option<AssessmentId>,
    kind: &'static str,
    #[serde(flatten)]
    item: Item,
}

#[derive(Serialize)]
struct AssessmentId {
    body: String,
    kind: String,
    file: String,
    digest: String,
    as_of: String,
    assurance_asked: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Item {
    Recommendation(RecommendationResult),
    Requirement(RequirementResult),
    Clause(ClauseResult),
    Fact(FactResult),
}

#[derive(Serialize)]
struct RecommendationResult {
    id: String,
    title: String,
    rule: Place,
    to: Vec<String>,
    with: Vec<String>,
    due: Option<String>,
    #[serde(flatten)]
    remarks: RemarksResult,
    outcome: Option<&'static str>,
    requirements: Vec<Folded>,
}

/// A requirement below its recommendation.
#[derive(Serialize)]
struct Folded {
    id: String,
    title: String,
    decides: bool,
    verdict: Option<VerdictResult>,
}

#[derive(Serialize)]
struct VerdictResult {
    outcome: &'static str,
    because: String,
    assurance: &'static str,
    gap: Option<&'static str>,
    claim: Option<&'static str>,
    claim_check: &'static str,
    departure: Option<String>,
}

#[derive(Serialize)]
struct RequirementResult {
    id: String,
    title: String,
    recommendation: String,
    rule: Place,
    to: Vec<String>,
    due: Option<String>,
    #[serde(flatten)]
    remarks: RemarksResult,
    applies: Option<Condition>,
    clauses: Vec<ClauseResult>,
    evidence: Vec<EvidenceResult>,
    departure_allowed: bool,
    advise: Option<String>,
    facts: Vec<Question>,
    tables: Vec<String>,
    verdict: Option<VerdictResult>,
}

#[derive(Serialize)]
struct Condition {
    text: String,
    rule: Place,
    answer: Option<&'static str>,
    proof: Option<Step>,
}

#[derive(Serialize)]
struct ClauseResult {
    id: String,
    level: &'static str,
    #[serde(flatten)]
    condition: Condition,
    #[serde(flatten)]
    remarks: RemarksResult,
    findings: Vec<String>,
}

#[derive(Serialize)]
struct EvidenceResult {
    asks: String,
    state: Option<&'static str>,
    items: Vec<String>,
}

#[derive(Serialize)]
struct Question {
    fact: String,
    #[serde(rename = "type")]
    ty: String,
    question: Option<String>,
    help: Option<String>,
    measured_as: Option<String>,
}

#[derive(Serialize)]
struct FactResult {
    #[serde(flatten)]
    question: Question,
    group: Option<String>,
    rule: Place,
    known: Option<FactKnown>,
    proof: Option<Step>,
    stands_on_it: Vec<StandsOnIt>,
}

/// A clause, or whether a requirement applies.
#[derive(Serialize)]
struct StandsOnIt {
    id: String,
    level: Option<&'static str>,
    answer: Option<&'static str>,
}

#[derive(Serialize)]
struct RemarksResult {
    sources: Vec<Source>,
    notes: Vec<String>,
    readings: Vec<String>,
}

#[derive(Serialize)]
struct Source {
    document: String,
    clause: String,
    lines: Vec<u32>,
}

fn explanation(of: &Explanation<'_>) -> ExplanationResult {
    let assessment = of.check.map(|check| AssessmentId {
        body: check.assessment.body.clone(),
        kind: check.assessment.kind.clone(),
        file: check.sources.file(check.assessment.file).name.clone(),
        digest: format!("sha256:{}", check.assessment.digest),
        as_of: check.evaluation.as_of.to_string(),
        assurance_asked: check.evaluation.asked.name(),
    });
    let item = match of.subject {
        Subject::Recommendation(id) => Item::Recommendation(recommendation(of, id)),
        Subject::Requirement(id) => Item::Requirement(requirement(of, id)),
        Subject::Clause(id, at) => {
            let requirement = &of.pack.requirements[id];
            let verdict = of.requirement(id);
            let mut clauses = requirement.clauses.iter().enumerate().skip(at);
            match clauses.next() {
                Some((at, one)) => Item::Clause(clause(of, requirement, one, answer(verdict, at))),
                None => Item::Requirement(self::requirement(of, id)),
            }
        }
        Subject::Fact(id) => Item::Fact(fact(of, id)),
    };
    ExplanationResult { pack: PackId::of(of.pack), assessment, kind: of.subject.kind(), item }
}

fn answer(verdict: Option<&RequirementVerdict>, at: usize) -> Option<&ClauseVerdict> {
    verdict.and_then(|verdict| verdict.clauses.get(at))
}

fn recommendation(of: &Explanation<'_>, id: Id<Recommendation>) -> RecommendationResult {
    let recommendation = &of.pack.recommendations[id];
    let verdict = of.recommendation(id);
    let folded = |(id, requirement): (Id<Requirement>, &Requirement)| {
        let of_one = of.check.zip(of.requirement(id));
        let outcome = verdict.and_then(|verdict| verdict.outcome);
        Folded {
            id: requirement.number.to_string(),
            title: requirement.title.clone(),
            decides: of_one.is_some_and(|(_, verdict)| outcome == Some(verdict.outcome)),
            verdict: of_one.map(|(check, verdict)| verdict_of(check, verdict)),
        }
    };
    RecommendationResult {
        id: recommendation.number.to_string(),
        title: recommendation.title.clone(),
        rule: place(of.sources, recommendation.span),
        to: recommendation.to.clone(),
        with: recommendation.with.clone(),
        due: recommendation.due.map(|(due, _)| due.to_string()),
        remarks: remarks(of, &recommendation.remarks),
        outcome: verdict.map(|verdict| verdict.outcome.map_or("not_addressed", Outcome::name)),
        requirements: of.pack.requirements_of(id).map(folded).collect(),
    }
}

fn verdict_of(check: &Check<'_>, verdict: &RequirementVerdict) -> VerdictResult {
    let claim = verdict.claim.claim.and_then(|claim| check.assessment.claims.get(claim));
    VerdictResult {
        outcome: verdict.outcome.name(),
        because: phrases::because(check, verdict),
        assurance: verdict.assurance.name(),
        gap: verdict.gap.map(Gap::name),
        claim: claim.map(|claim| claim.status.name()),
        claim_check: verdict.claim.check.name(),
        departure: phrases::departure(check, verdict),
    }
}

fn requirement(of: &Explanation<'_>, id: Id<Requirement>) -> RequirementResult {
    let requirement = &of.pack.requirements[id];
    let recommendation = &of.pack.recommendations[requirement.recommendation];
    let verdict = of.requirement(id);
    let applies = requirement
        .applies_when
        .as_ref()
        .map(|expr| condition(of, requirement, expr, verdict.map(|verdict| verdict.applies)));
    let clauses = requirement.clauses.iter().enumerate();
    let read = of.reads(conditions(requirement));
    RequirementResult {
        id: requirement.number.to_string(),
        title: requirement.title.clone(),
        recommendation: recommendation.number.to_string(),
        rule: place(of.sources, requirement.span),
        to: recommendation.to.clone(),
        due: recommendation.due.map(|(due, _)| due.to_string()),
        remarks: remarks(of, &requirement.remarks),
        applies,
        clauses: clauses.map(|(at, one)| clause(of, requirement, one, answer(verdict, at))).collect(),
        evidence: evidence(of, requirement, verdict),
        departure_allowed: requirement.departure_allowed,
        advise: requirement.advise.clone(),
        facts: read.facts.into_iter().map(|fact| question(of, fact)).collect(),
        tables: read.tables.into_iter().map(|table| of.pack.tables[table].name.clone()).collect(),
        verdict: of.check.zip(verdict).map(|(check, verdict)| verdict_of(check, verdict)),
    }
}

fn condition<'a>(
    of: &Explanation<'a>,
    requirement: &Requirement,
    expr: &'a Expr,
    answer: Option<Truth>,
) -> Condition {
    let proof = answer.and_then(|_| of.prove(Some(requirement.recommendation), expr));
    Condition {
        text: rule_text(of.sources, expr.span),
        rule: place(of.sources, expr.span),
        answer: answer.map(proof::answer),
        proof: of.check.zip(proof).map(|(check, proof)| proof::step(check, &proof)),
    }
}

fn clause<'a>(
    of: &Explanation<'a>,
    requirement: &Requirement,
    clause: &'a Clause,
    verdict: Option<&ClauseVerdict>,
) -> ClauseResult {
    let findings = verdict.map(|verdict| verdict.findings.as_slice()).unwrap_or_default();
    ClauseResult {
        id: requirement.clause_id(clause),
        level: clause.level.name(),
        condition: condition(of, requirement, &clause.condition, verdict.map(|verdict| verdict.answer)),
        remarks: remarks(of, &clause.remarks),
        findings: findings.iter().take(phrases::KEYS).map(|finding| finding.text.clone()).collect(),
    }
}

fn evidence(
    of: &Explanation<'_>,
    requirement: &Requirement,
    verdict: Option<&RequirementVerdict>,
) -> Vec<EvidenceResult> {
    let asked = phrases::evidence(of.pack, None, requirement, None);
    let line = |(at, (asks, _))| {
        let found = verdict.and_then(|verdict| verdict.evidence.get(at));
        let (state, places) = match found {
            None => (None, &[][..]),
            Some(EvidenceVerdict::Found(place)) => (Some("given"), std::slice::from_ref(place)),
            Some(EvidenceVerdict::OutOfDate(places)) => (Some("out_of_date"), places.as_slice()),
            Some(EvidenceVerdict::Missing) => (Some("missing"), &[][..]),
        };
        let items = places.iter().filter_map(|place| of.check?.assessment.evidence.get(*place));
        EvidenceResult { asks, state, items: items.map(|item| item.id.clone()).collect() }
    };
    asked.into_iter().enumerate().map(line).collect()
}

fn question(of: &Explanation<'_>, id: Id<Fact>) -> Question {
    let fact = &of.pack.facts[id];
    Question {
        fact: of.pack.fact_name(id),
        ty: words::type_name(of.pack, fact.ty),
        question: fact.question.clone(),
        help: fact.help.clone(),
        measured_as: fact.measured.as_ref().map(|records| rule_text(of.sources, records.span)),
    }
}

fn fact(of: &Explanation<'_>, id: Id<Fact>) -> FactResult {
    let fact = &of.pack.facts[id];
    let measure = of.check.and_then(|check| check.evaluation.values.measures[id].as_ref());
    let records = fact.measured.as_ref().filter(|_| measure.is_some_and(Measure::is_of_rows));
    let proof = records.and_then(|records| of.prove(None, records));
    let stands = |(id, at): (Id<Requirement>, Option<usize>)| {
        let requirement = &of.pack.requirements[id];
        let verdict = of.requirement(id);
        let clause = at.and_then(|at| requirement.clauses.get(at));
        let answer = verdict.and_then(|verdict| match at {
            None => Some(verdict.applies),
            Some(at) => verdict.clauses.get(at).map(|clause| clause.answer),
        });
        StandsOnIt {
            id: clause.map_or_else(|| requirement.number.to_string(), |clause| requirement.clause_id(clause)),
            level: clause.map(|clause| clause.level.name()),
            answer: answer.map(proof::answer),
        }
    };
    FactResult {
        question: question(of, id),
        group: of.pack.groups[fact.group].title.clone(),
        rule: place(of.sources, fact.span),
        known: of.check.map(|check| proof::fact(check, id)),
        proof: of.check.zip(proof).map(|(check, proof)| proof::step(check, &proof)),
        stands_on_it: of.stands_on(id).into_iter().map(stands).collect(),
    }
}

fn remarks(of: &Explanation<'_>, remarks: &Remarks) -> RemarksResult {
    let source = |source: &SourceClause| {
        let document = &of.pack.documents[source.document];
        let clause = document.clauses.get(source.clause)?;
        Some(Source { document: document.id.clone(), clause: clause.id.clone(), lines: clause.lines.clone() })
    };
    RemarksResult {
        sources: remarks.sources.iter().filter_map(source).collect(),
        notes: remarks.notes.clone(),
        readings: remarks.readings.clone(),
    }
}
