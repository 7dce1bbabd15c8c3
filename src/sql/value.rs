//! Values that are known in part, as expressions of SQL: the ends of what is possible, null where there is no end.

use super::Refusal;
use super::expression::{Kind, Relation, Sql, and, case, compare, or};
use crate::pack::rule::{Choice, Table};
use crate::pack::{Absence, Date, Duration, Id, Known, Members, Partial, Range, Truth};
use std::ops::Bound;

/// What is known of the value of an expression.
#[derive(Clone, Debug)]
pub(super) struct Value {
    /// What is possible where it is there.
    pub(super) known: Possible,
    /// Whether it is there: true, false or, where it may or may not be, null. Always, where missing.
    pub(super) there: Option<Sql>,
    /// When it may have no value at all.
    pub(super) lack: Option<Lack>,
}

/// When a value may be lacking.
#[derive(Clone, Debug)]
pub(super) struct Lack {
    /// When it may; never null.
    pub(super) perhaps: Sql,
    /// When it surely does, because there is no row; never null.
    pub(super) surely: Sql,
}

/// What is possible of a value.
#[derive(Clone, Debug)]
pub(super) enum Possible {
    /// True, false, or null.
    Truth(Sql),
    /// A whole or decimal number.
    Number(Ends),
    /// A number whose ends are fractions of whole numbers.
    Fraction {
        /// Numerator and denominator of the lower end.
        low: (Sql, Sql),
        /// Of the upper end.
        high: (Sql, Sql),
    },
    /// A day.
    Date(Ends),
    /// A length.
    Duration(Unit, Ends),
    /// Words; null where they are not known.
    Text(Sql),
    /// A member of a choice.
    Choice(Id<Choice>, Candidates),
    /// The members of a set as `;a;b;`; null where nothing is known.
    Set(Sql),
    /// The key of a row; null where it is not known.
    Row(Id<Table>, Sql),
}

/// The ends of what is possible; both possible, null where there is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Ends {
    /// The least.
    pub(super) low: Sql,
    /// The greatest.
    pub(super) high: Sql,
}

/// What the amounts of a length are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Unit {
    /// Months.
    Months,
    /// Days.
    Days,
    /// What a text says: `months`, `days`, `mixed` for days of what may be in months, null where no end is known; with
    /// the ends in days.
    Said(Sql, Box<Ends>),
}

/// The members that a choice may be.
#[derive(Clone, Debug)]
pub(super) enum Candidates {
    /// The one that a text names, or all where that is null.
    Named(Sql),
    /// Each with whether it may be the one, which is never null. Others cannot be.
    Each(Vec<(usize, Sql)>),
}

impl Value {
    /// A value that is there.
    pub(super) fn of(known: Possible) -> Value {
        Value { known, there: None, lack: None }
    }

    /// A yes or no.
    pub(super) fn truth(truth: Sql) -> Value {
        Value::of(Possible::Truth(truth))
    }

    /// What a literal, or what is stated of a fact, comes to.
    pub(super) fn constant(partial: &Partial, choice: Option<Id<Choice>>) -> Result<Value, Refusal> {
        let there = match partial.absence {
            Absence::Never => None,
            Absence::Maybe => Some(Sql::Null(Kind::Truth)),
            Absence::Surely => Some(Sql::Truth(false)),
        };
        if partial.undefined.is_some() {
            return Err(Refusal::of("a stated value that may be none"));
        }
        let known = match &partial.known {
            Known::YesNo(Truth::Unknown) => Possible::Truth(Sql::Null(Kind::Truth)),
            Known::YesNo(truth) => Possible::Truth(Sql::Truth(*truth == Truth::Yes)),
            Known::Number(range) => number(*range)?,
            Known::Date(range) => Possible::Date(ends(*range, Sql::Date, Kind::Date)?),
            Known::Duration(range) => duration(*range)?,
            Known::Text(text) => Possible::Text(
                text.as_ref().map_or(Sql::Null(Kind::Text), |text| Sql::Text(text.to_string())),
            ),
            Known::Choice(members) => {
                let choice = choice.ok_or_else(|| Refusal::of("a member of no choice"))?;
                Possible::Choice(choice, Candidates::of(*members))
            }
            Known::Set { .. } => return Err(Refusal::of("a set that is stated, not read from a table")),
            Known::Row(_) => return Err(Refusal::of("a row that is stated, not read from a table")),
        };
        Ok(Value { known, there, lack: None })
    }

