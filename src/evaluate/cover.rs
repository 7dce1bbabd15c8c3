//! What covers several values of which any may be the one.

use super::arithmetic::cover_durations;
use crate::pack::{Absence, Known, Partial, Range, Undefined};

/// The least that covers both values.
pub fn cover(a: &Partial, b: &Partial) -> Partial {
    let absence = if a.absence == b.absence { a.absence } else { Absence::Maybe };
    let known = if a.is_without_value() {
        b.known.clone()
    } else if b.is_without_value() {
        a.known.clone()
    } else {
        cover_known(&a.known, &b.known)
    };
    let undefined = if a.undefined == b.undefined {
        a.undefined
    } else {
        a.undefined.or(b.undefined).map(Undefined::perhaps)
    };
    Partial { known, absence, undefined }
}

/// The least that covers both values that are there.
pub fn cover_known(a: &Known, b: &Known) -> Known {
    match (a, b) {
        (Known::YesNo(a), Known::YesNo(b)) => Known::YesNo(a.cover(*b)),
        (Known::Number(a), Known::Number(b)) => Known::Number(a.cover(*b).unwrap_or(Range::ALL)),
        (Known::Date(a), Known::Date(b)) => Known::Date(a.cover(*b).unwrap_or(Range::ALL)),
        (Known::Duration(a), Known::Duration(b)) => Known::Duration(cover_durations(*a, *b)),
        (Known::Text(a), Known::Text(b)) => Known::Text(if a == b { a.clone() } else { None }),
        (Known::Choice(a), Known::Choice(b)) => Known::Choice(a.union(*b)),
        (Known::Set { includes: a, excludes: x }, Known::Set { includes: b, excludes: y }) => {
            Known::Set { includes: a.intersection(*b), excludes: x.intersection(*y) }
        }
        (Known::Row(a), Known::Row(b)) => Known::Row(if a == b { *a } else { None }),
        // Branches of different types do not pass the type check.
        _ => a.clone(),
    }
}
