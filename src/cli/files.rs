//! Which files are checked: those that are named, those below a folder, and those that a pattern fits. The only door to
//! `glob`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};

use super::input;
use super::settings::SETTINGS;
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::document::{self, Mistakes};
use crate::source::SourceMap;

/// The files to check, each once, and what is to be said of how they were found.
#[derive(Default)]
pub struct Found {
    /// The files, in the order of the arguments; those of one argument in the order of their paths.
    pub files: Vec<PathBuf>,
    /// Arguments that find nothing or cannot be read.
    pub errors: Vec<Diagnostic>,
    /// Files that were found and are no assessments.
    pub skipped: Vec<PathBuf>,
}

/// How many files a message lists.
const NAMES: usize = 8;

/// As the shells do it: `*` stops at a folder, and finds no hidden file.
const OPTIONS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

/// Finds what these arguments stand for, from this folder on.
pub fn find(arguments: &[PathBuf], folder: &Path) -> Found {
    let mut found = Found::default();
    let mut seen = BTreeSet::new();
    for argument in arguments {
        let of_argument = found.of_argument(argument, folder);
        for path in of_argument {
            // Standard input that is given twice is for others to refuse.
            let is_new = path.canonicalize().map_or(true, |whole| seen.insert(whole));
            if is_new || input::is_standard_input(&path) {
                found.files.push(path);
            }
        }
    }
    found
}

impl Found {
    fn of_argument(&mut self, argument: &Path, folder: &Path) -> Vec<PathBuf> {
        if input::is_standard_input(argument) {
            return vec![argument.to_owned()];
        }
        let path = folder.join(argument);
        let listed = if path.is_dir() {
            input::files_below(&path, "toml")
        } else {
            match argument.to_str().filter(|text| text.contains(['*', '?', '[']) && !path.exists()) {
                Some(pattern) => matching(pattern, folder),
                None => return vec![path],
            }
        };
        let listed = listed.unwrap_or_else(|error| {
            self.errors.push(error);
            Vec::new()
        });
        if self.errors.is_empty() || !listed.is_empty() {
            return self.assessments(argument, listed);
        }
        Vec::new()
    }

    /// Those of the files that are assessments. One that cannot be read or parsed counts as one: that is to be said.
    fn assessments(&mut self, argument: &Path, listed: Vec<PathBuf>) -> Vec<PathBuf> {
        let settings = |path: &PathBuf| path.file_name().is_some_and(|name| name == SETTINGS);
        let listed = listed.into_iter().filter(|path| !settings(path));
        let (assessments, others): (Vec<PathBuf>, Vec<PathBuf>) =
            listed.partition(|path| is_assessment(path));
        if assessments.is_empty() {
            let message = format!("{} finds no assessment", quote(&argument.to_string_lossy()));
            let help = if others.is_empty() {
                "no file whose name ends in `.toml` was found".to_owned()
            } else {
                format!("without an `[assessment]` table: {}", names(&others))
            };
            self.errors.push(Diagnostic::error(Code::NothingFound, message).help(help));
        } else {
            self.skipped.extend(others);
        }
        assessments
    }

    /// What is said of files that were passed over.
    pub fn skipped_in_words(&self) -> Option<Diagnostic> {
        let noun = if self.skipped.len() == 1 { "file is" } else { "files are" };
        let message = format!("{} {noun} passed over, without an `[assessment]` table", self.skipped.len());
        (!self.skipped.is_empty())
            .then(|| Diagnostic::warning(Code::NoAssessment, message).help(names(&self.skipped)))
    }
}

fn names(paths: &[PathBuf]) -> String {
    let more = paths.len().saturating_sub(NAMES);
    let names = paths.iter().take(NAMES).map(|path| quote(&path.to_string_lossy()));
    let more = (more > 0).then(|| format!("and {more} more"));
    names.chain(more).collect::<Vec<_>>().join(", ")
}

/// The files that a pattern fits, in the order of their paths.
fn matching(pattern: &str, folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    // The folder's own name is no pattern.
    let whole = Path::new(&Pattern::escape(&folder.to_string_lossy())).join(pattern);
    let found = glob::glob_with(&whole.to_string_lossy(), OPTIONS).map_err(|error| {
        let message = format!("the pattern {} cannot be read: {}", quote(pattern), error.msg.to_lowercase());
        Diagnostic::error(Code::Pattern, message)
    })?;
    let found: Result<Vec<PathBuf>, _> = found.collect();
    let mut found = found.map_err(|error| input::unreadable(error.path(), error.error()))?;
    found.retain(|path| path.extension().is_some_and(|extension| extension == "toml") && !path.is_dir());
    found.sort();
    Ok(found)
}

fn is_assessment(path: &Path) -> bool {
    let Ok(text) = input::read_text(path) else { return true };
    let mut sources = SourceMap::default();
    let file = sources.add("", "");
    let root = document::parse(file, &text, &mut Mistakes::default());
    root.is_none_or(|root| root.has("assessment"))
}
