//! The closed word lists of the language that the tree of a rule file and the resolved pack share.

/// How binding a clause is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// The recommendation's own words; decides the outcome.
    Must,
    /// Guidance that the recommendation leans on; failing is a warning.
    Should,
    /// What better-performing bodies do; failing is a note.
    Best,
}

impl Level {
    /// The word of the language and of results.
    pub fn name(self) -> &'static str {
        match self {
            Level::Must => "must",
            Level::Should => "should",
            Level::Best => "best",
        }
    }
}

/// How one recommendation or requirement bears on another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TieKind {
    /// Leans on what the other produces.
    Needs,
    /// Is judged by a standard that the other will replace.
    Follows,
    /// Its output is the other's input.
    Informs,
    /// Doing it raises the load on the other.
    AddsLoadTo,
    /// Doing it lowers the load on the other.
    Relieves,
    /// Both use the same people, system or evidence.
    SharesWith,
}

impl TieKind {
    /// Every kind, in the order of the language reference.
    pub const ALL: [TieKind; 6] = [
        TieKind::Needs,
        TieKind::Follows,
        TieKind::Informs,
        TieKind::AddsLoadTo,
        TieKind::Relieves,
        TieKind::SharesWith,
    ];

    /// The word of the language and of results.
    pub fn name(self) -> &'static str {
        match self {
            TieKind::Needs => "needs",
            TieKind::Follows => "follows",
            TieKind::Informs => "informs",
            TieKind::AddsLoadTo => "adds_load_to",
            TieKind::Relieves => "relieves",
            TieKind::SharesWith => "shares_with",
        }
    }

    /// The verb between its ends: `R4.1 adds load to R8.1`.
    pub fn verb(self) -> &'static str {
        match self {
            TieKind::Needs => "needs",
            TieKind::Follows => "follows",
            TieKind::Informs => "informs",
            TieKind::AddsLoadTo => "adds load to",
            TieKind::Relieves => "relieves",
            TieKind::SharesWith => "shares with",
        }
    }

    /// Whether one end stands or falls with the other: it leans on what the other produces, or is judged by it.
    pub fn is_support(self) -> bool {
        matches!(self, TieKind::Needs | TieKind::Follows)
    }

    /// Whether it changes how much there is to do.
    pub fn is_load(self) -> bool {
        matches!(self, TieKind::AddsLoadTo | TieKind::Relieves)
    }
}

/// On which side a statement bounds a fact, and whether the bound itself is possible.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum BoundKind {
    /// `at_least`
    AtLeast,
    /// `at_most`
    AtMost,
    /// `more_than`
    MoreThan,
    /// `less_than`
    LessThan,
}

/// `+`, `-`, `*`, `/`
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// `<`, `<=`, `>`, `>=`
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// Which quantifier.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum QuantifierKind {
    /// Every row satisfies the body.
    Every,
    /// Some row passes the filter.
    Some,
    /// No row passes the filter.
    No,
    /// How many rows pass the filter.
    Count,
    /// The share of rows that satisfy the body.
    Share,
    /// The sum of the body over the rows.
    Sum,
    /// The least value of the body.
    Min,
    /// The greatest value of the body.
    Max,
}

impl QuantifierKind {
    /// Whether it makes a yes or no.
    pub fn is_yes_no(self) -> bool {
        matches!(self, QuantifierKind::Every | QuantifierKind::Some | QuantifierKind::No)
    }

    /// Whether a row that answers no is at fault: of `some` and `count` it only does not pass.
    pub fn blames_no(self) -> bool {
        !matches!(self, QuantifierKind::Some | QuantifierKind::Count)
    }
}

/// The unit of a duration.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Unit {
    /// `day`, `days`
    Days,
    /// `week`, `weeks`
    Weeks,
    /// `month`, `months`
    Months,
    /// `year`, `years`
    Years,
}

impl Unit {
    /// The word of the language, in the plural.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Days => "days",
            Unit::Weeks => "weeks",
            Unit::Months => "months",
            Unit::Years => "years",
        }
    }

    /// The unit that a word of the language names.
    pub fn named(word: &str) -> Option<Unit> {
        match word {
            "day" | "days" => Some(Unit::Days),
            "week" | "weeks" => Some(Unit::Weeks),
            "month" | "months" => Some(Unit::Months),
            "year" | "years" => Some(Unit::Years),
            _ => None,
        }
    }
}

/// The outcome of a requirement or a recommendation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Outcome {
    /// Some `must` does not hold.
    NotMet,
    /// No `must` fails, and of some it is not known whether it holds.
    NotShown,
    /// Not met or not shown, with a valid departure.
    Departure,
    /// Every `must` holds.
    Met,
    /// It does not apply.
    NotApplicable,
}

impl Outcome {
    /// Every outcome, in the order in which a recommendation takes the first that occurs among its requirements.
    pub const ALL: [Outcome; 5] =
        [Outcome::NotMet, Outcome::NotShown, Outcome::Departure, Outcome::Met, Outcome::NotApplicable];

    /// The word of the language and of results.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::NotMet => "not_met",
            Outcome::NotShown => "not_shown",
            Outcome::Departure => "departure",
            Outcome::Met => "met",
            Outcome::NotApplicable => "not_applicable",
        }
    }
}

/// How well a met requirement is supported.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Assurance {
    /// The body's word alone.
    Stated,
    /// By evidence of every kind that the requirement asks for.
    Evidenced,
    /// Every deciding fact was computed from extracts.
    Measured,
}

impl Assurance {
    /// Every assurance, weakest first.
    pub const ALL: [Assurance; 3] = [Assurance::Stated, Assurance::Evidenced, Assurance::Measured];

    /// The word of manifests and results.
    pub fn name(self) -> &'static str {
        match self {
            Assurance::Stated => "stated",
            Assurance::Evidenced => "evidenced",
            Assurance::Measured => "measured",
        }
    }
}
