//! What came of scenarios, in words.

use super::Check;
use super::finding::clause_in_words;
use super::message::Message;
use crate::diagnostic::{Label, Severity};
use crate::pack::Truth;
use crate::pack::rule::{Node, Pack};
use crate::scenario::{Failure, Run, verdict};
use crate::source::{SourceMap, Span};
use crate::vocabulary::Outcome;

/// A message for each failure of a scenario, which shows the expectation and the rule.
pub fn failures(sources: &SourceMap, pack: &Pack, run: &Run<'_>) -> Vec<Message> {
    let check = Check {
        sources,
        pack,
        assessment: &run.assessment,
        evaluation: &run.evaluation,
        warnings: Vec::new(),
    };
    let message = |failure: &Failure| {
        let (text, labels) = failure_in_words(&check, failure);
        Message {
            heading: format!("scenario \"{}\"", run.scenario.title),
            severity: Severity::Error,
            text,
            labels: labels.into_iter().map(|(span, text)| Label { span, text }).collect(),
            advice: Vec::new(),
        }
    };
    run.failures.iter().map(message).collect()
}

fn failure_in_words(check: &Check<'_>, failure: &Failure) -> (String, Vec<(Span, String)>) {
    let pack = check.pack;
    match *failure {
        Failure::Outcome { of, expected, found, at } => {
            let (id, place) = match of {
                Node::Recommendation(id) => {
                    (pack.recommendations[id].number.to_string(), pack.recommendations[id].span)
                }
                Node::Requirement(id) => {
                    (pack.requirements[id].number.to_string(), pack.requirements[id].span)
                }
            };
            let text = format!("`{id}` was expected to be {}, and is {}", name(Some(expected)), name(found));
            let mut labels = vec![(at, "expected here".to_owned())];
            match of {
                Node::Requirement(requirement) => labels.extend(clauses(check, requirement)),
                Node::Recommendation(_) => labels.push((place, "the recommendation".to_owned())),
            }
            (text, labels)
        }
        Failure::Clause { requirement, clause, expected, found, at } => {
            let rule = &pack.requirements[requirement];
            let id = rule.clauses.get(clause).map_or_else(String::new, |clause| rule.clause_id(clause));
            let text = format!("`{id}` was expected to be {}, and is {}", name(Some(expected)), name(found));
            let mut labels = vec![(at, "expected here".to_owned())];
            labels.extend(clauses(check, requirement).into_iter().nth(clause));
            (text, labels)
        }
        Failure::Condition { found, at } => {
            let found = if found == Truth::No { "no" } else { "unknown" };
            (
                format!("a condition was expected to be yes, and is {found}"),
                vec![(at, "expected here".to_owned())],
            )
        }
        Failure::Contradiction { fact, at } => {
            let text = format!("what is given of `{}` contradicts itself", pack.fact_name(fact));
            (text, vec![(at, "does not fit what is given before".to_owned())])
        }
        Failure::Records { ref mistake } => {
            let origin = &check.assessment.records.rows(mistake.table).origin;
            let diagnostic = mistake.in_words(pack, origin);
            (
                diagnostic.message,
                diagnostic.labels.into_iter().map(|label| (label.span, label.text)).collect(),
            )
        }
    }
}

/// Every clause of a requirement with what came of it.
fn clauses(
    check: &Check<'_>,
    requirement: crate::pack::Id<crate::pack::rule::Requirement>,
) -> Vec<(Span, String)> {
    let rule = &check.pack.requirements[requirement];
    let Some(verdict) = verdict(check.evaluation, requirement) else { return Vec::new() };
    let clauses = rule.clauses.iter().zip(&verdict.clauses);
    clauses.map(|(clause, answer)| (clause.span, clause_in_words(check, clause, answer))).collect()
}

fn name(outcome: Option<Outcome>) -> &'static str {
    match outcome {
        None => "not addressed to this body",
        Some(Outcome::Met) => "met",
        Some(Outcome::NotMet) => "not met",
        Some(Outcome::NotShown) => "not shown",
        Some(Outcome::Departure) => "a departure",
        Some(Outcome::NotApplicable) => "not applicable",
    }
}
