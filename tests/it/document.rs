//! TOML files: the tree, the manifest and the catalogue.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use tipstaff::diagnostic::Diagnostic;
use tipstaff::document;
use tipstaff::pack::{catalogue, manifest};
use tipstaff::source::{FileId, SourceMap};

use crate::support::report;

/// The report on a text that `read` reads.
fn reported<T>(text: &str, read: impl Fn(FileId, &str) -> (Option<T>, Vec<Diagnostic>)) -> String {
    let mut sources = SourceMap::default();
    let file = sources.add("file.toml", text);
    let (value, diagnostics) = read(file, text);
    assert_eq!(value.is_some(), diagnostics.is_empty(), "a value is given exactly where nothing is wrong");
    report(text, &sources, diagnostics)
}

/// Parses and takes nothing.
fn parse(file: FileId, text: &str) -> (Option<()>, Vec<Diagnostic>) {
    document::read(file, text, |_, _| Some(()))
}

const MANIFEST: &str = r#"
[pack]
id        = "hmicfrs_2026_04"
version   = "1.0.0"
language  = 1
title     = "Online child sexual abuse and registered sex offenders"
publisher = "HMICFRS"
bodies    = ["force", "college", "npcc", "home_office"]
domains   = ["ocsae", "mosovo"]
sources   = ["hmicfrs_2026_04"]
assurance = "evidenced"
"#;

const CATALOGUE: &str = r#"
[source]
id = "hmicfrs_2026_04"
title = "An inspection"
publisher = "HMICFRS"
date = 2026-04-30
sha256 = "997636a1eb5e5a620000000000000000000000000000000000000000ABCDEF01"
lines = 1200

[clauses]
"rec-1" = { lines = [187, 503] }
c-completion = { lines = [7] }
"#;

#[test]
fn a_manifest_and_a_catalogue_are_read_whole() {
    let mut sources = SourceMap::default();
    let file = sources.add("pack.toml", MANIFEST);
    let manifest = manifest::read(file, MANIFEST).0.unwrap();
    assert_eq!((manifest.id.as_str(), manifest.version.major), ("hmicfrs_2026_04", 1));
    assert_eq!(manifest.bodies, ["force", "college", "npcc", "home_office"]);
    assert_eq!(sources.text(manifest.sources[0].1), "\"hmicfrs_2026_04\"");

    let document = catalogue::read(file, CATALOGUE).0.unwrap();
    let clauses: Vec<_> = document.clauses.iter().map(|c| (c.id.as_str(), c.lines.as_slice())).collect();
    assert_eq!(clauses, [("rec-1", &[187, 503][..]), ("c-completion", &[7])]);
    assert!(document.sha256.ends_with("abcdef01"), "digests are compared in lower case");
}

#[test]
fn every_mistake_in_a_manifest_is_reported_in_one_run() {
    insta::assert_snapshot!(reported(
        r#"
[pack]
id        = "HMICFRS"
version   = "1.0"
language  = 1
title     = ""
publisher = 7
bodies    = ["force", "force", 3]
domain    = ["ocsae"]
sources   = "hmicfrs_2026_04"
assurance = "evidence"

[pakc]
"#,
        manifest::read
    ));
}

#[test]
fn a_later_edition_of_the_language_is_not_judged() {
    insta::assert_snapshot!(reported("[pack]\nlanguage = 2\nnovelty = true\n", manifest::read));
}

#[test]
fn every_mistake_in_a_catalogue_is_reported_in_one_run() {
    insta::assert_snapshot!(reported(
        r#"
[source]
id = "hmicfrs_2026_04"
publisher = "HMICFRS"
date = "30 April 2026"
sha256 = "997636a1"
lines = 400

[clauses]
rec-1 = { lines = [187, 503, 0] }
rec-2 = { line = 12 }
rec-3 = [12]
"#,
        catalogue::read
    ));
}

#[test]
fn broken_values_do_not_hide_each_other() {
    insta::assert_snapshot!(reported(
        "share = 95%\non = 10/06/2026\nstatus = complete\nby = 2026-6-10\nday = 2026-02-30\nempty =\n\
         curly = “x”\nflag = yes\nopen = \"x\npath = \"C:\\Users\"\nlarge = 1,000\nzero = 007\nred = \"\u{1b}[31m\"\n",
        parse
    ));
}

#[test]
fn a_broken_structure_is_reported_without_its_echoes() {
    insta::assert_snapshot!("unclosed_list", reported("a = 5%\nb = [1, 2\nc = 1\n[d]\ne = 1\n", parse));
    insta::assert_snapshot!("unclosed_braces", reported("b = { x = 1, y = 2\nc = 1\n[d]\n", parse));
    insta::assert_snapshot!(
        "lines",
        reported("[facts.bail\na = 1\nb 2\n[x]]\nc = { , }\nd = [1,,2]\né = 1\nf : 2\n[]\n", parse)
    );
}

#[test]
fn a_repeated_key_is_reported_at_both_places() {
    insta::assert_snapshot!(reported(
        "[a]\nx = 1\ny = { x = 2, x = 3 }\nx = 4\n\"x\" = 5\n[b.c]\n[a]\nz = 6\n[claims]\nR6.1 = 1\nR6 = 2\n\
         R7 = 1\nR7.1 = 2\n[[list]]\n[list]\n",
        parse
    ));
}

#[test]
fn hostile_files_are_answered_in_time_and_without_overflowing_the_stack() {
    let dotted = ["a"; 79].join(".");
    let deep = format!("{dotted}={}1{}", format!("{{{dotted}=").repeat(75), "}".repeat(75));
    let long = 2 << 20;
    let texts = [
        deep,
        "[".repeat(100_000),
        format!("a={}", "[".repeat(100_000)),
        format!("a={}", "{a=".repeat(100_000)),
        "a.".repeat(100_000),
        "a=1\n".repeat(40_000),
        "[a]\n".repeat(40_000),
        "a\n".repeat(80_000),
        format!("a=[{}", "a=".repeat(long / 2)),
        "=".repeat(long),
        " ".repeat(11 << 20),
        format!("{}é", "\u{202e}".repeat(long / 3)),
    ];
    let mut sources = SourceMap::default();
    let file = sources.add("file.toml", "");
    for text in texts {
        let start = Instant::now();
        let (_, errors) = parse(file, &text);
        let beginning: String = text.chars().take(20).collect();
        assert!(!errors.is_empty(), "{beginning}");
        assert!(start.elapsed() < Duration::from_secs(20), "{beginning} took {:?}", start.elapsed());
    }
}

/// Texts that look like TOML more often than chance would have it.
fn nearly_toml() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "[", "]", "{", "}", "=", ",", ".", "\"", "'", "\"\"\"", "\\", "\\u", "\n", "\r", " ", "#", "a", "b", "1",
            "-", "95%", "2026-10-31", "true", "\u{0}", "\u{feff}", "é", "[[a]]\n", "[a]\n", "a = 1\n", "a.b = 2\n",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_panics_and_every_place_is_in_the_text(text in nearly_toml()) {
        let mut sources = SourceMap::default();
        let file = sources.add("file.toml", text.as_str());
        let diagnostics = [parse(file, &text).1, manifest::read(file, &text).1, catalogue::read(file, &text).1];
        for label in diagnostics.iter().flatten().flat_map(|diagnostic| &diagnostic.labels) {
            prop_assert!(text.get(label.span.range()).is_some(), "{label:?}");
        }
    }
}
