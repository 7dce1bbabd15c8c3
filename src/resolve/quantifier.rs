//! Quantifiers: a table, a row of it, and what is asked of each.

use super::expr::all;
use super::scope::{Scope, Typed};
use super::types::YES_NO;
use crate::pack::expr::{Expr, ExprKind, Quantifier};
use crate::pack::{Base, Type};
use crate::syntax::ast;
use crate::vocabulary::QuantifierKind;

impl Scope<'_, '_> {
    /// `every row in table where filter: body` and its kin.
    pub(super) fn quantifier(&mut self, written: &ast::Quantifier) -> Option<Typed> {
        let table = self.known_table(&written.table)?;
        self.with_row(&written.row, table, |scope, slot| {
            let filter = all(written.filter.iter().map(|filter| scope.condition(filter)));
            let body = all(written.body.iter().map(|body| scope.body(written.kind, body)));
            let (filter, body) = (filter?.pop(), body?.pop());
            let ty = result(written.kind, body.as_ref());
            let quantifier = Quantifier { kind: written.kind, table, slot, filter, body };
            Some((ExprKind::Quantifier(Box::new(quantifier)), ty))
        })
    }

    fn body(&mut self, kind: QuantifierKind, body: &ast::Expr) -> Option<Expr> {
        match kind {
            QuantifierKind::Sum => {
                let body = self.expr(body, None)?;
                if !body.ty.base.is_numeric() && body.ty.base != Base::Duration {
                    self.wrong(&body, "a number or a duration");
                    return None;
                }
                Some(body)
            }
            QuantifierKind::Min | QuantifierKind::Max => {
                let body = self.expr(body, None)?;
                self.ordered(&body)?;
                Some(body)
            }
            _ => self.condition(body),
        }
    }
}

fn result(kind: QuantifierKind, body: Option<&Expr>) -> Type {
    match kind {
        QuantifierKind::Every | QuantifierKind::Some | QuantifierKind::No => YES_NO,
        QuantifierKind::Count => Base::Count.into(),
        QuantifierKind::Share => Base::Percent.into(),
        QuantifierKind::Sum | QuantifierKind::Min | QuantifierKind::Max => {
            body.map_or(Base::Number.into(), |body| body.ty)
        }
    }
}
