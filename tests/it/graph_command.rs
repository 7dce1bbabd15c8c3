//! `tipstaff graph` as the built program, and what `tipstaff check` says of ties; pictures of parts of the graph.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail where the program cannot be run"
)]

use std::fs;

use insta::assert_snapshot;
use serde_json::Value;
use tempfile::TempDir;
use tipstaff::graph::picture::Picture;
use tipstaff::graph::selection::Selection;
use tipstaff::pack::rule::{Node, Pack};
use tipstaff::report::graph::GraphReport;
use tipstaff::report::graph::drawing::{MOST_BOXES, picture};
use tipstaff::source::SourceMap;
use tipstaff::vocabulary::TieKind;

use crate::graph::shipped;
use crate::program::{complained, pack, printed, shown, strays_from_schema, tipstaff, transcript};

const SCHEMA: &str = include_str!("../../docs/tipstaff-graph.schema.json");
const RESULT_SCHEMA: &str = include_str!("../../docs/tipstaff-result.schema.json");
const CHESHIRE: &str = "examples/forces/cheshire.toml";
const COLLEGE: &str = "examples/national/college.toml";
const WEXMOUTH: &str = "examples/forces/fictional/wexmouth.toml";

/// A fact for each requirement, and a tie of each kind that an outcome can make something of.
const RULES: &str = r#"
facts f { a: yesno b: yesno c: yesno d: yesno e: yesno g: yesno h: yesno i: yesno j: yesno k: yesno }
recommendation R1 "Met, and resting on others" { to force  domain ocsae
  requirement R1.1 "straight" { must m: f.a  needs R2.1 }
  requirement R1.2 "by way of R1.1" { must m: f.b  needs R1.1 }
  requirement R1.3 "on a whole recommendation" { must m: f.c  follows R3 }
  requirement R1.4 "on another body" { must m: f.d  needs R5 }
}
recommendation R2 "Open" { to force  domain ocsae
  requirement R2.1 "not met" { must m: f.e  adds_load_to R4.1  shares_with R4.1 }
}
recommendation R3 "Open in a part" { to force  domain mosovo
  requirement R3.1 "met" { must m: f.g  relieves R2.1  adds_load_to R2.1 }
  requirement R3.2 "not shown" { must m: f.h  informs R1.1  relieves R2.1 }
}
recommendation R4 "Not met" { to force  domain mosovo
  requirement R4.1 "not met" { must m: f.i }
}
recommendation R5 "Of another body" { to college  domain ocsae, mosovo
  requirement R5.1 "a" { must m: f.j }
  requirement R5.2 "b" { must m: f.k }
}
"#;

/// A folder with the rules, a force and a college; `college` is what the latter states.
fn bodies(college: &str) -> TempDir {
    let folder = pack(RULES);
    let write = |name: &str, kind: &str, facts: &str| {
        let text = format!(
            "[assessment]\nformat = 1\nbody = \"The {kind}\"\nkind = \"{kind}\"\npack = \"hmicfrs_2026_04\"\n\
             version = \"^1\"\nas_of = 2026-06-10\npublished = true\n[facts.f]\n{facts}"
        );
        fs::write(folder.path().join(name), text).unwrap();
    };
    write("force.toml", "force", "a = true\nb = true\nc = true\nd = true\ne = false\ng = true\ni = false\n");
    write("college.toml", "college", college);
    folder
}

/// The program with these rules, and files of their folder.
fn run(folder: &TempDir, command: &str, arguments: &[&str], files: &[&str]) -> std::process::Output {
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let files: Vec<String> = files.iter().map(|name| path(name)).collect();
    let mut all = vec![command.to_owned(), "--rules".to_owned(), folder.path().to_str().unwrap().to_owned()];
    all.extend(arguments.iter().map(|argument| (*argument).to_owned()).chain(files));
    tipstaff(&all.iter().map(String::as_str).collect::<Vec<_>>())
}

fn json(output: &std::process::Output, schema: &str) -> Value {
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    let strays = strays_from_schema(schema, &result);
    assert!(strays.is_empty(), "{}", strays.join("\n"));
    result
}

