//! Comparisons, answered only where they hold for all that is possible (see [`crate::evaluate::compare`]).

use super::Refusal;
use super::calendar::{in_days, is_in_months};
use super::expression::{Kind, Relation, Sql, and, case, compare, or};
use super::value::{Candidates, Ends, Possible, Unit, Value};
use crate::pack::Members;
use crate::pack::rule::{Choice, Pack};
use crate::vocabulary::Comparison;

/// `left < right` and its kin.
pub(super) fn order(
    pack: &Pack,
    comparison: Comparison,
    left: &Value,
    right: &Value,
) -> Result<Sql, Refusal> {
    let ordered = |a: &Ends, b: &Ends| order_ends(comparison, a, b);
    let answer = match (&left.known, &right.known) {
        (Possible::Number(a), Possible::Number(b)) | (Possible::Date(a), Possible::Date(b)) => ordered(a, b),
        (Possible::Fraction { .. }, _) | (_, Possible::Fraction { .. }) => {
            let (a, b) = (fraction(&left.known)?, fraction(&right.known)?);
            match comparison {
                Comparison::Less => less_fraction(&a, &b),
                Comparison::GreaterOrEqual => less_fraction(&a, &b).negated(),
                Comparison::Greater => less_fraction(&b, &a),
                Comparison::LessOrEqual => less_fraction(&b, &a).negated(),
            }
        }
        (Possible::Duration(unit, a), Possible::Duration(other_unit, b)) => {
            in_one_unit((unit, a), (other_unit, b), ordered)
        }
        (Possible::Choice(choice, a), Possible::Choice(_, b)) => {
            order_choices(comparison, a, b, &pack.choices[*choice])
        }
        _ => return Err(Refusal::of("a comparison of values that have no order in SQL")),
    };
    Ok(left.if_both_are_there(right, answer))
}

/// `left is right`. Absence counts as a value; what may have no value is unknown.
pub(super) fn is(pack: &Pack, left: &Value, right: &Value) -> Result<Sql, Refusal> {
    let (p, q) = (left.is_there(), right.is_there());
    let answer = match (&p, &q) {
        (Sql::Truth(false), _) => q.negated(),
        (_, Sql::Truth(false)) => p.negated(),
        (_, Sql::Truth(true)) => and([p, equal(pack, left, right)?]),
        (Sql::Truth(true), _) => and([q, equal(pack, left, right)?]),
        _ => {
            let equal = equal(pack, left, right)?;
            let (no_p, no_q) = (p.clone().negated(), q.clone().negated());
            let only_one = or([and([no_p.clone(), q.clone()]), and([p.clone(), no_q.clone()])]);
            case(
                [
                    (and([p.clone(), q.clone()]), equal.clone()),
                    (and([no_p, no_q]), Sql::Truth(true)),
                    (only_one, Sql::Truth(false)),
                    // One that may be absent differs from one that is there, so that only a difference can be certain.
                    (and([or([p, q]), equal.negated()]), Sql::Truth(false)),
                ],
                None,
            )
        }
    };
    Ok(unless_lacking([left, right], answer))
}

/// An answer that is unknown where one of the values may be lacking.
pub(super) fn unless_lacking<'v>(values: impl IntoIterator<Item = &'v Value>, answer: Sql) -> Sql {
    let lacks = values.into_iter().filter_map(|value| value.lack.as_ref());
    let has_values = and(lacks.map(|lack| lack.perhaps.clone().negated()));
    case([(has_values, answer)], None)
}

/// `value in [list]`
pub(super) fn is_in(pack: &Pack, value: &Value, list: &[Value]) -> Result<Sql, Refusal> {
    let present = Value { there: None, lack: None, ..value.clone() };
    let found = match &value.known {
        Possible::Choice(choice, candidates) => {
            let members: Option<Vec<Members>> = list.iter().map(only_member).collect();
            let members =
                members.ok_or_else(|| Refusal::of("`in` with a list of choices that are no members"))?;
            let members = members.into_iter().fold(Members::NONE, Members::union);
            candidates.is_among(members, &pack.choices[*choice])
        }
        Possible::Truth(_) if list.len() > 1 => {
            return Err(Refusal::of("`in` with a list of several yes/no values"));
        }
        _ => {
            let each: Result<Vec<Sql>, Refusal> = list.iter().map(|item| is(pack, &present, item)).collect();
            or(each?)
        }
    };
    Ok(unless_lacking([value], and([value.is_there(), found])))
}

