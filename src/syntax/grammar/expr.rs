//! Expressions, one function a level of binding, loosest first.

use nom::Parser;
use nom::combinator::opt;
use nom::multi::separated_list1;
use nom::sequence::preceded;

use super::literal::literal;
use super::{name, native_name, token};
use crate::syntax::ast::{Expr, ExprKind, Name, Quantifier};
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::stream::{Parsed, Tokens, Trouble};
use crate::syntax::token::{KindSet, Token, TokenKind};
use crate::vocabulary::{Comparison, Operator, QuantifierKind};

/// `expr = "if" expr "then" expr [ "else" expr ] | disjunction`
pub fn expression<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Expr> {
    input.nested(|input| match input.kind() {
        TokenKind::If => conditional(input),
        _ => disjunction(input),
    })
}

/// A keyword that goes on with an expression, and does not begin a declaration.
fn continuing<'t, 's: 't>(kind: TokenKind) -> impl FnMut(Tokens<'t, 's>) -> Parsed<'t, 's, Token> {
    move |input| {
        if input.continuation() == kind {
            input.take_kind(kind)
        } else {
            input.expected(KindSet::of(&[kind]))
        }
    }
}

/// A chain of `else if` is a list of branches, so that its length costs no depth.
fn conditional<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Expr> {
    let (mut branches, mut otherwise, mut input) = (Vec::new(), None, start);
    while otherwise.is_none() {
        let (rest, condition) = preceded(token(TokenKind::If), expression).parse(input)?;
        let (rest, value) = preceded(token(TokenKind::Then), expression).parse(rest)?;
        branches.push((condition, value));
        let (rest, more) = opt(continuing(TokenKind::Else)).parse(rest)?;
        input = rest;
        match more {
            None => break,
            Some(_) if input.kind() == TokenKind::If => {}
            Some(_) => {
                let (rest, value) = expression(input)?;
                (input, otherwise) = (rest, Some(Box::new(value)));
            }
        }
    }
    Ok(made(start, input, ExprKind::If { branches, otherwise }))
}

/// `and` and `or` side by side are refused, as readers disagree about which binds tighter.
fn disjunction<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Expr> {
    let (mut input, first) = negation(start)?;
    let joint = input.continuation();
    if !KindSet::JOINTS.contains(joint) {
        input.note_expected(KindSet::JOINTS);
        return Ok((input, first));
    }
    guard(start, &first)?;
    let mut list = vec![first];
    let mut last = start;
    while input.continuation() == joint {
        last = input.rest();
        let (rest, part) = operand(last, negation)?;
        list.push(*part);
        input = rest;
    }
    if KindSet::JOINTS.contains(input.continuation()) {
        let fixes = parenthesized(start, last, input);
        return input.mistake(SyntaxErrorKind::MixedAndOr { fixes }, input.span());
    }
    let kind = if joint == TokenKind::And { ExprKind::And(list) } else { ExprKind::Or(list) };
    Ok(made(start, input, kind))
}

/// The two things that may be meant where a chain of `and` or `or`, of which `last` is the last part, goes on with the
/// other one.
fn parenthesized<'t, 's>(
    start: Tokens<'t, 's>,
    last: Tokens<'t, 's>,
    other: Tokens<'t, 's>,
) -> Option<[String; 2]> {
    let (rest, _) = negation(other.rest()).ok()?;
    let (chain, before) = (start.words_until(other), start.words_until(last));
    let (part, behind) = (last.words_until(other), other.words_until(rest));
    Some([format!("({chain}) {behind}"), format!("{before} ({part} {behind})")])
}

/// `negation = "not" negation | comparison`
fn negation<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Expr> {
    if start.kind() != TokenKind::Not {
        return comparison(start);
    }
    let (input, negated) = start.rest().nested(|input| operand(input, negation))?;
    Ok(made(start, input, ExprKind::Not(negated)))
}

