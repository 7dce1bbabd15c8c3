//! Quantifiers: rows of a table are asked and counted, at the top of a fact for all, else for each row around it.

use super::compile::{Compiler, as_condition};
use super::expression::{Kind, Relation, Sql, and, case, compare, or, plus};
use super::relation::{Item, Join, Select};
use super::rows::Rows;
use super::value::{Possible, Value};
use super::{Refusal, aggregate};
use crate::pack::expr::{Expr, ExprKind, Quantifier};
use crate::vocabulary::QuantifierKind;

impl<'a> Compiler<'a> {
    /// The value of a quantifier. Rows of which the guard says no need no answer.
    pub(super) fn quantifier(
        &mut self,
        rows: &mut Rows,
        quantifier: &'a Quantifier,
        guard: Option<&Sql>,
    ) -> Result<Value, Refusal> {
        let mut asked = if rows.is_top() {
            self.rows_of(quantifier.table)?
        } else {
            if rows.key.is_empty() {
                return Err(Refusal::of("rows that are asked about each row of a table without a key"));
            }
            self.pairs(rows, quantifier, guard)?
        };
        let passes = match &quantifier.filter {
            None => Sql::Truth(true),
            Some(filter) if rows.is_top() => self.truth(&mut asked, filter)?,
            Some(filter) => self.narrowed(&mut asked, filter)?,
        };
        let passes = asked.keep(&mut self.relations, "passes", passes);
        let body = match &quantifier.body {
            None => None,
            Some(body) => {
                let value = self.value(&mut asked, body)?;
                Some(asked.keep_value(&mut self.relations, "asked for", value))
            }
        };
        asked.flush(&mut self.relations);
        let counts_rows = self.first.is_some_and(|first| std::ptr::eq(first, quantifier));
        rows.shares_names_with(&asked);
        let mut columns = Columns { rows, aggregates: Vec::new() };
        let value = aggregate::value(&mut columns, quantifier.kind, &passes, body.as_ref())?;
        if counts_rows && columns.rows.is_top() {
            let counts = row_counts(quantifier.kind, &passes, body.as_ref());
            let mut column = |name, of| columns.count(name, of);
            let [yes, no, unknown] = counts;
            self.counts = Some([column("yes", yes), column("no", no), column("unknown", unknown)]);
        }
        let aggregates = std::mem::take(&mut columns.aggregates);
        self.join(rows, &asked, &passes, aggregates);
        Ok(value)
    }

    /// Adds what has been counted to the rows around it.
    fn join(&mut self, rows: &mut Rows, asked: &Rows, passes: &Sql, aggregates: Vec<Aggregate>) {
        if aggregates.is_empty() {
            return;
        }
        let key: Vec<(String, Kind)> = rows.key.clone();
        let named = aggregates.iter().map(|one| Item::Named(one.sql.clone(), one.name.clone()));
        let keys = key.iter().map(|(name, kind)| Item::Named(Sql::column(name.clone(), *kind), name.clone()));
        let filter = (!rows.is_top()).then(|| passes.clone().possible());
        let counted = Select {
            items: keys.chain(named).collect(),
            filter: filter.filter(|filter| *filter != Sql::Truth(true)),
            group: key.iter().map(|(name, kind)| Sql::column(name.clone(), *kind)).collect(),
            ..asked.from("t")
        };
        let called = format!("{} counted", rows.called);
        let counted = self.relations.add(&called, format!("{} counted", asked.called), vec![counted]);
        let Some(_) = rows.relation else {
            rows.relation = Some(counted);
            return;
        };
        let items = aggregates.iter().map(|one| Item::Named(one.beside(rows.is_top()), one.name.clone()));
        let on = key.iter().map(|(name, kind)| {
            let of = |alias| Sql::Column { of: Some(alias), name: name.clone(), kind: *kind };
            compare(Relation::Equal, of("q"), of("t"))
        });
        let on = (!key.is_empty()).then(|| and(on));
        let join = Join { relation: counted, alias: "q", keeps_all: true, on };
        let items = std::iter::once(Item::Everything("t")).chain(items).collect();
        let select = Select { items, joins: vec![join], ..rows.from("t") };
        rows.layer(&mut self.relations, "with what was counted", select);
    }

