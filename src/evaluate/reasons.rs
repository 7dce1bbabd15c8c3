//! Why an answer came about: gathered in a second visit, only for what is reported.

use std::collections::BTreeSet;

use super::expr::Context;
use super::parts::{Bearing, parts};
use super::reads::reads;
use super::verdict::Why;
use super::{rows, vacuous};
use crate::pack::expr::{Expr, ExprKind, Quantifier};
use crate::pack::rule::{Fact, Table};
use crate::pack::{Id, Truth, Undefined};
use crate::source::Span;

/// Why the yes/no expression has this answer.
pub fn why<'a>(context: &Context<'a>, expr: &'a Expr, answer: Truth) -> Why {
    let mut gathered =
        Gathered { context, deciding: BTreeSet::new(), tables: BTreeSet::new(), undefined: BTreeSet::new() };
    gathered.visit(expr);
    let inexact = |fact: &Id<Fact>| !context.values.facts[*fact].is_exact();
    let rows = rows::count(context, expr);
    if let (Some(rows), Some(quantifier)) = (&rows, super::reads::first_quantifier(context.pack, expr)) {
        for row in &rows.first_unknown {
            gathered.add_undefined_of_row(&context.with_row(quantifier.slot, *row), quantifier);
        }
    }
    Why {
        missing: gathered
            .deciding
            .iter()
            .copied()
            .filter(|fact| answer == Truth::Unknown && inexact(fact))
            .collect(),
        deciding: gathered.deciding.into_iter().collect(),
        tables: gathered.tables.into_iter().collect(),
        undefined: gathered.undefined.into_iter().map(|(span, reason)| (reason, span)).collect(),
        vacuous: vacuous::is_vacuous(context, expr, answer),
        rows,
    }
}

struct Gathered<'c, 'a> {
    context: &'c Context<'a>,
    deciding: BTreeSet<Id<Fact>>,
    tables: BTreeSet<Id<Table>>,
    undefined: BTreeSet<(Span, Undefined)>,
}

impl<'a> Gathered<'_, 'a> {
    /// Follows the answer down to the parts that decide it.
    fn visit(&mut self, expr: &'a Expr) {
        match parts(self.context, expr) {
            Some(parts) => {
                let deciding = parts.into_iter().filter(|(_, bearing)| *bearing == Bearing::Decides);
                deciding.for_each(|(part, _)| self.visit(part));
            }
            None => self.read(expr),
        }
    }

    /// Everything that a comparison, or a value, reads.
    fn read(&mut self, expr: &'a Expr) {
        let read = reads(self.context.pack, expr, |_| false);
        self.deciding.extend(read.facts);
        self.tables.extend(read.tables);
        self.add_undefined(self.context, expr);
    }

    /// What in an expression has no value, at the innermost place. What a quantifier asks is asked of rows, and so is
    /// not looked at here.
    fn add_undefined(&mut self, context: &Context<'a>, expr: &'a Expr) {
        let mut pending = vec![expr];
        while let Some(expr) = pending.pop() {
            if let ExprKind::Quantifier(_) = expr.kind {
                self.undefined.extend(undefined(context, expr).map(|reason| (expr.span, reason)));
                continue;
            }
            let parts = expr.children();
            if let Some(reason) = undefined(context, expr)
                && parts.iter().all(|part| undefined(context, part).is_none())
            {
                self.undefined.insert((expr.span, reason));
            }
            pending.extend(parts);
        }
    }

    fn add_undefined_of_row(&mut self, row: &Context<'a>, quantifier: &'a Quantifier) {
        for asked in quantifier.filter.iter().chain(&quantifier.body) {
            self.add_undefined(row, asked);
        }
    }
}

/// Why an expression has, or may have, no value, or no answer for want of rows.
pub fn undefined<'a>(context: &Context<'a>, expr: &'a Expr) -> Option<Undefined> {
    match &expr.kind {
        // A yes or no of rows always has a value; that it is open for want of rows is said of its table.
        ExprKind::Quantifier(quantifier) if quantifier.kind.is_yes_no() => {
            let is_sample = !context.records.rows(quantifier.table).complete;
            (is_sample && context.truth(expr) == Truth::Unknown).then_some(Undefined::Sample)
        }
        _ => context.value(expr).undefined,
    }
}
