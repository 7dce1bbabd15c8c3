//! Rows that are asked while they are read, and let go, say what rows say that are kept and asked one by one; and what is
//! wrong with them is told alike.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    reason = "places are those of characters of a short text"
)]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use tipstaff::evaluate::compute::Values;
use tipstaff::evaluate::outcome::{Question, evaluate_row_by_row};
use tipstaff::evaluate::sweep;
use tipstaff::evaluate::verdict::Evaluation;
use tipstaff::report::problems;

use crate::support::{Files, pack, read_assessment, swept};

/// Tables of which some are kept (they are referred to, or asked around a row of another table) and others are not, and
/// every kind of quantifier over those.
pub(crate) const RULES: &str = r#"
choice level { low < medium < high }
table people each p { key id: text  lead: yesno  level: level  joined: optional date  old: yesno = p.joined < 2026-02-01 }
table checks each c { key id: text  person: people  on: date  prompted: yesno }
table visits each v {
  key id: text
  person: people
  other: optional people
  on: date
  by: optional date
  crew: count
  hours: number
  took: duration
  level: level
  note: text
  pair: yesno = v.crew >= 2 or v.on < v.by
  allowed: yesno = if v.pair then yes else v.by is recorded and v.by <= v.on
  twice: number = v.hours * 2
  rate: number = v.hours / v.crew
  checked: yesno = some c in checks where c.person is v.person and not c.prompted and c.on <= v.on
}
table shifts each s { key team: level  key number: count  person: people  long: yesno }
facts f { least: count  since: date }
facts m {
  share: percent { measured as share v in visits where v.on >= f.since: v.allowed }
  bad: count { measured as count v in visits where not v.allowed and v.person.lead }
}
define every_pair: yesno = every v in visits where v.level >= medium: v.pair
define some_checked: yesno = some v in visits where v.checked and v.person.old
define none_other: yesno = no v in visits where v.other is v.person
define most: number = max v in visits where v.allowed: v.twice
define slowest: number = min v in visits: v.rate
define total: number = sum v in visits where v.person.level is high: v.hours
define longest: duration = max v in visits: v.took
define last: date = max v in visits where v.note is not "x": v.on
define lowest: level = min v in visits where v.by is recorded: v.level
define late: count = count v in visits where v.on > (max c in checks: c.on)
define shifts: yesno = every s in shifts where s.person.lead: s.long
recommendation R1 "One" { to force domain ocsae due 2026-10-31
  requirement R1.1 "Two" {
    applies when some v in visits where v.on <= due
    must every: every v in visits: v.allowed finding "{v} of {v.person}: {v.crew}, {v.rate}, {v.other}"
    must few: m.bad <= f.least
    must share: m.share >= 50%
    should none: no v in visits where v.crew > 3 finding "{v}"
    should rest: every_pair and some_checked and none_other and most > 3 and slowest < 2 and total > 5
    should dates: longest <= 3 months and last <= as_of and lowest is low and late < 3 and shifts
  }
}
"#;

pub(crate) fn told(evaluation: &Evaluation) -> String {
    let Values { facts, defines, measures, .. } = &evaluation.values;
    let Evaluation { recommendations, discrepancies, .. } = evaluation;
    format!("{recommendations:#?}\n{discrepancies:#?}\n{facts:#?}\n{defines:#?}\n{measures:#?}")
}

fn one_of(choices: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(choices)
}

const DATES: &[&str] = &["2026-01-31", "2026-03-01", "2026-06-10", "2026-11-02"];
const YES_NO: &[&str] = &["yes", "no", "yes", ""];
const LEVELS: &[&str] = &["low", "medium", "high", ""];
const PEOPLE: &[&str] = &["p0", "p1", "p2", "p3", "p4"];

/// A table as a file; each row has a key of its own.
fn file(header: &str, rows: Vec<Vec<&str>>) -> String {
    let lines = rows.into_iter().enumerate().map(|(row, cells)| format!("k{row},{}\n", cells.join(",")));
    std::iter::once(format!("{header}\n")).chain(lines).collect()
}

