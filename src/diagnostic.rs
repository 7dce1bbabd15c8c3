//! What is wrong with some input, and where: plain data that every stage makes and `report` prints.

pub mod code;
mod harmless;
mod quote;
pub mod suggest;

pub use code::Code;
pub use harmless::{harmless, in_json, in_xml, is_unseen, one_line, visible, without_commands};
pub use quote::quote;

use crate::source::Span;

/// How bad a [`Diagnostic`] is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input can be used, and something in it deserves a look.
    Warning,
}

/// A marked place with a few words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// The marked place.
    pub span: Span,
    /// What is to be seen there.
    pub text: String,
}

/// One thing that is wrong: lower case, one thought, no full stop.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// The stable code, to look up and to filter by.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, understandable without the labels.
    pub message: String,
    /// The places; the first is the one to jump to. Empty where there is no text to show.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error without a place yet.
    pub fn error(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: message.into(),
            labels: Vec::new(),
            help: None,
        }
    }

    /// A warning without a place yet.
    pub fn warning(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, message) }
    }

    /// Adds a place; the first one added is the main one.
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// Says what to do, where there is something to say.
    pub fn maybe_help(mut self, help: Option<String>) -> Diagnostic {
        self.help = help.or(self.help);
        self
    }

    /// Whether this makes the input unusable.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Puts diagnostics into the order of their files and places, those without a place first. Those of one place stay in
/// the order in which they were found, so that line 9 of an extract comes before line 10.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.span));
}
