//! The ties of a pack and what they make of outcomes: plain data for every format.

pub mod drawing;
pub mod json;
#[cfg(feature = "cli")]
pub mod text;
pub mod words;

use std::collections::BTreeSet;

use super::{Check, Report};
use crate::graph::Graph;
use crate::graph::consequence::{Answer, Answers, Consequences, answer};
use crate::graph::deadline::Inversion;
use crate::graph::feedback::Feedback;
use crate::graph::selection::{Selected, Selection};
use crate::pack::rule::{Node, Pack, Requirement};
use crate::pack::{Id, Slots};
use crate::source::SourceMap;

/// What outcomes mean for each other, and the outcomes.
pub struct Bearings<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// What came out for each requirement.
    pub answers: Answers,
    /// What that means.
    pub found: Consequences<'a>,
}

impl<'a> Bearings<'a> {
    /// What the outcomes of one check mean for the body. What is asked of bodies of other kinds is known from their
    /// assessments in the same run.
    pub fn of(report: &Report<'a>, check: &Check<'a>) -> Bearings<'a> {
        let others = report.checks.iter().filter(|other| {
            other.pack.digest == check.pack.digest && other.assessment.kind != check.assessment.kind
        });
        let mut answers = together(check.pack, others);
        for (requirement, own) in answers_of(check).into_entries() {
            answers[requirement] = own.or(answers[requirement]);
        }
        let is_asked = |id: Id<Requirement>| {
            let recommendation = check.pack.requirements[id].recommendation;
            check.pack.recommendations[recommendation].addresses(&check.assessment.kind)
        };
        let found = Graph::of(check.pack).consequences(&answers, is_asked);
        Bearings { pack: check.pack, answers, found }
    }
}

/// What came out for the requirements that are addressed to a body.
fn answers_of(check: &Check<'_>) -> Answers {
    let mut answers = Slots::new(&check.pack.requirements, |_| None);
    for verdict in check.evaluation.requirements() {
        let (outcome, assurance, has_gap) = (verdict.outcome, verdict.assurance, verdict.gap.is_some());
        answers[verdict.requirement] = Some(Answer { outcome, assurance, has_gap });
    }
    answers
}

/// What came out by several checks together: where they differ, the worst.
fn together<'c, 'a: 'c>(pack: &Pack, checks: impl IntoIterator<Item = &'c Check<'a>>) -> Answers {
    let mut answers: Answers = Slots::new(&pack.requirements, |_| None);
    for (requirement, answer) in checks.into_iter().flat_map(|check| answers_of(check).into_entries()) {
        answers[requirement] = match (answers[requirement], answer) {
            (Some(known), Some(answer)) => Some(known.with(answer)),
            (known, answer) => known.or(answer),
        };
    }
    answers
}

/// The part of a pack's graph that is looked at, and all that is found in it.
pub struct GraphReport<'a> {
    /// The texts that places are in.
    pub sources: &'a SourceMap,
    /// The pack.
    pub pack: &'a Pack,
    /// The assessments whose outcomes are shown; they are all of this pack.
    pub checks: &'a [Check<'a>],
    /// What was asked for.
    pub selection: Selection,
    /// The part that it is, with the ties in the order in which they are told.
    pub selected: Selected<'a>,
    /// Its deadlines that are the wrong way round, by effect.
    pub inversions: Vec<Inversion<'a>>,
    /// Its loops.
    pub feedback: Feedback<'a>,
    /// The place of each requirement where nothing comes before what it needs.
    pub ranks: Slots<Requirement, usize>,
    /// How many requirements of the pack stand or fall with each.
    pub dependants: Slots<Requirement, usize>,
    /// What the outcomes mean for each other, where there are any.
    pub bearings: Option<Bearings<'a>>,
    /// What is met and rests on what is not: requirements, and recommendations with one.
    pub at_risk: BTreeSet<Node>,
}

impl<'a> GraphReport<'a> {
    /// Looks at a part of a pack's graph, with the outcomes of these assessments.
    pub fn of(
        sources: &'a SourceMap,
        pack: &'a Pack,
        checks: &'a [Check<'a>],
        selection: Selection,
    ) -> GraphReport<'a> {
        let (whole, mut selected) = (Graph::of(pack), selection.of(pack));
        let feedback = Graph::with(pack, selected.ties.clone()).feedback();
        selected.ties.sort_by_key(|tie| (pack.place(tie.from), tie.kind, pack.place(tie.to)));
        let mut inversions: Vec<Inversion<'_>> =
            selected.ties.iter().filter_map(|tie| Inversion::of(pack, tie)).collect();
        inversions.sort_by_key(|inversion| inversion.effect);
        let bearings = (!checks.is_empty()).then(|| {
            let answers = together(pack, checks);
            let asked: BTreeSet<Node> = selected.nodes.iter().copied().collect();
            let is_asked = |id| asked.contains(&Node::Requirement(id));
            let found = whole.consequences(&answers, is_asked);
            Bearings { pack, answers, found }
        });
        GraphReport {
            sources,
            pack,
            checks,
            selection,
            selected,
            inversions,
            feedback,
            ranks: whole.ranks(),
            dependants: whole.dependants(),
            at_risk: bearings.as_ref().map(at_risk).unwrap_or_default(),
            bearings,
        }
    }

    /// What came out for a recommendation or a requirement, where it was assessed.
    pub fn answer(&self, node: Node) -> Option<Answer> {
        answer(self.pack, node, &self.bearings.as_ref()?.answers)
    }
}

/// The requirements that are met and rest on what is not, and their recommendations.
fn at_risk(bearings: &Bearings<'_>) -> BTreeSet<Node> {
    let requirements = bearings.found.at_risk.iter().map(|at_risk| Node::Requirement(at_risk.requirement));
    requirements
        .flat_map(|node| [node, Node::Recommendation(bearings.pack.recommendation_of(node))])
        .collect()
}
