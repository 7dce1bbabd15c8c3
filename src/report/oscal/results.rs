//! Assessments as OSCAL's assessment results: one result for each.

use std::collections::BTreeSet;

use super::model::assessment::{
    AssessmentResult, AssessmentResults, ControlSelection, Finding, ImportPlan, IncludeAll, ResultsFile,
    ReviewedControls, SelectedControl,
};
use super::model::{Link, Resource};
use super::subject::{Ground, Subject, back_matter};
use super::{Identity, Unwritable, findings, ids, metadata, observations, resources, risks, text, to_json};
use crate::digest::sha256_hex;
use crate::evaluate::verdict::{RecommendationVerdict, RequirementVerdict};
use crate::pack::Date;
use crate::report::Check;
use crate::report::summary::Counts;

/// The results as JSON. All assessments must be by the same pack, and each of another body.
///
/// # Errors
/// Where OSCAL cannot write the day of a check.
pub fn write(first: &Check<'_>, others: &[Check<'_>]) -> Result<String, Unwritable> {
    let pack = first.pack;
    let checks = || [first].into_iter().chain(others);
    let subjects: Vec<Subject<'_>> = checks().map(Subject::of).collect::<Result<_, _>>()?;
    let grounds: Vec<BTreeSet<Ground>> = subjects.iter().map(Subject::all_grounds).collect();
    let latest = checks().map(|check| check.evaluation.as_of).fold(first.evaluation.as_of, Date::max);
    let files: Vec<_> = checks().map(|check| check.assessment.file).collect();
    let identity = subjects
        .iter()
        .fold(Identity::of_pack(&pack.manifest.id).child("assessment-results"), |identity, subject| {
            identity.child(&subject.body.text())
        });
    let rules = Resource {
        uuid: identity.child("rules").text(),
        title: text::line(&format!("The rules of {} {}", pack.manifest.id, pack.manifest.version)),
        description: Some(text::line(
            "There is no assessment plan: these rules were evaluated as they stand.",
        )),
        props: resources::edition(pack),
        rlinks: resources::rule_files(pack, first.sources, &files),
    };
    let title = format!("Assessment results: {}", pack.manifest.title);
    let parties = subjects.iter().map(Subject::party).collect();
    let edition = resources::edition(pack);
    to_json(&ResultsFile {
        assessment_results: AssessmentResults {
            uuid: identity.text(),
            metadata: metadata(&title, latest, version(latest, checks()), edition, parties)?,
            import_ap: ImportPlan {
                href: identity.child("rules").href(),
                remarks: text::line(
                    "There is no assessment plan. The rules are the whole of what was assessed, and how.",
                ),
            },
            results: subjects
                .iter()
                .zip(&grounds)
                .map(|(subject, grounds)| result(subject, grounds))
                .collect(),
            back_matter: back_matter(rules, subjects.iter().zip(&grounds)),
        },
    })
}

/// The day of the check, and a word that is another one where an assessment or the rules are others.
pub(super) fn version<'c, 'a: 'c>(day: Date, checks: impl IntoIterator<Item = &'c Check<'a>>) -> String {
    let inputs: String = checks
        .into_iter()
        .map(|check| {
            format!("{}{}{}", check.pack.digest, check.assessment.digest, check.evaluation.asked.name())
        })
        .collect();
    let digest = sha256_hex(inputs.as_bytes());
    format!("{day}+{}", digest.get(..12).unwrap_or(&digest))
}

fn result(subject: &Subject<'_>, grounds: &BTreeSet<Ground>) -> AssessmentResult {
    let check = subject.check;
    let as_of = check.evaluation.as_of;
    let counts = Counts::of(check.evaluation.requirements());
    let description = format!(
        "Of the requirements that are addressed to a {}, {} are met, {} not met, {} not shown, {} departed from and {} not \
         applicable; {} with a gap.",
        check.assessment.kind,
        counts.met,
        counts.not_met,
        counts.not_shown,
        counts.departure,
        counts.not_applicable,
        counts.gaps
    );
    AssessmentResult {
        uuid: subject.day.child("result").text(),
        title: text::line(&format!("{}, as of {as_of}", check.assessment.body)),
        description: text::line(&description),
        start: subject.moment.clone(),
        // The day of a check counts as a whole; where it can be begun in OSCAL, it can be ended.
        end: text::end_of(as_of).unwrap_or_else(|| subject.moment.clone()),
        props: subject.props(),
        links: vec![Link {
            href: subject.assessment_file().href(),
            rel: "reference",
            text: Some(text::line("The assessment")),
        }],
        local_definitions: subject.local_definitions(),
        reviewed_controls: ReviewedControls { control_selections: vec![selection(subject)] },
        observations: observations::of(subject, grounds),
        risks: verdicts(check).filter_map(|(whole, verdict)| risks::of(subject, whole, verdict)).collect(),
        findings: verdicts(check)
            .flat_map(|(whole, verdict)| findings::of(subject, whole, verdict))
            .collect::<Vec<Finding>>(),
    }
}

/// The verdicts on all requirements that are addressed to the body, each with that on its recommendation.
pub(super) fn verdicts<'c>(
    check: &'c Check<'_>,
) -> impl Iterator<Item = (&'c RecommendationVerdict, &'c RequirementVerdict)> {
    check.addressed().flat_map(|whole| whole.requirements.iter().map(move |verdict| (whole, verdict)))
}

/// What was reviewed: what is addressed to the body and applies. What does not apply is left out by name; of what is
/// addressed to others nothing is said.
fn selection(subject: &Subject<'_>) -> ControlSelection {
    let check = subject.check;
    let (mut included, mut excluded, mut remarks) = (Vec::new(), Vec::new(), Vec::new());
    for whole in check.addressed() {
        let control_id = ids::control(check.pack, check.recommendation(whole));
        let (reviewed, not_applicable): (Vec<_>, Vec<_>) =
            whole.requirements.iter().partition(|verdict| findings::is_reviewed(verdict));
        let items = |verdicts: &[&RequirementVerdict]| -> Vec<String> {
            verdicts.iter().map(|verdict| ids::item(check.pack, check.requirement(verdict))).collect()
        };
        let select = |statement_ids| SelectedControl { control_id: control_id.clone(), statement_ids };
        remarks.extend(not_applicable.iter().map(|verdict| {
            let requirement = check.requirement(verdict);
            text::sentence(&format!("{} does not apply: {}", requirement.number, requirement.title))
        }));
        match (reviewed.is_empty(), not_applicable.is_empty()) {
            (false, true) => included.push(select(Vec::new())),
            (true, _) => excluded.push(select(Vec::new())),
            (false, false) => {
                included.push(select(items(&reviewed)));
                excluded.push(select(items(&not_applicable)));
            }
        }
    }
    if !included.is_empty() {
        return ControlSelection {
            include_all: None,
            include_controls: included,
            exclude_controls: excluded,
            remarks: text::prose(remarks),
        };
    }
    // OSCAL cannot say that nothing was reviewed, but that everything was left out.
    remarks.push("Nothing was reviewed: nothing is addressed to the body that applies to it.".to_owned());
    let all = check.pack.recommendations.iter();
    ControlSelection {
        include_all: Some(IncludeAll {}),
        include_controls: Vec::new(),
        exclude_controls: all
            .map(|recommendation| SelectedControl {
                control_id: ids::control(check.pack, recommendation),
                statement_ids: Vec::new(),
            })
            .collect(),
        remarks: text::prose(remarks),
    }
}
