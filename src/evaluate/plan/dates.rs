//! Comparisons of two dates, as numbers of days.

use super::read::Read;
use crate::evaluate::expr::Context;
use crate::pack::expr::{Expr, ExprKind};
use crate::pack::{Absence, Base, Date, Known, Partial, Truth};
use crate::vocabulary::Comparison;

/// A comparison of two columns of dates.
#[derive(Debug)]
pub(super) struct Dates {
    comparison: Comparison,
    left: Days,
    right: Days,
}

/// A column of dates.
#[derive(Debug)]
struct Days {
    read: Read,
    /// The day of each value; none of what is no exact date.
    days: Vec<Option<i32>>,
}

impl Dates {
    /// The comparison that an expression is, where it is one of two columns of dates.
    pub(super) fn of(context: &Context<'_>, expr: &Expr) -> Option<Dates> {
        let ExprKind::Compare { comparison, left, right } = &expr.kind else { return None };
        let (left, right) = (Days::of(context, left)?, Days::of(context, right)?);
        Some(Dates { comparison: *comparison, left, right })
    }

    pub(super) fn answer<'a>(&self, context: &Context<'a>, expr: &'a Expr) -> Truth {
        let (Some(left), Some(right)) = (self.left.day(context), self.right.day(context)) else {
            return context.truth(expr);
        };
        Truth::from(match self.comparison {
            Comparison::Less => left < right,
            Comparison::LessOrEqual => left <= right,
            Comparison::Greater => left > right,
            Comparison::GreaterOrEqual => left >= right,
        })
    }
}

impl Days {
    fn of(context: &Context<'_>, expr: &Expr) -> Option<Days> {
        let ExprKind::Column { column, .. } = &expr.kind else { return None };
        let read = Read::of(expr).filter(|read| expr.ty.base == Base::Date && read.is_direct())?;
        let cells = context.cells(*column);
        let first = Date::new(1, 1, 1)?;
        let day = |value: &Partial| match value {
            Partial { known: Known::Date(range), absence: Absence::Never, undefined: None } => {
                i32::try_from(range.exact()?.days_since(first)).ok()
            }
            _ => None,
        };
        cells.are_values().then(|| Days { read, days: cells.values().iter().map(day).collect() })
    }

    fn day(&self, context: &Context<'_>) -> Option<i32> {
        self.days.get(self.read.number(context)).copied().flatten()
    }
}
