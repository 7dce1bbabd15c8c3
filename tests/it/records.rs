//! Quantifiers over records: what rows say together, and what is left open where cells are blank.

#![expect(clippy::unwrap_used, reason = "a test may fail where the program cannot be run")]

use tipstaff::evaluate::verdict::Evaluation;
use tipstaff::pack::rule::Pack;
use tipstaff::pack::words;
use tipstaff::vocabulary::{Assurance, Outcome};

use crate::program;
use crate::support::{Files, judge, judge_with, pack};

const CHECKS: &str = r#"
table checks each c {
  key id: text
  asked: yesno
  good: yesno
  weight: number
}
define every_good: yesno = every c in checks where c.asked: c.good
define some_good: yesno = some c in checks where c.asked and c.good
define no_bad: yesno = no c in checks where c.asked and not c.good
define count_asked: count = count c in checks where c.asked
define share_good: percent = share c in checks where c.asked: c.good
define sum_weight: number = sum c in checks where c.asked: c.weight
define min_weight: number = min c in checks where c.asked: c.weight
define max_weight: number = max c in checks where c.asked: c.weight
recommendation R1 "One" { to force domain ocsae
  requirement R1.1 "Every check that is asked for is good" { must good: every_good } }
"#;

/// What is known of every define, in the order of the rule file.
fn defines(pack: &Pack, evaluation: &Evaluation) -> Vec<String> {
    let mut entries: Vec<_> = pack.defines.entries().collect();
    entries.sort_by_key(|(_, define)| define.span);
    let value = |id, ty| words::value(pack, ty, &evaluation.values.defines[id]);
    entries.into_iter().map(|(id, define)| value(id, define.ty)).collect()
}

#[test]
fn each_quantifier_says_what_the_rows_settle() {
    let pack = pack(CHECKS);
    let good = "a,yes,yes,1\nb,yes,yes,2\n";
    // In the order: every, some, no, count, share, sum, min, max.
    #[rustfmt::skip]
    let cases: [(&str, Option<String>, bool, [&str; 8]); 11] = [
        ("all good", Some(good.to_owned()), false,
            ["yes", "yes", "yes", "2", "100%", "3", "1", "2"]),
        ("one bad", Some(format!("{good}c,yes,no,4\n")), false,
            ["no", "yes", "no", "3", "about 66.7%", "7", "1", "4"]),
        ("one bad that is not asked for", Some(format!("{good}c,no,no,4\n")), false,
            ["yes", "yes", "yes", "2", "100%", "3", "1", "2"]),
        ("one answer blank", Some(format!("{good}c,yes,,4\n")), false,
            ["not known", "yes", "not known", "3", "at least about 66.7%", "7", "1", "4"]),
        ("one number blank", Some(format!("{good}c,yes,yes,\n")), false,
            ["yes", "yes", "yes", "3", "100%", "not known", "at most 1", "at least 2"]),
        ("one filter blank and good", Some(format!("{good}c,,yes,4\n")), false,
            ["yes", "yes", "yes", "at least 2 and at most 3", "100%", "at least 3 and at most 7", "1", "at least 2 and at most 4"]),
        ("one filter blank and bad", Some(format!("{good}c,,no,-4\n")), false,
            ["not known", "yes", "not known", "at least 2 and at most 3", "at least about 66.7%", "at least -1 and at most 3", "at least -4 and at most 1", "2"]),
        ("only a filter that is blank", Some("c,,yes,4\n".to_owned()), false,
            ["yes", "not known", "yes", "at most 1", "not known", "at least 0 and at most 4", "not known", "not known"]),
        ("no rows", Some(String::new()), false,
            ["yes", "no", "yes", "0", "not known", "0", "not known", "not known"]),
        ("a sample", Some(good.to_owned()), true,
            ["not known", "yes", "not known", "at least 2", "not known", "not known", "not known", "not known"]),
        ("not given", None, false,
            ["not known", "not known", "not known", "not known", "not known", "not known", "not known", "not known"]),
    ];
    for (name, rows, sample, expected) in cases {
        let text = match rows {
            Some(_) => format!("[tables]\nchecks = {{ file = \"checks.csv\", sample = {sample} }}\n"),
            None => String::new(),
        };
        let rows = rows.map(|rows| ("checks.csv", format!("id,asked,good,weight\n{rows}")));
        let evaluation = judge_with(&pack, &text, &Files(rows.into_iter().collect()));
        assert_eq!(defines(&pack, &evaluation), expected, "{name}");
    }
    let bad_sample = Files(vec![("checks.csv", "id,asked,good,weight\na,yes,no,1\n".to_owned())]);
    let text = "[tables]\nchecks = { file = \"checks.csv\", sample = true }\n";
    let found = defines(&pack, &judge_with(&pack, text, &bad_sample));
    assert_eq!(
        found[..3],
        ["no", "not known", "no"],
        "a sample shows what is bad, and never that all is good"
    );
}

