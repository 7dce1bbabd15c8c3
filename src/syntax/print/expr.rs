//! Expressions as text, each part in parentheses where it binds more loosely than its place asks for.

use std::fmt::{self, Display};

use super::joined;
use crate::syntax::ast::{Expr, ExprKind, Quantifier};
use crate::vocabulary::{Comparison, Operator, QuantifierKind};

/// How tightly an expression binds, loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    /// `if`, and a quantifier, whose end is open.
    Open,
    /// `and`, `or`, which are not put side by side.
    Joint,
    Not,
    Comparison,
    Sum,
    Product,
    Unary,
    Primary,
}

fn binding(expr: &Expr) -> Binding {
    match &expr.kind {
        ExprKind::If { .. } | ExprKind::Quantifier(_) => Binding::Open,
        ExprKind::And(_) | ExprKind::Or(_) => Binding::Joint,
        ExprKind::Not(_) => Binding::Not,
        ExprKind::Compare { .. }
        | ExprKind::Is { .. }
        | ExprKind::Recorded { .. }
        | ExprKind::In { .. }
        | ExprKind::Covers { .. }
        | ExprKind::Within { .. } => Binding::Comparison,
        ExprKind::Arithmetic { rest, .. } => match rest.first() {
            Some((Operator::Multiply | Operator::Divide, _)) => Binding::Product,
            _ => Binding::Sum,
        },
        ExprKind::Negate(_) => Binding::Unary,
        ExprKind::Literal(_)
        | ExprKind::Name(_)
        | ExprKind::Member { .. }
        | ExprKind::AllOf(_)
        | ExprKind::AnyOf(_)
        | ExprKind::AtLeast { .. } => Binding::Primary,
    }
}

/// An expression where at least this binding is asked for.
struct At<'a>(Binding, &'a Expr);

impl Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if binding(self.1) >= self.0 { write!(f, "{}", self.1) } else { write!(f, "({})", self.1) }
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ExprKind::Literal(literal) => write!(f, "{literal}"),
            ExprKind::Name(name) => f.write_str(name),
            ExprKind::Member { of, names } => {
                write!(f, "{}.{}", At(Binding::Primary, of), joined(names, "."))
            }
            ExprKind::Not(operand) => write!(f, "not {}", At(Binding::Not, operand)),
            ExprKind::Negate(operand) => write!(f, "-{}", At(Binding::Unary, operand)),
            ExprKind::And(list) => join(f, list, " and "),
            ExprKind::Or(list) => join(f, list, " or "),
            ExprKind::If { branches, otherwise } => conditional(f, branches, otherwise.as_deref()),
            ExprKind::Arithmetic { first, rest } => arithmetic(f, self, first, rest),
            ExprKind::Compare { comparison, left, right } => {
                let sign = match comparison {
                    Comparison::Less => "<",
                    Comparison::LessOrEqual => "<=",
                    Comparison::Greater => ">",
                    Comparison::GreaterOrEqual => ">=",
                };
                write!(f, "{} {sign} {}", At(Binding::Sum, left), At(Binding::Sum, right))
            }
            ExprKind::Is { negated, left, right } => {
                write!(f, "{} is{} {}", At(Binding::Sum, left), not(*negated), At(Binding::Sum, right))
            }
            ExprKind::Recorded { negated, value } => {
                write!(f, "{} is{} recorded", At(Binding::Sum, value), not(*negated))
            }
            ExprKind::In { value, list } => {
                write!(f, "{} in [{}]", At(Binding::Sum, value), joined(list, ", "))
            }
            ExprKind::Covers { value, list } => {
                write!(f, "{} covers [{}]", At(Binding::Sum, value), joined(list, ", "))
            }
            ExprKind::Within { date, window, of } => {
                write!(f, "{} within {}", At(Binding::Sum, date), At(Binding::Sum, window))?;
                of.iter().try_for_each(|of| write!(f, " of {}", At(Binding::Sum, of)))
            }
            ExprKind::AllOf(list) => write!(f, "all of [{}]", joined(list, ", ")),
            ExprKind::AnyOf(list) => write!(f, "any of [{}]", joined(list, ", ")),
            ExprKind::AtLeast { count, list } => write!(f, "at least {count} of [{}]", joined(list, ", ")),
            ExprKind::Quantifier(quantifier) => write!(f, "{quantifier}"),
        }
    }
}

impl Display for Quantifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keyword = match self.kind {
            QuantifierKind::Every => "every",
            QuantifierKind::Some => "some",
            QuantifierKind::No => "no",
            QuantifierKind::Count => "count",
            QuantifierKind::Share => "share",
            QuantifierKind::Sum => "sum",
            QuantifierKind::Min => "min",
            QuantifierKind::Max => "max",
        };
        write!(f, "{keyword} {} in {}", self.row, self.table)?;
        self.filter.iter().try_for_each(|filter| write!(f, " where {filter}"))?;
        self.body.iter().try_for_each(|body| write!(f, ": {body}"))
    }
}

fn not(negated: bool) -> &'static str {
    if negated { " not" } else { "" }
}

fn join(f: &mut fmt::Formatter<'_>, list: &[Expr], joint: &str) -> fmt::Result {
    let parts: Vec<String> = list.iter().map(|part| At(Binding::Not, part).to_string()).collect();
    f.write_str(&parts.join(joint))
}

/// An `if` before `then` or `else` would take them for its own.
fn conditional(
    f: &mut fmt::Formatter<'_>,
    branches: &[(Expr, Expr)],
    otherwise: Option<&Expr>,
) -> fmt::Result {
    for (index, (condition, value)) in branches.iter().enumerate() {
        let keyword = if index == 0 { "if" } else { " else if" };
        write!(f, "{keyword} {condition} then {}", At(Binding::Joint, value))?;
    }
    otherwise.iter().try_for_each(|otherwise| write!(f, " else {}", At(Binding::Joint, otherwise)))
}

fn arithmetic(
    f: &mut fmt::Formatter<'_>,
    whole: &Expr,
    first: &Expr,
    rest: &[(Operator, Expr)],
) -> fmt::Result {
    let operand = if binding(whole) == Binding::Sum { Binding::Product } else { Binding::Unary };
    write!(f, "{}", At(operand, first))?;
    for (operator, value) in rest {
        let sign = match operator {
            Operator::Add => "+",
            Operator::Subtract => "-",
            Operator::Multiply => "*",
            Operator::Divide => "/",
        };
        write!(f, " {sign} {}", At(operand, value))?;
    }
    Ok(())
}