/// `set covers [list]`
pub(super) fn covers(pack: &Pack, set: &Value, list: &[Value]) -> Result<Sql, Refusal> {
    let Possible::Set(text) = &set.known else { return Err(Refusal::of("a set that is no column")) };
    let holds = list.iter().map(|item| {
        let member = only_member(item).and_then(Members::only);
        let Possible::Choice(choice, _) = &item.known else { return Err(no_member()) };
        let name =
            member.and_then(|member| pack.choices[*choice].members.get(member)).ok_or_else(no_member)?;
        Ok(Sql::Holds(Box::new(text.clone()), format!(";{name};")))
    });
    let holds: Result<Vec<Sql>, Refusal> = holds.collect();
    let there = set.there.clone().unwrap_or(Sql::Truth(true));
    Ok(unless_lacking([set], case([(there, and(holds?))], None)))
}

fn no_member() -> Refusal {
    Refusal::of("`covers` with a list of choices that are no members")
}

/// The member that a constant is.
fn only_member(value: &Value) -> Option<Members> {
    let Possible::Choice(_, Candidates::Each(each)) = &value.known else { return None };
    match (each.as_slice(), &value.there) {
        ([(member, Sql::Truth(true))], None) => Some(Members::one(*member)),
        _ => None,
    }
}

fn order_ends(comparison: Comparison, a: &Ends, b: &Ends) -> Sql {
    if a.is_point() && b.is_point() {
        let relation = match comparison {
            Comparison::Less => Relation::Less,
            Comparison::LessOrEqual => Relation::LessOrEqual,
            Comparison::Greater => Relation::Greater,
            Comparison::GreaterOrEqual => Relation::GreaterOrEqual,
        };
        return compare(relation, a.low.clone(), b.low.clone());
    }
    match comparison {
        Comparison::Less => a.less(b),
        Comparison::GreaterOrEqual => a.less(b).negated(),
        Comparison::Greater => b.less(a),
        Comparison::LessOrEqual => b.less(a).negated(),
    }
}

fn equal(pack: &Pack, left: &Value, right: &Value) -> Result<Sql, Refusal> {
    Ok(match (&left.known, &right.known) {
        (Possible::Truth(a), Possible::Truth(b)) => match (a, b) {
            (Sql::Truth(true), other) | (other, Sql::Truth(true)) => other.clone(),
            (Sql::Truth(false), other) | (other, Sql::Truth(false)) => other.clone().negated(),
            _ => or([and([a.clone(), b.clone()]), and([a.clone().negated(), b.clone().negated()])]),
        },
        (Possible::Number(a), Possible::Number(b)) | (Possible::Date(a), Possible::Date(b)) => a.equal(b),
        (Possible::Fraction { .. }, _) | (_, Possible::Fraction { .. }) => {
            equal_fractions(&fraction(&left.known)?, &fraction(&right.known)?)
        }
        (Possible::Duration(unit, a), Possible::Duration(other_unit, b)) => {
            in_one_unit((unit, a), (other_unit, b), Ends::equal)
        }
        (Possible::Text(a), Possible::Text(b)) | (Possible::Row(_, a), Possible::Row(_, b)) => {
            compare(Relation::Equal, a.clone(), b.clone())
        }
        (Possible::Choice(choice, a), Possible::Choice(_, b)) => {
            let choice = &pack.choices[*choice];
            match (only_member(left), only_member(right)) {
                (_, Some(member)) => a.is_among(member, choice),
                (Some(member), _) => b.is_among(member, choice),
                _ => equal_choices(a, b, choice),
            }
        }
        _ => return Err(Refusal::of("`is` between sets, or between values of different kinds")),
    })
}

fn equal_choices(a: &Candidates, b: &Candidates, choice: &Choice) -> Sql {
    if let (Candidates::Named(a), Candidates::Named(b)) = (a, b) {
        return compare(Relation::Equal, a.clone(), b.clone());
    }
    let members = || 0..choice.members.len();
    let both = or(members().map(|member| and([a.may_be(member, choice), b.may_be(member, choice)])));
    let differ = members().map(|member| {
        let others = members().filter(|other| *other != member).map(|other| b.may_be(other, choice));
        and([a.may_be(member, choice), or(others)])
    });
    let differ = or(differ.collect::<Vec<Sql>>());
    case([(both.negated(), Sql::Truth(false)), (differ.negated(), Sql::Truth(true))], None)
}

fn order_choices(comparison: Comparison, a: &Candidates, b: &Candidates, choice: &Choice) -> Sql {
    let constant = |candidates: &Candidates| match candidates {
        Candidates::Each(each) => match each.as_slice() {
            [(member, Sql::Truth(true))] => Some(*member),
            _ => None,
        },
        Candidates::Named(_) => None,
    };
    let among = |candidates: &Candidates, passes: &dyn Fn(usize) -> bool| {
        let members = (0..choice.members.len()).filter(|member| passes(*member)).map(Members::one);
        candidates.is_among(members.fold(Members::NONE, Members::union), choice)
    };
    if let Some(b) = constant(b) {
        return among(a, &|member| holds(comparison, member, b));
    }
    if let Some(a) = constant(a) {
        return among(b, &|member| holds(comparison, a, member));
    }
    order_ends(comparison, &span(a, choice), &span(b, choice))
}

