//! The words that a clause prints when it does not hold.

use super::expr::Context;
use super::rows::RowCounts;
use super::verdict::Finding;
use crate::pack::expr::{Expr, ExprKind, RowSlot};
use crate::pack::rule::{Column, Template, TemplatePart};
use crate::pack::{Base, Id, Known, words};

/// What a clause prints: once, or for each of the first failing rows where it names the row.
pub fn findings<'a>(context: &Context<'a>, template: &'a Template, rows: Option<&RowCounts>) -> Vec<Finding> {
    match rows.filter(|_| names_row(template)) {
        None => vec![Finding { text: render(context, template), row: None }],
        Some(rows) => {
            let finding = |row: &usize| {
                let bound = context.with_row(RowSlot::OUTERMOST, *row);
                Finding { text: render(&bound, template), row: Some(*row) }
            };
            rows.first_no.iter().map(finding).collect()
        }
    }
}

fn names_row(template: &Template) -> bool {
    let is_row = |part: &Expr| matches!(part.kind, ExprKind::Row(_));
    template.parts.iter().any(|part| match part {
        TemplatePart::Text(_) => false,
        TemplatePart::Value(expr) => expr.parts().any(is_row),
    })
}

/// The template with its values in words. A row is known by its key.
fn render<'a>(context: &Context<'a>, template: &'a Template) -> String {
    let part = |part: &'a TemplatePart| match part {
        TemplatePart::Text(text) => text.clone(),
        TemplatePart::Value(expr) => context.in_words(expr),
    };
    template.parts.iter().map(part).collect()
}

impl<'a> Context<'a> {
    fn in_words(&self, expr: &'a Expr) -> String {
        let value = self.value(expr);
        match (expr.ty.base, &value.known) {
            (Base::Row(table), Known::Row(Some(row))) => self.records.key(self.pack, table, *row),
            _ => {
                let words = words::value(self.pack, expr.ty, &value);
                // A key that is printed as a column is a key.
                match self.cell_of(expr) {
                    Some((column, row)) => self.records.cell_in_words(self.pack, column, row, words),
                    None => words,
                }
            }
        }
    }

    /// The cell that an expression reads, where that is all that it does and it is known of which row.
    fn cell_of(&self, expr: &'a Expr) -> Option<(Id<Column>, usize)> {
        let ExprKind::Column { row, column } = &expr.kind else { return None };
        match self.value(row).known {
            Known::Row(Some(row)) => Some((*column, row)),
            _ => None,
        }
    }
}
