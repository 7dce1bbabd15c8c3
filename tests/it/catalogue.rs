//! The catalogue itself: listed, made anew, and with mistakes in it.

#![expect(clippy::unwrap_used, reason = "a test may fail where the program cannot be run")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use insta::assert_snapshot;
use serde_json::Value;
use tempfile::TempDir;
use tipstaff::source::SourceMap;

use crate::program::{complained, printed, strays_from_schema, tipstaff, transcript};
use crate::sources::{PACK, SCHEMA, SUPPLIED, folder};
use crate::support::report;

/// A copy of the pack whose description of the inspection is another.
fn pack_with(edit: impl Fn(&str) -> String) -> TempDir {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join(PACK);
    let pack = tempfile::tempdir().unwrap();
    fs::create_dir(pack.path().join("seeds")).unwrap();
    for folder in ["", "seeds"] {
        for entry in fs::read_dir(cases.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, pack.path().join(folder).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    let catalogue = pack.path().join("seeds/inspection_2026.toml");
    let text = fs::read_to_string(&catalogue).unwrap();
    let edited = edit(&text);
    assert_ne!(edited, text, "nothing is edited");
    fs::write(&catalogue, edited).unwrap();
    pack
}

/// `tipstaff sources verify` with a pack on the documents as they are supplied.
fn verify_supplied(pack: &TempDir, more: &[&str]) -> Output {
    tipstaff(&[&["sources", "verify", "--rules", pack.path().to_str().unwrap(), SUPPLIED], more].concat())
}

#[test]
fn the_catalogue_is_listed_with_the_rules_that_cite_it() {
    assert_snapshot!(transcript(&tipstaff(&["sources", "--rules", PACK])));
}

#[test]
fn the_shipped_catalogue_is_complete() {
    let shipped = tipstaff(&["sources", "--format", "json"]);
    let result: Value = serde_json::from_str(&printed(&shipped)).unwrap();
    assert_eq!(strays_from_schema(SCHEMA, &result), Vec::<String>::new());
    let broken = serde_json::from_str(&printed(&shipped).replace("\"cited_by\"", "\"cited\"")).unwrap();
    assert_ne!(strays_from_schema(SCHEMA, &broken), Vec::<String>::new(), "the schema accepts anything");
    let documents = result["documents"].as_array().unwrap();
    assert_eq!(documents.len(), 5);
    let clauses = documents.iter().flat_map(|document| document["clauses"].as_array().unwrap());
    assert!(clauses.clone().all(|clause| clause["fingerprinted"] == true));
    assert!(documents.iter().skip(1).all(|document| document["clauses"].as_array().unwrap().len() == 9));
}

/// A list of words is of no help with what is kept of a passage: nothing stands for less than three words of it, unless
/// it has no more.
#[test]
fn no_single_word_is_kept_in_the_shipped_catalogue() {
    let catalogue =
        tipstaff::builtin::CATALOGUE.iter().map(|(name, text)| (name.to_string(), text.to_string()));
    let (documents, mistakes) =
        tipstaff::load::catalogue(catalogue.collect(), Vec::new(), &mut SourceMap::default());
    assert_eq!(mistakes, vec![]);
    let clauses = documents.iter().flat_map(|document| &document.clauses);
    for fingerprint in clauses.flat_map(|clause| &clause.fingerprints) {
        let short = fingerprint.pieces.iter().filter(|piece| piece.len() < 3);
        assert!(short.count() == 0 || fingerprint.pieces.len() == 1, "{fingerprint:?}");
    }
}

#[test]
fn fingerprints_are_printed_as_the_catalogue_has_them() {
    for name in ["inspection", "answer"] {
        let catalogue = format!("{PACK}/seeds/{name}_2026.toml");
        let output = tipstaff(&["sources", "fingerprint", &catalogue, &format!("{SUPPLIED}/{name}.txt")]);
        assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
        let kept = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&catalogue)).unwrap();
        let from_clauses = |text: &str| text.split_once("[clauses]").unwrap().1.to_owned();
        assert_eq!(from_clauses(&printed(&output)), from_clauses(&kept));
    }
    let other = tipstaff(&[
        "sources",
        "fingerprint",
        &format!("{PACK}/seeds/inspection_2026.toml"),
        &format!("{SUPPLIED}/answer.txt"),
    ]);
    assert_snapshot!(transcript(&other));
}

