//! What has been recorded of measured facts: whether it stands for records that are not at hand, and what to record.

mod make;
mod sense;

pub use make::{of_extracts, of_results};

use super::compute::{Measure, MeasuredFrom};
use super::expr::Context;
use super::reads::{Reads, first_quantifier, reads};
use super::rows::RowCounts;
use super::verdict::Evaluation;
use crate::assessment::Assessment;
use crate::assessment::recorded::{RecordedFact, Source};
use crate::digest::sha256_hex;
use crate::pack::expr::Expr;
use crate::pack::rule::{Fact, Pack};
use crate::pack::{Base, Id, Known, Partial, Type, Undefined, ends, words};
use crate::tables::Origin;

/// Why a record says nothing of a fact.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Void {
    /// It does not hold the fact.
    NotRecorded,
    /// It was made for another day.
    OtherDay,
    /// The fact was counted with other answers, or other rows that the assessment gives itself.
    OtherAnswers,
    /// It was made from other extracts.
    OtherExtracts,
    /// Its counts are not what its value says.
    Contradictory,
}

/// What the record says of a fact where it was made of all that the fact reads, as it is now.
pub(super) fn in_force<'a>(
    context: &Context<'a>,
    assessment: &'a Assessment,
    fact: Id<Fact>,
) -> Result<&'a RecordedFact, Void> {
    let record = assessment.recorded.as_ref().ok_or(Void::NotRecorded)?;
    let recorded = record.facts[fact].as_ref().ok_or(Void::NotRecorded)?;
    let expr = context.pack.facts[fact].measured.as_ref().ok_or(Void::NotRecorded)?;
    let read = reads(context.pack, expr, |_| false);
    let is_same = |table| match (&context.records.rows(table).origin, &record.from) {
        (Origin::Extract(extract) | Origin::NotAtHand(extract), _) => record.is_of(table, extract),
        (Origin::NotGiven, _) => record.extract(table).is_none(),
        (Origin::Written(_), Source::Extracts(extracts)) => extracts[table].is_none(),
        (Origin::Written(_), Source::Results(_)) => false,
    };
    if !read.tables.iter().all(|table| is_same(*table)) {
        Err(Void::OtherExtracts)
    } else if record.as_of != context.as_of {
        Err(Void::OtherDay)
    } else if recorded.given != given(context, &read) {
        Err(Void::OtherAnswers)
    } else {
        Ok(recorded)
    }
}

/// What the assessment itself gives to a measured fact beside extracts, as a digest: what is known of other facts, and
/// rows. Nothing where it gives nothing.
fn given(context: &Context<'_>, read: &Reads) -> Option<String> {
    let (pack, records) = (context.pack, context.records);
    let mut parts = Vec::new();
    for fact in &read.facts {
        let known = exactly(pack, pack.facts[*fact].ty, &context.values.facts[*fact]);
        parts.push(format!("{} {known}", pack.fact_name(*fact)));
    }
    for table in read.tables.iter().filter(|table| matches!(records.rows(**table).origin, Origin::Written(_)))
    {
        let columns = pack.tables[*table].columns.iter().copied();
        for column in columns.filter(|column| pack.columns[*column].computed.is_none()) {
            let ty = pack.columns[column].ty;
            for row in 0..records.rows(*table).count() {
                let cell = records.cell(column, row);
                let known = match (ty.base, cell.as_deref()) {
                    (Base::Row(of), Some(Partial { known: Known::Row(Some(row)), .. })) => {
                        // A row that is only referred to has no cells, and is known by the same key.
                        let cell = pack.keys(of).next().and_then(|key| records.cell(key, *row));
                        let key = cell.and_then(|cell| words::key(&cell.known));
                        format!("{:?}", key.unwrap_or_else(|| records.plain_key(pack, of, *row)))
                    }
                    (_, Some(cell)) => exactly(pack, ty, cell),
                    (_, None) => String::new(),
                };
                parts.push(format!("{} {row} {known}", pack.columns[column].name));
            }
        }
        parts.push(pack.tables[*table].name.clone());
    }
    (!parts.is_empty()).then(|| sha256_hex(parts.join("\n").as_bytes()))
}

/// What is known of a value, so that no two things that can be known of it are written alike: also of the texts that ends
/// leave out.
fn exactly(pack: &Pack, ty: Type, value: &Partial) -> String {
    let ends = ends::write(pack, ty, value);
    match &value.known {
        Known::Text(text) => format!("{ends:?} {text:?}"),
        _ => format!("{ends:?}"),
    }
}

