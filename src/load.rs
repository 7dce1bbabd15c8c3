//! Files in memory to a pack: manifest, catalogue and rule files, read, parsed and resolved.

use crate::diagnostic::{self, Code, Diagnostic, suggest};
use crate::digest::Sha256Stream;
use crate::graph::circle;
use crate::pack::rule::{Document, Manifest, Pack};
use crate::pack::{catalogue, manifest};
use crate::source::{SourceMap, Span};
use crate::{resolve, syntax};

/// The files of a pack, each as its name and its text.
#[derive(Clone, Default, Debug)]
pub struct PackFiles {
    /// `pack.toml`
    pub manifest: (String, String),
    /// The rule files.
    pub rules: Vec<(String, String)>,
    /// The files of the source catalogue.
    pub catalogue: Vec<(String, String)>,
    /// Files of another catalogue, for documents that the pack's own does not describe.
    pub borrowed: Vec<(String, String)>,
}

/// The pack that the files make, where there is no error in them, and everything that is wrong with them.
pub fn pack(files: PackFiles, sources: &mut SourceMap) -> (Option<Pack>, Vec<Diagnostic>) {
    let digest = digest(&files);
    let file = sources.add(files.manifest.0, files.manifest.1);
    let (manifest, mut diagnostics) = manifest::read(file, &sources.file(file).text);
    let Some(manifest) = manifest else { return (None, diagnostics) };

    let (known, mistakes) = catalogue(files.catalogue, files.borrowed, sources);
    let (documents, unknown) = documents(&manifest, &known);
    // A document whose entry cannot be read is not missing from the catalogue.
    if !mistakes.iter().any(Diagnostic::is_error) {
        diagnostics.extend(unknown);
    }
    diagnostics.extend(mistakes);
    let mut trees = Vec::new();
    for (name, text) in files.rules {
        let file = sources.add(name, text);
        let parsed = syntax::parse(file, &sources.file(file).text);
        diagnostics.extend(parsed.errors.iter().map(Diagnostic::from));
        trees.push(parsed.tree);
    }
    // A tree with holes would be blamed for names that are only missing because they could not be parsed.
    if diagnostics.iter().any(Diagnostic::is_error) {
        diagnostic::sort(&mut diagnostics);
        return (None, diagnostics);
    }
    let (pack, errors) = resolve::resolve(manifest, documents, &trees, digest);
    diagnostics.extend(errors.iter().map(Diagnostic::from));
    let unused = pack.as_ref().map(resolve::unused).unwrap_or_default();
    diagnostics.extend(unused.iter().map(Diagnostic::from));
    let circles = pack.as_ref().map(circle::circles).unwrap_or_default();
    diagnostics.extend(circles.iter().map(Diagnostic::from));
    let is_sound = circles.is_empty();
    diagnostic::sort(&mut diagnostics);
    (pack.filter(|_| is_sound), diagnostics)
}

/// The documents that these files of the source catalogue describe, in their order, and those of the borrowed files that
/// these do not describe.
pub fn catalogue(
    files: Vec<(String, String)>,
    borrowed: Vec<(String, String)>,
    sources: &mut SourceMap,
) -> (Vec<Document>, Vec<Diagnostic>) {
    let mut known: Vec<Document> = Vec::new();
    let mut diagnostics = Vec::new();
    for file in files {
        let (document, errors) = entry(file, sources);
        diagnostics.extend(errors);
        let Some(document) = document else { continue };
        match known.iter().find(|other| other.id == document.id) {
            Some(first) => diagnostics.push(described_twice(first, &document)),
            None => known.push(document),
        }
    }
    for file in borrowed {
        let (document, errors) = entry(file, sources);
        diagnostics.extend(errors);
        let document = document.filter(|document| known.iter().all(|other| other.id != document.id));
        known.extend(document.map(|document| Document { borrowed: true, ..document }));
    }
    let all_are_read = !diagnostics.iter().any(Diagnostic::is_error);
    let answered = known.iter().filter_map(|document| document.responds_to.as_ref());
    let unknown = answered.filter(|(id, _)| all_are_read && known.iter().all(|document| document.id != *id));
    diagnostics.extend(unknown.map(|(id, span)| no_such_document(id, *span, &known)));
    (known, diagnostics)
}

/// The document that one file of the source catalogue describes.
pub fn entry((name, text): (String, String), sources: &mut SourceMap) -> (Option<Document>, Vec<Diagnostic>) {
    let file = sources.add(name, text);
    catalogue::read(file, &sources.file(file).text)
}

/// The documents that the manifest names, in its order, and an error for each that is not known.
fn documents(manifest: &Manifest, known: &[Document]) -> (Vec<Document>, Vec<Diagnostic>) {
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    for (id, span) in &manifest.sources {
        match known.iter().find(|document| document.id == *id) {
            Some(document) => found.push(document.clone()),
            None => unknown.push(no_such_document(id, *span, known)),
        }
    }
    (found, unknown)
}

fn described_twice(first: &Document, again: &Document) -> Diagnostic {
    let message = format!("the source document `{}` is described twice", first.id);
    let error = Diagnostic::error(Code::DuplicateName, message);
    let error = error.label(again.id_span, "again here").label(first.id_span, "first here");
    error.help("give one of them another id, or remove it")
}

fn no_such_document(id: &str, span: Span, known: &[Document]) -> Diagnostic {
    let message = format!("no source document called `{id}` is in the catalogue");
    let help = suggest::did_you_mean(id, known.iter().map(|document| document.id.as_str()));
    let error = Diagnostic::error(Code::UnknownDocument, message).label(span, "named here");
    error.help("describe it in `seeds/` inside the pack's folder").maybe_help(help)
}

/// SHA-256 over the manifest and the rule files in the order of their names, each with its name's last part and its
/// length, so that no two packs share a digest by shifting text between files.
fn digest(files: &PackFiles) -> String {
    // Scenarios test the rules and are no part of them.
    let rules =
        files.rules.iter().filter(|(name, _)| !name.split(['/', '\\']).any(|part| part == "scenarios"));
    let mut rules: Vec<(&str, &str)> = rules.map(|(name, text)| (last_part(name), text.as_str())).collect();
    rules.sort_unstable();
    let mut digest = Sha256Stream::default();
    for (name, text) in std::iter::once(("pack.toml", files.manifest.1.as_str())).chain(rules) {
        digest.update(format!("{name} {}\n", text.len()).as_bytes());
        digest.update(text.as_bytes());
    }
    digest.finish()
}

fn last_part(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}
