//! What may be wrong with an assessment, beyond what may be wrong with any TOML file. Each kind of mistake holds facts
//! and is put into words in one place.

mod header;
mod name;
mod record;
mod statement;
mod support;
mod table;

pub(super) use header::HeaderError;
pub(super) use name::NameError;
pub(super) use record::{OtherExtract, RecordError};
pub(super) use statement::{StatementError, StatementProblem};
pub(super) use support::SupportError;
pub(super) use table::TableError;
