//! What can be wrong with the meaning of rule files: facts here, words in the files of each family.

mod name;
mod rule;
mod statement;
mod types;

use std::fmt;

pub use name::NameError;
pub use rule::RuleError;
pub use statement::StatementError;
pub use types::{Remedy, TypeError, TypeWords};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::suggest::nearest;
use crate::source::Span;

/// One mistake and its main place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResolveError {
    /// The place to jump to.
    pub at: Span,
    /// What is wrong there.
    pub mistake: Mistake,
}

impl From<&ResolveError> for Diagnostic {
    fn from(error: &ResolveError) -> Diagnostic {
        let at = error.at;
        match &error.mistake {
            Mistake::Name(error) => error.diagnostic(at),
            Mistake::Type(error) => error.diagnostic(at),
            Mistake::Rule(error) => error.diagnostic(at),
            Mistake::Statement(error) => error.diagnostic(at),
        }
    }
}

/// The families of mistakes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mistake {
    /// A name is unknown, taken or out of place.
    Name(NameError),
    /// An expression or a declaration has a type that does not fit.
    Type(TypeError),
    /// A recommendation, a requirement, a table or a circle of values is not complete or not in order.
    Rule(RuleError),
    /// What a scenario gives or expects cannot be so.
    Statement(StatementError),
}

impl From<NameError> for Mistake {
    fn from(error: NameError) -> Mistake {
        Mistake::Name(error)
    }
}

impl From<TypeError> for Mistake {
    fn from(error: TypeError) -> Mistake {
        Mistake::Type(error)
    }
}

impl From<RuleError> for Mistake {
    fn from(error: RuleError) -> Mistake {
        Mistake::Rule(error)
    }
}

impl From<StatementError> for Mistake {
    fn from(error: StatementError) -> Mistake {
        Mistake::Statement(error)
    }
}

/// All mistakes found so far.
#[derive(Default, Debug)]
pub(super) struct Errors {
    list: Vec<ResolveError>,
}

impl Errors {
    /// Looking for near names takes time, and nobody reads the suggestions behind so many errors.
    const SUGGESTIONS: usize = 100;

    pub(super) fn add(&mut self, at: Span, mistake: impl Into<Mistake>) {
        self.list.push(ResolveError { at, mistake: mistake.into() });
    }

    /// Reports a name that is not among `known`, with what may have been meant.
    pub(super) fn unknown(
        &mut self,
        at: Span,
        thing: Thing,
        name: &str,
        within: Option<String>,
        known: impl Iterator<Item = impl AsRef<str>>,
    ) {
        let hint = self.hint(name, known);
        self.add(at, NameError::Unknown { thing, name: name.to_string(), within, hint });
    }

    /// What may help where `name` is not among `known`.
    pub(super) fn hint(&self, name: &str, known: impl Iterator<Item = impl AsRef<str>>) -> NameHint {
        if self.list.len() >= Self::SUGGESTIONS {
            return NameHint::None;
        }
        let known: Vec<_> = known.collect();
        match nearest(name, known.iter().map(AsRef::as_ref)) {
            Some(near) => NameHint::Near(near.to_string()),
            None => NameHint::one_of(known.iter().map(AsRef::as_ref)),
        }
    }

    /// Reports every line of a kind that may stand only once behind the first, which is kept.
    pub(super) fn only_one<'a, T>(
        &mut self,
        line: &'static str,
        lines: &'a [T],
        place: impl Fn(&T) -> Span,
    ) -> Option<&'a T> {
        let (first, again) = lines.split_first()?;
        for repeated in again {
            self.add(place(repeated), NameError::Repeated { line, first: place(first) });
        }
        Some(first)
    }

    /// The errors in the order of their places.
    pub(super) fn finish(mut self) -> Vec<ResolveError> {
        self.list.sort_by_key(|error| error.at);
        self.list
    }
}

/// What a name can name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Thing {
    /// A choice.
    Choice,
    /// A member of a choice.
    Member,
    /// A group of facts.
    Group,
    /// A fact.
    Fact,
    /// A table.
    Table,
    /// A column.
    Column,
    /// A define.
    Define,
    /// The row of a quantifier or a table.
    Row,
    /// Anything that can stand in an expression.
    Value,
    /// A type.
    Type,
    /// A recommendation.
    Recommendation,
    /// A requirement.
    Requirement,
    /// A clause of a requirement.
    Clause,
    /// A kind of body.
    Body,
    /// A domain.
    Domain,
    /// A source document.
    Document,
    /// A clause of a source document.
    SourceClause,
    /// A scenario.
    Scenario,
    /// An outcome.
    Outcome,
    /// A tie.
    Tie,
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Thing::Choice => "choice",
            Thing::Member => "member",
            Thing::Group => "group of facts",
            Thing::Fact => "fact",
            Thing::Table => "table",
            Thing::Column => "column",
            Thing::Define => "define",
            Thing::Row => "row",
            Thing::Value => "row, define or group of facts",
            Thing::Type => "type",
            Thing::Recommendation => "recommendation",
            Thing::Requirement => "requirement",
            Thing::Clause => "clause",
            Thing::Body => "body",
            Thing::Domain => "domain",
            Thing::Document => "source document",
            Thing::SourceClause => "clause",
            Thing::Scenario => "scenario",
            Thing::Outcome => "outcome",
            Thing::Tie => "tie",
        })
    }
}

/// What may help where a name is unknown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NameHint {
    /// Nothing.
    None,
    /// The nearest name that would have been right.
    Near(String),
    /// All names that would have been right, where they are few.
    OneOf(Vec<String>),
    /// The name is a member of this choice, and stands where no member is expected.
    MemberOf(String),
    /// A `finding` knows only the row of its clause's outermost quantifier.
    Finding,
    /// The columns of a table need `each name` to speak of their row.
    Each,
}

impl NameHint {
    /// As many names as are worth listing.
    const FEW: usize = 8;

    /// All names that would have been right, where they are few.
    pub(super) fn one_of(known: impl Iterator<Item = impl AsRef<str>>) -> NameHint {
        let known: Vec<String> =
            known.take(Self::FEW.saturating_add(1)).map(|name| name.as_ref().to_string()).collect();
        if known.is_empty() || known.len() > Self::FEW { NameHint::None } else { NameHint::OneOf(known) }
    }
}
