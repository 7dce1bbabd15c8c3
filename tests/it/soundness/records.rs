//! The promise over records: an answer given on blank and partly known cells, on samples and without tables that were not
//! given stays the answer when more of them is given.

use std::borrow::Cow;
use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

use super::rules::rules;
use super::{day, optional, ordered, plain, quoted, set, unordered};
use crate::support::{Files, judge_with, pack};
use tipstaff::evaluate::compare::same_unit;
use tipstaff::evaluate::cover::cover_known;
use tipstaff::evaluate::verdict::Evaluation;
use tipstaff::pack::rule::{Fact, Pack};
use tipstaff::pack::{Absence, Known, Number, Partial, Truth, Undefined, words};

pub(super) const CLAUSES: usize = 4;

/// What is stated of a cell or a fact when everything is known, and what is stated of it when not.
#[derive(Clone, Debug)]
struct Cell {
    name: &'static str,
    complete: String,
    partial: Option<String>,
    /// Whether it is known halfway.
    learnt: bool,
}

/// How much of everything is given.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Stage {
    Partial,
    Halfway,
    Complete,
}

impl Cell {
    fn stated(&self, stage: Stage) -> Option<&str> {
        match stage {
            Stage::Complete => Some(&self.complete),
            Stage::Halfway if self.learnt => Some(&self.complete),
            _ => self.partial.as_deref(),
        }
    }

    fn line(&self, stage: Stage) -> String {
        self.stated(stage).map_or_else(String::new, |value| format!("{} = {value}\n", self.name))
    }

    /// As an extract has it, in which a cell is exact or blank. A blank optional one is known to be absent, so that one
    /// that may or may not be there is given as it is.
    fn in_extract(&self, stage: Stage) -> String {
        let is_optional = matches!(self.name, "done" | "kind" | "by");
        if !is_optional && self.stated(stage) != Some(self.complete.as_str()) {
            return String::new();
        }
        match self.complete.as_str() {
            "{ recorded = false }" => String::new(),
            "[]" => ";".to_owned(),
            value => value.replace(['[', ']', '"'], "").replace(", ", ";"),
        }
    }
}

type Statement = (String, Option<String>);

fn cell(name: &'static str, statement: impl Strategy<Value = Statement> + 'static) -> BoxedStrategy<Cell> {
    let cell = move |((complete, partial), learnt)| Cell { name, complete, partial, learnt };
    (statement, any::<bool>()).prop_map(cell).boxed()
}

fn exact(name: &'static str, value: String) -> Cell {
    Cell { name, partial: Some(value.clone()), complete: value, learnt: true }
}

fn yesno() -> impl Strategy<Value = Statement> {
    plain(&["true", "false"])
}

fn months() -> impl Strategy<Value = Statement> {
    ordered(0..8, |n| quoted(format!("{} months", 2 * n)))
}

fn days() -> impl Strategy<Value = Statement> {
    ordered(0..10, |n| quoted(format!("{} days", 10 * n)))
}

fn percent() -> impl Strategy<Value = Statement> {
    ordered(0..6, |n| quoted(format!("{}%", 45 + 11 * n)))
}

fn date() -> impl Strategy<Value = Statement> {
    ordered(50..70, |n| day(3 * n - 40))
}

fn level() -> impl Strategy<Value = Statement> {
    unordered(&["\"low\"", "\"medium\"", "\"high\"", "\"very_high\""])
}

fn kind() -> impl Strategy<Value = Statement> {
    unordered(&["\"red\"", "\"green\"", "\"blue\""])
}

fn number() -> impl Strategy<Value = Statement> {
    ordered(-2..4, |n| format!("{n}.5"))
}

fn text() -> impl Strategy<Value = Statement> {
    plain(&["\"one\"", "\"two\""])
}

fn count() -> impl Strategy<Value = Statement> {
    ordered(0..4, |n| n.to_string())
}

type Row = Vec<Cell>;

fn person() -> Vec<BoxedStrategy<Cell>> {
    vec![
        cell("yes", yesno()),
        cell("n", count()),
        cell("w", number()),
        cell("rate", percent()),
        cell("on", date()),
        cell("done", optional(date())),
        cell("len", months()),
        cell("days", days()),
        cell("level", level()),
        cell("kind", optional(kind())),
        cell("set", set()),
        cell("note", text()),
    ]
}

