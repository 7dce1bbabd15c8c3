//! What came out, counted.

use super::{Check, outcome_in_words};
use crate::evaluate::verdict::{ClaimCheck, RecommendationVerdict, RequirementVerdict};
use crate::vocabulary::{Assurance, Outcome};

/// How many requirements had which outcome.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Counts {
    /// Met, with whatever assurance.
    pub met: usize,
    /// Met, by assurance from the weakest to the strongest.
    pub met_by: [usize; 3],
    /// Not met.
    pub not_met: usize,
    /// Not shown.
    pub not_shown: usize,
    /// Departed from, validly.
    pub departure: usize,
    /// Not applicable.
    pub not_applicable: usize,
    /// With a gap, whatever the outcome.
    pub gaps: usize,
}

impl Counts {
    /// Counts verdicts on requirements.
    pub fn of<'v>(verdicts: impl IntoIterator<Item = &'v RequirementVerdict>) -> Counts {
        let mut counts = Counts::default();
        for verdict in verdicts {
            let of_outcome = match verdict.outcome {
                Outcome::Met => &mut counts.met,
                Outcome::NotMet => &mut counts.not_met,
                Outcome::NotShown => &mut counts.not_shown,
                Outcome::Departure => &mut counts.departure,
                Outcome::NotApplicable => &mut counts.not_applicable,
            };
            *of_outcome = of_outcome.saturating_add(1);
            let met_by = counts.met_by.iter_mut().zip(Assurance::ALL);
            for (count, _) in met_by.filter(|(_, assurance)| *assurance == verdict.assurance) {
                *count = count.saturating_add(usize::from(verdict.outcome == Outcome::Met));
            }
            counts.gaps = counts.gaps.saturating_add(usize::from(verdict.gap.is_some()));
        }
        counts
    }

    /// All requirements.
    pub fn total(&self) -> usize {
        [self.met, self.not_met, self.not_shown, self.departure, self.not_applicable].iter().sum()
    }
}

/// One assessment in a few lines.
pub struct Summary {
    /// Requirements by outcome.
    pub requirements: Counts,
    /// How many recommendations are addressed to the body.
    pub addressed: usize,
    /// The ids of recommendations with a gap.
    pub with_gap: Vec<String>,
    /// The ids of recommendations with a gap past the deadline.
    pub overdue: Vec<String>,
    /// The ids of recommendations that claim more than came out, and of such requirements of other recommendations.
    pub overclaimed: Vec<String>,
    /// The ids of recommendations that claim less than came out.
    pub underclaimed: Vec<String>,
    /// How many facts contradict themselves.
    pub discrepancies: usize,
}

/// The id of a recommendation that claims more than came out, or those of its requirements that do.
fn overclaimed(check: &Check<'_>, verdict: &RecommendationVerdict) -> Vec<String> {
    if verdict.claim.check == ClaimCheck::Overclaimed {
        return vec![check.recommendation(verdict).number.to_string()];
    }
    let requirements = verdict.requirements.iter();
    let over = requirements.filter(|verdict| verdict.claim.check == ClaimCheck::Overclaimed);
    over.map(|verdict| check.requirement(verdict).number.to_string()).collect()
}

impl Summary {
    /// Sums a check up.
    pub fn of(check: &Check<'_>) -> Summary {
        let ids = |test: &dyn Fn(&RecommendationVerdict) -> bool| -> Vec<String> {
            let of_interest = check.addressed().filter(|verdict| test(verdict));
            of_interest.map(|verdict| check.recommendation(verdict).number.to_string()).collect()
        };
        Summary {
            requirements: Counts::of(check.evaluation.requirements()),
            addressed: check.addressed().count(),
            with_gap: ids(&|verdict| verdict.has_gap),
            overdue: ids(&RecommendationVerdict::is_overdue),
            overclaimed: check.addressed().flat_map(|verdict| overclaimed(check, verdict)).collect(),
            underclaimed: ids(&|verdict| verdict.claim.check == ClaimCheck::Underclaimed),
            discrepancies: check.evaluation.discrepancies.len(),
        }
    }

    /// The summary as lines of a name and what there is of it.
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let c = &self.requirements;
        let met = c.met_by.iter().zip(Assurance::ALL);
        let met = met.map(|(count, assurance)| (*count, outcome_in_words(Outcome::Met, Some(assurance))));
        let others = [
            (c.not_met, Outcome::NotMet),
            (c.not_shown, Outcome::NotShown),
            (c.departure, Outcome::Departure),
            (c.not_applicable, Outcome::NotApplicable),
        ];
        let others = others.map(|(count, outcome)| (count, outcome_in_words(outcome, None)));
        let counted = met.chain(others).filter(|(count, _)| *count > 0);
        let counted: Vec<String> = counted.map(|(count, outcome)| format!("{count} {outcome}")).collect();
        let counted = if counted.is_empty() { "none".to_owned() } else { counted.join(", ") };
        let mut lines = vec![("requirements", format!("{}: {counted}", c.total()))];
        let with_gap = self.with_gap.len();
        lines.push(("gaps", format!("{} in {with_gap} of {} recommendations", c.gaps, self.addressed)));
        for (name, ids) in [
            ("overdue", &self.overdue),
            ("overclaimed", &self.overclaimed),
            ("underclaimed", &self.underclaimed),
        ] {
            if !ids.is_empty() {
                lines.push((name, ids.join(", ")));
            }
        }
        if self.discrepancies > 0 {
            lines.push(("discrepancies", self.discrepancies.to_string()));
        }
        lines
    }
}