    /// Whether it is there, in SQL.
    pub(super) fn is_there(&self) -> Sql {
        self.there.clone().unwrap_or(Sql::Truth(true))
    }

    /// An answer that is given only where both are surely there and have a value.
    pub(super) fn if_both_are_there(&self, other: &Value, answer: Sql) -> Sql {
        let lacks = [self, other].into_iter().filter_map(|value| value.lack.as_ref());
        let lacks = lacks.map(|lack| lack.perhaps.clone().negated());
        // What is null wherever it is not there has no answer there as it is.
        let told = [self, other].into_iter().filter(|value| !value.is_null_if_absent());
        let there = and(told.filter_map(|value| value.there.clone()).chain(lacks));
        case([(there, answer)], None)
    }

    /// Whether its ends are null wherever it is not surely there, so that every comparison is as well.
    fn is_null_if_absent(&self) -> bool {
        let Some(there) = &self.there else { return true };
        let is_null_beside = |sql: &Sql| *there == sql.clone().unknown().negated();
        match &self.known {
            Possible::Number(ends) | Possible::Date(ends) => ends.is_point() && is_null_beside(&ends.low),
            Possible::Text(text) | Possible::Choice(_, Candidates::Named(text)) => is_null_beside(text),
            _ => false,
        }
    }
}

impl Ends {
    /// One value, or nothing known where it is null.
    pub(super) fn point(value: Sql) -> Ends {
        Ends { low: value.clone(), high: value }
    }

    /// Whether the two ends are the same, so that the value is exact or not known at all.
    pub(super) fn is_point(&self) -> bool {
        self.low == self.high
    }

    /// Whether all that is possible here is less than all that is possible there, or nothing is.
    pub(super) fn less(&self, other: &Ends) -> Sql {
        if self.is_point() && other.is_point() {
            return compare(Relation::Less, self.low.clone(), other.low.clone());
        }
        case(
            [
                (compare(Relation::Less, self.high.clone(), other.low.clone()), Sql::Truth(true)),
                (compare(Relation::GreaterOrEqual, self.low.clone(), other.high.clone()), Sql::Truth(false)),
            ],
            None,
        )
    }

    /// Whether both are the same value.
    pub(super) fn equal(&self, other: &Ends) -> Sql {
        let same = compare(Relation::Equal, self.low.clone(), other.low.clone());
        if self.is_point() && other.is_point() {
            return same;
        }
        let is_exact = |ends: &Ends| {
            if ends.is_point() {
                Sql::Truth(true)
            } else {
                compare(Relation::Equal, ends.low.clone(), ends.high.clone())
            }
        };
        let apart = or([
            compare(Relation::Less, self.high.clone(), other.low.clone()),
            compare(Relation::Less, other.high.clone(), self.low.clone()),
        ]);
        case([(and([is_exact(self), is_exact(other)]), same), (apart, Sql::Truth(false))], None)
    }
}

impl Candidates {
    /// These members.
    fn of(members: Members) -> Candidates {
        Candidates::Each(members.indexes().map(|index| (index, Sql::Truth(true))).collect())
    }

    /// Whether a member may be the one.
    pub(super) fn may_be(&self, index: usize, choice: &Choice) -> Sql {
        match self {
            Candidates::Named(text) => {
                let name = choice.members.get(index).cloned().unwrap_or_default();
                or([Sql::In(Box::new(text.clone()), vec![name]), text.clone().unknown()]).settled()
            }
            Candidates::Each(each) => {
                let found = each.iter().find(|(member, _)| *member == index);
                found.map_or(Sql::Truth(false), |(_, may_be)| may_be.clone())
            }
        }
    }

