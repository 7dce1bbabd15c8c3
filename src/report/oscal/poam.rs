//! The gaps of an assessment as OSCAL's plan of action and milestones.

use std::collections::BTreeSet;

use super::model::Resource;
use super::model::assessment::{PlanFile, PlanItem, PlanOfAction, RelatedFinding, RelatedRisk, SystemId};
use super::results::{verdicts, version};
use super::subject::{Ground, Subject, back_matter};
use super::{Unwritable, findings, metadata, observations, property, resources, risks, text, to_json};
use crate::evaluate::verdict::{RecommendationVerdict, RequirementVerdict};
use crate::report::Check;

/// The plan as JSON.
///
/// # Errors
/// Where there is no gap, because a plan has at least one item, and where OSCAL cannot write the day of the check.
pub fn write(check: &Check<'_>) -> Result<String, Unwritable> {
    let subject = Subject::of(check)?;
    let gaps: Vec<_> = verdicts(check).filter(|(_, verdict)| verdict.gap.is_some()).collect();
    if gaps.is_empty() {
        return Err(Unwritable::NoGaps { body: check.assessment.body.clone() });
    }
    let (pack, as_of) = (check.pack, check.evaluation.as_of);
    // Findings on clauses may stand on less than that on their requirement, never on more.
    let grounds: BTreeSet<Ground> =
        gaps.iter().flat_map(|(_, verdict)| subject.grounds_of(verdict)).collect();
    let identity = subject.body.child("plan-of-action");
    let rules = Resource {
        uuid: identity.child("rules").text(),
        title: text::line(&format!("The rules of {} {}", pack.manifest.id, pack.manifest.version)),
        description: Some(text::line("The gaps are those that these rules have found.")),
        props: resources::edition(pack),
        rlinks: resources::rule_files(pack, check.sources, &[check.assessment.file]),
    };
    let title = format!("Plan of action of {}: {}", check.assessment.body, pack.manifest.title);
    to_json(&PlanFile {
        plan_of_action_and_milestones: PlanOfAction {
            uuid: identity.text(),
            metadata: metadata(
                &title,
                as_of,
                version(as_of, [check]),
                subject.props(),
                vec![subject.party()],
            )?,
            system_id: SystemId {
                identifier_type: "urn:tipstaff:body",
                id: text::string(&check.assessment.body),
            },
            local_definitions: subject.local_definitions(),
            observations: observations::of(&subject, &grounds),
            risks: gaps.iter().filter_map(|(whole, verdict)| risks::of(&subject, whole, verdict)).collect(),
            findings: gaps
                .iter()
                .flat_map(|(whole, verdict)| findings::of(&subject, whole, verdict))
                .collect(),
            poam_items: gaps.iter().map(|(whole, verdict)| item(&subject, whole, verdict)).collect(),
            back_matter: back_matter(rules, [(&subject, &grounds)]),
        },
    })
}

fn item(subject: &Subject<'_>, whole: &RecommendationVerdict, verdict: &RequirementVerdict) -> PlanItem {
    let requirement = subject.check.requirement(verdict);
    let number = requirement.number.to_string();
    let actions = risks::actions(subject, (verdict, requirement));
    let planned = actions.iter().map(|(_, action)| {
        let by = action.by.map_or_else(String::new, |by| format!(", by {by}"));
        let owner = action.owner.as_ref().map_or_else(String::new, |owner| format!(", {owner}"));
        text::sentence(&format!("Planned: {}{owner}{by}", action.what))
    });
    let mut paragraphs = findings::description(subject, verdict);
    paragraphs.extend(planned);
    paragraphs.extend(actions.is_empty().then(|| "Nothing is planned.".to_owned()));
    // Each owner once, in the order of the actions.
    let mut owners: Vec<&String> = Vec::new();
    for owner in actions.iter().filter_map(|(_, action)| action.owner.as_ref()) {
        if !owners.contains(&owner) {
            owners.push(owner);
        }
    }
    let props = [property("requirement", &number), verdict.gap.and_then(|gap| property("gap", gap.name()))];
    let owners = owners.into_iter().filter_map(|owner| property("owner", owner));
    PlanItem {
        uuid: subject.body.child("plan-item").child(&number).text(),
        title: text::line(&format!("{number} {}", requirement.title)),
        description: text::prose(paragraphs),
        props: props.into_iter().flatten().chain(findings::standing(subject, whole)).chain(owners).collect(),
        related_findings: vec![RelatedFinding { finding_uuid: findings::identity(subject, &number).text() }],
        related_observations: observations::related(subject, &subject.grounds_of(verdict)),
        related_risks: vec![RelatedRisk { risk_uuid: risks::identity(subject, &number).text() }],
    }
}
