//! Extracts of which no row is kept: all that is asked of their rows is asked in one pass while they are read, stretch by
//! stretch on all cores. What is left of them is what the questions need: counts, ranges, and the few rows that a report
//! names.
//!
//! As with plans, every answer is one that the evaluator gives; only who asks, and when, is decided here.

mod core;
mod gather;
mod keys;
mod table;

use std::sync::Arc;

use self::table::Known;
use super::compute::{Basis, Values};
use super::plan::{Plans, stands_alone};
use super::reads::reads;
use crate::assessment::{Assessment, AssessmentFiles, Unfinished};
use crate::diagnostic::Diagnostic;
use crate::pack::expr::{Expr, ExprKind, Quantifier};
use crate::pack::rule::{Column, Computed, Pack, Table};
use crate::pack::{Base, Date, Id, Slots, Type};

/// What has been found out before the assessment as a whole is evaluated.
pub struct Swept {
    pub(super) values: Values,
    pub(super) plans: Plans,
    /// What is still to be computed, each behind what it uses.
    pub(super) later: Vec<Computed>,
}

/// A quantifier, wherever it stands.
#[derive(Clone, Copy)]
struct Asked<'p> {
    quantifier: &'p Quantifier,
    ty: Type,
    /// The deadline of the recommendation that it stands in.
    due: Option<Date>,
}

/// Whether the rows of a table need not be kept, of each: no reference leads to them, whatever is asked of them depends on
/// no row of another table around, and on nothing that such tables must answer first.
pub fn tables(pack: &Pack) -> Slots<Table, bool> {
    let is_read = pack.columns_read();
    let refers_to = |table: Id<Table>| {
        let mut read = pack.columns.entries().filter(|(id, column)| is_read[*id] || column.key);
        read.any(|(_, column)| column.ty.base == Base::Row(table))
    };
    let asked = asked(pack);
    let all_stand_alone = |table: Id<Table>| {
        let mut of_table = asked.iter().filter(|asked| asked.quantifier.table == table);
        of_table.all(|asked| stands_alone(asked.quantifier))
    };
    let mut swept = Slots::new(&pack.tables, |table| {
        !pack.tables[table].by_choices && !refers_to(table) && all_stand_alone(table)
    });
    for table in pack.tables.ids() {
        let of_table = asked.iter().filter(|asked| asked.quantifier.table == table);
        let mut inner =
            of_table.flat_map(|asked| asked.quantifier.filter.iter().chain(&asked.quantifier.body));
        swept[table] &= !inner.any(|expr| asks_any(pack, expr, &swept));
    }
    swept
}

/// Whether an expression asks the rows of any of these tables, through whatever is computed.
fn asks_any(pack: &Pack, expr: &Expr, tables: &Slots<Table, bool>) -> bool {
    reads(pack, expr, |_| true).asked.iter().any(|table| tables[*table])
}

/// Every quantifier of a pack.
fn asked(pack: &Pack) -> Vec<Asked<'_>> {
    let facts = pack.facts.iter().filter_map(|fact| fact.measured.as_ref());
    let columns = pack.columns.iter().filter_map(|column| column.computed.as_ref());
    let everywhere = facts.chain(columns).chain(pack.defines.iter().map(|define| &define.value));
    let everywhere = everywhere.map(|expr| (expr, None));
    let under_a_deadline = pack.requirements.iter().flat_map(|requirement| {
        let due = pack.recommendations[requirement.recommendation].due.map(|(due, _)| due);
        let clauses = requirement.clauses.iter().flat_map(|clause| clause.expressions());
        requirement.applies_when.iter().chain(clauses).map(move |expr| (expr, due))
    });
    let parts =
        everywhere.chain(under_a_deadline).flat_map(|(expr, due)| expr.parts().map(move |part| (part, due)));
    let quantifiers = parts.filter_map(|(part, due)| match &part.kind {
        ExprKind::Quantifier(quantifier) => Some(Asked { quantifier, ty: part.ty, due }),
        _ => None,
    });
    quantifiers.collect()
}

impl Swept {
    /// Before anything has been found out.
    pub(super) fn nothing(pack: &Pack, assessment: &Assessment) -> Swept {
        let values = Values::stated(pack, assessment);
        Swept { values, plans: Plans::default(), later: pack.computed.clone() }
    }

    /// Computes what does not depend on the rows of these tables.
    fn compute_without(
        &mut self,
        tables: &Slots<Table, bool>,
        pack: &Pack,
        assessment: &Assessment,
        as_of: Date,
    ) {
        let depends = |computed: &Computed| match computed {
            Computed::Define(define) => asks_any(pack, &pack.defines[*define].value, tables),
            Computed::Fact(fact) => {
                pack.facts[*fact].measured.as_ref().is_some_and(|expr| asks_any(pack, expr, tables))
            }
            Computed::Column(column) => {
                let Column { table, computed, .. } = &pack.columns[*column];
                tables[*table] || computed.as_ref().is_some_and(|expr| asks_any(pack, expr, tables))
            }
        };
        let (later, now): (Vec<Computed>, Vec<Computed>) = self.later.iter().copied().partition(depends);
        self.later = later;
        for computed in now {
            let Swept { values, plans, .. } = self;
            let records = &assessment.records;
            values.recompute(Basis { pack, assessment, records, as_of, plans: Some(plans) }, computed);
        }
    }
}

/// Reads the extracts that have been left, each in one pass, and finds out all that is asked of their rows: by `as_of`, or
/// the assessment's own day. The assessment then has what is left of the rows; there is none where something is wrong with
/// it or them. The diagnostics are those that keeping every row would have given.
pub fn sweep(
    pack: &Pack,
    unfinished: Unfinished,
    files: &dyn AssessmentFiles,
    as_of: Option<Date>,
) -> (Option<(Assessment, Swept)>, Vec<Diagnostic>) {
    let Unfinished { assessment, mut records, keys, extracts } = unfinished;
    let Some(mut assessment) = assessment else {
        // Nothing can be asked; what is wrong with the rows is told all the same.
        let (values, plans) = (Values::unknown(pack), Plans::default());
        let known =
            Known { pack, keys: &keys, records: &records, values: &values, plans: &plans, as_of: None };
        let found = extracts.iter().flat_map(|extract| match known.read(extract, &[], files) {
            Ok((_, found)) | Err(found) => found,
        });
        return (None, found.collect());
    };
    let mut swept = Swept::nothing(pack, &assessment);
    if extracts.is_empty() {
        return (Some((assessment, swept)), Vec::new());
    }
    let mut left = Slots::new(&pack.tables, |_| false);
    extracts.iter().for_each(|extract| left[extract.table] = true);
    let as_of = as_of.unwrap_or(assessment.as_of);
    swept.compute_without(&left, pack, &assessment, as_of);
    let asked = asked(pack);
    let mut diagnostics = Vec::new();
    for extract in &extracts {
        let of_table = asked.iter().copied().filter(|asked| asked.quantifier.table == extract.table);
        let asked: Vec<Asked<'_>> = of_table.collect();
        let Swept { values, plans, .. } = &swept;
        let known = Known { pack, keys: &keys, records: &records, values, plans, as_of: Some(as_of) };
        match known.read(extract, &asked, files) {
            Ok((gathered, found)) => {
                diagnostics.extend(found);
                gathered.settle(pack, Arc::make_mut(&mut records), &mut swept, &asked);
            }
            Err(found) => diagnostics.extend(found),
        }
    }
    assessment.records = records;
    let is_usable = !diagnostics.iter().any(Diagnostic::is_error);
    (is_usable.then_some((assessment, swept)), diagnostics)
}
