//! `tipstaff sources` as the built program, and the fingerprints that it rests on.

#![expect(clippy::unwrap_used, reason = "a test may fail where the program cannot be run")]

use std::fs;
use std::path::Path;
use std::process::Output;

use insta::assert_snapshot;
use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;
use tipstaff::fingerprint::{Wording, normalise};
use tipstaff::pack::rule::Document;
use tipstaff::source::SourceMap;
use tipstaff::verify::{File, State};

use crate::program::{complained, printed, strays_from_schema, tipstaff, transcript};

pub(crate) const SCHEMA: &str = include_str!("../../docs/tipstaff-sources.schema.json");
pub(crate) const PACK: &str = "tests/cases/sources/pack";
pub(crate) const SUPPLIED: &str = "tests/cases/sources/supplied";
const CHANGED: &str = "tests/cases/sources/changed";

fn supplied(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(SUPPLIED).join(name)).unwrap()
}

/// The catalogue of a pack in a folder.
fn documents(pack: &str) -> Vec<Document> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join(pack).join("seeds");
    let catalogue = ["inspection_2026", "answer_2026"]
        .map(|id| (id.to_owned(), fs::read_to_string(seeds.join(format!("{id}.toml"))).unwrap()));
    let (documents, mistakes) =
        tipstaff::load::catalogue(catalogue.to_vec(), Vec::new(), &mut SourceMap::default());
    assert_eq!(mistakes, vec![]);
    documents
}

/// A document at hand that is not the very one that the catalogue describes.
fn file(name: &str, text: &str) -> File {
    File { name: name.to_owned(), sha256: String::new(), wording: Wording::of(text) }
}

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    files.iter().for_each(|(name, text)| fs::write(folder.path().join(name), text).unwrap());
    folder
}

fn verify(folder: &TempDir, more: &[&str]) -> Output {
    let arguments = ["sources", "verify", "--rules", PACK, folder.path().to_str().unwrap()];
    tipstaff(&[&arguments[..], more].concat())
}

fn verified(folder: &TempDir) -> Value {
    let result = serde_json::from_str(&printed(&verify(folder, &["--format", "json"]))).unwrap();
    assert_eq!(strays_from_schema(SCHEMA, &result), Vec::<String>::new());
    result
}

/// The states of the clauses of the inspection.
fn states(result: &Value) -> Vec<String> {
    let documents = result["documents"].as_array().unwrap();
    let inspection = documents.iter().find(|document| document["id"] == "inspection_2026").unwrap();
    let clauses = inspection["clauses"].as_array().unwrap().iter();
    clauses.map(|clause| format!("{} {}", clause["id"], clause["state"]).replace('"', "")).collect()
}

#[test]
fn documents_as_supplied_are_verified_and_misquotations_told() {
    assert_snapshot!(transcript(&tipstaff(&["sources", "verify", "--rules", PACK, SUPPLIED])));
}

#[test]
fn a_changed_document_is_told_word_by_word() {
    assert_snapshot!(transcript(&tipstaff(&["sources", "verify", "--rules", PACK, CHANGED])));
    let json = tipstaff(&["sources", "verify", "--format", "json", "--rules", PACK, CHANGED]);
    assert_eq!(strays_from_schema(SCHEMA, &serde_json::from_str(&printed(&json)).unwrap()), [""; 0]);
    let quiet = tipstaff(&["sources", "verify", "--quiet", "--rules", PACK, CHANGED]);
    assert_eq!(quiet.status.code(), Some(1));
    assert_eq!(printed(&quiet).lines().count(), 3);
}

/// Other conversions of one document: each says the same.
#[test]
fn a_document_that_is_converted_anew_is_verified() {
    let plain = supplied("inspection.txt");
    let answer = supplied("answer.txt");
    let typographic =
        plain.replace('\'', "’").replace(" - ", " — ").replace("- ", "• ").replace("keys", "*keys*");
    let wrapped: String = plain.split("\n").map(|line| line.replace(" of ", "\nof ") + "\n").collect();
    for (inspection, states_wanted) in [
        (plain.replace('\n', "\r\n"), "verified"),
        (format!("\u{feff}{typographic}"), "verified"),
        (format!("A cover\n\n\n{plain}"), "moved"),
        (wrapped, "moved"),
        (plain.replace("volume that", "vol-\nume that").replace("members", "mem\u{2010}\nbers"), "moved"),
        (plain.replace("\n\n", "\n\n\n\n"), "moved"),
    ] {
        let folder = folder(&[("a.txt", &inspection), ("b.txt", &answer)]);
        let result = verified(&folder);
        assert_eq!(verify(&folder, &[]).status.code(), Some(0), "{result:#}");
        let states = states(&result);
        assert!(
            states.iter().all(|state| state.ends_with("moved") || state.ends_with("verified")),
            "{states:?}"
        );
        assert!(states.iter().any(|state| state.ends_with(states_wanted)), "{states:?}");
    }
}

