//! What can be wrong with the text of a rule file, and the words for it.

use std::collections::BTreeMap;

use super::token::{KindSet, TokenKind};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::source::Span;

/// Something that is wrong, with its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    /// What.
    pub kind: SyntaxErrorKind,
    /// Where.
    pub span: Span,
}

/// What is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SyntaxErrorKind {
    /// `must a 5`: a token that cannot stand there.
    Unexpected {
        /// The token.
        found: TokenKind,
        /// Its text.
        text: String,
        /// What could stand there.
        expected: KindSet,
        /// Whether an expression could stand there, of which the set then lists no beginnings.
        expression: bool,
    },
    /// A line of a recommendation or requirement outside of it: its first word.
    Orphan(String),
    /// `facts a { b: count` and then the next item: the opening brace.
    UnclosedBlock,
    /// `"abc`: no closing quote on the line.
    UnclosedText,
    /// `§`
    StrayCharacter(char),
    /// A control character, or one that is not seen or turns text round.
    HiddenCharacter(char),
    /// `!=`: what another language writes.
    Confusion {
        /// What was written.
        found: String,
        /// What to write instead.
        instead: &'static str,
    },
    /// `Risk`
    NotSnakeCase(String),
    /// `R08`, `Rx`
    MalformedId(String),
    /// `2026-1-5`
    MalformedDate(String),
    /// `12abc`
    MalformedNumber(String),
    /// `3 fortnights`: the word behind the number.
    UnknownUnit(String),
    /// `"\t"`
    UnknownEscape(char),
    /// `note "{a}"`: a value in a text that prints none.
    ValueInPlainText,
    /// `finding "{a"`
    UnclosedValue,
    /// `finding "a}"`
    StrayBrace,
    /// `a and b or c`: the second kind of operator.
    MixedAndOr {
        /// The two ways to write it with parentheses.
        fixes: Option<[String; 2]>,
    },
    /// `a < b < c`: the second comparison.
    ChainedComparison {
        /// How to write it with `and`.
        fix: Option<String>,
    },
    /// `a and every b in c: d`: the quantifier.
    BareQuantifier {
        /// It in parentheses.
        fix: String,
    },
    /// `a and if b then c`: the `if`.
    BareIf {
        /// It in parentheses.
        fix: Option<String>,
    },
    /// `a = b`, `a == b` in an expression.
    EqualsForIs,
    /// `{ a, b < c }`
    MixedSeparators,
    /// `((((…`
    TooDeep,
    /// There are more errors than are listed.
    More,
}

/// How many errors of one file are told.
const ERROR_LIMIT: usize = 100;

/// The errors of a file by place, one for each place. No more than the limit are ever kept, the first ones of the
/// text, so that a file full of errors costs no more memory than its text.
#[derive(Default, Debug)]
pub struct Errors {
    first: BTreeMap<Span, SyntaxErrorKind>,
    more: bool,
}

impl Errors {
    /// Adds an error, unless another is already known of its place.
    pub fn add(&mut self, error: SyntaxError) {
        self.first.entry(error.span).or_insert(error.kind);
        if self.first.len() > ERROR_LIMIT {
            self.first.pop_last();
            self.more = true;
        }
    }

    /// Adds the errors of a part of the text.
    pub fn absorb(&mut self, part: Errors) {
        self.more |= part.more;
        part.first.into_iter().for_each(|(span, kind)| self.add(SyntaxError { kind, span }));
    }

    /// The errors in the order of the text, and behind them whether there are more.
    pub fn in_order(self) -> Vec<SyntaxError> {
        let last = self.first.keys().next_back().copied().filter(|_| self.more);
        let more = last.map(|span| SyntaxError { kind: SyntaxErrorKind::More, span });
        self.first.into_iter().map(|(span, kind)| SyntaxError { kind, span }).chain(more).collect()
    }
}

/// How deep expressions may be nested.
pub const NESTING_LIMIT: u32 = 64;

impl From<&SyntaxError> for Diagnostic {
    fn from(error: &SyntaxError) -> Diagnostic {
        let Words { code, message, label, help } = words(&error.kind);
        Diagnostic::error(code, message).label(error.span, label).maybe_help(help)
    }
}

