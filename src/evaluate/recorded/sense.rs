//! Whether what is recorded of a fact makes sense in itself: a record can be edited, and its parts say the same twice.

use crate::assessment::recorded::{Recorded, RecordedFact};
use crate::evaluate::aggregate::of_all_rows;
use crate::pack::expr::{Expr, ExprKind};
use crate::pack::{Known, Number, Partial, Range, Truth};
use crate::vocabulary::QuantifierKind;

/// Whether a record contradicts itself: where a fact is nothing but what rows say together, their counts say what it is.
pub(super) fn contradicts_itself(record: &Recorded, recorded: &RecordedFact, expr: &Expr) -> bool {
    let (ExprKind::Quantifier(quantifier), Some(counts)) = (&expr.kind, recorded.rows) else { return false };
    let [yes, no, unknown] = counts;
    let Some(extract) = record.extract(quantifier.table) else { return false };
    let asked = counts.iter().fold(0, |sum: usize, count| sum.saturating_add(*count));
    if asked > extract.rows {
        return true;
    }
    let complete = !extract.sample;
    let worst = |wrong: usize, open: usize, good: Truth| match (wrong, open) {
        (0, 0) => of_all_rows(good, good, complete),
        (0, _) => Truth::Unknown,
        _ => !good,
    };
    let answer = |answer| recorded.value != Partial::from(Known::YesNo(answer));
    let number = |count: usize| i64::try_from(count).ok().map(Number::from);
    match quantifier.kind {
        QuantifierKind::Every | QuantifierKind::No => answer(worst(no, unknown, Truth::Yes)),
        QuantifierKind::Some => answer(worst(yes, unknown, Truth::No)),
        QuantifierKind::Count => {
            let range = number(yes).zip(number(yes.saturating_add(unknown))).and_then(|(least, most)| {
                if complete {
                    Range::between(least, most)
                } else {
                    Some(Range::from(std::ops::Bound::Included(least)))
                }
            });
            range.is_some_and(|range| recorded.value != Known::Number(range).into())
        }
        // What a sample says of a share, a sum or an extreme is nothing.
        _ if !complete => recorded.value.undefined.is_none() && recorded.value.is_exact(),
        QuantifierKind::Share if unknown == 0 && asked > 0 => {
            let share = number(yes).zip(number(asked)).and_then(|(part, whole)| part.checked_div(whole));
            share.is_some_and(|share| recorded.value != Known::Number(Range::exactly(share)).into())
        }
        _ => false,
    }
}
