//! Scenarios as JUnit's XML: a suite for each rule file, a case for each scenario.

use quick_xml::SeError;

use super::{NOTHING_TESTED, TestReport, Tested};
use crate::report::json::parts::{Place, place};
use crate::report::junit::xml::{self, Case, Problem, Suite};
use crate::source::SourceMap;

/// The report as XML, ending in a line break.
///
/// # Errors
/// None that can occur: names of elements are fixed, and no text holds what XML forbids.
pub fn write(report: &TestReport<'_>) -> Result<String, SeError> {
    let same_file = |a: &Tested<'_>, b: &Tested<'_>| a.scenario.span.file == b.scenario.span.file;
    let files = report.scenarios.chunk_by(same_file);
    let mut suites: Vec<Suite> = files.map(|tested| suite(report.sources, tested)).collect();
    // A file without a case would be shown as a success.
    if suites.is_empty() {
        let error = Problem::new("empty", NOTHING_TESTED, NOTHING_TESTED);
        suites.push(Suite::new("tipstaff", vec![Case::passed("tipstaff", "scenarios").broken(error)]));
    }
    xml::to_text("tipstaff test", suites)
}

fn suite(sources: &SourceMap, scenarios: &[Tested<'_>]) -> Suite {
    let file = scenarios.first().map(|tested| sources.file(tested.scenario.span.file).name.as_str());
    let cases = scenarios.iter().map(|tested| case(sources, tested)).collect();
    Suite::new(file.unwrap_or_default(), cases)
}

fn case(sources: &SourceMap, tested: &Tested<'_>) -> Case {
    let Place { file, line, .. } = place(sources, tested.scenario.span);
    let name = file.rsplit(['/', '\\']).next().unwrap_or(&file);
    let class = format!("{}.{}", tested.pack.manifest.id, name.trim_end_matches(".rules"));
    Case::passed(&class, &tested.scenario.title).at(&file, line).failed(problem(sources, tested))
}

/// All failures of a scenario in one, as many readers show no more than the first.
fn problem(sources: &SourceMap, tested: &Tested<'_>) -> Option<Problem> {
    let first = tested.failures.first()?;
    let messages: Vec<&str> = tested.failures.iter().map(|failure| failure.message.as_str()).collect();
    let texts = tested.failures.iter();
    let texts =
        texts.map(|failure| format!("\n{}\n{}", failure.message, xml::places(sources, &failure.labels)));
    Some(Problem::new(first.kind, &messages.join("; "), &texts.collect::<String>()))
}
