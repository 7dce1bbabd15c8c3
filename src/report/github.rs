//! Workflow commands of GitHub Actions: each makes an annotation at its place in the changed files.

use std::fmt::Write;

use super::issue::{self, Grade, Issue};
use super::{Report, location};
use crate::diagnostic::visible;
use crate::source::{SourceFile, SourceMap};

/// How many annotations of each grade GitHub shows of one step; the last of more says how many there are.
const SHOWN: usize = 10;

/// The report as one line an issue, the heaviest first.
pub fn write(report: &Report<'_>) -> String {
    let issues = issue::of(report);
    let mut text = String::new();
    for grade in Grade::ALL {
        let of_grade: Vec<&Issue<'_>> = issues.iter().filter(|issue| issue.grade == grade).collect();
        let fits = of_grade.len() <= SHOWN;
        let shown = if fits { of_grade.len() } else { SHOWN.saturating_sub(1) };
        of_grade.iter().take(shown).for_each(|issue| annotation(&mut text, report.sources, issue));
        let more = of_grade.len().saturating_sub(shown);
        if more > 0 {
            let name = command(grade);
            // Writing to a string cannot fail.
            let _ = writeln!(text, "::{name} title=Tipstaff::{more} more of this kind are left out here");
        }
    }
    text
}

fn command(grade: Grade) -> &'static str {
    match grade {
        Grade::Error => "error",
        Grade::Warning => "warning",
        Grade::Note => "notice",
    }
}

/// Properties in the order in which GitHub's own toolkit writes them.
fn annotation(text: &mut String, sources: &SourceMap, issue: &Issue<'_>) {
    let body = issue.check.map_or_else(String::new, |check| format!(" ({})", check.assessment.body));
    let mut properties = vec![("title", format!("{}{body}", issue.rule))];
    if let Some(label) = &issue.place {
        let file: &SourceFile = sources.file(label.span.file);
        let (start, end) = (file.position(label.span.range().start), file.position(label.span.range().end));
        properties.push(("file", location::path(&file.name)));
        properties.push(("line", start.line.to_string()));
        // GitHub takes columns only where both ends are on one line.
        if start.line == end.line {
            properties.push(("endLine", end.line.to_string()));
            properties.push(("col", start.column.to_string()));
            properties.push(("endColumn", end.column.to_string()));
        }
    }
    let properties: Vec<String> =
        properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
    let message: Vec<String> = issue.lines().iter().map(|line| data(line)).collect();
    let _ = writeln!(text, "::{} {}::{}", command(issue.grade), properties.join(","), message.join("%0A"));
}

/// What steers a terminal is made visible, as these lines are shown in a log; only line breaks stay what they are.
fn data(value: &str) -> String {
    let lines: Vec<String> = value.split('\n').map(|line| visible(line).replace('%', "%25")).collect();
    lines.join("%0A")
}

fn property(value: &str) -> String {
    data(value).replace(':', "%3A").replace(',', "%2C")
}
