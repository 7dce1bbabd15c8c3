//! What an expression stands on: the facts and tables that it reads, directly or by way of what is computed.

use std::collections::BTreeSet;

use crate::pack::Id;
use crate::pack::expr::{Expr, ExprKind, Quantifier};
use crate::pack::rule::{Column, Define, Fact, Pack, Table};

/// What an expression reads.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Reads {
    /// Facts.
    pub facts: BTreeSet<Id<Fact>>,
    /// Tables whose rows it asks, or whose columns it reads through a reference.
    pub tables: BTreeSet<Id<Table>>,
    /// Those whose rows it asks.
    pub asked: BTreeSet<Id<Table>>,
}

/// Everything that an expression reads, through defines and computed columns, and through the records behind the facts
/// for which `is_measured` says so; these are then not among the facts themselves.
pub fn reads<'a>(pack: &'a Pack, expr: &'a Expr, is_measured: impl Fn(Id<Fact>) -> bool) -> Reads {
    let mut reads = Reads::default();
    let mut defines: BTreeSet<Id<Define>> = BTreeSet::new();
    let mut columns: BTreeSet<Id<Column>> = BTreeSet::new();
    let mut measured: BTreeSet<Id<Fact>> = BTreeSet::new();
    // A list instead of recursion, since what is computed may form chains of any length.
    let mut pending = vec![expr];
    while let Some(expr) = pending.pop() {
        pending.extend(expr.children());
        match &expr.kind {
            ExprKind::Fact(fact) => match &pack.facts[*fact].measured {
                Some(records) if is_measured(*fact) => {
                    if measured.insert(*fact) {
                        pending.push(records);
                    }
                }
                _ => {
                    reads.facts.insert(*fact);
                }
            },
            ExprKind::Define(define) if defines.insert(*define) => pending.push(&pack.defines[*define].value),
            ExprKind::Column { column, .. } if columns.insert(*column) => {
                reads.tables.insert(pack.columns[*column].table);
                pending.extend(&pack.columns[*column].computed);
            }
            ExprKind::Quantifier(quantifier) => {
                reads.tables.insert(quantifier.table);
                reads.asked.insert(quantifier.table);
            }
            _ => {}
        }
    }
    reads
}

/// Every fact that an expression reads, through defines and computed columns.
pub fn facts_read(pack: &Pack, expr: &Expr) -> BTreeSet<Id<Fact>> {
    reads(pack, expr, |_| false).facts
}

/// The first quantifier of an expression in the order of its text, through defines, that no other quantifier holds.
pub fn first_quantifier<'a>(pack: &'a Pack, expr: &'a Expr) -> Option<&'a Quantifier> {
    let mut defines: BTreeSet<Id<Define>> = BTreeSet::new();
    let mut pending = vec![expr];
    while let Some(expr) = pending.pop() {
        match &expr.kind {
            ExprKind::Quantifier(quantifier) => return Some(quantifier),
            ExprKind::Define(define) if defines.insert(*define) => pending.push(&pack.defines[*define].value),
            _ => pending.extend(expr.children().into_iter().rev()),
        }
    }
    None
}
