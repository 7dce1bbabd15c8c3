//! Why an answer came about: gathered in a second visit, only for what is reported.

use std::collections::BTreeSet;

use super::expr::Context;
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
    /// Follows the answer down to the parts that decide it: of a conjunction that is no one of its no parts, of a
    /// disjunction that is yes one of its yes parts, of an unknown one its unknown parts, else everything.
    fn visit(&mut self, expr: &'a Expr) {
        match &expr.kind {
            ExprKind::And(list) => self.visit_parts(expr, list, Truth::No),
            ExprKind::Or(list) => self.visit_parts(expr, list, Truth::Yes),
            ExprKind::AtLeast { list, .. } => {
                let answer = self.context.truth(expr);
                let parts =
                    list.iter().filter(|part| answer != Truth::Unknown || self.context.truth(part) == answer);
                parts.collect::<Vec<_>>().into_iter().for_each(|part| self.visit(part));
            }
            ExprKind::Not(operand) => self.visit(operand),
            ExprKind::If { branches, otherwise } => self.visit_branches(branches, otherwise.as_deref()),
            _ => self.read(expr),
        }
    }

    fn visit_parts(&mut self, whole: &'a Expr, parts: &'a [Expr], decisive: Truth) {
        let answer = self.context.truth(whole);
        let has_answer = |part: &&Expr| self.context.truth(part) == answer;
        if answer == decisive {
            let deciding = parts.iter().find(has_answer);
            deciding.into_iter().for_each(|part| self.visit(part));
        } else {
            parts.iter().filter(has_answer).collect::<Vec<_>>().into_iter().for_each(|part| self.visit(part));
        }
    }

    /// The conditions up to the first that holds, and every value that may be the one.
    fn visit_branches(&mut self, branches: &'a [(Expr, Expr)], otherwise: Option<&'a Expr>) {
        for (condition, value) in branches {
            self.visit(condition);
            match self.context.truth(condition) {
                Truth::No => {}
                Truth::Unknown => self.visit(value),
                Truth::Yes => return self.visit(value),
            }
        }
        if let Some(otherwise) = otherwise {
            self.visit(otherwise);
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

fn undefined<'a>(context: &Context<'a>, expr: &'a Expr) -> Option<Undefined> {
    match &expr.kind {
        // A yes or no of rows always has a value; that it is open for want of rows is said of its table.
        ExprKind::Quantifier(quantifier) if quantifier.kind.is_yes_no() => {
            let is_sample = !context.records.rows(quantifier.table).complete;
            (is_sample && context.truth(expr) == Truth::Unknown).then_some(Undefined::Sample)
        }
        _ => context.value(expr).undefined,
    }
}
