//! Expressions of the language as expressions of SQL, asked of rows.

use std::collections::{BTreeMap, BTreeSet};

use super::cover::{Branches, agreeing};
use super::expression::{Kind, Relation, Sql, and, case, compare, or, plus};
use super::relation::{Item, Join, Select};
use super::rows::{Relations, Rows};
use super::value::{Possible, Value, exactly};
use super::{Question, Refusal, arithmetic, table};
use crate::evaluate::reads::first_quantifier;
use crate::pack::Id;
use crate::pack::expr::{Expr, ExprKind, Quantifier};
use crate::pack::rule::{Column, Computed, Fact, Pack, Table};
use crate::vocabulary::{Comparison, Operator};

/// Puts one fact into SQL.
pub(super) struct Compiler<'a> {
    pub(super) question: &'a Question<'a>,
    pub(super) pack: &'a Pack,
    pub(super) relations: Relations,
    /// The rows of each table so far, with the computed columns that have been reached.
    tables: BTreeMap<Id<Table>, Rows>,
    needed: BTreeSet<Id<Column>>,
    /// The quantifier whose rows are counted.
    pub(super) first: Option<&'a Quantifier>,
    /// How many of its rows are yes, no and in doubt.
    pub(super) counts: Option<[Sql; 3]>,
    /// What is being put into SQL, to name its parts after.
    name: String,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(question: &'a Question<'a>) -> Compiler<'a> {
        Compiler {
            question,
            pack: question.pack,
            relations: Relations::default(),
            tables: BTreeMap::new(),
            needed: BTreeSet::new(),
            first: None,
            counts: None,
            name: String::new(),
        }
    }

    /// What the fact comes to, and the row that says so.
    pub(super) fn measure(&mut self, fact: Id<Fact>, expr: &'a Expr) -> Result<(Rows, Value), Refusal> {
        self.first = first_quantifier(self.pack, expr);
        self.needed = columns_read(self.pack, expr);
        for computed in &self.pack.computed {
            if let Computed::Column(column) = computed
                && self.needed.contains(column)
            {
                self.column(*column)?;
            }
        }
        self.name = self.pack.facts[fact].name.clone();
        let mut top = Rows::top();
        let value = self.value(&mut top, expr)?;
        let value = top.keep_value(&mut self.relations, "measured", value);
        top.flush(&mut self.relations);
        Ok((top, value))
    }

    /// Adds a computed column to the rows of its table.
    fn column(&mut self, column: Id<Column>) -> Result<(), Refusal> {
        let Column { table, name, computed, .. } = &self.pack.columns[column];
        let Some(computed) = computed else { return Ok(()) };
        self.name.clone_from(name);
        // Whoever reads this table in the meantime reads what it has so far.
        let makes_layers = |part: &Expr| match &part.kind {
            ExprKind::Quantifier(_) => true,
            ExprKind::Column { row, .. } => !matches!(row.kind, ExprKind::Row(_)),
            _ => false,
        };
        let mut rows =
            if computed.parts().any(makes_layers) { self.rows_of(*table)? } else { self.take(*table)? };
        let value = self.value(&mut rows, computed)?;
        let kept = rows.keep_value(&mut self.relations, name, value);
        rows.values.insert((0, column), kept);
        self.tables.insert(*table, rows);
        Ok(())
    }

    fn take(&mut self, table: Id<Table>) -> Result<Rows, Refusal> {
        match self.tables.get(&table) {
            Some(rows) => Ok(rows.clone()),
            None => {
                table::rows(self.pack, &mut self.relations, table, |column| self.needed.contains(&column))
            }
        }
    }

    /// The rows of a table with all columns that have been reached.
    pub(super) fn rows_of(&mut self, table: Id<Table>) -> Result<Rows, Refusal> {
        let mut rows = self.take(table)?;
        rows.flush(&mut self.relations);
        self.tables.insert(table, rows.clone());
        Ok(rows)
    }

    /// The answer of a yes/no expression.
    pub(super) fn truth(&mut self, rows: &mut Rows, expr: &'a Expr) -> Result<Sql, Refusal> {
        Ok(match &expr.kind {
            ExprKind::Not(operand) => self.truth(rows, operand)?.negated(),
            ExprKind::And(list) => self.all(rows, list)?,
            ExprKind::Or(list) => or(self.truths(rows, list)?),
            ExprKind::AtLeast { count, list } => at_least(*count, &self.truths(rows, list)?),
            ExprKind::If { branches, otherwise } => self.conditional(rows, branches, otherwise.as_deref())?,
            ExprKind::Compare { comparison, left, right } => {
                let (left, right) = (self.value(rows, left)?, self.value(rows, right)?);
                super::compare::order(self.pack, *comparison, &left, &right)?
            }
            ExprKind::Is { negated, left, right } => {
                let (left, right) = (self.value(rows, left)?, self.value(rows, right)?);
                let is = super::compare::is(self.pack, &left, &right)?;
                if *negated { is.negated() } else { is }
            }
            ExprKind::Recorded { negated, value } => {
                let value = self.value(rows, value)?;
                let there = super::compare::unless_lacking([&value], value.is_there());
                if *negated { there.negated() } else { there }
            }
            ExprKind::In { value, list } => {
                let (value, list) = (self.value(rows, value)?, self.values(rows, list)?);
                super::compare::is_in(self.pack, &value, &list)?
            }
            ExprKind::Covers { value, list } => {
                let (value, list) = (self.value(rows, value)?, self.values(rows, list)?);
                super::compare::covers(self.pack, &value, &list)?
            }
            ExprKind::Within { date, window, of } => self.within(rows, date, window, of.as_deref())?,
            _ => as_condition(&self.value(rows, expr)?),
        })
    }

    /// What is known of the value of an expression of any type.
    pub(super) fn value(&mut self, rows: &mut Rows, expr: &'a Expr) -> Result<Value, Refusal> {
        match &expr.kind {
            ExprKind::Constant(value) => Value::constant(value, expr.ty.base.choice()),
            ExprKind::AsOf => Ok(exactly(self.question.as_of)),
            ExprKind::Due => Err(Refusal::of("`due`, which no measured fact has")),
            ExprKind::Fact(fact) => self.stated(*fact),
            ExprKind::Define(define) => {
                let value = &self.pack.defines[*define].value;
                let has_rows = value.parts().any(|part| matches!(part.kind, ExprKind::Quantifier(_)));
                if has_rows && !rows.is_top() {
                    let name = &self.pack.defines[*define].name;
                    return Err(Refusal::of(format!("`{name}`, which asks rows, within rows")));
                }
                self.value(rows, value)
            }
            ExprKind::Row(slot) => match rows.bound.get(&slot.index()) {
                Some((table, key)) if !matches!(key, Sql::Null(_)) => {
                    Ok(Value::of(Possible::Row(*table, key.clone())))
                }
                _ => Err(Refusal::of("a row whose table has a compound key")),
            },
            ExprKind::Column { row, column } => self.cell(rows, row, *column),
            ExprKind::Negate(operand) => arithmetic::negate(&self.value(rows, operand)?),
            ExprKind::Arithmetic { first, rest } => {
                let mut result = self.value(rows, first)?;
                for step in rest {
                    let operand = self.value(rows, &step.operand)?;
                    result = arithmetic::apply(step.operator, &result, &operand)?;
                }
                Ok(result)
            }
            ExprKind::If { branches, otherwise: Some(otherwise) }
                if expr.ty.base != crate::pack::Base::YesNo =>
            {
                self.choose(rows, branches, otherwise)
            }
            ExprKind::Quantifier(quantifier) => self.quantifier(rows, quantifier, None),
            _ => Ok(Value::truth(self.truth(rows, expr)?)),
        }
    }

    fn truths(&mut self, rows: &mut Rows, list: &'a [Expr]) -> Result<Vec<Sql>, Refusal> {
        list.iter().map(|part| self.truth(rows, part)).collect()
    }

    fn values(&mut self, rows: &mut Rows, list: &'a [Expr]) -> Result<Vec<Value>, Refusal> {
        list.iter().map(|part| self.value(rows, part)).collect()
    }

    /// All of them. Other rows are asked only where the rest leaves that open.
    fn all(&mut self, rows: &mut Rows, list: &'a [Expr]) -> Result<Sql, Refusal> {
        let asks_rows = |part: &&Expr| part.parts().any(|part| matches!(part.kind, ExprKind::Quantifier(_)));
        let plain: Result<Vec<Sql>, Refusal> =
            list.iter().filter(|part| !asks_rows(part)).map(|part| self.truth(rows, part)).collect();
        let mut guard = and(plain?);
        for part in list.iter().filter(asks_rows) {
            let answer = match &part.kind {
                ExprKind::Quantifier(quantifier) => {
                    guard = rows.keep(&mut self.relations, "asks further", guard);
                    as_condition(&self.quantifier(rows, quantifier, Some(&guard))?)
                }
                _ => self.truth(rows, part)?,
            };
            guard = and([guard, answer]);
        }
        Ok(guard)
    }

    /// A yes/no `if`; without `else` it is yes where no condition holds.
    fn conditional(
        &mut self,
        rows: &mut Rows,
        branches: &'a [(Expr, Expr)],
        otherwise: Option<&'a Expr>,
    ) -> Result<Sql, Refusal> {
        let mut answer = match otherwise {
            Some(otherwise) => self.truth(rows, otherwise)?,
            None => Sql::Truth(true),
        };
        for (condition, value) in branches.iter().rev() {
            let (condition, value) = (self.truth(rows, condition)?, self.truth(rows, value)?);
            answer = match answer {
                Sql::Truth(true) => or([condition.negated(), value]),
                Sql::Truth(false) => and([condition, value]),
                answer => {
                    let condition = self.step(rows, condition);
                    let (value, answer) = (self.step(rows, value), self.step(rows, answer));
                    let both = agreeing(&value, &answer);
                    let holds_not = condition.clone().negated();
                    case([(condition, value), (holds_not, answer)], Some(both))
                }
            };
        }
        Ok(answer)
    }

    /// An `if` of any other type.
    fn choose(
        &mut self,
        rows: &mut Rows,
        branches: &'a [(Expr, Expr)],
        otherwise: &'a Expr,
    ) -> Result<Value, Refusal> {
        let mut chosen = self.value(rows, otherwise)?;
        for (condition, value) in branches.iter().rev() {
            let condition = self.truth(rows, condition)?;
            let condition = self.step(rows, condition);
            let first = self.value(rows, value)?;
            let name = format!("{} step", self.name);
            let second = rows.keep_value(&mut self.relations, &name, chosen);
            let first = rows.keep_value(&mut self.relations, &name, first);
            let layers = std::cell::RefCell::new((&mut *rows, &mut self.relations));
            let keep = |sql| {
                let (rows, relations) = &mut *layers.borrow_mut();
                rows.keep(relations, &name, sql)
            };
            let (condition, first, second) = (&condition, &first, &second);
            let branches = Branches { pack: self.pack, condition, first, second, keep: &keep };
            chosen = branches.value()?;
        }
        Ok(chosen)
    }

    /// A part that is said several times as a column of its own.
    fn step(&mut self, rows: &mut Rows, sql: Sql) -> Sql {
        let name = format!("{} step", self.name);
        rows.keep(&mut self.relations, &name, sql)
    }

    fn within(
        &mut self,
        rows: &mut Rows,
        date: &'a Expr,
        window: &'a Expr,
        of: Option<&'a Expr>,
    ) -> Result<Sql, Refusal> {
        let (date, window) = (self.value(rows, date)?, self.value(rows, window)?);
        let (from, until) = match of {
            None => {
                let until = exactly(self.question.as_of);
                (arithmetic::apply(Operator::Subtract, &until, &window)?, until)
            }
            Some(anchor) => {
                let from = self.value(rows, anchor)?;
                let until = arithmetic::apply(Operator::Add, &from, &window)?;
                (from, until)
            }
        };
        Ok(and([
            super::compare::order(self.pack, Comparison::GreaterOrEqual, &date, &from)?,
            super::compare::order(self.pack, Comparison::LessOrEqual, &date, &until)?,
        ]))
    }

    /// What is stated of a fact.
    fn stated(&self, fact: Id<Fact>) -> Result<Value, Refusal> {
        let entry = &self.pack.facts[fact];
        let name = self.pack.fact_name(fact);
        if entry.measured.is_some() {
            return Err(Refusal::of(format!("`{name}`, which is measured itself, in another measured fact")));
        }
        let stated = self.question.stated.map(|stated| &stated[fact]);
        let stated = stated.ok_or_else(|| Refusal::NeedsStatements(vec![name]))?;
        Value::constant(stated, entry.ty.base.choice())
    }

    /// A column of a row that is bound, or that is referred to.
    fn cell(&mut self, rows: &mut Rows, row: &'a Expr, column: Id<Column>) -> Result<Value, Refusal> {
        if let ExprKind::Row(slot) = row.kind {
            let value = rows.values.get(&(slot.index(), column)).cloned();
            return value.ok_or_else(|| Refusal::of(format!("`{}` here", self.pack.columns[column].name)));
        }
        let reference = self.value(rows, row)?;
        let Possible::Row(table, key) = &reference.known else {
            return Err(Refusal::of("a column of what is no row"));
        };
        let name = match &row.kind {
            ExprKind::Column { column, .. } => self.pack.columns[*column].name.clone(),
            _ => self.pack.tables[*table].name.clone(),
        };
        let key = rows.keep(&mut self.relations, &name, key.clone());
        rows.flush(&mut self.relations);
        let (found, value) = self.follow(rows, *table, &key, column, &name)?;
        let there = self.there_behind(column, &reference, &found, &value);
        Ok(Value { there, ..value })
    }

    /// Joins the row that a key names to each row: whether there is one, and what it has in a column.
    fn follow(
        &mut self,
        rows: &mut Rows,
        table: Id<Table>,
        key: &Sql,
        column: Id<Column>,
        name: &str,
    ) -> Result<(Sql, Value), Refusal> {
        let to = self.rows_of(table)?;
        let unknown = || Refusal::of(format!("`{}` here", self.pack.columns[column].name));
        let value = to.values.get(&(0, column)).ok_or_else(unknown)?;
        if self.pack.columns[column].computed.is_some() {
            let column = &self.pack.columns[column].name;
            return Err(Refusal::of(format!("`{name}.{column}`, a computed column behind a reference")));
        }
        let [(key_of, kind)] = to.key.as_slice() else { return Err(unknown()) };
        let mut columns = value.columns();
        if !columns.iter().any(|(column, _)| column == key_of) {
            columns.push((key_of.clone(), *kind));
        }
        let renamed: BTreeMap<String, String> = columns
            .iter()
            .map(|(column, _)| (column.clone(), rows.fresh(&format!("{name} {column}"))))
            .collect();
        let rename = |column: &str| renamed.get(column).cloned().unwrap_or_default();
        let items = columns.iter().map(|(column, kind)| {
            let of_row = Sql::Column { of: Some("r"), name: column.clone(), kind: *kind };
            Item::Named(of_row, rename(column))
        });
        let items = std::iter::once(Item::Everything("t")).chain(items).collect();
        let key_there = Sql::Column { of: Some("r"), name: key_of.clone(), kind: *kind };
        let on = compare(Relation::Equal, key_there, key.qualified("t"));
        let relation = to.relation.clone().ok_or_else(unknown)?;
        let join = Join { relation, alias: "r", keeps_all: true, on: Some(on) };
        let comment = format!("with what the {name} has");
        let select = Select { items, joins: vec![join], ..rows.from("t") };
        rows.layer(&mut self.relations, &comment, select);
        let found = Sql::column(rename(key_of), *kind).unknown().negated();
        Ok((found, value.renamed(&rename)))
    }

    /// Whether a value behind a reference is there: absent behind one that is absent, and not known behind one that is
    /// not known.
    fn there_behind(&self, column: Id<Column>, reference: &Value, found: &Sql, value: &Value) -> Option<Sql> {
        let is_optional = self.pack.columns[column].ty.optional;
        let cell = is_optional.then(|| case([(found.clone(), value.is_there())], None));
        match (&reference.there, cell) {
            (None, cell) => cell,
            (Some(there), None) => Some(there.clone()),
            (Some(there), Some(cell)) => Some(and([there.clone(), cell])),
        }
    }
}

