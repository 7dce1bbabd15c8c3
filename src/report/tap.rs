//! The Test Anything Protocol, version 13: a line for each requirement.

use std::fmt::Write;

use super::case::{self, Case, CaseResult, Failure};
use super::json::parts::{Place, place};
use super::message::Message;
use super::{Check, Report, location, warnings};
use crate::diagnostic::{one_line, without_commands};
use crate::source::SourceMap;

/// The report as TAP.
pub fn write(report: &Report<'_>) -> String {
    let of_checks: Vec<(&Check<'_>, Vec<Case>)> =
        report.checks.iter().map(|check| (check, case::of(report, check))).collect();
    let missing = case::missing(report);
    let broken = case::broken(report);
    let of_others = broken.len().saturating_add(missing.len());
    let count = of_checks.iter().map(|(_, cases)| cases.len()).sum::<usize>().saturating_add(of_others);
    let mut page = Page { text: format!("TAP version 13\n1..{count}\n"), number: 0, sources: report.sources };
    for (check, cases) in &of_checks {
        page.comment(&case::of_whom(check));
        cases.iter().for_each(|case| page.case(&format!("{}: ", check.assessment.body), case));
        let discrepancies = warnings::discrepancies(check);
        for remark in discrepancies.iter().chain(&check.warnings) {
            page.comment(&format!("{}: {}", remark.code.name(), remark.message));
        }
    }
    missing.iter().for_each(|case| page.case("", case));
    for (code, message) in &broken {
        page.result("not ok", code, "");
        page.details(message);
    }
    page.text
}

struct Page<'a> {
    text: String,
    number: usize,
    sources: &'a SourceMap,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{}", without_commands(line));
    }

    fn comment(&mut self, comment: &str) {
        self.line(&format!("# {}", one_line(comment)));
    }

    fn case(&mut self, whose: &str, case: &Case) {
        let name = format!("{whose}{}", case.name);
        match &case.result {
            CaseResult::Passed => self.result("ok", &name, ""),
            CaseResult::Skipped(why) => self.result("ok", &name, &format!(" # SKIP {why}")),
            CaseResult::Failed(Failure { message, time_until, .. }) => {
                let todo = time_until.map_or_else(String::new, |due| format!(" # TODO due {due}"));
                self.result("not ok", &name, &todo);
                self.details(message);
            }
        }
    }

    fn result(&mut self, result: &str, name: &str, directive: &str) {
        self.number = self.number.saturating_add(1);
        self.line(&format!("{result} {} - {}{directive}", self.number, description(name)));
    }

    /// What is wrong, as comments: the blocks of YAML that the protocol knows are read differently by every reader.
    fn details(&mut self, message: &Message) {
        self.comment(&format!("  {}", message.text));
        for label in &message.labels {
            let Place { file, line, column } = place(self.sources, label.span);
            self.comment(&format!("    {}:{line}:{column}: {}", location::path(&file), label.text));
        }
        for note in message.notes.iter().chain(&message.advice) {
            self.comment(&format!("    {note}"));
        }
    }
}

/// A description holds no directive but ours.
fn description(name: &str) -> String {
    one_line(name).replace('\\', "\\\\").replace('#', "\\#")
}
