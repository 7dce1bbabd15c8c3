//! Arithmetic on ranges of numbers.

use std::ops::Bound;

use super::Possible;
use crate::pack::range::end_value;
use crate::pack::{Number, Range, Undefined};

pub(super) fn add(a: Range<Number>, b: Range<Number>) -> Possible<Range<Number>> {
    let low = add_ends(a.low(), b.low())?;
    let high = add_ends(a.high(), b.high())?;
    Ok(Range::new(low, high).unwrap_or(Range::ALL))
}

fn add_ends(a: Bound<Number>, b: Bound<Number>) -> Possible<Bound<Number>> {
    let (Some(x), Some(y)) = (end_value(a), end_value(b)) else { return Ok(Bound::Unbounded) };
    let sum = x.checked_add(y).ok_or(Undefined::Overflow)?;
    let closed = matches!((a, b), (Bound::Included(_), Bound::Included(_)));
    Ok(if closed { Bound::Included(sum) } else { Bound::Excluded(sum) })
}

pub(super) fn negate(range: Range<Number>) -> Possible<Range<Number>> {
    multiply(range, Range::exactly(Number::from(-1)))
}

/// An end of a range in the extended sense: finite and reached or not, or infinite with a sign.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Minus,
    Finite(Number, bool),
    Plus,
}

impl End {
    fn sign(self) -> i8 {
        match self {
            End::Minus => -1,
            End::Plus => 1,
            End::Finite(value, _) if value.is_zero() => 0,
            End::Finite(value, _) => {
                if value.is_negative() {
                    -1
                } else {
                    1
                }
            }
        }
    }

    fn is_reached_zero(self) -> bool {
        matches!(self, End::Finite(value, true) if value.is_zero())
    }

    fn times(self, other: End) -> Possible<End> {
        if let (End::Finite(x, x_reached), End::Finite(y, y_reached)) = (self, other) {
            let product = x.checked_mul(y).ok_or(Undefined::Overflow)?;
            // A zero that is reached makes the product zero whatever the other factor is.
            let reached = (x_reached && y_reached) || self.is_reached_zero() || other.is_reached_zero();
            return Ok(End::Finite(product, reached));
        }
        Ok(match self.sign().signum().saturating_mul(other.sign().signum()) {
            0 => End::Finite(Number::ZERO, self.is_reached_zero() || other.is_reached_zero()),
            -1 => End::Minus,
            _ => End::Plus,
        })
    }

    /// The lesser end; of two equal ones the one that is reached.
    fn least(self, other: End) -> End {
        match (self, other) {
            (End::Minus, _) | (_, End::Minus) => End::Minus,
            (End::Plus, end) | (end, End::Plus) => end,
            (End::Finite(x, reached), End::Finite(y, _)) if x < y || (x == y && reached) => self,
            _ => other,
        }
    }

    fn greatest(self, other: End) -> End {
        match (self, other) {
            (End::Plus, _) | (_, End::Plus) => End::Plus,
            (End::Minus, end) | (end, End::Minus) => end,
            (End::Finite(x, reached), End::Finite(y, _)) if x > y || (x == y && reached) => self,
            _ => other,
        }
    }

    fn bound(self) -> Bound<Number> {
        match self {
            End::Minus | End::Plus => Bound::Unbounded,
            End::Finite(value, true) => Bound::Included(value),
            End::Finite(value, false) => Bound::Excluded(value),
        }
    }
}

fn ends(range: Range<Number>) -> [End; 2] {
    let end = |bound, infinite| match bound {
        Bound::Included(value) => End::Finite(value, true),
        Bound::Excluded(value) => End::Finite(value, false),
        Bound::Unbounded => infinite,
    };
    [end(range.low(), End::Minus), end(range.high(), End::Plus)]
}

pub(super) fn multiply(a: Range<Number>, b: Range<Number>) -> Possible<Range<Number>> {
    let ([a_low, a_high], [b_low, b_high]) = (ends(a), ends(b));
    let mut low = a_low.times(b_low)?;
    let mut high = low;
    for corner in [a_low.times(b_high)?, a_high.times(b_low)?, a_high.times(b_high)?] {
        low = low.least(corner);
        high = high.greatest(corner);
    }
    Ok(Range::new(low.bound(), high.bound()).unwrap_or(Range::ALL))
}

/// `1 / range`, where zero is not possible.
pub(super) fn reciprocal(range: Range<Number>) -> Possible<Range<Number>> {
    if range.contains(Number::ZERO) {
        return Err(Undefined::DividedByZero);
    }
    let invert = |bound: Bound<Number>| match bound {
        // An open end at zero is as far as one can get from it; an infinite one comes as near to zero as one likes.
        Bound::Excluded(value) if value.is_zero() => Ok(Bound::Unbounded),
        Bound::Unbounded => Ok(Bound::Excluded(Number::ZERO)),
        Bound::Included(value) => {
            Number::ONE.checked_div(value).map(Bound::Included).ok_or(Undefined::Overflow)
        }
        Bound::Excluded(value) => {
            Number::ONE.checked_div(value).map(Bound::Excluded).ok_or(Undefined::Overflow)
        }
    };
    Ok(Range::new(invert(range.high())?, invert(range.low())?).unwrap_or(Range::ALL))
}
