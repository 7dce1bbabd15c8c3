//! Logging commands of Azure Pipelines: each is an issue in the summary of the run.

use std::fmt::Write;

use super::issue::{self, Grade, Issue};
use super::json::parts::{Place, place};
use super::{Report, location};
use crate::diagnostic::visible;
use crate::source::SourceMap;

/// The report as one line an issue.
pub fn write(report: &Report<'_>) -> String {
    let mut text = String::new();
    issue::of(report).iter().for_each(|issue| log(&mut text, report.sources, issue));
    text
}

fn log(text: &mut String, sources: &SourceMap, issue: &Issue<'_>) {
    let mut properties = vec![("type", kind(issue.grade).to_owned())];
    if let Some(label) = &issue.place {
        let Place { file, line, column } = place(sources, label.span);
        properties.push(("sourcepath", location::path(&file)));
        properties.push(("linenumber", line.to_string()));
        properties.push(("columnnumber", column.to_string()));
    }
    properties.push(("code", issue.rule.clone()));
    let properties: String =
        properties.iter().map(|(name, value)| format!("{name}={};", property(value))).collect();
    let body = issue.check.map_or_else(String::new, |check| format!("{}: ", check.assessment.body));
    let mut lines: Vec<String> = issue.lines().iter().map(|line| data(line)).collect();
    lines.first_mut().into_iter().for_each(|first| first.insert_str(0, &data(&body)));
    // Writing to a string cannot fail.
    let _ = writeln!(text, "##vso[task.logissue {properties}]{}", lines.join("%0A"));
}

/// Azure knows no notes: guidance that is not followed is a warning there, as it is for the gate.
fn kind(grade: Grade) -> &'static str {
    match grade {
        Grade::Error => "error",
        Grade::Warning | Grade::Note => "warning",
    }
}

/// What steers a terminal is made visible, as these lines are shown in a log; only line breaks stay what they are.
fn data(value: &str) -> String {
    let lines: Vec<String> = value.split('\n').map(|line| visible(line).replace('%', "%AZP25")).collect();
    lines.join("%0A")
}

fn property(value: &str) -> String {
    data(value).replace(']', "%5D").replace(';', "%3B")
}
