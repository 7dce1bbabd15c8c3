//! Which files are checked or told of: those that are named, those below a folder, and those that a pattern fits. The only door to
//! `glob`.

mod search;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use search::{Listing, Search};

use super::input;
use super::path::shown;
use super::settings::SETTINGS;
use crate::assessment;
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
    skipped: BTreeSet<PathBuf>,
    /// Files that may be assessments and are hidden.
    hidden: BTreeSet<PathBuf>,
    /// Folders that were not looked into.
    closed: BTreeSet<PathBuf>,
    /// Links that lead nowhere.
    dangling: BTreeSet<PathBuf>,
}

/// How the names of assessments end, and those of results.
const ASSESSMENT: &str = ".toml";
const RESULT: &str = ".json";

/// How many files a message lists.
const NAMES: usize = 8;

/// Finds what these arguments stand for, from this folder on.
pub fn find(arguments: &[PathBuf], folder: &Path) -> Found {
    let mut found = Found::default();
    let mut seen = BTreeSet::new();
    for argument in arguments {
        let of_argument = found.of_argument(argument, folder);
        for path in of_argument {
            // Standard input that is given twice is for others to refuse.
            if seen.insert(whole(&path)) || input::is_standard_input(&path) {
                found.files.push(path);
            }
        }
    }
    // What one argument leaves out another may name.
    seen.extend(arguments.iter().map(|argument| whole(&folder.join(argument))));
    for left_out in [&mut found.skipped, &mut found.hidden, &mut found.closed, &mut found.dangling] {
        left_out.retain(|path| !seen.contains(&whole(path)));
    }
    found
}

/// The results that these arguments name, and those that patterns fit, which are not named as well.
///
/// # Errors
/// Patterns that find nothing or cannot be read.
pub fn results(arguments: &[PathBuf]) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    let mut seen: BTreeSet<PathBuf> = arguments.iter().map(|argument| whole(argument)).collect();
    for argument in arguments {
        let pattern = match Search::of_pattern(argument, Path::new(""), RESULT) {
            // What is there by that very name need not be a pattern.
            _ if argument.symlink_metadata().is_ok() => None,
            Ok(pattern) => pattern,
            Err(error) => {
                errors.push(unusable(argument, error.msg));
                continue;
            }
        };
        let Some(pattern) = pattern else {
            files.push(argument.clone());
            continue;
        };
        let mut listing = Listing::default();
        pattern.list(&mut listing);
        if listing.files.is_empty() && listing.unreadable.is_empty() {
            let message = format!("{} finds no result", quote(&shown(argument)));
            let help = format!("no file whose name ends in `{RESULT}` was found");
            errors.push(Diagnostic::error(Code::NothingFound, message).help(help));
        }
        errors.extend(listing.unreadable.into_values());
        files.extend(listing.files.into_iter().filter(|path| seen.insert(whole(path))));
    }
    if errors.is_empty() { Ok(files) } else { Err(errors) }
}

