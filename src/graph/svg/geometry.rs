//! Lengths and places in a drawing.

/// A length in a drawing, in pixels. The program's only floating-point numbers: no verdict rests on them.
#[expect(
    clippy::disallowed_types,
    reason = "the layout takes and gives floating-point numbers; a drawing decides nothing"
)]
pub(crate) type Pixels = f64;

/// A place in a drawing; `y` grows downwards.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Point {
    pub(crate) x: Pixels,
    pub(crate) y: Pixels,
}

/// How much room something takes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Size {
    pub(crate) width: Pixels,
    pub(crate) height: Pixels,
}

impl Size {
    /// Where its left upper corner is, with its middle here.
    pub(crate) fn corner(self, middle: Point) -> Point {
        Point { x: middle.x - self.width / 2.0, y: middle.y - self.height / 2.0 }
    }
}

/// A number of things as a factor of a length. No drawing has so many that the limit matters.
pub(crate) fn times(count: usize) -> Pixels {
    Pixels::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A length as it is written, to a tenth of a pixel.
pub(crate) fn px(length: Pixels) -> String {
    // Adding nothing turns a negative zero into zero.
    format!("{}", (length * 10.0).round() / 10.0 + 0.0)
}
