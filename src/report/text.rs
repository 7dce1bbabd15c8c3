//! The text format: what was checked, a line a recommendation, each gap drawn, and a summary that fits one screen.

use super::finding::{self, clause_in_words, failing, of_gap};
use super::graph::{self, Bearings};
use super::message::Message;
use super::overview::{self, Row};
use super::page::{AnsiColor, Page};
use super::summary::Summary;
use super::terminal::{Artist, Style};
use super::{Check, Report, outcome_in_words, records, timing_in_words, warnings, wrap};
use crate::assessment::Rag;
use crate::evaluate::verdict::{ClaimCheck, RecommendationVerdict};
use crate::pack::Truth;
use crate::vocabulary::Level;

/// The report as text; `quiet` leaves the summary.
pub fn write(report: &Report<'_>, style: Style, quiet: bool) -> String {
    let page = Page::new(style);
    let mut written = Written { artist: page.artist(report.sources), page };
    for check in &report.checks {
        if !quiet {
            written.heading(report, check);
            written.overview(check);
            written.gaps(check);
            written.guidance(check);
            written.warnings(check);
            written.bearings(report, check);
        }
        written.summary(check);
    }
    written.conclusion(report);
    written.page.into_text()
}

struct Written<'a> {
    page: Page,
    artist: Artist<'a>,
}

