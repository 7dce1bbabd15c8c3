//! `tipstaff check`: assessments against rules, a report, and a gate.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use clap::{Args, ValueEnum};

use super::Status;
use super::input::{self, AssessmentFolder};
use super::output::{self, OutputArgs};
use super::packs::Packs;
use crate::assessment::{self, Assessment};
use crate::diagnostic::{self, Code, Diagnostic};
use crate::evaluate::outcome::{Question, evaluate};
use crate::evaluate::verdict::Evaluation;
use crate::pack::Date;
use crate::pack::rule::Pack;
use crate::report::gate::FailOn;
use crate::report::{Check, Report, json, narrated, problems, text, warnings};
use crate::source::SourceMap;
use crate::vocabulary::Assurance;

/// What `tipstaff check` is asked to do.
#[derive(Args, Debug)]
pub struct CheckArgs {
    /// Assessments to check; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// A folder with a pack to use instead of the built-in one that the assessment names
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// The day of the check, instead of the assessment's own
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// How to print the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// What fails the gate
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [FailOn::Gap], value_name = "LIST")]
    fail_on: Vec<FailOn>,
    /// How well a met requirement must be supported, instead of what the pack asks for
    #[arg(long, value_enum)]
    assurance: Option<Assurance>,
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

impl ValueEnum for Assurance {
    fn value_variants<'a>() -> &'a [Assurance] {
        &Assurance::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.name()))
    }
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "expected a date such as 2026-10-31".to_owned())
}

/// Checks every file, prints one report, and complains about what could not be used.
pub fn run(arguments: &CheckArgs) -> Status {
    let mut run = Run {
        sources: SourceMap::default(),
        packs: Packs::new(arguments.rules.clone()),
        opened: Vec::new(),
        errors: Vec::new(),
    };
    let checked: Vec<Checked> =
        arguments.files.iter().filter_map(|file| run.check(file, arguments)).collect();
    let conflicts = run.conflicts(arguments);
    let conflicting = !conflicts.is_empty();
    run.errors.extend(conflicts);
    diagnostic::sort(&mut run.errors);

    let checks = checked.iter().map(|checked| checked.to_check(&run.sources)).collect();
    let report =
        Report { sources: &run.sources, checks, errors: &run.errors, fail_on: arguments.fail_on.clone() };
    arguments.output.complain(&run.sources, &run.errors, arguments.format == Format::Narrated);
    if conflicting {
        return Status::Failed;
    }
    if let Err(message) = publish(arguments, &report) {
        output::complain(&format!("{message}\n"));
        return Status::Failed;
    }
    match (run.errors.is_empty(), report.gate().passed) {
        (false, _) => Status::Failed,
        (true, true) => Status::Passed,
        (true, false) => Status::NotPassed,
    }
}

/// What a run has read so far.
struct Run {
    sources: SourceMap,
    packs: Packs,
    /// The evidence and extracts that have been opened.
    opened: Vec<PathBuf>,
    errors: Vec<Diagnostic>,
}

/// An assessment that could be checked.
struct Checked {
    pack: Rc<Pack>,
    assessment: Assessment,
    evaluation: Evaluation,
    warnings: Vec<Diagnostic>,
}

impl Checked {
    fn to_check<'a>(&'a self, sources: &'a SourceMap) -> Check<'a> {
        let mut check = Check {
            sources,
            pack: &self.pack,
            assessment: &self.assessment,
            evaluation: &self.evaluation,
            warnings: self.warnings.clone(),
        };
        let found = warnings::of(&check);
        check.warnings.extend(found);
        check
    }
}

impl Run {
    /// No file that is read must be replaced by the report, and standard input can be read only once.
    fn conflicts(&self, arguments: &CheckArgs) -> Vec<Diagnostic> {
        let read: Vec<PathBuf> = arguments.files.iter().chain(&self.opened).cloned().collect();
        let replaced = arguments.output.refuse_replacing(&read, &self.sources);
        let twice = arguments.files.iter().filter(|file| input::is_standard_input(file)).count() > 1;
        let twice = twice.then(|| Diagnostic::error(Code::Conflict, "standard input is given twice"));
        replaced.into_iter().chain(twice).collect()
    }

    /// Reads and checks one file. What is wrong with it never hides the others' results.
    fn check(&mut self, path: &Path, arguments: &CheckArgs) -> Option<Checked> {
        let text = match input::read_text(path) {
            Ok(text) => text,
            Err(error) => {
                self.errors.push(error);
                return None;
            }
        };
        let name =
            if input::is_standard_input(path) { "<standard input>".into() } else { path.to_string_lossy() };
        let file = self.sources.add(name, text);
        let (submission, diagnostics) = assessment::read(file, &self.sources.file(file).text);
        self.keep_errors(diagnostics);
        let submission = submission?;
        let pack = self.packs.get(&submission, &mut self.sources, &mut self.errors)?;
        let folder = AssessmentFolder::of(path);
        let (assessment, diagnostics) = assessment::load(submission, &pack, &folder);
        self.opened.extend(folder.into_opened());
        let warnings = self.keep_errors(diagnostics);
        let assessment = assessment?;
        let question = Question {
            as_of: arguments.as_of.unwrap_or(assessment.as_of),
            assurance: arguments.assurance.unwrap_or(pack.manifest.assurance),
        };
        let evaluation = evaluate(&pack, &assessment, question);
        let impossible = problems::of(&pack, &evaluation);
        let possible = impossible.is_empty();
        self.errors.extend(impossible);
        possible.then_some(Checked { pack, assessment, evaluation, warnings })
    }

    /// Keeps the errors and gives the warnings back.
    fn keep_errors(&mut self, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let (errors, warnings) = diagnostics.into_iter().partition(Diagnostic::is_error);
        self.errors.extend::<Vec<Diagnostic>>(errors);
        warnings
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
