//! Mistakes in what scenarios give and expect.

use super::TypeWords;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// What a scenario gives or expects cannot be so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StatementError {
    /// A scenario does not say what day it is.
    NoDay,
    /// A kind of statement that this type does not take: `at_least` of a text.
    WrongKind {
        /// Its first word.
        statement: &'static str,
        /// The type.
        ty: TypeWords,
    },
    /// Nothing lies between the ends.
    Nothing,
    /// Months and days in one statement.
    MixedUnits,
    /// A percent above 100%.
    OutOfBounds,
    /// A define or `as_of` instead of a value.
    NotWrittenOut,
    /// A table is given twice.
    TableTwice {
        /// The table.
        table: String,
        /// Where it is given first.
        first: Span,
    },
    /// A cell of a computed column.
    Computed {
        /// The column.
        column: String,
    },
    /// A row without its key.
    NoKey {
        /// The key column.
        column: String,
    },
    /// A key that is not one value.
    KeyNotExact {
        /// The key column.
        column: String,
    },
    /// A departure that is not allowed.
    NoDeparture {
        /// The requirement's id.
        id: String,
        /// Where the requirement is.
        requirement: Span,
    },
    /// An outcome that a clause cannot have.
    NotOfClause {
        /// The outcome.
        outcome: String,
    },
}

impl StatementError {
    pub(super) fn diagnostic(&self, at: Span) -> Diagnostic {
        let error =
            |message: String, label: &str| Diagnostic::error(Code::Scenario, message).label(at, label);
        match self {
            StatementError::NoDay => error("a scenario needs its day".into(), "no `as_of` line")
                .help("add `as_of` and a date, because answers depend on the day of the check"),
            StatementError::WrongKind { statement, ty } => {
                error(format!("`{statement}` says nothing about {ty}"), "not a statement about this type")
                    .help(kinds_help())
            }
            StatementError::Nothing => error("no value is possible here".into(), "holds nothing")
                .help("the lower end comes first, and a list is not empty"),
            StatementError::MixedUnits => {
                error("a statement is in months or in days, not in both".into(), "mixes units")
            }
            StatementError::OutOfBounds => {
                error("a percent that is stated lies between 0% and 100%".into(), "out of bounds")
            }
            StatementError::NotWrittenOut => {
                error("a given value is written out, not computed".into(), "has no value of its own here")
                    .help("write a number, a date, a member or another literal")
            }
            StatementError::TableTwice { table, first } => {
                error(format!("the table `{table}` is given twice"), "again here")
                    .label(*first, "first here")
                    .help("give all of its rows in one list")
            }
            StatementError::Computed { column } => {
                error(format!("the column `{column}` is computed, not given"), "computed")
                    .help("give the columns that it is computed from")
            }
            StatementError::NoKey { column } => {
                error(format!("a row needs its key `{column}`"), "the row").help("give the key of every row")
            }
            StatementError::KeyNotExact { column } => {
                error(format!("the key `{column}` must be one value"), "not one value")
            }
            StatementError::NoDeparture { id, requirement } => {
                error(format!("{id} does not allow a departure"), "departs")
                    .label(*requirement, "has no `departure allowed`")
            }
            StatementError::NotOfClause { outcome } => {
                error(format!("a clause is never `{outcome}`"), "not of a clause")
                    .help("a clause is `met`, `not_met` or `not_shown`")
            }
        }
    }
}

fn kinds_help() -> String {
    "bounds are for what has an order, `one_of` is for choices, `includes` and `excludes` for sets"
        .to_string()
}
