//! The same from end to end: what rules say of rows that are known in part is just what they may say when all is known.

use proptest::prelude::*;

use super::{completions, config, missing, truth};
use crate::support::{judge, pack};
use tipstaff::evaluate::compare::same_unit;
use tipstaff::evaluate::cover::cover_known;
use tipstaff::pack::rule::Pack;
use tipstaff::pack::{Known, Partial, Truth, Undefined};

const RULES: &str = "
choice level { low < medium < high < very_high }
table t each r {
  key id: text
  asked: yesno
  good: yesno
  weight: number
  crew: count
  risk: level
  on: date
  wait: duration
  interval: duration
}
define every_good: yesno = every r in t where r.asked: r.good
define some_good: yesno = some r in t where r.asked and r.good
define no_bad: yesno = no r in t where r.asked and not r.good
define count_asked: count = count r in t where r.asked
define share_good: percent = share r in t where r.asked: r.good
define sum_weight: number = sum r in t where r.asked: r.weight
define sum_crew: count = sum r in t where r.asked: r.crew
define sum_wait: duration = sum r in t where r.asked: r.wait
define sum_interval: duration = sum r in t where r.asked: r.interval
define min_weight: number = min r in t where r.asked: r.weight
define max_crew: count = max r in t where r.asked: r.crew
define min_risk: level = min r in t where r.asked: r.risk
define max_risk: level = max r in t where r.asked: r.risk
define min_on: date = min r in t where r.asked: r.on
define max_on: date = max r in t where r.asked: r.on
define min_wait: duration = min r in t where r.asked: r.wait
define max_interval: duration = max r in t where r.asked: r.interval
recommendation R1 \"One\" { to force domain ocsae requirement R1.1 \"One\" { must good: every_good } }
";

/// A cell: how it is written where it is known in part, and where it is known, in each way in which it may be.
#[derive(Clone, Debug)]
struct Written {
    partial: Option<String>,
    complete: Vec<String>,
}

