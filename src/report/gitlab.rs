//! GitLab's Code Quality report, in the form of `docs/gitlab-code-quality.schema.json`.

use serde::Serialize;

use super::issue::{self, About, Grade, Issue};
use super::json::parts;
use super::{Report, location};
use crate::source::SourceMap;

/// The report as JSON, ending in a line break.
///
/// # Errors
/// None that can occur: only maps with keys that are not texts cannot be written, and there are none.
pub fn write(report: &Report<'_>) -> Result<String, serde_json::Error> {
    let issues = issue::of(report);
    let fingerprints = issue::fingerprints(report.sources, &issues);
    let violations = issues.iter().zip(fingerprints);
    let violations: Vec<Violation> =
        violations.map(|(issue, fingerprint)| Violation::of(report.sources, issue, fingerprint)).collect();
    parts::to_text(&violations)
}

#[derive(Serialize)]
struct Violation {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

impl Violation {
    fn of(sources: &SourceMap, issue: &Issue<'_>, fingerprint: String) -> Violation {
        let body = issue.check.map_or_else(String::new, |check| format!("{}: ", check.assessment.body));
        let place = issue.place.as_ref().map(|label| parts::place(sources, label.span));
        Violation {
            description: format!("{body}{}", issue.headline()),
            check_name: issue.rule.clone(),
            fingerprint,
            severity: severity(issue),
            // GitLab drops what has no place; a file that could not even be read has none.
            location: Location {
                path: place.as_ref().map_or_else(|| ".".to_owned(), |place| location::path(&place.file)),
                lines: Lines { begin: place.map_or(1, |place| place.line) },
            },
        }
    }
}

fn severity(issue: &Issue<'_>) -> &'static str {
    match (issue.about, issue.grade) {
        (About::Input | About::Unchecked, _) => "blocker",
        (_, Grade::Error) if issue.overdue => "critical",
        (_, Grade::Error) => "major",
        (_, Grade::Warning) => "minor",
        (_, Grade::Note) => "info",
    }
}
