//! The text of a file in stretches of whole records, for cores to read.

use super::LONGEST;
use super::block::{Block, Found};
use super::text::{Text, Unreadable};

/// A stretch of a file on its way to what is made of it.
pub(super) enum Job<M> {
    /// Whole lines that need no care, and the line that they start on.
    Lines { lines: String, line: u64 },
    /// What had to be read for it to be known where it ends, and what was made of it.
    Done(Found, M),
}

/// What is left of a file.
pub(super) struct Supply<'t, 'b> {
    text: &'t mut Text<'b>,
    /// How much is to be held: mostly whatever comes next.
    length: usize,
    has_ended: bool,
    /// The line of a record that is longer than any may be. Nothing is read behind it.
    pub(super) too_long: Option<u64>,
}

/// Fills a block.
pub(super) type Fill<'f> = &'f mut dyn FnMut(&mut Block<'_, '_>);

/// Has a block filled, and makes something of it.
type Read<'r, M> = &'r mut dyn FnMut(Fill<'_>) -> (Found, M);

impl<'t, 'b> Supply<'t, 'b> {
    pub(super) fn of(text: &'t mut Text<'b>) -> Supply<'t, 'b> {
        Supply { text, length: 1, has_ended: false, too_long: None }
    }

    /// The next stretch. What needs care is read at once by `read`.
    pub(super) fn next<M>(&mut self, read: Read<'_, M>) -> Result<Option<Job<M>>, Unreadable> {
        while !self.has_ended {
            self.text.fill(self.length)?;
            if self.text.held().is_empty() {
                break;
            }
            if let Some(end) = plain_lines(self.text.held(), self.text.has_ended()) {
                let (lines, line) = self.text.cut(end);
                return Ok(Some(Job::Lines { lines, line }));
            }
            let mut reached = (0, self.text.line());
            let (found, made) = read(&mut |block| reached = carefully(block, self.text));
            let (length, line) = reached;
            if length > 0 {
                self.text.let_go(length, line);
                self.length = 1;
                return Ok(Some(Job::Done(found, made)));
            }
            if self.text.has_ended() {
                self.has_ended = true;
                return Ok(Some(Job::Done(found, made)));
            }
            // A record that is not whole yet.
            if self.text.held().len() >= LONGEST {
                self.too_long = Some(self.text.line());
                break;
            }
            self.length = self.text.held().len().saturating_mul(2);
        }
        self.has_ended = true;
        Ok(None)
    }
}

/// Reads what can be read of the text that is held: how long it is, and the line behind it.
fn carefully(block: &mut Block<'_, '_>, text: &Text<'_>) -> (usize, u64) {
    let held = text.held();
    let (read, line) = block.records(held, text.line(), text.has_ended());
    if read > 0 || text.has_ended() || held.len() < LONGEST {
        return (read, line);
    }
    // A record that goes on and on: most likely a quotation mark is missing.
    block.broken_off(held, text.line())
}

/// Where the whole lines at the start of a text end, where no care is needed to read them: there is no quotation mark, no
/// line is empty, and each ends in `\n`.
fn plain_lines(text: &str, is_last: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    if memchr::memchr(b'"', bytes).is_some() || bytes.starts_with(b"\n") || bytes.starts_with(b"\r") {
        return None;
    }
    let end = if is_last { bytes.len() } else { memchr::memrchr(b'\n', bytes)?.saturating_add(1) };
    let lines = bytes.get(..end)?;
    if memchr::memchr(b'\r', lines).is_none() {
        return memchr::memmem::find(lines, b"\n\n").is_none().then_some(end);
    }
    let is_plain = |at: usize| {
        let next = lines.get(at.saturating_add(1));
        match lines.get(at) {
            Some(b'\r') => next == Some(&b'\n'),
            _ => !matches!(next, Some(b'\n' | b'\r')),
        }
    };
    memchr::memchr2_iter(b'\n', b'\r', lines).all(is_plain).then_some(end)
}
