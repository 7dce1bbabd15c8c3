//! The seal of an assessment: what was assessed by which rules and what came out, as digests in one statement that
//! someone can sign, and that anyone can verify by evaluating again.

mod compare;
pub mod envelope;
pub mod key;
pub mod mistake;
pub mod statement;

pub use compare::{compare, compare_rules};
pub use envelope::{Opened, open, signed};
pub use key::{PrivateKey, PublicKey};
pub use mistake::Mistake;
pub use statement::Statement;
