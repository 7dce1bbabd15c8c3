//! `tipstaff.toml`.

use insta::assert_snapshot;
use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

use super::{CLEAN, Place, assessment, but};
use crate::program::{complained, printed, strays_from_schema, transcript};

const SCHEMA: &str = include_str!("../../../docs/tipstaff-settings.schema.json");
const RESULT: &str = include_str!("../../../docs/tipstaff-result.schema.json");

/// Every key, with more than one mistake each where there is room.
const MISTAKES: &str = r#"
files = []
fail_onn = ["gap"]
fail_on = ["gaps", "never"]
assurance = "evidence"
rules = 3
[severity]
R4.2 = "ignore"
"R1.1" = "warn"
[reports]
sarrif = "out.sarif"
"#;

#[test]
fn all_mistakes_are_told_in_one_run() {
    let place = Place::new();
    place.write("tipstaff.toml", MISTAKES);
    place.write("a.toml", &assessment("Test Police", &CLEAN, ""));
    assert_snapshot!(transcript(&place.check(&["a.toml"])));
}

#[test]
fn requirements_that_the_rules_do_not_have_are_told_with_the_right_ones() {
    let place = Place::new();
    place.write(
        "tipstaff.toml",
        "[severity]\n\"R1\" = \"ignore\"\n\"R11.1\" = \"ignore\"\nspeed = \"error\"\n",
    );
    // Of several assessments by the same rules each requirement is named once.
    place.write("a.toml", &assessment("Test Police", &CLEAN, ""));
    place.write("b.toml", &assessment("Second Police", &CLEAN, ""));
    let output = place.check(&["-q", "a.toml", "b.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert_snapshot!(complained(&output));
}

#[test]
fn the_command_line_wins_over_the_file_and_the_file_over_what_is_usual() {
    let place = Place::new();
    place.write("forces/a.toml", &assessment("Test Police", &but(&[("gap", "")]), ""));
    place.write("forces/clean.toml", &assessment("Clean Police", &CLEAN, ""));
    place.write(
        "own/tipstaff.toml",
        "files = [\"../forces/*.toml\"]\nfail_on = [\"not_met\"]\n[reports]\ncsv = \"all.csv\"\n",
    );
    let status = |arguments: &[&str]| place.check(arguments).status.code().unwrap();
    let own = ["-q", "--config", "own/tipstaff.toml"];
    assert_eq!(status(&own), 0, "a gap is not what the file fails on");
    assert!(place.read("own/all.csv").contains("Clean Police"), "paths start in the folder of the file");
    assert_eq!(status(&[&own[..], &["--fail-on", "gap"]].concat()), 1);
    assert_eq!(status(&[&own[..], &["--fail-on", "gap", "forces/clean.toml"]].concat()), 0);
    assert_eq!(status(&["-q"]), 2, "folders below are not searched");
    place.write("tipstaff.toml", "files = [\"forces\"]\nfail_on = [\"not_met\"]\n");
    assert_eq!(status(&["-q"]), 0);
    assert_eq!(status(&["-q", "--no-config", "forces"]), 1);
    let told = printed(&place.check(&["-q", "--fail-on", "gap"]));
    assert!(told.contains("settings       tipstaff.toml decides `files`\n"), "{told}");
    assert_eq!(status(&["-q", "--report", "csv=tipstaff.toml"]), 2, "settings are never replaced");
}

#[test]
fn severity_decides_what_counts_and_hides_nothing() {
    let place = Place::new();
    let facts = but(&[("gap", ""), ("claimed", "false")]);
    place.write("a.toml", &assessment("Test Police", &facts, "[claims]\nR2 = \"complete\"\n"));
    let run = |severity: &str, fail_on: &str| {
        place.write("tipstaff.toml", &format!("[severity]\n{severity}\n"));
        place.check(&["-q", "--as-of", "2026-11-01", "--fail-on", fail_on, "a.toml"])
    };
    for (severity, fail_on, expected) in [
        ("", "gap", 1),
        ("\"R1.1\" = \"ignore\"", "gap", 1),
        ("\"R1.1\" = \"ignore\"", "overdue", 0),
        ("\"R1.1\" = \"warning\"", "overdue", 0),
        ("\"R1.1\" = \"error\"", "overdue", 1),
        ("\"R1.1\" = \"ignore\"\n\"R2.1\" = \"warning\"", "gap,not_met,overdue,overclaim", 0),
        ("\"R1.1\" = \"ignore\"\n\"R2.1\" = \"warning\"", "warning", 1),
        ("\"R1.1\" = \"ignore\"\n\"R2.1\" = \"ignore\"", "warning", 0),
    ] {
        let output = run(severity, fail_on);
        assert_eq!(output.status.code(), Some(expected), "{severity} {fail_on}\n{}", transcript(&output));
    }
    assert_snapshot!(printed(&run("\"R1.1\" = \"ignore\"\n\"R2.1\" = \"warning\"", "gap")));
    let result = place.json(&["a.toml"]);
    assert_eq!(strays_from_schema(RESULT, &result), Vec::<String>::new());
    assert_eq!(result["assessments"][0]["summary"]["gaps"], 2, "what is ignored is counted");
}

/// The example and the page keep to the schema, the mistakes do not, and the program agrees.
#[test]
fn the_schema_takes_what_the_program_takes() {
    let page = include_str!("../../../docs/gate.md");
    let (_, shown) = page.split_once("```toml\n").unwrap();
    let (shown, _) = shown.split_once("```").unwrap();
    for text in [include_str!("../../../examples/gate/tipstaff.toml"), shown] {
        assert_eq!(strays_from_schema(SCHEMA, &json(text)), Vec::<String>::new());
        let place = Place::new();
        place.write("tipstaff.toml", text);
        let said = complained(&place.run(&["check", "-q"]));
        assert!(!said.contains("toml::"), "{said}");
    }
    for line in MISTAKES.lines().filter(|line| line.contains('=')) {
        let table = match line {
            _ if line.starts_with("sarrif") => "[reports]\n",
            _ if line.starts_with(['R', '"']) => "[severity]\n",
            _ => "",
        };
        let text = format!("{table}{line}\n");
        assert_ne!(strays_from_schema(SCHEMA, &json(&text)), Vec::<String>::new(), "{text}");
    }
}

fn json(text: &str) -> Value {
    let (table, mistakes) = DeTable::parse_recoverable(text);
    assert!(mistakes.is_empty(), "{mistakes:?}");
    of_table(table.get_ref())
}

fn of_table(table: &DeTable<'_>) -> Value {
    let items = table.iter().map(|(key, value)| (key.get_ref().to_string(), of_value(value.get_ref())));
    Value::Object(items.collect::<Map<_, _>>())
}

fn of_value(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::from(text.to_string()),
        DeValue::Boolean(flag) => Value::from(*flag),
        DeValue::Array(parts) => parts.iter().map(|part| of_value(part.get_ref())).collect(),
        DeValue::Table(table) => of_table(table),
        _ => Value::from(0),
    }
}

#[test]
fn an_assessment_in_the_place_of_settings_is_told_as_such() {
    let place = Place::new();
    place.write("tipstaff.toml", &assessment("Test Police", &CLEAN, ""));
    let output = place.check(&["-q", "tipstaff.toml"]);
    assert_eq!(output.status.code(), Some(2));
    let said = complained(&output);
    assert!(said.contains("`tipstaff.toml` is an assessment, and holds no settings"), "{said}");
    assert!(said.contains("`--no-config`") && said.contains("1 error:"), "{said}");
    assert_eq!(place.check(&["-q", "--no-config", "tipstaff.toml"]).status.code(), Some(0));
}

#[test]
fn reports_are_refused_by_the_name_of_what_asks_for_them() {
    let place = Place::new();
    place.write("a.toml", &assessment("Test Police", &CLEAN, ""));
    place.write("tipstaff.toml", "[reports]\ncsv = \"a.toml\"\n");
    for (arguments, said) in [
        (&["a.toml"][..], "give `[reports]` another file"),
        (&["--report=csv=a.toml", "a.toml"], "give `--report` another file"),
        (&["--report=csv=-", "a.toml"], "`-` would be standard output"),
        (&["--output=-", "a.toml"], "`-` would be standard output"),
    ] {
        let output = place.check(&[&["-q"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{}", transcript(&output));
        let told = complained(&output).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(said), "{told}");
    }
    place.write("tipstaff.toml", "fail_on = [\"gap\", \"gap\"]\n[reports]\ncsv = \"-\"\n");
    assert!(complained(&place.check(&["a.toml"])).contains("`csv` should be a file"));
    assert!(!place.folder.path().join("-").exists());
    let told = printed(&place.check(&["-q", "--no-config", "--fail-on=gap,overdue,gap", "a.toml"]));
    assert!(told.contains("(fails on gap, overdue)"), "{told}");
}
