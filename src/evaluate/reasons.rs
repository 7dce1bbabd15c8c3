//! Why an answer came about: gathered in a second visit, only for what is reported.

use std::collections::BTreeSet;

use super::expr::Context;
use super::verdict::Why;
use crate::pack::expr::{Expr, ExprKind};
use crate::pack::rule::{Define, Fact, Pack};
use crate::pack::{Id, Truth, Undefined};
use crate::source::Span;

/// Why the yes/no expression has its answer.
pub fn why<'a>(context: &Context<'a>, expr: &'a Expr) -> Why {
    let mut gathered = Gathered { context, deciding: BTreeSet::new(), undefined: BTreeSet::new() };
    gathered.visit(expr);
    let answer = context.truth(expr);
    let inexact = |fact: &Id<Fact>| !context.facts[*fact].is_exact();
    Why {
        missing: gathered
            .deciding
            .iter()
            .copied()
            .filter(|fact| answer == Truth::Unknown && inexact(fact))
            .collect(),
        deciding: gathered.deciding.into_iter().collect(),
        undefined: gathered.undefined.into_iter().map(|(span, reason)| (reason, span)).collect(),
        vacuous: answer == Truth::Yes && is_vacuous(context, expr),
    }
}

/// Every fact that an expression reads, directly or through defines.
pub fn facts_read(pack: &Pack, expr: &Expr) -> BTreeSet<Id<Fact>> {
    let mut facts = BTreeSet::new();
    let mut defines: BTreeSet<Id<Define>> = BTreeSet::new();
    // A list instead of recursion, since defines may form chains of any length.
    let mut pending = vec![expr];
    while let Some(expr) = pending.pop() {
        match expr.kind {
            ExprKind::Fact(fact) => {
                facts.insert(fact);
            }
            ExprKind::Define(define) if defines.insert(define) => pending.push(&pack.defines[define].value),
            _ => pending.extend(expr.children()),
        }
    }
    facts
}

/// Whether a yes came about only because there was nothing to ask: an implication of which no condition holds. A
/// conjunction is vacuous where all its parts are.
fn is_vacuous<'a>(context: &Context<'a>, expr: &'a Expr) -> bool {
    let mut expr = expr;
    while let ExprKind::Define(define) = expr.kind {
        expr = &context.pack.defines[define].value;
    }
    match &expr.kind {
        ExprKind::If { branches, otherwise: None } => {
            branches.iter().all(|(condition, _)| context.truth(condition) == Truth::No)
        }
        ExprKind::And(list) => list.iter().all(|part| is_vacuous(context, part)),
        ExprKind::Or(list) => list
            .iter()
            .find(|part| context.truth(part) == Truth::Yes)
            .is_some_and(|part| is_vacuous(context, part)),
        _ => false,
    }
}

struct Gathered<'c, 'a> {
    context: &'c Context<'a>,
    deciding: BTreeSet<Id<Fact>>,
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
        self.deciding.extend(facts_read(self.context.pack, expr));
        let mut pending = vec![expr];
        while let Some(expr) = pending.pop() {
            let parts = expr.children();
            // The innermost place is the one to show.
            if let Some(reason) = self.undefined(expr)
                && parts.iter().all(|part| self.undefined(part).is_none())
            {
                self.undefined.insert((expr.span, reason));
            }
            pending.extend(parts);
        }
    }

    fn undefined(&self, expr: &'a Expr) -> Option<Undefined> {
        match expr.kind {
            ExprKind::Quantifier(_) => Some(Undefined::Sample),
            _ => self.context.value(expr).undefined,
        }
    }
}
