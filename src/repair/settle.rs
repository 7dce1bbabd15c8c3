//! A single comparison brought to its wanted answer by trying values of what it reads.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::others::Others;
use super::state::State;
use super::values::{candidates, widen};
use crate::evaluate::expr::BoundRows;
use crate::evaluate::revision::{Placed, Revision, Variable};
use crate::pack::expr::{Expr, ExprKind, RowSlot};
use crate::pack::rule::{Column, Pack};
use crate::pack::stated;
use crate::pack::{Id, Known, Number, Partial, Range, Truth, Type};

/// How many things a comparison may read for all of them to be tried together.
const MOST_TOGETHER: usize = 4;
/// How many ways to change the same things are kept.
const MOST_WAYS: usize = 6;
/// How many values of the last thing are kept that are apart from each other, such as those below and above another.
const MOST_REGIONS: usize = 2;
/// How many values of each thing are tried where several are changed together.
const MOST_VALUES: usize = 8;
/// How many things of one comparison are looked at.
const MOST_READ: usize = 24;

/// A comparison where it stands, and the answer that is wanted of it.
#[derive(Clone, Copy)]
pub struct Comparison<'a> {
    /// The comparison.
    pub placed: Placed<'a>,
    /// The answer.
    pub wanted: Truth,
}

/// The smallest ways to bring a comparison to its answer, on top of what is changed already. What is changed already
/// costs nothing to narrow, and is never widened. Where changing some things is enough, changing more is not tried,
/// unless others have a say in what it reads.
pub fn settle<'a>(
    revision: &mut Revision<'a>,
    comparison: Comparison<'a>,
    start: &State,
    others: &Others,
) -> Vec<State> {
    let read = variables(revision, comparison.placed);
    let is_contested = read.iter().any(|variable| others.is_contested(*variable));
    let (changed, unchanged): (Vec<Variable>, Vec<Variable>) =
        read.into_iter().take(MOST_READ).partition(|variable| start.changes.contains_key(variable));
    revision.apply(&start.changes);
    let spoken_of = spoken_of(revision, comparison.placed, &others.constants);
    // Where nothing else reads the same, a further way to change the same things is seldom of use.
    let most_ways = if is_contested { MOST_WAYS } else { MOST_REGIONS };
    let mut attempt = Attempt {
        revision,
        comparison,
        start,
        most_ways,
        values: BTreeMap::new(),
        spoken_of,
        found: Vec::new(),
    };
    let mut found: Vec<(BTreeSet<Variable>, State)> = Vec::new();
    for size in 0..=unchanged.len().min(MOST_TOGETHER) {
        for subset in subsets(&unchanged, size) {
            let chosen: BTreeSet<Variable> = subset.iter().copied().collect();
            if !is_contested && found.iter().any(|(smaller, _)| smaller.is_subset(&chosen)) {
                continue;
            }
            let free: Vec<Variable> = subset.iter().chain(&changed).copied().collect();
            attempt.try_values(&free, &[]);
            let states = std::mem::take(&mut attempt.found).into_iter();
            found.extend(states.map(|state| (chosen.clone(), state)));
        }
    }
    found.into_iter().map(|(_, state)| state).collect()
}

struct Attempt<'r, 'a> {
    revision: &'r mut Revision<'a>,
    comparison: Comparison<'a>,
    start: &'r State,
    most_ways: usize,
    /// The values that are tried of each thing.
    values: BTreeMap<Variable, Rc<[Partial]>>,
    spoken_of: Vec<Known>,
    found: Vec<State>,
}

