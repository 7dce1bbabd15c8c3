//! Assessments: the file, and what it says against a small pack.

#![expect(clippy::unwrap_used, reason = "a test may fail where its own pack is wrong")]

use std::ops::Bound::{Excluded, Included, Unbounded};

use proptest::prelude::*;
use tipstaff::assessment::{
    self, Assessment, AssessmentFiles, Blocks, FactEntry, FileProblem, StatementKind, Support,
};
use tipstaff::diagnostic::Diagnostic;
use tipstaff::load::{self, PackFiles};
use tipstaff::pack::rule::Pack;
use tipstaff::pack::{Absence, Date, Duration, Known, Members, Number, Range, Truth, words};
use tipstaff::source::SourceMap;

use crate::support::report;

const MANIFEST: &str = include_str!("../cases/assessment/small_pack/pack.toml");
const CATALOGUE: &str = include_str!("../cases/assessment/small_pack/inspection.toml");
const RULES: &str = include_str!("../cases/assessment/small_pack/small.rules");

/// A small pack with a fact of every type.
fn small_pack(sources: &mut SourceMap) -> Pack {
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let files = PackFiles {
        manifest: file("pack.toml", MANIFEST),
        rules: vec![file("small.rules", RULES)],
        catalogue: vec![file("inspection.toml", CATALOGUE)],
        borrowed: Vec::new(),
    };
    let (pack, diagnostics) = load::pack(files, sources);
    // The linter warns of facts that no rule reads; here they are only stated.
    assert!(!diagnostics.iter().any(Diagnostic::is_error), "{diagnostics:#?}");
    pack.unwrap()
}

/// A folder with one file.
struct OneFile;

impl AssessmentFiles for OneFile {
    fn sha256(&self, path: &str) -> Result<String, FileProblem> {
        match path {
            "evidence/sop.pdf" => Ok("ab".repeat(32)),
            "evidence/link.pdf" => Err(FileProblem::Outside),
            _ => Err(FileProblem::Missing),
        }
    }

    fn extract(&self, path: &str) -> Result<Blocks<'_>, FileProblem> {
        let text = match path {
            "extracts/visits.csv" => "id,on\nV1,2026-01-05\n",
            "extracts/reviews.csv" => "id,visit,done\nR1,V1,\n",
            _ => return Err(FileProblem::Missing),
        };
        Ok(Box::new(std::iter::once(Ok(text.into()))))
    }
}

/// Both steps in one.
fn read(text: &str, pack: &Pack, sources: &mut SourceMap) -> (Option<Assessment>, Vec<Diagnostic>) {
    let file = sources.add("assessment.toml", text);
    let (submission, mut diagnostics) = assessment::read(file, text);
    let Some(submission) = submission else { return (None, diagnostics) };
    let (assessment, more) = assessment::load(submission, pack, &OneFile);
    diagnostics.extend(more);
    (assessment, diagnostics)
}

fn reported(text: &str) -> String {
    let mut sources = SourceMap::default();
    let pack = small_pack(&mut sources);
    let (assessment, diagnostics) = read(text, &pack, &mut sources);
    assert_eq!(assessment.is_some(), !diagnostics.iter().any(Diagnostic::is_error));
    report(text, &sources, diagnostics)
}

const HEADER: &str = r#"
[assessment]
format = 1
body = "Cheshire Constabulary"
kind = "force"
pack = "small"
version = "^1"
as_of = 2026-06-10
published = true
source = "cheshire_2026"
"#;

/// What is known of `bail.<fact>` where it is stated as `stated`, or the report.
fn stated(fact: &str, stated: &str) -> Result<FactEntry, String> {
    let mut sources = SourceMap::default();
    let pack = small_pack(&mut sources);
    let text = format!("{HEADER}[facts.bail]\n{fact} = {stated}\n");
    let (assessment, diagnostics) = read(&text, &pack, &mut sources);
    let Some(assessment) = assessment else {
        return Err(diagnostics.iter().map(|diagnostic| format!("{}\n", diagnostic.message)).collect());
    };
    let id = pack.facts.find(|known| known.name == fact).unwrap();
    Ok(assessment.facts[id].clone())
}

/// The same in words.
fn in_words(fact: &str, statement: &str) -> String {
    let mut sources = SourceMap::default();
    let pack = small_pack(&mut sources);
    let ty = pack.facts.iter().find(|known| known.name == fact).unwrap().ty;
    match stated(fact, statement) {
        Ok(entry) if entry.contradictory => "contradictory".to_owned(),
        Ok(entry) => words::value(&pack, ty, &entry.known),
        Err(report) => format!("error: {}", report.trim_end()),
    }
}

