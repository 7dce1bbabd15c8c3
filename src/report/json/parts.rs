//! What every JSON format has: who wrote it, by which rules, and places.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity, in_json};
use crate::pack::rule::Pack;
use crate::source::{SourceMap, Span};

/// The program that wrote a file.
pub const TOOL: Tool = Tool { name: "tipstaff", version: env!("CARGO_PKG_VERSION") };

/// A program and its version.
#[derive(Serialize)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

impl Tool {
    /// Its version.
    pub const fn version(&self) -> &'static str {
        self.version
    }
}

/// A pack by name, version and digest.
#[derive(Serialize, PartialEq)]
pub struct PackId {
    id: String,
    version: String,
    digest: String,
}

impl PackId {
    /// What identifies a pack.
    pub fn of(pack: &Pack) -> PackId {
        PackId {
            id: pack.manifest.id.clone(),
            version: pack.manifest.version.to_string(),
            digest: format!("sha256:{}", pack.digest),
        }
    }
}

/// A place as people write it.
#[derive(Serialize)]
pub struct Place {
    /// The file's name.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Where a span starts.
pub fn place(sources: &SourceMap, span: Span) -> Place {
    let position = sources.position(span);
    Place { file: sources.file(span.file).name.clone(), line: position.line, column: position.column }
}

/// A diagnostic.
#[derive(Serialize)]
pub struct Problem {
    code: &'static str,
    severity: &'static str,
    message: String,
    help: Option<String>,
    places: Vec<LabelledPlace>,
}

/// A place with what is to be seen there.
#[derive(Serialize)]
pub struct LabelledPlace {
    #[serde(flatten)]
    place: Place,
    label: String,
}

/// A diagnostic as plain data.
pub fn problem(sources: &SourceMap, diagnostic: &Diagnostic) -> Problem {
    let labels = diagnostic.labels.iter();
    Problem {
        code: diagnostic.code.name(),
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: diagnostic.message.clone(),
        help: diagnostic.help.clone(),
        places: labels
            .map(|label| LabelledPlace { place: place(sources, label.span), label: label.text.clone() })
            .collect(),
    }
}

/// Indented JSON, ending in a line break.
///
/// # Errors
/// None that can occur: only maps with keys that are not texts cannot be written, and there are none.
pub fn to_text(value: &impl Serialize) -> Result<String, serde_json::Error> {
    Ok(in_json(&serde_json::to_string_pretty(value)?) + "\n")
}
