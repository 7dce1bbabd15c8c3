//! The values that plans ask for, in words.

use std::ops::Bound;

use super::{PlanReport, type_of};
use crate::evaluate::revision::Variable;
use crate::pack::expr::ExprKind;
use crate::pack::range::end_value;
use crate::pack::{Absence, Base, Known, Number, Partial, Range, Type, words};
use crate::repair::ValueChange;
use crate::vocabulary::QuantifierKind;

/// Ends that have no short decimal are rounded to thousandths, which of a percent is one decimal.
const THOUSANDTHS: i64 = 1000;

impl PlanReport<'_> {
    /// The value that would close the gap.
    pub(super) fn to(&self, change: &ValueChange) -> String {
        let pack = self.check.pack;
        let ty = type_of(&self.check, change.variable);
        let nothing_known = Partial::unknown(ty, pack.members(ty.base));
        if change.to.absence == Absence::Never && change.to.known == nothing_known.known {
            return "recorded, whatever it is".to_owned();
        }
        let rows = self.rows_of_share(change);
        let to = match &rows {
            Some(_) => words::value(pack, ty, &change.to),
            None => words::value(pack, ty, &rounded_inwards(ty, &change.to)),
        };
        if change.to.absence == Absence::Surely {
            return format!("{to}, said with `recorded = false`");
        }
        match rows {
            Some(rows) => format!("{to}, {rows}"),
            None => to,
        }
    }

    /// Of a measured share that has to be otherwise: how many of its rows that is. Rows in doubt may turn out not to
    /// count, so that only the least number is told of them.
    fn rows_of_share(&self, change: &ValueChange) -> Option<String> {
        let Variable::Fact(fact) = change.variable else { return None };
        let measured = self.check.pack.facts[fact].measured.as_ref()?;
        let is_share = matches!(&measured.kind, ExprKind::Quantifier(quantifier) if quantifier.kind == QuantifierKind::Share);
        let Known::Number(range) = &change.to.known else { return None };
        let rows =
            self.check.evaluation.values.measures[fact].as_ref()?.rows.as_ref().filter(|_| is_share)?;
        let all = rows.asked();
        let of_all = Number::from(i64::try_from(all).ok()?);
        let least = end_value(range.low()).map_or(Some(Number::ZERO), |low| low.checked_mul(of_all))?.ceil();
        let most = end_value(range.high()).map_or(Some(of_all), |high| high.checked_mul(of_all))?.floor();
        match (least > Number::ZERO, most < of_all) {
            (_, true) if rows.unknown > 0 => None,
            (_, true) if least > most => Some(format!("which no number of {all} rows is")),
            (true, true) if least == most => Some(format!("that is {least} of {all} rows")),
            (true, true) => Some(format!("that is {least} to {most} of {all} rows")),
            (false, true) => Some(format!("that is at most {most} of {all} rows")),
            (true, false) => Some(format!("that is {least} of {all} rows")),
            (false, false) => None,
        }
    }
}

/// What an assessment can state of a value, and lies within it: the third part of 1 has no decimal, and 0.3 is less.
fn rounded_inwards(ty: Type, value: &Partial) -> Partial {
    let Known::Number(range) = &value.known else { return value.clone() };
    let is_rounded = |number: Number| {
        let words = if ty.base == Base::Percent { number.to_percent() } else { number.to_string() };
        words.contains(' ')
    };
    let inwards = |end: Bound<Number>, round: fn(Number) -> Number| match end_value(end)
        .filter(|end| is_rounded(*end))
    {
        None => Some(end),
        Some(number) => {
            let rounded = round(number.checked_mul(Number::from(THOUSANDTHS))?);
            Some(Bound::Included(rounded.checked_div(Number::from(THOUSANDTHS))?))
        }
    };
    let low = inwards(range.low(), Number::ceil);
    let high = inwards(range.high(), Number::floor);
    let rounded = low.zip(high).and_then(|(low, high)| Range::new(low, high));
    rounded.map_or_else(|| value.clone(), |range| Partial { known: Known::Number(range), ..value.clone() })
}
