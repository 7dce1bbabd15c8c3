//! The types of facts, columns and expressions.

use super::arena::Id;
use super::rule::{Choice, Table};

/// A type: what a value is, and whether it may be known to be absent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Type {
    /// What a value is.
    pub base: Base,
    /// Whether there may be none.
    pub optional: bool,
}

/// What a value is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Base {
    /// Yes or no.
    YesNo,
    /// A whole number that is not negative.
    Count,
    /// A rational number.
    Number,
    /// A share of a hundred, held as its fraction.
    Percent,
    /// A day of the calendar.
    Date,
    /// Whole months or whole days.
    Duration,
    /// Words.
    Text,
    /// A member of a choice.
    Choice(Id<Choice>),
    /// Any members of a choice.
    Set(Id<Choice>),
    /// A row of a table.
    Row(Id<Table>),
}

impl From<Base> for Type {
    fn from(base: Base) -> Type {
        Type { base, optional: false }
    }
}

impl Base {
    /// Whether it is held as a number.
    pub fn is_numeric(self) -> bool {
        matches!(self, Base::Count | Base::Number | Base::Percent)
    }

    /// The choice whose members it is made of.
    pub fn choice(self) -> Option<Id<Choice>> {
        match self {
            Base::Choice(choice) | Base::Set(choice) => Some(choice),
            _ => None,
        }
    }
}
