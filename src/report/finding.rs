//! Rule, fact and source clause joined: what each gap is, why, and what to do.

use std::collections::{BTreeMap, BTreeSet};

use super::Check;
use super::message::Message;
use super::records;
use crate::assessment::StatementKind;
use crate::diagnostic::{Label, Severity, quote};
use crate::evaluate::rows::RowCounts;
use crate::evaluate::verdict::{ClauseVerdict, EvidenceVerdict, Gap, RequirementVerdict, Why};
use crate::pack::rule::{Clause, EvidenceRule, Fact, Remarks, Requirement};
use crate::pack::{Absence, Id, Truth, Undefined, words};
use crate::source::Span;
use crate::tables::Place;
use crate::vocabulary::Level;

/// The finding of a requirement with a gap: one message that shows the clauses at fault, the facts behind them and
/// the source clause.
pub fn of_gap(check: &Check<'_>, verdict: &RequirementVerdict, gap: Gap) -> Message {
    let requirement = check.requirement(verdict);
    let mut places = Places::default();
    match gap {
        Gap::NotMet | Gap::NotShown => {
            if verdict.applies == Truth::Unknown {
                places.add_condition(check, requirement, verdict);
            }
            for (clause, answer) in failing(requirement, verdict, Level::Must) {
                places.add_clause(check, clause, answer);
            }
            places.add_silence(check);
            places.add_departure(check, verdict);
        }
        Gap::NotEvidenced => places.add_evidence(check, requirement, verdict),
    }
    places.add_sources(check, &requirement.remarks);
    let mut advice = places.rows.clone();
    advice.extend(requirement.advise.clone());
    for (clause, _) in failing(requirement, verdict, Level::Must) {
        let readings = clause.remarks.readings.iter();
        advice.extend(readings.map(|reading| format!("reading of `{}`: {reading}", clause.name)));
    }
    Message {
        heading: requirement.number.to_string(),
        severity: if gap == Gap::NotMet { Severity::Error } else { Severity::Warning },
        text: format!("{}: {}", gap_in_words(gap), requirement.title),
        labels: places.merged(),
        advice,
    }
}

/// The clauses of a level that do not hold, or of which it is not known, with their verdicts.
pub fn failing<'v>(
    requirement: &'v Requirement,
    verdict: &'v RequirementVerdict,
    level: Level,
) -> impl Iterator<Item = (&'v Clause, &'v ClauseVerdict)> {
    let of_level =
        requirement.clauses.iter().zip(&verdict.clauses).filter(move |(clause, _)| clause.level == level);
    of_level.filter(|(_, verdict)| verdict.answer != Truth::Yes)
}

/// What a clause that does not hold says, or what is missing to answer it.
pub fn clause_in_words(check: &Check<'_>, clause: &Clause, verdict: &ClauseVerdict) -> String {
    match verdict.answer {
        Truth::Yes if verdict.because.vacuous => {
            "holds only because there was nothing to ask it of".to_owned()
        }
        Truth::Yes => "holds".to_owned(),
        Truth::No => failure_in_words(check, clause, verdict),
        Truth::Unknown => missing_in_words(check, &verdict.because),
    }
}

/// What a clause that does not hold prints, and which rows it does not hold for.
fn failure_in_words(check: &Check<'_>, clause: &Clause, verdict: &ClauseVerdict) -> String {
    let rows = verdict.because.rows.as_ref();
    let mut parts: Vec<String> = verdict.findings.iter().map(|finding| finding.text.clone()).collect();
    if parts.is_empty() {
        parts.push(format!("`{}` does not hold", clause.name));
    }
    let names_rows = verdict.findings.iter().any(|finding| finding.row.is_some());
    match rows {
        Some(rows) if names_rows => {
            let more = rows.no.saturating_sub(verdict.findings.len());
            let name = &check.pack.tables[rows.table].name;
            parts.extend((more > 0).then(|| format!("and {more} more of `{name}`")));
        }
        Some(rows) => parts.extend(records::failing(check, rows)),
        None => {}
    }
    parts.join("; ")
}

