//! Scenarios as they are written.

use super::{Expr, Literal, Name, RuleId, Text};
use crate::source::Span;
use crate::vocabulary::BoundKind;

/// A rule test.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scenario {
    /// What happens in it.
    pub title: Text,
    /// `as_of date`, at most one is right.
    pub as_of: Vec<Literal>,
    /// `body name`, at most one is right.
    pub body: Vec<Name>,
    /// What is given.
    pub given: Vec<Given>,
    /// What is expected.
    pub expect: Vec<Expectation>,
    /// The whole item.
    pub span: Span,
}

/// A `given` line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Given {
    /// `given group.fact = value`
    Fact {
        /// The group and the fact.
        path: Vec<Name>,
        /// What is stated of it.
        value: GivenValue,
    },
    /// `given departure R10.1`
    Departure(RuleId),
    /// `given table name [ {…} {…} ]`
    Table {
        /// The table.
        name: Name,
        /// Its rows.
        rows: Vec<Row>,
    },
}

/// A row that a scenario gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Its cells: column and what is given of it.
    pub cells: Vec<(Name, GivenValue)>,
    /// From brace to brace.
    pub span: Span,
}

/// What a scenario states of a fact or a cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GivenValue {
    /// What is stated.
    pub kind: GivenKind,
    /// Where.
    pub span: Span,
}

/// The forms of a [`GivenValue`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GivenKind {
    /// A value; `absent` is a name.
    Value(Operand),
    /// `not stated`
    NotStated,
    /// `at_least`, `at_most`, `more_than`, `less_than`
    Bound(BoundKind, Operand),
    /// `between a and b`
    Between(Operand, Operand),
    /// `includes [ … ]`
    Includes(Vec<Name>),
    /// `excludes [ … ]`
    Excludes(Vec<Name>),
    /// `one_of [ … ]`
    OneOf(Vec<Name>),
    /// `[ … ]`: a set's value
    Set(Vec<Name>),
}

/// A value that a scenario may give: a literal or a name (`yes`, `absent`, a member).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Operand {
    /// A literal.
    Literal(Literal),
    /// A name.
    Name(Name),
}

/// An `expect` line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expectation {
    /// `expect R15.1.yearly not_met`
    Outcome {
        /// A recommendation, requirement or clause.
        of: RuleId,
        /// `met`, `not_met`, `not_shown`, `departure` or `not_applicable`, checked when resolved.
        outcome: Name,
    },
    /// `expect expr`
    Condition(Expr),
}
