//! The page that an explanation is written on: wrapped lines, indentation and colours.

use std::collections::BTreeSet;

use super::Explanation;
use super::phrases::listed;
use crate::evaluate::verdict::RequirementVerdict;
use crate::pack::rule::{Column, Define, Fact, Pack, SourceClause};
use crate::pack::{Id, Truth};
use crate::report::page::{self, Paint};
use crate::report::terminal::Style;
use crate::report::wrap::wrapped;
use crate::report::{Check, outcome_in_words};
use crate::vocabulary::Outcome;

/// How many steps of proofs a page shows; whoever needs more is better served by the JSON.
const STEPS: usize = 400;

/// The explanation of one item as it is written.
pub(super) struct Page<'a> {
    lines: page::Page,
    pub(super) of: &'a Explanation<'a>,
    /// The facts that have been told, so that none is told twice.
    pub(super) told: BTreeSet<Id<Fact>>,
    /// The computed columns that have been taken apart.
    pub(super) columns: BTreeSet<Id<Column>>,
    /// The definitions that have been told.
    pub(super) defines: BTreeSet<Id<Define>>,
    /// How many more steps of proofs are shown.
    steps: usize,
    /// Whether a proof was too long to be shown whole.
    pub(super) left_out: bool,
}

impl<'a> Page<'a> {
    pub(super) fn new(of: &'a Explanation<'a>, style: Style) -> Page<'a> {
        Page {
            lines: page::Page::new(style),
            of,
            told: BTreeSet::new(),
            columns: BTreeSet::new(),
            defines: BTreeSet::new(),
            steps: STEPS,
            left_out: false,
        }
    }

    /// Whether one more step may be shown, which is then counted.
    pub(super) fn may_step(&mut self) -> bool {
        let may = self.steps > 0;
        self.steps = self.steps.saturating_sub(1);
        self.left_out |= !may;
        may
    }

    pub(super) fn into_text(self) -> String {
        self.lines.into_text()
    }

    pub(super) fn put(&mut self, line: &str) {
        self.lines.line(line);
    }

    /// A paragraph whose further lines are indented a little more.
    pub(super) fn hanging(&mut self, indent: usize, text: &str) {
        let (first, others) = (" ".repeat(indent), " ".repeat(indent.saturating_add(2)));
        self.lines.wrap(&first, &others, text);
    }

    /// A step: a mark and an answer, then a paragraph beside them. What decides nothing is dimmed.
    pub(super) fn marked(
        &mut self,
        (indent, mark): (usize, &str),
        (answer, paint): (&str, Paint),
        text: &str,
        dimmed: bool,
    ) {
        let gap = if answer.is_empty() { String::new() } else { format!("{answer}  ") };
        let first = format!("{}{mark} {gap}", " ".repeat(indent));
        let others = " ".repeat(indent.saturating_add(4));
        for (number, line) in wrapped(&first, &others, text, self.lines.width()).iter().enumerate() {
            let painted = match line.strip_prefix(first.as_str()) {
                _ if dimmed => self.lines.paint(line, Paint::new().dimmed()),
                Some(rest) if number == 0 && !answer.is_empty() => {
                    let answer = self.lines.paint(answer, paint);
                    format!("{}{mark} {answer}  {rest}", " ".repeat(indent))
                }
                _ => line.clone(),
            };
            self.put(&painted);
        }
    }

    pub(super) fn title(&mut self, title: &str) {
        self.lines.title(title);
    }

    /// `  outcome     not shown`
    pub(super) fn entry(&mut self, name: &str, text: &str) {
        self.lines.paragraph(&format!("  {name:11} "), text);
    }

    /// What is explained, and what came of it.
    pub(super) fn heading(&mut self, id: &str, title: &str, outcome: Option<&str>) {
        let outcome = outcome.map_or_else(String::new, |outcome| format!(": {outcome}"));
        self.lines.bold("", "  ", &format!("{id} {title}{outcome}"));
    }

    /// Whose assessment, by which rules.
    pub(super) fn origin(&mut self, place: &str) {
        self.put("");
        if let Some(check) = self.of.check {
            let assessment = check.assessment;
            let body = format!("{} ({})", assessment.body, assessment.kind);
            self.entry("body", &format!("{body}, as of {}", check.evaluation.as_of));
            self.entry("assessment", &check.sources.file(assessment.file).name);
        }
        let manifest = &self.of.pack.manifest;
        self.entry("rules", &format!("{} {}", manifest.id, manifest.version));
        self.entry("", place);
    }

    pub(super) fn legend(&mut self) {
        if self.steps < STEPS {
            self.put("");
            self.hanging(0, "● decides the answer above it   ○ would decide it as well   · does not");
        }
        if self.left_out {
            self.hanging(0, "not everything is shown; `--format json` has the rest");
        }
    }
}

/// An answer as text says it.
pub(super) fn answer_in_words(answer: Truth) -> &'static str {
    match answer {
        Truth::Yes => "yes",
        Truth::No => "no",
        Truth::Unknown => "not known",
    }
}

/// `hmicfrs_2026_04 "rec-4.2", lines 211 and 629`
pub(super) fn source_in_words(pack: &Pack, source: &SourceClause) -> Option<String> {
    let document = &pack.documents[source.document];
    let clause = document.clauses.get(source.clause)?;
    let lines: Vec<String> = clause.lines.iter().map(u32::to_string).collect();
    let noun = if lines.len() == 1 { "line" } else { "lines" };
    Some(format!("{} \"{}\", {noun} {}", document.id, clause.id, listed(&lines, "and")))
}

/// The outcome of a requirement with how well it is supported, against what is asked for.
pub(super) fn outcome(check: &Check<'_>, verdict: &RequirementVerdict) -> String {
    let words = outcome_in_words(verdict.outcome, Some(verdict.assurance));
    match verdict.gap {
        Some(_) if verdict.outcome == Outcome::Met => {
            format!("{words}, a gap where it is to be {}", check.evaluation.asked.name())
        }
        _ => words,
    }
}