fn visit() -> Vec<BoxedStrategy<Cell>> {
    vec![
        cell("yes", yesno()),
        cell("w", number()),
        cell("on", date()),
        cell("done", optional(date())),
        cell("len", months()),
        cell("level", level()),
    ]
}

fn post() -> Vec<BoxedStrategy<Cell>> {
    vec![cell("yes", yesno()), cell("rate", percent()), cell("len", months())]
}

fn facts() -> Vec<BoxedStrategy<Cell>> {
    vec![
        cell("y1", yesno()),
        cell("c1", count()),
        cell("n1", number()),
        cell("p1", percent()),
        cell("d1", date()),
        cell("od", optional(date())),
        cell("m1", months()),
        cell("v1", days()),
        cell("l1", level()),
        cell("k1", kind()),
        cell("t1", text()),
    ]
}

/// How a table is given: not at all, as a sample of so many rows, or all of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Given {
    Not,
    Sample(usize),
    All,
}

/// How a table is given at first and halfway; at the end it is all there.
fn given() -> impl Strategy<Value = [Given; 2]> {
    let one = || prop_oneof![2 => Just(Given::Not), 3 => (0..4_usize).prop_map(Given::Sample), 5 => Just(Given::All)];
    (one(), one()).prop_map(|(a, b)| [a.min(b), a.max(b)])
}

/// Everything that is given of a pack, at each stage.
#[derive(Clone, Debug)]
pub(super) struct World {
    facts: Row,
    people: Vec<Row>,
    visits: Vec<Row>,
    posts: Vec<Row>,
    people_given: [Given; 2],
    visits_given: [Given; 2],
    /// Whether a whole table is an extract at the end.
    extracts: bool,
}

pub(super) fn world() -> impl Strategy<Value = World> {
    let visits = prop::collection::vec(
        (any::<prop::sample::Index>(), any::<Option<prop::sample::Index>>(), 0..3_u8, visit()),
        0..5,
    );
    let people = prop::collection::vec(person(), 0..=3);
    let posts = prop::collection::vec(post(), 8);
    (facts(), people, visits, posts, given(), given(), any::<bool>()).prop_map(
        |(facts, people, visits, posts, people_given, visits_given, extracts)| {
            let id = |index: usize| format!("\"p{index}\"");
            let people_count = people.len();
            let identified = |(index, row): (usize, Row)| {
                std::iter::once(exact("id", id(index))).chain(row).collect::<Row>()
            };
            let of_someone = visits.into_iter().filter(|_| people_count > 0).enumerate();
            let visits = of_someone.map(|(number, (person, by, how_by, row))| {
                let by = by.map(|by| id(by.index(people_count)));
                let by = by.unwrap_or_else(|| "{ recorded = false }".to_owned());
                let by = Cell {
                    name: "by",
                    partial: (how_by > 0).then(|| by.clone()),
                    complete: by,
                    learnt: how_by == 1,
                };
                let keys = [
                    exact("person", id(person.index(people_count))),
                    exact("number", number.to_string()),
                    by,
                ];
                keys.into_iter().chain(row).collect()
            });
            World {
                visits: visits.collect(),
                people: people.into_iter().enumerate().map(identified).collect(),
                facts,
                posts,
                people_given,
                visits_given,
                extracts,
            }
        },
    )
}

/// What is stated of facts that are measured, by their names.
pub(super) type Stated = Vec<(String, String)>;

