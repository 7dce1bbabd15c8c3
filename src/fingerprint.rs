//! What the catalogue keeps of a passage instead of its words: enough to find the passage again in a document, and to
//! say what has changed in it; too little to read.

mod changes;
mod likeness;
mod normal;
mod wording;

use std::fmt::{self, Write};

pub use changes::{Change, changes};
use normal::bare;
pub use normal::normalise;
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
    /// 16 bits of each word in order; none where they are not kept. They tell which words have changed. They are no
    /// secret: whoever holds them against a list of words can guess many of them.
    pub words: Vec<u16>,
}

impl Fingerprint {
    /// Whether a text can be [`Fingerprint::wording`].
    pub fn is_wording(text: &str) -> bool {
        text.len() == DIGITS && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    }

    /// Reads [`Words`] as they are printed: four hexadecimal digits a word.
    pub fn parse_words(text: &str) -> Option<Vec<u16>> {
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let digits = text.as_bytes().chunks(4).map(|word| std::str::from_utf8(word).ok());
        digits.map(|word| word.filter(|word| word.len() == 4).and_then(parse_word)).collect()
    }
}

/// Prints [`Fingerprint::words`].
pub struct Words<'a>(pub &'a [u16]);

impl fmt::Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|word| write!(f, "{word:04x}"))
    }
}

/// The 16 bits of a word, whatever its case.
fn key(word: &str) -> u16 {
    sha256_hex(lower(word).as_bytes()).get(..4).and_then(parse_word).unwrap_or(0)
}

/// The start of SHA-256 over words with a space between them, whatever their case.
fn wording_of<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let joined = words.fold(String::new(), |mut joined, word| {
        // Writing to a string does not fail.
        let _ = write!(joined, "{}{}", if joined.is_empty() { "" } else { " " }, lower(word));
        joined
    });
    let mut digits = sha256_hex(joined.as_bytes());
    digits.truncate(DIGITS);
    digits
}

/// Small letters, each character by itself, so that a word's neighbours make no difference.
fn lower(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).collect()
}

fn parse_word(digits: &str) -> Option<u16> {
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, Words};

    #[test]
    fn words_are_read_as_they_are_printed() {
        let words = vec![0, 0xbeef, 7];
        assert_eq!(Words(&words).to_string(), "0000beef0007");
        assert_eq!(Fingerprint::parse_words("0000beef0007"), Some(words));
        for wrong in ["", "000", "00000", "+001", "000g", "00é1"] {
            assert_eq!(Fingerprint::parse_words(wrong), None, "{wrong}");
        }
    }
}
