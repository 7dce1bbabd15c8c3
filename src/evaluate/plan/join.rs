//! Rows that refer to the same row, found without asking all.

use std::iter::Peekable;
use std::ops::Range;
use std::slice;

use super::condition::Condition;
use super::free_rows;
use super::read::path_of;
use super::window::{Outer, Window};
use crate::evaluate::expr::Context;
use crate::pack::expr::{Expr, ExprKind, Quantifier, RowSlot};
use crate::pack::rule::Column;
use crate::pack::{Base, Id, Truth};
use crate::tables::cells::Referred;

/// A bound row, or one that references lead to from it.
#[derive(Debug)]
pub(super) struct RowRead {
    slot: RowSlot,
    path: Vec<Id<Column>>,
}

impl RowRead {
    pub(super) fn of(expr: &Expr) -> Option<RowRead> {
        let Base::Row(_) = expr.ty.base else { return None };
        path_of(expr).map(|(slot, path)| RowRead { slot, path })
    }

    /// The row, where it is surely there and known which it is.
    pub(super) fn row(&self, context: &Context<'_>) -> Option<usize> {
        let mut row = context.bound.row(self.slot);
        for column in &self.path {
            match context.cells(*column).referred(row)? {
                Referred::Row(next) => row = next,
                Referred::Other(_) => return None,
            }
        }
        Some(row)
    }
}

/// The rows of a quantifier's table by the row that each must share with one around the quantifier.
#[derive(Debug)]
pub(super) struct Join {
    outer: RowRead,
    /// The place of the condition that says so among those of the filter.
    place: usize,
    /// Where the rows of each shared row start in `rows`, and where the last ones end.
    starts: Vec<u32>,
    rows: Vec<u32>,
    /// Rows of which it is not known what they share.
    open: Vec<u32>,
    /// What `rows` hold, where the rest of the filter asks for nothing but days.
    window: Option<Window>,
}

impl Join {
    /// The join that a filter asks for: `inner.reference is outer.reference`, alone or beside other conditions.
    pub(super) fn of<'a>(context: &Context<'a>, quantifier: &'a Quantifier) -> Option<Join> {
        let conditions = conditions(quantifier.filter.as_ref()?);
        let sides = conditions.iter().map(|condition| sides(condition, quantifier.slot));
        let (place, (inner, outer)) = sides.enumerate().find_map(|(place, sides)| Some((place, sides?)))?;
        let own = conditions.iter().filter(|condition| free_rows(condition) == [quantifier.slot]);
        let own: Vec<(Condition, &Expr)> =
            own.map(|condition| (Condition::of(context, condition), condition)).collect();

        let mut open = Vec::new();
        let mut shared: Vec<(u32, u32)> = Vec::new();
        for row in 0..context.records.rows(quantifier.table).count() {
            let bound = context.with_row(quantifier.slot, row);
            // A row that never passes is nobody's.
            if own.iter().any(|(condition, expr)| condition.answer(&bound, expr) == Truth::No) {
                continue;
            }
            let row = u32::try_from(row).ok()?;
            match inner.row(&bound) {
                Some(with) => shared.push((u32::try_from(with).ok()?, row)),
                None => open.push(row),
            }
        }
        let (starts, rows) = grouped(&shared);
        let window = Window::of(context, quantifier.slot, (conditions, place), &rows);
        Some(Join { outer, place, starts, rows, open, window })
    }

    /// The days of the row around the quantifier, where nothing but days is asked for.
    pub(super) fn outer_days<'a>(&self, context: &Context<'a>, filter: &'a Expr) -> Option<Outer> {
        self.window.as_ref()?.outer(context, conditions(filter))
    }

    /// The filters of all rows that may share the row that is bound, by days; `ask` is asked of rows of which they are not
    /// known. Nothing where the row is not known.
    pub(super) fn filters(
        &self,
        context: &Context<'_>,
        outer: &Outer,
        ask: impl Fn(usize) -> Truth,
    ) -> Option<impl Iterator<Item = Truth>> {
        let (window, group) = (self.window.as_ref()?, self.group(context)?);
        let outer = outer.days(context);
        let row = |at: &u32| usize::try_from(*at).unwrap_or(usize::MAX);
        let joined = group.map(move |at| (window.answer(&outer, at), self.rows.get(at)));
        let open = self.open.iter().map(|row| (None, Some(row)));
        let filters = joined.chain(open);
        Some(filters.map(move |(answer, at)| match (answer, at) {
            (Some(answer), _) => answer,
            (None, at) => at.map_or(Truth::Unknown, |at| ask(row(at))),
        }))
    }

    /// The filter as it is asked of rows that surely share the row that they must.
    pub(super) fn rest_of<'a>(&self, context: &Context<'a>, filter: &'a Expr) -> Condition {
        let settled = |(place, condition)| match place == self.place {
            true => Condition::Settled(Truth::Yes),
            false => Condition::of(context, condition),
        };
        match &filter.kind {
            ExprKind::And(list) => Condition::Parts(list.iter().enumerate().map(settled).collect()),
            _ => Condition::Settled(Truth::Yes),
        }
    }

    /// The rows that may share the row that is bound, in order; nothing where that row is not known.
    pub(super) fn candidates(&self, context: &Context<'_>) -> Option<Candidates<'_>> {
        let group = self.rows.get(self.group(context)?).unwrap_or_default();
        Some(Candidates::Joined(group.iter().peekable(), self.open.iter().peekable()))
    }

    /// Where in `rows` those are that share the row that is bound.
    fn group(&self, context: &Context<'_>) -> Option<Range<usize>> {
        let shared = self.outer.row(context)?;
        let end = |at: usize| self.starts.get(at).and_then(|start| usize::try_from(*start).ok());
        Some(end(shared).zip(end(shared.saturating_add(1))).map_or(0..0, |(start, end)| start..end))
    }
}

