//! What deserves a look in the record of measured facts: where it counts for nothing, and where it is not what its
//! extracts give.

use super::finding::list_of;
use super::{Check, records};
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::compute::{Measure, MeasuredFrom};
use crate::evaluate::recorded::{Beside, Void, beside};
use crate::pack::rule::Fact;
use crate::pack::{Id, Partial, words};

/// What to do about a record that does not count.
const AGAIN: &str = "run `tipstaff measure --write` where the records are";

/// The stage of all codes that are about measured facts.
const STAGE: &str = "measured::";

/// Warnings about what is recorded, beside those of reading it.
pub fn warnings(check: &Check<'_>) -> Vec<Diagnostic> {
    let Some(record) = &check.assessment.recorded else { return Vec::new() };
    let as_of = check.evaluation.as_of;
    let mut warnings = Vec::new();
    if record.as_of != as_of {
        let message =
            format!("the record of measured facts is as of {}, and counts for nothing", record.as_of);
        let warning = Diagnostic::warning(Code::RecordOfOtherDay, message);
        warnings.push(warning.label(record.span, format!("the check is as of {as_of}")).help(AGAIN));
    }
    let found = |fact| beside(check.pack, check.assessment, check.evaluation, fact);
    let beside: Vec<(Id<Fact>, Beside)> =
        check.pack.facts.ids().filter_map(|fact| Some((fact, found(fact)?))).collect();
    for (fact, beside) in &beside {
        if let Beside::Differs(recorded) = beside {
            warnings.push(differs(check, *fact, recorded));
        }
    }
    let all = |wanted: &Beside| -> Vec<Id<Fact>> {
        beside.iter().filter(|(_, found)| found == wanted).map(|(fact, _)| *fact).collect()
    };
    let answers = all(&Beside::Void(Void::OtherAnswers));
    // Where the rows are given, it has been said of the extract that it is another one.
    let is_of_rows =
        |fact: &Id<Fact>| check.evaluation.values.measures[*fact].as_ref().is_some_and(Measure::is_of_rows);
    let mut extracts = all(&Beside::Void(Void::OtherExtracts));
    extracts.retain(|fact| !is_of_rows(fact));
    let contradictory = all(&Beside::Void(Void::Contradictory));
    let idle = all(&Beside::Idle);
    let missing = |fact: &Id<Fact>| {
        let measure = check.evaluation.values.measures[*fact].as_ref();
        measure.is_some_and(|measure| measure.from == MeasuredFrom::Nothing(Void::NotRecorded))
    };
    let missing: Vec<Id<Fact>> = check.pack.facts.ids().filter(missing).collect();
    warnings.extend(void(
        check,
        Code::RecordOfOtherAnswers,
        &answers,
        "was counted with other answers or rows",
        AGAIN,
    ));
    warnings.extend(void(
        check,
        Code::RecordOfOtherExtract,
        &extracts,
        "was measured from other extracts",
        AGAIN,
    ));
    let what = "does not go together with the rows that are counted beside it";
    warnings.extend(void(check, Code::RecordDiffers, &contradictory, what, AGAIN));
    let either = "take either the results or the records out";
    warnings.extend(void(check, Code::RecordIdle, &idle, "stands beside records that are given", either));
    if !missing.is_empty() {
        let message =
            format!("nothing is recorded of {}, and the extract is not at hand", names(check, &missing));
        warnings.push(
            Diagnostic::warning(Code::NotRecorded, message).label(record.span, "the record").help(AGAIN),
        );
    }
    warnings
}

/// The warnings of a check that are about measured facts.
pub fn of_measures<'c>(check: &'c Check<'_>) -> impl Iterator<Item = &'c Diagnostic> {
    check.warnings.iter().filter(|warning| warning.code.name().starts_with(STAGE))
}

fn names(check: &Check<'_>, facts: &[Id<Fact>]) -> String {
    list_of(facts, |fact| check.pack.fact_name(fact))
}

/// Facts of whose record the same is true.
fn void(check: &Check<'_>, code: Code, facts: &[Id<Fact>], why: &str, help: &str) -> Option<Diagnostic> {
    let record = check.assessment.recorded.as_ref()?;
    let message = format!("what is recorded of {} counts for nothing: it {why}", names(check, facts));
    let mut warning = Diagnostic::warning(code, message);
    for fact in facts {
        warning = warning.label(record.facts[*fact].as_ref()?.span, "recorded here");
    }
    (!facts.is_empty()).then(|| warning.help(help))
}

fn differs(check: &Check<'_>, fact: Id<Fact>, recorded: &Partial) -> Diagnostic {
    let ty = check.pack.facts[fact].ty;
    let value = |value| words::value(check.pack, ty, value);
    let message =
        format!("what is recorded of `{}` is not what its extracts give", check.pack.fact_name(fact));
    let mut warning = Diagnostic::warning(Code::RecordDiffers, message);
    let record = check.assessment.recorded.as_ref().and_then(|record| record.facts[fact].as_ref());
    if let Some(record) = record {
        warning = warning.label(record.span, format!("recorded: {}", value(recorded)));
    }
    if let Some(measure) = &check.evaluation.values.measures[fact] {
        let place = measure.rows.as_ref().and_then(|rows| records::place(check, rows.table));
        let measured = records::measured(check, fact).unwrap_or_default();
        let words = format!("{}, {measured}", value(&measure.value));
        warning = warning.label(place.unwrap_or(check.assessment.header), words);
    }
    warning
        .help("what was measured counts; find out who changed the record, and run `tipstaff measure --write`")
}
