//! The cells of a computed column.

use std::collections::HashMap;

use super::condition::Condition;
use super::lookup::Combination;
use super::rows::of_stretches;
use crate::evaluate::expr::Context;
use crate::evaluate::parts::is_yes_no;
use crate::pack::expr::{Expr, RowSlot};
use crate::pack::rule::Column;
use crate::pack::{Id, Known, Partial, Truth};
use crate::tables::cells::{Builder, Cells};

/// Computes the cells of a column.
pub(in crate::evaluate) fn cells(context: &Context<'_>, column: Id<Column>) -> Cells {
    let Column { table, computed, ty, .. } = &context.pack.columns[column];
    let rows = context.records.rows(*table).count();
    let mut cells = Builder::of(*ty);
    match computed {
        None => {}
        Some(condition) if is_yes_no(condition) && !ty.optional => {
            answers(context, condition, rows, &mut cells)
        }
        Some(value) => values(context, value, rows, &mut cells),
    }
    cells.finish()
}

fn answers<'a>(context: &Context<'a>, expr: &'a Expr, rows: usize, cells: &mut Builder) {
    let condition = Condition::of(context, expr);
    let stretches = of_stretches(rows, |rows| {
        let answer = |row| condition.answer(&context.with_row(RowSlot::OUTERMOST, row), expr);
        rows.map(answer).collect::<Vec<Truth>>()
    });
    for answer in stretches.into_iter().flatten() {
        cells.push(&Known::YesNo(answer).into());
    }
}

/// Values are computed once for each combination of what they are made of.
fn values<'a>(context: &Context<'a>, expr: &'a Expr, rows: usize, cells: &mut Builder) {
    let combination = Combination::of(context, expr).filter(|_| cells.are_values());
    let mut known: HashMap<usize, u32> = HashMap::new();
    for row in 0..rows {
        let bound = context.with_row(RowSlot::OUTERMOST, row);
        let value = || -> std::borrow::Cow<'_, Partial> { bound.value(expr) };
        match &combination {
            None => cells.push(&value()),
            Some(combination) => {
                let code =
                    *known.entry(combination.number(&bound)).or_insert_with(|| cells.code_of(&value()));
                cells.push_code(code);
            }
        }
    }
}
