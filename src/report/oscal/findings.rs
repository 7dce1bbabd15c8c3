//! Verdicts as OSCAL's findings: one on each item of a statement that is reviewed, and one on the objective of each clause.

use std::collections::BTreeSet;

use super::model::Property;
use super::model::assessment::{Finding, RelatedRisk, Target, TargetStatus};
use super::subject::{Ground, Subject};
use super::{Identity, ids, observations, property, risks, text};
use crate::assessment::{Claim, Rag};
use crate::evaluate::verdict::{
    ClauseVerdict, EvidenceVerdict, Gap, RecommendationVerdict, RequirementVerdict, Timing,
};
use crate::pack::Truth;
use crate::pack::rule::{Clause, Requirement};
use crate::report::finding::{clause_in_words, failing, missing_in_words};
use crate::report::{outcome_in_words, places};
use crate::vocabulary::{Level, Outcome};

/// Whether a requirement is reviewed: it is, unless it does not apply.
pub(super) fn is_reviewed(verdict: &RequirementVerdict) -> bool {
    verdict.outcome != Outcome::NotApplicable
}

/// The findings on a requirement and on each of its clauses; none where it does not apply.
pub(super) fn of(
    subject: &Subject<'_>,
    whole: &RecommendationVerdict,
    verdict: &RequirementVerdict,
) -> Vec<Finding> {
    if !is_reviewed(verdict) {
        return Vec::new();
    }
    let requirement = subject.check.requirement(verdict);
    let clauses = requirement.clauses.iter().zip(&verdict.clauses);
    let clauses = clauses.map(|(clause, answer)| of_clause(subject, requirement, clause, answer));
    [of_requirement(subject, whole, verdict)].into_iter().chain(clauses).collect()
}

/// Who the finding on a requirement or a clause is.
pub(super) fn identity(subject: &Subject<'_>, id: &str) -> Identity {
    subject.day.child("finding").child(id)
}

fn of_requirement(
    subject: &Subject<'_>,
    whole: &RecommendationVerdict,
    verdict: &RequirementVerdict,
) -> Finding {
    let check = subject.check;
    let requirement = check.requirement(verdict);
    let number = requirement.number.to_string();
    let (state, reason, remarks) = state(verdict);
    let risk = risks::is_at_risk(verdict).then(|| risks::identity(subject, &number).text());
    Finding {
        uuid: identity(subject, &number).text(),
        title: text::line(&format!("{number} {}", requirement.title)),
        description: text::prose(description(subject, verdict)),
        props: props(subject, whole, verdict),
        origins: subject.by_tool(),
        target: Target {
            kind: "statement-id",
            target_id: ids::item(check.pack, requirement),
            status: TargetStatus { state, reason, remarks: remarks.map(text::line) },
        },
        related_observations: observations::related(subject, &subject.grounds_of(verdict)),
        related_risks: risk.map(|risk_uuid| RelatedRisk { risk_uuid }).into_iter().collect(),
        remarks: claim_in_words(subject, verdict),
    }
}

/// What the body adds to its claim, and where it says so.
fn claim_in_words(subject: &Subject<'_>, verdict: &RequirementVerdict) -> Option<String> {
    let claim = subject.check.assessment.claims.get(verdict.claim.claim?)?;
    let note = claim.note.as_ref().map(|note| text::sentence(&format!("Note on the claim: {note}")));
    let cited = (!claim.cites.is_empty())
        .then(|| text::sentence(&format!("The claim is from {}", observations::cited(&claim.cites))));
    let words = text::prose(note.into_iter().chain(cited));
    (!words.is_empty()).then_some(words)
}

/// OSCAL knows two states. What is neither is not satisfied, for another reason than a failure.
fn state(verdict: &RequirementVerdict) -> (&'static str, &'static str, Option<&'static str>) {
    const NOT: &str = "not-satisfied";
    match (verdict.outcome, verdict.gap) {
        (Outcome::Met, None) => ("satisfied", "pass", None),
        (Outcome::Met, Some(_)) => {
            (NOT, "other", Some("It is met, but not as well supported as is asked for."))
        }
        (Outcome::NotMet, _) => (NOT, "fail", None),
        (Outcome::Departure, _) => (NOT, "other", Some("The body works outside it, as the rules allow.")),
        (Outcome::NotShown | Outcome::NotApplicable, _) => {
            (NOT, "other", Some("Whether it is met is not known: this is neither a pass nor a failure."))
        }
    }
}

