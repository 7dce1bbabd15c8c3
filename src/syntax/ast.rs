//! The tree of a rule file: what was written, with the place of each part, before any name is looked up.
//!
//! Lines of a block may come in any order; the tree keeps them by kind. A line that may stand only once is still
//! kept as a list, so that a repeated one can be reported where names are resolved.

mod expr;
mod scenario;

pub use expr::{Expr, ExprKind, Literal, LiteralKind, Quantifier};
pub use scenario::{Expectation, Given, GivenKind, GivenValue, Operand, Row, Scenario};

use crate::source::Span;
use crate::vocabulary::{Level, TieKind};

/// A word with its place: the name of an item, a column, a member, a body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// The word.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A quoted text without `{…}`, escapes resolved and neighbouring texts joined.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    /// The text that was meant.
    pub value: String,
    /// From the first quote to the last.
    pub span: Span,
}

/// A quoted text that may print values.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Template {
    /// Its parts, in order; no two texts are neighbours and none is empty.
    pub parts: Vec<TemplatePart>,
    /// From the first quote to the last.
    pub span: Span,
}

/// A part of a [`Template`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TemplatePart {
    /// Words as they stand.
    Text(String),
    /// `{expr}`
    Value(Expr),
}

/// The id of a recommendation, a requirement or a clause: `R8`, `R8.4`, `R15.1.yearly`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RuleId {
    /// The recommendation's number.
    pub recommendation: u32,
    /// The requirement's number within it.
    pub requirement: Option<u32>,
    /// The clause's label; only with a requirement.
    pub clause: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// A rule file.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct File {
    /// Its items, in the order of the file.
    pub items: Vec<Item>,
}

/// An item of a rule file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Item {
    /// `choice name { a, b }`
    Choice(Choice),
    /// `define name: type = expr`
    Define(Define),
    /// `facts name { … }`
    Facts(Facts),
    /// `table name { … }`
    Table(Table),
    /// `recommendation R8 "…" { … }`
    Recommendation(Recommendation),
    /// `scenario "…" { … }`
    Scenario(Scenario),
}

/// A list of named alternatives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// Its name.
    pub name: Name,
    /// Whether the members are separated by `<`.
    pub ordered: bool,
    /// The members, at least one.
    pub members: Vec<Name>,
    /// The whole item.
    pub span: Span,
}

/// A named value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Define {
    /// Its name.
    pub name: Name,
    /// Its declared type.
    pub ty: Type,
    /// Its value.
    pub value: Expr,
    /// Its sources, notes and readings.
    pub remarks: Remarks,
    /// The whole item.
    pub span: Span,
}

/// A group of facts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facts {
    /// The group's name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// Its facts.
    pub facts: Vec<Fact>,
    /// The whole item.
    pub span: Span,
}

/// One fact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// Its name within the group.
    pub name: Name,
    /// Its declared type.
    pub ty: Type,
    /// The question that a body answers.
    pub question: Option<Text>,
    /// `help "…"`, at most one is right.
    pub help: Vec<Text>,
    /// `measured as expr`, at most one is right.
    pub measured: Vec<Expr>,
    /// The whole line or block.
    pub span: Span,
}

/// A table of records.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// The row name that computed columns use, from `each name`.
    pub each: Option<Name>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The whole item.
    pub span: Span,
}

/// One column of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// Whether `key` stands before it.
    pub key: bool,
    /// Its name.
    pub name: Name,
    /// Its declared type.
    pub ty: Type,
    /// The question that a body answers, in a table answered by hand.
    pub question: Option<Text>,
    /// What computes it, where it is not read.
    pub computed: Option<Expr>,
    /// The whole line.
    pub span: Span,
}

/// A type as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Type {
    /// How many times `optional` stands before it; once is right.
    pub optional: u32,
    /// Whether it is `set of …`.
    pub set: bool,
    /// `yesno`, `count`, … or the name of a choice or table.
    pub name: Name,
    /// The whole type.
    pub span: Span,
}

/// `source`, `note` and `reading` lines.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Remarks {
    /// `source name "clause"`
    pub sources: Vec<Source>,
    /// `note "…"`
    pub notes: Vec<Text>,
    /// `reading "…"`
    pub readings: Vec<Text>,
}

/// `source name "clause"`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// The document's id in the source catalogue.
    pub document: Name,
    /// The clause of the document.
    pub clause: Text,
    /// The whole line.
    pub span: Span,
}

/// A recommendation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recommendation {
    /// Its id, without requirement and clause.
    pub id: RuleId,
    /// Its title.
    pub title: Text,
    /// `to a, b`: all names of all such lines.
    pub to: Vec<Name>,
    /// `with a, b`
    pub with: Vec<Name>,
    /// `domain a, b`
    pub domains: Vec<Name>,
    /// `due date`, at most one is right.
    pub due: Vec<Literal>,
    /// Sources, notes and readings.
    pub remarks: Remarks,
    /// Its ties.
    pub ties: Vec<Tie>,
    /// Its requirements, in the order of the file.
    pub requirements: Vec<Requirement>,
    /// The whole item.
    pub span: Span,
}

/// A requirement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Requirement {
    /// Its id, with the requirement's number and without clause.
    pub id: RuleId,
    /// Its title.
    pub title: Text,
    /// Sources, notes and readings.
    pub remarks: Remarks,
    /// `applies when expr`, at most one is right.
    pub applies_when: Vec<Expr>,
    /// Its clauses, in the order of the file.
    pub clauses: Vec<Clause>,
    /// Its `evidence` lines.
    pub evidence: Vec<Evidence>,
    /// The places of `departure allowed`, at most one is right.
    pub departure_allowed: Vec<Span>,
    /// `advise "…"`, at most one is right.
    pub advise: Vec<Text>,
    /// Its ties.
    pub ties: Vec<Tie>,
    /// The whole block.
    pub span: Span,
}

/// `must label: expr finding "…" { … }`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clause {
    /// How binding it is.
    pub level: Level,
    /// Its label, unique in the requirement.
    pub name: Name,
    /// What must hold.
    pub condition: Expr,
    /// What is printed when it does not.
    pub finding: Option<Template>,
    /// Sources, notes and readings.
    pub remarks: Remarks,
    /// The whole line or block.
    pub span: Span,
}

/// `evidence a or b within 3 years`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Evidence {
    /// The kinds of evidence, any one of which will do.
    pub kinds: Vec<Name>,
    /// How fresh it must be: a duration.
    pub within: Option<Literal>,
    /// The whole line.
    pub span: Span,
}

/// A tie to another recommendation or requirement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tie {
    /// What kind of tie.
    pub kind: TieKind,
    /// The other end.
    pub to: RuleId,
    /// `because "…"`
    pub because: Option<Text>,
    /// The whole line.
    pub span: Span,
}