#[test]
fn every_form_of_a_statement_says_what_is_known() {
    let lines = include_str!("../cases/assessment/statements.txt").lines();
    let statements = lines.filter_map(|line| line.split_once(" = "));
    let table = statements
        .map(|(fact, statement)| format!("{fact} = {statement}\n    {}\n", in_words(fact, statement)));
    insta::assert_snapshot!(table.collect::<String>());
}

#[test]
fn bounds_of_whole_things_are_closed_and_others_open() {
    let known = |fact, statement| stated(fact, statement).unwrap().known.known;
    let number = |n: i64| Number::from(n);
    let percent = |p: i64| number(p).percent().unwrap();
    let day = |text| Date::parse(text).unwrap();
    assert_eq!(
        known("suspects", "{ more_than = 5 }"),
        Known::Number(Range::from(Included(number(6)))),
        "more than 5 is at least 6"
    );
    assert_eq!(
        known("checked", "{ more_than = \"50%\" }"),
        Known::Number(Range::new(Excluded(Number::HALF), Included(Number::ONE)).unwrap())
    );
    assert_eq!(known("checked", "\"most\""), known("checked", "{ more_than = \"50%\" }"));
    assert_eq!(
        known("checked", "{ less_than = \"95%\" }"),
        Known::Number(Range::new(Included(Number::ZERO), Excluded(percent(95))).unwrap())
    );
    assert_eq!(
        known("reviewed_on", "{ more_than = 2026-02-28 }"),
        Known::Date(Range::from(Included(day("2026-03-01"))))
    );
    assert_eq!(
        known("longest_gap", "{ more_than = \"1 year\" }"),
        Known::Duration(Range::new(Excluded(Duration::Months(12)), Unbounded).unwrap())
    );
    assert_eq!(
        known("risk", "{ at_least = \"high\" }"),
        Known::Choice(Members::one(2).union(Members::one(3)))
    );
    assert!(stated("teams", "[\"ocsae\"]").unwrap().known.is_exact());
    assert_eq!(stated("ended_on", "{ recorded = false }").unwrap().known.absence, Absence::Surely);
    assert_eq!(stated("ended_on", "2026-05-01").unwrap().known.absence, Absence::Never);
    assert_eq!(known("in_use", "\"no\""), Known::YesNo(Truth::No));
}

const COMPLETE: &str = include_str!("../cases/assessment/complete.toml");

#[test]
fn a_complete_assessment_is_read_whole() {
    let mut sources = SourceMap::default();
    let pack = small_pack(&mut sources);
    let (assessment, diagnostics) = read(COMPLETE, &pack, &mut sources);
    assert_eq!(diagnostics, []);
    let assessment = assessment.unwrap();

    let claims = assessment.claims.iter().map(|claim| (claim.status.name(), sources.text(claim.span)));
    insta::assert_debug_snapshot!("claims", claims.collect::<Vec<_>>());

    let checked = pack.facts.find(|fact| fact.name == "checked").unwrap();
    let statements = &assessment.facts[checked].statements;
    insta::assert_debug_snapshot!(
        "statements",
        statements.iter().map(|s| (sources.text(s.span), &s.kind, &s.cites, &s.note)).collect::<Vec<_>>()
    );
    let longest_gap = pack.facts.find(|fact| fact.name == "longest_gap").unwrap();
    assert!(matches!(assessment.facts[longest_gap].statements[0].kind, StatementKind::Known(_)));

    let evidence = &assessment.evidence[0];
    let requirement = pack.requirements.find(|requirement| requirement.number.to_string() == "R1.1").unwrap();
    let expected =
        [Support::Requirement(requirement), Support::Clause(requirement, 0), Support::Fact(checked)];
    assert_eq!(evidence.supports, expected);
    assert_eq!(evidence.file.as_ref().unwrap().sha256, "ab".repeat(32));
    assert_eq!((assessment.departures[0].policy, assessment.actions.len()), (0, 1));
    let recorded = assessment.recorded.as_ref().unwrap().facts[longest_gap].as_ref().unwrap();
    assert_eq!(
        (words::value(&pack, pack.facts[longest_gap].ty, &recorded.value), recorded.rows),
        ("at least 40 days and at most 50 days".to_owned(), Some([40, 0, 2]))
    );
    assert_eq!(sources.text(assessment.place_of(&pack, checked)), sources.text(statements[0].span));
}

