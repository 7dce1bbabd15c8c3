//! What deserves a look in a check besides its gaps.

use super::places::place_of;
use super::{Check, recorded, records};
use crate::assessment::Rag;
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::evaluate::compute::MeasuredFrom;
use crate::evaluate::verdict::{RecommendationVerdict, RequirementVerdict};
use crate::pack::expr::ExprKind;
use crate::pack::rule::{Fact, Node};
use crate::pack::{Id, Truth, words};
use crate::tables::Origin;
use crate::vocabulary::{Level, Outcome};

/// Answers that hold only for lack of anything to ask, departures without effect, and colours that differ.
pub fn of(check: &Check<'_>) -> Vec<Diagnostic> {
    let mut warnings = elsewhere(check);
    warnings.extend(later_extracts(check));
    warnings.extend(recorded::warnings(check));
    for verdict in check.addressed() {
        warnings.extend(colour_differs(check, verdict));
        for requirement in &verdict.requirements {
            warnings.extend(vacuous(check, requirement));
            warnings.extend(not_applicable_for_nothing(check, requirement));
            warnings.extend(lapsed(check, requirement));
        }
    }
    warnings
}

/// Extracts drawn after the day of the check: they may hold what had not happened by then.
fn later_extracts(check: &Check<'_>) -> Vec<Diagnostic> {
    let as_of = check.evaluation.as_of;
    let extracts = records::given(check).filter_map(|(_, rows)| match &rows.origin {
        Origin::Extract(extract) | Origin::NotAtHand(extract) => Some(extract),
        Origin::Written(_) | Origin::NotGiven => None,
    });
    let later = extracts.filter_map(|extract| Some((extract, extract.dated.filter(|dated| *dated > as_of)?)));
    later
        .map(|(extract, dated)| {
            let message = format!("{} is dated {dated}, after the day of the check", quote(&extract.path));
            Diagnostic::warning(Code::LaterExtract, message)
                .label(extract.span, format!("the check is as of {as_of}"))
                .help("draw the extract for the day of the check, or check as of a later day")
        })
        .collect()
}

/// Claims, departures and actions about what is asked of another kind of body: they count for nothing.
fn elsewhere(check: &Check<'_>) -> Vec<Diagnostic> {
    let assessment = check.assessment;
    let claims = assessment.claims.iter().map(|claim| (claim.of, claim.span, "claim"));
    let departures = assessment.departures.iter();
    let departures =
        departures.map(|departure| (Node::Requirement(departure.requirement), departure.span, "departure"));
    let actions = assessment.actions.iter().map(|action| (action.of, action.span, "action"));
    let mut warnings = Vec::new();
    for (node, span, what) in claims.chain(departures).chain(actions) {
        let (id, recommendation) = (check.pack.node_id(node), check.pack.recommendation_of(node));
        if !check.pack.recommendations[recommendation].addresses(&assessment.kind) {
            let message =
                format!("this {what} counts for nothing: `{id}` is not asked of a `{}`", assessment.kind);
            warnings.push(Diagnostic::warning(Code::Elsewhere, message).label(span, "made here"));
        }
    }
    warnings
}

/// Facts whose statements contradict each other or the records.
pub fn discrepancies(check: &Check<'_>) -> Vec<Diagnostic> {
    check.evaluation.discrepancies.iter().map(|fact| contradictory(check, *fact)).collect()
}

/// Whether any clause of guidance does not hold, in a requirement that applies and counts.
pub fn ignores_guidance(check: &Check<'_>, counts: impl Fn(&RequirementVerdict) -> bool) -> bool {
    let ignored = |verdict: &RequirementVerdict| verdict.ignores_guidance(check.requirement(verdict));
    check.evaluation.requirements().any(|verdict| ignored(verdict) && counts(verdict))
}

