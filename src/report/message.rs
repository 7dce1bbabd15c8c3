//! One thing to show with its places: a diagnostic of the input or a finding of the check.

use crate::diagnostic::{Diagnostic, Label, Severity};

/// A message as the terminal and the narrated format show it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    /// A diagnostic's code or a finding's requirement.
    pub heading: String,
    /// How bad it is.
    pub severity: Severity,
    /// What it says.
    pub text: String,
    /// The places, in any files.
    pub labels: Vec<Label>,
    /// What else was found, a line each.
    pub notes: Vec<String>,
    /// What to know and to do, a line each.
    pub advice: Vec<String>,
}

/// How many places of one diagnostic are shown; a circle may have thousands.
const PLACES: usize = 20;

impl From<&Diagnostic> for Message {
    fn from(diagnostic: &Diagnostic) -> Message {
        let more = diagnostic.labels.len().saturating_sub(PLACES);
        let left_out = (more > 0).then(|| format!("{more} more places are not shown"));
        Message {
            heading: diagnostic.code.name().to_owned(),
            severity: diagnostic.severity,
            text: diagnostic.message.clone(),
            labels: diagnostic.labels.iter().take(PLACES).cloned().collect(),
            notes: Vec::new(),
            advice: diagnostic.help.iter().cloned().chain(left_out).collect(),
        }
    }
}
