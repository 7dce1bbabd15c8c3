//! What an evaluation could not calculate, and where: errors of the rules or of absurd figures.

use std::collections::BTreeSet;

use super::finding::undefined_in_words;
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::verdict::Evaluation;
use crate::pack::Undefined;
use crate::pack::rule::Pack;
use crate::source::Span;

/// An error for each place where a number left the range of exact numbers or a duration would not be whole.
pub fn of(pack: &Pack, evaluation: &Evaluation) -> Vec<Diagnostic> {
    let defines = pack.defines.entries().filter_map(|(id, define)| {
        evaluation.values.defines[id].undefined.map(|reason| (define.value.span, reason))
    });
    let facts = pack.facts.entries().filter_map(|(id, fact)| {
        let measure = evaluation.values.measures[id].as_ref()?;
        Some((fact.measured.as_ref()?.span, measure.value.undefined?))
    });
    let columns = pack.columns.entries().flat_map(|(id, column)| {
        let cells = evaluation.values.columns[id].distinct().filter_map(|cell| cell.undefined);
        cells.filter_map(|reason| Some((column.computed.as_ref()?.span, reason)))
    });
    let requirements = evaluation.requirements();
    let answers = requirements.flat_map(|verdict| {
        let clauses = verdict.clauses.iter().flat_map(|clause| &clause.because.undefined);
        clauses.chain(&verdict.applies_because.undefined).map(|(reason, span)| (*span, *reason))
    });
    let places: BTreeSet<(Span, Undefined)> = defines.chain(facts).chain(columns).chain(answers).collect();
    places.into_iter().filter_map(|(span, reason)| error(span, reason)).collect()
}

fn error(span: Span, reason: Undefined) -> Option<Diagnostic> {
    let code = match reason {
        Undefined::Overflow => Code::Overflow,
        Undefined::FractionalDuration => Code::FractionalDuration,
        _ => return None,
    };
    let diagnostic =
        Diagnostic::error(code, format!("this cannot be calculated: {}", undefined_in_words(reason)));
    Some(
        diagnostic
            .label(span, "calculated here")
            .help("look for a misplaced digit in the figures that it reads"),
    )
}
