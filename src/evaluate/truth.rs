//! Kleene's three-valued logic: an answer is given only where every completion of what is unknown agrees with it.

use std::ops::Not;

use crate::pack::Truth;

/// Yes for no, no for yes.
impl Not for Truth {
    type Output = Truth;

    fn not(self) -> Truth {
        match self {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
        }
    }
}

impl Truth {
    /// The answer turned round where `negated`.
    pub fn negated_if(self, negated: bool) -> Truth {
        if negated { !self } else { self }
    }

    /// What covers both: the answer where they agree.
    pub fn cover(self, other: Truth) -> Truth {
        if self == other { self } else { Truth::Unknown }
    }

    /// Both.
    pub fn and(self, other: Truth) -> Truth {
        all([self, other])
    }
}

/// No where any is no, else unknown where any is unknown, else yes. Stops at the first no.
pub fn all(answers: impl IntoIterator<Item = Truth>) -> Truth {
    let mut folded = Truth::Yes;
    for answer in answers {
        match answer {
            Truth::No => return Truth::No,
            Truth::Unknown => folded = Truth::Unknown,
            Truth::Yes => {}
        }
    }
    folded
}

/// Yes where any is yes, else unknown where any is unknown, else no. Stops at the first yes.
pub fn any(answers: impl IntoIterator<Item = Truth>) -> Truth {
    !all(answers.into_iter().map(Truth::not))
}

/// Whether at least `count` of the answers are yes.
pub fn at_least(count: u32, answers: impl IntoIterator<Item = Truth>) -> Truth {
    let (mut sure, mut possible) = (0_u32, 0_u32);
    for answer in answers {
        sure = sure.saturating_add(u32::from(answer == Truth::Yes));
        possible = possible.saturating_add(u32::from(answer != Truth::No));
    }
    if sure >= count {
        Truth::Yes
    } else if possible < count {
        Truth::No
    } else {
        Truth::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::{all, any, at_least};
    use crate::pack::Truth::{self, No, Unknown, Yes};

    const EACH: [Truth; 3] = [Yes, No, Unknown];

    /// The two answers that an unknown may turn out to be, or the one that is known.
    fn completions(answer: Truth) -> Vec<Truth> {
        if answer == Unknown { vec![Yes, No] } else { vec![answer] }
    }

    #[test]
    fn the_tables_of_and_or_and_not() {
        for (a, b, both, either) in [
            (Yes, Yes, Yes, Yes),
            (Yes, No, No, Yes),
            (Yes, Unknown, Unknown, Yes),
            (No, No, No, No),
            (No, Unknown, No, Unknown),
            (Unknown, Unknown, Unknown, Unknown),
        ] {
            assert_eq!((all([a, b]), all([b, a])), (both, both), "{a:?} and {b:?}");
            assert_eq!((any([a, b]), any([b, a])), (either, either), "{a:?} or {b:?}");
        }
        assert_eq!(EACH.map(|answer| !answer), [No, Yes, Unknown]);
        assert_eq!((all([]), any([])), (Yes, No));
    }

    #[test]
    fn at_least_is_answered_exactly_where_all_completions_agree() {
        for count in 0..=4_u32 {
            for a in EACH {
                for b in EACH {
                    for c in EACH {
                        let mut completed = Vec::new();
                        for x in completions(a) {
                            for y in completions(b) {
                                for z in completions(c) {
                                    let yes =
                                        [x, y, z].map(|answer| u32::from(answer == Yes)).iter().sum::<u32>();
                                    completed.push(Truth::from(yes >= count));
                                }
                            }
                        }
                        let expected = completed.into_iter().reduce(Truth::cover).unwrap();
                        assert_eq!(at_least(count, [a, b, c]), expected, "{count} of {a:?} {b:?} {c:?}");
                    }
                }
            }
        }
    }
}
