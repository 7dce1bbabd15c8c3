//! Expressions with every name resolved to a slot and every type known.

use super::arena::Id;
use super::known::Partial;
use super::rule::{Column, Define, Fact, Table};
use super::types::Type;
use crate::source::Span;
use crate::vocabulary::{Comparison, Operator, QuantifierKind};

/// A typed expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// What its value is.
    pub ty: Type,
    /// Where it stands in the rule file.
    pub span: Span,
}

/// The row that a quantifier, or the `each` of a table, has bound: 0 is the outermost of the expression.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RowSlot(usize);

impl RowSlot {
    /// How many rows an expression may speak of at a time.
    pub const MOST: usize = 8;

    /// The slot of the row at this depth; nothing beyond [`RowSlot::MOST`].
    pub fn at(depth: usize) -> Option<RowSlot> {
        (depth < RowSlot::MOST).then_some(RowSlot(depth))
    }

    /// The row of a clause's outermost quantifier, or of the table of a computed column.
    pub const OUTERMOST: RowSlot = RowSlot(0);

    /// The depth, from 0.
    pub fn index(self) -> usize {
        self.0
    }
}

/// The forms of a typed expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ExprKind {
    /// A literal, a member, `absent`.
    Constant(Partial),
    /// The day of the check.
    AsOf,
    /// The deadline of the recommendation that the expression stands in.
    Due,
    /// A fact.
    Fact(Id<Fact>),
    /// A named value.
    Define(Id<Define>),
    /// A bound row.
    Row(RowSlot),
    /// A column of a row.
    Column {
        /// The row, of type [`super::types::Base::Row`].
        row: Box<Expr>,
        /// The column of that row's table.
        column: Id<Column>,
    },
    /// Not.
    Not(Box<Expr>),
    /// The negative of a number or duration.
    Negate(Box<Expr>),
    /// All of them.
    And(Vec<Expr>),
    /// Any of them.
    Or(Vec<Expr>),
    /// `at least count of […]`
    AtLeast {
        /// How many.
        count: u32,
        /// Of what.
        list: Vec<Expr>,
    },
    /// The value of the first branch whose condition holds. Without `otherwise` it is a yes/no and an implication:
    /// yes where no condition holds.
    If {
        /// Conditions and values.
        branches: Vec<(Expr, Expr)>,
        /// The value where no condition holds.
        otherwise: Option<Box<Expr>>,
    },
    /// `a + b - c`, `a * b / c`
    Arithmetic {
        /// The first operand.
        first: Box<Expr>,
        /// Each further operand with the operator before it, and the type of the result so far.
        rest: Vec<Step>,
    },
    /// `a < b` and its kin.
    Compare {
        /// Which.
        comparison: Comparison,
        /// Left.
        left: Box<Expr>,
        /// Right.
        right: Box<Expr>,
    },
    /// `a is b`, `a is not b`
    Is {
        /// Whether it is `is not`.
        negated: bool,
        /// Left.
        left: Box<Expr>,
        /// Right.
        right: Box<Expr>,
    },
    /// `a is recorded`, `a is not recorded`
    Recorded {
        /// Whether it is `is not recorded`.
        negated: bool,
        /// What is asked about: an optional.
        value: Box<Expr>,
    },
    /// `a in [ … ]`
    In {
        /// What is looked for.
        value: Box<Expr>,
        /// Where.
        list: Vec<Expr>,
    },
    /// `set covers [ … ]`
    Covers {
        /// The set.
        value: Box<Expr>,
        /// Members that it must include.
        list: Vec<Expr>,
    },
    /// `date within window [of anchor]`
    Within {
        /// The date.
        date: Box<Expr>,
        /// The duration.
        window: Box<Expr>,
        /// Where the window starts; without it the window ends at `as_of`.
        of: Option<Box<Expr>>,
    },
    /// A quantifier.
    Quantifier(Box<Quantifier>),
}

/// One step of an arithmetic chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The operator before the operand.
    pub operator: Operator,
    /// The operand.
    pub operand: Expr,
    /// The type of the chain up to and with this operand.
    pub ty: Type,
}

/// A quantifier over the rows of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quantifier {
    /// Which.
    pub kind: QuantifierKind,
    /// The table.
    pub table: Id<Table>,
    /// The slot that its row is bound to.
    pub slot: RowSlot,
    /// What rows must satisfy to be looked at.
    pub filter: Option<Expr>,
    /// What is asked of each; missing exactly for `some`, `no` and `count`.
    pub body: Option<Expr>,
}

impl Expr {
    /// This expression and everything that it is made of, at every depth.
    pub fn parts(&self) -> impl Iterator<Item = &Expr> {
        let mut waiting = vec![self];
        std::iter::from_fn(move || {
            let part = waiting.pop()?;
            waiting.extend(part.children());
            Some(part)
        })
    }

    /// The expressions that this one is made of, in the order of the text.
    pub fn children(&self) -> Vec<&Expr> {
        match &self.kind {
            ExprKind::Constant(_)
            | ExprKind::AsOf
            | ExprKind::Due
            | ExprKind::Fact(_)
            | ExprKind::Define(_)
            | ExprKind::Row(_) => Vec::new(),
            ExprKind::Column { row: operand, .. }
            | ExprKind::Not(operand)
            | ExprKind::Negate(operand)
            | ExprKind::Recorded { value: operand, .. } => vec![operand],
            ExprKind::And(list) | ExprKind::Or(list) | ExprKind::AtLeast { list, .. } => {
                list.iter().collect()
            }
            ExprKind::If { branches, otherwise } => {
                let branches = branches.iter().flat_map(|(condition, value)| [condition, value]);
                branches.chain(otherwise.as_deref()).collect()
            }
            ExprKind::Arithmetic { first, rest } => {
                std::iter::once(&**first).chain(rest.iter().map(|step| &step.operand)).collect()
            }
            ExprKind::Compare { left, right, .. } | ExprKind::Is { left, right, .. } => vec![left, right],
            ExprKind::In { value, list } | ExprKind::Covers { value, list } => {
                std::iter::once(&**value).chain(list).collect()
            }
            ExprKind::Within { date, window, of } => {
                [&**date, window].into_iter().chain(of.as_deref()).collect()
            }
            ExprKind::Quantifier(quantifier) => quantifier.filter.iter().chain(&quantifier.body).collect(),
        }
    }
}
