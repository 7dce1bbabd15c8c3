//! Rule, fact and source clause joined: what each gap is, why, and what to do.

use std::collections::BTreeSet;

use super::message::Message;
use super::places::Places;
use super::{Check, records};
use crate::assessment::{Statement, StatementKind};
use crate::diagnostic::Severity;
use crate::evaluate::verdict::{ClauseVerdict, Gap, RequirementVerdict, Why};
use crate::pack::rule::{Clause, Fact, Requirement, Table};
use crate::pack::{Absence, Id, Truth, Undefined, words};
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
        Gap::NotEvidenced => {
            places.add_evidence(check, requirement, verdict);
            places.add_recorded(check, verdict);
        }
    }
    places.add_sources(check, &requirement.remarks);
    let notes = std::mem::take(&mut places.rows);
    let mut advice: Vec<String> = requirement.advise.iter().cloned().collect();
    for (clause, _) in failing(requirement, verdict, Level::Must) {
        let readings = clause.remarks.readings.iter();
        advice.extend(readings.map(|reading| format!("reading of `{}`: {reading}", clause.name)));
    }
    Message {
        heading: requirement.number.to_string(),
        severity: if gap == Gap::NotMet { Severity::Error } else { Severity::Warning },
        text: format!("{}: {}", gap_in_words(gap), requirement.title),
        labels: places.merged(),
        notes,
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
        Some(rows) if rows.asked() == 0 => parts.push(records::empty(check, rows)),
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
    let of_facts = missing.into_iter().flat_map(|fact| {
        let name = check.pack.fact_name(fact);
        let statements = check.assessment.facts[fact].statements.iter();
        statements.flat_map(move |statement| {
            let note = statement.note.as_ref().map(|note| format!("Note on `{name}`: {note}"));
            heard_in_words(&name, statement).into_iter().chain(note)
        })
    });
    let open = failing(check.requirement(verdict), verdict, Level::Must)
        .filter(|(_, answer)| answer.answer == Truth::Unknown);
    let tables: BTreeSet<Id<Table>> = open.flat_map(|(_, answer)| &answer.because.tables).copied().collect();
    let of_cells = tables.into_iter().flat_map(|table| {
        let cells = records::heard(check, table);
        cells.filter_map(|(name, statement)| heard_in_words(&name, statement))
    });
    of_facts.chain(of_cells).collect()
}

fn heard_in_words(name: &str, statement: &Statement) -> Option<String> {
    match &statement.kind {
        StatementKind::Known(_) => None,
        StatementKind::Planned(words) => Some(format!("Only planned of `{name}`: {words}")),
        StatementKind::Said(words) => Some(format!("Only said of `{name}`: {words}")),
    }
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
        Undefined::NoRows => "there is no row to take it from",
        Undefined::PerhapsNoRows => "perhaps there is no row to take it from",
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
pub(super) fn list_of(facts: &[Id<Fact>], name: impl Fn(Id<Fact>) -> String) -> String {
    const SHOWN: usize = 3;
    let mut names: Vec<String> = facts.iter().take(SHOWN).map(|fact| format!("`{}`", name(*fact))).collect();
    let more = facts.len().saturating_sub(SHOWN);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    words::list(&names, "and")
}