    /// Each row beside each row of the quantifier's table that may belong to it.
    fn pairs(
        &mut self,
        rows: &mut Rows,
        quantifier: &'a Quantifier,
        guard: Option<&Sql>,
    ) -> Result<Rows, Refusal> {
        let inner = self.rows_of(quantifier.table)?;
        let guard = guard.map(|guard| rows.keep(&mut self.relations, "asks further", guard.clone()));
        rows.flush(&mut self.relations);
        let slot = quantifier.slot.index();
        let table = &self.pack.tables[quantifier.table].name;
        let prefix = format!("{table} {}", slot.saturating_add(1));
        let rename = |name: &str| format!("{prefix} {name}");

        let key = inner.key.iter().map(|(name, kind)| (rename(name), *kind));
        let key = rows.key.iter().cloned().chain(key).collect();
        let mut pairs = Rows::of(None, &format!("{} beside {table}", rows.called), key);
        pairs.shares_names_with(rows);
        pairs.values.clone_from(&rows.values);
        pairs.bound.clone_from(&rows.bound);
        let asked = quantifier.filter.iter().chain(&quantifier.body);
        let asked: Vec<&Expr> = asked.flat_map(Expr::parts).collect();
        let mut columns = inner.key.clone();
        for ((_, column), value) in &inner.values {
            let is_read = asked.iter().any(|part| match &part.kind {
                ExprKind::Column { row, column: read } => {
                    read == column && row.kind == ExprKind::Row(quantifier.slot)
                }
                _ => false,
            });
            if is_read {
                columns.extend(value.columns());
                pairs.values.insert((slot, *column), value.renamed(&rename));
            }
        }
        if let Some((table, key)) = inner.bound.get(&0) {
            pairs.bound.insert(slot, (*table, key.renamed(&rename)));
        }
        columns.sort_by(|a, b| a.0.cmp(&b.0));
        columns.dedup();
        let items = columns.iter().map(|(name, kind)| {
            Item::Named(Sql::Column { of: Some("i"), name: name.clone(), kind: *kind }, rename(name))
        });
        let items: Vec<Item> = std::iter::once(Item::Everything("t")).chain(items).collect();
        columns.iter().for_each(|(name, _)| pairs.takes(&rename(name)));
        let filter = guard.map(|guard| guard.qualified("t").possible());
        let filter = filter.filter(|filter| *filter != Sql::Truth(true));
        let relation = inner.relation.clone().unwrap_or_default();
        let ways = self.ways(rows, &inner, quantifier);
        let body = ways.into_iter().map(|on| {
            let join = Join { relation: relation.clone(), alias: "i", keeps_all: false, on };
            Select { items: items.clone(), joins: vec![join], filter: filter.clone(), ..rows.from("t") }
        });
        let comment = format!("each of {} beside each of {table} that may belong to it", rows.called);
        pairs.relation = Some(self.relations.add(&pairs.called.clone(), comment, body.collect()));
        Ok(pairs)
    }

    /// The conditions by which rows are joined, of which no two hold of one pair. Where the filter asks for the same
    /// row on both sides, these are equal keys, and blanks, which may be any; else all rows are joined.
    fn ways(&mut self, rows: &Rows, inner: &Rows, quantifier: &'a Quantifier) -> Vec<Option<Sql>> {
        let parts: Vec<&Expr> = match quantifier.filter.as_ref().map(|filter| &filter.kind) {
            Some(ExprKind::And(list)) => list.iter().collect(),
            Some(_) => quantifier.filter.iter().collect(),
            None => Vec::new(),
        };
        let slot = quantifier.slot.index();
        for part in parts {
            let ExprKind::Is { negated: false, left, right } = &part.kind else { continue };
            let sides = [(left, right), (right, left)].into_iter().find_map(|(inside, outside)| {
                let inside = reference(inner, inside, slot, 0)?;
                let outside = reference_outside(rows, outside, slot)?;
                Some((inside, outside))
            });
            // Two that are absent are the same, which no equality finds.
            if let Some((inside, outside)) = sides
                && (inside.there.is_none() || outside.there.is_none())
                && let (Possible::Row(_, i), Possible::Row(_, o)) = (&inside.known, &outside.known)
            {
                let (i, o) = (i.qualified("i"), o.qualified("t"));
                let is_own_key = |value: &Value, rows: &Rows| match &value.known {
                    Possible::Row(_, Sql::Column { name, .. }) => rows.key.iter().any(|(key, _)| key == name),
                    _ => false,
                };
                let inside_may_be_blank = inside.there.is_none() && !is_own_key(&inside, inner);
                let outside_may_be_blank = outside.there.is_none() && !is_own_key(&outside, rows);
                let is_blank = |key: &Sql| Sql::IsNull(Box::new(key.clone()));
                let mut ways = vec![Some(compare(Relation::Equal, i.clone(), o.clone()))];
                if inside_may_be_blank {
                    ways.push(Some(is_blank(&i)));
                }
                if outside_may_be_blank {
                    ways.push(Some(and([is_blank(&o), is_blank(&i).negated()])));
                }
                return ways;
            }
        }
        vec![None]
    }

