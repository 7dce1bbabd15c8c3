//! The formats that pipelines read, all on one mixed sample: what they print, where it is written, and what holds of each.

#![expect(clippy::unwrap_used, reason = "a test may fail where the program cannot be run")]

mod hostile;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use serde_json::Value;

use crate::program::{complained, pack, printed, program, strays_from_schema, tipstaff, transcript};

/// A requirement for each outcome, in two assessments, and a file that is not there.
const MIXED: [&str; 5] = [
    "--rules",
    "tests/cases/formats",
    "tests/cases/formats/force/college.toml",
    "tests/cases/formats/force/mixed.toml",
    "missing.toml",
];
pub(crate) const FORMATS: [&str; 8] =
    ["sarif", "junit", "github", "gitlab", "azure", "tap", "markdown", "csv"];

/// `tipstaff check` of the mixed sample and more.
fn mixed(arguments: &[&str]) -> std::process::Output {
    tipstaff(&[&["check"], &MIXED[..], arguments].concat())
}

fn json(output: &std::process::Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_format_tells_the_mixed_sample() {
    for format in FORMATS {
        let output = mixed(&["--format", format]);
        assert_eq!(output.status.code(), Some(2), "{format}\n{}", transcript(&output));
        let version = format!("\"{}\"", env!("CARGO_PKG_VERSION"));
        assert_snapshot!(format, printed(&output).replacen(&version, "\"[version]\"", 1));
        assert_eq!(
            mixed(&["--format", format]).stdout,
            output.stdout,
            "{format}: the same input, other bytes"
        );
    }
}

#[test]
fn the_summary_alone_is_short_in_markdown() {
    assert_snapshot!(printed(&mixed(&["--format", "markdown", "--quiet"])));
}

#[test]
fn sarif_has_a_level_only_where_something_fails_and_rules_for_all() {
    let log = json(&mixed(&["--format", "sarif"]));
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rules.len(), "two rules have one id");
    let mut kinds = BTreeSet::new();
    for result in run["results"].as_array().unwrap() {
        let (kind, level) = (result["kind"].as_str().unwrap(), result["level"].as_str().unwrap());
        assert_eq!(kind != "fail", level == "none", "{result}");
        let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[rule]["id"], result["ruleId"]);
        kinds.insert((kind, level));
    }
    let expected = [("fail", "error"), ("fail", "note"), ("fail", "warning"), ("open", "none")];
    assert_eq!(kinds, BTreeSet::from(expected));
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn fingerprints_stay_where_lines_move_and_are_never_shared() {
    let folder = tempfile::tempdir().unwrap();
    let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/formats/force");
    for file in ["mixed.toml", "made visits.csv"] {
        fs::copy(original.join(file), folder.path().join(file)).unwrap();
    }
    let file = folder.path().join("mixed.toml").to_str().unwrap().to_owned();
    let fingerprints = |format: &str, files: &[&str]| -> Vec<String> {
        let output = tipstaff(&[&["check", "--rules", MIXED[1], "--format", format], files].concat());
        let found = json(&output);
        let (all, pointer) = match format {
            "sarif" => (&found["runs"][0]["results"], "/partialFingerprints/primaryLocationLineHash"),
            _ => (&found, "/fingerprint"),
        };
        let one = |result: &Value| result.pointer(pointer).unwrap().as_str().unwrap().to_owned();
        all.as_array().unwrap().iter().map(one).collect()
    };
    for format in ["sarif", "gitlab"] {
        let before = fingerprints(format, &[&file]);
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("# Another line.\n\n{text}")).unwrap();
        assert_eq!(fingerprints(format, &[&file]), before);
        let other = folder.path().join("other.toml").to_str().unwrap().to_owned();
        fs::copy(&file, &other).unwrap();
        let both = fingerprints(format, &[&file, &other]);
        assert_eq!(both.len(), before.len().saturating_mul(2));
        assert_eq!(both.iter().collect::<BTreeSet<_>>().len(), both.len(), "{format}");
    }
}

#[test]
fn a_code_quality_report_keeps_to_its_schema() {
    let schema = include_str!("../../docs/gitlab-code-quality.schema.json");
    let mut report = json(&mixed(&["--format", "gitlab"]));
    assert_eq!(strays_from_schema(schema, &report), Vec::<String>::new());
    report[0]["location"]["lines"]["begin"] = 0.into();
    assert_ne!(strays_from_schema(schema, &report), Vec::<String>::new(), "the schema accepts anything");
}

#[test]
fn annotations_beyond_what_github_shows_are_counted() {
    let output = tipstaff(&["check", "--format", "github", "examples/forces/cheshire.toml"]);
    let lines = printed(&output);
    let warnings: Vec<&str> = lines.lines().filter(|line| line.starts_with("::warning ")).collect();
    assert_eq!(warnings.len(), 10);
    let all = printed(&tipstaff(&["check", "--format", "azure", "examples/forces/cheshire.toml"]));
    let all = all.lines().filter(|line| line.contains("type=warning;")).count();
    let expected = format!("::warning title=Tipstaff::{} more of this kind are left out here", all - 9);
    assert_eq!(warnings.last(), Some(&expected.as_str()));
}