impl World {
    /// The assessment and its extracts, with these statements of measured facts.
    pub(super) fn text(&self, stage: Stage, stated: &Stated) -> (String, Files) {
        let mut tables = String::new();
        let mut rows = String::new();
        let mut files = Vec::new();
        let given = [
            ("people", "people.csv", &self.people, self.people_given),
            ("visits", "visits.csv", &self.visits, self.visits_given),
        ];
        for (name, path, all, [first, halfway]) in given {
            // What a sample at first says of an optional is exact, and must not be forgotten later.
            let is_sampled = matches!(first, Given::Sample(_)) || matches!(halfway, Given::Sample(_));
            let now = match stage {
                Stage::Partial => first,
                Stage::Halfway => halfway,
                Stage::Complete => Given::All,
            };
            let (part, sample) = match now {
                Given::Not => continue,
                // An extract has a header, which comes from a row here.
                Given::Sample(_) if all.is_empty() => continue,
                Given::Sample(size) => (&all[..size.min(all.len())], true),
                Given::All => (all.as_slice(), false),
            };
            let has_extract = !all.is_empty() && (is_sampled || (self.extracts && stage == Stage::Complete));
            if sample || has_extract {
                writeln!(tables, "{name} = {{ file = \"{path}\", sample = {sample} }}").unwrap();
                files.push((path, extract(all, part, stage)));
            } else if part.is_empty() {
                writeln!(tables, "{name} = []").unwrap();
            } else {
                for row in part {
                    writeln!(rows, "[[tables.{name}]]\n{}", lines(row, stage)).unwrap();
                }
            }
        }
        let stated: String = stated.iter().map(|(name, value)| format!("{name} = {value}\n")).collect();
        let facts = lines(&self.facts, stage);
        (
            format!("[facts.f]\n{facts}[facts.m]\n{stated}[tables]\n{tables}{rows}{}", self.posts(stage)),
            Files(files),
        )
    }

    fn posts(&self, stage: Stage) -> String {
        let keys = ["here", "there"].into_iter().flat_map(|team| {
            ["low", "medium", "high", "very_high"].into_iter().map(move |level| format!("{team}.{level}"))
        });
        let post = |(key, row): (String, &Row)| format!("[tables.posts.{key}]\n{}", lines(row, stage));
        keys.zip(&self.posts).map(post).collect()
    }
}

fn lines(row: &Row, stage: Stage) -> String {
    row.iter().map(|cell| cell.line(stage)).collect()
}

fn extract(all: &[Row], part: &[Row], stage: Stage) -> String {
    let line = |cells: Vec<String>| format!("{}\n", cells.join(","));
    let header = all.first().map(|first| line(first.iter().map(|cell| cell.name.to_owned()).collect()));
    let rows = part.iter().map(|row| line(row.iter().map(|cell| cell.in_extract(stage)).collect()));
    header.into_iter().chain(rows).collect()
}

/// A statement that holds of what is measured when all is known, in one of the ways to say it.
fn statement(measured: &Partial, fact: &Fact, way: u8) -> Option<String> {
    if measured.undefined.is_some() || !measured.is_exact() {
        return None;
    }
    if measured.absence == Absence::Surely {
        return Some("{ recorded = false }".to_owned());
    }
    let bounded = |low: String, high: String| match way {
        1 => format!("{{ at_least = {low} }}"),
        2 => format!("{{ at_most = {high} }}"),
        _ if low == high => low,
        _ => format!("{{ between = [{low}, {high}] }}"),
    };
    match &measured.known {
        Known::YesNo(answer) => Some((*answer == Truth::Yes).to_string()),
        Known::Number(range) if fact.name == "percent" => {
            let possible = |percent: &Number| (Number::ZERO..=Number::ONE).contains(percent);
            let hundredfold = range.exact().filter(possible)?.checked_mul(Number::from(100))?;
            let write = |number: Number| quoted(format!("{number}%"));
            Some(bounded(write(hundredfold.floor()), write(hundredfold.ceil())))
        }
        Known::Number(range) => {
            let number = range.exact()?;
            Some(bounded(number.floor().to_string(), number.ceil().to_string()))
        }
        Known::Date(range) => range.exact().map(|date| bounded(date.to_string(), date.to_string())),
        Known::Duration(range) => {
            let length = range.exact().filter(|length| length.amount() >= 0)?;
            Some(bounded(quoted(length.to_string()), quoted(length.to_string())))
        }
        _ => None,
    }
}

pub(super) fn stated(pack: &Pack, complete: &Evaluation, ways: &[u8]) -> Stated {
    let measured = pack.facts.entries().filter(|(_, fact)| fact.measured.is_some());
    let chosen = measured.zip(ways).filter(|(_, way)| **way > 0);
    let statements = chosen.filter_map(|((id, fact), way)| {
        let value = &complete.values.facts[id];
        Some((fact.name.clone(), statement(value, fact, *way)?))
    });
    statements.collect()
}

/// Whether there is an error in the calculation, of which the language promises nothing.
fn is_error(reason: Undefined) -> bool {
    matches!(reason, Undefined::Overflow | Undefined::FractionalDuration)
}

