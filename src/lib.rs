//! Tipstaff checks what a body says of itself against what an inspectorate's recommendations ask for.

pub mod assessment;
pub mod builtin;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
pub mod digest;
pub mod document;
pub mod evaluate;
pub mod load;
pub mod pack;
pub mod report;
pub mod resolve;
pub mod source;
pub mod syntax;
pub mod vocabulary;
