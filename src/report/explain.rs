//! What a recommendation, a requirement, a clause or a fact asks for and, with an assessment, the proof of what came of
//! it: joined here, and put into words by one file for each format.

#[cfg(feature = "cli")]
mod facts;
pub mod json;
#[cfg(feature = "cli")]
mod page;
mod phrases;
mod subject;
#[cfg(feature = "cli")]
pub mod text;
#[cfg(feature = "cli")]
mod tree;

pub use subject::Subject;

use std::collections::BTreeSet;

use super::Check;
use crate::diagnostic::Code;
use crate::evaluate::proof::{Proof, prove};
use crate::evaluate::reads::{Reads, reads};
use crate::evaluate::verdict::{RecommendationVerdict, RequirementVerdict};
use crate::pack::Id;
use crate::pack::expr::Expr;
use crate::pack::rule::{Fact, Pack, Recommendation, Requirement};
use crate::source::SourceMap;

/// Everything that is explained in one run.
pub struct Explanations<'a> {
    /// What was asked about, as it was written.
    pub id: &'a str,
    /// The code of that name, where it is one.
    pub code: Option<Code>,
    /// One for each assessment, or one for each pack without an assessment.
    pub of: Vec<Explanation<'a>>,
}

/// One item of a pack, and what came of it.
pub struct Explanation<'a> {
    /// What is explained.
    pub subject: Subject,
    /// The texts that places are in.
    pub sources: &'a SourceMap,
    /// The rules.
    pub pack: &'a Pack,
    /// What was found about an assessment, where one is given.
    pub check: Option<&'a Check<'a>>,
}

/// Where the codes are documented.
pub const CODES: &str = "docs/diagnostics.md";

impl<'a> Explanation<'a> {
    /// The verdict on a recommendation, where there is one.
    fn recommendation(&self, id: Id<Recommendation>) -> Option<&'a RecommendationVerdict> {
        let verdicts = &self.check?.evaluation.recommendations;
        verdicts.iter().find(|verdict| verdict.recommendation == id)
    }

    /// The verdict on a requirement, where it is asked of the body.
    fn requirement(&self, id: Id<Requirement>) -> Option<&'a RequirementVerdict> {
        let verdict = self.recommendation(self.pack.requirements[id].recommendation)?;
        verdict.requirements.iter().find(|verdict| verdict.requirement == id)
    }

    /// The proof of a condition of a recommendation, or of what the records say of a fact.
    fn prove(&self, of: Option<Id<Recommendation>>, expr: &'a Expr) -> Option<Proof<'a>> {
        let check = self.check?;
        Some(prove(self.pack, check.assessment, check.evaluation, of, expr))
    }

    /// Everything that the conditions read.
    fn reads(&self, conditions: impl Iterator<Item = &'a Expr>) -> Reads {
        let mut all = Reads::default();
        for condition in conditions {
            let of_one = reads(self.pack, condition, |_| false);
            all.facts.extend(of_one.facts);
            all.tables.extend(of_one.tables);
        }
        all
    }

    /// What stands on a fact: its place among the clauses of each requirement, nothing for `applies when`.
    fn stands_on(&self, fact: Id<Fact>) -> Vec<(Id<Requirement>, Option<usize>)> {
        let mut found = BTreeSet::new();
        for (id, requirement) in self.pack.requirements.entries() {
            let applies = requirement.applies_when.iter().map(|condition| (None, condition));
            let clauses = requirement.clauses.iter().enumerate();
            let clauses = clauses.map(|(place, clause)| (Some(place), &clause.condition));
            for (place, condition) in applies.chain(clauses) {
                if reads(self.pack, condition, |_| true).facts.contains(&fact)
                    || reads(self.pack, condition, |_| false).facts.contains(&fact)
                {
                    found.insert((id, place));
                }
            }
        }
        found.into_iter().collect()
    }
}

/// The conditions of a requirement, whether it applies first.
fn conditions(requirement: &Requirement) -> impl Iterator<Item = &Expr> {
    requirement.applies_when.iter().chain(requirement.clauses.iter().map(|clause| &clause.condition))
}
