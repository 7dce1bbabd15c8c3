//! All integration tests, in one program.

mod assessment;
mod check;
mod document;
mod generated;
mod readme;
mod resolve;
mod soundness;
mod support;
mod syntax;
mod tidy;
