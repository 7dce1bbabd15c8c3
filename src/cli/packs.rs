//! The packs of a run: built into the program, or read from a folder. Each is read once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::input;
use super::path::shown;
use crate::assessment::Submission;
use crate::builtin::{self, BuiltinPack};
use crate::diagnostic::{Code, Diagnostic, quote, suggest};
use crate::load::{self, PackFiles};
use crate::pack::rule::{Document, Pack};
use crate::source::SourceMap;

/// Packs by where they come from; nothing for one that is wrong, so that its errors are said once.
pub struct Packs {
    folder: Option<PathBuf>,
    loaded: BTreeMap<String, Option<Rc<Pack>>>,
}

impl Packs {
    /// Packs from a folder where one is given, else from the program.
    pub fn new(folder: Option<PathBuf>) -> Packs {
        Packs { folder, loaded: BTreeMap::new() }
    }

    /// The pack for an assessment.
    pub fn get(
        &mut self,
        submission: &Submission,
        sources: &mut SourceMap,
        errors: &mut Vec<Diagnostic>,
    ) -> Option<Rc<Pack>> {
        let (wanted, place) = &submission.pack;
        // A folder's pack serves every assessment; whether it is the one named is checked against the assessment.
        let key = if self.folder.is_some() { String::new() } else { wanted.clone() };
        if let Some(loaded) = self.loaded.get(&key) {
            return loaded.clone();
        }
        let files = match &self.folder {
            Some(folder) => read_folder(folder, errors),
            None => built_in(wanted, |error| error.label(*place, "named here"), errors),
        };
        let pack = files.and_then(|files| load_pack(files, sources, errors)).map(Rc::new);
        self.loaded.insert(key, pack.clone());
        pack
    }
}

/// The pack in a folder, or every built-in one, with their scenarios.
pub fn with_scenarios(
    folder: Option<&Path>,
    sources: &mut SourceMap,
    errors: &mut Vec<Diagnostic>,
) -> Vec<Pack> {
    let files: Vec<PackFiles> = match folder {
        Some(folder) => read_folder(folder, errors).into_iter().collect(),
        None => builtin::PACKS.iter().map(BuiltinPack::files_with_scenarios).collect(),
    };
    files.into_iter().filter_map(|files| load_pack(files, sources, errors)).collect()
}

/// The pack in a folder, or every built-in one, without their scenarios.
pub fn all(folder: Option<&Path>, sources: &mut SourceMap, errors: &mut Vec<Diagnostic>) -> Vec<Pack> {
    let files: Vec<PackFiles> = match folder {
        Some(folder) => read_folder(folder, errors).into_iter().collect(),
        None => builtin::PACKS.iter().map(BuiltinPack::files).collect(),
    };
    files.into_iter().filter_map(|files| load_pack(files, sources, errors)).collect()
}

/// The pack in a folder, or the built-in one of this name; without a name the first.
pub fn named(
    name: Option<&str>,
    folder: Option<&Path>,
    sources: &mut SourceMap,
    errors: &mut Vec<Diagnostic>,
) -> Option<Pack> {
    let files = match folder {
        Some(folder) => read_folder(folder, errors),
        None => match name {
            Some(name) => built_in(name, |error| error, errors),
            None => builtin::PACKS.first().map(BuiltinPack::files),
        },
    };
    files.and_then(|files| load_pack(files, sources, errors))
}

/// The files of the built-in pack of this name.
fn built_in(
    name: &str,
    place: impl FnOnce(Diagnostic) -> Diagnostic,
    errors: &mut Vec<Diagnostic>,
) -> Option<PackFiles> {
    let found = builtin::PACKS.iter().find(|pack| pack.id == name).map(BuiltinPack::files);
    if found.is_none() {
        let message = format!("no pack called {} is built into this program", quote(name));
        let error = place(Diagnostic::error(Code::UnknownPack, message));
        let help = suggest::did_you_mean(name, builtin::PACKS.iter().map(|pack| pack.id));
        errors.push(error.help("give the folder that holds it with `--rules`").maybe_help(help));
    }
    found
}

