//! Scenarios, resolved.

use super::expr::Expr;
use super::rule::{Column, Fact, Node, Requirement, Table};
use super::{Date, Id, Partial};
use crate::source::Span;
use crate::vocabulary::Outcome;

/// A rule test.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What happens in it.
    pub title: String,
    /// The day of the check.
    pub as_of: Date,
    /// The kind of body.
    pub body: String,
    /// What is stated of facts.
    pub facts: Vec<(Id<Fact>, Partial, Span)>,
    /// The requirements that are departed from.
    pub departures: Vec<(Id<Requirement>, Span)>,
    /// The tables that are given.
    pub tables: Vec<GivenTable>,
    /// What is expected.
    pub expect: Vec<Expectation>,
    /// Where its title stands.
    pub span: Span,
}

/// A table that a scenario gives.
#[derive(Clone, Debug)]
pub struct GivenTable {
    /// The table.
    pub table: Id<Table>,
    /// Its rows: a cell for each column that is read, unknown where nothing is given.
    pub rows: Vec<GivenRow>,
    /// Where its name stands.
    pub span: Span,
}

/// A row that a scenario gives.
#[derive(Clone, Debug)]
pub struct GivenRow {
    /// What is given of which column.
    pub cells: Vec<(Id<Column>, Partial, Span)>,
    /// References as the key of the row that they name; they are looked up when all rows are known.
    pub references: Vec<(Id<Column>, String, Span)>,
    /// The whole row.
    pub span: Span,
}

/// What a scenario expects.
#[derive(Clone, Debug)]
pub enum Expectation {
    /// The outcome of a recommendation or requirement.
    Outcome {
        /// Of what.
        of: Node,
        /// Which.
        outcome: Outcome,
        /// The whole line.
        span: Span,
    },
    /// The answer of a clause.
    Clause {
        /// The requirement.
        requirement: Id<Requirement>,
        /// The clause's place in [`Requirement::clauses`].
        clause: usize,
        /// Met, not met or not shown.
        outcome: Outcome,
        /// The whole line.
        span: Span,
    },
    /// A condition that must be yes.
    Condition(Expr),
}
