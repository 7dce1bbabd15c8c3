//! The tokens as nom reads them, and what the grammar has learnt on the way: the furthest place reached and what could
//! have stood there.

use std::cell::{Cell, RefCell};
use std::iter::{Copied, Enumerate};
use std::slice::Iter;

use nom::error::{ErrorKind, ParseError};
use nom::{IResult, Input, Needed};

use super::error::{Errors, NESTING_LIMIT, SyntaxError, SyntaxErrorKind};
use super::token::{KindSet, Token, TokenKind};
use crate::source::{FileId, Span};

/// What all parsers of one text share.
pub struct Context<'s> {
    /// The file.
    pub file: FileId,
    /// Its text.
    pub text: &'s str,
    /// The errors so far.
    pub errors: RefCell<Errors>,
    furthest: Cell<Furthest>,
    depth: Cell<u32>,
}

/// The furthest token that did not fit, and everything that was tried there.
#[derive(Clone, Copy, Default)]
struct Furthest {
    start: u32,
    expected: KindSet,
    expression: bool,
}

impl<'s> Context<'s> {
    /// A context for a text.
    pub fn new(file: FileId, text: &'s str) -> Context<'s> {
        let (furthest, depth) = (Cell::default(), Cell::default());
        Context { file, text, errors: RefCell::default(), furthest, depth }
    }

    /// Records an error.
    pub fn report(&self, kind: SyntaxErrorKind, span: Span) {
        self.errors.borrow_mut().add(SyntaxError { kind, span });
    }

    fn missed(&self, token: Token, expected: KindSet, expression: bool) {
        let mut furthest = self.furthest.get();
        if token.start > furthest.start {
            furthest = Furthest { start: token.start, ..Furthest::default() };
        }
        if token.start == furthest.start {
            furthest.expected = furthest.expected.union(expected);
            furthest.expression |= expression;
        }
        self.furthest.set(furthest);
    }
}

/// The tokens that are left, the last of them [`TokenKind::End`].
#[derive(Clone, Copy)]
pub struct Tokens<'t, 's> {
    tokens: &'t [Token],
    /// What all parsers share.
    pub context: &'t Context<'s>,
}

/// Why a parser did not succeed.
#[derive(Debug)]
pub enum Trouble {
    /// A token did not fit; the context knows which.
    Unexpected,
    /// A mistake that is more than an unexpected token.
    Mistake(Box<SyntaxError>),
    /// What has been reported already.
    Reported,
}

/// What a parser gives.
pub type Parsed<'t, 's, T> = IResult<Tokens<'t, 's>, T, Trouble>;

impl ParseError<Tokens<'_, '_>> for Trouble {
    fn from_error_kind(_: Tokens<'_, '_>, _: ErrorKind) -> Trouble {
        Trouble::Unexpected
    }

    fn append(_: Tokens<'_, '_>, _: ErrorKind, other: Trouble) -> Trouble {
        other
    }
}

impl<'t, 's> Tokens<'t, 's> {
    /// Tokens to parse; the last is [`TokenKind::End`].
    pub fn new(tokens: &'t [Token], context: &'t Context<'s>) -> Tokens<'t, 's> {
        Tokens { tokens, context }
    }

    /// The next token; behind the end, the end again.
    pub fn first(self) -> Token {
        self.nth(0)
    }

    /// The token `n` places ahead; behind the end, an empty one.
    pub fn nth(self, n: usize) -> Token {
        let end = u32::try_from(self.context.text.len()).unwrap_or(u32::MAX);
        let beyond = Token { kind: TokenKind::End, start: end, end, first_on_line: false };
        self.tokens.get(n).copied().unwrap_or(beyond)
    }

    /// The kind of the next token.
    pub fn kind(self) -> TokenKind {
        self.first().kind
    }

    /// The kind of the next token where an operator, or another word that goes on with an expression, may stand. A
    /// keyword before `:` is none: it is the name that the next declaration begins with.
    pub fn continuation(self) -> TokenKind {
        let kind = self.kind();
        if kind.is_word() && self.nth(1).kind == TokenKind::Colon { TokenKind::Name } else { kind }
    }

    /// What is left behind the next token. The end is never left behind.
    pub fn rest(self) -> Tokens<'t, 's> {
        match self.tokens {
            [_, rest @ ..] if !rest.is_empty() => Tokens { tokens: rest, ..self },
            _ => self,
        }
    }

    /// The text of a token.
    pub fn text(self, token: Token) -> &'s str {
        self.context.text.get(token.span(self.context.file).range()).unwrap_or("")
    }

    /// The place of the next token.
    pub fn span(self) -> Span {
        self.first().span(self.context.file)
    }

    /// From the next token here to the last token before `rest`.
    pub fn span_until(self, rest: Tokens<'t, 's>) -> Span {
        let read = self.tokens.len().saturating_sub(rest.tokens.len());
        let last = self.nth(read.saturating_sub(1));
        self.span().to(last.span(self.context.file))
    }

