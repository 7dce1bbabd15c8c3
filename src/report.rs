//! What is printed: everything a format needs joined into plain data, then one file a format.

pub mod azure;
pub mod baseline;
pub mod case;
pub mod csv;
pub mod explain;
pub mod finding;
pub mod gate;
pub mod github;
pub mod gitlab;
pub mod graph;
pub mod issue;
pub mod json;
pub mod junit;
pub mod location;
pub mod markdown;
pub mod measured;
pub mod message;
pub mod narrated;
pub mod oscal;
pub mod overview;
#[cfg(feature = "cli")]
pub mod page;
pub mod places;
pub mod plan;
pub mod problems;
pub mod recorded;
pub mod records;
pub mod sarif;
pub mod scenarios;
#[cfg(feature = "cli")]
pub mod seal;
pub mod sources;
pub mod summary;
pub mod tap;
#[cfg(feature = "cli")]
pub mod terminal;
#[cfg(feature = "cli")]
pub mod text;
pub mod trend;
pub mod warnings;
#[cfg(feature = "cli")]
pub mod wrap;

use crate::assessment::Assessment;
use crate::diagnostic::Diagnostic;
use crate::evaluate::verdict::{Evaluation, RecommendationVerdict, RequirementVerdict, Timing};
use crate::pack::rule::{Pack, Recommendation, Requirement};
use crate::source::SourceMap;
use crate::vocabulary::{Assurance, Outcome};
use gate::{Baseline, FailOn, Gate, Settings, Weights};

/// The result of one run: every assessment that could be read, and what was wrong with the others.
pub struct Report<'a> {
    /// The text of every file that was read.
    pub sources: &'a SourceMap,
    /// What was found, in the order of the files given.
    pub checks: Vec<Check<'a>>,
    /// Why input could not be used; the gate is not passed where there is any.
    pub errors: &'a [Diagnostic],
    /// The names of files that could not be checked.
    pub unusable: &'a [String],
    /// What fails the gate.
    pub fail_on: Vec<FailOn>,
    /// Which requirements count less.
    pub weights: Weights,
    /// The earlier result that it is held against; what is not worse than that does not fail the gate.
    pub baseline: Option<Baseline>,
    /// What a file with settings decided.
    pub settings: Option<Settings>,
}

impl<'a> Report<'a> {
    /// A report of these checks, with the gate of a run for which nothing else was said.
    pub fn new(sources: &'a SourceMap, checks: Vec<Check<'a>>, errors: &'a [Diagnostic]) -> Report<'a> {
        Report {
            sources,
            checks,
            errors,
            unusable: &[],
            fail_on: vec![FailOn::DEFAULT],
            weights: Weights::default(),
            baseline: None,
            settings: None,
        }
    }

    /// Whether the gate is passed. A run that checked nothing never passes it.
    pub fn gate(&self) -> Gate {
        Gate::of(self)
    }
}

/// What was found about one assessment.
pub struct Check<'a> {
    /// The texts that places are in.
    pub sources: &'a SourceMap,
    /// The rules.
    pub pack: &'a Pack,
    /// What was checked.
    pub assessment: &'a Assessment,
    /// What came out.
    pub evaluation: &'a Evaluation,
    /// Warnings about the rules and the assessment themselves.
    pub warnings: Vec<Diagnostic>,
}

impl<'a> Check<'a> {
    /// The recommendation that a verdict is about.
    pub fn recommendation(&self, verdict: &RecommendationVerdict) -> &'a Recommendation {
        &self.pack.recommendations[verdict.recommendation]
    }

    /// The requirement that a verdict is about.
    pub fn requirement(&self, verdict: &RequirementVerdict) -> &'a Requirement {
        &self.pack.requirements[verdict.requirement]
    }

    /// The verdicts on recommendations that are addressed to the body.
    pub fn addressed(&self) -> impl Iterator<Item = &'a RecommendationVerdict> {
        self.evaluation.recommendations.iter().filter(|verdict| verdict.outcome.is_some())
    }
}

/// An outcome as text says it: met never without its assurance.
pub fn outcome_in_words(outcome: Outcome, assurance: Option<Assurance>) -> String {
    match (outcome, assurance) {
        (Outcome::NotMet, _) => "not met".to_owned(),
        (Outcome::NotShown, _) => "not shown".to_owned(),
        (Outcome::Departure, _) => "departure".to_owned(),
        (Outcome::NotApplicable, _) => "not applicable".to_owned(),
        (Outcome::Met, assurance) => {
            format!("met ({})", assurance.unwrap_or(Assurance::Stated).name())
        }
    }
}

/// `in 143 days`, `today`, `12 days ago`
pub fn timing_in_words(timing: Timing) -> String {
    let days = |count: i64| if count == 1 { "1 day".to_owned() } else { format!("{count} days") };
    match timing {
        Timing::DueToday => "today".to_owned(),
        Timing::DueIn(count) => format!("in {}", days(count)),
        Timing::Overdue(count) => format!("{} ago", days(count)),
    }
}
