//! The steps of a proof, and what is known of facts, in the JSON of explanations.

use serde::Serialize;

use crate::assessment::{Cite, Statement, StatementKind};
use crate::evaluate::parts::Bearing;
use crate::evaluate::proof::{Basis, Meaning, Proof};
use crate::evaluate::tally::Tally;
use crate::pack::rule::Fact;
use crate::pack::{Id, Truth, words};
use crate::report::Check;
use crate::report::explain::phrases::{first_keys, rule_text, standing};
use crate::report::finding::{is_known_in_part, undefined_in_words};
use crate::report::json::parts::{Place, place};
use crate::report::json::records::{Rows, rows};

/// One step.
#[derive(Serialize)]
pub struct Step {
    role: &'static str,
    bearing: &'static str,
    text: String,
    rule: Place,
    answer: Option<&'static str>,
    known: Option<String>,
    asked: Option<String>,
    undefined: Option<&'static str>,
    vacuous: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    fact: Option<FactKnown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    define: Option<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<Asked>,
    parts: Vec<Step>,
    /// Whether it goes on where this proof does not follow it.
    cut: bool,
}

/// A definition.
#[derive(Serialize)]
struct Named {
    name: String,
    readings: Vec<String>,
    rule: Place,
}

/// The rows behind a quantifier.
#[derive(Serialize)]
struct Asked {
    #[serde(flatten)]
    counts: Rows,
    complete: bool,
    filter: Option<Tallied>,
    body: Option<Tallied>,
}

/// What rows answer to a condition.
#[derive(Serialize)]
struct Tallied {
    text: String,
    yes: usize,
    no: usize,
    unknown: usize,
    parts: Vec<Tallied>,
}

/// What is known of a fact, and who says so.
#[derive(Serialize)]
pub struct FactKnown {
    name: String,
    known: Option<String>,
    statements: Vec<StatementResult>,
    measured: Option<Measured>,
    contradictory: bool,
}

#[derive(Serialize)]
struct Measured {
    value: String,
    from: &'static str,
    #[serde(flatten)]
    rows: Rows,
    contradicts_statement: bool,
}

#[derive(Serialize)]
struct StatementResult {
    kind: &'static str,
    words: String,
    place: Place,
    cites: Vec<CiteResult>,
    note: Option<String>,
}

#[derive(Serialize)]
struct CiteResult {
    source: String,
    at: String,
}

/// The word of an answer.
pub fn answer(answer: Truth) -> &'static str {
    match answer {
        Truth::Yes => "yes",
        Truth::No => "no",
        Truth::Unknown => "unknown",
    }
}

/// A proof.
pub fn step(check: &Check<'_>, proof: &Proof<'_>) -> Step {
    let standing = standing(check.sources, check.pack, proof);
    let value = || words::value(check.pack, proof.expr.ty, &proof.value);
    let (known, asked) = match standing {
        Some(standing) => (Some(standing.known), Some(standing.asked)),
        // An answer says it all, and of what was not asked nothing is said.
        None => ((proof.answer.is_none() && proof.bearing != Bearing::NotAsked).then(value), None),
    };
    let (parts, cut) = parts(check, &proof.basis);
    Step {
        role: proof.role.name(),
        bearing: proof.bearing.name(),
        text: rule_text(check.sources, proof.expr.span),
        rule: place(check.sources, proof.expr.span),
        answer: proof.answer.map(answer),
        known,
        asked,
        undefined: proof.undefined.map(undefined_in_words),
        vacuous: proof.vacuous,
        fact: match proof.basis {
            Basis::Fact(id, _) => Some(fact(check, id)),
            _ => None,
        },
        define: named(check, &proof.basis),
        rows: match &proof.basis {
            Basis::Rows(asked) => Some(Asked {
                counts: rows(check, Some(&first_keys(&asked.counts))),
                complete: asked.complete,
                filter: asked.filter.as_ref().map(|tally| tallied(check, tally)),
                body: asked.body.as_ref().map(|tally| tallied(check, tally)),
            }),
            _ => None,
        },
        parts,
        cut,
    }
}

/// The steps below one, and whether they go on where the proof does not follow them.
fn parts(check: &Check<'_>, basis: &Basis<'_>) -> (Vec<Step>, bool) {
    match basis {
        Basis::Parts(parts) | Basis::Window(parts, _) => {
            (parts.iter().map(|part| step(check, part)).collect(), false)
        }
        Basis::Define(_, meaning) | Basis::Fact(_, Some(meaning)) => match meaning {
            Meaning::Told(proof) => (vec![step(check, proof)], false),
            Meaning::ToldBefore => (Vec::new(), true),
        },
        Basis::TooDeep => (Vec::new(), true),
        Basis::Itself | Basis::Untold | Basis::Fact(_, None) | Basis::Rows(_) => (Vec::new(), false),
    }
}

fn named(check: &Check<'_>, basis: &Basis<'_>) -> Option<Named> {
    let Basis::Define(id, _) = basis else { return None };
    let define = &check.pack.defines[*id];
    Some(Named {
        name: define.name.clone(),
        readings: define.remarks.readings.clone(),
        rule: place(check.sources, define.span),
    })
}

fn tallied(check: &Check<'_>, tally: &Tally<'_>) -> Tallied {
    Tallied {
        text: rule_text(check.sources, tally.expr.span),
        yes: tally.yes,
        no: tally.no,
        unknown: tally.unknown,
        parts: tally.parts.iter().map(|part| tallied(check, part)).collect(),
    }
}

/// What is known of a fact.
pub fn fact(check: &Check<'_>, id: Id<Fact>) -> FactKnown {
    let entry = &check.assessment.facts[id];
    let ty = check.pack.facts[id].ty;
    let measure = check.evaluation.values.measures[id].as_ref();
    FactKnown {
        name: check.pack.fact_name(id),
        known: is_known_in_part(check, id)
            .then(|| words::value(check.pack, ty, &check.evaluation.values.facts[id])),
        statements: entry.statements.iter().map(|statement| of_statement(check, id, statement)).collect(),
        measured: measure.map(|measure| Measured {
            value: words::value(check.pack, ty, &measure.value),
            from: measure.from.name(),
            rows: rows(check, measure.rows.as_ref().map(first_keys).as_ref()),
            contradicts_statement: measure.contradicts_statement,
        }),
        contradictory: entry.contradictory,
    }
}

fn of_statement(check: &Check<'_>, id: Id<Fact>, statement: &Statement) -> StatementResult {
    let (kind, words) = match &statement.kind {
        StatementKind::Known(value) => ("stated", words::value(check.pack, check.pack.facts[id].ty, value)),
        StatementKind::Planned(words) => ("planned", words.clone()),
        StatementKind::Said(words) => ("said", words.clone()),
    };
    let cite = |cite: &Cite| CiteResult { source: cite.source.clone(), at: cite.at.clone() };
    StatementResult {
        kind,
        words,
        place: place(check.sources, statement.span),
        cites: statement.cites.iter().map(cite).collect(),
        note: statement.note.clone(),
    }
}
