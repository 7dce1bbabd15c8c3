//! What is recorded of measured facts: when it counts, for how much, and that it says what was measured.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use tipstaff::assessment::{self, Assessment, recorded};
use tipstaff::evaluate::compute::MeasuredFrom;
use tipstaff::evaluate::recorded::{Beside, Void, beside, of_extracts};
use tipstaff::evaluate::verdict::{Evaluation, RequirementVerdict};
use tipstaff::pack::ends::{self, Unreadable};
use tipstaff::pack::rule::{Fact, Pack};
use tipstaff::pack::{Id, Known, Number, Partial, Range, Undefined, words};
use tipstaff::vocabulary::{Assurance, Outcome};

use crate::support::{self, Files, judged};

const RULES: &str = r#"
table offenders { key id: text  risk: yesno }
table visits { key id: text  of: offenders  crewed: yesno  on: date  took: duration }
table posts { key id: text  filled: yesno }
facts v "Visits" {
  target: percent "What is the target?"
  crewed: percent "How many are crewed?" { measured as share x in visits: x.crewed }
  risky: count "How many are risky?" { measured as count x in visits where x.of.risk }
  on_target: yesno "Are enough crewed?" { measured as (share x in visits: x.crewed) >= v.target }
  posts: count "How many posts are filled and visit?" {
    measured as count p in posts where p.filled and (some x in visits where x.crewed)
  }
  none_late: yesno "Is none late?" { measured as every x in visits where x.on > as_of: x.crewed }
  longest: duration "How long is the longest?" { measured as max x in visits: x.took }
  beyond: percent "What is a half more than are crewed?" { measured as v.crewed + 50% }
  last: date "When was the last?" { measured as max x in visits: x.on }
}
recommendation R1 "One" { to force domain mosovo
  requirement R1.1 "Crewed" { must crewed: v.crewed >= 75% }
  requirement R1.2 "Risky" { must risky: v.risky <= 1 }
  requirement R1.3 "On target" { must target: v.on_target }
  requirement R1.4 "Posts" { must posts: v.posts >= 1 }
  requirement R1.5 "None late" { must late: v.none_late }
  requirement R1.6 "Longest" { must longest: v.longest <= longest_allowed }
  requirement R1.7 "More" { must more: v.beyond > 100% }
  requirement R1.8 "Recent" { must recent: v.last within 1 month }
}
define longest_allowed: duration = 40 days
"#;

fn rules() -> Pack {
    support::pack(RULES)
}

/// An assessment with this text below its header, and what is wrong with it, the rules at hand to be shown.
fn read_assessment(text: &str, files: &Files) -> (Option<Assessment>, String) {
    let mut loaded = support::load(RULES);
    let text = format!("{}{text}", support::HEADER);
    let file = loaded.sources.add("test.toml", text.as_str());
    let (submission, mut diagnostics) = assessment::read(file, &text);
    let (assessment, more) = assessment::load(submission.unwrap(), loaded.pack.as_ref().unwrap(), files);
    diagnostics.extend(more);
    (assessment, support::report(&text, &loaded.sources, diagnostics))
}

const FILES: &str = "[tables]\nvisits = \"visits.csv\"\noffenders = \"offenders.csv\"\n";

fn visits(rows: &str) -> (&'static str, String) {
    ("visits.csv", format!("id,of,crewed,on,took\n{rows}"))
}

fn offenders() -> (&'static str, String) {
    ("offenders.csv", "id,risk\na,yes\nb,no\nc,\n".to_owned())
}

const THREE_OF_FOUR: &str =
    "1,a,yes,2026-06-01,15 days\n2,b,yes,2026-06-02,2 days\n3,b,yes,2026-05-01,1 day\n4,b,no,2026-05-02,\n";

/// The text with the record of what its extracts give.
fn with_record(pack: &Pack, text: &str, files: &Files) -> String {
    let (assessment, evaluation) = judged(pack, text, files);
    let record = of_extracts(pack, &assessment, &evaluation).unwrap();
    format!("{text}\n{}", recorded::write(pack, &record))
}

fn fact(pack: &Pack, name: &str) -> Id<Fact> {
    pack.facts.ids().find(|fact| pack.fact_name(*fact) == name).unwrap()
}

/// What came of an assessment.
#[derive(PartialEq, Debug)]
struct Results {
    /// What is known of every fact.
    known: Vec<String>,
    /// The outcome of each requirement, and whether any of its clauses is vacuous.
    outcomes: Vec<(Outcome, bool)>,
    discrepancies: usize,
    assurances: Vec<Assurance>,
}

