//! `pack.toml`: what a rule pack is and what belongs to it.

use semver::Version;

use super::rule::Manifest;
use crate::diagnostic::Diagnostic;
use crate::document::field::{name, names, table, text, word};
use crate::document::{self, Item, Mistakes, Node, Table};
use crate::source::FileId;
use crate::vocabulary::Assurance;

/// Reads a manifest; all that is wrong with it is in the diagnostics.
pub fn read(file: FileId, text: &str) -> (Option<Manifest>, Vec<Diagnostic>) {
    document::read(file, text, |mut root, errors| {
        let pack = root.required("pack", table, errors);
        root.finish(errors);
        pack_table(pack?, file, errors)
    })
}

fn pack_table(mut pack: Table, file: FileId, errors: &mut Mistakes) -> Option<Manifest> {
    // What a later edition means by its keys is not for this program to judge.
    pack.required("language", edition, errors)?;
    let id = pack.required("id", name, errors);
    let version = pack.required("version", version, errors);
    let title = pack.required("title", text, errors);
    let publisher = pack.required("publisher", text, errors);
    let bodies = pack.required("bodies", names, errors);
    let domains = pack.required("domains", names, errors);
    let sources = pack.required("sources", names, errors);
    let assurance = pack.required("assurance", word(&Assurance::ALL, Assurance::name), errors);
    pack.finish(errors);

    let without_places = |names: Vec<(String, _)>| names.into_iter().map(|(name, _)| name).collect();
    Some(Manifest {
        id: id?,
        version: version?,
        title: title?,
        publisher: publisher?,
        bodies: without_places(bodies?),
        domains: without_places(domains?),
        assurance: assurance?,
        sources: sources?,
        file,
    })
}

fn edition(item: Item, errors: &mut Mistakes) -> Option<()> {
    item.read("`1`, the edition of the rule language that this program knows", errors, |node| {
        matches!(node, Node::Number(number) if number == "1").then_some(())
    })
}

fn version(item: Item, errors: &mut Mistakes) -> Option<Version> {
    item.read("a version of three numbers such as `\"1.0.0\"`", errors, |node| match node {
        Node::Text(version) => Version::parse(version).ok(),
        _ => None,
    })
}
