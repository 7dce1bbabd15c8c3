//! The places of a finding: the clauses at fault, the facts and rows behind them, and the source clauses.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{clause_in_words, is_known_in_part, list_of, missing_in_words};
use super::{Check, records};
use crate::assessment::StatementKind;
use crate::diagnostic::{Label, quote};
use crate::evaluate::compute::MeasuredFrom;
use crate::evaluate::rows::RowCounts;
use crate::evaluate::verdict::{ClauseVerdict, EvidenceVerdict, RequirementVerdict};
use crate::pack::rule::{Clause, EvidenceRule, Fact, Pack, Remarks, Requirement};
use crate::pack::{Absence, Id, Truth, words};
use crate::source::Span;
use crate::tables::Place;
use crate::vocabulary::Assurance;

/// The labels of a finding as they are collected.
#[derive(Default)]
pub(super) struct Places {
    labels: Vec<Label>,
    /// The rows at fault or in doubt, in words.
    pub(super) rows: Vec<String>,
    /// Facts of which nothing is said, by the place where it could be said.
    silent: BTreeMap<Span, Vec<Id<Fact>>>,
}

impl Places {
    fn add(&mut self, span: Span, text: impl Into<String>) {
        self.labels.push(Label { span, text: text.into() });
    }

    /// Marks what a line declares, up to its `:` or `=`, so that marks stay narrow beside long lines.
    fn add_name(&mut self, check: &Check<'_>, span: Span, text: impl Into<String>) {
        let line = check.sources.text(span);
        let name = line.split([':', '=', '\n']).next().unwrap_or(line).trim_end();
        let end = span.range().start.saturating_add(name.len());
        self.add(Span::new(span.file, span.range().start..end), text);
    }

    pub(super) fn add_clause(&mut self, check: &Check<'_>, clause: &Clause, verdict: &ClauseVerdict) {
        let is_of_rows = verdict.findings.iter().any(|finding| finding.row.is_some());
        let words = match verdict.because.rows.as_ref().filter(|_| is_of_rows) {
            Some(rows) => records::failing(check, rows).unwrap_or_default(),
            None => clause_in_words(check, clause, verdict),
        };
        self.add_name(check, clause.span, words);
        let facts = if verdict.answer == Truth::Unknown {
            &verdict.because.missing
        } else {
            &verdict.because.deciding
        };
        self.add_facts(check, facts);
        self.add_tables(check, verdict);
        if verdict.answer == Truth::No {
            self.add_sources(check, &clause.remarks);
        }
    }

    pub(super) fn add_condition(
        &mut self,
        check: &Check<'_>,
        requirement: &Requirement,
        verdict: &RequirementVerdict,
    ) {
        let Some(condition) = &requirement.applies_when else { return };
        let missing = missing_in_words(check, &verdict.applies_because);
        self.add(condition.span, format!("whether it applies is not known: {missing}"));
        self.add_facts(check, &verdict.applies_because.missing);
    }

    /// The facts where they are stated, and those of which nothing is said together where it could be said.
    fn add_facts(&mut self, check: &Check<'_>, facts: &[Id<Fact>]) {
        for fact in facts {
            let measure = check.evaluation.values.measures[*fact].as_ref();
            self.add_keys(check, measure.and_then(|measure| measure.rows.as_ref()));
            let place = place_of(check, *fact);
            match fact_in_words(check, *fact) {
                Some(words) => self.add_name(check, place, words),
                None => {
                    let silent = self.silent.entry(place).or_default();
                    if !silent.contains(fact) {
                        silent.push(*fact);
                    }
                }
            }
        }
    }

