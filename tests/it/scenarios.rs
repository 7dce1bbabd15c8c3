//! `tipstaff test` as the built program: the shipped scenarios, and what is said of one that fails.

#![expect(clippy::unwrap_used, reason = "a test may fail where the program cannot be run")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use serde_json::Value;
use tempfile::TempDir;
use tipstaff::pack::scenario::Expectation;
use tipstaff::report::scenarios::{TestReport, Tested, json, junit};
use tipstaff::vocabulary::{Level, Outcome};

use crate::program::{complained, pack, printed, strays_from_schema, tipstaff, transcript};
use crate::support;

/// One scenario that comes out, and one that fails in each way.
const MIXED: &str = "tests/cases/scenarios/mixed";
const SCHEMA: &str = include_str!("../../docs/tipstaff-test.schema.json");

/// The least that a pack must have.
const REQUIREMENT: &str =
    "recommendation R1 \"Own\" { to force  requirement R1.1 \"Own\" { must be: 2 > 1 } }\n";

/// `tipstaff test --rules MIXED` and more, with the program's version left out.
fn mixed(arguments: &[&str]) -> String {
    let output = tipstaff(&[&["test", "--rules", MIXED], arguments].concat());
    transcript(&output).replacen(&format!("\"{}\"", env!("CARGO_PKG_VERSION")), "\"[version]\"", 1)
}

fn path(folder: &TempDir) -> &str {
    folder.path().to_str().unwrap()
}

#[test]
fn the_shipped_scenarios_come_out_as_expected() {
    let output = tipstaff(&["test"]);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    assert!(printed(&output).ends_with(" passed, 0 failed\n"));
    let chosen = tipstaff(&["test", "nobody is on bail", "32 days"]);
    assert!(printed(&chosen).ends_with("\n2 passed, 0 failed\n"), "{}", printed(&chosen));
}

