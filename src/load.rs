//! Files in memory to a pack: manifest, catalogue and rule files, read, parsed and resolved.

use crate::diagnostic::{self, Code, Diagnostic, suggest};
use crate::digest::Sha256Stream;
use crate::pack::rule::{Document, Manifest, Pack};
use crate::pack::{catalogue, manifest};
use crate::source::SourceMap;
use crate::{resolve, syntax};

/// The files of a pack, each as its name and its text.
#[derive(Clone, Default, Debug)]
pub struct PackFiles {
    /// `pack.toml`
    pub manifest: (String, String),
    /// The rule files.
    pub rules: Vec<(String, String)>,
    /// The files of the source catalogue; of two documents with one id the first counts.
    pub catalogue: Vec<(String, String)>,
}

/// The pack that the files make, where there is no error in them, and everything that is wrong with them.
pub fn pack(files: PackFiles, sources: &mut SourceMap) -> (Option<Pack>, Vec<Diagnostic>) {
    let digest = digest(&files);
    let file = sources.add(files.manifest.0, files.manifest.1);
    let (manifest, mut diagnostics) = manifest::read(file, &sources.file(file).text);
    let Some(manifest) = manifest else { return (None, diagnostics) };

    let documents = documents(&manifest, files.catalogue, sources, &mut diagnostics);
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
    diagnostic::sort(&mut diagnostics);
    (pack, diagnostics)
}

/// The documents that the manifest names, in its order.
fn documents(
    manifest: &Manifest,
    catalogue: Vec<(String, String)>,
    sources: &mut SourceMap,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Document> {
    let mut known: Vec<Document> = Vec::new();
    for (name, text) in catalogue {
        let file = sources.add(name, text);
        let (document, errors) = catalogue::read(file, &sources.file(file).text);
        diagnostics.extend(errors);
        known.extend(document);
    }
    let mut found = Vec::new();
    for (id, span) in &manifest.sources {
        match known.iter().find(|document| document.id == *id) {
            Some(document) => found.push(document.clone()),
            None => {
                let message = format!("no source document called `{id}` is in the catalogue");
                let help = suggest::did_you_mean(id, known.iter().map(|document| document.id.as_str()));
                let error = Diagnostic::error(Code::UnknownDocument, message).label(*span, "named here");
                diagnostics
                    .push(error.help("describe it in `seeds/` inside the pack's folder").maybe_help(help));
            }
        }
    }
    found
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
