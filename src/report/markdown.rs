//! A check as Markdown, for a pull request or the summary of a run.

mod escape;

pub use escape::{plain, words};

use std::fmt::Write;

use self::escape::code;
use super::issue::{self, About, Issue};
use super::json::parts::{Place, place};
use super::summary::Summary;
use super::{Check, Report, case, location, outcome_in_words, overview, timing_in_words};
use crate::evaluate::verdict::{ClaimCheck, RecommendationVerdict};
use crate::source::SourceMap;

/// The report as Markdown; `quiet` leaves the summaries.
pub fn write(report: &Report<'_>, quiet: bool) -> String {
    let mut page = Page { text: String::new(), sources: report.sources };
    page.paragraph(&heading(report));
    page.conclusion(report);
    for check in &report.checks {
        page.paragraph(&format!("## {}", plain(&case::of_whom(check))));
        page.summary(check);
        if !quiet {
            page.recommendations(check);
            page.issues(&issue::of_check(check));
        }
    }
    let issues = issue::unusable(report);
    let unusable: Vec<&Issue<'_>> = issues.iter().collect();
    if !unusable.is_empty() {
        page.paragraph("## Input that could not be used");
        page.table(&unusable);
    }
    page.text
}

/// The first line: what came of the gate.
pub fn heading(report: &Report<'_>) -> String {
    let gate = report.gate();
    let verdict = if gate.passed { "passed" } else { "not passed" };
    format!("# Tipstaff: {verdict}{}", plain(&gate.in_words()))
}

struct Page<'a> {
    text: String,
    sources: &'a SourceMap,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{line}");
    }

    fn paragraph(&mut self, line: &str) {
        if !self.text.is_empty() {
            self.line("");
        }
        self.line(line);
    }

    fn row(&mut self, cells: &[String]) {
        self.line(&format!("| {} |", cells.join(" | ")));
    }

    /// What decided, what is different from the baseline, and all assessments side by side: what is read first.
    fn conclusion(&mut self, report: &Report<'_>) {
        let baseline = report.baseline.iter().map(|baseline| ("baseline", baseline.in_short(report)));
        let lines: Vec<_> = report.settings_in_words().into_iter().chain(baseline).collect();
        if !lines.is_empty() {
            self.line("");
        }
        for (name, words) in lines {
            self.line(&format!("- {name}: {}", plain(&words)));
        }
        for section in report.baseline.iter().flat_map(|baseline| baseline.sections(report)) {
            self.paragraph(&format!("## {}", section.title));
            self.line("");
            section.lines.iter().for_each(|line| self.line(&format!("- {}", plain(line))));
        }
        let rows = overview::rows(report);
        if rows.is_empty() {
            return;
        }
        self.paragraph("## All assessments");
        self.paragraph(&format!("| assessment | {} | gate |", overview::COLUMNS_IN_WORDS.join(" | ")));
        self.line("|---|--:|--:|--:|--:|--:|--:|--:|---|");
        for row in rows {
            let cells = row.told.map_or_else(
                || [""; 7].map(str::to_owned),
                |told| told.counts.map(|count| count.to_string()),
            );
            let verdict = match row.told {
                None => "could not be checked",
                Some(told) if told.passed => "passed",
                Some(_) => "failed",
            };
            let name = [plain(&row.name)].into_iter();
            self.row(&name.chain(cells).chain([verdict.to_owned()]).collect::<Vec<_>>());
        }
    }

    fn summary(&mut self, check: &Check<'_>) {
        let file = location::path(&self.sources.file(check.assessment.file).name);
        let manifest = &check.pack.manifest;
        let rules = plain(&format!("{} {}, {}", manifest.id, manifest.version, manifest.title));
        self.paragraph(&format!("- assessment: {}", code(&file)));
        self.line(&format!("- rules: {rules}"));
        for (name, told) in Summary::of(check).lines() {
            self.line(&format!("- {name}: {}", plain(&told)));
        }
    }

    fn recommendations(&mut self, check: &Check<'_>) {
        if check.addressed().next().is_none() {
            return;
        }
        self.paragraph("| recommendation | colour | outcome | due | claim |");
        self.line("|---|---|---|---|---|");
        for verdict in check.addressed() {
            self.recommendation(check, verdict);
        }
    }

    fn recommendation(&mut self, check: &Check<'_>, verdict: &RecommendationVerdict) {
        let recommendation = check.recommendation(verdict);
        let outcome = verdict.outcome.map(|outcome| outcome_in_words(outcome, verdict.assurance));
        let due = match (recommendation.due, verdict.timing) {
            (Some((due, _)), Some(timing)) => format!("{due}, {}", timing_in_words(timing)),
            _ => "no deadline".to_owned(),
        };
        let claim = match verdict.claim.check {
            ClaimCheck::Unclaimed => "",
            check => check.name(),
        };
        self.row(&[
            plain(&format!("{} {}", recommendation.number, recommendation.title)),
            verdict.rag.name().to_owned(),
            outcome.unwrap_or_default(),
            due,
            claim.to_owned(),
        ]);
    }

    fn issues(&mut self, issues: &[Issue<'_>]) {
        for (about, title) in [
            (About::Unchecked, "Not checked"),
            (About::Gap, "Gaps"),
            (About::Discrepancy, "Discrepancies"),
            (About::Guidance, "Guidance not followed"),
            (About::Warning, "Warnings"),
        ] {
            let of_title: Vec<&Issue<'_>> = issues.iter().filter(|issue| issue.about == about).collect();
            if !of_title.is_empty() {
                self.paragraph(&format!("### {title}"));
                self.table(&of_title);
            }
        }
    }

    /// A row for each requirement, or for what is of none.
    fn table(&mut self, issues: &[&Issue<'_>]) {
        self.paragraph("| what | found | where |");
        self.line("|---|---|---|");
        let number = |issue: &Issue<'_>| issue.requirement.map(|requirement| requirement.number);
        let of_one = |a: &&Issue<'_>, b: &&Issue<'_>| number(a).is_some() && number(a) == number(b);
        for issues in issues.chunk_by(of_one) {
            let requirement = issues.first().and_then(|issue| issue.requirement);
            let what = match requirement {
                Some(requirement) => plain(&format!("{} {}", requirement.number, requirement.title)),
                None => issues.iter().map(|issue| code(&issue.rule)).collect(),
            };
            let found = issues.iter().flat_map(|issue| found(issue));
            let advice = issues.iter().take(1).flat_map(|issue| &issue.advice).map(|advice| words(advice));
            let found: Vec<String> = found.chain(advice).collect();
            let mut places: Vec<String> = Vec::new();
            for place in issues.iter().filter_map(|issue| self.place(issue)) {
                if !places.contains(&place) {
                    places.push(place);
                }
            }
            self.row(&[what, found.join("<br>"), places.join("<br>")]);
        }
    }

    fn place(&self, issue: &Issue<'_>) -> Option<String> {
        let Place { file, line, .. } = place(self.sources, issue.place.as_ref()?.span);
        Some(code(&format!("{}:{line}", location::path(&file))))
    }
}

/// What was found, a line each; of a clause with its name.
fn found(issue: &Issue<'_>) -> Vec<String> {
    let first = match issue.requirement {
        None => words(&issue.words),
        Some(_) => format!("{} {}: {}", code(&issue.rule), issue.state, words(&issue.words)),
    };
    std::iter::once(first).chain(issue.notes.iter().map(|note| words(note))).collect()
}
