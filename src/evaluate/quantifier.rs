//! Quantifiers: each row of a table is asked, and the answers are taken together.

use super::aggregate::{Count, Extreme, Share, Sum, every_row, of_all_rows};
use super::expr::Context;
use super::truth;
use crate::pack::expr::Quantifier;
use crate::pack::{Known, Partial, Truth, Type};
use crate::vocabulary::QuantifierKind;

impl<'a> Context<'a> {
    /// The answer of `every`, `some` or `no`; no other quantifier is a yes/no.
    pub(super) fn answer(&self, quantifier: &'a Quantifier, ty: Type) -> Truth {
        let complete = self.records.rows(quantifier.table).complete;
        let rows = self.rows_of(quantifier);
        match quantifier.kind {
            QuantifierKind::Every => {
                let answer = truth::all(rows.map(|row| row.every(quantifier)));
                of_all_rows(answer, Truth::Yes, complete)
            }
            QuantifierKind::Some => {
                of_all_rows(truth::any(rows.map(|row| row.filter(quantifier))), Truth::No, complete)
            }
            QuantifierKind::No => {
                !of_all_rows(truth::any(rows.map(|row| row.filter(quantifier))), Truth::No, complete)
            }
            _ => match self.aggregate(quantifier, ty).known {
                Known::YesNo(answer) => answer,
                _ => Truth::Unknown,
            },
        }
    }

    /// The value of a quantifier of this type.
    pub(super) fn aggregate(&self, quantifier: &'a Quantifier, ty: Type) -> Partial {
        let complete = self.records.rows(quantifier.table).complete;
        let rows = self.rows_of(quantifier);
        match quantifier.kind {
            QuantifierKind::Every | QuantifierKind::Some | QuantifierKind::No => {
                Known::YesNo(self.answer(quantifier, ty)).into()
            }
            QuantifierKind::Count => {
                let mut count = Count::default();
                rows.for_each(|row| count.add(row.filter(quantifier)));
                count.finish(complete)
            }
            QuantifierKind::Share => {
                let mut share = Share::default();
                rows.for_each(|row| share.add(row.filter(quantifier), || row.body_truth(quantifier)));
                share.finish(complete)
            }
            QuantifierKind::Sum => {
                let mut sum = Sum::of(ty);
                rows.for_each(|row| sum.add(row.filter(quantifier), || row.body(quantifier, ty)));
                sum.finish(complete)
            }
            QuantifierKind::Min | QuantifierKind::Max => {
                let greatest = quantifier.kind == QuantifierKind::Max;
                let mut extreme = Extreme::of(ty, greatest, self.pack.members(ty.base));
                rows.for_each(|row| extreme.add(row.filter(quantifier), || row.body(quantifier, ty)));
                extreme.finish(complete)
            }
        }
    }

    /// The context of each row of a quantifier's table.
    pub(super) fn rows_of(&self, quantifier: &'a Quantifier) -> impl Iterator<Item = Context<'a>> + use<'a> {
        let (context, slot) = (*self, quantifier.slot);
        (0..self.records.rows(quantifier.table).count()).map(move |row| context.with_row(slot, row))
    }

    /// Whether the bound row passes the filter.
    pub(super) fn filter(&self, quantifier: &'a Quantifier) -> Truth {
        quantifier.filter.as_ref().map_or(Truth::Yes, |filter| self.truth(filter))
    }

    /// What the bound row contributes to `every`.
    pub(super) fn every(&self, quantifier: &'a Quantifier) -> Truth {
        every_row(self.filter(quantifier), || self.body_truth(quantifier))
    }

    /// Whether the bound row satisfies what is asked of it.
    pub(super) fn body_truth(&self, quantifier: &'a Quantifier) -> Truth {
        quantifier.body.as_ref().map_or(Truth::Yes, |body| self.truth(body))
    }

    fn body(&self, quantifier: &'a Quantifier, ty: Type) -> Partial {
        let unknown = || Partial::unknown(ty, self.pack.members(ty.base));
        quantifier.body.as_ref().map_or_else(unknown, |body| self.value(body).into_owned())
    }
}
