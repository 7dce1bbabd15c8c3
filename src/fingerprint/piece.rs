//! A passage cut into pieces of a few words, of each of which a little is kept.

use std::fmt;
use std::ops::Range;

use super::joined;
use crate::digest::sha256_start;

/// How many words a piece has at least, where the passage has so many: enough that a list of words is of no help in
/// guessing it. In passages of no more than two pieces they may have one word less, so that a change does not leave
/// nothing of a date and its sentence.
const LENGTH: usize = 4;

/// How many bits are kept of a piece: enough that another few words are rarely taken for it, even in a long document.
const BITS: u32 = 20;

/// How many hexadecimal digits a piece is written with: one for its length, and one for each four of its bits.
const WRITTEN: usize = 6;

/// What is kept of a few words in a row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Piece {
    /// How many words it has.
    words: u8,
    /// The start of SHA-256 over its words as they are compared, without the punctuation around them.
    bits: u32,
}

impl Piece {
    /// How many words the longest piece has: one of two in a passage that falls a word short of three.
    pub const LONGEST: usize = 6;

    /// The piece that these words make; they must be without the punctuation around them.
    pub(super) fn of<'a>(words: impl Iterator<Item = &'a str>, length: usize) -> Piece {
        let bits = sha256_start(joined(words).as_bytes()) >> (u32::BITS - BITS);
        Piece { words: u8::try_from(length).unwrap_or(u8::MAX), bits }
    }

    /// How many words it has.
    pub fn len(&self) -> usize {
        usize::from(self.words)
    }

    /// Whether it has no words, which no piece of a passage has.
    pub fn is_empty(&self) -> bool {
        self.words == 0
    }

    /// Reads [`Pieces`] as they are printed.
    pub fn parse_all(text: &str) -> Option<Vec<Piece>> {
        text.split(' ').map(Piece::parse).collect()
    }

    fn parse(text: &str) -> Option<Piece> {
        let is_written = text.len() == WRITTEN && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let (words, bits) = text.split_at_checked(1).filter(|_| is_written)?;
        let piece = Piece { words: words.parse().ok()?, bits: u32::from_str_radix(bits, 16).ok()? };
        (1..=Piece::LONGEST).contains(&piece.len()).then_some(piece)
    }
}

/// Prints pieces: `4a0b1c 5d2e3f`.
pub struct Pieces<'a>(pub &'a [Piece]);

impl fmt::Display for Pieces<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, piece) in self.0.iter().enumerate() {
            let space = if number == 0 { "" } else { " " };
            write!(f, "{space}{}{:05x}", piece.words, piece.bits)?;
        }
        Ok(())
    }
}

/// The pieces of so many words, as even as they can be; one piece where there are too few for two.
pub fn cut(words: usize) -> impl Iterator<Item = Range<usize>> {
    let two = words.checked_div(LENGTH - 1).unwrap_or(0).min(2);
    let pieces = words.checked_div(LENGTH).unwrap_or(0).max(two).max(1);
    let start = move |number: usize| number.saturating_mul(words).checked_div(pieces).unwrap_or(0);
    (0..pieces)
        .map(move |number| start(number)..start(number.saturating_add(1)))
        .filter(|piece| !piece.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Piece, Pieces, cut};

    #[test]
    fn pieces_are_read_as_they_are_printed() {
        let pieces = vec![Piece { words: 4, bits: 0xabcde }, Piece { words: 6, bits: 1 }];
        assert_eq!(Pieces(&pieces).to_string(), "4abcde 600001");
        assert_eq!(Piece::parse_all("4abcde 600001"), Some(pieces));
        for wrong in
            ["", "4abcd", "4abcdef", "0abcde", "7abcde", "4abcdg", "4abcde  4abcde", "+abcde", "4é123"]
        {
            assert_eq!(Piece::parse_all(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_word_is_in_one_piece_of_a_few_words() {
        assert_eq!(cut(0).count(), 0);
        for words in 1..100 {
            let pieces: Vec<_> = cut(words).collect();
            assert_eq!(pieces.iter().map(ExactSizeIterator::len).sum::<usize>(), words);
            assert!(pieces.iter().all(|piece| piece.len() >= words.min(if words < 8 { 3 } else { 4 })
                && piece.len() <= Piece::LONGEST));
        }
    }
}
