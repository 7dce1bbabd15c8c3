//! `tipstaff plan`: what would close each gap of an assessment.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Status;
use super::output::{self, OutputArgs};
use super::submissions::{HowRead, QuestionArgs, RedactArgs, RowsKept, Submissions};
use crate::repair;
use crate::report::plan::{PlanReport, json, markdown, text};

/// What `tipstaff plan` is asked to do.
#[derive(Args, Debug)]
pub struct PlanArgs {
    /// The assessment; `-` is standard input
    #[arg(value_name = "ASSESSMENT")]
    file: PathBuf,
    #[command(flatten)]
    question: QuestionArgs,
    /// How to print the plan
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    redact: RedactArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// A format of the plan.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Format {
    /// For people at a terminal
    Text,
    /// For a report or a pull request
    Markdown,
    /// For programs
    Json,
}

/// Plans how to close the gaps of one assessment.
pub fn run(arguments: &PlanArgs) -> Status {
    let read = Submissions::read(
        std::slice::from_ref(&arguments.file),
        &arguments.question,
        HowRead { rows: RowsKept::All, redact: arguments.redact.clone() },
        arguments.output.target(),
    );
    arguments.output.complain(&read.sources, &read.errors, false);
    let (Some(evaluated), true) = (read.evaluated.first(), read.errors.is_empty() && read.may_publish) else {
        return Status::Failed;
    };
    let plan = repair::plan(&evaluated.pack, &evaluated.assessment, &evaluated.evaluation);
    let report = PlanReport { check: evaluated.to_check(&read.sources), plan: &plan };
    let words = match arguments.format {
        Format::Text => Ok(text::write(&report, arguments.output.style(), arguments.output.quiet)),
        Format::Markdown => Ok(markdown::write(&report)),
        Format::Json => json::write(&report),
    };
    let published = words
        .map_err(|error| format!("cannot write the plan as JSON: {error}"))
        .and_then(|words| arguments.output.publish(&words));
    output::ended(published, Status::Passed)
}
