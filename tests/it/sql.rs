//! Measured facts as SQL: what the statements say in each dialect, and what is refused. That they come to what the
//! program's own evaluation comes to is shown on the engines themselves, by `.ci/sql.py`.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

use std::fmt::Write as _;

use tipstaff::pack::rule::Pack;
use tipstaff::pack::{Date, Known, Number, Partial, Range, Slots, Type};
use tipstaff::source::SourceMap;
use tipstaff::sql::{self, Dialect, Question, Refusal};
use tipstaff::{builtin, load};

use crate::program::{tipstaff, transcript};
use crate::support;

fn shipped() -> (Pack, SourceMap) {
    let mut sources = SourceMap::default();
    let (pack, mistakes) = load::pack(builtin::PACKS[0].files(), &mut sources);
    assert!(mistakes.is_empty());
    (pack.unwrap(), sources)
}

fn nothing_stated(pack: &Pack) -> Slots<tipstaff::pack::rule::Fact, Partial> {
    let unknown = |ty: Type| Partial::unknown(ty, pack.members(ty.base));
    Slots::new(&pack.facts, |fact| unknown(pack.facts[fact].ty))
}

fn statement(pack: &Pack, sources: &SourceMap, name: &str, dialect: Dialect) -> Result<String, Refusal> {
    let stated = nothing_stated(pack);
    let as_of = Date::new(2026, 11, 1).unwrap();
    let question = Question { pack, sources, as_of, stated: Some(&stated) };
    let fact = pack.facts.ids().find(|fact| pack.fact_name(*fact) == name).unwrap();
    sql::statement(&question, fact, dialect)
}

#[test]
fn the_same_fact_in_every_dialect() {
    let (pack, sources) = shipped();
    let said: String = Dialect::ALL
        .iter()
        .map(|dialect| {
            let statement = statement(&pack, &sources, "bail.every_period", *dialect).unwrap();
            format!("==== {}\n{statement}", dialect.name())
        })
        .collect();
    insta::assert_snapshot!(said);
}

#[test]
fn facts_of_every_kind() {
    let (pack, sources) = shipped();
    let mut said = String::new();
    for fact in [
        "triage.open_referrals",
        "investigators.highest_caseload",
        "demand.managers",
        "reviews.visits_before_review",
    ] {
        writeln!(said, "{}", statement(&pack, &sources, fact, Dialect::Postgres).unwrap()).unwrap();
    }
    insta::assert_snapshot!(said);
}

#[test]
fn every_measured_fact_of_the_shipped_pack_has_a_statement_in_every_dialect() {
    let (pack, sources) = shipped();
    for fact in sql::measured(&pack) {
        for dialect in Dialect::ALL {
            let name = pack.fact_name(fact);
            let said = statement(&pack, &sources, &name, dialect);
            let said = said.unwrap_or_else(|refusal| panic!("{name} in {}: {refusal}", dialect.name()));
            // Comments above and one statement, which ends at its end.
            let code: Vec<&str> = said.lines().filter(|line| !line.starts_with("--")).collect();
            assert!(code.last().unwrap().ends_with(';'), "{said}");
            assert_eq!(code.iter().filter(|line| line.ends_with(';')).count(), 1, "{said}");
        }
    }
}

/// A pack whose words try to get out of what they stand in, and whose facts have no exact counterpart.
const HOSTILE: &str = r#"
choice side { select < from }
table records "Records; DROP TABLE records; --\n'); DELETE FROM records" {
  key id: text
  side: side
  amount: number
  length: duration
  on: date
}
table by_side { key side: side  answered: yesno }
facts odd {
  quoted: count "Is it \"quoted\"; -- or '${{env:HOME}}' $(rm)\nSELECT 1\\" {
    measured as count row in records where row.id is "a'; DROP TABLE records; --"
  }
  slashed: count { measured as count row in records where row.id is "a\\' OR 1=1" }
  keyword: count { measured as count row in records where row.side is select }
  product: number { measured as sum row in records: row.amount * row.amount }
  quotient: number { measured as sum row in records: row.amount / row.amount }
  longest: duration { measured as max row in records: row.length }
  answered: count { measured as count row in by_side where row.answered }
  named: side { measured as max row in records: row.side }
}
recommendation R1 "One" { to force domain ocsae source hmicfrs_2026_04 "rec-1"
  requirement R1.1 "One" { source hmicfrs_2026_04 "rec-1.1" must some: odd.quoted >= 0 }
}
"#;

#[test]
fn words_of_a_pack_stay_words_and_what_is_not_exact_is_refused() {
    let loaded = support::load(HOSTILE);
    let Some(pack) = loaded.pack else { panic!("{}", loaded.report(HOSTILE)) };
    let sources = loaded.sources;
    let mut said = String::new();
    for fact in sql::measured(&pack) {
        for dialect in Dialect::ALL {
            let name = pack.fact_name(fact);
            let words = statement(&pack, &sources, &name, dialect);
            let words = words.unwrap_or_else(|refusal| format!("{name}: {refusal}\n"));
            if dialect == Dialect::Spark || dialect == Dialect::TSql || words.starts_with("--") {
                writeln!(said, "==== {}\n{words}", dialect.name()).unwrap();
            }
        }
    }
    insta::assert_snapshot!(said);
}

#[test]
fn what_is_stated_enters_as_it_is_known() {
    let (pack, sources) = shipped();
    let as_of = Date::new(2026, 11, 1).unwrap();
    let fact = pack.facts.ids().find(|fact| pack.fact_name(*fact) == "lifecycle.in_date").unwrap();
    let without = Question { pack: &pack, sources: &sources, as_of, stated: None };
    let refusal = sql::statement(&without, fact, Dialect::DuckDb).unwrap_err();
    assert_eq!(refusal.to_string(), "it depends on what is stated of `lifecycle.interval`");

    let months = tipstaff::pack::Duration::Months;
    for (known, window) in [
        (Range::exactly(months(3)), "\"assessed_on\" >= DATE '2026-08-01'"),
        (Range::between(months(1), months(2)).unwrap(), "\"assessed_on\" >= DATE '2026-10-01'"),
    ] {
        let mut stated = nothing_stated(&pack);
        let interval = pack.facts.ids().find(|fact| pack.fact_name(*fact) == "lifecycle.interval").unwrap();
        stated[interval] = Known::Duration(known).into();
        let question = Question { stated: Some(&stated), ..without };
        let said = sql::statement(&question, fact, Dialect::DuckDb).unwrap();
        assert!(said.contains(window), "{said}");
    }
    assert_eq!(Number::ratio(38, 40).unwrap().parts(), (19, 20));
}

#[test]
fn what_cannot_be_printed_is_an_error_and_nothing_is_printed() {
    let said: String = [
        &["sql", "bail.every_perod", "lifecycle.in_date", "--dialect", "duckdb", "--as-of", "2026-03-31"][..],
        &["sql", "--dialect", "duckdb", "--assessment", "missing.toml"],
    ]
    .iter()
    .map(|arguments| transcript(&tipstaff(arguments)))
    .collect();
    insta::assert_snapshot!(said);
}
