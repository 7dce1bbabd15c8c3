//! Scenarios: what is given and what is expected.

use nom::Parser;
use nom::combinator::opt;
use nom::multi::separated_list1;
use nom::sequence::preceded;

use super::block::{Level, begins_item, block, head};
use super::clause::push;
use super::expr::expression;
use super::literal::{date, literal, requirement_id, rule_id, text};
use super::{name, names, native_name, token};
use crate::syntax::ast::{Expectation, Given, GivenKind, GivenValue, Name, Operand, Row, Scenario, Text};
use crate::syntax::stream::{Parsed, Tokens};
use crate::syntax::token::{KindSet, TokenKind};
use crate::vocabulary::BoundKind;

const IDS: KindSet = KindSet::of(&[TokenKind::Recommendation, TokenKind::Requirement, TokenKind::Clause]);

/// `scenario "…" { … }`
pub fn scenario<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Option<Scenario>> {
    let (input, title) = head(start, text(start.rest()))?;
    let whole = title.is_some();
    let nameless = || Text { value: String::new(), span: start.span() };
    let mut made = Scenario {
        title: title.unwrap_or_else(nameless),
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
    Ok((input, whole.then_some(made)))
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

/// A row that fails is reported and left out, and the next one is read.
fn given_table<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Given> {
    let (input, name) = name(input)?;
    let (mut input, _) = input.take_kind(TokenKind::LeftBracket)?;
    let mut rows = Vec::new();
    loop {
        match input.kind() {
            TokenKind::RightBracket => return Ok((input.rest(), Given::Table { name, rows })),
            TokenKind::LeftBrace => {
                let (rest, row) = row(input);
                rows.extend(row);
                (input, _) = opt(token(TokenKind::Comma)).parse(rest)?;
            }
            _ => {
                let wanted = KindSet::of(&[TokenKind::LeftBrace, TokenKind::RightBracket]);
                if let Err(trouble) = input.expected::<()>(wanted) {
                    input.report(trouble);
                }
                // A brace too many closes the scenario only where no row or bracket follows it.
                let extra = input.kind() == TokenKind::RightBrace && wanted.contains(input.nth(1).kind);
                let from = if extra { input.rest() } else { input };
                input = skip(from, from, wanted);
                if !wanted.contains(input.kind()) {
                    return Ok((input, Given::Table { name, rows }));
                }
            }
        }
    }
}

/// `row = "{" [ name ":" given { "," name ":" given } [","] ] "}"`
///
/// A cell that fails is reported, and the next one is read. The row is then left out.
fn row<'t, 's>(start: Tokens<'t, 's>) -> (Tokens<'t, 's>, Option<Row>) {
    let (mut input, mut cells, mut whole) = (start.rest(), Vec::new(), true);
    while input.kind() != TokenKind::RightBrace {
        let read = cell(input).and_then(|(rest, cell)| {
            cells.push(cell);
            let behind = KindSet::of(&[TokenKind::Comma, TokenKind::RightBrace]);
            if behind.contains(rest.kind()) { Ok((rest, ())) } else { rest.expected(behind) }
        });
        input = match read {
            Ok((rest, ())) => rest,
            Err(trouble) => {
                whole = false;
                input.report(trouble);
                skip(input, input.at_furthest(), KindSet::of(&[TokenKind::Comma]))
            }
        };
        match input.kind() {
            TokenKind::Comma => input = input.rest(),
            TokenKind::RightBrace => {}
            _ => return (input, None),
        }
    }
    let row = Row { cells, span: start.span_until(input.rest()) };
    (input.rest(), whole.then_some(row))
}

/// Behind a mistake at `reached`: at one of `wanted`, at the end of the row or table, or where something begins that
/// stands in none. A list within the cell that begins at `input` is skipped whole.
fn skip<'t, 's>(mut input: Tokens<'t, 's>, reached: Tokens<'t, 's>, wanted: KindSet) -> Tokens<'t, 's> {
    let mut open = 0_usize;
    while input.kind() != TokenKind::End && !begins_item(input) && !begins_line(input) {
        let kind = input.kind();
        let is_behind = input.first().start >= reached.first().start;
        match kind {
            TokenKind::RightBrace => return input,
            kind if is_behind && open == 0 && wanted.contains(kind) => return input,
            TokenKind::LeftBracket => open = open.saturating_add(1),
            TokenKind::RightBracket if open == 0 => return input,
            TokenKind::RightBracket => open = open.saturating_sub(1),
            _ => {}
        }
        input = input.rest();
    }
    input
}

/// Whether a line of the scenario begins here: a column of the name would have its colon behind it.
fn begins_line(input: Tokens<'_, '_>) -> bool {
    let is_keyword = KindSet::SCENARIO_LINES.contains(input.continuation());
    is_keyword && input.first().first_on_line
}

fn cell<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, (Name, GivenValue)> {
    if begins_line(input) {
        return input.expected(KindSet::of(&[TokenKind::Name, TokenKind::RightBrace]));
    }
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
        return native_name(input).map(|(rest, name)| (rest, Operand::Name(name)));
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
