//! The body's own actions held against its gaps.

use super::Undertaken;
use crate::assessment::{Action, Assessment};
use crate::pack::rule::{Node, Pack, Requirement};
use crate::pack::{Date, Id};

/// What is said to be done about the gap of a requirement.
pub fn of(pack: &Pack, assessment: &Assessment, requirement: Id<Requirement>, as_of: Date) -> Undertaken {
    let recommendation = pack.requirements[requirement].recommendation;
    let due = pack.recommendations[recommendation].due.map(|(date, _)| date);
    let is_for = |action: &Action| {
        action.of == Node::Requirement(requirement) || action.of == Node::Recommendation(recommendation)
    };
    let actions = assessment.actions.iter().enumerate().filter(|(_, action)| is_for(action));
    let standing = actions.map(|(place, action)| match action.by {
        None => Undertaken::Undated(place),
        Some(by) if by < as_of => Undertaken::Passed(place),
        Some(by) if due.is_some_and(|due| by > due) => Undertaken::TooLate(place),
        Some(_) => Undertaken::InTime(place),
    });
    standing.min_by_key(|undertaken| undertaken.rank()).unwrap_or(Undertaken::Nothing)
}

impl Undertaken {
    /// How much it helps: the less, the more.
    fn rank(self) -> u8 {
        match self {
            Undertaken::InTime(_) => 0,
            Undertaken::Undated(_) => 1,
            Undertaken::TooLate(_) => 2,
            Undertaken::Passed(_) => 3,
            Undertaken::Nothing => 4,
        }
    }

    /// The action, by its place in the assessment.
    pub fn action(self) -> Option<usize> {
        match self {
            Undertaken::InTime(place)
            | Undertaken::Undated(place)
            | Undertaken::TooLate(place)
            | Undertaken::Passed(place) => Some(place),
            Undertaken::Nothing => None,
        }
    }

    /// The word of results.
    pub fn name(self) -> &'static str {
        match self {
            Undertaken::InTime(_) => "covered",
            Undertaken::Undated(_) => "undated",
            Undertaken::TooLate(_) => "too_late",
            Undertaken::Passed(_) => "passed",
            Undertaken::Nothing => "nothing_planned",
        }
    }
}