fn contradictory(check: &Check<'_>, fact: Id<Fact>) -> Diagnostic {
    let name = check.pack.fact_name(fact);
    let entry = &check.assessment.facts[fact];
    let measure = &check.evaluation.values.measures[fact];
    let measured = measure.as_ref().filter(|measure| measure.contradicts_statement);
    let message = match measured {
        Some(_) => format!("what is stated of `{name}` is not what its records say, and the records count"),
        None if measure.is_some() => {
            format!("the statements of `{name}` contradict each other, so only its records count")
        }
        None => format!("the statements of `{name}` contradict each other, so it counts as not known"),
    };
    let mut diagnostic = Diagnostic::error(Code::Discrepancy, message);
    for statement in entry.statements.iter().filter(|statement| statement.is_evaluated()) {
        diagnostic = diagnostic.label(statement.span, "stated here");
    }
    let Some(measure) = measured else {
        return diagnostic
            .help("state what is true of all that is asked about, or correct the statement that is wrong");
    };
    let value = words::value(check.pack, check.pack.facts[fact].ty, &measure.value);
    let of_rows = measure.rows.as_ref().and_then(|rows| records::place(check, rows.table));
    let is_recorded = measure.from == MeasuredFrom::Record;
    let place = if is_recorded { Some(place_of(check, fact)) } else { of_rows };
    if let (Some(place), Some(measured)) = (place, records::measured(check, fact)) {
        diagnostic = diagnostic.label(place, format!("{value}, {measured}"));
    }
    diagnostic.help("correct the statement, or find out what the records lack")
}

fn vacuous<'v>(
    check: &'v Check<'_>,
    verdict: &'v RequirementVerdict,
) -> impl Iterator<Item = Diagnostic> + 'v {
    let requirement = check.requirement(verdict);
    let clauses = requirement.clauses.iter().zip(&verdict.clauses);
    let vacuous = clauses.filter(|(clause, answer)| {
        verdict.outcome != Outcome::NotApplicable
            && clause.level == Level::Must
            && answer.answer == Truth::Yes
            && answer.because.vacuous
    });
    vacuous.map(|(clause, _)| {
        let id = requirement.clause_id(clause);
        let message = format!("`{id}` holds only because there was nothing to ask it of");
        let nothing = match &clause.condition.kind {
            ExprKind::If { .. } => "the condition before `then` is no",
            _ => "there is no row to ask",
        };
        Diagnostic::warning(Code::Vacuous, message).label(clause.span, nothing)
    })
}

/// A requirement that is taken off the table by an extract without rows.
fn not_applicable_for_nothing(check: &Check<'_>, verdict: &RequirementVerdict) -> Option<Diagnostic> {
    let because = &verdict.applies_because;
    let requirement = check.requirement(verdict);
    let condition = requirement.applies_when.as_ref().filter(|_| verdict.applies == Truth::No)?;
    let message = format!("`{}` is not applicable only because its records have no rows", requirement.number);
    because.vacuous.then(|| {
        Diagnostic::warning(Code::Vacuous, message)
            .label(condition.span, "there is no row to ask")
            .help("make sure that there is nothing to record, and not an extract that came out empty")
    })
}

fn lapsed(check: &Check<'_>, verdict: &RequirementVerdict) -> Option<Diagnostic> {
    let place = verdict.departure.filter(|departure| departure.lapsed)?.departure;
    let departure = check.assessment.departures.get(place)?;
    let number = check.requirement(verdict).number;
    let message =
        format!("the departure from `{number}` has no effect: its review was due by {}", departure.review_by);
    let help = "review it and record the new date, or work to the requirement";
    Some(Diagnostic::warning(Code::DepartureLapsed, message).label(departure.span, "lapsed").help(help))
}

fn colour_differs(check: &Check<'_>, verdict: &RecommendationVerdict) -> Option<Diagnostic> {
    let claim = check.assessment.claims.get(verdict.claim.claim?)?;
    let declared: Rag = claim.rag.filter(|declared| *declared != verdict.rag)?;
    let number = check.recommendation(verdict).number;
    let message = format!("`{number}` is declared {}, and comes out {}", declared.name(), verdict.rag.name());
    Some(Diagnostic::warning(Code::ColourDiffers, message).label(claim.span, "declared here"))
}
