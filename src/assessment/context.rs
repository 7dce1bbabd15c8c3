//! What the parts of an assessment are read against: the pack's names, and the documents that may be cited.

use std::collections::{BTreeMap, BTreeSet};

use super::Support;
use super::error::NameError;
use crate::document::{Item, Mistakes, Node as TomlNode};
use crate::pack::Id;
use crate::pack::rule::{Fact, Group, Node, Pack, Requirement};

/// Everything that claims, facts, departures and actions are read against.
pub(super) struct Context<'p> {
    /// The pack.
    pub(super) pack: &'p Pack,
    /// The pack's names.
    pub(super) names: Names,
    /// What may be cited.
    pub(super) sources: Sources,
}

/// The names of a pack's items, as assessments write them.
pub(super) struct Names {
    /// `R4`, `R4.2`
    pub(super) nodes: BTreeMap<String, Node>,
    /// `R4.2`, `R4.2.checked`, `bail.every_period`
    pub(super) supports: BTreeMap<String, Support>,
    /// `bail`
    pub(super) groups: BTreeMap<String, Id<Group>>,
    /// `bail.every_period`
    pub(super) facts: BTreeMap<String, Id<Fact>>,
}

impl Names {
    /// The names of a pack's items.
    pub(super) fn of(pack: &Pack) -> Names {
        let recommendations = pack.recommendations.entries();
        let recommendations =
            recommendations.map(|(id, item)| (item.number.to_string(), Node::Recommendation(id)));
        let requirements = pack.requirements.entries();
        let requirements = requirements.map(|(id, item)| (item.number.to_string(), Node::Requirement(id)));
        let facts: BTreeMap<String, Id<Fact>> =
            pack.facts.ids().map(|fact| (pack.fact_name(fact), fact)).collect();

        let mut supports: BTreeMap<String, Support> =
            facts.iter().map(|(name, fact)| (name.clone(), Support::Fact(*fact))).collect();
        for (id, requirement) in pack.requirements.entries() {
            supports.insert(requirement.number.to_string(), Support::Requirement(id));
            let clauses = requirement.clauses.iter().enumerate();
            supports
                .extend(clauses.map(|(at, clause)| (requirement.clause_id(clause), Support::Clause(id, at))));
        }
        let groups = pack.groups.entries().map(|(id, group)| (group.name.clone(), id)).collect();
        Names { nodes: recommendations.chain(requirements).collect(), supports, groups, facts }
    }

    /// The ids of all recommendations and requirements, to suggest the nearest from.
    pub(super) fn node_ids(&self) -> Vec<&str> {
        self.nodes.keys().map(String::as_str).collect()
    }

    /// The recommendation or requirement that a text names.
    pub(super) fn node(&self, item: &Item, errors: &mut Mistakes) -> Option<Node> {
        let expected = "a recommendation or requirement in quotes, such as `\"R4.2\"`";
        let id = item.read(expected, errors, text)?;
        let node = self.nodes.get(&id).copied();
        if node.is_none() {
            errors.push(NameError::Node { id: &id, span: item.span(), known: self.node_ids() });
        }
        node
    }

    /// The requirement that a text names.
    pub(super) fn requirement(&self, item: &Item, errors: &mut Mistakes) -> Option<Id<Requirement>> {
        match self.node(item, errors)? {
            Node::Requirement(requirement) => Some(requirement),
            Node::Recommendation(_) => {
                item.reject("one requirement, such as `\"R4.2\"`", errors);
                None
            }
        }
    }

    /// The requirement, clause or fact that a piece of evidence supports.
    pub(super) fn support(&self, item: &Item, errors: &mut Mistakes) -> Option<Support> {
        let id = item.read("a requirement, clause or fact in quotes", errors, text)?;
        let support = self.supports.get(&id).copied();
        if support.is_none() {
            let is_recommendation = self.nodes.contains_key(&id);
            let known = self.supports.keys().map(String::as_str).collect();
            let span = item.span();
            errors.push(NameError::Support { id: &id, span, is_recommendation, known });
        }
        support
    }
}

/// The documents that may be cited.
pub(super) struct Sources {
    /// What a bare `cite` cites.
    pub(super) own: Option<String>,
    /// The ids of all that may be cited.
    pub(super) ids: BTreeSet<String>,
}

impl Sources {
    /// The assessment's own source, its evidence, and the pack's documents.
    pub(super) fn of<'a>(
        pack: &'a Pack,
        own: Option<&'a str>,
        evidence: impl Iterator<Item = &'a str>,
    ) -> Sources {
        let documents = pack.documents.iter().map(|document| document.id.as_str());
        let ids = documents.chain(evidence).chain(own).map(str::to_owned).collect();
        Sources { own: own.map(str::to_owned), ids }
    }
}

fn text(node: &TomlNode) -> Option<String> {
    match node {
        TomlNode::Text(text) => Some(text.clone()),
        _ => None,
    }
}
