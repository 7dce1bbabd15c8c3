//! The command line: the only code that touches files, streams and the environment.

pub mod baseline;
pub mod check;
pub mod explain;
pub mod files;
pub mod folder;
pub mod graph;
pub mod input;
pub mod keygen;
pub mod keys;
pub mod measure;
pub mod oscal;
pub mod output;
pub mod packs;
pub mod path;
pub mod plan;
pub mod progress;
pub mod reports;
pub mod seal;
pub mod sealing;
pub mod settings;
pub mod sources;
pub mod sql;
pub mod store;
pub mod submissions;
pub mod test;
pub mod trend;
pub mod verify;

use std::io::ErrorKind;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Checks what a body says of itself against what an inspectorate's recommendations ask for.
#[derive(Parser, Debug)]
#[command(
    name = "tipstaff",
    bin_name = "tipstaff",
    version,
    term_width = 80,
    after_help = "Exit status: 0 done and the gate is passed, 1 done and the gate is not passed, \
                  2 some input could not be read or is wrong. No connection to any network is ever made."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Check assessments against the rules
    Check(Box<check::CheckArgs>),
    /// Prove a verdict, or say what a requirement, a fact or a code asks for or means
    Explain(explain::ExplainArgs),
    /// Say what would close each gap of an assessment, and in which order
    Plan(plan::PlanArgs),
    /// Show how recommendations and requirements bear on each other
    Graph(graph::GraphArgs),
    /// Run the scenarios that test the rules
    Test(test::TestArgs),
    /// List the source documents that rules cite, or hold them against documents at hand
    Sources(Box<sources::SourcesArgs>),
    /// Say what records come to, and record it in the assessment
    Measure(Box<measure::MeasureArgs>),
    /// Show how outcomes have changed over several results of `check --format json`
    Trend(trend::TrendArgs),
    /// Print measured facts as SQL statements, for a warehouse that holds the records
    Sql(Box<sql::SqlArgs>),
    /// Print rules, assessments or gaps in OSCAL, for programs that manage controls
    Oscal(Box<oscal::OscalArgs>),
    /// Seal an assessment: digests of all that it rests on and of what comes out, signed or not
    Seal(seal::SealArgs),
    /// Verify a seal: its signature, every digest, and the result by evaluating again
    Verify(verify::VerifyArgs),
    /// Make a pair of keys to sign and verify seals with
    Keygen(keygen::KeygenArgs),
}

/// How a run ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// Done, and the gate is passed.
    Passed,
    /// Done, and the gate is not passed.
    NotPassed,
    /// Some input could not be read, parsed, typed or verified, or the output could not be written.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(match status {
            Status::Passed => 0,
            Status::NotPassed => 1,
            Status::Failed => 2,
        })
    }
}

/// Runs what the command line asks for, or says what is wrong with it.
pub fn run() -> Status {
    match Cli::try_parse() {
        Ok(command_line) => command_line.run(),
        Err(error) if error.use_stderr() => {
            output::complain_in_lines(&error.render().to_string());
            Status::Failed
        }
        Err(help) => match help.print() {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                output::fail(&format!("cannot write the help: {}", input::reason(&error)));
                Status::Failed
            }
            _ => Status::Passed,
        },
    }
}

impl Cli {
    fn run(self) -> Status {
        match self.command {
            Command::Check(arguments) => check::run(&arguments),
            Command::Explain(arguments) => explain::run(&arguments),
            Command::Plan(arguments) => plan::run(&arguments),
            Command::Graph(arguments) => graph::run(&arguments),
            Command::Test(arguments) => test::run(&arguments),
            Command::Sources(arguments) => sources::run(&arguments),
            Command::Measure(arguments) => measure::run(&arguments),
            Command::Trend(arguments) => trend::run(&arguments),
            Command::Sql(arguments) => sql::run(&arguments),
            Command::Oscal(arguments) => oscal::run(&arguments),
            Command::Seal(arguments) => seal::run(&arguments),
            Command::Verify(arguments) => verify::run(&arguments),
            Command::Keygen(arguments) => keygen::run(&arguments),
        }
    }
}
