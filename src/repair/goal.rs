//! A wanted answer taken apart: the ways in which a condition can come to be yes or no, down to single comparisons.

use crate::evaluate::expr::BoundRows;
use crate::evaluate::revision::{Placed, Revision};
use crate::pack::Truth;
use crate::pack::expr::{Expr, ExprKind, Quantifier};
use crate::vocabulary::QuantifierKind;

/// An answer that is wanted.
#[derive(Clone, Copy)]
pub struct Goal<'a> {
    /// Of what.
    pub asked: Asked<'a>,
    /// Whether yes is wanted; else no.
    pub yes: bool,
    /// The rows that are bound around it.
    pub rows: BoundRows,
}

/// What has the wanted answer.
#[derive(Clone, Copy)]
pub enum Asked<'a> {
    /// A condition.
    Condition(&'a Expr),
    /// That the bound row of `every` satisfies it: it does not pass the filter, or is as it is asked to be.
    Row(&'a Quantifier),
}

/// One way to reach a goal: all of these.
pub struct Way<'a> {
    /// What is to be reached, in the order of the text.
    pub goals: Vec<Goal<'a>>,
    /// Whether it makes the question go away instead of answering it: the condition of an implication does not hold, or
    /// a row is not looked at.
    pub evades: bool,
}

/// How many ways to choose some parts of a list are tried, and how many rows of a table.
const MOST: usize = 64;

