//! Tipstaff checks what a body says of itself against what an inspectorate's recommendations ask for.

pub mod diagnostic;
pub mod source;
pub mod syntax;
pub mod vocabulary;
