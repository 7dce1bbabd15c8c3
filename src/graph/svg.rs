//! A picture as SVG that stands alone: no script, no reference to anything outside, no font to fetch.

mod card;
pub(crate) mod geometry;
mod label;
mod layout;
mod legend;
mod line;
mod narrow;
mod route;
mod rows;
pub(crate) mod text;
pub(crate) mod write;

use std::fmt::{self, Write};

use self::card::Card;
use self::geometry::{Pixels, Point, Size, px, times};
use self::label::{Label, Wording};
use self::layout::{Connection, Layout, layout};
use self::legend::Legend;
use self::line::Line;
use self::route::Route;
use super::palette::{INK, PAPER};
use super::picture::{self, Picture, PictureBox, PictureTie};
use crate::vocabulary::TieKind;

/// How many boxes and ties a drawing may have; with more of them nobody could follow a line.
const MOST_BOXES: usize = 60;
const MOST_TIES: usize = 160;
const MARGIN: Pixels = 24.0;
const NARROWEST: Pixels = 480.0;
/// How small a drawing may be printed so that it can be read.
const LEGIBLE: Pixels = 0.6;
/// What readers' systems have; the first are of the same widths.
pub(crate) const FONTS: &str = "Arial, 'Liberation Sans', Helvetica, sans-serif";

/// Why there is no drawing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooLarge {
    /// How many boxes there would be.
    pub boxes: usize,
    /// How many ties there would be.
    pub ties: usize,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TooLarge { boxes, ties } = self;
        write!(
            f,
            "a drawing of {boxes} boxes and {ties} ties could not be read: it may have {MOST_BOXES} and {MOST_TIES}"
        )
    }
}

/// The picture as a drawing.
///
/// # Errors
/// That the drawing would be too large to be read.
pub fn write(picture: &Picture) -> Result<String, TooLarge> {
    let ties: Vec<_> = picture.drawn_ties().map(|(tie, ..)| tie).collect();
    if picture.boxes.len() > MOST_BOXES || ties.len() > MOST_TIES {
        return Err(TooLarge { boxes: picture.boxes.len(), ties: ties.len() });
    }
    let cards: Vec<Card<'_>> = picture.boxes.iter().map(|drawn| Card::new(picture, drawn)).collect();
    let sizes: Vec<Size> = cards.iter().map(Card::size).collect();
    let areas = areas(picture);
    let page = |wording| {
        let labels: Vec<Option<Label<'_>>> = ties.iter().map(|tie| Label::new(tie, wording)).collect();
        let layout = layout(&sizes, &connections(&ties, &labels));
        Page {
            picture,
            cards: &cards,
            labels,
            layout,
            legend: Legend::of(picture, &areas, wording),
            areas: &areas,
        }
    };
    let full = page(Wording::Full);
    if full.layout.print_scale() >= LEGIBLE { Ok(full.draw()) } else { Ok(page(Wording::Brief).draw()) }
}

fn connections(ties: &[&PictureTie], labels: &[Option<Label<'_>>]) -> Vec<Connection> {
    let connection = |(tie, label): (&&PictureTie, &Option<Label<'_>>)| {
        // A line that leads back to its own box takes room beside it.
        let least = if tie.from == tie.to { line::LOOP } else { Size { width: 0.0, height: 0.0 } };
        let label = label.as_ref().map_or(least, Label::size);
        Connection {
            ends: [tie.from, tie.to],
            directed: tie.kind != TieKind::SharesWith,
            label: Size { width: label.width.max(least.width), height: label.height.max(least.height) },
        }
    };
    ties.iter().zip(labels).map(connection).collect()
}

/// Every area, in the order of the picture; areas of boxes that are not among them come last.
fn areas(picture: &Picture) -> Vec<&str> {
    let mut areas: Vec<&str> = picture.areas.iter().map(String::as_str).collect();
    for area in picture.boxes.iter().flat_map(|drawn| &drawn.areas) {
        if !areas.contains(&area.as_str()) {
            areas.push(area);
        }
    }
    areas
}

struct Page<'a> {
    picture: &'a Picture,
    cards: &'a [Card<'a>],
    labels: Vec<Option<Label<'a>>>,
    layout: Layout,
    legend: Legend<'a>,
    areas: &'a [&'a str],
}

