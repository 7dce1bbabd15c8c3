//! Recommendations and what stands in them.

use nom::Parser;
use nom::combinator::opt;
use nom::sequence::preceded;

use super::block::{
    Level as BlockLevel, begins_further_out, block, head, report_misspelt, report_orphan, skip_line,
};
use super::expr::expression;
use super::literal::{date, duration, recommendation_id, requirement_id, rule_id, template, text};
use super::{name, names, token};
use crate::syntax::ast::{
    Clause, Evidence, Name, Recommendation, Remarks, Requirement, RuleId, Source, Text, Tie,
};
use crate::syntax::stream::{Parsed, Tokens};
use crate::syntax::token::{KindSet, TokenKind};
use crate::vocabulary::{Level, TieKind};

const CLOSING: KindSet = KindSet::of(&[TokenKind::RightBrace]);

/// What begins a line of a recommendation and none of a requirement.
const OUTSIDE: KindSet = KindSet::RECOMMENDATION_LINES.without(KindSet::REQUIREMENT_LINES);

/// `recommendation R8 "…" { … }`
pub fn recommendation<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Option<Recommendation>> {
    let (input, head) = head(start, (recommendation_id, text).parse(start.rest()))?;
    let whole = head.is_some();
    let (id, title) = head.unwrap_or_else(|| nameless(start));
    let mut made = Recommendation {
        id,
        title,
        to: Vec::new(),
        with: Vec::new(),
        domains: Vec::new(),
        due: Vec::new(),
        remarks: Remarks::default(),
        ties: Vec::new(),
        requirements: Vec::new(),
        span: start.span(),
    };
    let line = |input| recommendation_line(input, &mut made);
    let (input, ()) = block(input, BlockLevel::Item, KindSet::RECOMMENDATION_LINES, line)?;
    made.span = start.span_until(input);
    Ok((input, whole.then_some(made)))
}

/// What stands for a head that could not be read, while its block is.
fn nameless(start: Tokens<'_, '_>) -> (RuleId, Text) {
    let span = start.span();
    (RuleId { recommendation: 0, requirement: None, clause: None, span }, Text { value: String::new(), span })
}

fn recommendation_line<'t, 's>(input: Tokens<'t, 's>, made: &mut Recommendation) -> Parsed<'t, 's, ()> {
    let behind = input.rest();
    match input.kind() {
        TokenKind::To => extend(&mut made.to, names(behind)),
        TokenKind::With => extend(&mut made.with, names(behind)),
        TokenKind::Domain => extend(&mut made.domains, names(behind)),
        TokenKind::Due => push(&mut made.due, date(behind)),
        TokenKind::RequirementBlock => extend(&mut made.requirements, requirement(input)),
        TokenKind::Name if behind.kind() == TokenKind::Requirement => {
            report_misspelt(input, TokenKind::RequirementBlock);
            extend(&mut made.requirements, requirement(input))
        }
        kind if KindSet::REMARKS.contains(kind) => remark(input, &mut made.remarks),
        kind if KindSet::TIES.contains(kind) => push(&mut made.ties, tie(input)),
        kind if KindSet::REQUIREMENT_LINES.contains(kind) => {
            report_orphan(input);
            Ok((orphans(input), ()))
        }
        _ => input.expected(KindSet::RECOMMENDATION_LINES.union(CLOSING)),
    }
}

/// `requirement R8.4 "…" { … }`
pub fn requirement<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Option<Requirement>> {
    let (input, head) = head(start, (requirement_id, text).parse(start.rest()))?;
    let whole = head.is_some();
    let mut made = empty(start, head.unwrap_or_else(|| nameless(start)));
    let line = |input| requirement_line(input, &mut made);
    let (input, ()) = block(input, BlockLevel::Requirement, KindSet::REQUIREMENT_LINES, line)?;
    made.span = start.span_until(input);
    Ok((input, whole.then_some(made)))
}

fn empty(start: Tokens<'_, '_>, (id, title): (RuleId, Text)) -> Requirement {
    Requirement {
        id,
        title,
        remarks: Remarks::default(),
        applies_when: Vec::new(),
        clauses: Vec::new(),
        evidence: Vec::new(),
        departure_allowed: Vec::new(),
        advise: Vec::new(),
        ties: Vec::new(),
        span: start.span(),
    }
}

/// Lines of a requirement that stand in none, most often because a brace too many has closed it. The brace that was to
/// close it then ends them, unless it must be that of the recommendation.
fn orphans<'t, 's>(start: Tokens<'t, 's>) -> Tokens<'t, 's> {
    let mut input = start;
    let mut lost = empty(start, nameless(start));
    loop {
        let behind = input.rest();
        let goes_on = behind.kind() == TokenKind::RightBrace || behind.kind() == TokenKind::RequirementBlock;
        let is_outside = OUTSIDE.contains(input.kind()) && input.first().first_on_line;
        match input.kind() {
            TokenKind::RightBrace => return if goes_on { behind } else { input },
            TokenKind::End => return input,
            _ if is_outside || begins_further_out(input, BlockLevel::Requirement) => return input,
            _ => {}
        }
        input = match requirement_line(input, &mut lost) {
            Ok((rest, ())) => rest,
            Err(trouble) => {
                input.report(trouble);
                skip_line(input, BlockLevel::Requirement, KindSet::REQUIREMENT_LINES.union(OUTSIDE))
            }
        };
    }
}

