//! What came of scenarios as plain data: each failure in words, with the expectation, the rule and every place to show.

pub mod json;
pub mod junit;
#[cfg(feature = "cli")]
pub mod text;

use super::Check;
use super::finding::clause_in_words;
use crate::diagnostic::{Diagnostic, Label};
use crate::pack::rule::{Node, Pack, Requirement};
use crate::pack::scenario::Scenario;
use crate::pack::{Id, Truth};
use crate::scenario::{Failure, Run, verdict};
use crate::source::{SourceMap, Span};
use crate::vocabulary::Outcome;

/// The result of running scenarios.
pub struct TestReport<'a> {
    /// The text of every file that was read.
    pub sources: &'a SourceMap,
    /// The packs that were asked for, also those of which no scenario was run.
    pub packs: Vec<&'a Pack>,
    /// The scenarios that were run, in the order of their packs and files.
    pub scenarios: Vec<Tested<'a>>,
}

impl TestReport<'_> {
    /// How many scenarios came out as expected.
    pub fn passed(&self) -> usize {
        self.scenarios.len().saturating_sub(self.failed())
    }

    /// How many scenarios came out otherwise.
    pub fn failed(&self) -> usize {
        self.scenarios.iter().filter(|tested| !tested.passed()).count()
    }

    /// Whether all came out as expected. Where nothing was tested, nothing is passed.
    pub fn all_passed(&self) -> bool {
        !self.scenarios.is_empty() && self.failed() == 0
    }
}

/// What every format says where no scenario was run.
const NOTHING_TESTED: &str = "there is no scenario, so nothing was tested";

/// What came of one scenario.
pub struct Tested<'a> {
    /// The pack that it tests.
    pub pack: &'a Pack,
    /// The scenario.
    pub scenario: &'a Scenario,
    /// What came out otherwise than expected.
    pub failures: Vec<Unexpected>,
}

impl<'a> Tested<'a> {
    /// What came of a run.
    pub fn of(sources: &SourceMap, pack: &'a Pack, run: &Run<'a>) -> Tested<'a> {
        let (assessment, evaluation) = (&run.assessment, &run.evaluation);
        let check = Check { sources, pack, assessment, evaluation, warnings: Vec::new() };
        let failures = run.failures.iter().map(|failure| Unexpected::of(&check, failure)).collect();
        Tested { pack, scenario: run.scenario, failures }
    }

    /// Whether everything came out as expected.
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }
}

/// Something that came out otherwise than a scenario expects, in words.
pub struct Unexpected {
    /// What was expected: `outcome`, `clause`, `condition`; or what was wrong with what is given.
    pub kind: &'static str,
    /// The whole of it in one clause.
    pub message: String,
    /// The word that was expected, where one was.
    pub expected: Option<&'static str>,
    /// The word that came out.
    pub found: Option<&'static str>,
    /// The line of the scenario.
    pub at: Span,
    /// What is tested there: a recommendation, a requirement or a clause.
    pub rule: Option<Span>,
    /// Every place that explains it, the line of the scenario first.
    pub labels: Vec<Label>,
}

impl Unexpected {
    fn of(check: &Check<'_>, failure: &Failure) -> Unexpected {
        match *failure {
            Failure::Outcome { of: Node::Recommendation(id), expected, found, at } => {
                let rule = &check.pack.recommendations[id];
                let unexpected =
                    Unexpected::outcome("outcome", &rule.number.to_string(), expected, found, at);
                unexpected.rule(rule.span).labels([(rule.span, "the recommendation".to_owned())])
            }
            Failure::Outcome { of: Node::Requirement(id), expected, found, at } => {
                let rule = &check.pack.requirements[id];
                let unexpected =
                    Unexpected::outcome("outcome", &rule.number.to_string(), expected, found, at);
                unexpected.rule(rule.span).labels(clauses(check, id))
            }
            Failure::Clause { requirement, clause, expected, found, at } => {
                let rule = &check.pack.requirements[requirement];
                let clauses = clauses(check, requirement).into_iter().nth(clause);
                let clause = rule.clauses.get(clause);
                let id = clause.map_or_else(String::new, |clause| rule.clause_id(clause));
                let unexpected = Unexpected::outcome("clause", &id, expected, found, at);
                unexpected.rule(clause.map_or(rule.span, |clause| clause.span)).labels(clauses)
            }
            Failure::Condition { found, at } => {
                let found = if found == Truth::No { "no" } else { "unknown" };
                let message = format!("a condition was expected to be yes, and is {found}");
                let unexpected = Unexpected::new("condition", message, at, "expected here");
                Unexpected { expected: Some("yes"), found: Some(found), ..unexpected }
            }
            Failure::Contradiction { fact, at } => {
                let message = format!("what is given of `{}` contradicts itself", check.pack.fact_name(fact));
                Unexpected::new("contradiction", message, at, "does not fit what is given before")
            }
            Failure::Records { ref mistake } => {
                let origin = &check.assessment.records.rows(mistake.table).origin;
                let Diagnostic { message, labels, .. } = mistake.in_words(check.pack, origin);
                let at = labels.first().map_or(check.assessment.header, |label| label.span);
                Unexpected { labels, ..Unexpected::new("records", message, at, "given here") }
            }
        }
    }

    fn new(kind: &'static str, message: String, at: Span, label: &str) -> Unexpected {
        let labels = vec![Label { span: at, text: label.to_owned() }];
        Unexpected { kind, message, expected: None, found: None, at, rule: None, labels }
    }

    fn outcome(
        kind: &'static str,
        id: &str,
        expected: Outcome,
        found: Option<Outcome>,
        at: Span,
    ) -> Unexpected {
        let message = format!("`{id}` was expected to be {}, and is {}", words(Some(expected)), words(found));
        let found = Some(found.map_or("not_addressed", Outcome::name));
        let unexpected = Unexpected::new(kind, message, at, "expected here");
        Unexpected { expected: Some(expected.name()), found, ..unexpected }
    }

    fn rule(self, rule: Span) -> Unexpected {
        Unexpected { rule: Some(rule), ..self }
    }

    fn labels(mut self, labels: impl IntoIterator<Item = (Span, String)>) -> Unexpected {
        self.labels.extend(labels.into_iter().map(|(span, text)| Label { span, text }));
        self
    }
}

/// Every clause of a requirement with what came of it.
fn clauses(check: &Check<'_>, requirement: Id<Requirement>) -> Vec<(Span, String)> {
    let rule = &check.pack.requirements[requirement];
    let Some(verdict) = verdict(check.evaluation, requirement) else { return Vec::new() };
    let clauses = rule.clauses.iter().zip(&verdict.clauses);
    clauses.map(|(clause, answer)| (clause.span, clause_in_words(check, clause, answer))).collect()
}

fn words(outcome: Option<Outcome>) -> &'static str {
    match outcome {
        None => "not addressed to this body",
        Some(Outcome::Met) => "met",
        Some(Outcome::NotMet) => "not met",
        Some(Outcome::NotShown) => "not shown",
        Some(Outcome::Departure) => "a departure",
        Some(Outcome::NotApplicable) => "not applicable",
    }
}
