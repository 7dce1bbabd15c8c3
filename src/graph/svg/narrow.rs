//! Horizontal places in a drawing that is no wider than its fullest row.
//!
//! The rows, and the order in each, are kept. Everything is drawn towards the middle of what it is joined to above and
//! below, row by row and several times over, as near as its neighbours let it.

use super::geometry::{Pixels, Point, Size};
use super::layout::{Connection, Placement};

/// Between a box and the next in its row, and between a line and whatever is next.
const BETWEEN_BOXES: Pixels = 24.0;
const BETWEEN_LINES: Pixels = 11.0;
/// How often every row is settled. More often changes nothing that is seen.
const SWEEPS: usize = 40;

/// A box, or a line where it passes a row.
struct Item {
    x: Pixels,
    y: Pixels,
    width: Pixels,
    is_box: bool,
    /// What it is joined to above and below.
    joined: Vec<usize>,
}

/// Moves everything sideways.
pub(super) fn narrow(placement: &mut Placement, boxes: &[Size], connections: &[Connection]) {
    let mut items = items(placement, boxes, connections);
    let rows = rows(&items);
    let room = rows.iter().map(|row| fullness(row, &items)).fold(0.0, Pixels::max);
    let factor = if placement.size.width > 0.0 { room / placement.size.width } else { 1.0 };
    items.iter_mut().for_each(|item| item.x *= factor);
    for _ in 0..SWEEPS {
        for row in rows.iter().chain(rows.iter().rev()) {
            settle(row, &mut items, room);
        }
    }
    let mut places = items.iter().map(|item| item.x);
    let lines = placement.lines.iter_mut();
    placement.middles.iter_mut().zip(&mut places).for_each(|(middle, x)| middle.x = x);
    for line in lines {
        let label = line.label.y;
        for (point, x) in line.points().zip(&mut places) {
            point.x = x;
        }
        let at_label = line.bends.iter().find(|bend| is_same_row(bend.y, label)).map(|bend| bend.x);
        line.label.x = at_label.unwrap_or(line.label.x);
    }
    placement.size.width = room;
}

/// Whether two middles are those of one row.
pub(super) fn is_same_row(one: Pixels, other: Pixels) -> bool {
    (one - other).abs() < 0.1
}

/// The boxes, then the points of each line from end to end.
fn items(placement: &Placement, boxes: &[Size], connections: &[Connection]) -> Vec<Item> {
    let item = |at: Point, width, is_box| Item { x: at.x, y: at.y, width, is_box, joined: Vec::new() };
    let mut items: Vec<Item> =
        placement.middles.iter().zip(boxes).map(|(middle, size)| item(*middle, size.width, true)).collect();
    for (line, connection) in placement.lines.iter().zip(connections) {
        let [from, to] = connection.ends;
        let mut before = from;
        let points = if line.bends.is_empty() { std::slice::from_ref(&line.label) } else { &line.bends };
        for point in points {
            let width = if is_same_row(point.y, line.label.y) { connection.label.width } else { 0.0 };
            let new = items.len();
            items.push(item(*point, width, false));
            join(&mut items, before, new);
            before = new;
        }
        join(&mut items, before, to);
    }
    items
}

fn join(items: &mut [Item], one: usize, other: usize) {
    for (near, far) in [(one, other), (other, one)] {
        if let Some(item) = items.get_mut(near) {
            item.joined.push(far);
        }
    }
}

/// The items of each row from left to right, the rows from above.
fn rows(items: &[Item]) -> Vec<Vec<usize>> {
    let place = |index: &usize| items.get(*index).map_or((0.0, 0.0), |item| (item.y, item.x));
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by(|one, other| {
        let ((y, x), (other_y, other_x)) = (place(one), place(other));
        if is_same_row(y, other_y) { x.total_cmp(&other_x) } else { y.total_cmp(&other_y) }
    });
    order.chunk_by(|one, other| is_same_row(place(one).0, place(other).0)).map(<[usize]>::to_vec).collect()
}

/// How far each item of a row is at least from the left end, by its middle, and how wide the row is at least.
fn steps(row: &[usize], items: &[Item]) -> (Vec<Pixels>, Pixels) {
    let mut steps = Vec::new();
    let mut end = 0.0;
    let mut before: Option<&Item> = None;
    for item in row.iter().filter_map(|index| items.get(*index)) {
        end += match before {
            None => 0.0,
            Some(before) if before.is_box && item.is_box => BETWEEN_BOXES,
            Some(_) => BETWEEN_LINES,
        };
        steps.push(end + item.width / 2.0);
        end += item.width;
        before = Some(item);
    }
    (steps, end)
}

fn fullness(row: &[usize], items: &[Item]) -> Pixels {
    steps(row, items).1
}

/// Puts the items of a row where they are drawn to, in their order and without overlap, with the least sum of squares
/// of the distances: what would overlap is put together, around the mean of where it is drawn to.
fn settle(row: &[usize], items: &mut [Item], room: Pixels) {
    let (steps, taken) = steps(row, items);
    /// Items that touch: the sum of their weighted places without the steps, and of the weights, and how many they are.
    struct Block {
        places: Pixels,
        weights: Pixels,
        items: usize,
    }
    let mut blocks: Vec<Block> = Vec::new();
    for (index, step) in row.iter().zip(&steps) {
        let (wish, weight) = wish(*index, items);
        let mut block = Block { places: (wish - step) * weight, weights: weight, items: 1 };
        while let Some(before) =
            blocks.pop_if(|before| before.places / before.weights > block.places / block.weights)
        {
            block = Block {
                places: before.places + block.places,
                weights: before.weights + block.weights,
                items: before.items.saturating_add(block.items),
            };
        }
        blocks.push(block);
    }
    let places = blocks.iter().flat_map(|block| {
        let place = (block.places / block.weights).clamp(0.0, Pixels::max(0.0, room - taken));
        std::iter::repeat_n(place, block.items)
    });
    for ((index, step), place) in row.iter().zip(&steps).zip(places) {
        if let Some(item) = items.get_mut(*index) {
            item.x = place + step;
        }
    }
}

/// Where an item is drawn to, and how strongly: long lines are to be straight, and boxes give way.
fn wish(index: usize, items: &[Item]) -> (Pixels, Pixels) {
    let Some(item) = items.get(index) else { return (0.0, 1.0) };
    let joined = item.joined.iter().filter_map(|other| items.get(*other));
    let pull = |other: &Item| match (item.is_box, other.is_box) {
        (false, false) => 8.0,
        (true, true) => 1.0,
        _ => 2.0,
    };
    let (sum, weight) =
        joined.fold((0.0, 0.0), |(sum, weight), other| (sum + other.x * pull(other), weight + pull(other)));
    if weight > 0.0 { (sum / weight, weight) } else { (item.x, 1.0) }
}
