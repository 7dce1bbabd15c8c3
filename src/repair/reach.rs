//! From goals to the sets of changes that reach them.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::goal::{Asked, Goal};
use super::others::Others;
use super::settle::{Comparison, settle, variables};
use super::state::{State, smallest};
use crate::evaluate::expr::BoundRows;
use crate::evaluate::revision::{Changes, Placed, Revision};
use crate::pack::Truth;
use crate::pack::expr::Expr;
use crate::source::Span;

/// What is changed of what a comparison reads, and what then reaches its answer.
type Settled = (Changes, Rc<[State]>);

/// How often goals are looked at again that changes for others have undone.
const ROUNDS: usize = 4;

/// Looks for changes in the conditions of one requirement.
pub struct Search<'r, 'a> {
    /// The values that are tried.
    pub revision: &'r mut Revision<'a>,
    others: Others,
    /// What reaches a comparison's answer, for each set of earlier changes of what it reads.
    settled: BTreeMap<(Span, bool, BoundRows), Vec<Settled>>,
}

impl<'r, 'a> Search<'r, 'a> {
    /// A search in these conditions that has found nothing yet.
    pub fn new(revision: &'r mut Revision<'a>, conditions: impl Iterator<Item = &'a Expr>) -> Search<'r, 'a> {
        let others = Others::of(revision.pack(), conditions);
        Search { revision, others, settled: BTreeMap::new() }
    }

    /// The smallest sets of changes, on top of others, that reach all goals.
    pub fn all_of(&mut self, goals: &[Goal<'a>], start: &State) -> Vec<State> {
        let mut states = vec![start.clone()];
        // What speaks of few things leaves fewer choices to what speaks of many.
        let mut by_reads: Vec<(usize, &Goal<'a>)> =
            goals.iter().map(|goal| (self.reads(goal), goal)).collect();
        by_reads.sort_by_key(|(reads, _)| *reads);
        for (_, goal) in by_reads {
            states = smallest(states.iter().flat_map(|state| self.reach(goal, state)).collect());
        }
        // What is changed for a later goal may have undone an earlier one.
        let mut settled = Vec::new();
        for _ in 0..ROUNDS {
            let mut undone = Vec::new();
            for state in states {
                match goals.iter().find(|goal| !self.is_reached(goal, &state)) {
                    None => settled.push(state),
                    Some(goal) => undone.extend(self.reach(goal, &state)),
                }
            }
            states = smallest(undone);
        }
        smallest(settled)
    }

    /// The smallest sets of changes, on top of others, that reach a goal.
    pub fn reach(&mut self, goal: &Goal<'a>, start: &State) -> Vec<State> {
        if self.is_reached(goal, start) {
            return vec![start.clone()];
        }
        let Some(ways) = goal.ways(self.revision) else {
            return match goal.asked {
                Asked::Condition(expr) => self.compare(expr, goal, start),
                Asked::Row(_) => Vec::new(),
            };
        };
        let mut states = Vec::new();
        for way in ways {
            let evaded = start.evaded.saturating_add(usize::from(way.evades));
            states.extend(self.all_of(&way.goals, &State { evaded, ..start.clone() }));
        }
        smallest(states)
    }

    /// How many things a goal speaks of.
    fn reads(&self, goal: &Goal<'a>) -> usize {
        match goal.asked {
            Asked::Condition(expr) => variables(self.revision, Placed { expr, rows: goal.rows }).len(),
            Asked::Row(quantifier) => {
                let asked = quantifier.filter.iter().chain(&quantifier.body);
                asked.map(|expr| variables(self.revision, Placed { expr, rows: goal.rows }).len()).sum()
            }
        }
    }

    fn is_reached(&mut self, goal: &Goal<'a>, state: &State) -> bool {
        self.revision.apply(&state.changes);
        goal.is_reached(self.revision)
    }

    /// How a comparison is settled depends only on the changes of what it reads, and is found once for them.
    fn compare(&mut self, expr: &'a Expr, goal: &Goal<'a>, start: &State) -> Vec<State> {
        let comparison =
            Comparison { placed: Placed { expr, rows: goal.rows }, wanted: Truth::from(goal.yes) };
        let read = variables(self.revision, comparison.placed);
        let changed =
            read.iter().filter_map(|variable| Some((*variable, start.changes.get(variable)?.clone())));
        let changed: Changes = changed.collect();
        let known = self.settled.entry((expr.span, goal.yes, goal.rows)).or_default();
        let settled = match known.iter().find(|(before, _)| *before == changed) {
            Some((_, settled)) => Rc::clone(settled),
            None => {
                let before = State { changes: changed.clone(), evaded: 0 };
                let found: Rc<[State]> = settle(self.revision, comparison, &before, &self.others).into();
                known.push((changed, Rc::clone(&found)));
                found
            }
        };
        let added = settled.iter().map(|state| {
            let mut changes = start.changes.clone();
            changes.extend(state.changes.iter().map(|(variable, known)| (*variable, known.clone())));
            State { changes, evaded: start.evaded.saturating_add(state.evaded) }
        });
        added.collect()
    }
}
