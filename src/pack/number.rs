//! Exact numbers: 19 of 20 is 95 %, not nearly 95 %.

use std::cmp::Ordering;
use std::fmt;

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Signed, Zero};

/// An exact rational number with a numerator and denominator of at most 127 bits.
///
/// Counts, numbers and percents are all held so; a percent as its fraction, 95 % as 19/20.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number(Ratio<i128>);

impl Number {
    /// Zero.
    pub const ZERO: Number = Number(Ratio::new_raw(0, 1));
    /// One, which is also 100 %.
    pub const ONE: Number = Number(Ratio::new_raw(1, 1));
    /// One half, which is also 50 %.
    pub const HALF: Number = Number(Ratio::new_raw(1, 2));

    /// `numerator / denominator`, or nothing where the denominator is zero.
    pub fn ratio(numerator: i128, denominator: i128) -> Option<Number> {
        // The least i128 has no positive counterpart, so reducing by it would overflow.
        let fits = |n: i128| n != i128::MIN;
        (denominator != 0 && fits(numerator) && fits(denominator))
            .then(|| Number(Ratio::new(numerator, denominator)))
    }

    /// Reads digits with at most one decimal point, such as `12` or `97.5`; nothing where the text is of another
    /// shape or the number is out of range.
    pub fn parse(text: &str) -> Option<Number> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(decimals) {
            return None;
        }
        let decimals = decimals.trim_end_matches('0');
        let places = u32::try_from(decimals.len()).ok()?;
        let scale = 10_i128.checked_pow(places)?;
        let fraction = if decimals.is_empty() { 0 } else { decimals.parse().ok()? };
        let whole: i128 = whole.parse().ok()?;
        Number::ratio(whole.checked_mul(scale)?.checked_add(fraction)?, scale)
    }

    /// The hundredth part, which reads a percent.
    pub fn percent(self) -> Option<Number> {
        self.checked_div(Number::from(100))
    }

    /// The sum, or nothing where it is out of range.
    pub fn checked_add(self, other: Number) -> Option<Number> {
        self.0.checked_add(&other.0).map(Number)
    }

    /// The difference, or nothing where it is out of range.
    pub fn checked_sub(self, other: Number) -> Option<Number> {
        self.0.checked_sub(&other.0).map(Number)
    }

    /// The product, or nothing where it is out of range.
    pub fn checked_mul(self, other: Number) -> Option<Number> {
        self.0.checked_mul(&other.0).map(Number)
    }

    /// The quotient, or nothing where it is out of range or the divisor is zero.
    pub fn checked_div(self, other: Number) -> Option<Number> {
        self.0.checked_div(&other.0).map(Number)
    }

    /// The number with the other sign.
    pub fn negate(self) -> Option<Number> {
        Number::ZERO.checked_sub(self)
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.0.is_negative()
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The whole number that this is, where it is one.
    pub fn whole(self) -> Option<i128> {
        self.0.is_integer().then(|| self.0.to_integer())
    }

    /// The greatest whole number that is not above this.
    pub fn floor(self) -> Number {
        Number(self.0.floor())
    }

    /// The least whole number that is not below this.
    pub fn ceil(self) -> Number {
        Number(self.0.ceil())
    }

    /// Numerator and denominator in lowest terms; the denominator is positive.
    pub fn parts(self) -> (i128, i128) {
        (*self.0.numer(), *self.0.denom())
    }

    /// As a percent in words: `95%`, `97.5%`, or `about 33.3%` where no short decimal is exact.
    pub fn to_percent(self) -> String {
        match self.checked_mul(Number::from(100)) {
            Some(hundredfold) => format!("{hundredfold}%"),
            None => self.to_string(),
        }
    }
}

impl From<i64> for Number {
    fn from(whole: i64) -> Number {
        Number(Ratio::from_integer(i128::from(whole)))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        let (a, b) = (&self.0, &other.0);
        // Cross-multiplying is several times faster than the library's comparison, which never overflows.
        match (a.numer().checked_mul(b.denom()), b.numer().checked_mul(a.denom())) {
            (Some(left), Some(right)) => left.cmp(&right),
            _ => a.cmp(b),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Decimal where six places are exact, else to one place with `about`, or `just under` and `just over` a whole number.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(whole) = self.whole() {
            return write!(f, "{whole}");
        }
        let sign = if self.is_negative() { "-" } else { "" };
        let size = self.0.abs();
        for (places, scale) in
            [(1_usize, 10_i128), (2, 100), (3, 1000), (4, 10_000), (5, 100_000), (6, 1_000_000)]
        {
            let Some(scaled) = size.checked_mul(&Ratio::from_integer(scale)) else { break };
            if scaled.is_integer() {
                let digits = scaled.to_integer();
                let whole = digits.checked_div(scale).unwrap_or(0);
                let rest = digits.checked_rem(scale).unwrap_or(0);
                return write!(f, "{sign}{whole}.{rest:0places$}");
            }
        }
        match size.checked_mul(&Ratio::from_integer(10)).map(|tenfold| tenfold.round().to_integer()) {
            Some(tenfold) => {
                let whole = tenfold.checked_div(10).unwrap_or(0);
                let rest = tenfold.checked_rem(10).unwrap_or(0);
                match (rest, size < Ratio::from_integer(whole)) {
                    (0, true) => write!(f, "just under {sign}{whole}"),
                    (0, false) => write!(f, "just over {sign}{whole}"),
                    _ => write!(f, "about {sign}{whole}.{rest}"),
                }
            }
            None => write!(f, "{}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn nineteen_of_twenty_is_95_percent() {
        let share = Number::from(19).checked_div(Number::from(20)).unwrap();
        assert_eq!(share, Number::parse("95").unwrap().percent().unwrap());
        assert_eq!(share, Number::parse("0.95").unwrap());
        assert_eq!(share.to_percent(), "95%");
    }

    #[test]
    fn numbers_print_as_people_write_them() {
        let third = Number::ratio(1, 3).unwrap();
        for (number, printed) in [
            (Number::parse("12.50").unwrap(), "12.5"),
            (Number::ratio(-1, 8).unwrap(), "-0.125"),
            (third, "about 0.3"),
            (Number::ratio(29, 30).unwrap(), "just under 1"),
            (Number::parse("99.999999").unwrap(), "99.999999"),
        ] {
            assert_eq!(number.to_string(), printed);
        }
        assert_eq!(third.to_percent(), "about 33.3%");
    }

    #[test]
    fn what_is_no_number_or_too_large_is_refused() {
        for text in ["", ".", "1.", ".5", "1.2.3", "-1", "1e3", &"9".repeat(5000)] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
        let large = Number::ratio(i128::MAX, 1).unwrap();
        assert_eq!(large.checked_add(Number::ONE), None);
        assert_eq!(Number::ratio(1, 0), None);
    }
}
