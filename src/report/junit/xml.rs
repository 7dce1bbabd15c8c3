//! JUnit's XML as continuous integration reads it. It has no standard; what is written here is in the schemas of the
//! xUnit plugin of Jenkins.

use quick_xml::SeError;
use quick_xml::se::Serializer;
use serde::Serialize;

use crate::diagnostic::{Label, in_xml};
use crate::report::json::parts::{Place, place};
use crate::report::location;
use crate::source::SourceMap;

/// Suites as XML, ending in a line break.
///
/// # Errors
/// None that can occur: names of elements are fixed, and no text holds what XML forbids.
pub fn to_text(name: &'static str, suites: Vec<Suite>) -> Result<String, SeError> {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let mut serializer = Serializer::with_root(&mut text, Some("testsuites"))?;
    serializer.indent(' ', 2);
    let all = Suites {
        name,
        tests: suites.iter().map(|suite| suite.tests).sum(),
        failures: suites.iter().map(|suite| suite.failures).sum(),
        errors: suites.iter().map(|suite| suite.errors).sum(),
        testsuite: suites,
    };
    all.serialize(serializer)?;
    Ok(in_xml(&text) + "\n")
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

/// Cases that belong together.
#[derive(Serialize)]
pub struct Suite {
    #[serde(rename = "@name")]
    name: Legal,
    #[serde(rename = "@tests")]
    tests: usize,
    #[serde(rename = "@failures")]
    failures: usize,
    #[serde(rename = "@errors")]
    errors: usize,
    #[serde(rename = "@skipped", skip_serializing_if = "Option::is_none")]
    skipped: Option<usize>,
    testcase: Vec<Case>,
    #[serde(rename = "system-out", skip_serializing_if = "Option::is_none")]
    printed: Option<Legal>,
}

impl Suite {
    /// A suite of these cases. How many are skipped is only counted where any could be.
    pub fn new(name: &str, cases: Vec<Case>) -> Suite {
        let count = |is_of: fn(&Case) -> bool| cases.iter().filter(|case| is_of(case)).count();
        let skipped = count(|case| case.skipped.is_some());
        Suite {
            name: Legal::new(name),
            tests: cases.len(),
            failures: count(|case| case.failure.is_some()),
            errors: count(|case| case.error.is_some()),
            skipped: (skipped > 0).then_some(skipped),
            testcase: cases,
            printed: None,
        }
    }

    /// The same with what is said beside its cases.
    pub fn with_printed(self, printed: &str) -> Suite {
        Suite { printed: (!printed.is_empty()).then(|| Legal::new(printed)), ..self }
    }
}

/// One test.
#[derive(Serialize)]
pub struct Case {
    #[serde(rename = "@name")]
    name: Legal,
    #[serde(rename = "@classname")]
    class: Legal,
    #[serde(rename = "@file", skip_serializing_if = "Option::is_none")]
    file: Option<Legal>,
    #[serde(rename = "@line", skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<Skipped>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<Problem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Problem>,
}

impl Case {
    /// A case that has passed.
    pub fn passed(class: &str, name: &str) -> Case {
        Case {
            name: Legal::new(name),
            class: Legal::new(class),
            file: None,
            line: None,
            skipped: None,
            failure: None,
            error: None,
        }
    }

    /// The same, and where it stands.
    pub fn at(self, file: &str, line: usize) -> Case {
        Case { file: Some(Legal::new(file)), line: Some(line), ..self }
    }

    /// The same, not run.
    pub fn skipped(self, message: &str) -> Case {
        Case { skipped: Some(Skipped { message: Legal::new(message) }), ..self }
    }

    /// The same with a failure, where there is one.
    pub fn failed(self, failure: Option<Problem>) -> Case {
        Case { failure, ..self }
    }

    /// The same, not possible to run.
    pub fn broken(self, error: Problem) -> Case {
        Case { error: Some(error), ..self }
    }
}

#[derive(Serialize)]
struct Skipped {
    #[serde(rename = "@message")]
    message: Legal,
}

/// Why a case has failed or could not be run.
#[derive(Serialize)]
pub struct Problem {
    #[serde(rename = "@message")]
    message: Legal,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "$text")]
    text: Legal,
}

impl Problem {
    /// A problem of a kind, in a few words and in full.
    pub fn new(kind: &'static str, message: &str, text: &str) -> Problem {
        Problem { message: Legal::new(message), kind, text: Legal::new(text) }
    }
}

/// Places with what is to be seen there, a line each.
pub fn places(sources: &SourceMap, labels: &[Label]) -> String {
    let line = |label: &Label| {
        let Place { file, line, column } = place(sources, label.span);
        format!("  {}:{line}:{column}: {}\n", location::path(&file), label.text)
    };
    labels.iter().map(line).collect()
}

/// A text that XML can hold. What it cannot hold in any spelling is written as in `\u{1b}`.
#[derive(Serialize)]
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