struct Words {
    code: Code,
    message: String,
    label: String,
    help: Option<String>,
}

fn words(kind: &SyntaxErrorKind) -> Words {
    let say = |code: Code, message: &str, label: &str, help: &str| Words {
        code,
        message: message.to_owned(),
        label: label.to_owned(),
        help: (!help.is_empty()).then(|| help.to_owned()),
    };
    match kind {
        SyntaxErrorKind::Unexpected { found, text, expected, expression } => {
            unexpected(*found, text, *expected, *expression)
        }
        SyntaxErrorKind::UnclosedBlock => say(
            Code::UnclosedBlock,
            "this block is not closed",
            "opened here",
            "add a `}` where the block ends",
        ),
        SyntaxErrorKind::UnclosedText => {
            let help = "end it with `\"` on its line; neighbouring texts are joined, so that a long one can go on in the next line";
            say(Code::UnclosedText, "this text is not closed on its line", "opened here", help)
        }
        SyntaxErrorKind::Orphan(found) => {
            let message = format!("{} cannot stand in this place", quote(found));
            let help = "put it into the block that it belongs to; a `}` before it may be one too many";
            say(Code::Unexpected, &message, "here", help)
        }
        SyntaxErrorKind::More => say(
            Code::TooManyErrors,
            "this file has more errors than are listed",
            "the last one listed",
            "mend those above first",
        ),
        SyntaxErrorKind::TooDeep => {
            let message = format!("this is nested more than {NESTING_LIMIT} deep");
            say(Code::TooDeep, &message, "the limit is reached here", "give parts of it a name with `define`")
        }
        other => {
            character_words(other).or_else(|| value_words(other)).unwrap_or_else(|| expression_words(other))
        }
    }
}

fn character_words(kind: &SyntaxErrorKind) -> Option<Words> {
    let (code, message, help) = match kind {
        SyntaxErrorKind::StrayCharacter(char) => (
            Code::StrayCharacter,
            format!("{} means nothing here", quote(&char.to_string())),
            "remove it, or put it into a text in quotes".to_owned(),
        ),
        SyntaxErrorKind::HiddenCharacter(char) => (
            Code::HiddenCharacter,
            format!(
                "the invisible character U+{:04X} could make this read as something else",
                u32::from(*char)
            ),
            "remove it".to_owned(),
        ),
        SyntaxErrorKind::Confusion { found, instead } => (
            Code::ForeignSymbol,
            format!("{} is not part of the language", quote(found)),
            format!("write {instead}"),
        ),
        SyntaxErrorKind::NotSnakeCase(word) => (
            Code::NotSnakeCase,
            format!("{} has capital letters, which no name has", quote(word)),
            format!("write {}", quote(&word.to_ascii_lowercase())),
        ),
        _ => return None,
    };
    Some(Words { code, message, label: "here".to_owned(), help: Some(help) })
}

fn value_words(kind: &SyntaxErrorKind) -> Option<Words> {
    let (code, message, help) = match kind {
        SyntaxErrorKind::MalformedId(text) => (
            Code::MalformedId,
            format!("{} is no id of a recommendation, requirement or clause", quote(text)),
            "write `R8`, `R8.4` or `R8.4.month`, without leading zeros",
        ),
        SyntaxErrorKind::MalformedDate(text) => (
            Code::MalformedDate,
            format!("{} is no date", quote(text)),
            "write year, month and day with 4, 2 and 2 digits and hyphens between them: `2026-01-05`",
        ),
        SyntaxErrorKind::MalformedNumber(text) => (
            Code::MalformedNumber,
            format!("{} is neither a number nor a name", quote(text)),
            "write a number and its unit apart, such as `3 months`; begin a name with a letter",
        ),
        SyntaxErrorKind::UnknownUnit(word) => (
            Code::MalformedNumber,
            format!("{} is no unit that a number can have", quote(word)),
            "after a number write `days`, `weeks`, `months`, `years` or `%`, or nothing",
        ),
        SyntaxErrorKind::UnknownEscape(char) => (
            Code::UnknownEscape,
            format!("{} means nothing in a text", quote(&format!("\\{char}"))),
            "after `\\` write `\"`, `\\` or `n`",
        ),
        SyntaxErrorKind::ValueInPlainText => (
            Code::ValueInPlainText,
            "only a `finding` prints values".to_owned(),
            "write `{{` for a brace, or remove the value",
        ),
        SyntaxErrorKind::UnclosedValue => (
            Code::StrayBrace,
            "this value is not closed".to_owned(),
            "end it with `}`, or write `{{` for a brace",
        ),
        SyntaxErrorKind::StrayBrace => {
            (Code::StrayBrace, "this brace closes nothing".to_owned(), "write `}}` for a brace")
        }
        _ => return None,
    };
    Some(Words { code, message, label: "here".to_owned(), help: Some(help.to_owned()) })
}

