//! The statement about an assessment that was read: what `seal` writes and `verify` compares with.

use std::path::Path;

use super::submissions::Submissions;
use crate::report::{Report, json};
use crate::seal::Statement;
use crate::seal::statement;

/// The statement about the one assessment that was evaluated; nothing where none was. Files must have the names that
/// they have from their own folders on: they are in the statement, and in the result whose digest it holds.
pub fn statement(read: &Submissions, rules: Option<&Path>) -> Option<Statement> {
    let one = read.evaluated.first()?;
    let file = read.sources.file(one.assessment.file);
    let report = Report::new(&read.sources, vec![one.to_check(&read.sources)], &[]);
    let result = json::write(&report).ok()?;
    Some(Statement::of(&statement::Evaluated {
        pack: &one.pack,
        built_in: rules.is_none(),
        assessment: &one.assessment,
        file: &file.name,
        evaluation: &one.evaluation,
        passed: report.gate().passed,
        rules: read.rule_files(),
        result: &result,
        version: env!("CARGO_PKG_VERSION"),
    }))
}
