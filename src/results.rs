//! Results of earlier runs, read back from what `tipstaff check --format json` wrote, and compared.

pub mod compare;
mod read;

pub use read::read;

use crate::evaluate::verdict::Gap;
use crate::pack::Date;
use crate::pack::rule::{RecommendationNumber, RequirementNumber};
use crate::vocabulary::{Assurance, Level, Outcome};

/// The result of a run, as far as later runs need it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Results {
    /// What came out for each body, in the order of the file; none is of the same body and pack as another.
    pub assessments: Vec<Assessed>,
    /// How many errors kept input of the run from being used.
    pub problems: usize,
}

/// Who was assessed by which rules: what makes two results comparable.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Subject {
    /// The body.
    pub body: String,
    /// Its kind.
    pub kind: String,
    /// The id of the pack.
    pub pack: String,
}

/// What came out for one body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assessed {
    /// Who, by which rules.
    pub subject: Subject,
    /// The version of the pack.
    pub version: String,
    /// The day that was asked about.
    pub as_of: Date,
    /// The assurance that was asked for.
    pub asked: Assurance,
    /// The recommendations of the pack.
    pub recommendations: Vec<Recommended>,
}

/// What came out for a recommendation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recommended {
    /// Which.
    pub number: RecommendationNumber,
    /// Whether its deadline has passed, whatever came out.
    pub is_past_due: bool,
    /// Whether the body claims more than that.
    pub is_overclaimed: bool,
    /// Its requirements; none where it is addressed to other bodies.
    pub requirements: Vec<Required>,
}

/// What came out for a requirement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Required {
    /// Which.
    pub number: RequirementNumber,
    /// What came out.
    pub outcome: Outcome,
    /// How well it is supported.
    pub assurance: Assurance,
    /// Its gap, where it has one.
    pub gap: Option<Gap>,
    /// Whether the body claims more than that.
    pub is_overclaimed: bool,
    /// Its clauses.
    pub clauses: Vec<Answered>,
}

/// What came out for a clause.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answered {
    /// Which: `R4.2.checked`
    pub id: String,
    /// How binding it is.
    pub level: Level,
    /// What came out.
    pub outcome: Outcome,
}

impl Assessed {
    /// Every requirement that is addressed to the body.
    pub fn requirements(&self) -> impl Iterator<Item = &Required> {
        self.recommendations.iter().flat_map(|recommendation| &recommendation.requirements)
    }

    /// How many requirements came out so.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.requirements().filter(|requirement| requirement.outcome == outcome).count()
    }

    /// How many requirements have a gap.
    pub fn gaps(&self) -> usize {
        self.requirements().filter(|requirement| requirement.gap.is_some()).count()
    }

    /// How many recommendations have a gap past their deadline.
    pub fn overdue(&self) -> usize {
        self.recommendations.iter().filter(|recommendation| recommendation.is_overdue()).count()
    }
}

impl Recommended {
    /// Whether it has a gap past its deadline.
    pub fn is_overdue(&self) -> bool {
        self.is_past_due && self.requirements.iter().any(|requirement| requirement.gap.is_some())
    }
}
