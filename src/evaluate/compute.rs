//! Everything that is computed before clauses are answered: defines, columns, and facts that records decide.

use std::borrow::Cow;
use std::sync::Arc;

use super::arithmetic::is_mixed;
use super::compare::in_days;
use super::cover::cover;
use super::expr::Context;
use super::plan::{self, Plans};
use super::reads::reads;
use super::recorded::{Void, instead_of_rows};
use super::rows::{self, RowCounts};
use crate::assessment::Assessment;
use crate::pack::expr::RowSlot;
use crate::pack::rule::{Column, Computed, Define, Fact, Pack, Table};
use crate::pack::{Date, Id, Known, Partial, Slots, Undefined};
use crate::tables::{Cells, Records, cells};

/// What is known of everything that has a value of its own.
#[derive(Clone, Debug)]
pub struct Values {
    /// What is known of each fact, by statements and by records.
    pub facts: Slots<Fact, Partial>,
    /// What is known of each define.
    pub defines: Slots<Define, Partial>,
    /// The cells of each computed column, one for each row of its table; none for other columns.
    pub columns: Slots<Column, Arc<Cells>>,
    /// What is known of the cell of a computed column in a row that may be any.
    pub of_any_row: Slots<Column, Option<Partial>>,
    /// What the records say of each fact that is measured.
    pub measures: Slots<Fact, Option<Measure>>,
}

/// What the records say of a fact.
#[derive(Clone, Debug)]
pub struct Measure {
    /// The value that they give.
    pub value: Partial,
    /// The rows behind it: those of its first quantifier.
    pub rows: Option<RowCounts>,
    /// Whether what is stated contradicts it. The records then decide.
    pub contradicts_statement: bool,
    /// Whether what is known of the fact is what the records say, and no statement adds to it.
    pub stands_alone: bool,
    /// Of what is recorded: whether there was nothing to ask when it was measured.
    pub vacuous: bool,
    /// Who says so.
    pub from: MeasuredFrom,
}

impl Measure {
    /// Whether it was counted from rows that are given.
    pub fn is_of_rows(&self) -> bool {
        self.from == MeasuredFrom::Records
    }

    /// What the rows say, before it is held against what is stated.
    fn of_rows(value: Partial, rows: Option<RowCounts>) -> Measure {
        let from = MeasuredFrom::Records;
        Measure { value, rows, contradicts_statement: false, stands_alone: true, vacuous: false, from }
    }
}

/// Who says what is measured of a fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MeasuredFrom {
    /// The rows that are given.
    Records,
    /// The assessment has recorded it; the rows themselves are not at hand.
    Record,
    /// Nobody, and so nothing is known of it, whatever is stated: its rows are not at hand, and nothing that is recorded
    /// counts.
    Nothing(Void),
}

impl MeasuredFrom {
    /// The word of results.
    pub fn name(self) -> &'static str {
        match self {
            MeasuredFrom::Records => "records",
            MeasuredFrom::Record => "record",
            MeasuredFrom::Nothing(_) => "nothing",
        }
    }
}

/// What values are computed from.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// What is stated.
    pub assessment: &'a Assessment,
    /// The records that are given, which may be others than the assessment's own.
    pub records: &'a Records,
    /// The day of the check.
    pub as_of: Date,
    /// How rows are asked in large numbers, where they are not asked one by one.
    pub plans: Option<&'a Plans>,
}

/// Computes everything, each behind what it uses.
pub fn compute(pack: &Pack, assessment: &Assessment, as_of: Date, plans: Option<&Plans>) -> Values {
    let mut values = Values::stated(pack, assessment);
    let basis = Basis { pack, assessment, records: &assessment.records, as_of, plans };
    pack.computed.iter().for_each(|computed| values.recompute(basis, *computed));
    values
}

impl Values {
    /// What is known by statements alone, before anything is computed.
    pub(super) fn stated(pack: &Pack, assessment: &Assessment) -> Values {
        let facts = Slots::new(&pack.facts, |fact| assessment.facts[fact].known.clone());
        Values { facts, ..Values::unknown(pack) }
    }

    /// Nothing.
    pub(super) fn unknown(pack: &Pack) -> Values {
        let unknown = |ty: crate::pack::Type| Partial::unknown(ty, pack.members(ty.base));
        Values {
            facts: Slots::new(&pack.facts, |fact| unknown(pack.facts[fact].ty)),
            defines: Slots::new(&pack.defines, |define| unknown(pack.defines[define].ty)),
            columns: Slots::new(&pack.columns, |column| Arc::new(Cells::of(pack.columns[column].ty))),
            of_any_row: Slots::new(&pack.columns, |_| None),
            measures: Slots::new(&pack.facts, |_| None),
        }
    }

