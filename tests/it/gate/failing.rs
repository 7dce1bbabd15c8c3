//! Whatever fails the gate stands in every report of it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{CLEAN, Place, assessment, but};
use crate::program::{complained, printed, transcript};

const FORMATS: [&str; 6] = ["github", "azure", "gitlab", "sarif", "junit", "tap"];

/// How many things of a report fail; where that is not enough, those alone that fail whatever the deadline is.
fn failing(format: &str, report: &str, whatever_the_deadline: bool) -> usize {
    let lines = |test: &dyn Fn(&str) -> bool| report.lines().filter(|line| test(line)).count();
    let json = || serde_json::from_str::<Value>(report).unwrap();
    let texts = |value: &Value, pointer: &str| -> Vec<String> {
        let list = value.as_array().cloned().unwrap_or_default().into_iter();
        list.filter_map(|one| Some(one.pointer(pointer)?.as_str()?.to_owned())).collect()
    };
    match format {
        "github" => lines(&|line| {
            line.starts_with("::error ") || (!whatever_the_deadline && line.starts_with("::warning "))
        }),
        "azure" => lines(&|line| {
            line.contains("type=error;") || (!whatever_the_deadline && line.contains("type=warning;"))
        }),
        "gitlab" => {
            let severe = |severity: &&String| match severity.as_str() {
                "blocker" | "critical" | "major" => true,
                severity => severity == "minor" && !whatever_the_deadline,
            };
            texts(&json(), "/severity").iter().filter(severe).count()
        }
        "sarif" => {
            let (log, fails) = (json(), |level: &&String| *level == "error" || !whatever_the_deadline);
            let list = |run: &Value, pointer| texts(run.pointer(pointer).unwrap_or(&Value::Null), "/level");
            let runs = log.pointer("/runs").and_then(Value::as_array).unwrap().iter();
            let levels = runs.flat_map(|run| {
                let told = list(run, "/invocations/0/toolExecutionNotifications");
                list(run, "/results").into_iter().chain(told).collect::<Vec<_>>()
            });
            levels.collect::<Vec<_>>().iter().filter(fails).count()
        }
        "junit" => lines(&|line| line.contains("<failure") || line.contains("<error")),
        _ => lines(&|line| line.starts_with("not ok") && !(whatever_the_deadline && line.contains("# TODO"))),
    }
}

/// Runs a check with a report in each format, and holds them against what the result says of the gate.
fn law(place: &Place, rules: &str, name: &str, arguments: &[&str]) -> bool {
    let reports: Vec<String> =
        FORMATS.iter().chain(&["json"]).map(|format| format!("--report={format}=out.{format}")).collect();
    let reports: Vec<&str> = reports.iter().map(String::as_str).collect();
    let output = place.run(&[&["check", "-q", "--rules", rules], &reports[..], arguments].concat());
    let result: Value = serde_json::from_str(&place.read("out.json")).unwrap();
    let gate = result.pointer("/gate").unwrap();
    let passed = gate["passed"].as_bool().unwrap();
    assert_eq!(output.status.code(), Some(i32::from(!passed)), "{name}\n{}", transcript(&output));
    let gaps = ["gap", "not_met", "overdue"].map(Value::from);
    let others = gate["failed_on"].as_array().unwrap().iter().any(|word| !gaps.contains(word));
    let worse = gate.pointer("/baseline/worse").and_then(Value::as_array);
    let worse = worse.is_some_and(|worse| worse.iter().any(|change| change["fails"] == true));
    for format in FORMATS.into_iter().filter(|_| !passed) {
        let report = place.read(&format!("out.{format}"));
        assert_ne!(failing(format, &report, others || worse), 0, "{name}: {format}\n{report}");
    }
    let issues: Value = serde_json::from_str(&place.read("out.gitlab")).unwrap();
    let issues = issues.as_array().unwrap();
    let fingerprints: BTreeSet<&str> =
        issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(fingerprints.len(), issues.len(), "{name}: two issues have one fingerprint");
    passed
}

/// A body that meets everything, but for one thing that fails: the facts, what stands below them, the arguments, and
/// what each report has to name.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a [&'a str], &'a str);

#[test]
fn no_report_is_empty_where_the_gate_is_not_passed() {
    let place = Place::new();
    place.write("a.toml", &assessment("Test Police", &CLEAN, ""));
    place.write("b.toml", &assessment("Second Police", &CLEAN, ""));
    place.check(&["-q", "--assurance=stated", "--format=json", "--output=both.json", "a.toml", "b.toml"]);
    let claim = "[claims]\n\"R1.1\" = \"not_applicable\"\n";
    let colour = "[claims]\nR1 = { status = \"complete\", rag = \"red\" }\n";
    let twice = "[ { value = true }, { value = false } ]";
    let baseline = ["--assurance=stated", "--baseline=both.json"];
    let cases: [Case<'_>; 8] = [
        (&[], "", &[baseline[0], baseline[1], "a.toml"], "missing-body"),
        (&[], "lost", &[baseline[0], baseline[1], "a.toml", "b.toml"], "R4.1"),
        (&[], claim, &[baseline[0], baseline[1], "a.toml", "b.toml"], "R1.1"),
        (&[("gap", "")], "", &[baseline[0], baseline[1], "a.toml", "b.toml"], "R1.1"),
        (&[], claim, &["--fail-on=overclaim", "a.toml"], "R1.1"),
        (&[("guided", "false")], "", &["--fail-on=warning", "a.toml"], "R3.1.guided"),
        (&[("guided", twice)], "", &["--fail-on=discrepancy", "a.toml"], "visits.guided"),
        (&[], colour, &["--fail-on=warning", "a.toml"], "is declared red"),
    ];
    for (facts, more, arguments, named) in cases {
        let text = assessment("Test Police", &but(facts), if more == "lost" { "" } else { more });
        let text = if more == "lost" { text.replace(", \"R4.1\"]", "]") } else { text };
        place.write("a.toml", &text);
        let passed = law(&place, place.rules.path().to_str().unwrap(), named, arguments);
        assert!(!passed, "{named}: {arguments:?}");
        for format in FORMATS {
            let report = place.read(&format!("out.{format}"));
            assert!(report.contains(named), "{named}: {format}\n{report}");
        }
    }
}

