//! How rows are asked in any number: what a condition makes of the cells that it reads is found out once for each
//! combination of their values, by the evaluator itself, and rows that cannot pass a filter are not visited.
//!
//! A plan never says anything of its own. It holds answers of [`Context::truth`], and knows which rows would be answered
//! alike; without plans every row is asked, and the answers are the same.

mod column;
mod condition;
mod dates;
mod join;
mod lookup;
mod read;
mod rows;
mod window;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

pub(super) use self::column::{ComputedColumn, cells};
use self::condition::Condition;
pub(super) use self::join::Candidates;
use self::join::Join;
use self::window::Outer;
use super::expr::Context;
use super::quantifier::AskedRow;
use super::rows::RowCounts;
use crate::pack::expr::{Expr, ExprKind, Quantifier, RowSlot};
use crate::pack::{Partial, Truth, Type};

/// The plans of the quantifiers of one evaluation, each made when it is first asked. What a plan holds stays true while
/// more is computed, because everything is computed behind what it uses.
#[derive(Default, Debug)]
pub struct Plans {
    /// By where the quantifier is in memory, in a pack that outlives the evaluation. Only ever looked into.
    of: Mutex<HashMap<usize, Arc<Plan>>>,
    /// Joins, likewise: of each quantifier that has been asked for one.
    joins: Arc<Mutex<HashMap<usize, Option<Arc<Join>>>>>,
}

/// How the rows of a quantifier are asked.
#[derive(Default, Debug)]
pub struct Plan {
    filter: Option<Condition>,
    body: Option<Condition>,
    join: Option<Arc<Join>>,
    /// The filter as it is asked of rows that the join has found.
    filter_of_joined: Option<Condition>,
    /// The days around the quantifier, where the filter asks of those rows for nothing but days.
    outer_days: Option<Outer>,
    /// Whether the answer depends on no row that is bound around the quantifier.
    stands_alone: bool,
    /// What all rows say together, where that depends on no other row, how many say what, and whether none has a part in
    /// the answer.
    value: OnceLock<Partial>,
    counts: OnceLock<RowCounts>,
    looks_at_nothing: OnceLock<bool>,
}

fn place_of(quantifier: &Quantifier) -> usize {
    std::ptr::from_ref(quantifier).addr()
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    // What was being done where another thread panicked is done again: entries are whole or not there.
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Plans {
    /// The plan of a quantifier.
    pub(super) fn of<'a>(&self, context: &Context<'a>, quantifier: &'a Quantifier) -> Arc<Plan> {
        let place = place_of(quantifier);
        if let Some(plan) = held(&self.of).get(&place) {
            return Arc::clone(plan);
        }
        // Not held while it is made: that needs the plans of the quantifiers within.
        let plan = Arc::new(Plan::of(context, quantifier));
        Arc::clone(held(&self.of).entry(place).or_insert(plan))
    }

    /// Plans for rows that are not among the records yet: with what these know of quantifiers that no such row can change,
    /// and with their joins.
    pub(super) fn for_other_rows(&self) -> Plans {
        let mut of = held(&self.of).clone();
        of.retain(|_, plan| plan.stands_alone);
        Plans { of: Mutex::new(of), joins: Arc::clone(&self.joins) }
    }

    /// Finds out, of the quantifiers in an expression, what depends on no row around them, and the joins of the others.
    pub(super) fn prepare<'a>(&self, context: &Context<'a>, expr: &'a Expr) {
        for part in expr.parts() {
            if let ExprKind::Quantifier(quantifier) = &part.kind {
                if stands_alone(quantifier) {
                    context.value(part);
                } else {
                    self.join(context, quantifier);
                }
            }
        }
    }

    /// Says what the rows of a quantifier have answered, which are not asked again.
    pub(super) fn settle(
        &self,
        quantifier: &Quantifier,
        value: Partial,
        counts: RowCounts,
        looks_at_nothing: bool,
    ) {
        let settled = Plan {
            stands_alone: true,
            value: OnceLock::from(value),
            counts: OnceLock::from(counts),
            looks_at_nothing: OnceLock::from(looks_at_nothing),
            ..Plan::default()
        };
        held(&self.of).insert(place_of(quantifier), Arc::new(settled));
    }

    fn join<'a>(&self, context: &Context<'a>, quantifier: &'a Quantifier) -> Option<Arc<Join>> {
        let place = place_of(quantifier);
        if let Some(join) = held(&self.joins).get(&place) {
            return join.clone();
        }
        let join = Join::of(context, quantifier).map(Arc::new);
        held(&self.joins).entry(place).or_insert(join).clone()
    }
}