    /// The words from the next token here to the last token that begins before `end`, on one line and without comments.
    /// Of more than a message would repeat, no more than the beginning is given.
    pub fn words_before(self, end: u32) -> String {
        const ENOUGH: usize = 300;
        let (mut words, mut behind) = (String::new(), self.first().start);
        for token in self.tokens.iter().take_while(|token| token.start < end) {
            if token.start > behind {
                words.push(' ');
            }
            words.push_str(self.text(*token));
            behind = token.end;
            if words.len() > ENOUGH {
                break;
            }
        }
        words
    }

    /// The words from the next token here to the last token before `rest`.
    pub fn words_until(self, rest: Tokens<'t, 's>) -> String {
        self.words_before(rest.first().start)
    }

    /// Notes that one of these could have stood at the next token, though it need not.
    pub fn note_expected(self, kinds: KindSet) {
        self.context.missed(self.first(), kinds, false);
    }

    /// Fails at the next token, at which one of these could have stood.
    pub fn expected<T>(self, kinds: KindSet) -> Parsed<'t, 's, T> {
        self.note_expected(kinds);
        Err(nom::Err::Error(Trouble::Unexpected))
    }

    /// Fails at the next token, at which an expression could have stood.
    pub fn expected_expression<T>(self) -> Parsed<'t, 's, T> {
        self.context.missed(self.first(), KindSet::NONE, true);
        Err(nom::Err::Error(Trouble::Unexpected))
    }

    /// Fails for good with a mistake that is more than an unexpected token.
    pub fn mistake<T>(self, kind: SyntaxErrorKind, span: Span) -> Parsed<'t, 's, T> {
        Err(nom::Err::Failure(Trouble::Mistake(Box::new(SyntaxError { kind, span }))))
    }

    /// The next token, where it is of this kind.
    pub fn take_kind(self, kind: TokenKind) -> Parsed<'t, 's, Token> {
        if self.kind() == kind {
            Ok((self.rest(), self.first()))
        } else {
            self.expected(KindSet::of(&[kind]))
        }
    }

    /// Runs a parser one level deeper, which may be too deep.
    pub fn nested<T>(self, parser: impl FnOnce(Tokens<'t, 's>) -> Parsed<'t, 's, T>) -> Parsed<'t, 's, T> {
        let depth = self.context.depth.get();
        if depth >= NESTING_LIMIT {
            return self.mistake(SyntaxErrorKind::TooDeep, self.span());
        }
        self.context.depth.set(depth.saturating_add(1));
        let parsed = parser(self);
        self.context.depth.set(depth);
        parsed
    }

    /// Reports why a parser that began here failed, once, and not where the lexer has reported already.
    pub fn report(self, trouble: nom::Err<Trouble>) {
        match trouble {
            nom::Err::Error(Trouble::Mistake(mistake)) | nom::Err::Failure(Trouble::Mistake(mistake)) => {
                return self.context.errors.borrow_mut().add(*mistake);
            }
            nom::Err::Error(Trouble::Reported) | nom::Err::Failure(Trouble::Reported) => return,
            _ => {}
        }
        let furthest = self.context.furthest.get();
        let start = furthest.start.max(self.first().start);
        let at = self.tokens.partition_point(|token| token.start < start);
        let token = self.nth(at);
        if token.kind == TokenKind::Bad {
            return;
        }
        let is_furthest = token.start == furthest.start;
        let kind = SyntaxErrorKind::Unexpected {
            found: token.kind,
            text: self.text(token).to_owned(),
            expected: if is_furthest { furthest.expected } else { KindSet::NONE },
            expression: is_furthest && furthest.expression,
        };
        self.context.report(kind, token.span(self.context.file));
    }

    /// The tokens from the furthest place that was reached, or from here.
    pub fn at_furthest(self) -> Tokens<'t, 's> {
        let start = self.context.furthest.get().start.max(self.first().start);
        let at = self.tokens.partition_point(|token| token.start < start);
        let at = at.min(self.tokens.len().saturating_sub(1));
        Tokens { tokens: self.tokens.get(at..).unwrap_or(self.tokens), ..self }
    }
}

impl<'t> Input for Tokens<'t, '_> {
    type Item = Token;
    type Iter = Copied<Iter<'t, Token>>;
    type IterIndices = Enumerate<Self::Iter>;

    fn input_len(&self) -> usize {
        self.tokens.len()
    }

    fn take(&self, index: usize) -> Self {
        Tokens { tokens: self.tokens.get(..index).unwrap_or(self.tokens), ..*self }
    }

    fn take_from(&self, index: usize) -> Self {
        Tokens { tokens: self.tokens.get(index..).unwrap_or(&[]), ..*self }
    }

    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.take_from(index), self.take(index))
    }

    fn position<P: Fn(Token) -> bool>(&self, predicate: P) -> Option<usize> {
        self.tokens.iter().position(|token| predicate(*token))
    }

    fn iter_elements(&self) -> Self::Iter {
        self.tokens.iter().copied()
    }

    fn iter_indices(&self) -> Self::IterIndices {
        self.iter_elements().enumerate()
    }

    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        if self.tokens.len() >= count {
            Ok(count)
        } else {
            Err(Needed::new(count.saturating_sub(self.tokens.len())))
        }
    }
}