/// A yes/no value as an answer: what is absent or has no value is unknown.
pub(super) fn as_condition(value: &Value) -> Sql {
    let Possible::Truth(truth) = &value.known else { return Sql::Null(Kind::Truth) };
    let answer = super::compare::unless_lacking([value], truth.clone());
    match &value.there {
        Some(there) => case([(there.clone(), answer)], None),
        None => answer,
    }
}

/// Whether at least so many of the answers are yes.
fn at_least(count: u32, answers: &[Sql]) -> Sql {
    let number = |counted: &dyn Fn(&Sql) -> Sql| {
        let each = answers.iter().map(|answer| case([(counted(answer), Sql::Whole(1))], Some(Sql::Whole(0))));
        each.reduce(|sum, one| plus(sum, one, false)).unwrap_or(Sql::Whole(0))
    };
    let wanted = || Sql::Whole(i64::from(count));
    let sure = number(&Sql::clone);
    let possible = number(&|answer| answer.clone().possible());
    case(
        [
            (compare(Relation::GreaterOrEqual, sure, wanted()), Sql::Truth(true)),
            (compare(Relation::Less, possible, wanted()), Sql::Truth(false)),
        ],
        None,
    )
}

/// Every column that an expression reads, through defines and computed columns.
fn columns_read(pack: &Pack, expr: &Expr) -> BTreeSet<Id<Column>> {
    let mut columns = BTreeSet::new();
    let mut defines = BTreeSet::new();
    let mut pending = vec![expr];
    while let Some(expr) = pending.pop() {
        pending.extend(expr.children());
        match &expr.kind {
            ExprKind::Column { column, .. } if columns.insert(*column) => {
                pending.extend(&pack.columns[*column].computed);
            }
            ExprKind::Define(define) if defines.insert(*define) => pending.push(&pack.defines[*define].value),
            _ => {}
        }
    }
    columns
}
