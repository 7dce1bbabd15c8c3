//! Blocks in braces, read line by line: what is wrong with one line is reported, and the next line is read.

use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::stream::{Parsed, Tokens, Trouble};
use crate::syntax::token::{KindSet, TokenKind};

/// What kind of block it is. A block that is not closed ends where something begins that can only stand further out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// An item of the file.
    Item,
    /// A requirement.
    Requirement,
    /// A clause, or another line with a block of its own.
    Line,
}

/// `{`, lines, `}`. A line that fails is reported and skipped, to the next line that begins with one of `starters`.
pub fn block<'t, 's>(
    input: Tokens<'t, 's>,
    level: Level,
    starters: KindSet,
    mut line: impl FnMut(Tokens<'t, 's>) -> Parsed<'t, 's, ()>,
) -> Parsed<'t, 's, ()> {
    let opening = input.span();
    let (mut input, _) = input.take_kind(TokenKind::LeftBrace)?;
    loop {
        if input.kind() == TokenKind::RightBrace {
            return Ok((input.rest(), ()));
        }
        if input.kind() == TokenKind::End || begins_further_out(input, level) {
            input.context.report(SyntaxErrorKind::UnclosedBlock, opening);
            return Ok((input, ()));
        }
        match line(input) {
            Ok((rest, ())) => input = rest,
            Err(trouble) => {
                input.report(trouble);
                input = skip_line(input, level, starters);
            }
        }
    }
}

/// The head of an item or of a requirement. One that fails is reported, and the block behind it is read all the same, so
/// that the mistakes in it are told too.
pub fn head<'t, 's, T>(start: Tokens<'t, 's>, read: Parsed<'t, 's, T>) -> Parsed<'t, 's, Option<T>> {
    let trouble = match read {
        Ok((rest, head)) => return Ok((rest, Some(head))),
        Err(trouble) => trouble,
    };
    start.report(trouble);
    let mut input = start.rest();
    while input.kind() != TokenKind::LeftBrace {
        // What begins a line is no part of a head, but for a title.
        let goes_on = !input.first().first_on_line || input.kind() == TokenKind::Text;
        if !goes_on || matches!(input.kind(), TokenKind::End | TokenKind::RightBrace) {
            return Err(nom::Err::Failure(Trouble::Reported));
        }
        input = input.rest();
    }
    Ok((input, None))
}

/// Reports a word that was meant as the keyword before what follows it. It is then read as that keyword.
pub fn report_misspelt(input: Tokens<'_, '_>, meant: TokenKind) {
    let (found, text) = (input.kind(), input.text(input.first()).to_owned());
    let kind =
        SyntaxErrorKind::Unexpected { found, text, expected: KindSet::of(&[meant]), expression: false };
    input.context.report(kind, input.span());
}

/// Reports a line that can only stand further in: most often, a brace before it closes more than it should.
pub fn report_orphan(input: Tokens<'_, '_>) {
    let found = input.text(input.first()).to_owned();
    input.context.report(SyntaxErrorKind::Orphan(found), input.span());
}

/// Whether an item begins here: its keyword at the start of a line, and what must follow it.
pub fn begins_item(input: Tokens<'_, '_>) -> bool {
    let next = input.nth(1).kind;
    input.first().first_on_line
        && match input.kind() {
            TokenKind::Choice | TokenKind::Define | TokenKind::Facts | TokenKind::Table => next.is_word(),
            TokenKind::RecommendationItem => next == TokenKind::Recommendation,
            TokenKind::Scenario => next == TokenKind::Text,
            _ => false,
        }
}

/// Whether something begins here that can only stand further out than in a block of this level.
pub fn begins_further_out(input: Tokens<'_, '_>, level: Level) -> bool {
    let (kind, next) = (input.kind(), input.nth(1).kind);
    let requirement = kind == TokenKind::RequirementBlock && next == TokenKind::Requirement;
    let clause = matches!(kind, TokenKind::Must | TokenKind::Should | TokenKind::Best)
        && next.is_word()
        && input.nth(2).kind == TokenKind::Colon;
    begins_item(input)
        || (level >= Level::Requirement && requirement)
        || (level >= Level::Line && clause && input.first().first_on_line)
}

/// Behind a line that failed: at the next line that begins as one should, or at the end of the block. Blocks within
/// the line are skipped whole.
pub fn skip_line<'t, 's>(line: Tokens<'t, 's>, level: Level, starters: KindSet) -> Tokens<'t, 's> {
    let mut input = line.at_furthest();
    if input.first() == line.first() {
        input = input.rest();
    }
    let mut open = 0_usize;
    loop {
        let token = input.first();
        match token.kind {
            TokenKind::End => return input,
            TokenKind::LeftBrace => open = open.saturating_add(1),
            TokenKind::RightBrace if open == 0 => return input,
            TokenKind::RightBrace => open = open.saturating_sub(1),
            _ if begins_further_out(input, level) => return input,
            kind if open == 0 && token.first_on_line && starters.contains(kind) => return input,
            _ => {}
        }
        input = input.rest();
    }
}