impl Plan {
    pub(super) fn of<'a>(context: &Context<'a>, quantifier: &'a Quantifier) -> Plan {
        let body = quantifier.body.as_ref().filter(|body| super::parts::is_yes_no(body));
        let join = context.plans.and_then(|plans| plans.join(context, quantifier));
        let filter_of_joined = join.as_ref().zip(quantifier.filter.as_ref());
        Plan {
            filter: quantifier.filter.as_ref().map(|filter| Condition::of(context, filter)),
            body: body.map(|body| Condition::of(context, body)),
            filter_of_joined: filter_of_joined.map(|(join, filter)| join.rest_of(context, filter)),
            outer_days: filter_of_joined.and_then(|(join, filter)| join.outer_days(context, filter)),
            join,
            stands_alone: stands_alone(quantifier),
            ..Plan::default()
        }
    }

    pub(super) fn filter<'a>(&self, row: &Context<'a>, quantifier: &'a Quantifier, is_joined: bool) -> Truth {
        let planned = self.filter_of_joined.as_ref().filter(|_| is_joined).or(self.filter.as_ref());
        match (planned, &quantifier.filter) {
            (Some(condition), Some(filter)) => condition.answer(row, filter),
            (_, filter) => filter.as_ref().map_or(Truth::Yes, |filter| row.truth(filter)),
        }
    }

    pub(super) fn body<'a>(&self, row: &Context<'a>, quantifier: &'a Quantifier) -> Truth {
        match (&self.body, &quantifier.body) {
            (Some(condition), Some(body)) => condition.answer(row, body),
            (_, body) => body.as_ref().map_or(Truth::Yes, |body| row.truth(body)),
        }
    }

    /// What all rows say together, found out once; nothing where it depends on a row around the quantifier.
    pub(super) fn value<'a>(
        &self,
        context: &Context<'a>,
        quantifier: &'a Quantifier,
        ty: Type,
    ) -> Option<&Partial> {
        let tell = || context.together(quantifier, ty, self.answered(context, quantifier));
        self.stands_alone.then(|| self.value.get_or_init(tell))
    }

    /// How many rows say what, likewise.
    pub(super) fn counts<'a>(
        &self,
        context: &Context<'a>,
        quantifier: &'a Quantifier,
        count: impl FnOnce(&mut dyn Iterator<Item = AskedRow<'_, 'a>>) -> RowCounts,
    ) -> Option<&RowCounts> {
        let tell = || count(&mut self.answered(context, quantifier));
        self.stands_alone.then(|| self.counts.get_or_init(tell))
    }

    /// Whether no row has a part in the answer, likewise.
    pub(super) fn looks_at_nothing(&self, tell: impl FnOnce() -> bool) -> bool {
        if self.stands_alone { *self.looks_at_nothing.get_or_init(tell) } else { tell() }
    }

    /// The rows that may pass the filter, in order; nothing where that may be all.
    pub(super) fn candidates(&self, context: &Context<'_>) -> Option<Candidates<'_>> {
        self.join.as_ref().and_then(|join| join.candidates(context))
    }

    /// The filters of the rows that may pass, in any order, where they are found by days; nothing where they are not.
    pub(super) fn filters_by_days<'r, 'a>(
        &'r self,
        context: &'r Context<'a>,
        quantifier: &'a Quantifier,
    ) -> Option<impl Iterator<Item = Truth> + use<'r, 'a>> {
        let (join, outer) = self.join.as_ref().zip(self.outer_days.as_ref())?;
        let ask = |row| self.filter(&context.with_row(quantifier.slot, row), quantifier, false);
        join.filters(context, outer, ask)
    }

    /// The parts of the rules that are asked of each row anew, for want of a better way.
    #[cfg(test)]
    pub(super) fn asked_anew<'a>(&self, quantifier: &'a Quantifier, found: &mut Vec<&'a Expr>) {
        let pairs = [(&self.filter, &quantifier.filter), (&self.body, &quantifier.body)];
        for (condition, expr) in pairs {
            if let (Some(condition), Some(expr)) = (condition, expr) {
                condition.asked_anew(expr, found);
            }
        }
    }
}

