//! Values to try for a variable, and how wide one that answers as wanted can be made.

use std::ops::Bound;

use super::scale::Scale;
use crate::pack::range::end_value;
use crate::pack::stated;
use crate::pack::{Absence, Base, Date, Duration, Known, Members, Number, Partial, Range, Truth, Type};

/// More than what anybody counts; it is soon brought down to what is needed.
const LARGE: i64 = 1_000_000;

/// How many values of a variable are tried.
const MOST: usize = 24;

/// Values worth trying for a variable of this type: those that the comparison speaks of and their neighbours, the ends
/// of the type, all members. What fits what is known so far comes first.
pub fn candidates(ty: Type, members: Members, known: &Partial, spoken_of: &[Known]) -> Vec<Partial> {
    let natural = Partial::unknown(ty, members);
    let mut found: Vec<Partial> = Vec::new();
    let mut add = |value: Partial| {
        // A length that is known in one unit can only be said more exactly in the same.
        let fits =
            |value: &Partial| !stated::mixes_units(&value.known, &known.known) && !found.contains(value);
        if let Some(value) = value.intersect(&natural).filter(fits) {
            found.push(value);
        }
    };
    if ty.optional {
        add(Partial { absence: Absence::Never, ..natural.clone() });
    }
    let mut points: Vec<Known> = spoken_of.to_vec();
    points.extend((known.known != natural.known).then(|| known.known.clone()));
    present(ty.base, members, &points).into_iter().for_each(|value| add(value.into()));
    if ty.optional {
        add(Partial::absent(ty, members));
    }
    let (mut fitting, others): (Vec<Partial>, Vec<Partial>) =
        found.into_iter().partition(|value| value.intersect(known).is_some());
    fitting.extend(others);
    fitting.truncate(MOST);
    fitting
}

fn present(base: Base, members: Members, spoken_of: &[Known]) -> Vec<Known> {
    match base {
        Base::YesNo => [Truth::Yes, Truth::No].map(Known::YesNo).to_vec(),
        Base::Count | Base::Number | Base::Percent => {
            let scale = if base == Base::Percent { Scale::PERCENT } else { Scale::NUMBER };
            scale.points(
                number_ends(base, spoken_of).into_iter(),
                &[Number::ONE, Number::ZERO, Number::from(LARGE)],
            )
        }
        Base::Date => {
            let ends = spoken_of.iter().filter_map(dates).flat_map(ends);
            Scale::DATE.points(ends, &[])
        }
        Base::Duration => {
            let spoken_of = spoken_of.iter().filter_map(durations).flat_map(ends);
            let more =
                [0, LARGE].into_iter().flat_map(|amount| [Duration::Months(amount), Duration::Days(amount)]);
            let mut lengths = Scale::DURATION.points(spoken_of, &more.collect::<Vec<_>>());
            let is_possible = |length: &Range<Duration>| ends(*length).all(|end| end.amount() >= 0);
            lengths.retain(|length| durations(length).as_ref().is_none_or(is_possible));
            lengths
        }
        Base::Text => {
            spoken_of.iter().filter(|value| matches!(value, Known::Text(Some(_)))).cloned().collect()
        }
        Base::Choice(_) => members.indexes().map(|member| Known::Choice(Members::one(member))).collect(),
        Base::Set(_) => sets(members, spoken_of),
        // Which row is referred to is for the records to say.
        Base::Row(_) => Vec::new(),
    }
}

/// The sets that are spoken of, that of all members that are, all, and none.
fn sets(members: Members, spoken_of: &[Known]) -> Vec<Known> {
    let mut mentioned = Members::NONE;
    let mut found = Vec::new();
    for value in spoken_of {
        match value {
            Known::Choice(member) if member.only().is_some() => mentioned = mentioned.union(*member),
            Known::Set { .. } if value.is_exact() => found.push(value.clone()),
            _ => {}
        }
    }
    found.extend([mentioned, members, Members::NONE].map(Known::exact_set));
    found
}

