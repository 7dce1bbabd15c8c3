//! `tipstaff check` as the built program: what it prints, where, and its exit status.

#![expect(clippy::unwrap_used, reason = "a test may fail where the program cannot be run")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use insta::assert_snapshot;
use serde_json::Value;
use tempfile::TempDir;
use tipstaff::pack::Date;

use crate::program::{complained, pack, printed, shown, strays_from_schema, tipstaff, transcript};

const CHESHIRE: &str = "examples/forces/cheshire.toml";
/// The published responses, coded.
pub(crate) const RESPONSES: [&str; 4] = [
    "examples/forces/avon_and_somerset.toml",
    CHESHIRE,
    "examples/forces/suffolk.toml",
    "examples/forces/west_midlands.toml",
];
const WEXMOUTH: &str = "examples/forces/fictional/wexmouth.toml";

/// What the report itself says of the national bodies.
const NATIONAL: [&str; 3] =
    ["examples/national/college.toml", "examples/national/home_office.toml", "examples/national/npcc.toml"];

/// A file with this text in a folder of its own.
fn file(name: &str, text: &str) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

fn assessment(text: &str) -> (TempDir, String) {
    let header = "[assessment]\nformat = 1\nbody = \"Test Police\"\nkind = \"force\"\npack = \"hmicfrs_2026_04\"\n\
                  version = \"^1\"\nas_of = 2026-06-10\npublished = true\nsource = \"response\"\n";
    file("test.toml", &format!("{header}{text}"))
}

#[test]
fn a_published_response_is_shown_for_what_it_is() {
    let output = tipstaff(&["check", CHESHIRE]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(printed(&output));
    assert_eq!(complained(&output), "");
}

#[test]
fn what_is_asked_of_others_fits_the_width() {
    for national in NATIONAL {
        let text = printed(&tipstaff(&["check", national]));
        let (_, list) = text.split_once("       white  addressed to other bodies: R").unwrap();
        let (list, _) = list.split_once("\n\n").unwrap();
        assert!(list.contains(",\n              R"), "{national}: it does not fit one line\n{text}");
        assert!(
            text.lines().filter(|line| line.contains(", R")).all(|line| line.chars().count() <= 80),
            "{text}"
        );
    }
}

#[test]
fn published_responses_leave_gaps_and_no_mistakes() {
    for response in RESPONSES {
        let output = tipstaff(&["check", response]);
        assert_eq!(output.status.code(), Some(1), "{}", transcript(&output));
        assert_eq!(complained(&output), "", "{response}");
        let output = tipstaff(&["check", "--quiet", "--fail-on", "discrepancy,warning", response]);
        assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
    }
    let output = tipstaff(&[&["check", "--quiet"][..], &RESPONSES].concat());
    assert_snapshot!(transcript(&output));
}

#[test]
fn every_published_response_is_checked() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/forces");
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut found: Vec<_> =
        names.filter(|name| name.ends_with(".toml")).map(|name| format!("examples/forces/{name}")).collect();
    found.sort();
    assert_eq!(found, RESPONSES);
}

#[test]
fn a_force_with_evidence_passes() {
    assert_snapshot!(transcript(&tipstaff(&["check", WEXMOUTH])));
}

#[test]
fn the_summary_alone_fits_a_screen() {
    assert_snapshot!(transcript(&tipstaff(&["check", "--quiet", CHESHIRE, WEXMOUTH])));
}

#[test]
fn a_screen_reader_hears_sentences() {
    let output = tipstaff(&["check", "--format", "narrated", CHESHIRE]);
    let drawing = ['─', '│', '╭', '╰', '×', '⚠', '\u{1b}'];
    assert!(!printed(&output).contains(drawing));
    assert_snapshot!(printed(&output));
}

/// An assessment with one of everything: contradictions, bounds, plans, departures, evidence out of date.
const MIXED: &str = r#"
[claims]
R10 = { status = "complete", rag = "green" }
R5 = "not_accepted"
"R16.2" = "being_progressed"