/// Whether the answer of a quantifier depends on no row that is bound around it.
pub(super) fn stands_alone(quantifier: &Quantifier) -> bool {
    let mut asked = quantifier.filter.iter().chain(&quantifier.body);
    asked.all(|expr| free_rows(expr).iter().all(|slot| *slot == quantifier.slot))
}

/// The rows that an expression speaks of and that no quantifier in it binds.
fn free_rows(expr: &Expr) -> Vec<RowSlot> {
    let mut bound = Vec::new();
    let mut named = Vec::new();
    for part in expr.parts() {
        match &part.kind {
            ExprKind::Quantifier(quantifier) => bound.push(quantifier.slot),
            ExprKind::Row(slot) => named.push(*slot),
            _ => {}
        }
    }
    named.retain(|slot| !bound.contains(slot));
    named.sort_unstable();
    named.dedup();
    named
}

#[cfg(test)]
mod tests {
    use super::Plans;
    use crate::evaluate::expr::Context;
    use crate::evaluate::outcome::{Question, evaluate};
    use crate::pack::Date;
    use crate::pack::expr::{Expr, ExprKind};
    use crate::{assessment, builtin, load, source::SourceMap};

    struct NoFiles;

    impl assessment::AssessmentFiles for NoFiles {
        fn sha256(&self, _: &str) -> Result<String, assessment::FileProblem> {
            Err(assessment::FileProblem::Missing)
        }
        fn extract(&self, _: &str) -> Result<assessment::Blocks<'_>, assessment::FileProblem> {
            Err(assessment::FileProblem::Missing)
        }
    }

    /// Where this fails for a new rule, that rule is answered all the same, more slowly: find it a plan, or name its form
    /// here.
    #[test]
    fn no_condition_of_the_shipped_pack_is_asked_of_each_row_anew() {
        let mut sources = SourceMap::default();
        let pack = load::pack(builtin::PACKS[0].files(), &mut sources).0.unwrap();
        let text = "[assessment]\nformat = 1\nbody = \"Wexmouth Police (fictional)\"\nkind = \"force\"\n\
                    pack = \"hmicfrs_2026_04\"\nversion = \"^1\"\nas_of = 2026-11-01\npublished = true\n";
        let file = sources.add("wexmouth.toml", text);
        let submission = assessment::read(file, text).0.unwrap();
        let assessment = assessment::load(submission, &pack, &NoFiles).0.unwrap();
        let as_of = Date::new(2026, 11, 1).unwrap();
        let evaluation = evaluate(&pack, &assessment, Question { as_of, assurance: pack.manifest.assurance });
        let plans = Plans::default();
        let context = Context {
            plans: Some(&plans),
            ..Context::new(&pack, &assessment.records, &evaluation.values, as_of)
        };
        let mut asked_anew = Vec::new();
        let mut quantifiers = 0;
        for part in pack.expressions().flat_map(Expr::parts) {
            if let ExprKind::Quantifier(quantifier) = &part.kind {
                quantifiers += 1;
                plans.of(&context, quantifier).asked_anew(quantifier, &mut asked_anew);
            }
        }
        assert!(quantifiers > 60, "{quantifiers}");
        let places: Vec<_> = asked_anew.iter().map(|expr| sources.text(expr.span)).collect();
        assert_eq!(places, Vec::<&str>::new());
    }
}
