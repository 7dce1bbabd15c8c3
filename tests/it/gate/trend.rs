//! `tipstaff trend`: tables and drawings of several results.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;

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
    assert_snapshot!(printed(&place.run(&["trend", one, two, three])));
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
        vec![one, "missing.json", "cut.json"],
        vec!["--body", "Second Polise", two],
        vec!["--output", three, three],
    ] {
        let output = place.run(&[&["trend"], &arguments[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}\n{}", transcript(&output));
        assert_eq!(printed(&output), "", "{arguments:?}");
        said += &complained(&output);
    }
    assert_snapshot!(said);
}
