//! What comes out of facts: tables of cases for conditions, outcomes, assurance and claims.

#![expect(clippy::unwrap_used, reason = "a test may fail where its own rules are wrong")]

use crate::support::{judge, pack};
use tipstaff::evaluate::verdict::{ClaimCheck, Gap};
use tipstaff::pack::Truth::{self, No, Unknown, Yes};
use tipstaff::vocabulary::{Assurance, Outcome};

const FACTS: &str = "
choice level { low < medium < high }
choice kind { red, green, blue }
choice evidence_kind { policy, audit }
define threshold: percent = 95%
facts f {
  a: yesno  b: yesno  c: yesno
  done: count  due: count
  share: percent
  length: duration
  on: date
  gone: optional date
  level: level
  kinds: set of kind
}
";

/// The answer of a condition on these facts.
fn answer(condition: &str, facts: &str) -> Truth {
    let rules = format!(
        "{FACTS}\nrecommendation R1 \"t\" {{ to force due 2026-10-31 requirement R1.1 \"t\" {{ must it: {condition} }} }}"
    );
    let evaluation = judge(&pack(&rules), &format!("[facts.f]\n{facts}"));
    evaluation.requirements().next().unwrap().clauses.first().unwrap().answer
}

#[test]
fn conditions_on_partial_knowledge() {
    for (condition, facts, expected) in [
        ("f.a and f.b", "a = true", Unknown),
        ("f.a and f.b", "a = false", No),
        ("f.a or f.b", "a = true", Yes),
        ("if f.a then f.b", "a = false", Yes),
        ("if f.a then f.b", "b = true", Yes),
        ("if f.a then f.b", "a = true", Unknown),
        ("if f.a then f.b else f.c", "b = true\nc = true", Yes),
        ("if f.a then f.b else f.c", "b = true\nc = false", Unknown),
        ("at least 2 of [f.a, f.b, f.c]", "a = true\nb = true", Yes),
        ("at least 2 of [f.a, f.b, f.c]", "a = false\nb = false", No),
        ("at least 2 of [f.a, f.b, f.c]", "a = true\nb = false", Unknown),
        ("all of [f.a, f.b]", "a = true\nb = true", Yes),
        ("any of [f.a, f.b]", "a = false\nb = false", No),
        // Operands are independent, also where they are the same.
        ("f.done <= f.done", "done = { at_most = 5 }", Unknown),
    ] {
        assert_eq!(answer(condition, facts), expected, "{condition} where {facts}");
    }
}

#[test]
fn figures_on_partial_knowledge() {
    for (condition, facts, expected) in [
        ("f.done / f.due >= threshold", "done = 19\ndue = 20", Yes),
        ("f.done / f.due >= threshold", "done = 18\ndue = 20", No),
        ("f.done / f.due >= threshold", "done = 0\ndue = 0", Unknown),
        ("f.done / f.due >= 95%", "done = 19\ndue = { at_most = 20 }", Unknown),
        ("f.done / f.due >= 95%", "done = 19\ndue = { between = [1, 20] }", Yes),
        ("f.done <= 15", "done = { at_most = 10 }", Yes),
        ("f.done <= 8", "done = { at_most = 10 }", Unknown),
        ("f.done > 5", "done = { more_than = 5 }", Yes),
        ("f.done >= 6", "done = { more_than = 5 }", Yes),
        ("f.share > 50%", "share = \"most\"", Yes),
        ("f.share is 100%", "share = \"all\"", Yes),
        ("f.share is 100%", "share = \"most\"", Unknown),
        ("f.share >= 95%", "share = [ { at_least = \"90%\" }, { at_least = \"96%\" } ]", Yes),
        ("f.share >= 95%", "share = { planned = 2026-12-01 }", Unknown),
        ("f.share >= 95%", "share = { said = \"nearly all\" }", Unknown),
        ("f.share >= 0%", "", Yes),
        ("f.length <= 3 months", "length = \"88 days\"", Yes),
        ("f.length <= 3 months", "length = \"90 days\"", Unknown),
        ("f.length <= 3 months", "length = \"93 days\"", No),
        ("f.length <= 1 year", "length = \"12 months\"", Yes),
        ("f.level >= medium", "level = { at_least = \"medium\" }", Yes),
        ("f.level in [low, medium]", "level = { one_of = [\"low\", \"medium\"] }", Yes),
        ("f.kinds covers [red]", "kinds = { includes = [\"red\"] }", Yes),
        ("f.kinds covers [red, green]", "kinds = { includes = [\"red\"], excludes = [\"green\"] }", No),
        ("f.kinds covers [red, green]", "kinds = { includes = [\"red\"] }", Unknown),
    ] {
        assert_eq!(answer(condition, facts), expected, "{condition} where {facts}");
    }
}

