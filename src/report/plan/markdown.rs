//! The plan as Markdown, for a report or a pull request: a section a gap, a table an alternative.

use std::fmt::Write;

use super::{ORDER, PlanReport, result_in_words};
use crate::repair::{Alternative, GapPlan};
use crate::report::markdown::{plain, words};

/// The plan as Markdown.
pub fn write(report: &PlanReport<'_>) -> String {
    let (assessment, check) = (report.check.assessment, &report.check);
    let mut page = format!(
        "# Plan: {} ({}), as of {}\n\n",
        plain(&assessment.body),
        plain(&assessment.kind),
        check.evaluation.as_of
    );
    match report.plan.gaps.len() {
        0 => page.push_str("There are no gaps.\n"),
        1 => page.push_str("There is one gap.\n"),
        // Writing to a string cannot fail.
        count => drop(writeln!(page, "{count} gaps, in the order in which to close them: {ORDER}.")),
    }
    for (number, gap) in (1_usize..).zip(&report.plan.gaps) {
        section(&mut page, report, number, gap);
    }
    page
}

fn section(page: &mut String, report: &PlanReport<'_>, number: usize, gap: &GapPlan) {
    let requirement = report.requirement(gap);
    let (id, title) = (requirement.number, plain(&requirement.title));
    let _ = write!(page, "\n## {number}. {id} {title}\n\n{}.\n", plain(&sentence(&report.standing(gap))));
    for (place, alternative) in gap.alternatives.iter().enumerate() {
        let start = if place == 0 { "Would close it" } else { "Or" };
        let _ = write!(page, "\n{start}, as {}:\n\n", result_in_words(alternative));
        table(page, report, gap, alternative);
    }
    for obstacle in &gap.obstacles {
        let _ = write!(page, "\nNo way out: {}.\n", words(&report.obstacle(obstacle)));
    }
    if let Some(advise) = &requirement.advise {
        let _ = write!(page, "\nAdvice: {}\n", plain(advise));
    }
}

fn table(page: &mut String, report: &PlanReport<'_>, gap: &GapPlan, alternative: &Alternative) {
    page.push_str("| | what | now | to close it |\n|---|---|---|---|\n");
    for change in report.changes(gap, alternative) {
        let against = change.against.map(|against| format!("; {against}")).unwrap_or_default();
        let (what, from, to) = (words(&change.what), words(&change.from), words(&(change.to + &against)));
        let _ = writeln!(page, "| {} | {what} | {from} | {to} |", change.how);
    }
    let notes = report.consequences(alternative);
    if !notes.is_empty() {
        page.push('\n');
    }
    for note in notes {
        let _ = writeln!(page, "{}.", plain(&sentence(&note)));
    }
}

/// With a capital at the start.
fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}
