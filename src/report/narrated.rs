//! The narrated format: the report in sentences that a screen reader speaks well. No drawing, no columns, no colour;
//! every place as file and line.

use std::fmt::Write;

use super::finding::{clause_in_words, failing, gap_in_words, heard, nothing_addressed, of_gap};
use super::graph::Bearings;
use super::message::Message;
use super::summary::Summary;
use super::{Check, Report, outcome_in_words, overview, records, timing_in_words, warnings};
use crate::diagnostic::{Severity, one_line, without_commands};
use crate::evaluate::verdict::{ClaimCheck, RecommendationVerdict};
use crate::pack::Truth;
use crate::source::SourceMap;
use crate::vocabulary::Level;

/// The report in sentences; `quiet` leaves the summary.
pub fn write(report: &Report<'_>, quiet: bool) -> String {
    let mut story = Story { text: String::new(), sources: report.sources };
    for check in &report.checks {
        if !quiet {
            story.opening(check);
            story.recommendations(check);
            story.gaps(check);
            story.guidance(check);
            story.warnings(check);
            story.bearings(report, check);
        }
        story.summary(check);
    }
    story.conclusion(report);
    let gate = report.gate();
    let verdict = if gate.passed { "passed" } else { "not passed" };
    story.say(&format!("The gate is {verdict}{}.", gate.in_words()));
    story.text
}

/// Diagnostics of the input in sentences.
pub fn diagnostics<'m>(sources: &SourceMap, messages: impl IntoIterator<Item = &'m Message>) -> String {
    let mut story = Story { text: String::new(), sources };
    messages.into_iter().for_each(|message| story.message(message));
    story.text
}

struct Story<'a> {
    text: String,
    sources: &'a SourceMap,
}

