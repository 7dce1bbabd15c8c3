//! `tipstaff oscal` as the built program: packs, assessments and gaps in OSCAL, and every reference in them followed.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail where the program does not say what it should"
)]

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::check::RESPONSES;
use crate::program::{complained, printed, program, tipstaff};

const WEXMOUTH: &str = "examples/forces/fictional/wexmouth.toml";
const NATIONAL: [&str; 3] =
    ["examples/national/college.toml", "examples/national/home_office.toml", "examples/national/npcc.toml"];
/// One of each outcome, and everything that a catalog has a place for.
const MIXED: [&str; 2] = ["--rules", "tests/cases/oscal"];
const FORCE: &str = "tests/cases/oscal/force/mixed.toml";
/// Markup and what steers terminals wherever a text may stand, and days that OSCAL does not have.
const HOSTILE: &str = "tests/cases/oscal/force/hostile.toml";

fn text(arguments: &[&str]) -> String {
    let output = tipstaff(&[&["oscal"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", complained(&output));
    printed(&output)
}

fn oscal(arguments: &[&str]) -> Value {
    serde_json::from_str(&text(arguments)).unwrap()
}

/// Every key and value of a document, at any depth.
fn visit<'v>(value: &'v Value, see: &mut impl FnMut(&'v str, &'v Value)) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                see(key, value);
                visit(value, see);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| visit(value, see)),
        _ => {}
    }
}

fn is_token(id: &str) -> bool {
    let mut characters = id.chars();
    characters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && characters.all(|next| next.is_alphanumeric() || matches!(next, '.' | '-' | '_'))
}

/// The ids of groups, controls and parts, each once and each a token.
fn ids(catalog: &Value) -> BTreeSet<&str> {
    let mut ids = BTreeSet::new();
    visit(&catalog["catalog"]["groups"], &mut |key, value| {
        if key == "id" {
            let id = value.as_str().unwrap();
            assert!(is_token(id), "{id}");
            assert!(ids.insert(id), "{id} is there twice");
        }
    });
    ids
}

/// Follows every reference in a document, to its own objects or to the catalog of its pack.
fn walk(document: &Value, ids: &BTreeSet<&str>) -> usize {
    let mut uuids = BTreeSet::new();
    visit(document, &mut |key, value| {
        if key == "uuid" {
            assert!(uuids.insert(value.as_str().unwrap()), "{value} is there twice");
        }
    });
    let mut followed = 0_usize;
    let mut follow = |target: &str, among: &BTreeSet<&str>| {
        assert!(among.contains(target), "{target} is nowhere");
        followed = followed.saturating_add(1);
    };
    visit(document, &mut |key, value| match (key, value) {
        ("href", Value::String(href)) => {
            if let Some(target) = href.strip_prefix('#') {
                follow(target, if uuids.contains(target) { &uuids } else { ids });
            }
        }
        ("control-id" | "target-id", Value::String(id)) => follow(id, ids),
        ("statement-ids", Value::Array(items)) => {
            items.iter().for_each(|item| follow(item.as_str().unwrap(), ids));
        }
        (key, Value::String(uuid)) if key.ends_with("-uuid") => follow(uuid, &uuids),
        _ => {}
    });
    followed
}

#[test]
fn a_pack_is_a_catalog_in_its_own_words() {
    insta::assert_snapshot!("catalog", text(&[&["catalog"], &MIXED[..]].concat()));
}

#[test]
fn an_assessment_is_told_with_its_grounds_and_risks() {
    insta::assert_snapshot!("results", text(&[&["results"], &MIXED[..], &[FORCE]].concat()));
}

#[test]
fn gaps_are_a_plan_with_owners_and_milestones() {
    insta::assert_snapshot!("poam", text(&[&["poam"], &MIXED[..], &[FORCE]].concat()));
}

