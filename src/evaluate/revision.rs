//! What would follow if a body could state something else: an evaluation with changes tried on it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::compute::{Basis, Values};
use super::expr::{BoundRows, Context};
use super::outcome::{Question, judge_requirement};
use super::plan::Plans;
use super::reads::{Reads, reads};
use super::verdict::{Evaluation, RequirementVerdict};
use crate::assessment::Assessment;
use crate::pack::expr::Expr;
use crate::pack::rule::{Column, Computed, Fact, Pack, Requirement};
use crate::pack::{Date, Id, Partial, Truth};
use crate::tables::Records;

/// Something that a body can state otherwise.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Variable {
    /// A fact. Where records measure it, changing it stands for records that measure otherwise.
    Fact(Id<Fact>),
    /// The cell of a column in a row, which is at hand.
    Cell(Id<Column>, usize),
}

/// What would be known instead.
pub type Changes = BTreeMap<Variable, Partial>;

/// An expression where it stands.
#[derive(Clone, Copy)]
pub struct Placed<'a> {
    /// The expression.
    pub expr: &'a Expr,
    /// The rows that quantifiers around it have bound.
    pub rows: BoundRows,
}

/// An assessment's values with changes applied to them. Everything that is computed follows.
pub struct Revision<'a> {
    pack: &'a Pack,
    assessment: &'a Assessment,
    original: &'a Evaluation,
    values: Values,
    records: Cow<'a, Records>,
    changes: Changes,
    /// The deadline of the recommendation whose conditions are asked.
    pub due: Option<Date>,
    /// What each computed value of the pack reads, in its order.
    reads: Vec<(Computed, Reads)>,
    /// What is to be computed again after a change, found once for each variable.
    followers: BTreeMap<Variable, Rc<[Computed]>>,
}

impl<'a> Revision<'a> {
    /// An evaluation on which nothing is changed yet.
    pub fn new(pack: &'a Pack, assessment: &'a Assessment, original: &'a Evaluation) -> Revision<'a> {
        let read = |computed: &Computed| {
            let expr = match *computed {
                Computed::Define(define) => Some(&pack.defines[define].value),
                Computed::Column(column) => pack.columns[column].computed.as_ref(),
                Computed::Fact(fact) => pack.facts[fact].measured.as_ref(),
            };
            (*computed, expr.map(|expr| reads(pack, expr, |_| false)).unwrap_or_default())
        };
        Revision {
            pack,
            assessment,
            original,
            values: original.values.clone(),
            records: Cow::Borrowed(&assessment.records),
            changes: Changes::new(),
            due: None,
            reads: pack.computed.iter().map(read).collect(),
            followers: BTreeMap::new(),
        }
    }

    /// The pack.
    pub fn pack(&self) -> &'a Pack {
        self.pack
    }

    /// The day of the check.
    pub fn as_of(&self) -> Date {
        self.original.as_of
    }

