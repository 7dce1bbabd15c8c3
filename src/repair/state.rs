//! Sets of changes on the way to a goal, smallest first.

use crate::evaluate::revision::Changes;

/// A set of changes, and how often it makes a question go away instead of answering it.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct State {
    /// What is known instead.
    pub changes: Changes,
    /// How many questions go away.
    pub evaded: usize,
}

/// How many sets are followed at a time: of those that answer what is asked, and of those that evade some of it.
const WIDTH: usize = 32;

/// The smallest sets of each kind, each once, in the order in which they were found.
pub fn smallest(mut states: Vec<State>) -> Vec<State> {
    states.sort_by_key(|state| (state.changes.len(), state.evaded));
    let (mut answering, mut evading) = (0_usize, 0_usize);
    let mut kept: Vec<State> = Vec::new();
    for state in states {
        let count = if state.evaded == 0 { &mut answering } else { &mut evading };
        if *count < WIDTH && !kept.iter().any(|known| known.changes == state.changes) {
            *count = count.saturating_add(1);
            kept.push(state);
        }
    }
    kept
}
