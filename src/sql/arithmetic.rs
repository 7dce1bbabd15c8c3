//! Arithmetic on the ends of what is possible (see [`crate::evaluate::arithmetic`]).

use super::Refusal;
use super::calendar::{days_between, is_unit, same_unit, shift};
use super::expression::{Relation, Sql, and, case, compare, or, plus, times};
use super::value::{Ends, Lack, Possible, Unit, Value};
use crate::vocabulary::Operator;

/// `left operator right`
pub(super) fn apply(operator: Operator, left: &Value, right: &Value) -> Result<Value, Refusal> {
    let there = match (&left.there, &right.there) {
        (None, None) => None,
        _ => Some(and([left.is_there(), right.is_there()])),
    };
    let (known, own) = combine(operator, &left.known, &right.known)?;
    // An absent operand is never calculated with, so that it cannot fail.
    let own = own.map(|own| and([there.clone().unwrap_or(Sql::Truth(true)).possible(), own]));
    let lacks = [&left.lack, &right.lack].into_iter().flatten();
    let perhaps = or(lacks.clone().map(|lack| lack.perhaps.clone()).chain(own));
    let surely = or(lacks.map(|lack| lack.surely.clone()));
    let lack = (perhaps != Sql::Truth(false)).then_some(Lack { perhaps, surely });
    Ok(Value { known, there, lack })
}

/// `-value`
pub(super) fn negate(value: &Value) -> Result<Value, Refusal> {
    let minus = |ends: &Ends| scale_ends(ends, -1);
    let known = match &value.known {
        Possible::Number(ends) => Possible::Number(minus(ends)),
        Possible::Duration(unit, ends) => length_of(unit, minus(ends)),
        _ => return Err(Refusal::of("the negative of a share")),
    };
    Ok(Value { known, ..value.clone() })
}

/// The result, and when it has no value.
fn combine(
    operator: Operator,
    left: &Possible,
    right: &Possible,
) -> Result<(Possible, Option<Sql>), Refusal> {
    let known = match (operator, left, right) {
        (Operator::Add | Operator::Subtract, Possible::Number(a), Possible::Number(b)) => {
            Possible::Number(add(a, b, operator == Operator::Subtract))
        }
        (Operator::Multiply, Possible::Number(a), Possible::Number(b)) => {
            let (ends, by) = beside_constant(a, b)
                .ok_or_else(|| Refusal::of("a product of numbers of which neither is a whole constant"))?;
            Possible::Number(scale_ends(ends, by))
        }
        (Operator::Divide, Possible::Number(_), Possible::Number(_)) => {
            return Err(Refusal::of("a quotient of numbers"));
        }
        (Operator::Add, Possible::Date(date), Possible::Duration(unit, by))
        | (Operator::Add, Possible::Duration(unit, by), Possible::Date(date)) => {
            Possible::Date(shift_ends(date, unit, by))
        }
        (Operator::Subtract, Possible::Date(date), Possible::Duration(unit, by)) => {
            Possible::Date(shift_ends(date, unit, &scale_ends(by, -1)))
        }
        (Operator::Subtract, Possible::Date(later), Possible::Date(earlier)) => {
            let low = days_between(earlier.high.clone(), later.low.clone());
            let high = days_between(earlier.low.clone(), later.high.clone());
            Possible::Duration(Unit::Days, Ends { low, high })
        }
        (Operator::Multiply, Possible::Duration(unit, length), Possible::Number(by))
        | (Operator::Multiply, Possible::Number(by), Possible::Duration(unit, length)) => {
            let by = constant(by).ok_or_else(|| Refusal::of("a duration times what is no whole constant"))?;
            let known = length_of(unit, scale_ends(length, by));
            return Ok((known, has_no_unit(unit, length)));
        }
        (Operator::Divide, Possible::Duration(unit, length), Possible::Number(by)) => {
            let by = constant(by).filter(|by| *by > 0);
            let by =
                by.ok_or_else(|| Refusal::of("a duration divided by what is no whole constant above zero"))?;
            return Ok(divide(unit, length, by));
        }
        (Operator::Add | Operator::Subtract, Possible::Duration(unit, a), Possible::Duration(other, b))
            if unit == other && !matches!(unit, Unit::Said(..)) =>
        {
            let known = Possible::Duration(unit.clone(), add(a, b, operator == Operator::Subtract));
            let no_unit = [has_no_unit(unit, a), has_no_unit(other, b)];
            return Ok((known, Some(or(no_unit.into_iter().flatten()))));
        }
        _ => return Err(Refusal::of("arithmetic on shares, or on durations that are read from a table")),
    };
    Ok((known, None))
}

