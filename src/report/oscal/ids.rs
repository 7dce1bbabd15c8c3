//! What a catalog calls its controls and their parts; assessments refer to them by these names. All of them are tokens,
//! because ids of packs and labels of clauses are words in lower case.

use crate::pack::rule::{Clause, Node, Pack, Recommendation, RecommendationNumber, Requirement};

/// `hmicfrs_2026_04-R8`
pub(super) fn control(pack: &Pack, recommendation: &Recommendation) -> String {
    control_numbered(pack, recommendation.number)
}

fn control_numbered(pack: &Pack, number: RecommendationNumber) -> String {
    format!("{}-{number}", pack.manifest.id)
}

/// `hmicfrs_2026_04-R8_smt`
pub(super) fn statement(pack: &Pack, recommendation: &Recommendation) -> String {
    format!("{}_smt", control(pack, recommendation))
}

/// `hmicfrs_2026_04-R8_obj`
pub(super) fn objectives(pack: &Pack, recommendation: &Recommendation) -> String {
    format!("{}_obj", control(pack, recommendation))
}

/// `hmicfrs_2026_04-R8_smt.4`
pub(super) fn item(pack: &Pack, requirement: &Requirement) -> String {
    of_requirement(pack, requirement, "smt")
}

/// `hmicfrs_2026_04-R8_obj.4`
pub(super) fn objective(pack: &Pack, requirement: &Requirement) -> String {
    of_requirement(pack, requirement, "obj")
}

/// `hmicfrs_2026_04-R8_gdn.4`
pub(super) fn advice(pack: &Pack, requirement: &Requirement) -> String {
    of_requirement(pack, requirement, "gdn")
}

/// `hmicfrs_2026_04-R8_asm.4`
pub(super) fn method(pack: &Pack, requirement: &Requirement) -> String {
    of_requirement(pack, requirement, "asm")
}

/// `hmicfrs_2026_04-R8_smt.4.month`
pub(super) fn clause_item(pack: &Pack, requirement: &Requirement, clause: &Clause) -> String {
    format!("{}.{}", item(pack, requirement), clause.name)
}

/// `hmicfrs_2026_04-R8_obj.4.month`
pub(super) fn clause_objective(pack: &Pack, requirement: &Requirement, clause: &Clause) -> String {
    format!("{}.{}", objective(pack, requirement), clause.name)
}

/// `hmicfrs_2026_04-R8_gdn.4.month`
pub(super) fn clause_guidance(pack: &Pack, requirement: &Requirement, clause: &Clause) -> String {
    format!("{}.{}", advice(pack, requirement), clause.name)
}

/// The control or the item of a statement that an end of a tie is.
pub(super) fn node(pack: &Pack, node: Node) -> String {
    match node {
        Node::Recommendation(id) => control(pack, &pack.recommendations[id]),
        Node::Requirement(id) => item(pack, &pack.requirements[id]),
    }
}

fn of_requirement(pack: &Pack, requirement: &Requirement, part: &str) -> String {
    let number = requirement.number;
    format!("{}_{part}.{}", control_numbered(pack, number.recommendation), number.number)
}