pub(crate) fn files() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let row = |cells: Vec<&'static [&'static str]>| cells.into_iter().map(one_of).collect::<Vec<_>>();
    let rows =
        move |cells: Vec<&'static [&'static str]>, most: usize| prop::collection::vec(row(cells), 0..most);
    let people = rows(vec![YES_NO, LEVELS, DATES], 6).prop_map(|rows| {
        let rows = rows.into_iter().enumerate().map(|(row, cells)| format!("p{row},{}\n", cells.join(",")));
        std::iter::once("id,lead,level,joined\n".to_owned()).chain(rows).collect::<String>()
    });
    let checks = rows(vec![PEOPLE, DATES, YES_NO], 8).prop_map(|rows| file("id,person,on,prompted", rows));
    let visits = rows(
        vec![
            PEOPLE,
            &["p0", "p1", "", ""],
            DATES,
            &["2026-02-28", "2026-06-11", "", ""],
            &["0", "1", "2", "4", ""],
            &["1", "2.5", "-3", "0", ""],
            &["1 month", "40 days", "2 weeks", ""],
            LEVELS,
            &["x", "y", "a b", ""],
        ],
        30,
    );
    let visits = visits.prop_map(|rows| file("id,person,other,on,by,crew,hours,took,level,note", rows));
    let shifts = prop::collection::vec((one_of(LEVELS), 0..4_u8, one_of(PEOPLE), one_of(YES_NO)), 0..6);
    let shifts = shifts.prop_map(|rows| {
        let lines =
            rows.iter().map(|(team, number, person, long)| format!("{team},{number},{person},{long}\n"));
        std::iter::once("team,number,person,long\n".to_owned()).chain(lines).collect::<String>()
    });
    (people, checks, visits, shifts).prop_map(|(people, checks, visits, shifts)| {
        vec![("people.csv", people), ("checks.csv", checks), ("visits.csv", visits), ("shifts.csv", shifts)]
    })
}

/// How a file is spoilt, and where; mostly not at all.
fn spoilt() -> impl Strategy<Value = Vec<(usize, prop::sample::Index, u8)>> {
    let one = (0..4_usize, any::<prop::sample::Index>(), 0..7_u8);
    prop_oneof![3 => Just(Vec::new()), 2 => prop::collection::vec(one, 1..4)]
}

fn spoil(text: &mut String, at: usize, how: u8) {
    let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
    match how {
        0 => text.insert(at, '\n'),
        1 => text.insert(at, ','),
        2 => text.insert(at, '"'),
        3 => text.insert(at, 'x'),
        4 => text.replace_range(at..=at, ""),
        5 => text.insert_str(at, "\u{feff}é"),
        // The line is there twice.
        _ => *text = format!("{}{}", &text[..end], &text[start..]),
    }
}

/// What is stated, and which tables are samples or are not given.
pub(crate) fn assessment((people, checks, visits, shifts): (u8, u8, u8, u8)) -> String {
    let tables = [("people", people), ("checks", checks), ("visits", visits), ("shifts", shifts)]
        .into_iter()
        .filter(|(_, given)| *given > 0);
    let tables = tables
        .map(|(table, given)| format!("{table} = {{ file = \"{table}.csv\", sample = {} }}\n", given == 1));
    format!("[facts.f]\nleast = 3\nsince = 2026-02-01\n[tables]\n{}", tables.collect::<String>())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 150,
        rng_seed: RngSeed::Fixed(4),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn rows_that_are_let_go_say_what_rows_say_that_are_kept(
        mut files in files(),
        spoilt in spoilt(),
        given in (prop_oneof![1 => Just(0_u8), 1 => Just(1_u8), 4 => Just(2_u8)], 0..3_u8, 1..3_u8, 0..3_u8),
    ) {
        let pack = pack(RULES);
        for (file, place, how) in spoilt {
            let text = &mut files[file].1;
            let places: Vec<usize> = text.char_indices().filter(|(_, c)| c.is_ascii()).map(|(at, _)| at).collect();
            spoil(text, places[place.index(places.len())], how);
        }
        let files = Files(files);
        let text = assessment(given);
        let (kept, report) = read_assessment(&pack, &text, &files);
        let swept = swept(&pack, &text, &files);
        let Some(kept) = kept else {
            prop_assert_eq!(swept.err(), Some(report), "{:?}", files.0);
            return Ok(());
        };
        let swept = swept.unwrap();
        let question = Question { as_of: kept.as_of, assurance: pack.manifest.assurance };
        let expected = evaluate_row_by_row(&pack, &kept, question);
        let (told_kept, told_swept) = (told(&expected), told(&swept));
        let differs = told_kept.lines().zip(told_swept.lines()).find(|(kept, swept)| kept != swept);
        prop_assert!(told_kept == told_swept, "{differs:?}\n{text}\n{:?}", files.0);
        prop_assert_eq!(problems::of(&pack, &expected), problems::of(&pack, &swept));
    }
}

#[test]
fn what_can_be_let_go_is() {
    let pack = pack(RULES);
    let swept = sweep::tables(&pack);
    let names =
        pack.tables.entries().filter(|(table, _)| swept[*table]).map(|(_, table)| table.name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["shifts", "visits"]);
}
