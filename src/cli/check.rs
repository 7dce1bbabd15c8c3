//! `tipstaff check`: assessments against rules, a report, and a gate.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Status;
use super::output::{self, OutputArgs};
use super::reports::ReportArgs;
use super::submissions::{HowRead, QuestionArgs, RedactArgs, RowsKept, Submissions};
use crate::report::Report;
use crate::report::gate::FailOn;

/// What `tipstaff check` is asked to do.
#[derive(Args, Debug)]
pub struct CheckArgs {
    /// Assessments to check; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    question: QuestionArgs,
    #[command(flatten)]
    reports: ReportArgs,
    /// What fails the gate
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [FailOn::DEFAULT], value_name = "LIST")]
    fail_on: Vec<FailOn>,
    #[command(flatten)]
    redact: RedactArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl ValueEnum for FailOn {
    fn value_variants<'a>() -> &'a [FailOn] {
        &FailOn::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.name()))
    }
}

/// Checks every file, prints one report or several, and complains about what could not be used.
pub fn run(arguments: &CheckArgs) -> Status {
    let (output, reports) = (&arguments.output, &arguments.reports);
    let summary = reports.step_summary();
    let targets = output.target().into_iter().chain(reports.targets(summary.as_deref()));
    let read = Submissions::read(
        &arguments.files,
        &arguments.question,
        HowRead { rows: RowsKept::Asked, redact: arguments.redact.clone() },
        targets,
    );
    output.complain(&read.sources, &read.errors, reports.is_in_sentences());
    if !read.may_publish {
        return Status::Failed;
    }
    let report = Report {
        sources: &read.sources,
        checks: read.checks(),
        errors: &read.errors,
        fail_on: arguments.fail_on.clone(),
    };
    let unwritten = reports.publish(&report, output, summary.as_deref());
    if !unwritten.is_empty() {
        unwritten.iter().for_each(|message| output::complain(&format!("{message}\n")));
        return Status::Failed;
    }
    match (read.errors.is_empty(), report.gate().passed) {
        (false, _) => Status::Failed,
        (true, true) => Status::Passed,
        (true, false) => Status::NotPassed,
    }
}