/// Each of these changes what a clause says, and none of them may pass.
#[test]
fn nothing_that_is_said_otherwise_passes() {
    let plain = supplied("inspection.txt");
    let answer = supplied("answer.txt");
    for (old, new, clause) in [
        ("30 September 2026", "31 October 2026", "rec-1 reworded"),
        ("once a month", "once a year", "rec-1.2 reworded"),
        ("members of staff.", "members of staff. Small branches may leave it.", "rec-1.2 reworded"),
        ("members of staff.", "members of staff;", "rec-1.2 reworded"),
        ("- make sure", "- where there is time, make sure", "rec-1.2 reworded"),
        ("20 hours", "2 hours", "c-hours reworded"),
        (
            "Most branches keep a register, but fewer than half of them say in it when a volume is due.",
            "",
            "c-register missing",
        ),
        ("### Recommendation 2", "### Recommendation 7", "rec-2 missing"),
    ] {
        let folder = folder(&[("a.txt", &plain.replacen(old, new, 1)), ("b.txt", &answer)]);
        let result = verified(&folder);
        assert_eq!(result["documents"][1]["found_by"], "content");
        assert_eq!(verify(&folder, &[]).status.code(), Some(1), "{old}");
        assert!(states(&result).iter().any(|state| state == clause), "{old}: {:?}", states(&result));
    }
}

/// Whatever word of whatever line is replaced, put in or left out: the clauses of that line never pass, and the others
/// stand as they did.
#[test]
fn no_single_word_can_change_unnoticed() {
    let plain = supplied("inspection.txt");
    let mut documents = documents(PACK);
    documents.retain(|document| document.id == "inspection_2026");
    let states = |text: &str| {
        let files = [file("inspection_2026.txt", text)];
        let verified = tipstaff::verify::verify(&documents, &files);
        let clauses = verified.into_iter().flat_map(|verified| verified.clauses);
        let places = clauses.flat_map(|clause| clause.places);
        places.map(|place| (place.line, place.state)).collect::<Vec<_>>()
    };
    for (number, line) in (1..).zip(plain.lines()) {
        let words: Vec<&str> = line.split(' ').collect();
        let is_word = |at: &usize| words[*at].contains(char::is_alphanumeric);
        for at in (0..words.len()).filter(is_word) {
            let with = |words: &[&str]| [&words.join(" "), "\n"].concat();
            let changed = [&words[..at], &["otherwise"], &words[at + 1..]].concat();
            let longer = [&words[..at], &["not"], &words[at..]].concat();
            let shorter = [&words[..at], &words[at + 1..]].concat();
            for now in [with(&changed), with(&longer), with(&shorter)] {
                let text: String = (1..)
                    .zip(plain.lines())
                    .map(|(n, line)| if n == number { now.clone() } else { format!("{line}\n") })
                    .collect();
                for (line, state) in states(&text) {
                    assert_eq!(state == State::Verified, line != number, "line {line} of {now}: {state:?}");
                }
            }
        }
    }
}

