//! `tipstaff measure`: what records say of facts, and the record of it in the assessment.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::output::{self, OutputArgs};
use super::path::shown;
use super::submissions::{self, Evaluated, QuestionArgs, RowsKept, Submissions};
use super::{Status, input, store};
use crate::assessment::recorded::{self, RecordedResults};
use crate::assessment::{Recorded, with_record};
use crate::diagnostic::{self, Code, Diagnostic};
use crate::digest::sha256_hex;
use crate::evaluate::recorded::{of_extracts, of_results};
use crate::pack::rule::Fact;
use crate::pack::{Date, Slots};
use crate::report::measured::{self, Answers, Measured, Written, json, text};
use crate::source::SourceMap;
use crate::tables::results::{self, Answer};

/// What `tipstaff measure` is asked to do.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  tipstaff measure force.toml                  what the records say
  tipstaff measure --write force.toml          and record it in the assessment,
                                               which can then travel without them
  tipstaff measure --from facts.csv force.toml what came back from a warehouse

Exit status: 0 measured, whatever came out; 2 some input could not be read or is wrong.")]
pub struct MeasureArgs {
    /// The assessment; `-` is standard input
    #[arg(value_name = "ASSESSMENT")]
    file: PathBuf,
    /// A file of results that came back from a warehouse, instead of the records; `-` is standard input
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Record what is measured in the assessment
    #[arg(long)]
    write: bool,
    /// A folder with a pack to use instead of the built-in one that the assessment names
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// The day to measure for, or `today`, instead of the assessment's own
    #[arg(long, value_name = "DATE", value_parser = submissions::date, conflicts_with = "write")]
    as_of: Option<Date>,
    /// How to print the facts
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    output: OutputArgs,
}

/// A format of measured facts.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Format {
    /// For people at a terminal
    Text,
    /// For programs
    Json,
    /// As a file of results
    Csv,
}

/// Measures, records where that is asked for, and prints.
pub fn run(arguments: &MeasureArgs) -> Status {
    let question = QuestionArgs { rules: arguments.rules.clone(), as_of: arguments.as_of, assurance: None };
    let mut read = Submissions::read(
        std::slice::from_ref(&arguments.file),
        &question,
        RowsKept::Asked,
        arguments.output.target(),
    );
    let mut errors = std::mem::take(&mut read.errors);
    errors.extend(conflicts(arguments));
    let evaluated = read.evaluated.pop();
    let results = match (&evaluated, &arguments.from) {
        (Some(evaluated), Some(from)) if errors.is_empty() => {
            Results::read(from, evaluated, arguments, &mut read.sources, &mut errors)
        }
        _ => None,
    };
    let text = evaluated.as_ref().map(|evaluated| read.sources.file(evaluated.assessment.file).text.clone());
    let mut written = None;
    if let (Some(evaluated), Some(text), true, true) = (&evaluated, text, arguments.write, errors.is_empty())
    {
        match record(evaluated, results.as_ref()) {
            Err(error) => errors.push(error),
            Ok(record) => match write(&arguments.file, evaluated, &text, &record) {
                Err(message) => {
                    output::fail(&message);
                    return Status::Failed;
                }
                Ok(state) => written = Some(state),
            },
        }
    }
    diagnostic::sort(&mut errors);
    arguments.output.complain(&read.sources, &errors, false);
    let (Some(evaluated), true) = (evaluated, errors.is_empty() && read.may_publish) else {
        return Status::Failed;
    };
    let answers = results.as_ref().map(|results| Answers {
        file: results.file.clone(),
        of: &results.answers,
        warnings: results.warnings.clone(),
    });
    publish(arguments, &Measured { check: evaluated.to_check(&read.sources), answers, written })
}

