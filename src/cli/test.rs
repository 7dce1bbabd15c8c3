//! `tipstaff test`: the scenarios of a pack, run.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Status;
use super::output::{self, OutputArgs};
use super::packs;
use crate::diagnostic::{self, Code, Diagnostic, suggest};
use crate::pack::rule::Pack;
use crate::pack::scenario::Scenario;
use crate::report::scenarios::{TestReport, Tested, json, junit, text};
use crate::scenario;
use crate::source::SourceMap;

/// What `tipstaff test` is asked to do.
#[derive(Args, Debug)]
pub struct TestArgs {
    /// Run only scenarios whose title holds one of these texts
    #[arg(value_name = "TITLE")]
    titles: Vec<String>,
    /// A folder with a pack, instead of the built-in ones
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// How to print the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    output: OutputArgs,
}

/// A format of the report.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Format {
    /// For people at a terminal
    Text,
    /// For programs
    Json,
    /// For continuous integration, as XML
    Junit,
}

/// Runs the scenarios, and says which came out otherwise than expected. A run of none is not passed.
pub fn run(arguments: &TestArgs) -> Status {
    let mut sources = SourceMap::default();
    let mut errors = Vec::new();
    let packs = packs::with_scenarios(arguments.rules.as_deref(), &mut sources, &mut errors);
    if errors.is_empty() {
        errors.extend(arguments.titles.iter().filter_map(|title| in_no_title(title, &packs)));
    }
    errors.extend(arguments.output.refuse_replacing(&[], &sources));
    diagnostic::sort(&mut errors);
    if !errors.is_empty() {
        arguments.output.complain(&sources, &errors, false);
        return Status::Failed;
    }

    let wanted = |scenario: &&Scenario| {
        arguments.titles.is_empty() || arguments.titles.iter().any(|part| scenario.title.contains(part))
    };
    let chosen = packs
        .iter()
        .flat_map(|pack| pack.scenarios.iter().filter(wanted).map(move |scenario| (pack, scenario)));
    let scenarios =
        chosen.map(|(pack, scenario)| Tested::of(&sources, pack, &scenario::run(pack, scenario))).collect();
    let report = TestReport { sources: &sources, packs: packs.iter().collect(), scenarios };
    let status = if report.all_passed() { Status::Passed } else { Status::NotPassed };
    output::ended(publish(arguments, &report), status)
}

/// An error where no title holds this text.
fn in_no_title(text: &str, packs: &[Pack]) -> Option<Diagnostic> {
    let scenarios = packs.iter().flat_map(|pack| &pack.scenarios);
    let titles: Vec<&str> = scenarios.map(|scenario| scenario.title.as_str()).collect();
    if titles.iter().any(|title| title.contains(text)) {
        return None;
    }
    let help = match suggest::nearest_in_part(text, titles.iter().copied()) {
        Some(title) => format!("did you mean `{title}`?"),
        None if titles.is_empty() => "there is no scenario at all".to_owned(),
        None => format!("without a text, all {} scenarios are run and listed", titles.len()),
    };
    let message = format!("no scenario has `{text}` in its title");
    Some(Diagnostic::error(Code::UnknownScenario, message).help(help))
}

/// Prints the report, or writes it to the file that is asked for.
fn publish(arguments: &TestArgs, report: &TestReport<'_>) -> Result<(), String> {
    let words = match arguments.format {
        Format::Text => Ok(text::write(report, arguments.output.style(), arguments.output.quiet)),
        Format::Json => json::write(report).map_err(|error| error.to_string()),
        Format::Junit => junit::write(report).map_err(|error| error.to_string()),
    };
    let words = words.map_err(|error| format!("cannot put the report into words: {error}"))?;
    arguments.output.publish(&words)
}