#[test]
fn mistakes_in_fingerprints_are_told_at_their_places() {
    let text = r#"[source]
id = "a"
title = "A"
publisher = "P"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
lines = 9
responds_to = "b"

[clauses]
one = { lines = [1, 2, 3], fingerprint = ["0123456789abcdef", "0123456789abcde0"] }
two = { lines = [1], fingerprint = "0123456789ABCDEF" }
three = { lines = [1], fingerprint = "0123456789abcdef" }
four = { lines = [] }
five = { lines = [0, 10] }
six = { lines = [8, 8] }
"a name" = { lines = [8] }

[pieces]
0123456789abcdef = "400010 500020"
0123456789abcde1 = "400010"
0123456789abcde2 = "40001"
"#;
    let mut sources = SourceMap::default();
    let read = |text: &str, sources: &mut SourceMap| {
        let (_, mistakes) =
            tipstaff::load::catalogue(vec![("a.toml".to_owned(), text.to_owned())], Vec::new(), sources);
        report(text, sources, mistakes)
    };
    assert_snapshot!(read(text, &mut sources));
    let unknown: String =
        text.lines().take(8).map(|line| format!("{line}\n")).chain(["[clauses]\n".to_owned()]).collect();
    let mut sources = SourceMap::default();
    assert!(
        read(&unknown, &mut sources).contains("error[pack::unknown-document]: no source document called `b`")
    );
    let itself = unknown.replace("responds_to = \"b\"", "responds_to = \"a\"");
    assert!(read(&itself, &mut SourceMap::default()).contains("a document does not answer itself"));
}

/// Of a catalogue file with a mistake it is not known what it describes.
#[test]
fn a_document_whose_entry_is_wrong_is_not_called_unknown() {
    let pack = pack_with(|text| text.replace("[pieces]", "[words]"));
    let output = verify_supplied(&pack, &[]);
    assert_eq!(output.status.code(), Some(2));
    let complaint = complained(&output);
    assert!(complaint.contains("`words` is not known") && complaint.contains("1 error:"), "{complaint}");
}

#[test]
fn a_clause_without_a_fingerprint_is_never_verified() {
    let bare = |line: &str| match line.split_once(", fingerprint") {
        Some((lines, _)) => format!("{lines} }}\n"),
        None => format!("{line}\n"),
    };
    let pack = pack_with(|text| text.split_once("\n[pieces]").unwrap().0.lines().map(bare).collect());
    let output = verify_supplied(&pack, &[]);
    assert_eq!(output.status.code(), Some(1), "{}", transcript(&output));
    assert!(printed(&output).contains("without a fingerprint"), "{}", transcript(&output));
}

/// The document is the very one that the catalogue describes, so it cannot have changed.
#[test]
fn mistakes_of_the_catalogue_are_not_told_as_changes_of_the_document() {
    let pack = pack_with(|text| {
        text.replace("lines     = 31", "lines     = 40")
            .replace("lines = [29]", "lines = [20]")
            .replace("fingerprint = \"ff3097f6d8eb3457\"", "fingerprint = \"ff3097f6d8eb3458\"")
            .replace("\nff3097f6d8eb3457", "\nff3097f6d8eb3458")
            .replace("de9825f207a7ce9c = \"4", "de9825f207a7ce9c = \"3")
    });
    let output = verify_supplied(&pack, &[]);
    assert_snapshot!(printed(&output));
    assert_eq!(output.status.code(), Some(1));
    let result = serde_json::from_str(&printed(&verify_supplied(&pack, &["--format", "json"]))).unwrap();
    assert_eq!(strays_from_schema(SCHEMA, &result), Vec::<String>::new());
    for (old, new) in [("lines     = 31", "lines     = 32"), ("lines = [29]", "lines = [30]")] {
        let output = verify_supplied(&pack_with(|text| text.replace(old, new)), &[]);
        assert_eq!(output.status.code(), Some(1), "{}", transcript(&output));
    }
}