#[test]
fn what_was_not_checked_passes_nowhere() {
    let rules = pack("recommendation R1 \"Own\" { to force  requirement R1.1 \"Own\" { must be: 2 > 1 } }\n");
    let header = "[assessment]\nformat = 1\nbody = \"Test\"\npack = \"hmicfrs_2026_04\"\nversion = \"^1\"\n\
                  as_of = 2026-06-10\npublished = true\n";
    let file = rules.path().join("test.toml");
    for (kind, why) in [("force", "nothing is stated"), ("college", "no recommendation of")] {
        fs::write(&file, format!("{header}kind = \"{kind}\"\n")).unwrap();
        let (rules, file) = (rules.path().to_str().unwrap(), file.to_str().unwrap());
        for (format, failed) in
            [("junit", "<failure message=\"nothing was checked: "), ("tap", "\nnot ok 1 - ")]
        {
            let arguments = ["check", "--assurance", "stated", "--rules", rules, "--format", format, file];
            let output = printed(&tipstaff(&arguments));
            assert!(output.contains(failed) && output.contains(why), "{kind} {format}\n{output}");
        }
        for format in ["sarif", "github", "gitlab", "azure", "markdown"] {
            let arguments = ["check", "--assurance", "stated", "--rules", rules, "--format", format, file];
            let output = printed(&tipstaff(&arguments));
            assert!(output.contains("nothing was checked: "), "{kind} {format}\n{output}");
        }
    }
}

#[test]
fn input_that_could_not_be_used_is_told_where_nothing_else_is() {
    for format in FORMATS.into_iter().filter(|format| *format != "csv") {
        let output = tipstaff(&["check", "--format", format, "missing.toml"]);
        assert_eq!(output.status.code(), Some(2), "{format}");
        let said = "cannot read `missing.toml`: there is no such file or folder";
        assert!(printed(&output).contains(said), "{format}\n{}", printed(&output));
    }
    let log = json(&tipstaff(&["check", "--format", "sarif", "missing.toml"]));
    assert_eq!(log["runs"][0].get("results"), None, "no result is not a good one");
}

// ---- where reports are written ----------------------------------------------------------------------------------

#[test]
fn two_reports_never_go_to_one_file_and_none_replaces_what_it_is_about() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let own = path("own.toml");
    fs::copy("examples/forces/cheshire.toml", &own).unwrap();
    let (one, same) = (path("one"), format!("{}/./one", folder.path().display()));
    for arguments in [
        vec![format!("--report=csv={one}"), format!("--report=tap={same}")],
        vec![format!("--output={one}"), format!("--report=tap={same}")],
        vec![format!("--report=csv={own}")],
    ] {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = tipstaff(&[&["check", &own], &arguments[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{}", transcript(&output));
        assert!(complained(&output).contains("input::conflict"), "{}", transcript(&output));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "something was written");
    }
    assert_eq!(fs::read(&own).unwrap(), fs::read("examples/forces/cheshire.toml").unwrap());
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_its_file_also_where_that_is_not_there_yet() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (file, link) = (path("one"), path("link"));
    std::os::unix::fs::symlink("./one", &link).unwrap();
    let check = |reports: &[String]| {
        let reports: Vec<&str> = reports.iter().map(String::as_str).collect();
        tipstaff(&[&["check", "-q", "examples/forces/cheshire.toml"], &reports[..]].concat())
    };
    let output = check(&[format!("--report=csv={file}"), format!("--report=tap={link}")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(complained(&output).contains("two reports would be written to"), "{}", transcript(&output));
    let output = check(&[format!("--report=tap={link}")]);
    assert_eq!(output.status.code(), Some(1), "{}", transcript(&output));
    assert!(fs::read_to_string(file).unwrap().starts_with("TAP version 13\n"));
    assert!(fs::symlink_metadata(link).unwrap().is_symlink());
}

#[test]
fn a_report_that_is_not_understood_says_what_is_wanted() {
    for (given, expected) in [
        ("sariff=a", "there is no format `sariff`; did you mean `sarif`?"),
        ("a.sarif", "expected a format and a file, as in `sarif=report.sarif`"),
        ("sarif=", "expected a file behind `sarif=`"),
    ] {
        let output = mixed(&["--report", given]);
        assert_eq!(output.status.code(), Some(2));
        let said = complained(&output).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(expected), "{}", transcript(&output));
    }
}

#[test]
fn the_summary_of_a_step_is_added_only_where_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("summary.md");
    fs::write(&file, "# Before\n").unwrap();
    let run = |arguments: &[&str]| {
        let mut command = program(&[&["check", "-q", "examples/forces/cheshire.toml"], arguments].concat());
        command.env("GITHUB_STEP_SUMMARY", &file).output().unwrap()
    };
    run(&[]);
    assert_eq!(fs::read_to_string(&file).unwrap(), "# Before\n");
    assert_eq!(run(&["--step-summary"]).status.code(), Some(1));
    let written = fs::read_to_string(&file).unwrap();
    assert!(written.starts_with("# Before\n\n# Tipstaff: not passed: gap\n"), "{written}");

    // GitHub takes 1 MiB in all: the report is shortened to what fits, and what does not fit is said.
    let heading = "\n# Tipstaff: not passed: gap\n";
    for (room, ends, status) in [(3000, "", 1), (heading.len(), heading, 1), (3, "", 2)] {
        let before = "x".repeat((1 << 20) - room);
        fs::write(&file, &before).unwrap();
        let output = run(&["--step-summary"]);
        assert_eq!(output.status.code(), Some(status), "{}", transcript(&output));
        let written = fs::read_to_string(&file).unwrap();
        assert!(written.len() <= 1 << 20 && written.starts_with(&before) && written.ends_with(ends));
        assert_eq!(written == before, status == 2);
        let said = complained(&output).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(said.contains("larger than 1 MiB"), status == 2, "{said}");
    }

    let mut command = program(&["check", "-q", "--step-summary", "examples/forces/cheshire.toml"]);
    let output = command.env_remove("GITHUB_STEP_SUMMARY").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(complained(&output).contains("`GITHUB_STEP_SUMMARY` names no file"), "{}", transcript(&output));
}
