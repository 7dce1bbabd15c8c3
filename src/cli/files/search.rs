//! Looking for files of an extension below a folder: all of them, or those that a pattern fits. Both go one way, so that they
//! find the same files and leave out the same.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::DirEntry;
use std::io;
use std::path::{Component, Path, PathBuf};

use glob::{MatchOptions, Pattern, PatternError};

use super::super::input;
use crate::diagnostic::Diagnostic;

/// As the shells do it: signs stand for no hidden file.
const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: !cfg!(windows),
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// What a search would find if nothing were hidden.
const WITH_HIDDEN: MatchOptions = MatchOptions { require_literal_leading_dot: false, ..OPTIONS };

/// A folder, and what is looked for below it: whatever the parts fit one after the other, and everything below a
/// folder that all of them fit. Without parts that is everything below the folder itself.
pub struct Search {
    folder: PathBuf,
    parts: Vec<Part>,
    /// How the names of the files end, in whatever case it is written: `.toml`.
    extension: &'static str,
}

/// What stands between two separators of a pattern.
enum Part {
    /// `**`: any number of folders.
    Folders,
    /// The name of a file or folder.
    Name(Pattern),
}

/// What searches came to.
#[derive(Default)]
pub struct Listing {
    /// The files that are looked for.
    pub files: BTreeSet<PathBuf>,
    /// Files that are left out because they, or a folder on the way to them, are hidden.
    pub hidden: BTreeSet<PathBuf>,
    /// Folders that are left out: links, and hidden ones that cannot be read.
    pub closed: BTreeSet<PathBuf>,
    /// Links that lead nowhere. They may have led to folders.
    pub dangling: BTreeSet<PathBuf>,
    /// What cannot be read, with the reason.
    pub unreadable: BTreeMap<PathBuf, Diagnostic>,
}

/// A folder to look into.
struct Folder {
    path: PathBuf,
    /// Up to which parts of the search its path fits; the number of all parts where everything in it is looked for.
    places: BTreeSet<usize>,
    is_hidden: bool,
}

impl Search {
    /// For everything below a folder.
    pub fn below(folder: PathBuf, extension: &'static str) -> Search {
        Search { folder, parts: Vec::new(), extension }
    }

    /// For what a pattern fits, from this folder on; nothing where the argument is no pattern.
    ///
    /// # Errors
    /// What is wrong with the pattern.
    pub fn of_pattern(
        argument: &Path,
        folder: &Path,
        extension: &'static str,
    ) -> Result<Option<Search>, PatternError> {
        let mut search = Search::below(folder.to_owned(), extension);
        // The components of a path know the separators and drives of the system.
        for component in argument.components() {
            let part = component.as_os_str().to_string_lossy();
            let is_name = matches!(component, Component::Normal(_));
            if search.parts.is_empty() && !(is_name && part.contains(['*', '?', '['])) {
                search.folder.push(component);
            } else if part == "**" {
                search.parts.push(Part::Folders);
            } else if let Some(pos) = part.find("[^") {
                // It would stand for the sign itself, while shells take it for any other.
                return Err(PatternError { pos, msg: "any other sign is written `[!…]`, not `[^…]`" });
            } else {
                let name = search.comparable(component.as_os_str());
                search.parts.push(Part::Name(Pattern::new(&name)?));
            }
        }
        Ok((!search.parts.is_empty()).then_some(search))
    }

    /// Adds what there is to a listing.
    pub fn list(&self, listing: &mut Listing) {
        let start = BTreeSet::from([0]);
        let mut pending =
            vec![Folder { path: self.folder.clone(), places: self.inside(start), is_hidden: false }];
        while let Some(folder) = pending.pop() {
            let path = if folder.path.as_os_str().is_empty() { Path::new(".") } else { &folder.path };
            let entries = input::open_folder(path).and_then(Iterator::collect::<io::Result<Vec<_>>>);
            match entries {
                Ok(entries) => {
                    pending.extend(entries.iter().filter_map(|entry| self.enter(&folder, entry, listing)));
                }
                Err(_) if folder.is_hidden => drop(listing.closed.insert(folder.path)),
                Err(error) => listing.cannot_read(path, &error),
            }
        }
    }

    /// Takes note of an entry; where it is a folder to look into, gives it.
    fn enter(&self, folder: &Folder, entry: &DirEntry, listing: &mut Listing) -> Option<Folder> {
        let path = folder.path.join(entry.file_name());
        let name = self.comparable(&entry.file_name());
        let mut places = self.behind(&folder.places, &name, OPTIONS);
        let is_hidden = folder.is_hidden || places.is_empty();
        if places.is_empty() {
            places = self.behind(&folder.places, &name, WITH_HIDDEN);
        }
        if places.is_empty() {
            return None;
        }
        let is_wanted = name.ends_with(self.extension);
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => {
                return Some(Folder { path, places: self.inside(places), is_hidden });
            }
            Ok(kind) if kind.is_symlink() && path.is_dir() => {
                listing.closed.insert(path);
            }
            Ok(kind) if kind.is_symlink() && !is_wanted && std::fs::metadata(&path).is_err() => {
                listing.dangling.insert(path);
            }
            Ok(_) if is_wanted && places.contains(&self.parts.len()) => {
                let list = if is_hidden { &mut listing.hidden } else { &mut listing.files };
                list.insert(path);
            }
            Ok(_) => {}
            Err(error) => listing.cannot_read(&path, &error),
        }
        None
    }

    /// Up to which parts a path fits that goes on from these places with this name.
    fn behind(&self, places: &BTreeSet<usize>, name: &str, options: MatchOptions) -> BTreeSet<usize> {
        let is_hidden = options.require_literal_leading_dot && name.starts_with('.');
        let next = |place: &usize| match self.parts.get(*place) {
            Some(Part::Name(pattern)) => {
                pattern.matches_with(name, options).then_some(place.saturating_add(1))
            }
            Some(Part::Folders) | None => (!is_hidden).then_some(*place),
        };
        places.iter().filter_map(next).collect()
    }

    /// The places inside a folder: `**` may also stand for no folder.
    fn inside(&self, mut places: BTreeSet<usize>) -> BTreeSet<usize> {
        for (place, part) in self.parts.iter().enumerate() {
            if matches!(part, Part::Folders) && places.contains(&place) {
                places.insert(place.saturating_add(1));
            }
        }
        places
    }

    /// A name as it is compared: what is no UTF-8 stands for itself as one sign, and case does not matter in the extension.
    fn comparable(&self, name: &OsStr) -> String {
        let (name, extension) = (name.to_string_lossy(), self.extension);
        let stem = name.len().checked_sub(extension.len()).and_then(|at| name.split_at_checked(at));
        match stem {
            Some((stem, end)) if end.eq_ignore_ascii_case(extension) => format!("{stem}{extension}"),
            _ => name.into_owned(),
        }
    }
}

impl Listing {
    fn cannot_read(&mut self, path: &Path, error: &io::Error) {
        self.unreadable.insert(path.to_owned(), input::unreadable(path, error));
    }
}
