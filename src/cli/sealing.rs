//! The statement about an assessment that was read: what `seal` writes and `verify` compares with.

use std::path::Path;

use super::submissions::Submissions;
use crate::report::gate::FailOn;
use crate::report::{Report, json};
use crate::seal::Statement;
use crate::seal::statement;

/// The statement about the one assessment that was evaluated; nothing where none was. Every file in it, and in the
/// result whose digest it holds, has the name that it has from its own folder on.
pub fn statement(read: &mut Submissions, rules: Option<&Path>) -> Option<Statement> {
    read.name_from_own_folders(rules);
    let one = read.evaluated.first()?;
    let file = read.sources.file(one.assessment.file);
    let report = Report {
        sources: &read.sources,
        checks: vec![one.to_check(&read.sources)],
        errors: &[],
        fail_on: vec![FailOn::DEFAULT],
    };
    let result = json::write(&report).ok()?;
    let others = read.sources.files().filter(|(id, _)| *id != one.assessment.file);
    Some(Statement::of(&statement::Evaluated {
        pack: &one.pack,
        built_in: rules.is_none(),
        assessment: &one.assessment,
        file: &file.name,
        evaluation: &one.evaluation,
        passed: report.gate().passed,
        rules: others.map(|(_, file)| (file.name.as_str(), file.text.as_str())).collect(),
        result: &result,
        version: env!("CARGO_PKG_VERSION"),
    }))
}
