//! Support that would be there: evidence of a kind that is missing, a departure that is reviewed later.

use crate::assessment::{Assessment, Evidence, Support};
use crate::evaluate::outcome::Question;
use crate::evaluate::verdict::{EvidenceVerdict, RequirementVerdict};
use crate::pack::rule::Pack;

/// The assessment with an item of today for each `evidence` line of the requirement that has none in date, and the places
/// of these lines.
pub(super) fn evidence(
    assessment: &Assessment,
    question: Question,
    pack: &Pack,
    verdict: &RequirementVerdict,
) -> (Assessment, Vec<usize>) {
    let mut supported = assessment.clone();
    let mut lines = Vec::new();
    let rules = &pack.requirements[verdict.requirement].evidence;
    for (place, (rule, found)) in rules.iter().zip(&verdict.evidence).enumerate() {
        if matches!(found, EvidenceVerdict::Found(_)) {
            continue;
        }
        supported.evidence.extend(rule.kinds.first_index().map(|kind| Evidence {
            id: String::new(),
            kind,
            title: String::new(),
            dated: Some(question.as_of),
            supports: vec![Support::Requirement(verdict.requirement)],
            file: None,
            span: assessment.header,
        }));
        lines.push(place);
    }
    (supported, lines)
}

/// The assessment with a departure whose review is due today, and so has effect.
pub(super) fn renewed(assessment: &Assessment, question: Question, departure: usize) -> Option<Assessment> {
    let mut renewed = assessment.clone();
    renewed.departures.get_mut(departure)?.review_by = question.as_of;
    Some(renewed)
}
