//! Expressions of SQL with their types, before any dialect.

use crate::pack::Date;

/// What a value of an expression is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// True, false, or null for what is not known.
    Truth,
    /// A whole number.
    Whole,
    /// An exact decimal number.
    Decimal,
    /// A day.
    Date,
    /// Words.
    Text,
}

/// An expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sql {
    /// A column, of the relation with this alias where one is given.
    Column {
        /// The relation.
        of: Option<&'static str>,
        /// The column.
        name: String,
        /// What it holds.
        kind: Kind,
    },
    /// Null.
    Null(Kind),
    /// True or false.
    Truth(bool),
    /// A whole number.
    Whole(i64),
    /// Digits with a decimal point.
    Decimal(String),
    /// A day.
    Date(Date),
    /// Words.
    Text(String),
    /// All of them, as Kleene has it.
    And(Vec<Sql>),
    /// Any of them, as Kleene has it.
    Or(Vec<Sql>),
    /// Not.
    Not(Box<Sql>),
    /// `a < b` and its kin.
    Compare(Relation, Box<Sql>, Box<Sql>),
    /// Whether a text is one of these; null of null.
    In(Box<Sql>, Vec<String>),
    /// Whether it is null.
    IsNull(Box<Sql>),
    /// Whether a truth value is true or null.
    Possible(Box<Sql>),
    /// The value of the first branch whose condition is true, else null or `otherwise`.
    Case {
        /// Conditions and values.
        branches: Vec<(Sql, Sql)>,
        /// The value where no condition is true.
        otherwise: Option<Box<Sql>>,
    },
    /// `a + b`, of numbers.
    Add(Box<Sql>, Box<Sql>),
    /// `a - b`, of numbers.
    Subtract(Box<Sql>, Box<Sql>),
    /// `a * b`, of numbers.
    Multiply(Box<Sql>, Box<Sql>),
    /// The quotient of whole numbers of which the second divides the first.
    Quotient(Box<Sql>, Box<Sql>),
    /// The rest that the division of whole numbers leaves, with the sign of the first.
    Rest(Box<Sql>, Box<Sql>),
    /// A day so many months later, clamped to the last day of its month.
    AddMonths(Box<Sql>, Box<Sql>),
    /// A day so many days later.
    AddDays(Box<Sql>, Box<Sql>),
    /// How many days the second day is after the first.
    DaysBetween(Box<Sql>, Box<Sql>),
    /// The number of months from the beginning of the calendar to the month of a day.
    MonthNumber(Box<Sql>),
    /// Texts joined.
    Join(Vec<Sql>),
    /// Whether the first text holds the second.
    Holds(Box<Sql>, String),
    /// A text without its spaces.
    WithoutSpaces(Box<Sql>),
    /// The part of a text before its first space (1) or behind it (2).
    Part(Box<Sql>, u8),
    /// A whole number that is read from digits, or made of a smaller type.
    ToWhole(Box<Sql>),
    /// A value in words.
    ToText(Box<Sql>),
    /// How many rows there are of which this is true.
    CountWhere(Box<Sql>),
    /// The sum over the rows, without those of which it is null.
    Sum(Box<Sql>),
    /// The least over the rows, without those of which it is null.
    Min(Box<Sql>),
    /// The greatest over the rows, without those of which it is null.
    Max(Box<Sql>),
}

/// How two values may stand to each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relation {
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `=`
    Equal,
    /// `>=`
    GreaterOrEqual,
    /// `>`
    Greater,
}

impl Relation {
    /// The sign of every dialect.
    pub fn sign(self) -> &'static str {
        match self {
            Relation::Less => "<",
            Relation::LessOrEqual => "<=",
            Relation::Equal => "=",
            Relation::GreaterOrEqual => ">=",
            Relation::Greater => ">",
        }
    }
}

impl Sql {
    /// A column of the only relation at hand.
    pub fn column(name: impl Into<String>, kind: Kind) -> Sql {
        Sql::Column { of: None, name: name.into(), kind }
    }

    /// What its value is.
    pub fn kind(&self) -> Kind {
        match self {
            Sql::Column { kind, .. } | Sql::Null(kind) => *kind,
            Sql::Truth(_)
            | Sql::And(_)
            | Sql::Or(_)
            | Sql::Not(_)
            | Sql::Compare(..)
            | Sql::In(..)
            | Sql::IsNull(_)
            | Sql::Holds(..)
            | Sql::Possible(_) => Kind::Truth,
            Sql::Whole(_)
            | Sql::Quotient(..)
            | Sql::Rest(..)
            | Sql::DaysBetween(..)
            | Sql::MonthNumber(_)
            | Sql::ToWhole(_)
            | Sql::CountWhere(_) => Kind::Whole,
            Sql::Decimal(_) => Kind::Decimal,
            Sql::Date(_) | Sql::AddMonths(..) | Sql::AddDays(..) => Kind::Date,
            Sql::Text(_) | Sql::Join(_) | Sql::WithoutSpaces(_) | Sql::Part(..) | Sql::ToText(_) => {
                Kind::Text
            }
            Sql::Case { branches, otherwise } => {
                let mut values = branches.iter().map(|(_, value)| value).chain(otherwise.as_deref());
                values.next().map_or(Kind::Truth, Sql::kind)
            }
            Sql::Add(a, b) | Sql::Subtract(a, b) | Sql::Multiply(a, b) => {
                if a.kind() == Kind::Decimal {
                    Kind::Decimal
                } else {
                    b.kind()
                }
            }
            Sql::Sum(of) | Sql::Min(of) | Sql::Max(of) => of.kind(),
        }
    }

