//! The language's promise: an answer given on partial facts stays the answer for every completion of them.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may fail where it generates nonsense"
)]

mod plans;
mod proofs;
mod recorded;
mod records;
mod rules;

use proptest::prelude::*;
use proptest::sample::select;

use crate::support::{judge, pack};
use tipstaff::pack::rule::Pack;
use tipstaff::pack::{Truth, Undefined};

const RULES: &str = "
choice level { low < medium < high < very_high }
choice kind { red, green, blue }
choice evidence_kind { audit }
define double: number = f.c1 * 2
define enough: yesno = f.c2 >= 3 or f.y1
facts f {
  y1: yesno  y2: yesno  oy: optional yesno
  c1: count  c2: count  n1: number
  p1: percent  p2: percent
  d1: date  d2: date  od: optional date
  m1: duration  m2: duration  v1: duration
  l1: level  l2: level
  k1: kind  k2: kind  ok: optional kind
  s1: set of kind  s2: set of kind
  t1: text
}
";

/// What is stated of a fact when everything is known, and what is stated of it when not.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    pub(crate) name: &'static str,
    complete: String,
    pub(crate) partial: Option<String>,
}

fn fact(
    name: &'static str,
    statements: impl Strategy<Value = (String, Option<String>)> + 'static,
) -> BoxedStrategy<Fact> {
    statements.prop_map(move |(complete, partial)| Fact { name, complete, partial }).boxed()
}

/// A value of an ordered type, written by `write`, and one of the ways to state it in part.
fn ordered(
    values: std::ops::Range<i64>,
    write: impl Fn(i64) -> String + Clone + 'static,
) -> impl Strategy<Value = (String, Option<String>)> {
    let last = values.end - 1;
    let first = values.start;
    (values, 0..8_u8, 0..4_i64, 0..4_i64).prop_map(move |(value, way, below, above)| {
        let (low, high) = ((value - below).max(first), (value + above).min(last));
        let partial = match way {
            0 | 1 => None,
            2 => Some(write(value)),
            3 => Some(format!("{{ at_least = {} }}", write(low))),
            4 => Some(format!("{{ at_most = {} }}", write(high))),
            5 if low < value => Some(format!("{{ more_than = {} }}", write(low))),
            6 if high > value => Some(format!("{{ less_than = {} }}", write(high))),
            _ => Some(format!("{{ between = [{}, {}] }}", write(low), write(high))),
        };
        (write(value), partial)
    })
}

fn plain(values: &'static [&'static str]) -> impl Strategy<Value = (String, Option<String>)> {
    (select(values), any::<bool>())
        .prop_map(|(value, stated)| (value.to_owned(), stated.then(|| value.to_owned())))
}

fn unordered(members: &'static [&'static str]) -> impl Strategy<Value = (String, Option<String>)> {
    (select(members), 0..3_u8, prop::collection::vec(select(members), 0..2)).prop_map(
        |(member, way, more)| {
            let partial = match way {
                0 => None,
                1 => Some(member.to_owned()),
                _ => {
                    let mut members: Vec<&str> = more.into_iter().filter(|other| *other != member).collect();
                    members.push(member);
                    Some(format!("{{ one_of = [{}] }}", members.join(", ")))
                }
            };
            (member.to_owned(), partial)
        },
    )
}

fn set() -> impl Strategy<Value = (String, Option<String>)> {
    let members = ["\"red\"", "\"green\"", "\"blue\""];
    (prop::collection::vec(any::<bool>(), 3), prop::collection::vec(any::<bool>(), 3), any::<bool>())
        .prop_map(move |(is_in, is_stated, any_stated)| {
            let list = |wanted: &dyn Fn(usize) -> bool| -> String {
                members
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| wanted(*i))
                    .map(|(_, m)| *m)
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            let partial = format!(
                "{{ includes = [{}], excludes = [{}] }}",
                list(&|i| is_in[i] && is_stated[i]),
                list(&|i| !is_in[i] && is_stated[i])
            );
            (format!("[{}]", list(&|i| is_in[i])), any_stated.then_some(partial))
        })
}

/// An optional may also be known to be absent, or not known to be there.
fn optional(
    present: impl Strategy<Value = (String, Option<String>)>,
) -> impl Strategy<Value = (String, Option<String>)> {
    (present, any::<bool>(), any::<bool>()).prop_map(|(present, absent, stated)| {
        let absence = "{ recorded = false }".to_owned();
        if absent { (absence.clone(), stated.then_some(absence)) } else { present }
    })
}

fn day(offset: i64) -> String {
    format!("2026-{:02}-{:02}", 1 + offset / 28, 1 + offset % 28)
}

