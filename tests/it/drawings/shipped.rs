//! Pictures of the shipped pack.

use tipstaff::builtin;
use tipstaff::graph::picture::{Picture, Standing};
use tipstaff::graph::selection::Selection;
use tipstaff::load;
use tipstaff::pack::rule::{Node, Pack};
use tipstaff::report::graph::GraphReport;
use tipstaff::report::graph::drawing::picture;
use tipstaff::source::SourceMap;
use tipstaff::vocabulary::Outcome;

/// The shipped pack.
pub(super) fn shipped() -> Pack {
    let (pack, mistakes) = load::pack(builtin::PACKS[0].files(), &mut SourceMap::default());
    assert!(mistakes.is_empty());
    pack.unwrap()
}

/// All recommendations, with the ties of their requirements gathered.
pub(super) fn recommendations(pack: &Pack, with_standings: bool) -> Picture {
    drawn(pack, Selection::default(), with_standings)
}

/// What is at most so many ties away from a requirement.
pub(super) fn around(pack: &Pack, number: &str, depth: usize, with_standings: bool) -> Picture {
    let start =
        pack.requirements.ids().find(|id| pack.requirements[*id].number.to_string() == number).unwrap();
    let around = Some((Node::Requirement(start), depth));
    drawn(pack, Selection { around, ..Selection::default() }, with_standings)
}

fn drawn(pack: &Pack, selection: Selection, with_standings: bool) -> Picture {
    let sources = SourceMap::default();
    let mut picture = picture(&GraphReport::of(&sources, pack, &[], selection));
    let forces = picture.boxes.iter_mut().filter(|drawn| drawn.to == "force");
    forces.filter(|_| with_standings).for_each(|drawn| drawn.standing = Some(invented(&drawn.id)));
    picture
}

/// The standings are of no body, and show every outcome.
fn invented(id: &str) -> Standing {
    let outcome = Outcome::ALL[id.bytes().map(usize::from).sum::<usize>() % 5];
    let words = match outcome {
        Outcome::Met => "met (evidenced)".to_owned(),
        other => other.name().replace('_', " "),
    };
    Standing { outcome, words, at_risk: outcome == Outcome::Met }
}
