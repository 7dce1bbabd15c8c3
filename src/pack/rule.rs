//! The items of a pack, resolved.

use std::fmt;

use semver::Version;

use super::arena::{Arena, Id};
use super::date::{Date, Duration};
use super::expr::Expr;
use super::known::Members;
use super::scenario::Scenario;
use super::types::{Base, Type};
use crate::fingerprint::Fingerprint;
use crate::source::{FileId, Span};
use crate::vocabulary::{Assurance, Level, TieKind};

/// A rule pack that can be evaluated: every name and type has been checked.
#[derive(Debug)]
pub struct Pack {
    /// What `pack.toml` says.
    pub manifest: Manifest,
    /// The source documents that the manifest names, in its order.
    pub documents: Arena<Document>,
    /// All choices, by name.
    pub choices: Arena<Choice>,
    /// All fact groups, by name.
    pub groups: Arena<Group>,
    /// All facts, by group and in the order of their group.
    pub facts: Arena<Fact>,
    /// All tables, by name.
    pub tables: Arena<Table>,
    /// All columns of all tables.
    pub columns: Arena<Column>,
    /// All defines, by name.
    pub defines: Arena<Define>,
    /// All recommendations, by number.
    pub recommendations: Arena<Recommendation>,
    /// All requirements, by number.
    pub requirements: Arena<Requirement>,
    /// All ties, by their ends.
    pub ties: Vec<Tie>,
    /// All scenarios, by file and place.
    pub scenarios: Vec<Scenario>,
    /// Defines, measured facts and computed columns, each behind everything that it uses.
    pub computed: Vec<Computed>,
    /// The choice `evidence_kind`, where the pack has one.
    pub evidence_kinds: Option<Id<Choice>>,
    /// SHA-256 over the manifest and every rule file, in hexadecimal.
    pub digest: String,
}

impl Pack {
    /// All members of the choice that a type is made of; none for other types.
    pub fn members(&self, base: Base) -> Members {
        base.choice().map_or(Members::NONE, |choice| Members::first(self.choices[choice].members.len()))
    }

    /// The columns that are the key of a table.
    pub fn keys(&self, table: Id<Table>) -> impl Iterator<Item = Id<Column>> {
        let columns = self.tables[table].columns.iter().copied();
        columns.filter(|column| self.columns[*column].key)
    }

    /// `group.fact`
    pub fn fact_name(&self, fact: Id<Fact>) -> String {
        let fact = &self.facts[fact];
        format!("{}.{}", self.groups[fact.group].name, fact.name)
    }

    /// The id of an end of a tie: `R8`, `R8.4`.
    pub fn node_id(&self, node: Node) -> String {
        match node {
            Node::Recommendation(id) => self.recommendations[id].number.to_string(),
            Node::Requirement(id) => self.requirements[id].number.to_string(),
        }
    }

    /// The recommendation that an end of a tie is, or belongs to.
    pub fn recommendation_of(&self, node: Node) -> Id<Recommendation> {
        match node {
            Node::Recommendation(id) => id,
            Node::Requirement(id) => self.requirements[id].recommendation,
        }
    }

    /// Where an end of a tie stands among all of them: each recommendation before its requirements.
    pub fn place(&self, node: Node) -> (Id<Recommendation>, Node) {
        (self.recommendation_of(node), node)
    }

    /// The requirements of a recommendation, by number.
    pub fn requirements_of(
        &self,
        recommendation: Id<Recommendation>,
    ) -> impl Iterator<Item = (Id<Requirement>, &Requirement)> {
        // Requirements and recommendations are both in the order of their numbers.
        let before =
            self.requirements.as_slice().partition_point(|other| other.recommendation < recommendation);
        let from_there = self.requirements.entries().skip(before);
        from_there.take_while(move |(_, requirement)| requirement.recommendation == recommendation)
    }
}

/// What `pack.toml` says.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The pack's id.
    pub id: String,
    /// Its version.
    pub version: Version,
    /// Its title.
    pub title: String,
    /// Who published what it encodes.
    pub publisher: String,
    /// The kinds of bodies that recommendations are addressed to.
    pub bodies: Vec<String>,
    /// The areas that recommendations belong to.
    pub domains: Vec<String>,
    /// How well a met requirement must be supported.
    pub assurance: Assurance,
    /// The ids of the source documents with their places.
    pub sources: Vec<(String, Span)>,
    /// The manifest's file.
    pub file: FileId,
}

