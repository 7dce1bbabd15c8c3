//! The tokens of a rule file.

use crate::source::{FileId, Span};

macro_rules! kinds {
    (
        classes { $($class:ident $class_words:literal)* }
        symbols { $($symbol:ident $symbol_text:literal)* }
        keywords { $($keyword:ident $keyword_text:literal)* }
    ) => {
        /// What a token is.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum TokenKind { $($class,)* $($symbol,)* $($keyword,)* }

        impl TokenKind {
            /// Every kind, in the order in which messages list them.
            const ALL: &[TokenKind] =
                &[$(TokenKind::$class,)* $(TokenKind::$symbol,)* $(TokenKind::$keyword,)*];

            /// The kind as a message says it: a noun, or the text itself in backticks.
            pub fn words(self) -> &'static str {
                match self {
                    $(TokenKind::$class => $class_words,)*
                    $(TokenKind::$symbol => concat!("`", $symbol_text, "`"),)*
                    $(TokenKind::$keyword => concat!("`", $keyword_text, "`"),)*
                }
            }

            /// The kind of a word: a keyword, or a name.
            pub fn of_word(word: &str) -> TokenKind {
                match word {
                    $($keyword_text => TokenKind::$keyword,)*
                    _ => TokenKind::Name,
                }
            }

            /// Whether it is a word: a name or a keyword.
            pub fn is_word(self) -> bool {
                matches!(self, TokenKind::Name $(| TokenKind::$keyword)*)
            }
        }
    };
}

kinds! {
    classes {
        Name "a name"
        Recommendation "a recommendation such as `R8`"
        Requirement "a requirement such as `R8.4`"
        Clause "a clause such as `R8.4.month`"
        Number "a number"
        Date "a date"
        Text "a text in quotes"
        Bad "something unreadable"
        End "the end of the file"
    }
    symbols {
        LeftBrace "{" RightBrace "}" LeftBracket "[" RightBracket "]" LeftParenthesis "(" RightParenthesis ")"
        Comma "," Colon ":" Dot "." Equals "=" Percent "%"
        Less "<" LessOrEqual "<=" Greater ">" GreaterOrEqual ">="
        Plus "+" Minus "-" Times "*" Slash "/"
    }
    keywords {
        Choice "choice" Define "define" Facts "facts" Table "table" Each "each" Key "key"
        Help "help" Measured "measured" As "as" Set "set" Of "of" Optional "optional"
        RecommendationItem "recommendation" To "to" With "with" Domain "domain" Due "due" Source "source"
        Note "note" Reading "reading" RequirementBlock "requirement" Applies "applies" When "when"
        Must "must" Should "should" Best "best" Finding "finding" Evidence "evidence" Within "within"
        Departure "departure" Allowed "allowed" Advise "advise"
        Needs "needs" Follows "follows" Informs "informs" AddsLoadTo "adds_load_to" Relieves "relieves"
        SharesWith "shares_with" Because "because"
        Scenario "scenario" AsOf "as_of" Body "body" Given "given" Expect "expect" Absent "absent"
        Stated "stated" AtLeast "at_least" AtMost "at_most" MoreThan "more_than" LessThan "less_than"
        Between "between" Includes "includes" Excludes "excludes" OneOf "one_of"
        And "and" Or "or" Not "not" If "if" Then "then" Else "else" Is "is" Recorded "recorded" In "in"
        Covers "covers" All "all" Any "any" At "at" Least "least" Every "every" Share "share" Sum "sum"
        Min "min" Max "max" Some "some" No "no" Count "count" Where "where"
    }
}

/// A token with its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Offset of its first byte.
    pub start: u32,
    /// Offset behind its last byte.
    pub end: u32,
    /// Whether it is the first token of its line.
    pub first_on_line: bool,
}

impl Token {
    /// Its place in a file.
    pub fn span(self, file: FileId) -> Span {
        Span { file, start: self.start, end: self.end }
    }
}

/// A set of token kinds.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct KindSet(u128);

impl KindSet {
    /// No kind.
    pub const NONE: KindSet = KindSet(0);

