//! Ties between recommendations and requirements.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::error::{Errors, NameError, NameHint, RuleError, Thing};
use super::names::Names;
use super::rules::id_words;
use crate::pack::rule::{Node, Tie};
use crate::source::Span;
use crate::syntax::ast;
use crate::vocabulary::TieKind;

/// All ties, by their ends. Whether they go round in circles is for the graph to say.
pub(super) fn ties(names: &Names<'_>, errors: &mut Errors) -> Vec<Tie> {
    let of_recommendations =
        names.recommendations.entries().map(|(id, item)| (Node::Recommendation(id), &item.id, &item.ties));
    let of_requirements = names
        .requirements
        .entries()
        .map(|(id, declared)| (Node::Requirement(id), &declared.item.id, &declared.item.ties));
    let written = of_recommendations
        .chain(of_requirements)
        .flat_map(|(from, id, ties)| ties.iter().map(move |tie| (from, id, tie)));

    let mut seen: HashMap<(Node, TieKind, Node), Span> = HashMap::new();
    let mut ties = Vec::new();
    for (from, id, item) in written {
        let Some(to) = end(from, id, item, names, errors) else { continue };
        match seen.entry((from, item.kind, to)) {
            Entry::Occupied(first) => {
                let (name, first) = (id_words(&item.to), *first.get());
                let thing = Thing::Tie;
                errors.add(item.span, NameError::Duplicate { thing, other: thing, name, first });
            }
            Entry::Vacant(entry) => {
                entry.insert(item.span);
                let because = item.because.as_ref().map(|because| because.value.clone());
                ties.push(Tie { from, kind: item.kind, to, because, span: item.span });
            }
        }
    }
    ties.sort_by_key(|tie| (tie.from, tie.to, tie.kind));
    ties
}

/// The other end of a tie, or nothing where there is none that a tie can have.
fn end(from: Node, id: &ast::RuleId, tie: &ast::Tie, names: &Names<'_>, errors: &mut Errors) -> Option<Node> {
    if tie.to.clause.is_some() {
        errors.add(tie.to.span, RuleError::TieToClause { id: id_words(&tie.to) });
        return None;
    }
    let to = node(&tie.to, names, errors)?;
    if from == to {
        errors.add(tie.span, RuleError::SelfTie { id: id_words(id) });
        return None;
    }
    Some(to)
}

/// The recommendation or requirement that an id names, which is reported where there is none.
pub(super) fn node(id: &ast::RuleId, names: &Names<'_>, errors: &mut Errors) -> Option<Node> {
    let node = match id.requirement {
        None => names.recommendation(id.recommendation).map(Node::Recommendation),
        Some(number) => names.requirement(id.recommendation, number).map(Node::Requirement),
    };
    if node.is_none() {
        unknown(id, names, errors);
    }
    node
}

/// Reports an id without a recommendation or requirement. A near number would be no hint at what was meant.
fn unknown(id: &ast::RuleId, names: &Names<'_>, errors: &mut Errors) {
    let of_recommendation = names.recommendation(id.recommendation).filter(|_| id.requirement.is_some());
    let (thing, wanted, hint) = match of_recommendation {
        Some(recommendation) => {
            let inside = names.requirements.iter().filter(|known| known.recommendation == recommendation);
            let hint = NameHint::one_of(inside.map(|known| id_words(&known.item.id)));
            (Thing::Requirement, ast::RuleId { clause: None, ..id.clone() }, hint)
        }
        None => {
            let hint = NameHint::one_of(names.recommendations.iter().map(|item| id_words(&item.id)));
            (Thing::Recommendation, ast::RuleId { clause: None, requirement: None, ..id.clone() }, hint)
        }
    };
    errors.add(id.span, NameError::Unknown { thing, name: id_words(&wanted), within: None, hint });
}
