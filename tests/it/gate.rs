//! The gate for pipelines: what fails it, which files go in, settings, and baselines.

#![expect(clippy::unwrap_used, reason = "a test may fail where the program cannot be run")]

mod baseline;
mod failing;
mod files;
mod settings;
mod trend;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{complained, pack, printed, program, transcript};

/// A requirement of its own for each thing that can fail a gate; R1 is due in October, R4 in the year after.
pub(crate) const RULES: &str = r#"
facts visits "Visits" { gap: yesno due: yesno over: yesno claimed: yesno twice: yesno rare: yesno guided: yesno }
choice evidence_kind { policy }
recommendation R1 "Visits" { to force  domain mosovo  due 2026-10-31
  requirement R1.1 "Visits are made" { must made: visits.gap must due: visits.due  evidence policy  departure allowed } }
recommendation R2 "Claims" { to force  domain mosovo  due 2027-04-30
  requirement R2.1 "Claims are true" { must made: visits.claimed  evidence policy } }
recommendation R3 "Guidance" { to force  domain mosovo
  requirement R3.1 "Guidance is followed" { must over: visits.over should guided: visits.guided  evidence policy } }
recommendation R4 "Statements" { to force  domain mosovo
  requirement R4.1 "Statements agree" { must twice: visits.twice evidence policy } }
"#;
/// Nothing is wrong.
pub(crate) const CLEAN: [(&str, &str); 6] = [
    ("gap", "true"),
    ("due", "true"),
    ("claimed", "true"),
    ("over", "true"),
    ("twice", "true"),
    ("guided", "true"),
];

/// A folder with the rules in `rules/`, in which the program is run.
pub(crate) struct Place {
    pub(crate) folder: TempDir,
    rules: TempDir,
}

impl Place {
    pub(crate) fn new() -> Place {
        Place { folder: tempfile::tempdir().unwrap(), rules: pack(RULES) }
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    /// Runs the program in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        program(arguments).current_dir(self.folder.path()).output().unwrap()
    }

    /// `tipstaff check` by the rules, to be run in the folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let check = ["check", "--rules", self.rules.path().to_str().unwrap()];
        let mut command = program(&[&check, arguments].concat());
        command.current_dir(self.folder.path());
        command
    }

    /// `tipstaff check` by the rules.
    pub(crate) fn check(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_slice(&self.check(&[&["--format", "json"], arguments].concat()).stdout).unwrap()
    }
}

/// An assessment of these facts, with more below them.
pub(crate) fn assessment(body: &str, facts: &[(&str, &str)], more: &str) -> String {
    let facts: String = facts.iter().map(|(fact, value)| format!("{fact} = {value}\n")).collect();
    format!(
        "[assessment]\nformat = 1\nbody = \"{body}\"\nkind = \"force\"\npack = \"hmicfrs_2026_04\"\nversion = \"^1\"\n\
         as_of = 2026-06-10\npublished = true\nsource = \"response\"\n[facts.visits]\n{facts}[[evidence]]\nid = \"p\"\n\
         kind = \"policy\"\ntitle = \"Policy\"\ndated = 2026-01-01\nsupports = [\"R1.1\", \"R2.1\", \"R3.1\", \"R4.1\"]\n{more}"
    )
}

/// The clean facts with some of them changed; a fact that is changed to nothing is left out.
pub(crate) fn but<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let change =
        |(fact, value)| changed.iter().find(|(other, _)| *other == fact).copied().unwrap_or((fact, value));
    CLEAN.into_iter().map(change).filter(|(_, value)| !value.is_empty()).collect()
}

/// What is wrong: facts that are otherwise and a claim, on which day; and the words that fail on it.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str, &'a str, &'a [&'a str]);

