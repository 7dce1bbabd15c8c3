//! Mistakes with types.

use std::fmt;

use crate::diagnostic::{Code, Diagnostic};
use crate::pack::Number;
use crate::source::Span;
use crate::vocabulary::Operator;

/// A type as the language calls it, ready for a sentence: `` `set of team` ``, ``a row of `offenders` ``.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypeWords(pub(crate) String);

impl fmt::Display for TypeWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An expression or a declaration has a type that does not fit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TypeError {
    /// Something else is expected here.
    Wrong {
        /// What is expected, in words.
        expected: String,
        /// What is there.
        found: TypeWords,
        /// What to do.
        remedy: Option<Remedy>,
    },
    /// More rows are spoken of at a time than can be.
    TooManyRows {
        /// How many can be.
        most: usize,
    },
    /// Two things do not compare.
    Incomparable {
        /// The left type.
        left: TypeWords,
        /// The right type.
        right: TypeWords,
        /// What to do.
        remedy: Option<Remedy>,
    },
    /// `<` and its kin need an order.
    NoOrder {
        /// What has none.
        found: TypeWords,
        /// What to do.
        remedy: Option<Remedy>,
    },
    /// A percent meets a number literal without `%`.
    PercentSign {
        /// The number.
        number: Number,
    },
    /// Two types do not go together in arithmetic.
    Arithmetic {
        /// The operator.
        operator: Operator,
        /// The left type.
        left: TypeWords,
        /// The right type.
        right: TypeWords,
        /// What to do.
        remedy: Option<Remedy>,
    },
    /// A date takes one duration.
    SecondDuration {
        /// The place of the first duration.
        first: Span,
        /// The sum of both, where both are literals of one unit that are added.
        sum: Option<String>,
    },
    /// `if` without `else` is for yes and no.
    MissingElse {
        /// The type of the value.
        found: TypeWords,
    },
    /// The branches of an `if` do not agree.
    Branches {
        /// The type of those before.
        before: TypeWords,
        /// The place of the first of them.
        first: Span,
        /// The type of this one.
        found: TypeWords,
    },
    /// `absent` where nothing can be absent.
    AbsentHere,
    /// `is recorded` of something that is always there.
    AlwaysRecorded {
        /// Its type.
        found: TypeWords,
    },
    /// `at least n of` a list with fewer than n parts, or `at least 0 of`.
    PointlessCount {
        /// How many are asked for.
        count: String,
        /// Of how many.
        of: usize,
    },
    /// `optional` stands more than once.
    OptionalTwice,
    /// `set of` something other than a choice.
    SetOf {
        /// Of what.
        name: String,
    },
    /// A row is no type for this.
    RowHere {
        /// Its table.
        table: String,
    },
    /// A row of a table that no single value names.
    Unreferable {
        /// The table.
        table: String,
        /// Why.
        why: &'static str,
    },
    /// No such day.
    NoSuchDate(String),
    /// Too many digits.
    NumberRange(String),
    /// A duration is a whole number of days, weeks, months or years.
    DurationRange(String),
}

/// What to do about a type that does not fit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Remedy {
    /// Compare with `is`.
    UseIs,
    /// Compare with `is` or `in`.
    UseIsOrIn,
    /// Ask with `covers`.
    UseCovers,
    /// Separate the members with `<`.
    OrderMembers,
    /// Ask `is yes`.
    IsYes,
    /// Declare it optional.
    DeclareOptional,
    /// Divide counts to make a share of them.
    Divide,
    /// Write the date first.
    DateFirst,
    /// Ask with `is recorded`.
    UseRecorded,
}

impl Remedy {
    fn words(self) -> &'static str {
        match self {
            Remedy::UseIs => "compare with `is`",
            Remedy::UseIsOrIn => "compare with `is` or `in`",
            Remedy::UseCovers => "ask what a set includes with `covers [ … ]`",
            Remedy::OrderMembers => "where the members have an order, separate them with `<` in the choice",
            Remedy::IsYes => "write `is yes`; what is absent is then not yes",
            Remedy::DeclareOptional => "declare it `optional`, because a part of it may be absent",
            Remedy::Divide => "divide one count by another to compare the quotient with a percent",
            Remedy::DateFirst => "write the date first, as in `on + 2 months`",
            Remedy::UseRecorded => "ask whether a value is there with `is recorded`",
        }
    }
}

