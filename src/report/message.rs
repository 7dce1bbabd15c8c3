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

/// The text with everything that could steer a terminal, or turn words round, made visible and harmless. Every
/// character is replaced by one of the same length in bytes, so that places stay where they are. Line breaks and tabs
/// are kept.
pub fn harmless(text: &str) -> String {
    text.chars().map(harmless_char).collect()
}

/// The same for words that must stay on one line, so that they cannot pass for lines of the report.
pub fn one_line(text: &str) -> String {
    harmless(text).replace('\n', " ")
}

fn harmless_char(char: char) -> char {
    match char {
        '\n' | '\t' => char,
        '\r' => ' ',
        '\0'..='\u{1f}' | '\u{7f}' => '?',
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{61c}' => '·',
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => {
            '\u{fffd}'
        }
        _ => char,
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn what_steers_a_terminal_is_replaced_by_as_many_bytes() {
        let hostile = "a\u{1b}[31mb\u{202e}c\u{9b}d\u{feff}e\r\nf";
        let shown = harmless(hostile);
        assert_eq!(shown, "a?[31mb\u{fffd}c·d\u{fffd}e \nf");
        assert_eq!(shown.len(), hostile.len());
    }
}
