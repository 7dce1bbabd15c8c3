//! How well what a body states about a requirement is supported. Evidence never changes an outcome.

use std::collections::BTreeSet;

use super::compute::MeasuredFrom;
use super::expr::Context;
use super::reads::{facts_read, reads};
use super::verdict::{EvidenceVerdict, Why};
use crate::assessment::{Assessment, Evidence, Support};
use crate::pack::rule::{EvidenceRule, Fact, Pack, Requirement, Table};
use crate::pack::{Date, Duration, Id, Members};
use crate::tables::Origin;
use crate::vocabulary::Assurance;

/// What became of each `evidence` line of a requirement.
pub fn evidence(
    pack: &Pack,
    assessment: &Assessment,
    requirement: Id<Requirement>,
    as_of: Date,
) -> Vec<EvidenceVerdict> {
    let rules = &pack.requirements[requirement].evidence;
    if rules.is_empty() {
        return Vec::new();
    }
    let read = facts_of(pack, &pack.requirements[requirement]);
    let supporting: Vec<usize> = (0..)
        .zip(&assessment.evidence)
        .filter(|(_, item)| item.supports.iter().any(|support| is_for(support, requirement, &read)))
        .map(|(index, _)| index)
        .collect();
    rules.iter().map(|rule| find(rule, assessment, &supporting, as_of)).collect()
}

/// The assurance of a requirement: what all that decides it comes from, or what its evidence lines make of it, whichever is
/// more. Without either it is the body's word.
pub fn of<'w>(
    context: &Context<'_>,
    deciding: impl Iterator<Item = &'w Why> + Clone,
    lines: &[EvidenceVerdict],
) -> Assurance {
    let reads_records = deciding.clone().any(|why| !is_constant(why));
    let by_records = deciding.map(|why| by_records(context, why)).min().filter(|_| reads_records);
    let found = |line: &EvidenceVerdict| matches!(line, EvidenceVerdict::Found(_));
    let is_evidenced = !lines.is_empty() && lines.iter().all(found);
    let by_evidence = if is_evidenced { Assurance::Evidenced } else { Assurance::Stated };
    by_records.unwrap_or(Assurance::Stated).max(by_evidence)
}

fn is_constant(why: &Why) -> bool {
    why.deciding.is_empty() && why.tables.is_empty()
}

/// What an answer has of the records that it stands on: measured where it stands on extracts alone, evidenced where it
/// would with those at hand from which it was recorded, else stated. One that is vacuous had nothing in them to stand on.
fn by_records(context: &Context<'_>, why: &Why) -> Assurance {
    let of_tables = why.tables.iter().map(|table| match context.records.rows(*table).are_extracted() {
        true => Assurance::Measured,
        false => Assurance::Stated,
    });
    let of_facts = why.deciding.iter().map(|fact| of_measure(context, *fact));
    let weakest = of_tables.chain(of_facts).min().unwrap_or(Assurance::Measured);
    if why.vacuous { Assurance::Stated } else { weakest }
}

fn of_measure(context: &Context<'_>, fact: Id<Fact>) -> Assurance {
    let stands_alone =
        |fact: Id<Fact>| context.values.measures[fact].as_ref().is_some_and(|measure| measure.stands_alone);
    let measure = context.values.measures[fact].as_ref().filter(|measure| measure.stands_alone);
    let (Some(measure), Some(records)) = (measure, &context.pack.facts[fact].measured) else {
        return Assurance::Stated;
    };
    let read = reads(context.pack, records, stands_alone);
    if !read.facts.is_empty() {
        return Assurance::Stated;
    }
    let was_asked = measure.from == MeasuredFrom::Record;
    let origin = |table: &Id<Table>| &context.records.rows(*table).origin;
    // What a warehouse has is not given beside what came back of it.
    let came_back = was_asked && read.tables.iter().all(|table| context.records.rows(*table).are_not_given());
    let of_tables = read.tables.iter().map(|table| match origin(table) {
        Origin::Extract(_) => Assurance::Measured,
        Origin::NotAtHand(_) => Assurance::Evidenced,
        Origin::NotGiven if came_back => Assurance::Evidenced,
        Origin::NotGiven | Origin::Written(_) => Assurance::Stated,
    });
    let most = if was_asked { Assurance::Evidenced } else { Assurance::Measured };
    of_tables.min().unwrap_or(Assurance::Measured).min(most)
}

/// Every fact that a requirement's outcome may stand on.
fn facts_of(pack: &Pack, requirement: &Requirement) -> BTreeSet<Id<Fact>> {
    let conditions = requirement.clauses.iter().map(|clause| &clause.condition);
    conditions.chain(&requirement.applies_when).flat_map(|condition| facts_read(pack, condition)).collect()
}

fn is_for(support: &Support, requirement: Id<Requirement>, read: &BTreeSet<Id<Fact>>) -> bool {
    match support {
        Support::Requirement(supported) | Support::Clause(supported, _) => *supported == requirement,
        Support::Fact(fact) => read.contains(fact),
    }
}

fn find(rule: &EvidenceRule, assessment: &Assessment, supporting: &[usize], as_of: Date) -> EvidenceVerdict {
    let of_kind = |item: &Evidence| rule.kinds.covers(Members::one(item.kind));
    let mut out_of_date = Vec::new();
    for index in supporting {
        match assessment.evidence.get(*index) {
            Some(item) if of_kind(item) && is_in_date(item.dated, rule.within, as_of) => {
                return EvidenceVerdict::Found(*index);
            }
            Some(item) if of_kind(item) => out_of_date.push(*index),
            _ => {}
        }
    }
    if out_of_date.is_empty() { EvidenceVerdict::Missing } else { EvidenceVerdict::OutOfDate(out_of_date) }
}

/// The test of `within`: from the window's length before the day until the day. Without a window an item may be
/// undated, but still not of a later day.
fn is_in_date(dated: Option<Date>, within: Option<Duration>, as_of: Date) -> bool {
    match (dated, within) {
        (None, within) => within.is_none(),
        (Some(dated), None) => dated <= as_of,
        (Some(dated), Some(within)) => {
            // A window that reaches beyond the calendar holds every earlier day.
            dated <= as_of && as_of.checked_sub(within).is_none_or(|earliest| earliest <= dated)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_in_date;
    use crate::pack::{Date, Duration};

    #[test]
    fn evidence_is_fresh_through_the_whole_last_day() {
        let as_of = Date::parse("2026-06-10").unwrap();
        let year = Some(Duration::Months(12));
        for (dated, within, expected) in [
            (Some("2025-06-10"), year, true),
            (Some("2025-06-09"), year, false),
            (Some("2026-06-10"), year, true),
            (Some("2026-06-11"), year, false),
            (Some("2026-06-11"), None, false),
            (Some("1999-01-01"), None, true),
            (None, year, false),
            (None, None, true),
        ] {
            assert_eq!(
                is_in_date(dated.and_then(Date::parse), within, as_of),
                expected,
                "{dated:?} {within:?}"
            );
        }
    }
}