impl Results {
    fn of(pack: &Pack, evaluation: &Evaluation) -> Results {
        let known = pack.facts.entries().map(|(id, fact)| {
            let value = &evaluation.values.facts[id];
            format!("{}: {}, {:?}", fact.name, words::value(pack, fact.ty, value), value.undefined.is_some())
        });
        let verdicts = || evaluation.requirements();
        let is_vacuous =
            |verdict: &RequirementVerdict| verdict.clauses.iter().any(|clause| clause.because.vacuous);
        Results {
            known: known.collect(),
            outcomes: verdicts().map(|verdict| (verdict.outcome, is_vacuous(verdict))).collect(),
            discrepancies: evaluation.discrepancies.len(),
            assurances: verdicts().map(|verdict| verdict.assurance).collect(),
        }
    }
}

#[test]
fn what_was_measured_comes_out_again_without_the_extracts_and_on_lesser_grounds() {
    let pack = rules();
    let mut assurances = Vec::new();
    for (stated, rows) in [
        ("", THREE_OF_FOUR),
        ("target = \"70%\"", THREE_OF_FOUR),
        ("target = { at_least = \"80%\" }", THREE_OF_FOUR),
        ("crewed = \"100%\"\nrisky = 7\nlongest = \"1 month\"", THREE_OF_FOUR),
        ("crewed = { at_least = \"60%\" }", THREE_OF_FOUR),
        ("crewed = \"100%\"", ""),
        ("", ""),
        (
            "target = \"60%\"\nlongest = { at_most = \"3 days\" }",
            "1,a,,,\n2,c,yes,,3 months\n3,,yes,2026-06-01,50 days\n",
        ),
        (
            "longest = { at_least = \"2 months\" }",
            "1,a,yes,2026-06-01,3 months\n2,b,no,2026-06-09,2 months\n",
        ),
    ] {
        for tables in [
            FILES.to_owned(),
            format!("{FILES}[[tables.posts]]\nid = \"p\"\nfilled = true\n"),
            FILES.replace("\"visits.csv\"", "{ file = \"visits.csv\", sample = true }"),
        ] {
            let text = format!("[facts.v]\n{stated}\n{tables}");
            let files = Files(vec![visits(rows), offenders()]);
            let home = Results::of(&pack, &judged(&pack, &text, &files).1);
            let recorded = with_record(&pack, &text, &files);
            for at_hand in [vec![], vec![visits(rows)], vec![offenders()]] {
                let away = Results::of(&pack, &judged(&pack, &recorded, &Files(at_hand)).1);
                for (at_home, away) in home.assurances.iter().zip(&away.assurances) {
                    let least = (*at_home).min(Assurance::Evidenced);
                    assert!(away <= at_home && *away >= least, "{recorded}");
                }
                assurances.extend(away.assurances.iter().copied());
                let assurances = home.assurances.clone();
                assert_eq!(home, Results { assurances, ..away }, "{recorded}");
            }
            // With everything at hand the record is not needed, and says the same.
            let (assessment, evaluation) = judged(&pack, &recorded, &files);
            assert_eq!(home, Results::of(&pack, &evaluation));
            for fact in pack.facts.ids() {
                assert_eq!(beside(&pack, &assessment, &evaluation, fact), None, "{recorded}");
            }
        }
    }
    assert!(assurances.contains(&Assurance::Evidenced) && assurances.contains(&Assurance::Stated));
}

/// What became of a fact: who says it, what, and what is wrong with its record.
fn standing(
    pack: &Pack,
    assessment: &Assessment,
    evaluation: &Evaluation,
    name: &str,
) -> (String, Option<MeasuredFrom>, String) {
    let fact = fact(pack, name);
    let known = words::value(pack, pack.facts[fact].ty, &evaluation.values.facts[fact]);
    let from = evaluation.values.measures[fact].as_ref().map(|measure| measure.from);
    let beside = match beside(pack, assessment, evaluation, fact) {
        None => "in order".to_owned(),
        Some(Beside::Differs(value)) => {
            format!("differs: {}", words::value(pack, pack.facts[fact].ty, &value))
        }
        Some(Beside::Idle) => "idle".to_owned(),
        Some(Beside::Void(void)) => format!("{void:?}"),
    };
    (known, from, beside)
}

/// What is replaced in a text by what.
type Edits<'e> = &'e [(&'e str, &'e str)];

