//! Plans never lie: what is proposed closes the gap, and nothing in it can be left out.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may fail where it generates nonsense"
)]

use std::collections::BTreeMap;
use std::ops::Bound;

use proptest::prelude::*;
use proptest::sample::select;

use crate::soundness;
use crate::support::{Files, judge, pack, read_assessment};
use tipstaff::assessment::Assessment;
use tipstaff::evaluate::outcome::{Question, evaluate};
use tipstaff::evaluate::revision::{Changes, Revision, Variable};
use tipstaff::evaluate::verdict::Evaluation;
use tipstaff::pack::range::end_value;
use tipstaff::pack::rule::Pack;
use tipstaff::pack::{Absence, Base, Known, Members, Number, Partial, Range, Truth, Undefined};
use tipstaff::repair::{Alternative, Change, GapPlan, Plan, ValueChange, plan};

fn planned(pack: &Pack, text: &str) -> (Assessment, Evaluation, Plan) {
    let (assessment, _) = read_assessment(pack, text, &Files::default());
    let assessment = assessment.unwrap();
    let question = Question { as_of: assessment.as_of, assurance: pack.manifest.assurance };
    let evaluation = evaluate(pack, &assessment, question);
    let plan = plan(pack, &assessment, &evaluation);
    (assessment, evaluation, plan)
}

fn values(alternative: &Alternative) -> Vec<&ValueChange> {
    let mut values = Vec::new();
    for change in &alternative.changes {
        if let Change::Value(change) = change {
            values.push(change.as_ref());
        }
    }
    values
}

/// What is known of a fact as an assessment states it: the whole of it, or one of the values that it leaves possible.
fn stated(pack: &Pack, change: &ValueChange, exact: bool) -> (String, String) {
    let Variable::Fact(fact) = change.variable else { panic!("the packs of these tests have no tables") };
    let fact = &pack.facts[fact];
    let value = &change.to;
    let known = match &value.known {
        _ if value.absence == Absence::Surely => "{ recorded = false }".to_owned(),
        Known::YesNo(truth) => (*truth != Truth::No).to_string(),
        Known::Number(range) => ordered(*range, exact, 0.into(), |number| match fact.ty.base {
            Base::Percent => format!("\"{}\"", number.to_percent()),
            _ => number.to_string(),
        }),
        Known::Date(range) => ordered(*range, exact, "2026-05-05".parse_date(), |date| date.to_string()),
        Known::Duration(range) => {
            ordered(*range, exact, tipstaff::pack::Duration::Days(40), |length| format!("\"{length}\""))
        }
        Known::Text(text) => format!("\"{}\"", text.as_deref().unwrap_or("x")),
        Known::Choice(members) => {
            let names: Vec<String> = names(pack, fact.ty.base, *members);
            if exact { names[0].clone() } else { format!("{{ one_of = [{}] }}", names.join(", ")) }
        }
        Known::Set { includes, excludes } => {
            let all = pack.members(fact.ty.base);
            let list = |members| names(pack, fact.ty.base, members).join(", ");
            if exact {
                format!("[{}]", list(all.without(*excludes)))
            } else {
                format!(
                    "{{ includes = [{}], excludes = [{}] }}",
                    list(*includes),
                    list(excludes.intersection(all))
                )
            }
        }
        Known::Row(_) => panic!("the packs of these tests have no tables"),
    };
    (fact.name.clone(), known)
}

trait ParseDate {
    fn parse_date(&self) -> tipstaff::pack::Date;
}

impl ParseDate for str {
    fn parse_date(&self) -> tipstaff::pack::Date {
        tipstaff::pack::Date::parse(self).unwrap()
    }
}

fn ordered<T: Copy + PartialOrd>(
    range: Range<T>,
    exact: bool,
    any: T,
    write: impl Fn(T) -> String,
) -> String {
    let (low, high) = (end_value(range.low()), end_value(range.high()));
    let is_open = |end| matches!(end, Bound::Excluded(_));
    if exact && !(is_open(range.low()) && is_open(range.high())) {
        let end = if is_open(range.low()) { high } else { low.or(high) };
        return write(end.unwrap_or(any));
    }
    match (low, high) {
        (None, None) => write(any),
        (Some(low), None) if is_open(range.low()) => format!("{{ more_than = {} }}", write(low)),
        (Some(low), None) => format!("{{ at_least = {} }}", write(low)),
        (None, Some(high)) if is_open(range.high()) => format!("{{ less_than = {} }}", write(high)),
        (None, Some(high)) => format!("{{ at_most = {} }}", write(high)),
        (Some(low), Some(high)) => {
            let above = if is_open(range.low()) { "more_than" } else { "at_least" };
            let below = if is_open(range.high()) { "less_than" } else { "at_most" };
            format!("[{{ {above} = {} }}, {{ {below} = {} }}]", write(low), write(high))
        }
    }
}

