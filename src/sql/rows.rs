//! The rows that expressions are asked of: a relation that gains columns layer by layer.

use std::collections::{BTreeMap, BTreeSet};

use super::expression::{Kind, Sql};
use super::relation::{Item, Named, Select};
use super::value::{Candidates, Ends, Lack, Possible, Unit, Value};
use crate::pack::Id;
use crate::pack::rule::{Column, Table};

/// Rows, and what is known of each by the row slots of expressions.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    /// The relation that holds them; none at the top of a fact, before anything has been asked.
    pub(super) relation: Option<String>,
    /// What further relations of these rows are called, with a number.
    pub(super) called: String,
    /// The columns that tell its rows apart.
    pub(super) key: Vec<(String, Kind)>,
    /// What is known of each column of the row in each slot.
    pub(super) values: BTreeMap<(usize, Id<Column>), Value>,
    /// The table and the key of the row in each slot.
    pub(super) bound: BTreeMap<usize, (Id<Table>, Sql)>,
    /// Columns that the next layer will have.
    pending: Vec<(String, Sql)>,
    names: BTreeSet<String>,
}

/// The relations of a statement so far.
#[derive(Default, Debug)]
pub(super) struct Relations {
    pub(super) named: Vec<Named>,
    numbers: BTreeMap<String, usize>,
}

impl Relations {
    /// Adds a relation and gives its name. No table of a pack has a space in its name.
    pub(super) fn add(&mut self, called: &str, comment: impl Into<String>, body: Vec<Select>) -> String {
        let number = self.numbers.entry(called.to_owned()).or_insert(0);
        *number = number.saturating_add(1);
        let name = format!("{called} {number}");
        self.named.push(Named { comment: comment.into(), name: name.clone(), body, is_kept: false });
        name
    }
}

impl Rows {
    /// No rows yet.
    pub(super) fn top() -> Rows {
        Rows::of(None, "answer", Vec::new())
    }

    /// The rows of a relation.
    pub(super) fn of(relation: Option<String>, called: &str, key: Vec<(String, Kind)>) -> Rows {
        Rows {
            relation,
            called: called.to_owned(),
            names: key.iter().map(|(name, _)| name.clone()).collect(),
            key,
            values: BTreeMap::new(),
            bound: BTreeMap::new(),
            pending: Vec::new(),
        }
    }

    /// Whether these are not the rows of a table, but the one row of a fact.
    pub(super) fn is_top(&self) -> bool {
        self.bound.is_empty()
    }

    /// A name that no column has yet.
    pub(super) fn fresh(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 1_usize;
        while !self.names.insert(name.clone()) {
            number = number.saturating_add(1);
            name = format!("{wanted} {number}");
        }
        name
    }

    /// All names of these other rows are taken from here on.
    pub(super) fn shares_names_with(&mut self, other: &Rows) {
        self.names.extend(other.names.iter().cloned());
    }

    /// The name is taken from here on.
    pub(super) fn takes(&mut self, name: &str) {
        self.names.insert(name.to_owned());
    }

    /// Makes an expression a column of its own, unless it is one or a constant.
    pub(super) fn keep(&mut self, relations: &mut Relations, name: &str, sql: Sql) -> Sql {
        if sql.children().is_empty() || self.relation.is_none() {
            return sql;
        }
        if sql.reads(&self.pending) {
            self.flush(relations);
        }
        if let Some((kept, _)) = self.pending.iter().find(|(_, other)| *other == sql) {
            return Sql::column(kept.clone(), sql.kind());
        }
        let name = self.fresh(name);
        let kind = sql.kind();
        self.pending.push((name.clone(), sql));
        Sql::column(name, kind)
    }

    /// Makes a layer of the columns that wait for one.
    pub(super) fn flush(&mut self, relations: &mut Relations) {
        if self.pending.is_empty() {
            return;
        }
        let pending = std::mem::take(&mut self.pending);
        let names: Vec<&str> = pending.iter().map(|(name, _)| name.as_str()).collect();
        let comment = format!("with {}", names.join(", "));
        let items = pending.iter().map(|(name, sql)| Item::Named(sql.clone(), name.clone()));
        let items = std::iter::once(Item::Everything("t")).chain(items).collect();
        self.layer(relations, &comment, Select { items, ..self.from("t") });
        if let Some(layer) = relations.named.last_mut() {
            layer.is_kept = true;
        }
    }

