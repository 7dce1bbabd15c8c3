//! The plan as text: each gap with its alternatives, a line a change.

use std::fmt::Write;

use anstyle::Style as Paint;

use super::{ChangeInWords, ORDER, PlanReport, result_in_words};
use crate::repair::{Alternative, GapPlan};
use crate::report::message::one_line;
use crate::report::terminal::Style;
use crate::report::wrap::wrapped;

/// The plan as text; `quiet` leaves a line a gap.
pub fn write(report: &PlanReport<'_>, style: Style, quiet: bool) -> String {
    let mut page = Page { text: String::new(), style };
    page.heading(report);
    for (number, gap) in (1_usize..).zip(&report.plan.gaps) {
        page.gap(report, number, gap);
        if !quiet {
            page.alternatives(report, gap);
        }
    }
    page.text
}

struct Page {
    text: String,
    style: Style,
}

impl Page {
    /// A paragraph whose first line starts with `first` and whose others are indented as deep.
    fn paragraph(&mut self, first: &str, words: &str) {
        let others = " ".repeat(first.chars().count());
        for line in wrapped(first, &others, words, self.style.width) {
            self.line(&line);
        }
    }

    fn line(&mut self, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{}", line.trim_end());
    }

    fn paint(&self, text: &str, paint: Paint) -> String {
        if self.style.color { format!("{paint}{text}{paint:#}") } else { text.to_owned() }
    }

    fn heading(&mut self, report: &PlanReport<'_>) {
        let (assessment, check) = (report.check.assessment, &report.check);
        let title =
            format!("Plan: {} ({}), as of {}", assessment.body, assessment.kind, check.evaluation.as_of);
        self.line(&self.paint(&one_line(&title), Paint::new().bold()));
        self.paragraph("  assessment  ", &check.sources.file(assessment.file).name);
        let gaps = match report.plan.gaps.len() {
            0 => "none".to_owned(),
            1 => "1".to_owned(),
            count => format!("{count}, in the order in which to close them: {ORDER}"),
        };
        self.paragraph("  gaps        ", &gaps);
    }

    fn gap(&mut self, report: &PlanReport<'_>, number: usize, gap: &GapPlan) {
        let requirement = report.requirement(gap);
        self.line("");
        let title = format!("{}  {}", requirement.number, requirement.title);
        for line in wrapped(&format!("{number:>2}  "), "    ", &title, self.style.width) {
            self.line(&self.paint(&line, Paint::new().bold()));
        }
        self.paragraph("    ", &report.standing(gap));
    }

    fn alternatives(&mut self, report: &PlanReport<'_>, gap: &GapPlan) {
        for (number, alternative) in gap.alternatives.iter().enumerate() {
            let title = if number == 0 { "would close it" } else { "or" };
            self.line("");
            self.line(&format!("    {title}, as {}:", result_in_words(alternative)));
            self.alternative(report, gap, alternative);
        }
        for obstacle in &gap.obstacles {
            self.line("");
            self.paragraph("    no way out: ", &report.obstacle(obstacle));
        }
        if let Some(advise) = &report.requirement(gap).advise {
            self.line("");
            self.paragraph("    advice: ", advise);
        }
    }

    fn alternative(&mut self, report: &PlanReport<'_>, gap: &GapPlan, alternative: &Alternative) {
        let changes = report.changes(gap, alternative);
        for (place, change) in changes.iter().enumerate() {
            let ChangeInWords { how, what, from, to, against } = change;
            self.paragraph(&format!("      {how:9} "), &format!("{what}: {from} → {to}"));
            // What several changes are held against is said behind the last of them.
            let behind = changes.get(place.saturating_add(1)..).unwrap_or_default();
            if let Some(against) =
                against.as_ref().filter(|_| behind.iter().all(|other| other.against != *against))
            {
                self.paragraph("                ", against);
            }
        }
        for consequence in report.consequences(alternative) {
            self.paragraph("      note      ", &consequence);
        }
    }
}
