//! Rule files to packs: every mistake with its place, and the types of expressions.

#![expect(clippy::unwrap_used, reason = "a test may fail where the language reference lacks its blocks")]

use std::fmt::Write as _;
use std::fs;
use std::time::{Duration, Instant};

use proptest::collection;
use proptest::prelude::*;
use proptest::sample::Index;
use tipstaff::diagnostic::Diagnostic;
use tipstaff::pack::rule::{Computed, TemplatePart};
use tipstaff::pack::words;

use crate::support::{load, load_with, pack};

#[test]
fn mistakes_are_reported_with_their_places() {
    insta::glob!("../cases/resolve", "*.rules", |path| {
        let text = fs::read_to_string(path).unwrap();
        let loaded = load(&text);
        assert!(loaded.pack.is_none(), "nothing is wrong in {}", path.display());
        insta::assert_snapshot!(loaded.report(&text));
    });
}

/// What the expressions of the table below can speak of.
const SURROUNDINGS: &str = r#"
choice risk { low < high }
choice team { ocsae, mosovo }
define rate: percent = 95%
define mosovo: count = 3
facts f {
  n: count  x: number  share: percent  on: date  gap: duration  words: text  yes_no: yesno  maybe: optional yesno
  ended: optional date  risk: risk  team: team  teams: set of team
}
table staff each s { key id: text  boss: optional staff  fte: number  risk: risk }
table visits each v { key id: text  by: staff  on: date  closed: optional date  crew: count  good: yesno }
table posts { key team: team  key rank: risk  every: duration }
"#;

/// The type of an expression in a recommendation with a deadline, beside a row `v` of visits; or what is wrong with it.
fn type_of(expression: &str) -> String {
    let clause = format!("must m: every v in visits: yes finding \"{{{expression}}}\"");
    let requirement = format!("requirement R1.1 \"t\" {{ {clause} }}");
    let loaded =
        load(&format!("{SURROUNDINGS} recommendation R1 \"t\" {{ to force due 2026-10-31 {requirement} }}"));
    let Some(pack) = loaded.pack else {
        let messages: Vec<String> = loaded.diagnostics.into_iter().map(|wrong| wrong.message).collect();
        return messages.join("; ");
    };
    let clauses = pack.requirements.iter().flat_map(|requirement| &requirement.clauses);
    let parts = clauses.filter_map(|clause| clause.finding.as_ref()).flat_map(|finding| &finding.parts);
    let types = parts.map(|part| match part {
        TemplatePart::Value(value) => words::type_name(&pack, value.ty),
        TemplatePart::Text(text) => text.clone(),
    });
    types.collect()
}

#[test]
fn every_expression_has_a_type_or_a_mistake() {
    let table = include_str!("../cases/expressions.txt");
    let typed = table.lines().fold(String::from("\n"), |mut typed, line| {
        match line {
            "" => typed.push('\n'),
            line => writeln!(typed, "{line:52}  {}", type_of(line)).unwrap(),
        }
        typed
    });
    insta::assert_snapshot!(typed);
}

/// A pack in two halves that use each other.
const HALVES: [&str; 2] = [
    r#"
recommendation R10 "ten" { to force requirement R10.2 "two" { must m: b.one > few } informs R2 }
facts b { two: count  one: count { measured as few + (count v in visits where v.fine) } }
define few: count = less
choice b_choice { x, y }
table visits each v { key id: text  fine: yesno = v.fair  fair: yesno = less > 2 }
"#,
    r#"
facts a { one: count }
define less: count = 3
choice a_choice { x, y }
recommendation R2 "two" { to force
  requirement R2.10 "ten" { must m: a.one > few }
  requirement R2.9 "nine" { must m: b.one > 1 }
  relieves R10.2
}
"#,
];

#[test]
fn the_pack_is_in_order_whatever_the_order_of_its_items() {
    let [first, second] = HALVES;
    let names = |rules: String| {
        let pack = pack(&rules);
        let numbers = pack.requirements.iter().map(|requirement| requirement.number.to_string());
        let facts = pack.facts.ids().map(|fact| pack.fact_name(fact));
        let choices = pack.choices.iter().map(|choice| choice.name.clone());
        let ties = pack.ties.iter().map(|tie| format!("{:?} {:?}", tie.from, tie.to));
        let items: Vec<String> = numbers.chain(facts).chain(choices).chain(ties).collect();
        (items, pack.computed.len())
    };
    let (items, computed) = names(format!("{first}{second}"));
    assert_eq!((items.clone(), computed), names(format!("{second}{first}")));
    assert_eq!(
        items,
        [
            "R2.9",
            "R2.10",
            "R10.2",
            "a.one",
            "b.two",
            "b.one",
            "a_choice",
            "b_choice",
            "Recommendation(#0) Requirement(#2)",
            "Recommendation(#1) Recommendation(#0)"
        ]
    );
}

