//! Text of rule files to a tree and every error; parsing never fails and never stops at the first mistake.

pub mod ast;