#[test]
fn dates_on_partial_knowledge() {
    for (condition, facts, expected) in [
        ("f.on <= due", "on = 2026-10-31", Yes),
        ("f.on <= due", "on = 2026-11-01", No),
        ("f.on within 3 months", "on = 2026-03-10", Yes),
        ("f.on within 3 months", "on = 2026-03-09", No),
        ("f.on within 3 months", "on = 2026-06-11", No),
        ("f.on within 1 month of 2026-01-31", "on = 2026-02-28", Yes),
        ("f.on within 1 month of 2026-01-31", "on = 2026-03-01", No),
        ("f.on + 1 year >= 2025-02-28", "on = 2024-02-29", Yes),
        ("as_of - f.on <= 15 days", "on = 2026-05-26", Yes),
        ("f.gone is absent", "gone = { recorded = false }", Yes),
        ("f.gone is recorded", "gone = { at_most = 2026-01-01 }", Yes),
        ("f.gone is recorded", "", Unknown),
        ("f.gone <= as_of", "gone = { recorded = false }", Unknown),
    ] {
        assert_eq!(answer(condition, facts), expected, "{condition} where {facts}");
    }
}

const REQUIREMENTS: &str = "
recommendation R1 \"t\" {
  to force
  due 2026-10-31
  requirement R1.1 \"t\" {
    applies when f.a
    must it: f.b
    should also: f.c
    evidence policy within 1 year
    evidence audit
    departure allowed
  }
}
";

const BOTH: &str = "
[[evidence]]
id = \"policy\"
kind = \"policy\"
title = \"t\"
dated = 2026-01-01
supports = [\"R1.1\"]
[[evidence]]
id = \"audit\"
kind = \"audit\"
title = \"t\"
supports = [\"f.b\"]
";

#[test]
fn outcomes_gaps_and_assurance_of_a_requirement() {
    let pack = pack(&format!("{FACTS}{REQUIREMENTS}"));
    let one = BOTH.split("[[evidence]]\nid = \"audit\"").next().unwrap().to_owned();
    let old = BOTH.replace("2026-01-01", "2025-01-01");
    let departure = |review_by: &str| {
        format!(
            "{BOTH}[[departure]]\nrequirement = \"R1.1\"\nreason = \"r\"\nmitigation = \"m\"\npolicy = \"policy\"\n\
             approved_by = \"chief officer\"\nreview_by = {review_by}\n"
        )
    };
    for (facts, rest, outcome, assurance, gap) in [
        ("a = true\nb = true", String::new(), Outcome::Met, Assurance::Stated, None),
        ("a = true\nb = true\nc = false", BOTH.to_owned(), Outcome::Met, Assurance::Evidenced, None),
        ("a = true\nb = true", one, Outcome::Met, Assurance::Stated, None),
        ("a = true\nb = true", old, Outcome::Met, Assurance::Stated, None),
        ("a = true\nb = false", BOTH.to_owned(), Outcome::NotMet, Assurance::Evidenced, Some(Gap::NotMet)),
        ("a = true", String::new(), Outcome::NotShown, Assurance::Stated, Some(Gap::NotShown)),
        ("b = true", String::new(), Outcome::Met, Assurance::Stated, None),
        ("b = false", String::new(), Outcome::NotShown, Assurance::Stated, Some(Gap::NotShown)),
        ("a = false", String::new(), Outcome::NotApplicable, Assurance::Stated, None),
        ("a = true\nb = false", departure("2026-06-10"), Outcome::Departure, Assurance::Evidenced, None),
        (
            "a = true\nb = false",
            departure("2026-06-09"),
            Outcome::NotMet,
            Assurance::Evidenced,
            Some(Gap::NotMet),
        ),
    ] {
        let evaluation = judge(&pack, &format!("[facts.f]\n{facts}\n{rest}"));
        let verdict = evaluation.requirements().next().unwrap();
        assert_eq!(
            (verdict.outcome, verdict.assurance, verdict.gap),
            (outcome, assurance, gap),
            "{facts}\n{rest}"
        );
    }
}

#[test]
fn a_claim_of_the_whole_stands_for_its_parts_only_where_it_says_done() {
    let pack = pack(&format!("{FACTS}{REQUIREMENTS}"));
    for (claims, whole, part) in [
        ("R1 = \"complete\"", ClaimCheck::Overclaimed, ClaimCheck::Overclaimed),
        ("R1 = \"being_progressed\"", ClaimCheck::Agrees, ClaimCheck::Unclaimed),
        ("R1 = \"complete\"\n\"R1.1\" = \"being_progressed\"", ClaimCheck::Overclaimed, ClaimCheck::Agrees),
        ("", ClaimCheck::Unclaimed, ClaimCheck::Unclaimed),
    ] {
        let evaluation = judge(&pack, &format!("[claims]\n{claims}\n[facts.f]\na = true"));
        let verdict = evaluation.recommendations.first().unwrap();
        let of_part = verdict.requirements.first().unwrap().claim.check;
        assert_eq!((verdict.claim.check, of_part), (whole, part), "{claims}");
    }
}

#[test]
fn a_contradiction_is_a_discrepancy_and_settles_nothing() {
    let pack = pack(&format!("{FACTS}{REQUIREMENTS}"));
    let evaluation = judge(&pack, "[facts.f]\na = true\nb = [ { value = true }, { value = false } ]\n");
    assert_eq!(evaluation.discrepancies.len(), 1);
    assert_eq!(evaluation.requirements().next().unwrap().outcome, Outcome::NotShown);
}
