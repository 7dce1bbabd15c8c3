//! What is different from the baseline, in words.

use super::Report;
use super::gate::{Baseline, Weight};
use crate::results::compare::{Change, ChangeKind, Direction};

/// A heading, and a line for each change below it.
pub struct Section {
    /// What the changes have in common.
    pub title: &'static str,
    /// The changes.
    pub lines: Vec<String>,
}

impl Baseline {
    /// What got worse, what got better, and what is otherwise different; empty sections are left out.
    pub fn sections(&self, report: &Report<'_>) -> Vec<Section> {
        let section = |title, direction| {
            let lines: Vec<String> =
                self.comparison.of(direction).map(|change| in_words(report, change)).collect();
            (!lines.is_empty()).then_some(Section { title, lines })
        };
        let notes = self.comparison.notes.clone();
        let notes = (!notes.is_empty()).then_some(Section { title: "Compared with care", lines: notes });
        [
            notes,
            section("Worse than the baseline", Direction::Worse),
            section("Better than the baseline", Direction::Better),
            section("Otherwise different", Direction::Other),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// `last.json: 2 worse (1 does not count), 1 better, 3 otherwise different, 180 as before`
    pub fn in_short(&self, report: &Report<'_>) -> String {
        let count = |direction| self.comparison.of(direction).count();
        let spared = self.comparison.of(Direction::Worse).filter(|change| !report.fails_on(change)).count();
        let spared = match (spared, count(Direction::Worse)) {
            (0, _) => String::new(),
            (1, 1) => " (which does not count)".to_owned(),
            (spared, all) if spared == all => " (none of which counts)".to_owned(),
            (1, _) => " (1 does not count)".to_owned(),
            (spared, _) => format!(" ({spared} do not count)"),
        };
        format!(
            "{}: {} worse{spared}, {} better, {} otherwise different, {} as before",
            self.file,
            count(Direction::Worse),
            count(Direction::Better),
            count(Direction::Other),
            self.comparison.unchanged,
        )
    }
}

/// `R4.2 of Test Police: a new gap, met (evidenced) before, now not shown`
fn in_words(report: &Report<'_>, change: &Change) -> String {
    let body = &change.subject.body;
    let of = change.id.as_ref().map_or_else(|| body.clone(), |id| format!("{id} of {body}"));
    let weight = match report.weights.of_change(change) {
        _ if change.kind.direction() != Direction::Worse => "",
        Weight::Error => "",
        Weight::Warning => " (only warned of)",
        Weight::Ignore => " (ignored)",
    };
    format!("{of}: {}{weight}", what_changed(change))
}

/// `a new gap, met (evidenced) before, now not shown`
pub fn what_changed(change: &Change) -> String {
    let words = |state: &str| state.replace('_', " ");
    let states = match (&change.before, &change.now) {
        (Some(before), Some(now)) => format!(", {} before, now {}", words(before), words(now)),
        (Some(before), None) => format!(", {} before", words(before)),
        (None, Some(now)) => format!(", {}", words(now)),
        (None, None) => String::new(),
    };
    let kind = match (change.kind, change.before.as_deref()) {
        // It had no yes before either.
        (ChangeKind::WorseClause, Some("not_shown")) => "an obligation with a worse answer",
        (kind, _) => kind_in_words(kind),
    };
    format!("{kind}{states}")
}

/// What changed, whatever it was before and is now.
pub fn kind_in_words(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::NewGap => "a new gap",
        ChangeKind::DepartureEnded => "a gap, as the departure is not in force any more",
        ChangeKind::WorseGap => "a worse gap",
        ChangeKind::WorseClause => "one more obligation without a yes",
        ChangeKind::LostAssurance => "less support",
        ChangeKind::BecameOverdue => "a gap past its deadline",
        ChangeKind::Overclaimed => "an overclaim",
        ChangeKind::NewRequirement => "a gap of a requirement that is new",
        ChangeKind::NewBody => "a body that is new, with gaps",
        ChangeKind::MissingBody => "the body is not there any more",
        ChangeKind::ClosedGap => "a gap that is closed",
        ChangeKind::BetterGap => "a smaller gap",
        ChangeKind::BetterClause => "one more obligation with a better answer",
        ChangeKind::GainedAssurance => "more support",
        ChangeKind::NoLongerOverdue => "no gap past its deadline any more",
        ChangeKind::NoLongerOverclaimed => "no overclaim any more",
        ChangeKind::AnswerLost => "what did not hold is not known any more",
        ChangeKind::OtherOutcome => "another outcome without a gap",
        ChangeKind::New => "new, without a gap",
        ChangeKind::Gone => "not asked for any more",
    }
}
