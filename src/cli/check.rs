//! `tipstaff check`: assessments against rules, a report, and a gate.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Status;
use super::output::{self, OutputArgs};
use super::submissions::{QuestionArgs, Submissions};
use crate::report::gate::FailOn;
use crate::report::{Report, json, narrated, text};

/// What `tipstaff check` is asked to do.
#[derive(Args, Debug)]
pub struct CheckArgs {
    /// Assessments to check; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    question: QuestionArgs,
    /// How to print the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// What fails the gate
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [FailOn::DEFAULT], value_name = "LIST")]
    fail_on: Vec<FailOn>,
    #[command(flatten)]
    output: OutputArgs,
}

/// A format of the report.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Format {
    /// For people at a terminal
    Text,
    /// In sentences, for screen readers
    Narrated,
    /// For programs
    Json,
}

impl ValueEnum for FailOn {
    fn value_variants<'a>() -> &'a [FailOn] {
        &FailOn::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.name()))
    }
}

/// Checks every file, prints one report, and complains about what could not be used.
pub fn run(arguments: &CheckArgs) -> Status {
    let read = Submissions::read(&arguments.files, &arguments.question, &arguments.output);
    arguments.output.complain(&read.sources, &read.errors, arguments.format == Format::Narrated);
    if !read.may_publish {
        return Status::Failed;
    }
    let report = Report {
        sources: &read.sources,
        checks: read.checks(),
        errors: &read.errors,
        fail_on: arguments.fail_on.clone(),
    };
    if let Err(message) = publish(arguments, &report) {
        output::complain(&format!("{message}\n"));
        return Status::Failed;
    }
    match (read.errors.is_empty(), report.gate().passed) {
        (false, _) => Status::Failed,
        (true, true) => Status::Passed,
        (true, false) => Status::NotPassed,
    }
}

/// Prints the report, or writes it to the file that is asked for.
fn publish(arguments: &CheckArgs, report: &Report<'_>) -> Result<(), String> {
    let quiet = arguments.output.quiet;
    let words = match arguments.format {
        // Without a single result there is nothing to report but the errors, which have been said.
        Format::Text | Format::Narrated if report.checks.is_empty() => return Ok(()),
        Format::Text => text::write(report, arguments.output.style(), quiet),
        Format::Narrated => narrated::write(report, quiet),
        Format::Json => {
            json::write(report).map_err(|error| format!("cannot write the result as JSON: {error}"))?
        }
    };
    arguments.output.publish(&words)
}
