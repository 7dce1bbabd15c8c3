//! `tipstaff measure` as the built program: what it prints, and what it leaves in the assessment.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail where the program does not say what it should"
)]

use std::fs;
use std::path::Path;
use std::process::Output;

use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;
use tipstaff::diagnostic::Diagnostic;
use tipstaff::document::splice::with_table;
use tipstaff::pack::{Slots, ends};
use tipstaff::source::SourceMap;
use tipstaff::tables::results;

use crate::program::{self, complained, printed, shown, strays_from_schema, tipstaff, transcript};
use crate::support;

const SCHEMA: &str = include_str!("../../docs/tipstaff-measure.schema.json");
const RESULT: &str = include_str!("../../docs/tipstaff-result.schema.json");
const EXPLANATION: &str = include_str!("../../docs/tipstaff-explain.schema.json");

const RULES: &str = r#"
choice side { near < far }
table visits "Visits" { key id: text  crewed: yesno  on: date  side: side }
facts visiting "Visiting" {
  crewed: percent "What share of visits is crewed?" { measured as share v in visits: v.crewed }
  near: count "How many visits are near?" { measured as count v in visits where v.side is near }
  last: optional date "When was the last visit?" { measured as max v in visits: v.on }
  any_far: yesno "Is any visit far?" { measured as some v in visits where v.side is far }
  unseen: yesno "Is nothing unseen?" { measured as every v in visits where v.on > as_of: v.crewed }
}
recommendation R1 "Visits" { to force domain mosovo due 2026-12-31
  requirement R1.1 "Visits are crewed" { must crewed: visiting.crewed >= 75% }
  requirement R1.2 "Some visit is far" { must far: visiting.any_far }
  requirement R1.3 "Nothing is unseen" { must unseen: visiting.unseen }
  requirement R1.4 "There was a visit" { must last: visiting.last within 1 month }
}
"#;

const ASSESSMENT: &str = r#"# Nobody's.
[assessment]
format  = 1
body    = "Test Police"
kind    = "force"
pack    = "hmicfrs_2026_04"
version = "^1"
as_of   = 2026-06-10
published = true

[tables]
visits = "visits.csv"   # drawn by hand
"#;

const VISITS: &str =
    "id,crewed,on,side\n1,yes,2026-06-01,near\n2,yes,2026-06-02,far\n3,yes,,near\n4,no,2026-05-02,\n";

/// A pack, an assessment and an extract, in folders of their own.
struct Force {
    rules: TempDir,
    folder: TempDir,
}