/// A length of the same unit.
fn length_of(unit: &Unit, ends: Ends) -> Possible {
    Possible::Duration(same_unit(unit, &ends), ends)
}

fn add(a: &Ends, b: &Ends, minus: bool) -> Ends {
    let (first, last) = if minus { (&b.high, &b.low) } else { (&b.low, &b.high) };
    Ends { low: plus(a.low.clone(), first.clone(), minus), high: plus(a.high.clone(), last.clone(), minus) }
}

fn scale_ends(ends: &Ends, by: i64) -> Ends {
    let (low, high) = if by < 0 { (&ends.high, &ends.low) } else { (&ends.low, &ends.high) };
    if by == 0 {
        // Nought times what has no end is nought.
        return Ends::point(Sql::Whole(0));
    }
    Ends { low: times(low.clone(), by), high: times(high.clone(), by) }
}

fn shift_ends(dates: &Ends, unit: &Unit, by: &Ends) -> Ends {
    Ends {
        low: shift(dates.low.clone(), unit, by.low.clone()),
        high: shift(dates.high.clone(), unit, by.high.clone()),
    }
}

/// The one that is no constant, and the constant.
fn beside_constant<'e>(a: &'e Ends, b: &'e Ends) -> Option<(&'e Ends, i64)> {
    constant(b).map(|by| (a, by)).or_else(|| constant(a).map(|by| (b, by)))
}

fn constant(ends: &Ends) -> Option<i64> {
    match (&ends.low, &ends.high) {
        (Sql::Whole(low), Sql::Whole(high)) if low == high => Some(*low),
        _ => None,
    }
}

/// When it is not known whether a length is in months or in days, so that nothing can be calculated with it.
fn has_no_unit(unit: &Unit, length: &Ends) -> Option<Sql> {
    let has_no_end = and([length.low.clone().unknown(), length.high.clone().unknown()]);
    let is_mixed = match unit {
        Unit::Said(said, _) => is_unit(said, "mixed").possible(),
        _ => Sql::Truth(false),
    };
    let lacks = or([has_no_end, is_mixed]);
    (lacks != Sql::Truth(false)).then_some(lacks)
}

/// A length divided: one that is exact must come out whole, and a range is divided at its ends, outwards.
fn divide(unit: &Unit, length: &Ends, by: i64) -> (Possible, Option<Sql>) {
    let rest = |amount: &Sql| {
        // The rest of a negative number is negative.
        let rest = |of: Sql| Sql::Rest(Box::new(of), Box::new(Sql::Whole(by)));
        rest(plus(rest(amount.clone()), Sql::Whole(by), false))
    };
    let quotient = |amount: Sql| match amount {
        Sql::Null(_) => amount,
        Sql::Whole(whole) => Sql::Whole(whole.checked_div(by).unwrap_or(whole)),
        _ => Sql::Quotient(Box::new(amount), Box::new(Sql::Whole(by))),
    };
    let down = |amount: &Sql| quotient(plus(amount.clone(), rest_of(amount, by, &rest), true));
    let up = |amount: &Sql| {
        let missing = rest_of(&times(amount.clone(), -1), by, &rest);
        quotient(plus(amount.clone(), missing, false))
    };
    let is_exact = if length.is_point() {
        length.low.clone().unknown().negated()
    } else {
        compare(Relation::Equal, length.low.clone(), length.high.clone())
    };
    let has_rest = compare(Relation::Equal, rest_of(&length.low, by, &rest), Sql::Whole(0)).negated();
    let is_fractional = case([(and([is_exact, has_rest]), Sql::Truth(true))], Some(Sql::Truth(false)));
    let lacks = or(has_no_unit(unit, length).into_iter().chain([is_fractional]));
    let ends = Ends { low: down(&length.low), high: up(&length.high) };
    (length_of(unit, ends), (lacks != Sql::Truth(false)).then_some(lacks))
}

fn rest_of(amount: &Sql, by: i64, rest: &impl Fn(&Sql) -> Sql) -> Sql {
    match amount {
        Sql::Null(_) => amount.clone(),
        Sql::Whole(whole) => Sql::Whole(whole.rem_euclid(by)),
        _ => rest(amount),
    }
}
