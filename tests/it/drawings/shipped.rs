//! Pictures of the shipped pack.

use std::collections::BTreeSet;

use tipstaff::builtin;
use tipstaff::graph::picture::{Picture, PictureBox, PictureTie, Standing};
use tipstaff::load;
use tipstaff::pack::rule::{Node, Pack, Recommendation, Tie};
use tipstaff::source::SourceMap;
use tipstaff::vocabulary::{Outcome, TieKind};

/// The shipped pack.
pub(super) fn shipped() -> Pack {
    let (pack, mistakes) = load::pack(builtin::PACKS[0].files(), &mut SourceMap::default());
    assert!(mistakes.is_empty());
    pack.unwrap()
}

/// What is drawn, and how.
struct Drawn<'a> {
    pack: &'a Pack,
    nodes: Vec<Node>,
    with_standings: bool,
}

impl Drawn<'_> {
    fn recommendation(&self, node: Node) -> &Recommendation {
        &self.pack.recommendations[match node {
            Node::Requirement(id) => self.pack.requirements[id].recommendation,
            Node::Recommendation(id) => id,
        }]
    }

    /// The place of a box for the node, or for its recommendation.
    fn place(&self, node: Node) -> Option<usize> {
        let place = |node| self.nodes.iter().position(|known| *known == node);
        let whole = || match node {
            Node::Requirement(id) => place(Node::Recommendation(self.pack.requirements[id].recommendation)),
            Node::Recommendation(_) => None,
        };
        place(node).or_else(whole)
    }

    fn picture(&self, title: &str) -> Picture {
        let boxes: Vec<_> = self.nodes.iter().map(|node| self.drawn_box(*node)).collect();
        let ties = self.ties();
        let cross_links = ties.iter().filter(|tie| tie.cross_link).count();
        Picture {
            title: title.to_owned(),
            description: format!("{} boxes, {} ties, {cross_links} cross-links", boxes.len(), ties.len()),
            boxes,
            ties,
        }
    }

    /// A box; the standings are of no body, and show every outcome.
    fn drawn_box(&self, node: Node) -> PictureBox {
        let recommendation = self.recommendation(node);
        let (id, title) = match node {
            Node::Recommendation(_) => (recommendation.number.to_string(), &recommendation.title),
            Node::Requirement(id) => {
                let requirement = &self.pack.requirements[id];
                (requirement.number.to_string(), &requirement.title)
            }
        };
        let outcome = Outcome::ALL[id.bytes().map(usize::from).sum::<usize>() % 5];
        let words = match outcome {
            Outcome::Met => "met (evidenced)".to_owned(),
            other => other.name().replace('_', " "),
        };
        let standing = Standing { outcome, words, at_risk: outcome == Outcome::Met };
        PictureBox {
            id,
            title: title.clone(),
            due: recommendation.due.map(|(due, _)| due.to_string()),
            to: recommendation.to.join(" and "),
            areas: recommendation.domains.clone(),
            standing: (self.with_standings && recommendation.addresses("force")).then_some(standing),
        }
    }

    fn ties(&self) -> Vec<PictureTie> {
        let mut ties: Vec<PictureTie> = Vec::new();
        for tie in &self.pack.ties {
            let (Some(from), Some(to)) = (self.place(tie.from), self.place(tie.to)) else { continue };
            let is_same =
                |known: &&mut PictureTie| (known.from, known.to, known.kind) == (from, to, tie.kind);
            if let Some(known) = ties.iter_mut().find(is_same) {
                known.count += 1;
                known.because = None;
            } else if from != to {
                ties.push(self.tie(tie, from, to));
            }
        }
        ties
    }

    fn tie(&self, tie: &Tie, from: usize, to: usize) -> PictureTie {
        let [one, other] = [tie.from, tie.to].map(|node| self.recommendation(node));
        let (serving, served) = match tie.kind {
            TieKind::Needs | TieKind::Follows => (other.due, one.due),
            TieKind::Relieves => (one.due, other.due),
            TieKind::Informs | TieKind::AddsLoadTo | TieKind::SharesWith => (None, None),
        };
        let days = serving.zip(served).map(|((serving, _), (served, _))| serving.days_since(served));
        PictureTie {
            from,
            to,
            kind: tie.kind,
            because: tie.because.clone(),
            cross_link: !one.domains.iter().any(|domain| other.domains.contains(domain)),
            inversion_days: days.filter(|days| *days > 0),
            count: 1,
        }
    }
}

/// All recommendations, with the ties of their requirements gathered.
pub(super) fn recommendations(pack: &Pack, with_standings: bool) -> Picture {
    let nodes = pack.recommendations.ids().map(Node::Recommendation).collect();
    Drawn { pack, nodes, with_standings }.picture("What the recommendations need of each other")
}

/// What is at most so many ties away from a requirement.
pub(super) fn around(pack: &Pack, number: &str, depth: usize, with_standings: bool) -> Picture {
    let start =
        pack.requirements.ids().find(|id| pack.requirements[*id].number.to_string() == number).unwrap();
    let mut nodes = BTreeSet::from([Node::Requirement(start)]);
    for _ in 0..depth {
        let near = pack.ties.iter().filter(|tie| nodes.contains(&tie.from) || nodes.contains(&tie.to));
        let near: Vec<_> = near.flat_map(|tie| [tie.from, tie.to]).collect();
        nodes.extend(near);
    }
    Drawn { pack, nodes: nodes.into_iter().collect(), with_standings }
        .picture(&format!("What bears on {number}"))
}
