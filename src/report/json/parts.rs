//! What every JSON format has: who wrote it, by which rules, and places.

use serde::Serialize;

use crate::pack::rule::Pack;
use crate::source::{SourceMap, Span};

/// The program that wrote a file.
pub const TOOL: Tool = Tool { name: "tipstaff", version: env!("CARGO_PKG_VERSION") };

/// A program and its version.
#[derive(Serialize)]
pub struct Tool {
    name: &'static str,
    version: &'static str,
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

/// Indented JSON, ending in a line break.
///
/// # Errors
/// None that can occur: only maps with keys that are not texts cannot be written, and there are none.
pub fn to_text(value: &impl Serialize) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(text)
}