/// An assessment from standard input cannot be written to, and it can be read only once.
fn conflicts(arguments: &MeasureArgs) -> Option<Diagnostic> {
    if !input::is_standard_input(&arguments.file) {
        return None;
    }
    let message = match &arguments.from {
        Some(from) if input::is_standard_input(from) => "standard input is given twice",
        _ if arguments.write => "nothing can be recorded in an assessment from standard input",
        _ => return None,
    };
    Some(Diagnostic::error(Code::Conflict, message).help("give the path of the assessment"))
}

fn publish(arguments: &MeasureArgs, measured: &Measured<'_>) -> Status {
    let words = match arguments.format {
        Format::Text => Ok(text::write(measured, arguments.output.style(), arguments.output.quiet)),
        Format::Json => json::write(measured),
        Format::Csv => Ok(measured::csv(measured)),
    };
    let published = words
        .map_err(|error| format!("cannot write the facts as JSON: {error}"))
        .and_then(|words| arguments.output.publish(&words));
    output::ended(published, Status::Passed)
}

/// What came back from a warehouse.
struct Results {
    file: RecordedResults,
    answers: Slots<Fact, Option<Answer>>,
    warnings: Vec<Diagnostic>,
}

impl Results {
    fn read(
        path: &Path,
        evaluated: &Evaluated,
        arguments: &MeasureArgs,
        sources: &mut SourceMap,
        errors: &mut Vec<Diagnostic>,
    ) -> Option<Results> {
        let text = input::read_text(path).map_err(|error| errors.push(error)).ok()?;
        let sha256 = sha256_hex(text.as_bytes());
        let is_standard = input::is_standard_input(path);
        let name = input::name(path);
        let id = sources.add(name.clone(), text);
        let (answers, diagnostics) = results::read(&evaluated.pack, id, &sources.file(id).text);
        let (wrong, warnings) = diagnostics.into_iter().partition(Diagnostic::is_error);
        errors.extend::<Vec<Diagnostic>>(wrong);
        errors.extend(arguments.output.refuse_replacing(&[path.to_owned()], sources));
        // Where the file lay is of no use to whoever reads the record.
        let file = path.file_name().filter(|_| !is_standard).map_or(name, |file| shown(file.as_ref()));
        let file = RecordedResults { file, sha256 };
        Some(Results { file, answers: answers?, warnings })
    }
}

/// What is to be recorded, or why nothing can be.
fn record(evaluated: &Evaluated, results: Option<&Results>) -> Result<Recorded, Diagnostic> {
    let Evaluated { pack, assessment, evaluation, .. } = evaluated;
    let nothing =
        |message: String, help: &str| Err(Diagnostic::error(Code::NothingMeasured, message).help(help));
    let record = match results {
        Some(Results { file, answers, .. }) => {
            of_results(pack, assessment, evaluation, file.clone(), answers)
        }
        None => match of_extracts(pack, assessment, evaluation) {
            Ok(record) => record,
            Err(away) => {
                let facts = if away == 1 { "1 fact".to_owned() } else { format!("{away} facts") };
                let message = format!("the extracts of {facts} are not at hand, so nothing is recorded anew");
                return nothing(
                    message,
                    "put the extracts beside the assessment, or leave its record as it is",
                );
            }
        },
    };
    if record.facts.iter().all(Option::is_none) {
        let (message, help) = match results {
            Some(_) => ("the file of results holds no fact", "ask the warehouse what `tipstaff sql` prints"),
            None => (
                "no fact is measured from an extract, so there is nothing to record",
                "name extracts under `[tables]`; rows in the assessment itself travel with it",
            ),
        };
        return nothing(message.to_owned(), help);
    }
    Ok(record)
}

/// Writes the record into the assessment, of which nothing else changes.
fn write(path: &Path, evaluated: &Evaluated, text: &str, record: &Recorded) -> Result<Written, String> {
    let lines = recorded::write(&evaluated.pack, record);
    let new = with_record(evaluated.assessment.file, text, &lines)
        .ok_or_else(|| format!("`{}` would become larger than what is read", shown(path)))?;
    if new == text {
        return Ok(Written::Unchanged);
    }
    store::rewrite(path, text, &new).map(|()| Written::Written)
}