    /// Makes a layer of a selection from these rows.
    pub(super) fn layer(&mut self, relations: &mut Relations, comment: &str, select: Select) {
        self.relation = Some(relations.add(&self.called, comment, vec![select]));
    }

    /// A selection from these rows that has no columns yet.
    pub(super) fn from(&self, alias: &'static str) -> Select {
        Select { from: self.relation.clone().map(|relation| (relation, alias)), ..Select::default() }
    }

    /// Makes each part of a value a column of its own, unless it is one or a constant.
    pub(super) fn keep_value(&mut self, relations: &mut Relations, name: &str, value: Value) -> Value {
        let mut keep = |suffix: &str, sql: Sql| {
            let name = if suffix.is_empty() { name.to_owned() } else { format!("{name} {suffix}") };
            self.keep(relations, &name, sql)
        };
        let known = match value.known {
            Possible::Truth(truth) => Possible::Truth(keep("", truth)),
            Possible::Number(ends) => Possible::Number(keep_ends(&mut keep, ends)),
            Possible::Date(ends) => Possible::Date(keep_ends(&mut keep, ends)),
            Possible::Duration(unit, ends) => {
                let unit = match unit {
                    Unit::Said(said, days) => {
                        let said = keep("unit", said);
                        let low = keep("from in days", days.low);
                        let high = keep("until in days", days.high);
                        Unit::Said(said, Box::new(Ends { low, high }))
                    }
                    fixed => fixed,
                };
                Possible::Duration(unit, keep_ends(&mut keep, ends))
            }
            Possible::Text(text) => Possible::Text(keep("", text)),
            Possible::Set(text) => Possible::Set(keep("", text)),
            Possible::Row(table, key) => Possible::Row(table, keep("", key)),
            Possible::Choice(choice, Candidates::Named(text)) => {
                Possible::Choice(choice, Candidates::Named(keep("", text)))
            }
            Possible::Choice(choice, Candidates::Each(each)) => {
                let each = each
                    .into_iter()
                    .map(|(member, may_be)| (member, keep(&format!("may be {member}"), may_be)));
                Possible::Choice(choice, Candidates::Each(each.collect()))
            }
            // Its parts are columns of an answer already.
            fraction @ Possible::Fraction { .. } => fraction,
        };
        let there = value.there.map(|there| keep("there", there));
        let lack = value
            .lack
            .map(|lack| Lack { perhaps: keep("may lack", lack.perhaps), surely: keep("lacks", lack.surely) });
        Value { known, there, lack }
    }
}

fn keep_ends(keep: &mut impl FnMut(&str, Sql) -> Sql, ends: Ends) -> Ends {
    if ends.is_point() {
        return Ends::point(keep("", ends.low));
    }
    Ends { low: keep("from", ends.low), high: keep("until", ends.high) }
}

impl Value {
    /// The same value with every part changed.
    pub(super) fn map(&self, change: &impl Fn(&Sql) -> Sql) -> Value {
        let ends = |ends: &Ends| Ends { low: change(&ends.low), high: change(&ends.high) };
        let pair = |pair: &(Sql, Sql)| (change(&pair.0), change(&pair.1));
        let known = match &self.known {
            Possible::Truth(sql) => Possible::Truth(change(sql)),
            Possible::Number(of) => Possible::Number(ends(of)),
            Possible::Date(of) => Possible::Date(ends(of)),
            Possible::Fraction { low, high } => Possible::Fraction { low: pair(low), high: pair(high) },
            Possible::Duration(Unit::Said(unit, days), of) => {
                Possible::Duration(Unit::Said(change(unit), Box::new(ends(days))), ends(of))
            }
            Possible::Duration(unit, of) => Possible::Duration(unit.clone(), ends(of)),
            Possible::Text(sql) => Possible::Text(change(sql)),
            Possible::Set(sql) => Possible::Set(change(sql)),
            Possible::Row(table, sql) => Possible::Row(*table, change(sql)),
            Possible::Choice(choice, Candidates::Named(sql)) => {
                Possible::Choice(*choice, Candidates::Named(change(sql)))
            }
            Possible::Choice(choice, Candidates::Each(each)) => {
                let each = each.iter().map(|(member, may_be)| (*member, change(may_be)));
                Possible::Choice(*choice, Candidates::Each(each.collect()))
            }
        };
        let lack = self.lack.as_ref();
        let lack = lack.map(|lack| Lack { perhaps: change(&lack.perhaps), surely: change(&lack.surely) });
        Value { known, there: self.there.as_ref().map(change), lack }
    }