    /// The expressions that this one is made of.
    pub fn children(&self) -> Vec<&Sql> {
        match self {
            Sql::Column { .. }
            | Sql::Null(_)
            | Sql::Truth(_)
            | Sql::Whole(_)
            | Sql::Decimal(_)
            | Sql::Date(_)
            | Sql::Text(_) => Vec::new(),
            Sql::And(list) | Sql::Or(list) | Sql::Join(list) => list.iter().collect(),
            Sql::Not(of)
            | Sql::In(of, _)
            | Sql::IsNull(of)
            | Sql::Possible(of)
            | Sql::MonthNumber(of)
            | Sql::Holds(of, _)
            | Sql::WithoutSpaces(of)
            | Sql::Part(of, _)
            | Sql::ToWhole(of)
            | Sql::ToText(of)
            | Sql::CountWhere(of)
            | Sql::Sum(of)
            | Sql::Min(of)
            | Sql::Max(of) => vec![of],
            Sql::Compare(_, a, b)
            | Sql::Add(a, b)
            | Sql::Subtract(a, b)
            | Sql::Multiply(a, b)
            | Sql::Quotient(a, b)
            | Sql::Rest(a, b)
            | Sql::AddMonths(a, b)
            | Sql::AddDays(a, b)
            | Sql::DaysBetween(a, b) => vec![a, b],
            Sql::Case { branches, otherwise } => {
                let branches = branches.iter().flat_map(|(condition, value)| [condition, value]);
                branches.chain(otherwise.as_deref()).collect()
            }
        }
    }

    /// Whether a column of one of these names is in it.
    pub fn reads(&self, names: &[(String, Sql)]) -> bool {
        let mut pending = vec![self];
        while let Some(part) = pending.pop() {
            if let Sql::Column { name, .. } = part
                && names.iter().any(|(other, _)| other == name)
            {
                return true;
            }
            pending.extend(part.children());
        }
        false
    }

    /// Whether it can be null, as far as that can be told.
    pub fn may_be_null(&self) -> bool {
        match self {
            Sql::Truth(_)
            | Sql::Whole(_)
            | Sql::Decimal(_)
            | Sql::Date(_)
            | Sql::Text(_)
            | Sql::IsNull(_)
            | Sql::Possible(_)
            | Sql::CountWhere(_) => false,
            Sql::Column { .. } | Sql::Null(_) | Sql::Min(_) | Sql::Max(_) | Sql::Sum(_) => true,
            Sql::Case { branches, otherwise } => {
                otherwise.as_ref().is_none_or(|value| value.may_be_null())
                    || branches.iter().any(|(_, value)| value.may_be_null())
            }
            _ => self.children().into_iter().any(Sql::may_be_null),
        }
    }

    /// Not.
    #[must_use]
    pub fn negated(self) -> Sql {
        match self {
            Sql::Truth(truth) => Sql::Truth(!truth),
            Sql::Not(inner) => *inner,
            Sql::Null(kind) => Sql::Null(kind),
            other => Sql::Not(Box::new(other)),
        }
    }

    /// Whether it is null; false where that cannot be.
    #[must_use]
    pub fn unknown(self) -> Sql {
        if let Sql::Null(_) = self {
            return Sql::Truth(true);
        }
        if self.may_be_null() { Sql::IsNull(Box::new(self)) } else { Sql::Truth(false) }
    }

    /// Whether a truth value is not false.
    #[must_use]
    pub fn possible(self) -> Sql {
        match self {
            Sql::Truth(truth) => Sql::Truth(truth),
            Sql::Null(_) => Sql::Truth(true),
            other if other.may_be_null() => Sql::Possible(Box::new(other)),
            other => other,
        }
    }
}

/// All of them.
pub fn and(parts: impl IntoIterator<Item = Sql>) -> Sql {
    let mut kept = Vec::new();
    for part in parts {
        match part {
            Sql::Truth(true) => {}
            Sql::Truth(false) => return Sql::Truth(false),
            Sql::And(list) => kept.extend(list),
            other if kept.contains(&other) => {}
            other => kept.push(other),
        }
    }
    one_or(kept, true, Sql::And)
}