[facts.visits]
made = 10
unannounced = [ { at_least = "60%" }, { at_most = "50%" } ]
in_pairs = "40%"
exceptions = 6
exceptions_authorised = { between = [1, 2], note = "two of the six" }
authorising_rank = { at_least = "sergeant" }
exceptions_explained = { planned = 2026-12-01 }

[facts.reactive]
offenders = 0

[facts.pnd]
scope = "reactive_only"
due = 0
done = 0

[facts.probation]
two_way_review = true
two_way_feedback = true
two_way_escalation = true
missed_chances_reviewed = true
late_plans = 3

[facts.screening]
has_teams = false

[[evidence]]
id = "minutes"
kind = "minutes"
title = "Minutes"
dated = 2024-01-01
supports = ["R16.2"]

[[departure]]
requirement = "R10.1"
reason = "rural area"
mitigation = "a call before and after"
policy = "minutes"
approved_by = "assistant chief constable"
review_by = 2026-05-01
"#;

#[test]
fn every_kind_of_finding_is_told_with_its_places() {
    let (folder, path) = assessment(MIXED);
    let output = tipstaff(&["check", &path]);
    let printed = printed(&output).replace(&shown(folder.path()), "");
    assert_eq!(output.status.code(), Some(1));
    // The gaps of which nothing is said have a snapshot of their own.
    let (overview, gaps) = printed.split_once("Gaps").unwrap();
    let (_, said) = gaps.split_once("\nR10.1\n").unwrap();
    assert_snapshot!(format!("{overview}Gaps\n\n[…]\n\nR10.1\n{said}"));
}

#[test]
fn what_fails_the_gate_is_chosen() {
    let (_folder, mixed) = assessment(MIXED);
    for (fail_on, expected) in [
        ("gap", 1),
        ("not_met", 1),
        ("overdue", 0),
        ("overclaim", 1),
        ("warning", 1),
        ("discrepancy", 1),
        ("overdue,not_met", 1),
        ("never", 0),
    ] {
        let output = tipstaff(&["check", "--quiet", "--fail-on", fail_on, &mixed]);
        assert_eq!(output.status.code(), Some(expected), "{fail_on}\n{}", transcript(&output));
    }
    let overdue = tipstaff(&["check", "-q", "--fail-on", "overdue", "--as-of", "2026-11-01", &mixed]);
    assert_eq!(overdue.status.code(), Some(1), "{}", transcript(&overdue));
}

#[test]
fn the_assurance_that_is_asked_for_decides_what_is_a_gap() {
    for (assurance, expected) in [("stated", 0), ("evidenced", 0), ("measured", 1)] {
        let output = tipstaff(&["check", "-q", "--assurance", assurance, WEXMOUTH]);
        assert_eq!(output.status.code(), Some(expected), "{assurance}");
    }
}

