//! Which file is which document.

use std::collections::BTreeSet;

use super::File;
use crate::fingerprint::Piece;
use crate::pack::rule::Document;

/// What a document was found by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    /// The file is the very one that the catalogue describes.
    Digest,
    /// The file's name is the document's id.
    Name,
    /// The file has most of the document's wording.
    Content,
}

impl By {
    /// What it was found by, as programs read it.
    pub fn name(self) -> &'static str {
        match self {
            By::Digest => "digest",
            By::Name => "name",
            By::Content => "content",
        }
    }
}

/// The file of each document: by digest, else by name, else by content. No file is two documents.
pub(super) fn files_of<'a>(documents: &[Document], files: &'a [File]) -> Vec<Option<(&'a File, By)>> {
    let mut pairs = Pairs { files, found: vec![None; documents.len()] };
    for by in [By::Digest, By::Name] {
        for (number, document) in documents.iter().enumerate() {
            let fits = |file: &File| match by {
                By::Digest => file.sha256 == document.sha256,
                _ => is_named(&file.name, &document.id),
            };
            let file = pairs.free_files().find(|(_, file)| fits(file));
            if let (Some((file, _)), None) = (file, pairs.of(number)) {
                pairs.settle(number, file, by);
            }
        }
    }
    pairs.by_content(documents);
    let file = |pair: Option<(usize, By)>| pair.and_then(|(file, by)| Some((files.get(file)?, by)));
    pairs.found.into_iter().map(file).collect()
}

struct Pairs<'a> {
    files: &'a [File],
    found: Vec<Option<(usize, By)>>,
}

impl<'a> Pairs<'a> {
    fn of(&self, document: usize) -> Option<(usize, By)> {
        self.found.get(document).copied().flatten()
    }

    fn settle(&mut self, document: usize, file: usize, by: By) {
        if let Some(found) = self.found.get_mut(document) {
            *found = Some((file, by));
        }
    }

    fn free_files(&self) -> impl Iterator<Item = (usize, &'a File)> {
        let is_free = |file: usize| self.found.iter().flatten().all(|(taken, _)| *taken != file);
        self.files.iter().enumerate().filter(move |(file, _)| is_free(*file))
    }

    /// The pairs with the most in common first. A file counts for the document that it has most of alone: a second copy or
    /// another state of a report is not a response that quotes it.
    fn by_content(&mut self, documents: &[Document]) {
        if self.found.iter().all(Option::is_some) {
            return;
        }
        let pieces: Vec<BTreeSet<Piece>> = documents.iter().map(pieces_of).collect();
        let mut scored = Vec::new();
        for (file, at_hand) in self.free_files().filter(|(_, file)| !is_claimed(file, documents)) {
            let shares: Vec<usize> = pieces.iter().map(|pieces| thousandths(pieces, at_hand)).collect();
            let most = shares.iter().copied().max().unwrap_or(0);
            let likely = shares.into_iter().enumerate().filter(|(_, share)| *share == most && most >= 500);
            scored.extend(likely.map(|(number, share)| (share, number, file)));
        }
        scored.sort_by_key(|(share, number, file)| (std::cmp::Reverse(*share), *number, *file));
        for (_, number, file) in scored {
            let is_free = self.free_files().any(|(free, _)| free == file);
            if is_free && self.of(number).is_none() {
                self.settle(number, file, By::Content);
            }
        }
    }
}

/// Whether a file says by itself which document it is, by its digest or its name.
fn is_claimed(file: &File, documents: &[Document]) -> bool {
    documents.iter().any(|document| document.sha256 == file.sha256 || is_named(&file.name, &document.id))
}

/// Every piece that the catalogue keeps of a document.
fn pieces_of(document: &Document) -> BTreeSet<Piece> {
    let fingerprints = document.clauses.iter().flat_map(|clause| &clause.fingerprints);
    fingerprints.flat_map(|fingerprint| &fingerprint.pieces).copied().collect()
}

/// How many of a thousand pieces a file has.
fn thousandths(pieces: &BTreeSet<Piece>, file: &File) -> usize {
    let lengths: BTreeSet<usize> = pieces.iter().map(Piece::len).collect();
    let at_hand = lengths.into_iter().flat_map(|length| file.wording.pieces(length));
    let there: BTreeSet<&Piece> = at_hand.filter(|piece| pieces.contains(piece)).collect();
    there.len().saturating_mul(1000).checked_div(pieces.len()).unwrap_or(0)
}

/// Whether a file has a document's id as its name, whatever its folder and extension.
pub fn is_named(file: &str, id: &str) -> bool {
    let last = file.rsplit('/').next().unwrap_or(file);
    last.rsplit_once('.').map_or(last, |(stem, _)| stem) == id
}