#[test]
fn every_reference_leads_somewhere() {
    let catalog = oscal(&["catalog"]);
    let shipped = ids(&catalog);
    assert!(walk(&catalog, &shipped) > 300);
    for assessment in RESPONSES.iter().chain(&NATIONAL) {
        for document in ["results", "poam"] {
            assert!(walk(&oscal(&[document, assessment]), &shipped) > 70, "{document} {assessment}");
        }
    }
    assert!(walk(&oscal(&["results", WEXMOUTH]), &shipped) > 1000);
    // All in one document, each body with its own identifiers.
    let together = [&["results"], &RESPONSES[..], &NATIONAL[..]].concat();
    assert!(walk(&oscal(&together), &shipped) > 3000);

    let catalog = oscal(&[&["catalog"], &MIXED[..]].concat());
    let mixed = ids(&catalog);
    assert!(walk(&catalog, &mixed) > 20);
    for assessment in [FORCE, HOSTILE] {
        for document in ["results", "poam"] {
            assert!(walk(&oscal(&[&[document], &MIXED[..], &[assessment]].concat()), &mixed) > 30);
        }
    }
}

/// The uuids of the findings and of the risks of a document.
fn found(document: &Value) -> [BTreeSet<String>; 2] {
    let result = &document["assessment-results"]["results"][0];
    ["findings", "risks"].map(|what| {
        let items = result[what].as_array().unwrap().iter();
        items.map(|item| item["uuid"].as_str().unwrap().to_owned()).collect()
    })
}

#[test]
fn a_risk_keeps_its_identifier_from_day_to_day_and_belongs_to_one_body() {
    let of = |assessment: &str, day: &str| found(&oscal(&["results", "--as-of", day, assessment]));
    let [findings, risks] = of(RESPONSES[1], "2026-06-10");
    let [later_findings, later_risks] = of(RESPONSES[1], "2026-06-11");
    assert_eq!(risks, later_risks);
    assert!(findings.is_disjoint(&later_findings));
    let [_, others] = of(RESPONSES[0], "2026-06-10");
    assert!(risks.is_disjoint(&others));
    let plan = oscal(&["poam", "--as-of", "2026-06-12", RESPONSES[1]]);
    let planned = plan["plan-of-action-and-milestones"]["risks"].as_array().unwrap();
    assert!(planned.iter().all(|risk| risks.contains(risk["uuid"].as_str().unwrap())));
    assert_eq!(planned.len(), risks.len());
}

#[test]
fn a_hostile_text_is_data() {
    for document in ["results", "poam"] {
        let printed = oscal(&[&[document], &MIXED[..], &[HOSTILE]].concat());
        let mut texts = 0;
        visit(&printed, &mut |key, value| {
            let Value::String(text) = value else { return };
            let hidden =
                |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{200b}' | '\u{202e}' | '\u{2028}');
            assert!(!text.contains(hidden), "{key}: {text:?}");
            let is_markdown = matches!(key, "title" | "description" | "statement" | "remarks" | "text");
            if is_markdown {
                let bare = text.replace(r"\\", "").replace(r"\<", "").replace(r"\*", "").replace(r"\`", "");
                let bare = bare.replace(r"\[", "").replace(r"\{", "").replace(r"\&", "");
                assert!(!bare.contains(['<', '*', '`', '[', '&']) && !bare.contains("{{"), "{key}: {text}");
                texts += 1;
            } else {
                // A string of OSCAL is one line without space at its ends.
                assert!(!text.contains('\n') && text.trim() == text && !text.is_empty(), "{key}: {text:?}");
            }
            if matches!(key, "title" | "text") {
                assert!(!text.contains('\n') && !text.is_empty(), "{key}: {text:?}");
            }
        });
        assert!(texts > 50, "{document}");
    }
    let plan = text(&[&["poam"], &MIXED[..], &[HOSTILE]].concat());
    // What OSCAL has no day for is an action without one.
    assert!(plan.contains("By 1850-01-01.") && !plan.contains("1850-01-01T"));
    let results = text(&[&["results"], &MIXED[..], &[HOSTILE]].concat());
    assert!(results.contains("evidence/%231%20%28a%29%2520%C3%BC.txt"));
}