/// What was only said or is only planned of the facts that a gap turns on, in sentences; text shows the lines
/// themselves.
pub fn heard(check: &Check<'_>, verdict: &RequirementVerdict) -> Vec<String> {
    let clauses = failing(check.requirement(verdict), verdict, Level::Must);
    let mut missing: BTreeSet<Id<Fact>> =
        clauses.flat_map(|(_, answer)| &answer.because.missing).copied().collect();
    missing.extend(&verdict.applies_because.missing);
    let sentence = |fact: Id<Fact>| {
        let name = check.pack.fact_name(fact);
        let statements = check.assessment.facts[fact].statements.iter();
        statements.filter_map(move |statement| match &statement.kind {
            StatementKind::Known(_) => None,
            StatementKind::Planned(words) => Some(format!("Only planned of `{name}`: {words}")),
            StatementKind::Said(words) => Some(format!("Only said of `{name}`: {words}")),
        })
    };
    missing.into_iter().flat_map(sentence).collect()
}

/// A gap as text says it.
pub fn gap_in_words(gap: Gap) -> &'static str {
    match gap {
        Gap::NotMet => "not met",
        Gap::NotShown => "not shown",
        Gap::NotEvidenced => "met, but not evidenced",
    }
}

/// Said where an assessment's kind of body is one that the rules ask nothing of.
pub fn nothing_addressed(check: &Check<'_>) -> String {
    let (pack, kind) = (&check.pack.manifest.id, &check.assessment.kind);
    format!("nothing was checked: no recommendation of `{pack}` is addressed to a `{kind}`")
}

/// What is missing for an answer: facts not stated, facts stated too weakly, values that do not exist.
pub fn missing_in_words(check: &Check<'_>, why: &Why) -> String {
    let (silent, partial): (Vec<Id<Fact>>, Vec<Id<Fact>>) =
        why.missing.iter().copied().partition(|fact| !is_known_in_part(check, *fact));
    let mut parts = Vec::new();
    if !silent.is_empty() {
        parts.push(format!("not stated: {}", fact_list(check, &silent)));
    }
    if !partial.is_empty() {
        parts.push(format!("known too little: {}", fact_list(check, &partial)));
    }
    parts.extend(records::incomplete(check, why));
    parts.extend(why.rows.as_ref().and_then(|rows| records::doubt(check, rows)));
    // That a table may lack rows has been said of it by name.
    let reasons: BTreeSet<Undefined> = why.undefined.iter().map(|(reason, _)| *reason).collect();
    let reasons = reasons.into_iter().filter(|reason| *reason != Undefined::Sample || parts.is_empty());
    parts.extend(reasons.map(|reason| undefined_in_words(reason).to_owned()).collect::<Vec<_>>());
    if parts.is_empty() {
        // Everything is stated, and the answer is still open.
        let is_absent = |fact: &Id<Fact>| check.evaluation.values.facts[*fact].absence == Absence::Surely;
        let absent: Vec<Id<Fact>> = why.deciding.iter().copied().filter(is_absent).collect();
        parts.push(if absent.is_empty() {
            "what is stated does not settle it: months against days, or a date beyond the calendar".to_owned()
        } else {
            format!("not recorded, and so without an order: {}", fact_list(check, &absent))
        });
    }
    parts.join("; ")
}

/// Why an expression has no value.
pub fn undefined_in_words(reason: Undefined) -> &'static str {
    match reason {
        Undefined::DividedByZero => "what it divides by is, or may be, zero",
        Undefined::MixedUnits => "months and days have no sum",
        Undefined::NoRows => "no row passes its filter",
        Undefined::PerhapsNoRows => "perhaps no row passes its filter",
        Undefined::Sample => "its records are a sample or were not given",
        Undefined::Overflow => "a number is too large",
        Undefined::FractionalDuration => "a duration would not be whole months or days",
    }
}

/// Whether anything is stated of a fact that is evaluated, or records say something of it.
pub fn is_known_in_part(check: &Check<'_>, fact: Id<Fact>) -> bool {
    let entry = &check.assessment.facts[fact];
    entry.contradictory || entry.is_evaluated() || check.evaluation.values.measures[fact].is_some()
}

fn fact_list(check: &Check<'_>, facts: &[Id<Fact>]) -> String {
    list_of(facts, |fact| check.pack.fact_name(fact))
}

/// The first few facts by name, and how many more there are.
fn list_of(facts: &[Id<Fact>], name: impl Fn(Id<Fact>) -> String) -> String {
    const SHOWN: usize = 3;
    let mut names: Vec<String> = facts.iter().take(SHOWN).map(|fact| format!("`{}`", name(*fact))).collect();
    let more = facts.len().saturating_sub(SHOWN);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    words::list(&names, "and")
}

