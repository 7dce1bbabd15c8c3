//! Feedback: loads and reliefs that come back, by way of other ties, to where they came from.
//!
//! Such loops are real, and no mistake of the rules. How many there are can grow beyond all bounds with the number of
//! ties, so that short ones are told, up to a limit, and of longer ones the shortest by which a load comes back.

use std::collections::{HashMap, HashSet};

use petgraph::Direction;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::walk::{Edge, Ways};
use super::{Graph, passes};
use crate::pack::rule::{Node, Pack, Tie};
use crate::vocabulary::TieKind;

/// A loop of at most so many ties is short: people can follow it round.
pub const SHORT: usize = 4;

/// How many loops are told.
pub const MOST: usize = 100;

/// Ties that lead, each in the direction in which it bears, back to where they started.
#[derive(Clone, Debug)]
pub struct Loop<'a> {
    /// The ties, beginning with the one whose bearing end is first in the pack.
    pub ties: Vec<&'a Tie>,
}

/// The loops of a graph.
#[derive(Clone, Default, Debug)]
pub struct Feedback<'a> {
    /// Each loop once, the shortest first.
    pub loops: Vec<Loop<'a>>,
    /// Whether there are more that would be told.
    pub has_more: bool,
}

impl<'a> Loop<'a> {
    fn new(pack: &Pack, mut ties: Vec<&'a Tie>) -> Loop<'a> {
        let place = |tie: &Tie| passes(tie).map(|(from, _)| pack.place(from));
        let first = ties.iter().enumerate().min_by_key(|(_, tie)| (place(tie), key(tie)));
        let first = first.map_or(0, |(first, _)| first);
        ties.rotate_left(first);
        Loop { ties }
    }

    /// What bears on what, from one tie to the next: a place for each tie.
    pub fn places(&self) -> impl Iterator<Item = Node> {
        self.ties.iter().filter_map(|tie| passes(tie)).map(|(from, _)| from)
    }
}

/// What tells ties apart.
fn key(tie: &Tie) -> (Node, Node, TieKind) {
    (tie.from, tie.to, tie.kind)
}

impl<'a> Graph<'a> {
    /// The loops that loads and reliefs make: every short one, up to [`MOST`], and for each load or relief that is in
    /// none of them the shortest that it is in.
    pub fn feedback(&self) -> Feedback<'a> {
        let mut search = Search::of(self);
        let is_in_loop = |tie: &&Tie| {
            passes(tie).is_some_and(|(from, to)| search.joins(self.origin(from), self.target(to)))
        };
        let loads: Vec<&Tie> =
            self.ties.iter().copied().filter(|tie| tie.kind.is_load()).filter(is_in_loop).collect();
        // Loads from one place are led back to by the same ways.
        for loads in loads.chunk_by(|one, other| one.from == other.from) {
            let Some(first) = loads.first().filter(|_| !search.found.has_more) else { break };
            let back = search.back_to(first.from);
            for load in loads {
                let paths = search.short(load, &back);
                search.tell(paths);
            }
        }
        for load in &loads {
            if search.found.has_more {
                break;
            }
            if !search.told.contains(&key(load)) {
                let path = search.shortest(load);
                search.tell([path]);
            }
        }
        let mut found = search.found;
        found.loops.sort_by_cached_key(|found| {
            let places: Vec<_> = found.places().map(|node| self.pack.place(node)).collect();
            (found.ties.len(), places, found.ties.iter().map(|tie| key(tie)).collect::<Vec<_>>())
        });
        found
    }

    /// Where ties may start that carry on what has arrived at this end.
    fn starts(&self, at: Node) -> Vec<NodeIndex> {
        match at {
            Node::Requirement(id) => {
                vec![self.requirements[id], self.out_of[self.pack.requirements[id].recommendation]]
            }
            Node::Recommendation(id) => {
                let parts = self.pack.requirements_of(id).map(|(id, _)| self.requirements[id]);
                std::iter::once(self.out_of[id]).chain(parts).collect()
            }
        }
    }
}

/// The search for loops.
struct Search<'g, 'a> {
    graph: &'g Graph<'a>,
    /// Which stops can be reached from each other: only there are loops.
    groups: HashMap<NodeIndex, usize>,
    found: Feedback<'a>,
    /// The loads and reliefs that are in a loop that is told.
    told: HashSet<(Node, Node, TieKind)>,
    /// The ties of each loop that is told, in order. A whole and its parts may lead round by the same ties from two starts.
    told_loops: HashSet<Vec<(Node, Node, TieKind)>>,
}

