//! Text to tokens. What cannot be a token is reported once and left as [`TokenKind::Bad`], at which the grammar stays
//! quiet.

use nom::bytes::complete::{take_while, take_while1};
use nom::{IResult, Parser};

use super::error::{Errors, SyntaxError, SyntaxErrorKind};
use super::token::{Token, TokenKind};
use crate::diagnostic::is_unseen;
use crate::source::{FileId, Span};

/// The tokens of `text[from..]`, ending in [`TokenKind::End`], and what could not be read.
pub fn lex(file: FileId, text: &str, from: usize) -> (Vec<Token>, Errors) {
    let mut lexer =
        Lexer { file, text, at: from, tokens: Vec::new(), errors: Errors::default(), first_on_line: true };
    if from == 0 && text.starts_with('\u{feff}') {
        lexer.advance('\u{feff}'.len_utf8());
    }
    while let Some(char) = lexer.rest().chars().next() {
        lexer.next(char);
    }
    lexer.push(TokenKind::End, 0);
    (lexer.tokens, lexer.errors)
}

struct Lexer<'s> {
    file: FileId,
    text: &'s str,
    at: usize,
    tokens: Vec<Token>,
    errors: Errors,
    first_on_line: bool,
}

type Read<'s> = IResult<&'s str, &'s str>;

fn word(text: &str) -> Read<'_> {
    take_while1(|char: char| char.is_ascii_alphanumeric() || char == '_').parse(text)
}

fn digits(text: &str) -> Read<'_> {
    take_while1(|char: char| char.is_ascii_digit()).parse(text)
}

fn spaces(text: &str) -> Read<'_> {
    take_while(|char| matches!(char, ' ' | '\t' | '\r')).parse(text)
}

fn to_line_end(text: &str) -> Read<'_> {
    take_while(|char| char != '\n').parse(text)
}

/// How many bytes a reader takes from the start of a text.
fn taken<'s>(mut reader: impl FnMut(&'s str) -> Read<'s>, text: &'s str) -> usize {
    reader(text).map_or(0, |(_, taken)| taken.len())
}