    /// The set of these kinds.
    pub const fn of(kinds: &[TokenKind]) -> KindSet {
        let mut bits = 0_u128;
        let mut rest = kinds;
        while let [first, others @ ..] = rest {
            bits |= bit(*first);
            rest = others;
        }
        KindSet(bits)
    }

    /// Every kind of word.
    pub fn words() -> KindSet {
        let words = TokenKind::ALL.iter().filter(|kind| kind.is_word());
        words.fold(KindSet::NONE, |set, kind| set.union(KindSet::of(&[*kind])))
    }

    /// Items of a file.
    pub const ITEMS: KindSet = KindSet::of(&[
        TokenKind::Choice,
        TokenKind::Define,
        TokenKind::Facts,
        TokenKind::Table,
        TokenKind::RecommendationItem,
        TokenKind::Scenario,
    ]);

    /// Sources, notes and readings.
    pub const REMARKS: KindSet = KindSet::of(&[TokenKind::Source, TokenKind::Note, TokenKind::Reading]);

    /// Ties.
    pub const TIES: KindSet = KindSet::of(&[
        TokenKind::Needs,
        TokenKind::Follows,
        TokenKind::Informs,
        TokenKind::AddsLoadTo,
        TokenKind::Relieves,
        TokenKind::SharesWith,
    ]);

    /// What begins a line of a recommendation.
    pub const RECOMMENDATION_LINES: KindSet = KindSet::REMARKS.union(KindSet::TIES).union(KindSet::of(&[
        TokenKind::To,
        TokenKind::With,
        TokenKind::Domain,
        TokenKind::Due,
        TokenKind::RequirementBlock,
    ]));

    /// What begins a line of a requirement.
    pub const REQUIREMENT_LINES: KindSet = KindSet::REMARKS.union(KindSet::TIES).union(KindSet::of(&[
        TokenKind::Applies,
        TokenKind::Must,
        TokenKind::Should,
        TokenKind::Best,
        TokenKind::Evidence,
        TokenKind::Departure,
        TokenKind::Advise,
    ]));

    /// What begins a line of a scenario.
    pub const SCENARIO_LINES: KindSet =
        KindSet::of(&[TokenKind::AsOf, TokenKind::Body, TokenKind::Given, TokenKind::Expect]);

    /// What compares.
    pub const COMPARISONS: KindSet = KindSet::of(&[
        TokenKind::Less,
        TokenKind::LessOrEqual,
        TokenKind::Greater,
        TokenKind::GreaterOrEqual,
        TokenKind::Is,
        TokenKind::In,
        TokenKind::Covers,
        TokenKind::Within,
    ]);

    /// What joins conditions.
    pub const JOINTS: KindSet = KindSet::of(&[TokenKind::And, TokenKind::Or]);

    /// Kinds that a message tells as one.
    pub const GROUPS: &[(KindSet, &str)] = &[
        (KindSet::COMPARISONS.union(KindSet::JOINTS), "an operator"),
        (KindSet::REQUIREMENT_LINES, "the next line of the requirement"),
        (KindSet::RECOMMENDATION_LINES, "the next line of the recommendation"),
        (KindSet::SCENARIO_LINES, "the next line of the scenario"),
        (KindSet::ITEMS, "the next item"),
    ];

    /// What is in this set and not in the other.
    pub const fn without(self, other: KindSet) -> KindSet {
        KindSet(self.0 & !other.0)
    }

    /// What is in either.
    pub const fn union(self, other: KindSet) -> KindSet {
        KindSet(self.0 | other.0)
    }

    /// Whether a kind is in it.
    pub const fn contains(self, kind: TokenKind) -> bool {
        self.0 & bit(kind) != 0
    }

    /// The kinds in it, in the order of [`TokenKind`].
    pub fn kinds(self) -> impl Iterator<Item = TokenKind> {
        TokenKind::ALL.iter().copied().filter(move |kind| self.contains(*kind))
    }
}

#[expect(
    clippy::as_conversions,
    reason = "there are fewer than 128 kinds, and a constant cannot call `From`"
)]
const fn bit(kind: TokenKind) -> u128 {
    1_u128.wrapping_shl(kind as u32)
}
