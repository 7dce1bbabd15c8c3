//! A check as JUnit's XML: a suite for each assessment, a case for each requirement, an error for input that could not
//! be used.

pub(super) mod xml;

use quick_xml::SeError;

use self::xml::{Problem, Suite};
use super::case::{self, Case, CaseResult};
use super::message::Message;
use super::{Check, Report, location, warnings};
use crate::source::SourceMap;

/// The report as XML, ending in a line break.
///
/// # Errors
/// None that can occur: names of elements are fixed, and no text holds what XML forbids.
pub fn write(report: &Report<'_>) -> Result<String, SeError> {
    let mut suites: Vec<Suite> = report.checks.iter().map(|check| suite(report, check)).collect();
    let missing: Vec<xml::Case> =
        case::missing(report).iter().map(|tested| of_case(report.sources, tested)).collect();
    if !missing.is_empty() {
        suites.push(Suite::new("baseline", missing));
    }
    let broken = case::broken(report).into_iter().map(|(code, message)| {
        let problem = Problem::new(code, &message.text, &in_full(report.sources, &message));
        xml::Case::passed("tipstaff", code).broken(problem)
    });
    let broken: Vec<xml::Case> = broken.collect();
    if !broken.is_empty() {
        suites.push(Suite::new("input", broken));
    }
    xml::to_text("tipstaff check", suites)
}

fn suite(report: &Report<'_>, check: &Check<'_>) -> Suite {
    let file = location::path(&check.sources.file(check.assessment.file).name);
    let cases = case::of(report, check);
    let cases = cases.iter().map(|tested| of_case(check.sources, tested)).collect();
    Suite::new(&format!("{}: {file}", case::of_whom(check)), cases).with_printed(&remarks(check))
}

fn of_case(sources: &SourceMap, tested: &Case) -> xml::Case {
    let case = xml::Case::passed(&tested.class, &tested.name);
    match &tested.result {
        CaseResult::Passed => case,
        CaseResult::Skipped(why) => case.skipped(why),
        CaseResult::Failed(failure) => {
            let text = in_full(sources, &failure.message);
            case.failed(Some(Problem::new(failure.kind, &failure.message.text, &text)))
        }
    }
}

/// What deserves a look and is no requirement.
fn remarks(check: &Check<'_>) -> String {
    let discrepancies = warnings::discrepancies(check);
    let remarks = discrepancies.iter().chain(&check.warnings).map(Message::from);
    remarks.map(|message| in_full(check.sources, &message)).collect()
}

fn in_full(sources: &SourceMap, message: &Message) -> String {
    let mut text = format!("\n{}: {}\n", message.heading, message.text);
    text += &xml::places(sources, &message.labels);
    for line in message.notes.iter().chain(&message.advice) {
        text += &format!("  {line}\n");
    }
    text
}
