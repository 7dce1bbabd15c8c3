//! Answers folded to outcomes: clauses to requirements to recommendations.

use super::compute::{Basis, Values, compute};
use super::expr::Context;
use super::plan::Plans;
use super::sweep::Swept;
use super::verdict::{
    ClaimVerdict, ClauseVerdict, DepartureVerdict, Evaluation, Gap, RecommendationVerdict,
    RequirementVerdict, Why,
};
use super::{assurance, claim, finding, reasons, truth};
use crate::assessment::{Assessment, ClaimStatus, Rag};
use crate::pack::rule::{Clause, Computed, Fact, Node, Pack, Recommendation, Requirement};
use crate::pack::{Date, Id, Truth};
use crate::vocabulary::{Assurance, Level, Outcome};

/// What a check asks for beyond the pack and the assessment.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// The day of the check.
    pub as_of: Date,
    /// The assurance that a met requirement needs.
    pub assurance: Assurance,
}

/// Evaluates an assessment against its pack.
pub fn evaluate(pack: &Pack, assessment: &Assessment, question: Question) -> Evaluation {
    evaluate_swept(pack, assessment, question, Swept::nothing(pack, assessment))
}

/// The same behind a sweep of the extracts that were not kept.
pub fn evaluate_swept(pack: &Pack, assessment: &Assessment, question: Question, swept: Swept) -> Evaluation {
    let Swept { mut values, plans, later } = swept;
    for computed in later {
        let records = &assessment.records;
        let basis = Basis { pack, assessment, records, as_of: question.as_of, plans: Some(&plans) };
        // The columns of tables that were swept are computed.
        let is_swept =
            matches!(computed, Computed::Column(column) if records.is_swept(pack.columns[column].table));
        if !is_swept {
            values.recompute(basis, computed);
        }
    }
    evaluate_by(pack, assessment, question, values, Some(plans))
}

/// The same with every row asked on its own: what the language says, without a thought for how long it takes. What
/// [`evaluate`] gives is held against it.
pub fn evaluate_row_by_row(pack: &Pack, assessment: &Assessment, question: Question) -> Evaluation {
    let values = compute(pack, assessment, question.as_of, None);
    evaluate_by(pack, assessment, question, values, None)
}

fn evaluate_by(
    pack: &Pack,
    assessment: &Assessment,
    question: Question,
    values: Values,
    plans: Option<Plans>,
) -> Evaluation {
    let recommendations = pack.recommendations.entries().map(|(id, recommendation)| {
        let due = recommendation.due.map(|(date, _)| date);
        let plain = Context::new(pack, &assessment.records, &values, question.as_of);
        let context = Context { due, plans: plans.as_ref(), ..plain };
        judge_recommendation(&context, assessment, question, id, recommendation)
    });
    let recommendations = recommendations.collect();
    let contradicts_records =
        |fact| values.measures[fact].as_ref().is_some_and(|measure| measure.contradicts_statement);
    let is_discrepant = |fact: &Id<Fact>| assessment.facts[*fact].contradictory || contradicts_records(*fact);
    Evaluation {
        recommendations,
        discrepancies: pack.facts.ids().filter(is_discrepant).collect(),
        as_of: question.as_of,
        asked: question.assurance,
        values,
        plans,
    }
}

