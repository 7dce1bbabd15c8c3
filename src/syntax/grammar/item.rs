//! A file and its items.
//!
//! ```text
//! file   = { choice | define | facts | table | recommendation | scenario }
//! choice = "choice" name "{" name { ("," | "<") name } [","] "}"
//! define = "define" name ":" type "=" expr [ block ]
//! facts  = "facts" name [ text ] "{" { name ":" type [ text ] [ "{" { "help" text | "measured" "as" expr } "}" ] } "}"
//! table  = "table" name [ text ] [ "each" name ] "{" { [ "key" ] name ":" type [ text ] [ "=" expr ] } "}"
//! ```

use nom::Parser;
use nom::combinator::opt;
use nom::sequence::preceded;

use super::block::{Level, begins_item, block};
use super::clause::{push, recommendation, remarks};
use super::expr::expression;
use super::literal::text;
use super::scenario::scenario;
use super::{name, native_name, token};
use crate::syntax::ast::{Choice, Column, Define, Fact, Facts, File, Item, Name, Table, Type};
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::stream::{Parsed, Tokens};
use crate::syntax::token::{KindSet, TokenKind};

/// All items of a file. Behind an item that fails, the next one is read.
pub fn file<'t, 's>(mut input: Tokens<'t, 's>) -> File {
    let mut items = Vec::new();
    while input.kind() != TokenKind::End {
        match item(input) {
            Ok((rest, item)) => {
                items.push(item);
                input = rest;
            }
            Err(trouble) => {
                input.report(trouble);
                input = skip_item(input);
            }
        }
    }
    File { items }
}

fn item<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Item> {
    match input.kind() {
        TokenKind::Choice => choice(input).map(|(rest, item)| (rest, Item::Choice(item))),
        TokenKind::Define => define(input).map(|(rest, item)| (rest, Item::Define(item))),
        TokenKind::Facts => facts(input).map(|(rest, item)| (rest, Item::Facts(item))),
        TokenKind::Table => table(input).map(|(rest, item)| (rest, Item::Table(item))),
        TokenKind::RecommendationItem => {
            recommendation(input).map(|(rest, item)| (rest, Item::Recommendation(item)))
        }
        TokenKind::Scenario => scenario(input).map(|(rest, item)| (rest, Item::Scenario(item))),
        _ => input.expected(KindSet::ITEMS),
    }
}

/// The next item behind one that failed: one that begins a line, or whatever follows the braces of this one.
fn skip_item<'t, 's>(item: Tokens<'t, 's>) -> Tokens<'t, 's> {
    let mut input = item.rest();
    let mut open = 0_usize;
    while input.kind() != TokenKind::End && !begins_item(input) {
        match input.kind() {
            TokenKind::LeftBrace => open = open.saturating_add(1),
            TokenKind::RightBrace if open <= 1 => return input.rest(),
            TokenKind::RightBrace => open = open.saturating_sub(1),
            kind if open == 0 && input.first().first_on_line && KindSet::ITEMS.contains(kind) => {
                return input;
            }
            _ => {}
        }
        input = input.rest();
    }
    input
}

fn choice<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Choice> {
    let (input, name) = name(start.rest())?;
    let (input, _) = input.take_kind(TokenKind::LeftBrace)?;
    let (input, (ordered, members)) = members(input)?;
    let (input, _) = input.take_kind(TokenKind::RightBrace)?;
    Ok((input, Choice { name, ordered, members, span: start.span_until(input) }))
}