#[test]
fn a_record_counts_only_for_what_it_was_made_of() {
    use MeasuredFrom::{Nothing, Record, Records};
    let pack = rules();
    let posts = "[[tables.posts]]\nid = \"p\"\nfilled = true\n";
    let text = format!("[facts.v]\ntarget = \"70%\"\ncrewed = {{ at_least = \"75%\" }}\n{FILES}{posts}");
    let other = visits(&THREE_OF_FOUR.replace("4,b,no", "4,b,yes"));
    let away = || Files(vec![]);
    let home = || Files(vec![visits(THREE_OF_FOUR), offenders()]);
    let recorded = with_record(&pack, &text, &home());
    // What is edited, what is at hand, the fact, what is known of it, who says so, and what of the record.
    #[rustfmt::skip]
    let cases: [(Edits<'_>, Files, &str, &str, MeasuredFrom, &str); 18] = [
        (&[], away(), "v.crewed", "75%", Record, "in order"),
        (&[], home(), "v.crewed", "75%", Records, "in order"),
        // An extract that has changed since: what is at hand counts, and what needs another one is not known.
        (&[], Files(vec![other.clone(), offenders()]), "v.crewed", "100%", Records, "OtherExtracts"),
        (&[], Files(vec![other.clone()]), "v.crewed", "100%", Records, "OtherExtracts"),
        (&[], Files(vec![other]), "v.risky", "not known", Nothing(Void::OtherExtracts), "OtherExtracts"),
        // A record that was edited: without the extracts it can be told only where it contradicts itself.
        (&[("crewed    = { value = \"75%\"", "crewed    = { value = \"100%\"")], away(), "v.crewed", "not known", Nothing(Void::Contradictory), "Contradictory"),
        (&[("yes = 3, no = 1", "yes = 30, no = 10")], away(), "v.crewed", "not known", Nothing(Void::Contradictory), "Contradictory"),
        (&[("crewed    = { value = \"75%\", yes = 3, no = 1", "crewed    = { value = \"100%\", yes = 4, no = 0")], away(), "v.crewed", "100%", Record, "in order"),
        (&[("crewed    = { value = \"75%\"", "crewed    = { value = \"100%\"")], home(), "v.crewed", "75%", Records, "differs: 100%"),
        (&[("yes = 3, no = 1", "yes = 4, no = 0")], home(), "v.crewed", "75%", Records, "differs: 75%"),
        // A record of another day.
        (&[("as_of   = 2026-06-10", "as_of   = 2026-06-09")], away(), "v.crewed", "not known", Nothing(Void::OtherDay), "OtherDay"),
        (&[("as_of   = 2026-06-10", "as_of   = 2026-06-09")], home(), "v.crewed", "75%", Records, "OtherDay"),
        // A fact of which the record says nothing, whatever is stated.
        (&[("crewed    = { value", "# crewed  = { value")], away(), "v.crewed", "not known", Nothing(Void::NotRecorded), "in order"),
        // Other answers and other rows than the fact was counted with.
        (&[("target = \"70%\"", "target = \"80%\"")], away(), "v.on_target", "not known", Nothing(Void::OtherAnswers), "OtherAnswers"),
        (&[("target = \"70%\"", "target = \"80%\"")], home(), "v.on_target", "no", Records, "OtherAnswers"),
        (&[("filled = true", "filled = false")], away(), "v.posts", "not known", Nothing(Void::OtherAnswers), "OtherAnswers"),
        (&[(posts, "")], away(), "v.posts", "not known", Nothing(Void::OtherAnswers), "OtherAnswers"),
        (&[("offenders = \"offenders.csv\"\n", "")], away(), "v.risky", "not known", Nothing(Void::OtherExtracts), "OtherExtracts"),
    ];
    for (edits, files, name, known, from, beside) in cases {
        let mut text = recorded.clone();
        for (old, new) in edits {
            assert!(text.contains(old), "{old} is not in {text}");
            text = text.replacen(old, new, 1);
        }
        let (assessment, evaluation) = judged(&pack, &text, &files);
        let found = standing(&pack, &assessment, &evaluation, name);
        assert_eq!(found, (known.to_owned(), Some(from), beside.to_owned()), "{edits:?}");
    }
}

/// What is said of a record, and whether the assessment can be used.
#[test]
fn a_file_that_is_missing_is_no_mistake_only_where_just_this_file_was_recorded() {
    let pack = rules();
    let text = FILES.to_owned();
    let home = Files(vec![visits(THREE_OF_FOUR), offenders()]);
    let recorded = with_record(&pack, &text, &home);
    let digest = "0".repeat(64);
    let with_digest = format!("visits = {{ file = \"visits.csv\", sha256 = \"{digest}\" }}\noffenders");
    let other_pack = ["measured::other-pack", "assessment::evidence-file", "assessment::evidence-file"];
    for (edit, codes) in [
        (("", ""), &[][..]),
        (
            ("visits = \"visits.csv\"", "visits = \"seen.csv\""),
            &["measured::other-extract", "assessment::evidence-file"],
        ),
        (
            ("visits = \"visits.csv\"", "visits = { file = \"visits.csv\", sample = true }"),
            &["measured::other-extract", "assessment::evidence-file"],
        ),
        (
            ("visits = \"visits.csv\"\noffenders", with_digest.as_str()),
            &["measured::other-extract", "assessment::evidence-file"],
        ),
        (("version = \"1.0.0\"", "version = \"1.0.1\""), &other_pack),
        (("pack    = \"test\"\nversion", "pack    = \"tests\"\nversion"), &other_pack),
        (("visits = \"visits.csv\"\n", ""), &["measured::other-extract"]),
    ] {
        let text = recorded.replacen(edit.0, edit.1, 1);
        assert!(edit.0.is_empty() || text != recorded, "{edit:?}");
        let (assessment, report) = read_assessment(&text, &Files(vec![]));
        let is_usable =
            !codes.contains(&"assessment::evidence-file") && edit.0 != "pack    = \"test\"\nversion";
        assert_eq!(assessment.is_some(), is_usable, "{report}");
        for code in codes {
            assert!(report.contains(code), "{code} is not in\n{report}");
        }
        let told = report.matches("[measured::").count() + report.matches("[assessment::").count();
        assert_eq!(told, codes.len(), "{report}");
    }
}

#[test]
fn every_mistake_of_a_record_is_told_at_once() {
    let text = r#"
[measured]
pack = "test"
version = "1.0.0"
as_of = 2026-06-10
by = "somebody"

[measured.extracts]
visit = { file = "visits.csv", sha256 = "abc", rows = 4 }
visits = { file = "../visits.csv", sha256 = "0000000000000000000000000000000000000000000000000000000000000000", rows = -1 }
offenders = { sha256 = "0000000000000000000000000000000000000000000000000000000000000000", rows = 1 }

[measured.facts.w]
x = { value = 1 }

[measured.facts.v]
crwed = { value = "75%" }
target = { value = "75%" }
crewed = { value = "175%", yes = 3, no = 1, unknown = 0 }
risky = { value = 1.5, yes = 3 }
on_target = { value = "perhaps" }
posts = { value = 3, low = 2 }
none_late = { low = "yes", high = "no" }
longest = { low = "3 months", high = "2 months", vacuos = true }
last = { low = 2026-06-31, given = "0" }
beyond = 1.5
"#;
    let (assessment, report) = read_assessment(text, &Files::default());
    assert!(assessment.is_none());
    insta::assert_snapshot!(report);
    let both = "[measured]\npack = \"test\"\nversion = \"1.0.0\"\nas_of = 2026-06-10\n";
    for (source, message) in [
        ("", "neither extracts nor results"),
        ("extracts = {}\nresults = { file = \"a\", sha256 = \"b\" }\n", "extracts and results"),
    ] {
        let (assessment, report) = read_assessment(&format!("{both}{source}"), &Files::default());
        assert!(assessment.is_none() && report.contains(message), "{report}");
    }
}

const KINDS: &str = r#"
choice level { none < low < high }
choice kind { red, green, blue }
table t { key id: text  n: count  rate: percent  on: date  len: duration  level: level  kind: kind  kinds: set of kind  done: optional date }
facts f "Facts" {
  yes: yesno "?" { measured as some x in t where x.n > 0 }
  count: count "?" { measured as count x in t }
  number: number "?" { measured as sum x in t: x.n }
  share: percent "?" { measured as share x in t: x.n > 0 }
  more: percent "?" { measured as (share x in t: x.n > 0) + 50% }
  on: date "?" { measured as max x in t: x.on }
  len: duration "?" { measured as max x in t: x.len }
  level: level "?" { measured as if (some x in t where x.n > 0) then low else high }
  kinds: set of kind "?" { measured as if (some x in t where x.n > 0) then f.some else f.some }
  some: set of kind "?"
  note: text "?" { measured as if (some x in t where x.n > 0) then "one" else "other" }
  done: optional date "?" { measured as max x in t: x.done }
}
recommendation R1 "One" { to force domain mosovo
  requirement R1.1 "One" { must one: f.yes and f.count > 0 and f.number > 0 and f.share > 0% and f.more > 0% and f.on within 1 day
    and f.len > 1 day and f.level > low and f.kinds covers [red] and f.note is "one" and f.done within 1 day } }
"#;

#[test]
fn ends_are_read_by_the_type_of_their_fact_and_written_as_they_were_read() {
    let pack = support::pack(KINDS);
    for (name, ends, expected) in [
        ("yes", ["yes", "yes"], Ok("yes")),
        ("yes", ["no", "yes"], Ok("not known")),
        ("yes", ["yes", "no"], Err(Unreadable::Reversed)),
        ("yes", ["yes", "maybe"], Err(Unreadable::NoValue(1))),
        ("yes", ["true", "true"], Err(Unreadable::NoValue(0))),
        ("count", ["17", "17"], Ok("17")),
        ("count", ["0", ""], Ok("not known")),
        ("count", ["1.5", "2"], Err(Unreadable::NoValue(0))),
        ("count", ["-1", "2"], Err(Unreadable::NoValue(0))),
        ("count", ["1", "1e3"], Err(Unreadable::NoValue(1))),
        ("number", ["-1/3", "2"], Ok("at least about -0.3 and at most 2")),
        ("number", ["beyond 1", "2"], Ok("more than 1 and at most 2")),
        ("number", ["beyond 2", "2"], Err(Unreadable::Reversed)),
        ("number", ["1/0", "2"], Err(Unreadable::NoValue(0))),
        ("number", ["170141183460469231731687303715884105728", ""], Err(Unreadable::NoValue(0))),
        ("share", ["19/20", "1"], Ok("at least 95%")),
        ("share", ["2/3 or none", "2/3 or none"], Ok("not known")),
        ("share", ["none", "none"], Ok("not known")),
        ("share", ["none", "1/2"], Err(Unreadable::NoValue(1))),
        ("share", ["3/2", "3/2"], Err(Unreadable::NoValue(0))),
        ("more", ["3/2", "3/2"], Ok("150%")),
        ("on", ["2026-02-28", "2026-03-01"], Ok("2026-02-28 or later, but 2026-03-01 or earlier")),
        ("on", ["2026-02-29", ""], Err(Unreadable::NoValue(0))),
        ("on", ["absent", "absent"], Err(Unreadable::NoValue(0))),
        ("len", ["-3 days", "15 days"], Ok("at least -3 days and at most 15 days")),
        ("len", ["40 mixed days", ""], Ok("at least 40 days")),
        ("len", ["1 months", "40 days"], Ok("at least 1 month and at most 40 days")),
        ("len", ["1 months", "30 days"], Err(Unreadable::Reversed)),
        ("level", ["low;high", "low;high"], Ok("low or high")),
        ("level", ["none;", "none;"], Ok("none")),
        ("level", ["low", "high"], Err(Unreadable::NoValue(1))),
        ("level", ["medium", "medium"], Err(Unreadable::NoValue(0))),
        ("kinds", [";", "red;blue"], Ok("not green")),
        ("kinds", ["red", "red"], Ok("red")),
        ("kinds", ["red", "blue"], Err(Unreadable::Reversed)),
        ("note", ["a\u{1b}[31m", "a\u{1b}[31m"], Ok("a\u{1b}[31m")),
        ("note", ["a", "b"], Err(Unreadable::NoValue(1))),
        ("done", ["absent", "absent"], Ok("none")),
        ("done", ["2026-01-01 or absent", "or absent"], Ok("2026-01-01 or later, or none")),
        ("done", ["or absent or none", "or absent or none"], Ok("not known")),
    ] {
        let fact = fact(&pack, &format!("f.{name}"));
        let ty = pack.facts[fact].ty;
        let read = ends::read(&pack, fact, ends);
        let words = read.as_ref().map(|value| words::value(&pack, ty, value)).map_err(|problem| *problem);
        assert_eq!(words, expected.map(str::to_owned), "{name} {ends:?}");
        if let Ok(value) = read {
            assert_eq!(ends::write(&pack, ty, &value), ends, "{name}");
        }
    }
    // What could be read as something else, and what a sample says of more than it holds, is not written.
    let number = pack.facts[fact(&pack, "f.number")].ty;
    let note = pack.facts[fact(&pack, "f.note")].ty;
    for (ty, value, expected) in [
        (note, Partial::from(Known::Text(Some("none".into()))), ""),
        (note, Partial::from(Known::Text(Some("or absent".into()))), ""),
        (note, Partial::from(Known::Text(Some(" a".into()))), ""),
        (
            number,
            Partial { undefined: Some(Undefined::Sample), ..Known::Number(Range::ALL).into() },
            "or none",
        ),
        (
            number,
            Partial {
                undefined: Some(Undefined::Sample),
                ..Known::Number(Range::exactly(Number::ONE)).into()
            },
            "or none",
        ),
    ] {
        assert_eq!(ends::write(&pack, ty, &value), [expected, expected], "{value:?}");
    }
}
