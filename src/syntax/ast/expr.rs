//! Expressions and literals as they are written.

use super::Name;
use crate::source::Span;
use crate::vocabulary::{Comparison, Operator, QuantifierKind, Unit};

/// An expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands, parentheses included.
    pub span: Span,
}

/// The forms of an expression. Chains of one operator are lists, so that their length costs no depth.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ExprKind {
    /// A literal.
    Literal(Literal),
    /// A name: a row, group, define, member, or one of `yes`, `no`, `absent`, `as_of`, `due`.
    Name(String),
    /// `of.a.b`: at least one member name.
    Member {
        /// What the first member name is looked up in.
        of: Box<Expr>,
        /// The names behind the dots.
        names: Vec<Name>,
    },
    /// `not expr`
    Not(Box<Expr>),
    /// `-expr`
    Negate(Box<Expr>),
    /// `a and b and …`: two or more.
    And(Vec<Expr>),
    /// `a or b or …`: two or more.
    Or(Vec<Expr>),
    /// `if c then a else if d then b else e`: at least one branch.
    If {
        /// Condition and value of each branch.
        branches: Vec<(Expr, Expr)>,
        /// What follows the last `else`.
        otherwise: Option<Box<Expr>>,
    },
    /// `a + b - c` or `a * b / c`: sums and products are never mixed in one list.
    Arithmetic {
        /// The first operand.
        first: Box<Expr>,
        /// Each further operand with the operator before it; at least one.
        rest: Vec<(Operator, Expr)>,
    },
    /// `a < b`, `a <= b`, `a > b`, `a >= b`
    Compare {
        /// The comparison.
        comparison: Comparison,
        /// What stands left of it.
        left: Box<Expr>,
        /// What stands right of it.
        right: Box<Expr>,
    },
    /// `a is b`, `a is not b`
    Is {
        /// Whether `not` follows.
        negated: bool,
        /// What stands left.
        left: Box<Expr>,
        /// What stands right.
        right: Box<Expr>,
    },
    /// `a is recorded`, `a is not recorded`
    Recorded {
        /// Whether `not` stands before `recorded`.
        negated: bool,
        /// What is asked about.
        value: Box<Expr>,
    },
    /// `a in [ … ]`
    In {
        /// What is looked for.
        value: Box<Expr>,
        /// Where it is looked for.
        list: Vec<Expr>,
    },
    /// `a covers [ … ]`
    Covers {
        /// The set.
        value: Box<Expr>,
        /// What it must include.
        list: Vec<Expr>,
    },
    /// `a within b`, `a within b of c`
    Within {
        /// The date.
        date: Box<Expr>,
        /// The duration.
        window: Box<Expr>,
        /// The date that the window starts at; without it the window ends at `as_of`.
        of: Option<Box<Expr>>,
    },
    /// `all of [ … ]`
    AllOf(Vec<Expr>),
    /// `any of [ … ]`
    AnyOf(Vec<Expr>),
    /// `at least n of [ … ]`
    AtLeast {
        /// How many; digits.
        count: Name,
        /// Of what.
        list: Vec<Expr>,
    },
    /// `every x in t where f: b` and its kin.
    Quantifier(Box<Quantifier>),
}

/// A quantified expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quantifier {
    /// Which one.
    pub kind: QuantifierKind,
    /// The name of the row.
    pub row: Name,
    /// The table.
    pub table: Name,
    /// `where expr`
    pub filter: Option<Expr>,
    /// `: expr`; missing exactly for `some`, `no` and `count`.
    pub body: Option<Expr>,
}

/// A literal as written; its value is read where types are checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Literal {
    /// What it looks like.
    pub kind: LiteralKind,
    /// Where it stands.
    pub span: Span,
}

/// The forms of a literal. Digits are kept as written, so that a number of any length has a tree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LiteralKind {
    /// `12`, `0.5`
    Number(String),
    /// `97.5%`: the digits before the sign.
    Percent(String),
    /// `2026-10-31`
    Date(String),
    /// `15 days`: the digits and the unit.
    Duration(String, Unit),
    /// `"…"`
    Text(String),
}
