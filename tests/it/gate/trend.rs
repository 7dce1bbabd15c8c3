//! `tipstaff trend`: tables and drawings of several results.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use serde_json::Value;

use super::{CLEAN, Place, assessment, but};
use crate::program::{complained, printed, transcript};

/// What markup, terminals and spreadsheets take for signs of their own.
const HOSTILE: &str = "=cmd|' /C <b>&amp;\\\" ]]> \\u001B[31m \\u202E | `x`";

/// Three results: in the second one body more, in the last a gap less.
fn results(place: &Place) -> [&'static str; 3] {
    let hostile = assessment(HOSTILE, &but(&[("gap", "false"), ("over", "")]), "");
    place.write("a.toml", &hostile);
    place.write("b.toml", &assessment("Second Police", &but(&[("gap", "")]), ""));
    let names = ["1.json", "2.json", "3.json"];
    place.check(&["-q", "--format", "json", "--output", names[0], "--as-of", "2026-06-10", "a.toml"]);
    place.check(&[
        "-q",
        "--format",
        "json",
        "--output",
        names[1],
        "--as-of",
        "2026-11-15",
        "a.toml",
        "b.toml",
    ]);
    place.write("b.toml", &assessment("Second Police", &CLEAN, ""));
    place.check(&[
        "-q",
        "--format",
        "json",
        "--output",
        names[2],
        "--as-of",
        "2027-01-10",
        "a.toml",
        "b.toml",
    ]);
    names
}

#[test]
fn results_are_told_in_the_order_of_their_days() {
    let place = Place::new();
    let [one, two, three] = results(&place);
    for format in ["text", "markdown", "csv", "svg"] {
        let output = place.run(&["trend", "--per-body", "--format", format, three, one, two]);
        assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
        assert!(!printed(&output).contains(['\u{1b}', '\u{202e}']), "{format}");
        assert_snapshot!(format!("trend_{format}"), printed(&output));
        let again = place.run(&["trend", "--per-body", "--format", format, one, two, three]);
        assert_eq!(again.stdout, output.stdout, "{format}: the same results in another order, other bytes");
    }
    let told = printed(&place.run(&["trend", one, two, three]));
    for pattern in [&["[1-3].json"][..], &[one, "*.json"], &["*[12].json", "?.JSON"]] {
        assert_eq!(printed(&place.run(&[&["trend"], pattern].concat())), told, "{pattern:?}");
    }
    assert_snapshot!(told);
    assert_snapshot!(printed(&place.run(&["trend", "--body", "Second Police", one, two, three])));
}

#[test]
fn a_drawing_is_xml_that_says_in_words_what_it_shows() {
    let place = Place::new();
    let [one, two, three] = results(&place);
    let drawing = printed(&place.run(&["trend", "--per-body", "--format", "svg", one, two, three]));
    let page = roxmltree::Document::parse(&drawing).unwrap();
    let root = page.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    for id in root.attribute("aria-labelledby").unwrap().split(' ') {
        let named = root.children().find(|child| child.attribute("id") == Some(id)).unwrap();
        assert!(!named.text().unwrap().is_empty());
    }
    let description = root.children().find(|child| child.has_tag_name("desc"));
    let description =
        root.children().find(|child| child.tag_name().name() == "desc").or(description).unwrap();
    for words in ["2026-11-15: 3 met, 1 not shown", "1 not met", "=cmd|' /C <b>&amp;\" ]]>"] {
        assert!(description.text().unwrap().contains(words), "{words}\n{}", description.text().unwrap());
    }
    let texts = page.descendants().filter(|node| node.tag_name().name() == "text");
    for text in texts {
        assert!(text.attribute("font-size").unwrap().parse::<u32>().unwrap() >= 12);
    }
    let known = ["svg", "title", "desc", "defs", "pattern", "rect", "path", "g", "text"];
    assert!(
        page.descendants()
            .filter(|node| node.is_element())
            .all(|node| known.contains(&node.tag_name().name()))
    );
    // Programs that others have made are shown it by the project's own checks.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("drawings");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("trend.svg"), &drawing).unwrap();
}