/// The widest of what is around a value for which `answers` still says yes. It is asked of ranges, and so answers for
/// every value in them.
pub fn widen(
    ty: Type,
    members: Members,
    value: &Partial,
    spoken_of: &[Known],
    mut answers: impl FnMut(&Partial) -> bool,
) -> Partial {
    let natural = Known::unknown(ty.base, members);
    let absence = value.absence;
    if absence == Absence::Surely {
        return value.clone();
    }
    let mut fits = |known: &Known| {
        let known = known.intersect(&natural);
        known.is_some_and(|known| answers(&Partial { absence, ..Partial::from(known) }))
    };
    let known = match &value.known {
        Known::Number(range) => {
            let points = number_ends(ty.base, spoken_of);
            let scale = if ty.base == Base::Percent { Scale::PERCENT } else { Scale::NUMBER };
            let natural = numbers(&natural).unwrap_or(Range::ALL);
            Known::Number(scale.widen(*range, natural, &points, &mut fits))
        }
        Known::Date(range) => {
            let points: Vec<Date> = spoken_of.iter().filter_map(dates).flat_map(ends).collect();
            Known::Date(Scale::DATE.widen(*range, Range::ALL, &points, &mut fits))
        }
        Known::Duration(range) => {
            let unit = ends(*range).next();
            let points = spoken_of.iter().filter_map(durations).flat_map(ends);
            let points: Vec<Duration> =
                points.filter(|end| unit.is_none_or(|unit| unit.same_unit(*end))).collect();
            Known::Duration(ends_at_nought(Scale::DURATION.widen(*range, Range::ALL, &points, &mut fits)))
        }
        Known::Choice(first) => {
            let others = members.indexes().map(Members::one);
            Known::Choice(others.fold(*first, |wide, other| {
                let wider = wide.union(other);
                if fits(&Known::Choice(wider)) { wider } else { wide }
            }))
        }
        Known::Set { includes, excludes } => {
            let (mut includes, mut excludes) = (*includes, *excludes);
            for member in members.indexes().map(Members::one) {
                let (fewer_in, fewer_out) = (includes.without(member), excludes.without(member));
                if fits(&Known::Set { includes: fewer_in, excludes: fewer_out }) {
                    (includes, excludes) = (fewer_in, fewer_out);
                }
            }
            Known::Set { includes, excludes }
        }
        other => other.clone(),
    };
    let known = known.intersect(&natural).unwrap_or_else(|| value.known.clone());
    Partial { absence, ..Partial::from(known) }
}

/// The ends of what is spoken of; of a count the whole numbers around them.
fn number_ends(base: Base, spoken_of: &[Known]) -> Vec<Number> {
    let ends = spoken_of.iter().filter_map(numbers).flat_map(ends);
    if base == Base::Count {
        ends.flat_map(|end| [end.floor(), end.ceil()]).collect()
    } else {
        ends.collect()
    }
}

fn numbers(known: &Known) -> Option<Range<Number>> {
    if let Known::Number(range) = known { Some(*range) } else { None }
}

fn dates(known: &Known) -> Option<Range<Date>> {
    if let Known::Date(range) = known { Some(*range) } else { None }
}

fn durations(known: &Known) -> Option<Range<Duration>> {
    if let Known::Duration(range) = known { Some(*range) } else { None }
}

/// A length of time that is stated is not negative.
fn ends_at_nought(range: Range<Duration>) -> Range<Duration> {
    match end_value(range.low()).map(|low| low.map(|_| Some(0))) {
        Some(Some(nought)) => Range::from(Bound::Included(nought)).intersect(range).unwrap_or(range),
        _ => range,
    }
}

fn ends<T: Copy + PartialOrd>(range: Range<T>) -> impl Iterator<Item = T> {
    [end_value(range.low()), end_value(range.high())].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::{candidates, durations};
    use crate::pack::{Base, Duration, Known, Members, Partial, Range};

    #[test]
    fn no_length_below_nought_is_tried() {
        let nothing = Known::Duration(Range::exactly(Duration::Days(0)));
        let unknown = Partial::unknown(Base::Duration.into(), Members::NONE);
        let tried = candidates(Base::Duration.into(), Members::NONE, &unknown, &[nothing]);
        let amounts = tried.iter().filter_map(|value| durations(&value.known)?.exact());
        assert_eq!(amounts.map(Duration::amount).min(), Some(0));
    }
}
