//! Whether a run passes: what it is to fail on, and what of that it found.

use std::collections::BTreeMap;

use super::{Check, Report, outcome_in_words, records, warnings};
use crate::assessment::FactEntry;
use crate::evaluate::verdict::{ClaimCheck, ClaimVerdict, Gap, RecommendationVerdict, RequirementVerdict};
use crate::pack::rule::RequirementNumber;
use crate::results::compare::{Change, Comparison, Direction};

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

    /// Whether a check has what this fails on, in a requirement that weighs enough.
    fn is_in(self, check: &Check<'_>, weights: &Weights) -> bool {
        let mut requirements = check.evaluation.requirements();
        let counts = |verdict: &RequirementVerdict| weights.of_verdict(check, verdict) == Weight::Error;
        match self {
            FailOn::Gap => requirements.any(|verdict| verdict.gap.is_some() && counts(verdict)),
            FailOn::NotMet => requirements.any(|verdict| verdict.gap == Some(Gap::NotMet) && counts(verdict)),
            FailOn::Overdue => check.addressed().any(|verdict| {
                let mut requirements = verdict.requirements.iter();
                verdict.is_overdue() && requirements.any(|verdict| verdict.gap.is_some() && counts(verdict))
            }),
            FailOn::Overclaim => !overclaims(check, weights).is_empty(),
            FailOn::Warning => {
                !check.warnings.is_empty()
                    || warnings::ignores_guidance(check, |verdict| {
                        weights.of_verdict(check, verdict) != Weight::Ignore
                    })
                    || requirements.any(|verdict| {
                        verdict.gap.is_some() && weights.of_verdict(check, verdict) == Weight::Warning
                    })
            }
            FailOn::Discrepancy => !check.evaluation.discrepancies.is_empty(),
            FailOn::Never => false,
        }
    }

    /// Whether an earlier result says what of this is new.
    fn is_compared(self) -> bool {
        matches!(self, FailOn::Gap | FailOn::NotMet | FailOn::Overdue | FailOn::Overclaim)
    }
}

/// A claim that says more than what came out, and counts.
pub(super) struct Overclaim {
    /// Of which recommendation or requirement.
    pub id: String,
    /// The claim's place in the assessment.
    pub claim: Option<usize>,
    /// What came out.
    pub outcome: String,
}

/// Every claim that counts and says more than what came out. A requirement is not told beside its recommendation where
/// both have the same claim.
pub(super) fn overclaims(check: &Check<'_>, weights: &Weights) -> Vec<Overclaim> {
    let over = |claim: ClaimVerdict| claim.check == ClaimCheck::Overclaimed;
    let counts = |verdict: &RequirementVerdict| weights.of_verdict(check, verdict) == Weight::Error;
    let mut overclaims = Vec::new();
    for verdict in check.addressed() {
        let whole = over(verdict.claim) && resting_on(verdict).into_iter().any(counts);
        if let (true, Some(outcome)) = (whole, verdict.outcome) {
            let id = check.recommendation(verdict).number.to_string();
            let outcome = outcome_in_words(outcome, verdict.assurance);
            overclaims.push(Overclaim { id, claim: verdict.claim.claim, outcome });
        }
        let requirements = verdict.requirements.iter().filter(|one| over(one.claim) && counts(one));
        for one in requirements.filter(|one| !whole || one.claim.claim != verdict.claim.claim) {
            let id = check.requirement(one).number.to_string();
            let outcome = outcome_in_words(one.outcome, Some(one.assurance));
            overclaims.push(Overclaim { id, claim: one.claim.claim, outcome });
        }
    }
    overclaims
}

/// The requirements that a claim about a recommendation rests on: those with a gap, or all where none has.
fn resting_on(verdict: &RecommendationVerdict) -> Vec<&RequirementVerdict> {
    let with_gap: Vec<_> = verdict.requirements.iter().filter(|verdict| verdict.gap.is_some()).collect();
    if with_gap.is_empty() { verdict.requirements.iter().collect() } else { with_gap }
}

