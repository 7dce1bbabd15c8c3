//! The part of the SARIF 2.1.0 object model that is written.

use serde::Serialize;

use crate::report::json::parts;

#[derive(Serialize)]
pub(super) struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: Vec<Run>,
}

impl Log {
    pub(super) fn new(runs: Vec<Run>) -> Log {
        Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run {
    tool: Tool,
    pub(super) invocations: Vec<Invocation>,
    automation_details: AutomationDetails,
    column_kind: &'static str,
    /// Left out where nothing could be checked: an empty list would say that all is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    results: Option<Vec<SarifResult>>,
}

impl Run {
    /// A run by these rules. The id is what tells it from other runs on the same files.
    pub(super) fn new(rules: Vec<Descriptor>, results: Option<Vec<SarifResult>>, id: String) -> Run {
        Run {
            tool: Tool {
                driver: Driver {
                    name: "Tipstaff",
                    semantic_version: parts::TOOL.version(),
                    information_uri: env!("CARGO_PKG_HOMEPAGE"),
                    rules,
                },
            },
            invocations: vec![Invocation::new(Vec::new())],
            automation_details: AutomationDetails { id },
            column_kind: "unicodeCodePoints",
            results,
        }
    }
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    /// Written once the project has a page of its own.
    #[serde(skip_serializing_if = "str::is_empty")]
    information_uri: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
struct AutomationDetails {
    id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

impl Invocation {
    /// A run of the program, successful where it has nothing to notify of.
    pub(super) fn new(notifications: Vec<Notification>) -> Invocation {
        Invocation {
            execution_successful: notifications.is_empty(),
            tool_execution_notifications: notifications,
        }
    }
}

#[derive(Serialize)]
pub(super) struct Notification {
    pub(super) descriptor: Reference,
    pub(super) level: &'static str,
    pub(super) message: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) locations: Vec<Location>,
}

#[derive(Serialize)]
pub(super) struct Reference {
    pub(super) id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor {
    pub(super) id: String,
    pub(super) short_description: Text,
    pub(super) full_description: Text,
    pub(super) help: Text,
    pub(super) default_configuration: Configuration,
}

#[derive(Serialize)]
pub(super) struct Configuration {
    pub(super) level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifResult {
    pub(super) rule_id: String,
    pub(super) rule_index: usize,
    pub(super) kind: Kind,
    pub(super) level: &'static str,
    pub(super) message: Text,
    pub(super) locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) related_locations: Vec<Location>,
    pub(super) partial_fingerprints: Fingerprints,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Kind {
    Fail,
    Open,
}

/// The same value under two names: GitHub knows only the first, and would make one of the line where it is missing.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fingerprints {
    primary_location_line_hash: String,
    #[serde(rename = "tipstaff/v1")]
    own: String,
}

impl Fingerprints {
    pub(super) fn new(value: &str) -> Fingerprints {
        Fingerprints { primary_location_line_hash: value.to_owned(), own: value.to_owned() }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    pub(super) physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Physical {
    pub(super) artifact_location: Artifact,
    pub(super) region: Region,
}

#[derive(Serialize)]
pub(super) struct Artifact {
    pub(super) uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub(super) start_line: usize,
    pub(super) start_column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

/// A plain text message.
#[derive(Serialize)]
pub(super) struct Text {
    text: String,
}

impl Text {
    /// Words in which nothing is a placeholder (`{0}`) and nothing a link (`[text](target)`).
    pub(super) fn new(words: &str) -> Text {
        let mut text = String::with_capacity(words.len());
        let mut chars = words.chars().peekable();
        let mut is_escaped = false;
        while let Some(char) = chars.next() {
            match char {
                '{' => text.push_str("{{"),
                '}' => text.push_str("}}"),
                ']' if chars.peek() == Some(&'(') && !is_escaped => text.push_str("\\]"),
                _ => text.push(char),
            }
            is_escaped = char == '\\' && !is_escaped;
        }
        Text { text }
    }
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn words_are_no_placeholders_and_no_links() {
        for (words, expected) in [
            ("{0} of {{1}}", "{{0}} of {{{{1}}}}"),
            ("[a](b) [c] (d)", "[a\\](b) [c] (d)"),
            // A bracket that is escaped already would end the link if it were escaped twice.
            ("[a\\](b)", "[a\\](b)"),
            ("[a\\\\](b)", "[a\\\\\\](b)"),
        ] {
            assert_eq!(Text::new(words).text, expected);
        }
    }
}
