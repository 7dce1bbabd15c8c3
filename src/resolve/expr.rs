//! Expressions: names to slots, literals to exact values, and a type for each.

use super::error::TypeError;
use super::literal;
use super::scope::{Scope, Typed};
use super::types::{self, YES_NO};
use crate::pack::expr::{Expr, ExprKind};
use crate::pack::{Base, Partial, Type};
use crate::source::Span;
use crate::syntax::ast;

impl Scope<'_, '_> {
    /// Types an expression. `hint` is the type that its surroundings expect, by which bare members and `absent` are
    /// understood; whether the value really is of that type is for the caller to check.
    pub(super) fn expr(&mut self, expr: &ast::Expr, hint: Option<Type>) -> Option<Expr> {
        use ast::ExprKind as Written;
        let span = expr.span;
        let (kind, ty) = match &expr.kind {
            Written::Literal(literal) => self.literal(literal)?,
            Written::Name(name) => self.name(name, span, hint)?,
            Written::Member { of, names } => return self.path(of, names).map(|path| Expr { span, ..path }),
            Written::Not(operand) => (ExprKind::Not(Box::new(self.condition(operand)?)), YES_NO),
            Written::Negate(operand) => self.negate(operand)?,
            Written::And(parts) | Written::AllOf(parts) => (ExprKind::And(self.conditions(parts)?), YES_NO),
            Written::Or(parts) | Written::AnyOf(parts) => (ExprKind::Or(self.conditions(parts)?), YES_NO),
            Written::AtLeast { count, list } => self.at_least(count, list)?,
            Written::If { branches, otherwise } => {
                self.conditional(branches, otherwise.as_deref(), hint, span)?
            }
            Written::Arithmetic { first, rest } => self.arithmetic(first, rest)?,
            Written::Compare { comparison, left, right } => self.compare(*comparison, left, right)?,
            Written::Is { negated, left, right } => self.is(*negated, left, right)?,
            Written::Recorded { negated, value } => self.recorded(*negated, value)?,
            Written::In { value, list } => self.is_in(value, list)?,
            Written::Covers { value, list } => self.covers(value, list)?,
            Written::Within { date, window, of } => self.within(date, window, of.as_deref())?,
            Written::Quantifier(quantifier) => self.quantifier(quantifier)?,
        };
        Some(Expr { kind, ty, span })
    }

    /// Types an expression that must be of a type.
    pub(super) fn expect(&mut self, expr: &ast::Expr, wanted: Type) -> Option<Expr> {
        let typed = self.expr(expr, Some(wanted))?;
        if types::fits(typed.ty, wanted) {
            return Some(typed);
        }
        self.errors.add(typed.span, types::misfit(&typed, wanted, self.names));
        None
    }

    /// Types an expression that must be a yes or a no.
    pub(super) fn condition(&mut self, expr: &ast::Expr) -> Option<Expr> {
        self.expect(expr, YES_NO)
    }

    fn conditions(&mut self, parts: &[ast::Expr]) -> Option<Vec<Expr>> {
        all(parts.iter().map(|part| self.condition(part)))
    }

    fn literal(&mut self, literal: &ast::Literal) -> Option<Typed> {
        match literal::value(literal) {
            Ok((known, base)) => Some((ExprKind::Constant(Partial::from(known)), base.into())),
            Err(error) => {
                self.errors.add(literal.span, error);
                None
            }
        }
    }

    fn at_least(&mut self, count: &ast::Name, list: &[ast::Expr]) -> Option<Typed> {
        let list = self.conditions(list)?;
        let asked = count.text.parse::<u32>().ok();
        let possible =
            asked.filter(|asked| (1..=list.len()).contains(&usize::try_from(*asked).unwrap_or(usize::MAX)));
        let Some(possible) = possible else {
            let error = TypeError::PointlessCount { count: count.text.clone(), of: list.len() };
            self.errors.add(count.span, error);
            return None;
        };
        Some((ExprKind::AtLeast { count: possible, list }, YES_NO))
    }

    /// `if` and its branches. Without `else` every value is a yes or a no: the `if` is an implication.
    fn conditional(
        &mut self,
        branches: &[(ast::Expr, ast::Expr)],
        otherwise: Option<&ast::Expr>,
        hint: Option<Type>,
        span: Span,
    ) -> Option<Typed> {
        let mut agreed = Agreed { hint, first: None };
        let branches = all(branches.iter().map(|(condition, value)| {
            let condition = self.condition(condition);
            let value = self.branch(value, &mut agreed);
            condition.zip(value)
        }));
        let otherwise = otherwise.map(|value| self.branch(value, &mut agreed));
        let (branches, (ty, _)) = branches.zip(agreed.first)?;
        match otherwise {
            Some(otherwise) => {
                let otherwise = Some(Box::new(otherwise?));
                Some((ExprKind::If { branches, otherwise }, ty))
            }
            None if ty == YES_NO => Some((ExprKind::If { branches, otherwise: None }, YES_NO)),
            None => {
                let found = types::words(ty, self.names);
                self.errors.add(span, TypeError::MissingElse { found });
                None
            }
        }
    }

    /// One value of an `if`, whose type must go together with those before it.
    fn branch(&mut self, value: &ast::Expr, agreed: &mut Agreed) -> Option<Expr> {
        let expected = agreed.hint.or(agreed.first.map(|(ty, _)| ty));
        let typed = self.expr(value, expected)?;
        let is_percent = expected.is_some_and(|expected| expected.base == Base::Percent);
        if let (true, Some(number)) = (is_percent, types::plain_number(&typed)) {
            self.errors.add(typed.span, TypeError::PercentSign { number });
            return None;
        }
        let Some((before, first)) = agreed.first else {
            agreed.first = Some((typed.ty, typed.span));
            return Some(typed);
        };
        match types::join(before, typed.ty) {
            Some(joined) => {
                agreed.first = Some((joined, first));
                Some(typed)
            }
            None => {
                let before = types::words(before, self.names);
                let found = types::words(typed.ty, self.names);
                self.errors.add(typed.span, TypeError::Branches { before, first, found });
                None
            }
        }
    }

    fn negate(&mut self, operand: &ast::Expr) -> Option<Typed> {
        let operand = self.expr(operand, None)?;
        let base = match operand.ty.base {
            Base::Count => Base::Number,
            base @ (Base::Number | Base::Percent | Base::Duration) => base,
            _ => {
                self.wrong(&operand, "a number or a duration");
                return None;
            }
        };
        let ty = Type { base, ..operand.ty };
        Some((ExprKind::Negate(Box::new(operand)), ty))
    }

    /// Reports a value where something else is expected, said in words.
    pub(super) fn wrong(&mut self, found: &Expr, expected: &str) {
        let words = types::words(found.ty, self.names);
        let error = TypeError::Wrong { expected: expected.to_string(), found: words, remedy: None };
        self.errors.add(found.span, error);
    }
}

/// What the branches of an `if` so far agree on.
struct Agreed {
    /// What the surroundings expect.
    hint: Option<Type>,
    /// The type of the branches so far, and where the first of them is.
    first: Option<(Type, Span)>,
}

/// All parts, or nothing where one is wrong. Every part is looked at, so that every mistake is reported.
pub(super) fn all<T>(parts: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    let parts: Vec<Option<T>> = parts.collect();
    parts.into_iter().collect()
}
