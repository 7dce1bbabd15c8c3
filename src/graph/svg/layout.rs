//! Where boxes and lines go. The crate `dagre` gives the coordinates of boxes, labels and bends.

use dagre::graph::{Graph, GraphOptions};
use dagre::layout::types::LabelPos;
use dagre::{EdgeLabel, LayoutOptions, NodeLabel};

use super::geometry::{Pixels, Point, Size};
use super::route::{self, Route};
use super::{narrow, rows};

/// Between a row of boxes and the next, which a row of labels halves.
const BETWEEN_ROWS: Pixels = 56.0;
/// What of A4 on its side a printer has for a drawing.
const PAGE: Size = Size { width: 1040.0, height: 640.0 };

/// How many boxes a row may have, in each of the layouts that are tried.
const MOST_IN_A_ROW: [usize; 3] = [4, 6, 9];
/// How many boxes times lines there may be where lines lead down as they can: every box may have a row of its own, and
/// every line pass all rows, which takes long.
const MOST_BENDS: usize = 2500;
/// How many boxes at which no line ends stand side by side.
const ALONE_IN_A_ROW: usize = 5;

/// Where everything is.
pub(super) struct Layout {
    /// How large the whole is.
    pub(super) size: Size,
    /// The size of each box, which may be wider than was asked for, and its middle.
    pub(super) boxes: Vec<(Size, Point)>,
    /// The lines, in the order of the connections.
    pub(super) routes: Vec<Route>,
}

/// A line to lay out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Connection {
    /// Its ends, as places in the list of boxes.
    pub(super) ends: [usize; 2],
    /// Whether it leads from the first end to the second rather than both ways.
    pub(super) directed: bool,
    /// The size of its label.
    pub(super) label: Size,
}

/// Boxes and labels as the crate places them.
pub(super) struct Placement {
    pub(super) size: Size,
    /// The middles of the boxes.
    pub(super) middles: Vec<Point>,
    pub(super) lines: Vec<Placed>,
}

/// A line: the middle of its label, and its bends from end to end, one in every row of boxes or labels that it passes.
pub(super) struct Placed {
    pub(super) label: Point,
    pub(super) bends: Vec<Point>,
}

impl Placed {
    /// Its bends; where it leads back to its own box it has none, and its label is its only point.
    pub(super) fn points(&mut self) -> impl Iterator<Item = &mut Point> {
        let label = self.bends.is_empty().then_some(&mut self.label);
        self.bends.iter_mut().chain(label)
    }
}

/// Lays out boxes of these sizes and the lines between them: so that lines lead down where they can, or in few rows of
/// at most so many boxes, whichever can be printed largest.
pub(super) fn layout(boxes: &[Size], connections: &[Connection]) -> Layout {
    let stacks = stacks(boxes.len(), connections);
    let all: Vec<Connection> = connections.iter().copied().chain(stacks).collect();
    let dense = |most| Candidate::new(boxes, &all, rows::down(boxes.len(), &all, most));
    let is_small = boxes.len().saturating_mul(all.len()) <= MOST_BENDS;
    let first =
        if is_small { Candidate::new(boxes, &all, vec![true; all.len()]) } else { dense(boxes.len()) };
    let best = MOST_IN_A_ROW.into_iter().map(dense).fold(first, |best, other| {
        if print_scale(other.placement.size) > print_scale(best.placement.size) { other } else { best }
    });
    let mut layout = best.finished(boxes, &all);
    layout.routes.truncate(connections.len());
    layout
}

/// How large a drawing of this size comes out of a printer.
fn print_scale(size: Size) -> Pixels {
    (PAGE.width / size.width).min(PAGE.height / size.height).min(1.0)
}

/// One of the layouts that are tried.
struct Candidate {
    /// Of each line, whether its first end is meant to be above the second.
    down: Vec<bool>,
    placement: Placement,
}

impl Candidate {
    fn new(boxes: &[Size], connections: &[Connection], down: Vec<bool>) -> Candidate {
        let mut placement = place(boxes, connections, &down);
        narrow::narrow(&mut placement, boxes, connections);
        Candidate { down, placement }
    }

    /// The same with boxes that are wide enough for the lines that end at them, which is known only when the rows are.
    /// The rows stay the same.
    fn finished(self, boxes: &[Size], connections: &[Connection]) -> Layout {
        let widths = route::widths(&self.placement, connections);
        let wider = |(size, width): (&Size, Pixels)| Size { width: size.width.max(width), ..*size };
        let wider: Vec<Size> = boxes.iter().zip(widths).map(wider).collect();
        let same = wider == boxes;
        let Candidate { placement, .. } =
            if same { self } else { Candidate::new(&wider, connections, self.down) };
        Layout {
            size: placement.size,
            routes: route::routes(&placement, &wider, connections),
            boxes: wider.into_iter().zip(placement.middles).collect(),
        }
    }
}

