//! The grammar of rule files: nom parsers over tokens, and loops that go on behind mistakes.

pub mod block;
pub mod clause;
pub mod expr;
pub mod item;
pub mod literal;
pub mod scenario;

use nom::Parser;
use nom::multi::separated_list1;

use super::ast::Name;
use super::error::SyntaxErrorKind;
use super::lexer;
use super::stream::{Parsed, Tokens};
use super::token::{KindSet, Token, TokenKind};

/// A parser of one token of a kind.
pub fn token<'t, 's: 't>(kind: TokenKind) -> impl FnMut(Tokens<'t, 's>) -> Parsed<'t, 's, Token> {
    move |input| input.take_kind(kind)
}

/// A word, which may be a keyword, as a name.
pub fn name<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Name> {
    let token = input.first();
    if token.kind.is_word() {
        Ok((input.rest(), Name { text: input.text(token).to_owned(), span: input.span() }))
    } else {
        input.expected(KindSet::of(&[TokenKind::Name]))
    }
}

/// A word as a name, where it is not one that other languages have for a value of this one.
pub fn native_name<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Name> {
    let (rest, name) = name(input)?;
    match lexer::instead_of(&name.text) {
        Some(instead) => input.mistake(SyntaxErrorKind::Confusion { found: name.text, instead }, name.span),
        None => Ok((rest, name)),
    }
}

/// `name { "," name }`
pub fn names<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Vec<Name>> {
    separated_list1(token(TokenKind::Comma), name).parse(input)
}