#[test]
fn values_are_computed_behind_what_they_use() {
    let pack = pack(&HALVES.concat());
    let name = |computed: &Computed| match computed {
        Computed::Define(define) => pack.defines[*define].name.clone(),
        Computed::Fact(fact) => pack.fact_name(*fact),
        Computed::Column(column) => pack.columns[*column].name.clone(),
    };
    let order: Vec<String> = pack.computed.iter().map(name).collect();
    assert_eq!(order, ["less", "few", "fair", "fine", "b.one"]);
}

#[test]
fn large_packs_and_long_chains_resolve_in_time() {
    let mut rules = String::from("facts f { n: count }\n");
    for number in 1..20_000 {
        let next = number + 1;
        writeln!(rules, "define d{number}: count = d{next} + 1").unwrap();
        writeln!(
            rules,
            "recommendation R{number} \"t\" {{ to force requirement R{number}.1 \"t\" {{ must m: f.n > d{number} }} }}"
        )
        .unwrap();
    }
    for last in ["define d20000: count = 1", "define d20000: count = d1 + d2 + d19999"] {
        let start = Instant::now();
        let loaded = load(&format!("{rules}{last}"));
        let took = start.elapsed();
        assert_eq!(loaded.pack.is_some(), last.ends_with('1'), "{:?}", loaded.diagnostics.first());
        assert!(took < Duration::from_secs(20), "took {took:?}");
    }
}

#[test]
fn what_no_rule_uses_is_a_warning() {
    let text = r#"
choice evidence_kind { policy }
choice risk { low, high }
choice forgotten { a, b }
define limit: count = 3
define old_limit: count = f.before
facts f { after: count  before: count  of_nobody: risk }
table visits { key id: text }
table planned { key id: text }
recommendation R1 "t" { to force requirement R1.1 "t" { must m: f.after < limit and (some v in visits) } }
scenario "s" { as_of 2026-01-01 expect f.of_nobody is low }
"#;
    let loaded = load(text);
    assert!(loaded.pack.is_some());
    insta::assert_snapshot!(loaded.report(text));
}

#[test]
fn a_choice_has_no_more_members_than_can_be_told_apart() {
    let members = |count: u32| (1..=count).map(|number| format!("m{number}")).collect::<Vec<_>>().join(", ");
    let messages = |count| {
        let loaded = load(&format!("choice c {{ {} }} facts f {{ c: c }}", members(count)));
        loaded.diagnostics.into_iter().map(|wrong| wrong.message).collect::<Vec<_>>()
    };
    let empty = "the pack has no requirement";
    assert_eq!(messages(128), [empty]);
    assert_eq!(messages(129), [empty, "a choice has at most 128 members, and this one has 129"]);
}

/// The blocks of a page that are in this language.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let opening = format!("\n```{language}\n");
    page.split(&opening).skip(1).filter_map(|behind| behind.split("\n```").next()).collect()
}

/// The rules and the manifest of the language reference.
fn language_reference() -> (String, String, String) {
    let page = include_str!("../../docs/language.md");
    let [manifest, catalogue] = blocks(page, "toml").try_into().unwrap();
    (blocks(page, "rules").join("\n"), manifest.to_owned(), catalogue.to_owned())
}

#[test]
fn the_examples_of_the_language_reference_make_one_pack() {
    let (rules, manifest, catalogue) = language_reference();
    let loaded = load_with(&manifest, &catalogue, &rules);
    assert!(loaded.pack.is_some(), "{}", loaded.report(&rules));
}

proptest! {
    /// Words of a right pack, some of them exchanged, are a pack or have a mistake that says why not.
    #[test]
    fn every_pack_resolves_or_says_why_not(exchanged in collection::vec((any::<Index>(), any::<Index>()), 1..4)) {
        let (rules, manifest, catalogue) = language_reference();
        let mut words: Vec<&str> = rules.split(' ').collect();
        for (one, other) in exchanged {
            let (one, other) = (one.index(words.len()), other.index(words.len()));
            words.swap(one, other);
        }
        let loaded = load_with(&manifest, &catalogue, &words.join(" "));
        let has_errors = loaded.diagnostics.iter().any(Diagnostic::is_error);
        prop_assert_eq!(loaded.pack.is_none(), has_errors);
    }
}
