//! Text of rule files to a tree and every error; parsing never fails and never stops at the first mistake.

pub mod ast;
pub mod error;
mod grammar;
mod lexer;
pub mod print;
mod stream;
mod token;

use crate::source::FileId;
use error::SyntaxError;
use stream::{Context, Tokens};

/// The tree of a rule file, with everything that was wrong left out of it.
#[derive(Debug)]
pub struct Parsed {
    /// What could be read.
    pub tree: ast::File,
    /// What could not, in the order of the text.
    pub errors: Vec<SyntaxError>,
}

/// Parses a rule file.
pub fn parse(file: FileId, text: &str) -> Parsed {
    let (tokens, errors) = lexer::lex(file, text, 0);
    let context = Context::new(file, text);
    context.errors.replace(errors);
    let tree = grammar::item::file(Tokens::new(&tokens, &context));
    Parsed { tree, errors: context.errors.into_inner().in_order() }
}
