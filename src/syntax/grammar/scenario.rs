//! Scenarios: what is given and what is expected.

use nom::Parser;
use nom::combinator::opt;
use nom::multi::separated_list1;
use nom::sequence::preceded;

use super::block::{Level, block};
use super::clause::push;
use super::expr::expression;
use super::literal::{date, literal, requirement_id, rule_id, text};
use super::{name, names, token};
use crate::syntax::ast::{Expectation, Given, GivenKind, GivenValue, Name, Operand, Row, Scenario};
use crate::syntax::stream::{Parsed, Tokens};
use crate::syntax::token::{KindSet, TokenKind};
use crate::vocabulary::BoundKind;

const IDS: KindSet = KindSet::of(&[TokenKind::Recommendation, TokenKind::Requirement, TokenKind::Clause]);

/// `scenario "…" { … }`
pub fn scenario<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Scenario> {
    let (input, title) = text(start.rest())?;
    let mut made = Scenario {
        title,
        as_of: Vec::new(),
        body: Vec::new(),
        given: Vec::new(),
        expect: Vec::new(),
        span: start.span(),
    };
    let line = |input: Tokens<'t, 's>| match input.kind() {
        TokenKind::AsOf => push(&mut made.as_of, date(input.rest())),
        TokenKind::Body => push(&mut made.body, name(input.rest())),
        TokenKind::Given => push(&mut made.given, given(input.rest())),
        TokenKind::Expect => push(&mut made.expect, expectation(input.rest())),
        _ => input.expected(KindSet::SCENARIO_LINES.union(KindSet::of(&[TokenKind::RightBrace]))),
    };
    let (input, ()) = block(input, Level::Item, KindSet::SCENARIO_LINES, line)?;
    made.span = start.span_until(input);
    Ok((input, made))
}

fn given<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Given> {
    match (input.kind(), input.nth(1).kind) {
        (TokenKind::Departure, TokenKind::Requirement) => {
            requirement_id(input.rest()).map(|(rest, id)| (rest, Given::Departure(id)))
        }
        (TokenKind::Table, next) if next.is_word() => given_table(input.rest()),
        _ => {
            let (input, path) = separated_list1(token(TokenKind::Dot), name).parse(input)?;
            let (input, value) = preceded(token(TokenKind::Equals), given_value).parse(input)?;
            Ok((input, Given::Fact { path, value }))
        }
    }
}

fn given_table<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Given> {
    let (input, name) = name(input)?;
    let (mut input, _) = input.take_kind(TokenKind::LeftBracket)?;
    let mut rows = Vec::new();
    while input.kind() != TokenKind::RightBracket {
        let (rest, row) = row(input)?;
        rows.push(row);
        (input, _) = opt(token(TokenKind::Comma)).parse(rest)?;
    }
    Ok((input.rest(), Given::Table { name, rows }))
}

/// `row = "{" [ name ":" given { "," name ":" given } [","] ] "}"`
fn row<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Row> {
    let (mut input, _) = start.take_kind(TokenKind::LeftBrace)?;
    let mut cells = Vec::new();
    while input.kind() != TokenKind::RightBrace {
        let (rest, cell) = cell(input)?;
        cells.push(cell);
        if rest.kind() == TokenKind::Comma {
            input = rest.rest();
        } else {
            input = rest;
            break;
        }
    }
    let (input, _) = input.take_kind(TokenKind::RightBrace)?;
    Ok((input, Row { cells, span: start.span_until(input) }))
}

fn cell<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, (Name, GivenValue)> {
    let (input, column) = name(input)?;
    let (input, value) = preceded(token(TokenKind::Colon), given_value).parse(input)?;
    Ok((input, (column, value)))
}

fn given_value<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, GivenValue> {
    let behind = start.rest();
    let bracketed = behind.kind() == TokenKind::LeftBracket;
    let bound = |kind: BoundKind| operand(behind).map(|(rest, value)| (rest, GivenKind::Bound(kind, value)));
    let (input, kind) = match start.kind() {
        TokenKind::Not if behind.kind() == TokenKind::Stated => (behind.rest(), GivenKind::NotStated),
        TokenKind::AtLeast => bound(BoundKind::AtLeast)?,
        TokenKind::AtMost => bound(BoundKind::AtMost)?,
        TokenKind::MoreThan => bound(BoundKind::MoreThan)?,
        TokenKind::LessThan => bound(BoundKind::LessThan)?,
        TokenKind::Between => {
            let (input, low) = operand(behind)?;
            let (input, high) = preceded(token(TokenKind::And), operand).parse(input)?;
            (input, GivenKind::Between(low, high))
        }
        TokenKind::Includes if bracketed => {
            members(behind).map(|(i, list)| (i, GivenKind::Includes(list)))?
        }
        TokenKind::Excludes if bracketed => {
            members(behind).map(|(i, list)| (i, GivenKind::Excludes(list)))?
        }
        TokenKind::OneOf if bracketed => members(behind).map(|(i, list)| (i, GivenKind::OneOf(list)))?,
        TokenKind::LeftBracket => members(start).map(|(i, list)| (i, GivenKind::Set(list)))?,
        _ => operand(start).map(|(i, value)| (i, GivenKind::Value(value)))?,
    };
    Ok((input, GivenValue { kind, span: start.span_until(input) }))
}

fn operand<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Operand> {
    if input.kind().is_word() {
        return name(input).map(|(rest, name)| (rest, Operand::Name(name)));
    }
    input.note_expected(KindSet::of(&[TokenKind::Name]));
    literal(input).map(|(rest, literal)| (rest, Operand::Literal(literal)))
}

/// `"[" names "]"`, which may be empty.
fn members<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Vec<Name>> {
    let (input, _) = input.take_kind(TokenKind::LeftBracket)?;
    let (input, members) = opt(names).parse(input)?;
    let (input, _) = opt(token(TokenKind::Comma)).parse(input)?;
    let (input, _) = input.take_kind(TokenKind::RightBracket)?;
    Ok((input, members.unwrap_or_default()))
}

fn expectation<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Expectation> {
    if !IDS.contains(input.kind()) {
        input.note_expected(IDS);
        return expression(input).map(|(rest, expr)| (rest, Expectation::Condition(expr)));
    }
    let (input, of) = rule_id(input, IDS)?;
    let (input, outcome) = name(input)?;
    Ok((input, Expectation::Outcome { of, outcome }))
}
