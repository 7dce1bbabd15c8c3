//! The way out of each gap: the smallest sets of changes that would close it. Nothing is proposed that was not tried:
//! each set is applied to a copy of what is known, and the requirement is judged again.

mod close;
mod comparisons;
mod goal;
mod others;
mod reach;
mod scale;
mod settle;
mod state;
mod support;
mod undertaken;
mod values;

pub use undertaken::of as undertaken;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::assessment::Assessment;
use crate::evaluate::outcome::Question;
use crate::evaluate::revision::{Revision, Variable};
use crate::evaluate::verdict::{Evaluation, Gap, RequirementVerdict};
use crate::graph::Graph;
use crate::pack::rule::{Pack, Requirement, Table};
use crate::pack::{Id, Partial};
use crate::source::Span;
use crate::vocabulary::{Assurance, Outcome};

/// How every gap of an assessment can be closed.
#[derive(Debug)]
pub struct Plan {
    /// The gaps, in the order in which to close them: none before one that it needs or follows; of those that could come
    /// next the one that is due first, and of these the one that most others lean on.
    pub gaps: Vec<GapPlan>,
}

/// How one gap can be closed.
#[derive(Debug)]
pub struct GapPlan {
    /// Of which requirement.
    pub requirement: Id<Requirement>,
    /// What keeps it from being in order.
    pub gap: Gap,
    /// How many requirements need or follow it, or what leans on it.
    pub dependants: usize,
    /// Sets of changes, the smallest first; at most [`GapPlan::ALTERNATIVES`].
    pub alternatives: Vec<Alternative>,
    /// Why there is none, where there is none.
    pub obstacles: Vec<Obstacle>,
    /// What the body says that it will do about it.
    pub undertaken: Undertaken,
}

impl GapPlan {
    /// How many sets of changes are proposed for a gap.
    pub const ALTERNATIVES: usize = 3;
}

/// A set of changes that closes a gap, and of which none can be left out.
#[derive(Debug)]
pub struct Alternative {
    /// The changes: facts and cells in the order of the pack, then what supports them.
    pub changes: Vec<Change>,
    /// What the requirement then is.
    pub outcome: Outcome,
    /// How well it is then supported.
    pub assurance: Assurance,
    /// Whether some of what is asked is not answered but made not to be asked: the condition of an obligation, or of the
    /// whole requirement, would not hold.
    pub evades: bool,
    /// Requirements whose obligations would then hold too.
    pub also_closes: Vec<Id<Requirement>>,
    /// Requirements that are met, or not known not to be, of which some obligation would then not hold.
    pub opens: Vec<Id<Requirement>>,
}

/// One change.
#[derive(Clone, Debug)]
pub enum Change {
    /// Something else is known of a fact or a cell.
    Value(Box<ValueChange>),
    /// An item of one of the kinds of an `evidence` line, by the line's place in the requirement.
    Evidence(usize),
    /// A later day for the review of a departure, by its place in the assessment.
    Renewal(usize),
}

/// Something else that would be known.
#[derive(Clone, Debug)]
pub struct ValueChange {
    /// Of what.
    pub variable: Variable,
    /// Whether it has to be stated or to be otherwise.
    pub how: How,
    /// What is known of it.
    pub from: Partial,
    /// What would be known of it. Every value that this leaves possible closes the gap, whatever the other changes leave
    /// possible.
    pub to: Partial,
    /// The comparison that holds it against others, where one does.
    pub against: Option<Against>,
}

/// A comparison that reads several things, so that each can make up for the others.
#[derive(Clone, Debug)]
pub struct Against {
    /// The comparison in the rule.
    pub comparison: Span,
    /// The other things that it reads.
    pub others: Vec<Variable>,
    /// Whether one of them is changed along with it, so that other values of both would do as well.
    pub together: bool,
}

/// What a change of a value takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// It can be true today: nothing that is known speaks against it, and it has only to be stated.
    State,
    /// What is known says otherwise, and has to become so.
    Improve,
}

/// Why no set of changes closes a gap.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Obstacle {
    /// What is asked is asked of rows, and the table is not given or may lack rows.
    Records(Id<Table>),
    /// Support by evidence is asked for, and the requirement has no line that says which would do.
    NoEvidenceLine,
    /// Records are asked for, and something is known by the body's word.
    NotMeasured,
    /// No change was found.
    NotFound,
}

/// What the body says that it will do about a gap: the action of the requirement, or of its recommendation, that helps
/// most, by its place in the assessment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Undertaken {
    /// By the deadline.
    InTime(usize),
    /// Without a day.
    Undated(usize),
    /// After the deadline.
    TooLate(usize),
    /// By a day that has passed, and the gap is still there.
    Passed(usize),
    /// Nothing.
    Nothing,
}

/// How every gap can be closed.
pub fn plan(pack: &Pack, assessment: &Assessment, evaluation: &Evaluation) -> Plan {
    let question = Question { as_of: evaluation.as_of, assurance: evaluation.asked };
    let mut revision = Revision::new(pack, assessment, evaluation);
    let graph = Graph::of(pack);
    let dependants = graph.dependants();
    let verdict_of: BTreeMap<Id<Requirement>, &RequirementVerdict> =
        evaluation.requirements().map(|verdict| (verdict.requirement, verdict)).collect();
    let first = |id| {
        let due = pack.recommendations[pack.requirements[id].recommendation].due.map(|(date, _)| date);
        // What has no gap, or is for others to do, holds nothing up.
        let has_gap = verdict_of.get(&id).is_some_and(|verdict| verdict.gap.is_some());
        (has_gap, due.is_none(), due, Reverse(dependants[id]))
    };
    let in_order = graph.order_by_key(first).into_iter();
    let with_gaps =
        in_order.filter_map(|id| verdict_of.get(&id)).filter_map(|verdict| Some((*verdict, verdict.gap?)));
    let gaps = with_gaps.map(|(verdict, gap)| {
        let closing = close::Closing { assessment, evaluation, question, verdict };
        let alternatives = closing.alternatives(&mut revision);
        GapPlan {
            requirement: verdict.requirement,
            gap,
            dependants: dependants[verdict.requirement],
            obstacles: if alternatives.is_empty() { closing.obstacles(&revision) } else { Vec::new() },
            alternatives,
            undertaken: undertaken::of(pack, assessment, verdict.requirement, evaluation.as_of),
        }
    });
    Plan { gaps: gaps.collect() }
}
