//! What the catalogue keeps of a passage instead of its words: enough to find the passage again in a document, and to
//! say where in it something has changed; too little to read.

mod changes;
mod likeness;
mod normal;
mod piece;
mod wording;

use std::fmt::Write;

pub use changes::{Change, changes};
use normal::bare;
pub use normal::normalise;
pub use piece::{Piece, Pieces, cut};
pub use wording::{Wording, overlap};

use crate::digest::sha256_hex;

/// How many hexadecimal digits of SHA-256 stand for the wording of a passage: 64 bits, so that no two passages of any
/// library share them by chance.
const DIGITS: usize = 16;

/// How many words a passage may have. One passage is a paragraph; comparing takes time with the square of its length.
pub const WORDS: usize = 2000;

/// The fingerprint of a passage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fingerprint {
    /// The start of SHA-256 over the normalised wording in small letters, in hexadecimal.
    pub wording: String,
    /// Its words in pieces; none where they are not kept. They tell where something has changed.
    pub pieces: Vec<Piece>,
}

impl Fingerprint {
    /// Whether a text can be [`Fingerprint::wording`].
    pub fn is_wording(text: &str) -> bool {
        text.len() == DIGITS && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    }

    /// How many words its pieces have together.
    pub fn len(&self) -> usize {
        self.pieces.iter().map(|piece| piece.len()).sum()
    }

    /// Whether it has no pieces.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }
}

/// The start of SHA-256 over words with a space between them, as they are compared.
fn wording_of<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut digits = sha256_hex(joined(words).as_bytes());
    digits.truncate(DIGITS);
    digits
}

/// Words as they are compared, with a space between them.
fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.fold(String::new(), |mut joined, word| {
        // Writing to a string does not fail.
        let _ = write!(joined, "{}{}", if joined.is_empty() { "" } else { " " }, folded(word));
        joined
    })
}

/// A word as it is compared: in small letters, each character by itself, so that a word's neighbours make no difference;
/// and without hyphens between letters, as nobody can tell whether one at the end of a line belongs to the word.
fn folded(word: &str) -> String {
    let mut kept = String::with_capacity(word.len());
    let mut rest = word.chars().peekable();
    let mut before = None;
    while let Some(char) = rest.next() {
        let is_letter = |char: Option<char>| char.is_some_and(char::is_alphabetic);
        if char != '-' || !is_letter(before) || !is_letter(rest.peek().copied()) {
            kept.extend(char.to_lowercase());
        }
        before = Some(char);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn case_and_hyphens_between_letters_do_not_count() {
        for (word, compared) in
            [("Well-Being,", "wellbeing,"), ("16-17", "16-17"), ("12-month", "12-month"), ("-a-", "-a-")]
        {
            assert_eq!(folded(word), compared);
        }
    }
}
