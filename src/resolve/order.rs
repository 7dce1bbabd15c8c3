//! The order in which values are computed: each behind everything that it uses, or a circle.

use std::collections::{HashMap, HashSet};

use super::error::{Errors, RuleError};
use super::names::Names;
use super::values::Values;
use crate::pack::expr::{Expr, ExprKind};
use crate::pack::rule::Computed;
use crate::source::Span;

/// Defines, measured facts and computed columns, each behind everything that it uses. Of circles that share values at
/// least one is reported.
pub(super) fn order(names: &Names<'_>, values: &Values, errors: &mut Errors) -> Vec<Computed> {
    let mut walk = Walk { uses: uses(values), ..Walk::default() };
    for (computed, _) in expressions(values) {
        walk.visit(computed);
    }
    for circle in &walk.circles {
        report(circle, names, errors);
    }
    walk.order
}

/// Everything that is computed, with its expression.
fn expressions(values: &Values) -> impl Iterator<Item = (Computed, &Expr)> {
    let defines = values.defines.entries().map(|(id, value)| (Computed::Define(id), value));
    let facts = values.facts.entries().map(|(id, value)| (Computed::Fact(id), value));
    let columns = values.columns.entries().map(|(id, value)| (Computed::Column(id), value));
    let all = defines.chain(facts).chain(columns);
    all.filter_map(|(computed, value)| value.as_ref().map(|value| (computed, value)))
}

/// What an expression uses, and where.
type Uses = Vec<(Computed, Span)>;

/// What each computed value uses of the other computed ones, in the order of the text.
fn uses(values: &Values) -> HashMap<Computed, Uses> {
    let is_computed = |used: &Computed| match used {
        Computed::Define(_) => true,
        Computed::Fact(fact) => values.facts[*fact].is_some(),
        Computed::Column(column) => values.columns[*column].is_some(),
    };
    let used_by = |expr: &Expr| {
        let mut uses: Uses = expr.parts().filter_map(used).filter(|(used, _)| is_computed(used)).collect();
        uses.sort_by_key(|(_, place)| *place);
        uses
    };
    expressions(values).map(|(computed, expr)| (computed, used_by(expr))).collect()
}

fn used(expr: &Expr) -> Option<(Computed, Span)> {
    let used = match &expr.kind {
        ExprKind::Define(define) => Computed::Define(*define),
        ExprKind::Fact(fact) => Computed::Fact(*fact),
        ExprKind::Column { column, .. } => Computed::Column(*column),
        _ => return None,
    };
    Some((used, expr.span))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// On the path that is being followed.
    Open,
    /// In the order, behind all that it uses.
    Done,
}

/// A depth-first walk with its own stack, so that a chain of any length costs no depth.
#[derive(Default)]
struct Walk {
    uses: HashMap<Computed, Uses>,
    state: HashMap<Computed, State>,
    path: Vec<Step>,
    order: Vec<Computed>,
    circles: Vec<Circle>,
    in_circles: HashSet<Computed>,
    ways_round: usize,
}

/// A value on the path, and how many of its uses have been followed.
struct Step {
    computed: Computed,
    followed: usize,
}

/// Each value of a circle with the place where it uses the next.
type Circle = Vec<(Computed, Span)>;

impl Walk {
    /// How many ways round are looked at: tangles have more than anyone wants to read.
    const MOST_WAYS_ROUND: usize = 100;

    /// Puts a value and all that it uses into the order, and notes the circles on the way.
    fn visit(&mut self, start: Computed) {
        if !self.state.contains_key(&start) {
            self.open(start);
        }
        while let Some(step) = self.path.last_mut() {
            let computed = step.computed;
            let next = self.uses.get(&computed).and_then(|uses| uses.get(step.followed)).copied();
            step.followed = step.followed.saturating_add(1);
            match next.map(|(used, _)| (used, self.state.get(&used).copied())) {
                None => self.close(computed),
                Some((used, None)) => self.open(used),
                Some((used, Some(State::Open))) => self.note_circle(used),
                Some((_, Some(State::Done))) => {}
            }
        }
    }

    fn open(&mut self, computed: Computed) {
        self.state.insert(computed, State::Open);
        self.path.push(Step { computed, followed: 0 });
    }

    fn close(&mut self, computed: Computed) {
        self.path.pop();
        self.state.insert(computed, State::Done);
        self.order.push(computed);
    }

    /// Notes the circle that the end of the path closes by using `first`, unless each of its values is in a circle
    /// that has been noted.
    fn note_circle(&mut self, first: Computed) {
        if self.ways_round >= Self::MOST_WAYS_ROUND {
            return;
        }
        self.ways_round = self.ways_round.saturating_add(1);
        let start = self.path.iter().rposition(|step| step.computed == first).unwrap_or(0);
        let circle: Circle = self.path.iter().skip(start).filter_map(|step| self.taken(step)).collect();
        if circle.iter().any(|(computed, _)| !self.in_circles.contains(computed)) {
            self.in_circles.extend(circle.iter().map(|(computed, _)| *computed));
            self.circles.push(circle);
        }
    }

    /// A value with the place of the use that the path follows.
    fn taken(&self, step: &Step) -> Option<(Computed, Span)> {
        let (_, place) = self.uses.get(&step.computed)?.get(step.followed.checked_sub(1)?)?;
        Some((step.computed, *place))
    }
}

fn report(circle: &Circle, names: &Names<'_>, errors: &mut Errors) {
    let steps: Vec<(String, Span)> =
        circle.iter().map(|(computed, place)| (name(*computed, names), *place)).collect();
    if let Some((_, place)) = steps.first() {
        errors.add(*place, RuleError::Circle { steps: steps.clone() });
    }
}

fn name(computed: Computed, names: &Names<'_>) -> String {
    match computed {
        Computed::Define(define) => names.defines[define].item.name.text.clone(),
        Computed::Fact(fact) => {
            let fact = &names.facts[fact];
            format!("{}.{}", names.groups[fact.group].name.text, fact.item.name.text)
        }
        Computed::Column(column) => {
            let column = &names.columns[column];
            format!("{}.{}", names.table_name(column.table), column.item.name.text)
        }
    }
}
