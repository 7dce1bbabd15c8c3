//! What is done with a file that may hold anything, by crates that stop with a panic where it holds the unexpected.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// Whether a panic of this thread only says that a file is damaged.
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// What comes out of some work; nothing where it panics. Nothing is then printed, and what it worked with must not be used
/// again.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_GUARDED.get() {
                print(panic);
            }
        }));
    });
    IS_GUARDED.set(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(false);
    done.ok()
}
