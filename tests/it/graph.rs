//! What ties make of each other: the shipped pack held against what was read out of its report by hand, the rules one
//! by one, and laws over generated packs.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may fail where its own input is wrong"
)]

use std::collections::BTreeSet;

use proptest::prelude::*;
use tipstaff::graph::circle::circles;
use tipstaff::graph::deadline::{Effect, Inversion};
use tipstaff::graph::feedback::Loop;
use tipstaff::graph::{CrossLink, Graph, InWords};
use tipstaff::load;
use tipstaff::pack::rule::{Node, Pack, Tie};
use tipstaff::source::SourceMap;
use tipstaff::vocabulary::TieKind;

use crate::support::{pack, resolved};

/// The shipped pack.
pub(crate) fn shipped() -> Pack {
    load::pack(tipstaff::builtin::PACKS[0].files(), &mut SourceMap::default()).0.unwrap()
}

/// `R2 → R4.1 → R8.1 → R2`
fn round(pack: &Pack, found: &Loop<'_>) -> String {
    let places: Vec<String> = found.places().map(|node| pack.node_id(node)).collect();
    format!("{} → {}", places.join(" → "), places[0])
}

#[test]
fn deadlines_of_the_shipped_pack() {
    let pack = shipped();
    let inversions: Vec<Inversion<'_>> =
        pack.ties.iter().filter_map(|tie| Inversion::of(&pack, tie)).collect();
    // Read by hand: 26 inversions of what is needed or followed, five late reliefs and one unforecast load.
    let count = |effect| inversions.iter().filter(|inversion| inversion.effect == effect).count();
    assert_eq!(Effect::ALL.map(count), [15, 11, 5, 1]);
    let pairs: BTreeSet<_> = inversions
        .iter()
        .map(|inversion| [inversion.late, inversion.early].map(|node| pack.recommendation_of(node)))
        .collect();
    assert_eq!(pairs.len(), 24);
    let told = inversions.iter().fold(String::new(), |told, inversion| {
        let (name, days) = (inversion.effect.name(), inversion.days);
        told + &format!("{name:14} {days:3} {}\n", InWords(&pack, inversion.tie))
    });
    insta::assert_snapshot!(told);
}

/// The cross-links that were read out of the report by hand. X1 and X5 are one tie, as are X4 and X18, and the two of
/// X9 belong to both areas alike.
const CROSS_LINKS: [(&str, &str); 16] = [
    ("X1 X5", "R4.1 adds load to R8.1"),
    ("X2", "R2.1 adds load to R8.1"),
    ("X3", "R1.1 informs R8.1"),
    ("X4 X18", "R10.1 adds load to R2"),
    ("X6", "R4.2 shares with R10.1"),
    ("X7", "R2.1 shares with R8.1"),
    ("X8", "R14 shares with R10.1"),
    ("X10", "R3.2 shares with R12.1"),
    ("X11", "R15 relieves R2"),
    ("X12", "R15 relieves R8.1"),
    ("X13", "R3.1 informs R11"),
    ("X14", "R1.1 informs R11"),
    ("X15", "R4.2 shares with R10.4"),
    ("X16", "R10.3 informs R4.1"),
    ("X17", "R1.2 shares with R10.4"),
    ("X19", "R8.1 shares with R2"),
];

#[test]
fn cross_links_of_the_shipped_pack() {
    let pack = shipped();
    let of = |cross_link| -> BTreeSet<String> {
        let ties = pack.ties.iter().filter(|tie| CrossLink::of(&pack, tie) == Some(cross_link));
        ties.map(|tie| InWords(&pack, tie).to_string()).collect()
    };
    let (between, shared) = (of(CrossLink::Between), of(CrossLink::Shared));
    assert_eq!((between.len(), shared.len()), (13, 15));
    let read: BTreeSet<String> = CROSS_LINKS.iter().map(|(_, tie)| (*tie).to_owned()).collect();
    let all: BTreeSet<String> = between.union(&shared).cloned().collect();
    assert!(between.is_subset(&read), "{:?}", between.difference(&read));
    assert!(read.is_subset(&all), "{:?}", read.difference(&all));
    // Every other one has an end that belongs to both areas.
    let both = ["R13", "R14", "R15"];
    let others = all.difference(&read);
    assert!(others.into_iter().all(|tie| both.iter().any(|id| tie.split(' ').any(|word| word == *id))));
}