#[test]
fn a_check_says_what_rests_on_what() {
    let section = |college: &str, files: &[&str], arguments: &[&str]| {
        let output = run(&bodies(college), "check", arguments, files);
        assert_eq!(output.status.code(), Some(1), "{}", transcript(&output));
        let printed = printed(&output);
        let section = printed.split("What rests on what").nth(1).unwrap();
        section.split("Summary").next().unwrap().to_owned()
    };
    // Alone it is not known how the college stands, with it one part of R5 is not met.
    assert_snapshot!("a_check_of_a_force_alone", section("", &["force.toml"], &["--assurance", "stated"]));
    let college = "j = false\nk = true\n";
    let files = ["force.toml", "college.toml"];
    assert_snapshot!("a_check_with_the_college", section(college, &files, &["--assurance", "stated"]));
    assert_snapshot!(
        "a_check_in_sentences",
        section(college, &files, &["--assurance", "stated", "--format", "narrated"])
    );
}

#[test]
fn programs_read_what_rests_on_what() {
    let output = run(&bodies("j = false\n"), "check", &["--format", "json"], &["force.toml", "college.toml"]);
    let result = json(&output, RESULT_SCHEMA);
    insta::assert_json_snapshot!(result["assessments"][0]["graph"]);
    // What is at risk is met, and stays so.
    let at_risk = result.pointer("/assessments/0/recommendations/0/requirements/0/outcome").unwrap();
    assert_eq!(at_risk, "met");
}

#[test]
fn a_section_without_anything_to_say_is_left_out() {
    let folder = pack(
        "facts f { a: yesno }\nrecommendation R1 \"r\" { to force requirement R1.1 \"q\" { must m: f.a } }",
    );
    let text = "[assessment]\nformat = 1\nbody = \"The force\"\nkind = \"force\"\npack = \"hmicfrs_2026_04\"\n\
                version = \"^1\"\nas_of = 2026-06-10\npublished = true\n";
    fs::write(folder.path().join("force.toml"), text).unwrap();
    assert!(!printed(&run(&folder, "check", &[], &["force.toml"])).contains("What rests on what"));
}

#[test]
fn the_shipped_graph_is_told() {
    assert_snapshot!(transcript(&tipstaff(&["graph"])));
}

#[test]
fn outcomes_are_told_with_the_graph() {
    let arguments = ["graph", "--around", "R10.3", "--depth", "1", WEXMOUTH, COLLEGE];
    assert_snapshot!(transcript(&tipstaff(&arguments)));
}

