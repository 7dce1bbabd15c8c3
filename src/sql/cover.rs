//! The value of an `if`: where its condition is not known, what covers both branches (see [`crate::evaluate::cover`]).

use super::Refusal;
use super::calendar::{in_days, is_unit};
use super::expression::{Kind, Relation, Sql, and, case, compare, greater, lesser, or};
use super::value::{Candidates, Ends, Lack, Possible, Unit, Value};
use crate::pack::rule::Pack;

/// The first value where the condition holds, the second where it does not, else what covers both.
pub(super) struct Branches<'v> {
    pub(super) pack: &'v Pack,
    pub(super) condition: &'v Sql,
    pub(super) first: &'v Value,
    pub(super) second: &'v Value,
    /// Makes what is said several times a column of its own.
    pub(super) keep: &'v dyn Fn(Sql) -> Sql,
}

impl Branches<'_> {
    pub(super) fn value(&self) -> Result<Value, Refusal> {
        let there = match (&self.first.there, &self.second.there) {
            (None, None) => None,
            _ => Some(self.there()),
        };
        Ok(Value { known: self.known()?, there, lack: self.lack()? })
    }

    /// One of two by the condition, else what is given for both.
    fn choose(&self, first: Sql, second: Sql, both: Sql) -> Sql {
        if !self.condition.may_be_null() {
            return case([(self.condition.clone(), first)], Some(second));
        }
        let holds_not = self.condition.clone().negated();
        case([(self.condition.clone(), first), (holds_not, second)], Some(both))
    }

    /// What is given for both; of one that is absent only what is given for the other.
    fn choose_present(&self, first: Sql, second: Sql, both: Sql) -> Sql {
        let absent = |value: &Value| value.is_there().negated();
        let both =
            case([(absent(self.first), second.clone()), (absent(self.second), first.clone())], Some(both));
        self.choose(first, second, both)
    }

    fn there(&self) -> Sql {
        let (first, second) = (self.first.is_there(), self.second.is_there());
        let both = case(
            [
                (and([first.clone(), second.clone()]), Sql::Truth(true)),
                (and([first.clone().negated(), second.clone().negated()]), Sql::Truth(false)),
            ],
            None,
        );
        self.choose(first, second, both)
    }

    fn lack(&self) -> Result<Option<Lack>, Refusal> {
        let lacks = || [&self.first.lack, &self.second.lack].into_iter().flatten();
        if lacks().next().is_none() {
            return Ok(None);
        }
        if lacks().any(|lack| lack.surely != Sql::Truth(false)) {
            return Err(Refusal::of("an `if` whose value may be made of no rows"));
        }
        let perhaps =
            |value: &Value| value.lack.as_ref().map_or(Sql::Truth(false), |lack| lack.perhaps.clone());
        let (first, second) = (perhaps(self.first), perhaps(self.second));
        let both = or([first.clone(), second.clone()]);
        Ok(Some(Lack { perhaps: self.choose(first, second, both), surely: Sql::Truth(false) }))
    }

    fn known(&self) -> Result<Possible, Refusal> {
        Ok(match (&self.first.known, &self.second.known) {
            (Possible::Truth(a), Possible::Truth(b)) => {
                Possible::Truth(self.choose_present(a.clone(), b.clone(), agreeing(a, b)))
            }
            (Possible::Number(a), Possible::Number(b)) => Possible::Number(self.ends(a, b)),
            (Possible::Date(a), Possible::Date(b)) => Possible::Date(self.ends(a, b)),
            (Possible::Duration(unit, a), Possible::Duration(other, b)) => {
                self.lengths((unit, a), (other, b))
            }
            (Possible::Text(a), Possible::Text(b)) => Possible::Text(self.same(a, b)),
            (Possible::Row(table, a), Possible::Row(_, b)) => Possible::Row(*table, self.same(a, b)),
            (Possible::Choice(choice, a), Possible::Choice(_, b)) => {
                let entry = &self.pack.choices[*choice];
                let each = (0..entry.members.len()).filter_map(|member| {
                    let (a, b) = (a.may_be(member, entry), b.may_be(member, entry));
                    let either = or([a.clone(), b.clone()]);
                    let may_be = self.choose_present(a, b, either);
                    (may_be != Sql::Truth(false)).then_some((member, may_be))
                });
                Possible::Choice(*choice, Candidates::Each(each.collect()))
            }
            _ => return Err(Refusal::of("an `if` between sets or shares")),
        })
    }

    fn ends(&self, a: &Ends, b: &Ends) -> Ends {
        let low = lesser(a.low.clone(), b.low.clone());
        let high = greater(a.high.clone(), b.high.clone());
        Ends {
            low: self.choose_present(a.low.clone(), b.low.clone(), low),
            high: self.choose_present(a.high.clone(), b.high.clone(), high),
        }
    }

    fn same(&self, a: &Sql, b: &Sql) -> Sql {
        let is_same = compare(Relation::Equal, a.clone(), b.clone());
        self.choose_present(a.clone(), b.clone(), case([(is_same, a.clone())], None))
    }

    /// Months and days are covered in days, months at their shortest below and at their longest above. Nought is as
    /// many months as days.
    fn lengths(&self, (unit, a): (&Unit, &Ends), (other, b): (&Unit, &Ends)) -> Possible {
        if unit == other && !matches!(unit, Unit::Said(..)) {
            return Possible::Duration(unit.clone(), self.ends(a, b));
        }
        // An absent constant has no unit.
        match (&self.first.there, &self.second.there) {
            (Some(Sql::Truth(false)), _) => return Possible::Duration(other.clone(), b.clone()),
            (_, Some(Sql::Truth(false))) => return Possible::Duration(unit.clone(), a.clone()),
            _ => {}
        }
        let (said, said_other) = (said(unit), said(other));
        let nought = |ends: &Ends| {
            let is_nought = |end: &Sql| compare(Relation::Equal, end.clone(), Sql::Whole(0));
            and([is_nought(&ends.low), is_nought(&ends.high)])
        };
        let both = |name| and([is_unit(&said, name), is_unit(&said_other, name)]);
        let is_whole = |said: &Sql| or([is_unit(said, "months"), is_unit(said, "days")]);
        let takes_other = and([nought(a), is_whole(&said_other), is_whole(&said)]);
        let keeps = and([nought(b), is_whole(&said), is_whole(&said_other)]);
        let takes_other = (self.keep)(takes_other);
        let is_one = (self.keep)(or([both("months"), both("days"), takes_other.clone(), keeps]));
        let (days, other_days) = (in_days(unit, a), in_days(other, b));
        let covered_days = Ends {
            low: (self.keep)(lesser(days.low.clone(), other_days.low.clone())),
            high: (self.keep)(greater(days.high.clone(), other_days.high.clone())),
        };
        let low =
            case([(is_one.clone(), lesser(a.low.clone(), b.low.clone()))], Some(covered_days.low.clone()));
        let high = case(
            [(is_one.clone(), greater(a.high.clone(), b.high.clone()))],
            Some(covered_days.high.clone()),
        );
        let (low, high) = ((self.keep)(low), (self.keep)(high));
        let one = case([(takes_other, said_other.clone())], Some(said.clone()));
        let has_no_end = and([low.clone().unknown(), high.clone().unknown()]);
        let covered =
            case([(is_one, one), (has_no_end, Sql::Null(Kind::Text))], Some(Sql::Text("mixed".to_owned())));
        let ends = Ends {
            low: self.choose_present(a.low.clone(), b.low.clone(), low),
            high: self.choose_present(a.high.clone(), b.high.clone(), high),
        };
        let in_days = Ends {
            low: self.choose_present(days.low, other_days.low, covered_days.low),
            high: self.choose_present(days.high, other_days.high, covered_days.high),
        };
        let unit = self.choose_present(said, said_other, (self.keep)(covered));
        Possible::Duration(Unit::Said(unit, Box::new(in_days)), ends)
    }
}

/// A unit as the text that it is.
pub(super) fn said(unit: &Unit) -> Sql {
    match unit {
        Unit::Months => Sql::Text("months".to_owned()),
        Unit::Days => Sql::Text("days".to_owned()),
        Unit::Said(said, _) => said.clone(),
    }
}

/// The answer where both agree.
pub(super) fn agreeing(a: &Sql, b: &Sql) -> Sql {
    if a == b {
        return a.clone();
    }
    let both = and([a.clone(), b.clone()]);
    let neither = or([a.clone(), b.clone()]).negated();
    case([(both, Sql::Truth(true)), (neither, Sql::Truth(false))], None)
}