    /// The filter of pairs: what asks no further rows first, and the rest only of the pairs that it leaves.
    fn narrowed(&mut self, pairs: &mut Rows, filter: &'a Expr) -> Result<Sql, Refusal> {
        let asks_rows = |expr: &Expr| expr.parts().any(|part| matches!(part.kind, ExprKind::Quantifier(_)));
        let ExprKind::And(list) = &filter.kind else { return self.truth(pairs, filter) };
        if !list.iter().any(asks_rows) || !list.iter().any(|part| !asks_rows(part)) {
            return self.truth(pairs, filter);
        }
        let mut plain = Vec::new();
        for part in list.iter().filter(|part| !asks_rows(part)) {
            plain.push(self.truth(pairs, part)?);
        }
        let plain = pairs.keep(&mut self.relations, "may pass", and(plain));
        pairs.flush(&mut self.relations);
        let items = vec![Item::Everything("t")];
        let select = Select { items, filter: Some(plain.clone().possible()), ..pairs.from("t") };
        pairs.layer(&mut self.relations, "those that may pass", select);
        let mut answers = vec![plain];
        for part in list.iter().filter(|part| asks_rows(part)) {
            answers.push(self.truth(pairs, part)?);
        }
        Ok(and(answers))
    }
}

/// The row of a slot, or the reference that it has in a column.
fn reference(rows: &Rows, expr: &Expr, slot: usize, slot_in_rows: usize) -> Option<Value> {
    match &expr.kind {
        ExprKind::Row(row) if row.index() == slot => {
            let (table, key) = rows.bound.get(&slot_in_rows)?;
            (!matches!(key, Sql::Null(_))).then(|| Value::of(Possible::Row(*table, key.clone())))
        }
        ExprKind::Column { row, column } => match row.kind {
            ExprKind::Row(row) if row.index() == slot => {
                let value = rows.values.get(&(slot_in_rows, *column))?.clone();
                let is_column = matches!(&value.known, Possible::Row(_, Sql::Column { .. }));
                (is_column && value.lack.is_none()).then_some(value)
            }
            _ => None,
        },
        _ => None,
    }
}

fn reference_outside(rows: &Rows, expr: &Expr, inside: usize) -> Option<Value> {
    let slots = rows.bound.keys().copied().filter(|slot| *slot != inside);
    slots.into_iter().find_map(|slot| reference(rows, expr, slot, slot))
}

/// A number over rows.
pub(super) struct Aggregate {
    name: String,
    sql: Sql,
    /// What it is where there are no rows to group.
    of_none: Option<Sql>,
}

impl Aggregate {
    /// The column beside the rows around it.
    fn beside(&self, is_top: bool) -> Sql {
        let column = Sql::Column { of: Some("q"), name: self.name.clone(), kind: self.sql.kind() };
        match &self.of_none {
            Some(of_none) if !is_top => {
                case([(column.clone().unknown(), of_none.clone())], Some(column.clone()))
            }
            _ => column,
        }
    }
}

/// The columns of an aggregation.
pub(super) struct Columns<'r> {
    rows: &'r mut Rows,
    aggregates: Vec<Aggregate>,
}

impl Columns<'_> {
    /// How many rows there are of which a condition is true.
    pub(super) fn count(&mut self, name: &str, condition: Sql) -> Sql {
        match condition {
            Sql::Truth(false) | Sql::Null(_) => Sql::Whole(0),
            condition => self.add(name, Sql::CountWhere(Box::new(condition)), Some(Sql::Whole(0))),
        }
    }

    /// A number over the rows.
    pub(super) fn add(&mut self, name: &str, sql: Sql, of_none: Option<Sql>) -> Sql {
        if let Some(same) = self.aggregates.iter().find(|one| one.sql == sql) {
            return Sql::column(same.name.clone(), sql.kind());
        }
        let name = self.rows.fresh(name);
        let kind = sql.kind();
        self.aggregates.push(Aggregate { name: name.clone(), sql, of_none });
        Sql::column(name, kind)
    }
}

/// When a row counts as yes, as no and as in doubt (see [`crate::evaluate::rows`]).
fn row_counts(kind: QuantifierKind, passes: &Sql, body: Option<&Value>) -> [Sql; 3] {
    let open = |sql: &Sql| sql.clone().unknown();
    let body = body.map_or(Sql::Truth(true), as_condition);
    match kind {
        QuantifierKind::Some | QuantifierKind::Count => {
            [passes.clone(), passes.clone().negated(), open(passes)]
        }
        QuantifierKind::No => [passes.clone().negated(), passes.clone(), open(passes)],
        QuantifierKind::Every => {
            let answer = or([passes.clone().negated(), body]);
            let is_asked = passes.clone().possible();
            [
                and([is_asked.clone(), answer.clone()]),
                answer.clone().negated(),
                and([is_asked, open(&answer)]),
            ]
        }
        QuantifierKind::Share => [
            and([passes.clone(), body.clone()]),
            and([passes.clone(), body.clone().negated()]),
            or([open(passes), and([passes.clone(), open(&body)])]),
        ],
        QuantifierKind::Sum | QuantifierKind::Min | QuantifierKind::Max => {
            [passes.clone(), Sql::Truth(false), open(passes)]
        }
    }
}

/// The sum of two counts.
pub(super) fn sum(a: Sql, b: Sql) -> Sql {
    match a {
        Sql::Whole(0) => b,
        a => plus(a, b, false),
    }
}
