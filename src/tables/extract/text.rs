//! The bytes of a file of records as text, and the lines of it.

use crate::tables::mistake::FileProblem;

/// The text, or what is wrong with it and on which line.
pub(super) fn decode(bytes: &[u8]) -> Result<&str, (Option<u64>, FileProblem)> {
    // A workbook is a zip archive, or a compound document where it is of an old kind.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err((None, FileProblem::Workbook));
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err((None, FileProblem::Utf16));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = Lines::of(bytes).line_at(error.valid_up_to());
        (Some(line), FileProblem::NotUtf8)
    })?;
    match bytes.iter().position(|byte| *byte == 0) {
        Some(at) => Err((Some(Lines::of(bytes).line_at(at)), FileProblem::Nul)),
        None => Ok(text),
    }
}

/// Counts lines as editors do: `\n`, `\r\n` and a lone `\r` each end one. The `csv` crate counts by `\n` alone, and from
/// before the empty lines that it skips.
pub(super) struct Lines<'t> {
    bytes: &'t [u8],
    at: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    pub(super) fn of(bytes: &'t [u8]) -> Lines<'t> {
        Lines { bytes, at: 0, line: 1 }
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
    use super::Lines;

    #[test]
    fn every_kind_of_line_end_counts_once() {
        let text = b"a\nb\r\nc\rd\n\ne";
        let mut lines = Lines::of(text);
        let found: Vec<u64> = (0..text.len()).map(|offset| lines.line_at(offset)).collect();
        assert_eq!(found, [1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6]);
    }
}
