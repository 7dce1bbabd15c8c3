//! What the outcomes of requirements mean for each other. No outcome is changed by it.

use petgraph::Direction;

use super::Graph;
use super::pressure::Pressure;
use super::walk::is_support;
use crate::pack::rule::{Node, Pack, Requirement, Tie};
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

/// What came out for an end of a tie: for a recommendation, of all its requirements together.
pub fn answer(pack: &Pack, node: Node, answers: &Answers) -> Option<Answer> {
    match node {
        Node::Requirement(id) => answers[id],
        Node::Recommendation(id) => {
            let parts = pack.requirements_of(id).map(|(id, _)| answers[id]);
            parts.reduce(|one, other| Some(one?.with(other?))).flatten()
        }
    }
}

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
    /// What these outcomes mean for the requirements that are asked about.
    pub fn consequences(
        &self,
        answers: &Answers,
        is_asked: impl Fn(Id<Requirement>) -> bool,
    ) -> Consequences<'a> {
        let asked = |test: fn(Answer) -> bool| -> Vec<Id<Requirement>> {
            let asked = answers.entries().filter(|(id, answer)| is_asked(*id) && answer.is_some_and(test));
            asked.map(|(id, _)| id).collect()
        };
        let met = asked(Answer::is_met);
        Consequences {
            at_risk: self.at_risk(answers, &met),
            rested_on: self.rested_on(asked(|answer| answer.has_gap)),
            pressures: self.pressures(answers, &is_asked),
            not_assessed: self.not_assessed(answers, &met),
        }
    }

    fn at_risk(&self, answers: &Answers, met: &[Id<Requirement>]) -> Vec<AtRisk<'a>> {
        let open = answers.entries().filter(|(_, answer)| answer.is_some_and(Answer::is_open));
        let open = open.map(|(requirement, _)| self.requirements[requirement]);
        let ways = self.ways(open, Direction::Outgoing, usize::MAX, is_support);
        let at_risk = met.iter().filter_map(|requirement| {
            let stop = self.requirements[*requirement];
            let rests_on = self.requirement_at(ways.start(stop)?)?;
            let (by, ties) = (ways.last_tie(stop)?, ways.distance(stop)?);
            Some(AtRisk { requirement: *requirement, rests_on, by, ties })
        });
        at_risk.collect()
    }

    fn rested_on(&self, gaps: Vec<Id<Requirement>>) -> Vec<RestedOn> {
        let dependants = self.dependants();
        let rested_on =
            gaps.into_iter().map(|requirement| RestedOn { requirement, dependants: dependants[requirement] });
        let mut rested_on: Vec<RestedOn> = rested_on.filter(|gap| gap.dependants > 0).collect();
        // Gaps with equally many stay in the order of the pack.
        rested_on.sort_by_key(|gap| std::cmp::Reverse(gap.dependants));
        rested_on
    }

    /// The cross-links that press on what is asked about, or press from there: each kind in the order of the pack.
    fn pressures(&self, answers: &Answers, is_asked: &impl Fn(Id<Requirement>) -> bool) -> Vec<Pressure<'a>> {
        let is_asked = |node: Node| match node {
            Node::Requirement(id) => is_asked(id),
            Node::Recommendation(id) => self.pack.requirements_of(id).any(|(id, _)| is_asked(id)),
        };
        let asked = self.ties.iter().filter(|tie| is_asked(tie.from) || is_asked(tie.to));
        let mut pressures: Vec<Pressure<'a>> =
            asked.filter_map(|tie| Pressure::of(self.pack, tie, answers)).collect();
        pressures.sort_by_key(|pressure| (pressure.kind, self.pack.place(pressure.tie.from)));
        pressures
    }

    fn not_assessed(&self, answers: &Answers, met: &[Id<Requirement>]) -> Vec<Id<Requirement>> {
        let met = met.iter().map(|requirement| self.requirements[*requirement]);
        let ways = self.ways(met, Direction::Incoming, usize::MAX, is_support);
        let unknown = answers.entries().filter(|(_, answer)| answer.is_none());
        let below = unknown.filter(|(id, _)| ways.distance(self.requirements[*id]).is_some());
        below.map(|(requirement, _)| requirement).collect()
    }
}