impl Attempt<'_, '_> {
    /// Tries values of the first thing, with those of the others for each.
    fn try_values(&mut self, free: &[Variable], before: &[Variable]) {
        let Some((variable, others)) = free.split_first() else { return };
        let Some((_, known)) = self.about(*variable) else { return };
        let values = self.values_of(*variable);
        let together = before.len().saturating_add(free.len());
        let most = match together {
            0 | 1 => values.len(),
            2 => MOST_VALUES,
            _ => MOST_VALUES / 2 + 1,
        };
        let before: Vec<Variable> = before.iter().copied().chain([*variable]).collect();
        let mut regions: Vec<Partial> = Vec::new();
        for value in values.iter().take(most) {
            let Some(value) = self.allowed(*variable, value) else { continue };
            // What is as it was is no change.
            if value == known && !self.start.changes.contains_key(variable) {
                continue;
            }
            let is_apart = regions.iter().all(|region| region.intersect(&value).is_none());
            self.revision.set(*variable, value);
            if !others.is_empty() {
                self.try_values(others, &before);
            } else if is_apart && self.answers() {
                regions.extend(self.keep(&before));
            }
            if self.found.len() >= self.most_ways || regions.len() >= MOST_REGIONS {
                break;
            }
        }
        self.restore(*variable);
    }

    /// Widens what has been found to answer as wanted, the last thing first, and keeps it. Gives how wide the last thing
    /// has become.
    fn keep(&mut self, variables: &[Variable]) -> Option<Partial> {
        let exact: Vec<Option<Partial>> =
            variables.iter().map(|variable| self.revision.known(*variable).map(Cow::into_owned)).collect();
        let mut state = self.start.clone();
        for variable in variables.iter().rev() {
            let (Some((ty, known)), Some(value)) =
                (self.about(*variable), self.revision.known(*variable).map(Cow::into_owned))
            else {
                return None;
            };
            let members = self.revision.pack().members(ty.base);
            let spoken_of = std::mem::take(&mut self.spoken_of);
            let wide = widen(ty, members, &value, &spoken_of, |wider| {
                let Some(wider) = self.allowed(*variable, wider) else { return false };
                self.revision.set(*variable, wider);
                self.answers()
            });
            self.spoken_of = spoken_of;
            // What is stated already stays stated where it does not stand in the way.
            let wide = known.intersect(&wide).unwrap_or(wide);
            self.revision.set(*variable, wide.clone());
            // Where several counts go together, nought of them is often an answer, and seldom a useful one.
            let is_nought = wide.known == Known::Number(Range::exactly(Number::ZERO));
            state.evaded = state.evaded.saturating_add(usize::from(is_nought && variables.len() > 1));
            state.changes.insert(*variable, wide);
        }
        let widest = variables.last().and_then(|last| state.changes.get(last).cloned());
        if self.answers() && !self.found.iter().any(|known| known.changes == state.changes) {
            self.found.push(state);
        }
        for (variable, value) in variables.iter().zip(exact) {
            value.into_iter().for_each(|value| self.revision.set(*variable, value));
        }
        widest
    }

    fn values_of(&mut self, variable: Variable) -> Rc<[Partial]> {
        if let Some(values) = self.values.get(&variable) {
            return Rc::clone(values);
        }
        let values = self.about(variable).map(|(ty, known)| {
            candidates(ty, self.revision.pack().members(ty.base), &known, &self.spoken_of)
        });
        let values: Rc<[Partial]> = values.unwrap_or_default().into();
        self.values.insert(variable, Rc::clone(&values));
        values
    }

    fn answers(&self) -> bool {
        self.revision.truth(self.comparison.placed) == self.comparison.wanted
    }

    /// The type of a variable, and what is known of it before this comparison is looked at.
    fn about(&self, variable: Variable) -> Option<(Type, Partial)> {
        let ty = type_of(self.revision.pack(), variable);
        let changed = self.start.changes.get(&variable).cloned();
        let known = changed.or_else(|| self.revision.original(variable).map(Cow::into_owned))?;
        Some((ty, known))
    }

    /// The part of a value that is left by what has been changed already.
    fn allowed(&self, variable: Variable, value: &Partial) -> Option<Partial> {
        match self.start.changes.get(&variable) {
            Some(changed) if stated::mixes_units(&changed.known, &value.known) => None,
            Some(changed) => changed.intersect(value),
            None => Some(value.clone()),
        }
    }