/// The labels of a finding as they are collected.
#[derive(Default)]
struct Places {
    labels: Vec<Label>,
    /// The rows at fault or in doubt, in words.
    rows: Vec<String>,
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

    fn add_clause(&mut self, check: &Check<'_>, clause: &Clause, verdict: &ClauseVerdict) {
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

    fn add_condition(&mut self, check: &Check<'_>, requirement: &Requirement, verdict: &RequirementVerdict) {
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
                None => self.silent.entry(place).or_default().push(*fact),
            }
        }
    }

    /// The rows of the clause's own table: what it prints of each, at the row where that is written out.
    fn add_tables(&mut self, check: &Check<'_>, verdict: &ClauseVerdict) {
        let rows = verdict.because.rows.as_ref();
        let Some(rows) = rows.filter(|rows| verdict.because.tables.contains(&rows.table)) else { return };
        let at_fault = if verdict.answer == Truth::No { &rows.first_no } else { &rows.first_unknown };
        let mut all_shown = rows.no.saturating_add(rows.unknown) == at_fault.len();
        for row in at_fault {
            let finding = verdict.findings.iter().find(|finding| finding.row == Some(*row));
            let words = finding.map(|finding| finding.text.clone());
            match check.assessment.records.rows(rows.table).places.get(*row) {
                Some(Place::Written(span)) => {
                    let key = || quote(&check.assessment.records.key(check.pack, rows.table, *row));
                    self.add_name(check, *span, words.unwrap_or_else(key));
                }
                _ => {
                    self.rows.extend(words);
                    all_shown &= finding.is_some();
                }
            }
        }
        if !all_shown {
            self.add_keys(check, Some(rows));
        }
        let words = if verdict.answer == Truth::No { records::failing } else { records::doubt };
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

    fn add_silence(&mut self, check: &Check<'_>) {
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

    fn add_departure(&mut self, check: &Check<'_>, verdict: &RequirementVerdict) {
        let lapsed = verdict.departure.filter(|departure| departure.lapsed);
        if let Some(departure) = lapsed.and_then(|lapsed| check.assessment.departures.get(lapsed.departure)) {
            self.add(departure.span, format!("this departure lapsed on {}", departure.review_by));
        }
    }

    fn add_evidence(&mut self, check: &Check<'_>, requirement: &Requirement, verdict: &RequirementVerdict) {
        for (rule, found) in requirement.evidence.iter().zip(&verdict.evidence) {
            match found {
                EvidenceVerdict::Found(_) => {}
                EvidenceVerdict::Missing => {
                    self.add(rule.span, format!("no {} supports {}", kinds(check, rule), requirement.number));
                }
                EvidenceVerdict::OutOfDate(items) => {
                    self.add(rule.span, format!("the {} given is out of date", kinds(check, rule)));
                    for item in items.iter().filter_map(|item| check.assessment.evidence.get(*item)) {
                        let dated = item.dated.map_or("undated".to_owned(), |date| format!("dated {date}"));
                        self.add(item.span, format!("`{}` is {dated}", item.id));
                    }
                }
            }
        }
        if requirement.evidence.is_empty() {
            self.add(requirement.span, "names no evidence, so it can only be stated or measured");
        }
    }

    fn add_sources(&mut self, check: &Check<'_>, remarks: &Remarks) {
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
    fn merged(self) -> Vec<Label> {
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

/// The place to point at for a fact: where its records are given, where it is stated, or where it could be.
pub fn place_of(check: &Check<'_>, fact: Id<Fact>) -> Span {
    let rows = check.evaluation.values.measures[fact].as_ref().and_then(|measure| measure.rows.as_ref());
    let origin = rows.and_then(|rows| records::place(check, rows.table));
    origin.unwrap_or_else(|| check.assessment.place_of(check.pack, fact))
}

/// What is known of a fact or was only heard of it; nothing where nothing is said.
fn fact_in_words(check: &Check<'_>, fact: Id<Fact>) -> Option<String> {
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

fn kinds(check: &Check<'_>, rule: &EvidenceRule) -> String {
    let Some(choice) = check.pack.evidence_kinds else { return "evidence".to_owned() };
    let members = &check.pack.choices[choice].members;
    let names: Vec<&str> =
        rule.kinds.indexes().filter_map(|index| members.get(index)).map(String::as_str).collect();
    let within = rule.within.map_or_else(String::new, |within| format!(" of the last {within}"));
    format!("{}{within}", words::list(&names, "or"))
}
