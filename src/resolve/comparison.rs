//! Comparisons: which values compare, and how.

use super::error::{Remedy, TypeError};
use super::expr::all;
use super::scope::{Scope, Typed};
use super::types::{self, YES_NO};
use crate::pack::expr::{Expr, ExprKind};
use crate::pack::{Base, Type};
use crate::syntax::ast;
use crate::vocabulary::Comparison;

impl Scope<'_, '_> {
    /// `left < right` and its kin.
    pub(super) fn compare(
        &mut self,
        comparison: Comparison,
        left: &ast::Expr,
        right: &ast::Expr,
    ) -> Option<Typed> {
        if let Some(absent) = [left, right].into_iter().find(|side| is_absent(side)) {
            self.errors.add(absent.span, TypeError::AbsentHere);
            return None;
        }
        let (left, right) = self.sides(left, right)?;
        self.ordered(&left)?;
        self.ordered(&right)?;
        self.comparable(&left, &right)?;
        let (left, right) = (Box::new(left), Box::new(right));
        Some((ExprKind::Compare { comparison, left, right }, YES_NO))
    }

    /// `left is right`, `left is not right`
    pub(super) fn is(&mut self, negated: bool, left: &ast::Expr, right: &ast::Expr) -> Option<Typed> {
        let (left, right) = self.sides(left, right)?;
        self.comparable(&left, &right)?;
        let (left, right) = (Box::new(left), Box::new(right));
        Some((ExprKind::Is { negated, left, right }, YES_NO))
    }

    /// `value is recorded`, `value is not recorded`
    pub(super) fn recorded(&mut self, negated: bool, value: &ast::Expr) -> Option<Typed> {
        let value = self.expr(value, None)?;
        if !value.ty.optional {
            let found = types::words(value.ty, self.names);
            self.errors.add(value.span, TypeError::AlwaysRecorded { found });
            return None;
        }
        Some((ExprKind::Recorded { negated, value: Box::new(value) }, YES_NO))
    }

    /// `value in [list]`
    pub(super) fn is_in(&mut self, value: &ast::Expr, list: &[ast::Expr]) -> Option<Typed> {
        let value = self.expr(value, None)?;
        let remedy = match value.ty.base {
            Base::Set(_) => Some(Remedy::UseCovers),
            Base::Row(_) => Some(Remedy::UseIs),
            _ => None,
        };
        if remedy.is_some() {
            let found = types::words(value.ty, self.names);
            let expected = "a value that a list may hold".to_string();
            self.errors.add(value.span, TypeError::Wrong { expected, found, remedy });
            return None;
        }
        let present = Type { optional: false, ..value.ty };
        let list = all(list.iter().map(|item| self.listed(item, &value, present)))?;
        Some((ExprKind::In { value: Box::new(value), list }, YES_NO))
    }

    /// One item of a list: like the value that is looked for, and surely there.
    fn listed(&mut self, item: &ast::Expr, value: &Expr, present: Type) -> Option<Expr> {
        let item = self.expr(item, Some(present))?;
        self.comparable(value, &item)?;
        if item.ty.optional {
            let present = types::words(present, self.names).to_string();
            self.wrong(&item, &present);
            return None;
        }
        Some(item)
    }

    /// `set covers [list]`
    pub(super) fn covers(&mut self, value: &ast::Expr, list: &[ast::Expr]) -> Option<Typed> {
        let value = self.expr(value, None)?;
        let Base::Set(choice) = value.ty.base else {
            self.wrong(&value, "a set");
            return None;
        };
        let list = all(list.iter().map(|item| self.expect(item, Base::Choice(choice).into())))?;
        Some((ExprKind::Covers { value: Box::new(value), list }, YES_NO))
    }

    /// `date within window`, `date within window of anchor`
    pub(super) fn within(
        &mut self,
        date: &ast::Expr,
        window: &ast::Expr,
        of: Option<&ast::Expr>,
    ) -> Option<Typed> {
        let maybe = |base| Type { base, optional: true };
        let date = self.expect(date, maybe(Base::Date));
        let window = self.expect(window, maybe(Base::Duration));
        let of = all(of.into_iter().map(|of| self.expect(of, maybe(Base::Date))));
        let of = of?.pop().map(Box::new);
        Some((ExprKind::Within { date: Box::new(date?), window: Box::new(window?), of }, YES_NO))
    }

    /// Both sides of a comparison. The side that says what it is comes first, so that the other may be a bare member
    /// or `absent`.
    fn sides(&mut self, left: &ast::Expr, right: &ast::Expr) -> Option<(Expr, Expr)> {
        if self.needs_a_hint(left) && !self.needs_a_hint(right) {
            let right = self.expr(right, None);
            let left = self.expr(left, right.as_ref().map(|right| right.ty));
            return left.zip(right);
        }
        let left = self.expr(left, None);
        // Beside a left side that is wrong, a bare name cannot be judged.
        if left.is_none() && self.needs_a_hint(right) {
            return None;
        }
        let right = self.expr(right, left.as_ref().map(|left| left.ty));
        left.zip(right)
    }

    fn needs_a_hint(&self, side: &ast::Expr) -> bool {
        matches!(&side.kind, ast::ExprKind::Name(name) if !self.stands_alone(name))
    }

    /// Reports a value of a type that has no order.
    pub(super) fn ordered(&mut self, value: &Expr) -> Option<()> {
        let remedy = match value.ty.base {
            Base::Count | Base::Number | Base::Percent | Base::Date | Base::Duration => return Some(()),
            Base::Choice(choice) if self.names.choices[choice].ordered => return Some(()),
            Base::Choice(_) => Some(Remedy::OrderMembers),
            Base::Text => Some(Remedy::UseIsOrIn),
            Base::Set(_) => Some(Remedy::UseCovers),
            Base::YesNo | Base::Row(_) => Some(Remedy::UseIs),
        };
        let found = types::words(value.ty, self.names);
        self.errors.add(value.span, TypeError::NoOrder { found, remedy });
        None
    }

    /// Reports two values that do not compare.
    fn comparable(&mut self, left: &Expr, right: &Expr) -> Option<()> {
        for (percent, other) in [(left, right), (right, left)] {
            if percent.ty.base == Base::Percent
                && let Some(number) = types::plain_number(other)
            {
                self.errors.add(other.span, TypeError::PercentSign { number });
                return None;
            }
        }
        let (a, b) = (left.ty.base, right.ty.base);
        if types::alike(a, b) {
            return Some(());
        }
        let remedy = match (a, b) {
            (Base::Count, Base::Percent) | (Base::Percent, Base::Count) => Some(Remedy::Divide),
            (Base::Set(set), Base::Choice(choice)) | (Base::Choice(choice), Base::Set(set)) => {
                (set == choice).then_some(Remedy::UseCovers)
            }
            _ => None,
        };
        let (left_words, right_words) =
            (types::words(left.ty, self.names), types::words(right.ty, self.names));
        let error = TypeError::Incomparable { left: left_words, right: right_words, remedy };
        self.errors.add(left.span.to(right.span), error);
        None
    }
}

fn is_absent(side: &ast::Expr) -> bool {
    matches!(&side.kind, ast::ExprKind::Name(name) if name == "absent")
}
