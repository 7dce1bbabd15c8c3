//! Lines: their curves, and the dashes and heads that tell the kinds of tie apart.

use std::fmt::Write;

use super::geometry::{Pixels, Point, Size, px};
use super::route::{Piece, Route};
use crate::graph::palette::{self, PAPER};
use crate::graph::picture::PictureTie;
use crate::vocabulary::TieKind;

/// The room that a line takes which leads back to its own box.
pub(super) const LOOP: Size = Size { width: 20.0, height: 20.0 };
const HEAD: Pixels = 9.0;

/// A line with its ends.
pub(super) struct Line {
    kind: TieKind,
    path: String,
    tips: [Tip; 2],
}

impl Line {
    /// The line of a tie; `to` is the size and the middle of the box that it leads to.
    pub(super) fn new(tie: &PictureTie, route: &Route, to: (Size, Point)) -> Line {
        let (path, tips) = match (route.pieces.first(), route.pieces.last()) {
            (Some(first), Some(last)) => (curve(&route.pieces), tips(first, last)),
            _ => around(route.label, to),
        };
        Line { kind: tie.kind, path, tips }
    }

    /// Draws it without its heads.
    pub(super) fn draw(&self, out: &mut String) {
        let Line { kind, path, .. } = self;
        // What a line crosses is interrupted beside it, so that the eye stays on its line.
        let _ = writeln!(out, "<path d=\"{path}\" fill=\"none\" stroke=\"{PAPER}\" stroke-width=\"4\"/>");
        stroke(out, *kind, path);
    }

    /// Draws its head, or both.
    pub(super) fn draw_heads(&self, out: &mut String) {
        let [start, end] = self.tips;
        if self.kind == TieKind::SharesWith {
            head(out, self.kind, start);
        }
        head(out, self.kind, end);
    }
}

/// Upright pieces joined by curves.
fn curve(pieces: &[Piece]) -> String {
    let mut path = String::new();
    let mut before: Option<&Piece> = None;
    for piece in pieces {
        match before {
            None => path += &format!("M{} {}", px(piece.x), px(piece.start)),
            Some(before) => {
                let half = px((before.end + piece.start) / 2.0);
                let [from, to, y] = [before.x, piece.x, piece.start].map(px);
                path += &format!(" C{from} {half} {to} {half} {to} {y}");
            }
        }
        if (piece.start - piece.end).abs() >= 0.05 {
            path += &format!(" V{}", px(piece.end));
        }
        before = Some(piece);
    }
    path
}

/// The way from the side of a box around a label beside it, and back.
fn around(label: Point, (size, middle): (Size, Point)) -> (String, [Tip; 2]) {
    let radius = LOOP.height / 2.0;
    let side = middle.x + size.width / 2.0;
    let [left, right, above, round, height] = [side, label.x, middle.y - radius, radius, LOOP.height].map(px);
    let path = format!("M{left} {above} H{right} a{round} {round} 0 0 1 0 {height} H{left}");
    let tip = |y| Tip { at: Point { x: side, y }, along: Point { x: -1.0, y: 0.0 } };
    (path, [tip(middle.y - radius), tip(middle.y + radius)])
}

/// The end of a line and the direction in which it is reached.
#[derive(Clone, Copy)]
pub(super) struct Tip {
    pub(super) at: Point,
    pub(super) along: Point,
}

/// Both ends of a line of upright pieces, each as seen from the other.
fn tips(first: &Piece, last: &Piece) -> [Tip; 2] {
    let down = if last.end > first.start { 1.0 } else { -1.0 };
    let tip = |x, y, along| Tip { at: Point { x, y }, along: Point { x: 0.0, y: along } };
    [tip(first.x, first.start, -down), tip(last.x, last.end, down)]
}

/// A line with the dashes of its kind.
pub(super) fn stroke(out: &mut String, kind: TieKind, path: &str) {
    let (width, dashes) = match kind {
        TieKind::Needs => ("2", ""),
        TieKind::Follows => ("1.8", "9 4"),
        TieKind::Informs => ("1.2", ""),
        TieKind::AddsLoadTo => ("2.2", "3 3"),
        TieKind::Relieves => ("1.8", "10 3 2 3"),
        TieKind::SharesWith => ("1.2", "2 4"),
    };
    let dashes = if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dashes}\"") };
    let colour = palette::tie(kind);
    let _ = writeln!(
        out,
        "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{dashes}/>"
    );
}

/// The head of a kind of tie.
pub(super) fn head(out: &mut String, kind: TieKind, tip: Tip) {
    let colour = palette::tie(kind);
    let at = |back: Pixels, aside: Pixels| {
        let Tip { at, along } = tip;
        format!(
            "{} {}",
            px(at.x - along.x * back - along.y * aside),
            px(at.y - along.y * back + along.x * aside)
        )
    };
    let [point, left, right] = [at(0.0, 0.0), at(HEAD, 4.5), at(HEAD, -4.5)];
    let (shape, fill) = match kind {
        TieKind::Needs => (format!("M{point} L{left} L{right} z"), colour),
        TieKind::Follows => (format!("M{point} L{left} L{right} z"), PAPER),
        TieKind::Informs => (format!("M{left} L{point} L{right}"), "none"),
        TieKind::AddsLoadTo | TieKind::Relieves => {
            let [middle, other, back] = [at(6.0, 4.0), at(6.0, -4.0), at(12.0, 0.0)];
            let fill = if kind == TieKind::Relieves { PAPER } else { colour };
            (format!("M{point} L{middle} L{back} L{other} z"), fill)
        }
        TieKind::SharesWith => {
            let [near, far] = [at(0.0, 0.0), at(6.0, 0.0)];
            (format!("M{near} A3 3 0 0 1 {far} A3 3 0 0 1 {near} z"), colour)
        }
    };
    let _ = writeln!(out, "<path d=\"{shape}\" fill=\"{fill}\" stroke=\"{colour}\" stroke-width=\"1.4\"/>");
}
