//! Mistakes in rows that an assessment writes out.

use crate::diagnostic::{Code, Diagnostic, quote, suggest};
use crate::source::Span;

/// A mistake in a row that an assessment writes out.
pub(in crate::assessment) enum TableError<'a> {
    /// No member of a key has this name.
    Member { table: &'a str, key: &'a str, name: &'a str, span: Span, known: Vec<&'a str> },
    /// No column has this name.
    Column { table: &'a str, name: &'a str, span: Span, known: Vec<&'a str> },
    /// The column is computed.
    Computed { name: &'a str, span: Span, declared: Span },
    /// The key has been named around the row.
    KeyTwice { name: &'a str, span: Span },
    /// A key that is not one value.
    KeyNotExact { name: &'a str, span: Span },
    /// A reference that is not one key.
    NotOneRow { name: &'a str, span: Span },
    /// Statements of one cell that contradict each other.
    Contradictory { name: &'a str, span: Span },
    /// A sample of a table that has every row anyway.
    SampleOfCombinations { table: &'a str, span: Span },
}

impl From<TableError<'_>> for Diagnostic {
    fn from(error: TableError<'_>) -> Diagnostic {
        match error {
            TableError::Member { table, key, name, span, known } => Diagnostic::error(
                Code::UnknownReference,
                format!("{} is not a `{key}` of the table `{table}`", quote(name)),
            )
            .label(span, "not known")
            .help(format!("name one of `{}`; `\"*\"` is every `{key}`", known.join("`, `")))
            .maybe_help(suggest::did_you_mean(name, known)),
            TableError::Column { table, name, span, known } => Diagnostic::error(
                Code::UnknownReference,
                format!("{} is not a column of the table `{table}`", quote(name)),
            )
            .label(span, "not known")
            .help(format!("its columns are `{}`", known.join("`, `")))
            .maybe_help(suggest::did_you_mean(name, known)),
            TableError::Computed { name, span, declared } => {
                Diagnostic::error(Code::ComputedColumn, format!("the column {} is computed", quote(name)))
                    .label(span, "given here")
                    .label(declared, "computed by the rules")
                    .help("take it out")
            }
            TableError::KeyTwice { name, span } => {
                Diagnostic::error(Code::Repeated, format!("the key {} is given twice", quote(name)))
                    .label(span, "named in the header as well")
                    .help("take it out here")
            }
            TableError::KeyNotExact { name, span } => {
                Diagnostic::error(Code::BlankKey, format!("the key {} is not one value", quote(name)))
                    .label(span, "names no row")
                    .help("give the exact value")
            }
            TableError::NotOneRow { name, span } => {
                Diagnostic::error(Code::NoSuchRow, format!("{} names no single row", quote(name)))
                    .label(span, "a reference is one key")
                    .help("give the key of the row; leave the cell out where it is not known")
            }
            TableError::Contradictory { name, span } => Diagnostic::error(
                Code::NothingLeft,
                format!("the statements of {} contradict each other", quote(name)),
            )
            .label(span, "no value fits all of them")
            .help("correct the statement that is wrong"),
            TableError::SampleOfCombinations { table, span } => Diagnostic::error(
                Code::NothingLeft,
                format!("`{table}` has a row for each combination of its keys, so it cannot be a sample"),
            )
            .label(span, "called a sample")
            .help("take `sample` out; what is not given is not known anyway"),
        }
    }
}
