//! What ties cost, on generated packs of one size and twice that: `cargo bench --bench graph`.

#![expect(clippy::unwrap_used, reason = "a benchmark may fail where its own input is wrong")]
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "generated input stays far from any limit"
)]

use std::fmt::Write;

use divan::Bencher;
use tipstaff::builtin;
use tipstaff::graph::Graph;
use tipstaff::graph::circle::circles;
use tipstaff::graph::consequence::{Answer, Answers};
use tipstaff::graph::selection::Selection;
use tipstaff::load::{self, PackFiles};
use tipstaff::pack::Slots;
use tipstaff::pack::rule::Pack;
use tipstaff::report::graph::{GraphReport, text};
use tipstaff::report::terminal::Style;
use tipstaff::source::SourceMap;
use tipstaff::vocabulary::{Assurance, Outcome, TieKind};

/// How many requirements; there are ten times as many ties.
const SIZES: [usize; 3] = [1_000, 2_000, 4_000];
/// Requirements of one recommendation.
const PARTS: usize = 5;

fn main() {
    divan::main();
}

/// Numbers that look like chance and are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

/// Rules with ten ties for each requirement, of all kinds, a tenth of them to whole recommendations. Nothing waits for
/// what is written after it, so that there is no circle.
fn rules(requirements: usize) -> String {
    let mut numbers = Numbers(1);
    let mut rules = String::new();
    for place in 0..requirements {
        let (recommendation, part) = (place / PARTS + 1, place % PARTS + 1);
        if part == 1 {
            let (month, day) = (numbers.below(12) + 1, numbers.below(28) + 1);
            let domain = ["ocsae", "mosovo", "ocsae, mosovo"][numbers.below(3)];
            writeln!(
                rules,
                "recommendation R{recommendation} \"r\" {{ to force domain {domain} due 2027-{month:02}-{day:02}"
            )
            .unwrap();
        }
        write!(rules, "requirement R{recommendation}.{part} \"q\" {{ must m: 2 > 1").unwrap();
        let mut written = std::collections::BTreeSet::new();
        while written.len() < 10 {
            let kind = TieKind::ALL[numbers.below(6)];
            // Only what stands before the whole recommendation can be waited for; at the very start nothing can.
            let earlier = (recommendation - 1) * PARTS;
            let is_support = kind.is_support() && earlier > 0;
            let kind = if kind.is_support() && !is_support { TieKind::Informs } else { kind };
            let to = numbers.below(if is_support { earlier } else { requirements });
            let (to, to_part) = (to / PARTS + 1, to % PARTS + 1);
            if to == recommendation {
                continue;
            }
            let whole = numbers.below(10) == 0;
            let to = if whole { format!("R{to}") } else { format!("R{to}.{to_part}") };
            if written.insert((kind, to.clone())) {
                write!(rules, " {} {to}", kind.name()).unwrap();
            }
        }
        rules.push_str(if part == PARTS { " }\n}\n" } else { " }\n" });
    }
    rules
}

fn files(requirements: usize) -> PackFiles {
    let shipped = builtin::PACKS.first().unwrap().files();
    PackFiles { rules: vec![("own.rules".to_owned(), rules(requirements))], ..shipped }
}

fn pack(files: PackFiles) -> Pack {
    let pack = load::pack(files, &mut SourceMap::default()).0.unwrap();
    assert_eq!(pack.ties.len(), pack.requirements.len() * 10);
    pack
}

#[divan::bench(args = SIZES)]
fn parse_resolve_and_check(bencher: Bencher<'_, '_>, requirements: usize) {
    bencher.with_inputs(|| files(requirements)).bench_values(pack);
}

#[divan::bench(args = SIZES)]
fn look_for_circles(bencher: Bencher<'_, '_>, requirements: usize) {
    let pack = pack(files(requirements));
    bencher.bench(|| circles(&pack).len());
}

#[divan::bench(args = SIZES)]
fn find_loops(bencher: Bencher<'_, '_>, requirements: usize) {
    let pack = pack(files(requirements));
    bencher.bench(|| Graph::of(&pack).feedback().loops.len());
}

#[divan::bench(args = SIZES)]
fn count_dependants(bencher: Bencher<'_, '_>, requirements: usize) {
    let pack = pack(files(requirements));
    bencher.bench(|| Graph::of(&pack).dependants());
}

/// All that is found in a graph, and what outcomes mean for each other in it.
#[divan::bench(args = SIZES)]
fn analyse(bencher: Bencher<'_, '_>, requirements: usize) {
    let pack = pack(files(requirements));
    let outcome = |place: usize| if place.is_multiple_of(7) { Outcome::NotMet } else { Outcome::Met };
    let answers: Answers = Slots::new(&pack.requirements, |id| {
        let outcome = outcome(id.index());
        Some(Answer { outcome, assurance: Assurance::Stated, has_gap: outcome != Outcome::Met })
    });
    let sources = SourceMap::default();
    bencher.bench(|| {
        let report = GraphReport::of(&sources, &pack, &[], Selection::default());
        let found = Graph::of(&pack).consequences(&answers, |_| true);
        report.inversions.len() + report.feedback.loops.len() + found.at_risk.len()
    });
}

#[divan::bench(args = SIZES)]
fn write_the_graph(bencher: Bencher<'_, '_>, requirements: usize) {
    let pack = pack(files(requirements));
    let sources = SourceMap::default();
    let report = GraphReport::of(&sources, &pack, &[], Selection::default());
    bencher.bench(|| text::write(&report, Style { color: false, width: 80 }, false).len());
}