#[test]
fn results_that_do_not_go_together_are_refused() {
    let place = Place::new();
    let [one, two, three] = results(&place);
    let other = place.read(two).replace("\"id\": \"hmicfrs_2026_04\"", "\"id\": \"other\"");
    place.write("other.json", &other);
    place.write("cut.json", other.get(..900).unwrap());
    let mut said = String::new();
    for arguments in [
        vec![one, "other.json"],
        vec![one, one],
        vec!["--per-body", one, one],
        vec![one, "missing.json", "cut.json"],
        vec!["--body", "Second Polise", two],
        vec!["--output", three, three],
        vec!["--output", three, "*.json"],
        vec!["no/*.json", "none-*.json", "[.json"],
    ] {
        let output = place.run(&[&["trend"], &arguments[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}\n{}", transcript(&output));
        assert_eq!(printed(&output), "", "{arguments:?}");
        said += &complained(&output);
    }
    assert_snapshot!(said);
}

#[test]
fn what_a_failed_run_left_out_is_noted_unless_nobody_wants_notes() {
    let place = Place::new();
    let [one, two, _] = results(&place);
    let run =
        ["-q", "--format", "json", "--output", "part.json", "--as-of", "2026-12-01", "a.toml", "none.toml"];
    assert_eq!(place.check(&run).status.code(), Some(2));
    let run = ["-q", "--format", "json", "--output", "nothing.json", "none.toml", "no.toml"];
    assert_eq!(place.check(&run).status.code(), Some(2));
    let part =
        "the result as of 2026-12-01 is of a run with 1 error, and leaves out what could not be checked";
    let nothing =
        "a result without assessments is of a run with 2 errors, and leaves out what could not be checked";
    for format in ["text", "markdown", "svg"] {
        let trend = ["trend", "--format", format, one, "part.json", "nothing.json", two];
        let told = printed(&place.run(&trend));
        // A drawing breaks lines.
        let words = told.replace("note: ", "").split_whitespace().collect::<Vec<_>>().join(" ");
        if format != "svg" {
            assert!(words.contains(part) && words.contains(nothing), "{told}");
        }
        assert!(told.contains("note: "), "{told}");
        let quiet = printed(&place.run(&[&trend[..], &["-q"]].concat()));
        assert!(!quiet.contains("note: "), "{quiet}");
    }
}

#[test]
fn a_drawing_has_room_for_so_many_results_and_bodies() {
    let place = Place::new();
    place.write("a.toml", &assessment("First Police", &CLEAN, ""));
    let days: Vec<String> = (1..=25).map(|day| format!("2026-06-{day:02}")).collect();
    for day in &days {
        place.check(&["-q", "--format", "json", "--output", day, "--as-of", day, "a.toml"]);
    }
    let days: Vec<&str> = days.iter().map(String::as_str).collect();
    let (first, fewer) = days.split_first().unwrap();
    let mut many: Value = serde_json::from_str(&place.read(first)).unwrap();
    let one = many["assessments"][0].clone();
    let bodies = (1..=61).map(|number| {
        let mut other = one.clone();
        other["body"] = format!("Police {number}").into();
        other
    });
    many["assessments"] = bodies.collect();
    place.write("many.json", &many.to_string());
    let draw = |files: &[&str]| place.run(&[&["trend", "--per-body", "--format", "svg"], files].concat());
    let mut said = String::new();
    for files in [&days[..], &["many.json"]] {
        let output = draw(files);
        assert_eq!((output.status.code(), printed(&output).as_str()), (Some(2), ""));
        said += &complained(&output);
    }
    assert_snapshot!(said);
    assert_eq!(draw(fewer).status.code(), Some(0));
}