impl Story<'_> {
    fn say(&mut self, sentence: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{}", without_commands(&one_line(sentence)));
    }

    fn section(&mut self, title: &str) {
        self.say("");
        self.say(title);
        self.say("");
    }

    fn opening(&mut self, check: &Check<'_>) {
        let (manifest, assessment) = (&check.pack.manifest, check.assessment);
        let file = &self.sources.file(assessment.file).name;
        self.say(&format!(
            "{}, a {}, as of {}. Assessment: {file}. Rules: {} version {}, {}. Assurance asked for: {}.",
            assessment.body,
            assessment.kind,
            check.evaluation.as_of,
            manifest.id,
            manifest.version,
            manifest.title,
            check.evaluation.asked.name(),
        ));
        for words in records::all_in_words(check) {
            self.say(&format!("Records {words}."));
        }
    }

    fn recommendations(&mut self, check: &Check<'_>) {
        self.section("Recommendations");
        for verdict in check.addressed() {
            self.say(&recommendation(check, verdict));
        }
    }

    fn gaps(&mut self, check: &Check<'_>) {
        let gaps: Vec<_> = check.evaluation.requirements().filter_map(|v| Some((v, v.gap?))).collect();
        if !gaps.is_empty() {
            self.section("Gaps");
        }
        for (verdict, gap) in gaps {
            let message = of_gap(check, verdict, gap);
            let title = &check.requirement(verdict).title;
            self.say(&format!("{}, {title}: {}.", message.heading, gap_in_words(gap)));
            self.places(&message);
            heard(check, verdict).iter().for_each(|sentence| self.say(&format!("  {sentence}.")));
            self.say("");
        }
    }

    fn guidance(&mut self, check: &Check<'_>) {
        for (level, title) in
            [(Level::Should, "Guidance not followed"), (Level::Best, "Beyond what is asked for")]
        {
            let mut sentences = Vec::new();
            for verdict in check.evaluation.requirements() {
                let requirement = check.requirement(verdict);
                for (clause, answer) in
                    failing(requirement, verdict, level).filter(|(_, v)| v.answer == Truth::No)
                {
                    sentences.push(format!(
                        "{}: {}.",
                        requirement.clause_id(clause),
                        clause_in_words(check, clause, answer)
                    ));
                }
            }
            if !sentences.is_empty() {
                self.section(title);
                sentences.iter().for_each(|sentence| self.say(sentence));
            }
        }
    }

    fn warnings(&mut self, check: &Check<'_>) {
        let discrepancies = warnings::discrepancies(check);
        if !discrepancies.is_empty() {
            self.section("Discrepancies");
            discrepancies.iter().for_each(|discrepancy| self.message(&Message::from(discrepancy)));
        }
        if !check.warnings.is_empty() {
            self.section("Warnings");
            check.warnings.iter().for_each(|warning| self.message(&Message::from(warning)));
        }
    }

    fn bearings(&mut self, report: &Report<'_>, check: &Check<'_>) {
        let told = Bearings::of(report, check).in_short();
        if !told.is_empty() {
            self.section("What rests on what");
        }
        for (name, sentences) in told {
            self.say(&format!("{name}: {}.", sentences.join("; ")));
        }
    }

    fn summary(&mut self, check: &Check<'_>) {
        self.section(&format!("Summary of {}, {}", check.assessment.body, check.evaluation.as_of));
        if check.addressed().next().is_none() {
            self.say(&format!("{}.", nothing_addressed(check)));
        }
        for (name, words) in Summary::of(check).lines() {
            self.say(&format!("{name}: {words}."));
        }
    }

    /// What is different from the baseline, all assessments one after the other, and what decided.
    fn conclusion(&mut self, report: &Report<'_>) {
        for section in report.baseline.iter().flat_map(|baseline| baseline.sections(report)) {
            self.section(section.title);
            section.lines.iter().for_each(|line| self.say(&format!("{line}.")));
        }
        let rows = overview::rows(report);
        if !rows.is_empty() {
            self.section("All assessments");
        }
        for row in rows {
            self.say(&match row.told {
                None => format!("{}: could not be checked.", row.name),
                Some(told) => {
                    let counted = told.counts.iter().zip(overview::COLUMNS_IN_WORDS);
                    let counted = counted.filter(|(count, _)| **count > 0);
                    let counted: Vec<String> =
                        counted.map(|(count, what)| format!("{count} {what}")).collect();
                    let verdict = if told.passed { "passed" } else { "failed" };
                    format!("{}: {}; {verdict}.", row.name, counted.join(", "))
                }
            });
        }
        let baseline = report.baseline.iter().map(|baseline| ("baseline", baseline.in_short(report)));
        for (name, words) in report.settings_in_words().into_iter().chain(baseline) {
            self.say(&format!("{name}: {words}."));
        }
    }

    fn message(&mut self, message: &Message) {
        let severity = match message.severity {
            Severity::Error => "Error",
            Severity::Warning => "Warning",
        };
        self.say(&format!("{severity} {}: {}.", message.heading, message.text));
        self.places(message);
    }

    fn places(&mut self, message: &Message) {
        for label in &message.labels {
            let position = self.sources.position(label.span);
            let file = &self.sources.file(label.span.file).name;
            self.say(&format!(
                "  {file}, line {}, column {}: {}.",
                position.line, position.column, label.text
            ));
        }
        message.notes.iter().for_each(|note| self.say(&format!("  {note}.")));
        for advice in &message.advice {
            self.say(&format!("  Advice: {}", advice.trim_end_matches('.')));
        }
    }
}

fn recommendation(check: &Check<'_>, verdict: &RecommendationVerdict) -> String {
    let recommendation = check.recommendation(verdict);
    let outcome =
        verdict.outcome.map_or_else(String::new, |outcome| outcome_in_words(outcome, verdict.assurance));
    let due = match (recommendation.due, verdict.timing) {
        (Some((due, _)), Some(timing)) => format!("due {due}, {}", timing_in_words(timing)),
        _ => "no deadline".to_owned(),
    };
    let claim = match verdict.claim.check {
        ClaimCheck::Overclaimed => " The body claims more than that.",
        ClaimCheck::Underclaimed => " The body claims less than that.",
        ClaimCheck::Agrees | ClaimCheck::Unclaimed => "",
    };
    let (number, title, rag) = (recommendation.number, &recommendation.title, verdict.rag.name());
    format!("{number}, {title}: {outcome}, {rag}, {due}.{claim}")
}