/// Whether what was known still holds.
fn still_holds(before: &Partial, after: &Partial) -> bool {
    if before.undefined.is_some() || after.undefined.is_some_and(is_error) {
        return true;
    }
    let absence_holds = before.absence == Absence::Maybe || before.absence == after.absence;
    let known_holds = after.absence == Absence::Surely
        || match (&before.known, &after.known) {
            (Known::Duration(before), Known::Duration(after)) => {
                let (before, after) = same_unit(*before, *after);
                before.cover(after) == Some(before)
            }
            (before, after) => cover_known(before, after) == *before,
        };
    after.undefined.is_none() && absence_holds && known_holds
}

/// Everything that has a value of its own and no longer is what it was known to be.
fn changed_values(pack: &Pack, before: &Evaluation, after: &Evaluation) -> Vec<String> {
    let (before, after) = (&before.values, &after.values);
    let facts = pack
        .facts
        .entries()
        .map(|(id, fact)| (format!("m.{}", fact.name), fact.ty, &before.facts[id], &after.facts[id]));
    let borrowed = |(name, ty, before, after)| (name, ty, Cow::Borrowed(before), Cow::Borrowed(after));
    let defines = pack
        .defines
        .entries()
        .map(|(id, define)| (define.name.clone(), define.ty, &before.defines[id], &after.defines[id]));
    let columns = pack.columns.entries().flat_map(|(id, column)| {
        let rows = 0..before.columns[id].count();
        let cells = rows
            .filter_map(move |row| Some((row, before.columns[id].get(row)?, after.columns[id].get(row)?)));
        cells.map(move |(row, before, after)| {
            (format!("{} of row {row}", column.name), column.ty, before, after)
        })
    });
    let changed = facts
        .chain(defines)
        .map(borrowed)
        .chain(columns)
        .filter(|(_, _, before, after)| !still_holds(before, after));
    changed
        .map(|(name, ty, before, after)| {
            let word = |value: &Partial| format!("{} {value:?}", words::value(pack, ty, value));
            format!("{name} was {} and became {}", word(&before), word(&after))
        })
        .collect()
}

/// The answers, applicability first, each with whether its calculation is an error for these very figures.
fn answers(evaluation: &Evaluation) -> Vec<(Truth, bool)> {
    let verdict = evaluation.requirements().next().unwrap();
    let clauses = verdict.clauses.iter().map(|clause| (clause.answer, &clause.because));
    std::iter::once((verdict.applies, &verdict.applies_because))
        .chain(clauses)
        .map(|(answer, why)| (answer, why.undefined.iter().any(|(reason, _)| is_error(*reason))))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 240,
        rng_seed: RngSeed::Fixed(15),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn more_records_never_change_an_answer(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        world in world(),
        ways in prop::collection::vec(select(vec![0_u8, 0, 1, 2, 3]), 7),
    ) {
        let (text, conditions) = rules(&bytes, CLAUSES);
        let pack = pack(&text);
        let judged = |stage, stated: &Stated| {
            let (text, files) = world.text(stage, stated);
            (judge_with(&pack, &text, &files), text)
        };
        let (measured, _) = judged(Stage::Complete, &Vec::new());
        let stated = stated(&pack, &measured, &ways);
        let stages = [Stage::Partial, Stage::Halfway, Stage::Complete].map(|stage| judged(stage, &stated));
        let [.., (complete, _)] = &stages;
        // A percent that is measured beyond what can be stated, and what has no value, contradict what is stated.
        prop_assume!(complete.discrepancies.is_empty());
        for pair in stages.windows(2) {
            let [(before, earlier), (after, later)] = pair else { continue };
            let shown = || format!("before\n{earlier}\nafter\n{later}\nrules\n{text}");
            prop_assert!(before.discrepancies.is_empty(), "a discrepancy is gone when more is known\n{}", shown());
            for (condition, (first, second)) in conditions.iter().zip(answers(before).into_iter().zip(answers(after))) {
                prop_assert!(
                    first.0 == Truth::Unknown || second.1 || first.0 == second.0,
                    "`{condition}` was {:?} and became {:?}\n{}", first.0, second.0, shown(),
                );
            }
            let changed = changed_values(&pack, before, after);
            prop_assert!(changed.is_empty(), "{}\n{}", changed.join("\n"), shown());
        }
    }
}
