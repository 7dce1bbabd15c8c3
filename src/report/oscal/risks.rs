//! Gaps and departures as OSCAL's risks, with what is advised and what the body will do.

use super::model::Property;
use super::model::assessment::{MitigatingFactor, OnDate, Remediation, Risk, Task, Timing};
use super::subject::Subject;
use super::{Identity, findings, observations, property, text};
use crate::assessment::Action;
use crate::evaluate::verdict::{RecommendationVerdict, RequirementVerdict};
use crate::pack::rule::{Node, Requirement};
use crate::repair::{self, Undertaken};
use crate::report::finding::gap_in_words;
use crate::vocabulary::Outcome;

/// Whether there is a risk: a gap, or a departure that is in force instead of one.
pub(super) fn is_at_risk(verdict: &RequirementVerdict) -> bool {
    verdict.gap.is_some() || verdict.outcome == Outcome::Departure
}

/// Who the risk of a requirement is: the same in every assessment of the body, so that it can be followed.
pub(super) fn identity(subject: &Subject<'_>, number: &str) -> Identity {
    subject.body.child("risk").child(number)
}

/// The risk of a requirement, where there is one.
pub(super) fn of(
    subject: &Subject<'_>,
    whole: &RecommendationVerdict,
    verdict: &RequirementVerdict,
) -> Option<Risk> {
    is_at_risk(verdict).then(|| {
        let check = subject.check;
        let requirement = check.requirement(verdict);
        let number = requirement.number.to_string();
        let identity = identity(subject, &number);
        let departure = verdict.departure.filter(|_| verdict.outcome == Outcome::Departure);
        let departure = departure.and_then(|of| check.assessment.departures.get(of.departure));
        let undertaken =
            repair::undertaken(check.pack, check.assessment, verdict.requirement, check.evaluation.as_of);
        let words = verdict.gap.map_or("departure", gap_in_words);
        // A departure is to be looked at again before its review date, a gap closed before the deadline.
        let due = check.recommendation(whole).due.map(|(due, _)| due);
        let deadline = departure.map(|departure| departure.review_by).or(due);
        Risk {
            uuid: identity.text(),
            title: text::line(&format!("{number}: {words}")),
            description: text::prose(findings::description(subject, verdict)),
            statement: text::line(&text::sentence(&format!("{words}: {}", requirement.title))),
            props: props(subject, whole, verdict, undertaken),
            status: status(verdict, undertaken),
            mitigating_factors: departure
                .map(|departure| MitigatingFactor {
                    uuid: identity.child("mitigation").text(),
                    description: text::prose([
                        format!("Reason: {}", departure.reason),
                        format!("Mitigation: {}", departure.mitigation),
                        format!("Approved by: {}", departure.approved_by),
                    ]),
                })
                .into_iter()
                .collect(),
            deadline: deadline.and_then(text::end_of),
            remediations: remediations(subject, identity, (verdict, requirement)),
            related_observations: observations::related(subject, &subject.grounds_of(verdict)),
        }
    })
}

fn status(verdict: &RequirementVerdict, undertaken: Undertaken) -> &'static str {
    match (verdict.outcome, undertaken) {
        (Outcome::Departure, _) => "deviation-approved",
        (_, Undertaken::InTime(_) | Undertaken::TooLate(_) | Undertaken::Undated(_)) => "remediating",
        (_, Undertaken::Passed(_) | Undertaken::Nothing) => "open",
    }
}

fn props(
    subject: &Subject<'_>,
    whole: &RecommendationVerdict,
    verdict: &RequirementVerdict,
    undertaken: Undertaken,
) -> Vec<Property> {
    let requirement = subject.check.requirement(verdict);
    let props = [
        property("requirement", &requirement.number.to_string()),
        property("outcome", verdict.outcome.name()),
        verdict.gap.and_then(|gap| property("gap", gap.name())),
        property("action", undertaken.name()),
    ];
    props.into_iter().flatten().chain(findings::standing(subject, whole)).collect()
}

/// The actions about a requirement or the whole of its recommendation, each with its number among those about the same.
pub(super) fn actions<'a>(
    subject: &Subject<'a>,
    (verdict, requirement): (&RequirementVerdict, &Requirement),
) -> Vec<(usize, &'a Action)> {
    let of = [Node::Recommendation(requirement.recommendation), Node::Requirement(verdict.requirement)];
    let all = &subject.check.assessment.actions;
    let about = |node: Node| (1..).zip(all.iter().filter(move |action| action.of == node));
    of.into_iter().flat_map(about).collect()
}

/// What the rules advise, and what the body will do.
fn remediations(
    subject: &Subject<'_>,
    risk: Identity,
    (verdict, requirement): (&RequirementVerdict, &Requirement),
) -> Vec<Remediation> {
    let advice = requirement.advise.as_ref().map(|advice| Remediation {
        uuid: risk.child("advice").text(),
        lifecycle: "recommendation",
        title: text::line("Advice of the rules"),
        description: text::line(advice),
        props: Vec::new(),
        tasks: Vec::new(),
    });
    let actions = actions(subject, (verdict, requirement));
    let planned = actions.into_iter().map(|(number, action)| {
        let about = subject.check.pack.node_id(action.of);
        planned(risk.child("action").child(&about).child(&number.to_string()), action)
    });
    advice.into_iter().chain(planned).collect()
}

fn planned(identity: Identity, action: &Action) -> Remediation {
    let by = action.by.map_or("No day is given.".to_owned(), |by| format!("By {by}."));
    let owner = action.owner.as_ref().map(|owner| text::sentence(&format!("Owner: {owner}")));
    let moment = action.by.and_then(text::end_of);
    let props = [
        action.owner.as_ref().and_then(|owner| property("owner", owner)),
        action.by.and_then(|by| property("by", &by.to_string())),
    ];
    Remediation {
        uuid: identity.text(),
        lifecycle: "planned",
        title: text::line(&action.what),
        description: text::prose([text::sentence(&action.what), by].into_iter().chain(owner)),
        props: props.into_iter().flatten().collect(),
        tasks: vec![Task {
            uuid: identity.child("task").text(),
            kind: if moment.is_some() { "milestone" } else { "action" },
            title: text::line(&action.what),
            timing: moment.map(|date| Timing { on_date: OnDate { date } }),
        }],
    }
}
