//! Mistakes in what items are made of: recommendations, requirements, ties, tables, circles.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// An item is not complete, not in its place, or goes round in a circle.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RuleError {
    /// The pack asks for nothing.
    EmptyPack,
    /// A recommendation has no requirements.
    NoRequirement {
        /// Its id.
        id: String,
    },
    /// A recommendation is addressed to nobody.
    Unaddressed {
        /// Its id.
        id: String,
    },
    /// A requirement has no `must`.
    NoMust {
        /// Its id.
        id: String,
    },
    /// A requirement stands in another recommendation.
    Misplaced {
        /// Its id.
        id: String,
        /// The id of the recommendation that it stands in.
        inside: String,
        /// Where that is.
        outer: Span,
    },
    /// A tie that ends where it starts.
    SelfTie {
        /// The id.
        id: String,
    },
    /// A tie to a clause.
    TieToClause {
        /// The clause's id.
        id: String,
    },
    /// `evidence` in a pack without `choice evidence_kind`.
    NoEvidenceKinds,
    /// A table whose rows nothing names.
    NoKey {
        /// The table.
        table: String,
    },
    /// A table keyed by choices of so many members that it would have more rows than anybody answers for.
    TooManyCombinations {
        /// The table.
        table: String,
        /// How many rows it may have.
        most: usize,
    },
    /// A key that may be missing.
    OptionalKey {
        /// The column.
        column: String,
    },
    /// A key that is computed.
    ComputedKey {
        /// The column.
        column: String,
    },
    /// Values that use each other in a circle.
    Circle {
        /// Each value's name and the place where it uses the next; the last one uses the first.
        steps: Vec<(String, Span)>,
    },
}

impl RuleError {
    pub(super) fn diagnostic(&self, at: Span) -> Diagnostic {
        match self {
            RuleError::EmptyPack => Diagnostic::error(Code::Incomplete, "the pack has no requirement")
                .help("a pack needs a recommendation with a requirement, and the requirement a `must`"),
            RuleError::NoRequirement { id } => {
                Diagnostic::error(Code::Incomplete, format!("{id} has no requirement"))
                    .label(at, "nothing is required here")
                    .help("add a `requirement` with a `must`")
            }
            RuleError::Unaddressed { id } => {
                Diagnostic::error(Code::Incomplete, format!("{id} is addressed to nobody"))
                    .label(at, "no `to` line")
                    .help("add `to` and the bodies of the pack that it is addressed to")
            }
            RuleError::NoMust { id } => Diagnostic::error(Code::Incomplete, format!("{id} has no `must`"))
                .label(at, "nothing decides whether this is met")
                .help("add a `must`; `should` and `best` never decide an outcome"),
            RuleError::Misplaced { id, inside, outer } => {
                Diagnostic::error(Code::Misplaced, format!("{id} is not a requirement of {inside}"))
                    .label(at, "the requirement")
                    .label(*outer, "the recommendation around it")
                    .help(format!("number it {inside}.…, or move it into its recommendation"))
            }
            RuleError::SelfTie { id } => Diagnostic::error(Code::BadTie, format!("{id} is tied to itself"))
                .label(at, "starts and ends at the same place")
                .help("name the other end, or remove the tie"),
            RuleError::TieToClause { id } => {
                Diagnostic::error(Code::BadTie, format!("a tie cannot end at the clause {id}"))
                    .label(at, "a clause")
                    .help("name its requirement")
            }
            _ => self.table(at),
        }
    }

    fn table(&self, at: Span) -> Diagnostic {
        match self {
            RuleError::NoKey { table } => {
                Diagnostic::error(Code::BadKey, format!("the table `{table}` has no key"))
                    .label(at, "nothing tells its rows apart")
                    .help("put `key` before the column, or columns, that name a row")
            }
            RuleError::TooManyCombinations { table, most } => {
                Diagnostic::error(Code::BadKey, format!("`{table}` would have more than {most} rows"))
                    .label(at, "one for each combination of its keys' members")
                    .help("use fewer keys, or choices of fewer members")
            }
            RuleError::OptionalKey { column } => {
                Diagnostic::error(Code::BadKey, format!("the key `{column}` cannot be optional"))
                    .label(at, "may be absent")
                    .help("a row without its key could not be named")
            }
            RuleError::ComputedKey { column } => {
                Diagnostic::error(Code::BadKey, format!("the key `{column}` cannot be computed"))
                    .label(at, "computed")
                    .help("a key is read with its row")
            }
            RuleError::Circle { steps } => circle(steps),
            _ => Diagnostic::error(
                Code::NoEvidenceKinds,
                "the pack does not say what kinds of evidence there are",
            )
            .label(at, "asks for evidence")
            .help("declare `choice evidence_kind { … }`"),
        }
    }
}

fn circle(steps: &[(String, Span)]) -> Diagnostic {
    const SHOWN: usize = 8;
    let names: Vec<&str> = steps.iter().map(|(name, _)| name.as_str()).collect();
    let message = match names.as_slice() {
        [alone] => format!("`{alone}` is computed from itself"),
        [first, ..] if names.len() <= SHOWN => format!("`{}` → `{first}` is a circle", names.join("` → `")),
        [first, second, ..] => {
            format!("`{first}` → `{second}` → … → `{first}` is a circle of {}", names.len())
        }
        [] => String::new(),
    };
    let nexts = names.iter().cycle().skip(1);
    steps.iter().zip(nexts).fold(
        Diagnostic::error(Code::Circle, message).help("compute one of them without the others"),
        |diagnostic, ((name, place), next)| diagnostic.label(*place, format!("`{name}` uses `{next}`")),
    )
}