#[test]
fn two_blank_cells_among_a_hundred_settle_what_they_cannot_turn() {
    let pack = pack(
        r#"
table checks { key id: text good: yesno }
define good: percent = share c in checks: c.good
recommendation R1 "One" { to force domain ocsae
  requirement R1.1 "Nearly all" { must a: good >= 95% must b: good >= 98% must c: good >= 99.5% } }
"#,
    );
    let rows = (0..100).map(|row| {
        let good = match row {
            0 => "no",
            1 | 2 => "",
            _ => "yes",
        };
        format!("{row},{good}\n")
    });
    let files = Files(vec![("checks.csv", format!("id,good\n{}", rows.collect::<String>()))]);
    let evaluation = judge_with(&pack, "[tables]\nchecks = \"checks.csv\"\n", &files);
    let clauses = &evaluation.requirements().next().unwrap().clauses;
    let outcomes: Vec<Outcome> = clauses.iter().map(|clause| clause.outcome()).collect();
    assert_eq!(outcomes, [Outcome::Met, Outcome::NotShown, Outcome::NotMet]);
}

/// Runs the scenarios of a rule file, all of which must pass.
fn scenarios_pass(rules: &str) {
    let pack = pack(rules);
    assert!(!pack.scenarios.is_empty());
    for scenario in &pack.scenarios {
        let run = tipstaff::scenario::run(&pack, scenario);
        assert_eq!(run.failures, [], "{}", scenario.title);
    }
}

#[test]
fn records_are_asked_across_tables() {
    scenarios_pass(include_str!("../cases/records/bail.rules"));
}

#[test]
fn columns_are_computed_from_their_row_and_from_other_tables() {
    scenarios_pass(include_str!("../cases/records/offenders.rules"));
}

#[test]
fn tables_keyed_by_choices_have_every_combination() {
    scenarios_pass(include_str!("../cases/records/screening.rules"));
    let rules = include_str!("../cases/records/screening.rules");
    let pack = pack(rules);
    let all = "[tables.screening]\n\"*\" = { \"*\" = { interval = \"1 year\", screened = \"100%\" } }\n";
    let but_one = format!("{all}mosovo = {{ supervisor = {{ screened = {{ at_least = \"90%\" }} }} }}\n");
    let none = "[tables.screening.mosovo]\nsupervisor = { interval = \"2 years\" }\n";
    for (text, expected) in
        [(all, Outcome::Met), (&but_one, Outcome::NotShown), (none, Outcome::NotMet), ("", Outcome::NotShown)]
    {
        let evaluation = judge(&pack, text);
        assert_eq!(evaluation.requirements().next().unwrap().outcome, expected, "{text}");
    }
}

