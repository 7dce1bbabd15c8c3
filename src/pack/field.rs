//! Readers of single TOML values that are of the pack's types.

use super::date::Date;
use crate::digest::is_sha256_hex;
use crate::document::{Item, Mistakes, Node};

/// A day, as a TOML date or as a text.
pub fn date(item: Item, errors: &mut Mistakes) -> Option<Date> {
    item.read("a date such as `2026-10-31`", errors, |node| match node {
        Node::Date(date) | Node::Text(date) => Date::parse(date),
        _ => None,
    })
}

/// A SHA-256 digest, in lower case whatever it is written in.
pub fn sha256(item: Item, errors: &mut Mistakes) -> Option<String> {
    item.read("a SHA-256 digest of 64 hexadecimal digits", errors, |node| match node {
        Node::Text(digest) if is_sha256_hex(digest) => Some(digest.to_ascii_lowercase()),
        _ => None,
    })
}
