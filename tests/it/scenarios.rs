//! `tipstaff test` as the built program: the shipped scenarios, and what is said of one that fails.

#![expect(clippy::unwrap_used, reason = "a test may fail where the program cannot be run")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;
use tipstaff::pack::scenario::Expectation;
use tipstaff::vocabulary::{Level, Outcome};

fn tipstaff(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tipstaff")).arg("test").args(arguments).output().unwrap()
}

fn printed(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

/// A folder with a pack of these rules, with the shipped manifest.
fn pack(rules: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/hmicfrs_2026_04/pack.toml");
    fs::copy(manifest, folder.path().join("pack.toml")).unwrap();
    fs::write(folder.path().join("own.rules"), rules).unwrap();
    folder
}

const RULES: &str = "facts f { n: count  a: yesno }
recommendation R1 \"Own\" {
  to force
  due 2026-10-31
  requirement R1.1 \"Enough\" {
    applies when f.a
    must enough: f.n >= 10 finding \"only {f.n}\"
  }
}
recommendation R2 \"Another body's\" { to college  requirement R2.1 \"Any\" { must any: f.n >= 0 } }
";

#[test]
fn the_shipped_scenarios_come_out_as_expected() {
    let output = tipstaff(&[]);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    assert!(printed(&output).ends_with(" passed, 0 failed\n"));
    let chosen = tipstaff(&["nobody is on bail", "32 days"]);
    assert!(printed(&chosen).ends_with("\n2 passed, 0 failed\n"), "{}", printed(&chosen));
}

#[test]
fn a_failure_shows_the_expectation_and_the_rule() {
    let folder = pack(&format!(
        "{RULES}
scenario \"nine are enough\" {{
  as_of 2026-10-31
  given f.a = yes
  given f.n = 9
  expect R1.1.enough met
  expect R1.1 met
  expect R1 not_shown
  expect R2 met
  expect f.n > 9
}}
scenario \"what is given contradicts itself\" {{
  as_of 2026-10-31
  given f.n = at_least 5
  given f.n = at_most 4
  expect R1.1 not_shown
}}
scenario \"for the other body\" {{
  as_of 2026-10-31
  body college
  expect R2 met
}}
"
    ));
    let output = tipstaff(&["--rules", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(printed(&output).replace(folder.path().to_str().unwrap(), ""));
}

#[test]
fn no_scenario_is_no_pass_and_wrong_rules_are_an_error() {
    let none = pack(RULES);
    assert_eq!(tipstaff(&["--rules", none.path().to_str().unwrap()]).status.code(), Some(1));
    let wrong = pack("scenario \"of nothing\" { expect R1 met }");
    assert_eq!(tipstaff(&["--rules", wrong.path().to_str().unwrap()]).status.code(), Some(2));
}

#[test]
fn a_pack_has_one_digest_with_and_without_its_scenarios() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/forces/cheshire.toml");
    let digest = |more: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_tipstaff"))
            .args(["check", "--format", "json", example.to_str().unwrap()])
            .args(more)
            .output()
            .unwrap();
        let result: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        result["pack"]["digest"].as_str().unwrap().to_owned()
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/hmicfrs_2026_04");
    assert_eq!(digest(&[]), digest(&["--rules", folder.to_str().unwrap()]));
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