/// What came out and why, a paragraph each.
pub(super) fn description(subject: &Subject<'_>, verdict: &RequirementVerdict) -> Vec<String> {
    let check = subject.check;
    let requirement = check.requirement(verdict);
    let outcome = outcome_in_words(verdict.outcome, Some(verdict.assurance));
    let mut paragraphs = vec![format!("{}: {outcome}.", requirement.number)];
    if verdict.applies == Truth::Unknown {
        let missing = missing_in_words(check, &verdict.applies_because);
        paragraphs.push(text::sentence(&format!("Whether it applies is not known: {missing}")));
    }
    for (clause, answer) in failing(requirement, verdict, Level::Must) {
        let words = clause_in_words(check, clause, answer);
        paragraphs.push(text::sentence(&format!("{}: {words}", requirement.clause_id(clause))));
    }
    if verdict.gap == Some(Gap::NotEvidenced) {
        paragraphs.push(format!("It is asked to be {}.", check.evaluation.asked.name()));
        paragraphs.extend(evidence_in_words(subject, requirement, verdict));
    }
    let departure =
        verdict.departure.and_then(|of| Some((of, check.assessment.departures.get(of.departure)?)));
    paragraphs.extend(departure.map(|(of, departure)| match of.lapsed {
        true => format!("The departure from it lapsed on {}.", departure.review_by),
        false => format!("A departure from it is in force until {}.", departure.review_by),
    }));
    paragraphs
}

fn evidence_in_words(
    subject: &Subject<'_>,
    requirement: &Requirement,
    verdict: &RequirementVerdict,
) -> Vec<String> {
    if requirement.evidence.is_empty() {
        return vec!["The rules name no evidence for it.".to_owned()];
    }
    let lines = requirement.evidence.iter().zip(&verdict.evidence).filter_map(|(rule, found)| {
        let kinds = places::kinds(subject.check.pack, rule);
        match found {
            EvidenceVerdict::Found(_) => None,
            EvidenceVerdict::OutOfDate(_) => Some(format!("What is given is not in date: {kinds}.")),
            EvidenceVerdict::Missing => Some(format!("Missing: {kinds}.")),
        }
    });
    lines.collect()
}

/// What OSCAL has no place for.
fn props(
    subject: &Subject<'_>,
    whole: &RecommendationVerdict,
    verdict: &RequirementVerdict,
) -> Vec<Property> {
    let claims = &subject.check.assessment.claims;
    let claim = |place: Option<usize>| place.and_then(|place| claims.get(place));
    let name = |claim: &Claim| claim.status.name();
    let own = verdict.claim.claim.and_then(|place| claim(Some(place))).map(name);
    let of_whole = claim(whole.claim.claim);
    let departure = verdict.departure.map(|of| if of.lapsed { "lapsed" } else { "in-force" });
    let props = [
        property("outcome", verdict.outcome.name()),
        property("assurance", verdict.assurance.name()),
        verdict.gap.and_then(|gap| property("gap", gap.name())),
        own.and_then(|own| property("claim", own)),
        property("claim-check", verdict.claim.check.name()),
        departure.and_then(|departure| property("departure", departure)),
        property("recommendation-outcome", whole.outcome.map_or("not_addressed", Outcome::name)),
        of_whole.map(name).and_then(|claim| property("recommendation-claim", claim)),
        property("recommendation-claim-check", whole.claim.check.name()),
        of_whole.and_then(|claim| claim.rag).map(Rag::name).and_then(|rag| property("claimed-rag", rag)),
    ];
    props.into_iter().flatten().chain(standing(subject, whole)).collect()
}

/// The colour and the deadline of a recommendation.
pub(super) fn standing(subject: &Subject<'_>, whole: &RecommendationVerdict) -> Vec<Property> {
    let due = subject.check.recommendation(whole).due;
    let timing = whole.timing.map(|timing| match timing {
        Timing::DueIn(_) => "due_in",
        Timing::DueToday => "due_today",
        Timing::Overdue(_) => "overdue",
    });
    let props = [
        property("rag", whole.rag.name()),
        due.and_then(|(due, _)| property("deadline", &due.to_string())),
        timing.and_then(|timing| property("timing", timing)),
    ];
    props.into_iter().flatten().collect()
}

fn of_clause(
    subject: &Subject<'_>,
    requirement: &Requirement,
    clause: &Clause,
    verdict: &ClauseVerdict,
) -> Finding {
    let check = subject.check;
    let id = requirement.clause_id(clause);
    let (state, reason) = match verdict.answer {
        Truth::Yes => ("satisfied", "pass"),
        Truth::No => ("not-satisfied", "fail"),
        Truth::Unknown => ("not-satisfied", "other"),
    };
    let vacuous = verdict.answer == Truth::Yes && verdict.because.vacuous;
    let grounds: BTreeSet<Ground> = subject.grounds_of_answer(&verdict.because);
    let props = [
        property("level", clause.level.name()),
        property("outcome", verdict.outcome().name()),
        vacuous.then(|| property("vacuous", "yes")).flatten(),
    ];
    Finding {
        uuid: identity(subject, &id).text(),
        title: text::line(&id),
        description: text::line(&text::sentence(&clause_in_words(check, clause, verdict))),
        props: props.into_iter().flatten().collect(),
        origins: subject.by_tool(),
        target: Target {
            kind: "objective-id",
            target_id: ids::clause_objective(check.pack, requirement, clause),
            status: TargetStatus { state, reason, remarks: None },
        },
        related_observations: observations::related(subject, &grounds),
        related_risks: Vec::new(),
        remarks: None,
    }
}
