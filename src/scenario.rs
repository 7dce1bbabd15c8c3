//! Rule tests: what a scenario gives is evaluated, and held against what it expects.

use crate::assessment::{Assessment, Departure, FactEntry};
use crate::evaluate::expr::Context;
use crate::evaluate::outcome::{Question, evaluate};
use crate::evaluate::verdict::{Evaluation, RequirementVerdict};
use crate::pack::rule::{Fact, Node, Pack, Requirement};
use crate::pack::scenario::{self, Expectation, Scenario};
use crate::pack::{Id, Partial, Slots, Truth};
use crate::source::Span;
use crate::tables::mistake::Mistake;
use crate::tables::{self, Assembled, Cell, Given, GivenRow, GivenRows, Origin, Place, Records};
use crate::vocabulary::{Assurance, Outcome};

/// A scenario that was run.
pub struct Run<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// What it gives, as an assessment.
    pub assessment: Assessment,
    /// What came out.
    pub evaluation: Evaluation,
    /// What came out otherwise than expected.
    pub failures: Vec<Failure>,
}

/// Something that came out otherwise than a scenario expects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The outcome of a recommendation or requirement.
    Outcome {
        /// Of which.
        of: Node,
        /// What is expected.
        expected: Outcome,
        /// What came out; nothing where it is not addressed to the scenario's body.
        found: Option<Outcome>,
        /// The `expect` line.
        at: Span,
    },
    /// The answer of a clause.
    Clause {
        /// Its requirement.
        requirement: Id<Requirement>,
        /// Its place in the requirement.
        clause: usize,
        /// What is expected.
        expected: Outcome,
        /// What came out; nothing where it is not addressed to the scenario's body.
        found: Option<Outcome>,
        /// The `expect` line.
        at: Span,
    },
    /// A condition that is not yes.
    Condition {
        /// No or unknown.
        found: Truth,
        /// The condition.
        at: Span,
    },
    /// What is given of one fact contradicts itself.
    Contradiction {
        /// The fact.
        fact: Id<Fact>,
        /// The `given` line that does not fit those before it.
        at: Span,
    },
    /// The rows that are given cannot be.
    Records {
        /// What is wrong with them.
        mistake: Mistake,
    },
}

/// Runs a scenario.
pub fn run<'a>(pack: &'a Pack, scenario: &'a Scenario) -> Run<'a> {
    let mut failures = Vec::new();
    let records = records(pack, scenario, &mut failures);
    let assessment = assessment(pack, scenario, records, &mut failures);
    let evaluation =
        evaluate(pack, &assessment, Question { as_of: scenario.as_of, assurance: Assurance::Stated });
    // What rests on rows that cannot be would only be wrong as well.
    if failures.is_empty() {
        failures.extend(
            scenario
                .expect
                .iter()
                .filter_map(|expectation| failure(pack, &assessment, &evaluation, expectation)),
        );
    }
    Run { scenario, assessment, evaluation, failures }
}

/// The rows that a scenario gives.
fn records(pack: &Pack, scenario: &Scenario, failures: &mut Vec<Failure>) -> Records {
    let mut given = Slots::new(&pack.tables, |_| None);
    for table in &scenario.tables {
        let row = |row: &scenario::GivenRow| {
            let known = row.cells.iter().map(|(column, known, _)| (*column, Cell::Known(known.clone())));
            let references = row.references.iter();
            let references = references.map(|(column, key, _)| (*column, Cell::Reference(key.clone())));
            GivenRow { cells: known.chain(references).collect(), place: Place::Written(row.span) }
        };
        let origin = Origin::Written(table.span);
        let rows = table.rows.iter().map(row).collect();
        given[table.table] = Some(GivenRows { origin, complete: true, rows: Given::Rows(rows) });
    }
    let Assembled { records, mistakes, .. } = tables::assemble(pack, given);
    failures.extend(mistakes.into_iter().map(|mistake| Failure::Records { mistake }));
    records
}

/// What a scenario gives, as a body would state it.
fn assessment(pack: &Pack, scenario: &Scenario, records: Records, failures: &mut Vec<Failure>) -> Assessment {
    let mut facts = Slots::new(&pack.facts, |fact| {
        let ty = pack.facts[fact].ty;
        FactEntry {
            statements: Vec::new(),
            known: Partial::unknown(ty, pack.members(ty.base)),
            contradictory: false,
        }
    });
    for (fact, given, at) in &scenario.facts {
        match facts[*fact].known.intersect(given) {
            Some(known) => facts[*fact].known = known,
            None => failures.push(Failure::Contradiction { fact: *fact, at: *at }),
        }
    }
    let departure = |(requirement, span): &(Id<Requirement>, Span)| Departure {
        requirement: *requirement,
        reason: String::new(),
        mitigation: String::new(),
        policy: 0,
        approved_by: String::new(),
        review_by: scenario.as_of,
        span: *span,
    };
    Assessment {
        file: scenario.span.file,
        digest: String::new(),
        body: scenario.title.clone(),
        kind: scenario.body.clone(),
        as_of: scenario.as_of,
        published: true,
        source: None,
        prepared_by: None,
        signed_off: None,
        header: scenario.span,
        facts,
        records: records.into(),
        recorded: None,
        heard_cells: Vec::new(),
        groups: Slots::new(&pack.groups, |_| None),
        claims: Vec::new(),
        evidence: Vec::new(),
        departures: scenario.departures.iter().map(departure).collect(),
        actions: Vec::new(),
    }
}

fn failure(
    pack: &Pack,
    assessment: &Assessment,
    evaluation: &Evaluation,
    expectation: &Expectation,
) -> Option<Failure> {
    match *expectation {
        Expectation::Outcome { of, outcome: expected, span: at } => {
            let found = outcome(evaluation, of);
            (found != Some(expected)).then_some(Failure::Outcome { of, expected, found, at })
        }
        Expectation::Clause { requirement, clause, outcome: expected, span: at } => {
            let verdict = verdict(evaluation, requirement).and_then(|verdict| verdict.clauses.get(clause));
            let found = verdict.map(|verdict| verdict.outcome());
            (found != Some(expected)).then_some(Failure::Clause { requirement, clause, expected, found, at })
        }
        Expectation::Condition(ref condition) => {
            let context = Context::new(pack, &assessment.records, &evaluation.values, assessment.as_of);
            let found = context.truth(condition);
            (found != Truth::Yes).then_some(Failure::Condition { found, at: condition.span })
        }
    }
}

/// The verdict on a requirement; nothing where it is not addressed to the scenario's body.
pub fn verdict(evaluation: &Evaluation, requirement: Id<Requirement>) -> Option<&RequirementVerdict> {
    evaluation.requirements().find(|verdict| verdict.requirement == requirement)
}

fn outcome(evaluation: &Evaluation, of: Node) -> Option<Outcome> {
    match of {
        Node::Requirement(requirement) => verdict(evaluation, requirement).map(|verdict| verdict.outcome),
        Node::Recommendation(recommendation) => {
            let mut verdicts = evaluation.recommendations.iter();
            verdicts.find(|verdict| verdict.recommendation == recommendation)?.outcome
        }
    }
}
