//! The graph as a picture: which boxes and ties a drawing shows.

use std::collections::{BTreeMap, BTreeSet};

use super::GraphReport;
use super::words::answer_in_words;
use crate::graph::deadline::Inversion;
use crate::graph::picture::{Picture, PictureBox, PictureTie, Standing};
use crate::graph::{CrossLink, due};
use crate::pack::rule::{Node, Tie};
use crate::pack::words;
use crate::vocabulary::TieKind;

/// A drawing of more boxes than this shows recommendations alone.
pub const MOST_BOXES: usize = 30;

/// What a drawing shows of the part that was asked for: its recommendations and requirements with their ties; where
/// they are too many, the recommendations, with the ties of their requirements gathered.
pub fn picture(report: &GraphReport<'_>) -> Picture {
    let pack = report.pack;
    let ends: BTreeSet<Node> = report.selected.ties.iter().flat_map(|tie| [tie.from, tie.to]).collect();
    let centre = report.selection.around.map(|(node, _)| node);
    // A recommendation whose requirements alone are tied would be a box without a line.
    let is_drawn = |node: &Node| ends.contains(node) || centre == Some(*node);
    let mut nodes: Vec<Node> = report.selected.nodes.iter().copied().filter(is_drawn).collect();
    let is_whole = nodes.len() > MOST_BOXES;
    let lifted = |node| if is_whole { Node::Recommendation(pack.recommendation_of(node)) } else { node };
    if is_whole {
        let all = report.selected.nodes.iter().map(|node| lifted(*node)).collect::<BTreeSet<Node>>();
        nodes = all.into_iter().collect();
    }
    let place_of: BTreeMap<Node, usize> =
        nodes.iter().enumerate().map(|(place, node)| (*node, place)).collect();
    let mut gathered: BTreeMap<(usize, usize, TieKind), Vec<&Tie>> = BTreeMap::new();
    for tie in &report.selected.ties {
        let (from, to) = (lifted(tie.from), lifted(tie.to));
        if let (Some(from), Some(to)) = (place_of.get(&from), place_of.get(&to))
            && from != to
        {
            gathered.entry((*from, *to, tie.kind)).or_default().push(tie);
        }
    }
    let ties: Vec<PictureTie> =
        gathered.into_iter().map(|(ends, ties)| gather(report, ends, &ties)).collect();
    Picture {
        title: title(report),
        description: description(&nodes, &ties, is_whole),
        boxes: nodes.iter().map(|node| drawn(report, *node)).collect(),
        areas: pack.manifest.domains.clone(),
        ties,
    }
}

fn drawn(report: &GraphReport<'_>, node: Node) -> PictureBox {
    let pack = report.pack;
    let recommendation = &pack.recommendations[pack.recommendation_of(node)];
    let title = match node {
        Node::Recommendation(_) => &recommendation.title,
        Node::Requirement(id) => &pack.requirements[id].title,
    };
    let standing = report.answer(node).map(|answer| Standing {
        outcome: answer.outcome,
        words: answer_in_words(answer),
        at_risk: report.at_risk.contains(&node),
    });
    let to: Vec<&str> = recommendation.to.iter().map(String::as_str).collect();
    PictureBox {
        id: pack.node_id(node),
        title: title.clone(),
        due: due(pack, node).map(|date| date.to_string()),
        to: words::list(&to, "and").replace('_', " "),
        areas: recommendation.domains.clone(),
        standing,
    }
}

/// The ties of one kind between two boxes as one.
fn gather(report: &GraphReport<'_>, (from, to, kind): (usize, usize, TieKind), ties: &[&Tie]) -> PictureTie {
    let inversions = ties.iter().filter_map(|tie| Inversion::of(report.pack, tie));
    let because = match ties {
        [alone] => alone.because.clone(),
        _ => None,
    };
    PictureTie {
        from,
        to,
        kind,
        because,
        cross_link: ties.iter().any(|tie| CrossLink::of(report.pack, tie).is_some()),
        inversion_days: inversions.map(|inversion| inversion.days).max(),
        count: ties.len(),
    }
}

fn title(report: &GraphReport<'_>) -> String {
    let of = match (&report.selection.around, &report.selection.domain) {
        (Some((node, _)), _) => format!("what is around {}", report.pack.node_id(*node)),
        (None, Some(domain)) => format!("the domain {domain}"),
        (None, None) => "how its recommendations bear on each other".to_owned(),
    };
    format!("{}: {of}", report.pack.manifest.title)
}

fn description(nodes: &[Node], ties: &[PictureTie], is_whole: bool) -> String {
    let cross_links = ties.iter().filter(|tie| tie.cross_link).count();
    let late = ties.iter().filter(|tie| tie.inversion_days.is_some()).count();
    let boxes = if is_whole { "recommendations" } else { "recommendations and requirements" };
    let gathered =
        if is_whole { " The ties of requirements are gathered at their recommendations." } else { "" };
    format!(
        "{} {boxes} with {} {}. Cross-links between domains: {cross_links}. Ties with their deadlines the wrong way \
         round: {late}.{gathered}",
        nodes.len(),
        ties.len(),
        if ties.len() == 1 { "tie" } else { "ties" },
    )
}