/// A source document: what the catalogue says of it.
#[derive(Clone, Debug)]
pub struct Document {
    /// The id that rules and assessments cite it by.
    pub id: String,
    /// Where the catalogue gives it.
    pub id_span: Span,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// When, where it is dated.
    pub date: Option<Date>,
    /// SHA-256 of the document as supplied, in hexadecimal.
    pub sha256: String,
    /// How many lines it has.
    pub lines: u32,
    /// The document that it answers and is expected to quote, with its place in the catalogue.
    pub responds_to: Option<(String, Span)>,
    /// Its clauses, in the order of the catalogue.
    pub clauses: Vec<DocumentClause>,
    /// The catalogue's file.
    pub file: FileId,
    /// Whether that is another catalogue's, because the pack's own does not describe it.
    pub borrowed: bool,
}

/// A clause or cited passage of a source document.
#[derive(Clone, Debug)]
pub struct DocumentClause {
    /// Its id: `rec-4.2`, `c-…`.
    pub id: String,
    /// The lines that it is printed at.
    pub lines: Vec<u32>,
    /// The fingerprint of each of these lines; none where the catalogue gives none.
    pub fingerprints: Vec<Fingerprint>,
    /// Its entry in the catalogue.
    pub span: Span,
}

/// A list of named alternatives.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// Whether its members are ordered.
    pub ordered: bool,
    /// Its members, in order; at most [`Members::LIMIT`].
    pub members: Vec<String>,
    /// Where its name stands.
    pub span: Span,
}

/// A group of facts.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Where its name stands.
    pub span: Span,
}

/// A fact.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its group.
    pub group: Id<Group>,
    /// Its name in the group.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// The question that a body answers.
    pub question: Option<String>,
    /// Help for answering it.
    pub help: Option<String>,
    /// What computes it from records.
    pub measured: Option<Expr>,
    /// Where its name stands.
    pub span: Span,
}

/// A table of records.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Its columns, in order.
    pub columns: Vec<Id<Column>>,
    /// Whether it is keyed by choices alone, so that every combination is a row.
    pub by_choices: bool,
    /// Where its name stands.
    pub span: Span,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its table.
    pub table: Id<Table>,
    /// Its name.
    pub name: String,
    /// Whether it is (part of) the key.
    pub key: bool,
    /// Its type.
    pub ty: Type,
    /// The question that a body answers.
    pub question: Option<String>,
    /// What computes it, with the row bound to slot 0.
    pub computed: Option<Expr>,
    /// Where its name stands.
    pub span: Span,
}

/// A named value.
#[derive(Clone, Debug)]
pub struct Define {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Its value.
    pub value: Expr,
    /// Sources, notes and readings.
    pub remarks: Remarks,
    /// Where its name stands.
    pub span: Span,
}

/// Sources, notes and readings.
#[derive(Clone, Default, Debug)]
pub struct Remarks {
    /// The clauses of source documents.
    pub sources: Vec<SourceClause>,
    /// Notes.
    pub notes: Vec<String>,
    /// Readings: the source gives no such figure, and why the pack chose it.
    pub readings: Vec<String>,
}

/// A `source` line: a clause that is in the catalogue.
#[derive(Clone, Debug)]
pub struct SourceClause {
    /// The document.
    pub document: Id<Document>,
    /// The clause's place in [`Document::clauses`].
    pub clause: usize,
    /// The whole line.
    pub span: Span,
}

/// Something that is computed before clauses are evaluated.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Computed {
    /// A named value.
    Define(Id<Define>),
    /// A fact with `measured as`.
    Fact(Id<Fact>),
    /// A computed column, for every row of its table.
    Column(Id<Column>),
}

/// `R8`
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RecommendationNumber(pub u32);

impl RecommendationNumber {
    /// Reads `R8`, as it is printed: no sign and no leading zero.
    pub fn parse(id: &str) -> Option<RecommendationNumber> {
        id.strip_prefix('R').and_then(number).map(RecommendationNumber)
    }
}

