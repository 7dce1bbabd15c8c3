//! A body's self-assessment: what it states, claims, supports with evidence, departs from and promises.

mod cite;
mod claim;
mod context;
mod error;
mod evidence;
mod extract;
mod fact;
mod file;
mod form;
mod load;
mod path;
pub mod recorded;
mod records;
mod statement;
mod submission;
mod undertaking;
mod value;

pub use crate::tables::extract::ReadAt;
pub use extract::{Handling, NamedExtract, Unfinished};
pub use file::{AssessmentFiles, Blocks, FileProblem};
pub use load::{load, load_leaving};
pub use path::inner_path;
pub use recorded::{Recorded, with_record};
pub use submission::{Submission, is_meant, read};

use std::sync::Arc;

use crate::pack::rule::{Column, Fact, Group, Node, Pack, Requirement};
use crate::pack::{Date, Id, Partial, Slots};
use crate::source::{FileId, Span};
use crate::tables::Records;

/// An assessment that has been read against its pack: every name in it exists and every value is of its fact's type.
/// Cloning one does not copy its records.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// Its file.
    pub file: FileId,
    /// SHA-256 of its text, in hexadecimal.
    pub digest: String,
    /// The body's name.
    pub body: String,
    /// What kind of body it is: one of the pack's bodies.
    pub kind: String,
    /// The day that it speaks of.
    pub as_of: Date,
    /// Whether it was coded from a published response, so that sign-off and owners may be missing.
    pub published: bool,
    /// What a bare `cite` cites.
    pub source: Option<String>,
    /// The role of who prepared it.
    pub prepared_by: Option<String>,
    /// Who signed it off, and when.
    pub signed_off: Option<SignOff>,
    /// The header of the `[assessment]` table.
    pub header: Span,
    /// What is stated of each fact.
    pub facts: Slots<Fact, FactEntry>,
    /// The header of each group that is there, to point at where a fact of it is missing.
    pub groups: Slots<Group, Option<Span>>,
    /// The rows of the pack's tables.
    pub records: Arc<Records>,
    /// What has been recorded of measured facts, where it was made by this version of the pack.
    pub recorded: Option<Recorded>,
    /// What is only planned or said of cells, in the order of the file.
    pub heard_cells: Vec<HeardCell>,
    /// What the body says of recommendations and requirements, in the order of the file.
    pub claims: Vec<Claim>,
    /// What supports it.
    pub evidence: Vec<Evidence>,
    /// What it works outside of.
    pub departures: Vec<Departure>,
    /// What will be done.
    pub actions: Vec<Action>,
}

impl Assessment {
    /// The claim made of this recommendation or requirement itself.
    pub fn claim_of(&self, node: Node) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.of == node)
    }

    /// The place to point at for a fact: its first statement, else its group, else the assessment's header.
    pub fn place_of(&self, pack: &Pack, fact: Id<Fact>) -> Span {
        let stated = self.facts[fact].statements.first().map(|statement| statement.span);
        stated.or(self.groups[pack.facts[fact].group]).unwrap_or(self.header)
    }
}

/// Who signed an assessment off.
#[derive(Clone, Debug)]
pub struct SignOff {
    /// The role.
    pub by: String,
    /// The day.
    pub on: Date,
}

/// What is stated of one fact.
#[derive(Clone, Debug)]
pub struct FactEntry {
    /// The statements, in the order of the file.
    pub statements: Vec<Statement>,
    /// What all of them leave possible; everything, where they contradict each other.
    pub known: Partial,
    /// Whether they contradict each other.
    pub contradictory: bool,
}

impl FactEntry {
    /// Whether any statement says something of the value that is evaluated.
    pub fn is_evaluated(&self) -> bool {
        self.statements.iter().any(Statement::is_evaluated)
    }
}

/// One statement of a fact.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What kind of statement, and what it says.
    pub kind: StatementKind,
    /// Where: from the key, or the `{` of a statement in a list, to the end of the value.
    pub span: Span,
    /// Where the source document says so.
    pub cites: Vec<Cite>,
    /// A note.
    pub note: Option<String>,
}

impl Statement {
    /// Whether it says something of the value that is evaluated.
    pub fn is_evaluated(&self) -> bool {
        matches!(self.kind, StatementKind::Known(_))
    }
}

/// What is only planned or said of a cell: printed, never evaluated.
#[derive(Clone, Debug)]
pub struct HeardCell {
    /// The cell's column.
    pub column: Id<Column>,
    /// What is planned or said.
    pub statement: Statement,
}

/// The kinds of statements.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StatementKind {
    /// A value or a bound: evaluated.
    Known(Partial),
    /// An aim or work in hand, in words: printed, never evaluated.
    Planned(String),
    /// Heard, but weaker than any value: printed, never evaluated.
    Said(String),
}