#[test]
fn a_fact_is_measured_where_its_records_are_given_and_stated_where_not() {
    let pack = pack(
        r#"
choice evidence_kind { audit }
table visits { key id: text crewed: yesno }
facts visiting {
  in_pairs: percent { measured as share v in visits: v.crewed }
}
recommendation R1 "One" { to force domain mosovo
  requirement R1.1 "Visits in pairs" { must pairs: visiting.in_pairs >= 75% } }
"#,
    );
    let records = |rows: &str| Files(vec![("visits.csv", format!("id,crewed\n{rows}"))]);
    let file = "[tables]\nvisits = \"visits.csv\"\n";
    let three_of_four = "1,yes\n2,yes\n3,yes\n4,no\n";
    let one_open = "1,yes\n2,yes\n3,yes\n4,\n";
    #[rustfmt::skip]
    let cases = [
        // What is stated, the rows, what is known, the outcome, the assurance, and whether there is a discrepancy.
        ("", three_of_four, "75%", Outcome::Met, Assurance::Measured, false),
        ("in_pairs = \"75%\"", three_of_four, "75%", Outcome::Met, Assurance::Measured, false),
        ("in_pairs = \"100%\"", three_of_four, "75%", Outcome::Met, Assurance::Measured, true),
        ("in_pairs = { at_least = \"90%\" }", one_open, "at least 90%", Outcome::Met, Assurance::Stated, false),
        ("in_pairs = { at_least = \"60%\" }", one_open, "at least 75%", Outcome::Met, Assurance::Measured, false),
        ("in_pairs = \"100%\"", "", "not known", Outcome::NotShown, Assurance::Measured, true),
        ("", "", "not known", Outcome::NotShown, Assurance::Measured, false),
    ];
    for (stated, rows, known, outcome, assurance, discrepant) in cases {
        let evaluation = judge_with(&pack, &format!("{file}[facts.visiting]\n{stated}\n"), &records(rows));
        let verdict = evaluation.requirements().next().unwrap();
        let (id, fact) = pack.facts.entries().next().unwrap();
        let found = (
            words::value(&pack, fact.ty, &evaluation.values.facts[id]),
            verdict.outcome,
            verdict.assurance,
            !evaluation.discrepancies.is_empty(),
        );
        assert_eq!(found, (known.to_owned(), outcome, assurance, discrepant), "{stated} and {rows:?}");
    }
    let stated = judge(&pack, "[facts.visiting]\nin_pairs = \"80%\"\n");
    let verdict = stated.requirements().next().unwrap();
    assert_eq!((verdict.outcome, verdict.assurance), (Outcome::Met, Assurance::Stated));
}

#[test]
fn what_nothing_was_asked_of_is_vacuous_and_never_measured() {
    let pack = pack(
        r#"
table visits { key id: text late: yesno }
recommendation R1 "One" { to force domain mosovo
  requirement R1.1 "A" { must every_one: every v in visits where v.late: not v.late }
  requirement R1.2 "B" { must none: no v in visits where v.late }
  requirement R1.3 "C" { must count: (count v in visits where v.late) is 0 }
  requirement R1.4 "D" { must negated: not (some v in visits where v.late) } }
"#,
    );
    for (rows, vacuous) in [("", [true, true, true, true]), ("1,no\n", [true, false, false, false])] {
        let files = Files(vec![("visits.csv", format!("id,late\n{rows}"))]);
        let evaluation = judge_with(&pack, "[tables]\nvisits = \"visits.csv\"\n", &files);
        for (verdict, vacuous) in evaluation.requirements().zip(vacuous) {
            let (clause, id) = (&verdict.clauses[0], pack.requirements[verdict.requirement].number);
            assert_eq!((clause.because.vacuous, verdict.outcome), (vacuous, Outcome::Met), "{id} {rows:?}");
            let expected = if vacuous { Assurance::Stated } else { Assurance::Measured };
            assert_eq!(verdict.assurance, expected, "{id} {rows:?}");
        }
    }
}

#[test]
fn a_row_that_has_no_value_is_no_candidate_for_the_greatest_one() {
    let pack = pack(
        r#"
table visits { key id: text counts: yesno done: optional date }
define last: optional date = max v in visits where v.counts: v.done
recommendation R1 "One" { to force domain mosovo
  requirement R1.1 "A" { must a: last is 2026-01-02 } }
"#,
    );
    // Whether the second visit counts or not, the last day is not that of the rule.
    let text = "[tables]\nvisits = [{ id = \"1\", counts = true, done = 2026-01-01 }, \
                { id = \"2\", done = { recorded = false } }]\n";
    let evaluation = judge(&pack, text);
    assert_eq!(evaluation.requirements().next().unwrap().outcome, Outcome::NotMet);
}

#[test]
fn a_sum_of_no_rows_adds_to_months_as_one_of_months_does() {
    let pack = pack(
        r#"
table breaks { key id: text counts: yesno length: duration }
recommendation R1 "One" { to force domain mosovo
  requirement R1.1 "A" { must a: (sum b in breaks where b.counts: b.length) + 3 months >= 2 months } }
"#,
    );
    for counts in ["", "counts = true, ", "counts = false, "] {
        let evaluation =
            judge(&pack, &format!("[tables]\nbreaks = [{{ id = \"1\", {counts}length = \"2 months\" }}]\n"));
        assert_eq!(evaluation.requirements().next().unwrap().outcome, Outcome::Met, "{counts}");
    }
}