fn holds(comparison: Comparison, a: usize, b: usize) -> bool {
    match comparison {
        Comparison::Less => a < b,
        Comparison::LessOrEqual => a <= b,
        Comparison::Greater => a > b,
        Comparison::GreaterOrEqual => a >= b,
    }
}

/// The places of the first and the last member that it may be.
fn span(candidates: &Candidates, choice: &Choice) -> Ends {
    let place = |member: usize| {
        let place = i64::try_from(member).unwrap_or(i64::MAX);
        (candidates.may_be(member, choice), Sql::Whole(place))
    };
    let members = || 0..choice.members.len();
    Ends { low: case(members().map(place), None), high: case(members().rev().map(place), None) }
}

/// What two lengths say together: in months where both are in months, else in days.
fn in_one_unit(
    (unit, a): (&Unit, &Ends),
    (other_unit, b): (&Unit, &Ends),
    answer: impl Fn(&Ends, &Ends) -> Sql,
) -> Sql {
    let days = || answer(&in_days(unit, a), &in_days(other_unit, b));
    let months = |said: &Sql| case([(is_in_months(said), answer(a, b))], Some(days()));
    match (unit, other_unit) {
        (Unit::Months, Unit::Months) | (Unit::Days, Unit::Days) => answer(a, b),
        (Unit::Months, Unit::Days) | (Unit::Days, Unit::Months) => days(),
        (Unit::Said(..), Unit::Days) | (Unit::Days, Unit::Said(..)) => days(),
        (Unit::Said(said, _), Unit::Months) | (Unit::Months, Unit::Said(said, _)) => months(said),
        (Unit::Said(said, _), Unit::Said(other, _)) => {
            let both = and([is_in_months(said), is_in_months(other)]);
            case([(both, answer(a, b))], Some(days()))
        }
    }
}

/// The ends of a number as fractions of whole numbers, of which denominators are positive; null where there is no end.
struct Fractions {
    low: (Sql, Sql),
    high: (Sql, Sql),
}

fn fraction(known: &Possible) -> Result<Fractions, Refusal> {
    match known {
        Possible::Fraction { low, high } => Ok(Fractions { low: low.clone(), high: high.clone() }),
        Possible::Number(ends) => {
            Ok(Fractions { low: as_fraction(&ends.low)?, high: as_fraction(&ends.high)? })
        }
        _ => Err(Refusal::of("a share beside what is no number")),
    }
}

fn as_fraction(end: &Sql) -> Result<(Sql, Sql), Refusal> {
    match end {
        Sql::Decimal(digits) => {
            // Nine places, without the point.
            let billionths = digits.replace('.', "").parse().ok().map(Sql::Whole);
            let billionths = billionths.ok_or_else(|| Refusal::of("a number beyond ten thousand million"))?;
            Ok((billionths, Sql::Whole(1_000_000_000)))
        }
        end if end.kind() == Kind::Whole || matches!(end, Sql::Null(_)) => Ok((end.clone(), Sql::Whole(1))),
        _ => Err(Refusal::of("a share beside a number that is read from a table")),
    }
}

fn times(a: &Sql, b: &Sql) -> Sql {
    match (a, b) {
        (a, Sql::Whole(b)) => super::expression::times(a.clone(), *b),
        (Sql::Whole(a), b) => super::expression::times(b.clone(), *a),
        _ => Sql::Multiply(Box::new(a.clone()), Box::new(b.clone())),
    }
}

fn compare_fractions(relation: Relation, a: &(Sql, Sql), b: &(Sql, Sql)) -> Sql {
    compare(relation, times(&a.0, &b.1), times(&b.0, &a.1))
}

fn less_fraction(a: &Fractions, b: &Fractions) -> Sql {
    case(
        [
            (compare_fractions(Relation::Less, &a.high, &b.low), Sql::Truth(true)),
            (compare_fractions(Relation::GreaterOrEqual, &a.low, &b.high), Sql::Truth(false)),
        ],
        None,
    )
}

fn equal_fractions(a: &Fractions, b: &Fractions) -> Sql {
    let exact = |of: &Fractions| {
        if of.low == of.high {
            Sql::Truth(true)
        } else {
            compare_fractions(Relation::Equal, &of.low, &of.high)
        }
    };
    let same = compare_fractions(Relation::Equal, &a.low, &b.low);
    let apart = or([
        compare_fractions(Relation::Less, &a.high, &b.low),
        compare_fractions(Relation::Less, &b.high, &a.low),
    ]);
    case([(and([exact(a), exact(b)]), same), (apart, Sql::Truth(false))], None)
}
