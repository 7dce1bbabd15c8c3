//! Dates, and lengths in months and days, as the language has them.

use super::expression::{Kind, Relation, Sql, and, case, compare, plus, times};
use super::value::{Ends, Unit};
use crate::pack::{Date, Duration};

/// The date a length later (earlier, where it is taken off), or null beyond the calendar, where there is no end.
pub(super) fn shift(date: Sql, unit: &Unit, amount: Sql) -> Sql {
    match unit {
        Unit::Months => shift_by(date, amount, true),
        Unit::Days => shift_by(date, amount, false),
        Unit::Said(unit, _) => {
            let months = shift_by(date.clone(), amount.clone(), true);
            let days = shift_by(date, amount, false);
            case([(is_in_months(unit), months)], Some(days))
        }
    }
}

/// Whether a unit says months.
pub(super) fn is_in_months(unit: &Sql) -> Sql {
    is_unit(unit, "months")
}

/// Whether a unit is the one that is said here.
pub(super) fn is_unit(unit: &Sql, said: &str) -> Sql {
    match unit {
        Sql::Text(text) => Sql::Truth(text == said),
        Sql::Null(_) => Sql::Null(Kind::Truth),
        _ => Sql::In(Box::new(unit.clone()), vec![said.to_owned()]),
    }
}

fn shift_by(date: Sql, amount: Sql, months: bool) -> Sql {
    let moved = |date: Sql, amount: Sql| {
        let (date, amount) = (Box::new(date), Box::new(amount));
        if months { Sql::AddMonths(date, amount) } else { Sql::AddDays(date, amount) }
    };
    let of = |amount: i64| if months { Duration::Months(amount) } else { Duration::Days(amount) };
    match (&date, &amount) {
        (Sql::Null(_), _) | (_, Sql::Null(_)) => Sql::Null(Kind::Date),
        (_, Sql::Whole(0)) => date,
        (Sql::Date(day), Sql::Whole(amount)) => {
            day.checked_add(of(*amount)).map_or(Sql::Null(Kind::Date), Sql::Date)
        }
        (_, Sql::Whole(constant)) => {
            let edge = if *constant > 0 { Date::LAST } else { Date::FIRST };
            let Some(edge) = edge.checked_sub(of(*constant)) else { return Sql::Null(Kind::Date) };
            let relation = if *constant > 0 { Relation::LessOrEqual } else { Relation::GreaterOrEqual };
            let is_within = compare(relation, date.clone(), Sql::Date(edge));
            case([(is_within, moved(date, amount))], None)
        }
        _ => {
            let (place, first, last) = if months {
                (Sql::MonthNumber(Box::new(date.clone())), 12, 119_999)
            } else {
                (Sql::DaysBetween(Box::new(Sql::Date(Date::FIRST)), Box::new(date.clone())), 0, 3_652_058)
            };
            let place = plus(place, amount.clone(), false);
            let is_within = and([
                compare(Relation::GreaterOrEqual, place.clone(), Sql::Whole(first)),
                compare(Relation::LessOrEqual, place, Sql::Whole(last)),
            ]);
            case([(is_within, moved(date, amount))], None)
        }
    }
}

/// How many days the later day is after the earlier; null where either is.
pub(super) fn days_between(earlier: Sql, later: Sql) -> Sql {
    match (&earlier, &later) {
        (Sql::Null(_), _) | (_, Sql::Null(_)) => Sql::Null(Kind::Whole),
        (Sql::Date(earlier), Sql::Date(later)) => Sql::Whole(later.days_since(*earlier)),
        _ => Sql::DaysBetween(Box::new(earlier), Box::new(later)),
    }
}

/// A length in days: months at their shortest below and at their longest above.
pub(super) fn in_days(unit: &Unit, ends: &Ends) -> Ends {
    match unit {
        Unit::Days => ends.clone(),
        Unit::Months => {
            Ends { low: days_in_months(&ends.low, true), high: days_in_months(&ends.high, false) }
        }
        Unit::Said(_, days) => (**days).clone(),
    }
}

/// The unit that a text says, of a length with these amounts.
pub(super) fn said_of(unit: Sql, ends: &Ends) -> Unit {
    let Ends { low, high } = in_days(&Unit::Months, ends);
    let days = Ends {
        low: case([(is_in_months(&unit), low)], Some(ends.low.clone())),
        high: case([(is_in_months(&unit), high)], Some(ends.high.clone())),
    };
    Unit::Said(unit, Box::new(days))
}

/// The same unit, of a length with other amounts.
pub(super) fn same_unit(unit: &Unit, ends: &Ends) -> Unit {
    match unit {
        Unit::Said(said, _) => said_of(said.clone(), ends),
        fixed => fixed.clone(),
    }
}

