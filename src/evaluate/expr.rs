//! The answer of an expression. Nothing is looked up by name and nothing is allocated for a comparison of facts and
//! literals; why an answer came about is gathered afterwards, for what is reported (see [`super::reasons`]).

use std::borrow::Cow;

use super::compute::Values;
use super::cover::cover;
use super::plan::Plans;
use super::{arithmetic, compare, truth};
use crate::pack::expr::{Expr, ExprKind, RowSlot, Step};
use crate::pack::rule::{Column, Pack};
use crate::pack::{Absence, Date, Id, Known, Partial, Range, Truth, Undefined};
use crate::tables::{Cells, Records};
use crate::vocabulary::{Comparison, Operator};

/// What expressions stand on.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// The records that are given.
    pub records: &'a Records,
    /// What is known of facts, and what has been computed so far.
    pub values: &'a Values,
    /// The day of the check.
    pub as_of: Date,
    /// The deadline of the recommendation whose expression is evaluated.
    pub due: Option<Date>,
    /// The rows that quantifiers around the expression have bound.
    pub bound: BoundRows,
    /// How rows are asked in large numbers; without it each row is asked, to the same effect.
    pub plans: Option<&'a Plans>,
}

/// The row that is bound to each slot, by its place in its table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub struct BoundRows([usize; RowSlot::MOST]);

impl BoundRows {
    /// The same rows with another one bound.
    #[must_use]
    pub fn with(mut self, slot: RowSlot, row: usize) -> BoundRows {
        if let Some(bound) = self.0.get_mut(slot.index()) {
            *bound = row;
        }
        self
    }

    /// The row that is bound to a slot, by its place in its table.
    pub fn row(&self, slot: RowSlot) -> usize {
        self.0.get(slot.index()).copied().unwrap_or_default()
    }
}

impl<'a> Context<'a> {
    /// The surroundings of an expression outside every quantifier and every recommendation.
    pub fn new(pack: &'a Pack, records: &'a Records, values: &'a Values, as_of: Date) -> Context<'a> {
        Context { pack, records, values, as_of, due: None, bound: BoundRows::default(), plans: None }
    }

    /// The same with a row bound.
    #[must_use]
    pub fn with_row(self, slot: RowSlot, row: usize) -> Context<'a> {
        Context { bound: self.bound.with(slot, row), ..self }
    }

    /// The answer of a yes/no expression.
    pub fn truth(&self, expr: &'a Expr) -> Truth {
        match &expr.kind {
            ExprKind::Not(operand) => !self.truth(operand),
            ExprKind::And(list) => truth::all(list.iter().map(|part| self.truth(part))),
            ExprKind::Or(list) => truth::any(list.iter().map(|part| self.truth(part))),
            ExprKind::AtLeast { count, list } => {
                truth::at_least(*count, list.iter().map(|part| self.truth(part)))
            }
            ExprKind::If { branches, otherwise } => {
                conditional(branches, otherwise.as_deref(), |_, part| self.truth(part))
            }
            ExprKind::Compare { comparison, left, right } => {
                compare::order(*comparison, &self.value(left), &self.value(right))
            }
            ExprKind::Is { negated, left, right } => {
                let members = self.pack.members(left.ty.base);
                compare::is(&self.value(left), &self.value(right), members).negated_if(*negated)
            }
            ExprKind::Recorded { negated, value } => {
                compare::recorded(&self.value(value)).negated_if(*negated)
            }
            ExprKind::In { value, list } => {
                compare::is_in(&self.value(value), self.values(list), self.pack.members(value.ty.base))
            }
            ExprKind::Covers { value, list } => compare::covers(&self.value(value), self.values(list)),
            ExprKind::Within { date, window, of } => self.within(date, window, of.as_deref()),
            ExprKind::Quantifier(quantifier) => self.answer(quantifier, expr.ty),
            _ => as_condition(&self.value(expr)),
        }
    }

    /// What is known of the value of an expression of any type.
    pub fn value(&self, expr: &'a Expr) -> Cow<'a, Partial> {
        match &expr.kind {
            ExprKind::Constant(value) => Cow::Borrowed(value),
            ExprKind::Fact(fact) => Cow::Borrowed(&self.values.facts[*fact]),
            ExprKind::Define(define) => Cow::Borrowed(&self.values.defines[*define]),
            ExprKind::AsOf => exact_date(self.as_of),
            ExprKind::Due => self.due.map_or_else(|| self.unknown(expr), exact_date),
            ExprKind::Negate(operand) => Cow::Owned(arithmetic::negate(&self.value(operand))),
            ExprKind::Arithmetic { first, rest } => self.arithmetic(first, rest),
            ExprKind::If { branches, otherwise: Some(otherwise) } => self.choose(branches, otherwise),
            ExprKind::Quantifier(quantifier) => Cow::Owned(self.aggregate(quantifier, expr.ty)),
            ExprKind::Row(slot) => Cow::Owned(Known::Row(Some(self.bound.row(*slot))).into()),
            ExprKind::Column { row, column } => self.column(expr, row, *column),
            _ => Cow::Owned(Partial::from(Known::YesNo(self.truth(expr)))),
        }
    }

    fn unknown(&self, expr: &Expr) -> Cow<'a, Partial> {
        Cow::Owned(Partial::unknown(expr.ty, self.pack.members(expr.ty.base)))
    }

