//! What a check costs, stage by stage, on the shipped pack: `cargo bench`.

#![expect(clippy::unwrap_used, reason = "a benchmark may fail where its own input is wrong")]

use std::fmt::Write;
use std::process::{Command, Stdio};

use divan::{Bencher, black_box};
use tipstaff::assessment::{self, Assessment, AssessmentFiles, FileProblem};
use tipstaff::builtin;
use tipstaff::evaluate::expr::Context;
use tipstaff::evaluate::outcome::{Question, evaluate};
use tipstaff::load::{self, PackFiles};
use tipstaff::pack::rule::Pack;
use tipstaff::pack::{Date, Partial, Slots, Truth};
use tipstaff::source::SourceMap;
use tipstaff::syntax;

const ASSESSMENT: &str = include_str!("../examples/forces/fictional/wexmouth.toml");

fn main() {
    divan::main();
}

fn shipped() -> PackFiles {
    builtin::PACKS.first().unwrap().files()
}

fn pack(files: PackFiles) -> Pack {
    load::pack(files, &mut SourceMap::default()).0.unwrap()
}

/// Every evidence file is there; hashing them is not what is measured.
struct AnyFile;

impl AssessmentFiles for AnyFile {
    fn sha256(&self, path: &str) -> Result<String, FileProblem> {
        let entry = ASSESSMENT.split("[[evidence]]").find(|entry| entry.contains(path)).unwrap();
        Ok(entry.split("sha256   = \"").nth(1).unwrap().chars().take(64).collect())
    }

    fn extract(&self, _: &str) -> Result<Vec<u8>, FileProblem> {
        Err(FileProblem::Missing)
    }
}

fn read(pack: &Pack) -> Assessment {
    let mut sources = SourceMap::default();
    let file = sources.add("wexmouth.toml", ASSESSMENT);
    let (submission, _) = assessment::read(file, ASSESSMENT);
    assessment::load(submission.unwrap(), pack, &AnyFile).0.unwrap()
}

#[divan::bench]
fn parse_the_shipped_pack(bencher: Bencher<'_, '_>) {
    let files = shipped();
    bencher.bench(|| {
        let mut sources = SourceMap::default();
        let file = sources.add("rules", "");
        files.rules.iter().map(|(_, text)| syntax::parse(file, text).tree.items.len()).sum::<usize>()
    });
}

#[divan::bench]
fn parse_and_resolve_the_shipped_pack(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(shipped).bench_values(pack);
}

#[divan::bench]
fn load_one_assessment(bencher: Bencher<'_, '_>) {
    let pack = pack(shipped());
    bencher.bench(|| read(&pack));
}

#[divan::bench]
fn evaluate_one_assessment(bencher: Bencher<'_, '_>) {
    let pack = pack(shipped());
    let assessment = read(&pack);
    let question = Question { as_of: assessment.as_of, assurance: pack.manifest.assurance };
    bencher.bench(|| evaluate(&pack, &assessment, question));
}

/// Sixty predicates of the kinds that rules are made of, over facts that are all stated.
#[divan::bench]
fn sixty_predicates(bencher: Bencher<'_, '_>) {
    let kinds = [
        "triage.open_referrals >= 10",
        "triage.kirat_used is 100%",
        "lifecycle.interval <= 3 months",
        "visits.authorising_rank >= sergeant",
        "bail.checked_proactively",
        "arrest.reviewed_on <= as_of",
        "visits.made > visits.exceptions",
        "data.source in [visor_direct, visor_extract]",
        "supervisors.signs_covered covers [trauma, burnout]",
        "if bail.suspects_on_bail > 0 then bail.every_period >= 95%",
    ];
    let mut clauses = String::new();
    for index in 0..60 {
        writeln!(clauses, "must c{index}: {}", kinds.iter().cycle().nth(index).unwrap()).unwrap();
    }
    let mut files = shipped();
    files.rules.push((
        "sixty.rules".to_owned(),
        format!("recommendation R99 \"Sixty\" {{ to force requirement R99.1 \"Sixty\" {{ {clauses} }} }}"),
    ));
    let pack = pack(files);
    let assessment = read(&pack);
    let facts = Slots::new(&pack.facts, |fact| assessment.facts[fact].known.clone());
    let defines = Slots::new(&pack.defines, |define| {
        let ty = pack.defines[define].ty;
        Partial::unknown(ty, pack.members(ty.base))
    });
    let as_of = Date::parse("2026-11-01").unwrap();
    let context = Context { pack: &pack, facts: &facts, defines: &defines, as_of, due: None };
    let requirement = pack.requirements.iter().last().unwrap();
    bencher.bench(|| {
        let answers = requirement.clauses.iter().map(|clause| context.truth(black_box(&clause.condition)));
        answers.filter(|answer| *answer == Truth::Yes).count()
    });
}

#[divan::bench]
fn the_whole_process_cold(bencher: Bencher<'_, '_>) {
    bencher.bench(|| {
        Command::new(env!("CARGO_BIN_EXE_tipstaff"))
            .args(["check", concat!(env!("CARGO_MANIFEST_DIR"), "/examples/forces/cheshire.toml")])
            .stdout(Stdio::null())
            .status()
            .unwrap()
    });
}