fn names(pack: &Pack, base: Base, members: Members) -> Vec<String> {
    let choice = &pack.choices[base.choice().unwrap()];
    members
        .indexes()
        .filter_map(|index| choice.members.get(index))
        .map(|name| format!("\"{name}\""))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 50, ..ProptestConfig::default() })]

    /// The plan's own check is not trusted here: what it proposes is written into the assessment, which is read and
    /// evaluated as any other.
    #[test]
    fn what_is_proposed_closes_the_gap_and_nothing_of_it_can_be_left_out(
        conditions in prop::collection::vec(soundness::condition(), 3),
        facts in soundness::facts(),
        exact in any::<bool>(),
    ) {
        let pack = pack(&soundness::rules(&conditions));
        let statements: BTreeMap<&str, String> =
            facts.iter().filter_map(|fact| Some((fact.name, fact.partial.clone()?))).collect();
        let text = |changed: &[(String, String)]| -> String {
            let mut all = statements.clone();
            all.extend(changed.iter().map(|(name, value)| (name.as_str(), value.clone())));
            let lines = all.iter().map(|(name, value)| format!("{name} = {value}\n"));
            format!("[facts.f]\n{}", lines.collect::<String>())
        };
        let (_, _, plan) = planned(&pack, &text(&[]));
        for alternative in plan.gaps.iter().flat_map(|gap| &gap.alternatives) {
            let changes: Vec<(String, String)> =
                values(alternative).into_iter().map(|change| stated(&pack, change, exact)).collect();
            // That something is recorded, whatever it is, cannot be stated without a value.
            let is_any = |change: &ValueChange| match &change.to.known {
                Known::Date(range) => range.is_all(),
                Known::Duration(range) => range.is_all(),
                Known::Number(range) => range.is_all(),
                Known::Text(text) => text.is_none(),
                Known::YesNo(truth) => *truth == Truth::Unknown,
                _ => false,
            };
            let says_more = values(alternative).into_iter().any(is_any);
            // Some values have no words in an assessment: negative ones, and fractions that are no decimals.
            if changes.iter().any(|(_, value)| value.contains('-') && !value.contains("20") || value.contains("about") || value.contains("just")) {
                continue;
            }
            let closed = judge(&pack, &text(&changes));
            // A value that is possible may still be one that cannot be calculated with, such as half of seven months.
            let mut whys = closed.requirements().flat_map(|verdict| &verdict.clauses).map(|clause| &clause.because);
            if exact && whys.any(|why| why.undefined.iter().any(|(reason, _)| *reason == Undefined::FractionalDuration)) {
                continue;
            }
            prop_assert!(closed.requirements().all(|verdict| verdict.gap.is_none()), "{}", text(&changes));
            for left_out in 0..changes.len() {
                let mut fewer = changes.clone();
                fewer.remove(left_out);
                let open = judge(&pack, &text(&fewer));
                // An exact value says more than the whole range, and may make up for another change.
                prop_assert!(
                    exact || says_more || open.requirements().any(|verdict| verdict.gap.is_some()),
                    "{:?} is not needed\n{}", changes[left_out], text(&changes)
                );
            }
        }
    }
}

#[test]
fn only_what_did_not_fail_before_is_said_to_fail_after_a_change() {
    let pack = pack(
        "facts f { a: yesno  b: yesno  c: yesno }
        recommendation R1 \"One\" {
          to force
          requirement R1.1 \"The gap\" { must m: f.a }
          requirement R1.2 \"Perhaps asked, and failing already\" { applies when f.b  must m: f.c }
          requirement R1.3 \"Not asked until then\" { applies when f.a  must m: f.c }
          requirement R1.4 \"Met until then\" { must m: not f.a }
          requirement R1.5 \"Perhaps asked then\" { applies when f.a and f.b  must m: f.c }
        }",
    );
    let (_, _, plan) = planned(&pack, "[facts.f]\na = false\nc = false\n");
    let gap = plan.gaps.iter().find(|gap| pack.requirements[gap.requirement].title == "The gap").unwrap();
    let opens: Vec<&str> =
        gap.alternatives[0].opens.iter().map(|id| pack.requirements[*id].title.as_str()).collect();
    assert_eq!(opens, ["Not asked until then", "Met until then"]);
}

const SMALL: &str = "
choice level { low < medium < high }
facts f { a: yesno  b: yesno  c: count  d: count  p: percent  l: level }
";

