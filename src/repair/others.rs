//! What the other conditions of a requirement have to say of what a comparison reads.

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::revision::Variable;
use crate::pack::expr::{Expr, ExprKind};
use crate::pack::rule::{Column, Define, Fact, Pack};
use crate::pack::{Absence, Id, Known, Partial};

/// What the conditions of a requirement share.
#[derive(Default)]
pub struct Others {
    /// Every value that one of them names.
    pub constants: Vec<Known>,
    facts: BTreeMap<Id<Fact>, usize>,
    columns: BTreeMap<Id<Column>, usize>,
}

impl Others {
    /// What these conditions share.
    pub fn of<'a>(pack: &'a Pack, conditions: impl Iterator<Item = &'a Expr>) -> Others {
        let mut others = Others::default();
        let mut defines = BTreeSet::new();
        let mut pending: Vec<&Expr> = conditions.collect();
        while let Some(expr) = pending.pop() {
            match &expr.kind {
                ExprKind::Not(_)
                | ExprKind::And(_)
                | ExprKind::Or(_)
                | ExprKind::AtLeast { .. }
                | ExprKind::If { .. }
                | ExprKind::Quantifier(_) => pending.extend(expr.children()),
                ExprKind::Define(define) => pending.push(&pack.defines[*define].value),
                _ => others.add(pack, expr, &mut defines),
            }
        }
        others
    }

    /// Whether more than one comparison reads a variable.
    pub fn is_contested(&self, variable: Variable) -> bool {
        let times = match variable {
            Variable::Fact(fact) => self.facts.get(&fact),
            Variable::Cell(column, _) => self.columns.get(&column),
        };
        times.is_some_and(|times| *times > 1)
    }

    /// Counts what one comparison reads, each thing once.
    fn add<'a>(&mut self, pack: &'a Pack, comparison: &'a Expr, defines: &mut BTreeSet<Id<Define>>) {
        let (mut facts, mut columns) = (BTreeSet::new(), BTreeSet::new());
        let mut pending = vec![comparison];
        defines.clear();
        while let Some(expr) = pending.pop() {
            pending.extend(expr.children());
            match &expr.kind {
                ExprKind::Constant(Partial { known, absence: Absence::Never, .. })
                    if !self.constants.contains(known) =>
                {
                    self.constants.push(known.clone());
                }
                ExprKind::Fact(fact) => {
                    facts.insert(*fact);
                }
                ExprKind::Define(define) if defines.insert(*define) => {
                    pending.push(&pack.defines[*define].value);
                }
                ExprKind::Column { column, .. } if columns.insert(*column) => {
                    pending.extend(&pack.columns[*column].computed);
                }
                _ => {}
            }
        }
        for fact in facts {
            let times = self.facts.entry(fact).or_default();
            *times = times.saturating_add(1);
        }
        for column in columns {
            let times = self.columns.entry(column).or_default();
            *times = times.saturating_add(1);
        }
    }
}