fn expression_words(kind: &SyntaxErrorKind) -> Words {
    let own = |fix: &Option<String>, example: &str| quote(fix.as_deref().unwrap_or(example));
    let (code, message, label, help) = match kind {
        SyntaxErrorKind::MixedAndOr { fixes } => {
            let fixes = fixes
                .as_ref()
                .map_or(["(a and b) or c", "a and (b or c)"], |fixes| fixes.each_ref().map(String::as_str));
            let [first, second] = fixes.map(quote);
            (
                Code::MixedAndOr,
                "`and` and `or` stand side by side",
                "which belongs together is not said",
                format!("put the part that belongs together in parentheses: {first} or {second}"),
            )
        }
        SyntaxErrorKind::ChainedComparison { fix } => (
            Code::ChainedComparison,
            "comparisons do not chain",
            "a second comparison",
            format!("write two, joined by `and`: {}", own(fix, "a < b and b < c")),
        ),
        SyntaxErrorKind::BareQuantifier { fix } => (
            Code::BareQuantifier,
            "beside another operator a quantifier needs parentheses",
            "how far it reaches is not said",
            format!("put it in parentheses: {}", quote(fix)),
        ),
        SyntaxErrorKind::BareIf { fix } => (
            Code::BareQuantifier,
            "beside another operator `if` needs parentheses",
            "how far it reaches is not said",
            format!("put it in parentheses: {}", own(fix, "(if b then c)")),
        ),
        SyntaxErrorKind::EqualsForIs => (
            Code::ForeignSymbol,
            "`=` does not compare",
            "here",
            "write `is`, or `is not` for a difference".to_owned(),
        ),
        _ => (
            Code::MixedSeparators,
            "members are separated by `,` or by `<`, not by both",
            "another separator than before",
            "use `<` throughout where the members have an order, else `,`".to_owned(),
        ),
    };
    Words { code, message: message.to_owned(), label: label.to_owned(), help: Some(help) }
}

fn unexpected(found: TokenKind, text: &str, expected: KindSet, expression: bool) -> Words {
    let found = match found {
        TokenKind::End => "the end of the file".to_owned(),
        TokenKind::Text => "a text".to_owned(),
        _ => quote(text),
    };
    let expected = in_words(expected, expression);
    let message = format!("found {found}, expected {expected}");
    Words { code: Code::Unexpected, message, label: format!("expected {expected}"), help: None }
}

/// `a name, `{` or an expression`; kinds that usually come together are told as one.
fn in_words(expected: KindSet, expression: bool) -> String {
    let mut nouns = Vec::new();
    let mut left = expected;
    if expression {
        nouns.push("an expression");
        left = left.without(KindSet::of(&[TokenKind::Not]));
    }
    let complete = |group: KindSet| group.kinds().all(|kind| expected.contains(kind));
    let groups = KindSet::GROUPS.iter().filter(|(group, _)| complete(*group));
    let told: Vec<&str> = groups
        .map(|(group, noun)| {
            left = left.without(*group);
            *noun
        })
        .collect();
    nouns.extend(left.kinds().map(TokenKind::words));
    nouns.extend(told);
    match nouns.as_slice() {
        [] => "something else".to_owned(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