/// Lines that are not drawn, between the boxes at which no line ends: all of these would be in one row.
fn stacks(boxes: usize, connections: &[Connection]) -> Vec<Connection> {
    let mut is_joined = vec![false; boxes];
    for end in connections.iter().flat_map(|connection| connection.ends) {
        if let Some(is_joined) = is_joined.get_mut(end) {
            *is_joined = true;
        }
    }
    let alone: Vec<usize> = (0..boxes).filter(|index| is_joined.get(*index) == Some(&false)).collect();
    let below = alone.iter().zip(alone.iter().skip(ALONE_IN_A_ROW));
    let label = Size { width: 0.0, height: 0.0 };
    below.map(|(upper, lower)| Connection { ends: [*upper, *lower], directed: true, label }).collect()
}

impl Layout {
    /// How large it comes out of a printer.
    pub(super) fn print_scale(&self) -> Pixels {
        print_scale(self.size)
    }
}

type Drawing = Graph<NodeLabel, EdgeLabel>;

fn place(boxes: &[Size], connections: &[Connection], down: &[bool]) -> Placement {
    let mut graph: Drawing =
        Graph::with_options(GraphOptions { directed: true, multigraph: true, compound: false });
    for (index, size) in boxes.iter().enumerate() {
        let node = NodeLabel { width: size.width, height: size.height, ..NodeLabel::default() };
        graph.set_node(index.to_string(), Some(node));
    }
    let lines: Vec<Line<'_>> = connections.iter().enumerate().zip(down).map(Line::new).collect();
    for line in &lines {
        let edge = EdgeLabel {
            width: line.connection.label.width,
            height: line.connection.label.height,
            labelpos: LabelPos::Center,
            ..EdgeLabel::default()
        };
        graph.set_edge(line.upper.as_str(), line.lower.as_str(), Some(edge), Some(&line.name));
    }
    let options = LayoutOptions { ranksep: BETWEEN_ROWS, ..LayoutOptions::default() };
    dagre::layout(&mut graph, Some(options));

    let middle = |index: usize| {
        let node = graph.node(&index.to_string());
        node.map_or(point(None, None), |node| point(node.x, node.y))
    };
    let middles = (0..boxes.len()).map(middle).collect();
    let lines = lines.iter().map(|line| line.placed(&graph)).collect();
    let placement = Placement { size: Size { width: 0.0, height: 0.0 }, middles, lines };
    Placement { size: extent(&placement, boxes, connections), ..placement }
}

fn point(x: Option<Pixels>, y: Option<Pixels>) -> Point {
    Point { x: x.unwrap_or(0.0), y: y.unwrap_or(0.0) }
}

/// A line as the crate knows it: by the names of its ends and its own.
struct Line<'a> {
    connection: &'a Connection,
    upper: String,
    lower: String,
    name: String,
    down: bool,
}

