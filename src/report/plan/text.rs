//! The plan as text: each gap with its alternatives, a line a change.

use super::{ChangeInWords, ORDER, PlanReport, result_in_words};
use crate::repair::{Alternative, GapPlan};
use crate::report::page::Page;
use crate::report::terminal::Style;

/// The plan as text; `quiet` leaves a line a gap.
pub fn write(report: &PlanReport<'_>, style: Style, quiet: bool) -> String {
    let mut page = Page::new(style);
    heading(&mut page, report);
    for (number, gap) in (1_usize..).zip(&report.plan.gaps) {
        of_gap(&mut page, report, number, gap);
        if !quiet {
            alternatives(&mut page, report, gap);
        }
    }
    page.into_text()
}

fn heading(page: &mut Page, report: &PlanReport<'_>) {
    let (assessment, check) = (report.check.assessment, &report.check);
    let title = format!("Plan: {} ({}), as of {}", assessment.body, assessment.kind, check.evaluation.as_of);
    page.bold("", "  ", &title);
    page.paragraph("  assessment  ", &check.sources.file(assessment.file).name);
    let gaps = match report.plan.gaps.len() {
        0 => "none".to_owned(),
        1 => "1".to_owned(),
        count => format!("{count}, in the order in which to close them: {ORDER}"),
    };
    page.paragraph("  gaps        ", &gaps);
}

fn of_gap(page: &mut Page, report: &PlanReport<'_>, number: usize, gap: &GapPlan) {
    let requirement = report.requirement(gap);
    page.line("");
    let title = format!("{}  {}", requirement.number, requirement.title);
    page.bold(&format!("{number:>2}  "), "    ", &title);
    page.paragraph("    ", &report.standing(gap));
}

fn alternatives(page: &mut Page, report: &PlanReport<'_>, gap: &GapPlan) {
    for (number, alternative) in gap.alternatives.iter().enumerate() {
        let title = if number == 0 { "would close it" } else { "or" };
        page.line("");
        page.line(&format!("    {title}, as {}:", result_in_words(alternative)));
        changes(page, report, gap, alternative);
    }
    for obstacle in &gap.obstacles {
        page.line("");
        page.paragraph("    no way out: ", &report.obstacle(obstacle));
    }
    if let Some(advise) = &report.requirement(gap).advise {
        page.line("");
        page.paragraph("    advice: ", advise);
    }
}

fn changes(page: &mut Page, report: &PlanReport<'_>, gap: &GapPlan, alternative: &Alternative) {
    let changes = report.changes(gap, alternative);
    for (place, change) in changes.iter().enumerate() {
        let ChangeInWords { how, what, from, to, against } = change;
        page.paragraph(&format!("      {how:9} "), &format!("{what}: {from} → {to}"));
        // What several changes are held against is said behind the last of them.
        let behind = changes.get(place.saturating_add(1)..).unwrap_or_default();
        if let Some(against) =
            against.as_ref().filter(|_| behind.iter().all(|other| other.against != *against))
        {
            page.paragraph("                ", against);
        }
    }
    for consequence in report.consequences(alternative) {
        page.paragraph("      note      ", &consequence);
    }
}
