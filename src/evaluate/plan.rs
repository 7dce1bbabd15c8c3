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

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

pub(super) use self::column::cells;
use self::condition::Condition;
pub(super) use self::join::Candidates;
use self::join::Join;
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
}

/// How the rows of a quantifier are asked.
#[derive(Debug)]
pub struct Plan {
    filter: Option<Condition>,
    body: Option<Condition>,
    join: Option<Join>,
    /// Whether the answer depends on no row that is bound around the quantifier.
    stands_alone: bool,
    /// What all rows say together, where that depends on no other row, and how many say what.
    value: OnceLock<Partial>,
    counts: OnceLock<RowCounts>,
}

impl Plans {
    /// The plan of a quantifier.
    pub(super) fn of<'a>(&self, context: &Context<'a>, quantifier: &'a Quantifier) -> Arc<Plan> {
        let place = std::ptr::from_ref(quantifier).addr();
        if let Some(plan) = self.of.lock().unwrap_or_else(PoisonError::into_inner).get(&place) {
            return Arc::clone(plan);
        }
        // Not held while it is made: that needs the plans of the quantifiers within.
        let plan = Arc::new(Plan::of(context, quantifier));
        Arc::clone(self.of.lock().unwrap_or_else(PoisonError::into_inner).entry(place).or_insert(plan))
    }
}

impl Plan {
    fn of<'a>(context: &Context<'a>, quantifier: &'a Quantifier) -> Plan {
        let body = quantifier.body.as_ref().filter(|body| super::parts::is_yes_no(body));
        let asked = || quantifier.filter.iter().chain(&quantifier.body);
        let stands_alone = asked().all(|expr| {
            let bound = free_rows(expr);
            bound.iter().all(|slot| *slot == quantifier.slot)
        });
        Plan {
            filter: quantifier.filter.as_ref().map(|filter| Condition::of(context, filter)),
            body: body.map(|body| Condition::of(context, body)),
            join: Join::of(context, quantifier),
            stands_alone,
            value: OnceLock::new(),
            counts: OnceLock::new(),
        }
    }

    pub(super) fn filter<'a>(&self, row: &Context<'a>, quantifier: &'a Quantifier) -> Truth {
        match (&self.filter, &quantifier.filter) {
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

    /// The rows that may pass the filter, in order; nothing where that may be all.
    pub(super) fn candidates(&self, context: &Context<'_>) -> Option<Candidates<'_>> {
        self.join.as_ref().and_then(|join| join.candidates(context))
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
    use crate::pack::rule::Pack;
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

    /// Every expression of a pack that may ask rows.
    fn expressions(pack: &Pack) -> impl Iterator<Item = &Expr> {
        let clauses = pack.requirements.iter().flat_map(|requirement| {
            let conditions = requirement.clauses.iter().map(|clause| &clause.condition);
            conditions.chain(&requirement.applies_when)
        });
        let facts = pack.facts.iter().filter_map(|fact| fact.measured.as_ref());
        let columns = pack.columns.iter().filter_map(|column| column.computed.as_ref());
        clauses.chain(facts).chain(columns).chain(pack.defines.iter().map(|define| &define.value))
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
        for part in expressions(&pack).flat_map(Expr::parts) {
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