/// What the answer says instead, and what is told of it.
#[test]
fn misquotations_are_told_with_their_words() {
    let inspection = supplied("inspection.txt");
    let answer = supplied("answer.txt");
    let quotations = |answer: &str| {
        let folder = folder(&[("a.txt", &inspection), ("answer_2026.txt", answer)]);
        let result = verified(&folder);
        let quotations = result["documents"][0]["quotations"].as_array().unwrap().clone();
        let slips = |quotation: &Value| {
            let slips = quotation["slips"].as_array().unwrap().iter();
            let words = |words: &Value| {
                let words: Vec<&str> = words.as_array().unwrap().iter().filter_map(Value::as_str).collect();
                words.join(" ")
            };
            slips
                .map(|slip| format!(" [{}>{}]", words(&slip["left_out"]), words(&slip["put_in"])))
                .collect::<String>()
        };
        let told: Vec<String> = quotations
            .iter()
            .map(|quotation| format!("{} {}{}", quotation["clause"], quotation["quoted"], slips(quotation)))
            .collect();
        told.join("; ").replace('"', "")
    };
    let as_it_is = "rec-1 changed [every volume>all volumes] [is>are] [>where possible]; rec-2 exactly";
    assert_eq!(quotations(&answer), as_it_is);
    assert_eq!(
        quotations(
            &answer
                .replace("By 30 September", "By 30 October")
                .replace("all volumes that are", "every volume that is")
        ),
        "rec-1 changed [September>October] [>where possible]; rec-2 exactly"
    );
    assert_eq!(
        quotations(&answer.replace("including those of", "and those of")),
        as_it_is.replace("rec-2 exactly", "rec-2 changed [including>and]")
    );
    let without = answer.lines().filter(|line| !line.contains("31 December")).collect::<Vec<_>>().join("\n");
    assert_eq!(quotations(&without), as_it_is.replace("rec-2 exactly", "rec-2 not"));
    let one_line = answer.replace("\n\n- ", " • ").replace("\n- ", " • ").replace(" where possible", "");
    assert_eq!(quotations(&one_line), "rec-1 changed [every volume>all volumes] [is>are]; rec-2 exactly");
    let other_printing = answer
        .replace("all volumes that are", "every volume that is")
        .replace("it is due", "it's due")
        .replace(" where possible", "");
    assert_eq!(quotations(&other_printing), "rec-1 exactly; rec-2 exactly");
    // What is false is told beside what is right, and what is only on the same subject is no quotation.
    for (beside, told) in [
        (
            "- make sure that each branch's spare keys are counted at least once a year by two members of staff.",
            "; rec-1 changed [month>year]",
        ),
        (
            "By 30 September 2027, libraries should:\n\n- keep a register of every volume that is lent, with the day on which it is due.",
            "; rec-1 changed [2026>2027]",
        ),
        (
            "- keep a register of every volume that is lent with the day on which it's due; and",
            "; rec-1 exactly",
        ),
        (
            "By September we will keep a register of books with a day for each, and count the keys of every branch.",
            "",
        ),
    ] {
        let answer = format!("{other_printing}\n{beside}\n");
        assert_eq!(quotations(&answer), format!("rec-1 exactly{told}; rec-2 exactly"), "{beside}");
    }
    let hours = answer.lines().find(|line| line.contains("31 December")).unwrap().replace("2026", "2028");
    assert_eq!(quotations(&format!("{answer}\n{hours}\n")), format!("{as_it_is}; rec-2 changed [2026>2028]"));
}

#[test]
fn what_cannot_be_read_is_said_and_exits_with_2() {
    let missing = tipstaff(&["sources", "verify", "tests/cases/nowhere"]);
    let file = tipstaff(&["sources", "verify", "--rules", PACK, "README.md"]);
    for output in [missing, file] {
        assert_eq!(output.status.code(), Some(2), "{}", transcript(&output));
        assert!(complained(&output).contains("input::unreadable"), "{}", transcript(&output));
        assert_eq!(printed(&output), "");
    }
    let replaced = folder(&[("inspection.txt", "x")]);
    let path = replaced.path().join("inspection.txt");
    let output = verify(&replaced, &["--output", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2), "{}", transcript(&output));
    assert_eq!(fs::read_to_string(path).unwrap(), "x");
}

