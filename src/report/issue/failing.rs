//! What fails the gate of a run and is no gap: each is an issue of its own, so that no report is empty where the gate is
//! not passed.

use super::super::baseline::{kind_in_words, what_changed};
use super::super::gate::{FailOn, Overclaim, is_of, overclaims as found_in};
use super::super::{Check, Report};
use super::{About, Grade, Issue, header, of_check, weighed};
use crate::assessment::Claim;
use crate::diagnostic::{Code, Label};
use crate::results::compare::{Change, ChangeKind};

/// What fails the gate and is no gap: that of one check, or what is of none.
pub fn beside_gaps<'r>(report: &'r Report<'_>, check: Option<&'r Check<'_>>) -> Vec<Issue<'r>> {
    let mut issues = worse(report, check);
    if let Some(check) = check {
        issues.extend(overclaims(report, check));
        issues.extend(weighed(report, check).into_iter().filter(|issue| match issue.about {
            About::Guidance | About::Warning => issue.grade == Grade::Error,
            About::Discrepancy => report.asks_for(FailOn::Discrepancy),
            _ => false,
        }));
    }
    issues
}

/// What got worse than the baseline: in one check, or of bodies that are missing.
pub(super) fn worse<'r>(report: &'r Report<'_>, check: Option<&'r Check<'_>>) -> Vec<Issue<'r>> {
    let changes = report.baseline.iter().flat_map(|baseline| &baseline.comparison.changes);
    let changes: Vec<&Change> = changes
        .filter(|change| report.fails_on(change))
        .filter(|change| match check {
            Some(check) => is_of(change, check),
            None => change.kind == ChangeKind::MissingBody,
        })
        .collect();
    let gaps = if changes.is_empty() { Vec::new() } else { check.map(of_check).unwrap_or_default() };
    let issue = |change: &Change| {
        let place = check.map(|check| place_of(check, change, &gaps));
        let whose = &change.subject;
        let of = if check.is_some() { String::new() } else { format!("{} ({}): ", whose.body, whose.kind) };
        let words = format!("worse than the baseline: {of}{}", what_changed(change));
        let key = [change.kind.name(), &whose.body, &whose.kind, &whose.pack].join("\n");
        let state = kind_in_words(change.kind);
        Issue { key, state, ..issue(About::Worse, check, rule_of(change), words, place) }
    };
    changes.into_iter().map(issue).collect()
}

/// The id of what got worse, or a code where that is the body as a whole.
fn rule_of(change: &Change) -> String {
    let of_body = if change.kind == ChangeKind::MissingBody { Code::MissingBody } else { Code::NewBody };
    change.id.clone().unwrap_or_else(|| of_body.name().to_owned())
}

/// Where the claim is that says too much, or a gap of what got worse; else the head of the assessment.
fn place_of(check: &Check<'_>, change: &Change, issues: &[Issue<'_>]) -> Label {
    let claim = || {
        let of = |claim: &&Claim| change.id.as_ref().is_some_and(|id| *id == check.pack.node_id(claim.of));
        check.assessment.claims.iter().find(of).map(claimed)
    };
    let gap = || {
        let gaps = || issues.iter().filter(|issue| issue.about == About::Gap);
        let exact = gaps().find(|gap| Some(&gap.rule) == change.id.as_ref());
        let of_requirement = |gap: &&Issue<'_>| {
            gap.requirement.is_some_and(|requirement| change.requirements.contains(&requirement.number))
        };
        exact.or_else(|| gaps().find(of_requirement))?.place.clone()
    };
    let found = if change.kind == ChangeKind::Overclaimed { claim() } else { gap() };
    found.unwrap_or_else(|| header(check))
}

/// Claims that say more than what came out, where the gate fails on them.
pub(super) fn overclaims<'r>(report: &Report<'_>, check: &'r Check<'_>) -> Vec<Issue<'r>> {
    if !report.asks_for(FailOn::Overclaim) {
        return Vec::new();
    }
    let issue = |overclaim: Overclaim| {
        let claim = overclaim.claim.and_then(|claim| check.assessment.claims.get(claim));
        let said = claim.map_or("", |claim| claim.status.name());
        let words = format!("overclaimed: it is said to be `{said}`, and came out as {}", overclaim.outcome);
        let place = claim.map_or_else(|| header(check), claimed);
        let (key, state) = ("overclaimed".to_owned(), "overclaimed");
        Issue { key, state, ..issue(About::Overclaim, Some(check), overclaim.id, words, Some(place)) }
    };
    found_in(check, &report.weights).into_iter().map(issue).collect()
}

fn claimed(claim: &Claim) -> Label {
    Label { span: claim.span, text: "claimed here".to_owned() }
}

fn issue<'r>(
    about: About,
    check: Option<&'r Check<'r>>,
    rule: String,
    words: String,
    place: Option<Label>,
) -> Issue<'r> {
    Issue {
        check,
        about,
        grade: Grade::Error,
        overdue: false,
        requirement: None,
        rule,
        key: String::new(),
        state: "",
        words,
        notes: Vec::new(),
        advice: Vec::new(),
        place,
        related: Vec::new(),
    }
}
