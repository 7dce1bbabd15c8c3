//! Text of rule files to a tree and every error; parsing never fails and never stops at the first mistake.

pub mod ast;
pub mod error;
mod grammar;
mod lexer;
pub mod print;
mod stream;
mod token;

use crate::source::{FileId, Span};
use error::{SyntaxError, SyntaxErrorKind};
use stream::{Context, Tokens};

/// How many errors of one file are told.
const ERROR_LIMIT: usize = 100;

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
    Parsed { tree, errors: in_order(context.errors.into_inner()) }
}

/// The errors by place, one for each place, and no more than the limit.
fn in_order(mut errors: Vec<SyntaxError>) -> Vec<SyntaxError> {
    errors.sort_by_key(|error| (error.span.start, error.span.end));
    errors.dedup_by_key(|error| error.span);
    let more = errors.len().saturating_sub(ERROR_LIMIT);
    if more > 0 {
        errors.truncate(ERROR_LIMIT);
        let last: Option<Span> = errors.last().map(|error| error.span);
        errors.extend(last.map(|span| SyntaxError { kind: SyntaxErrorKind::More(more), span }));
    }
    errors
}
