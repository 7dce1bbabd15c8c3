//! The answer of an expression. Nothing is looked up by name and nothing is allocated for a comparison of facts and
//! literals; why an answer came about is gathered afterwards, for what is reported (see [`super::reasons`]).

use std::borrow::Cow;

use super::cover::cover;
use super::{arithmetic, compare, truth};
use crate::pack::expr::{Expr, ExprKind, Step};
use crate::pack::rule::{Define, Fact, Pack};
use crate::pack::{Absence, Date, Known, Partial, Range, Slots, Truth, Undefined};
use crate::vocabulary::{Comparison, Operator, QuantifierKind};

/// What expressions stand on.
pub struct Context<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// What is known of each fact.
    pub facts: &'a Slots<Fact, Partial>,
    /// What is known of each define.
    pub defines: &'a Slots<Define, Partial>,
    /// The day of the check.
    pub as_of: Date,
    /// The deadline of the recommendation whose expression is evaluated.
    pub due: Option<Date>,
}

impl<'a> Context<'a> {
    /// The answer of a yes/no expression.
    pub fn truth(&self, expr: &'a Expr) -> Truth {
        match &expr.kind {
            ExprKind::Not(operand) => !self.truth(operand),
            ExprKind::And(list) => truth::all(list.iter().map(|part| self.truth(part))),
            ExprKind::Or(list) => truth::any(list.iter().map(|part| self.truth(part))),
            ExprKind::AtLeast { count, list } => {
                truth::at_least(*count, list.iter().map(|part| self.truth(part)))
            }
            ExprKind::If { branches, otherwise } => self.conditional(branches, otherwise.as_deref()),
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
            _ => as_condition(&self.value(expr)),
        }
    }

    /// What is known of the value of an expression of any type.
    pub fn value(&self, expr: &'a Expr) -> Cow<'a, Partial> {
        match &expr.kind {
            ExprKind::Constant(value) => Cow::Borrowed(value),
            ExprKind::Fact(fact) => Cow::Borrowed(&self.facts[*fact]),
            ExprKind::Define(define) => Cow::Borrowed(&self.defines[*define]),
            ExprKind::AsOf => exact_date(self.as_of),
            ExprKind::Due => self.due.map_or_else(|| self.unknown(expr), exact_date),
            ExprKind::Negate(operand) => Cow::Owned(arithmetic::negate(&self.value(operand))),
            ExprKind::Arithmetic { first, rest } => self.arithmetic(first, rest),
            ExprKind::If { branches, otherwise: Some(otherwise) } => self.choose(branches, otherwise),
            ExprKind::Quantifier(quantifier) => self.not_given(expr, quantifier.kind),
            ExprKind::Row(_) | ExprKind::Column { .. } => self.unknown(expr),
            _ => Cow::Owned(Partial::from(Known::YesNo(self.truth(expr)))),
        }
    }

    fn unknown(&self, expr: &Expr) -> Cow<'a, Partial> {
        Cow::Owned(Partial::unknown(expr.ty, self.pack.members(expr.ty.base)))
    }

    /// No table is given yet, and a table that is not given is a sample of no rows: of it nothing is known but that a
    /// count is not negative.
    fn not_given(&self, expr: &Expr, kind: QuantifierKind) -> Cow<'a, Partial> {
        let needs_all_rows = matches!(
            kind,
            QuantifierKind::Share | QuantifierKind::Sum | QuantifierKind::Min | QuantifierKind::Max
        );
        let undefined = needs_all_rows.then_some(Undefined::Sample);
        Cow::Owned(Partial { undefined, ..self.unknown(expr).into_owned() })
    }

    fn values(&self, list: &'a [Expr]) -> impl Iterator<Item = Cow<'a, Partial>> {
        list.iter().map(|item| self.value(item))
    }

    /// A yes/no `if`: what covers every branch that may be the one. Without `else` it is yes where no condition holds.
    fn conditional(&self, branches: &'a [(Expr, Expr)], otherwise: Option<&'a Expr>) -> Truth {
        let mut covered: Option<Truth> = None;
        let mut include =
            |answer: Truth| covered = Some(covered.map_or(answer, |so_far| so_far.cover(answer)));
        for (condition, value) in branches {
            match self.truth(condition) {
                Truth::No => continue,
                Truth::Unknown => include(self.truth(value)),
                Truth::Yes => {
                    include(self.truth(value));
                    return covered.unwrap_or(Truth::Unknown);
                }
            }
        }
        include(otherwise.map_or(Truth::Yes, |otherwise| self.truth(otherwise)));
        covered.unwrap_or(Truth::Unknown)
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

    /// `date within window`: from the window's length before `as_of` until `as_of`. `date within window of anchor`:
    /// from the anchor until the window's length after it. Both ends belong to it.
    fn within(&self, date: &'a Expr, window: &'a Expr, of: Option<&'a Expr>) -> Truth {
        let (date, window) = (self.value(date), self.value(window));
        let (from, until) = match of {
            None => {
                let until = exact_date(self.as_of);
                (Cow::Owned(arithmetic::apply(Operator::Subtract, &until, &window)), until)
            }
            Some(anchor) => {
                let from = self.value(anchor);
                let until = Cow::Owned(arithmetic::apply(Operator::Add, &from, &window));
                (from, until)
            }
        };
        truth::all([
            compare::order(Comparison::GreaterOrEqual, &date, &from),
            compare::order(Comparison::LessOrEqual, &date, &until),
        ])
    }
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
