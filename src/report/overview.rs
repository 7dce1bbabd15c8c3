//! All assessments of a run side by side: a row a body.

use super::gate::Gate;
use super::summary::Summary;
use super::{Check, Report, location};

/// One assessment in a row.
pub struct Row {
    /// The body; the file where it could not be checked.
    pub name: String,
    /// What came out; nothing where it could not be checked.
    pub told: Option<Told>,
}

/// What came out for a body.
#[derive(Clone, Copy)]
pub struct Told {
    /// How many requirements are met, not met, not shown, departed from and not applicable; how many have a gap; how
    /// many recommendations have a gap past their deadline.
    pub counts: [usize; 7],
    /// Whether it would pass the gate alone.
    pub passed: bool,
}

/// The columns of counts: their names on two lines, and how wide they are.
const COLUMNS: [(&str, &str, usize); 7] = [
    ("", "met", 6),
    ("not", "met", 5),
    ("not", "shown", 7),
    ("de-", "parted", 8),
    ("not", "appl.", 7),
    ("", "gaps", 6),
    ("over-", "due", 7),
];

/// How wide all columns of counts are.
pub const WIDTH: usize = 46;

/// The two lines with the names of the columns.
pub fn header() -> [String; 2] {
    [
        COLUMNS.iter().map(|(above, _, width)| format!("{above:>width$}")).collect(),
        COLUMNS.iter().map(|(_, below, width)| format!("{below:>width$}")).collect(),
    ]
}

/// Counts below the names of their columns.
pub fn cells(counts: [usize; 7]) -> String {
    counts.iter().zip(COLUMNS).map(|(count, (_, _, width))| format!("{count:>width$}")).collect()
}

/// The same in words.
pub const COLUMNS_IN_WORDS: [&str; 7] =
    ["met", "not met", "not shown", "departure", "not applicable", "gaps", "overdue"];

/// The body, with its file where several assessments are of a body of this name.
fn name(report: &Report<'_>, check: &Check<'_>) -> String {
    let body = &check.assessment.body;
    let of_name = report.checks.iter().filter(|other| other.assessment.body == *body);
    if of_name.count() > 1 {
        format!("{body} ({})", location::path(&check.sources.file(check.assessment.file).name))
    } else {
        body.clone()
    }
}

/// A row for each assessment, the files that could not be checked behind them, and last the sum. Nothing where there is
/// only one file, as its summary says the same.
pub fn rows(report: &Report<'_>) -> Vec<Row> {
    let count = report.checks.len().saturating_add(report.unusable.len());
    if count < 2 {
        return Vec::new();
    }
    let checked: Vec<Row> = report
        .checks
        .iter()
        .map(|check| {
            let summary = Summary::of(check);
            let c = summary.requirements;
            let counts =
                [c.met, c.not_met, c.not_shown, c.departure, c.not_applicable, c.gaps, summary.overdue.len()];
            let passed = Gate::of_one(report, check).passed;
            Row { name: name(report, check), told: Some(Told { counts, passed }) }
        })
        .collect();
    let mut counts = [0_usize; 7];
    for told in checked.iter().filter_map(|row| row.told) {
        for (sum, count) in counts.iter_mut().zip(told.counts) {
            *sum = sum.saturating_add(count);
        }
    }
    let unusable = report.unusable.iter().map(|file| Row { name: file.clone(), told: None });
    let sum = Row { name: format!("all {count}"), told: Some(Told { counts, passed: report.gate().passed }) };
    checked.into_iter().chain(unusable).chain([sum]).collect()
}
