//! SHA-256 in hexadecimal; the only door to `sha2` and `hmac`.

use std::fmt::{self, Debug, Formatter, Write};

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// SHA-256 of some bytes as 64 lower-case hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    in_hex(&Sha256::digest(bytes))
}

/// The first 32 bits of SHA-256 of some bytes.
pub fn sha256_start(bytes: &[u8]) -> u32 {
    Sha256::digest(bytes).iter().take(4).fold(0, |start, byte| (start << 8) | u32::from(*byte))
}

/// SHA-256 of bytes that arrive in pieces.
#[derive(Default, Debug)]
pub struct Sha256Stream(Sha256);

impl Sha256Stream {
    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all bytes as 64 lower-case hexadecimal digits.
    pub fn finish(self) -> String {
        in_hex(&self.0.finalize())
    }
}

/// HMAC-SHA-256 with a secret: whoever does not have it cannot try out texts.
#[derive(Clone)]
pub struct KeyedHash(Hmac<Sha256>);

impl KeyedHash {
    /// By a secret of any length.
    pub fn of(secret: &[u8]) -> Option<KeyedHash> {
        Hmac::new_from_slice(secret).ok().map(KeyedHash)
    }

    /// The first 64 bits of the hash of a text, as 16 lower-case hexadecimal digits.
    pub fn of_text(&self, text: &str) -> String {
        let mut hash = self.0.clone();
        hash.update(text.as_bytes());
        in_hex(hash.finalize().into_bytes().get(..8).unwrap_or_default())
    }
}

impl Debug for KeyedHash {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        // The secret stays one.
        f.write_str("KeyedHash")
    }
}

/// Whether a text is 64 hexadecimal digits.
pub fn is_sha256_hex(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn in_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string does not fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::{Sha256Stream, is_sha256_hex, sha256_hex};

    #[test]
    fn digests_agree_with_the_standard_in_one_piece_and_in_several() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256_hex(b"abc"), abc);
        assert!(is_sha256_hex(abc));
        let mut stream = Sha256Stream::default();
        stream.update(b"a");
        stream.update(b"bc");
        assert_eq!(stream.finish(), abc);
    }
}
