//! The proof of an answer: the expression taken apart, with the answer or the value of each part and whether the whole
//! stands on it. It is made by the evaluation itself, asked again of each part, so that it cannot say anything else.

use std::collections::BTreeSet;

use super::expr::Context;
use super::parts::{Bearing, is_yes_no, parts};
use super::rows::{self, RowCounts};
use super::tally::{self, Columns, Tally};
use super::verdict::Evaluation;
use super::{reasons, vacuous};
use crate::assessment::Assessment;
use crate::pack::expr::{Expr, ExprKind, Quantifier};
use crate::pack::rule::{Define, Fact, Pack, Recommendation};
use crate::pack::{Id, Partial, Truth, Undefined};

/// Nothing is taken apart deeper than this: chains of definitions may be of any length, and many readers of JSON give up
/// at 128 levels, of which a step takes two.
const DEEPEST: usize = 44;

/// One step of a proof: an expression and what came of it.
#[derive(Debug)]
pub struct Proof<'a> {
    /// The expression.
    pub expr: &'a Expr,
    /// What it is to the step above.
    pub role: Role,
    /// How it bears on the answer above.
    pub bearing: Bearing,
    /// Its answer, where it is a yes/no that was asked.
    pub answer: Option<Truth>,
    /// What is known of its value; nothing more than its type says of what was not asked.
    pub value: Partial,
    /// Why it has, or may have, no value.
    pub undefined: Option<Undefined>,
    /// Whether it is so only because there was nothing to ask.
    pub vacuous: bool,
    /// What it rests on.
    pub basis: Basis<'a>,
}

/// What a part is to the whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// The whole itself, or one of several equal parts.
    Part,
    /// The condition of an `if`.
    If,
    /// The value of a condition that holds.
    Then,
    /// The value where no condition holds.
    Else,
    /// An operand of a comparison or a calculation.
    Operand,
    /// What a name stands for.
    Meaning,
}

/// What a step rests on.
#[derive(Debug)]
pub enum Basis<'a> {
    /// On nothing further: a literal, the day, a row.
    Itself,
    /// Not told, because nothing depends on it.
    Untold,
    /// Not told, because the proof has become too deep.
    TooDeep,
    /// The parts that it is made of, in the order of [`Expr::children`].
    Parts(Vec<Proof<'a>>),
    /// `date within window`: its parts, and the first and the last day of the window.
    Window(Vec<Proof<'a>>, Box<(Partial, Partial)>),
    /// A fact, and the proof of what its records say, where they are given.
    Fact(Id<Fact>, Option<Meaning<'a>>),
    /// A definition.
    Define(Id<Define>, Meaning<'a>),
    /// The rows of a table.
    Rows(Box<Rows<'a>>),
}

/// What a name stands for.
#[derive(Debug)]
pub enum Meaning<'a> {
    /// This.
    Told(Box<Proof<'a>>),
    /// The same as where the proof first came across it.
    ToldBefore,
}

/// The rows that a quantifier looked at.
#[derive(Debug)]
pub struct Rows<'a> {
    /// By their answers.
    pub counts: RowCounts,
    /// Whether no row can be missing.
    pub complete: bool,
    /// What all rows answer to the filter.
    pub filter: Option<Tally<'a>>,
    /// What the rows that pass answer to what is asked of them.
    pub body: Option<Tally<'a>>,
}

/// The proof of an expression of an evaluated pack; `of` is the recommendation that it stands in.
pub fn prove<'a>(
    pack: &'a Pack,
    assessment: &'a Assessment,
    evaluation: &'a Evaluation,
    of: Option<Id<Recommendation>>,
    expr: &'a Expr,
) -> Proof<'a> {
    let due = of.and_then(|of| pack.recommendations[of].due).map(|(date, _)| date);
    let plain = Context {
        plans: evaluation.plans.as_ref(),
        ..Context::new(pack, &assessment.records, &evaluation.values, evaluation.as_of)
    };
    let mut prover =
        Prover { defines: BTreeSet::new(), facts: BTreeSet::new(), columns: BTreeSet::new(), plain };
    prover.step(&Context { due, ..plain }, expr, Role::Part, Bearing::Decides, 0)
}

struct Prover<'a> {
    /// What has been told, so that nothing is told twice.
    defines: BTreeSet<Id<Define>>,
    facts: BTreeSet<Id<Fact>>,
    columns: Columns,
    /// The surroundings of definitions and of what facts are measured as.
    plain: Context<'a>,
}

