//! Plans in words: what would close each gap, from what to what, and what the body does about it already.

pub mod json;
pub mod markdown;
#[cfg(feature = "cli")]
pub mod text;
mod wanted;

use super::finding::{gap_in_words, is_known_in_part};
use super::{Check, outcome_in_words, records, timing_in_words};
use crate::assessment::StatementKind;
use crate::diagnostic::quote;
use crate::evaluate::revision::Variable;
use crate::evaluate::verdict::{EvidenceVerdict, RequirementVerdict};
use crate::pack::rule::{EvidenceRule, Fact, Requirement};
use crate::pack::{Base, Date, Id, Known, Members, words};
use crate::repair::{Alternative, Change, GapPlan, How, Obstacle, Plan, Undertaken, ValueChange};
use crate::source::Span;

/// In which order gaps stand.
const ORDER: &str = "what others need comes first, then by deadline and by how many others lean on it";

/// The plan of one assessment, with what it is about.
pub struct PlanReport<'a> {
    /// The assessment and what came out of it.
    pub check: Check<'a>,
    /// What would close its gaps.
    pub plan: &'a Plan,
}

/// A change in words.
struct ChangeInWords {
    /// What it takes: `state`, `improve`, `evidence`, `renew`.
    how: &'static str,
    /// Of what: `` `bail.every_period` ``
    what: String,
    /// What is there: `not stated`, `91%`.
    from: String,
    /// What would close the gap: `at least 95%`.
    to: String,
    /// What it is held against, where something else can make up for it.
    against: Option<String>,
}

