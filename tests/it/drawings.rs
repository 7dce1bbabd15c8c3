//! Drawings of the shipped pack, and of texts that are out to break them.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may fail where its own pictures are wrong"
)]

mod shipped;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use tipstaff::graph::picture::{Picture, PictureBox, PictureTie, Standing};
use tipstaff::graph::{dot, mermaid, svg};
use tipstaff::vocabulary::{Outcome, TieKind};

use self::shipped::{around, recommendations, shipped};

/// Texts that end a string, an element or a line, or mean something, in one of the languages of drawings.
const HOSTILE: [&str; 16] = [
    "",
    " ",
    "\"quoted\" 'twice' `thrice`",
    "two\nlines\r\nand\ta tab",
    "<script>alert(1)</script> <b>bold</b> &lt; &amp; &#65;",
    "]]> --> <!-- -- ;; %% {} [] () | end",
    "back\\slash \\n \\N \\\" \\",
    "#35; #quot; ﬂ°°35¶ß",
    "1. a list\n- of\n# headings **bold** _it_ [a](javascript:x)",
    "\u{202e}turned\u{202c} \u{200f}\u{200b}\u{feff}\u{2028}",
    "\u{0}\u{1b}[31m\u{7}\u{85}\u{fffe}\u{ffff}",
    "𝔸 🚓 漢字 עברית e\u{301}",
    "click n0 href \"x\"",
    "style n0 fill:#f00; classDef a fill:#f00;",
    "---\ntitle: x\n---",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
];

fn hostile() -> Picture {
    let endless = "wide ".repeat(2000) + &"W".repeat(5000);
    let texts: Vec<&str> = HOSTILE.into_iter().chain([endless.as_str()]).collect();
    let next = |index: usize| texts[(index + 1) % texts.len()].to_owned();
    let drawn_box = |(index, text): (usize, &&str)| PictureBox {
        id: format!("{text}{index}"),
        title: (*text).to_owned(),
        due: Some(next(index)),
        to: (*text).to_owned(),
        areas: vec![(*text).to_owned(), next(index)],
        standing: (index % 3 > 0).then(|| Standing {
            outcome: Outcome::ALL[index % 5],
            words: (*text).to_owned(),
            at_risk: index % 2 == 0,
        }),
    };
    let kinds = TieKind::ALL;
    let ends = [(0, 0), (0, 0), (0, 1), (0, 1), (1, 0), (1, 1), (2, 3), (3, 4), (4, 2), (0, 99), (99, 99)];
    let tie = |(index, (from, to)): (usize, (usize, usize))| PictureTie {
        from,
        to,
        kind: kinds[index % 6],
        because: Some(next(index)),
        cross_link: index % 2 == 0,
        inversion_days: [None, Some(1), Some(i64::MAX), Some(i64::MIN)][index % 4],
        count: [0, 1, usize::MAX][index % 3],
    };
    Picture {
        title: HOSTILE[2..8].concat(),
        description: texts.concat(),
        boxes: texts.iter().enumerate().map(drawn_box).collect(),
        areas: Vec::new(),
        ties: ends.into_iter().enumerate().map(tie).collect(),
    }
}

/// As much of a picture as its first boxes.
fn first(mut picture: Picture, boxes: usize) -> Picture {
    picture.boxes.truncate(boxes);
    picture
}

/// Every picture of these tests, by name.
fn pictures() -> Vec<(&'static str, Picture)> {
    let pack = shipped();
    vec![
        ("recommendations", recommendations(&pack, false)),
        ("recommendations_of_a_force", recommendations(&pack, true)),
        ("around_r8.3", around(&pack, "R8.3", 1, true)),
        ("further_around_r8.3", around(&pack, "R8.3", 2, false)),
        ("hostile", hostile()),
        ("hostile_one", first(hostile(), 1)),
        ("empty", first(hostile(), 0)),
    ]
}

/// The pictures with their drawings, which take a while.
static DRAWINGS: LazyLock<Vec<(&str, Picture, String)>> = LazyLock::new(|| {
    let draw = |(name, picture): (_, Picture)| {
        let drawing = svg::write(&picture).unwrap();
        (name, picture, drawing)
    };
    pictures().into_iter().map(draw).collect()
});

/// The texts of an element's descendants of this name.
fn texts<'a>(node: roxmltree::Node<'a, '_>, name: &'static str) -> Vec<&'a str> {
    node.descendants().filter(|node| node.has_tag_name(name)).map(|node| node.text().unwrap_or("")).collect()
}

#[test]
fn what_a_drawing_says_is_what_the_pack_says() {
    let pack = shipped();
    let picture = around(&pack, "R8.3", 1, true);
    let drawing = svg::write(&picture).unwrap();
    let parsed = roxmltree::Document::parse(&drawing).unwrap();
    let spoken = texts(parsed.root_element(), "title").join("\n");
    let read = texts(parsed.root_element(), "text").join("\n");
    insta::assert_snapshot!("svg", format!("{spoken}\n\n{read}\n"));
    insta::assert_snapshot!("dot", dot::write(&picture));
    insta::assert_snapshot!("mermaid", mermaid::write(&picture));
}