fn comparison<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Expr> {
    let (input, left) = sum(start)?;
    let operator = input.continuation();
    if operator == TokenKind::Equals {
        return input.mistake(SyntaxErrorKind::EqualsForIs, input.span());
    }
    if !KindSet::COMPARISONS.contains(operator) {
        input.note_expected(KindSet::COMPARISONS);
        return Ok((input, left));
    }
    guard(start, &left)?;
    let left = Box::new(left);
    let rest = input.rest();
    let (input, kind) = match operator {
        TokenKind::Is => is(input, left)?,
        TokenKind::In => {
            let (input, list) = list(rest)?;
            (input, ExprKind::In { value: left, list })
        }
        TokenKind::Covers => {
            let (input, list) = list(rest)?;
            (input, ExprKind::Covers { value: left, list })
        }
        TokenKind::Within => {
            let (input, window) = operand(rest, sum)?;
            let (input, of) =
                opt(preceded(continuing(TokenKind::Of), |input| operand(input, sum))).parse(input)?;
            (input, ExprKind::Within { date: left, window, of })
        }
        other => {
            let (input, right) = operand(rest, member_or_sum)?;
            let comparison = match other {
                TokenKind::Less => Comparison::Less,
                TokenKind::LessOrEqual => Comparison::LessOrEqual,
                TokenKind::Greater => Comparison::Greater,
                _ => Comparison::GreaterOrEqual,
            };
            (input, ExprKind::Compare { comparison, left, right })
        }
    };
    if KindSet::COMPARISONS.contains(input.continuation()) {
        let fix = compared_twice(start, rest, input).filter(|_| !operator.is_word());
        return input.mistake(SyntaxErrorKind::ChainedComparison { fix }, input.span());
    }
    Ok(made(start, input, kind))
}

/// Two comparisons instead of one that goes on with `other`. What stands between the two operators begins at `middle`.
fn compared_twice<'t, 's>(
    start: Tokens<'t, 's>,
    middle: Tokens<'t, 's>,
    other: Tokens<'t, 's>,
) -> Option<String> {
    let (rest, _) = member_or_sum(other.rest()).ok().filter(|_| !other.kind().is_word())?;
    let (first, middle, behind) =
        (start.words_until(other), middle.words_until(other), other.words_until(rest));
    Some(format!("{first} and {middle} {behind}"))
}

/// `is`, and what follows it.
fn is<'t, 's>(start: Tokens<'t, 's>, left: Box<Expr>) -> Parsed<'t, 's, ExprKind> {
    let (input, not) = opt(token(TokenKind::Not)).parse(start.rest())?;
    let negated = not.is_some();
    if let Some(comparison) = compares(input) {
        let instead =
            if negated { "`not` before the whole comparison: `not a in [b]`" } else { comparison.words() };
        let found = start.words_until(input.rest());
        let span = start.span_until(input.rest());
        return input.mistake(SyntaxErrorKind::Confusion { found, instead }, span);
    }
    if input.kind() == TokenKind::Recorded {
        return Ok((input.rest(), ExprKind::Recorded { negated, value: left }));
    }
    input.note_expected(KindSet::of(&[TokenKind::Recorded]));
    let (input, right) = operand(input, member_or_sum)?;
    Ok((input, ExprKind::Is { negated, left, right }))
}

/// The comparison that stands here, where what follows it shows that it is no member of that name.
fn compares(input: Tokens<'_, '_>) -> Option<TokenKind> {
    let kind = input.kind();
    let next = input.nth(1).kind;
    let is_one = match kind {
        TokenKind::In | TokenKind::Covers => next == TokenKind::LeftBracket,
        TokenKind::Within => next == TokenKind::Number,
        _ => KindSet::COMPARISONS.contains(kind) && !kind.is_word(),
    };
    is_one.then_some(kind)
}

/// An operand, which must not be a quantifier without parentheses.
fn operand<'t, 's>(
    start: Tokens<'t, 's>,
    mut parser: impl FnMut(Tokens<'t, 's>) -> Parsed<'t, 's, Expr>,
) -> Parsed<'t, 's, Box<Expr>> {
    let (input, operand) = parser(start)?;
    guard(start, &operand)?;
    Ok((input, Box::new(operand)))
}

