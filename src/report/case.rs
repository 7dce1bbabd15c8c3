//! Requirements as the tests that a pipeline knows: passed, skipped or failed.

use super::finding::{self, of_gap};
use super::gate::Unchecked;
use super::issue::{self, About, Issue};
use super::message::Message;
use super::{Check, Report};
use crate::diagnostic::{Diagnostic, Severity};
use crate::evaluate::verdict::{Gap, RecommendationVerdict, RequirementVerdict, Timing};
use crate::pack::Date;
use crate::vocabulary::Outcome;

/// A requirement as a test.
pub struct Case {
    /// What it belongs to: `hmicfrs_2026_04.R4`
    pub class: String,
    /// `R4.2 Bail conditions are checked in every period`
    pub name: String,
    /// What came out.
    pub result: CaseResult,
}

/// What came out of a test.
pub enum CaseResult {
    /// There is no gap.
    Passed,
    /// Nothing was asked of the body, or it may work outside the requirement.
    Skipped(&'static str),
    /// There is a gap.
    Failed(Failure),
}

/// Why a test failed.
pub struct Failure {
    /// The word of results for what is wrong.
    pub kind: &'static str,
    /// What is wrong, with its places.
    pub message: Message,
    /// The day until which there is time to close the gap, where it has not passed.
    pub time_until: Option<Date>,
}

/// A test for each requirement that is addressed to the body, and a failed one where nothing was checked and for
/// whatever else fails the gate.
pub fn of(report: &Report<'_>, check: &Check<'_>) -> Vec<Case> {
    let unchecked = Unchecked::of(check).map(|why| unchecked(check, why));
    let tested = check.addressed().flat_map(|recommendation| {
        recommendation.requirements.iter().map(move |verdict| tested(check, recommendation, verdict))
    });
    let failing = issue::beside_gaps(report, Some(check)).into_iter().map(failed);
    unchecked.into_iter().chain(tested).chain(failing).collect()
}

/// A failed test for each body of the baseline that is missing.
pub fn missing(report: &Report<'_>) -> Vec<Case> {
    issue::beside_gaps(report, None).into_iter().map(failed).collect()
}

/// What fails the gate and is no gap.
fn failed(issue: Issue<'_>) -> Case {
    let kind = match issue.about {
        About::Worse => "worse",
        About::Overclaim => "overclaimed",
        About::Discrepancy => "discrepancy",
        _ => "warning",
    };
    // A name is the same from run to run, so it has no figures where the check says whose they are.
    let has_state = issue.check.is_some() && issue.requirement.is_none() && !issue.state.is_empty();
    let name = if has_state { issue.state.to_owned() } else { issue.headline() };
    let pack = issue.check.map_or("baseline", |check| check.pack.manifest.id.as_str());
    let message = Message {
        heading: issue.rule.clone(),
        severity: Severity::Error,
        text: issue.headline(),
        labels: issue.place.iter().chain(&issue.related).cloned().collect(),
        notes: issue.notes,
        advice: issue.advice,
    };
    Case {
        class: format!("{pack}.{kind}"),
        name: format!("{} {name}", issue.rule),
        result: CaseResult::Failed(Failure { kind, message, time_until: None }),
    }
}

fn tested(check: &Check<'_>, recommendation: &RecommendationVerdict, verdict: &RequirementVerdict) -> Case {
    let requirement = check.requirement(verdict);
    let number = check.recommendation(recommendation).number;
    let result = match (verdict.gap, verdict.outcome) {
        (Some(gap), _) => CaseResult::Failed(Failure {
            kind: Gap::name(gap),
            message: of_gap(check, verdict, gap),
            time_until: time_until(check, recommendation),
        }),
        (None, Outcome::NotApplicable) => CaseResult::Skipped("not applicable"),
        (None, Outcome::Departure) => CaseResult::Skipped("departure, allowed and approved"),
        (None, Outcome::Met | Outcome::NotMet | Outcome::NotShown) => CaseResult::Passed,
    };
    Case {
        class: format!("{}.{number}", check.pack.manifest.id),
        name: format!("{} {}", requirement.number, requirement.title),
        result,
    }
}

fn time_until(check: &Check<'_>, recommendation: &RecommendationVerdict) -> Option<Date> {
    let (due, _) = check.recommendation(recommendation).due?;
    match recommendation.timing? {
        Timing::DueIn(_) | Timing::DueToday => Some(due),
        Timing::Overdue(_) => None,
    }
}

fn unchecked(check: &Check<'_>, why: Unchecked) -> Case {
    let text = match why {
        Unchecked::NothingAddressed => finding::nothing_addressed(check),
        _ => format!("nothing was checked: {}", why.in_words()),
    };
    let message = Message {
        heading: why.name().to_owned(),
        severity: Severity::Error,
        text,
        labels: Vec::new(),
        notes: Vec::new(),
        advice: Vec::new(),
    };
    Case {
        class: check.pack.manifest.id.clone(),
        name: "something is checked".to_owned(),
        result: CaseResult::Failed(Failure { kind: why.name(), message, time_until: None }),
    }
}

/// What an assessment is called beside others of the same run: `Cheshire Constabulary (force), as of 2026-06-10`
pub fn of_whom(check: &Check<'_>) -> String {
    format!("{} ({}), as of {}", check.assessment.body, check.assessment.kind, check.evaluation.as_of)
}

/// Input that could not be used, as messages: each is a test that could not be run.
pub fn broken(report: &Report<'_>) -> Vec<(&'static str, Message)> {
    let broken = report.errors.iter();
    broken.map(|error: &Diagnostic| (error.code.name(), Message::from(error))).collect()
}
