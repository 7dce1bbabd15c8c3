//! Scenarios as text: a line each, each failure drawn in the scenario and in the rule, and a summary line.

use super::{NOTHING_TESTED, TestReport, Tested, Unexpected};
use crate::diagnostic::Severity;
use crate::report::message::Message;
use crate::report::page::Page;
use crate::report::terminal::{Artist, Style};

/// The report as text; `quiet` leaves the summary.
pub fn write(report: &TestReport<'_>, style: Style, quiet: bool) -> String {
    let mut page = Page::new(style);
    if !quiet {
        let artist = page.artist(report.sources);
        report.scenarios.iter().for_each(|tested| scenario(&mut page, &artist, tested));
        page.gap();
    }
    if report.scenarios.is_empty() {
        page.line(NOTHING_TESTED);
    }
    page.line(&format!("{} passed, {} failed", report.passed(), report.failed()));
    page.into_text()
}

fn scenario(page: &mut Page, artist: &Artist<'_>, tested: &Tested<'_>) {
    let result = if tested.passed() { "ok      " } else { "failed  " };
    page.paragraph(result, &tested.scenario.title);
    if !tested.passed() {
        page.line("");
        tested.failures.iter().for_each(|failure| page.message(artist, &message(tested, failure)));
    }
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
