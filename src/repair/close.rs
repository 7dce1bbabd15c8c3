//! The sets of changes that close one gap: found, cut down to what is needed, supported, and judged again.

use super::comparisons::against;
use super::goal::Goal;
use super::reach::Search;
use super::state::State;
use super::{Alternative, Change, GapPlan, How, Obstacle, ValueChange, support};
use crate::assessment::Assessment;
use crate::evaluate::compute::MeasuredFrom;
use crate::evaluate::outcome::Question;
use crate::evaluate::reads::reads;
use crate::evaluate::revision::{Changes, Revision, Variable};
use crate::evaluate::verdict::{Evaluation, Gap, RequirementVerdict};
use crate::pack::rule::{Fact, Requirement};
use crate::pack::{Id, Partial, Truth, Undefined};
use crate::vocabulary::{Assurance, Level, Outcome};

/// A gap to be closed.
pub(super) struct Closing<'a> {
    pub(super) assessment: &'a Assessment,
    pub(super) evaluation: &'a Evaluation,
    pub(super) question: Question,
    pub(super) verdict: &'a RequirementVerdict,
}

/// How many sets are tried before the ones to propose are chosen.
const TRIED: usize = 24;

impl<'a> Closing<'a> {
    /// Up to three sets of changes, smallest first. At least one of them answers what is asked, where there is any that
    /// does.
    pub(super) fn alternatives(&self, revision: &mut Revision<'a>) -> Vec<Alternative> {
        let requirement = &revision.pack().requirements[self.verdict.requirement];
        revision.due = revision.pack().recommendations[requirement.recommendation].due.map(|(date, _)| date);
        let mut states = self.states(revision, requirement);
        states.sort_by_key(|state| (state.changes.len(), state.evaded));

        let mut found: Vec<Alternative> = self.renewal(revision).into_iter().collect();
        for state in states.iter().take(TRIED) {
            let is_enough = found.len() >= GapPlan::ALTERNATIVES;
            let is_answered = state.evaded > 0 || found.iter().any(|known| !known.evades);
            if (is_enough && is_answered) || found.iter().any(|known| known.makes_needless(state)) {
                continue;
            }
            let alternative = self.alternative(revision, state);
            found.extend(alternative);
        }
        found.sort_by_key(|alternative| {
            (alternative.changes.len(), alternative.evades, alternative.improvements())
        });
        let chosen = choose(found);
        self.with_consequences(revision, chosen)
    }

    /// Sets of changes after which all obligations hold, or it is known not to apply.
    fn states(&self, revision: &mut Revision<'a>, requirement: &'a Requirement) -> Vec<State> {
        let conditions = requirement.clauses.iter().map(|clause| &clause.condition);
        let mut search = Search::new(revision, conditions.chain(&requirement.applies_when));
        let mut states = search.all_of(&musts(requirement), &State::default());
        // That it does not apply can only be said where nothing says that it does.
        let may_not_apply = self.verdict.applies == Truth::Unknown;
        if let Some(condition) = requirement.applies_when.as_ref().filter(|_| may_not_apply) {
            let evading = State { evaded: 1, ..State::default() };
            states.extend(search.reach(&Goal::fails(condition), &evading));
        }
        states
    }

    /// A set of changes with the support that it needs, where it closes the gap and nothing in it can be left out.
    fn alternative(&self, revision: &mut Revision<'a>, state: &State) -> Option<Alternative> {
        let needed = self.is_minimal(revision, &state.changes);
        revision.apply(&state.changes);
        if !needed {
            return None;
        }
        let bare = revision.judge(self.assessment, self.question, self.verdict.requirement);
        let (lines, verdict) = if bare.gap == Some(Gap::NotEvidenced) {
            let (supported, lines) =
                support::evidence(self.assessment, self.question, revision.pack(), &bare);
            (lines, revision.judge(&supported, self.question, self.verdict.requirement))
        } else {
            (Vec::new(), bare)
        };
        if verdict.gap.is_some() {
            return None;
        }
        let changes = state
            .changes
            .iter()
            .filter_map(|(variable, to)| self.value_change(revision, state, *variable, to));
        let changes: Vec<Change> = changes
            .map(|change| Change::Value(Box::new(change)))
            .chain(lines.into_iter().map(Change::Evidence))
            .collect();
        (!changes.is_empty()).then_some(Alternative {
            changes,
            outcome: verdict.outcome,
            assurance: verdict.assurance,
            evades: state.evaded > 0,
            also_closes: Vec::new(),
            opens: Vec::new(),
        })
    }

