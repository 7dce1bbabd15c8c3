//! Pack, assessment and day to verdicts. Unknown is never no and never yes.

pub mod aggregate;
pub mod arithmetic;
pub mod assurance;
pub mod claim;
pub mod compare;
pub mod compute;
pub mod cover;
pub mod expr;
pub mod finding;
pub mod outcome;
pub mod parts;
pub mod plan;
pub mod proof;
pub mod quantifier;
pub mod reads;
pub mod reasons;
pub mod recorded;
pub mod revision;
pub mod rows;
pub mod sweep;
pub mod tally;
pub mod truth;
pub mod vacuous;
pub mod verdict;