/// A copy of the force's folder, and the arguments that check it.
fn force() -> (tempfile::TempDir, tempfile::TempDir, [String; 4]) {
    let cases = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/records/force");
    let rules = program::pack(&std::fs::read_to_string(cases.join("own.rules")).unwrap());
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(cases.join("force.toml"), folder.path().join("force.toml")).unwrap();
    std::fs::create_dir(folder.path().join("extracts")).unwrap();
    for entry in std::fs::read_dir(cases.join("extracts")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.path().join("extracts").join(path.file_name().unwrap())).unwrap();
    }
    let file = folder.path().join("force.toml").to_str().unwrap().to_owned();
    let own = rules.path().to_str().unwrap().to_owned();
    (folder, rules, ["check".to_owned(), file, "--rules".to_owned(), own])
}

/// What a run prints, with the folders of the run replaced by names.
fn checked(arguments: &[String; 4], more: &[&str]) -> String {
    let [_, file, _, rules] = arguments;
    let folder = program::shown(std::path::Path::new(file).parent().unwrap());
    let rules = program::shown(std::path::Path::new(rules));
    let all: Vec<&str> = arguments.iter().map(String::as_str).chain(more.iter().copied()).collect();
    let transcript = program::transcript(&program::tipstaff(&all));
    transcript.replace(&rules, "rules").replace(&folder, "force")
}

#[test]
fn findings_name_the_rows_at_fault_and_nothing_else_of_them() {
    let (_folder, _rules, arguments) = force();
    let text = checked(&arguments, &[]);
    insta::assert_snapshot!(text);
    let json = checked(&arguments, &["--format", "json"]);
    let narrated = checked(&arguments, &["--format", "narrated"]);
    for report in [&text, &json, &narrated] {
        assert!(report.contains("V1") && !report.contains("Secret"), "{report}");
    }
    let result = json.lines().skip(2).take_while(|line| !line.starts_with("----")).collect::<String>();
    let result: serde_json::Value = serde_json::from_str(&result).unwrap();
    let schema = include_str!("../../docs/tipstaff-result.schema.json");
    assert_eq!(program::strays_from_schema(schema, &result), Vec::<String>::new());
    insta::assert_json_snapshot!(
        result["assessments"][0]["recommendations"][0]["requirements"][1]["clauses"]
    );
    insta::assert_json_snapshot!(result["assessments"][0]["records"]);
}

#[test]
fn an_extract_that_cannot_be_used_is_told_with_its_place() {
    let (folder, _rules, arguments) = force();
    let extract = folder.path().join("extracts/reviews.csv");
    std::fs::write(&extract, "id,late\nR1,perhaps\nR1,no\n,yes\nR2\n\"R3,no\n").unwrap();
    let visits = std::fs::read_to_string(folder.path().join("extracts/visits.csv")).unwrap();
    std::fs::write(folder.path().join("extracts/visits.csv"), visits.replace("O3", "O33")).unwrap();
    let report = checked(&arguments, &[]);
    assert!(report.starts_with("exit status 2\n"), "{report}");
    insta::assert_snapshot!(report);
    std::fs::remove_file(&extract).unwrap();
    std::fs::create_dir(&extract).unwrap();
    assert!(checked(&arguments, &[]).contains("it is a folder"));
    std::fs::remove_dir(&extract).unwrap();
    assert!(checked(&arguments, &[]).contains("is not there"));
}

#[test]
fn an_extract_is_found_by_its_own_name_alone_on_every_system() {
    let (folder, _rules, arguments) = force();
    let path = folder.path().join("force.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    for name in ["extracts/Reviews.csv", "extracts/reviews.csv.", "extracts/reviews.csv ", "extracts/NUL"] {
        std::fs::write(&path, text.replace("extracts/reviews.csv", name)).unwrap();
        let report = checked(&arguments, &[]);
        assert!(report.contains(&format!("`{name}` is not there")), "{report}");
    }
}

#[test]
fn no_report_replaces_an_extract() {
    let (folder, _rules, arguments) = force();
    let extract = folder.path().join("extracts/reviews.csv");
    let before = std::fs::read(&extract).unwrap();
    let report = checked(&arguments, &["--output", extract.to_str().unwrap()]);
    assert!(report.starts_with("exit status 2\n") && report.contains("input::conflict"), "{report}");
    assert_eq!(std::fs::read(&extract).unwrap(), before);
}