    /// Whether no change can be left out.
    fn is_minimal(&self, revision: &mut Revision<'a>, changes: &Changes) -> bool {
        changes.keys().all(|left_out| {
            let mut fewer = changes.clone();
            fewer.remove(left_out);
            revision.apply(&fewer);
            !self.is_closed(revision)
        })
    }

    /// Whether all obligations hold, or it is known not to apply.
    fn is_closed(&self, revision: &Revision<'a>) -> bool {
        let requirement = &revision.pack().requirements[self.verdict.requirement];
        let condition = requirement.applies_when.as_ref();
        musts(requirement).iter().all(|goal| goal.is_reached(revision))
            || condition.is_some_and(|condition| Goal::fails(condition).is_reached(revision))
    }

    fn value_change(
        &self,
        revision: &Revision<'a>,
        state: &State,
        variable: Variable,
        to: &Partial,
    ) -> Option<ValueChange> {
        let from = revision.original(variable)?.into_owned();
        let fits = match variable {
            Variable::Fact(fact) if self.assessment.facts[fact].contradictory => false,
            Variable::Fact(fact) if self.is_silent(fact) => true,
            Variable::Fact(fact) if self.is_not_at_hand(fact) => false,
            // Records without a row to measure contradict every statement.
            _ if from.undefined == Some(Undefined::NoRows) => false,
            _ => from.intersect(to).is_some(),
        };
        let requirement = &revision.pack().requirements[self.verdict.requirement];
        Some(ValueChange {
            variable,
            how: if fits { How::State } else { How::Improve },
            from,
            to: to.clone(),
            against: against(revision, requirement, variable, &state.changes),
        })
    }

    /// Whether neither the body nor its records say anything of a fact.
    fn is_silent(&self, fact: Id<Fact>) -> bool {
        !self.assessment.facts[fact].is_evaluated() && self.evaluation.values.measures[fact].is_none()
    }

    /// Whether nothing is known of a fact, whatever is stated, because its records are not at hand.
    fn is_not_at_hand(&self, fact: Id<Fact>) -> bool {
        let measure = self.evaluation.values.measures[fact].as_ref();
        measure.is_some_and(|measure| matches!(measure.from, MeasuredFrom::Nothing(_)))
    }

    /// A later review of a departure that has lapsed.
    fn renewal(&self, revision: &mut Revision<'a>) -> Option<Alternative> {
        let departure = self.verdict.departure.filter(|departure| departure.lapsed)?.departure;
        let renewed = support::renewed(self.assessment, self.question, departure)?;
        revision.apply(&Changes::new());
        let verdict = revision.judge(&renewed, self.question, self.verdict.requirement);
        verdict.gap.is_none().then_some(Alternative {
            changes: vec![Change::Renewal(departure)],
            outcome: verdict.outcome,
            assurance: verdict.assurance,
            evades: true,
            also_closes: Vec::new(),
            opens: Vec::new(),
        })
    }

    /// What each set does to other requirements.
    fn with_consequences(&self, revision: &mut Revision<'a>, chosen: Vec<Alternative>) -> Vec<Alternative> {
        let own_due = revision.due;
        let mut judged = Vec::new();
        for mut alternative in chosen {
            let values = alternative.changes.iter().filter_map(|change| match change {
                Change::Value(change) => Some((change.variable, change.to.clone())),
                Change::Evidence(_) | Change::Renewal(_) => None,
            });
            revision.apply(&values.collect());
            for verdict in self.evaluation.requirements() {
                if verdict.requirement == self.verdict.requirement || alternative.changes.is_empty() {
                    continue;
                }
                let requirement = &revision.pack().requirements[verdict.requirement];
                revision.due =
                    revision.pack().recommendations[requirement.recommendation].due.map(|(date, _)| date);
                match (verdict.outcome, obligations(revision, requirement)) {
                    (Outcome::NotMet | Outcome::NotShown, Truth::Yes) => {
                        alternative.also_closes.push(verdict.requirement);
                    }
                    // Where it is not known whether it applies, an obligation may fail already.
                    (Outcome::NotShown, Truth::No) if !verdict.fails(requirement) => {
                        alternative.opens.push(verdict.requirement);
                    }
                    (Outcome::NotApplicable, Truth::No) if applies(revision, requirement) => {
                        alternative.opens.push(verdict.requirement);
                    }
                    (Outcome::Met, Truth::No) => alternative.opens.push(verdict.requirement),
                    _ => {}
                }
            }
            revision.due = own_due;
            judged.push(alternative);
        }
        revision.apply(&Changes::new());
        judged
    }