    /// The columns that it is made of, each once.
    pub(super) fn columns(&self) -> Vec<(String, Kind)> {
        let found = std::cell::RefCell::new(Vec::new());
        self.map(&|sql| {
            let mut pending = vec![sql];
            while let Some(part) = pending.pop() {
                if let Sql::Column { name, kind, .. } = part {
                    let column = (name.clone(), *kind);
                    let mut found = found.borrow_mut();
                    if !found.contains(&column) {
                        found.push(column);
                    }
                }
                pending.extend(part.children());
            }
            sql.clone()
        });
        found.into_inner()
    }

    /// The same value of columns with other names.
    pub(super) fn renamed(&self, rename: &impl Fn(&str) -> String) -> Value {
        self.map(&|sql| sql.renamed(rename))
    }
}

impl Sql {
    /// The same expression of columns with other names.
    pub(super) fn renamed(&self, rename: &impl Fn(&str) -> String) -> Sql {
        self.rebuilt(&|part| match part {
            Sql::Column { of, name, kind } => Some(Sql::Column { of: *of, name: rename(name), kind: *kind }),
            _ => None,
        })
    }

    /// The same expression of columns of the relation with this alias.
    pub(super) fn qualified(&self, alias: &'static str) -> Sql {
        self.rebuilt(&|part| match part {
            Sql::Column { name, kind, .. } => {
                Some(Sql::Column { of: Some(alias), name: name.clone(), kind: *kind })
            }
            _ => None,
        })
    }

    /// The same expression with some parts replaced.
    fn rebuilt(&self, replace: &impl Fn(&Sql) -> Option<Sql>) -> Sql {
        if let Some(replaced) = replace(self) {
            return replaced;
        }
        let again = |sql: &Sql| Box::new(sql.rebuilt(replace));
        let all = |list: &[Sql]| list.iter().map(|sql| sql.rebuilt(replace)).collect();
        match self {
            Sql::And(list) => Sql::And(all(list)),
            Sql::Or(list) => Sql::Or(all(list)),
            Sql::Join(list) => Sql::Join(all(list)),
            Sql::Not(of) => Sql::Not(again(of)),
            Sql::In(of, texts) => Sql::In(again(of), texts.clone()),
            Sql::IsNull(of) => Sql::IsNull(again(of)),
            Sql::Possible(of) => Sql::Possible(again(of)),
            Sql::MonthNumber(of) => Sql::MonthNumber(again(of)),
            Sql::Holds(of, text) => Sql::Holds(again(of), text.clone()),
            Sql::WithoutSpaces(of) => Sql::WithoutSpaces(again(of)),
            Sql::Part(of, part) => Sql::Part(again(of), *part),
            Sql::ToWhole(of) => Sql::ToWhole(again(of)),
            Sql::ToText(of) => Sql::ToText(again(of)),
            Sql::CountWhere(of) => Sql::CountWhere(again(of)),
            Sql::Sum(of) => Sql::Sum(again(of)),
            Sql::Min(of) => Sql::Min(again(of)),
            Sql::Max(of) => Sql::Max(again(of)),
            Sql::Compare(relation, a, b) => Sql::Compare(*relation, again(a), again(b)),
            Sql::Add(a, b) => Sql::Add(again(a), again(b)),
            Sql::Subtract(a, b) => Sql::Subtract(again(a), again(b)),
            Sql::Multiply(a, b) => Sql::Multiply(again(a), again(b)),
            Sql::Quotient(a, b) => Sql::Quotient(again(a), again(b)),
            Sql::Rest(a, b) => Sql::Rest(again(a), again(b)),
            Sql::AddMonths(a, b) => Sql::AddMonths(again(a), again(b)),
            Sql::AddDays(a, b) => Sql::AddDays(again(a), again(b)),
            Sql::DaysBetween(a, b) => Sql::DaysBetween(again(a), again(b)),
            Sql::Case { branches, otherwise } => Sql::Case {
                branches: branches
                    .iter()
                    .map(|(condition, value)| (condition.rebuilt(replace), value.rebuilt(replace)))
                    .collect(),
                otherwise: otherwise.as_deref().map(again),
            },
            constant => constant.clone(),
        }
    }
}
