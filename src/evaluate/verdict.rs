//! What an evaluation found: plain data, in the order of the pack.

use super::compute::Values;
use super::plan::Plans;
use super::rows::RowCounts;
use crate::assessment::Rag;
use crate::pack::rule::{Fact, Recommendation, Requirement, Table};
use crate::pack::{Date, Id, Truth, Undefined};
use crate::source::Span;
use crate::vocabulary::{Assurance, Level, Outcome};

/// Everything that was found about one assessment.
#[derive(Debug)]
pub struct Evaluation {
    /// The day of the check.
    pub as_of: Date,
    /// The assurance that was asked for.
    pub asked: Assurance,
    /// A verdict for each recommendation of the pack, addressed or not.
    pub recommendations: Vec<RecommendationVerdict>,
    /// Facts whose statements contradict each other or the records.
    pub discrepancies: Vec<Id<Fact>>,
    /// What is known of each fact, define and computed column.
    pub values: Values,
    /// How rows were asked; none where each was asked on its own.
    pub(super) plans: Option<Plans>,
}

impl Evaluation {
    /// The verdicts of all requirements of addressed recommendations.
    pub fn requirements(&self) -> impl Iterator<Item = &RequirementVerdict> {
        self.recommendations.iter().flat_map(|verdict| &verdict.requirements)
    }
}

/// The verdict on a recommendation.
#[derive(Debug)]
pub struct RecommendationVerdict {
    /// Which.
    pub recommendation: Id<Recommendation>,
    /// What came out; nothing where it is addressed to another kind of body.
    pub outcome: Option<Outcome>,
    /// Whether any of its requirements has a gap.
    pub has_gap: bool,
    /// The weakest assurance of its met requirements, where its outcome is met.
    pub assurance: Option<Assurance>,
    /// Its colour.
    pub rag: Rag,
    /// Where the deadline stands, where there is one.
    pub timing: Option<Timing>,
    /// How its claim compares.
    pub claim: ClaimVerdict,
    /// The verdicts on its requirements; none where it is not addressed.
    pub requirements: Vec<RequirementVerdict>,
}

/// Where a deadline stands on the day of the check. The deadline's day itself is in time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Timing {
    /// So many days ahead.
    DueIn(i64),
    /// Today.
    DueToday,
    /// So many days ago.
    Overdue(i64),
}

impl Timing {
    /// The word of results.
    pub fn name(self) -> &'static str {
        match self {
            Timing::DueIn(_) => "due_in",
            Timing::DueToday => "due_today",
            Timing::Overdue(_) => "overdue",
        }
    }

    /// How many days lie between, on whichever side.
    pub fn days(self) -> i64 {
        match self {
            Timing::DueIn(days) | Timing::Overdue(days) => days,
            Timing::DueToday => 0,
        }
    }
}

/// What a body claims against what came out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClaimVerdict {
    /// The claim's place in the assessment; for a requirement it may be that of its recommendation.
    pub claim: Option<usize>,
    /// How it compares.
    pub check: ClaimCheck,
}

/// How a claim compares with the outcome.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClaimCheck {
    /// It says what came out.
    Agrees,
    /// It says that nothing is left to do, and there is a gap; or that nothing applies, and something does.
    Overclaimed,
    /// It says that work is in hand, and there is no gap.
    Underclaimed,
    /// Nothing is claimed.
    Unclaimed,
}

impl ClaimCheck {
    /// The word of results.
    pub fn name(self) -> &'static str {
        match self {
            ClaimCheck::Agrees => "agrees",
            ClaimCheck::Overclaimed => "overclaimed",
            ClaimCheck::Underclaimed => "underclaimed",
            ClaimCheck::Unclaimed => "unclaimed",
        }
    }
}

/// What keeps a requirement from being in order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Gap {
    /// It is not met.
    NotMet,
    /// It is not shown whether it is met.
    NotShown,
    /// It is met, but below the assurance that is asked for.
    NotEvidenced,
}