impl<'g, 'a> Search<'g, 'a> {
    fn of(graph: &'g Graph<'a>) -> Search<'g, 'a> {
        let groups = kosaraju_scc(&graph.stops).into_iter().filter(|group| group.len() > 1).enumerate();
        let groups = groups.flat_map(|(index, group)| group.into_iter().map(move |stop| (stop, index)));
        Search {
            graph,
            groups: groups.collect(),
            found: Feedback::default(),
            told: HashSet::new(),
            told_loops: HashSet::new(),
        }
    }

    /// Whether there is a way from one stop to another and back.
    fn joins(&self, one: NodeIndex, other: NodeIndex) -> bool {
        let group = self.groups.get(&one);
        group.is_some() && group == self.groups.get(&other)
    }

    fn tell(&mut self, paths: impl IntoIterator<Item = Vec<&'a Tie>>) {
        for ties in paths {
            let mut keys: Vec<_> = ties.iter().map(|tie| key(tie)).collect();
            keys.sort_unstable();
            if !self.told_loops.insert(keys) {
                continue;
            }
            if self.found.loops.len() >= MOST {
                self.found.has_more = true;
                return;
            }
            self.told.extend(ties.iter().filter(|tie| tie.kind.is_load()).map(|tie| key(tie)));
            self.found.loops.push(Loop::new(self.graph.pack, ties));
        }
    }

    /// The ways back to a place that can be part of a short loop: beside the load and the first tie behind it.
    fn back_to(&self, place: Node) -> Ways<'a> {
        let is_way = |edge: Edge<'_, 'a>| self.joins(edge.source(), edge.target());
        self.graph.ways([self.graph.origin(place)], Direction::Incoming, SHORT.saturating_sub(2), is_way)
    }

    /// The short loops in which this load is the first of the loads, so that each is found once; one more than can be
    /// told, where there are so many. Only steps are taken from which the load can still be reached in time.
    fn short(&self, load: &'a Tie, back: &Ways<'a>) -> Vec<Vec<&'a Tie>> {
        let Some((from, to)) = passes(load).filter(|_| !self.found.has_more) else { return Vec::new() };
        let graph = self.graph;
        let is_later = |tie: &Tie| !tie.kind.is_load() || key(tie) > key(load);
        let is_way = |edge: Edge<'_, 'a>| {
            edge.weight().is_none_or(is_later) && self.joins(edge.source(), edge.target())
        };
        let mut loops = Vec::new();
        let mut pending = vec![(vec![load], to)];
        while let Some((path, at)) = pending.pop() {
            if is_same(graph, at, from) {
                loops.push(path);
                if loops.len() > MOST {
                    break;
                }
                continue;
            }
            let starts = graph.starts(at);
            let edges = starts.iter().flat_map(|stop| graph.stops.edges(*stop)).filter(|edge| is_way(*edge));
            let mut further: Vec<_> = edges
                .filter_map(|edge| {
                    let tie: &'a Tie = (*edge.weight())?;
                    let (start, end) = passes(tie)?;
                    let left = back.distance(edge.target())?;
                    let is_new = path.iter().all(|earlier| !starts_at(graph, earlier, start));
                    let is_near = path.len().saturating_add(left) < SHORT;
                    (is_new && is_near).then(|| (path.iter().copied().chain([tie]).collect(), end))
                })
                .collect();
            further.reverse();
            pending.extend(further);
        }
        loops
    }

    /// The shortest loop that a load is in.
    fn shortest(&self, load: &'a Tie) -> Vec<&'a Tie> {
        let Some((from, to)) = passes(load) else { return Vec::new() };
        let is_way = |edge: Edge<'_, 'a>| self.joins(edge.source(), edge.target());
        let ways = self.graph.ways([self.graph.target(to)], Direction::Outgoing, usize::MAX, is_way);
        std::iter::once(load).chain(ways.ties(self.graph.origin(from))).collect()
    }
}

fn starts_at(graph: &Graph<'_>, tie: &Tie, place: Node) -> bool {
    passes(tie).is_some_and(|(from, _)| is_same(graph, from, place))
}

/// Whether two ends are the same, or one is a part of the other.
fn is_same(graph: &Graph<'_>, one: Node, other: Node) -> bool {
    match (one, other) {
        (Node::Requirement(one), Node::Requirement(other)) => one == other,
        _ => graph.pack.recommendation_of(one) == graph.pack.recommendation_of(other),
    }
}
