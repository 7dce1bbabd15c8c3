//! Statements that state nothing.

use crate::diagnostic::{Code, Diagnostic, quote};
use crate::source::Span;

/// A statement that states nothing of its fact.
pub(in crate::assessment) struct StatementError<'a> {
    /// The fact: `bail.every_period`.
    pub(in crate::assessment) fact: &'a str,
    /// Where the pack declares it.
    pub(in crate::assessment) declared: Span,
    /// The statement, or the part of it that is wrong.
    pub(in crate::assessment) span: Span,
    /// Why.
    pub(in crate::assessment) problem: StatementProblem<'a>,
}

/// Why a statement states nothing.
pub(in crate::assessment) enum StatementProblem<'a> {
    /// It says nothing of the value.
    NoForm,
    /// It says several things of the value; whether these are all bounds.
    SeveralForms { keys: Vec<&'a str>, only_bounds: bool },
    /// It gives a percent as a number.
    BarePercent { number: &'a str },
    /// It bounds what has no order.
    NotOrdered,
    /// It gives candidates for what is no choice.
    NotAChoice,
    /// It gives parts of what is no set.
    NotASet,
    /// It says that there is none of what is not optional.
    NotOptional,
    /// It leaves no value possible.
    NothingLeft,
    /// It mixes months and days, in itself or with an earlier statement.
    MixedUnits { first: Option<Span> },
}

impl From<StatementError<'_>> for Diagnostic {
    fn from(StatementError { fact, declared, span, problem }: StatementError<'_>) -> Diagnostic {
        let (code, message, help) = in_words(&quote(fact), &problem);
        let error = Diagnostic::error(code, message).label(span, "this statement").help(help);
        match problem {
            StatementProblem::NoForm | StatementProblem::SeveralForms { .. } => error,
            StatementProblem::MixedUnits { first: Some(first) } => error.label(first, "another unit here"),
            _ => error.label(declared, "declared here"),
        }
    }
}

/// Code, message and help.
fn in_words(fact: &str, problem: &StatementProblem<'_>) -> (Code, String, &'static str) {
    use StatementProblem as P;
    let state_a_value = "state its `value` or a bound";
    match problem {
        P::NoForm => (
            Code::EmptyStatement,
            format!("this statement says nothing of {fact}"),
            "give a `value` or a bound such as `at_least`; words go to `said` or `planned`",
        ),
        P::SeveralForms { keys, only_bounds } => (
            Code::SeveralForms,
            format!("one statement of {fact} has `{}`", keys.join("` and `")),
            if *only_bounds {
                "write `between = [lowest, highest]`, or a list of two statements"
            } else {
                "keep one of them, or write a list of several statements"
            },
        ),
        P::BarePercent { number } => (
            Code::BarePercent,
            format!("{fact} is a percent, and {} does not say of what", quote(number)),
            "write percents in quotes with their sign, such as `\"95%\"`",
        ),
        P::NotOrdered => (
            Code::NotOrdered,
            format!("{fact} has no order, so it cannot be bounded"),
            "state its `value`; of a choice that is not ordered, what is possible as `one_of`",
        ),
        P::NotAChoice => (
            Code::WrongForm,
            format!("{fact} is not a choice, so `one_of` says nothing of it"),
            state_a_value,
        ),
        P::NotASet => (
            Code::WrongForm,
            format!("{fact} is not a set, so `includes` and `excludes` say nothing of it"),
            state_a_value,
        ),
        P::NotOptional => (
            Code::WrongForm,
            format!("{fact} always has a value, so `recorded = false` says nothing of it"),
            "leave the fact out where its value is not known",
        ),
        P::NothingLeft => (
            Code::NothingLeft,
            format!("no value of {fact} fits this statement"),
            "a count is at least 0, a percent lies between 0% and 100%, and a lower end comes first",
        ),
        P::MixedUnits { .. } => (
            Code::MixedUnits,
            format!("{fact} is stated in months and in days"),
            "state it in months (or years) throughout, or in days (or weeks)",
        ),
    }
}