impl Gap {
    /// The word of results.
    pub fn name(self) -> &'static str {
        match self {
            Gap::NotMet => "not_met",
            Gap::NotShown => "not_shown",
            Gap::NotEvidenced => "not_evidenced",
        }
    }
}

/// The verdict on a requirement.
#[derive(Debug)]
pub struct RequirementVerdict {
    /// Which.
    pub requirement: Id<Requirement>,
    /// Whether it applies, and why.
    pub applies: Truth,
    /// What decides whether it applies, or is missing to decide it.
    pub applies_because: Why,
    /// What came out.
    pub outcome: Outcome,
    /// How well what is stated about it is supported.
    pub assurance: Assurance,
    /// Its gap, where it has one.
    pub gap: Option<Gap>,
    /// How its claim compares.
    pub claim: ClaimVerdict,
    /// The departure's place in the assessment, and whether it has effect.
    pub departure: Option<DepartureVerdict>,
    /// The verdicts on its clauses, in the order of the pack.
    pub clauses: Vec<ClauseVerdict>,
    /// What became of each of its evidence lines.
    pub evidence: Vec<EvidenceVerdict>,
}

impl RequirementVerdict {
    /// Whether some obligation of the requirement that it is about does not hold.
    pub fn fails(&self, of: &Requirement) -> bool {
        let is_must = |place: usize| of.clauses.get(place).is_some_and(|clause| clause.level == Level::Must);
        self.clauses.iter().any(|clause| clause.answer == Truth::No && is_must(clause.clause))
    }

    /// Whether it applies and some guidance of the requirement that it is about is not followed.
    pub fn ignores_guidance(&self, of: &Requirement) -> bool {
        let is_should =
            |place: usize| of.clauses.get(place).is_some_and(|clause| clause.level == Level::Should);
        let ignored = |clause: &ClauseVerdict| clause.answer == Truth::No && is_should(clause.clause);
        self.outcome != Outcome::NotApplicable && self.clauses.iter().any(ignored)
    }
}

/// A departure that the assessment records.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DepartureVerdict {
    /// Its place in the assessment.
    pub departure: usize,
    /// Whether its review date has passed, so that it has no effect.
    pub lapsed: bool,
}

/// What became of an `evidence` line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EvidenceVerdict {
    /// This item of the assessment supports it.
    Found(usize),
    /// Items of its kinds support the requirement, but each is out of date, undated or of a later day.
    OutOfDate(Vec<usize>),
    /// No item of its kinds supports the requirement.
    Missing,
}

/// The verdict on a clause.
#[derive(Debug)]
pub struct ClauseVerdict {
    /// The clause's place in its requirement.
    pub clause: usize,
    /// Whether it holds.
    pub answer: Truth,
    /// What decides that, or is missing to decide it.
    pub because: Why,
    /// The rendered `finding`, where the answer is no and the clause has one: of one that names the row, one for each
    /// of the first rows that are no.
    pub findings: Vec<Finding>,
}

/// What a clause prints when it does not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The words.
    pub text: String,
    /// The row that they speak of, by its place in the table of [`Why::rows`].
    pub row: Option<usize>,
}

impl ClauseVerdict {
    /// The answer as an outcome.
    pub fn outcome(&self) -> Outcome {
        match self.answer {
            Truth::Yes => Outcome::Met,
            Truth::No => Outcome::NotMet,
            Truth::Unknown => Outcome::NotShown,
        }
    }
}

/// Why an answer came about.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Why {
    /// The facts that it stands on, in the order of the pack.
    pub deciding: Vec<Id<Fact>>,
    /// The tables that it stands on, in the order of the pack.
    pub tables: Vec<Id<Table>>,
    /// The facts of which too little is known, in the order of the pack; only of an unknown answer.
    pub missing: Vec<Id<Fact>>,
    /// What has, or may have, no value, and where.
    pub undefined: Vec<(Undefined, Span)>,
    /// Whether it is yes only because there was nothing to ask it of.
    pub vacuous: bool,
    /// The rows behind its first quantifier, where it has one.
    pub rows: Option<RowCounts>,
}
