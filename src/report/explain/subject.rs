//! What can be explained, by its name.

use crate::pack::Id;
use crate::pack::rule::{Fact, Pack, Recommendation, Requirement};

/// An item of a pack.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// `R8`
    Recommendation(Id<Recommendation>),
    /// `R8.4`
    Requirement(Id<Requirement>),
    /// `R8.4.month`: the clause's place in its requirement.
    Clause(Id<Requirement>, usize),
    /// `bail.every_period`
    Fact(Id<Fact>),
}

impl Subject {
    /// The item that a name stands for.
    pub fn named(pack: &Pack, name: &str) -> Option<Subject> {
        named(pack).find(|(known, _)| known == name).map(|(_, subject)| subject)
    }

    /// The names of everything that can be explained.
    pub fn names(pack: &Pack) -> Vec<String> {
        named(pack).map(|(name, _)| name).collect()
    }

    /// What kind of item it is, as results call it.
    pub fn kind(self) -> &'static str {
        match self {
            Subject::Recommendation(_) => "recommendation",
            Subject::Requirement(_) => "requirement",
            Subject::Clause(..) => "clause",
            Subject::Fact(_) => "fact",
        }
    }
}

fn named(pack: &Pack) -> impl Iterator<Item = (String, Subject)> {
    let recommendations = pack.recommendations.entries();
    let recommendations =
        recommendations.map(|(id, item)| (item.number.to_string(), Subject::Recommendation(id)));
    let requirements = pack.requirements.entries().flat_map(|(id, item)| {
        let whole = (item.number.to_string(), Subject::Requirement(id));
        let clauses = item.clauses.iter().enumerate();
        let clauses = clauses.map(move |(at, clause)| (item.clause_id(clause), Subject::Clause(id, at)));
        std::iter::once(whole).chain(clauses)
    });
    let facts = pack.facts.ids().map(|fact| (pack.fact_name(fact), Subject::Fact(fact)));
    recommendations.chain(requirements).chain(facts)
}
