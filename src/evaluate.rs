//! Pack, assessment and day to verdicts. Unknown is never no and never yes.

pub mod arithmetic;
pub mod assurance;
pub mod claim;
pub mod compare;
pub mod cover;
pub mod expr;
pub mod finding;
pub mod outcome;
pub mod reasons;
pub mod truth;
pub mod verdict;