    /// The rows of the clause's own table: what it prints of each, at the row where that is written out.
    fn add_tables(&mut self, check: &Check<'_>, verdict: &ClauseVerdict) {
        let rows = verdict.because.rows.as_ref();
        let Some(rows) = rows.filter(|rows| verdict.because.tables.contains(&rows.table)) else { return };
        let at_fault = if verdict.answer == Truth::No { &rows.first_no } else { &rows.first_unknown };
        let mut all_shown = true;
        let is_open = verdict.answer == Truth::Unknown;
        for row in at_fault {
            let finding = verdict.findings.iter().find(|finding| finding.row == Some(*row));
            let words = finding.map(|finding| finding.text.clone());
            match check.assessment.records.rows(rows.table).places.get(*row) {
                // Rows in doubt are named together below.
                Some(Place::Written(_)) if is_open => {}
                Some(Place::Written(span)) => {
                    let key = quote(&check.assessment.records.key(check.pack, rows.table, *row));
                    self.add_name(check, span, words.unwrap_or_else(|| format!("{key} is at fault")));
                }
                _ => {
                    self.rows.extend(words);
                    all_shown &= finding.is_some();
                }
            }
        }
        let more = rows.no.saturating_sub(rows.first_no.len());
        if is_open || !all_shown {
            self.add_keys(check, Some(rows));
        } else if more > 0 {
            self.rows.push(format!("and {more} more of `{}`", check.pack.tables[rows.table].name));
        }
        if is_open {
            for (name, statement) in records::heard(check, rows.table) {
                let planned = matches!(statement.kind, StatementKind::Planned(_));
                let what = if planned { "planned" } else { "said" };
                self.add_name(check, statement.span, format!("`{name}` is only {what}"));
            }
        }
        let words = if is_open { records::doubt } else { records::failing };
        if let Some((place, words)) = records::place(check, rows.table).zip(words(check, rows)) {
            self.add_name(check, place, words);
        }
    }

    fn add_keys(&mut self, check: &Check<'_>, rows: Option<&RowCounts>) {
        for words in rows.map(|rows| records::keys_in_words(check, rows)).unwrap_or_default() {
            if !self.rows.contains(&words) {
                self.rows.push(words);
            }
        }
    }

    pub(super) fn add_silence(&mut self, check: &Check<'_>) {
        for (place, facts) in std::mem::take(&mut self.silent) {
            // Under the header of their group, facts go by their own names.
            let is_group = facts
                .iter()
                .all(|fact| check.assessment.groups[check.pack.facts[*fact].group] == Some(place));
            let name = |fact: Id<Fact>| match is_group {
                true => check.pack.facts[fact].name.clone(),
                false => check.pack.fact_name(fact),
            };
            self.add(place, format!("nothing is stated of {}", list_of(&facts, name)));
        }
    }

    pub(super) fn add_departure(&mut self, check: &Check<'_>, verdict: &RequirementVerdict) {
        let lapsed = verdict.departure.filter(|departure| departure.lapsed);
        if let Some(departure) = lapsed.and_then(|lapsed| check.assessment.departures.get(lapsed.departure)) {
            self.add(departure.span, format!("this departure lapsed on {}", departure.review_by));
        }
    }

    pub(super) fn add_evidence(
        &mut self,
        check: &Check<'_>,
        requirement: &Requirement,
        verdict: &RequirementVerdict,
    ) {
        for (rule, found) in requirement.evidence.iter().zip(&verdict.evidence) {
            match found {
                EvidenceVerdict::Found(_) => {}
                EvidenceVerdict::Missing => {
                    self.add(
                        rule.span,
                        format!("no {} supports {}", kinds(check.pack, rule), requirement.number),
                    );
                }
                EvidenceVerdict::OutOfDate(items) => {
                    self.add(rule.span, format!("the {} given is out of date", kinds(check.pack, rule)));
                    for item in items.iter().filter_map(|item| check.assessment.evidence.get(*item)) {
                        let dated = item.dated.map_or("undated".to_owned(), |date| format!("dated {date}"));
                        self.add(item.span, format!("`{}` is {dated}", item.id));
                    }
                }
            }
        }
        if requirement.evidence.is_empty() {
            self.add(requirement.span, "names no evidence, so that only records can support it");
        }
    }

