//! Ways through the graph, with as few ties as can be.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};

use petgraph::Direction;
use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::EdgeRef;

use super::Graph;
use crate::pack::rule::Tie;

/// How a stop was reached.
#[derive(Clone, Copy)]
struct Reached<'a> {
    ties: usize,
    from: Option<NodeIndex>,
    by: Option<&'a Tie>,
    start: NodeIndex,
}

/// The shortest ways from some stops to all that can be reached.
pub(super) struct Ways<'a> {
    reached: HashMap<NodeIndex, Reached<'a>>,
}

/// An edge, with its tie.
pub(super) type Edge<'g, 'a> = EdgeReference<'g, Option<&'a Tie>>;

/// Whether an edge is part of what stands and falls together.
pub(super) fn is_support(edge: Edge<'_, '_>) -> bool {
    edge.weight().is_none_or(|tie| tie.kind.is_support())
}

impl<'a> Graph<'a> {
    /// The shortest ways of at most `most` ties from these stops, along the edges that pass: ties count one, and going
    /// from a recommendation to its requirement, or back, counts nothing.
    pub(super) fn ways(
        &self,
        starts: impl IntoIterator<Item = NodeIndex>,
        direction: Direction,
        most: usize,
        is_open: impl Fn(Edge<'_, 'a>) -> bool,
    ) -> Ways<'a> {
        let mut ways = Ways { reached: HashMap::new() };
        let mut queue = VecDeque::new();
        for start in starts {
            ways.improve(start, Reached { ties: 0, from: None, by: None, start });
            queue.push_back((start, 0));
        }
        while let Some((stop, ties)) = queue.pop_front() {
            let Some(here) = ways.reached.get(&stop).copied().filter(|here| here.ties == ties) else {
                continue;
            };
            for edge in self.stops.edges_directed(stop, direction).filter(|edge| is_open(*edge)) {
                let next = if direction == Direction::Outgoing { edge.target() } else { edge.source() };
                let by = *edge.weight();
                let ties = if by.is_some() { ties.saturating_add(1) } else { ties };
                let reached = Reached { ties, from: Some(stop), by, start: here.start };
                if ties <= most && ways.improve(next, reached) {
                    if by.is_some() { queue.push_back((next, ties)) } else { queue.push_front((next, ties)) }
                }
            }
        }
        ways
    }
}

impl<'a> Ways<'a> {
    /// Notes a way, unless one as short is known.
    fn improve(&mut self, stop: NodeIndex, way: Reached<'a>) -> bool {
        match self.reached.entry(stop) {
            Entry::Occupied(known) if known.get().ties <= way.ties => return false,
            Entry::Occupied(mut known) => drop(known.insert(way)),
            Entry::Vacant(place) => drop(place.insert(way)),
        }
        true
    }

    /// How many ties away a stop is, where it can be reached.
    pub(super) fn distance(&self, stop: NodeIndex) -> Option<usize> {
        self.reached.get(&stop).map(|reached| reached.ties)
    }

    /// Which of the starts is nearest to a stop.
    pub(super) fn start(&self, stop: NodeIndex) -> Option<NodeIndex> {
        self.reached.get(&stop).map(|reached| reached.start)
    }

    /// The last tie on the way to a stop.
    pub(super) fn last_tie(&self, stop: NodeIndex) -> Option<&'a Tie> {
        self.back(stop).find_map(|reached| reached.by)
    }

    /// The ties on the way to a stop, first to last.
    pub(super) fn ties(&self, stop: NodeIndex) -> Vec<&'a Tie> {
        let mut ties: Vec<&Tie> = self.back(stop).filter_map(|reached| reached.by).collect();
        ties.reverse();
        ties
    }

    /// The way from a stop back to where it started.
    fn back(&self, stop: NodeIndex) -> impl Iterator<Item = &Reached<'a>> {
        std::iter::successors(self.reached.get(&stop), |reached| self.reached.get(&reached.from?))
    }
}