#[test]
fn a_drawing_stands_alone_and_can_be_heard() {
    for (name, _, drawing) in DRAWINGS.iter() {
        let parsed = roxmltree::Document::parse(drawing).unwrap_or_else(|error| panic!("{name}: {error}"));
        let root = parsed.root_element();
        assert_eq!(root.attribute("role"), Some("img"), "{name}");
        let ids: Vec<&str> = parsed.descendants().filter_map(|node| node.attribute("id")).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{name}: {ids:?}");
        for id in root.attribute("aria-labelledby").unwrap().split(' ') {
            assert!(ids.contains(&id), "{name}: {id}");
        }
        let is_name =
            |id: &&str| id.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-".contains(letter));
        assert!(ids.iter().all(is_name), "{name}: {ids:?}");

        let known = ["svg", "title", "desc", "g", "rect", "path", "circle", "text"];
        let elements: BTreeSet<&str> = parsed.descendants().map(|node| node.tag_name().name()).collect();
        assert!(
            elements.iter().all(|element| element.is_empty() || known.contains(element)),
            "{name}: {elements:?}"
        );
        let attributes = parsed.descendants().flat_map(|node| node.attributes());
        for attribute in attributes {
            let (key, value) = (attribute.name(), attribute.value());
            assert!(!key.starts_with("on") && key != "href" && key != "style", "{name}: {key}");
            assert!(!value.contains("url("), "{name}: {value}");
        }
    }
}

#[test]
fn letters_are_large_enough_and_lines_lie_behind_boxes() {
    for (name, picture, drawing) in DRAWINGS.iter() {
        let parsed = roxmltree::Document::parse(drawing).unwrap();
        let sizes = parsed.descendants().filter_map(|node| node.attribute("font-size"));
        assert!(sizes.map(|size| size.parse::<u32>().unwrap()).all(|size| size >= 12), "{name}");
        let boxes =
            parsed.descendants().filter(|node| node.attribute("id").is_some_and(|id| id.starts_with("box-")));
        let boxes: Vec<_> = boxes.collect();
        assert_eq!(boxes.len(), picture.boxes.len(), "{name}");
        let Some(first) = boxes.first() else { continue };
        let later = first.next_siblings().filter(|node| node.is_element());
        assert!(later.into_iter().all(|node| boxes.contains(&node)), "{name}: something is drawn over a box");
    }
}

#[test]
fn hostile_texts_are_shown_as_they_are_written() {
    let (.., drawing) = DRAWINGS.iter().find(|(name, ..)| *name == "hostile").unwrap();
    let parsed = roxmltree::Document::parse(drawing).unwrap();
    let titles = texts(parsed.root_element(), "title").join("\n");
    let shown = [
        "<script>alert(1)</script> <b>bold</b> &lt; &amp; &#65;",
        "]]> --> <!-- -- ;; %% {} [] () | end",
        "two lines  and a tab",
        r"\u{202e}turned\u{202c} \u{200f}\u{200b}\u{feff}\u{2028}",
        r"\u{0}\u{1b}[31m\u{7}\u{85}\u{fffe}\u{ffff}",
        "𝔸 🚓 漢字 עברית e\u{301}",
    ];
    for text in shown {
        assert!(titles.contains(text), "{text}");
    }
}

#[test]
fn the_same_picture_gives_the_same_bytes() {
    for (name, picture, drawing) in DRAWINGS.iter() {
        assert_eq!(*drawing, svg::write(picture).unwrap(), "{name}");
    }
}

#[test]
fn what_nobody_could_read_is_refused() {
    let mut picture = first(hostile(), 1);
    picture.boxes = vec![picture.boxes[0].clone(); 61];
    assert_eq!(
        svg::write(&picture).unwrap_err().to_string(),
        "a drawing of 61 boxes and 9 ties could not be read: it may have 60 and 160"
    );
    picture.boxes.truncate(60);
    picture.ties = vec![picture.ties[2].clone(); 161];
    assert!(svg::write(&picture).is_err());
}

/// Leaves the drawings where other programs than this project's can be asked what they make of them.
#[test]
fn drawings_are_left_for_other_programs() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("drawings");
    fs::create_dir_all(&folder).unwrap();
    for (name, picture, drawing) in DRAWINGS.iter() {
        let write =
            |ending: &str, text: String| fs::write(folder.join(format!("{name}.{ending}")), text).unwrap();
        write("svg", drawing.clone());
        write("dot", dot::write(picture));
        write("mmd", mermaid::write(picture));
    }
}