#[test]
fn each_word_fails_on_what_it_says_and_on_nothing_else() {
    let place = Place::new();
    let claim = "[claims]\nR2 = \"complete\"\n";
    let cases: [Case<'_>; 9] = [
        ("nothing", &[], "", "2026-06-10", &[]),
        ("not met", &[("gap", "false")], "", "2026-06-10", &["gap", "not_met"]),
        ("not shown", &[("gap", "")], "", "2026-06-10", &["gap"]),
        ("on the day of the deadline", &[("gap", "")], "", "2026-10-31", &["gap"]),
        ("the day after", &[("gap", "")], "", "2026-11-01", &["gap", "overdue"]),
        ("past due without a gap", &[], "", "2026-11-01", &[]),
        ("overclaimed", &[("claimed", "")], claim, "2026-06-10", &["gap", "overclaim"]),
        ("guidance", &[("guided", "false")], "", "2026-06-10", &["warning"]),
        (
            "contradictory",
            &[("guided", "[ { value = true }, { value = false } ]")],
            "",
            "2026-06-10",
            &["discrepancy"],
        ),
    ];
    for (name, changed, more, as_of, fails) in cases {
        place.write("a.toml", &assessment("Test Police", &but(changed), more));
        for word in ["gap", "not_met", "overdue", "overclaim", "warning", "discrepancy", "never"] {
            let output = place.check(&["-q", "--as-of", as_of, "--fail-on", word, "a.toml"]);
            let expected = i32::from(fails.contains(&word));
            assert_eq!(output.status.code(), Some(expected), "{name}: {word}\n{}", transcript(&output));
        }
    }
}

#[test]
fn what_was_not_checked_passes_no_gate() {
    let place = Place::new();
    place.write("a.toml", &assessment("Test Police", &[], ""));
    let output = place.check(&["-q", "--fail-on", "never", "a.toml"]);
    assert_eq!(output.status.code(), Some(1), "{}", transcript(&output));
}

/// Forces of England and Wales have names of such lengths.
fn forces(place: &Place) {
    for number in 1..=43 {
        let body = format!("Constabulary of the County of Number {number}");
        let facts = if number % 3 == 0 { but(&[("gap", "")]) } else { CLEAN.to_vec() };
        place.write(&format!("forces/{number:02}.toml"), &assessment(&body, &facts, ""));
    }
}

#[test]
fn forty_three_forces_stand_in_one_table_and_a_bad_file_hides_none() {
    let place = Place::new();
    forces(&place);
    place.write("forces/07.toml", "[assessment]\nformat = 1\nbody = ");
    place.write("forces/notes.toml", "reviewed = true\n");
    place.write("forces/tipstaff.toml", "fail_on = [\"never\"]\n");
    let output = place.check(&["-q", "forces"]);
    assert_eq!(output.status.code(), Some(2), "{}", transcript(&output));
    let said = complained(&output);
    assert!(said.contains("1 file is passed over") && said.contains("notes.toml"), "{said}");
    assert!(!said.contains("tipstaff.toml"), "{said}");
    let (_, table) =
        printed(&output).split_once("All assessments").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    insta::assert_snapshot!(table);
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
}

#[test]
fn folders_patterns_and_names_find_the_same_files_once() {
    let place = Place::new();
    forces(&place);
    place.write("forces/old/01.toml", &assessment("Old Police", &CLEAN, ""));
    place.write("forces/odd[1].toml", &assessment("Odd Police", &CLEAN, ""));
    let files = |arguments: &[&str]| -> Vec<String> {
        let result = place.json(arguments);
        let assessments = result["assessments"].as_array().unwrap();
        assessments.iter().map(|one| one["file"].as_str().unwrap().replace('\\', "/")).collect()
    };
    let all = files(&["forces"]);
    assert_eq!(all.len(), 45);
    assert!(all.is_sorted_by_key(|file| Path::new(file).to_owned()), "{all:?}");
    assert_eq!(files(&["forces/*.toml"]).len(), 44, "a star stops at folders");
    assert_eq!(files(&["forces/**/*.toml"]), all);
    assert_eq!(files(&["forces/odd[1].toml"]), ["forces/odd[1].toml"], "a name comes before a pattern");
    let (first, rest) = all.split_first().unwrap();
    assert_eq!(files(&[&all[1], "forces", "./forces/01.toml"])[0], rest[0]);
    assert_eq!(files(&[&all[1], "forces", "./forces/01.toml"])[1], *first);
    assert_eq!(files(&[&all[1], "forces", "./forces/01.toml"]).len(), 45);
    for nothing in ["no/*.toml", "forces/0[.toml", "rules", "."] {
        fs::create_dir_all(place.folder.path().join("rules")).unwrap();
        let output = place.check(&["-q", nothing]);
        let expected = if nothing == "." { 1 } else { 2 };
        assert_eq!(output.status.code(), Some(expected), "{nothing}\n{}", transcript(&output));
    }
}