/// The fewest or the most days that so many months can be; of constants, and of choices between constants, the number
/// itself. Of others it is calculated, up to 96 years (see `the_lengths_of_months_are_those_of_the_calendar`).
fn days_in_months(months: &Sql, fewest: bool) -> Sql {
    let of_constant = |months: i64| {
        let (least, most) = Duration::Months(months).days();
        Sql::Whole(if fewest { least } else { most })
    };
    match months {
        Sql::Null(_) => months.clone(),
        Sql::Whole(constant) => of_constant(*constant),
        Sql::Case { branches, otherwise } => {
            let branches = branches
                .iter()
                .map(|(condition, months)| (condition.clone(), days_in_months(months, fewest)));
            let otherwise = otherwise.as_ref().map(|months| days_in_months(months, fewest));
            case(branches, otherwise)
        }
        _ => {
            let forwards = calculated(months.clone(), fewest);
            let backwards = times(calculated(times(months.clone(), -1), !fewest), -1);
            let is_forwards = compare(Relation::GreaterOrEqual, months.clone(), Sql::Whole(0));
            let is_backwards = compare(Relation::Less, months.clone(), Sql::Whole(0));
            case([(is_forwards, forwards), (is_backwards, backwards)], None)
        }
    }
}

/// Whole years first, with the fewest or most leap days; then the shortest or longest run of the months that are left,
/// which is one with a February or one without.
fn calculated(months: Sql, fewest: bool) -> Sql {
    let twelve = || Box::new(Sql::Whole(12));
    let rest = Sql::Rest(Box::new(months.clone()), twelve());
    let whole = plus(months, rest.clone(), true);
    let years = Sql::Quotient(Box::new(whole), twelve());
    let runs = (0..12_i64).map(|rest_months| {
        let (least, most) = Duration::Months(rest_months).days();
        // A run with a February is at its shortest in a common year, and one without is never shorter.
        let days = if fewest { least } else { most };
        let is_run = compare(Relation::Equal, rest.clone(), Sql::Whole(rest_months));
        (is_run, Sql::Whole(days))
    });
    let run = case(runs, None);
    let leaps = leap_days(years.clone(), &rest, fewest);
    plus(plus(times(years, 365), run, false), leaps, false)
}

/// The fewest or the most leap days in so many years, up to 96. A run of months with a February makes one more year in
/// which the 29th may or may not be; the longest run has none.
fn leap_days(years: Sql, rest: &Sql, fewest: bool) -> Sql {
    let quarter = |years: Sql| {
        let rest = Sql::Rest(Box::new(years.clone()), Box::new(Sql::Whole(4)));
        Sql::Quotient(Box::new(plus(years, rest, true)), Box::new(Sql::Whole(4)))
    };
    if fewest {
        let has_february = compare(Relation::Greater, rest.clone(), Sql::Whole(0));
        let counted = plus(years, case([(has_february, Sql::Whole(1))], Some(Sql::Whole(0))), false);
        // A century without a leap day may be among them.
        let is_many = compare(Relation::GreaterOrEqual, counted.clone(), Sql::Whole(8));
        case([(is_many, plus(quarter(counted), Sql::Whole(1), true))], Some(Sql::Whole(0)))
    } else {
        quarter(plus(years, Sql::Whole(3), false))
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::MOST_MONTHS;
    use super::calculated;
    use crate::pack::Duration;
    use crate::sql::expression::{Relation, Sql};

    /// The value of an expression of whole numbers.
    #[expect(clippy::arithmetic_side_effects, reason = "the numbers of a test are small")]
    fn value(sql: &Sql) -> Option<i64> {
        match sql {
            Sql::Whole(number) => Some(*number),
            Sql::Add(a, b) => Some(value(a)? + value(b)?),
            Sql::Subtract(a, b) => Some(value(a)? - value(b)?),
            Sql::Multiply(a, b) => Some(value(a)? * value(b)?),
            Sql::Quotient(a, b) => Some(value(a)? / value(b)?),
            Sql::Rest(a, b) => Some(value(a)? % value(b)?),
            Sql::Case { branches, otherwise } => {
                let holds = |condition: &Sql| match condition {
                    Sql::Compare(Relation::Equal, a, b) => value(a) == value(b),
                    Sql::Compare(Relation::Greater, a, b) => value(a) > value(b),
                    Sql::Compare(Relation::GreaterOrEqual, a, b) => value(a) >= value(b),
                    other => panic!("{other:?}"),
                };
                let taken = branches.iter().find(|(condition, _)| holds(condition));
                value(taken.map(|(_, value)| value).or(otherwise.as_deref())?)
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_lengths_of_months_are_those_of_the_calendar() {
        for months in 0..=MOST_MONTHS {
            let days = |fewest| value(&calculated(Sql::Whole(months), fewest)).unwrap();
            assert_eq!((days(true), days(false)), Duration::Months(months).days(), "{months} months");
        }
    }
}
