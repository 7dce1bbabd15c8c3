//! The `tipstaff` program.

use std::process::ExitCode;

use clap::Parser;
use tipstaff::cli::Cli;

fn main() -> ExitCode {
    Cli::parse().run().into()
}
