//! What is possible of an ordered value that is known in part.

use std::ops::Bound;

/// Every value between two ends, each of which may be open, closed or missing. A range is never empty.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Range<T> {
    low: Bound<T>,
    high: Bound<T>,
}

impl<T: Copy + PartialOrd> Range<T> {
    /// Everything is possible.
    pub const ALL: Range<T> = Range { low: Bound::Unbounded, high: Bound::Unbounded };

    /// One value is possible.
    pub fn exactly(value: T) -> Range<T> {
        Range { low: Bound::Included(value), high: Bound::Included(value) }
    }

    /// The range between two ends; nothing where no value lies between them, or where they have no order.
    pub fn new(low: Bound<T>, high: Bound<T>) -> Option<Range<T>> {
        let possible = match (low, high) {
            (Bound::Included(l), Bound::Included(h)) => l <= h,
            (Bound::Included(l) | Bound::Excluded(l), Bound::Included(h) | Bound::Excluded(h)) => l < h,
            _ => true,
        };
        possible.then_some(Range { low, high })
    }

    /// The values from `low` to `high`, both possible; nothing where they are the wrong way round or have no order.
    pub fn between(low: T, high: T) -> Option<Range<T>> {
        Range::new(Bound::Included(low), Bound::Included(high))
    }

    /// Everything from `low` up.
    pub fn from(low: Bound<T>) -> Range<T> {
        Range { low, high: Bound::Unbounded }
    }

    /// Everything up to `high`.
    pub fn up_to(high: Bound<T>) -> Range<T> {
        Range { low: Bound::Unbounded, high }
    }

    /// The lower end.
    pub fn low(self) -> Bound<T> {
        self.low
    }

    /// The upper end.
    pub fn high(self) -> Bound<T> {
        self.high
    }

    /// The one possible value, where there is only one.
    pub fn exact(self) -> Option<T> {
        match (self.low, self.high) {
            (Bound::Included(l), Bound::Included(h)) if l == h => Some(l),
            _ => None,
        }
    }

    /// Whether nothing is known.
    pub fn is_all(self) -> bool {
        matches!((self.low, self.high), (Bound::Unbounded, Bound::Unbounded))
    }

    /// Whether `value` is possible; nothing where it has no order against an end.
    pub fn contains(self, value: T) -> bool {
        let above = match self.low {
            Bound::Included(l) => l <= value,
            Bound::Excluded(l) => l < value,
            Bound::Unbounded => true,
        };
        let below = match self.high {
            Bound::Included(h) => value <= h,
            Bound::Excluded(h) => value < h,
            Bound::Unbounded => true,
        };
        above && below
    }

    /// What is possible in both; nothing where they contradict each other or have no order.
    pub fn intersect(self, other: Range<T>) -> Option<Range<T>> {
        Range::new(higher_low(self.low, other.low)?, lower_high(self.high, other.high)?)
    }

    /// The least range that covers both; nothing where ends have no order.
    pub fn cover(self, other: Range<T>) -> Option<Range<T>> {
        Some(Range { low: wider_low(self.low, other.low)?, high: wider_high(self.high, other.high)? })
    }

    /// What is possible of the lesser of a value here and one there; nothing where ends have no order.
    pub fn lesser(self, other: Range<T>) -> Option<Range<T>> {
        Some(Range { low: wider_low(self.low, other.low)?, high: lower_high(self.high, other.high)? })
    }

    /// What is possible of the greater of a value here and one there; nothing where ends have no order.
    pub fn greater(self, other: Range<T>) -> Option<Range<T>> {
        Some(Range { low: higher_low(self.low, other.low)?, high: wider_high(self.high, other.high)? })
    }

    /// The range with both ends changed by a function that keeps their order.
    pub fn map<U>(self, change: impl Fn(T) -> U) -> Range<U> {
        Range { low: map_bound(self.low, &change), high: map_bound(self.high, &change) }
    }