#[test]
fn a_fact_that_nobody_states_may_have_no_value_until_its_records_are_given() {
    let pack = pack(
        r#"
table visits { key id: text crewed: yesno }
facts visiting {
  in_pairs: percent { measured as share v in visits: v.crewed }
  twice: percent { measured as (share v in visits: v.crewed) + 50% }
}
recommendation R1 "One" { to force domain mosovo
  requirement R1.1 "A" { must a: visiting.in_pairs <= 100% }
  requirement R1.2 "B" { must b: visiting.twice <= 100% } }
"#,
    );
    let outcomes = |text: &str| -> Vec<Outcome> {
        judge(&pack, text).requirements().map(|verdict| verdict.outcome).collect()
    };
    let (met, not_shown) = (Outcome::Met, Outcome::NotShown);
    assert_eq!(outcomes(""), [not_shown, not_shown]);
    assert_eq!(outcomes("[tables]\nvisits = []\n"), [not_shown, not_shown]);
    let crewed = "[[tables.visits]]\nid = \"1\"\ncrewed = true\n";
    assert_eq!(outcomes(crewed), [met, Outcome::NotMet]);
    assert_eq!(outcomes("[facts.visiting]\ntwice = \"60%\"\n"), [not_shown, met]);
}

#[test]
fn a_computed_column_of_a_row_that_is_not_known_may_have_no_value() {
    let pack = pack(
        r#"
table teams each t { key id: text  cases: count  people: count  rate: percent
  load: number = t.cases / t.people
  raised: percent = t.rate + 50% }
table checks { key id: text  team: teams }
recommendation R1 "One" { to force domain mosovo
  requirement R1.1 "A" { must a: (min c in checks: c.team.load) <= 3 }
  requirement R1.2 "B" { must b: every c in checks: c.team.raised <= 100% } }
"#,
    );
    let team = |id: &str, people: u8, rate: &str| {
        format!("[[tables.teams]]\nid = \"{id}\"\ncases = 2\npeople = {people}\nrate = \"{rate}\"\n")
    };
    let checks = |first: &str| {
        format!("[[tables.checks]]\nid = \"1\"\n{first}\n[[tables.checks]]\nid = \"2\"\nteam = \"a\"\n")
    };
    let outcomes = |text: &str| -> Vec<Outcome> {
        judge(&pack, text).requirements().map(|verdict| verdict.outcome).collect()
    };
    let (met, not_shown) = (Outcome::Met, Outcome::NotShown);
    let teams = team("a", 1, "40%") + &team("b", 0, "90%");
    let blank = checks("");
    assert_eq!(outcomes(&format!("{teams}{blank}")), [not_shown, not_shown]);
    let known = checks("team = \"b\"");
    assert_eq!(outcomes(&format!("{teams}{known}")), [not_shown, Outcome::NotMet]);
    assert_eq!(outcomes(&known), [not_shown, not_shown], "the teams are not given");
    assert_eq!(outcomes(&(team("a", 1, "40%") + &blank)), [met, met], "there is only one team");
}

#[test]
fn records_that_may_yet_give_a_value_contradict_no_statement() {
    let pack = pack(
        r#"
table visits { key id: text counts: yesno on: date }
define last_that_counts: date = max v in visits where v.counts: v.on
facts visiting {
  at_night: yesno
  last: date { measured as if visiting.at_night then last_that_counts else as_of }
  first: date { measured as min v in visits where v.id is "2" or v.counts or visiting.at_night:
                            if v.id is "2" then v.on else last_that_counts }
}
recommendation R1 "One" { to force domain mosovo
  requirement R1.1 "A" { must a: visiting.last >= 2026-01-01 must b: visiting.first >= 2026-01-01 } }
"#,
    );
    let visits = "[[tables.visits]]\nid = \"1\"\ncounts = false\non = 2026-06-10\n\
                  [[tables.visits]]\nid = \"2\"\ncounts = false\non = 2026-06-10\n";
    let stated =
        |night| format!("[facts.visiting]\nlast = 2026-06-10\nfirst = 2026-06-10\n{night}\n{visits}");
    for (night, discrepancies) in [("", 0), ("at_night = false", 0), ("at_night = true", 2)] {
        let evaluation = judge(&pack, &stated(night));
        assert_eq!(evaluation.discrepancies.len(), discrepancies, "{night}");
    }
}