fn quoted(text: String) -> String {
    format!("\"{text}\"")
}

pub(crate) fn facts() -> Vec<BoxedStrategy<Fact>> {
    let yesno = || plain(&["true", "false"]);
    let count = || ordered(0..8, |n| n.to_string());
    let percent = || ordered(0..101, |n| quoted(format!("{n}%")));
    let date = || ordered(0..336, day);
    let months = || ordered(0..30, |n| quoted(format!("{n} months")));
    let days = || ordered(0..120, |n| quoted(format!("{n} days")));
    let level = || unordered(&["\"low\"", "\"medium\"", "\"high\"", "\"very_high\""]);
    let kind = || unordered(&["\"red\"", "\"green\"", "\"blue\""]);
    vec![
        fact("y1", yesno()),
        fact("y2", yesno()),
        fact("oy", optional(yesno())),
        fact("c1", count()),
        fact("c2", count()),
        fact("n1", ordered(0..20, |n| format!("{}.5", n))),
        fact("p1", percent()),
        fact("p2", percent()),
        fact("d1", date()),
        fact("d2", date()),
        fact("od", optional(date())),
        fact("m1", months()),
        fact("m2", months()),
        fact("v1", days()),
        fact("l1", level()),
        fact("l2", level()),
        fact("k1", kind()),
        fact("k2", kind()),
        fact("ok", optional(kind())),
        fact("s1", set()),
        fact("s2", set()),
        fact("t1", plain(&["\"one\"", "\"two\""])),
    ]
}

fn comparison() -> impl Strategy<Value = &'static str> {
    select(vec!["<", "<=", ">", ">=", "is", "is not"])
}

fn text(options: &'static [&'static str]) -> BoxedStrategy<String> {
    select(options).prop_map(str::to_owned).boxed()
}

/// Numbers of counts: divisors may be zero, and operands may be equal.
fn number() -> BoxedStrategy<String> {
    let leaf = text(&["f.c1", "f.c2", "f.n1", "double", "0", "1", "3", "7.5"]);
    leaf.prop_recursive(2, 6, 2, |inner| {
        let operator = select(vec!["+", "-", "*", "/"]);
        let chosen = (condition_leaf(), inner.clone(), inner.clone())
            .prop_map(|(c, a, b)| format!("(if {c} then {a} else {b})"));
        let combined = (inner.clone(), operator, inner).prop_map(|(a, o, b)| format!("({a} {o} {b})"));
        prop_oneof![3 => combined, 1 => chosen]
    })
    .boxed()
}

fn percent() -> BoxedStrategy<String> {
    let leaf = text(&["f.p1", "f.p2", "95%", "50%", "0%"]);
    let combined =
        (leaf.clone(), select(vec!["+", "-"]), leaf.clone()).prop_map(|(a, o, b)| format!("({a} {o} {b})"));
    prop_oneof![3 => leaf, 1 => combined].boxed()
}

fn date() -> BoxedStrategy<String> {
    let leaf = text(&["f.d1", "f.d2", "as_of", "due", "2026-03-31", "2026-01-31"]);
    let length = text(&["1 month", "3 months", "15 days", "f.m1", "f.v1", "f.m2"]);
    let moved = (leaf.clone(), select(vec!["+", "-"]), length).prop_map(|(d, o, l)| format!("({d} {o} {l})"));
    prop_oneof![2 => leaf, 1 => moved].boxed()
}

fn duration() -> BoxedStrategy<String> {
    let leaf = text(&["f.m1", "f.m2", "f.v1", "3 months", "12 months", "90 days", "1 year"]);
    let between = (date(), date()).prop_map(|(a, b)| format!("({a} - {b})"));
    let scaled = (leaf.clone(), select(vec!["* 2", "/ 2", "* f.c1", "/ f.c2", "+ f.m1", "- f.v1"]))
        .prop_map(|(l, s)| format!("({l} {s})"));
    let chosen = (condition_leaf(), leaf.clone(), leaf.clone())
        .prop_map(|(c, a, b)| format!("(if {c} then {a} else {b})"));
    prop_oneof![3 => leaf, 1 => between, 1 => scaled, 1 => chosen].boxed()
}

