//! A picture as a flowchart of Mermaid, which web sites show in Markdown.

use std::fmt::Write;

use super::palette::{self, Ground};
use super::picture::{self, Picture, PictureBox, PictureTie};
use crate::vocabulary::{Outcome, TieKind};

/// The picture as a flowchart.
pub fn write(picture: &Picture) -> String {
    let mut out = String::from("flowchart TB\n");
    // Writing to a string does not fail. An empty title would be a mistake.
    for (name, text) in [("accTitle", &picture.title), ("accDescr", &picture.description)] {
        let text = escaped(text);
        if !text.trim().is_empty() {
            let _ = writeln!(out, "  {name}: {text}");
        }
    }
    for (index, drawn) in picture.boxes.iter().enumerate() {
        let _ = writeln!(out, "  n{index}[\"{}\"]", words(picture, drawn));
    }
    for (tie, ..) in picture.drawn_ties() {
        let label = tie.lines().iter().map(|line| escaped(line)).collect::<Vec<_>>().join("<br/>");
        let _ = writeln!(out, "  n{} {}|\"{label}\"| n{}", tie.from, arrow(tie.kind), tie.to);
    }
    styles(&mut out, picture);
    out
}

fn words(picture: &Picture, drawn: &PictureBox) -> String {
    let due = drawn.due.as_ref().map(|due| format!("due {due}"));
    let lines =
        [Some(drawn.id.clone()), Some(drawn.title.clone()), Some(drawn.scope()), due, drawn.verdict(picture)];
    let lines = lines.into_iter().flatten().filter(|line| !line.is_empty());
    lines.map(|line| escaped(&line)).collect::<Vec<_>>().join("<br/>")
}

fn arrow(kind: TieKind) -> &'static str {
    match kind {
        TieKind::Needs => "==>",
        TieKind::Follows | TieKind::Informs => "-->",
        TieKind::AddsLoadTo => "--x",
        TieKind::Relieves => "--o",
        TieKind::SharesWith => "<-->",
    }
}

/// Colours and dashes. No colour says what the words do not say.
fn styles(out: &mut String, picture: &Picture) {
    let standings = || {
        picture.boxes.iter().enumerate().filter_map(|(index, drawn)| Some((index, drawn.standing.as_ref()?)))
    };
    let list = |indexes: Vec<usize>, name: &str| {
        indexes.iter().map(|index| format!("{name}{index}")).collect::<Vec<_>>().join(",")
    };
    for outcome in Outcome::ALL {
        let boxes: Vec<_> =
            standings().filter(|(_, one)| one.outcome == outcome).map(|(index, _)| index).collect();
        if !boxes.is_empty() {
            let (name, Ground { fill, text }) = (outcome.name(), palette::outcome(outcome));
            let _ = writeln!(out, "  classDef {name} fill:{fill},color:{text},stroke:#1b1b1b");
            let _ = writeln!(out, "  class {} {name}", list(boxes, "n"));
        }
    }
    for (index, standing) in standings() {
        if standing.at_risk {
            let _ = writeln!(out, "  style n{index} stroke-width:3px,stroke-dasharray:7 4");
        }
    }
    let ties: Vec<&PictureTie> = picture.drawn_ties().map(|(tie, ..)| tie).collect();
    for kind in TieKind::ALL {
        let lines = ties.iter().enumerate().filter(|(_, tie)| tie.kind == kind).map(|(index, _)| index);
        let lines: Vec<usize> = lines.collect();
        if !lines.is_empty() {
            let dashes = dashes(kind).map(|dashes| format!(",stroke-dasharray:{dashes}")).unwrap_or_default();
            let _ = writeln!(out, "  linkStyle {} stroke:{}{dashes}", list(lines, ""), palette::tie(kind));
        }
    }
}

fn dashes(kind: TieKind) -> Option<&'static str> {
    match kind {
        TieKind::Needs | TieKind::Informs => None,
        TieKind::Follows => Some("9 4"),
        TieKind::AddsLoadTo => Some("3 3"),
        TieKind::Relieves => Some("10 3 2 3"),
        TieKind::SharesWith => Some("2 4"),
    }
}

/// A text with the numbers of all letters that Markdown, HTML or Mermaid might take for signs. Within a word, such as
/// a number or a date, a full stop and a hyphen are none.
fn escaped(text: &str) -> String {
    let text = picture::line(text);
    let mut escaped = String::new();
    let mut within = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_joint = matches!(letter, '.' | '-')
            && within
            && letters.peek().is_some_and(|next| next.is_alphanumeric());
        within = letter.is_alphanumeric();
        if within || is_joint || matches!(letter, ' ' | ',') {
            escaped.push(letter);
        } else {
            let _ = write!(escaped, "#{};", u32::from(letter));
        }
        if matches!(letter, '\\' | 'ﬂ') {
            escaped += WORD_JOINER;
        }
    }
    escaped
}

/// Takes no room. However they are written, Mermaid takes `\n` for a line break and `ﬂ°` for the beginning of a letter's
/// number of its own making; with this behind their first letters it does not.
const WORD_JOINER: &str = "#8288;";

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn signs_are_numbers_and_words_are_words() {
        assert_eq!(escaped("R8.3: well-known, 2026-10-31"), "R8.3#58; well-known, 2026-10-31");
        assert_eq!(escaped("1. a - b--c."), "1#46; a #45; b#45;#45;c#46;");
        assert_eq!(escaped("\"a\"|<b>"), "#34;a#34;#124;#60;b#62;");
        assert_eq!(escaped("#35; &amp; \\n"), "#35;35#59; #38;amp#59; #92;#8288;n");
        assert_eq!(escaped("naïve 漢字"), "naïve 漢字");
    }
}