impl<'a> Line<'a> {
    fn new(((index, connection), down): ((usize, &'a Connection), &bool)) -> Line<'a> {
        let [from, to] = connection.ends.map(|end| end.to_string());
        let (upper, lower) = if *down { (from, to) } else { (to, from) };
        Line { connection, upper, lower, name: index.to_string(), down: *down }
    }

    fn placed(&self, graph: &Drawing) -> Placed {
        let edge = graph.edge(&self.upper, &self.lower, Some(&self.name));
        let points = edge.map(|edge| edge.points.as_slice()).unwrap_or_default();
        // A line back to its own box has a way of its own.
        let points = if self.upper == self.lower { &[] } else { points };
        // The first and the last are where a straight line would meet the boxes.
        let bends = points.get(1..points.len().saturating_sub(1)).unwrap_or_default();
        let mut bends: Vec<Point> = bends.iter().map(|bend| Point { x: bend.x, y: bend.y }).collect();
        if !self.down {
            bends.reverse();
        }
        Placed { label: edge.map_or(point(None, None), |edge| point(edge.x, edge.y)), bends }
    }
}

/// How far boxes, labels and bends reach.
fn extent(placement: &Placement, boxes: &[Size], connections: &[Connection]) -> Size {
    let end = |(middle, size): (Point, Size)| Point {
        x: middle.x + size.width / 2.0,
        y: middle.y + size.height / 2.0,
    };
    let boxes = placement.middles.iter().copied().zip(boxes.iter().copied()).map(end);
    let labels = placement.lines.iter().map(|line| line.label);
    let labels = labels.zip(connections.iter().map(|connection| connection.label)).map(end);
    let bends = placement.lines.iter().flat_map(|line| line.bends.iter().copied());
    boxes.chain(labels).chain(bends).fold(Size { width: 0.0, height: 0.0 }, |size, point| Size {
        width: size.width.max(point.x),
        height: size.height.max(point.y),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Connection, Layout, layout};
    use crate::graph::svg::geometry::{Pixels, Point, Size};

    #[derive(Clone, Copy, Debug)]
    struct Rectangle {
        left: Pixels,
        right: Pixels,
        top: Pixels,
        bottom: Pixels,
    }

    impl Rectangle {
        fn new(size: Size, middle: Point) -> Rectangle {
            let Point { x: left, y: top } = size.corner(middle);
            Rectangle { left, right: left + size.width, top, bottom: top + size.height }
        }

        fn overlaps(self, other: Rectangle) -> bool {
            let apart = self.right <= other.left + 0.5 || other.right <= self.left + 0.5;
            !(apart || self.bottom <= other.top + 0.5 || other.bottom <= self.top + 0.5)
        }
    }

    /// What must be apart: boxes, labels, and upright pieces of lines but for those of the label's own line.
    fn rectangles(layout: &Layout, connections: &[Connection]) -> (Vec<Rectangle>, Vec<(usize, Rectangle)>) {
        let boxes = layout.boxes.iter().map(|(size, middle)| Rectangle::new(*size, *middle)).collect();
        let labels = layout.routes.iter().zip(connections).enumerate();
        let labels =
            labels.map(|(line, (route, connection))| (line, Rectangle::new(connection.label, route.label)));
        (boxes, labels.collect())
    }

    fn graphs() -> impl Strategy<Value = (Vec<Size>, Vec<Connection>)> {
        let size = |widths, heights| {
            (widths, heights)
                .prop_map(|(width, height): (u8, u8)| Size { width: width.into(), height: height.into() })
        };
        let boxes = prop::collection::vec(size(100..=200_u8, 30..=120_u8), 1..10);
        boxes.prop_flat_map(move |boxes| {
            let end = 0..boxes.len();
            let label = prop_oneof![Just(Size { width: 0.0, height: 0.0 }), size(20..=90_u8, 18..=33_u8)];
            let line = (end.clone(), end, any::<bool>(), label);
            let line =
                line.prop_map(|(from, to, directed, label)| Connection { ends: [from, to], directed, label });
            (Just(boxes), prop::collection::vec(line, 0..20))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn nothing_lies_on_anything_and_lines_pass_beside((boxes, connections) in graphs()) {
            let made = layout(&boxes, &connections);
            prop_assert_eq!(made.boxes.len(), boxes.len());
            prop_assert_eq!(made.routes.len(), connections.len());
            let (cards, labels) = rectangles(&made, &connections);
            let solid: Vec<Rectangle> = cards.iter().copied().chain(labels.iter().map(|(_, label)| *label)).collect();
            for (place, one) in solid.iter().enumerate() {
                prop_assert!(one.left >= -0.5 && one.right <= made.size.width + 0.5, "{one:?} {:?}", made.size);
                prop_assert!(one.top >= -0.5 && one.bottom <= made.size.height + 0.5, "{one:?} {:?}", made.size);
                for other in solid.iter().take(place) {
                    prop_assert!(!one.overlaps(*other), "{one:?} {other:?}");
                }
            }
            for (line, route) in made.routes.iter().enumerate() {
                for piece in &route.pieces {
                    let (top, bottom) = (piece.start.min(piece.end), piece.start.max(piece.end));
                    let passed = Rectangle { left: piece.x - 1.0, right: piece.x + 1.0, top, bottom };
                    prop_assert!(cards.iter().all(|card| !card.overlaps(passed)), "{passed:?}");
                    let others = labels.iter().filter(|(other, _)| *other != line);
                    prop_assert!(others.clone().all(|(_, label)| !label.overlaps(passed)), "{passed:?}");
                }
            }
        }
    }

    #[test]
    fn boxes_without_lines_are_stacked() {
        let made = layout(&[Size { width: 190.0, height: 90.0 }; 17], &[]);
        assert!(made.size.width < 6.0 * 214.0 && made.size.height > 3.0 * 90.0, "{:?}", made.size);
    }
}