#[test]
fn a_part_of_the_graph_is_told() {
    let quiet = |arguments: &[&str]| {
        let output = tipstaff(&[&["graph", "--quiet"], arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
        printed(&output).lines().skip(2).map(|line| format!("{line}\n")).collect::<String>()
    };
    let parts: [&[&str]; 7] = [
        &["--domain", "mosovo"],
        &["--around", "R8.3"],
        &["--around", "R8.3", "--depth", "2"],
        &["--around", "R8", "--depth", "0"],
        &["--only", "needs,adds_load_to"],
        &["--only", "relieves", "--around", "R2.1", "--depth", "200"],
        &["--domain", "ocsae", "--only", "follows", "--around", "R15"],
    ];
    let told = parts.map(|arguments| format!("{}\n{}\n", arguments.join(" "), quiet(arguments)));
    assert_snapshot!(told.concat());
}

#[test]
fn what_cannot_be_shown_is_an_error() {
    let wrong: [&[&str]; 6] = [
        &["--around", "R8.9"],
        &["--around", "hello", "--domain", "oscae"],
        &["--only", "need"],
        &["--depth", "2"],
        &["missing.toml"],
        &["--rules", "examples"],
    ];
    let told = wrong.map(|arguments| {
        let output = tipstaff(&[&["graph"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{}", transcript(&output));
        assert_eq!(printed(&output), "");
        format!("graph {}\n{}\n", arguments.join(" "), complained(&output))
    });
    assert_snapshot!(told.concat());
}

#[test]
fn an_assessment_that_cannot_be_read_hides_no_other() {
    let output = tipstaff(&["graph", "--quiet", CHESHIRE, "missing.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(printed(&output).contains("with Cheshire Constabulary (force)"));
    assert!(complained(&output).contains("cannot read `missing.toml`"));
}

#[test]
fn a_graph_is_never_written_over_what_it_is_about() {
    let folder = bodies("");
    let file = folder.path().join("force.toml").to_str().unwrap().to_owned();
    let before = fs::read_to_string(&file).unwrap();
    let output = run(&folder, "graph", &["--output", &file], &["force.toml"]);
    assert_eq!((output.status.code(), printed(&output).as_str()), (Some(2), ""));
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
    let rules = folder.path().join("own.rules").to_str().unwrap().to_owned();
    assert_eq!(run(&folder, "graph", &["--output", &rules], &[]).status.code(), Some(2));
    assert_eq!(fs::read_to_string(&rules).unwrap(), RULES);
}

#[test]
fn circles_stop_every_command() {
    let folder = pack(
        "recommendation R1 \"r\" { to force requirement R1.1 \"q\" { must m: 2 > 1 needs R2 } }\n\
         recommendation R2 \"r\" { to force requirement R2.1 \"q\" { must m: 2 > 1 follows R1 } }",
    );
    let path = shown(folder.path());
    for command in ["graph", "test"] {
        let output = tipstaff(&[command, "--rules", &path]);
        assert_eq!(output.status.code(), Some(2));
        assert_snapshot!("circles_stop_every_command", complained(&output).replace(&path, "[folder]"));
    }
}

#[test]
fn programs_read_the_graph() {
    let result = json(&tipstaff(&["graph", "--format", "json"]), SCHEMA);
    let count = |key: &str| result[key].as_array().unwrap().len();
    assert_eq!((count("nodes"), count("ties"), count("loops")), (47, 81, 15));
    let inverted = |tie: &&Value| !tie["inversion"].is_null();
    assert_eq!(result["ties"].as_array().unwrap().iter().filter(inverted).count(), 32);
    assert!(result["outcomes"].is_null());

    let folder = bodies("j = false\n");
    let output =
        run(&folder, "graph", &["--format", "json", "--around", "R1.4"], &["force.toml", "college.toml"]);
    let told = String::from_utf8(output.stdout.clone()).unwrap();
    json(&output, SCHEMA);
    let told = told.replace(&shown(folder.path()), "[folder]");
    let version = format!("\"{}\"", env!("CARGO_PKG_VERSION"));
    assert_snapshot!(told.replacen(&version, "\"[version]\"", 1));
    let empty = json(&tipstaff(&["graph", "--format", "json", "--around", "R2", "--depth", "0"]), SCHEMA);
    assert_eq!(empty["nodes"].as_array().unwrap().len(), 1);
}

// ---- drawings -----------------------------------------------------------------------------------------------------

fn drawn(pack: &Pack, selection: Selection) -> Picture {
    picture(&GraphReport::of(&SourceMap::default(), pack, &[], selection))
}

/// `R8.3 needs R7 ×2 late 181 cross`
fn in_words(picture: &Picture) -> String {
    let lines = picture.ties.iter().map(|tie| {
        let [from, to] = [tie.from, tie.to].map(|place| &picture.boxes[place].id);
        let late = tie.inversion_days.map_or(String::new(), |days| format!(" late {days}"));
        let cross = if tie.cross_link { " cross" } else { "" };
        format!("{from} {} {to} ×{}{late}{cross}\n", tie.kind.name(), tie.count)
    });
    let boxes: Vec<&str> = picture.boxes.iter().map(|drawn| drawn.id.as_str()).collect();
    format!("{}\n{}\n{}\n{}", picture.title, picture.description, boxes.join(" "), lines.collect::<String>())
}

#[test]
fn a_large_part_is_drawn_by_recommendation() {
    let pack = shipped();
    let whole = drawn(&pack, Selection::default());
    assert!(whole.boxes.len() <= MOST_BOXES);
    // Ties inside a recommendation are left to the smaller parts; no other is lost.
    let inside =
        pack.ties.iter().filter(|tie| pack.recommendation_of(tie.from) == pack.recommendation_of(tie.to));
    let count: usize = whole.ties.iter().map(|tie| tie.count).sum();
    assert_eq!(count + inside.count(), pack.ties.len());
    assert_snapshot!(in_words(&whole));
}

#[test]
fn a_small_part_is_drawn_with_its_requirements() {
    let pack = shipped();
    let centre = pack.requirements.find(|requirement| requirement.number.to_string() == "R8.3").unwrap();
    let around = Some((Node::Requirement(centre), 1));
    assert_snapshot!(in_words(&drawn(&pack, Selection { around, ..Selection::default() })));
    let kinds = [TieKind::Informs].into();
    let alone = drawn(&pack, Selection { around: Some((Node::Requirement(centre), 0)), kinds, domain: None });
    assert_eq!((alone.boxes.len(), alone.ties.len()), (1, 0));
}