fn judge_recommendation<'a>(
    context: &Context<'a>,
    assessment: &Assessment,
    question: Question,
    id: Id<Recommendation>,
    recommendation: &'a Recommendation,
) -> RecommendationVerdict {
    let timing = context.due.map(|due| claim::timing(due, question.as_of));
    let own_claim = claim_place(assessment, Node::Recommendation(id));
    let status = status_of(assessment, own_claim);
    if !recommendation.addresses(&assessment.kind) {
        return RecommendationVerdict {
            recommendation: id,
            outcome: None,
            has_gap: false,
            assurance: None,
            rag: Rag::White,
            timing,
            claim: ClaimVerdict { claim: None, check: claim::check(None, false, false) },
            requirements: Vec::new(),
        };
    }
    // A claim of the whole stands for its parts only where it says that nothing is left to do.
    let inherited = own_claim.filter(|_| status.is_some_and(ClaimStatus::is_done));
    let requirements: Vec<RequirementVerdict> = context
        .pack
        .requirements_of(id)
        .map(|(id, requirement)| {
            judge_requirement(context, assessment, question, (id, requirement), inherited)
        })
        .collect();

    let outcome = fold(requirements.iter().map(|verdict| verdict.outcome));
    let has_gap = requirements.iter().any(|verdict| verdict.gap.is_some());
    let applies = requirements.iter().any(|verdict| verdict.outcome != Outcome::NotApplicable);
    let met = requirements.iter().filter(|verdict| verdict.outcome == Outcome::Met);
    RecommendationVerdict {
        recommendation: id,
        outcome: Some(outcome),
        has_gap,
        assurance: met.map(|verdict| verdict.assurance).min().filter(|_| outcome == Outcome::Met),
        rag: claim::rag(has_gap, timing, status),
        timing,
        claim: ClaimVerdict { claim: own_claim, check: claim::check(status, has_gap, applies) },
        requirements,
    }
}

/// The verdict on one requirement. `inherited` is the claim of its recommendation, where that stands for its parts.
pub(super) fn judge_requirement<'a>(
    context: &Context<'a>,
    assessment: &Assessment,
    question: Question,
    (id, requirement): (Id<Requirement>, &'a Requirement),
    inherited: Option<usize>,
) -> RequirementVerdict {
    let applies = requirement.applies_when.as_ref().map_or(Truth::Yes, |condition| context.truth(condition));
    let clauses = judge_clauses(context, requirement);
    let musts = requirement.clauses.iter().zip(&clauses).filter(|(clause, _)| clause.level == Level::Must);
    let departure = departure_of(assessment, id, question.as_of);
    let in_force = departure.is_some_and(|departure| !departure.lapsed);
    let outcome = outcome(applies, truth::all(musts.map(|(_, verdict)| verdict.answer)), in_force);

    let applies_because = requirement
        .applies_when
        .as_ref()
        .map_or_else(Why::default, |condition| reasons::why(context, condition, applies));
    let evidence = assurance::evidence(context.pack, assessment, id, question.as_of);
    let deciding = requirement.clauses.iter().zip(&clauses);
    let deciding =
        deciding.filter(|(clause, _)| clause.level == Level::Must).map(|(_, verdict)| &verdict.because);
    let assurance = assurance::of(context, deciding.chain([&applies_because]), &evidence);
    let gap = gap(outcome, assurance, question.assurance);
    let claim = claim_place(assessment, Node::Requirement(id)).or(inherited);
    let check = claim::check(status_of(assessment, claim), gap.is_some(), outcome != Outcome::NotApplicable);
    RequirementVerdict {
        requirement: id,
        applies,
        applies_because,
        outcome,
        assurance,
        gap,
        claim: ClaimVerdict { claim, check },
        departure,
        clauses,
        evidence,
    }
}

fn judge_clauses<'a>(context: &Context<'a>, requirement: &'a Requirement) -> Vec<ClauseVerdict> {
    let judge = |(place, clause): (usize, &'a Clause)| {
        let answer = context.truth(&clause.condition);
        let because = reasons::why(context, &clause.condition, answer);
        let findings = match (&clause.finding, answer) {
            (Some(template), Truth::No) => finding::findings(context, template, because.rows.as_ref()),
            _ => Vec::new(),
        };
        ClauseVerdict { clause: place, answer, because, findings }
    };
    requirement.clauses.iter().enumerate().map(judge).collect()
}