impl<'a> Prover<'a> {
    fn step(
        &mut self,
        context: &Context<'a>,
        expr: &'a Expr,
        role: Role,
        bearing: Bearing,
        depth: usize,
    ) -> Proof<'a> {
        if bearing == Bearing::NotAsked {
            let value = Partial::unknown(expr.ty, context.pack.members(expr.ty.base));
            let basis = Basis::Untold;
            return Proof {
                expr,
                role,
                bearing,
                answer: None,
                value,
                undefined: None,
                vacuous: false,
                basis,
            };
        }
        let value = context.value(expr).into_owned();
        let answer = is_yes_no(expr).then(|| context.truth(expr));
        let told = bearing != Bearing::Idle;
        Proof {
            expr,
            role,
            bearing,
            answer,
            value,
            undefined: reasons::undefined(context, expr),
            vacuous: told && answer.is_some_and(|answer| vacuous::is_vacuous(context, expr, answer)),
            basis: if told { self.basis(context, expr, depth) } else { Basis::Untold },
        }
    }

    fn basis(&mut self, context: &Context<'a>, expr: &'a Expr, depth: usize) -> Basis<'a> {
        match &expr.kind {
            ExprKind::Constant(_)
            | ExprKind::AsOf
            | ExprKind::Due
            | ExprKind::Row(_)
            | ExprKind::Column { .. } => Basis::Itself,
            _ if depth >= DEEPEST => Basis::TooDeep,
            ExprKind::Fact(fact) => Basis::Fact(*fact, self.records(*fact, depth)),
            ExprKind::Define(define) => Basis::Define(*define, self.definition(*define, depth)),
            ExprKind::Quantifier(quantifier) => Basis::Rows(Box::new(self.rows(context, quantifier))),
            ExprKind::Within { date, window, of } => {
                let (from, until) = context.window(window, of.as_deref());
                let parts = [&**date, window].into_iter().chain(of.as_deref());
                let parts = parts.map(|part| (part, Bearing::Decides)).collect();
                let ends = Box::new((from.into_owned(), until.into_owned()));
                Basis::Window(self.parts(context, expr, parts, depth), ends)
            }
            _ => {
                let all = || expr.children().into_iter().map(|part| (part, Bearing::Decides)).collect();
                let parts = parts(context, expr).unwrap_or_else(all);
                Basis::Parts(self.parts(context, expr, parts, depth))
            }
        }
    }

    fn parts(
        &mut self,
        context: &Context<'a>,
        whole: &Expr,
        parts: Vec<(&'a Expr, Bearing)>,
        depth: usize,
    ) -> Vec<Proof<'a>> {
        let depth = depth.saturating_add(1);
        let steps = parts.into_iter().enumerate();
        steps.map(|(at, (part, bearing))| self.step(context, part, role(whole, at), bearing, depth)).collect()
    }

    fn definition(&mut self, define: Id<Define>, depth: usize) -> Meaning<'a> {
        let is_new = self.defines.insert(define);
        self.meaning(&self.plain.pack.defines[define].value, is_new, depth)
    }

    /// What the records say of a fact, where any are given.
    fn records(&mut self, fact: Id<Fact>, depth: usize) -> Option<Meaning<'a>> {
        self.plain.values.measures[fact].as_ref().filter(|measure| measure.is_of_rows())?;
        let is_new = self.facts.insert(fact);
        let records = self.plain.pack.facts[fact].measured.as_ref()?;
        Some(self.meaning(records, is_new, depth))
    }

    fn meaning(&mut self, expr: &'a Expr, is_new: bool, depth: usize) -> Meaning<'a> {
        if !is_new {
            return Meaning::ToldBefore;
        }
        let (plain, depth) = (self.plain, depth.saturating_add(1));
        Meaning::Told(Box::new(self.step(&plain, expr, Role::Meaning, Bearing::Decides, depth)))
    }

    fn rows(&mut self, context: &Context<'a>, quantifier: &'a Quantifier) -> Rows<'a> {
        Rows {
            counts: rows::of_quantifier(context, quantifier),
            complete: context.records.rows(quantifier.table).complete,
            filter: tally::of_filter(context, quantifier, &mut self.columns),
            body: tally::of_body(context, quantifier, &mut self.columns),
        }
    }
}

/// What the part at this place is to the whole.
fn role(whole: &Expr, at: usize) -> Role {
    match &whole.kind {
        ExprKind::And(_) | ExprKind::Or(_) | ExprKind::AtLeast { .. } | ExprKind::Not(_) => Role::Part,
        ExprKind::If { branches, .. } if at >= branches.len().saturating_mul(2) => Role::Else,
        ExprKind::If { .. } if at.is_multiple_of(2) => Role::If,
        ExprKind::If { .. } => Role::Then,
        _ => Role::Operand,
    }
}

impl Role {
    /// The word of results.
    pub fn name(self) -> &'static str {
        match self {
            Role::Part => "part",
            Role::If => "if",
            Role::Then => "then",
            Role::Else => "else",
            Role::Operand => "operand",
            Role::Meaning => "meaning",
        }
    }
}

impl Bearing {
    /// The word of results.
    pub fn name(self) -> &'static str {
        match self {
            Bearing::Decides => "decides",
            Bearing::AsWell => "as_well",
            Bearing::Idle => "idle",
            Bearing::NotAsked => "not_asked",
        }
    }
}
