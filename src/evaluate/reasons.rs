//! Why an answer came about: gathered in a second visit, only for what is reported.

use std::collections::BTreeSet;

use super::expr::Context;
use super::reads::reads;
use super::rows;
use super::verdict::Why;
use crate::pack::expr::{Expr, ExprKind, Quantifier};
use crate::pack::rule::{Fact, Table};
use crate::pack::{Id, Truth, Undefined};
use crate::source::Span;
use crate::vocabulary::QuantifierKind;

/// Why the yes/no expression has its answer.
pub fn why<'a>(context: &Context<'a>, expr: &'a Expr) -> Why {
    let mut gathered =
        Gathered { context, deciding: BTreeSet::new(), tables: BTreeSet::new(), undefined: BTreeSet::new() };
    gathered.visit(expr);
    let answer = context.truth(expr);
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
        vacuous: answer == Truth::Yes && is_vacuous(context, expr),
        rows,
    }
}

/// Whether a yes came about only because there was nothing to ask: an implication of which no condition holds, a
/// quantifier without a row to look at. A conjunction is vacuous where all its parts are.
fn is_vacuous<'a>(context: &Context<'a>, expr: &'a Expr) -> bool {
    let Some(expr) = behind_names(context, expr) else { return false };
    match &expr.kind {
        ExprKind::If { branches, otherwise: None } => {
            branches.iter().all(|(condition, _)| context.truth(condition) == Truth::No)
        }
        ExprKind::And(list) => list.iter().all(|part| is_vacuous(context, part)),
        ExprKind::Or(list) => list
            .iter()
            .find(|part| context.truth(part) == Truth::Yes)
            .is_some_and(|part| is_vacuous(context, part)),
        ExprKind::Quantifier(quantifier) => looks_at_nothing(context, quantifier),
        // What is asked of a value that was made of no rows: `(count …) is 0`, `not (some …)`.
        _ => {
            let mut quantifiers = outermost_quantifiers(expr).into_iter().peekable();
            quantifiers.peek().is_some()
                && quantifiers.all(|quantifier| context.records.rows(quantifier.table).count() == 0)
        }
    }
}

/// What a define or a measured fact stands for, as far as that goes; nothing for a fact that is stated. A loop instead
/// of recursion, since defines may form chains of any length.
fn behind_names<'a>(context: &Context<'a>, mut expr: &'a Expr) -> Option<&'a Expr> {
    let pack = context.pack;
    loop {
        expr = match &expr.kind {
            ExprKind::Define(define) => &pack.defines[*define].value,
            ExprKind::Fact(fact) => {
                let stands_alone =
                    context.values.measures[*fact].as_ref().is_some_and(|measure| measure.stands_alone);
                pack.facts[*fact].measured.as_ref().filter(|_| stands_alone)?
            }
            _ => return Some(expr),
        };
    }
}

/// Whether a quantifier has no row to ask: no row passes the filter of `every`, or there is no row at all.
fn looks_at_nothing<'a>(context: &Context<'a>, quantifier: &'a Quantifier) -> bool {
    let mut rows = context.rows_of(quantifier);
    match quantifier.kind {
        QuantifierKind::Every => rows.all(|row| row.filter(quantifier) == Truth::No),
        _ => rows.next().is_none(),
    }
}

fn outermost_quantifiers(expr: &Expr) -> Vec<&Quantifier> {
    let mut found = Vec::new();
    let mut pending = vec![expr];
    while let Some(expr) = pending.pop() {
        match &expr.kind {
            ExprKind::Quantifier(quantifier) => found.push(&**quantifier),
            _ => pending.extend(expr.children()),
        }
    }
    found
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
        ExprKind::Quantifier(quantifier) => {
            let value = context.value(expr);
            let is_open = value.known == crate::pack::Known::YesNo(Truth::Unknown);
            let is_sample = !context.records.rows(quantifier.table).complete;
            value.undefined.or((is_open && is_sample).then_some(Undefined::Sample))
        }
        _ => context.value(expr).undefined,
    }
}
