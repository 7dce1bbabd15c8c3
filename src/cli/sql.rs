//! `tipstaff sql`: measured facts as statements for the warehouse that holds the records.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::{self, OutputArgs};
use super::submissions::{self, QuestionArgs, RowsKept, Submissions};
use super::{Status, packs};
use crate::diagnostic::{self, Code, Diagnostic, quote, suggest};
use crate::pack::rule::{Fact, Pack};
use crate::pack::{Date, Id, Partial, Slots};
use crate::source::SourceMap;
use crate::sql::{self, Dialect, Question, Refusal};

/// What `tipstaff sql` is asked to do.
#[derive(Args, Debug)]
pub struct SqlArgs {
    /// Measured facts, such as `bail.every_period`; all of them, where none is named
    #[arg(value_name = "FACT")]
    facts: Vec<String>,
    /// The dialect of the warehouse
    #[arg(long, value_enum)]
    dialect: Dialect,
    /// A folder with a pack, instead of the built-in ones
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// An assessment, for the day of the check and what is stated of facts that measured ones depend on
    #[arg(long, value_name = "FILE")]
    assessment: Option<PathBuf>,
    /// The day of the check, or `today`
    #[arg(long, value_name = "DATE", value_parser = submissions::date, required_unless_present = "assessment")]
    as_of: Option<Date>,
    #[command(flatten)]
    output: OutputArgs,
}

impl ValueEnum for Dialect {
    fn value_variants<'a>() -> &'a [Dialect] {
        &Dialect::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.name()))
    }
}

/// Prints the statements, or what stands against them.
pub fn run(arguments: &SqlArgs) -> Status {
    match &arguments.assessment {
        Some(assessment) => with_assessment(arguments, assessment),
        None => without_assessment(arguments),
    }
}

fn with_assessment(arguments: &SqlArgs, assessment: &PathBuf) -> Status {
    let question = QuestionArgs { rules: arguments.rules.clone(), as_of: arguments.as_of, assurance: None };
    let files = std::slice::from_ref(assessment);
    let mut read = Submissions::read(files, &question, RowsKept::Asked, arguments.output.target());
    let mut errors = std::mem::take(&mut read.errors);
    let mut printed = String::new();
    for evaluated in &read.evaluated {
        let (pack, facts) = (&evaluated.pack, &evaluated.assessment.facts);
        let stated = Slots::new(&pack.facts, |fact| facts[fact].known.clone());
        let as_of = arguments.as_of.unwrap_or(evaluated.assessment.as_of);
        let batch = Batch { arguments, pack, sources: &read.sources, as_of, stated: Some(&stated) };
        let found = batch.named(&mut errors);
        printed += &batch.print(found, &mut errors);
    }
    finish(arguments, &read.sources, errors, &printed)
}

fn without_assessment(arguments: &SqlArgs) -> Status {
    let (mut sources, mut errors) = (SourceMap::default(), Vec::new());
    let packs = packs::all(arguments.rules.as_deref(), &mut sources, &mut errors);
    errors.extend(arguments.output.refuse_replacing(&[], &sources));
    let mut printed = String::new();
    if let (true, Some(as_of)) = (errors.is_empty(), arguments.as_of) {
        for pack in &packs {
            let batch = Batch { arguments, pack, sources: &sources, as_of, stated: None };
            let found = batch.named(&mut errors);
            printed += &batch.print(found, &mut errors);
        }
    }
    finish(arguments, &sources, errors, &printed)
}

/// Says what is wrong, or prints the statements: all, or none.
fn finish(arguments: &SqlArgs, sources: &SourceMap, mut errors: Vec<Diagnostic>, printed: &str) -> Status {
    diagnostic::sort(&mut errors);
    arguments.output.complain(sources, &errors, false);
    if !errors.is_empty() {
        return Status::Failed;
    }
    output::ended(arguments.output.publish(printed), Status::Passed)
}

/// The facts of one pack that are asked for.
struct Batch<'a> {
    arguments: &'a SqlArgs,
    pack: &'a Pack,
    sources: &'a SourceMap,
    as_of: Date,
    stated: Option<&'a Slots<Fact, Partial>>,
}

impl Batch<'_> {
    /// The facts that are named; all, where none is.
    fn named(&self, errors: &mut Vec<Diagnostic>) -> Vec<Id<Fact>> {
        let pack = self.pack;
        if self.arguments.facts.is_empty() {
            return sql::measured(pack).collect();
        }
        let mut found = Vec::new();
        for name in &self.arguments.facts {
            match sql::measured(pack).find(|fact| pack.fact_name(*fact) == *name) {
                Some(fact) if !found.contains(&fact) => found.push(fact),
                Some(_) => {}
                None => {
                    let names: Vec<String> = sql::measured(pack).map(|fact| pack.fact_name(fact)).collect();
                    let help = suggest::did_you_mean(name, names.iter().map(String::as_str));
                    let message = format!("no fact that records decide is called {}", quote(name));
                    errors.push(Diagnostic::error(Code::UnknownMeasure, message).maybe_help(help));
                }
            }
        }
        found
    }

    /// The statements. What cannot be put into SQL is an error where it is named, and else said in its place.
    fn print(&self, facts: Vec<Id<Fact>>, errors: &mut Vec<Diagnostic>) -> String {
        let Batch { pack, sources, as_of, stated, .. } = *self;
        let question = Question { pack, sources, as_of, stated };
        let dialect = self.arguments.dialect;
        let mut printed = String::new();
        if !self.arguments.output.quiet {
            printed += &sql::heading(&question, &facts, dialect);
        }
        for fact in facts {
            let words = match sql::statement(&question, fact, dialect) {
                Ok(statement) => statement,
                Err(refusal) if self.arguments.facts.is_empty() => sql::refused(pack, fact, &refusal),
                Err(refusal) => {
                    errors.push(self.error(fact, &refusal));
                    continue;
                }
            };
            printed += &format!("\n{words}");
        }
        printed
    }

    fn error(&self, fact: Id<Fact>, refusal: &Refusal) -> Diagnostic {
        let (code, help) = match refusal {
            Refusal::NeedsStatements(_) => {
                (Code::SqlNeedsStatements, "give an assessment that states it with `--assessment`")
            }
            Refusal::NotExact(_) => (Code::SqlNotExact, "measure the fact from an extract instead"),
        };
        let name = self.pack.fact_name(fact);
        let message = format!("`{name}` cannot be put into SQL: {refusal}");
        let place = self.pack.facts[fact].measured.as_ref().map(|expr| expr.span);
        let error = Diagnostic::error(code, message).help(help);
        match place {
            Some(place) => error.label(place, "measured here"),
            None => error,
        }
    }
}
