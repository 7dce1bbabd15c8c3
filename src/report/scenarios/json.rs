//! Scenarios as JSON. Field names and values are stable; the schema is `docs/tipstaff-test.schema.json`.

use serde::Serialize;

use super::{TestReport, Tested, Unexpected};
use crate::report::json::parts::{self, PackId, Place, TOOL, Tool, place};
use crate::source::SourceMap;

/// The report as JSON, ending in a line break.
///
/// # Errors
/// None that can occur: only maps with keys that are not texts cannot be written, and there are none.
pub fn write(report: &TestReport<'_>) -> Result<String, serde_json::Error> {
    let scenarios = report.scenarios.iter().map(|tested| ScenarioResult::of(report.sources, tested));
    parts::to_text(&TestFile {
        format: "tipstaff-test/1",
        tool: TOOL,
        packs: report.packs.iter().map(|pack| PackId::of(pack)).collect(),
        passed: report.all_passed(),
        summary: Summary { passed: report.passed(), failed: report.failed() },
        scenarios: scenarios.collect(),
    })
}

#[derive(Serialize)]
struct TestFile<'a> {
    format: &'static str,
    tool: Tool,
    packs: Vec<PackId>,
    passed: bool,
    summary: Summary,
    scenarios: Vec<ScenarioResult<'a>>,
}

#[derive(Serialize)]
struct Summary {
    passed: usize,
    failed: usize,
}

#[derive(Serialize)]
struct ScenarioResult<'a> {
    title: &'a str,
    pack: &'a str,
    file: String,
    line: usize,
    passed: bool,
    failures: Vec<FailureResult<'a>>,
}

impl<'a> ScenarioResult<'a> {
    fn of(sources: &SourceMap, tested: &'a Tested<'a>) -> ScenarioResult<'a> {
        let Place { file, line, .. } = place(sources, tested.scenario.span);
        ScenarioResult {
            title: &tested.scenario.title,
            pack: &tested.pack.manifest.id,
            file,
            line,
            passed: tested.passed(),
            failures: tested.failures.iter().map(|failure| FailureResult::of(sources, failure)).collect(),
        }
    }
}

#[derive(Serialize)]
struct FailureResult<'a> {
    kind: &'static str,
    message: &'a str,
    expected: Option<&'static str>,
    found: Option<&'static str>,
    at: Place,
    rule: Option<Place>,
}

impl<'a> FailureResult<'a> {
    fn of(sources: &SourceMap, failure: &'a Unexpected) -> FailureResult<'a> {
        FailureResult {
            kind: failure.kind,
            message: &failure.message,
            expected: failure.expected,
            found: failure.found,
            at: place(sources, failure.at),
            rule: failure.rule.map(|rule| place(sources, rule)),
        }
    }
}