#[test]
fn a_failure_shows_the_expectation_and_the_rule() {
    assert_snapshot!(mixed(&[]));
    assert_snapshot!(mixed(&["--quiet"]), @"
    exit status 1
    ---- printed
    1 passed, 4 failed
    ---- complained
    ");
}

#[test]
fn programs_read_the_same() {
    assert_snapshot!(mixed(&["--format", "json"]));
    assert_snapshot!(mixed(&["--format", "junit"]));
}

#[test]
fn the_json_of_a_test_keeps_to_its_schema() {
    for rules in [&[][..], &["--rules", MIXED]] {
        let output = tipstaff(&[&["test", "--format", "json"], rules].concat());
        let result: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(strays_from_schema(SCHEMA, &result), Vec::<String>::new());
        let mut broken = result;
        broken["scenarios"][0]["line"] = 0.into();
        assert_ne!(strays_from_schema(SCHEMA, &broken), Vec::<String>::new(), "the schema accepts anything");
    }
}

#[test]
fn a_name_that_chooses_nothing_is_an_error_and_nothing_is_run() {
    assert_snapshot!(mixed(&["ten are enough", "ten are enuogh", "snow in June"]), @"
    exit status 2
    ---- printed
    ---- complained
    input::unknown-scenario

      × no scenario has `ten are enuogh` in its title
      help: did you mean `ten are enough`?

    input::unknown-scenario

      × no scenario has `snow in June` in its title
      help: without a text, all 5 scenarios are run and listed

    2 errors: the input could not be used
    ");
    let output = tipstaff(&["test", "--rules", MIXED, "ten"]);
    assert_eq!((output.status.code(), complained(&output)), (Some(0), String::new()));
}

#[test]
fn no_scenario_is_no_pass_and_wrong_rules_are_an_error() {
    let none = pack(REQUIREMENT);
    let run = |format: &str| tipstaff(&["test", "--rules", path(&none), "--format", format]);
    assert_snapshot!(transcript(&run("text")), @"
    exit status 1
    ---- printed
    there is no scenario, so nothing was tested
    0 passed, 0 failed
    ---- complained
    ");
    assert_eq!(tipstaff(&["test", "--rules", path(&none), "any"]).status.code(), Some(2));

    let json: Value = serde_json::from_slice(&run("json").stdout).unwrap();
    assert_eq!((run("json").status.code(), &json["passed"]), (Some(1), &false.into()));
    assert_eq!(strays_from_schema(SCHEMA, &json), Vec::<String>::new());
    assert_eq!(run("junit").status.code(), Some(1));
    assert!(printed(&run("junit")).contains("errors=\"1\""), "{}", printed(&run("junit")));

    let wrong = pack(&format!("{REQUIREMENT}scenario \"without a day\" {{ expect R1 met }}"));
    assert_eq!(tipstaff(&["test", "--rules", path(&wrong)]).status.code(), Some(2));
}

#[test]
fn a_report_of_tests_appears_whole_or_not_at_all_and_replaces_no_rules() {
    let rules = pack(&format!("{REQUIREMENT}scenario \"one\" {{ as_of 2026-01-01 expect 1 > 0 }}"));
    let own = rules.path().join("own.rules");
    let write = |to: &Path| {
        tipstaff(&["test", "--rules", path(&rules), "--format", "junit", "--output", to.to_str().unwrap()])
    };
    let report = rules.path().join("report.xml");
    assert_eq!((write(&report).status.code(), write(&report).stdout), (Some(0), Vec::new()));
    assert!(fs::read_to_string(&report).unwrap().ends_with("</testsuites>\n"));

    let before = fs::read_to_string(&own).unwrap();
    let output = write(&own);
    assert_eq!((output.status.code(), fs::read_to_string(&own).unwrap()), (Some(2), before));
    assert!(complained(&output).contains("would be replaced"), "{}", transcript(&output));
    let nowhere = write(&rules.path().join("none/report.xml"));
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(complained(&nowhere).starts_with("cannot write "), "{}", transcript(&nowhere));
    assert_eq!(fs::read_dir(rules.path()).unwrap().count(), 3, "something is left over");
}

/// What a file or a title may hold, and what XML cannot: escapes, a null, a character that is none.
const HOSTILE: &str =
    "\"' \n\t\r ]]> & <b> &amp; \u{1b}[31m \u{200f}\u{202e} \u{1d11e}\u{1f46e}\u{0}\u{fffe}\u{85}";
const HOSTILE_IN_XML: &str =
    "\"' \n\t\r ]]> & <b> &amp; \\u{1b}[31m \u{200f}\u{202e} \u{1d11e}\u{1f46e}\\u{0}\\u{fffe}\u{85}";

#[test]
fn hostile_titles_survive_as_data() {
    let rules = format!("{REQUIREMENT}scenario \"it\" {{ as_of 2026-01-01 expect 1 > 2 }}");
    let mut loaded = support::load(&rules);
    let mut pack = loaded.pack.take().unwrap();
    pack.scenarios[0].title = HOSTILE.to_owned();
    let run = tipstaff::scenario::run(&pack, &pack.scenarios[0]);
    let mut tested = Tested::of(&loaded.sources, &pack, &run);
    tested.failures[0].message = HOSTILE.to_owned();
    let report = TestReport { sources: &loaded.sources, packs: vec![&pack], scenarios: vec![tested] };

    let json: Value = serde_json::from_str(&json::write(&report).unwrap()).unwrap();
    assert_eq!(json["scenarios"][0]["title"], HOSTILE);
    assert_eq!(json["scenarios"][0]["failures"][0]["message"], HOSTILE);

    let xml = junit::write(&report).unwrap();
    let xml = roxmltree::Document::parse(&xml).unwrap();
    let element = |name| xml.descendants().find(|node| node.has_tag_name(name)).unwrap();
    assert_eq!(element("testcase").attribute("name"), Some(HOSTILE_IN_XML));
    assert_eq!(element("failure").attribute("message"), Some(HOSTILE_IN_XML));
    let text = format!("\n{HOSTILE_IN_XML}\n  test.rules:2:41: expected here\n");
    assert_eq!(element("failure").text(), Some(text.as_str()));
}

#[test]
fn hostile_text_does_not_reach_the_terminal_of_a_test() {
    let said = |title: &str| {
        let scenario = format!("scenario \"{title}\" {{ as_of 2026-01-01 expect 1 > 2 }}");
        let rules = pack(&format!("{REQUIREMENT}{scenario}"));
        let output = tipstaff(&["test", "--rules", path(&rules)]);
        let chosen = tipstaff(&["test", "--rules", path(&rules), "\u{1b}[31m\n1 passed, 0 failed"]);
        let all = format!("{}{}", transcript(&output), transcript(&chosen));
        assert!(!all.contains(['\u{1b}', '\u{202e}', '\u{200f}']), "{all}");
        assert!(!all.lines().any(|line| line == "1 passed, 0 failed"), "{all}");
        output.status.code()
    };
    assert_eq!(said("a\\n1 passed, 0 failed"), Some(1));
    assert_eq!(said("it's ]]> & <b> \u{1f46e}"), Some(1));
    // Rules with what cannot be seen are refused.
    assert_eq!(said("\u{1b}[31m"), Some(2));
    assert_eq!(said("\u{200f}\u{202e}"), Some(2));
}

#[test]
fn a_pack_has_one_digest_with_and_without_its_scenarios() {
    let digest = |more: &[&str]| {
        let example = "examples/forces/cheshire.toml";
        let output = tipstaff(&[&["check", "--format", "json", example], more].concat());
        let result: Value = serde_json::from_slice(&output.stdout).unwrap();
        result["pack"]["digest"].as_str().unwrap().to_owned()
    };
    assert_eq!(digest(&[]), digest(&["--rules", "rules/hmicfrs_2026_04"]));
}

/// A rule without a test for each of its answers may say the wrong thing without anybody noticing.
#[test]
fn every_shipped_must_has_a_scenario_for_each_answer() {
    let files = tipstaff::builtin::PACKS.first().unwrap().files_with_scenarios();
    let (pack, _) = tipstaff::load::pack(files, &mut tipstaff::source::SourceMap::default());
    let pack = pack.unwrap();
    let expected: BTreeSet<(String, Outcome)> = pack
        .scenarios
        .iter()
        .flat_map(|scenario| &scenario.expect)
        .filter_map(|expectation| match *expectation {
            Expectation::Clause { requirement, clause, outcome, .. } => {
                let requirement = &pack.requirements[requirement];
                Some((requirement.clause_id(requirement.clauses.get(clause)?), outcome))
            }
            _ => None,
        })
        .collect();
    let mut missing = Vec::new();
    for requirement in &pack.requirements {
        for clause in requirement.clauses.iter().filter(|clause| clause.level == Level::Must) {
            let id = requirement.clause_id(clause);
            let outcomes = [Outcome::Met, Outcome::NotMet, Outcome::NotShown];
            let absent = outcomes.into_iter().filter(|outcome| !expected.contains(&(id.clone(), *outcome)));
            missing.extend(absent.map(|outcome| format!("{id} {}", outcome.name())));
        }
    }
    assert_eq!(missing, Vec::<String>::new(), "no scenario expects these");
    let titles: BTreeSet<&str> = pack.scenarios.iter().map(|scenario| scenario.title.as_str()).collect();
    assert_eq!(titles.len(), pack.scenarios.len(), "two scenarios have one title");
}