impl<'a> Goal<'a> {
    /// The goal that a condition outside every quantifier holds.
    pub fn holds(expr: &'a Expr) -> Goal<'a> {
        Goal { asked: Asked::Condition(expr), yes: true, rows: BoundRows::default() }
    }

    /// The opposite answer of the same condition.
    pub fn fails(expr: &'a Expr) -> Goal<'a> {
        Goal { yes: false, ..Goal::holds(expr) }
    }

    /// Whether the answer is the wanted one.
    pub fn is_reached(&self, revision: &Revision<'a>) -> bool {
        let wanted = Truth::from(self.yes);
        let truth = |expr: &'a Expr| revision.truth(Placed { expr, rows: self.rows });
        match self.asked {
            Asked::Condition(expr) => truth(expr) == wanted,
            Asked::Row(quantifier) => {
                let filter = quantifier.filter.as_ref().map_or(Truth::Yes, truth);
                let body = || quantifier.body.as_ref().map_or(Truth::Yes, truth);
                match self.yes {
                    true => filter == Truth::No || body() == Truth::Yes,
                    false => filter == Truth::Yes && body() == Truth::No,
                }
            }
        }
    }

    /// The ways to reach it; nothing for a comparison, which is not made of answers.
    pub fn ways(&self, revision: &Revision<'a>) -> Option<Vec<Way<'a>>> {
        let expr = match self.asked {
            Asked::Condition(expr) => expr,
            Asked::Row(quantifier) => return Some(self.row_ways(quantifier)),
        };
        match &expr.kind {
            ExprKind::Not(operand) => Some(vec![straight(vec![self.part(operand, !self.yes)])]),
            ExprKind::And(list) => Some(self.of_list(list, self.yes)),
            ExprKind::Or(list) => Some(self.of_list(list, !self.yes)),
            ExprKind::AtLeast { count, list } => {
                let count = usize::try_from(*count).unwrap_or(usize::MAX);
                // Where fewer than `count` are to hold, the others must not.
                let needed =
                    if self.yes { count } else { list.len().saturating_add(1).saturating_sub(count) };
                let chosen = combinations(list.len(), needed).into_iter();
                let ways = chosen.map(|chosen| {
                    straight(
                        chosen
                            .into_iter()
                            .filter_map(|part| Some(self.part(list.get(part)?, self.yes)))
                            .collect(),
                    )
                });
                Some(ways.collect())
            }
            ExprKind::If { branches, otherwise } if expr.ty.base == crate::pack::Base::YesNo => {
                Some(self.of_branches(branches, otherwise.as_deref()))
            }
            // What a define says does not depend on the rows around it.
            ExprKind::Define(define) => {
                let value = &revision.pack().defines[*define].value;
                let goal = Goal { asked: Asked::Condition(value), rows: BoundRows::default(), ..*self };
                Some(vec![straight(vec![goal])])
            }
            ExprKind::Quantifier(quantifier) if quantifier.kind.is_yes_no() => {
                Some(self.of_rows(quantifier, revision))
            }
            _ => None,
        }
    }

    fn part(&self, expr: &'a Expr, yes: bool) -> Goal<'a> {
        Goal { asked: Asked::Condition(expr), yes, rows: self.rows }
    }

    /// All parts together, or any one of them.
    fn of_list(&self, list: &'a [Expr], together: bool) -> Vec<Way<'a>> {
        let goals = list.iter().map(|part| self.part(part, self.yes));
        if together {
            vec![straight(goals.collect())]
        } else {
            goals.map(|goal| straight(vec![goal])).collect()
        }
    }

    /// The value of a branch as wanted, with its condition and none before it; or all values as wanted, whichever
    /// condition holds.
    fn of_branches(&self, branches: &'a [(Expr, Expr)], otherwise: Option<&'a Expr>) -> Vec<Way<'a>> {
        let mut ways = Vec::new();
        let every_value: Vec<Goal<'a>> = branches
            .iter()
            .map(|(_, value)| value)
            .chain(otherwise)
            .map(|value| self.part(value, self.yes))
            .collect();
        let can_all = otherwise.is_some() || self.yes;
        if can_all {
            ways.push(straight(every_value));
        }
        let mut before = Vec::new();
        for (condition, value) in branches {
            let mut goals: Vec<Goal<'a>> = before.clone();
            goals.push(self.part(condition, true));
            goals.push(self.part(value, self.yes));
            ways.push(straight(goals));
            before.push(self.part(condition, false));
        }
        match otherwise {
            Some(otherwise) => {
                before.push(self.part(otherwise, self.yes));
                ways.push(straight(before));
            }
            // Without `else` it is yes where no condition holds.
            None if self.yes => ways.push(Way { goals: before, evades: true }),
            None => {}
        }
        ways
    }

    fn of_rows(&self, quantifier: &'a Quantifier, revision: &Revision<'a>) -> Vec<Way<'a>> {
        let rows = revision.records().rows(quantifier.table);
        let bound = (0..rows.count()).map(|row| self.rows.with(quantifier.slot, row));
        let (asked, yes, together) = match (quantifier.kind, &quantifier.filter) {
            (QuantifierKind::Every, _) => (Asked::Row(quantifier), self.yes, self.yes),
            (QuantifierKind::Some, Some(filter)) => (Asked::Condition(filter), self.yes, !self.yes),
            (_, Some(filter)) => (Asked::Condition(filter), !self.yes, self.yes),
            // Of rows without a filter there would have to be more, or none.
            (_, None) => return Vec::new(),
        };
        let goals = bound.map(|rows| Goal { asked, yes, rows });
        match together {
            // Where rows may be missing, all that are at hand say nothing of the rest.
            true if !rows.complete => Vec::new(),
            true => {
                let open: Vec<Goal<'a>> = goals.collect();
                if open.len() > MOST { self.few_of(open, revision) } else { vec![straight(open)] }
            }
            false => goals.take(MOST).map(|goal| straight(vec![goal])).collect(),
        }
    }

    /// All rows of a long table, where few enough of them are not as wanted.
    fn few_of(&self, goals: Vec<Goal<'a>>, revision: &Revision<'a>) -> Vec<Way<'a>> {
        let open: Vec<Goal<'a>> = goals.into_iter().filter(|goal| !goal.is_reached(revision)).collect();
        if open.len() > MOST { Vec::new() } else { vec![straight(open)] }
    }

    fn row_ways(&self, quantifier: &'a Quantifier) -> Vec<Way<'a>> {
        let filter = quantifier.filter.iter();
        let body = quantifier.body.iter().map(|body| self.part(body, self.yes));
        if self.yes {
            let body = body.map(|goal| straight(vec![goal]));
            let filter = filter.map(|filter| Way { goals: vec![self.part(filter, false)], evades: true });
            body.chain(filter).collect()
        } else {
            vec![straight(filter.map(|filter| self.part(filter, true)).chain(body).collect())]
        }
    }
}

fn straight(goals: Vec<Goal<'_>>) -> Way<'_> {
    Way { goals, evades: false }
}

/// The first ways to choose `count` of `length` places, in order.
fn combinations(length: usize, count: usize) -> Vec<Vec<usize>> {
    let mut chosen: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..count.min(length.saturating_add(1)) {
        let longer = chosen.iter().flat_map(|so_far| {
            let next = so_far.last().map_or(0, |last| last.saturating_add(1));
            (next..length).map(move |place| so_far.iter().copied().chain([place]).collect())
        });
        chosen = longer.take(MOST).collect();
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::combinations;

    #[test]
    fn parts_are_chosen_in_order_and_never_twice() {
        assert_eq!(combinations(3, 2), [vec![0, 1], vec![0, 2], vec![1, 2]]);
        assert_eq!(combinations(2, 0), [Vec::<usize>::new()]);
        assert!(combinations(2, 3).is_empty());
    }
}
