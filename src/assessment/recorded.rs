//! `[measured]`: what the assessment has recorded of the facts that records decide, so that it can travel without them.

mod read;
mod write;

pub(super) use read::read;
pub use write::{with_record, write};

use crate::pack::rule::{Fact, Table};
use crate::pack::{Date, Id, Partial, Slots};
use crate::source::Span;
use crate::tables::Extract;

/// What was measured once, by the very version of the pack that the assessment is read against.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The day for which it was measured.
    pub as_of: Date,
    /// What it was measured from.
    pub from: Source,
    /// What was measured of each fact.
    pub facts: Slots<Fact, Option<RecordedFact>>,
    /// The header of the record.
    pub span: Span,
}

/// What a record was made from.
#[derive(Clone, Debug)]
pub enum Source {
    /// Extracts beside the assessment, each by its table.
    Extracts(Slots<Table, Option<RecordedExtract>>),
    /// A file of results that came back from a warehouse.
    Results(RecordedResults),
}

/// An extract from which facts were measured.
#[derive(Clone, Debug)]
pub struct RecordedExtract {
    /// Its path, as the assessment then named it.
    pub file: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// How many rows it had.
    pub rows: usize,
    /// Whether it might lack rows.
    pub sample: bool,
    /// Where the record names it.
    pub span: Span,
}

/// A file of results from which facts were taken.
#[derive(Clone, Debug)]
pub struct RecordedResults {
    /// Its name.
    pub file: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// What was measured of one fact.
#[derive(Clone, PartialEq, Debug)]
pub struct RecordedFact {
    /// What was known of it.
    pub value: Partial,
    /// How many rows of its first quantifier were yes, no and in doubt.
    pub rows: Option<[usize; 3]>,
    /// Whether there was nothing to ask.
    pub vacuous: bool,
    /// SHA-256 of what it was measured with beside extracts: answers, and rows that the assessment gives itself.
    pub given: Option<String>,
    /// The line of the record.
    pub span: Span,
}

impl Recorded {
    /// The extract that a table was read from when the record was made.
    pub fn extract(&self, table: Id<Table>) -> Option<&RecordedExtract> {
        match &self.from {
            Source::Extracts(extracts) => extracts[table].as_ref(),
            Source::Results(_) => None,
        }
    }

    /// Whether it was made from this very extract.
    pub fn is_of(&self, table: Id<Table>, extract: &Extract) -> bool {
        self.extract(table).is_some_and(|recorded| {
            recorded.file == extract.path
                && recorded.sha256 == extract.sha256
                && recorded.sample == extract.sample
        })
    }
}