impl PlanReport<'_> {
    fn requirement(&self, gap: &GapPlan) -> &Requirement {
        &self.check.pack.requirements[gap.requirement]
    }

    fn verdict(&self, requirement: Id<Requirement>) -> Option<&RequirementVerdict> {
        self.check.evaluation.requirements().find(|verdict| verdict.requirement == requirement)
    }

    /// `not shown; due 2026-10-31, in 143 days; 4 others lean on it; nothing is planned`
    fn standing(&self, gap: &GapPlan) -> String {
        let leaning = match gap.dependants {
            0 => String::new(),
            1 => "1 other leans on it; ".to_owned(),
            count => format!("{count} others lean on it; "),
        };
        format!("{}; {}; {leaning}{}", gap_in_words(gap.gap), self.deadline(gap), self.undertaken(gap))
    }

    /// `due 2026-10-31, in 143 days`
    fn deadline(&self, gap: &GapPlan) -> String {
        let id = self.requirement(gap).recommendation;
        let due = self.check.pack.recommendations[id].due;
        let mut verdicts = self.check.evaluation.recommendations.iter();
        let timing = verdicts.find(|verdict| verdict.recommendation == id).and_then(|verdict| verdict.timing);
        match (due, timing) {
            (Some((due, _)), Some(timing)) => format!("due {due}, {}", timing_in_words(timing)),
            _ => "no deadline".to_owned(),
        }
    }

    /// What the body does about a gap.
    fn undertaken(&self, gap: &GapPlan) -> String {
        let action = gap.undertaken.action().and_then(|place| self.check.assessment.actions.get(place));
        let by = action.and_then(|action| action.by);
        match (gap.undertaken, by) {
            (Undertaken::InTime(_), Some(by)) => format!("an action is to close it by {by}"),
            (Undertaken::TooLate(_), Some(by)) => format!("its action comes too late: by {by}"),
            (Undertaken::Passed(_), Some(by)) => format!("the day of its action has passed: {by}"),
            (Undertaken::Nothing, _) => "nothing is planned".to_owned(),
            (_, _) => "its action has no day".to_owned(),
        }
    }

    /// The changes of an alternative in words. Cells of one column that all change alike are one line.
    fn changes(&self, gap: &GapPlan, alternative: &Alternative) -> Vec<ChangeInWords> {
        let mut lines = Vec::new();
        let mut rest = alternative.changes.as_slice();
        while let Some((first, behind)) = rest.split_first() {
            match first {
                Change::Value(change) => {
                    let alike = behind.iter().take_while(|other| is_alike(change, other)).count();
                    let (group, behind) = behind.split_at_checked(alike).unwrap_or((&[], behind));
                    let others = group.iter().filter_map(|change| match change {
                        Change::Value(change) => Some(change.variable),
                        _ => None,
                    });
                    lines.push(self.value(change, &others.collect::<Vec<_>>()));
                    rest = behind;
                }
                Change::Evidence(line) => {
                    lines.extend(self.evidence(gap, *line));
                    rest = behind;
                }
                Change::Renewal(departure) => {
                    lines.extend(self.renewal(*departure));
                    rest = behind;
                }
            }
        }
        lines
    }

    fn value(&self, change: &ValueChange, others: &[Variable]) -> ChangeInWords {
        let together = change.against.as_ref().is_some_and(|against| against.together);
        let to = self.to(change);
        ChangeInWords {
            how: how_in_words(change.how),
            what: self.named(change.variable, others),
            from: self.from(change),
            to: if together { format!("such as {to}") } else { to },
            against: change.against.as_ref().map(|against| {
                let others: Vec<String> =
                    against.others.iter().take(4).map(|other| self.named(*other, &[])).collect();
                let others = words::list(&others.iter().map(String::as_str).collect::<Vec<_>>(), "and");
                let rule = self.rule_text(against.comparison);
                match together {
                    true => format!("so that `{rule}`"),
                    false => format!("trades against {others} in `{rule}`"),
                }
            }),
        }
    }

    /// The words of a rule on one line.
    fn rule_text(&self, span: Span) -> String {
        self.check.sources.text(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// `` `bail.every_period` ``, `` `screening.interval` of `ocsae member` ``
    fn named(&self, variable: Variable, others: &[Variable]) -> String {
        match variable {
            Variable::Fact(fact) => quote(&self.check.pack.fact_name(fact)),
            Variable::Cell(column, _) => {
                const SHOWN: usize = 4;
                let all: Vec<Variable> = [variable].into_iter().chain(others.iter().copied()).collect();
                let mut keys: Vec<String> =
                    all.iter().take(SHOWN).filter_map(|cell| Some(quote(&self.row_key(*cell)?))).collect();
                let more = all.len().saturating_sub(SHOWN);
                keys.extend((more > 0).then(|| format!("{more} more")));
                let keys = words::list(&keys.iter().map(String::as_str).collect::<Vec<_>>(), "and");
                format!("{} of {keys}", quote(&self.column_name(column)))
            }
        }
    }

    fn column_name(&self, column: Id<crate::pack::rule::Column>) -> String {
        let column = &self.check.pack.columns[column];
        format!("{}.{}", self.check.pack.tables[column.table].name, column.name)
    }

    /// The key of the row of a cell.
    fn row_key(&self, variable: Variable) -> Option<String> {
        let Variable::Cell(column, row) = variable else { return None };
        let table = self.check.pack.columns[column].table;
        Some(self.check.assessment.records.key(self.check.pack, table, row))
    }

    fn from(&self, change: &ValueChange) -> String {
        let in_words = |ty| words::value(self.check.pack, ty, &change.from);
        match change.variable {
            Variable::Fact(fact) => {
                let entry = &self.check.assessment.facts[fact];
                if entry.contradictory {
                    return "statements that contradict each other".to_owned();
                }
                if !is_known_in_part(&self.check, fact) {
                    return self.heard(fact).to_owned();
                }
                let known = in_words(self.check.pack.facts[fact].ty);
                match records::measured(&self.check, fact) {
                    Some(measured) => format!("{known}, {measured}"),
                    None => known,
                }
            }
            Variable::Cell(column, _) => match in_words(self.check.pack.columns[column].ty) {
                unknown if unknown == words::NOT_KNOWN => "not stated".to_owned(),
                known => known,
            },
        }
    }

    /// What is heard of a fact of which nothing is stated.
    fn heard(&self, fact: Id<Fact>) -> &'static str {
        let statements = &self.check.assessment.facts[fact].statements;
        match statements.first().map(|statement| &statement.kind) {
            Some(StatementKind::Said(_)) => "only said",
            Some(StatementKind::Planned(_)) => "only planned",
            Some(StatementKind::Known(_)) | None => "not stated",
        }
    }

    fn evidence(&self, gap: &GapPlan, line: usize) -> Option<ChangeInWords> {
        let rule = self.requirement(gap).evidence.get(line)?;
        let found = self.verdict(gap.requirement)?.evidence.get(line)?;
        let from = match found {
            EvidenceVerdict::OutOfDate(items) => {
                let item = items.first().and_then(|item| self.check.assessment.evidence.get(*item))?;
                match item.dated {
                    Some(dated) => format!("{} of {dated} does not count", quote(&item.id)),
                    None => format!("{} is undated", quote(&item.id)),
                }
            }
            _ => "missing".to_owned(),
        };
        Some(ChangeInWords {
            how: "evidence",
            what: self.kinds(rule.kinds),
            from,
            to: self.in_date(rule),
            against: None,
        })
    }

    fn kinds(&self, kinds: Members) -> String {
        let Some(choice) = self.check.pack.evidence_kinds else { return "evidence".to_owned() };
        let names = words::value(self.check.pack, Base::Choice(choice).into(), &Known::Choice(kinds).into());
        if names == words::NOT_KNOWN { "evidence of any kind".to_owned() } else { names }
    }

    /// The first day that evidence may have.
    fn in_date(&self, rule: &EvidenceRule) -> String {
        let as_of = self.check.evaluation.as_of;
        let earliest: Option<Date> = rule.within.and_then(|within| as_of.checked_sub(within));
        match earliest {
            Some(earliest) => format!("dated {earliest} or later"),
            None => "given".to_owned(),
        }
    }

    fn renewal(&self, departure: usize) -> Option<ChangeInWords> {
        let departure = self.check.assessment.departures.get(departure)?;
        Some(ChangeInWords {
            how: "renew",
            what: "the departure's `review_by`".to_owned(),
            from: departure.review_by.to_string(),
            to: format!("{} or later", self.check.evaluation.as_of),
            against: None,
        })
    }

    /// Why nothing closes a gap.
    fn obstacle(&self, obstacle: &Obstacle) -> String {
        match obstacle {
            Obstacle::Records(table) => {
                format!("it takes all records of {}", quote(&self.check.pack.tables[*table].name))
            }
            Obstacle::NoEvidenceLine => {
                "the rules name no evidence for it, so that only records can support it".to_owned()
            }
            Obstacle::NotMeasured => {
                "records have to decide it, and what does is not all from records at hand".to_owned()
            }
            Obstacle::NotFound => "no values were found for which it would hold".to_owned(),
        }
    }

    /// `what R1.2 asks`, `what R1.2 and R4.1 ask`
    fn asked_by(&self, requirements: &[Id<Requirement>]) -> String {
        let numbers: Vec<String> =
            requirements.iter().map(|id| self.check.pack.requirements[*id].number.to_string()).collect();
        let asks = if numbers.len() == 1 { "asks" } else { "ask" };
        format!("what {} {asks}", words::list(&numbers.iter().map(String::as_str).collect::<Vec<_>>(), "and"))
    }

    /// What comes of an alternative beside closing the gap.
    fn consequences(&self, alternative: &Alternative) -> Vec<String> {
        let mut lines = Vec::new();
        if alternative.evades
            && !alternative.changes.iter().any(|change| matches!(change, Change::Renewal(_)))
        {
            lines.push("only where it is so: something of what is asked is then not asked".to_owned());
        }
        if !alternative.also_closes.is_empty() {
            lines.push(format!("{} would hold as well", self.asked_by(&alternative.also_closes)));
        }
        if !alternative.opens.is_empty() {
            lines.push(format!("{} would then fail", self.asked_by(&alternative.opens)));
        }
        lines
    }
}

fn how_in_words(how: How) -> &'static str {
    match how {
        How::State => "state",
        How::Improve => "improve",
    }
}

/// Whether a change is of another cell of the same column, from and to the same.
fn is_alike(first: &ValueChange, other: &Change) -> bool {
    let Change::Value(other) = other else { return false };
    let same_column =
        matches!((first.variable, other.variable), (Variable::Cell(a, _), Variable::Cell(b, _)) if a == b);
    same_column && first.from == other.from && first.to == other.to && first.how == other.how
}

/// The type of what changes.
fn type_of(check: &Check<'_>, variable: Variable) -> crate::pack::Type {
    match variable {
        Variable::Fact(fact) => check.pack.facts[fact].ty,
        Variable::Cell(column, _) => check.pack.columns[column].ty,
    }
}

/// What a requirement then is, in words that never leave out how well it is supported.
fn result_in_words(alternative: &Alternative) -> String {
    outcome_in_words(alternative.outcome, Some(alternative.assurance))
}