/// The pack in a folder, or every built-in one, and the documents of the catalogue that are theirs: of the borrowed ones
/// a folder's pack has those that it names, and the responses to them.
pub fn with_catalogue(
    folder: Option<&Path>,
    sources: &mut SourceMap,
    errors: &mut Vec<Diagnostic>,
) -> (Vec<Pack>, Vec<Document>) {
    let all: Vec<PackFiles> = match folder {
        Some(folder) => read_folder(folder, errors).into_iter().collect(),
        None => builtin::PACKS.iter().map(BuiltinPack::files).collect(),
    };
    // All built-in packs have one catalogue.
    let first = all.first();
    let catalogue = first.map(|files| (files.catalogue.clone(), files.borrowed.clone())).unwrap_or_default();
    let packs: Vec<Pack> = all.into_iter().filter_map(|files| load_pack(files, sources, errors)).collect();
    if !errors.is_empty() {
        return (packs, Vec::new());
    }
    // Loading the packs has found nothing wrong with it.
    let (mut documents, _) = load::catalogue(catalogue.0, catalogue.1, sources);
    let is_named = |id: &str| packs.iter().any(|pack| pack.documents.iter().any(|named| named.id == id));
    documents.retain(|document| {
        let answers = document.responds_to.as_ref().is_some_and(|(id, _)| is_named(id));
        !document.borrowed || is_named(&document.id) || answers
    });
    (packs, documents)
}

/// Makes a pack of files; warnings are for those who write rules, and `check` does not repeat them.
fn load_pack(files: PackFiles, sources: &mut SourceMap, errors: &mut Vec<Diagnostic>) -> Option<Pack> {
    let (pack, diagnostics) = load::pack(files, sources);
    errors.extend(diagnostics.into_iter().filter(Diagnostic::is_error));
    pack
}

/// What stands behind the name of a file that a folder's pack borrows from the program.
const BORROWED: &str = " (built in)";

/// The name of a file of the pack in this folder from the folder on, with forward slashes; what was borrowed keeps its
/// name. It is the same wherever the folder lies and however it is written.
pub fn name_inside(folder: &Path, name: &str) -> String {
    match Path::new(name).strip_prefix(shown(folder)) {
        Ok(inside) if !name.ends_with(BORROWED) => shown(inside),
        _ => name.to_owned(),
    }
}

/// Gives every file of the pack in a folder that name.
pub fn name_from_own_folder(folder: &Path, sources: &mut SourceMap) {
    let names: Vec<_> = sources.files().map(|(id, file)| (id, name_inside(folder, &file.name))).collect();
    for (id, name) in names {
        sources.rename(id, name);
    }
}

/// Every rule file below the folder, and the source catalogue in its `seeds` folder. What that does not describe is
/// borrowed from the built-in one, and named so wherever a finding shows it.
fn read_folder(folder: &Path, errors: &mut Vec<Diagnostic>) -> Option<PackFiles> {
    let before = errors.len();
    let mut read = |path: &Path| match input::read_text(path) {
        Ok(text) => Some((shown(path), text)),
        Err(error) => {
            errors.push(error);
            None
        }
    };
    let manifest = read(&folder.join("pack.toml"))?;
    let seeds = folder.join("seeds");
    let listed = input::files_below(folder, "rules");
    let catalogue = if seeds.is_dir() { input::files_below(&seeds, "toml") } else { Ok(Vec::new()) };
    let (rules, own) = match (listed, catalogue) {
        (Ok(rules), Ok(own)) => (rules, own),
        (Err(error), _) | (_, Err(error)) => {
            errors.push(error);
            return None;
        }
    };
    let rules = rules.iter().filter_map(|path| read(path)).collect();
    let catalogue = own.iter().filter_map(|path| read(path)).collect();
    let built_in = builtin::CATALOGUE.iter();
    let borrowed = built_in.map(|(name, text)| (format!("{name}{BORROWED}"), (*text).to_owned())).collect();
    (errors.len() == before).then_some(PackFiles { manifest, rules, catalogue, borrowed })
}
