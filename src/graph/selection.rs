//! Which part of the graph is looked at.

use std::collections::BTreeSet;

use super::domains;
use crate::pack::rule::{Node, Pack, Tie};
use crate::vocabulary::TieKind;

/// Which part of the graph is looked at: what satisfies all that is asked for.
#[derive(Clone, Default, Debug)]
pub struct Selection {
    /// Ties of these kinds; of any, where there is none.
    pub kinds: BTreeSet<TieKind>,
    /// An area, with all that it is tied to.
    pub domain: Option<String>,
    /// A recommendation or requirement, with what is at most so many ties away from it.
    pub around: Option<(Node, usize)>,
}

/// The part that was asked for.
#[derive(Debug)]
pub struct Selected<'a> {
    /// The recommendations and requirements, in the order of the pack, each before its parts.
    pub nodes: Vec<Node>,
    /// The ties between them, in the order of the pack.
    pub ties: Vec<&'a Tie>,
}

impl Selection {
    /// The part of a pack's graph that is asked for.
    pub fn of<'a>(&self, pack: &'a Pack) -> Selected<'a> {
        let is_kind = |tie: &&Tie| self.kinds.is_empty() || self.kinds.contains(&tie.kind);
        let is_inside =
            |node: Node| self.domain.as_ref().is_none_or(|area| domains(pack, node).contains(area));
        let touches = |tie: &&Tie| is_inside(tie.from) || is_inside(tie.to);
        let mut ties: Vec<&Tie> = pack.ties.iter().filter(is_kind).filter(touches).collect();
        let ends = |ties: &[&Tie]| ties.iter().flat_map(|tie| [tie.from, tie.to]).collect::<BTreeSet<Node>>();
        let kept = match self.around {
            Some((centre, depth)) => {
                ties = around(pack, &ties, centre, depth);
                let mut kept = ends(&ties);
                kept.insert(centre);
                kept
            }
            None => {
                let mut kept = ends(&ties);
                kept.extend(all(pack).filter(|node| is_inside(*node)));
                kept
            }
        };
        Selected { nodes: all(pack).filter(|node| kept.contains(node)).collect(), ties }
    }
}

/// All recommendations and requirements, in the order of the pack, each recommendation before its parts.
fn all(pack: &Pack) -> impl Iterator<Item = Node> {
    pack.recommendations.ids().flat_map(|id| {
        let parts = pack.requirements_of(id).map(|(id, _)| Node::Requirement(id));
        std::iter::once(Node::Recommendation(id)).chain(parts)
    })
}

/// The ties that are at most `depth` steps from the centre. A step from a recommendation starts at any of its
/// requirements as well, and one from a requirement also at its recommendation.
fn around<'a>(pack: &Pack, ties: &[&'a Tie], centre: Node, depth: usize) -> Vec<&'a Tie> {
    let mut reached = BTreeSet::from([centre]);
    let mut chosen: Vec<&Tie> = Vec::new();
    for _ in 0..depth {
        let starts: BTreeSet<Node> = reached.iter().flat_map(|node| starts(pack, *node)).collect();
        let before = chosen.len();
        let touches = |tie: &&&Tie| starts.contains(&tie.from) || starts.contains(&tie.to);
        chosen = ties.iter().filter(touches).copied().collect();
        if chosen.len() == before {
            break;
        }
        reached.extend(chosen.iter().flat_map(|tie| [tie.from, tie.to]));
    }
    chosen
}

fn starts(pack: &Pack, node: Node) -> Vec<Node> {
    match node {
        Node::Requirement(_) => vec![node, Node::Recommendation(pack.recommendation_of(node))],
        Node::Recommendation(id) => {
            let parts = pack.requirements_of(id).map(|(id, _)| Node::Requirement(id));
            std::iter::once(node).chain(parts).collect()
        }
    }
}