/// Where a member is expected, a keyword on the same line is a name, unless it begins an expression.
fn member_or_sum<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Expr> {
    let token = input.first();
    let is_member = token.kind.is_word()
        && !token.first_on_line
        && !STARTERS.contains(token.kind)
        && input.nth(1).kind != TokenKind::Dot;
    if is_member { named(input) } else { sum(input) }
}

/// Keywords that an expression may begin with.
const STARTERS: KindSet =
    KindSet::of(&[TokenKind::Not, TokenKind::If, TokenKind::Name]).union(QUANTIFIERS).union(KindSet::of(&[
        TokenKind::All,
        TokenKind::Any,
        TokenKind::At,
        TokenKind::AsOf,
        TokenKind::Due,
        TokenKind::Absent,
    ]));

const QUANTIFIERS: KindSet = KindSet::of(&[
    TokenKind::Every,
    TokenKind::Some,
    TokenKind::No,
    TokenKind::Count,
    TokenKind::Share,
    TokenKind::Sum,
    TokenKind::Min,
    TokenKind::Max,
]);

fn sum<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Expr> {
    chain(input, &[(TokenKind::Plus, Operator::Add), (TokenKind::Minus, Operator::Subtract)], product)
}

fn product<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Expr> {
    chain(input, &[(TokenKind::Times, Operator::Multiply), (TokenKind::Slash, Operator::Divide)], unary)
}

/// Operands with operators of one level between them.
fn chain<'t, 's>(
    start: Tokens<'t, 's>,
    operators: &[(TokenKind, Operator)],
    mut operand: impl FnMut(Tokens<'t, 's>) -> Parsed<'t, 's, Expr>,
) -> Parsed<'t, 's, Expr> {
    let (mut input, first) = operand(start)?;
    let mut rest = Vec::new();
    while let Some((_, operator)) = operators.iter().find(|(kind, _)| *kind == input.kind()) {
        if rest.is_empty() {
            guard(start, &first)?;
        }
        let behind = input.rest();
        let (next, value) = operand(behind)?;
        guard(behind, &value)?;
        rest.push((*operator, value));
        input = next;
    }
    if rest.is_empty() {
        return Ok((input, first));
    }
    Ok(made(start, input, ExprKind::Arithmetic { first: Box::new(first), rest }))
}

/// `unary = "-" unary | primary { "." name }`
fn unary<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Expr> {
    if start.kind() == TokenKind::Minus {
        let (input, negated) = start.rest().nested(|input| operand(input, unary))?;
        return Ok(made(start, input, ExprKind::Negate(negated)));
    }
    let (input, of) = primary(start)?;
    if input.kind() != TokenKind::Dot {
        return Ok((input, of));
    }
    guard(start, &of)?;
    // Parentheses round a path say nothing, so that the path goes on.
    let (of, mut names) = match of.kind {
        ExprKind::Member { of, names } => (of, names),
        _ => (Box::new(of), Vec::new()),
    };
    let mut input = input;
    while input.kind() == TokenKind::Dot {
        let (rest, member) = name(input.rest())?;
        names.push(member);
        input = rest;
    }
    Ok(made(start, input, ExprKind::Member { of, names }))
}

fn primary<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Expr> {
    let kind = start.kind();
    let next = start.nth(1).kind;
    match kind {
        TokenKind::Number | TokenKind::Date | TokenKind::Text => {
            let (input, literal) = literal(start)?;
            Ok(made(start, input, ExprKind::Literal(literal)))
        }
        TokenKind::LeftParenthesis => {
            let (input, inner) = expression(start.rest())?;
            let (input, _) = input.take_kind(TokenKind::RightParenthesis)?;
            Ok((input, Expr { kind: inner.kind, span: start.span_until(input) }))
        }
        TokenKind::If => {
            let fix = conditional(start).ok().map(|(rest, _)| format!("({})", start.words_until(rest)));
            start.mistake(SyntaxErrorKind::BareIf { fix }, start.span())
        }
        TokenKind::All | TokenKind::Any
            if next == TokenKind::Of && start.nth(2).kind == TokenKind::LeftBracket =>
        {
            let (input, list) = list(start.rest().rest())?;
            let kind = if kind == TokenKind::All { ExprKind::AllOf(list) } else { ExprKind::AnyOf(list) };
            Ok(made(start, input, kind))
        }
        TokenKind::At if next == TokenKind::Least => at_least(start),
        kind if QUANTIFIERS.contains(kind) && next.is_word() && start.nth(2).kind == TokenKind::In => {
            quantifier(start)
        }
        TokenKind::Name
        | TokenKind::AsOf
        | TokenKind::Due
        | TokenKind::Absent
        | TokenKind::All
        | TokenKind::Any
        | TokenKind::At => named(start),
        kind if QUANTIFIERS.contains(kind) => named(start),
        _ => start.expected_expression(),
    }
}

