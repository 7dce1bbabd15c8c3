//! What is known of a value: exactly, in part or not at all.

use std::ops::Bound;
use std::sync::Arc;

use super::date::{Date, Duration};
use super::number::Number;
use super::range::Range;
use super::types::{Base, Type};

/// An answer: yes, no, or not to be known from what is given. Unknown is never no and never yes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Truth {
    /// It holds for all that is possible.
    Yes,
    /// It holds for nothing that is possible.
    No,
    /// It holds for some of what is possible, or may have no value.
    Unknown,
}

impl From<bool> for Truth {
    fn from(yes: bool) -> Truth {
        if yes { Truth::Yes } else { Truth::No }
    }
}

/// A set of members of one choice; a choice has at most [`Members::LIMIT`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Members(u128);

impl Members {
    /// How many members a choice may have.
    pub const LIMIT: usize = 128;
    /// No member.
    pub const NONE: Members = Members(0);

    /// The members whose bits are set.
    pub const fn of_bits(bits: u128) -> Members {
        Members(bits)
    }

    /// The member at this place in its choice; none beyond [`Members::LIMIT`].
    pub fn one(index: usize) -> Members {
        let shift = u32::try_from(index).unwrap_or(u32::MAX);
        Members(1_u128.checked_shl(shift).unwrap_or(0))
    }

    /// The first `count` members.
    pub fn first(count: usize) -> Members {
        (0..count).map(Members::one).fold(Members::NONE, Members::union)
    }

    /// What is in either.
    pub fn union(self, other: Members) -> Members {
        Members(self.0 | other.0)
    }

    /// What is in both.
    pub fn intersection(self, other: Members) -> Members {
        Members(self.0 & other.0)
    }

    /// What is here and not in `other`.
    pub fn without(self, other: Members) -> Members {
        Members(self.0 & !other.0)
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all of `other` is in it.
    pub fn covers(self, other: Members) -> bool {
        other.without(self).is_empty()
    }

    /// The only member, where there is just one.
    pub fn only(self) -> Option<usize> {
        self.0.is_power_of_two().then(|| self.first_index()).flatten()
    }

    /// The place of the first member.
    pub fn first_index(self) -> Option<usize> {
        (!self.is_empty()).then(|| usize::try_from(self.0.trailing_zeros()).ok()).flatten()
    }

    /// The place of the last member.
    pub fn last_index(self) -> Option<usize> {
        self.0.checked_ilog2().and_then(|last| usize::try_from(last).ok())
    }

    /// The places of all members, in order.
    pub fn indexes(self) -> impl Iterator<Item = usize> {
        (0..Members::LIMIT).filter(move |index| self.covers(Members::one(*index)))
    }
}

/// What is possible of a value that is there.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Known {
    /// Of a `yesno`.
    YesNo(Truth),
    /// Of a `count`, `number` or `percent`.
    Number(Range<Number>),
    /// Of a `date`.
    Date(Range<Date>),
    /// Of a `duration`.
    Duration(Range<Duration>),
    /// Of a `text`: the text, or nothing known.
    Text(Option<Arc<str>>),
    /// Of a choice: the members that it may be, at least one.
    Choice(Members),
    /// Of a set: the members that it surely includes and those that it surely excludes.
    Set {
        /// Surely in the set.
        includes: Members,
        /// Surely not in the set.
        excludes: Members,
    },
    /// Of a reference: the row's place in its table, or nothing known.
    Row(Option<usize>),
}

/// Whether an optional value is there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Absence {
    /// It is there.
    Never,
    /// It may be there or not.
    Maybe,
    /// It is known not to be there.
    Surely,
}

/// Why an expression may have no value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Undefined {
    /// The divisor is, or may be, zero.
    DividedByZero,
    /// Months and days were added, or a range of both was divided.
    MixedUnits,
    /// No row passes the filter.
    NoRows,
    /// Perhaps no row passes the filter.
    PerhapsNoRows,
    /// The table is a sample, or was not given.
    Sample,
    /// A number left the range of exact numbers: an error.
    Overflow,
    /// A duration would not be whole months or days: an error.
    FractionalDuration,
}

impl Undefined {
    /// The same of what may turn out not to be asked: what surely has no rows then only perhaps has none.
    #[must_use]
    pub fn perhaps(self) -> Undefined {
        if self == Undefined::NoRows { Undefined::PerhapsNoRows } else { self }
    }
}

/// What is known of the value of a fact or an expression.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Partial {
    /// What is possible where it has a value.
    pub known: Known,
    /// Whether it is there; only an optional may be absent.
    pub absence: Absence,
    /// Why it may have no value at all; every comparison that reads it is then unknown.
    pub undefined: Option<Undefined>,
}

impl From<Known> for Partial {
    fn from(known: Known) -> Partial {
        Partial { known, absence: Absence::Never, undefined: None }
    }
}

impl Partial {
    /// Nothing is known of a value of this type but what the type itself says: a count and a percent are not
    /// negative, a percent is at most 100 %, and only an optional may be absent.
    pub fn unknown(ty: Type, members: Members) -> Partial {
        let absence = if ty.optional { Absence::Maybe } else { Absence::Never };
        Partial { known: Known::unknown(ty.base, members), absence, undefined: None }
    }

