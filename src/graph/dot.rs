//! A picture as text for Graphviz.

use std::fmt::Write;

use super::palette::{self, Ground};
use super::picture::{self, Picture, PictureBox, PictureTie};
use crate::vocabulary::TieKind;

/// The picture in the DOT language.
pub fn write(picture: &Picture) -> String {
    let mut out = String::from("digraph {\n");
    let [title, description] = [&picture.title, &picture.description].map(|text| label([text]));
    // Writing to a string does not fail.
    let _ = writeln!(
        out,
        "  graph [label={title}, tooltip={description}, labelloc=t, fontsize=18, fontname=\"Arial\"]"
    );
    out += "  node [shape=box, style=filled, fillcolor=white, fontname=\"Arial\", fontsize=12]\n";
    out += "  edge [fontname=\"Arial\", fontsize=10]\n";
    for (number, (areas, boxes)) in clusters(picture).iter().enumerate() {
        let name = if areas.is_empty() { "no area".to_owned() } else { areas.join(" and ") };
        let _ = writeln!(out, "  subgraph cluster_{number} {{");
        let _ = writeln!(out, "    label={}; fontsize=12; color=gray60", label([&name]));
        boxes.iter().for_each(|(index, drawn)| node(&mut out, picture, *index, drawn));
        out += "  }\n";
    }
    for (tie, from, to) in picture.drawn_ties() {
        edge(&mut out, tie, from, to);
    }
    out += "}\n";
    out
}

type Cluster<'a> = (&'a [String], Vec<(usize, &'a PictureBox)>);

/// The boxes by their areas, in the order in which these first occur.
fn clusters(picture: &Picture) -> Vec<Cluster<'_>> {
    let mut clusters: Vec<Cluster<'_>> = Vec::new();
    for (index, drawn) in picture.boxes.iter().enumerate() {
        match clusters.iter_mut().find(|(areas, _)| *areas == drawn.areas) {
            Some((_, boxes)) => boxes.push((index, drawn)),
            None => clusters.push((&drawn.areas, vec![(index, drawn)])),
        }
    }
    clusters
}

fn node(out: &mut String, picture: &Picture, index: usize, drawn: &PictureBox) {
    let due = drawn.due.as_ref().map(|due| format!("due {due}"));
    let lines = [
        Some(drawn.id.clone()),
        Some(drawn.title.clone()),
        due,
        Some(drawn.to.clone()),
        drawn.verdict(picture),
    ];
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    let Ground { fill, text } = palette::standing(drawn);
    let width =
        if drawn.standing.as_ref().is_some_and(|standing| standing.at_risk) { ", penwidth=3" } else { "" };
    let _ = writeln!(
        out,
        "    n{index} [label={}, tooltip={}, fillcolor=\"{fill}\", fontcolor=\"{text}\"{width}]",
        label(&lines),
        label([&drawn.sentence(picture)])
    );
}

fn edge(out: &mut String, tie: &PictureTie, from: &PictureBox, to: &PictureBox) {
    let style = match tie.kind {
        TieKind::Needs => "style=bold",
        TieKind::Follows => "style=dashed, arrowhead=empty",
        TieKind::Informs => "style=solid, arrowhead=vee",
        TieKind::AddsLoadTo => "style=dotted, arrowhead=diamond",
        TieKind::Relieves => "style=dashed, arrowhead=odiamond",
        TieKind::SharesWith => "style=dotted, dir=both, arrowhead=dot, arrowtail=dot, constraint=false",
    };
    let _ = writeln!(
        out,
        "  n{} -> n{} [label={}, tooltip={}, color=\"{}\", {style}]",
        tie.from,
        tie.to,
        label(&tie.lines()),
        label([&tie.sentence(from, to)]),
        palette::tie(tie.kind)
    );
}

/// A label of these lines. Graphviz obeys backslashes and references to characters in it; here they are texts.
fn label<'a>(lines: impl IntoIterator<Item = &'a String>) -> String {
    let escaped =
        |text: &String| picture::line(text).replace('&', "&amp;").replace('\\', "\\\\").replace('"', "\\\"");
    let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).map(escaped).collect();
    format!("\"{}\"", lines.join("\\n"))
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn texts_end_neither_strings_nor_lines() {
        let text = |text: &str| label([&text.to_owned()]);
        assert_eq!(text("a \"b\" \\n &lt; c\nd"), r#""a \"b\" \\n &amp;lt; c d""#);
        assert_eq!(text("\\"), r#""\\""#);
        assert_eq!(label(&["a".to_owned(), String::new(), "b".to_owned()]), r#""a\nb""#);
    }
}
