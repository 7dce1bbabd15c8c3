//! Scenarios as JUnit's XML, as continuous integration reads it: a suite for each rule file, a case for each scenario.
//! JUnit has no standard; what is written here is in the schema of the xUnit plugin of Jenkins.

use quick_xml::SeError;
use quick_xml::se::Serializer;
use serde::Serialize;

use super::{NOTHING_TESTED, TestReport, Tested};
use crate::report::json::parts::{Place, place};
use crate::source::SourceMap;

/// The report as XML, ending in a line break.
///
/// # Errors
/// None that can occur: names of elements are fixed, and no text holds what XML forbids.
pub fn write(report: &TestReport<'_>) -> Result<String, SeError> {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let mut serializer = Serializer::with_root(&mut text, Some("testsuites"))?;
    serializer.indent(' ', 2);
    Suites::of(report).serialize(serializer)?;
    text.push('\n');
    Ok(text)
}

#[derive(Serialize)]
struct Suites {
    #[serde(rename = "@name")]
    name: &'static str,
    #[serde(rename = "@tests")]
    tests: usize,
    #[serde(rename = "@failures")]
    failures: usize,
    #[serde(rename = "@errors")]
    errors: usize,
    testsuite: Vec<Suite>,
}

#[derive(Serialize)]
struct Suite {
    #[serde(rename = "@name")]
    name: Legal,
    #[serde(rename = "@tests")]
    tests: usize,
    #[serde(rename = "@failures")]
    failures: usize,
    #[serde(rename = "@errors")]
    errors: usize,
    testcase: Vec<Case>,
}

#[derive(Serialize)]
struct Case {
    #[serde(rename = "@name")]
    name: Legal,
    #[serde(rename = "@classname")]
    class: Legal,
    #[serde(rename = "@file", skip_serializing_if = "Option::is_none")]
    file: Option<Legal>,
    #[serde(rename = "@line", skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<Problem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Problem>,
}

#[derive(Serialize)]
struct Problem {
    #[serde(rename = "@message")]
    message: Legal,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "$text")]
    text: Legal,
}

impl Suites {
    fn of(report: &TestReport<'_>) -> Suites {
        let same_file = |a: &Tested<'_>, b: &Tested<'_>| a.scenario.span.file == b.scenario.span.file;
        let files = report.scenarios.chunk_by(same_file);
        let mut suites: Vec<Suite> = files.map(|tested| Suite::of(report.sources, tested)).collect();
        // A file without a case would be shown as a success.
        if suites.is_empty() {
            suites.push(Suite::of_nothing());
        }
        Suites {
            name: "tipstaff test",
            tests: suites.iter().map(|suite| suite.tests).sum(),
            failures: suites.iter().map(|suite| suite.failures).sum(),
            errors: suites.iter().map(|suite| suite.errors).sum(),
            testsuite: suites,
        }
    }
}

impl Suite {
    fn of(sources: &SourceMap, scenarios: &[Tested<'_>]) -> Suite {
        let file = scenarios.first().map(|tested| sources.file(tested.scenario.span.file).name.as_str());
        Suite {
            name: Legal::new(file.unwrap_or_default()),
            tests: scenarios.len(),
            failures: scenarios.iter().filter(|tested| !tested.passed()).count(),
            errors: 0,
            testcase: scenarios.iter().map(|tested| Case::of(sources, tested)).collect(),
        }
    }

    fn of_nothing() -> Suite {
        let text = Legal::new(NOTHING_TESTED);
        let error = Problem { message: text.clone(), kind: "empty", text };
        let (name, class) = (Legal::new("scenarios"), Legal::new("tipstaff"));
        let case = Case { name, class, file: None, line: None, failure: None, error: Some(error) };
        Suite { name: Legal::new("tipstaff"), tests: 1, failures: 0, errors: 1, testcase: vec![case] }
    }
}

impl Case {
    fn of(sources: &SourceMap, tested: &Tested<'_>) -> Case {
        let Place { file, line, .. } = place(sources, tested.scenario.span);
        let name = file.rsplit(['/', '\\']).next().unwrap_or(&file);
        let class = format!("{}.{}", tested.pack.manifest.id, name.trim_end_matches(".rules"));
        Case {
            name: Legal::new(&tested.scenario.title),
            class: Legal::new(&class),
            file: Some(Legal::new(&file)),
            line: Some(line),
            failure: Problem::of(sources, tested),
            error: None,
        }
    }
}

impl Problem {
    /// All failures of a scenario in one, as many readers show no more than the first.
    fn of(sources: &SourceMap, tested: &Tested<'_>) -> Option<Problem> {
        let first = tested.failures.first()?;
        let messages: Vec<&str> = tested.failures.iter().map(|failure| failure.message.as_str()).collect();
        let mut text = String::new();
        for failure in &tested.failures {
            text += &format!("\n{}\n", failure.message);
            for label in &failure.labels {
                let Place { file, line, column } = place(sources, label.span);
                text += &format!("  {file}:{line}:{column}: {}\n", label.text);
            }
        }
        let message = Legal::new(&messages.join("; "));
        Some(Problem { message, kind: first.kind, text: Legal::new(&text) })
    }
}

/// A text that XML can hold. What it cannot hold in any spelling is written as in `\u{1b}`.
#[derive(Serialize, Clone)]
struct Legal(String);

impl Legal {
    fn new(text: &str) -> Legal {
        let mut legal = String::with_capacity(text.len());
        for char in text.chars() {
            match char {
                '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'.. => legal.push(char),
                _ => legal.extend(char.escape_unicode()),
            }
        }
        Legal(legal)
    }
}
