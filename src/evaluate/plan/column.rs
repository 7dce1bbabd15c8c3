//! The cells of a computed column.

use std::collections::HashMap;

use super::condition::{Condition, Rows};
use super::lookup::Combination;
use super::rows::of_stretches;
use crate::evaluate::expr::Context;
use crate::evaluate::parts::is_yes_no;
use crate::pack::expr::{Expr, RowSlot};
use crate::pack::rule::{Column, Pack};
use crate::pack::{Id, Known, Partial, Truth};
use crate::tables::cells::{Builder, Cells};

/// How many distinct values have a number before all are forgotten.
const NUMBERED: usize = 1 << 16;

/// Computes the cells of a column.
pub(in crate::evaluate) fn cells(context: &Context<'_>, column: Id<Column>) -> Cells {
    let Column { table, computed, ty, .. } = &context.pack.columns[column];
    let rows = context.records.rows(*table).count();
    let mut cells = Builder::of(*ty);
    if let Some(expr) = computed {
        match Way::of(context, column, expr) {
            Way::Answers(condition) => {
                let answers = of_stretches(rows, |rows| {
                    let answer = |row| condition.answer(&context.with_row(RowSlot::OUTERMOST, row), expr);
                    rows.map(answer).collect::<Vec<Truth>>()
                });
                push_answers(&mut cells, answers.into_iter().flatten());
            }
            Way::Values(combination) => push_values(context, (expr, combination.as_ref()), rows, &mut cells),
        }
    }
    cells.finish()
}

/// A column that is computed stretch by stretch.
pub(in crate::evaluate) struct ComputedColumn<'a> {
    pub(in crate::evaluate) column: Id<Column>,
    expr: &'a Expr,
    /// The cells of the stretch, and the numbers of all values that there were.
    pub(in crate::evaluate) cells: Builder,
    way: Option<Way>,
}

/// How a column is computed.
#[derive(Debug)]
enum Way {
    /// By the answers of a condition.
    Answers(Condition),
    /// Values are computed once for each combination of what they are made of, where that is possible.
    Values(Option<Combination>),
}

impl<'a> ComputedColumn<'a> {
    /// The column, where it is a computed one.
    pub(in crate::evaluate) fn of(pack: &'a Pack, column: Id<Column>) -> Option<ComputedColumn<'a>> {
        let expr = pack.columns[column].computed.as_ref()?;
        Some(ComputedColumn { column, expr, cells: Builder::of(pack.columns[column].ty), way: None })
    }

    /// Forgets how it is computed, since values have got other numbers.
    pub(in crate::evaluate) fn forget(&mut self) {
        self.way = None;
    }

    /// Computes the cells of so many rows, and gives back the values among those that have just come up which could not be
    /// calculated.
    pub(in crate::evaluate) fn compute<'c>(&mut self, context: &Context<'c>, rows: usize) -> Vec<Partial>
    where
        'a: 'c,
    {
        let expr: &'c Expr = self.expr;
        if self.cells.numbering().1 > NUMBERED {
            self.cells.restart();
            self.way = None;
        }
        let (_, known) = self.cells.numbering();
        match self.way.get_or_insert_with(|| Way::of(context, self.column, expr)) {
            Way::Answers(condition) => {
                let rows = Rows { slot: RowSlot::OUTERMOST, count: rows, wanted: None };
                push_answers(&mut self.cells, condition.answers(context, expr, rows).into_iter());
            }
            Way::Values(combination) => {
                push_values(context, (expr, combination.as_ref()), rows, &mut self.cells);
            }
        }
        let new = self.cells.cells().values().iter().skip(known);
        new.filter(|value| value.undefined.is_some()).cloned().collect()
    }
}

impl Way {
    fn of<'a>(context: &Context<'a>, column: Id<Column>, expr: &'a Expr) -> Way {
        let ty = context.pack.columns[column].ty;
        if is_yes_no(expr) && !ty.optional {
            Way::Answers(Condition::of(context, expr))
        } else {
            Way::Values(Combination::of(context, expr).filter(|_| Builder::of(ty).are_values()))
        }
    }
}

fn push_answers(cells: &mut Builder, answers: impl Iterator<Item = Truth>) {
    // Each answer gets its number when it first comes.
    let mut numbers: [Option<u32>; 3] = [None; 3];
    for answer in answers {
        let [yes, no, unknown] = &mut numbers;
        let number = match answer {
            Truth::Yes => yes,
            Truth::No => no,
            Truth::Unknown => unknown,
        };
        let number = *number.get_or_insert_with(|| cells.code_of(&Known::YesNo(answer).into()));
        cells.push_code(number);
    }
}

fn push_values<'a>(
    context: &Context<'a>,
    (expr, combination): (&'a Expr, Option<&Combination>),
    rows: usize,
    cells: &mut Builder,
) {
    let Some(combination) = combination else {
        return (0..rows).for_each(|row| cells.push(&context.with_row(RowSlot::OUTERMOST, row).value(expr)));
    };
    let mut known: HashMap<usize, u32> = HashMap::new();
    let numbers = combination.numbers(context, RowSlot::OUTERMOST, rows).into_iter().enumerate();
    for (row, number) in numbers {
        let value = || context.with_row(RowSlot::OUTERMOST, row).value(expr);
        let code = *known.entry(number).or_insert_with(|| cells.code_of(&value()));
        cells.push_code(code);
    }
}