impl Force {
    fn new(assessment: &str) -> Force {
        let force = Force { rules: program::pack(RULES), folder: tempfile::tempdir().unwrap() };
        fs::write(force.path("force.toml"), assessment).unwrap();
        fs::write(force.path("visits.csv"), VISITS).unwrap();
        force
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn text(&self) -> String {
        fs::read_to_string(self.path("force.toml")).unwrap()
    }

    /// Runs a command on the assessment.
    fn run(&self, arguments: &[&str]) -> Output {
        let rules = self.rules.path().to_str().unwrap();
        let (command, rest) = arguments.split_first().unwrap();
        let file = self.path("force.toml");
        let file: &[&str] = if rest.contains(&"-") { &[] } else { &[&file] };
        tipstaff(&[&[*command, "--rules", rules][..], rest, file].concat())
    }

    /// What is printed and complained of, without the folders' names.
    fn transcript(&self, arguments: &[&str]) -> String {
        let said = transcript(&self.run(arguments));
        [self.folder.path(), self.rules.path()]
            .iter()
            .fold(said, |said, folder| said.replace(&format!("{}/", shown(folder)), ""))
    }

    fn json(&self, arguments: &[&str], schema: &str) -> Value {
        let output = self.run(&[arguments, &["--format", "json"]].concat());
        let result = serde_json::from_str(&printed(&output)).unwrap();
        assert_eq!(strays_from_schema(schema, &result), Vec::<String>::new(), "{arguments:?}");
        result
    }
}

#[test]
fn what_records_say_is_printed_recorded_and_told_again_without_them() {
    let force = Force::new(ASSESSMENT);
    let measured = force.run(&["measure", "--format", "csv"]);
    let mut said = format!("{}\n{}", force.transcript(&["measure"]), printed(&measured));
    assert_eq!(force.text(), ASSESSMENT);
    said += &force.transcript(&["measure", "--write", "--quiet"]);
    let written = force.text();
    assert!(written.starts_with(ASSESSMENT));
    said += &written;
    assert_eq!(force.json(&["measure", "--write"], SCHEMA)["written"], "unchanged");
    assert_eq!(force.text(), written);

    let home = force.json(&["check"], RESULT);
    fs::remove_file(force.path("visits.csv")).unwrap();
    let away = force.json(&["check"], RESULT);
    for (home, away) in requirements(&home).zip(requirements(&away)) {
        assert_eq!(home["outcome"], away["outcome"]);
        assert_ne!(away["assurance"], "measured");
    }
    assert_eq!(printed(&force.run(&["measure", "--format", "csv"])), printed(&measured));
    for arguments in [
        &["measure"][..],
        &["measure", "--write"],
        &["check", "--assurance", "measured", "--as-of", "2026-06-10"],
        &["check", "--format", "narrated", "--as-of", "2026-06-11"],
        &["explain", "visiting.crewed"],
        &["explain", "R1.3"],
        &["plan"],
    ] {
        let arguments: Vec<&str> = arguments.to_vec();
        let (command, rest) = arguments.split_first().unwrap();
        let id: &[&str] = if *command == "explain" { rest } else { &[] };
        said += &format!("\n==== {}\n", arguments.join(" "));
        said += &if id.is_empty() {
            force.transcript(&arguments)
        } else {
            force.transcript(&[&["explain"], id].concat())
        };
    }
    force.json(&["explain", "visiting.crewed"], EXPLANATION);
    assert_eq!(force.json(&["measure"], SCHEMA)["facts"][0]["from"], "record");
    insta::assert_snapshot!(said);
}

fn requirements(result: &Value) -> impl Iterator<Item = &Value> {
    let recommendations = result["assessments"][0]["recommendations"].as_array().unwrap().iter();
    recommendations.flat_map(|recommendation| recommendation["requirements"].as_array().unwrap())
}

#[test]
fn a_record_that_was_edited_or_is_of_another_extract_is_told() {
    let force = Force::new(ASSESSMENT);
    force.run(&["measure", "--write"]);
    let recorded = force.text();
    let edited = recorded.replace("crewed  = { value = \"75%\"", "crewed  = { value = \"100%\"");
    assert_ne!(edited, recorded);
    fs::write(force.path("force.toml"), edited).unwrap();
    let check = force.run(&["check", "--quiet", "--fail-on", "warning"]);
    assert!(printed(&check).contains("not passed"), "{}", transcript(&check));
    let mut said = force.transcript(&["measure"]);
    fs::write(force.path("force.toml"), &recorded).unwrap();
    fs::write(force.path("visits.csv"), VISITS.replace("4,no", "4,yes")).unwrap();
    said += &force.transcript(&["measure"]);
    fs::write(force.path("force.toml"), recorded.replace("version = \"1.0.0\"", "version = \"0.9.0\""))
        .unwrap();
    said += &force.transcript(&["measure", "--write"]);
    assert!(force.text().contains("value = \"100%\"") && force.text().contains("version = \"1.0.0\""));
    insta::assert_snapshot!(said);
}

#[test]
fn the_shipped_force_travels_without_its_extracts() {
    let folder = tempfile::tempdir().unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/forces/fictional");
    for inner in ["", "evidence", "extracts"] {
        fs::create_dir_all(folder.path().join(inner)).unwrap();
        for entry in fs::read_dir(source.join(inner)).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), folder.path().join(inner).join(entry.file_name())).unwrap();
            }
        }
    }
    let path = folder.path().join("wexmouth.toml");
    let file = path.to_str().unwrap();
    let before = fs::read_to_string(&path).unwrap();
    let check = || -> Value {
        serde_json::from_str(&printed(&tipstaff(&["check", "--format", "json", file]))).unwrap()
    };
    let home = check();
    let written = tipstaff(&["measure", "--write", file]);
    assert_eq!(written.status.code(), Some(0), "{}", transcript(&written));
    assert!(fs::read_to_string(&path).unwrap().starts_with(&before));
    fs::remove_dir_all(folder.path().join("extracts")).unwrap();
    let away = check();
    assert_eq!(strays_from_schema(RESULT, &away), Vec::<String>::new());
    assert_eq!(away["gate"]["passed"], true);
    let mut lowered = 0;
    for (home, away) in requirements(&home).zip(requirements(&away)) {
        assert_eq!(home["outcome"], away["outcome"], "{home}");
        assert_eq!(away["assurance"], "evidenced", "{away}");
        lowered += usize::from(home["assurance"] == "measured");
    }
    assert_eq!(lowered, 4);
}