/// What a gap of a requirement means to the gate. Whatever it is, the gap is printed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub enum Weight {
    /// It counts.
    #[default]
    Error,
    /// It counts as a warning: only where the gate fails on warnings.
    Warning,
    /// It does not count.
    Ignore,
}

impl Weight {
    /// Every weight, the heaviest first.
    pub const ALL: [Weight; 3] = [Weight::Error, Weight::Warning, Weight::Ignore];

    /// The word of `tipstaff.toml` and of results.
    pub fn name(self) -> &'static str {
        match self {
            Weight::Error => "error",
            Weight::Warning => "warning",
            Weight::Ignore => "ignore",
        }
    }
}

/// The weights of requirements; those that are not named count.
#[derive(Clone, Default, Debug)]
pub struct Weights(pub BTreeMap<RequirementNumber, Weight>);

impl Weights {
    /// The weight of a requirement.
    pub fn of(&self, number: RequirementNumber) -> Weight {
        self.0.get(&number).copied().unwrap_or_default()
    }

    pub(super) fn of_verdict(&self, check: &Check<'_>, verdict: &RequirementVerdict) -> Weight {
        self.of(check.requirement(verdict).number)
    }

    /// The heaviest of the requirements that a change rests on; what rests on none counts.
    pub(super) fn of_change(&self, change: &Change) -> Weight {
        change.requirements.iter().map(|number| self.of(*number)).min().unwrap_or_default()
    }
}

/// An earlier result that this one is held against.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// The file that it was read from.
    pub file: String,
    /// What is different now.
    pub comparison: Comparison,
}

/// What of a run was decided by a file with settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The file.
    pub file: String,
    /// The keys that decided something.
    pub decide: Vec<&'static str>,
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
    /// How many changes for the worse since the baseline fail it; nothing where there is no baseline.
    pub worse: Option<usize>,
    /// How many changes for the worse do not count.
    pub spared: usize,
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
    /// The gate of a whole run.
    pub(super) fn of(report: &Report<'_>) -> Gate {
        let is_unreadable = !report.errors.is_empty() || report.checks.is_empty();
        let unreadable = is_unreadable.then_some(Unchecked::Unreadable);
        let checks: Vec<&Check<'_>> = report.checks.iter().collect();
        Gate::of_checks(report, &checks, unreadable, |_| true)
    }

    /// The gate as it would be with one assessment alone.
    pub(super) fn of_one(report: &Report<'_>, check: &Check<'_>) -> Gate {
        Gate::of_checks(report, &[check], None, |change| is_of(change, check))
    }

    fn of_checks(
        report: &Report<'_>,
        checks: &[&Check<'_>],
        unreadable: Option<Unchecked>,
        concerns: impl Fn(&Change) -> bool,
    ) -> Gate {
        let found = |fail_on: &FailOn| {
            report.asks_for(*fail_on) && checks.iter().any(|check| fail_on.is_in(check, &report.weights))
        };
        let failed_on: Vec<FailOn> = report.fail_on.iter().copied().filter(found).collect();
        let unchecked = unreadable.or_else(|| checks.iter().find_map(|check| Unchecked::of(check)));
        let worse = report.baseline.as_ref().map(|baseline| {
            let changes = baseline.comparison.changes.iter();
            changes.filter(|change| concerns(change) && report.fails_on(change)).count()
        });
        let all_worse = report.baseline.iter().flat_map(|baseline| baseline.comparison.of(Direction::Worse));
        Gate {
            spared: all_worse.filter(|change| concerns(change) && !report.fails_on(change)).count(),
            passed: failed_on.is_empty() && unchecked.is_none() && worse.unwrap_or(0) == 0,
            fail_on: report.fail_on.clone(),
            failed_on,
            worse,
            unchecked,
        }
    }

    /// Why it is passed or not: `: fails on gap`.
    pub fn in_words(&self) -> String {
        let names =
            |list: &[FailOn]| list.iter().map(|fail_on| fail_on.name()).collect::<Vec<_>>().join(", ");
        let worse = self.worse.filter(|worse| *worse > 0);
        let worse = worse.map(|worse| format!("{worse} worse than the baseline"));
        let failed = (!self.failed_on.is_empty()).then(|| names(&self.failed_on));
        let failed: Vec<String> = worse.into_iter().chain(failed).collect();
        match self.unchecked {
            _ if !failed.is_empty() => format!(": {}", failed.join(", ")),
            Some(unchecked) => format!(": {}", unchecked.in_words()),
            None if self.worse.is_some() => {
                let rest: Vec<FailOn> =
                    self.fail_on.iter().copied().filter(|fail_on| !fail_on.is_compared()).collect();
                let nothing = if self.spared > 0 { "nothing that counts" } else { "nothing" };
                if self.fail_on == [FailOn::Never] {
                    " (fails on never)".to_owned()
                } else if rest.is_empty() {
                    format!(" ({nothing} is worse than the baseline)")
                } else {
                    format!(" ({nothing} is worse than the baseline; fails on {} as well)", names(&rest))
                }
            }
            None => format!(" (fails on {})", names(&self.fail_on)),
        }
    }
}

