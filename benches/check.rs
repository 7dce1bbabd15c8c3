//! What a check costs, stage by stage, on the shipped pack: `cargo bench`.

#![expect(clippy::unwrap_used, reason = "a benchmark may fail where its own input is wrong")]
#![expect(clippy::arithmetic_side_effects, reason = "generated input stays far from any limit")]

use std::fmt::Write;
use std::process::{Command, Stdio};

use divan::{Bencher, black_box};
use tipstaff::assessment::{self, Assessment, AssessmentFiles, Blocks, FileProblem};
use tipstaff::builtin;
use tipstaff::evaluate::compute::compute;
use tipstaff::evaluate::expr::Context;
use tipstaff::evaluate::outcome::{Question, evaluate};
use tipstaff::load::{self, PackFiles};
use tipstaff::pack::rule::Pack;
use tipstaff::pack::{Date, Truth};
use tipstaff::repair::plan;
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

/// Every evidence file is there; hashing them is not what is measured. Extracts are read from the examples.
struct AnyFile;

impl AssessmentFiles for AnyFile {
    fn sha256(&self, path: &str) -> Result<String, FileProblem> {
        let entry = ASSESSMENT.split("[[evidence]]").find(|entry| entry.contains(path)).unwrap();
        Ok(entry.split("sha256   = \"").nth(1).unwrap().chars().take(64).collect())
    }

    fn extract(&self, path: &str) -> Result<Blocks<'_>, FileProblem> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/forces/fictional");
        let bytes = std::fs::read(format!("{folder}/{path}")).map_err(|_| FileProblem::Missing)?;
        Ok(Box::new(std::iter::once(Ok(bytes))))
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
    let as_of = Date::parse("2026-11-01").unwrap();
    let values = compute(&pack, &assessment, as_of, None);
    let context = Context::new(&pack, &assessment.records, &values, as_of);
    let requirement = pack.requirements.iter().last().unwrap();
    bencher.bench(|| {
        let answers = requirement.clauses.iter().map(|clause| context.truth(black_box(&clause.condition)));
        answers.filter(|answer| *answer == Truth::Yes).count()
    });
}

/// Rules over visits and the offenders that they are made to: five measured facts and a clause for each row.
const VISITS: &str = r#"
choice risk { low < medium < high < very_high }
choice evidence_kind { extract }
table offenders { key id: text  risk: risk  under_order: yesno }
table visits each v {
  key id: text  offender: offenders  on: date  announced: yesno  officers: count  authorised_on: optional date
  counted: yesno = v.on within 12 months
  exception: yesno = v.announced or v.officers < 2
}
facts visiting {
  made: count { measured as count v in visits where v.counted }
  in_pairs: percent { measured as share v in visits where v.counted: v.officers >= 2 }
  exceptions: count { measured as count v in visits where v.counted and v.exception }
  authorised: percent { measured as share v in visits where v.counted and v.exception:
                          v.authorised_on is recorded and v.authorised_on <= v.on }
  high_risk: percent { measured as share v in visits where v.counted: v.offender.risk >= high }
}
recommendation R10 "Visits" { to force domain mosovo
  requirement R10.1 "Visits" {
    must pairs: visiting.in_pairs >= 90% and visiting.authorised >= 50% and visiting.high_risk >= 10%
    must some: visiting.made > 0 and visiting.exceptions < visiting.made
    must each: every v in visits where v.counted and v.exception: v.offender.under_order or v.officers >= 1
           finding "{v.id}"
  }
}
"#;

/// Fifty thousand visits to five thousand offenders, one cell in a hundred blank.
struct ManyVisits(String, String);

impl ManyVisits {
    fn new() -> ManyVisits {
        let mut offenders = "id,risk,under_order\n".to_owned();
        for offender in 0..5_000 {
            let risk = ["low", "medium", "high", "very_high"].iter().cycle().nth(offender % 7).unwrap();
            writeln!(offenders, "O{offender},{risk},{}", yes(offender % 3 == 0)).unwrap();
        }
        let mut visits = "id,offender,on,announced,officers,authorised_on\n".to_owned();
        for visit in 0..50_000_usize {
            let (month, day) = (visit % 12 + 1, visit % 28 + 1);
            let officers =
                if visit % 100 == 7 { String::new() } else { (1 + usize::from(visit % 20 != 0)).to_string() };
            let authorised = if visit % 2 == 0 { "2025-01-01" } else { "" };
            writeln!(
                visits,
                "V{visit},O{},2026-{month:02}-{day:02},{},{officers},{authorised}",
                visit * 7 % 5_000,
                yes(visit % 25 == 0)
            )
            .unwrap();
        }
        ManyVisits(offenders, visits)
    }

    fn pack() -> Pack {
        let rules = vec![("visits.rules".to_owned(), VISITS.to_owned())];
        pack(PackFiles { rules, ..shipped() })
    }

    fn read(&self, pack: &Pack) -> Assessment {
        let text = "[assessment]\nformat = 1\nbody = \"A force\"\nkind = \"force\"\npack = \"hmicfrs_2026_04\"\n\
                    version = \"^1\"\nas_of = 2026-12-31\npublished = true\n\
                    [tables]\noffenders = \"offenders.csv\"\nvisits = \"visits.csv\"\n";
        let mut sources = SourceMap::default();
        let file = sources.add("force.toml", text);
        let (submission, _) = assessment::read(file, text);
        assessment::load(submission.unwrap(), pack, self).0.unwrap()
    }
}

fn yes(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

impl AssessmentFiles for ManyVisits {
    fn sha256(&self, _: &str) -> Result<String, FileProblem> {
        Err(FileProblem::Missing)
    }

    fn extract(&self, path: &str) -> Result<Blocks<'_>, FileProblem> {
        let ManyVisits(offenders, visits) = self;
        let text = if path == "visits.csv" { visits } else { offenders };
        Ok(Box::new(std::iter::once(Ok(text.clone().into_bytes()))))
    }
}

#[divan::bench(sample_count = 10)]
fn read_fifty_thousand_visits(bencher: Bencher<'_, '_>) {
    let (records, pack) = (ManyVisits::new(), ManyVisits::pack());
    bencher.bench(|| records.read(&pack));
}

#[divan::bench(sample_count = 10)]
fn evaluate_fifty_thousand_visits(bencher: Bencher<'_, '_>) {
    let (records, pack) = (ManyVisits::new(), ManyVisits::pack());
    let assessment = records.read(&pack);
    let question = Question { as_of: assessment.as_of, assurance: pack.manifest.assurance };
    bencher.bench(|| evaluate(&pack, &assessment, question));
}

/// How every gap of a response with a gap in each of its 22 requirements can be closed.
#[divan::bench]
fn plan_the_way_out_of_every_gap(bencher: Bencher<'_, '_>) {
    let pack = pack(shipped());
    let text = include_str!("../examples/forces/cheshire.toml");
    let file = SourceMap::default().add("cheshire.toml", text);
    let (submission, _) = assessment::read(file, text);
    let assessment = assessment::load(submission.unwrap(), &pack, &AnyFile).0.unwrap();
    let question = Question { as_of: assessment.as_of, assurance: pack.manifest.assurance };
    let evaluation = evaluate(&pack, &assessment, question);
    bencher.bench(|| plan(&pack, &assessment, &evaluation));
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
