//! Whether a run passes: what it is to fail on, and what of that it found.

use super::{Check, Report, records, warnings};
use crate::assessment::FactEntry;
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

    /// What fails the gate where nothing else is said.
    pub const DEFAULT: FailOn = FailOn::Gap;

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
    /// Why something was not checked at all, where that is so.
    pub unchecked: Option<Unchecked>,
}

/// Why an assessment was not checked: it has not passed anything then.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Unchecked {
    /// Some input could not be read.
    Unreadable,
    /// No recommendation is addressed to the body.
    NothingAddressed,
    /// It states nothing, and gives no records.
    NothingStated,
}

impl Unchecked {
    /// Why nothing of an assessment was checked, where that is so.
    pub(super) fn of(check: &Check<'_>) -> Option<Unchecked> {
        let is_stated = check.assessment.facts.iter().any(FactEntry::is_evaluated);
        let has_records = records::given(check).any(|(_, rows)| rows.count() > 0);
        if check.addressed().next().is_none() {
            Some(Unchecked::NothingAddressed)
        } else {
            (!is_stated && !has_records).then_some(Unchecked::NothingStated)
        }
    }

    /// The word of results.
    pub fn name(self) -> &'static str {
        match self {
            Unchecked::Unreadable => "unreadable",
            Unchecked::NothingAddressed => "nothing_addressed",
            Unchecked::NothingStated => "nothing_stated",
        }
    }

    /// The same in words.
    pub fn in_words(self) -> &'static str {
        match self {
            Unchecked::Unreadable => "some input could not be read",
            Unchecked::NothingAddressed => "nothing is addressed to the body",
            Unchecked::NothingStated => "nothing is stated, and no records are given",
        }
    }
}

impl Gate {
    pub(super) fn of(report: &Report<'_>) -> Gate {
        let found = |fail_on: &FailOn| report.checks.iter().any(|check| fail_on.is_in(check));
        let failed_on: Vec<FailOn> = report.fail_on.iter().copied().filter(found).collect();
        let is_unreadable = !report.errors.is_empty() || report.checks.is_empty();
        let unreadable = is_unreadable.then_some(Unchecked::Unreadable);
        let unchecked = unreadable.or_else(|| report.checks.iter().find_map(Unchecked::of));
        Gate {
            passed: failed_on.is_empty() && unchecked.is_none(),
            fail_on: report.fail_on.clone(),
            failed_on,
            unchecked,
        }
    }

    /// Why it is passed or not: `: fails on gap`.
    pub fn in_words(&self) -> String {
        let names =
            |list: &[FailOn]| list.iter().map(|fail_on| fail_on.name()).collect::<Vec<_>>().join(", ");
        match self.unchecked {
            _ if !self.failed_on.is_empty() => format!(": {}", names(&self.failed_on)),
            Some(unchecked) => format!(": {}", unchecked.in_words()),
            None => format!(" (fails on {})", names(&self.fail_on)),
        }
    }
}
