//! The baseline of a run: an earlier result, read, compared with and written anew.

use std::path::{Path, PathBuf};

use clap::Args;

use super::input;
use super::path::shown;
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::report::gate::Baseline;
use crate::report::{Report, json};
use crate::results::compare::{ChangeKind, compare};
use crate::results::{self, Results};

/// Which earlier result to compare with.
#[derive(Args, Debug)]
pub struct BaselineArgs {
    /// Fail only on what is worse than in this result of `--format json`
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write the result of this run to the baseline, whatever the gate says
    #[arg(long)]
    pub update_baseline: bool,
}

impl BaselineArgs {
    /// The file: that of the command line, or else that of the settings.
    pub fn path<'a>(&'a self, settings: Option<&'a Path>) -> Option<&'a Path> {
        self.baseline.as_deref().or(settings)
    }

    /// Whether the command line names the file.
    pub fn is_named(&self) -> bool {
        self.baseline.is_some()
    }

    /// Reads the file. One that is not there yet is no mistake where it is to be written.
    ///
    /// # Errors
    /// Why it cannot be read, or is no result.
    pub fn read(&self, path: &Path) -> Result<Option<Results>, Diagnostic> {
        if self.update_baseline && path.symlink_metadata().is_err() {
            return Ok(None);
        }
        read(path).map(Some)
    }
}

/// Reads a result.
///
/// # Errors
/// Why it cannot be read, or is none.
pub fn read(path: &Path) -> Result<Results, Diagnostic> {
    let text = input::read_result(path)?;
    // Some editors put a mark at the beginning.
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    results::read(text).map_err(|why| {
        let message = format!("{} is no result that can be used: {why}", quote(&shown(path)));
        let help = "write it with `tipstaff check --format json`, or with `--update-baseline`";
        Diagnostic::error(Code::NotAResult, message).help(help)
    })
}

/// The result of a run as a baseline holds it: without what an earlier one is compared to.
///
/// # Errors
/// Why it cannot be written.
pub fn text_of(report: &Report<'_>) -> Result<String, Diagnostic> {
    json::write(report).map_err(|error| {
        Diagnostic::error(Code::NotAResult, format!("the result of this run cannot be written: {error}"))
    })
}

/// What is different from the earlier result, from the text of this run's own. Who is missing is only told of a run of
/// all that is to be checked.
///
/// # Errors
/// Why this run cannot be compared.
pub fn compared(
    report: &Report<'_>,
    text: &str,
    earlier: (&Path, &Results),
    is_part: bool,
) -> Result<Baseline, Diagnostic> {
    let (path, earlier) = earlier;
    let now = results::read(text).map_err(|why| {
        let message = format!("this run cannot be held against a baseline: {why}");
        Diagnostic::error(Code::Conflict, message)
    })?;
    let mut comparison = compare(earlier, &now);
    let why = match (report.unusable, is_part) {
        ([], false) => return Ok(Baseline { file: input::name(path), comparison }),
        ([], true) => "only some of the files that `tipstaff.toml` lists were checked",
        _ => "some files could not be checked",
    };
    comparison.changes.retain(|change| change.kind != ChangeKind::MissingBody);
    comparison.notes.push(format!("{why}, so bodies that are missing are not told"));
    Ok(Baseline { file: input::name(path), comparison })
}