fn condition_leaf() -> BoxedStrategy<String> {
    text(&[
        "f.y1",
        "f.y2",
        "f.oy is yes",
        "enough",
        "f.y1 is yes",
        "f.oy is absent",
        "f.oy is not recorded",
        "f.od is recorded",
        "f.y1 is f.y2",
        "f.y1 in [yes, no]",
        "f.k1 is red",
        "f.k1 is f.k2",
        "f.ok is f.k1",
        "f.ok is absent",
        "f.ok in [red, blue]",
        "f.k1 in [red, green]",
        "f.k1 in [red, f.k2]",
        "f.l1 >= medium",
        "f.l1 < f.l2",
        "f.l1 in [low, medium]",
        "f.s1 covers [red]",
        "f.s1 covers [red, f.k1]",
        "f.s1 is f.s2",
        "f.t1 is \"one\"",
        "f.od within 3 months",
        "f.od > f.d1",
        "f.od is f.d1",
    ])
}

pub(crate) fn condition() -> BoxedStrategy<String> {
    let compared = |values: fn() -> BoxedStrategy<String>| {
        (values(), comparison(), values()).prop_map(|(a, o, b)| format!("{a} {o} {b}")).boxed()
    };
    let within = (date(), duration(), prop::option::of(date())).prop_map(|(date, window, of)| match of {
        Some(of) => format!("{date} within {window} of {of}"),
        None => format!("{date} within {window}"),
    });
    let leaf = prop_oneof![
        2 => condition_leaf(),
        2 => compared(number),
        1 => compared(percent),
        1 => compared(date),
        2 => compared(duration),
        1 => within,
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            inner.clone().prop_map(|a| format!("not ({a})")),
            pair.clone().prop_map(|(a, b)| format!("({a}) and ({b})")),
            pair.clone().prop_map(|(a, b)| format!("({a}) or ({b})")),
            pair.clone().prop_map(|(a, b)| format!("if {a} then {b}")),
            (pair.clone(), inner.clone()).prop_map(|((a, b), c)| format!("if {a} then ({b}) else {c}")),
            (1..4_u8, pair, inner).prop_map(|(n, (a, b), c)| format!("at least {n} of [{a}, {b}, {c}]")),
        ]
    })
    .boxed()
}

pub(crate) fn rules(conditions: &[String]) -> String {
    let clauses: String = conditions
        .iter()
        .enumerate()
        .map(|(index, condition)| format!("    must c{index}: {condition}\n"))
        .collect();
    format!(
        "{RULES}\nrecommendation R1 \"Generated\" {{\n  to force\n  due 2026-06-15\n  \
         requirement R1.1 \"Generated\" {{\n    applies when {}\n{clauses}  }}\n}}\n",
        conditions.first().map_or("f.y1", String::as_str)
    )
}

pub(crate) fn assessment<'f>(stated: impl Iterator<Item = (&'f Fact, Option<&'f String>)>) -> String {
    let lines = stated.filter_map(|(fact, value)| Some(format!("{} = {}\n", fact.name, value?)));
    format!("[facts.f]\n{}", lines.collect::<String>())
}

/// The answers, applicability first, each with whether its calculation is an error for these very figures.
fn answers(given: &Pack, facts: &str) -> Vec<(Truth, bool)> {
    let evaluation = judge(given, facts);
    let verdict = evaluation.requirements().next().unwrap();
    let is_error = |reason: &Undefined| matches!(reason, Undefined::Overflow | Undefined::FractionalDuration);
    let clauses = verdict.clauses.iter().map(|clause| (clause.answer, &clause.because));
    std::iter::once((verdict.applies, &verdict.applies_because))
        .chain(clauses)
        .map(|(answer, why)| (answer, why.undefined.iter().any(|(reason, _)| is_error(reason))))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 700, ..ProptestConfig::default() })]

    #[test]
    fn learning_more_never_changes_an_answer(
        conditions in prop::collection::vec(condition(), 4),
        facts in facts(),
        learnt in prop::collection::vec(any::<bool>(), 22),
    ) {
        let given = pack(&rules(&conditions));
        let partial = assessment(facts.iter().map(|fact| (fact, fact.partial.as_ref())));
        let halfway = assessment(facts.iter().zip(&learnt).map(|(fact, learnt)| {
            (fact, if *learnt { Some(&fact.complete) } else { fact.partial.as_ref() })
        }));
        let complete = assessment(facts.iter().map(|fact| (fact, Some(&fact.complete))));
        let (first, second, last) =
            (answers(&given, &partial), answers(&given, &halfway), answers(&given, &complete));
        for (index, ((before, later), known)) in first.iter().zip(&second).zip(&last).enumerate() {
            for (earlier, later) in [(before, later), (later, known)] {
                prop_assert!(
                    earlier.0 == Truth::Unknown || later.1 || earlier.0 == later.0,
                    "`{}` was {:?} and became {:?}\nbefore\n{partial}\nhalfway\n{halfway}\ncomplete\n{complete}",
                    conditions[index.saturating_sub(1)], earlier.0, later.0,
                );
            }
        }
    }
}