fn named<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Expr> {
    let (input, name) = native_name(start)?;
    Ok(made(start, input, ExprKind::Name(name.text)))
}

/// `at least n of [ … ]`
fn at_least<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Expr> {
    let number = start.rest().rest();
    let (input, digits) = number.take_kind(TokenKind::Number)?;
    let count = Name { text: number.text(digits).to_owned(), span: number.span() };
    let (input, list) = preceded(token(TokenKind::Of), list).parse(input)?;
    Ok(made(start, input, ExprKind::AtLeast { count, list }))
}

/// `list = "[" expr { "," expr } [","] "]"`
fn list<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Vec<Expr>> {
    let (input, _) = input.take_kind(TokenKind::LeftBracket)?;
    let (input, list) = separated_list1(token(TokenKind::Comma), list_item).parse(input)?;
    let (input, _) = opt(token(TokenKind::Comma)).parse(input)?;
    let (input, _) = input.take_kind(TokenKind::RightBracket)?;
    Ok((input, list))
}

/// In a list, any word that stands alone is a name.
fn list_item<'t, 's>(input: Tokens<'t, 's>) -> Parsed<'t, 's, Expr> {
    let alone = matches!(input.nth(1).kind, TokenKind::Comma | TokenKind::RightBracket);
    if input.kind().is_word() && alone { named(input) } else { expression(input) }
}

fn quantifier<'t, 's>(start: Tokens<'t, 's>) -> Parsed<'t, 's, Expr> {
    let kind = match start.kind() {
        TokenKind::Every => QuantifierKind::Every,
        TokenKind::Some => QuantifierKind::Some,
        TokenKind::No => QuantifierKind::No,
        TokenKind::Count => QuantifierKind::Count,
        TokenKind::Share => QuantifierKind::Share,
        TokenKind::Sum => QuantifierKind::Sum,
        TokenKind::Min => QuantifierKind::Min,
        _ => QuantifierKind::Max,
    };
    let (input, row) = name(start.rest())?;
    let (input, table) = preceded(token(TokenKind::In), name).parse(input)?;
    let (input, filter) = opt(preceded(continuing(TokenKind::Where), expression)).parse(input)?;
    let has_body = !matches!(kind, QuantifierKind::Some | QuantifierKind::No | QuantifierKind::Count);
    let (input, body) = if has_body {
        let (input, body) = preceded(token(TokenKind::Colon), expression).parse(input)?;
        (input, Some(body))
    } else {
        (input, None)
    };
    Ok(made(start, input, ExprKind::Quantifier(Box::new(Quantifier { kind, row, table, filter, body }))))
}

/// Refuses a quantifier without parentheses beside an operator: how far it reaches would be a guess.
fn guard<'t, 's>(start: Tokens<'t, 's>, operand: &Expr) -> Result<(), nom::Err<Trouble>> {
    let bare = matches!(operand.kind, ExprKind::Quantifier(_)) && start.kind() != TokenKind::LeftParenthesis;
    if bare {
        let fix = format!("({})", start.words_before(operand.span.end));
        start.mistake::<()>(SyntaxErrorKind::BareQuantifier { fix }, start.span())?;
    }
    Ok(())
}

fn made<'t, 's>(start: Tokens<'t, 's>, rest: Tokens<'t, 's>, kind: ExprKind) -> (Tokens<'t, 's>, Expr) {
    (rest, Expr { kind, span: start.span_until(rest) })
}
