//! Pages made from the code are as the code says. `TIPSTAFF_BLESS=1 cargo test` writes them anew.

#![expect(clippy::expect_used, reason = "a test may fail where a page cannot be read or written")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use tipstaff::diagnostic::Code;

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
