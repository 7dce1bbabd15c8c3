//! Baselines: what got worse, what got better, and files that are none.

use std::fs;

use insta::assert_snapshot;
use serde_json::Value;

use super::{CLEAN, Place, assessment, but};
use crate::program::{complained, pack, printed, strays_from_schema, transcript};

const SCHEMA: &str = include_str!("../../../docs/tipstaff-result.schema.json");
const DEPARTURE: &str = "[[departure]]\nrequirement = \"R1.1\"\nreason = \"rural\"\nmitigation = \"a call\"\npolicy = \"p\"\n\
     approved_by = \"chief officer\"\nreview_by = 2026-12-31\n";

/// What a run says of its changes: `worse new_gap R1.1`.
fn changes(result: &Value) -> Vec<String> {
    let of = |direction: &'static str| {
        let list = result.pointer(&format!("/gate/baseline/{direction}")).unwrap().as_array().unwrap().iter();
        list.map(move |change| {
            let id = change.get("id").and_then(Value::as_str).unwrap_or("body");
            format!("{direction} {} {id}", change.get("change").and_then(Value::as_str).unwrap())
        })
    };
    of("worse").chain(of("better")).chain(of("changed")).collect()
}

/// A body then and now.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a [(&'a str, &'a str)], &'a str);

#[test]
fn only_what_got_worse_fails() {
    let place = Place::new();
    let claim = "[claims]\nR2 = \"complete\"\n";
    let lost = "[[evidence]]\nid = \"q\"\nkind = \"policy\"\ntitle = \"Q\"\nsupports = [\"R1.1\"]\n";
    let cases: [(Case<'_>, &[&str], i32); 10] = [
        ((&[], "", &[], lost), &[], 0),
        ((&[("gap", "")], "", &[("gap", "")], ""), &[], 0),
        ((&[], "", &[("gap", "")], ""), &["worse new_gap R1.1"], 1),
        ((&[("gap", "")], "", &[], ""), &["better closed_gap R1.1"], 0),
        (
            (&[("gap", "")], "", &[("gap", "false")], ""),
            &["worse worse_gap R1.1", "worse worse_clause R1.1.made"],
            1,
        ),
        (
            (&[("gap", "false")], "", &[("gap", "")], ""),
            &["changed answer_lost R1.1", "changed answer_lost R1.1.made"],
            0,
        ),
        (
            (&[("gap", "false")], "", &[("gap", "false"), ("due", "false")], ""),
            &["worse worse_clause R1.1.due"],
            1,
        ),
        ((&[("gap", "false")], DEPARTURE, &[("gap", "false")], ""), &["worse departure_ended R1.1"], 1),
        (
            (&[("claimed", "false")], "", &[("claimed", "false")], claim),
            &["worse overclaimed R2.1", "worse overclaimed R2"],
            1,
        ),
        ((&[("gap", "false")], "", &[("gap", "false")], DEPARTURE), &["better closed_gap R1.1"], 0),
    ];
    for ((before, more_before, now, more), expected, status) in cases {
        place.write("a.toml", &assessment("Test Police", &but(before), more_before));
        place.check(&["-q", "--format", "json", "--output", "last.json", "a.toml"]);
        place.write("a.toml", &assessment("Test Police", &but(now), more));
        let output = place.check(&["--format", "json", "--baseline", "last.json", "a.toml"]);
        let result: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(changes(&result), expected);
        assert_eq!(output.status.code(), Some(status), "{expected:?}");
        assert_eq!(strays_from_schema(SCHEMA, &result), Vec::<String>::new());
        let never = place.check(&["-q", "--fail-on", "never", "--baseline", "last.json", "a.toml"]);
        assert_eq!(never.status.code(), Some(0));
    }
}

#[test]
fn deadlines_bodies_and_assurance_are_compared_as_well() {
    let place = Place::new();
    let one = assessment("Test Police", &but(&[("gap", "")]), "");
    place.write("a.toml", &one);
    place.write("b.toml", &assessment("Second Police", &CLEAN, ""));
    place.write("c.toml", &assessment("New Police", &but(&[("over", "false")]), ""));
    place.check(&["-q", "--format", "json", "--output", "last.json", "a.toml", "b.toml"]);
    // Of the evidence R4.1 asks for: without it the requirement is met on the body's word alone.
    place.write("a.toml", &one.replace(", \"R4.1\"]", "]"));
    let output = place.check(&[
        "-q",
        "--baseline",
        "last.json",
        "--as-of",
        "2026-11-01",
        "--assurance",
        "stated",
        "a.toml",
        "c.toml",
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(printed(&output));
}

#[test]
fn another_version_of_the_pack_is_compared_by_id() {
    let place = Place::new();
    place.write("a.toml", &assessment("Test Police", &but(&[("gap", "")]), ""));
    place.check(&["-q", "--format", "json", "--output", "last.json", "a.toml"]);
    let added = "recommendation R5 \"New\" { to force requirement R5.1 \"New\" { must new: visits.rare } }\n";
    let (_, kept) = super::RULES.split_once("recommendation R2").unwrap();
    let (first, _) = super::RULES.split_once("recommendation R2").unwrap();
    let (_, kept) = kept.split_once("recommendation R3").unwrap();
    let rules = pack(&format!("{first}recommendation R3{kept}{added}"));
    let manifest = rules.path().join("pack.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    let newer = text.replacen("version   = \"1.0.0\"", "version   = \"1.1.0\"", 1);
    let newer = if newer == text { text.replacen("1.0.0", "1.1.0", 1) } else { newer };
    fs::write(&manifest, newer).unwrap();
    place.write("a.toml", &place.read("a.toml").replace("\"R2.1\", ", ""));
    let rules = rules.path().to_str().unwrap();
    let output = place.run(&["check", "-q", "--rules", rules, "--baseline", "last.json", "a.toml"]);
    assert_eq!(output.status.code(), Some(1), "{}", transcript(&output));
    assert_snapshot!(printed(&output));
}

#[test]
fn a_baseline_is_written_only_where_that_is_asked_for_and_all_could_be_checked() {
    let place = Place::new();
    place.write("a.toml", &assessment("Test Police", &but(&[("gap", "")]), ""));
    let status = |arguments: &[&str]| place.check(arguments).status.code().unwrap();
    let update = ["-q", "--baseline", "last.json", "--update-baseline", "a.toml"];
    assert_eq!(status(&["-q", "--baseline", "last.json", "a.toml"]), 2, "there is none yet");
    assert_eq!(status(&[&update[..], &["missing.toml"]].concat()), 2);
    assert!(!place.folder.path().join("last.json").exists());
    assert_eq!(status(&update), 1, "the gate of a run without a baseline");
    let first = place.read("last.json");
    assert_eq!(status(&["-q", "--baseline", "last.json", "a.toml"]), 0);
    place.write("a.toml", &assessment("Test Police", &but(&[("gap", ""), ("over", "")]), ""));
    assert_eq!(status(&["-q", "--baseline", "last.json", "a.toml"]), 1);
    assert_eq!(place.read("last.json"), first, "nobody asked for a new one");
    assert_eq!(status(&update), 1, "worse than the one before");
    assert_eq!(status(&update), 0);
    assert!(!place.read("last.json").contains("\"baseline\""), "a baseline does not hold one");
    assert_eq!(status(&["-q", "--update-baseline", "a.toml"]), 2, "no baseline is named");
    for option in ["--output", "--report"] {
        let file = if option == "--report" { "json=last.json" } else { "last.json" };
        assert_eq!(status(&["-q", "--baseline", "last.json", option, file, "a.toml"]), 2, "{option}");
    }
    place.write("b.toml", &place.read("a.toml"));
    let output = place.check(&["-q", "--baseline", "last.json", "a.toml", "b.toml"]);
    assert_eq!(output.status.code(), Some(2), "{}", transcript(&output));
    place.write("tipstaff.toml", "files = [\"*.toml\"]\nbaseline = \"last.json\"\n");
    assert_eq!(status(&["-q", "--update-baseline", "a.toml"]), 2, "a part does not replace the whole");
}

/// The result with the requirement taken out that has the gap.
fn without_first_requirement(result: &str) -> String {
    let mut result: Value = serde_json::from_str(result).unwrap();
    let requirements = result.pointer_mut("/assessments/0/recommendations/0/requirements").unwrap();
    requirements.as_array_mut().unwrap().remove(0);
    result.to_string()
}

#[test]
fn a_file_that_is_no_result_is_an_error_with_its_place() {
    let place = Place::new();
    place.write("a.toml", &assessment("Test Police", &but(&[("gap", "")]), ""));
    place.check(&["-q", "--format", "json", "--output", "good.json", "a.toml"]);
    let good = place.read("good.json");
    let once = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    let deep = format!("{{\"format\": {}", "[".repeat(100_000));
    let mut said = String::new();
    for broken in [
        good.get(..good.len() / 2).unwrap().to_owned(),
        String::new(),
        "[]".to_owned(),
        deep,
        once("tipstaff-result/1", "tipstaff-result/2"),
        once("\"assessments\": [", "\"assessments\": 3, \"x\": ["),
        once("\"not_shown\",\n          \"rag\"", "\"not_shown\",\n          \"id\": \"R9\", \"rag\""),
        once("\"gap\": \"not_shown\"", "\"gap\": null"),
        once("\"gap\": \"not_shown\"", "\"gap\": \"no\\u001b[31m\""),
        once("\"id\": \"R1.1\"", "\"id\": \"R2.1\""),
        once("\"id\": \"R1.1.made\"", "\"id\": \"R1.1.due\""),
        once("\"as_of\": \"2026-06-10\"", "\"as_of\": \"2026-02-30\""),
        once("\"met\": 3", "\"met\": 4"),
        once("\"gaps\": 1", "\"gaps\": 0"),
        once(
            "\"outcome\": \"not_shown\",\n              \"assurance\"",
            "\"outcome\": \"departure\", \"assurance\"",
        )
        .replacen("\"gap\": \"not_shown\"", "\"gap\": null", 1),
        once("\"state\": \"due_in\"", "\"state\": \"overdue\""),
        once("\"days\": 143", "\"days\": 144"),
        once("\"due\": \"2026-10-31\"", "\"due\": \"2026-06-01\""),
        once("\"due\": \"2026-10-31\"", "\"due\": null"),
        once("\"as_of\": \"2026-06-10\"", "\"as_of\": \"2026-12-10\""),
        without_first_requirement(&good),
    ] {
        place.write("last.json", &broken);
        let output = place.check(&["-q", "--baseline", "last.json", "--update-baseline", "a.toml"]);
        assert_eq!(output.status.code(), Some(2), "{}", transcript(&output));
        assert_eq!(place.read("last.json"), broken, "it is not overwritten");
        said += &complained(&output)
            .lines()
            .filter(|line| line.contains(['×', '│']))
            .fold(String::new(), |said, line| said + line + "\n");
    }
    assert_snapshot!(said);
}

/// A deleted file is not found by whoever names the others.
#[test]
fn a_run_over_all_files_of_the_settings_is_the_whole_however_they_are_named() {
    let place = Place::new();
    for (name, body) in [("a", "Test Police"), ("b", "Second Police"), ("c", "Third Police")] {
        place.write(&format!("f/{name}.toml"), &assessment(body, &CLEAN, ""));
    }
    place.write("tipstaff.toml", "files = [\"f/\"]\nbaseline = \"last.json\"\n");
    assert_eq!(place.check(&["-q", "--update-baseline"]).status.code(), Some(0));
    for part in [&["f/a.toml", "f/c.toml"][..], &["f/[!b].toml"]] {
        for format in
            ["text", "narrated", "markdown", "json", "sarif", "junit", "github", "gitlab", "azure", "tap"]
        {
            let output = place.check(&[&["-q", "--format", format], part].concat());
            assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
            let people = ["text", "narrated", "markdown"].contains(&format);
            let said = if people { printed(&output) } else { complained(&output) };
            let said = said.replace('│', "").split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(
                said.contains("bodies that are missing are not told"),
                "{format}\n{}",
                transcript(&output)
            );
        }
        let update = place.check(&[&["-q", "--update-baseline"], part].concat());
        assert_eq!(update.status.code(), Some(2), "a part does not replace the whole");
    }
    fs::remove_file(place.folder.path().join("f/b.toml")).unwrap();
    for whole in [&[][..], &["f"], &["f/"], &["./f/*.toml"], &["f/c.toml", "f/a.toml"]] {
        let output = place.check(&[&["-q"], whole].concat());
        assert_eq!(output.status.code(), Some(1), "{whole:?}\n{}", transcript(&output));
        let told = "Second Police: the body is not there any more";
        assert!(printed(&output).contains(told), "{whole:?}\n{}", transcript(&output));
    }
    let update = place.check(&["-q", "--update-baseline", "f/a.toml", "f/c.toml"]);
    assert_eq!(update.status.code(), Some(1), "{}", transcript(&update));
    assert_eq!(place.check(&["-q"]).status.code(), Some(0), "the baseline was updated");
}

#[test]
fn two_files_of_one_body_are_told_and_never_made_a_baseline() {
    let place = Place::new();
    place.write("f/a.toml", &assessment("Test Police", &CLEAN, ""));
    place.check(&["-q", "--format=json", "--output=last.json", "f"]);
    place.write("f/old/a.toml", &assessment("Test Police", &but(&[("gap", "")]), ""));
    for arguments in [&["--baseline=new.json", "--update-baseline"][..], &["--baseline=last.json"]] {
        let output = place.check(&[&["-q"], arguments, &["f"]].concat());
        assert_eq!(output.status.code(), Some(2), "{}", transcript(&output));
        let said = complained(&output);
        for named in ["f/a.toml", "f/old/a.toml", "Test Police", "input::same-body", "1 error:"] {
            assert!(said.contains(named), "{said}");
        }
        assert!(!place.folder.path().join("new.json").exists());
    }
    let output = place.check(&["-q", "f"]);
    assert_eq!(output.status.code(), Some(1), "{}", transcript(&output));
    assert!(complained(&output).contains("input::same-body"), "{}", transcript(&output));
    let table = printed(&output);
    for named in ["Test Police (f/a.toml)", "(f/old/a.toml)"] {
        assert!(table.contains(named), "{table}");
    }
}

/// What does not count is told, and that it does not.
#[test]
fn what_is_worse_and_does_not_count_is_said_to_not_count() {
    let place = Place::new();
    place.write("a.toml", &assessment("Test Police", &CLEAN, ""));
    place.check(&["-q", "--format=json", "--output=last.json", "a.toml"]);
    place.write("a.toml", &assessment("Test Police", &but(&[("gap", ""), ("over", "")]), ""));
    let run = |severity: &str, format: &str| {
        place.write("tipstaff.toml", &format!("[severity]\n{severity}"));
        printed(&place.check(&["-q", "--format", format, "--baseline=last.json", "a.toml"]))
    };
    let (one, both) = ("\"R1.1\" = \"ignore\"\n", "\"R1.1\" = \"ignore\"\n\"R3.1\" = \"warning\"\n");
    for (severity, format, said) in [
        ("", "text", "last.json: 2 worse, 0 better"),
        (one, "text", "last.json: 2 worse (1 does not count), 0 better"),
        (both, "text", "last.json: 2 worse (none of which counts), 0 better"),
        (both, "text", "passed (nothing that counts is worse than the baseline)"),
        (both, "markdown", "# Tipstaff: passed (nothing that counts is worse than the baseline)\n"),
    ] {
        let told = run(severity, format).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(said.trim_end()), "{told}");
    }
    place.write("tipstaff.toml", "");
    place.check(&["-q", "--format=json", "--output=last.json", "a.toml"]);
    place.write("a.toml", &assessment("Test Police", &CLEAN, ""));
    let result = place.json(&["--baseline=last.json", "a.toml"]);
    let better = result["gate"]["baseline"]["better"].as_array().unwrap();
    assert!(!better.is_empty() && better.iter().all(|change| change["fails"] == false), "{better:?}");
}

#[test]
fn changes_are_told_as_what_they_are() {
    let place = Place::new();
    let without = |text: &str| text.replace("\"R1.1\", ", "");
    let whole = assessment("Test Police", &CLEAN, "");
    let unknown = assessment("Test Police", &but(&[("gap", ""), ("due", "false")]), "");
    let not_met = assessment("Test Police", &but(&[("gap", "false"), ("due", "false")]), "");
    for (before, now, asked, said) in [
        (
            &without(&whole),
            &without(&whole),
            "evidenced",
            "a new gap, met (stated) before, now met (stated) with evidence missing",
        ),
        (&unknown, &not_met, "stated", "an obligation with a worse answer, not shown before, now not met"),
        (
            &not_met.replace("gap = false", "gap = true"),
            &not_met,
            "stated",
            "one more obligation without a yes, met before, now not met",
        ),
    ] {
        place.write("a.toml", before);
        place.check(&["-q", "--assurance=stated", "--format=json", "--output=last.json", "a.toml"]);
        // Some editors put a mark at the beginning.
        place.write("last.json", &format!("\u{feff}{}", place.read("last.json")));
        place.write("a.toml", now);
        let output = printed(&place.check(&["-q", "--assurance", asked, "--baseline=last.json", "a.toml"]));
        let told = output.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(said), "{output}");
    }
}