/// Any of them.
pub fn or(parts: impl IntoIterator<Item = Sql>) -> Sql {
    let mut kept = Vec::new();
    for part in parts {
        match part {
            Sql::Truth(false) => {}
            Sql::Truth(true) => return Sql::Truth(true),
            Sql::Or(list) => kept.extend(list),
            other if kept.contains(&other) => {}
            other => kept.push(other),
        }
    }
    one_or(kept, false, Sql::Or)
}

fn one_or(mut parts: Vec<Sql>, of_none: bool, several: fn(Vec<Sql>) -> Sql) -> Sql {
    match (parts.pop(), parts.is_empty()) {
        (None, _) => Sql::Truth(of_none),
        (Some(only), true) => only,
        (Some(last), false) => {
            parts.push(last);
            several(parts)
        }
    }
}

/// `a < b` and its kin.
pub fn compare(relation: Relation, a: Sql, b: Sql) -> Sql {
    match (&a, &b) {
        (Sql::Null(_), _) | (_, Sql::Null(_)) => Sql::Null(Kind::Truth),
        (Sql::Whole(x), Sql::Whole(y)) => Sql::Truth(holds(relation, x, y)),
        (Sql::Date(x), Sql::Date(y)) => Sql::Truth(holds(relation, x, y)),
        _ => Sql::Compare(relation, Box::new(a), Box::new(b)),
    }
}

fn holds<T: PartialOrd>(relation: Relation, a: &T, b: &T) -> bool {
    match relation {
        Relation::Less => a < b,
        Relation::LessOrEqual => a <= b,
        Relation::Equal => a == b,
        Relation::GreaterOrEqual => a >= b,
        Relation::Greater => a > b,
    }
}

/// The value of the first branch whose condition is true, else `otherwise`, else null.
pub fn case(branches: impl IntoIterator<Item = (Sql, Sql)>, otherwise: Option<Sql>) -> Sql {
    let mut kept: Vec<(Sql, Sql)> = Vec::new();
    let mut otherwise = otherwise;
    let mut kind = otherwise.as_ref().map(Sql::kind);
    for (condition, value) in branches {
        kind = kind.or(Some(value.kind()));
        match condition {
            Sql::Truth(false) | Sql::Null(_) => {}
            Sql::Truth(true) => {
                otherwise = Some(value);
                break;
            }
            condition => kept.push((condition, value)),
        }
    }
    let kind = kind.unwrap_or(Kind::Truth);
    let fallback = otherwise.clone().unwrap_or(Sql::Null(kind));
    // Branches at the end that say what is said anyway.
    while kept.last().is_some_and(|(_, value)| *value == fallback) {
        kept.pop();
    }
    if kept.is_empty() {
        return fallback;
    }
    let otherwise = otherwise.filter(|value| !matches!(value, Sql::Null(_))).map(Box::new);
    // The type of a null that comes first is not to be guessed.
    Sql::Case { branches: kept, otherwise }
}

/// The lesser of two, or null where either is.
pub fn lesser(a: Sql, b: Sql) -> Sql {
    one_of_two(Relation::LessOrEqual, Relation::Greater, a, b)
}

/// The greater of two, or null where either is.
pub fn greater(a: Sql, b: Sql) -> Sql {
    one_of_two(Relation::GreaterOrEqual, Relation::Less, a, b)
}

fn one_of_two(keeps: Relation, changes: Relation, a: Sql, b: Sql) -> Sql {
    if a == b {
        return a;
    }
    let kind = a.kind();
    case(
        [(compare(keeps, a.clone(), b.clone()), a.clone()), (compare(changes, a, b.clone()), b)],
        Some(Sql::Null(kind)),
    )
}

/// `a + b` or `a - b`, of numbers; of constants their value.
pub fn plus(a: Sql, b: Sql, minus: bool) -> Sql {
    match (&a, &b) {
        (Sql::Null(_), _) => a,
        (_, Sql::Null(_)) => b,
        (_, Sql::Whole(0)) => a,
        (Sql::Whole(x), Sql::Whole(y)) => {
            let sum = if minus { x.checked_sub(*y) } else { x.checked_add(*y) };
            let (a, b) = (Box::new(a.clone()), Box::new(b.clone()));
            sum.map_or(
                if minus {
                    Sql::Subtract(a, b)
                } else {
                    Sql::Add(Box::new(Sql::Whole(*x)), Box::new(Sql::Whole(*y)))
                },
                Sql::Whole,
            )
        }
        _ if minus => Sql::Subtract(Box::new(a), Box::new(b)),
        _ => Sql::Add(Box::new(a), Box::new(b)),
    }
}

/// `a * factor`; of constants their value.
pub fn times(a: Sql, factor: i64) -> Sql {
    match &a {
        Sql::Null(_) => a,
        _ if factor == 1 => a,
        Sql::Whole(x) => x
            .checked_mul(factor)
            .map_or_else(|| Sql::Multiply(Box::new(a.clone()), Box::new(Sql::Whole(factor))), Sql::Whole),
        _ => Sql::Multiply(Box::new(a), Box::new(Sql::Whole(factor))),
    }
}