/// Whether a change is one of this assessment.
pub(super) fn is_of(change: &Change, check: &Check<'_>) -> bool {
    change.subject.body == check.assessment.body
        && change.subject.kind == check.assessment.kind
        && change.subject.pack == check.pack.manifest.id
}

impl Report<'_> {
    /// Whether the gate fails on this wherever it is found: it is asked for, and no earlier result says what is new.
    pub(super) fn asks_for(&self, fail_on: FailOn) -> bool {
        self.fail_on.contains(&fail_on) && !(self.baseline.is_some() && fail_on.is_compared())
    }

    /// Whether a change is for the worse and fails the gate.
    pub(super) fn fails_on(&self, change: &Change) -> bool {
        let fails_on = |wanted: FailOn| self.fail_on.contains(&wanted);
        match self.weights.of_change(change) {
            _ if change.kind.direction() != Direction::Worse => false,
            Weight::Error => self.fail_on != [FailOn::Never],
            Weight::Warning => fails_on(FailOn::Warning),
            Weight::Ignore => false,
        }
    }

    /// Requirements that do not count as others do, with how many assessments have a gap there: a line a weight.
    pub(super) fn weights_in_words(&self) -> Vec<(&'static str, String)> {
        let gaps = |number: RequirementNumber| {
            let has_gap = |check: &&Check<'_>| {
                let mut verdicts = check.evaluation.requirements();
                verdicts.any(|verdict| verdict.gap.is_some() && check.requirement(verdict).number == number)
            };
            match (self.checks.iter().filter(has_gap).count(), self.checks.len()) {
                (0, _) => format!("{number} (no gap)"),
                (_, 1) => format!("{number} (a gap)"),
                (gaps, all) => format!("{number} (a gap in {gaps} of {all})"),
            }
        };
        let line = |weight: Weight, name: &'static str| {
            let of_weight = self.weights.0.iter().filter(|(_, found)| **found == weight);
            let told: Vec<String> = of_weight.map(|(number, _)| gaps(*number)).collect();
            (!told.is_empty()).then(|| (name, told.join(", ")))
        };
        [line(Weight::Warning, "only warned of"), line(Weight::Ignore, "ignored")]
            .into_iter()
            .flatten()
            .collect()
    }

    /// What was decided by a file with settings, and what it left out of the gate: lines of a name and what there is.
    pub(super) fn settings_in_words(&self) -> Vec<(&'static str, String)> {
        let settings = self.settings.iter().filter(|settings| !settings.decide.is_empty());
        let settings = settings.map(|settings| {
            let keys: Vec<String> = settings.decide.iter().map(|key| format!("`{key}`")).collect();
            ("settings", format!("{} decides {}", settings.file, keys.join(", ")))
        });
        self.weights_in_words().into_iter().chain(settings).collect()
    }
}