fn number(digits: &str) -> Option<u32> {
    digits.parse().ok().filter(|number: &u32| number.to_string() == digits)
}

impl fmt::Display for RecommendationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "R{}", self.0)
    }
}

/// `R8.4`
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RequirementNumber {
    /// The recommendation's number.
    pub recommendation: RecommendationNumber,
    /// The number within the recommendation.
    pub number: u32,
}

impl RequirementNumber {
    /// Reads `R8.4`, as it is printed.
    pub fn parse(id: &str) -> Option<RequirementNumber> {
        let (recommendation, last) = id.split_once('.')?;
        Some(RequirementNumber {
            recommendation: RecommendationNumber::parse(recommendation)?,
            number: number(last)?,
        })
    }
}

impl fmt::Display for RequirementNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.recommendation, self.number)
    }
}

/// A recommendation.
#[derive(Clone, Debug)]
pub struct Recommendation {
    /// Its number.
    pub number: RecommendationNumber,
    /// Its title.
    pub title: String,
    /// The kinds of bodies that it is addressed to.
    pub to: Vec<String>,
    /// The kinds of bodies in conjunction with which it is to be done.
    pub with: Vec<String>,
    /// The areas that it belongs to.
    pub domains: Vec<String>,
    /// Its deadline, with its place.
    pub due: Option<(Date, Span)>,
    /// Sources, notes and readings.
    pub remarks: Remarks,
    /// Where its id stands.
    pub span: Span,
}

impl Recommendation {
    /// Whether it is addressed to this kind of body.
    pub fn addresses(&self, kind: &str) -> bool {
        self.to.iter().any(|body| body == kind)
    }
}

/// A requirement of a recommendation.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// Its number.
    pub number: RequirementNumber,
    /// Its recommendation.
    pub recommendation: Id<Recommendation>,
    /// Its title.
    pub title: String,
    /// Sources, notes and readings.
    pub remarks: Remarks,
    /// When it applies; always, where missing.
    pub applies_when: Option<Expr>,
    /// Its clauses, in the order of the file; at least one is a `must`.
    pub clauses: Vec<Clause>,
    /// What evidence it needs: all of these.
    pub evidence: Vec<EvidenceRule>,
    /// Whether a departure is allowed.
    pub departure_allowed: bool,
    /// What to do about a gap.
    pub advise: Option<String>,
    /// Where its id stands.
    pub span: Span,
}

impl Requirement {
    /// The stable id of one of its clauses: `R8.4.month`.
    pub fn clause_id(&self, clause: &Clause) -> String {
        format!("{}.{}", self.number, clause.name)
    }
}

/// A clause of a requirement.
#[derive(Clone, Debug)]
pub struct Clause {
    /// How binding it is.
    pub level: Level,
    /// Its label.
    pub name: String,
    /// What must hold: a yes/no.
    pub condition: Expr,
    /// What is printed when it does not.
    pub finding: Option<Template>,
    /// Sources, notes and readings.
    pub remarks: Remarks,
    /// The clause from its level to its last word, for labels.
    pub span: Span,
}

/// A text that prints values.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its parts.
    pub parts: Vec<TemplatePart>,
}

/// A part of a [`Template`].
#[derive(Clone, Debug)]
pub enum TemplatePart {
    /// Words as they stand.
    Text(String),
    /// A value in words.
    Value(Expr),
}

/// `evidence a or b within 3 years`
#[derive(Clone, Debug)]
pub struct EvidenceRule {
    /// Any of these members of `evidence_kind` will do.
    pub kinds: Members,
    /// How long before the check it may be dated.
    pub within: Option<Duration>,
    /// The whole line.
    pub span: Span,
}

/// One end of a tie.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Node {
    /// A recommendation.
    Recommendation(Id<Recommendation>),
    /// A requirement.
    Requirement(Id<Requirement>),
}

/// A tie between recommendations or requirements.
#[derive(Clone, Debug)]
pub struct Tie {
    /// Where it is written.
    pub from: Node,
    /// What kind.
    pub kind: TieKind,
    /// The other end.
    pub to: Node,
    /// Why.
    pub because: Option<String>,
    /// The whole line.
    pub span: Span,
}