/// The rows behind a recorded fact; which of them were no, nobody can tell any more.
pub(super) fn rows(pack: &Pack, expr: &Expr, recorded: &RecordedFact) -> Option<RowCounts> {
    let [yes, no, unknown] = recorded.rows?;
    let table = first_quantifier(pack, expr)?.table;
    Some(RowCounts { yes, no, unknown, ..RowCounts::none(table) })
}

/// Where the record speaks of a fact that has been counted from records at hand.
#[derive(Clone, PartialEq, Debug)]
pub enum Beside {
    /// From the very records that were measured, and it says something else: what it says.
    Differs(Partial),
    /// It came back from a warehouse, and the assessment gives records of its own.
    Idle,
    /// It says nothing of the fact any more.
    Void(Void),
}

/// What is wrong with what the record says of a fact; nothing where it is silent or agrees.
pub fn beside(
    pack: &Pack,
    assessment: &Assessment,
    evaluation: &Evaluation,
    fact: Id<Fact>,
) -> Option<Beside> {
    let record = assessment.recorded.as_ref()?;
    let recorded = record.facts[fact].as_ref()?;
    let context = Context::new(pack, &assessment.records, &evaluation.values, evaluation.as_of);
    match in_force(&context, assessment, fact) {
        Err(Void::OtherExtracts) if matches!(record.from, Source::Results(_)) => Some(Beside::Idle),
        Err(void) => Some(Beside::Void(void)),
        Ok(_) => {
            let from = evaluation.values.measures[fact].as_ref().map(|measure| measure.from);
            if from == Some(MeasuredFrom::Nothing(Void::Contradictory)) {
                return Some(Beside::Void(Void::Contradictory));
            }
            let anew = make::recorded(pack, assessment, evaluation, fact)
                .filter(|_| from == Some(MeasuredFrom::Records))?;
            (!is_alike(pack, fact, &anew, recorded)).then(|| Beside::Differs(recorded.value.clone()))
        }
    }
}

fn is_alike(pack: &Pack, fact: Id<Fact>, a: &RecordedFact, b: &RecordedFact) -> bool {
    let ty = pack.facts[fact].ty;
    ends::write(pack, ty, &a.value) == ends::write(pack, ty, &b.value)
        && a.rows == b.rows
        && a.vacuous == b.vacuous
}

/// The measure of a fact whose records are not at hand, or came back from a warehouse; nothing where the rows that are
/// given decide.
pub(super) fn instead_of_rows<'a>(
    context: &Context<'a>,
    assessment: &'a Assessment,
    fact: Id<Fact>,
    expr: &'a Expr,
) -> Option<Measure> {
    let tables = reads(context.pack, expr, |_| false).tables;
    let is_elsewhere = tables.iter().any(|table| context.records.rows(*table).are_elsewhere());
    let is_asked_elsewhere = || {
        let from_results = |source: &Source| matches!(source, Source::Results(_));
        assessment.recorded.as_ref().is_some_and(|record| from_results(&record.from))
            && !tables.is_empty()
            && tables.iter().all(|table| context.records.rows(*table).are_not_given())
    };
    if !is_elsewhere && !is_asked_elsewhere() {
        return None;
    }
    let makes_sense = |recorded: &&RecordedFact| {
        !assessment.recorded.as_ref().is_some_and(|record| sense::contradicts_itself(record, recorded, expr))
    };
    let in_force = in_force(context, assessment, fact);
    match in_force.and_then(|recorded| Some(recorded).filter(makes_sense).ok_or(Void::Contradictory)) {
        Ok(recorded) => Some(Measure {
            value: recorded.value.clone(),
            rows: rows(context.pack, expr, recorded),
            contradicts_statement: false,
            stands_alone: true,
            vacuous: recorded.vacuous,
            from: MeasuredFrom::Record,
        }),
        Err(void) if is_elsewhere => {
            let ty = context.pack.facts[fact].ty;
            let unknown = Partial::unknown(ty, context.pack.members(ty.base));
            Some(Measure {
                value: Partial { undefined: Some(Undefined::Sample), ..unknown },
                rows: None,
                contradicts_statement: false,
                stands_alone: true,
                vacuous: false,
                from: MeasuredFrom::Nothing(void),
            })
        }
        Err(_) => None,
    }
}
