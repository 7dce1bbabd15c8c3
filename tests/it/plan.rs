//! `tipstaff plan`, as the built program prints it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail where the program does not say what it should"
)]

use std::collections::BTreeMap;

use serde_json::Value;

use crate::check::RESPONSES;
use crate::program::{printed, strays_from_schema, tipstaff, transcript};

const SCHEMA: &str = include_str!("../../docs/tipstaff-plan.schema.json");

/// A gap of every kind, with actions of every standing.
const EVERY_KIND: [&str; 3] = ["--rules", "tests/cases/plan", "tests/cases/plan/force/plan.toml"];

fn plan(arguments: &[&str]) -> std::process::Output {
    tipstaff(&[&["plan"], arguments].concat())
}

fn json(arguments: &[&str]) -> Value {
    let result: Value =
        serde_json::from_str(&printed(&plan(&[&["--format", "json"], arguments].concat()))).unwrap();
    assert_eq!(strays_from_schema(SCHEMA, &result), Vec::<String>::new(), "{arguments:?}");
    result
}

#[test]
fn every_kind_of_gap_has_its_way_out_or_a_reason_why_not() {
    insta::assert_snapshot!("text", transcript(&plan(&EVERY_KIND)));
    insta::assert_snapshot!("quiet", printed(&plan(&[&["--quiet"], &EVERY_KIND[..]].concat())));
    insta::assert_snapshot!(
        "markdown",
        printed(&plan(&[&["--format", "markdown"], &EVERY_KIND[..]].concat()))
    );
}

#[test]
fn the_plan_of_a_published_response() {
    insta::assert_snapshot!("cheshire", printed(&plan(&["examples/forces/cheshire.toml"])));
}

#[test]
fn the_json_keeps_to_its_schema_and_the_schema_lets_not_everything_pass() {
    for response in RESPONSES {
        json(&[response]);
    }
    let mut broken = json(&EVERY_KIND);
    let first = &mut broken["gaps"][0]["alternatives"][0]["changes"][0];
    first["how"] = "wish".into();
    assert_ne!(strays_from_schema(SCHEMA, &broken), Vec::<String>::new());
}

#[test]
fn what_is_in_order_has_no_plan_and_what_cannot_be_read_no_exit_status_but_two() {
    let wexmouth = json(&["examples/forces/fictional/wexmouth.toml"]);
    assert_eq!(wexmouth["gaps"], Value::Array(Vec::new()));
    for (arguments, status) in [
        (&["examples/forces/fictional/wexmouth.toml"][..], 0),
        (&["examples/forces/cheshire.toml"][..], 0),
        (&["no_such_file.toml"][..], 2),
        (&["--format", "poem", "examples/forces/cheshire.toml"][..], 2),
        (&["--output", "no_such_folder/plan.md", "examples/forces/cheshire.toml"][..], 2),
        (&["--output", "examples/forces/cheshire.toml", "examples/forces/cheshire.toml"][..], 2),
    ] {
        assert_eq!(plan(arguments).status.code(), Some(status), "{arguments:?}");
    }
}

/// What the pack says that each requirement needs or follows, through recommendations and back.
fn needs() -> BTreeMap<String, Vec<String>> {
    let graph: Value =
        serde_json::from_str(&printed(&tipstaff(&["graph", "--format", "json", "--only", "needs,follows"])))
            .unwrap();
    let mut needs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for tie in graph["ties"].as_array().unwrap() {
        let [from, to] = ["from", "to"].map(|end| tie[end].as_str().unwrap().to_owned());
        needs.entry(from).or_default().push(to);
    }
    needs
}

/// Whether one requirement needs another, in so many steps.
fn leans_on(needs: &BTreeMap<String, Vec<String>>, from: &str, to: &str, steps: usize) -> bool {
    let whole = |id: &str| id.split('.').next().unwrap().to_owned();
    let ends =
        [from.to_owned(), whole(from)].into_iter().flat_map(|id| needs.get(&id).cloned().unwrap_or_default());
    steps > 0
        && ends.into_iter().any(|end| {
            end == to
                || end == whole(to)
                || (end != from && leans_on(needs, &end, to, steps.saturating_sub(1)))
        })
}

#[test]
fn nothing_comes_before_what_it_needs() {
    let needs = needs();
    for response in RESPONSES {
        let plan = json(&[response]);
        let order: Vec<&str> =
            plan["gaps"].as_array().unwrap().iter().map(|gap| gap["requirement"].as_str().unwrap()).collect();
        for (place, earlier) in order.iter().enumerate() {
            for later in &order[place + 1..] {
                assert!(!leans_on(&needs, earlier, later, 6), "{response}: {earlier} before {later}");
            }
        }
    }
}
