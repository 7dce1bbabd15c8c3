//! What is different from the baseline, as plain data.

use serde::Serialize;

use super::super::Report;
use super::super::gate::Baseline;
use crate::results::compare::{Change, Direction};

#[derive(Serialize)]
pub(super) struct BaselineResult {
    file: String,
    notes: Vec<String>,
    worse: Vec<ChangeResult>,
    better: Vec<ChangeResult>,
    changed: Vec<ChangeResult>,
    unchanged: usize,
}

#[derive(Serialize)]
struct ChangeResult {
    body: String,
    kind: String,
    pack: String,
    change: &'static str,
    id: Option<String>,
    before: Option<String>,
    now: Option<String>,
    fails: bool,
}

impl BaselineResult {
    pub(super) fn of(report: &Report<'_>, baseline: &Baseline) -> BaselineResult {
        let comparison = &baseline.comparison;
        let changes = |direction| comparison.of(direction).map(|change| told(report, change)).collect();
        BaselineResult {
            file: baseline.file.clone(),
            notes: comparison.notes.clone(),
            worse: changes(Direction::Worse),
            better: changes(Direction::Better),
            changed: changes(Direction::Other),
            unchanged: comparison.unchanged,
        }
    }
}

fn told(report: &Report<'_>, change: &Change) -> ChangeResult {
    ChangeResult {
        body: change.subject.body.clone(),
        kind: change.subject.kind.clone(),
        pack: change.subject.pack.clone(),
        change: change.kind.name(),
        id: change.id.clone(),
        before: change.before.clone(),
        now: change.now.clone(),
        fails: report.fails_on(change),
    }
}