#[test]
fn results_of_a_warehouse_are_read_printed_and_recorded() {
    let force = Force::new(ASSESSMENT);
    let csv = printed(&force.run(&["measure", "--format", "csv"]));
    fs::write(force.path("facts.csv"), &csv).unwrap();
    let facts = force.path("facts.csv");
    let without_records = ASSESSMENT.replace("visits = \"visits.csv\"", "");
    fs::write(force.path("force.toml"), &without_records).unwrap();
    assert_eq!(printed(&force.run(&["measure", "--from", &facts, "--format", "csv"])), csv);
    let mut said = force.transcript(&["measure", "--from", &facts, "--write"]);
    said += &force.text();
    assert_eq!(printed(&force.run(&["measure", "--format", "csv"])), csv);
    let check = force.json(&["check"], RESULT);
    assert_eq!(requirements(&check).next().unwrap()["assurance"], "evidenced");
    said += &force.transcript(&["check"]);
    assert_eq!(force.json(&["measure", "--from", &facts], SCHEMA)["results"]["file"], "facts.csv");
    // Beside records that are given it says nothing.
    let recorded = force.text().replace("[tables]", "[tables]\nvisits = \"visits.csv\"");
    fs::write(force.path("force.toml"), recorded).unwrap();
    said += &force.transcript(&["measure"]);
    insta::assert_snapshot!(said);
}

#[test]
fn what_is_wrong_with_a_file_of_results_is_told_at_once() {
    let force = Force::new(ASSESSMENT);
    let mut said = String::new();
    for rows in [
        "",
        "fact,yes,no,low,high\nvisiting.crewed,1,2,3,4\n",
        "fact,yes,no,unknown,low,high\n",
        "\u{feff}fact,yes,no,unknown,low,high\r\n\"visiting.near\",2,1,1,2,3\r\n",
        "fact,yes,no,unknown,low,high\n\
         visiting.crewd,3,1,0,3/4,3/4\n\
         visiting.crewed,3,one,0,3/4,3/4\n\
         visiting.crewed,3,1,,3/4,3/4\n\
         visiting.crewed,3,1,0,5/4,6/4\n\
         visiting.crewed,3,1,0,3/4,1/2\n\
         visiting.crewed,-3,1,0,3/0,1/2\n\
         visiting.near,99999999999999999999999,1,0,1,2\n\
         visiting.near,2,1,1,2,3\n\
         visiting.near,2,1,1,2,3\n\
         visiting.last,4,0,0,2026-06-31,2026-06-02 or absent\n\
         visiting.any_far,,,,\u{1b}[31myes,yes\n\
         visiting.unseen,,,\n\
         \"visiting.unseen\n",
    ] {
        fs::write(force.path("facts.csv"), rows).unwrap();
        let before = force.text();
        said += &force.transcript(&["measure", "--from", &force.path("facts.csv"), "--write"]);
        said += "\n";
        if rows.contains('\u{feff}') {
            assert_ne!(force.text(), before);
            fs::write(force.path("force.toml"), before).unwrap();
        } else {
            assert_eq!(force.text(), before);
        }
    }
    insta::assert_snapshot!(said);
}

proptest! {
    #[test]
    fn no_file_of_results_panics_and_what_is_read_is_written_alike(
        rows in prop::collection::vec(prop::collection::vec(cell(), 4..8), 0..6),
    ) {
        let rows = rows.iter().map(|cells| cells.join(","));
        let text: String = ["fact,yes,no,unknown,low,high".to_owned()].into_iter().chain(rows)
            .collect::<Vec<_>>().join("\n");
        let pack = support::pack(RULES);
        let mut sources = SourceMap::default();
        let file = sources.add("facts.csv", text.as_str());
        let (answers, mistakes) = results::read(&pack, file, &text);
        prop_assert_eq!(answers.is_some(), !mistakes.iter().any(Diagnostic::is_error));
        for label in mistakes.iter().flat_map(|mistake| &mistake.labels) {
            prop_assert!(text.get(label.span.range()).is_some(), "{:?}", label);
        }
        for (fact, answer) in answers.iter().flat_map(Slots::entries) {
            let Some(answer) = answer else { continue };
            let written = ends::write(&pack, pack.facts[fact].ty, &answer.value);
            let again = ends::read(&pack, fact, written.each_ref().map(String::as_str));
            prop_assert_eq!(again.as_ref(), Ok(&answer.value), "{:?}", written);
        }
    }
}

/// What a cell of a file of results may hold.
fn cell() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "visiting.crewed",
        "visiting.near",
        "visiting.last",
        "visiting.any_far",
        "visiting.unseen",
        "",
        "0",
        "1",
        "3/4",
        "1/0",
        "-1",
        "yes",
        "no",
        "none",
        "or none",
        "1 or none",
        "absent",
        "2026-06-01 or absent",
        "2026-06-01",
        "beyond 1",
        "\"",
        "\"a\nb\"",
        "é",
        "\u{0}",
        ";",
        "1e9",
        "99999999999999999999999999999999999999999",
    ])
}