fn small_condition() -> BoxedStrategy<String> {
    let leaf = select(vec![
        "f.a",
        "f.b",
        "not f.a",
        "f.c >= 3",
        "f.c < 2",
        "f.c is f.d",
        "f.c > f.d",
        "f.c + f.d >= 5",
        "f.c * 2 <= f.d + 1",
        "f.p >= 50%",
        "f.p is 100%",
        "f.c / f.d >= 50%",
        "f.l >= medium",
        "f.l is low",
        "f.l in [low, high]",
        "f.d is 0",
    ]);
    leaf.prop_map(str::to_owned)
        .prop_recursive(2, 6, 3, |inner| {
            let pair = (inner.clone(), inner.clone());
            prop_oneof![
                pair.clone().prop_map(|(a, b)| format!("({a}) and ({b})")),
                pair.clone().prop_map(|(a, b)| format!("({a}) or ({b})")),
                pair.clone().prop_map(|(a, b)| format!("if {a} then {b}")),
                (pair.clone(), inner.clone())
                    .prop_map(|((a, b), c)| format!("(if {a} then ({b}) else ({c}))")),
                (pair, inner).prop_map(|((a, b), c)| format!("at least 2 of [{a}, {b}, {c}]")),
            ]
        })
        .boxed()
}

fn number(value: i64) -> Partial {
    Known::Number(Range::exactly(Number::from(value))).into()
}

/// Every value of a small fact that a brute-force search tries.
fn domain(base: Base) -> Vec<Partial> {
    match base {
        Base::YesNo => [Truth::Yes, Truth::No].map(|truth| Known::YesNo(truth).into()).to_vec(),
        Base::Percent => [0, 50, 100]
            .map(|percent| Known::Number(Range::exactly(Number::ratio(percent, 100).unwrap())).into())
            .to_vec(),
        Base::Choice(_) => (0..3).map(|member| Known::Choice(Members::one(member)).into()).collect(),
        _ => (0..10).map(number).collect(),
    }
}

/// The least number of facts whose change closes the gap of the only requirement, if three will do.
fn least(pack: &Pack, assessment: &Assessment, evaluation: &Evaluation) -> Option<usize> {
    let mut revision = Revision::new(pack, assessment, evaluation);
    let question = Question { as_of: evaluation.as_of, assurance: evaluation.asked };
    let requirement = pack.requirements.ids().next().unwrap();
    let facts: Vec<_> = pack.facts.ids().collect();
    let mut sets: Vec<Changes> = vec![Changes::new()];
    for size in 1..=3 {
        let mut larger = Vec::new();
        for set in &sets {
            let last = set.keys().next_back().copied();
            for fact in
                facts.iter().copied().map(Variable::Fact).filter(|fact| last.is_none_or(|last| *fact > last))
            {
                let Variable::Fact(id) = fact else { continue };
                for value in domain(pack.facts[id].ty.base) {
                    let mut changes = set.clone();
                    changes.insert(fact, value);
                    revision.apply(&changes);
                    if revision.judge(assessment, question, requirement).gap.is_none() {
                        return Some(size);
                    }
                    larger.push(changes);
                }
            }
        }
        sets = larger;
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn no_smaller_set_is_found_by_trying_everything(
        conditions in prop::collection::vec(small_condition(), 1..4),
        stated in prop::collection::vec((any::<bool>(), 0..6_i64), 6),
    ) {
        let clauses: String =
            conditions.iter().enumerate().map(|(place, condition)| format!("must m{place}: {condition}\n")).collect();
        let pack = pack(&format!(
            "{SMALL} recommendation R1 \"Small\" {{ to force requirement R1.1 \"Small\" {{ {clauses} }} }}"
        ));
        let names = ["a", "b", "c", "d", "p", "l"];
        let write = |name: &str, value: i64| match name {
            "a" | "b" => (value % 2 == 0).to_string(),
            "p" => format!("\"{}%\"", value * 20),
            "l" => ["\"low\"", "\"medium\"", "\"high\""][usize::try_from(value % 3).unwrap()].to_owned(),
            _ => value.to_string(),
        };
        let lines = names.iter().zip(&stated).filter(|(_, (is_stated, _))| *is_stated);
        let lines: String = lines.map(|(name, (_, value))| format!("{name} = {}\n", write(name, *value))).collect();
        let (assessment, evaluation, plan) = planned(&pack, &format!("[facts.f]\n{lines}"));
        let Some(gap) = plan.gaps.first() else { return Ok(()) };
        let found = gap.alternatives.first().map(|alternative| alternative.changes.len());
        let least = least(&pack, &assessment, &evaluation);
        // The plan may know values that were not tried here; that its sets are true is held above.
        prop_assert!(
            least.is_none_or(|least| found.is_some_and(|found| found <= least)),
            "found {found:?}, least {least:?}\n{conditions:?}\n{lines}"
        );
        prop_assert!(gap.alternatives.len() <= GapPlan::ALTERNATIVES);
        prop_assert!(gap.alternatives.is_sorted_by_key(|alternative| alternative.changes.len()));
    }
}
