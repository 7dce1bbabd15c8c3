//! Circles of `needs` and `follows`: what waits for itself can never come first.

use std::collections::HashMap;

use petgraph::Direction;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::NodeIndex;
use petgraph::visit::{EdgeFiltered, EdgeRef};

use super::walk::{Edge, is_support};
use super::{Graph, InWords};
use crate::diagnostic::{Code, Diagnostic};
use crate::pack::rule::{Pack, Tie};

/// Ties that lead back to where they start, each from what waits to what it waits for.
#[derive(Clone, Debug)]
pub struct Circle<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// The ties, in the order of waiting; each ends where the next begins, or at its recommendation or a part of it.
    pub ties: Vec<&'a Tie>,
}

/// One circle of each group of requirements that wait for each other, in the order of the pack.
pub fn circles(pack: &Pack) -> Vec<Circle<'_>> {
    let graph = Graph::of(pack);
    // Tarjan's algorithm is recursive in petgraph, and a chain of ties may be of any length.
    let mut groups = kosaraju_scc(&EdgeFiltered::from_fn(&graph.stops, is_support));
    groups.retain(|group| group.len() > 1);
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups.sort_unstable();
    let group_of: HashMap<NodeIndex, usize> = groups
        .iter()
        .enumerate()
        .flat_map(|(index, group)| group.iter().map(move |stop| (*stop, index)))
        .collect();
    let first = groups.iter().filter_map(|group| group.first());
    first.map(|start| Circle { pack, ties: shortest(&graph, *start, &group_of) }).collect()
}

/// The shortest way from a stop back to itself, in the order of waiting.
fn shortest<'a>(graph: &Graph<'a>, start: NodeIndex, group_of: &HashMap<NodeIndex, usize>) -> Vec<&'a Tie> {
    let group = group_of.get(&start);
    let inside = |edge: Edge<'_, 'a>| is_support(edge) && group_of.get(&edge.source()) == group;
    let ways = graph.ways([start], Direction::Incoming, usize::MAX, inside);
    let closing = graph.stops.edges_directed(start, Direction::Outgoing).filter(|edge| is_support(*edge));
    let closed = closing.filter_map(|edge| {
        let ties = ways.distance(edge.target())?;
        Some((ties.saturating_add(usize::from(edge.weight().is_some())), edge))
    });
    let Some((_, last)) = closed.min_by_key(|(ties, _)| *ties) else { return Vec::new() };
    let mut ties = ways.ties(last.target());
    ties.extend(*last.weight());
    ties
}

impl From<&Circle<'_>> for Diagnostic {
    fn from(circle: &Circle<'_>) -> Diagnostic {
        const SHOWN: usize = 8;
        let names: Vec<String> = circle.ties.iter().map(|tie| circle.pack.node_id(tie.from)).collect();
        let (message, help) = match names.as_slice() {
            [alone] => (
                format!("{alone} waits for itself"),
                "a requirement is a part of its recommendation: name the one requirement that is meant",
            ),
            [first, second, ..] => {
                let way = if names.len() <= SHOWN {
                    names.join(" → ")
                } else {
                    format!("{first} → {second} → …")
                };
                let count = names.len();
                (
                    format!("{way} → {first} is a circle of {count} ties: each waits for the next"),
                    "say which comes first, and remove the tie that makes it wait",
                )
            }
            [] => (String::new(), ""),
        };
        circle.ties.iter().fold(Diagnostic::error(Code::TieCircle, message).help(help), |diagnostic, tie| {
            diagnostic.label(tie.span, InWords(circle.pack, tie).to_string())
        })
    }
}