#[test]
fn arguments_that_do_not_go_together_are_refused_and_nothing_is_written() {
    let force = Force::new(ASSESSMENT);
    let visits = force.path("visits.csv");
    let assessment = force.path("force.toml");
    for arguments in [
        &["measure", "--write", "--as-of", "2026-06-11"][..],
        &["measure", "--write", "-"],
        &["measure", "--from", "-", "-"],
        &["measure", "--from", "missing.csv", "--write"],
        &["measure", "--output", &visits],
        &["measure", "--output", &assessment],
        &["measure", "--from", &visits, "--write", "--output", &visits],
    ] {
        let output = force.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?} {}", transcript(&output));
        assert_ne!(complained(&output), "");
        assert_eq!(force.text(), ASSESSMENT, "{arguments:?}");
    }
    assert_eq!(fs::read_to_string(&visits).unwrap(), VISITS);
    let nothing = Force::new(&ASSESSMENT.replace("visits = \"visits.csv\"", ""));
    let output = nothing.run(&["measure", "--write"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(complained(&output).contains("measured::nothing"), "{}", transcript(&output));
}

#[cfg(unix)]
#[test]
fn the_assessment_is_replaced_as_a_whole_behind_its_links_and_with_its_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let force = Force::new(ASSESSMENT);
    let real = tempfile::tempdir().unwrap();
    let target = real.path().join("real.toml");
    fs::rename(force.path("force.toml"), &target).unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&target, force.path("force.toml")).unwrap();
    let output = force.run(&["measure", "--write"]);
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
    assert!(fs::symlink_metadata(force.path("force.toml")).unwrap().is_symlink());
    assert!(fs::read_to_string(&target).unwrap().contains("[measured]"));
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_dir(real.path()).unwrap().count(), 1, "nothing is left behind");
    // Where the temporary file cannot be made, the old one stays whole.
    let before = fs::read_to_string(&target).unwrap();
    fs::write(force.path("visits.csv"), VISITS.replace("4,no", "4,yes")).unwrap();
    fs::set_permissions(real.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let output = force.run(&["measure", "--write"]);
    fs::set_permissions(real.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let after = fs::read_to_string(&target).unwrap();
    if output.status.success() {
        // Whom no permission binds, the file obeys.
        assert_ne!(after, before);
    } else {
        assert_eq!(after, before);
        assert!(complained(&output).contains("cannot write"), "{}", transcript(&output));
    }
}

#[test]
fn every_other_byte_stays_where_it_is() {
    let new = "[t]\na = 1\n\n[t.u]\nb = 2\n";
    for (old, expected) in [
        ("", new.to_owned()),
        ("x = 1", format!("x = 1\n\n{new}")),
        ("\u{feff}x = 1 # one\r\n", format!("\u{feff}x = 1 # one\r\n\r\n{}", new.replace('\n', "\r\n"))),
        ("# a\n[s]\nx = 1\n\n# b", format!("# a\n[s]\nx = 1\n\n# b\n\n{new}")),
        ("[t]\nold = 1\n", new.to_owned()),
        ("\u{feff}[t]\nold = 1\n", format!("\u{feff}{new}")),
        ("[t] # c\nold = [\n 1, # d\n 2,\n] # e\n\n# of s\n[s]\nx = 1", format!("{new}\n# of s\n[s]\nx = 1")),
        ("[s]\n  [t.u]\n  old = 1\n[t]\nold = 2\n[z]", format!("[s]\n{new}[z]")),
        ("[t.u]\nold = 1\n[s]\n# kept\n[t.v.w]\n[[z]]\n[[z]]\n", format!("{new}[s]\n# kept\n[[z]]\n[[z]]\n")),
        ("x = 1\nt = { old = 1 } # gone\ny = 2\n[s]\n", format!("x = 1\ny = 2\n[s]\n\n{new}")),
        ("t.u.old = 1\ny = 2\nt.w = 3\n", format!("y = 2\n\n{new}")),
        ("[[t]]\nold = 1\n[[t]]\nold = 2\n[s]\nt = 1\n", format!("{new}[s]\nt = 1\n")),
        ("[\"t\"]\nold = \"\"\"\n[t]\n\"\"\"\n[s]\n", format!("{new}[s]\n")),
    ] {
        let mut sources = SourceMap::default();
        let file = sources.add("file.toml", old);
        let spliced = with_table(file, old, "t", new).unwrap();
        assert_eq!(spliced, expected, "{old:?}");
        assert_eq!(with_table(file, &spliced, "t", new).unwrap(), spliced, "a second time nothing changes");
    }
    let mut sources = SourceMap::default();
    assert_eq!(with_table(sources.add("file.toml", "[x"), "[x", "t", new), None);
}
