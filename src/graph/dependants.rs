//! What stands or falls with a requirement, and an order in which nothing comes before what it needs.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::Graph;
use super::walk::is_support;
use crate::pack::rule::Requirement;
use crate::pack::{Id, Slots};

/// How many requirements are looked at together.
const BITS: usize = 64;

/// As many digits as the number of requirements can have.
const DIGITS: usize = 32;

impl Graph<'_> {
    /// All requirements, each behind what it needs and follows; of those that could come next, the one with the least
    /// key comes first, and of those the first in the pack.
    ///
    /// The ties of a loaded pack never go round in a circle. What did would be left out.
    pub fn order_by_key<K: Ord>(&self, key: impl Fn(Id<Requirement>) -> K) -> Vec<Id<Requirement>> {
        self.order(key).into_iter().filter_map(|stop| self.requirement_at(stop)).collect()
    }

    /// The place of each requirement in an order in which nothing comes before what it needs or follows, and that
    /// otherwise is the pack's.
    pub fn ranks(&self) -> Slots<Requirement, usize> {
        let mut ranks = Slots::new(&self.pack.requirements, |_| 0);
        for (rank, requirement) in self.order_by_key(|_| ()).into_iter().enumerate() {
            ranks[requirement] = rank;
        }
        ranks
    }

    /// How many requirements stand or fall with each: those that need or follow it, or what leans on it.
    pub fn dependants(&self) -> Slots<Requirement, usize> {
        let order = self.order(|_| ());
        let mut dependants = Slots::new(&self.pack.requirements, |_| 0);
        let requirements: Vec<Id<Requirement>> = self.pack.requirements.ids().collect();
        // A bit for each of so many requirements at a time, handed on along the ties.
        for some in requirements.chunks(BITS) {
            let counts = self.count_dependants(some, &order);
            for (place, requirement) in some.iter().enumerate() {
                let bits = counts.iter().rev().map(|digit| (digit >> place) & 1 == 1);
                dependants[*requirement] = bits
                    .fold(0, |number: usize, bit| number.saturating_mul(2).saturating_add(usize::from(bit)));
            }
        }
        dependants
    }

    /// How many requirements lean on each of some: the digits of the numbers, base two, with a bit for each.
    fn count_dependants(&self, some: &[Id<Requirement>], order: &[NodeIndex]) -> [u64; DIGITS] {
        let mut counts = [0; DIGITS];
        let first = some.first().map_or(0, |requirement| requirement.index());
        let mut leans_on = vec![0_u64; self.stops.node_count()];
        for stop in order {
            let mut handed_on = leans_on.get(stop.index()).copied().unwrap_or_default();
            if let Some(requirement) = self.requirement_at(*stop) {
                count(handed_on, &mut counts);
                let place =
                    requirement.index().checked_sub(first).and_then(|place| u32::try_from(place).ok());
                handed_on |= place.and_then(|place| 1_u64.checked_shl(place)).unwrap_or(0);
            }
            for edge in self.stops.edges(*stop).filter(|edge| is_support(*edge)) {
                if let Some(bits) = leans_on.get_mut(edge.target().index()) {
                    *bits |= handed_on;
                }
            }
        }
        counts
    }

    /// All stops, each behind those that bear on it as support.
    fn order<K: Ord>(&self, key: impl Fn(Id<Requirement>) -> K) -> Vec<NodeIndex> {
        let supports =
            |stop, direction| self.stops.edges_directed(stop, direction).filter(|edge| is_support(*edge));
        let mut waits_for: Vec<usize> =
            self.stops.node_indices().map(|stop| supports(stop, Direction::Incoming).count()).collect();
        // Between requirements a recommendation takes no turn of its own.
        let entry = |stop: NodeIndex| Reverse((self.requirement_at(stop).map(&key), stop));
        let free = self.stops.node_indices().zip(&waits_for).filter(|(_, count)| **count == 0);
        let mut ready: BinaryHeap<_> = free.map(|(stop, _)| entry(stop)).collect();
        let mut order = Vec::with_capacity(waits_for.len());
        while let Some(Reverse((_, stop))) = ready.pop() {
            order.push(stop);
            for edge in supports(stop, Direction::Outgoing) {
                if let Some(count) = waits_for.get_mut(edge.target().index()) {
                    *count = count.saturating_sub(1);
                    if *count == 0 {
                        ready.push(entry(edge.target()));
                    }
                }
            }
        }
        order
    }
}

/// Adds one to each number whose bit is set.
fn count(mut bits: u64, counts: &mut [u64; DIGITS]) {
    for digit in counts {
        if bits == 0 {
            break;
        }
        let carried = *digit & bits;
        *digit ^= bits;
        bits = carried;
    }
}