impl Written<'_> {
    fn heading(&mut self, report: &Report<'_>, check: &Check<'_>) {
        let (manifest, assessment) = (&check.pack.manifest, check.assessment);
        let file = &report.sources.file(assessment.file).name;
        let (body, as_of) = (&assessment.body, check.evaluation.as_of);
        self.page.gap();
        self.page.bold("", "  ", &format!("{body} ({}), as of {as_of}", assessment.kind));
        self.page.paragraph("  assessment  ", file);
        self.page.paragraph("  rules       ", &format!("{} {}", manifest.id, manifest.version));
        self.page.paragraph("              ", &manifest.title);
        for (number, words) in records::all_in_words(check).iter().enumerate() {
            let first = if number == 0 { "  records     " } else { "              " };
            self.page.wrap(first, "                ", words);
        }
        let asked = check.evaluation.asked.name();
        self.page.line(&format!("  asked for   {asked}: a requirement that is met on less is a gap"));
    }

    fn overview(&mut self, check: &Check<'_>) {
        self.page.title("Recommendations");
        let mut others = Vec::new();
        for verdict in &check.evaluation.recommendations {
            match verdict.outcome {
                None => others.push(check.recommendation(verdict).number.to_string()),
                Some(outcome) => {
                    let outcome = outcome_in_words(outcome, verdict.assurance);
                    self.recommendation(check, verdict, &outcome);
                }
            }
        }
        if !others.is_empty() {
            let white = self.rag(Rag::White, "white");
            let words = format!("addressed to other bodies: {}", others.join(", "));
            self.page.paragraph(&format!("       {white}  "), &words);
        }
    }

    /// `R4   amber  not shown       due 2026-10-31, in 143 days   overclaimed: complete`
    fn recommendation(&mut self, check: &Check<'_>, verdict: &RecommendationVerdict, outcome: &str) {
        let recommendation = check.recommendation(verdict);
        let due = match (recommendation.due, verdict.timing) {
            (Some((due, _)), Some(timing)) => format!("due {due}, {}", timing_in_words(timing)),
            _ => "no deadline".to_owned(),
        };
        let rag = self.rag(verdict.rag, &format!("{:5}", verdict.rag.name()));
        let id = recommendation.number.to_string();
        let claim = claim_in_words(check, verdict);
        self.page.line(&format!("  {id:4} {rag}  {outcome:16} {due:29} {claim}"));
    }

    fn rag(&self, rag: Rag, text: &str) -> String {
        let color = match rag {
            Rag::Green => AnsiColor::Green,
            Rag::Amber => AnsiColor::Yellow,
            Rag::Red => AnsiColor::Red,
            Rag::White => return text.to_owned(),
        };
        self.page.paint(text, color.on_default().bold())
    }

    fn gaps(&mut self, check: &Check<'_>) {
        let mut gaps =
            check.evaluation.requirements().filter_map(|verdict| Some((verdict, verdict.gap?))).peekable();
        if gaps.peek().is_some() {
            self.page.title("Gaps");
        }
        for (verdict, gap) in gaps {
            self.page.message(&self.artist, &of_gap(check, verdict, gap));
        }
    }

    /// Guidance and better practice that is not followed: a line each, as it decides no outcome.
    fn guidance(&mut self, check: &Check<'_>) {
        for (level, title) in
            [(Level::Should, "Guidance not followed"), (Level::Best, "Beyond what is asked for")]
        {
            let mut lines = Vec::new();
            for verdict in check.evaluation.requirements() {
                let requirement = check.requirement(verdict);
                for (clause, answer) in
                    failing(requirement, verdict, level).filter(|(_, v)| v.answer == Truth::No)
                {
                    let words = clause_in_words(check, clause, answer);
                    lines.push(format!("{}: {words}", requirement.clause_id(clause)));
                }
            }
            if !lines.is_empty() {
                self.page.title(title);
                lines.iter().for_each(|line| self.page.wrap("  ", "      ", line));
            }
        }
    }

    fn warnings(&mut self, check: &Check<'_>) {
        for (title, diagnostics) in
            [("Discrepancies", &warnings::discrepancies(check)), ("Warnings", &check.warnings)]
        {
            if !diagnostics.is_empty() {
                self.page.title(title);
            }
            for diagnostic in diagnostics {
                self.page.message(&self.artist, &Message::from(diagnostic));
            }
        }
    }

    fn bearings(&mut self, report: &Report<'_>, check: &Check<'_>) {
        let lines = graph::text::lines(Bearings::of(report, check).in_short(), self.page.width());
        if !lines.is_empty() {
            self.page.title("What rests on what");
            lines.iter().for_each(|line| self.page.line(line));
        }
    }

    fn summary(&mut self, check: &Check<'_>) {
        let title = format!("Summary: {}, {}", check.assessment.body, check.evaluation.as_of);
        self.page.title(&title);
        for (name, words) in Summary::of(check).lines() {
            self.page.paragraph(&format!("  {name:14} "), &words);
        }
        if check.addressed().next().is_none() {
            self.page.wrap("  ", "  ", &finding::nothing_addressed(check));
        }
    }

    /// What is different from the baseline, all assessments side by side, and whether the gate is passed.
    fn conclusion(&mut self, report: &Report<'_>) {
        let sections = report.baseline.iter().flat_map(|baseline| baseline.sections(report));
        let sections: Vec<_> = sections.collect();
        for section in &sections {
            self.page.title(section.title);
            section.lines.iter().for_each(|line| self.page.wrap("  ", "    ", line));
        }
        let rows = overview::rows(report);
        if !rows.is_empty() {
            self.page.title("All assessments");
            self.rows(&rows);
        }
        if !sections.is_empty() || !rows.is_empty() {
            self.page.line("");
        }
        let baseline = report.baseline.iter().map(|baseline| ("baseline", baseline.in_short(report)));
        for (name, words) in report.settings_in_words().into_iter().chain(baseline) {
            self.page.paragraph(&format!("  {name:14} "), &words);
        }
        let gate = report.gate();
        let verdict = if gate.passed { "passed" } else { "not passed" };
        let words = format!("{verdict}{}", gate.in_words());
        for line in wrap::wrapped("  gate           ", "                 ", &words, self.page.width()) {
            self.page.line(&line.replacen(verdict, &self.verdict(gate.passed, verdict), 1));
        }
    }

    /// A row a body: names are broken into lines rather than cut.
    fn rows(&mut self, rows: &[Row]) {
        let room = self.page.width().saturating_sub(overview::WIDTH.saturating_add(2 + 8)).max(12);
        for (name, line) in ["", "body"].iter().zip(overview::header()) {
            self.page.line(&format!("  {name:room$}{line}"));
        }
        for row in rows {
            let mut name = wrap::broken(&row.name, room).into_iter();
            let first = name.next().unwrap_or_default();
            let padding = " ".repeat(room.saturating_sub(wrap::columns(&first)));
            match row.told {
                None => self.page.line(&format!("  {first}{padding}   could not be checked")),
                Some(told) => {
                    let verdict = self.verdict(told.passed, if told.passed { "passed" } else { "failed" });
                    self.page.line(&format!("  {first}{padding}{}  {verdict}", overview::cells(told.counts)));
                }
            }
            name.for_each(|more| self.page.line(&format!("  {more}")));
        }
    }

    fn verdict(&self, passed: bool, words: &str) -> String {
        let color = if passed { AnsiColor::Green } else { AnsiColor::Red };
        self.page.paint(words, color.on_default().bold())
    }
}

/// What the body claims, where the claim says something else than what came out.
fn claim_in_words(check: &Check<'_>, verdict: &RecommendationVerdict) -> String {
    let claim = verdict.claim.claim.and_then(|claim| check.assessment.claims.get(claim));
    match (verdict.claim.check, claim) {
        (ClaimCheck::Overclaimed | ClaimCheck::Underclaimed, Some(_)) => {
            verdict.claim.check.name().to_owned()
        }
        _ => String::new(),
    }
}