/// The conditions that a filter is made of.
fn conditions(filter: &Expr) -> &[Expr] {
    match &filter.kind {
        ExprKind::And(list) => list,
        _ => slice::from_ref(filter),
    }
}

/// The two sides of a condition that a row of the quantifier shares a row with one around it.
fn sides(condition: &Expr, slot: RowSlot) -> Option<(RowRead, RowRead)> {
    let ExprKind::Is { negated: false, left, right } = &condition.kind else { return None };
    let (left, right) = (RowRead::of(left)?, RowRead::of(right)?);
    match (left.slot == slot, right.slot == slot) {
        (true, false) => Some((left, right)),
        (false, true) => Some((right, left)),
        _ => None,
    }
}

/// The second numbers by the first, each group in order, and where each group starts.
fn grouped(pairs: &[(u32, u32)]) -> (Vec<u32>, Vec<u32>) {
    let groups = pairs.iter().map(|(group, _)| *group).max().map_or(0, |last| last.saturating_add(1));
    let groups = usize::try_from(groups).unwrap_or(usize::MAX);
    let mut ends = vec![0_u32; groups];
    let at = |group: u32| usize::try_from(group).unwrap_or(usize::MAX);
    for (group, _) in pairs {
        if let Some(size) = ends.get_mut(at(*group)) {
            *size = size.saturating_add(1);
        }
    }
    let mut total = 0_u32;
    for end in &mut ends {
        let size = *end;
        *end = total;
        total = total.saturating_add(size);
    }
    let mut starts = ends.clone();
    starts.push(total);
    let mut rows = vec![0_u32; pairs.len()];
    for (group, row) in pairs {
        let Some(next) = ends.get_mut(at(*group)) else { continue };
        if let Some(slot) = rows.get_mut(at(*next)) {
            *slot = *row;
        }
        *next = next.saturating_add(1);
    }
    (starts, rows)
}

/// The rows that are asked, in order.
pub(in crate::evaluate) enum Candidates<'p> {
    /// All of these.
    All(Range<usize>),
    /// Those of a group, and those that may be of any.
    Joined(Peekable<slice::Iter<'p, u32>>, Peekable<slice::Iter<'p, u32>>),
}

impl Iterator for Candidates<'_> {
    /// A row, and whether it surely shares the row that it must.
    type Item = (usize, bool);

    fn next(&mut self) -> Option<(usize, bool)> {
        let (row, shares) = match self {
            Candidates::All(rows) => return rows.next().map(|row| (row, false)),
            Candidates::Joined(group, open) => match (group.peek(), open.peek()) {
                (Some(a), Some(b)) if a > b => (open.next(), false),
                (Some(_), _) => (group.next(), true),
                (None, _) => (open.next(), false),
            },
        };
        row.and_then(|row| usize::try_from(*row).ok()).map(|row| (row, shares))
    }
}
