//! Arithmetic: what the types of two operands make.

use super::error::{Remedy, TypeError};
use super::scope::{Scope, Typed};
use super::types;
use crate::pack::expr::{Expr, ExprKind, Step};
use crate::pack::{Base, Duration, Known, Partial, Type};
use crate::source::Span;
use crate::syntax::ast;
use crate::vocabulary::Operator;

impl Scope<'_, '_> {
    /// `a + b - c`, `a * b / c`: each step's type follows from the type of the chain before it.
    pub(super) fn arithmetic(&mut self, first: &ast::Expr, rest: &[(Operator, ast::Expr)]) -> Option<Typed> {
        let mut chain = self.expr(first, None).map(Chain::start);
        for (operator, operand) in rest {
            // Every operand is looked at, also behind one that is wrong.
            let operand = self.expr(operand, None);
            chain = match (chain, operand) {
                (Some(chain), Some(operand)) => self.step(chain, *operator, operand),
                _ => None,
            };
        }
        chain.map(|chain| {
            let (first, rest) = (Box::new(chain.first), chain.rest);
            (ExprKind::Arithmetic { first, rest }, chain.ty)
        })
    }

    fn step(&mut self, mut chain: Chain, operator: Operator, operand: Expr) -> Option<Chain> {
        if let Some((place, error)) = percent_sign(&chain, operator, &operand) {
            self.errors.add(place, error);
            return None;
        }
        let Some(base) = result(operator, chain.ty.base, operand.ty.base) else {
            let left = types::words(chain.ty, self.names);
            let right = types::words(operand.ty, self.names);
            let remedy = remedy(chain.ty.base, operand.ty.base);
            self.errors.add(operand.span, TypeError::Arithmetic { operator, left, right, remedy });
            return None;
        };
        if base == Base::Date {
            chain.moved = Some(self.moved(&chain, operator, &operand)?);
        }
        chain.ty = Type { base, optional: chain.ty.optional || operand.ty.optional };
        chain.rest.push(Step { operator, operand, ty: chain.ty });
        Some(chain)
    }

    /// The move of a date by this step, which is a mistake where the date has been moved before.
    fn moved(&mut self, chain: &Chain, operator: Operator, operand: &Expr) -> Option<Moved> {
        let (before, this) = match operand.ty.base {
            Base::Duration => (chain.moved, Moved { place: operand.span, by: signed(operator, operand) }),
            // `1 month + on`: the operand is the date.
            _ => (Moved::inside(operand), Moved { place: chain.first.span, by: None }),
        };
        let Some(before) = before else { return Some(this) };
        let sum = before.by.zip(this.by).and_then(|(a, b)| a.checked_add(b));
        let sum = sum.filter(|sum| sum.amount() > 0).map(|sum| sum.to_string());
        self.errors.add(this.place, TypeError::SecondDuration { first: before.place, sum });
        None
    }
}

/// A percent and a number literal are not added: `share + 5` surely means 5%.
fn percent_sign(chain: &Chain, operator: Operator, operand: &Expr) -> Option<(Span, TypeError)> {
    if !matches!(operator, Operator::Add | Operator::Subtract) {
        return None;
    }
    let plain = |expr: &Expr| types::plain_number(expr).map(|number| (expr.span, number));
    let (place, number) = match (chain.ty.base, operand.ty.base) {
        (Base::Percent, _) => plain(operand),
        (_, Base::Percent) if chain.rest.is_empty() => plain(&chain.first),
        _ => None,
    }?;
    Some((place, TypeError::PercentSign { number }))
}

/// The operands so far.
struct Chain {
    first: Expr,
    rest: Vec<Step>,
    /// The type of their result.
    ty: Type,
    /// How a date among them has been moved already.
    moved: Option<Moved>,
}

impl Chain {
    fn start(first: Expr) -> Chain {
        Chain { ty: first.ty, moved: Moved::inside(&first), first, rest: Vec::new() }
    }
}

/// The move of a date by a duration.
#[derive(Clone, Copy)]
struct Moved {
    /// The place of the duration.
    place: Span,
    /// The duration, where it is a literal.
    by: Option<Duration>,
}

impl Moved {
    /// A date that is calculated has been moved.
    fn inside(expr: &Expr) -> Option<Moved> {
        let is_moved = expr.ty.base == Base::Date && matches!(expr.kind, ExprKind::Arithmetic { .. });
        is_moved.then_some(Moved { place: expr.span, by: None })
    }
}

/// A literal duration, negative where it is subtracted.
fn signed(operator: Operator, expr: &Expr) -> Option<Duration> {
    let ExprKind::Constant(Partial { known: Known::Duration(range), .. }) = &expr.kind else { return None };
    let length = range.exact()?;
    if operator == Operator::Subtract { length.negate() } else { Some(length) }
}

/// What two operands make, or nothing where they do not go together.
fn result(operator: Operator, left: Base, right: Base) -> Option<Base> {
    use Base::{Count, Date, Duration, Number, Percent};
    use Operator::{Add, Divide, Multiply, Subtract};
    match (operator, left, right) {
        (Add, Date, Duration) | (Add, Duration, Date) | (Subtract, Date, Duration) => Some(Date),
        (Subtract, Date, Date) | (Add | Subtract, Duration, Duration) => Some(Duration),
        (Multiply | Divide, Duration, Count) | (Multiply, Count, Duration) => Some(Duration),
        (Divide, Duration, Duration) => Some(Number),
        (Add | Multiply, Count, Count) => Some(Count),
        (Add | Subtract, Percent, Percent) => Some(Percent),
        // Five and 20% are 5.2, which nobody means.
        (Add | Subtract, Count, Percent) | (Add | Subtract, Percent, Count) => None,
        (_, left, right) => (left.is_numeric() && right.is_numeric()).then_some(Number),
    }
}

fn remedy(left: Base, right: Base) -> Option<Remedy> {
    match (left, right) {
        (Base::Duration, Base::Date) => Some(Remedy::DateFirst),
        _ => None,
    }
}