/// Members with one kind of separator throughout, and perhaps a comma behind the last.
fn members<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, (bool, Vec<Name>)> {
    let (mut input, first) = native_name(input)?;
    let mut members = vec![first];
    let separator = input.kind();
    while matches!(input.kind(), TokenKind::Comma | TokenKind::Less) {
        let last_comma = input.kind() == TokenKind::Comma && input.nth(1).kind == TokenKind::RightBrace;
        if input.kind() != separator && !last_comma {
            return input.mistake(SyntaxErrorKind::MixedSeparators, input.span());
        }
        input = input.rest();
        if last_comma {
            break;
        }
        let (rest, member) = native_name(input)?;
        members.push(member);
        input = rest;
    }
    input.note_expected(KindSet::of(&[TokenKind::Comma, TokenKind::Less]));
    Ok((input, (separator == TokenKind::Less, members)))
}

fn define<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Define> {
    let (input, name) = name(start.rest())?;
    let (input, ty) = preceded(token(TokenKind::Colon), type_name).parse(input)?;
    let (input, value) = preceded(token(TokenKind::Equals), expression).parse(input)?;
    let (input, remarks) = remarks(input)?;
    Ok((input, Define { name, ty, value, remarks, span: start.span_until(input) }))
}

fn facts<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Facts> {
    let (input, name) = name(start.rest())?;
    let (input, title) = opt(text).parse(input)?;
    let mut facts = Vec::new();
    let (input, ()) = block(input, Level::Item, declared_names(), |input| push(&mut facts, fact(input)))?;
    Ok((input, Facts { name, title, facts, span: start.span_until(input) }))
}

fn fact<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Fact> {
    let (input, name) = name(start)?;
    let (input, ty) = preceded(token(TokenKind::Colon), type_name).parse(input)?;
    let (input, question) = opt(text).parse(input)?;
    let (mut help, mut measured) = (Vec::new(), Vec::new());
    let lines = KindSet::of(&[TokenKind::Help, TokenKind::Measured, TokenKind::RightBrace]);
    let (input, ()) = match input.kind() {
        TokenKind::LeftBrace => block(input, Level::Line, lines, |input| match input.kind() {
            TokenKind::Help => push(&mut help, text(input.rest())),
            TokenKind::Measured => {
                push(&mut measured, preceded(token(TokenKind::As), expression).parse(input.rest()))
            }
            _ => input.expected(lines),
        })?,
        _ => {
            input.note_expected(KindSet::of(&[TokenKind::LeftBrace]));
            (input, ())
        }
    };
    Ok((input, Fact { name, ty, question, help, measured, span: start.span_until(input) }))
}

fn table<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Table> {
    let (input, table_name) = name(start.rest())?;
    let (input, title) = opt(text).parse(input)?;
    let (input, each) = opt(preceded(token(TokenKind::Each), name)).parse(input)?;
    let mut columns = Vec::new();
    let (input, ()) = block(input, Level::Item, declared_names(), |input| push(&mut columns, column(input)))?;
    Ok((input, Table { name: table_name, title, each, columns, span: start.span_until(input) }))
}

/// A column may itself be called `key`, which then has its colon right behind it.
fn column<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Column> {
    let key = start.kind() == TokenKind::Key && start.nth(1).kind.is_word();
    let (input, name) = name(if key { start.rest() } else { start })?;
    let (input, ty) = preceded(token(TokenKind::Colon), type_name).parse(input)?;
    let (input, question) = opt(text).parse(input)?;
    let (input, computed) = opt(preceded(token(TokenKind::Equals), expression)).parse(input)?;
    Ok((input, Column { key, name, ty, question, computed, span: start.span_until(input) }))
}

/// Every word may begin the declaration of a fact or column.
fn declared_names() -> KindSet {
    KindSet::words()
}

/// `type = … | "set" "of" name | "optional" type`
fn type_name<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Type> {
    let (mut input, mut optional) = (start, 0_u32);
    while input.kind() == TokenKind::Optional {
        optional = optional.saturating_add(1);
        input = input.rest();
    }
    let set = input.kind() == TokenKind::Set && input.nth(1).kind == TokenKind::Of;
    let (input, name) = name(if set { input.rest().rest() } else { input })?;
    Ok((input, Type { optional, set, name, span: start.span_until(input) }))
}
