//! Quantifiers: each row of a table is asked, and the answers are taken together.

use super::aggregate::{Count, Extreme, Share, Sum, every_row, of_all_rows};
use super::expr::Context;
use super::plan::{Candidates, Plan};
use super::truth;
use crate::pack::expr::Quantifier;
use crate::pack::{Known, Members, Partial, Truth, Type};
use crate::vocabulary::QuantifierKind;

/// A row that is asked by a quantifier.
#[derive(Clone, Copy)]
pub struct AskedRow<'r, 'a> {
    /// The surroundings, with the row bound.
    pub context: Context<'a>,
    quantifier: &'a Quantifier,
    plan: Option<&'r Plan>,
    /// Whether the join of the plan has found it.
    is_joined: bool,
    /// What it has answered to the filter and to what is asked, where it has been asked before.
    answers: Option<(Truth, Truth)>,
}

impl<'r, 'a> AskedRow<'r, 'a> {
    /// The row at this place, asked by the plan of its quantifier where there is one.
    pub(super) fn new(
        context: &Context<'a>,
        quantifier: &'a Quantifier,
        plan: Option<&'r Plan>,
        row: usize,
    ) -> AskedRow<'r, 'a> {
        AskedRow {
            context: context.with_row(quantifier.slot, row),
            quantifier,
            plan,
            is_joined: false,
            answers: None,
        }
    }

    /// The same row with the answers that it has given.
    pub(super) fn answered(self, filter: Truth, body: Truth) -> AskedRow<'r, 'a> {
        AskedRow { answers: Some((filter, body)), ..self }
    }

    /// Whether it passes the filter.
    pub fn filter(&self) -> Truth {
        match (self.answers, self.plan) {
            (Some((filter, _)), _) => filter,
            (None, Some(plan)) => plan.filter(&self.context, self.quantifier, self.is_joined),
            (None, None) => {
                self.quantifier.filter.as_ref().map_or(Truth::Yes, |filter| self.context.truth(filter))
            }
        }
    }

    /// What it contributes to `every`.
    pub fn every(&self) -> Truth {
        every_row(self.filter(), || self.body_truth())
    }

    /// Whether it satisfies what is asked of it.
    pub fn body_truth(&self) -> Truth {
        match (self.answers, self.plan) {
            (Some((_, body)), _) => body,
            (None, Some(plan)) => plan.body(&self.context, self.quantifier),
            (None, None) => self.quantifier.body.as_ref().map_or(Truth::Yes, |body| self.context.truth(body)),
        }
    }

    /// The same of a quantifier that asks a condition; no answer of one that asks for a value.
    pub(super) fn body_truth_if_asked(&self) -> Truth {
        match self.quantifier.kind {
            QuantifierKind::Every | QuantifierKind::Share => self.body_truth(),
            _ => Truth::Unknown,
        }
    }

    fn body(&self, ty: Type) -> Partial {
        let unknown = || Partial::unknown(ty, self.context.pack.members(ty.base));
        self.quantifier.body.as_ref().map_or_else(unknown, |body| self.context.value(body).into_owned())
    }
}

/// What the rows of a quantifier say together, as far as they have been asked.
#[derive(Clone, Debug)]
pub(super) enum Together {
    /// Whether every row satisfies what is asked.
    Every(Truth),
    /// Whether some row passes.
    Some(Truth),
    /// Whether none does: the same, turned round at the end.
    No(Truth),
    /// The others, with what they need to know of the type.
    Count(Count),
    Share(Share),
    Sum(Type, Sum),
    Extreme(Type, Extreme),
}

impl Together {
    /// What no rows say; `members` are all of the choice that the type is made of.
    pub(super) fn of(kind: QuantifierKind, ty: Type, members: Members) -> Together {
        match kind {
            QuantifierKind::Every => Together::Every(Truth::Yes),
            QuantifierKind::Some => Together::Some(Truth::No),
            QuantifierKind::No => Together::No(Truth::No),
            QuantifierKind::Count => Together::Count(Count::default()),
            QuantifierKind::Share => Together::Share(Share::default()),
            QuantifierKind::Sum => Together::Sum(ty, Sum::of(ty)),
            QuantifierKind::Min => Together::Extreme(ty, Extreme::of(ty, false, members)),
            QuantifierKind::Max => Together::Extreme(ty, Extreme::of(ty, true, members)),
        }
    }

    /// What no rows say to a quantifier that asks for nothing but whether they pass its filter.
    fn by_filter(kind: QuantifierKind) -> Option<Together> {
        match kind {
            QuantifierKind::Some => Some(Together::Some(Truth::No)),
            QuantifierKind::No => Some(Together::No(Truth::No)),
            QuantifierKind::Count => Some(Together::Count(Count::default())),
            _ => None,
        }
    }

    /// Adds a row of which nothing is asked but whether it passes.
    fn add_filter(&mut self, filter: Truth) {
        match self {
            Together::Some(answer) | Together::No(answer) => *answer = truth::any([*answer, filter]),
            Together::Count(count) => count.add(filter),
            _ => {}
        }
    }

