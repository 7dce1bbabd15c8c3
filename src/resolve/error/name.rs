//! Mistakes with names.

use super::{NameHint, Thing};
use crate::diagnostic::{Code, Diagnostic};
use crate::pack::Members;
use crate::source::Span;

/// A name is unknown, taken or out of place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NameError {
    /// Two things have one name: `choice risk { … } choice risk { … }`.
    Duplicate {
        /// What is declared here.
        thing: Thing,
        /// What already has the name.
        other: Thing,
        /// The name.
        name: String,
        /// Where it was declared first.
        first: Span,
    },
    /// A name has a meaning of its own: `define as_of: date = …`.
    Reserved {
        /// What is declared here.
        thing: Thing,
        /// The word.
        name: String,
    },
    /// A row has the name of something else in reach: `every visits in visits: …`.
    RowTaken {
        /// The name.
        name: String,
        /// What has it already.
        other: Thing,
        /// Where that was declared.
        first: Span,
    },
    /// Nothing of the kind has this name.
    Unknown {
        /// What was looked for.
        thing: Thing,
        /// The name.
        name: String,
        /// In what it was looked for: a table, a choice, a document.
        within: Option<String>,
        /// What may have been meant.
        hint: NameHint,
    },
    /// A line stands twice that may stand once.
    Repeated {
        /// Its first words.
        line: &'static str,
        /// Where the first is.
        first: Span,
    },
    /// A choice has more members than can be told apart.
    TooManyMembers {
        /// How many it has.
        count: usize,
    },
    /// A group or a table stands where a value is expected: `must m: bail`.
    NoValue {
        /// What it is.
        thing: Thing,
        /// Its name.
        name: String,
    },
    /// `.name` behind something that has no columns.
    NoColumns {
        /// What it is instead of a row.
        found: super::TypeWords,
        /// The name behind the dot.
        name: String,
    },
    /// A path follows more references than anyone can read.
    LongPath {
        /// How many names may follow.
        limit: usize,
    },
    /// `due` outside a recommendation that has a deadline.
    NoDue,
}

impl NameError {
    pub(super) fn diagnostic(&self, at: Span) -> Diagnostic {
        let error = |code, message: String| Diagnostic::error(code, message);
        match self {
            NameError::Duplicate { thing, other, name, first } => {
                error(Code::DuplicateName, duplicate(*thing, *other, name))
                    .label(at, "again here")
                    .label(*first, "first here")
                    .help("give one of them another name, or remove it")
            }
            NameError::Reserved { thing, name } => {
                error(Code::ReservedName, format!("a {thing} cannot be called `{name}`"))
                    .label(at, "a word of the language")
                    .help("choose another name")
            }
            NameError::RowTaken { name, other, first } => error(Code::RowName, row_taken(name, *other))
                .label(at, "the row")
                .label(*first, format!("the {other}"))
                .help("give the row another name"),
            NameError::Unknown { thing, name, within, hint } => {
                unknown(*thing, name, within.as_deref()).label(at, "not known").maybe_help(hint.words(name))
            }
            NameError::Repeated { line, first } => {
                error(Code::RepeatedLine, format!("`{line}` may stand only once"))
                    .label(at, "again here")
                    .label(*first, "first here")
                    .help("keep one of them")
            }
            NameError::TooManyMembers { count } => {
                let limit = Members::LIMIT;
                error(
                    Code::TooManyMembers,
                    format!("a choice has at most {limit} members, and this one has {count}"),
                )
                .label(at, "too many members")
                .help("use `text`, or a table with a row for each")
            }
            NameError::NoValue { .. }
            | NameError::NoColumns { .. }
            | NameError::LongPath { .. }
            | NameError::NoDue => self.misplaced(at),
        }
    }

    /// Names that exist and say nothing where they stand.
    fn misplaced(&self, at: Span) -> Diagnostic {
        match self {
            NameError::NoValue { thing: Thing::Table, name } => {
                Diagnostic::error(Code::NoValue, format!("the table `{name}` is not a value"))
                    .label(at, "a table")
                    .help(format!("ask about its rows, as in `every row in {name}: …`"))
            }
            NameError::NoValue { thing, name } => {
                Diagnostic::error(Code::NoValue, format!("the {thing} `{name}` is not a value"))
                    .label(at, format!("a {thing}"))
                    .help(format!("name one of its facts, as in `{name}.fact`"))
            }
            NameError::NoColumns { found, name } => {
                Diagnostic::error(Code::UnknownName, format!("{found} has no `{name}`"))
                    .label(at, format!("this follows {found}"))
                    .help("only a row has columns, and only a group of facts has facts")
            }
            NameError::LongPath { limit } => {
                let names = if *limit == 1 { "name" } else { "names" };
                let message = format!("at most {limit} {names} may follow here, each behind a dot");
                Diagnostic::error(Code::LongPath, message)
                    .label(at, "too long")
                    .help("compute part of a long path in a column of its table")
            }
            _ => Diagnostic::error(Code::NoDue, "there is no deadline that `due` could mean")
                .label(at, "no deadline here")
                .help("`due` is the deadline of the recommendation around it, where that has one"),
        }
    }
}

fn duplicate(thing: Thing, other: Thing, name: &str) -> String {
    match (thing, other) {
        (Thing::Tie, _) => format!("the tie to {name} is written twice"),
        (Thing::Body | Thing::Domain, _) => format!("the {thing} `{name}` is named twice"),
        _ if thing == other => format!("there are two {} called `{name}`", plural(thing)),
        _ => format!("a {thing} and a {other} are both called `{name}`"),
    }
}

fn row_taken(name: &str, other: Thing) -> String {
    match other {
        Thing::Row => format!("a row inside the row `{name}` cannot be called `{name}` too"),
        _ => format!("a row cannot be called `{name}`, which is a {other}"),
    }
}

fn plural(thing: Thing) -> String {
    match thing {
        Thing::Group => "groups of facts".to_string(),
        _ => format!("{thing}s"),
    }
}

fn unknown(thing: Thing, name: &str, within: Option<&str>) -> Diagnostic {
    let place = within.map(|within| format!(" in {within}")).unwrap_or_default();
    let code = if thing == Thing::SourceClause { Code::UnknownClause } else { Code::UnknownName };
    Diagnostic::error(code, format!("there is no {thing} `{name}`{place}"))
}

impl NameHint {
    fn words(&self, name: &str) -> Option<String> {
        match self {
            NameHint::None => None,
            NameHint::Near(near) => Some(format!("did you mean `{near}`?")),
            NameHint::OneOf(known) => {
                let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
                Some(format!("choose from {}", known.join(", ")))
            }
            NameHint::MemberOf(choice) => Some(format!(
                "`{name}` is a member of `{choice}`; a member may stand beside a value of its choice, in a list, or after `=`"
            )),
            NameHint::Finding => {
                Some("a finding may name only the row of its clause's outermost quantifier".to_string())
            }
            NameHint::Each => Some(
                "columns speak of their row by the name behind `each` in the table's first line".to_string(),
            ),
        }
    }
}
