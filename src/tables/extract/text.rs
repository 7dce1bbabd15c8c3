//! The bytes of a file of records as text, as much of it at a time as is needed, and the lines of it.

use crate::tables::mistake::FileProblem;

/// The text of a file, of which a stretch is held at a time.
pub(super) struct Text<'b> {
    blocks: &'b mut dyn Iterator<Item = Vec<u8>>,
    held: String,
    /// What has come and is not yet text: the start of a character, or of the file.
    rest: Vec<u8>,
    /// The line on which the text that is held starts.
    line: u64,
    started: bool,
    ended: bool,
}

/// What is wrong with the bytes of a file, and on which line.
pub(super) type Unreadable = (Option<u64>, FileProblem);

/// How many bytes tell what kind of file it is.
const SIGNATURE: usize = 4;

impl<'b> Text<'b> {
    pub(super) fn of(blocks: &'b mut dyn Iterator<Item = Vec<u8>>) -> Text<'b> {
        Text { blocks, held: String::new(), rest: Vec::new(), line: 1, started: false, ended: false }
    }

    /// The text that is held.
    pub(super) fn held(&self) -> &str {
        &self.held
    }

    /// The line on which it starts.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Whether nothing follows.
    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    /// Holds this much, where there is so much.
    pub(super) fn fill(&mut self, length: usize) -> Result<(), Unreadable> {
        while !self.ended && self.held.len() < length {
            let mut bytes = std::mem::take(&mut self.rest);
            match self.blocks.next() {
                Some(block) if bytes.is_empty() => bytes = block,
                Some(block) => bytes.extend(block),
                None => self.ended = true,
            }
            self.add(bytes)?;
        }
        Ok(())
    }

    fn add(&mut self, bytes: Vec<u8>) -> Result<(), Unreadable> {
        let mut new = bytes.as_slice();
        if !self.started {
            if new.len() < SIGNATURE && !self.ended {
                self.rest = bytes;
                return Ok(());
            }
            new = without_mark(new)?;
            self.started = true;
        }
        let (text, rest) = match std::str::from_utf8(new) {
            Ok(text) => (text, [].as_slice()),
            Err(error) => {
                let (valid, rest) = new.split_at_checked(error.valid_up_to()).unwrap_or_default();
                if error.error_len().is_some() || self.ended {
                    return Err((Some(self.line_behind(valid)), FileProblem::NotUtf8));
                }
                (std::str::from_utf8(valid).unwrap_or_default(), rest)
            }
        };
        if let Some(at) = memchr::memchr(0, text.as_bytes()) {
            let before = text.as_bytes().get(..at).unwrap_or_default();
            return Err((Some(self.line_behind(before)), FileProblem::Nul));
        }
        // `\r\n` is one line end, and stays together.
        let whole = if self.ended { text } else { text.strip_suffix('\r').unwrap_or(text) };
        self.held.push_str(whole);
        self.rest = new.get(whole.len()..).unwrap_or(rest).to_vec();
        Ok(())
    }

    /// The line behind what is held and these bytes.
    fn line_behind(&self, bytes: &[u8]) -> u64 {
        let all = [self.held.as_bytes(), bytes].concat();
        Lines::of(&all, self.line).line_at(all.len())
    }

    /// Takes the whole lines that end here out of the text, with the line that they start on.
    pub(super) fn cut(&mut self, end: usize) -> (String, u64) {
        // A character boundary, as it is behind a line or at the end.
        let rest = self.held.get(end..).unwrap_or_default().to_owned();
        self.held.truncate(end);
        let lines = std::mem::replace(&mut self.held, rest);
        let count = memchr::memchr_iter(b'\n', lines.as_bytes()).count();
        let first = self.line;
        self.line = first.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        (lines, first)
    }

    /// Lets go of the first bytes. What follows starts on this line.
    pub(super) fn let_go(&mut self, length: usize, line: u64) {
        self.held.drain(..length);
        self.line = line;
    }
}

/// The bytes behind a mark of UTF-8, where the file is no other kind of file.
fn without_mark(bytes: &[u8]) -> Result<&[u8], Unreadable> {
    // A workbook is a zip archive, or a compound document where it is of an old kind.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err((None, FileProblem::Workbook));
    }
    if bytes.starts_with(b"PAR1") {
        return Err((None, FileProblem::Parquet));
    }
    if bytes.starts_with(b"PARE") {
        return Err((None, FileProblem::Encrypted));
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err((None, FileProblem::Utf16));
    }
    Ok(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
}

/// Counts lines as editors do: `\n`, `\r\n` and a lone `\r` each end one. The `csv` crate counts by `\n` alone, and from
/// before the empty lines that it skips.
pub(super) struct Lines<'t> {
    bytes: &'t [u8],
    at: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    /// Counts from the line on which the bytes start.
    pub(super) fn of(bytes: &'t [u8], line: u64) -> Lines<'t> {
        Lines { bytes, at: 0, line }
    }

    /// The line of an offset, which is not before the one that was asked for last.
    pub(super) fn line_at(&mut self, offset: usize) -> u64 {
        let passed = self.bytes.get(self.at..offset).unwrap_or_default();
        let following = self.bytes.get(self.at..).unwrap_or_default().iter().skip(1);
        let following = following.map(Some).chain(std::iter::repeat(None));
        for (byte, next) in passed.iter().zip(following) {
            let ends = *byte == b'\n' || (*byte == b'\r' && next != Some(&b'\n'));
            self.line = self.line.saturating_add(u64::from(ends));
        }
        self.at = self.at.max(offset);
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, Text};

    #[test]
    fn every_kind_of_line_end_counts_once() {
        let text = b"a\nb\r\nc\rd\n\ne";
        let mut lines = Lines::of(text, 1);
        let found: Vec<u64> = (0..text.len()).map(|offset| lines.line_at(offset)).collect();
        assert_eq!(found, [1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6]);
    }

    #[test]
    fn a_text_is_the_same_in_blocks_of_any_size() {
        let whole = "\u{feff}id,name\n1,Łódź\n2,€\n";
        for size in 1..whole.len() {
            let mut blocks = whole.as_bytes().chunks(size).map(<[u8]>::to_vec);
            let mut text = Text::of(&mut blocks);
            text.fill(usize::MAX).unwrap();
            assert_eq!(text.held(), whole.trim_start_matches('\u{feff}'), "{size}");
        }
    }
}