    /// What is changed.
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// What is known of everything now.
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// The rows of all tables. Changes leave their number as it is.
    pub fn records(&self) -> &'a Records {
        &self.assessment.records
    }

    /// What is known without any change.
    pub fn original(&self, variable: Variable) -> Option<Cow<'_, Partial>> {
        match variable {
            Variable::Fact(fact) => Some(Cow::Borrowed(&self.original.values.facts[fact])),
            Variable::Cell(column, row) => self.assessment.records.cell(column, row),
        }
    }

    /// What is known now.
    pub fn known(&self, variable: Variable) -> Option<Cow<'_, Partial>> {
        match variable {
            Variable::Fact(fact) => Some(Cow::Borrowed(&self.values.facts[fact])),
            Variable::Cell(column, row) => self.records.cell(column, row),
        }
    }

    /// Makes these the only changes.
    pub fn apply(&mut self, changes: &Changes) {
        let dropped: Vec<Variable> =
            self.changes.keys().filter(|variable| !changes.contains_key(variable)).copied().collect();
        let added = changes.iter().filter(|(variable, known)| self.changes.get(variable) != Some(known));
        let added: Vec<(Variable, Partial)> =
            added.map(|(variable, known)| (*variable, known.clone())).collect();
        dropped.into_iter().for_each(|variable| self.undo(variable));
        added.into_iter().for_each(|(variable, known)| self.set(variable, known));
    }

    /// Changes one more thing, or the same again.
    pub fn set(&mut self, variable: Variable, known: Partial) {
        self.write(variable, known.clone());
        self.changes.insert(variable, known);
        self.follow(variable);
    }

    /// Takes a change back.
    pub fn undo(&mut self, variable: Variable) {
        if self.changes.remove(&variable).is_some() {
            if let Some(known) = self.original(variable).map(Cow::into_owned) {
                self.write(variable, known);
            }
            self.follow(variable);
        }
    }

    /// The answer of a condition now.
    pub fn truth(&self, condition: Placed<'a>) -> Truth {
        self.context(condition.rows).truth(condition.expr)
    }

    /// What is known now of a value.
    pub fn value(&self, expr: Placed<'a>) -> Partial {
        self.context(expr.rows).value(expr.expr).into_owned()
    }

    /// The verdict on a requirement now. What supports it is taken from `assessment`, which may be another one than that
    /// of the values.
    pub fn judge(
        &self,
        assessment: &Assessment,
        question: Question,
        requirement: Id<Requirement>,
    ) -> RequirementVerdict {
        let of = &self.pack.requirements[requirement];
        judge_requirement(&self.context(BoundRows::default()), assessment, question, (requirement, of), None)
    }

    fn context(&self, rows: BoundRows) -> Context<'_> {
        let context = Context::new(self.pack, &self.records, &self.values, self.original.as_of);
        Context { due: self.due, bound: rows, ..context }
    }

    fn write(&mut self, variable: Variable, known: Partial) {
        match variable {
            Variable::Fact(fact) => self.values.facts[fact] = known,
            Variable::Cell(column, row) => self.records.to_mut().replace(column, row, &known),
        }
    }

    /// Computes everything again that uses a variable, but for facts that are changed themselves.
    fn follow(&mut self, variable: Variable) {
        let followers = match self.followers.get(&variable) {
            Some(followers) => Rc::clone(followers),
            None => {
                let found: Rc<[Computed]> = self.followers_of(variable).into();
                self.followers.insert(variable, Rc::clone(&found));
                found
            }
        };
        let as_of = self.original.as_of;
        // What was found out by plans before the change does not hold behind it.
        let plans = Plans::default();
        for computed in followers.iter() {
            if matches!(computed, Computed::Fact(fact) if self.changes.contains_key(&Variable::Fact(*fact))) {
                continue;
            }
            let basis = Basis {
                pack: self.pack,
                assessment: self.assessment,
                records: &self.records,
                as_of,
                plans: Some(&plans),
            };
            self.values.recompute(basis, *computed);
        }
    }

    fn followers_of(&self, variable: Variable) -> Vec<Computed> {
        let mut facts = BTreeSet::new();
        let mut table = None;
        match variable {
            Variable::Fact(fact) => {
                facts.insert(fact);
            }
            Variable::Cell(column, _) => table = Some(self.pack.columns[column].table),
        }
        let mut followers = Vec::new();
        for (computed, read) in &self.reads {
            let of_table = match *computed {
                Computed::Column(column) => Some(self.pack.columns[column].table),
                _ => None,
            };
            let uses_table =
                table.is_some_and(|table| read.tables.contains(&table) || of_table == Some(table));
            if uses_table || !read.facts.is_disjoint(&facts) {
                followers.push(*computed);
                if let Computed::Fact(fact) = computed {
                    facts.insert(*fact);
                }
            }
        }
        followers
    }
}
