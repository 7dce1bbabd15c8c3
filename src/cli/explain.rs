//! `tipstaff explain`: why a verdict is what it is, what a requirement asks for, what a code means.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::{self, OutputArgs};
use super::submissions::{HowRead, QuestionArgs, RedactArgs, RowsKept, Submissions};
use super::{Status, packs};
use crate::diagnostic::{self, Code, Diagnostic, quote, suggest};
use crate::pack::rule::Pack;
use crate::report::Check;
use crate::report::explain::{Explanation, Explanations, Subject, json, text};
use crate::source::SourceMap;

/// What `tipstaff explain` is asked to do.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  tipstaff explain R8.4                      what the requirement asks for
  tipstaff explain R8.4 force.toml           the proof of its outcome
  tipstaff explain R8.4.month force.toml     the proof of one clause
  tipstaff explain R8 force.toml             its requirements, and how they fold
  tipstaff explain bail.every_period force.toml
                                             what is known of a fact, and what stands on it
  tipstaff explain pack::unknown-name     what a code means

Exit status: 0 explained, whatever the outcome; 2 some input could not be read or is wrong.")]
pub struct ExplainArgs {
    /// A recommendation, requirement, clause or fact by its id, or a code
    #[arg(value_name = "ID")]
    id: String,
    /// Assessments whose verdicts to prove; without one, what is asked for is explained; `-` is standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    question: QuestionArgs,
    /// How to print the explanation
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    redact: RedactArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// A format of the explanation.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Format {
    /// For people at a terminal
    Text,
    /// For programs
    Json,
}

/// Explains what is asked about, and complains about what could not be used.
pub fn run(arguments: &ExplainArgs) -> Status {
    if arguments.id.contains("::") {
        return of_code(arguments);
    }
    if arguments.files.is_empty() { of_rules(arguments) } else { of_verdicts(arguments) }
}

/// A code needs neither rules nor assessments.
fn of_code(arguments: &ExplainArgs) -> Status {
    let id = &arguments.id;
    let code = Code::ALL.iter().copied().find(|code| code.name() == id);
    let mut errors = Vec::new();
    if code.is_none() {
        errors.push(unknown(id, Code::ALL.iter().map(|code| code.name())));
    }
    if !arguments.files.is_empty() {
        let message = format!("{} is a code, which is explained without an assessment", quote(id));
        errors.push(Diagnostic::error(Code::Conflict, message).help("leave the assessment out"));
    }
    let sources = SourceMap::default();
    errors.extend(replaced(arguments, &sources));
    finish(arguments, &sources, errors, code, Vec::new())
}

/// What the rules ask for, by every pack that has something of this name.
fn of_rules(arguments: &ExplainArgs) -> Status {
    let (mut sources, mut errors) = (SourceMap::default(), Vec::new());
    let packs = packs::all(arguments.question.rules.as_deref(), &mut sources, &mut errors);
    let found = packs.iter().filter_map(|pack| {
        let subject = Subject::named(pack, &arguments.id)?;
        Some(Explanation { subject, sources: &sources, pack, check: None })
    });
    let mut found: Vec<Explanation<'_>> = found.collect();
    if errors.is_empty() && found.is_empty() {
        errors.push(unknown_in(&arguments.id, packs.iter()));
    }
    if let Some(replaced) = replaced(arguments, &sources) {
        errors.push(replaced);
        found.clear();
    }
    finish(arguments, &sources, errors, None, found)
}

/// An error where the explanation would replace a file of rules, or the secret, which is not even read here.
fn replaced(arguments: &ExplainArgs, sources: &SourceMap) -> Option<Diagnostic> {
    let secret: Vec<_> = arguments.redact.file().cloned().collect();
    arguments.output.refuse_replacing(&secret, sources)
}

/// The proof of what came out, for each assessment. One that is wrong does not hide the others.
fn of_verdicts(arguments: &ExplainArgs) -> Status {
    let mut read = Submissions::read(
        &arguments.files,
        &arguments.question,
        HowRead { rows: RowsKept::All, redact: arguments.redact.clone() },
        arguments.output.target(),
    );
    let mut errors = std::mem::take(&mut read.errors);
    let checks: Vec<Check<'_>> = read.checks();
    let found = checks.iter().filter_map(|check| {
        let subject = Subject::named(check.pack, &arguments.id)?;
        Some(Explanation { subject, sources: check.sources, pack: check.pack, check: Some(check) })
    });
    let mut found: Vec<Explanation<'_>> = found.collect();
    if found.is_empty() && !checks.is_empty() {
        errors.push(unknown_in(&arguments.id, checks.iter().map(|check| check.pack)));
    }
    if !read.may_publish {
        found.clear();
    }
    finish(arguments, &read.sources, errors, None, found)
}

/// Says what is wrong, and prints what could be explained.
fn finish(
    arguments: &ExplainArgs,
    sources: &SourceMap,
    mut errors: Vec<Diagnostic>,
    code: Option<Code>,
    found: Vec<Explanation<'_>>,
) -> Status {
    diagnostic::sort(&mut errors);
    arguments.output.complain(sources, &errors, false);
    if !errors.is_empty() && found.is_empty() {
        return Status::Failed;
    }
    let explanations = Explanations { id: &arguments.id, code, of: found };
    let status = if errors.is_empty() { Status::Passed } else { Status::Failed };
    output::ended(publish(arguments, &explanations), status)
}

fn unknown_in<'p>(id: &str, packs: impl Iterator<Item = &'p Pack>) -> Diagnostic {
    let names: Vec<String> = packs.flat_map(Subject::names).collect();
    unknown(id, names.iter().map(String::as_str).chain(Code::ALL.iter().map(|code| code.name())))
}

fn unknown<'n>(id: &str, known: impl Iterator<Item = &'n str>) -> Diagnostic {
    let help = suggest::did_you_mean(id, known);
    Diagnostic::error(
        Code::UnknownSubject,
        format!("nothing that could be explained is called {}", quote(id)),
    )
    .help("give a recommendation (`R8`), a requirement (`R8.4`), a clause, a fact or a code")
    .maybe_help(help)
}

/// Prints the explanations, or writes them to the file that is asked for.
fn publish(arguments: &ExplainArgs, explanations: &Explanations<'_>) -> Result<(), String> {
    let words = match arguments.format {
        Format::Text => text::write(explanations, arguments.output.style(), arguments.output.quiet),
        Format::Json => json::write(explanations)
            .map_err(|error| format!("cannot write the explanation as JSON: {error}"))?,
    };
    arguments.output.publish(&words)
}
