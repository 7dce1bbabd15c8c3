//! `tipstaff oscal`: rules, assessments and gaps in NIST's language for controls and their assessment.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::output::{self, OutputArgs};
use super::submissions::{self, Evaluated, HowRead, QuestionArgs, RedactArgs, RowsKept, Submissions};
use super::{Status, packs};
use crate::diagnostic::{self, Code, Diagnostic, quote};
use crate::pack::Date;
use crate::report::oscal::{Unwritable, catalog, poam, results};
use crate::source::SourceMap;

/// What `tipstaff oscal` is asked to do.
#[derive(Args, Debug)]
pub struct OscalArgs {
    #[command(subcommand)]
    command: OscalCommand,
}

#[derive(Subcommand, Debug)]
enum OscalCommand {
    /// Print a pack as a catalog: a control for each recommendation
    Catalog(CatalogArgs),
    /// Print assessments as assessment results: what was looked at, found and is at risk
    Results(ResultsArgs),
    /// Print the gaps of an assessment as a plan of action and milestones
    Poam(PoamArgs),
}

#[derive(Args, Debug)]
#[command(mut_arg("output", |option| option.help("Write the catalog to a file instead of standard output")))]
#[command(mut_arg("quiet", |option| option.hide(true)))]
struct CatalogArgs {
    /// A built-in pack; the first, where none is named
    #[arg(value_name = "PACK", conflicts_with = "rules")]
    pack: Option<String>,
    /// A folder with a pack, instead of a built-in one
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// The day of the last change, or `today`, instead of that of the latest source document
    #[arg(long, value_name = "DATE", value_parser = submissions::date)]
    as_of: Option<Date>,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Args, Debug)]
#[command(mut_arg("output", |option| option.help("Write the results to a file instead of standard output")))]
#[command(mut_arg("quiet", |option| option.hide(true)))]
#[command(after_help = "\
The assessments must be by one pack, and each of another body.

Exit status: 0 printed, whatever came out; 2 some input could not be read or is wrong, and nothing is printed.")]
struct ResultsArgs {
    /// Assessments; `-` is standard input
    #[arg(required = true, value_name = "ASSESSMENT")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    question: QuestionArgs,
    #[command(flatten)]
    redact: RedactArgs,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Args, Debug)]
#[command(mut_arg("output", |option| option.help("Write the plan to a file instead of standard output")))]
#[command(mut_arg("quiet", |option| option.hide(true)))]
#[command(after_help = "\
Exit status: 0 printed; 2 some input could not be read or is wrong, or there is no gap: a plan of action without an item \
is none in OSCAL, and nothing is printed.")]
struct PoamArgs {
    /// The assessment; `-` is standard input
    #[arg(value_name = "ASSESSMENT")]
    file: PathBuf,
    #[command(flatten)]
    question: QuestionArgs,
    #[command(flatten)]
    redact: RedactArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Prints the document that is asked for, or why there is none.
pub fn run(arguments: &OscalArgs) -> Status {
    match &arguments.command {
        OscalCommand::Catalog(arguments) => catalog(arguments),
        OscalCommand::Results(arguments) => results(arguments),
        OscalCommand::Poam(arguments) => poam(arguments),
    }
}

fn catalog(arguments: &CatalogArgs) -> Status {
    let (mut sources, mut errors) = (SourceMap::default(), Vec::new());
    let folder = arguments.rules.as_deref();
    let pack = packs::named(arguments.pack.as_deref(), folder, &mut sources, &mut errors);
    errors.extend(arguments.output.refuse_replacing(&[], &sources));
    diagnostic::sort(&mut errors);
    arguments.output.complain(&sources, &errors, false);
    let (Some(pack), true) = (pack, errors.is_empty()) else { return Status::Failed };
    if let Some(folder) = folder {
        packs::name_from_own_folder(folder, &mut sources);
    }
    publish(&arguments.output, catalog::write(&sources, &pack, arguments.as_of))
}

fn results(arguments: &ResultsArgs) -> Status {
    let Some(read) = read(&arguments.files, &arguments.question, &arguments.redact, &arguments.output) else {
        return Status::Failed;
    };
    let checks = read.checks();
    let Some((first, others)) = checks.split_first() else { return Status::Failed };
    publish(&arguments.output, results::write(first, others))
}

fn poam(arguments: &PoamArgs) -> Status {
    let file = std::slice::from_ref(&arguments.file);
    let Some(read) = read(file, &arguments.question, &arguments.redact, &arguments.output) else {
        return Status::Failed;
    };
    let checks = read.checks();
    let Some(check) = checks.first() else { return Status::Failed };
    publish(&arguments.output, poam::write(check))
}

/// The assessments, all of which can be used; otherwise says what is wrong with them.
fn read(
    files: &[PathBuf],
    question: &QuestionArgs,
    redact: &RedactArgs,
    output: &OutputArgs,
) -> Option<Submissions> {
    let how = HowRead { rows: RowsKept::Asked, redact: redact.clone() };
    let mut read = Submissions::read(files, question, how, output.target());
    let several = read.only_pack("print the results of one after the other").err();
    let repeated = repeated(&read.evaluated);
    read.errors.extend(several.into_iter().chain(repeated));
    diagnostic::sort(&mut read.errors);
    output.complain(&read.sources, &read.errors, false);
    read.name_from_own_folders(question.rules.as_deref());
    (read.errors.is_empty() && read.may_publish).then_some(read)
}

/// Errors where two assessments are of one body: its risks would be there twice.
fn repeated(evaluated: &[Evaluated]) -> Vec<Diagnostic> {
    let assessments: Vec<_> = evaluated.iter().map(|evaluated| &evaluated.assessment).collect();
    let mistakes = assessments.iter().enumerate().filter_map(|(place, again)| {
        let mut earlier = assessments.iter().take(place);
        let first = earlier.find(|first| first.body == again.body && first.kind == again.kind)?;
        let message = format!("two assessments are of {}", quote(&again.body));
        let error = Diagnostic::error(Code::Conflict, message).label(again.header, "assessed again here");
        Some(
            error.label(first.header, "first assessed here").help("print the results of one after the other"),
        )
    });
    mistakes.collect()
}

fn publish(output: &OutputArgs, document: Result<String, Unwritable>) -> Status {
    let published = document.map_err(|error| error.to_string()).and_then(|text| output.publish(&text));
    output::ended(published, Status::Passed)
}
