//! Which parts of a yes/no expression its answer stands on.

use super::expr::Context;
use crate::pack::Truth;
use crate::pack::expr::{Expr, ExprKind};

/// How a part bears on the answer of the whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bearing {
    /// The answer stands on it.
    Decides,
    /// It gives the same answer as the part that the answer stands on, and would give it alone.
    AsWell,
    /// The answer would be the same without it.
    Idle,
    /// It was not asked, as a condition before it leads elsewhere.
    NotAsked,
}

/// The parts of an expression that is made of conditions, in the order of its children; nothing of any other, whose
/// answer stands on all that it reads. Of an `if` of another type they are what its value comes from.
///
/// Of a conjunction that is no one of the no parts decides, of a disjunction that is yes one of the yes parts, of
/// either that is unknown the unknown parts, else all of them.
pub fn parts<'a>(context: &Context<'a>, expr: &'a Expr) -> Option<Vec<(&'a Expr, Bearing)>> {
    match &expr.kind {
        ExprKind::And(list) => Some(of_list(context, expr, list, Some(Truth::No))),
        ExprKind::Or(list) => Some(of_list(context, expr, list, Some(Truth::Yes))),
        ExprKind::AtLeast { list, .. } => Some(of_list(context, expr, list, None)),
        ExprKind::Not(operand) => Some(vec![(operand, Bearing::Decides)]),
        ExprKind::If { branches, otherwise } => Some(of_branches(context, branches, otherwise.as_deref())),
        _ => None,
    }
}

/// The parts of a list, of which one alone decides where the whole has the `decisive` answer.
fn of_list<'a>(
    context: &Context<'a>,
    whole: &'a Expr,
    list: &'a [Expr],
    decisive: Option<Truth>,
) -> Vec<(&'a Expr, Bearing)> {
    let answer = context.truth(whole);
    let mut decided = false;
    let bearing = |part: &'a Expr| {
        let agrees = context.truth(part) == answer;
        let bearing = match (agrees, decided) {
            // Of a count that is reached or out of reach every part counts.
            _ if decisive.is_none() && answer != Truth::Unknown => Bearing::Decides,
            (false, _) => Bearing::Idle,
            (true, true) => Bearing::AsWell,
            (true, false) => Bearing::Decides,
        };
        decided = decided || (agrees && Some(answer) == decisive);
        (part, bearing)
    };
    list.iter().map(bearing).collect()
}

/// The conditions up to the first that holds, and every value that may be the one.
fn of_branches<'a>(
    context: &Context<'a>,
    branches: &'a [(Expr, Expr)],
    otherwise: Option<&'a Expr>,
) -> Vec<(&'a Expr, Bearing)> {
    let mut parts = Vec::new();
    let mut rest = Bearing::Decides;
    for (condition, value) in branches {
        let holds = if rest == Bearing::Decides { context.truth(condition) } else { Truth::No };
        let taken = if holds == Truth::No { Bearing::NotAsked } else { Bearing::Decides };
        parts.extend([(condition, rest), (value, taken)]);
        if holds == Truth::Yes {
            rest = Bearing::NotAsked;
        }
    }
    parts.extend(otherwise.map(|otherwise| (otherwise, rest)));
    parts
}

/// Whether an expression is a condition: a yes or no that is always there.
pub fn is_yes_no(expr: &Expr) -> bool {
    expr.ty.base == crate::pack::Base::YesNo && !expr.ty.optional
}
