//! Whether a run passes: what it is to fail on, and what of that it found.

use super::{Check, Report, warnings};
use crate::assessment::{Statement, StatementKind};
use crate::evaluate::verdict::{ClaimCheck, Gap};

/// Something that fails the gate.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum FailOn {
    /// Any gap of an addressed requirement.
    Gap,
    /// A requirement that is not met.
    NotMet,
    /// A gap past its deadline.
    Overdue,
    /// A claim that says more than what came out.
    Overclaim,
    /// Any warning.
    Warning,
    /// Statements of a fact that contradict each other.
    Discrepancy,
    /// Nothing that is found.
    Never,
}

impl FailOn {
    /// Every choice, in the order of the documentation.
    pub const ALL: [FailOn; 7] = [
        FailOn::Gap,
        FailOn::NotMet,
        FailOn::Overdue,
        FailOn::Overclaim,
        FailOn::Warning,
        FailOn::Discrepancy,
        FailOn::Never,
    ];

    /// The word of the command line and of results.
    pub fn name(self) -> &'static str {
        match self {
            FailOn::Gap => "gap",
            FailOn::NotMet => "not_met",
            FailOn::Overdue => "overdue",
            FailOn::Overclaim => "overclaim",
            FailOn::Warning => "warning",
            FailOn::Discrepancy => "discrepancy",
            FailOn::Never => "never",
        }
    }

    /// Whether a check has what this fails on.
    fn is_in(self, check: &Check<'_>) -> bool {
        let mut requirements = check.evaluation.requirements();
        match self {
            FailOn::Gap => requirements.any(|verdict| verdict.gap.is_some()),
            FailOn::NotMet => requirements.any(|verdict| verdict.gap == Some(Gap::NotMet)),
            FailOn::Overdue => check.addressed().any(|verdict| verdict.is_overdue()),
            FailOn::Overclaim => {
                let over = |check: ClaimCheck| check == ClaimCheck::Overclaimed;
                requirements.any(|verdict| over(verdict.claim.check))
                    || check.addressed().any(|verdict| over(verdict.claim.check))
            }
            FailOn::Warning => !check.warnings.is_empty() || warnings::ignores_guidance(check),
            FailOn::Discrepancy => !check.evaluation.discrepancies.is_empty(),
            FailOn::Never => false,
        }
    }
}

/// The gate of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gate {
    /// Whether it is passed.
    pub passed: bool,
    /// What it fails on.
    pub fail_on: Vec<FailOn>,
    /// Which of that was found.
    pub failed_on: Vec<FailOn>,
}

impl Gate {
    pub(super) fn of(report: &Report<'_>) -> Gate {
        let found = |fail_on: &FailOn| report.checks.iter().any(|check| fail_on.is_in(check));
        let failed_on: Vec<FailOn> = report.fail_on.iter().copied().filter(found).collect();
        let everything_read = report.errors.is_empty() && !report.checks.is_empty();
        // An assessment to which nothing is addressed was not checked, so it has not passed anything.
        // The same holds of one that states nothing.
        let says_something = |check: &Check<'_>| {
            let known = |statement: &Statement| matches!(statement.kind, StatementKind::Known(_));
            check.assessment.facts.entries().any(|(_, entry)| entry.statements.iter().any(known))
        };
        let is_checked = |check: &Check<'_>| check.addressed().next().is_some() && says_something(check);
        let everything_checked = report.checks.iter().all(is_checked);
        Gate {
            passed: failed_on.is_empty() && everything_read && everything_checked,
            fail_on: report.fail_on.clone(),
            failed_on,
        }
    }

    /// Why it is passed or not: `: fails on gap`.
    pub fn in_words(&self) -> String {
        let names =
            |list: &[FailOn]| list.iter().map(|fail_on| fail_on.name()).collect::<Vec<_>>().join(", ");
        match (self.passed, self.failed_on.is_empty()) {
            (true, _) => format!(" (fails on {})", names(&self.fail_on)),
            (false, false) => format!(": {}", names(&self.failed_on)),
            (false, true) => ": not everything could be checked".to_owned(),
        }
    }
}