    /// Computes one of the pack's computed values from what is known of everything that it uses.
    pub fn recompute(&mut self, basis: Basis<'_>, computed: Computed) {
        let Basis { pack, assessment, records, as_of, plans } = basis;
        let context = Context { plans, ..Context::new(pack, records, self, as_of) };
        match computed {
            Computed::Define(define) => {
                let value = context.value(&pack.defines[define].value).into_owned();
                self.defines[define] = value;
            }
            Computed::Column(column) => {
                let cells = match plans {
                    Some(_) => plan::cells(&context, column),
                    None => cells(&context, column),
                };
                let of_any_row = of_any_row(&context, column, &cells);
                self.of_any_row[column] = of_any_row;
                self.columns[column] = Arc::new(cells);
            }
            Computed::Fact(fact) => {
                if let Some((known, measure)) = measure(&context, assessment, fact) {
                    self.facts[fact] = known;
                    self.measures[fact] = measure;
                }
            }
        }
    }
}

fn cells(context: &Context<'_>, column: Id<Column>) -> Cells {
    let Column { table, computed, ty, .. } = &context.pack.columns[column];
    let mut cells = cells::Builder::of(*ty);
    if let Some(computed) = computed {
        for row in 0..context.records.rows(*table).count() {
            cells.push(&context.with_row(RowSlot::OUTERMOST, row).value(computed));
        }
    }
    cells.finish()
}

/// What covers the cells of all rows. A row that is not at hand may have any value, or none.
fn of_any_row(context: &Context<'_>, column: Id<Column>, cells: &Cells) -> Option<Partial> {
    let Column { table, ty, .. } = context.pack.columns[column];
    if !context.records.rows(table).complete {
        let unknown = Partial::unknown(ty, context.pack.members(ty.base));
        return Some(Partial { undefined: Some(Undefined::Sample), ..unknown });
    }
    let covered = cells.distinct().reduce(|covered, cell| Cow::Owned(cover(&covered, &cell)));
    covered.map(Cow::into_owned)
}

/// What is known of a fact by statements and records together, and what the records say alone where any are given.
fn measure(
    context: &Context<'_>,
    assessment: &Assessment,
    fact: Id<Fact>,
) -> Option<(Partial, Option<Measure>)> {
    let expr = context.pack.facts[fact].measured.as_ref()?;
    let entry = &assessment.facts[fact];
    let ty = context.pack.facts[fact].ty;
    // Statements that contradict each other say nothing, and so do those that are only heard. A percent that is
    // computed may lie beyond what a stated one can be, so that the type alone is not held against it.
    let nothing_stated = entry.known == Partial::unknown(ty, context.pack.members(ty.base));
    let measure = match instead_of_rows(context, assessment, fact, expr) {
        Some(measure) => measure,
        None => {
            let tables = reads(context.pack, expr, |_| true).tables;
            let given = |table: &Id<Table>| !context.records.rows(*table).are_not_given();
            if !tables.is_empty() && !tables.iter().any(given) {
                // Where none of its records are given, a fact is what is stated of it. Where nothing is, its records may
                // still turn out to give no value, or one that could not be stated.
                return nothing_stated.then(|| (context.value(expr).into_owned(), None));
            }
            let value = context.value(expr).into_owned();
            Measure::of_rows(value, rows::count(context, expr))
        }
    };
    let together = match measure.from {
        MeasuredFrom::Nothing(_) => Some(measure.value.clone()),
        _ if nothing_stated => Some(measure.value.clone()),
        _ => together(&entry.known, &measure.value),
    };
    let known = together.clone().unwrap_or_else(|| measure.value.clone());
    let measure = Measure {
        contradicts_statement: together.is_none(),
        stands_alone: known == measure.value,
        ..measure
    };
    Some((known, Some(measure)))
}

/// What is possible by a statement and by records. Records that surely give no value contradict every statement; those
/// that may give none leave what is stated.
fn together(stated: &Partial, measured: &Partial) -> Option<Partial> {
    match measured.undefined {
        Some(Undefined::NoRows) => None,
        // What a sample says of the rest of the records is nothing.
        Some(Undefined::Sample) => Some(stated.clone()),
        _ => match (&stated.known, &measured.known) {
            // What may be in months or in days has no ends that could narrow a statement in one of them.
            (Known::Duration(length), Known::Duration(mixed))
                if is_mixed(*mixed) && in_days(*length).intersect(in_days(*mixed)).is_some() =>
            {
                stated.intersect(&Partial { known: stated.known.clone(), ..measured.clone() })
            }
            _ => stated.intersect(measured),
        },
    }
}
