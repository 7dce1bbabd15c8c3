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

use super::block::{Level, begins_item, block, head, report_misspelt, report_orphan};
use super::clause::{push, recommendation, remarks, requirement};
use super::expr::expression;
use super::literal::text;
use super::scenario::scenario;
use super::{name, native_name, token};
use crate::diagnostic::suggest::nearest;
use crate::syntax::ast::{Choice, Column, Define, Fact, Facts, File, Item, Name, Table, Type};
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::stream::{Parsed, Tokens};
use crate::syntax::token::{KindSet, TokenKind};

/// All items of a file. Behind an item that fails, the next one is read.
pub fn file<'t, 's>(mut input: Tokens<'t, 's>) -> File {
    let mut items = Vec::new();
    while input.kind() != TokenKind::End {
        let misspelt = misspelt(input);
        if let Some(meant) = misspelt {
            report_misspelt(input, meant);
        }
        input = match item(input, misspelt.unwrap_or(input.kind())) {
            Ok((rest, item)) => {
                items.extend(item);
                rest
            }
            Err(_) if is_orphan(input) && input.kind() != TokenKind::RightBrace => {
                report_orphan(input);
                skip_orphans(input)
            }
            Err(trouble) => {
                input.report(trouble);
                if is_orphan(input) { skip_orphans(input) } else { skip_item(input) }
            }
        };
    }
    File { items }
}

/// Whether this is what a brace too many leaves outside of the item that it closes.
fn is_orphan(input: Tokens<'_, '_>) -> bool {
    let kind = input.kind();
    let is_line = KindSet::RECOMMENDATION_LINES
        .union(KindSet::REQUIREMENT_LINES)
        .union(KindSet::SCENARIO_LINES)
        .contains(kind);
    is_line || kind == TokenKind::RightBrace || (kind.is_word() && input.nth(1).kind == TokenKind::Colon)
}

fn item<'t, 's>(input: Tokens<'t, 's>, kind: TokenKind) -> Parsed<'t, 's, Option<Item>> {
    match kind {
        TokenKind::Choice => choice(input).map(|(rest, item)| (rest, Some(Item::Choice(item)))),
        TokenKind::Define => define(input).map(|(rest, item)| (rest, Some(Item::Define(item)))),
        TokenKind::Facts => facts(input).map(|(rest, item)| (rest, item.map(Item::Facts))),
        TokenKind::Table => table(input).map(|(rest, item)| (rest, item.map(Item::Table))),
        TokenKind::RecommendationItem => {
            recommendation(input).map(|(rest, item)| (rest, item.map(Item::Recommendation)))
        }
        TokenKind::Scenario => scenario(input).map(|(rest, item)| (rest, item.map(Item::Scenario))),
        _ => input.expected(KindSet::ITEMS),
    }
}

/// The keyword that a word at the beginning of a line was meant as, where what follows is that of an item.
fn misspelt(input: Tokens<'_, '_>) -> Option<TokenKind> {
    let candidates: &[&str] = match input.nth(1).kind {
        _ if input.kind() != TokenKind::Name || !input.first().first_on_line => &[],
        TokenKind::Recommendation => &["recommendation"],
        TokenKind::Text => &["scenario"],
        kind if kind.is_word() => &["choice", "define", "facts", "table"],
        _ => &[],
    };
    nearest(input.text(input.first()), candidates.iter().copied()).map(TokenKind::of_word)
}

/// The next item behind what a brace too many has left outside of its own. Of that, the requirements are read, so that
/// the mistakes in them are told.
fn skip_orphans<'t, 's>(mut input: Tokens<'t, 's>) -> Tokens<'t, 's> {
    while input.kind() != TokenKind::End && !begins_item(input) && misspelt(input).is_none() {
        let is_requirement =
            input.kind() == TokenKind::RequirementBlock && input.nth(1).kind == TokenKind::Requirement;
        input = match is_requirement.then(|| requirement(input)) {
            Some(Ok((rest, _))) => rest,
            Some(Err(trouble)) => {
                input.report(trouble);
                input.rest()
            }
            None => input.rest(),
        };
    }
    input
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

fn facts<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Option<Facts>> {
    let (input, head) = head(start, (name, opt(text)).parse(start.rest()))?;
    let mut facts = Vec::new();
    let (input, ()) = block(input, Level::Item, declared_names(), |input| push(&mut facts, fact(input)))?;
    let span = start.span_until(input);
    Ok((input, head.map(|(name, title)| Facts { name, title, facts, span })))
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

fn table<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Option<Table>> {
    let each = opt(preceded(token(TokenKind::Each), name));
    let (input, head) = head(start, (name, opt(text), each).parse(start.rest()))?;
    let mut columns = Vec::new();
    let (input, ()) = block(input, Level::Item, declared_names(), |input| push(&mut columns, column(input)))?;
    let span = start.span_until(input);
    Ok((input, head.map(|(name, title, each)| Table { name, title, each, columns, span })))
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