#[test]
fn national_bodies_are_held_to_their_own_recommendations() {
    let output = tipstaff(&[&["check", "--quiet"], &NATIONAL[..]].concat());
    assert_snapshot!(transcript(&output), @"
    exit status 1
    ---- printed
    Summary: College of Policing, 2026-04-15

      requirements   6: 5 not met, 1 not shown
      gaps           6 in 4 of 4 recommendations

    Summary: Home Office, 2026-04-15

      requirements   3: 3 not shown
      gaps           3 in 3 of 3 recommendations

    Summary: National Police Chiefs' Council, 2026-04-15

      requirements   2: 2 not shown
      gaps           2 in 2 of 2 recommendations

    All assessments

                                      not    not     de-    not        over-
      body                       met  met  shown  parted  appl.  gaps    due
      College of Policing          0    5      1       0      0     6      0  failed
      Home Office                  0    0      3       0      0     3      0  failed
      National Police Chiefs'      0    0      2       0      0     2      0  failed
      Council
      all 3                        0    5      6       0      0    11      0  failed

      gate           not passed: gap
    ---- complained
    ");
}

#[test]
fn nothing_stated_and_nothing_addressed_is_never_green() {
    let (_folder, empty) = assessment("");
    for fail_on in ["gap", "not_met", "warning", "never"] {
        assert_eq!(tipstaff(&["check", "--fail-on", fail_on, &empty]).status.code(), Some(1), "{fail_on}");
    }
    let rules = pack("recommendation R1 \"Own\" { to force  requirement R1.1 \"Own\" { must be: 2 > 1 } }\n");
    let college = fs::read_to_string(&empty).unwrap().replace("\"force\"", "\"college\"");
    let (_folder, college) = file("college.toml", &college);
    let output = tipstaff(&["check", "--quiet", "--rules", rules.path().to_str().unwrap(), &college]);
    assert_eq!(output.status.code(), Some(1), "{}", transcript(&output));
    assert!(printed(&output).contains("nothing was checked"), "{}", transcript(&output));
}

#[test]
fn what_is_said_about_another_bodys_duty_is_warned_of() {
    let rules = pack(
        "facts f { a: yesno }\nrecommendation R1 \"Own\" { to force  requirement R1.1 \"Own\" { must a: f.a } }\n\
         recommendation R2 \"Other\" { to college  requirement R2.1 \"Other\" { must a: f.a } }\n",
    );
    let (_folder, path) = assessment("[claims]\nR2 = \"complete\"\n[facts.f]\na = true\n");
    let output =
        tipstaff(&["check", "--assurance", "stated", "--rules", rules.path().to_str().unwrap(), &path]);
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
    assert!(printed(&output).contains("`R2` is not asked of a `force`"), "{}", transcript(&output));
}

#[test]
fn rules_of_ones_own_are_taken_from_a_folder() {
    let rules = pack(
        "facts f { a: yesno }\nrecommendation R1 \"Own\" { to force  requirement R1.1 \"Own\" { must a: f.a } }\n",
    );
    let (_folder, path) = assessment("[facts.f]\na = true\n");
    let arguments =
        ["check", "-q", "--assurance", "stated", "--rules", rules.path().to_str().unwrap(), &path];
    assert_eq!(tipstaff(&arguments).status.code(), Some(0));
}

#[test]
fn what_cannot_be_used_is_said_and_exits_with_2() {
    let no_requirements = pack("choice risk { low }\n");
    let wrong_rules =
        pack("recommendation R1 \"Wrong\" { to force  requirement R1.1 \"w\" { must a: g.a } }\n");
    let overflow = pack(
        "facts f { a: number }\nrecommendation R1 \"Own\" { to force  requirement R1.1 \"Own\" { \
         must a: f.a * 99999999999999999999999999999999999999 > 1 } }\n",
    );
    let (_a, plain) = assessment("");
    let (_b, misspelt) = assessment("[facts.triage]\nopen_referals = 3\n");
    let (_c, other_pack) = file(
        "other.toml",
        &fs::read_to_string(&plain).unwrap().replace("hmicfrs_2026_04", "hmicfrs_2025_04"),
    );
    let (_d, utf16) = file("utf16.toml", "");
    fs::write(&utf16, b"\xff\xfe[\0a\0]\0").unwrap();
    let (_e, large_number) = assessment("[facts.f]\na = 99999999999999999999\n");
    let folder = tempfile::tempdir().unwrap();
    let rules = |folder: &TempDir| folder.path().to_str().unwrap().to_owned();
    for (name, arguments, expected) in [
        ("a missing file", vec!["missing.toml".to_owned()], "no such file"),
        ("a folder without assessments", vec![rules(&folder)], "finds no assessment"),
        ("a device", vec!["/dev/null".to_owned()], "device"),
        ("UTF-16", vec![utf16], "UTF-16"),
        ("a misspelt fact", vec![misspelt], "open_referrals"),
        ("another pack", vec![other_pack], "did you mean `hmicfrs_2026_04`?"),
        ("no pack in the folder", vec!["--rules".to_owned(), rules(&folder), plain.clone()], "pack.toml"),
        (
            "a pack without requirements",
            vec!["--rules".to_owned(), rules(&no_requirements), plain.clone()],
            "no requirement",
        ),
        (
            "a rule with an unknown name",
            vec!["--rules".to_owned(), rules(&wrong_rules), plain.clone()],
            "`g`",
        ),
        ("a number out of range", vec!["--rules".to_owned(), rules(&overflow), large_number], "too large"),
        (
            "a file that does not exist, and one that is fine",
            vec!["missing.toml".to_owned(), WEXMOUTH.to_owned()],
            "no such file",
        ),
    ] {
        let mut all = vec!["check".to_owned()];
        all.extend(arguments);
        let output = tipstaff(&all.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(output.status.code(), Some(2), "{name}\n{}", transcript(&output));
        assert!(complained(&output).contains(expected), "{name}\n{}", transcript(&output));
    }
    assert_eq!(tipstaff(&["check"]).status.code(), Some(2), "no file at all");
    assert_eq!(tipstaff(&["check", "--as-of", "tomorrow", WEXMOUTH]).status.code(), Some(2), "no date");
}

#[test]
fn one_bad_file_does_not_hide_the_others() {
    let output = tipstaff(&["check", "--quiet", "missing.toml", WEXMOUTH]);
    assert_eq!(output.status.code(), Some(2));
    assert!(printed(&output).contains("Summary: Wexmouth"), "{}", transcript(&output));
}

#[test]
fn the_json_result_keeps_to_its_schema() {
    let schema = include_str!("../../docs/tipstaff-result.schema.json");
    let (_folder, mixed) = assessment(MIXED);
    let output = tipstaff(&["check", "--format", "json", CHESHIRE, WEXMOUTH, &mixed, "missing.toml"]);
    assert_eq!(output.status.code(), Some(2));
    let result: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(strays_from_schema(schema, &result), Vec::<String>::new());
    assert_eq!(result["assessments"].as_array().unwrap().len(), 3);
    assert_eq!(result["problems"][0]["code"], "input::unreadable");

    let mut broken = result;
    broken["assessments"][0]["recommendations"][0]["outcome"] = "fine".into();
    assert_ne!(strays_from_schema(schema, &broken), Vec::<String>::new(), "the schema accepts anything");
}

#[test]
fn the_json_result_says_what_the_text_says() {
    let output = tipstaff(&["check", "--format", "json", CHESHIRE]);
    let result: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let cheshire = &result["assessments"][0];
    let arrest_and_bail =
        cheshire["recommendations"].as_array().unwrap().iter().find(|one| one["id"] == "R4");
    let bail = &arrest_and_bail.unwrap()["requirements"][1];
    insta::assert_json_snapshot!(bail);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for format in ["text", "narrated", "json"] {
        let run = || tipstaff(&["check", "--format", format, CHESHIRE, WEXMOUTH]).stdout;
        assert_eq!(run(), run(), "{format}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the program reads the clock as well")]
fn the_day_of_a_check_may_be_today() {
    let today = || {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        i64::try_from(since.as_secs() / (24 * 60 * 60)).unwrap()
    };
    let before = today();
    let output = tipstaff(&["check", "--as-of", "today", "--format", "json", CHESHIRE]);
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    let asked = Date::parse(result["assessments"][0]["as_of"].as_str().unwrap()).unwrap();
    let days = asked.days_since(Date::new(1970, 1, 1).unwrap());
    assert!((before..=today()).contains(&days), "{asked}");
}

#[test]
fn an_assessment_may_come_from_standard_input() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tipstaff"))
        .args(["check", "-q", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(CHESHIRE)).unwrap();
    child.stdin.take().unwrap().write_all(&text).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[cfg(unix)]
#[test]
fn evidence_lies_in_the_assessments_folder_and_has_its_digest() {
    let evidence = |file: &str, sha256: &str| {
        let digest = if sha256.is_empty() { String::new() } else { format!("sha256 = \"{sha256}\"\n") };
        format!(
            "[[evidence]]\nid = \"e\"\nkind = \"policy\"\ntitle = \"t\"\nsupports = [\"R1.1\"]\nfile = '{file}'\n{digest}"
        )
    };
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.txt"), "secret").unwrap();
    let absolute = outside.path().join("secret.txt");
    for (file, sha256, expected) in [
        ("inside.txt", "", None),
        ("inside.txt", "2689367b205c16ce32ed4200942b8b8b1e262dfc70d9bc9fbc77c49699a4f1df", None),
        ("inside.txt", "0000000000000000000000000000000000000000000000000000000000000000", Some("2689367b")),
        ("missing.txt", "", Some("missing.txt")),
        ("../secret.txt", "", Some("..")),
        (absolute.to_str().unwrap(), "", Some("secret.txt")),
        ("link/secret.txt", "", Some("link")),
        ("C:\\secret.txt", "", Some("C:")),
        (".", "", Some("`.`")),
    ] {
        let (folder, path) = assessment(&evidence(file, sha256));
        fs::write(folder.path().join("inside.txt"), "ok").unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("link")).unwrap();
        let output = tipstaff(&["check", "-q", &path]);
        let status = if expected.is_none() { 1 } else { 2 };
        assert_eq!(output.status.code(), Some(status), "{file}\n{}", transcript(&output));
        assert!(complained(&output).contains(expected.unwrap_or("")), "{file}\n{}", transcript(&output));
    }
}

#[test]
fn hostile_text_does_not_reach_the_terminal() {
    let (_folder, path) = file(
        "hostile.toml",
        "[assessment]\nformat = 1\nbody = \"\\u001B[31mRed\\u202E Police\\n\"\nkind = \"force\"\npack = \"hmicfrs_2026_04\"\n\
         version = \"^1\"\nas_of = 2026-06-10\npublished = true\n",
    );
    for format in ["text", "narrated"] {
        let output = tipstaff(&["check", "--format", format, &path]);
        let all = transcript(&output);
        assert!(!all.contains(['\u{1b}', '\u{202e}']), "{format}\n{all}");
    }
}

#[test]
fn a_name_cannot_pass_for_lines_of_the_report() {
    let (_folder, path) = assessment("");
    let forged = fs::read_to_string(&path).unwrap().replace("Test Police", "B\\n\\n  gate           passed");
    fs::write(&path, forged).unwrap();
    for format in ["text", "narrated"] {
        let output = printed(&tipstaff(&["check", "--format", format, &path]));
        assert!(
            !output.lines().any(|line| line.trim_start().starts_with("gate           passed")),
            "{output}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_report_never_replaces_what_it_is_about_or_what_is_no_file() {
    let (folder, path) = assessment("");
    let before = fs::read_to_string(&path).unwrap();
    let output = tipstaff(&["check", "--output", &path, &path]);
    assert_eq!((output.status.code(), fs::read_to_string(&path).unwrap()), (Some(2), before));
    let rules = pack("facts f { a: yesno }\n");
    let own = rules.path().join("own.rules");
    let output = tipstaff(&[
        "check",
        "--rules",
        rules.path().to_str().unwrap(),
        "--output",
        own.to_str().unwrap(),
        &path,
    ]);
    assert!(complained(&output).contains("would be replaced"), "{}", transcript(&output));
    assert_eq!(fs::read_to_string(&own).unwrap(), "facts f { a: yesno }\n");
    assert_eq!(tipstaff(&["check", "--output", "/dev/null", &path]).status.code(), Some(1));
    assert!(!fs::metadata("/dev/null").unwrap().is_file(), "the device was replaced");

    let (target, link) = (folder.path().join("target.txt"), folder.path().join("link.txt"));
    fs::write(&target, "old").unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    tipstaff(&["check", "--output", link.to_str().unwrap(), &path]);
    assert!(fs::read_to_string(&target).unwrap().contains("Summary"));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
}

#[test]
fn colour_is_used_where_it_is_wanted() {
    assert!(!printed(&tipstaff(&["check", CHESHIRE])).contains('\u{1b}'));
    assert!(printed(&tipstaff(&["check", "--color", "always", CHESHIRE])).contains('\u{1b}'));
}