impl TypeError {
    pub(super) fn diagnostic(&self, at: Span) -> Diagnostic {
        match self {
            TypeError::Wrong { expected, found, remedy } => {
                Diagnostic::error(Code::WrongType, format!("expected {expected}, found {found}"))
                    .label(at, format!("this is {found}"))
                    .maybe_help(words(*remedy))
            }
            TypeError::Incomparable { left, right, remedy } => {
                Diagnostic::error(Code::Incomparable, format!("{left} and {right} do not compare"))
                    .label(at, "compared here")
                    .maybe_help(words(*remedy))
            }
            TypeError::NoOrder { found, remedy } => {
                Diagnostic::error(Code::NoOrder, format!("{found} has no order"))
                    .label(at, "this has no order")
                    .maybe_help(words(*remedy))
            }
            TypeError::PercentSign { number } => {
                let message = format!("a percent is written with its sign, not as `{number}`");
                Diagnostic::error(Code::PercentSign, message)
                    .label(at, "no `%` here")
                    .help(percent_help(*number))
            }
            TypeError::Arithmetic { operator, left, right, remedy } => {
                let sign = sign(*operator);
                Diagnostic::error(Code::Arithmetic, format!("`{sign}` does not take {left} and {right}"))
                    .label(at, format!("this is {right}, behind {left}"))
                    .maybe_help(words(*remedy))
            }
            TypeError::SecondDuration { first, sum } => second_duration(at, *first, sum.as_deref()),
            TypeError::MissingElse { found } => Diagnostic::error(
                Code::MissingElse,
                format!("an `if` whose value is {found} needs an `else`"),
            )
            .label(at, "no `else` here")
            .help("add `else` and the value where no condition holds"),
            TypeError::Branches { before, first, found } => Diagnostic::error(
                Code::Branches,
                format!("the branches of an `if` have one type, and here are {before} and {found}"),
            )
            .label(at, format!("this is {found}"))
            .label(*first, format!("this is {before}")),
            _ => self.absence(at).or_else(|| self.declaration(at)).unwrap_or_else(|| self.literal(at)),
        }
    }

    fn absence(&self, at: Span) -> Option<Diagnostic> {
        Some(match self {
            TypeError::AbsentHere => {
                Diagnostic::error(Code::NotOptional, "`absent` stands where nothing can be absent")
                    .label(at, "nothing optional to compare with or to give a value to")
                    .help("`absent` may stand beside `is` and an optional, or as the value of an optional")
            }
            TypeError::AlwaysRecorded { found } => {
                Diagnostic::error(Code::NotOptional, format!("{found} is never absent"))
                    .label(at, "always recorded")
                    .help("only what is declared `optional` may be absent")
            }
            TypeError::PointlessCount { count, of } => {
                let message = format!("`at least {count} of` a list of {of} always has the same answer");
                Diagnostic::error(Code::PointlessCount, message)
                    .label(at, "this number")
                    .help(format!("ask for 1 to {of}"))
            }
            _ => return None,
        })
    }

    fn declaration(&self, at: Span) -> Option<Diagnostic> {
        Some(match self {
            TypeError::OptionalTwice => {
                Diagnostic::error(Code::BadType, "`optional` may stand once before a type")
                    .label(at, "again here")
                    .help("keep one")
            }
            TypeError::SetOf { name } => {
                Diagnostic::error(Code::BadType, format!("a set is a set of a choice, which `{name}` is not"))
                    .label(at, "not a choice")
                    .help("declare a choice of what may be in the set")
            }
            TypeError::RowHere { table } => {
                let message = format!("only a column can be a row of `{table}`");
                Diagnostic::error(Code::BadType, message)
                    .label(at, "a table")
                    .help("a fact or a define holds a value, not a row")
            }
            TypeError::TooManyRows { most } => Diagnostic::error(
                Code::DeepQuantifier,
                format!("more than {most} quantifiers in one another"),
            )
            .label(at, "one too many")
            .help("put what the inner ones ask into computed columns"),
            TypeError::Unreferable { table, why } => {
                Diagnostic::error(Code::BadReference, format!("a column cannot be a row of `{table}`"))
                    .label(at, format!("`{table}` {why}"))
                    .help("refer to a table with one key that is neither a choice nor itself a row")
            }
            _ => return None,
        })
    }

    fn literal(&self, at: Span) -> Diagnostic {
        match self {
            TypeError::NoSuchDate(text) => {
                Diagnostic::error(Code::Literal, format!("there is no day `{text}`"))
                    .label(at, "not in the calendar")
                    .help("write year, month and day, as in `2026-10-31`")
            }
            TypeError::DurationRange(text) => {
                Diagnostic::error(Code::Literal, format!("`{text}` is not a whole number of a possible size"))
                    .label(at, "not a duration")
                    .help("a duration is a whole number of days, weeks, months or years")
            }
            _ => Diagnostic::error(Code::Literal, "a number has too many digits to be held exactly")
                .label(at, "too many digits")
                .help("numerator and denominator must each fit 128 bits"),
        }
    }
}

fn words(remedy: Option<Remedy>) -> Option<String> {
    remedy.map(|remedy| remedy.words().to_string())
}

/// What may have been meant by a number: so many percent, or, up to 1, a fraction.
fn percent_help(number: Number) -> String {
    if number > Number::ONE {
        return format!("write `{number}%`");
    }
    format!("write `{}`, or `{number}%` where so little is meant", number.to_percent())
}

fn second_duration(at: Span, first: Span, sum: Option<&str>) -> Diagnostic {
    let help = match sum {
        Some(sum) => format!("add `{sum}` instead of both"),
        None => "put the durations together first, as in `on + (a + b)`".to_string(),
    };
    Diagnostic::error(Code::SecondDuration, "a date takes one duration, because months move in one step")
        .label(at, "the second duration")
        .label(first, "the first")
        .help(help)
}

fn sign(operator: Operator) -> char {
    match operator {
        Operator::Add => '+',
        Operator::Subtract => '-',
        Operator::Multiply => '*',
        Operator::Divide => '/',
    }
}
