//! Literals, ids and texts.

use nom::Parser;
use nom::multi::many1;

use super::token;
use crate::source::Span;
use crate::syntax::ast::{Literal, LiteralKind, RuleId, Template, TemplatePart, Text};
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::lexer;
use crate::syntax::stream::{Context, Parsed, Tokens};
use crate::syntax::token::{KindSet, Token, TokenKind};
use crate::vocabulary::Unit;

/// A number, percent, date, duration or text.
pub fn literal<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Literal> {
    let first = input.text(input.first()).to_owned();
    let (rest, kind) = match input.kind() {
        TokenKind::Number => number(input, first)?,
        TokenKind::Date => (input.rest(), LiteralKind::Date(first)),
        TokenKind::Text => {
            let (rest, text) = text(input)?;
            (rest, LiteralKind::Text(text.value))
        }
        _ => return input.expected(KindSet::of(&[TokenKind::Number, TokenKind::Date, TokenKind::Text])),
    };
    Ok((rest, Literal { kind, span: input.span_until(rest) }))
}

/// A number with what may follow it: `%`, or the unit of a duration. Any other word there is a mistake, but in the next
/// line, or as the name that the next declaration begins with.
fn number<'t, 's>(input: Tokens<'t, 's>, digits: String) -> Parsed<'t, 's, LiteralKind> {
    let rest = input.rest();
    if rest.kind() == TokenKind::Percent {
        return Ok((rest.rest(), LiteralKind::Percent(digits)));
    }
    let word = rest.text(rest.first());
    if let Some(unit) = Unit::named(word) {
        return Ok((rest.rest(), LiteralKind::Duration(digits, unit)));
    }
    if rest.kind() == TokenKind::Name && !rest.first().first_on_line && rest.nth(1).kind != TokenKind::Colon {
        return rest.mistake(SyntaxErrorKind::UnknownUnit(word.to_owned()), rest.span());
    }
    Ok((rest, LiteralKind::Number(digits)))
}

/// A date.
pub fn date<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Literal> {
    let (rest, token) = input.take_kind(TokenKind::Date)?;
    Ok((rest, Literal { kind: LiteralKind::Date(input.text(token).to_owned()), span: input.span() }))
}

/// A duration.
pub fn duration<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Literal> {
    let (rest, literal) = literal(input)?;
    match literal.kind {
        LiteralKind::Duration(..) => Ok((rest, literal)),
        _ => input.expected(KindSet::of(&[TokenKind::Number])),
    }
}

/// `R8`
pub fn recommendation_id<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, RuleId> {
    rule_id(input, KindSet::of(&[TokenKind::Recommendation]))
}

/// `R8.4`
pub fn requirement_id<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, RuleId> {
    rule_id(input, KindSet::of(&[TokenKind::Requirement]))
}

/// An id of one of these kinds.
pub fn rule_id<'t, 's>(input: Tokens<'t, 's>, kinds: KindSet) -> Parsed<'t, 's, RuleId> {
    if !kinds.contains(input.kind()) {
        return input.expected(kinds);
    }
    let text = input.text(input.first());
    let mut parts = text.trim_start_matches('R').split('.');
    // The lexer has made sure of the digits.
    let mut number = || parts.next().and_then(|part| part.parse().ok());
    let (recommendation, requirement) = (number().unwrap_or(0), number());
    let clause = parts.next().map(str::to_owned);
    Ok((input.rest(), RuleId { recommendation, requirement, clause, span: input.span() }))
}

/// Neighbouring texts, joined, which print no values.
pub fn text<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Text> {
    let (rest, tokens) = many1(token(TokenKind::Text)).parse(input)?;
    let mut value = String::new();
    for token in tokens {
        for piece in pieces(input.context, token) {
            match piece {
                Piece::Text(text) => value.push_str(&text),
                Piece::Value(span) => input.context.report(SyntaxErrorKind::ValueInPlainText, span),
            }
        }
    }
    Ok((rest, Text { value, span: input.span_until(rest) }))
}

/// Neighbouring texts, joined, which may print values.
pub fn template<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Template> {
    let (rest, tokens) = many1(token(TokenKind::Text)).parse(input)?;
    let mut parts: Vec<TemplatePart> = Vec::new();
    for token in tokens {
        for piece in pieces(input.context, token) {
            match (piece, parts.last_mut()) {
                (Piece::Text(text), _) if text.is_empty() => {}
                (Piece::Text(text), Some(TemplatePart::Text(before))) => before.push_str(&text),
                (Piece::Text(text), _) => parts.push(TemplatePart::Text(text)),
                (Piece::Value(span), _) => parts.extend(value(input.context, span).map(TemplatePart::Value)),
            }
        }
    }
    Ok((rest, Template { parts, span: input.span_until(rest) }))
}

/// The expression between two braces of a text.
fn value(context: &Context<'_>, span: Span) -> Option<crate::syntax::ast::Expr> {
    let range = span.range();
    let (tokens, errors) = lexer::lex(context.file, context.text.get(..range.end)?, range.start);
    context.errors.borrow_mut().absorb(errors);
    let inside = Context::new(context.file, context.text);
    let input = Tokens::new(&tokens, &inside);
    let parsed = super::expr::expression(input).and_then(|(rest, expr)| {
        let (_, _) = rest.take_kind(TokenKind::End)?;
        Ok(expr)
    });
    let expr = parsed.map_err(|trouble| input.report(trouble)).ok();
    context.errors.borrow_mut().absorb(inside.errors.take());
    expr
}

/// A part of a quoted text.
enum Piece {
    /// Words, escapes resolved.
    Text(String),
    /// The place between `{` and `}`.
    Value(Span),
}

/// The parts of a quoted text between its quotes.
fn pieces(context: &Context<'_>, token: Token) -> Vec<Piece> {
    let span = token.span(context.file);
    let (start, end) = (span.range().start.saturating_add(1), span.range().end.saturating_sub(1));
    let mut chars = context.text.get(start..end).unwrap_or("").char_indices().peekable();
    let place = |from: usize, to: usize| {
        Span::new(context.file, start.saturating_add(from)..start.saturating_add(to))
    };
    let mut pieces = Vec::new();
    let mut words = String::new();
    while let Some((at, char)) = chars.next() {
        match (char, chars.peek().map(|(_, next)| *next)) {
            ('\\', Some(escaped)) => {
                chars.next();
                match escaped {
                    'n' => words.push('\n'),
                    '"' | '\\' => words.push(escaped),
                    _ => {
                        let behind = at.saturating_add(1).saturating_add(escaped.len_utf8());
                        context.report(SyntaxErrorKind::UnknownEscape(escaped), place(at, behind));
                    }
                }
            }
            ('{', Some('{')) | ('}', Some('}')) => {
                chars.next();
                words.push(char);
            }
            ('{', _) => {
                let from = at.saturating_add(1);
                match chars.by_ref().find(|(_, char)| *char == '}') {
                    Some((to, _)) => {
                        pieces.push(Piece::Text(std::mem::take(&mut words)));
                        pieces.push(Piece::Value(place(from, to)));
                    }
                    None => context.report(SyntaxErrorKind::UnclosedValue, place(at, from)),
                }
            }
            ('}', _) => context.report(SyntaxErrorKind::StrayBrace, place(at, at.saturating_add(1))),
            _ => words.push(char),
        }
    }
    pieces.push(Piece::Text(words));
    pieces
}
