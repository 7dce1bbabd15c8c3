//! The elements of a drawing as text.

use std::fmt::Write;

use quick_xml::escape::escape;

use super::geometry::{Pixels, Point, Size, px};
use crate::graph::picture;

/// A text as XML can hold it.
pub(crate) fn escaped(text: &str) -> String {
    escape(picture::line(text)).into_owned()
}

/// A line of text that begins here.
pub(crate) fn text(out: &mut String, at: Point, size: Pixels, attributes: &str, text: &str) {
    let ([x, y, size], text) = ([at.x, at.y, size].map(px), escaped(text));
    // Writing to a string does not fail.
    let _ = writeln!(out, "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" {attributes}>{text}</text>");
}

/// A rectangle with its left upper corner here.
pub(crate) fn rectangle(out: &mut String, corner: Point, size: Size, attributes: &str) {
    let [x, y, width, height] = [corner.x, corner.y, size.width, size.height].map(px);
    let _ = writeln!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" {attributes}/>");
}