    /// What would be measured, were its records at hand.
    pub(super) fn add_recorded(&mut self, check: &Check<'_>, verdict: &RequirementVerdict) {
        if check.evaluation.asked < Assurance::Measured {
            return;
        }
        let clauses = verdict.clauses.iter().map(|clause| &clause.because).chain([&verdict.applies_because]);
        let facts: BTreeSet<Id<Fact>> = clauses.flat_map(|because| &because.deciding).copied().collect();
        for fact in facts {
            let measure = check.evaluation.values.measures[fact].as_ref();
            if measure.is_some_and(|measure| measure.from == MeasuredFrom::Record) {
                let words = fact_in_words(check, fact).unwrap_or_default();
                self.add_name(check, place_of(check, fact), words);
            }
        }
    }

    pub(super) fn add_sources(&mut self, check: &Check<'_>, remarks: &Remarks) {
        for source in &remarks.sources {
            let document = &check.pack.documents[source.document];
            let Some(clause) = document.clauses.get(source.clause) else { continue };
            let lines: Vec<String> = clause.lines.iter().map(u32::to_string).collect();
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let noun = if lines.len() == 1 { "line" } else { "lines" };
            self.add_name(
                check,
                clause.span,
                format!("asked for in the source, {noun} {}", words::list(&lines, "and")),
            );
        }
    }

    /// The labels, those at one place joined and none twice.
    pub(super) fn merged(self) -> Vec<Label> {
        let mut merged: Vec<(Span, Vec<String>)> = Vec::new();
        for label in self.labels {
            match merged.iter_mut().find(|(span, _)| *span == label.span) {
                Some((_, texts)) if texts.contains(&label.text) => {}
                Some((_, texts)) => texts.push(label.text),
                None => merged.push((label.span, vec![label.text])),
            }
        }
        merged.into_iter().map(|(span, texts)| Label { span, text: texts.join("; ") }).collect()
    }
}

/// The place to point at for a fact: where it is recorded, where its records are given, where it is stated, or where it could be.
pub fn place_of(check: &Check<'_>, fact: Id<Fact>) -> Span {
    let measure = check.evaluation.values.measures[fact].as_ref();
    let recorded = || check.assessment.recorded.as_ref()?.facts[fact].as_ref().map(|recorded| recorded.span);
    let of_rows = || records::place(check, measure?.rows.as_ref()?.table);
    let place = match measure.map(|measure| measure.from) {
        Some(MeasuredFrom::Record) => recorded(),
        Some(MeasuredFrom::Nothing(_)) => recorded().or_else(|| records::place_elsewhere(check, fact)),
        Some(MeasuredFrom::Records) | None => of_rows(),
    };
    place.unwrap_or_else(|| check.assessment.place_of(check.pack, fact))
}

/// What is known of a fact or was only heard of it; nothing where nothing is said.
pub(super) fn fact_in_words(check: &Check<'_>, fact: Id<Fact>) -> Option<String> {
    let entry = &check.assessment.facts[fact];
    let name = check.pack.fact_name(fact);
    if let Some(measured) = records::measured(check, fact) {
        let known = &check.evaluation.values.facts[fact];
        let value = words::value(check.pack, check.pack.facts[fact].ty, known);
        return Some(format!("`{name}`: {value}, {measured}"));
    }
    if entry.contradictory {
        return Some(format!("the statements of `{name}` contradict each other"));
    }
    if is_known_in_part(check, fact) {
        let value = words::value(check.pack, check.pack.facts[fact].ty, &entry.known);
        let optional = if entry.known.absence == Absence::Surely { " recorded" } else { "" };
        return Some(format!("`{name}`: {value}{optional}"));
    }
    entry.statements.iter().find_map(|statement| match &statement.kind {
        StatementKind::Known(_) => None,
        StatementKind::Planned(_) => Some(format!("`{name}` is only planned")),
        StatementKind::Said(_) => Some(format!("`{name}` is only said")),
    })
}

/// `policy or procedure of the last 3 years`
pub(super) fn kinds(pack: &Pack, rule: &EvidenceRule) -> String {
    let Some(choice) = pack.evidence_kinds else { return "evidence".to_owned() };
    let members = &pack.choices[choice].members;
    let names: Vec<&str> =
        rule.kinds.indexes().filter_map(|index| members.get(index)).map(String::as_str).collect();
    let within = rule.within.map_or_else(String::new, |within| format!(" of the last {within}"));
    format!("{}{within}", words::list(&names, "or"))
}
