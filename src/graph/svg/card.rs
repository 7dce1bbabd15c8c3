//! Boxes: a recommendation or a requirement with its deadline, its title, its scope and how it stands.

use super::geometry::{Pixels, Point, Size, times};
use super::text::{self, SMALL, TITLE};
use super::write;
use crate::graph::palette::{self, AREAS, FAINT_INK, Ground, INK, PAPER};
use crate::graph::picture::{self, Picture, PictureBox};

const WIDTH: Pixels = 190.0;
const MARGIN: Pixels = 9.0;
/// The strip at the top, with the id and the deadline.
const HEAD: Pixels = 22.0;
/// The strip at the bottom, with how it stands.
const BAND: Pixels = 20.0;
const ID: Pixels = 14.0;
/// From a strip's top to the line on which its text stands.
const BASELINE: Pixels = 15.5;
/// How many lines a title and a scope may have.
const TITLE_LINES: usize = 5;
const SCOPE_LINES: usize = 2;

/// A box with its texts in lines.
pub(super) struct Card<'a> {
    drawn: &'a PictureBox,
    title: Vec<String>,
    scope: Vec<String>,
    verdict: Option<String>,
}

impl<'a> Card<'a> {
    /// Breaks the texts of a box into lines.
    pub(super) fn new(picture: &Picture, drawn: &'a PictureBox) -> Card<'a> {
        let room = WIDTH - 2.0 * MARGIN;
        let wrap = |text: &str, size, lines| text::wrap(&picture::line(text), size, room, lines);
        Card {
            drawn,
            title: wrap(&drawn.title, TITLE, TITLE_LINES),
            scope: wrap(&drawn.scope(), SMALL, SCOPE_LINES),
            verdict: drawn.verdict(picture).map(|verdict| wrap(&verdict, SMALL, 1).concat()),
        }
    }

    /// How much room the box takes.
    pub(super) fn size(&self) -> Size {
        let texts = times(self.title.len()) * text::line_height(TITLE)
            + times(self.scope.len()) * text::line_height(SMALL);
        let band = if self.verdict.is_some() { BAND } else { 0.0 };
        Size { width: WIDTH, height: HEAD + MARGIN + texts + MARGIN + band }
    }

    /// Draws the box with its middle here; it may be wider than it asked for.
    pub(super) fn draw(&self, out: &mut String, areas: &[&str], size: Size, middle: Point) {
        let corner = size.corner(middle);
        write::rectangle(out, corner, size, &format!("fill=\"{PAPER}\""));
        self.strip(out, areas, corner, size.width);
        let left = corner.x + MARGIN;
        let mut y = corner.y + HEAD + 3.0;
        for line in &self.title {
            y += text::line_height(TITLE);
            write::text(out, Point { x: left, y }, TITLE, &format!("fill=\"{INK}\""), line);
        }
        y += 3.0;
        for line in &self.scope {
            y += text::line_height(SMALL);
            write::text(out, Point { x: left, y }, SMALL, &format!("fill=\"{FAINT_INK}\""), line);
        }
        if let Some(verdict) = &self.verdict {
            let top = Point { x: corner.x, y: corner.y + size.height - BAND };
            let Ground { fill, text } = palette::standing(self.drawn);
            let weight = if self.drawn.standing.is_some() { " font-weight=\"bold\"" } else { "" };
            write::rectangle(out, top, Size { height: BAND, ..size }, &format!("fill=\"{fill}\""));
            let at = Point { x: left, y: top.y + BASELINE - 1.0 };
            write::text(out, at, SMALL, &format!("fill=\"{text}\"{weight}"), verdict);
        }
        write::rectangle(out, corner, size, &format!("fill=\"none\" {}", frame(self.is_at_risk())));
    }

    /// The strip at the top, in the tints of its areas side by side.
    fn strip(&self, out: &mut String, areas: &[&str], corner: Point, width: Pixels) {
        let own: Vec<&str> =
            areas.iter().copied().filter(|area| self.drawn.areas.iter().any(|own| own == area)).collect();
        let part = Size { width: width / times(own.len().max(1)), height: HEAD };
        for (place, area) in own.iter().enumerate() {
            let corner = Point { x: corner.x + part.width * times(place), ..corner };
            write::rectangle(out, corner, part, &format!("fill=\"{}\"", tint(areas, area)));
        }
        let due = self
            .drawn
            .due
            .as_ref()
            .map(|due| text::fit(&picture::line(&format!("due {due}")), SMALL, WIDTH / 2.0));
        let taken = due.as_ref().map_or(0.0, |due| text::width(due, SMALL) + MARGIN);
        // Bold letters are wider.
        let id = text::fit(&picture::line(&self.drawn.id), ID * 1.1, WIDTH - 2.0 * MARGIN - taken);
        let (left, right) = (corner.x + MARGIN, corner.x + width - MARGIN);
        let y = corner.y + BASELINE;
        write::text(out, Point { x: left, y }, ID, &format!("fill=\"{INK}\" font-weight=\"bold\""), &id);
        if let Some(due) = due {
            let attributes = format!("fill=\"{INK}\" text-anchor=\"end\"");
            write::text(out, Point { x: right, y }, SMALL, &attributes, &due);
        }
    }

    fn is_at_risk(&self) -> bool {
        self.drawn.standing.as_ref().is_some_and(|standing| standing.at_risk)
    }
}

/// The frame of a box.
pub(super) fn frame(is_at_risk: bool) -> String {
    if is_at_risk {
        format!("stroke=\"{INK}\" stroke-width=\"3\" stroke-dasharray=\"7 4\"")
    } else {
        format!("stroke=\"{INK}\" stroke-width=\"1.2\"")
    }
}

/// The tint of an area, by its place among those of the picture.
pub(super) fn tint(areas: &[&str], area: &str) -> &'static str {
    let place = areas.iter().position(|known| *known == area).unwrap_or_default();
    AREAS.iter().cycle().nth(place).copied().unwrap_or(PAPER)
}
