//! Which words of a passage have changed; the only door to `similar`.

use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Words that are gone and words that stand in their place; one of the two may be none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// Places of the words that are gone, in the old text.
    pub gone: Range<usize>,
    /// Places of the words that are new, in the new text.
    pub new: Range<usize>,
}

/// The changes from one text to another, in order.
pub fn changes<T: Hash + Ord>(old: &[T], new: &[T]) -> Vec<Change> {
    let differs = |operation: &DiffOp| !matches!(operation, DiffOp::Equal { .. });
    let operations = capture_diff_slices(Algorithm::Myers, old, new).into_iter().filter(differs);
    operations.map(|operation| Change { gone: operation.old_range(), new: operation.new_range() }).collect()
}