#[test]
fn the_same_input_gives_the_same_bytes_from_any_folder() {
    let here = text(&[&["results"], &MIXED[..], &[FORCE]].concat());
    let project = env!("CARGO_MANIFEST_DIR");
    let [rules, force] = ["tests/cases/oscal", FORCE].map(|path| format!("{project}/{path}"));
    let elsewhere = tempfile::tempdir().unwrap();
    let output = program(&["oscal", "results", "--rules", &rules, &force])
        .current_dir(elsewhere.path())
        .output()
        .unwrap();
    assert_eq!(printed(&output), here);
    assert!(!here.contains(project));
    let catalog = text(&["catalog", "--rules", &rules]);
    assert_eq!(catalog, text(&[&["catalog"], &MIXED[..]].concat()));
}

#[test]
fn keys_of_records_are_hashes_where_a_secret_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret");
    fs::write(&secret, "a secret of the tests").unwrap();
    let plain = [&["results"], &MIXED[..], &[FORCE]].concat();
    assert!(text(&plain).contains("v-3"));
    assert!(!text(&[&plain[..], &["--redact", secret.to_str().unwrap()]].concat()).contains("v-3"));
}

#[test]
fn what_oscal_cannot_say_is_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.json");
    fs::write(&out, "as it was").unwrap();
    let cases: [&[&str]; 10] = [
        &["poam", WEXMOUTH],
        &["results", "--as-of", "1899-12-31", WEXMOUTH],
        &["results", RESPONSES[0], RESPONSES[0]],
        &["results", RESPONSES[0], "no_such_file.toml"],
        &["poam", "no_such_file.toml"],
        &["catalog", "no_such_pack"],
        &["catalog", "--rules", "no_such_folder"],
        &["catalog", "--rules", "tests/cases/plan"],
        &["catalog", "--as-of", "3000-01-01"],
        &["catalog", "--as-of", "1904-02-29"],
    ];
    let mut said = String::new();
    for case in cases {
        let output = tipstaff(&[&["oscal"], case, &["--output", out.to_str().unwrap()]].concat());
        assert_eq!(output.status.code(), Some(2), "{case:?}");
        assert_eq!(fs::read_to_string(&out).unwrap(), "as it was", "{case:?}");
        said += &format!("$ oscal {}\n{}\n", case.join(" "), complained(&output));
    }
    insta::assert_snapshot!("refused", said);
    let over_itself = tipstaff(&["oscal", "poam", RESPONSES[0], "--output", RESPONSES[0]]);
    assert_eq!(over_itself.status.code(), Some(2));
}

#[test]
fn a_body_that_nothing_applies_to_has_results_that_leave_everything_out() {
    let folder = tempfile::tempdir().unwrap();
    let assessment = folder.path().join("npcc.toml");
    let header = "[assessment]\nformat = 1\nbody = \"A college\"\nkind = \"college\"\npack = \"mixed\"\nversion = \"^1\"\n\
                  as_of = 2026-06-10\npublished = true\n";
    fs::write(&assessment, header).unwrap();
    let rules = folder.path().join("rules");
    fs::create_dir(&rules).unwrap();
    let manifest = fs::read_to_string("tests/cases/oscal/pack.toml").unwrap().replace("\"inspection\"", "");
    fs::write(rules.join("pack.toml"), manifest).unwrap();
    let only = "facts a \"A\" { b: yesno \"B?\" }\nrecommendation R1 \"\" { to force requirement R1.1 \"One\" { must b: a.b } }\n";
    fs::write(rules.join("only.rules"), only).unwrap();
    let [rules, assessment] = [rules, assessment].map(|path| path.to_str().unwrap().to_owned());
    let results = oscal(&["results", "--rules", &rules, &assessment]);
    let result = &results["assessment-results"]["results"][0];
    let selection = &result["reviewed-controls"]["control-selections"][0];
    assert_eq!(selection["include-all"], serde_json::json!({}));
    assert_eq!(selection["exclude-controls"], serde_json::json!([{ "control-id": "mixed-R1" }]));
    assert_eq!(result.get("findings"), None);
    let catalog = oscal(&["catalog", "--rules", &rules, "--as-of", "2026-01-01"]);
    walk(&results, &ids(&catalog));
    let control = &catalog["catalog"]["groups"][0]["groups"][0]["controls"][0];
    assert_eq!(control["title"], "R1", "a control has a title, if only its number");
}