/// The cells that a row gives, by their columns.
type Row = Vec<(&'static str, Option<String>)>;

/// One value, or one of two that stand side by side.
fn beside(write: impl Fn(i64) -> String + 'static) -> impl Strategy<Value = Written> {
    (0..3_i64, any::<bool>()).prop_map(move |(from, is_exact)| {
        let (low, high) = (write(from), write(from + 1));
        if is_exact {
            return Written { partial: Some(low.clone()), complete: vec![low] };
        }
        Written { partial: Some(format!("{{ between = [{low}, {high}] }}")), complete: vec![low, high] }
    })
}

fn yesno() -> impl Strategy<Value = Written> {
    truth().prop_map(|answer| {
        let write = |answer: Truth| (answer == Truth::Yes).to_string();
        let partial = (answer != Truth::Unknown).then(|| write(answer));
        Written { partial, complete: completions(answer).into_iter().map(write).collect() }
    })
}

fn risk() -> impl Strategy<Value = Written> {
    let levels = ["\"low\"", "\"medium\"", "\"high\"", "\"very_high\""];
    prop::sample::subsequence(levels.to_vec(), 1..=2).prop_map(|levels| Written {
        partial: Some(format!("{{ one_of = [{}] }}", levels.join(", "))),
        complete: levels.into_iter().map(str::to_owned).collect(),
    })
}

/// A row of which the filter, and the answer or one value, are known in part. The other cells are known, as what is
/// possible of one cell says nothing of an aggregate over another.
fn written_row() -> impl Strategy<Value = Vec<(&'static str, Written)>> {
    let named = |name: &'static str, cell: BoxedStrategy<Written>| cell.prop_map(move |cell| (name, cell));
    let cells = (
        named("good", yesno().boxed()),
        named("weight", beside(|n| format!("{n}.5")).boxed()),
        named("crew", beside(|n| n.to_string()).boxed()),
        named("risk", risk().boxed()),
        named("on", beside(|n| format!("2026-02-{:02}", 25 + n)).boxed()),
        named("wait", beside(|n| format!("\"{n} days\"")).boxed()),
        named("interval", beside(|n| format!("\"{n} months\"")).boxed()),
    );
    (named("asked", yesno().boxed()), cells, 0..7_usize).prop_map(|(asked, cells, open)| {
        let cells = [cells.0, cells.1, cells.2, cells.3, cells.4, cells.5, cells.6];
        let settled = cells.into_iter().enumerate().map(|(place, (name, cell))| {
            let first = cell.complete.first().cloned();
            let settled = Written { partial: first.clone(), complete: first.into_iter().collect() };
            (name, if place == open { cell } else { settled })
        });
        std::iter::once(asked).chain(settled).collect()
    })
}

fn written_table(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "[tables]\nt = []\n".to_owned();
    }
    let cells = |row: &[(&'static str, Option<String>)]| -> String {
        row.iter().filter_map(|(name, cell)| Some(format!("{name} = {}\n", cell.as_ref()?))).collect()
    };
    let row = |(id, row): (usize, &Vec<_>)| format!("[[tables.t]]\nid = \"{id}\"\n{}", cells(row));
    rows.iter().enumerate().map(row).collect()
}

/// Every way to fill in the cells of all rows.
fn filled(rows: &[Vec<(&'static str, Written)>]) -> Vec<Vec<Row>> {
    let mut tables = vec![Vec::new()];
    for row in rows {
        let mut of_row = vec![Vec::new()];
        for (name, cell) in row {
            let longer = |start: Row| {
                let fill = move |value: &String| [start.as_slice(), &[(*name, Some(value.clone()))]].concat();
                cell.complete.iter().map(fill).collect::<Vec<_>>()
            };
            of_row = of_row.into_iter().flat_map(longer).collect();
        }
        let longer = |start: Vec<_>| {
            of_row
                .iter()
                .map(move |row| [start.as_slice(), std::slice::from_ref(row)].concat())
                .collect::<Vec<_>>()
        };
        tables = tables.into_iter().flat_map(longer).collect();
    }
    tables
}

/// What is known of every define, with its name.
fn defines(pack: &Pack, text: &str) -> Vec<(String, Partial)> {
    let evaluation = judge(pack, text);
    let entries = pack.defines.entries();
    entries.map(|(id, define)| (define.name.clone(), evaluation.values.defines[id].clone())).collect()
}

/// Holds what is known on partial rows against all that comes out of complete ones.
fn assert_covers_just(name: &str, found: &Partial, completed: &[Partial]) {
    let values: Vec<Option<Known>> = completed
        .iter()
        .map(|one| {
            assert!(
                matches!(one.undefined, None | Some(Undefined::NoRows)),
                "{name} is {one:?} of known rows"
            );
            one.undefined.is_none().then(|| one.known.clone())
        })
        .collect();
    let without_value = missing(&values);
    assert_eq!(found.undefined, without_value, "{name}: {values:?}");
    let expected = values.into_iter().flatten().reduce(|a, b| cover_known(&a, &b));
    if let Some(expected) = expected {
        let same = match (&found.known, &expected) {
            // A sum of no rows is in days, so that what covers it and a sum in months is in days as well.
            (Known::Duration(found), Known::Duration(expected)) => {
                let (found, expected) = same_unit(*found, *expected);
                found == expected
            }
            (found, expected) => found == expected,
        };
        assert!(same, "{name} is {:?}, and tightly {expected:?}", found.known);
    }
}

proptest! {
    #![proptest_config(config(120))]

    #[test]
    fn rules_say_of_partial_rows_just_what_complete_ones_may_say(
        rows in prop::collection::vec(written_row(), 0..=3),
    ) {
        let pack = pack(RULES);
        let partial = |row: &Vec<(&'static str, Written)>| {
            row.iter().map(|(name, cell)| (*name, cell.partial.clone())).collect::<Vec<_>>()
        };
        let partial = written_table(&rows.iter().map(partial).collect::<Vec<_>>());
        let completed: Vec<Vec<(String, Partial)>> =
            filled(&rows).iter().map(|table| defines(&pack, &written_table(table))).collect();
        for (place, (name, found)) in defines(&pack, &partial).into_iter().enumerate() {
            let of_define = completed.iter().filter_map(|defines| defines.get(place));
            let of_define: Vec<Partial> = of_define.map(|(_, value)| value.clone()).collect();
            assert_covers_just(&format!("{name} of\n{partial}"), &found, &of_define);
        }
    }
}