/// What is not known may be in months or in days, so that nothing is calculated with what was made of it.
#[test]
fn a_blank_duration_may_be_of_either_unit() {
    let pack = pack(
        r#"
table gaps { key id: text length: duration }
define longest: duration = max g in gaps: g.length
define shortest: duration = min g in gaps: g.length
recommendation R1 "One" { to force domain mosovo
  requirement R1.1 "Gaps" {
    must least: longest >= 2 months
    must most: shortest <= 2 months
    must sum: longest + 1 month >= 3 months
    must rest: 3 months - longest <= 1 month
    must parts: longest / 1 month >= 2 } }
"#,
    );
    use Outcome::{Met, NotShown};
    for (other, expected) in [
        ("", [NotShown, NotShown, NotShown, NotShown, NotShown]),
        ("1 month", [Met, Met, Met, Met, Met]),
        ("31 days", [Met, Met, Met, Met, Met]),
        ("60 days", [NotShown, NotShown, NotShown, NotShown, NotShown]),
        ("365 days", [Met, Met, NotShown, NotShown, NotShown]),
    ] {
        let files = Files(vec![("gaps.csv", format!("id,length\na,{other}\nb,2 months\n"))]);
        let evaluation = judge_with(&pack, "[tables]\ngaps = \"gaps.csv\"\n", &files);
        let clauses = &evaluation.requirements().next().unwrap().clauses;
        assert_eq!(clauses.iter().map(|clause| clause.outcome()).collect::<Vec<_>>(), expected, "{other}");
    }
}

#[test]
fn an_answer_is_vacuous_also_where_nothing_is_asked_one_step_away() {
    let pack = pack(
        r#"
table visits each v { key id: text  count: count
  empty: yesno = every h in hand: h.size >= v.count
  none: count = count h in hand where h.size > 0 }
table hand { key id: text size: count }
define how_many: count = count h in hand
facts f { n: count { measured as count h in hand }  ok: yesno }
recommendation R1 "One" { to force domain mosovo
  requirement R1.1 "A fact" { must a: f.n is 0 }
  requirement R1.2 "A define" { must a: how_many <= 5 }
  requirement R1.3 "Inside" { must a: every v in visits: (every h in hand: h.size >= v.count) }
  requirement R1.4 "A column" { must a: every v in visits: v.empty }
  requirement R1.5 "A condition" { must a: every v in visits: (if v.count > 100 then f.ok) }
  requirement R1.6 "A share" { must a: (share v in visits: v.none is 0) is 100% }
  requirement R1.7 "Not vacuous" { must a: every v in visits: v.count >= 0 and v.empty }
  requirement R1.8 "Where any" { applies when some h in hand must a: f.ok } }
"#,
    );
    let files =
        Files(vec![("visits.csv", "id,count\n1,1\n2,2\n".to_owned()), ("hand.csv", "id,size\n".to_owned())]);
    let evaluation = judge_with(&pack, "[tables]\nvisits = \"visits.csv\"\nhand = \"hand.csv\"\n", &files);
    let verdicts: Vec<_> = evaluation.requirements().collect();
    let vacuous: Vec<bool> = verdicts.iter().map(|verdict| verdict.clauses[0].because.vacuous).collect();
    assert_eq!(vacuous[..7], [true, true, true, true, true, true, false]);
    assert!(verdicts[..6].iter().all(|verdict| verdict.assurance != Assurance::Measured));
    assert!(verdicts[7].applies_because.vacuous && verdicts[7].outcome == Outcome::NotApplicable);
}