/// The outcome of a requirement: whether it applies, what its `must` clauses say together, and whether a departure
/// is in force. Where it is not known whether it applies, it is met where it is met either way.
fn outcome(applies: Truth, musts: Truth, departure_in_force: bool) -> Outcome {
    let by_rule = match (applies, musts) {
        (Truth::No, _) => Outcome::NotApplicable,
        (_, Truth::Yes) => Outcome::Met,
        (Truth::Yes, Truth::No) => Outcome::NotMet,
        (_, Truth::Unknown) | (Truth::Unknown, Truth::No) => Outcome::NotShown,
    };
    match by_rule {
        Outcome::NotMet | Outcome::NotShown if departure_in_force => Outcome::Departure,
        outcome => outcome,
    }
}

/// The first outcome, in the order of [`Outcome::ALL`], that occurs among those of the requirements.
fn fold(outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    // The resolver refuses a recommendation without requirements; of nothing, nothing is shown.
    outcomes.min().unwrap_or(Outcome::NotShown)
}

fn gap(outcome: Outcome, assurance: Assurance, asked: Assurance) -> Option<Gap> {
    match outcome {
        Outcome::NotMet => Some(Gap::NotMet),
        Outcome::NotShown => Some(Gap::NotShown),
        Outcome::Met if assurance < asked => Some(Gap::NotEvidenced),
        Outcome::Met | Outcome::Departure | Outcome::NotApplicable => None,
    }
}

fn departure_of(
    assessment: &Assessment,
    requirement: Id<Requirement>,
    as_of: Date,
) -> Option<DepartureVerdict> {
    let place = assessment.departures.iter().position(|departure| departure.requirement == requirement)?;
    let lapsed = assessment.departures.get(place).is_some_and(|departure| departure.review_by < as_of);
    Some(DepartureVerdict { departure: place, lapsed })
}

fn claim_place(assessment: &Assessment, node: Node) -> Option<usize> {
    assessment.claims.iter().position(|claim| claim.of == node)
}

fn status_of(assessment: &Assessment, claim: Option<usize>) -> Option<ClaimStatus> {
    claim.and_then(|place| assessment.claims.get(place)).map(|claim| claim.status)
}

#[cfg(test)]
mod tests {
    use super::{Gap, fold, gap, outcome};
    use crate::pack::Truth::{No, Unknown, Yes};
    use crate::vocabulary::{Assurance, Outcome};

    #[test]
    fn a_requirement_is_met_only_where_it_is_known_to_be() {
        for (applies, musts, departure, expected) in [
            (Yes, Yes, false, Outcome::Met),
            (Yes, No, false, Outcome::NotMet),
            (Yes, Unknown, false, Outcome::NotShown),
            (Unknown, Yes, false, Outcome::Met),
            (Unknown, No, false, Outcome::NotShown),
            (No, No, false, Outcome::NotApplicable),
            (No, No, true, Outcome::NotApplicable),
            (Yes, No, true, Outcome::Departure),
            (Yes, Unknown, true, Outcome::Departure),
            (Yes, Yes, true, Outcome::Met),
        ] {
            assert_eq!(outcome(applies, musts, departure), expected, "{applies:?} {musts:?} {departure}");
        }
    }

    #[test]
    fn a_recommendation_takes_the_worst_of_its_requirements() {
        use Outcome::{Departure, Met, NotApplicable, NotMet, NotShown};
        for (outcomes, expected) in [
            (vec![Met, NotShown, NotMet], NotMet),
            (vec![Departure, NotShown], NotShown),
            (vec![Met, Departure], Departure),
            (vec![NotApplicable, Met], Met),
            (vec![NotApplicable, NotApplicable], NotApplicable),
        ] {
            assert_eq!(fold(outcomes.iter().copied()), expected, "{outcomes:?}");
        }
    }

    #[test]
    fn what_is_met_on_the_bodys_word_alone_is_a_gap_where_evidence_is_asked_for() {
        assert_eq!(gap(Outcome::Met, Assurance::Stated, Assurance::Evidenced), Some(Gap::NotEvidenced));
        assert_eq!(gap(Outcome::Met, Assurance::Measured, Assurance::Evidenced), None);
        assert_eq!(gap(Outcome::Departure, Assurance::Stated, Assurance::Measured), None);
    }
}
