//! The mistakes found in one file.

use crate::diagnostic::{self, Code, Diagnostic};

/// How many diagnostics of one file are kept; nobody reads more, and a file of nonsense has millions.
const LIMIT: usize = 1000;

/// The mistakes found in one file so far. Beyond a limit they are only counted, and not put into words at all.
#[derive(Default, Debug)]
pub struct Mistakes {
    kept: Vec<Diagnostic>,
    not_kept: usize,
    has_errors: bool,
}

impl Mistakes {
    /// Adds a mistake.
    pub fn push(&mut self, mistake: impl Into<Diagnostic>) {
        if self.kept.len() < LIMIT {
            let diagnostic = mistake.into();
            self.has_errors |= diagnostic.is_error();
            self.kept.push(diagnostic);
        } else {
            self.not_kept = self.not_kept.saturating_add(1);
            self.has_errors = true;
        }
    }

    /// Whether anything makes the file unusable.
    pub fn has_errors(&self) -> bool {
        self.has_errors
    }

    /// All mistakes in the order of the file, and a last one that says how many were not kept.
    pub fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        diagnostic::sort(&mut self.kept);
        if self.not_kept > 0 {
            let more = format!("{} more mistakes are not listed", self.not_kept);
            self.kept.push(Diagnostic::error(Code::TomlManyMistakes, more));
        }
        self.kept
    }
}
