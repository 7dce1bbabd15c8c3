//! Comparisons that hold several facts against each other, so that no single value is the answer.

use super::Against;
use super::settle::variables;
use crate::evaluate::expr::BoundRows;
use crate::evaluate::revision::{Changes, Placed, Revision, Variable};
use crate::pack::expr::{Expr, ExprKind};
use crate::pack::rule::Requirement;
use crate::vocabulary::Level;

/// The first comparison among a requirement's obligations that holds a variable against others; one whose others are
/// changed along with it before any.
pub(super) fn against<'a>(
    revision: &Revision<'a>,
    requirement: &'a Requirement,
    variable: Variable,
    changes: &Changes,
) -> Option<Against> {
    let mut first = None;
    let musts = requirement.clauses.iter().filter(|clause| clause.level == Level::Must);
    for comparison in musts.flat_map(|clause| comparisons(revision, &clause.condition, variable)) {
        let read = variables(revision, comparison);
        if !read.contains(&variable) || read.len() < 2 {
            continue;
        }
        let others: Vec<Variable> = read.into_iter().filter(|other| *other != variable).collect();
        let together = others.iter().any(|other| changes.contains_key(other));
        let found = Against { comparison: comparison.expr.span, others, together };
        if together {
            return Some(found);
        }
        first.get_or_insert(found);
    }
    first
}

/// The comparisons that a condition is made of. Of quantifiers the row of the variable is bound.
fn comparisons<'a>(revision: &Revision<'a>, condition: &'a Expr, variable: Variable) -> Vec<Placed<'a>> {
    let mut found = Vec::new();
    let mut pending = vec![(condition, BoundRows::default())];
    while let Some((expr, rows)) = pending.pop() {
        match &expr.kind {
            ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::AtLeast { .. }
            | ExprKind::If { .. } => {
                pending.extend(expr.children().into_iter().rev().map(|part| (part, rows)));
            }
            ExprKind::Define(define) => {
                pending.push((&revision.pack().defines[*define].value, BoundRows::default()));
            }
            ExprKind::Quantifier(quantifier) if quantifier.kind.is_yes_no() => {
                let rows = match variable {
                    Variable::Cell(column, row)
                        if revision.pack().columns[column].table == quantifier.table =>
                    {
                        rows.with(quantifier.slot, row)
                    }
                    _ => rows,
                };
                pending.extend(quantifier.body.iter().chain(&quantifier.filter).map(|part| (part, rows)));
            }
            ExprKind::Compare { .. } | ExprKind::Is { .. } | ExprKind::Within { .. } => {
                found.push(Placed { expr, rows });
            }
            _ => {}
        }
    }
    found
}