#[test]
fn every_mistake_is_reported_in_one_run() {
    insta::assert_snapshot!(reported(include_str!("../cases/assessment/mistakes.toml")));
}

#[test]
fn an_assessment_for_another_pack_version_or_format_is_not_judged_further() {
    let header = |changes: [(&str, &str); 1]| {
        let header = changes.iter().fold(HEADER.to_owned(), |text, (from, to)| text.replace(from, to));
        reported(&format!("{header}[facts.nonsense]\nx = 1\n"))
    };
    insta::assert_snapshot!("wrong_pack", header([("\"small\"", "\"large\"")]));
    insta::assert_snapshot!("wrong_version", header([("\"^1\"", "\">=2\"")]));
    insta::assert_snapshot!("wrong_format", header([("format = 1", "format = 2")]));
}

#[test]
fn mistakes_of_the_file_do_not_hide_those_against_the_pack() {
    insta::assert_snapshot!(reported(&format!(
        "{HEADER}[claims]\nR1 = complete\nR1.1 = \"complete\"\nR1.1 = \"complete\"\n[facts.bail]\nsuspects = many\nchekced = \"5%\"\n"
    )));
}

#[test]
fn only_an_assessment_of_a_published_response_may_lack_sign_off_and_owners() {
    let text = format!("{HEADER}[[action]]\nrequirement = \"R1.1\"\nwhat = \"check\"\n");
    insta::assert_snapshot!("published", reported(&text));
    insta::assert_snapshot!("unpublished", reported(&text.replace("published = true", "published = false")));
}

/// The page for users shows only what the program accepts.
#[test]
fn every_example_of_the_page_is_accepted() {
    let page = include_str!("../../docs/assessment.md").replace("hmicfrs_2026_04", "small");
    // Of another version a record would not be read.
    let page = page.replace("\"1.0.0\"", "\"1.2.0\"");
    let examples: Vec<&str> = page
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split_once("```"))
        .map(|(example, _)| example)
        .collect();
    assert!(examples.len() > 5);
    for example in examples {
        let has_header = example.contains("[assessment]");
        let text = if has_header { example.to_owned() } else { format!("{HEADER}{example}") };
        let mut sources = SourceMap::default();
        let pack = small_pack(&mut sources);
        let (assessment, diagnostics) = read(&text, &pack, &mut sources);
        assert!(assessment.is_some(), "{}", report(&text, &sources, diagnostics));
    }
}

/// Assessments that differ from a right one in a few places.
fn nearly_right() -> impl Strategy<Value = String> {
    let words = [
        "",
        "\"",
        "'",
        "[",
        "]",
        "{",
        "}",
        "=",
        ".",
        ",",
        "\n",
        "95",
        "\"x\"",
        "R1",
        "[facts.bail]",
        "é",
        "\u{0}",
        "-",
        "value",
    ];
    let edit = (0..COMPLETE.len(), 0..12_usize, prop::sample::select(words.to_vec()));
    prop::collection::vec(edit, 1..4).prop_map(|edits| {
        edits.into_iter().fold(COMPLETE.to_owned(), |mut text, (start, length, word)| {
            let start = start.min(text.len());
            let end = start.saturating_add(length).min(text.len());
            if text.is_char_boundary(start) && text.is_char_boundary(end) {
                text.replace_range(start..end, word);
            }
            text
        })
    })
}

#[test]
fn no_text_panics_and_every_place_is_in_its_file() {
    let mut sources = SourceMap::default();
    let pack = small_pack(&mut sources);
    proptest!(|(text in nearly_right())| {
        let mut sources = SourceMap::default();
        small_pack(&mut sources);
        let (assessment, diagnostics) = read(&text, &pack, &mut sources);
        prop_assert_eq!(assessment.is_some(), !diagnostics.iter().any(Diagnostic::is_error));
        // A record takes the place of the one that is there, and only that.
        let file = sources.add("assessment.toml", text.as_str());
        if let Some(recorded) = assessment::with_record(file, &text, "[measured]\npack = \"small\"\n") {
            let again = assessment::with_record(file, &recorded, "[measured]\npack = \"small\"\n");
            prop_assert_eq!(again.as_ref(), Some(&recorded));
            let before = text.split("measured").next().unwrap();
            let kept = before.rsplit_once('\n').map_or("", |(lines, _)| lines);
            prop_assert!(recorded.starts_with(kept), "{}\nbecame\n{}", text, recorded);
        }
        for label in diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels) {
            let file = sources.file(label.span.file);
            prop_assert!(file.text.get(label.span.range()).is_some(), "{:?}", label);
        }
    });
}
