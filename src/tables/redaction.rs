//! Keys of records as a report shows them.

use std::sync::Arc;

use crate::digest::KeyedHash;

/// How keys of records are shown: as they are, or as keyed hashes, which tell rows apart and say nothing else of them.
#[derive(Clone, Default, Debug)]
pub struct Redaction(Option<Arc<KeyedHash>>);

impl Redaction {
    /// By a secret; whoever has it can find the row of a hash.
    pub fn by(hash: KeyedHash) -> Redaction {
        Redaction(Some(Arc::new(hash)))
    }

    /// Whether keys are hidden.
    pub fn hides(&self) -> bool {
        self.0.is_some()
    }

    /// A key as it is shown.
    pub fn show(&self, key: String) -> String {
        match &self.0 {
            Some(hash) if !key.is_empty() => format!("#{}", hash.of_text(&key)),
            _ => key,
        }
    }
}