    /// The range with its ends changed and exchanged, for a function that reverses their order.
    pub fn map_reversed<U>(self, change: impl Fn(T) -> U) -> Range<U> {
        Range { low: map_bound(self.high, &change), high: map_bound(self.low, &change) }
    }
}

/// The value at an end, where the end has one.
pub fn end_value<T>(bound: Bound<T>) -> Option<T> {
    match bound {
        Bound::Included(value) | Bound::Excluded(value) => Some(value),
        Bound::Unbounded => None,
    }
}

fn map_bound<T, U>(bound: Bound<T>, change: impl Fn(T) -> U) -> Bound<U> {
    bound.map(change)
}

fn higher_low<T: Copy + PartialOrd>(a: Bound<T>, b: Bound<T>) -> Option<Bound<T>> {
    tighter(a, b, std::cmp::Ordering::Greater)
}

fn lower_high<T: Copy + PartialOrd>(a: Bound<T>, b: Bound<T>) -> Option<Bound<T>> {
    tighter(a, b, std::cmp::Ordering::Less)
}

/// The end that leaves less: the one whose value compares as `wins`, the open one of two equal ones.
fn tighter<T: Copy + PartialOrd>(a: Bound<T>, b: Bound<T>, wins: std::cmp::Ordering) -> Option<Bound<T>> {
    let (Some(x), Some(y)) = (end_value(a), end_value(b)) else {
        return Some(if end_value(a).is_some() { a } else { b });
    };
    let order = x.partial_cmp(&y)?;
    let a_is_tighter = order == wins || (order.is_eq() && matches!(a, Bound::Excluded(_)));
    Some(if a_is_tighter { a } else { b })
}

fn wider_low<T: Copy + PartialOrd>(a: Bound<T>, b: Bound<T>) -> Option<Bound<T>> {
    wider(a, b, std::cmp::Ordering::Less)
}

fn wider_high<T: Copy + PartialOrd>(a: Bound<T>, b: Bound<T>) -> Option<Bound<T>> {
    wider(a, b, std::cmp::Ordering::Greater)
}

/// The end that leaves more: none at all, the one whose value compares as `wins`, the closed one of two equal ones.
fn wider<T: Copy + PartialOrd>(a: Bound<T>, b: Bound<T>, wins: std::cmp::Ordering) -> Option<Bound<T>> {
    let (Some(x), Some(y)) = (end_value(a), end_value(b)) else { return Some(Bound::Unbounded) };
    let order = x.partial_cmp(&y)?;
    let a_is_wider = order == wins || (order.is_eq() && matches!(a, Bound::Included(_)));
    Some(if a_is_wider { a } else { b })
}

#[cfg(test)]
mod tests {
    use super::Range;
    use std::ops::Bound::{Excluded, Included, Unbounded};

    #[test]
    fn a_range_that_holds_nothing_is_no_range() {
        assert!(Range::between(3, 2).is_none());
        assert!(Range::new(Excluded(3), Included(3)).is_none());
        assert_eq!(Range::between(3, 3).and_then(Range::exact), Some(3));
    }

    #[test]
    fn intersecting_keeps_the_tighter_end_and_covering_the_wider() {
        let at_least_3 = Range::from(Included(3));
        let more_than_3 = Range::from(Excluded(3));
        let at_most_5 = Range::up_to(Included(5));
        assert_eq!(at_least_3.intersect(more_than_3), Some(more_than_3));
        assert_eq!(at_least_3.cover(more_than_3), Some(at_least_3));
        assert_eq!(at_least_3.intersect(at_most_5), Range::between(3, 5));
        assert_eq!(at_least_3.cover(at_most_5), Some(Range::ALL));
        assert_eq!(Range::exactly(9).intersect(at_most_5), None);
        assert_eq!(
            Range::new(Included(1), Excluded(2)).unwrap().cover(Range::exactly(7)).unwrap().high(),
            Included(7)
        );
        assert_eq!(Range::<i32>::ALL.low(), Unbounded);
    }
}