    /// A column of a row. Behind a reference that is absent it is absent, behind one that is not known it is not known.
    fn column(&self, expr: &'a Expr, row: &'a Expr, column: Id<Column>) -> Cow<'a, Partial> {
        if let ExprKind::Row(slot) = row.kind {
            return self.cell(expr, column, self.bound.row(slot));
        }
        let reference = self.value(row);
        let cell = match reference.known {
            Known::Row(Some(row)) => self.cell(expr, column, row),
            _ if reference.absence == Absence::Surely => self.unknown(expr),
            _ => self.of_any_row(expr, column),
        };
        if reference.absence == Absence::Never && reference.undefined.is_none() {
            return cell;
        }
        let cell = cell.into_owned();
        let absence = cell.absence.max(reference.absence);
        let undefined = reference.undefined.or(cell.undefined.map(Undefined::perhaps));
        Cow::Owned(Partial { absence, undefined, ..cell })
    }

    /// The cells of a column, whether it is read or computed.
    pub(super) fn cells(&self, column: Id<Column>) -> &'a Cells {
        match self.pack.columns[column].computed {
            Some(_) => &self.values.columns[column],
            None => self.records.cells(column),
        }
    }

    fn cell(&self, expr: &'a Expr, column: Id<Column>, row: usize) -> Cow<'a, Partial> {
        // A row that is referred to and not at hand may be any.
        self.cells(column).get(row).unwrap_or_else(|| self.of_any_row(expr, column))
    }

    /// The cell of a row that is not known. What is computed may have no value, or one beyond what can be read.
    fn of_any_row(&self, expr: &'a Expr, column: Id<Column>) -> Cow<'a, Partial> {
        self.values.of_any_row[column].as_ref().map_or_else(|| self.unknown(expr), Cow::Borrowed)
    }

    fn values(&self, list: &'a [Expr]) -> impl Iterator<Item = Cow<'a, Partial>> {
        list.iter().map(|item| self.value(item))
    }

    /// An `if` of any type: what covers every branch that may be the one.
    fn choose(&self, branches: &'a [(Expr, Expr)], otherwise: &'a Expr) -> Cow<'a, Partial> {
        let mut covered: Option<Cow<'a, Partial>> = None;
        let include = |covered: Option<Cow<'a, Partial>>, value: Cow<'a, Partial>| match covered {
            None => value,
            Some(so_far) => Cow::Owned(cover(&so_far, &value)),
        };
        for (condition, value) in branches {
            match self.truth(condition) {
                Truth::No => {}
                Truth::Unknown => covered = Some(include(covered, self.value(value))),
                Truth::Yes => return include(covered, self.value(value)),
            }
        }
        include(covered, self.value(otherwise))
    }

    fn arithmetic(&self, first: &'a Expr, rest: &'a [Step]) -> Cow<'a, Partial> {
        let mut result = self.value(first);
        for step in rest {
            result = Cow::Owned(arithmetic::apply(step.operator, &result, &self.value(&step.operand)));
        }
        result
    }

    fn within(&self, date: &'a Expr, window: &'a Expr, of: Option<&'a Expr>) -> Truth {
        let date = self.value(date);
        let (from, until) = self.window(window, of);
        truth::all([
            compare::order(Comparison::GreaterOrEqual, &date, &from),
            compare::order(Comparison::LessOrEqual, &date, &until),
        ])
    }

    /// The first and the last day of a window. `date within window`: from the window's length before `as_of` until
    /// `as_of`. `date within window of anchor`: from the anchor until the window's length after it. Both ends belong
    /// to it.
    pub(super) fn window(
        &self,
        window: &'a Expr,
        of: Option<&'a Expr>,
    ) -> (Cow<'a, Partial>, Cow<'a, Partial>) {
        let window = self.value(window);
        match of {
            None => {
                let until = exact_date(self.as_of);
                (Cow::Owned(arithmetic::apply(Operator::Subtract, &until, &window)), until)
            }
            Some(anchor) => {
                let from = self.value(anchor);
                let until = Cow::Owned(arithmetic::apply(Operator::Add, &from, &window));
                (from, until)
            }
        }
    }
}

/// A yes/no `if`: what covers every branch that may be the one. Without `else` it is yes where no condition holds. `ask` is
/// told the place of each part among all of them.
pub(super) fn conditional<'a>(
    branches: &'a [(Expr, Expr)],
    otherwise: Option<&'a Expr>,
    ask: impl Fn(usize, &'a Expr) -> Truth,
) -> Truth {
    let mut covered: Option<Truth> = None;
    let mut include = |answer: Truth| covered = Some(covered.map_or(answer, |so_far| so_far.cover(answer)));
    let mut place = 0_usize;
    for (condition, value) in branches {
        let (at, next) = (place, place.saturating_add(1));
        place = next.saturating_add(1);
        match ask(at, condition) {
            Truth::No => {}
            Truth::Unknown => include(ask(next, value)),
            Truth::Yes => {
                include(ask(next, value));
                return covered.unwrap_or(Truth::Unknown);
            }
        }
    }
    include(otherwise.map_or(Truth::Yes, |otherwise| ask(place, otherwise)));
    covered.unwrap_or(Truth::Unknown)
}

fn exact_date<'a>(date: Date) -> Cow<'a, Partial> {
    Cow::Owned(Partial::from(Known::Date(Range::exactly(date))))
}

/// A yes/no value as an answer: what is absent or has no value is unknown.
fn as_condition(value: &Partial) -> Truth {
    match value {
        Partial { known: Known::YesNo(truth), absence: Absence::Never, undefined: None } => *truth,
        _ => Truth::Unknown,
    }
}