    /// Why nothing closes the gap.
    pub(super) fn obstacles(&self, revision: &Revision<'a>) -> Vec<Obstacle> {
        let pack = revision.pack();
        let requirement = &pack.requirements[self.verdict.requirement];
        let asked = self.question.assurance;
        if asked == Assurance::Measured {
            return vec![Obstacle::NotMeasured];
        }
        if asked == Assurance::Evidenced && requirement.evidence.is_empty() {
            return vec![Obstacle::NoEvidenceLine];
        }
        let conditions = requirement.clauses.iter().filter(|clause| clause.level == Level::Must);
        let conditions = conditions.map(|clause| &clause.condition).chain(&requirement.applies_when);
        let mut tables: Vec<_> = conditions
            .flat_map(|condition| reads(pack, condition, |_| false).tables)
            .filter(|table| !revision.records().rows(*table).complete)
            .collect();
        tables.sort();
        tables.dedup();
        if tables.is_empty() {
            return vec![Obstacle::NotFound];
        }
        tables.into_iter().map(Obstacle::Records).collect()
    }
}

impl Alternative {
    /// How many things have to become otherwise.
    fn improvements(&self) -> usize {
        let improves =
            |change: &&Change| matches!(change, Change::Value(change) if change.how == How::Improve);
        self.changes.iter().filter(improves).count()
    }

    /// Whether another set changes the same things, only to other values, or more than these; unless it answers what
    /// this one evades.
    fn makes_needless(&self, other: &State) -> bool {
        let is_changed = |change: &Change| match change {
            Change::Value(change) => other.changes.contains_key(&change.variable),
            Change::Evidence(_) => true,
            // A departure stands beside whatever would make it needless.
            Change::Renewal(_) => false,
        };
        (other.evaded > 0 || !self.evades) && self.changes.iter().all(is_changed)
    }
}

/// What the obligations of a requirement say together; yes where it is known not to apply.
fn obligations<'a>(revision: &Revision<'a>, requirement: &'a Requirement) -> Truth {
    let fails = |goal: &Goal<'a>| Goal { yes: false, ..*goal }.is_reached(revision);
    let musts = musts(requirement);
    let applies_not = requirement
        .applies_when
        .as_ref()
        .is_some_and(|condition| Goal::fails(condition).is_reached(revision));
    if applies_not || musts.iter().all(|goal| goal.is_reached(revision)) {
        Truth::Yes
    } else if musts.iter().any(fails) {
        Truth::No
    } else {
        Truth::Unknown
    }
}

/// Whether a requirement is known to apply.
fn applies<'a>(revision: &Revision<'a>, requirement: &'a Requirement) -> bool {
    let condition = requirement.applies_when.as_ref();
    condition.is_none_or(|condition| Goal::holds(condition).is_reached(revision))
}

/// The goals that every obligation holds.
fn musts(requirement: &Requirement) -> Vec<Goal<'_>> {
    let musts = requirement.clauses.iter().filter(|clause| clause.level == Level::Must);
    musts.map(|clause| Goal::holds(&clause.condition)).collect()
}

/// The smallest sets, the last one replaced where none of them answers what is asked and another does.
fn choose(found: Vec<Alternative>) -> Vec<Alternative> {
    let (mut chosen, mut others) = (Vec::new(), Vec::new());
    for alternative in found {
        if chosen.len() < GapPlan::ALTERNATIVES { chosen.push(alternative) } else { others.push(alternative) }
    }
    if chosen.iter().all(|alternative| alternative.evades)
        && let Some(answering) = others.into_iter().find(|alternative| !alternative.evades)
    {
        chosen.pop();
        chosen.push(answering);
    }
    chosen
}
