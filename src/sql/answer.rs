//! The row that comes out: how many rows are yes, no and in doubt, and between which ends the fact lies, in words.

use super::Refusal;
use super::compile::Compiler;
use super::cover::said;
use super::expression::{Kind, Sql, case};
use super::relation::{Item, Query, Select};
use super::value::{Possible, Value};
use crate::pack::Id;
use crate::pack::expr::Expr;
use crate::pack::rule::Fact;

impl<'a> Compiler<'a> {
    /// The statement of a fact.
    pub(super) fn fact(mut self, fact: Id<Fact>, expr: &'a Expr) -> Result<Query, Refusal> {
        let (top, value) = self.measure(fact, expr)?;
        let counts = self.counts.take().unwrap_or([(); 3].map(|()| Sql::Null(Kind::Whole)));
        let [low, high] = in_words(&value)?;
        let [yes, no, unknown] = counts;
        let columns = [
            (Sql::Text(self.pack.fact_name(fact)), "fact"),
            (yes, "yes"),
            (no, "no"),
            (unknown, "unknown"),
            (low, "low"),
            (high, "high"),
        ];
        let items = columns.map(|(sql, name)| Item::Named(sql, name.to_owned())).to_vec();
        let answer = Select { items, ..top.from("t") };
        Ok(Query { named: self.relations.named, answer })
    }
}

/// The lower and the upper end in words; null where there is none.
fn in_words(value: &Value) -> Result<[Sql; 2], Refusal> {
    let text = |words: &str| Sql::Text(words.to_owned());
    let ends = match &value.known {
        Possible::Truth(_) if value.there.is_some() => {
            return Err(Refusal::of("a yes or no that may be absent, as what a fact comes to"));
        }
        Possible::Truth(truth) => {
            let end = |open| {
                let no = truth.clone().negated();
                case([(truth.clone(), text("yes")), (no, text("no"))], Some(text(open)))
            };
            [end("no"), end("yes")]
        }
        Possible::Number(ends) | Possible::Date(ends) => {
            [&ends.low, &ends.high].map(|end| Sql::ToText(Box::new(end.clone())))
        }
        Possible::Fraction { low, high } => [low, high].map(|(part, whole)| {
            let number = |sql: &Sql| Sql::ToText(Box::new(sql.clone()));
            Sql::Join(vec![number(part), text("/"), number(whole)])
        }),
        Possible::Duration(unit, ends) => {
            let word = match said(unit) {
                Sql::Text(unit) => Sql::Text(format!(" {unit}")),
                said => {
                    let mixed = super::calendar::is_unit(&said, "mixed");
                    case([(mixed, text(" mixed days"))], Some(Sql::Join(vec![text(" "), said])))
                }
            };
            [&ends.low, &ends.high].map(|end| {
                let words = Sql::Join(vec![Sql::ToText(Box::new(end.clone())), word.clone()]);
                // To join null to words leaves the words.
                case([(end.clone().unknown().negated(), words)], None)
            })
        }
        _ => return Err(Refusal::of("a choice, set, text or row, as what a fact comes to")),
    };
    Ok(ends.map(|end| or_none(or_absent(end, value), value)))
}

/// What may be absent.
fn or_absent(end: Sql, value: &Value) -> Sql {
    let Some(there) = &value.there else { return end };
    let absent = Sql::Text("absent".to_owned());
    case([(there.clone(), end.clone()), (there.clone().negated(), absent)], Some(with(end, "or absent")))
}

/// What may have no value.
fn or_none(end: Sql, value: &Value) -> Sql {
    let Some(lack) = &value.lack else { return end };
    let none = Sql::Text("none".to_owned());
    let perhaps = with(end.clone(), "or none");
    case([(lack.surely.clone(), none), (lack.perhaps.clone(), perhaps)], Some(end))
}

fn with(end: Sql, words: &str) -> Sql {
    let behind = Sql::Join(vec![end.clone(), Sql::Text(format!(" {words}"))]);
    case([(end.unknown(), Sql::Text(words.to_owned()))], Some(behind))
}