#[cfg(unix)]
#[test]
fn only_text_that_lies_in_the_folder_is_read() {
    let folder = folder(&[("a.txt", &supplied("inspection.txt")), ("b.txt", &supplied("answer.txt"))]);
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.txt"), "secret").unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret.txt"), folder.path().join("link.txt")).unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.path().join("linked")).unwrap();
    fs::write(folder.path().join("report.pdf"), [0x25, 0x50, 0xff, 0xfe]).unwrap();
    fs::write(folder.path().join("large.txt"), "x ".repeat(3 << 20)).unwrap();
    fs::write(folder.path().join(".hidden"), "x").unwrap();
    fs::create_dir(folder.path().join("deeper")).unwrap();
    fs::write(folder.path().join("deeper/note.txt"), "x").unwrap();
    let output = verify(&folder, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
    let (_, passed_over) =
        printed(&output).split_once("passed over\n").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert_snapshot!(passed_over);

    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket")).unwrap();
    let output = verify(&folder, &[]);
    assert_eq!(output.status.code(), Some(2), "{}", transcript(&output));
    assert!(complained(&output).contains("it is a device or a pipe"), "{}", transcript(&output));
    assert!(printed(&output).contains("2 of 2 documents verified"), "{}", transcript(&output));
}

/// Lines that look like converted text more often than chance would have it.
fn nearly_markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "[", "]", "(", ")", "](", "<", ">", "<a", "</", "\\", "*", "**", "_", "- ", "# ", "•", "–", "’", "“", " ",
            "\u{a0}", "\u{200b}", "\u{ad}", "\t", "\r", "ﬁ", "İ", "Σ", "word", "Word", "5", "%", ".", ",", "|", "+", "!",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn normalising_twice_is_normalising_once(line in nearly_markdown()) {
        let once = normalise(&line);
        prop_assert_eq!(normalise(&once), once);
    }

    #[test]
    fn what_a_line_says_is_found_in_it(lines in prop::collection::vec(nearly_markdown(), 1..6)) {
        let document = Wording::of(&lines.join("\n"));
        for line in 1..=document.lines() {
            let words = document.line(line);
            let fingerprint = document.fingerprint(words.clone());
            prop_assert!(document.is_same(words.clone(), &fingerprint));
            if !words.is_empty() {
                prop_assert!(document.all_same(&fingerprint).contains(&words));
            }
            // Any answer will do, but there must be one.
            let _ = document.reworded(&fingerprint, line, &[words]);
        }
    }

    #[test]
    fn no_file_of_a_folder_panics(inspection in prop::collection::vec(nearly_markdown(), 0..6)) {
        let documents = documents(PACK);
        let files = [file("inspection_2026.txt", &inspection.join("\n")), file("answer_2026.txt", &supplied("answer.txt"))];
        prop_assert_eq!(tipstaff::verify::verify(&documents, &files).len(), 2);
    }
}

#[test]
fn options_may_stand_before_the_command_and_behind_it() {
    let behind = tipstaff(&["sources", "verify", SUPPLIED, "--rules", PACK, "--format", "json"]);
    let before = tipstaff(&["sources", "--rules", PACK, "--format", "json", "verify", SUPPLIED]);
    assert_eq!(before.status.code(), Some(0), "{}", transcript(&before));
    assert_eq!(transcript(&before), transcript(&behind));
    let catalogue = format!("{PACK}/seeds/answer_2026.toml");
    let document = format!("{SUPPLIED}/answer.txt");
    let pointless = tipstaff(&["sources", "--rules", PACK, "fingerprint", &catalogue, &document]);
    assert_eq!(pointless.status.code(), Some(2));
    assert!(
        complained(&pointless).contains("`--rules` means nothing to `fingerprint`"),
        "{}",
        transcript(&pointless)
    );
}

#[test]
fn a_second_copy_is_no_other_document() {
    let inspection = supplied("inspection.txt");
    let newer = inspection.replace("20 hours", "2 hours");
    for (name, text, reason) in [
        ("b.txt", &inspection, "it is no document of the catalogue"),
        ("b.txt", &newer, "it is no document of the catalogue"),
        ("inspection_2026.md", &newer, "it has the name of inspection_2026, which is a.txt"),
    ] {
        let result = verified(&folder(&[("a.txt", &inspection), (name, text)]));
        assert_eq!(result["documents"][0]["file"], Value::Null, "{result:#}");
        assert_eq!(result["passed_over"][0]["file"], name);
        assert_eq!(result["passed_over"][0]["reason"], reason);
    }
}

