//! Scenarios as text: a line each, each failure drawn in the scenario and in the rule, and a summary line.

use super::{NOTHING_TESTED, TestReport, Tested, Unexpected};
use crate::diagnostic::Severity;
use crate::report::message::{Message, one_line};
use crate::report::terminal::{Artist, Style};

/// The report as text; `quiet` leaves the summary.
pub fn write(report: &TestReport<'_>, style: Style, quiet: bool) -> String {
    let mut text = String::new();
    if !quiet {
        let artist = Artist::new(report.sources, style);
        text.extend(report.scenarios.iter().map(|tested| scenario(&artist, tested)));
        if !text.is_empty() && !text.ends_with("\n\n") {
            text.push('\n');
        }
    }
    if report.scenarios.is_empty() {
        text += &format!("{NOTHING_TESTED}\n");
    }
    text + &format!("{} passed, {} failed\n", report.passed(), report.failed())
}

fn scenario(artist: &Artist<'_>, tested: &Tested<'_>) -> String {
    let title = one_line(&tested.scenario.title);
    if tested.passed() {
        return format!("ok      {title}\n");
    }
    let drawn = tested.failures.iter().map(|failure| format!("\n{}", artist.draw(&message(tested, failure))));
    format!("failed  {title}\n{}\n", drawn.collect::<String>())
}

fn message(tested: &Tested<'_>, failure: &Unexpected) -> Message {
    Message {
        heading: format!("scenario \"{}\"", tested.scenario.title),
        severity: Severity::Error,
        text: failure.message.clone(),
        labels: failure.labels.clone(),
        notes: Vec::new(),
        advice: Vec::new(),
    }
}
