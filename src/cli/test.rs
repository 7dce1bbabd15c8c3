//! `tipstaff test`: the scenarios of a pack, run.

use std::path::PathBuf;

use clap::Args;

use super::Status;
use super::output::{self, Color};
use super::packs;
use crate::diagnostic::Diagnostic;
use crate::report::message::{Message, one_line};
use crate::report::scenarios;
use crate::report::terminal::Artist;
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
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    color: Color,
}

/// Runs the scenarios, and says which came out otherwise than expected. A run of none is not passed.
pub fn run(arguments: &TestArgs) -> Status {
    let mut sources = SourceMap::default();
    let mut errors = Vec::new();
    let packs = packs::with_scenarios(arguments.rules.as_deref(), &mut sources, &mut errors);
    if !errors.is_empty() {
        complain(arguments, &sources, &errors);
        return Status::Failed;
    }
    let artist = Artist::new(&sources, arguments.color.style(&std::io::stdout()));
    let wanted =
        |title: &str| arguments.titles.is_empty() || arguments.titles.iter().any(|part| title.contains(part));
    let (mut passed, mut failed, mut report) = (0_usize, 0_usize, String::new());
    for pack in &packs {
        for scenario in pack.scenarios.iter().filter(|scenario| wanted(&scenario.title)) {
            let run = scenario::run(pack, scenario);
            let word = if run.failures.is_empty() { "ok" } else { "failed" };
            report += &format!("{word:7} {}\n", one_line(&scenario.title));
            for message in scenarios::failures(&sources, pack, &run) {
                report += &format!("\n{}", artist.draw(&message));
            }
            if !run.failures.is_empty() {
                report.push('\n');
            }
            let count = if run.failures.is_empty() { &mut passed } else { &mut failed };
            *count = count.saturating_add(1);
        }
    }
    report += &format!("\n{passed} passed, {failed} failed\n");
    if output::print(&report).is_err() {
        return Status::Failed;
    }
    if failed == 0 && passed > 0 { Status::Passed } else { Status::NotPassed }
}

fn complain(arguments: &TestArgs, sources: &SourceMap, errors: &[Diagnostic]) {
    let artist = Artist::new(sources, arguments.color.style(&std::io::stderr()));
    let drawn = errors.iter().map(|error| format!("{}\n", artist.draw(&Message::from(error))));
    output::complain(&drawn.collect::<String>());
}
