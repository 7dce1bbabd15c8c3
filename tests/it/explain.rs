//! `tipstaff explain` as the built program: proofs, what is asked for, codes, and what cannot be explained.

#![expect(clippy::unwrap_used, reason = "a test may fail where the program cannot be run")]

use std::fmt::Write as _;
use std::fs;

use insta::assert_snapshot;
use serde_json::Value;
use tipstaff::diagnostic::Code;

use crate::check::RESPONSES;
use crate::program::{complained, printed, strays_from_schema, tipstaff, transcript};

const CHESHIRE: &str = "examples/forces/cheshire.toml";
const SUFFOLK: &str = "examples/forces/suffolk.toml";
const WEXMOUTH: &str = "examples/forces/fictional/wexmouth.toml";
const COLLEGE: &str = "examples/national/college.toml";
const SCHEMA: &str = include_str!("../../docs/tipstaff-explain.schema.json");

/// The explanation of something that can be explained.
fn explained(arguments: &[&str]) -> String {
    let output = tipstaff(&[&["explain"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
    assert_eq!(complained(&output), "");
    printed(&output)
}

/// The explanation by the rules of `tests/cases/explain`.
fn of_forms(id: &str) -> String {
    explained(&["--rules", "tests/cases/explain", id, "tests/cases/explain/force/force.toml"])
}

fn in_json(arguments: &[&str]) -> Value {
    let result = serde_json::from_str(&explained(&[&["--format", "json"], arguments].concat())).unwrap();
    assert_eq!(strays_from_schema(SCHEMA, &result), Vec::<String>::new(), "{arguments:?}");
    result
}

#[test]
fn what_is_only_said_proves_nothing() {
    assert_snapshot!(explained(&["R4.2", CHESHIRE]));
}

#[test]
fn a_requirement_that_is_not_met_is_proved_from_its_rows() {
    assert_snapshot!(explained(&["R15.1", SUFFOLK]));
}

#[test]
fn a_recommendation_folds_its_requirements() {
    assert_snapshot!(explained(&["R15", SUFFOLK]));
}

#[test]
fn what_is_measured_is_proved_from_extracts() {
    assert_snapshot!(explained(&["R8.4", WEXMOUTH]));
}

#[test]
fn a_national_body_is_held_to_its_own() {
    assert_snapshot!(explained(&["R11.1", COLLEGE]));
    let elsewhere = in_json(&["R11", CHESHIRE]);
    assert_eq!(elsewhere["explanations"][0]["recommendation"]["outcome"], "not_addressed");
    assert!(explained(&["R11", CHESHIRE]).contains(": not asked of this body\n"));
}

#[test]
fn a_fact_is_told_with_who_says_so_and_what_stands_on_it() {
    assert_snapshot!(explained(&["bail.every_period", CHESHIRE]));
    assert_snapshot!(explained(&["bail.every_period", WEXMOUTH]));
}

#[test]
fn without_an_assessment_what_is_asked_for_is_explained() {
    assert_snapshot!(explained(&["R4.2"]));
    assert_snapshot!(explained(&["R9"]));
    assert_snapshot!(explained(&["R15.1.mandatory"]));
}

#[test]
fn every_code_is_explained() {
    assert_snapshot!(explained(&["pack::unknown-name"]));
    for code in Code::ALL {
        let text = explained(&["-q", code.name()]);
        assert_eq!(text.replace("\n  ", " "), format!("{code}: {}\n", code.title()));
    }
}

/// What each clause of the forms is proved by, without what all have in common.
#[test]
fn each_form_of_an_expression_is_proved_in_words() {
    let mut proofs = String::new();
    for requirement in ["R1.1", "R1.2", "R1.3"] {
        let all =
            in_json(&["--rules", "tests/cases/explain", requirement, "tests/cases/explain/force/force.toml"]);
        for clause in all["explanations"][0]["requirement"]["clauses"].as_array().unwrap() {
            let id = clause["id"].as_str().unwrap();
            let text = of_forms(id);
            let (_, proof) = text.split_once("\nMust\n\n").unwrap();
            let (proof, _) = proof.split_once("\n●").unwrap();
            let proof = proof.replace("\nProof\n", "");
            writeln!(proofs, "---- {id}\n{}\n", proof.trim_end()).unwrap();
        }
    }
    assert_snapshot!(proofs);
}

#[test]
fn the_circumstances_of_a_requirement_are_told() {
    assert_snapshot!(of_forms("R1.4"));
    let lapsed = explained(&[
        "--rules",
        "tests/cases/explain",
        "--as-of",
        "2026-12-02",
        "--assurance",
        "stated",
        "R1.4",
        "tests/cases/explain/force/force.toml",
    ]);
    assert!(lapsed.starts_with("R1.4 Circumstances: not met\n"), "{lapsed}");
    assert!(lapsed.contains("a departure has no effect: its review was due by 2026-12-01"), "{lapsed}");
}

#[test]
fn of_a_row_nothing_is_shown_but_its_key() {
    for id in ["R1.3", "R1.3.every", "f.in_time"] {
        for format in ["text", "json"] {
            let force = "tests/cases/explain/force/force.toml";
            let shown = explained(&["--format", format, "--rules", "tests/cases/explain", id, force]);
            assert!(
                shown.contains("v-6") && !shown.contains("v-9\n") && !shown.contains("private"),
                "{shown}"
            );
        }
    }
}

/// Everything that `check` says of requirements, beside what `explain` says.
#[test]
fn explanations_agree_with_the_check() {
    for (file, wanted) in [(SUFFOLK, None), (WEXMOUTH, Some("R8"))] {
        let output = tipstaff(&["check", "--format", "json", file]);
        let checked: Value = serde_json::from_slice(&output.stdout).unwrap();
        let recommendations = checked["assessments"][0]["recommendations"].as_array().unwrap();
        for checked in recommendations.iter().filter(|one| wanted.is_none_or(|wanted| one["id"] == wanted)) {
            let explained = in_json(&[checked["id"].as_str().unwrap(), file]);
            let told = &explained["explanations"][0]["recommendation"];
            assert_eq!(told["outcome"], checked["outcome"], "{}", checked["id"]);
            for requirement in checked["requirements"].as_array().unwrap() {
                let told = told["requirements"].as_array().unwrap();
                let told = told.iter().find(|told| told["id"] == requirement["id"]).unwrap();
                for key in ["outcome", "assurance", "gap", "claim", "claim_check"] {
                    assert_eq!(told["verdict"][key], requirement[key], "{} {key}", requirement["id"]);
                }
            }
        }
    }
}

#[test]
fn the_json_keeps_to_its_schema_and_the_schema_lets_not_everything_pass() {
    for arguments in [
        &["R4.2.every_period", CHESHIRE][..],
        &["R15.1", SUFFOLK, WEXMOUTH],
        &["R8.4", WEXMOUTH],
        &["R3", CHESHIRE],
        &["R3.1", CHESHIRE],
        &["bail.every_period", WEXMOUTH],
        &["bail.every_period"],
        &["R4.2"],
        &["R4"],
        &["R4.2.proactive"],
        &["pack::unknown-name"],
    ] {
        in_json(arguments);
    }
    let mut broken = in_json(&["R4.2", CHESHIRE]);
    broken["explanations"][0]["requirement"]["clauses"][0]["proof"]["bearing"] = "heavy".into();
    assert_ne!(strays_from_schema(SCHEMA, &broken), Vec::<String>::new());
}

#[test]
fn several_assessments_are_proved_one_after_the_other() {
    let text = explained(&[&["-q", "R4.2"][..], &RESPONSES].concat());
    assert_eq!(text.lines().count(), RESPONSES.len(), "{text}");
    let output = tipstaff(&["explain", "-q", "R4.2", "missing.toml", CHESHIRE]);
    assert_eq!(output.status.code(), Some(2));
    assert!(printed(&output).starts_with("R4.2 Bail conditions"), "{}", transcript(&output));
    assert!(complained(&output).contains("no such file"), "{}", transcript(&output));
}

#[test]
fn what_cannot_be_explained_is_said_with_a_suggestion_and_exits_with_2() {
    for (arguments, expected) in [
        (&["R4.22"][..], "did you mean `R4.2`?"),
        (&["r4.2"], "did you mean `R4.2`?"),
        (&["R4.2.every_perod", CHESHIRE], "did you mean `R4.2.every_period`?"),
        (&["bail.every_perod"], "did you mean `bail.every_period`?"),
        (&["pack::unknown-nam"], "did you mean `pack::unknown-name`?"),
        (&["everything"], "a recommendation (`R8`)"),
        (&["pack::unknown-name", CHESHIRE], "leave the assessment out"),
        (&["R4.2", "missing.toml"], "no such file"),
        (&["R4.2", "--rules", "examples"], "pack.toml"),
        (&["R4.2", CHESHIRE, "--output", CHESHIRE], "would be replaced"),
        (&["R4.2", "--rules", "tests/cases/explain", CHESHIRE], "forms"),
        (&["R4.2", "--as-of", "tomorrow", CHESHIRE], "2026-10-31"),
        (&[], "<ID>"),
    ] {
        let output = tipstaff(&[&["explain"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}\n{}", transcript(&output));
        assert_eq!(printed(&output), "", "{arguments:?}");
        assert!(complained(&output).contains(expected), "{arguments:?}\n{}", transcript(&output));
    }
}

#[test]
fn colours_change_nothing_but_the_colour() {
    let plain = explained(&["--color", "never", "R15.1", SUFFOLK]);
    let mut colored = explained(&["--color", "always", "R15.1", SUFFOLK]);
    assert!(colored.contains("\u{1b}[1m\u{1b}[31mno\u{1b}[0m"), "{colored}");
    while let Some(start) = colored.find('\u{1b}') {
        let length = colored.get(start..).unwrap().find('m').unwrap();
        colored.replace_range(start..=start + length, "");
    }
    assert_eq!(colored, plain);
    assert!(plain.lines().all(|line| line.chars().count() <= 80), "{plain}");
}

/// A pack and an assessment of it, in a folder of their own.
fn written(rules: &str, facts: &str) -> (tempfile::TempDir, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::copy("tests/cases/explain/pack.toml", path("pack.toml")).unwrap();
    fs::write(path("own.rules"), rules).unwrap();
    let header = fs::read_to_string("tests/cases/explain/force/force.toml").unwrap();
    let (header, _) = header.split_once("[claims]").unwrap();
    fs::write(path("force.toml"), format!("{header}[facts.f]\n{facts}")).unwrap();
    let (rules, file) = (path(""), path("force.toml"));
    (folder, rules, file)
}

#[test]
fn deep_and_long_rules_stay_readable() {
    let chain: String = (1..3000).map(|n| format!("define d{n}: yesno = not d{}\n", n - 1)).collect();
    let long = vec!["f.a"; 500].join(", ");
    let deep = format!("{}f.a{}", "not (f.b or ".repeat(20), ")".repeat(20));
    let columns: String = (1..2000).map(|n| format!("  c{n}: yesno = not r.c{}\n", n - 1)).collect();
    let (_folder, rules, file) = written(
        &format!(
            "facts f {{ a: yesno  b: yesno }}\ndefine d0: yesno = f.a\n{chain}\
             table t each r {{ key id: text  c0: yesno\n{columns} }}\n\
             recommendation R1 \"Own\" {{ to force  requirement R1.1 \"Own\" {{\n\
             must chain: d2999\nmust long: all of [{long}]\nmust deep: {deep}\nmust rows: every r in t: r.c1999 }} }}\n"
        ),
        "b = false\n[[tables.t]]\nid = \"one\"\n",
    );
    let text = explained(&["--rules", &rules, "R1.1", &file]);
    assert!(text.lines().count() < 1000, "{}", text.lines().count());
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert!(text.contains("and 475 more, which are not shown"), "{text}");
    assert!(text.contains("has the rest"), "{text}");
    in_json(&["--rules", &rules, "R1.1", &file]);
}

#[test]
fn hostile_words_steer_no_terminal() {
    let (_folder, rules, file) = written(
        "facts f { a: text \"Is it so?\" }\nrecommendation R1 \"Own\" { to force  requirement R1.1 \"Own\" {\n\
         must it: f.a is \"x # y\" # a remark\n} }\n",
        "a = { said = \"no\\u001B[2J\\u202E\\nR9 met\" }\n",
    );
    let text = explained(&["--rules", &rules, "R1.1", &file]);
    assert!(!text.contains(['\u{1b}', '\u{202e}']) && !text.contains("\nR9 met"), "{text}");
    assert!(text.contains("f.a is \"x # y\"\n"), "{text}");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for format in ["text", "json"] {
        let force = "tests/cases/explain/force/force.toml";
        let run = || explained(&["--format", format, "--rules", "tests/cases/explain", "R1.3", force]);
        assert_eq!(run(), run(), "{format}");
    }
}