impl Page<'_> {
    fn draw(&self) -> String {
        let width = self.layout.size.width.max(NARROWEST);
        let title = text::wrap(&picture::line(&self.picture.title), text::HEADING * 1.1, width, 3);
        let above = MARGIN + times(title.len()) * text::line_height(text::HEADING) + 12.0;
        let below = above + self.layout.size.height + MARGIN;
        let size = Size { width: width + 2.0 * MARGIN, height: below + self.legend.height(width) + MARGIN };
        let mut out = String::new();
        self.open(&mut out, size);
        for (number, line) in title.iter().enumerate() {
            let y = MARGIN + (times(number) + 0.8) * text::line_height(text::HEADING);
            let attributes = format!("fill=\"{INK}\" font-weight=\"bold\"");
            write::text(&mut out, Point { x: MARGIN, y }, text::HEADING, &attributes, line);
        }
        // What is narrower than the page stands in its middle.
        let x = MARGIN + (width - self.layout.size.width) / 2.0;
        let _ = writeln!(out, "<g transform=\"translate({} {})\">", px(x), px(above));
        self.ties(&mut out);
        self.boxes(&mut out);
        out += "</g>\n";
        self.legend.draw(&mut out, Point { x: MARGIN, y: below }, width);
        out += "</svg>\n";
        out
    }

    fn open(&self, out: &mut String, size: Size) {
        let [width, height] = [size.width, size.height].map(Pixels::ceil).map(px);
        let _ = writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"graph-title graph-description\" \
             font-family=\"{FONTS}\">"
        );
        let [title, description] =
            [&self.picture.title, &self.picture.description].map(|text| write::escaped(text));
        let _ = writeln!(out, "<title id=\"graph-title\">{title}</title>");
        let _ = writeln!(out, "<desc id=\"graph-description\">{description}</desc>");
        write::rectangle(out, Point { x: 0.0, y: 0.0 }, size, &format!("fill=\"{PAPER}\""));
    }

    /// Lines first, then their heads and labels, so that no line crosses them; boxes come last of all.
    fn ties(&self, out: &mut String) {
        let line = |((tie, ..), route): ((&PictureTie, _, _), &Route)| {
            Some(Line::new(tie, route, *self.layout.boxes.get(tie.to)?))
        };
        let routes = &self.layout.routes;
        let lines: Vec<Option<Line>> = self.picture.drawn_ties().zip(routes).map(line).collect();
        let group =
            |out: &mut String, (tie, from, to): (&PictureTie, &PictureBox, &PictureBox), inner: String| {
                let title = write::escaped(&tie.sentence(from, to));
                let _ = writeln!(out, "<g><title>{title}</title>\n{inner}</g>");
            };
        for (tie, line) in self.picture.drawn_ties().zip(&lines) {
            let mut inner = String::new();
            line.iter().for_each(|line| line.draw(&mut inner));
            group(out, tie, inner);
        }
        for ((tie, line), (label, route)) in
            self.picture.drawn_ties().zip(&lines).zip(self.labels.iter().zip(routes))
        {
            let mut inner = String::new();
            line.iter().for_each(|line| line.draw_heads(&mut inner));
            label.iter().for_each(|label| label.draw(&mut inner, route.label));
            group(out, tie, inner);
        }
    }

    fn boxes(&self, out: &mut String) {
        for ((drawn, card), (size, middle)) in
            self.picture.boxes.iter().zip(self.cards).zip(&self.layout.boxes)
        {
            let [anchor, title] = [anchor(&drawn.id), write::escaped(&drawn.sentence(self.picture))];
            let _ = writeln!(out, "<g id=\"{anchor}\"><title>{title}</title>");
            card.draw(out, self.areas, *size, *middle);
            out.push_str("</g>\n");
        }
    }
}

/// The name of a box's element: its id, with the numbers of letters that could not stand in a name.
fn anchor(id: &str) -> String {
    let mut anchor = String::from("box-");
    for letter in id.chars() {
        if letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-') {
            anchor.push(letter);
        } else {
            let _ = write!(anchor, "_{:x}_", u32::from(letter));
        }
    }
    anchor
}