impl<'s> Lexer<'s> {
    fn rest(&self) -> &'s str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn advance(&mut self, length: usize) {
        self.at = self.at.saturating_add(length);
    }

    fn push(&mut self, kind: TokenKind, length: usize) {
        let span = Span::new(self.file, self.at..self.at.saturating_add(length));
        let token = Token { kind, start: span.start, end: span.end, first_on_line: self.first_on_line };
        self.tokens.push(token);
        self.first_on_line = false;
        self.advance(length);
    }

    fn bad(&mut self, kind: SyntaxErrorKind, length: usize) {
        let span = Span::new(self.file, self.at..self.at.saturating_add(length));
        self.errors.add(SyntaxError { kind, span });
        self.push(TokenKind::Bad, length);
    }

    fn next(&mut self, char: char) {
        let rest = self.rest();
        match char {
            '\n' => {
                self.advance(1);
                self.first_on_line = true;
            }
            ' ' | '\t' | '\r' => self.advance(taken(spaces, rest)),
            '#' => self.comment(),
            '"' => self.quoted(),
            '“' | '”' | '„' => self.foreign_text(&['“', '”', '„', '"'], char),
            '‘' | '’' | '‚' | '\'' => self.foreign_text(&['‘', '’', '‚', '\''], char),
            'R' => self.id(),
            '0'..='9' => self.number(),
            'a'..='z' | 'A'..='Z' | '_' => {
                let length = taken(word, rest);
                let word = rest.get(..length).unwrap_or("");
                let small = word.to_ascii_lowercase();
                if let Some(instead) = instead_of(&small).filter(|_| small != word) {
                    self.bad(SyntaxErrorKind::Confusion { found: word.to_owned(), instead }, length);
                } else if small != word {
                    self.bad(SyntaxErrorKind::NotSnakeCase(word.to_owned()), length);
                } else {
                    self.push(TokenKind::of_word(word), length);
                }
            }
            _ => self.symbol(char),
        }
    }

    /// A comment may hold anything but what could make it look like something else.
    fn comment(&mut self) {
        let length = taken(to_line_end, self.rest());
        self.hidden(length);
        self.advance(length);
    }

    /// Reports characters that are not seen, or that turn the words round them, among the next `length` bytes.
    fn hidden(&mut self, length: usize) {
        let slice = self.rest().get(..length).unwrap_or("");
        for (offset, char) in slice.char_indices().filter(|(_, char)| is_hidden(*char)) {
            let start = self.at.saturating_add(offset);
            let span = Span::new(self.file, start..start.saturating_add(char.len_utf8()));
            self.errors.add(SyntaxError { kind: SyntaxErrorKind::HiddenCharacter(char), span });
        }
    }

    /// A text ends at its closing quote; it never runs over the end of its line.
    fn quoted(&mut self) {
        let rest = self.rest();
        let mut escaped = false;
        let mut inside = rest.char_indices().skip(1).take_while(|(_, char)| *char != '\n');
        let closing = inside.find(|(_, char)| {
            let closes = *char == '"' && !escaped;
            escaped = *char == '\\' && !escaped;
            closes
        });
        match closing {
            Some((end, _)) => {
                let length = end.saturating_add(1);
                self.hidden(length);
                self.push(TokenKind::Text, length);
            }
            None => {
                let line = rest.get(..taken(to_line_end, rest)).unwrap_or("");
                self.bad(SyntaxErrorKind::UnclosedText, line.trim_end().len().max(1));
            }
        }
    }

    /// A text in other quotes is one mistake, not one for each quote and each word.
    fn foreign_text(&mut self, quotes: &[char], opening: char) {
        let mut inside = self.rest().char_indices().skip(1).take_while(|(_, char)| *char != '\n');
        let closing = inside.find(|(_, char)| quotes.contains(char));
        let length = closing.map_or(opening.len_utf8(), |(end, char)| end.saturating_add(char.len_utf8()));
        let instead = "straight double quotes `\"`";
        self.bad(SyntaxErrorKind::Confusion { found: opening.to_string(), instead }, length);
    }

    /// `R8`, `R8.4`, `R8.4.month`
    fn id(&mut self) {
        let rest = self.rest();
        let length = rest.find(|char: char| !(char.is_ascii_alphanumeric() || char == '_' || char == '.'));
        let text = rest.get(..length.unwrap_or(rest.len())).unwrap_or("").trim_end_matches('.');
        let parts: Vec<&str> = text.get(1..).unwrap_or("").split('.').collect();
        let number = |part: &str| !part.starts_with('0') && part.parse::<u32>().is_ok();
        let label = |part: &str| {
            part.starts_with(|c: char| c.is_ascii_lowercase()) && !part.contains(char::is_uppercase)
        };
        match parts.as_slice() {
            [r] if number(r) => self.push(TokenKind::Recommendation, text.len()),
            [r, q] if number(r) && number(q) => self.push(TokenKind::Requirement, text.len()),
            [r, q, c] if number(r) && number(q) && label(c) => self.push(TokenKind::Clause, text.len()),
            _ => self.bad(SyntaxErrorKind::MalformedId(text.to_owned()), text.len().max(1)),
        }
    }

    /// `12`, `97.5`, `2026-10-31`
    fn number(&mut self) {
        let rest = self.rest();
        let whole = taken(digits, rest);
        let behind = |length: usize| rest.get(length..).unwrap_or("");
        if let Some(length) = dashed(rest) {
            let text = rest.get(..length).unwrap_or("");
            return match text.split('-').map(str::len).collect::<Vec<_>>().as_slice() {
                // Other dashes are not split at.
                [4, 2, 2] => self.push(TokenKind::Date, length),
                _ => self.bad(SyntaxErrorKind::MalformedDate(text.to_owned()), length),
            };
        }
        let decimals = behind(whole).strip_prefix('.').map_or(0, |decimals| taken(digits, decimals));
        let length = if decimals > 0 { whole.saturating_add(1).saturating_add(decimals) } else { whole };
        let tail = taken(word, behind(length));
        if tail > 0 {
            let length = length.saturating_add(tail);
            let text = rest.get(..length).unwrap_or("").to_owned();
            self.bad(SyntaxErrorKind::MalformedNumber(text), length);
        } else {
            self.push(TokenKind::Number, length);
        }
    }

    fn symbol(&mut self, char: char) {
        let rest = self.rest();
        for (text, instead) in CONFUSIONS {
            if rest.starts_with(text) {
                return self
                    .bad(SyntaxErrorKind::Confusion { found: (*text).to_owned(), instead }, text.len());
            }
        }
        for (text, kind) in SYMBOLS {
            if rest.starts_with(text) {
                return self.push(*kind, text.len());
            }
        }
        let kind = if is_hidden(char) {
            SyntaxErrorKind::HiddenCharacter(char)
        } else {
            SyntaxErrorKind::StrayCharacter(char)
        };
        self.bad(kind, char.len_utf8());
    }
}