#[test]
fn one_document_is_described_once() {
    let pack = pack_with(|text| text.replace("An invented report", "Another description"));
    let seeds = pack.path().join("seeds");
    fs::copy(seeds.join("inspection_2026.toml"), seeds.join("second.toml")).unwrap();
    let output = verify_supplied(&pack, &[]);
    assert_eq!(output.status.code(), Some(2), "{}", transcript(&output));
    let complaint = complained(&output);
    for part in ["`inspection_2026` is described twice", "inspection_2026.toml:4:", "second.toml:4:"] {
        assert!(complaint.contains(part), "{part}: {complaint}");
    }
}

/// A pack in a folder may lean on the built-in catalogue, and never without a word.
#[test]
fn a_borrowed_description_is_named() {
    let rules = ["--rules", "rules/hmicfrs_2026_04"];
    let listed = printed(&tipstaff(&[&["sources"][..], &rules].concat()));
    let of_own = printed(&tipstaff(&["sources", "--rules", PACK]));
    let words = "built into the program, as the pack's own does not describe it";
    assert!(listed.contains(words) && !of_own.contains(words), "{listed}");
    let checked = tipstaff(&[&["check", "examples/forces/cheshire.toml"][..], &rules].concat());
    assert!(
        printed(&checked).contains("[seeds/hmicfrs_2026_04.toml (built in):"),
        "{}",
        transcript(&checked)
    );
    let none = folder(&[]);
    let verified = tipstaff(&[&["sources", "verify", none.path().to_str().unwrap()][..], &rules].concat());
    assert!(
        printed(&verified).contains("described by the catalogue that is built into"),
        "{}",
        transcript(&verified)
    );
}

/// Where the documents that the shipped catalogue describes lie, if they do.
#[expect(clippy::print_stdout, reason = "a test that tests nothing says so")]
fn shipped_documents() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let found = folder.is_dir();
    if !found {
        println!("skipped: there are no documents in ../shared/seeds");
    }
    found.then_some(folder)
}

#[test]
fn the_shipped_catalogue_fits_its_documents() {
    let Some(folder) = shipped_documents() else { return };
    let output = tipstaff(&["sources", "verify", "--format", "json", folder.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
    let result: Value = serde_json::from_str(&printed(&output)).unwrap();
    assert_eq!(strays_from_schema(SCHEMA, &result), Vec::<String>::new());
    let documents = result["documents"].as_array().unwrap();
    assert!(documents.iter().all(|document| document["found_by"] == "digest"), "{result:#}");
    let changed = |document: &Value| {
        let quotations = document["quotations"].as_array().unwrap().iter();
        let changed = quotations.filter(|quotation| quotation["quoted"] != "exactly");
        changed.map(|quotation| quotation["clause"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let told: Vec<Vec<String>> = documents.iter().map(changed).collect();
    assert_eq!(
        told,
        [
            vec![],
            vec!["rec-1", "rec-6", "rec-10"],
            vec![],
            vec!["rec-1", "rec-1", "rec-10", "rec-10"],
            vec![]
        ]
    );
}

/// The words by which a recommendation begins, its deadline among them, are held against the report as well.
#[test]
fn every_deadline_of_the_report_is_in_the_catalogue() {
    let Some(folder) = shipped_documents() else { return };
    let report = fs::read_to_string(folder.join("004_44e746e4cfc153ff.txt")).unwrap();
    let catalogue: Value =
        serde_json::from_str(&printed(&tipstaff(&["sources", "--format", "json"]))).unwrap();
    let clauses = catalogue["documents"][0]["clauses"].as_array().unwrap().iter();
    let lines: Vec<u64> = clauses
        .filter(|clause| clause["id"].as_str().is_some_and(|id| id.starts_with("rec-")))
        .flat_map(|clause| clause["lines"].as_array().unwrap().iter().filter_map(Value::as_u64))
        .collect();
    let begins = |line: &str| line.starts_with("By 3") && line.contains(" should");
    let deadlines: Vec<u64> =
        (1..).zip(report.lines()).filter(|(_, line)| begins(line)).map(|(number, _)| number).collect();
    assert_eq!(deadlines.len(), 32);
    assert!(deadlines.iter().all(|line| lines.contains(line)), "{deadlines:?}");
}
