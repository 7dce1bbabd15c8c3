//! The ways of lines: where they meet their boxes, and how they pass the rows between.

use std::collections::BTreeMap;

use super::geometry::{Pixels, Point, Size, times};
use super::layout::{Connection, Placed, Placement};
use super::narrow::is_same_row;

/// Between two lines that end at the same side of a box.
const BETWEEN_ENDS: Pixels = 12.0;

/// The way of a line.
pub(super) struct Route {
    /// Upright pieces from end to end, which curves join; none where it leads back to its own box.
    pub(super) pieces: Vec<Piece>,
    /// The middle of its label.
    pub(super) label: Point,
}

/// An upright piece of a line.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Piece {
    pub(super) x: Pixels,
    pub(super) start: Pixels,
    pub(super) end: Pixels,
}

/// The ways of all lines between boxes of these sizes.
pub(super) fn routes(placement: &Placement, boxes: &[Size], connections: &[Connection]) -> Vec<Route> {
    let rows = Rows::of(placement, boxes, connections);
    let route = |(line, ends): (&Placed, Option<[End; 2]>)| Route {
        pieces: ends.map(|ends| rows.pieces(line, ends)).unwrap_or_default(),
        label: line.label,
    };
    placement.lines.iter().zip(ends(placement, boxes, connections)).map(route).collect()
}

/// How wide each box must be for the lines that end at it.
pub(super) fn widths(placement: &Placement, connections: &[Connection]) -> Vec<Pixels> {
    let mut widths = vec![0.0; placement.middles.len()];
    for ((index, _), ends) in sides(placement, connections) {
        if let Some(width) = widths.get_mut(index) {
            *width = Pixels::max(*width, (times(ends.len()) + 1.0) * BETWEEN_ENDS);
        }
    }
    widths
}

/// A box, and whether its lower side is meant.
type Side = (usize, bool);

/// The lines that end at each side, from left to right: each with its place in the list of lines, and which of its ends.
fn sides(placement: &Placement, connections: &[Connection]) -> BTreeMap<Side, Vec<(usize, usize)>> {
    let mut sides: BTreeMap<Side, Vec<_>> = BTreeMap::new();
    for (index, (connection, line)) in connections.iter().zip(&placement.lines).enumerate() {
        let [from, to] = connection.ends;
        for (end, own, bend) in [(0, from, line.bends.first()), (1, to, line.bends.last())] {
            if let (Some(bend), Some(middle), true) = (bend, placement.middles.get(own), from != to) {
                sides.entry((own, bend.y > middle.y)).or_default().push((bend.x, (index, end)));
            }
        }
    }
    // Lines cross less where they end in the order in which they come.
    let in_order = |mut ends: Vec<(Pixels, (usize, usize))>| {
        ends.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        ends.into_iter().map(|(_, end)| end).collect()
    };
    sides.into_iter().map(|(side, ends)| (side, in_order(ends))).collect()
}

/// Where a line meets a box, and the middle of the box's row.
#[derive(Clone, Copy)]
struct End {
    x: Pixels,
    y: Pixels,
    row: Pixels,
}

/// Where each line meets its two boxes; nothing where it leads back to its own box.
fn ends(placement: &Placement, boxes: &[Size], connections: &[Connection]) -> Vec<Option<[End; 2]>> {
    let mut ends = vec![[None, None]; connections.len()];
    for ((index, below), lines) in sides(placement, connections) {
        let (Some(middle), Some(size)) = (placement.middles.get(index), boxes.get(index)) else { continue };
        let y = if below { middle.y + size.height / 2.0 } else { middle.y - size.height / 2.0 };
        let first = middle.x - (times(lines.len()) - 1.0) / 2.0 * BETWEEN_ENDS;
        for (place, (line, end)) in lines.into_iter().enumerate() {
            if let Some(found) = ends.get_mut(line).and_then(|ends| ends.get_mut(end)) {
                *found = Some(End { x: first + times(place) * BETWEEN_ENDS, y, row: middle.y });
            }
        }
    }
    ends.into_iter().map(|[start, end]| Some([start?, end?])).collect()
}

/// Rows of boxes and rows of labels: the middle of each, and half its height.
struct Rows(Vec<(Pixels, Pixels)>);

impl Rows {
    fn of(placement: &Placement, boxes: &[Size], connections: &[Connection]) -> Rows {
        let boxes = boxes.iter().zip(&placement.middles).map(|(size, middle)| (middle.y, size.height / 2.0));
        let labels = connections.iter().zip(&placement.lines);
        let labels = labels.map(|(connection, line)| (line.label.y, connection.label.height / 2.0));
        let mut rows: Vec<(Pixels, Pixels)> = Vec::new();
        for (middle, half) in boxes.chain(labels) {
            match rows.iter_mut().find(|(known, _)| is_same_row(*known, middle)) {
                Some((_, known)) => *known = known.max(half),
                None => rows.push((middle, half)),
            }
        }
        Rows(rows)
    }

    fn half(&self, y: Pixels) -> Pixels {
        let row = self.0.iter().find(|(middle, _)| is_same_row(*middle, y));
        row.map_or(0.0, |(_, half)| *half)
    }

    /// A line is upright where it passes a row, so that it touches no box and no label on its way.
    fn pieces(&self, line: &Placed, ends: [End; 2]) -> Vec<Piece> {
        let [start, end] = ends;
        let down = if end.row > start.row { 1.0 } else { -1.0 };
        let passed = line.bends.iter().map(|bend| {
            let half = self.half(bend.y) * down;
            Piece { x: bend.x, start: bend.y - half, end: bend.y + half }
        });
        let start = Piece { x: start.x, start: start.y, end: start.row + self.half(start.row) * down };
        let end = Piece { x: end.x, start: end.row - self.half(end.row) * down, end: end.y };
        [start].into_iter().chain(passed).chain([end]).collect()
    }
}
