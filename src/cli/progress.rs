//! How far the reading of a large file is, on standard error, for a person who waits.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Nobody has to be told of less.
const SHORT: Duration = Duration::from_secs(2);

/// The reading of a file. What it shows is gone when it ends.
pub struct Progress {
    path: String,
    length: u64,
    read: u64,
    since: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// The reading of this file of so many bytes, which begins now.
    pub fn of(path: &str, length: u64) -> Progress {
        // What a path holds beyond letters could move the cursor.
        let path = path.chars().filter(|character| !character.is_control()).collect();
        Progress { path, length, read: 0, since: Instant::now(), bar: None }
    }

    /// So many bytes more have been read.
    pub fn advance(&mut self, bytes: usize) {
        self.read = self.read.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
        if self.bar.is_none() && self.since.elapsed() < SHORT {
            return;
        }
        self.bar.get_or_insert_with(|| bar(&self.path, self.length)).set_position(self.read);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.iter().for_each(ProgressBar::finish_and_clear);
    }
}

/// A bar, which is not drawn where standard error is no terminal.
fn bar(path: &str, length: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("reading {msg} {wide_bar} {bytes} of {total_bytes}, {eta} left");
    ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr())
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        .with_message(path.to_owned())
}