/// A place in a cited document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cite {
    /// The id of the document or of an evidence item.
    pub source: String,
    /// The line or paragraph, as written.
    pub at: String,
}

/// What a body says of a recommendation or requirement.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Of which.
    pub of: Node,
    /// What it says.
    pub status: ClaimStatus,
    /// Since when.
    pub on: Option<Date>,
    /// The colour that it gives itself.
    pub rag: Option<Rag>,
    /// Where the source document says so.
    pub cites: Vec<Cite>,
    /// A note.
    pub note: Option<String>,
    /// From the key to the end of the value.
    pub span: Span,
}

/// What a claim may say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClaimStatus {
    /// Done and certified.
    Complete,
    /// The prose describes it as done.
    DescribedAsDone,
    /// In hand.
    BeingProgressed,
    /// Waiting for a review.
    AwaitingReview,
    /// Nothing more will be done.
    NoFurtherAction,
    /// The body does not accept it.
    NotAccepted,
    /// The body says that it does not apply.
    NotApplicable,
}

impl ClaimStatus {
    /// Every status.
    pub const ALL: [ClaimStatus; 7] = [
        ClaimStatus::Complete,
        ClaimStatus::DescribedAsDone,
        ClaimStatus::BeingProgressed,
        ClaimStatus::AwaitingReview,
        ClaimStatus::NoFurtherAction,
        ClaimStatus::NotAccepted,
        ClaimStatus::NotApplicable,
    ];

    /// The word of assessments and results.
    pub fn name(self) -> &'static str {
        match self {
            ClaimStatus::Complete => "complete",
            ClaimStatus::DescribedAsDone => "described_as_done",
            ClaimStatus::BeingProgressed => "being_progressed",
            ClaimStatus::AwaitingReview => "awaiting_review",
            ClaimStatus::NoFurtherAction => "no_further_action",
            ClaimStatus::NotAccepted => "not_accepted",
            ClaimStatus::NotApplicable => "not_applicable",
        }
    }

    /// Whether it says that nothing is left to do.
    pub fn is_done(self) -> bool {
        matches!(self, ClaimStatus::Complete | ClaimStatus::DescribedAsDone | ClaimStatus::NoFurtherAction)
    }
}

/// The colours that forces rate themselves by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rag {
    /// No gap.
    Green,
    /// A gap, and the deadline ahead.
    Amber,
    /// A gap past the deadline, or not accepted.
    Red,
    /// Addressed to another body.
    White,
}

impl Rag {
    /// Every colour.
    pub const ALL: [Rag; 4] = [Rag::Green, Rag::Amber, Rag::Red, Rag::White];

    /// The word of assessments and results.
    pub fn name(self) -> &'static str {
        match self {
            Rag::Green => "green",
            Rag::Amber => "amber",
            Rag::Red => "red",
            Rag::White => "white",
        }
    }
}

/// A piece of evidence.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// Its id.
    pub id: String,
    /// Its kind: the member's place in the pack's `evidence_kind`.
    pub kind: usize,
    /// Its title.
    pub title: String,
    /// Its date.
    pub dated: Option<Date>,
    /// What it supports.
    pub supports: Vec<Support>,
    /// Its file, relative to the assessment, once read.
    pub file: Option<EvidenceFile>,
    /// The header of its table.
    pub span: Span,
}

/// A file behind a piece of evidence. It exists, lies in the assessment's folder, and has the digest that the
/// assessment gives, where it gives one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EvidenceFile {
    /// The path as written.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// What a piece of evidence supports.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Support {
    /// A whole requirement.
    Requirement(Id<Requirement>),
    /// One clause, by its place in the requirement.
    Clause(Id<Requirement>, usize),
    /// A fact, and so every requirement that reads it.
    Fact(Id<Fact>),
}

/// Working outside a requirement that allows it.
#[derive(Clone, Debug)]
pub struct Departure {
    /// The requirement.
    pub requirement: Id<Requirement>,
    /// Why.
    pub reason: String,
    /// What is done instead.
    pub mitigation: String,
    /// The policy: its place in [`Assessment::evidence`].
    pub policy: usize,
    /// The role of who approved it.
    pub approved_by: String,
    /// It has no effect after this day.
    pub review_by: Date,
    /// The header of its table.
    pub span: Span,
}

/// What will be done about a gap.
#[derive(Clone, Debug)]
pub struct Action {
    /// The recommendation or requirement.
    pub of: Node,
    /// What.
    pub what: String,
    /// The role of who will do it.
    pub owner: Option<String>,
    /// By when.
    pub by: Option<Date>,
    /// The header of its table.
    pub span: Span,
}