#[test]
fn feedback_in_the_shipped_pack() {
    let pack = shipped();
    let feedback = Graph::of(&pack).feedback();
    assert!(!feedback.has_more);
    let told: Vec<String> = feedback.loops.iter().map(|found| round(&pack, found)).collect();
    assert_eq!(told.iter().filter(|round| *round == "R2 → R4.1 → R8.1 → R10.1 → R2").count(), 1);
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn what_most_rests_on_in_the_shipped_pack() {
    let pack = shipped();
    let graph = Graph::of(&pack);
    let (ranks, dependants) = (graph.ranks(), graph.dependants());
    let mut rows: Vec<_> = pack
        .requirements
        .entries()
        .map(|(id, requirement)| (ranks[id], requirement.number.to_string(), dependants[id]))
        .collect();
    rows.sort();
    let told = rows.iter().map(|(rank, id, count)| format!("{rank:2} {id:6} {count}\n"));
    insta::assert_snapshot!(told.collect::<String>());
}

/// Each kind of tie between deadlines in both orders.
#[test]
fn what_serves_must_not_be_due_later() {
    let mut told = String::new();
    for kind in TieKind::ALL {
        for [from, to] in [["2026-10-31", "2026-12-31"], ["2026-12-31", "2026-10-31"], ["2026-10-31"; 2]] {
            let pack = pack(&format!(
                "recommendation R1 \"a\" {{ to force due {from} {} R2.1 requirement R1.1 \"a\" {{ must m: 2 > 1 }} }}\n\
                 recommendation R2 \"b\" {{ to force due {to} requirement R2.1 \"b\" {{ must m: 2 > 1 }} }}",
                kind.name()
            ));
            let tie = pack.ties.first().unwrap();
            let effect = Inversion::of(&pack, tie).map_or("fine".to_owned(), |inversion| {
                let late = pack.node_id(inversion.late);
                format!("{}, {late} is {} days late", inversion.effect.name(), inversion.days)
            });
            told += &format!("{from} {:12} {to}: {effect}\n", kind.name());
        }
    }
    insta::assert_snapshot!(told);
}

// ---- laws ---------------------------------------------------------------------------------------------------------

/// Four recommendations of three requirements each; an end is `R2` or `R2.3`.
const RECOMMENDATIONS: usize = 4;
const PARTS: usize = 3;

/// An end of a tie: a place in the order of requirements, and whether its whole recommendation is meant.
type End = (usize, bool);

fn id(end: End) -> String {
    let (recommendation, part) = (end.0 / PARTS + 1, end.0 % PARTS + 1);
    if end.1 { format!("R{recommendation}") } else { format!("R{recommendation}.{part}") }
}

fn rules(ties: &[(End, TieKind, End)]) -> String {
    let mut written = BTreeSet::new();
    let mut lines = |from: String| -> String {
        let from_here = ties.iter().filter(|(end, _, to)| id(*end) == from && id(*to) != from);
        let lines = from_here.map(|(_, kind, to)| format!(" {} {}", kind.name(), id(*to)));
        lines.filter(|line| written.insert((from.clone(), line.clone()))).collect()
    };
    (0..RECOMMENDATIONS).fold(String::new(), |mut rules, recommendation| {
        let first = recommendation * PARTS;
        rules += &format!(
            "recommendation {0} \"r\" {{ to force{1}\n",
            id((first, true)),
            lines(id((first, true)))
        );
        for place in first..first + PARTS {
            let id = id((place, false));
            rules += &format!("requirement {id} \"q\" {{ must m: 2 > 1{} }}\n", lines(id.clone()));
        }
        rules + "}\n"
    })
}

fn end() -> impl Strategy<Value = End> {
    (0..RECOMMENDATIONS * PARTS, any::<bool>())
}

fn ties(kinds: &'static [TieKind]) -> impl Strategy<Value = Vec<(End, TieKind, End)>> {
    prop::collection::vec((end(), prop::sample::select(kinds), end()), 0..14)
}

const SUPPORTS: [TieKind; 2] = [TieKind::Needs, TieKind::Follows];

/// What a requirement waits for, straight from what a tie means: every requirement of its other end.
fn waits_for(pack: &Pack) -> Vec<(usize, usize)> {
    let parts = |node: Node| -> Vec<usize> {
        let is_part = |(place, requirement): (usize, _)| {
            let (id, _): (_, &tipstaff::pack::rule::Requirement) = requirement;
            let is_in = match node {
                Node::Requirement(one) => one == id,
                Node::Recommendation(whole) => pack.recommendation_of(Node::Requirement(id)) == whole,
            };
            is_in.then_some(place)
        };
        pack.requirements.entries().enumerate().filter_map(is_part).collect()
    };
    let supports = pack.ties.iter().filter(|tie| tie.kind.is_support());
    supports
        .flat_map(|tie| {
            let below = parts(tie.to);
            parts(tie.from)
                .into_iter()
                .flat_map(move |from| below.clone().into_iter().map(move |to| (from, to)))
        })
        .collect()
}

/// Whatever can be reached by waiting.
fn closure(pairs: &[(usize, usize)]) -> Vec<BTreeSet<usize>> {
    let mut below = vec![BTreeSet::new(); RECOMMENDATIONS * PARTS];
    for _ in 0..below.len() {
        for (from, to) in pairs {
            let further = below[*to].clone();
            below[*from].extend(further);
            below[*from].insert(*to);
        }
    }
    below
}

/// Whether something that arrives at one end goes on from the other.
fn goes_on(pack: &Pack, at: Node, from: Node) -> bool {
    let is_whole = |node: Node| matches!(node, Node::Recommendation(_));
    at == from
        || (is_whole(at) || is_whole(from)) && pack.recommendation_of(at) == pack.recommendation_of(from)
}

fn leads_round(pack: &Pack, ties: &[&Tie], ends: impl Fn(&Tie) -> (Node, Node)) -> bool {
    let next = ties.iter().cycle().skip(1);
    !ties.is_empty() && ties.iter().zip(next).all(|(tie, next)| goes_on(pack, ends(tie).1, ends(next).0))
}

proptest! {
    #[test]
    fn a_circle_is_found_exactly_where_there_is_one(ties in ties(&SUPPORTS)) {
        let pack = resolved(&rules(&ties));
        let below = closure(&waits_for(&pack));
        let waiting: Vec<usize> = (0..below.len()).filter(|place| below[*place].contains(place)).collect();
        // Those that wait for each other are one group.
        let groups: BTreeSet<Vec<usize>> = waiting
            .iter()
            .map(|one| waiting.iter().filter(|other| below[*one].contains(other) && below[**other].contains(one)).copied().collect())
            .collect();
        let circles = circles(&pack);
        prop_assert_eq!(circles.len(), groups.len());
        for circle in circles {
            prop_assert!(circle.ties.iter().all(|tie| tie.kind.is_support()));
            prop_assert!(leads_round(&pack, &circle.ties, |tie| (tie.from, tie.to)));
        }
    }

    #[test]
    fn nothing_comes_before_what_it_needs(ties in ties(&SUPPORTS)) {
        // Only ties to what is written later remain, so that there is no circle.
        let forward: Vec<_> = ties.into_iter().filter(|(from, _, to)| from.0 / PARTS < to.0 / PARTS).collect();
        let pack = pack(&rules(&forward));
        let graph = Graph::of(&pack);
        let below = closure(&waits_for(&pack));
        let (ranks, dependants) = (graph.ranks(), graph.dependants());
        let ranks: Vec<usize> = ranks.iter().copied().collect();
        prop_assert_eq!(ranks.iter().collect::<BTreeSet<_>>().len(), ranks.len());
        for (place, below) in below.iter().enumerate() {
            prop_assert!(below.iter().all(|needed| ranks[*needed] < ranks[place]));
        }
        for (place, count) in dependants.iter().enumerate() {
            prop_assert_eq!(*count, below.iter().filter(|below| below.contains(&place)).count());
        }
        // A key decides only among those that could come next.
        let latest_first = graph.order_by_key(std::cmp::Reverse);
        let place_of = |place| latest_first.iter().position(|id| id.index() == place);
        for (place, below) in below.iter().enumerate() {
            prop_assert!(below.iter().all(|needed| place_of(*needed) < place_of(place)));
        }
    }

    #[test]
    fn loops_lead_round_and_are_told_once(ties in ties(&TieKind::ALL)) {
        let pack = resolved(&rules(&ties));
        let feedback = Graph::of(&pack).feedback();
        let bears = |tie: &Tie| match tie.kind.is_support() {
            true => (tie.to, tie.from),
            false => (tie.from, tie.to),
        };
        let mut told = BTreeSet::new();
        for found in &feedback.loops {
            prop_assert!(found.ties.iter().any(|tie| tie.kind.is_load()));
            prop_assert!(found.ties.iter().all(|tie| tie.kind != TieKind::SharesWith));
            prop_assert!(leads_round(&pack, &found.ties, bears));
            let mut words: Vec<String> = found.ties.iter().map(|tie| InWords(&pack, tie).to_string()).collect();
            words.sort();
            prop_assert!(told.insert(words));
        }
        // A load is in a loop that is told exactly where what it bears on comes back to it.
        let places: Vec<_> = pack.ties.iter().filter(|tie| tie.kind != TieKind::SharesWith).collect();
        for load in places.iter().filter(|tie| tie.kind.is_load()) {
            let mut reached: Vec<Node> = vec![bears(load).1];
            for _ in 0..places.len() {
                let more: Vec<Node> = places
                    .iter()
                    .filter(|tie| reached.iter().any(|at| goes_on(&pack, *at, bears(tie).0)))
                    .map(|tie| bears(tie).1)
                    .collect();
                reached.extend(more);
                reached.sort();
                reached.dedup();
            }
            let comes_back = reached.iter().any(|at| goes_on(&pack, *at, bears(load).0));
            let is_told = feedback.loops.iter().any(|found| found.ties.iter().any(|tie| std::ptr::eq(*tie, *load)));
            prop_assert_eq!(comes_back, is_told || feedback.has_more);
        }
    }
}
