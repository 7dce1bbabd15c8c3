//! What stands on a line.

use std::fmt::Write;

use super::geometry::{Pixels, Point, Size, px, times};
use super::text::{self, SMALL};
use super::write;
use crate::graph::palette::{self, INK, PAPER};
use crate::graph::picture::{self, PictureTie};

/// Between the edge of a label and its text.
const MARGIN: Pixels = 5.0;
/// The mark of a cross-link, without and with the space behind it.
const CIRCLES: Pixels = 14.0;
const MARK: Pixels = 18.0;
/// Bold letters are wider.
const BOLD: Pixels = 1.1;

/// How much a label says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wording {
    /// The kind of tie too, in words.
    Full,
    /// What dashes and heads do not say.
    Brief,
}

impl Wording {
    /// By how many days something is late.
    pub(super) fn late(self, days: i64) -> String {
        match self {
            Wording::Full => picture::late(days),
            Wording::Brief => format!("{days} d"),
        }
    }
}

/// The texts and marks on a line.
pub(super) struct Label<'a> {
    tie: &'a PictureTie,
    first: String,
    late: Option<String>,
}

impl<'a> Label<'a> {
    /// The label of a tie; nothing where there is nothing to say.
    pub(super) fn new(tie: &'a PictureTie, wording: Wording) -> Option<Label<'a>> {
        let kind = (wording == Wording::Full).then(|| tie.kind.verb().to_owned());
        let first: Vec<String> = [kind, tie.times()].into_iter().flatten().collect();
        let late = tie.inversion_days.map(|days| wording.late(days));
        let is_empty = first.is_empty() && late.is_none() && !tie.cross_link;
        (!is_empty).then(|| Label { tie, first: first.join(" "), late })
    }

    /// How much room it takes.
    pub(super) fn size(&self) -> Size {
        let first = self.mark() + text::width(&self.first, SMALL);
        let late = self.late.as_ref().map_or(0.0, |late| text::width(late, SMALL * BOLD));
        let lines = times(usize::from(first > 0.0)) + times(usize::from(late > 0.0));
        Size { width: first.max(late) + 2.0 * MARGIN, height: lines * text::line_height(SMALL) + 3.0 }
    }

    fn mark(&self) -> Pixels {
        if self.tie.cross_link { MARK } else { 0.0 }
    }

    /// Draws it, with its middle here.
    pub(super) fn draw(&self, out: &mut String, middle: Point) {
        let size = self.size();
        let corner = size.corner(middle);
        let width = if self.late.is_some() { "2" } else { "0.8" };
        let frame = format!("stroke=\"{}\" stroke-width=\"{width}\"", palette::tie(self.tie.kind));
        write::rectangle(out, corner, size, &format!("rx=\"4\" fill=\"{PAPER}\" {frame}"));
        // What is left of the room, as letters are narrower than was reckoned with, is on both sides of a text.
        let line = |out: &mut String, at: Point, weight: &str, text: &str| {
            let attributes = format!("fill=\"{INK}\" text-anchor=\"middle\"{weight}");
            write::text(out, at, SMALL, &attributes, text);
        };
        let mut y = corner.y + SMALL;
        if self.tie.cross_link {
            let left = if self.first.is_empty() { middle.x - CIRCLES / 2.0 } else { corner.x + MARGIN };
            cross_link(out, Point { x: left, y: y - 4.0 });
        }
        if !self.first.is_empty() {
            line(out, Point { x: middle.x + self.mark() / 2.0, y }, "", &self.first);
        }
        if self.tie.cross_link || !self.first.is_empty() {
            y += text::line_height(SMALL);
        }
        if let Some(late) = &self.late {
            line(out, Point { x: middle.x, y }, " font-weight=\"bold\"", late);
        }
    }
}

/// The mark of a cross-link: two circles that share a part. Its left end is here.
pub(super) fn cross_link(out: &mut String, left: Point) {
    for x in [4.5, 9.5] {
        let [x, y] = [left.x + x, left.y].map(px);
        let circle = format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"4\" fill=\"none\" stroke=\"{INK}\"");
        // Writing to a string does not fail.
        let _ = writeln!(out, "{circle} stroke-width=\"1.4\"/>");
    }
}