/// How long a run of three numbers with dashes between them is: a date, or something meant as one. No more than three
/// numbers are read, so that a long sum of numbers is not read anew from each of them.
fn dashed(text: &str) -> Option<usize> {
    let mut rest = text.get(taken(digits, text)..)?;
    for _ in 0..2 {
        let behind = rest.strip_prefix(is_dash)?;
        let length = taken(digits, behind);
        rest = behind.get(length..).filter(|_| length > 0)?;
    }
    (!rest.starts_with(is_dash)).then(|| text.len().saturating_sub(rest.len()))
}

/// A hyphen, or what an office program makes of it.
fn is_dash(char: char) -> bool {
    matches!(char, '-' | '–' | '—' | '‑' | '−')
}

/// What to write instead of a word that other languages have and this one has not.
pub fn instead_of(word: &str) -> Option<&'static str> {
    match word {
        "true" => Some("`yes`"),
        "false" => Some("`no`"),
        _ => None,
    }
}

/// Characters with which a rule could read as something else than it says.
fn is_hidden(char: char) -> bool {
    !matches!(char, '\t' | '\r') && (char.is_control() || is_unseen(char))
}

/// Longer symbols stand before those that they begin with.
const SYMBOLS: &[(&str, TokenKind)] = &[
    ("{", TokenKind::LeftBrace),
    ("}", TokenKind::RightBrace),
    ("[", TokenKind::LeftBracket),
    ("]", TokenKind::RightBracket),
    ("(", TokenKind::LeftParenthesis),
    (")", TokenKind::RightParenthesis),
    (",", TokenKind::Comma),
    (":", TokenKind::Colon),
    (".", TokenKind::Dot),
    ("=", TokenKind::Equals),
    ("%", TokenKind::Percent),
    ("<=", TokenKind::LessOrEqual),
    (">=", TokenKind::GreaterOrEqual),
    ("<", TokenKind::Less),
    (">", TokenKind::Greater),
    ("+", TokenKind::Plus),
    ("-", TokenKind::Minus),
    ("*", TokenKind::Times),
    ("/", TokenKind::Slash),
];

/// What other languages and office programs write, and what this language writes instead. They are looked for before
/// the symbols that some of them begin with.
const CONFUSIONS: &[(&str, &str)] = &[
    ("!=", "`is not`"),
    ("!", "`not`"),
    ("&&", "`and`"),
    ("&", "`and`"),
    ("||", "`or`"),
    ("|", "`or`"),
    ("==", "`is` to compare, or `=` to give a value"),
    (":=", "`=`"),
    ("=<", "`<=`"),
    ("=>", "`>=`"),
    ("<>", "`is not`"),
    ("–", "a hyphen `-`"),
    ("‑", "a hyphen `-`"),
    ("−", "a hyphen `-`"),
    ("—", "a hyphen `-`"),
    ("≤", "`<=`"),
    ("≥", "`>=`"),
    ("≠", "`is not`"),
    ("×", "`*`"),
    ("÷", "`/`"),
    (";", "a new line, or nothing"),
];
