//! What documents refer to and do not hold: files of rules, source documents, evidence, each with its digest.

use super::model::{Hash, Property, Resource, ResourceLink};
use super::{Identity, known_property, property, text};
use crate::digest::sha256_hex;
use crate::pack::rule::{Document, Pack};
use crate::source::{FileId, SourceMap};

/// A file and its digest, by a reference to it.
pub(super) fn link(href: String, sha256: &str) -> ResourceLink {
    ResourceLink { href, hashes: vec![Hash { algorithm: "SHA-256", value: sha256.to_owned() }] }
}

/// The manifest and the rule files of a pack, in the order of their names.
pub(super) fn rule_files(pack: &Pack, sources: &SourceMap, assessments: &[FileId]) -> Vec<ResourceLink> {
    let is_of_rules = |id: FileId, name: &str| {
        !assessments.contains(&id) && (id == pack.manifest.file || name.ends_with(".rules"))
    };
    let mut files: Vec<(&str, &str)> = sources
        .files()
        .filter(|(id, file)| is_of_rules(*id, &file.name))
        .map(|(_, file)| (file.name.as_str(), file.text.as_str()))
        .collect();
    files.sort_unstable();
    files.into_iter().map(|(name, text)| link(text::href(name), &sha256_hex(text.as_bytes()))).collect()
}

/// What tells one edition of a pack from another.
pub(super) fn edition(pack: &Pack) -> Vec<Property> {
    let manifest = &pack.manifest;
    let props = [
        property("pack", &manifest.id),
        property("pack-version", &manifest.version.to_string()),
        property("pack-digest", &format!("sha256:{}", pack.digest)),
    ];
    props.into_iter().flatten().collect()
}

/// Who a source document is, in every document.
pub(super) fn document_identity(pack: Identity, document: &Document) -> Identity {
    pack.child("document").child(&document.id)
}

/// A source document. Where it can be had is not known, so it goes by its name.
pub(super) fn document(pack: Identity, document: &Document) -> Resource {
    let published = document.date.and_then(text::start_of);
    let mut props = vec![known_property("type", "report")];
    props.extend(published.map(|moment| known_property("published", &moment)));
    props.extend(property("id", &document.id));
    props.extend(property("publisher", &document.publisher));
    Resource {
        uuid: document_identity(pack, document).text(),
        title: text::line(&document.title),
        description: None,
        props,
        rlinks: vec![link(format!("urn:tipstaff:document:{}", text::href(&document.id)), &document.sha256)],
    }
}