/// The mixed sample of all formats, against baselines of it that were better, worse and of others.
#[test]
fn the_law_holds_of_the_mixed_sample_as_well() {
    let place = Place::new();
    let root = env!("CARGO_MANIFEST_DIR");
    let rules = format!("{root}/tests/cases/formats");
    let [mixed, college] =
        ["mixed", "college"].map(|name| format!("{root}/tests/cases/formats/force/{name}.toml"));
    let (mixed, college) = (mixed.as_str(), college.as_str());
    let run = |arguments: &[&str]| place.run(&[&["check", "-q", "--rules", &rules], arguments].concat());
    for (name, arguments) in [
        ("both.json", &["--as-of=2026-06-10", mixed, college][..]),
        ("early.json", &["--as-of=2020-01-01", mixed, college]),
        ("stated.json", &["--assurance=stated", mixed]),
        ("other.json", &[college]),
    ] {
        run(&[&["--format=json", "--output", name], arguments].concat());
    }
    let mut failed = 0;
    for baseline in ["both.json", "early.json", "stated.json", "other.json", ""] {
        for fail_on in ["gap", "overclaim", "warning", "discrepancy", "overdue,discrepancy"] {
            let baseline = format!("--baseline={baseline}");
            let baseline = if baseline == "--baseline=" { "--no-config" } else { &baseline };
            let name = format!("{baseline} {fail_on}");
            let passed = law(&place, &rules, &name, &[baseline, "--fail-on", fail_on, mixed]);
            failed += usize::from(!passed);
        }
    }
    assert!(failed > 15, "only {failed} of the runs failed");
}

#[test]
fn an_overclaim_without_a_gap_is_named_to_people() {
    let place = Place::new();
    place.write("a.toml", &assessment("Test Police", &CLEAN, "[claims]\n\"R1.1\" = \"not_applicable\"\n"));
    for (format, told) in [
        ("text", "overclaimed    R1.1\n"),
        ("narrated", "overclaimed: R1.1.\n"),
        ("markdown", "- overclaimed: R1.1\n"),
    ] {
        let output = place.check(&["-q", "--fail-on=overclaim", "--format", format, "a.toml"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(printed(&output).contains(told), "{}", transcript(&output));
    }
}

#[test]
fn input_that_could_not_be_used_comes_before_all_gaps() {
    let place = Place::new();
    for number in 1..=12 {
        let text = assessment(&format!("Police {number}"), &but(&[("gap", "false")]), "");
        place.write(&format!("f/{number:02}.toml"), &text);
    }
    place.write("f/broken.toml", "[assessment\n");
    for format in ["github", "azure", "gitlab"] {
        let report = printed(&place.check(&["--format", format, "f"]));
        let place_of = |words: &str| report.find(words);
        assert!(place_of("broken.toml").unwrap() < place_of("R1.1.made").unwrap(), "{report}");
    }
}

/// Reports of an earlier run would pass for those of this one.
#[test]
fn settings_that_cannot_be_used_are_told_in_the_reports_of_the_command_line() {
    let place = Place::new();
    let text = assessment("Test Police", &CLEAN, "");
    place.write("a.toml", &text);
    place.write("bad.toml", "fail_onn = 1\n[reports]\njson = \"own.json\"\n");
    for (config, told) in
        [("bad.toml", "`fail_onn` is not known"), ("missing.toml", "cannot read `missing.toml`")]
    {
        let reports = FORMATS.map(|format| format!("--report={format}=out.{format}"));
        let reports: Vec<&str> = reports.iter().map(String::as_str).collect();
        let more = ["--config", config, "--format=json", "--step-summary", "a.toml"];
        let mut command = place.command(&[&reports[..], &more].concat());
        place.write("summary.md", "");
        let output = command.env("GITHUB_STEP_SUMMARY", "summary.md").output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(complained(&output).contains(told), "{}", transcript(&output));
        let files = FORMATS.map(|format| place.read(&format!("out.{format}")));
        let named = told.trim_matches('`').split('`').next().unwrap();
        for report in files.iter().chain([&printed(&output), &place.read("summary.md")]) {
            assert!(report.contains(named), "{named}\n{report}");
        }
    }
    assert!(!place.folder.path().join("own.json").exists(), "what cannot be used is not followed");
    for (config, target) in [("bad.toml", "bad.toml"), ("bad.toml", "a.toml")] {
        let output = place.check(&["--config", config, "--report", &format!("csv={target}"), "a.toml"]);
        assert!(complained(&output).contains("input::conflict"), "{}", transcript(&output));
    }
    assert_eq!(place.read("a.toml"), text);
    assert!(place.read("bad.toml").starts_with("fail_onn"));
}
