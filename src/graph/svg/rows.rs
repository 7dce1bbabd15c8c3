//! Which end of each line is above, so that the boxes need few rows.
//!
//! No two boxes that a line joins can stand in one row. To find rows for them is to colour a graph: boxes are the
//! nodes, rows the colours. A graph needs no more rows than colours where every line leads from the lower colour to the
//! higher. Boxes are coloured most hemmed in first, which gives few colours in little time.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::layout::Connection;

/// Of each line, whether its first end is above, where a row has at most so many boxes.
pub(super) fn down(boxes: usize, connections: &[Connection], most: usize) -> Vec<bool> {
    let colours = ordered(&colours(boxes, connections, most), connections);
    let row = |end: usize| colours.get(end).copied().unwrap_or_default();
    connections.iter().map(|Connection { ends: [from, to], .. }| row(*from) <= row(*to)).collect()
}

/// A colour for each box, different for two that a line joins, and for no more than so many the same.
fn colours(boxes: usize, connections: &[Connection], most: usize) -> Vec<usize> {
    let mut neighbours = vec![BTreeSet::new(); boxes];
    for Connection { ends: [one, other], .. } in connections {
        for (near, far) in [(*one, *other), (*other, *one)] {
            if let Some(known) = neighbours.get_mut(near).filter(|_| near != far) {
                known.insert(far);
            }
        }
    }
    let mut colours: Vec<Option<usize>> = vec![None; boxes];
    let taken = |colours: &[Option<usize>], near: &BTreeSet<usize>| -> BTreeSet<usize> {
        near.iter().filter_map(|other| colours.get(*other).copied().flatten()).collect()
    };
    for _ in 0..boxes {
        let left = neighbours.iter().enumerate().filter(|(index, _)| colours.get(*index) == Some(&None));
        let hemmed_in =
            left.max_by_key(|(index, near)| (taken(&colours, near).len(), near.len(), Reverse(*index)));
        let Some((index, near)) = hemmed_in else { break };
        let taken = taken(&colours, near);
        let is_full = |colour: usize| colours.iter().filter(|known| **known == Some(colour)).count() >= most;
        let free = (0..boxes).find(|colour| !taken.contains(colour) && !is_full(*colour));
        if let Some(colour) = colours.get_mut(index) {
            *colour = free;
        }
    }
    colours.into_iter().map(Option::unwrap_or_default).collect()
}

/// The colours as rows from above: first those from which more lines lead away than to them, so that most lead down.
fn ordered(colours: &[usize], connections: &[Connection]) -> Vec<usize> {
    let count = colours.iter().max().map_or(0, |most| most.saturating_add(1));
    let mut balances: Vec<(i64, usize)> = (0..count).map(|colour| (0, colour)).collect();
    for connection in connections.iter().filter(|connection| connection.directed) {
        for (end, change) in connection.ends.into_iter().zip([-1, 1]) {
            if let Some((balance, _)) = colours.get(end).and_then(|colour| balances.get_mut(*colour)) {
                *balance = balance.saturating_add(change);
            }
        }
    }
    balances.sort_unstable();
    let row = |colour: &usize| balances.iter().position(|(_, known)| known == colour).unwrap_or_default();
    colours.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::{Connection, colours, down};
    use crate::graph::svg::geometry::Size;

    fn connection((from, to): (usize, usize)) -> Connection {
        Connection { ends: [from, to], directed: true, label: Size { width: 0.0, height: 0.0 } }
    }

    #[test]
    fn a_ring_of_needs_takes_no_more_rows_than_it_must() {
        let even: Vec<_> = [(0, 1), (1, 2), (2, 3), (3, 0)].map(connection).into();
        assert_eq!(colours(4, &even, 9), [0, 1, 0, 1]);
        let odd: Vec<_> = [(0, 1), (1, 2), (2, 0)].map(connection).into();
        assert_eq!(colours(3, &odd, 9), [0, 1, 2]);
    }

    #[test]
    fn most_lines_lead_down() {
        let into_one: Vec<_> = [(1, 0), (2, 0), (0, 3), (3, 3)].map(connection).into();
        assert_eq!(down(4, &into_one, 9), [true, true, false, true]);
    }
}