/// The one path of a file or folder that all its names lead to.
fn whole(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

impl Found {
    /// Whether every file that others stand for is among these.
    pub fn has_all_of(&self, others: &Found) -> bool {
        let own: BTreeSet<PathBuf> = self.files.iter().map(|path| whole(path)).collect();
        others.files.iter().all(|path| own.contains(&whole(path)))
    }

    fn of_argument(&mut self, argument: &Path, folder: &Path) -> Vec<PathBuf> {
        if input::is_standard_input(argument) {
            return vec![argument.to_owned()];
        }
        let path = folder.join(argument);
        let (is_folder, is_there) = (path.is_dir(), path.symlink_metadata().is_ok());
        let pattern = match Search::of_pattern(argument, folder, ASSESSMENT) {
            Ok(pattern) => pattern,
            // What is there by that very name need not be a pattern.
            Err(_) if is_there => None,
            Err(error) => {
                self.errors.push(unusable(argument, error.msg));
                return Vec::new();
            }
        };
        let is_named = !is_folder && (is_there || pattern.is_none());
        let named = is_named.then(|| path.clone());
        let below = is_folder.then(|| Search::below(path, ASSESSMENT));
        let mut listing = Listing::default();
        below.into_iter().chain(pattern).for_each(|search| search.list(&mut listing));
        let assessments = self.assessments(argument, listing, is_named);
        named.into_iter().chain(assessments).collect()
    }

    /// Those of the files that are assessments. One that cannot be read or parsed counts as one: that is to be said. An
    /// argument that names a file need not find others.
    fn assessments(&mut self, argument: &Path, listing: Listing, is_named: bool) -> Vec<PathBuf> {
        let Listing { files, hidden, closed, dangling, unreadable } = listing;
        let (assessments, mut others): (Vec<PathBuf>, Vec<PathBuf>) =
            files.into_iter().partition(|path| is_assessment(path));
        others.retain(|path| path.file_name().is_none_or(|name| name != SETTINGS));
        self.hidden.extend(hidden.into_iter().filter(|path| is_assessment(path)));
        self.closed.extend(closed);
        self.dangling.extend(dangling);
        if assessments.is_empty() && unreadable.is_empty() && !is_named {
            let message = format!("{} finds no assessment", quote(&shown(argument)));
            let help = if others.is_empty() {
                "only files whose names end in `.toml` are looked for, and none was found".to_owned()
            } else {
                format!("without an `[assessment]` table: {}", names(&others))
            };
            self.errors.push(Diagnostic::error(Code::NothingFound, message).help(help));
        } else {
            self.skipped.extend(others);
        }
        for error in unreadable.into_values() {
            if !self.errors.contains(&error) {
                self.errors.push(error);
            }
        }
        assessments
    }

    /// What is said of what was passed over.
    pub fn warnings(&self) -> Vec<Diagnostic> {
        let warning = |code, paths: &BTreeSet<PathBuf>, one: &str, several: &str, help: &str| {
            let message = match paths.len() {
                1 => format!("1 {one}"),
                count => format!("{count} {several}"),
            };
            let help = format!("{help}{}", names(paths));
            (!paths.is_empty()).then(|| Diagnostic::warning(code, message).help(help))
        };
        let skipped = warning(
            Code::NoAssessment,
            &self.skipped,
            "file is passed over, without an `[assessment]` table",
            "files are passed over, without an `[assessment]` table",
            "",
        );
        let hidden = warning(
            Code::LeftOut,
            &self.hidden,
            "file is passed over that may be an assessment and is hidden",
            "files are passed over that may be assessments and are hidden",
            "name what is to be checked: ",
        );
        let closed = warning(
            Code::LeftOut,
            &self.closed,
            "folder is not looked into",
            "folders are not looked into",
            "links, and hidden folders that cannot be read, have to be named themselves: ",
        );
        let dangling = warning(
            Code::LeftOut,
            &self.dangling,
            "link leads nowhere",
            "links lead nowhere",
            "what they led to may have been assessments: ",
        );
        [skipped, hidden, closed, dangling].into_iter().flatten().collect()
    }
}

fn unusable(pattern: &Path, reason: &str) -> Diagnostic {
    let pattern = quote(&shown(pattern));
    let message = format!("the pattern {pattern} cannot be read: {}", reason.to_lowercase());
    Diagnostic::error(Code::Pattern, message)
}

fn names<'p>(paths: impl IntoIterator<Item = &'p PathBuf, IntoIter: ExactSizeIterator>) -> String {
    let paths = paths.into_iter();
    let more = paths.len().saturating_sub(NAMES);
    let names = paths.take(NAMES).map(|path| quote(&shown(path)));
    let more = (more > 0).then(|| format!("and {more} more"));
    names.chain(more).collect::<Vec<_>>().join(", ")
}

fn is_assessment(path: &Path) -> bool {
    let Ok(text) = input::read_text(path) else { return true };
    let mut sources = SourceMap::default();
    let file = sources.add("", "");
    let root = document::parse(file, &text, &mut Mistakes::default());
    // A file without a single key is most likely one that has been cut off; settings may well be all comments.
    let is_settings = path.file_name().is_some_and(|name| name == SETTINGS);
    root.is_none_or(|root| assessment::is_meant(&root) || (root.items().is_empty() && !is_settings))
}