    /// Whether it is one of these members: yes where all that it may be are, no where none is.
    pub(super) fn is_among(&self, members: Members, choice: &Choice) -> Sql {
        let all = Members::first(choice.members.len());
        if members.covers(all) {
            return Sql::Truth(true);
        }
        if members.is_empty() {
            return Sql::Truth(false);
        }
        if let Candidates::Named(text) = self {
            let names = members.indexes().filter_map(|index| choice.members.get(index).cloned());
            return Sql::In(Box::new(text.clone()), names.collect());
        }
        let any = |members: Members| or(members.indexes().map(|index| self.may_be(index, choice)));
        let (inside, outside) = (any(members), any(all.without(members)));
        case([(inside.negated(), Sql::Truth(false)), (outside.negated(), Sql::Truth(true))], None)
    }
}

impl Sql {
    /// A condition of which null cannot come: `a = b or a is null`.
    fn settled(self) -> Sql {
        case([(self, Sql::Truth(true))], Some(Sql::Truth(false)))
    }
}

fn number(range: Range<crate::pack::Number>) -> Result<Possible, Refusal> {
    let (low, high) = (closed(range.low())?, closed(range.high())?);
    let whole = |end: Option<crate::pack::Number>| match end {
        None => Some(Sql::Null(Kind::Whole)),
        Some(number) => number.whole().and_then(|whole| i64::try_from(whole).ok()).map(Sql::Whole),
    };
    if let (Some(low), Some(high)) = (whole(low), whole(high)) {
        return Ok(Possible::Number(Ends { low, high }));
    }
    let decimal = |end: Option<crate::pack::Number>| match end {
        None => Some(Sql::Null(Kind::Decimal)),
        Some(number) => as_decimal(number).map(Sql::Decimal),
    };
    match (decimal(low), decimal(high)) {
        (Some(low), Some(high)) => Ok(Possible::Number(Ends { low, high })),
        _ => Err(Refusal::of("a number that is no decimal of at most nine places")),
    }
}

/// A number as digits with a decimal point, where at most nine places are exact.
fn as_decimal(number: crate::pack::Number) -> Option<String> {
    let (numerator, denominator) = number.parts();
    let scaled = numerator.checked_mul(1_000_000_000)?;
    let units = (scaled.checked_rem(denominator)? == 0).then(|| scaled.checked_div(denominator)).flatten()?;
    let sign = if units < 0 { "-" } else { "" };
    let digits = format!("{:0>10}", units.unsigned_abs());
    let (whole, places) = digits.split_at_checked(digits.len().checked_sub(9)?)?;
    Some(format!("{sign}{whole}.{places}"))
}

fn duration(range: Range<Duration>) -> Result<Possible, Refusal> {
    let (low, high) = (closed(range.low())?, closed(range.high())?);
    let amount = |end: Option<Duration>| end.map_or(Sql::Null(Kind::Whole), |end| Sql::Whole(end.amount()));
    let ends = Ends { low: amount(low), high: amount(high) };
    let unit = match (low, high) {
        (None, None) => Unit::Said(Sql::Null(Kind::Text), Box::new(ends.clone())),
        (Some(Duration::Months(_)), Some(Duration::Months(_)) | None) | (None, Some(Duration::Months(_))) => {
            Unit::Months
        }
        (Some(Duration::Days(_)), Some(Duration::Days(_)) | None) | (None, Some(Duration::Days(_))) => {
            Unit::Days
        }
        _ => return Err(Refusal::of("a duration between ends in months and in days")),
    };
    Ok(Possible::Duration(unit, ends))
}

fn ends<T: Copy + PartialOrd>(range: Range<T>, sql: fn(T) -> Sql, kind: Kind) -> Result<Ends, Refusal> {
    let end = |bound| Ok(closed(bound)?.map_or(Sql::Null(kind), sql));
    Ok(Ends { low: end(range.low())?, high: end(range.high())? })
}

fn closed<T>(bound: Bound<T>) -> Result<Option<T>, Refusal> {
    match bound {
        Bound::Included(value) => Ok(Some(value)),
        Bound::Unbounded => Ok(None),
        Bound::Excluded(_) => Err(Refusal::of("a value that is stated as more than or less than another")),
    }
}

/// The day of a check as a value.
pub(super) fn exactly(date: Date) -> Value {
    Value::of(Possible::Date(Ends::point(Sql::Date(date))))
}