/// Recommendations that are due on the same day begin alike: one whose day has changed is not found at another.
#[test]
fn a_deadline_that_another_recommendation_has_is_not_its_own() {
    let old = "Recommendation 1\n\nBy 30 June 2026, branches should:\n\n- keep a list of lent keys\n\n\
               Recommendation 2\n\nBy 30 June 2026, branches should:\n\n- count the keys each spring\n";
    let kept = Wording::of(old);
    let fingerprint = |line| kept.fingerprint(kept.line(line)).wording;
    let catalogue = format!(
        "[source]\nid = \"keys_2026\"\ntitle = \"Keys\"\npublisher = \"The tests\"\nsha256 = \"{}\"\nlines = 12\n\
         [clauses]\n\"rec-1\" = {{ lines = [3], fingerprint = \"{}\" }}\n\"rec-2\" = {{ lines = [9], fingerprint = \"{}\" }}\n",
        "0".repeat(64),
        fingerprint(3),
        fingerprint(9)
    );
    let (documents, mistakes) = tipstaff::load::catalogue(
        vec![("keys.toml".to_owned(), catalogue)],
        Vec::new(),
        &mut SourceMap::default(),
    );
    assert_eq!(mistakes, vec![]);
    let changed = old.replacen("30 June 2026", "30 June 2027", 1);
    for (text, first, second) in [
        (old.to_owned(), State::Verified, State::Verified),
        (format!("\n{old}"), State::Moved { to: 4 }, State::Moved { to: 10 }),
        (changed.clone(), State::Missing, State::Verified),
        (format!("\n{changed}"), State::Missing, State::Moved { to: 10 }),
    ] {
        let files = [file("keys_2026.txt", &text)];
        let verified = tipstaff::verify::verify(&documents, &files);
        let states = verified[0].clauses.iter().map(|clause| clause.worst().clone());
        assert_eq!(states.collect::<Vec<_>>(), [first, second], "{text}");
    }
}

/// The rows of a table begin alike, and stand without a blank line between them.
#[test]
fn of_lines_that_begin_alike_each_is_found_where_it_stands() {
    let old = "Lent to a member of staff for more than a week but less than a month: three days of grace\n\
               Lent to a member of staff for no more than a week: two days of grace\n";
    let kept = Wording::of(old);
    let new = Wording::of(&old.replace("three", "four").replace("two", "five"));
    let mut taken = Vec::new();
    for line in [1, 2] {
        let found = new.reworded(&kept.fingerprint(kept.line(line)), line, &taken);
        assert_eq!(found, Some(new.line(line)));
        taken.extend(found);
    }
}

/// The others are still there to be compared with, and do not count.
#[test]
fn one_document_can_be_looked_at_alone() {
    let folder = folder(&[
        ("a.txt", "Nothing"),
        ("b.txt", &supplied("inspection.txt").replace("20 hours", "2 hours")),
    ]);
    let alone = verify(&folder, &["--document", "inspection_2026"]);
    assert!(!printed(&alone).contains("answer_2026"), "{}", transcript(&alone));
    assert_eq!(alone.status.code(), Some(1), "{}", transcript(&alone));
    let answer = tipstaff(&["sources", "verify", "--rules", PACK, SUPPLIED, "--document", "answer_2026"]);
    let printed = printed(&answer);
    assert!(printed.contains("quotes inspection_2026\n    rec-1  changed"), "{printed}");
    assert!(printed.contains("1 of 1 document verified"), "{printed}");
    let unknown = verify(&folder, &["--document", "answer_2025"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(complained(&unknown).contains("did you mean `answer_2026`"), "{}", transcript(&unknown));
}

#[test]
fn what_all_moved_alike_is_told_at_once() {
    let plain = supplied("inspection.txt");
    let longer = format!("A cover\n\n\n{plain}").replace("# Findings", "# Findings\n\nIntroduction");
    let folder = folder(&[("a.txt", &longer)]);
    assert_snapshot!(printed(&verify(&folder, &["--document", "inspection_2026"])));
}

#[test]
fn a_document_in_another_encoding_is_not_just_missing() {
    let utf16 =
        |text: &str| [0xfeff_u16].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let bytes: Vec<u8> = utf16(&supplied("inspection.txt"));
    let folder = folder(&[("answer.txt", &supplied("answer.txt"))]);
    fs::write(folder.path().join("inspection_2026.txt"), &bytes).unwrap();
    fs::write(folder.path().join("without_mark.txt"), &bytes[2..]).unwrap();
    let output = verify(&folder, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(printed(&output));
}