#[test]
fn a_row_without_a_value_leaves_what_is_known_of_the_others() {
    let pack = pack(
        r#"
table visits { key id: text counts: yesno done: yesno on: date }
facts visiting {
  at_night: yesno
  last: date { measured as max v in visits where v.counts: (max w in visits where w is v and v.done: w.on) }
  if_first: date { measured as if visiting.at_night then last_of_second else as_of }
  if_last: date { measured as if visiting.at_night then as_of else last_of_second }
}
define last_of_second: date = max v in visits where v.id is "2" and v.done: v.on
recommendation R1 "One" { to force domain mosovo
  requirement R1.1 "A" {
    must a: visiting.last <= 2026-06-10
    must b: visiting.if_first <= 2026-06-10
    must c: visiting.if_last <= 2026-06-10 } }
"#,
    );
    for done in ["", "done = false", "done = true"] {
        let text = format!(
            "[facts.visiting]\nlast = {{ at_least = 2026-06-01 }}\n\
             if_first = {{ at_least = 2026-06-01 }}\nif_last = {{ at_least = 2026-06-01 }}\n\
             [[tables.visits]]\nid = \"1\"\ndone = true\non = 2026-06-10\n\
             [[tables.visits]]\nid = \"2\"\n{done}\non = 2026-06-09\n"
        );
        assert_eq!(judge(&pack, &text).requirements().next().unwrap().outcome, Outcome::Met, "{done}");
    }
}

#[test]
fn through_an_absent_reference_a_column_is_absent_and_through_a_blank_one_not_known() {
    let pack = pack(
        r#"
table people each p { key id: text  rank: count  next: number = p.rank + 1 }
table visits { key id: text  by: optional people }
recommendation R1 "One" { to force domain mosovo
  requirement R1.1 "A" {
    must read: every v in visits: v.by.rank is absent
    must computed: every v in visits: v.by.next is absent
    must recorded: some v in visits where v.by.next is recorded } }
"#,
    );
    let (yes, no, open) = (Outcome::Met, Outcome::NotMet, Outcome::NotShown);
    let people = "[[tables.people]]\nid = \"1\"\nrank = 1\n";
    for (by, expected) in [
        ("by = { recorded = false }", [yes, yes, no]),
        ("", [open, open, open]),
        ("by = \"1\"", [no, no, yes]),
    ] {
        let evaluation = judge(&pack, &format!("{people}[[tables.visits]]\nid = \"1\"\n{by}\n"));
        let clauses = &evaluation.requirements().next().unwrap().clauses;
        assert_eq!(clauses.iter().map(|clause| clause.outcome()).collect::<Vec<_>>(), expected, "{by}");
    }
}

#[test]
fn a_row_that_may_pass_the_filter_is_something_to_ask() {
    let pack = pack(
        r#"
table visits { key id: text late: yesno crewed: yesno }
recommendation R1 "One" { to force domain mosovo
  requirement R1.1 "A" {
    must a: every v in visits where v.late: v.crewed
    best b: (share v in visits where v.late: v.crewed) >= 50% } }
"#,
    );
    for (late, assurance) in [("", Assurance::Measured), ("no", Assurance::Stated)] {
        let files = Files(vec![("visits.csv", format!("id,late,crewed\n1,{late},yes\n"))]);
        let evaluation = judge_with(&pack, "[tables]\nvisits = \"visits.csv\"\n", &files);
        let verdict = evaluation.requirements().next().unwrap();
        assert_eq!((verdict.outcome, verdict.assurance), (Outcome::Met, assurance), "{late:?}");
        let rows = verdict.clauses[1].because.rows.as_ref().unwrap();
        assert_eq!((rows.yes, rows.no, rows.unknown), (0, 0, usize::from(late.is_empty())), "{late:?}");
    }
}

#[test]
fn records_alone_pass_the_gate_and_an_assessment_without_anything_does_not() {
    let (folder, rules, arguments) = force();
    std::fs::write(
        rules.path().join("own.rules"),
        "table visits { key id: text officers: count }\n\
         recommendation R1 \"Visits\" { to force domain mosovo requirement R1.1 \"In pairs\" {\n\
         must pairs: every v in visits: v.officers >= 1 or v.officers is 0 } }\n",
    )
    .unwrap();
    let (header, _) = include_str!("../cases/records/force/force.toml").split_once("[facts").unwrap();
    std::fs::write(folder.path().join("extracts/visits.csv"), "id,officers\nV1,2\n").unwrap();
    for (tables, status, words) in [
        ("[tables]\nvisits = \"extracts/visits.csv\"\n", 0, "passed (fails on gap)"),
        ("", 1, "not passed: nothing is stated, and no records are given"),
    ] {
        std::fs::write(folder.path().join("force.toml"), format!("{header}{tables}")).unwrap();
        let report = checked(&arguments, &["--fail-on", if status == 0 { "gap" } else { "never" }]);
        assert!(report.starts_with(&format!("exit status {status}\n")) && report.contains(words), "{report}");
    }
}
