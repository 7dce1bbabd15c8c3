//! What defines, measured facts and computed columns are computed by.

use super::error::Errors;
use super::names::Names;
use super::scope::Scope;
use crate::pack::expr::Expr;
use crate::pack::rule::{Column, Define, Fact};
use crate::pack::{Slots, Type};
use crate::syntax::ast;

/// The expression of everything that is computed; nothing for what is not, or where the expression is wrong.
pub(super) struct Values {
    pub(super) defines: Slots<Define, Option<Expr>>,
    pub(super) facts: Slots<Fact, Option<Expr>>,
    pub(super) columns: Slots<Column, Option<Expr>>,
}

/// Types every value that is computed.
pub(super) fn values(names: &Names<'_>, errors: &mut Errors) -> Values {
    Values {
        defines: names
            .defines
            .map(|_, define| value(&define.item.value, define.ty, Scope::new(names, errors))),
        facts: names.facts.map(|_, fact| {
            let measured = errors.only_one("measured as", &fact.item.measured, |value| value.span)?;
            value(measured, fact.ty, Scope::new(names, errors))
        }),
        columns: names.columns.map(|_, column| {
            let computed = column.item.computed.as_ref()?;
            value(computed, column.ty, Scope::of_table(names, errors, column.table))
        }),
    }
}

/// A value of its declared type. Where the type is not known nothing can be said of the value.
fn value(written: &ast::Expr, ty: Option<Type>, mut scope: Scope<'_, '_>) -> Option<Expr> {
    scope.expect(written, ty?)
}