fn requirement_line<'t, 's>(input: Tokens<'t, 's>, made: &mut Requirement) -> Parsed<'t, 's, ()> {
    let behind = input.rest();
    match input.kind() {
        TokenKind::Applies => {
            push(&mut made.applies_when, preceded(token(TokenKind::When), expression).parse(behind))
        }
        TokenKind::Must => push(&mut made.clauses, clause(input, Level::Must)),
        TokenKind::Should => push(&mut made.clauses, clause(input, Level::Should)),
        TokenKind::Best => push(&mut made.clauses, clause(input, Level::Best)),
        TokenKind::Evidence => push(&mut made.evidence, evidence(input)),
        TokenKind::Departure => {
            let (rest, _) = behind.take_kind(TokenKind::Allowed)?;
            made.departure_allowed.push(input.span_until(rest));
            Ok((rest, ()))
        }
        TokenKind::Advise => push(&mut made.advise, text(behind)),
        kind if KindSet::REMARKS.contains(kind) => remark(input, &mut made.remarks),
        kind if KindSet::TIES.contains(kind) => push(&mut made.ties, tie(input)),
        _ => input.expected(KindSet::REQUIREMENT_LINES.union(CLOSING)),
    }
}

fn clause<'t, 's>(start: Tokens<'t, 's>, level: Level) -> Parsed<'t, 's, Clause> {
    let (input, name) = name(start.rest())?;
    let (input, condition) = preceded(token(TokenKind::Colon), expression).parse(input)?;
    let (input, finding) = opt(preceded(token(TokenKind::Finding), template)).parse(input)?;
    let (input, remarks) = remarks(input)?;
    Ok((input, Clause { level, name, condition, finding, remarks, span: start.span_until(input) }))
}

/// An optional block of sources, notes and readings.
pub fn remarks<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Remarks> {
    let mut remarks = Remarks::default();
    if input.kind() != TokenKind::LeftBrace {
        input.note_expected(KindSet::of(&[TokenKind::LeftBrace]));
        return Ok((input, remarks));
    }
    let (input, ()) = block(input, BlockLevel::Line, KindSet::REMARKS, |input| remark(input, &mut remarks))?;
    Ok((input, remarks))
}

fn remark<'t, 's>(input: Tokens<'t, 's>, remarks: &mut Remarks) -> Parsed<'t, 's, ()> {
    match input.kind() {
        TokenKind::Source => {
            let (rest, document) = name(input.rest())?;
            let (rest, clause) = text(rest)?;
            remarks.sources.push(Source { document, clause, span: input.span_until(rest) });
            Ok((rest, ()))
        }
        TokenKind::Note => push(&mut remarks.notes, text(input.rest())),
        TokenKind::Reading => push(&mut remarks.readings, text(input.rest())),
        _ => input.expected(KindSet::REMARKS.union(CLOSING)),
    }
}

/// `evidence a, b or c within 3 years`
fn evidence<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Evidence> {
    let (input, kinds) = kinds(start.rest())?;
    let (input, within) = opt(preceded(token(TokenKind::Within), duration)).parse(input)?;
    Ok((input, Evidence { kinds, within, span: start.span_until(input) }))
}

/// `kinds = name { "," name } [ [","] "or" name ]`
fn kinds<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Vec<Name>> {
    let (mut input, first) = name(input)?;
    let mut kinds = vec![first];
    loop {
        let or = match (input.kind(), input.nth(1).kind) {
            (TokenKind::Comma, TokenKind::Or) => Some(input.rest().rest()),
            (TokenKind::Or, _) => Some(input.rest()),
            (TokenKind::Comma, _) => None,
            _ => return Ok((input, kinds)),
        };
        let (rest, kind) = name(or.unwrap_or(input.rest()))?;
        kinds.push(kind);
        input = rest;
        if or.is_some() {
            return Ok((input, kinds));
        }
    }
}

fn tie<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Tie> {
    let kind = match start.kind() {
        TokenKind::Needs => TieKind::Needs,
        TokenKind::Follows => TieKind::Follows,
        TokenKind::Informs => TieKind::Informs,
        TokenKind::AddsLoadTo => TieKind::AddsLoadTo,
        TokenKind::Relieves => TieKind::Relieves,
        _ => TieKind::SharesWith,
    };
    let ends = KindSet::of(&[TokenKind::Recommendation, TokenKind::Requirement]);
    let (input, to) = rule_id(start.rest(), ends)?;
    let (input, because) = opt(preceded(token(TokenKind::Because), text)).parse(input)?;
    Ok((input, Tie { kind, to, because, span: start.span_until(input) }))
}

/// Adds what was parsed to a list.
pub fn push<'t, 's, T>(list: &mut Vec<T>, parsed: Parsed<'t, 's, T>) -> Parsed<'t, 's, ()> {
    parsed.map(|(rest, item)| (rest, list.push(item)))
}

fn extend<'t, 's, T>(
    list: &mut Vec<T>,
    parsed: Parsed<'t, 's, impl IntoIterator<Item = T>>,
) -> Parsed<'t, 's, ()> {
    parsed.map(|(rest, items)| (rest, list.extend(items)))
}