    /// An optional of this type that is known to be absent.
    pub fn absent(ty: Type, members: Members) -> Partial {
        Partial { absence: Absence::Surely, ..Partial::unknown(ty, members) }
    }

    /// Whether nothing is left to be learnt.
    pub fn is_exact(&self) -> bool {
        self.undefined.is_none()
            && (self.absence == Absence::Surely || (self.absence == Absence::Never && self.known.is_exact()))
    }

    /// Whether it surely has no value, so that nothing of one is known: it is absent, or is made of rows that are not there.
    pub fn is_without_value(&self) -> bool {
        self.absence == Absence::Surely || self.undefined == Some(Undefined::NoRows)
    }

    /// What is possible by both; nothing where they contradict each other.
    pub fn intersect(&self, other: &Partial) -> Option<Partial> {
        let absence = match (self.absence, other.absence) {
            (Absence::Maybe, known) | (known, Absence::Maybe) => known,
            (a, b) if a == b => a,
            _ => return None,
        };
        let undefined = self.undefined.and(other.undefined);
        if absence == Absence::Surely {
            return Some(Partial { known: self.known.clone(), absence, undefined });
        }
        match self.known.intersect(&other.known) {
            Some(known) => Some(Partial { known, absence, undefined }),
            // Where no present value fits both, an optional may still be absent.
            None if absence == Absence::Maybe => {
                Some(Partial { known: self.known.clone(), absence: Absence::Surely, undefined })
            }
            None => None,
        }
    }
}

impl Known {
    /// What the type itself says; `members` are all members of its choice.
    pub fn unknown(base: Base, members: Members) -> Known {
        let not_negative = Range::from(Bound::Included(Number::ZERO));
        match base {
            Base::YesNo => Known::YesNo(Truth::Unknown),
            Base::Count => Known::Number(not_negative),
            Base::Number => Known::Number(Range::ALL),
            Base::Percent => Known::Number(Range::between(Number::ZERO, Number::ONE).unwrap_or(not_negative)),
            Base::Date => Known::Date(Range::ALL),
            Base::Duration => Known::Duration(Range::ALL),
            Base::Text => Known::Text(None),
            Base::Choice(_) => Known::Choice(members),
            Base::Set(_) => Known::Set { includes: Members::NONE, excludes: Members::NONE },
            Base::Row(_) => Known::Row(None),
        }
    }

    /// Whether one value is possible. Of a set this cannot be told without its choice, so a set counts as exact only
    /// where it was made by [`Known::exact_set`] and thus names every member.
    pub fn is_exact(&self) -> bool {
        match self {
            Known::YesNo(truth) => *truth != Truth::Unknown,
            Known::Number(range) => range.exact().is_some(),
            Known::Date(range) => range.exact().is_some(),
            Known::Duration(range) => range.exact().is_some(),
            Known::Text(text) => text.is_some(),
            Known::Choice(members) => members.only().is_some(),
            Known::Set { includes, excludes } => includes.union(*excludes) == Members::first(Members::LIMIT),
            Known::Row(row) => row.is_some(),
        }
    }

    /// The set that has just these members.
    pub fn exact_set(members: Members) -> Known {
        Known::Set { includes: members, excludes: Members::first(Members::LIMIT).without(members) }
    }

    /// What is possible by both; nothing where they contradict each other or are of different types.
    pub fn intersect(&self, other: &Known) -> Option<Known> {
        match (self, other) {
            (Known::YesNo(Truth::Unknown), Known::YesNo(truth))
            | (Known::YesNo(truth), Known::YesNo(Truth::Unknown)) => Some(Known::YesNo(*truth)),
            (Known::YesNo(a), Known::YesNo(b)) => (a == b).then_some(Known::YesNo(*a)),
            (Known::Number(a), Known::Number(b)) => a.intersect(*b).map(Known::Number),
            (Known::Date(a), Known::Date(b)) => a.intersect(*b).map(Known::Date),
            (Known::Duration(a), Known::Duration(b)) => a.intersect(*b).map(Known::Duration),
            (Known::Text(None), Known::Text(text)) | (Known::Text(text), Known::Text(None)) => {
                Some(Known::Text(text.clone()))
            }
            (Known::Text(a), Known::Text(b)) => (a == b).then(|| Known::Text(a.clone())),
            (Known::Choice(a), Known::Choice(b)) => {
                let both = a.intersection(*b);
                (!both.is_empty()).then_some(Known::Choice(both))
            }
            (Known::Set { includes: a, excludes: x }, Known::Set { includes: b, excludes: y }) => {
                let (includes, excludes) = (a.union(*b), x.union(*y));
                includes.intersection(excludes).is_empty().then_some(Known::Set { includes, excludes })
            }
            (Known::Row(None), Known::Row(row)) | (Known::Row(row), Known::Row(None)) => {
                Some(Known::Row(*row))
            }
            (Known::Row(a), Known::Row(b)) => (a == b).then_some(Known::Row(*a)),
            _ => None,
        }
    }
}
