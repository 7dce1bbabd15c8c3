//! What to record.

use super::given;
use crate::assessment::Assessment;
use crate::assessment::recorded::{Recorded, RecordedExtract, RecordedFact, RecordedResults, Source};
use crate::evaluate::expr::Context;
use crate::evaluate::reads::reads;
use crate::evaluate::vacuous;
use crate::evaluate::verdict::Evaluation;
use crate::pack::rule::{Fact, Pack};
use crate::pack::{Id, Slots};
use crate::tables::results::Answer;
use crate::tables::{Origin, Rows};

/// Every fact that is counted from extracts.
///
/// # Errors
/// How many facts cannot be counted, because their records are not at hand.
pub fn of_extracts(pack: &Pack, assessment: &Assessment, evaluation: &Evaluation) -> Result<Recorded, usize> {
    let records = &assessment.records;
    let reads_any = |id: Id<Fact>, test: fn(&Rows) -> bool| {
        let expr = pack.facts[id].measured.as_ref();
        let own = expr.map(|expr| reads(pack, expr, |_| false).tables).unwrap_or_default();
        own.iter().any(|table| test(records.rows(*table)))
    };
    let away = pack.facts.ids().filter(|id| reads_any(*id, Rows::are_elsewhere)).count();
    if away > 0 {
        return Err(away);
    }
    let fact = |id| recorded(pack, assessment, evaluation, id).filter(|_| reads_any(id, Rows::are_extracted));
    let extract = |table| match &records.rows(table).origin {
        Origin::Extract(extract) => Some(RecordedExtract {
            file: extract.path.clone(),
            sha256: extract.sha256.clone(),
            rows: records.rows(table).count(),
            sample: extract.sample,
            span: extract.span,
        }),
        Origin::Written(_) | Origin::NotGiven | Origin::NotAtHand(_) => None,
    };
    Ok(Recorded {
        as_of: evaluation.as_of,
        from: Source::Extracts(Slots::new(&pack.tables, extract)),
        facts: Slots::new(&pack.facts, fact),
        span: assessment.header,
    })
}

/// Every fact of which a warehouse says something.
pub fn of_results(
    pack: &Pack,
    assessment: &Assessment,
    evaluation: &Evaluation,
    file: RecordedResults,
    answers: &Slots<Fact, Option<Answer>>,
) -> Recorded {
    let context = Context::new(pack, &assessment.records, &evaluation.values, evaluation.as_of);
    let fact = |id| {
        let Answer { value, rows, span } = answers[id].as_ref()?;
        let read = reads(pack, pack.facts[id].measured.as_ref()?, |_| false);
        Some(RecordedFact {
            value: value.clone(),
            rows: *rows,
            // A warehouse says how many rows were asked, and not of how many of these the answer was empty.
            vacuous: *rows == Some([0; 3]),
            given: given(&context, &read),
            span: *span,
        })
    };
    Recorded {
        as_of: evaluation.as_of,
        from: Source::Results(file),
        facts: Slots::new(&pack.facts, fact),
        span: assessment.header,
    }
}

/// What to record of a fact that is counted from rows.
pub(super) fn recorded(
    pack: &Pack,
    assessment: &Assessment,
    evaluation: &Evaluation,
    fact: Id<Fact>,
) -> Option<RecordedFact> {
    let measure = evaluation.values.measures[fact].as_ref()?;
    let expr = pack.facts[fact].measured.as_ref()?;
    let plain = Context::new(pack, &assessment.records, &evaluation.values, evaluation.as_of);
    let context = Context { plans: evaluation.plans.as_ref(), ..plain };
    Some(RecordedFact {
        value: measure.value.clone(),
        rows: measure.rows.as_ref().map(|rows| [rows.yes, rows.no, rows.unknown]),
        vacuous: vacuous::is_vacuous_value(&context, expr, &measure.value),
        given: given(&context, &reads(pack, expr, |_| false)),
        span: pack.facts[fact].span,
    })
}