    fn restore(&mut self, variable: Variable) {
        match self.start.changes.get(&variable) {
            Some(changed) => self.revision.set(variable, changed.clone()),
            None => self.revision.undo(variable),
        }
    }
}

/// The type of a variable.
pub fn type_of(pack: &Pack, variable: Variable) -> Type {
    match variable {
        Variable::Fact(fact) => pack.facts[fact].ty,
        Variable::Cell(column, _) => pack.columns[column].ty,
    }
}

/// What a condition reads that can be changed, in the order of its text: facts, and cells of the rows around it. What
/// records measure is changed through them, and so is one thing whatever it is measured from.
pub fn variables<'a>(revision: &Revision<'a>, placed: Placed<'a>) -> Vec<Variable> {
    let pack = revision.pack();
    let mut found = Vec::new();
    let mut seen_columns: BTreeSet<(Id<Column>, usize)> = BTreeSet::new();
    let mut pending: Vec<(&'a Expr, BoundRows)> = vec![(placed.expr, placed.rows)];
    while let Some((expr, rows)) = pending.pop() {
        match &expr.kind {
            ExprKind::Fact(fact) => push_new(&mut found, Variable::Fact(*fact)),
            ExprKind::Define(define) => pending.push((&pack.defines[*define].value, BoundRows::default())),
            ExprKind::Column { row, column } => {
                let ExprKind::Row(slot) = row.kind else { continue };
                let row = rows.row(slot);
                let of = &pack.columns[*column];
                match &of.computed {
                    Some(value) if seen_columns.insert((*column, row)) => {
                        pending.push((value, BoundRows::default().with(RowSlot::OUTERMOST, row)));
                    }
                    Some(_) => {}
                    None if of.key => {}
                    None => push_new(&mut found, Variable::Cell(*column, row)),
                }
            }
            ExprKind::Quantifier(quantifier) => {
                // The cells of a few rows can be tried; of many, no single one is the answer.
                let count = revision.records().rows(quantifier.table).count();
                for row in (0..count).take(MOST_TOGETHER) {
                    let rows = rows.with(quantifier.slot, row);
                    pending.extend(quantifier.filter.iter().chain(&quantifier.body).map(|part| (part, rows)));
                }
            }
            _ => pending.extend(expr.children().into_iter().rev().map(|part| (part, rows))),
        }
    }
    found
}

fn push_new(found: &mut Vec<Variable>, variable: Variable) {
    if !found.contains(&variable) {
        found.push(variable);
    }
}

/// Everything that is known now of a value anywhere in a comparison: what it is held against, and what that is made of;
/// then what the other conditions name.
fn spoken_of<'a>(revision: &Revision<'a>, placed: Placed<'a>, constants: &[Known]) -> Vec<Known> {
    let mut found: Vec<Known> = Vec::new();
    let mut pending = vec![placed.expr];
    while let Some(expr) = pending.pop() {
        if let ExprKind::Quantifier(_) = expr.kind {
            continue;
        }
        pending.extend(expr.children().into_iter().rev());
        let known = revision.value(Placed { expr, rows: placed.rows }).known;
        if !found.contains(&known) {
            found.push(known);
        }
    }
    // `within` speaks of the day of the check without naming it.
    let days = [Some(revision.as_of()), revision.due]
        .into_iter()
        .flatten()
        .map(|day| Known::Date(Range::exactly(day)));
    let more: Vec<Known> =
        days.chain(constants.iter().cloned()).filter(|known| !found.contains(known)).collect();
    found.extend(more);
    found
}

/// The choices of `size` things, in order.
fn subsets(things: &[Variable], size: usize) -> Vec<Vec<Variable>> {
    let Some(smaller) = size.checked_sub(1) else { return vec![Vec::new()] };
    let mut found = Vec::new();
    for (place, thing) in things.iter().enumerate() {
        let behind = things.get(place.saturating_add(1)..).unwrap_or_default();
        found.extend(subsets(behind, smaller).into_iter().map(|mut rest| {
            rest.insert(0, *thing);
            rest
        }));
    }
    found
}
