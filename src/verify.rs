//! The catalogue held against documents at hand: which file is which document, where its clauses stand and whether they
//! still say the same, and how a response quotes what it answers.

mod clause;
mod matching;
mod quotation;

use std::ops::Range;

pub use matching::{By, is_named};
pub use quotation::{Quotation, Quoted, Slip};

use crate::fingerprint::Wording;
use crate::pack::rule::{Document, DocumentClause};

/// A document at hand.
#[derive(Debug)]
pub struct File {
    /// Its path in the folder that it was found in.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its words.
    pub wording: Wording,
}

/// What came of one document of the catalogue.
#[derive(Debug)]
pub struct Verified<'a> {
    /// The document.
    pub document: &'a Document,
    /// The file that it was found in, and by what; nothing where it was not found.
    pub file: Option<(&'a File, By)>,
    /// Its clauses; none where it was not found.
    pub clauses: Vec<ClauseVerified<'a>>,
    /// How it quotes the recommendations that it answers; nothing where it answers no document, or one of the two was
    /// not found.
    pub quotations: Option<Vec<Quotation<'a>>>,
}

impl Verified<'_> {
    /// Whether it was found and every clause in it.
    pub fn passed(&self) -> bool {
        let stands = |place: &Place| matches!(place.state, State::Verified | State::Moved { .. });
        let all_stand = self.clauses.iter().flat_map(|clause| &clause.places).all(stands);
        self.file.is_some() && all_stand && self.miscounted().is_none()
    }

    /// How many lines the very file that the catalogue describes has, where the catalogue says otherwise.
    pub fn miscounted(&self) -> Option<u32> {
        let (file, _) = self.file.filter(|(_, by)| *by == By::Digest)?;
        Some(file.wording.lines()).filter(|lines| *lines != self.document.lines)
    }
}

/// What came of one clause.
#[derive(Debug)]
pub struct ClauseVerified<'a> {
    /// The clause.
    pub clause: &'a DocumentClause,
    /// Each line that it is printed at.
    pub places: Vec<Place>,
}

impl ClauseVerified<'_> {
    /// The worst of its places.
    pub fn worst(&self) -> &State {
        let states = self.places.iter().map(|place| &place.state);
        states.max_by_key(|state| state.rank()).unwrap_or(&State::Verified)
    }
}

/// One line of a clause in the document at hand.
#[derive(Debug)]
pub struct Place {
    /// Its line by the catalogue.
    pub line: u32,
    /// What came of it.
    pub state: State,
    /// The words that are the line's in the document at hand, by their places.
    pub words: Option<Range<usize>>,
}

/// What came of one line of a clause.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// It says the same in the same place.
    Verified,
    /// It says the same in another.
    Moved {
        /// The line that it begins in.
        to: u32,
    },
    /// It says something else.
    Reworded {
        /// The line that it begins in.
        at: u32,
        /// Where, to within a piece of a few words; nothing where only the punctuation differs.
        changes: Vec<Reworded>,
    },
    /// Nothing like it is there.
    Missing,
    /// The file is the very one that the catalogue describes, and the catalogue says something else of it.
    Misdescribed {
        /// Where the wording of the fingerprint stands; nothing where it stands nowhere.
        stands_at: Option<u32>,
    },
    /// The catalogue keeps no fingerprint of it, so that nothing can be said.
    NotKept,
}

impl State {
    /// The state as programs read it.
    pub fn name(&self) -> &'static str {
        match self {
            State::Verified => "verified",
            State::Moved { .. } => "moved",
            State::Reworded { .. } => "reworded",
            State::Missing => "missing",
            State::Misdescribed { .. } => "misdescribed",
            State::NotKept => "not_kept",
        }
    }

    /// The names of all states, the best first.
    pub const NAMES: [&str; 6] = ["verified", "moved", "reworded", "missing", "misdescribed", "not_kept"];

    fn rank(&self) -> Option<usize> {
        Self::NAMES.iter().position(|name| *name == self.name())
    }
}

/// Words in the place of others, of which only their number is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reworded {
    /// How many words are gone.
    pub gone: usize,
    /// The words that are new.
    pub new: Vec<String>,
}

/// Holds documents of the catalogue against files.
pub fn verify<'a>(documents: &'a [Document], files: &'a [File]) -> Vec<Verified<'a>> {
    let found = matching::files_of(documents, files);
    let mut verified: Vec<Verified<'a>> = documents
        .iter()
        .zip(found)
        .map(|(document, file)| {
            let clauses =
                file.map(|(file, by)| clause::verify(&document.clauses, &file.wording, by == By::Digest));
            Verified { document, file, clauses: clauses.unwrap_or_default(), quotations: None }
        })
        .collect();
    let quotations: Vec<_> =
        verified.iter().map(|response| quotation::quotations(response, &verified)).collect();
    for (response, quotations) in verified.iter_mut().zip(quotations) {
        response.quotations = quotations;
    }
    verified
}