    /// Adds a row.
    pub(super) fn add(&mut self, row: &AskedRow<'_, '_>) {
        match self {
            Together::Every(answer) => *answer = truth::all([*answer, row.every()]),
            Together::Some(_) | Together::No(_) | Together::Count(_) => self.add_filter(row.filter()),
            Together::Share(share) => share.add(row.filter(), || row.body_truth()),
            Together::Sum(ty, sum) => sum.add(row.filter(), || row.body(*ty)),
            Together::Extreme(ty, extreme) => extreme.add(row.filter(), || row.body(*ty)),
        }
    }

    /// Adds the rows of another one of the same quantifier.
    pub(super) fn append(&mut self, other: Together) {
        match (self, other) {
            (Together::Every(answer), Together::Every(other)) => *answer = truth::all([*answer, other]),
            (Together::Some(answer), Together::Some(other)) | (Together::No(answer), Together::No(other)) => {
                *answer = truth::any([*answer, other]);
            }
            (Together::Count(count), Together::Count(other)) => count.append(other),
            (Together::Share(share), Together::Share(other)) => share.append(other),
            (Together::Sum(_, sum), Together::Sum(_, other)) => sum.append(other),
            (Together::Extreme(_, extreme), Together::Extreme(_, other)) => extreme.append(other),
            // Of the same quantifier it is of the same kind.
            _ => {}
        }
    }

    /// Whether no further row can change it.
    fn is_settled(&self) -> bool {
        matches!(self, Together::Every(Truth::No) | Together::Some(Truth::Yes) | Together::No(Truth::Yes))
    }

    /// What is known, of a table that is complete or may lack rows.
    pub(super) fn finish(self, complete: bool) -> Partial {
        let yes_no = |answer| Partial::from(Known::YesNo(answer));
        match self {
            Together::Every(answer) => yes_no(of_all_rows(answer, Truth::Yes, complete)),
            Together::Some(answer) => yes_no(of_all_rows(answer, Truth::No, complete)),
            Together::No(answer) => yes_no(!of_all_rows(answer, Truth::No, complete)),
            Together::Count(count) => count.finish(complete),
            Together::Share(share) => share.finish(complete),
            Together::Sum(_, sum) => sum.finish(complete),
            Together::Extreme(_, extreme) => extreme.finish(complete),
        }
    }
}

impl<'a> Context<'a> {
    /// The answer of `every`, `some` or `no`; no other quantifier is a yes/no.
    pub(super) fn answer(&self, quantifier: &'a Quantifier, ty: Type) -> Truth {
        let plan = self.plans.map(|plans| plans.of(self, quantifier));
        self.answer_by(quantifier, plan.as_deref(), ty)
    }

    /// The same by a plan.
    pub(super) fn answer_by(&self, quantifier: &'a Quantifier, plan: Option<&Plan>, ty: Type) -> Truth {
        match self.aggregate_by(quantifier, plan, ty).known {
            Known::YesNo(answer) => answer,
            _ => Truth::Unknown,
        }
    }

    /// The value of a quantifier of this type.
    pub(super) fn aggregate(&self, quantifier: &'a Quantifier, ty: Type) -> Partial {
        let plan = self.plans.map(|plans| plans.of(self, quantifier));
        self.aggregate_by(quantifier, plan.as_deref(), ty)
    }

    fn aggregate_by(&self, quantifier: &'a Quantifier, plan: Option<&Plan>, ty: Type) -> Partial {
        if let Some(value) = plan.and_then(|plan| plan.value(self, quantifier, ty)) {
            return value.clone();
        }
        let by_filter = Together::by_filter(quantifier.kind);
        let filters =
            plan.filter(|_| by_filter.is_some()).and_then(|plan| plan.filters_by_days(self, quantifier));
        if let Some((mut together, mut filters)) = by_filter.zip(filters) {
            while let Some(filter) = filters.next().filter(|_| !together.is_settled()) {
                together.add_filter(filter);
            }
            return together.finish(self.records.rows(quantifier.table).complete);
        }
        let joined = plan.and_then(|plan| plan.candidates(self));
        let all = || Candidates::All(0..self.records.rows(quantifier.table).count());
        let rows = joined.unwrap_or_else(all);
        let asked =
            rows.map(|(row, is_joined)| AskedRow { is_joined, ..AskedRow::new(self, quantifier, plan, row) });
        self.together(quantifier, ty, asked)
    }

    /// What rows say together. Of rows that do not pass the filter nothing is lost.
    pub(super) fn together<'r>(
        &self,
        quantifier: &'a Quantifier,
        ty: Type,
        mut rows: impl Iterator<Item = AskedRow<'r, 'a>>,
    ) -> Partial {
        let mut together = Together::of(quantifier.kind, ty, self.pack.members(ty.base));
        while let Some(row) = rows.next().filter(|_| !together.is_settled()) {
            together.add(&row);
        }
        together.finish(self.records.rows(quantifier.table).complete)
    }

    /// The context of each row of a quantifier's table.
    pub(super) fn rows_of(&self, quantifier: &'a Quantifier) -> impl Iterator<Item = Context<'a>> + use<'a> {
        let (context, slot) = (*self, quantifier.slot);
        (0..self.records.rows(quantifier.table).count()).map(move |row| context.with_row(slot, row))
    }
}
