//! Pages made from the code are as the code says. `TIPSTAFF_BLESS=1 cargo test` writes them anew.

#![expect(clippy::expect_used, reason = "a test may fail where a page cannot be read or written")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tipstaff::diagnostic::Code;

use crate::check::RESPONSES;
use crate::program::tipstaff;

/// Holds the page at `path`, from the root of the project, against what it should be.
#[track_caller]
fn assert_current(path: &str, wanted: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("TIPSTAFF_BLESS").is_some() {
        fs::write(&file, wanted).expect("the page can be written");
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    let line = found.lines().zip(wanted.lines()).take_while(|(found, wanted)| found == wanted).count();
    assert!(
        found == wanted,
        "{path} is not current from line {} on; run `TIPSTAFF_BLESS=1 cargo test` and review the change",
        line.saturating_add(1)
    );
}

/// The stage of a code and its kind.
fn parts(code: Code) -> (&'static str, &'static str) {
    code.name().split_once("::").expect("a code is a stage, `::` and a kind")
}

fn diagnostics_page() -> String {
    let mut page = String::from(
        "# Diagnostics\n\n\
         Each error and warning carries a code, which stays the same from version to version. This page is made from the\n\
         codes in `src/diagnostic/code.rs`.\n",
    );
    let mut last_stage = "";
    for code in Code::ALL.iter().copied() {
        let (stage, _) = parts(code);
        if stage != last_stage {
            write!(page, "\n## {stage}\n").expect("a string can be written to");
            last_stage = stage;
        }
        write!(page, "\n### `{code}`\n\n**{}.** {}\n", capitalised(code.title()), code.explanation())
            .expect("a string can be written to");
    }
    page
}

fn capitalised(title: &str) -> String {
    let mut chars = title.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

#[test]
fn the_page_of_diagnostics_is_current() {
    assert_current("docs/diagnostics.md", &diagnostics_page());
}

/// The published responses side by side, from the program's own result.
fn responses_page() -> String {
    let arguments = [&["check", "--format", "json"][..], &RESPONSES].concat();
    let result: Value = serde_json::from_slice(&tipstaff(&arguments).stdout).expect("the result is JSON");
    let forces = list(&result, "assessments");
    let mut page = String::from(RESPONSES_INTRODUCTION);

    let mut row =
        |cells: Vec<String>| writeln!(page, "| {} |", cells.join(" | ")).expect("a string can be written to");
    let names = forces.iter().map(|force| {
        let file = text(force, "file").rsplit('/').next().unwrap_or_default();
        format!("[{}]({file}), {}", text(force, "body"), text(force, "as_of"))
    });
    row(["Recommendation".to_owned()].into_iter().chain(names).collect());
    row(vec!["---".to_owned(); forces.len().saturating_add(1)]);
    let first = forces.first().expect("there are responses");
    let asked = list(first, "recommendations").iter().filter(|one| text(one, "outcome") != "not_addressed");
    for recommendation in asked {
        let id = text(recommendation, "id");
        let due = text(recommendation, "due");
        let title = format!("**{id}** {}, by {due}", text(recommendation, "title"));
        let cells = forces.iter().map(|force| cell(of_id(list(force, "recommendations"), id)));
        row([title].into_iter().chain(cells).collect());
    }
    let counts = forces.iter().map(|force| {
        let of = |outcome: &str| {
            force.pointer(&format!("/summary/{outcome}")).and_then(Value::as_u64).unwrap_or_default()
        };
        format!("{} met, {} not met, {} not shown", of("met"), of("not_met"), of("not_shown"))
    });
    row(["Requirements".to_owned()].into_iter().chain(counts).collect());
    page
}

/// Outcome, what the force says of itself, and the colour.
fn cell(recommendation: &Value) -> String {
    let mut claims: Vec<(String, Vec<&str>)> = Vec::new();
    let requirements = list(recommendation, "requirements").iter();
    for claimed in [recommendation].into_iter().chain(requirements) {
        let Some(status) = claimed["claim"].as_str() else { continue };
        let status = words(status);
        match claims.iter_mut().find(|(known, _)| *known == status) {
            Some((_, ids)) => ids.push(text(claimed, "id")),
            None => claims.push((status, vec![text(claimed, "id")])),
        }
    }
    let whole = recommendation["claim"].is_string();
    let claims = claims.iter().map(|(status, ids)| match whole {
        true => format!("*{status}*"),
        false => format!("*{status}*: {}", ids.join(", ")),
    });
    let claims: Vec<String> = claims.collect();
    let claims = if claims.is_empty() { "no claim".to_owned() } else { claims.join("; ") };
    format!("**{}**<br>{claims}<br>{}", words(text(recommendation, "outcome")), text(recommendation, "rag"))
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().expect("the result has this text")
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().expect("the result has this list")
}

fn of_id<'a>(among: &'a [Value], id: &str) -> &'a Value {
    among.iter().find(|one| one["id"] == id).expect("every force is asked the same")
}

const RESPONSES_INTRODUCTION: &str = "\
# Four published responses

Four forces answered the HMICFRS report of 15 April 2026 in public, through their police and crime commissioners. Each answer is
coded here: what it states, with the lines that state it; what is only `said`, in words weaker than any value; and what is `planned`.
Nothing is inferred, and what needs two readings to be true is not stated. [Invented forces](fictional) show what else can be answered.

The table is what `tipstaff check examples/forces/*.toml` finds: the outcome; what the force says of itself, of the recommendation
or of single requirements; and the colour on the day of the response, green for no gap, amber for a gap before the deadline.
\"Described as done\" means that the text speaks of the matter as in place; \"no claim\" that it does not say how far it is. None of the
four gives itself a colour.

Not shown is not the same as not done: these are short letters, and the report asks for figures. Nor does the table rank the forces:
an answer in detail can be found wanting where a short one says too little for that.

";

#[test]
fn the_page_of_published_responses_is_current() {
    assert_current("examples/forces/README.md", &responses_page());
}

#[test]
fn codes_are_unique_and_of_one_form() {
    let mut names = BTreeSet::new();
    for code in Code::ALL.iter().copied() {
        assert!(names.insert(code.name()), "`{code}` is there twice");
        let (stage, kind) = parts(code);
        let is_word =
            |word: &str| !word.is_empty() && word.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9'));
        assert!(is_word(stage) && kind.split('-').all(is_word), "`{code}` is not `stage::kind-in-words`");
        assert!(!code.title().ends_with('.'), "the title of `{code}` ends with a full stop");
        assert!(
            code.explanation().ends_with('.'),
            "the explanation of `{code}` does not end with a full stop"
        );
    }
}

#[test]
fn the_codes_of_a_stage_stand_together() {
    let mut stages: Vec<&str> = Code::ALL.iter().map(|code| parts(*code).0).collect();
    stages.dedup();
    let unique: BTreeSet<_> = stages.iter().collect();
    assert_eq!(unique.len(), stages.len(), "a stage is split: {stages:?}");
}
