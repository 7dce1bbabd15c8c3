//! What the outcomes of requirements mean for each other. No outcome is changed by it.

use petgraph::Direction;

use super::Graph;
use super::pressure::{self, Pressure};
use super::walk::is_support;
use crate::pack::rule::{Node, Requirement, Tie};
use crate::pack::{Id, Slots};
use crate::vocabulary::{Assurance, Outcome};

/// What came out for a requirement or a recommendation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Answer {
    /// The outcome.
    pub outcome: Outcome,
    /// How well it is supported.
    pub assurance: Assurance,
    /// Whether there is a gap.
    pub has_gap: bool,
}

impl Answer {
    /// Whether it is met.
    pub fn is_met(self) -> bool {
        self.outcome == Outcome::Met
    }

    /// Whether it is not met, or not shown to be. A departure in force and what does not apply are neither.
    pub fn is_open(self) -> bool {
        matches!(self.outcome, Outcome::NotMet | Outcome::NotShown)
    }

    /// What came out of two together: the outcome that a recommendation takes of its requirements, and of what is met
    /// the weaker support.
    pub fn with(self, other: Answer) -> Answer {
        let assurance = match (self.is_met(), other.is_met()) {
            (true, false) => self.assurance,
            (false, true) => other.assurance,
            _ => self.assurance.min(other.assurance),
        };
        Answer { outcome: self.outcome.min(other.outcome), assurance, has_gap: self.has_gap || other.has_gap }
    }
}

/// What came out for each requirement; nothing where no body that it is addressed to was assessed.
pub type Answers = Slots<Requirement, Option<Answer>>;

/// A met requirement that rests on one that is not.
#[derive(Clone, Copy, Debug)]
pub struct AtRisk<'a> {
    /// The met requirement.
    pub requirement: Id<Requirement>,
    /// The nearest requirement below it that is not met, or not shown to be.
    pub rests_on: Id<Requirement>,
    /// The first tie on the way there.
    pub by: &'a Tie,
    /// How many ties the way has.
    pub ties: usize,
}

/// A gap on which others rest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RestedOn {
    /// The requirement with the gap.
    pub requirement: Id<Requirement>,
    /// How many requirements stand or fall with it.
    pub dependants: usize,
}

/// What the outcomes mean for each other.
#[derive(Debug)]
pub struct Consequences<'a> {
    /// Met requirements that rest on one that is not, in the order of the pack.
    pub at_risk: Vec<AtRisk<'a>>,
    /// Gaps on which others rest, those with most of them first.
    pub rested_on: Vec<RestedOn>,
    /// What presses from one area on another, in the order of the pack.
    pub pressures: Vec<Pressure<'a>>,
    /// Requirements of which nothing is known, as their bodies were not assessed, and on which met ones rest.
    pub not_assessed: Vec<Id<Requirement>>,
}

impl<'a> Graph<'a> {
    /// What came out for an end of a tie: for a recommendation, of all its requirements together.
    pub fn answer(&self, node: Node, answers: &Answers) -> Option<Answer> {
        match node {
            Node::Requirement(id) => answers[id],
            Node::Recommendation(id) => {
                let parts = self.pack.requirements_of(id).map(|(id, _)| answers[id]);
                parts.reduce(|one, other| Some(one?.with(other?))).flatten()
            }
        }
    }

    /// What these outcomes mean for each other.
    pub fn consequences(&self, answers: &Answers) -> Consequences<'a> {
        Consequences {
            at_risk: self.at_risk(answers),
            rested_on: self.rested_on(answers),
            pressures: pressure::of(self, answers),
            not_assessed: self.not_assessed(answers),
        }
    }

    fn at_risk(&self, answers: &Answers) -> Vec<AtRisk<'a>> {
        let open = answers.entries().filter(|(_, answer)| answer.is_some_and(Answer::is_open));
        let open = open.map(|(requirement, _)| self.requirements[requirement]);
        let ways = self.ways(open, Direction::Outgoing, usize::MAX, is_support);
        let met = answers.entries().filter(|(_, answer)| answer.is_some_and(Answer::is_met));
        let at_risk = met.filter_map(|(requirement, _)| {
            let stop = self.requirements[requirement];
            let rests_on = self.requirement_at(ways.start(stop)?)?;
            Some(AtRisk { requirement, rests_on, by: ways.last_tie(stop)?, ties: ways.distance(stop)? })
        });
        at_risk.collect()
    }

    fn rested_on(&self, answers: &Answers) -> Vec<RestedOn> {
        let dependants = self.dependants();
        let gaps = answers.entries().filter(|(_, answer)| answer.is_some_and(|answer| answer.has_gap));
        let rested_on =
            gaps.map(|(requirement, _)| RestedOn { requirement, dependants: dependants[requirement] });
        let mut rested_on: Vec<RestedOn> = rested_on.filter(|gap| gap.dependants > 0).collect();
        // Gaps with equally many stay in the order of the pack.
        rested_on.sort_by_key(|gap| std::cmp::Reverse(gap.dependants));
        rested_on
    }

    fn not_assessed(&self, answers: &Answers) -> Vec<Id<Requirement>> {
        let met = answers.entries().filter(|(_, answer)| answer.is_some_and(Answer::is_met));
        let met = met.map(|(requirement, _)| self.requirements[requirement]);
        let ways = self.ways(met, Direction::Incoming, usize::MAX, is_support);
        let unknown = answers.entries().filter(|(_, answer)| answer.is_none());
        let below = unknown.filter(|(id, _)| ways.distance(self.requirements[*id]).is_some());
        below.map(|(requirement, _)| requirement).collect()
    }
}
