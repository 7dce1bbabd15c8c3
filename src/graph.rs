//! How recommendations and requirements bear on each other: the ties of a pack as a graph, and what follows from it.
//!
//! A requirement is a part of its recommendation, and a tie may end at either. A tie *to* a recommendation is one to
//! all of its requirements: what needs `R2` needs `R2.1`, `R2.2` and so on. A tie *from* a recommendation is one from
//! each of its requirements: where `R2` needs something, so does `R2.1`. Nothing passes from one requirement to its
//! neighbour.

pub mod circle;
pub mod consequence;
pub mod deadline;
pub mod dependants;
pub mod dot;
pub mod feedback;
pub mod mermaid;
pub(crate) mod palette;
pub mod picture;
pub mod pressure;
pub mod selection;
pub mod svg;
mod walk;

use std::fmt;

use petgraph::graph::{DiGraph, NodeIndex};

use crate::pack::rule::{Node, Pack, Recommendation, Requirement, Tie};
use crate::pack::{Date, Id, Slots};
use crate::vocabulary::TieKind;

/// A tie in words: `R4.1 adds load to R8.1`.
pub struct InWords<'a>(pub &'a Pack, pub &'a Tie);

impl fmt::Display for InWords<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let InWords(pack, tie) = self;
        write!(f, "{} {} {}", pack.node_id(tie.from), tie.kind.verb(), pack.node_id(tie.to))
    }
}

/// The day on which an end of a tie is due: that of its recommendation.
pub fn due(pack: &Pack, node: Node) -> Option<Date> {
    pack.recommendations[pack.recommendation_of(node)].due.map(|(date, _)| date)
}

/// The areas that an end of a tie belongs to: those of its recommendation.
pub fn domains(pack: &Pack, node: Node) -> &[String] {
    &pack.recommendations[pack.recommendation_of(node)].domains
}

/// How a tie goes from one area to another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CrossLink {
    /// Its ends have no area in common.
    Between,
    /// Its ends have an area in common, and one of them belongs to another as well.
    Shared,
}

impl CrossLink {
    /// The word of results.
    pub fn name(self) -> &'static str {
        match self {
            CrossLink::Between => "between",
            CrossLink::Shared => "shared",
        }
    }

    /// How a tie goes from one area to another, where it does. What belongs to no area is in none that could differ.
    pub fn of(pack: &Pack, tie: &Tie) -> Option<CrossLink> {
        let (from, to) = (domains(pack, tie.from), domains(pack, tie.to));
        let has_other = |these: &[String], those: &[String]| these.iter().any(|area| !those.contains(area));
        if from.is_empty() || to.is_empty() || !(has_other(from, to) || has_other(to, from)) {
            return None;
        }
        let is_common = from.iter().any(|area| to.contains(area));
        Some(if is_common { CrossLink::Shared } else { CrossLink::Between })
    }
}

/// From which end of a tie to which something passes: from what is needed or followed to what leans on it, and from
/// what informs, adds load or relieves to the other. Those who share bear on each other in no direction.
fn passes(tie: &Tie) -> Option<(Node, Node)> {
    match tie.kind {
        TieKind::Needs | TieKind::Follows => Some((tie.to, tie.from)),
        TieKind::Informs | TieKind::AddsLoadTo | TieKind::Relieves => Some((tie.from, tie.to)),
        TieKind::SharesWith => None,
    }
}

/// A place in the graph. A recommendation has two, so that what reaches it reaches each of its requirements, what
/// comes from any of them comes from it, and yet no way leads from one requirement to the next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
enum Stop {
    Requirement(Id<Requirement>),
    Into(Id<Recommendation>),
    OutOf(Id<Recommendation>),
}

/// Ties of a pack, each from what bears to what is borne on.
pub struct Graph<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// Its ties.
    pub ties: Vec<&'a Tie>,
    /// An edge without a tie joins a recommendation and its requirement.
    stops: DiGraph<Stop, Option<&'a Tie>>,
    requirements: Slots<Requirement, NodeIndex>,
    into: Slots<Recommendation, NodeIndex>,
    out_of: Slots<Recommendation, NodeIndex>,
}

impl<'a> Graph<'a> {
    /// The graph of a pack.
    pub fn of(pack: &'a Pack) -> Graph<'a> {
        Graph::with(pack, pack.ties.iter().collect())
    }

    /// The graph of some of a pack's ties, in the order of the pack.
    pub fn with(pack: &'a Pack, ties: Vec<&'a Tie>) -> Graph<'a> {
        let mut stops = DiGraph::new();
        let requirements = Slots::new(&pack.requirements, |id| stops.add_node(Stop::Requirement(id)));
        let into = Slots::new(&pack.recommendations, |id| stops.add_node(Stop::Into(id)));
        let out_of = Slots::new(&pack.recommendations, |id| stops.add_node(Stop::OutOf(id)));
        let mut graph = Graph { pack, ties, stops, requirements, into, out_of };
        // Edges are met in the reverse of the order in which they are added; ties are to be met in that of the pack.
        for (id, requirement) in pack.requirements.entries() {
            let (stop, whole) = (graph.requirements[id], requirement.recommendation);
            graph.stops.add_edge(graph.into[whole], stop, None);
            graph.stops.add_edge(stop, graph.out_of[whole], None);
        }
        for id in pack.recommendations.ids() {
            graph.stops.add_edge(graph.into[id], graph.out_of[id], None);
        }
        for tie in graph.ties.iter().rev() {
            if let Some((from, to)) = passes(tie) {
                graph.stops.add_edge(graph.origin(from), graph.target(to), Some(tie));
            }
        }
        graph
    }

    /// Where ties start that bear on others.
    fn origin(&self, node: Node) -> NodeIndex {
        match node {
            Node::Requirement(id) => self.requirements[id],
            Node::Recommendation(id) => self.out_of[id],
        }
    }

    /// Where ties arrive that bear on this.
    fn target(&self, node: Node) -> NodeIndex {
        match node {
            Node::Requirement(id) => self.requirements[id],
            Node::Recommendation(id) => self.into[id],
        }
    }

    /// The requirement at a stop, where it is one.
    fn requirement_at(&self, stop: NodeIndex) -> Option<Id<Requirement>> {
        match self.stops.node_weight(stop) {
            Some(Stop::Requirement(id)) => Some(*id),
            _ => None,
        }
    }
}
