//! What rows say together, as numbers over them (see [`crate::evaluate::aggregate`]).

use super::Refusal;
use super::calendar::in_days;
use super::compile::as_condition;
use super::expression::{Kind, Relation, Sql, and, case, compare, or};
use super::quantifier::{Columns, sum};
use super::value::{Ends, Lack, Possible, Unit, Value};
use crate::vocabulary::QuantifierKind;

/// The value of a quantifier, of whether rows pass and what is asked of them.
pub(super) fn value(
    columns: &mut Columns<'_>,
    kind: QuantifierKind,
    passes: &Sql,
    body: Option<&Value>,
) -> Result<Value, Refusal> {
    let no_body = || Refusal::of("a quantifier that asks nothing");
    Ok(match kind {
        QuantifierKind::Some => Value::truth(some(columns, passes)),
        QuantifierKind::No => Value::truth(some(columns, passes).negated()),
        QuantifierKind::Every => {
            let body = as_condition(body.ok_or_else(no_body)?);
            let fails = and([passes.clone(), body.negated()]);
            Value::truth(some(columns, &fails).negated())
        }
        QuantifierKind::Count => {
            let sure = columns.count("sure", passes.clone());
            let perhaps = columns.count("perhaps", passes.clone().unknown());
            let high = sum(sure.clone(), perhaps);
            Value::of(Possible::Number(Ends { low: sure, high }))
        }
        QuantifierKind::Share => share(columns, passes, &as_condition(body.ok_or_else(no_body)?)),
        QuantifierKind::Sum => total(columns, passes, body.ok_or_else(no_body)?)?,
        QuantifierKind::Min | QuantifierKind::Max => {
            let greatest = kind == QuantifierKind::Max;
            Extreme { passes, body: body.ok_or_else(no_body)?, greatest }.value(columns)?
        }
    })
}

fn is_none(count: &Sql) -> Sql {
    compare(Relation::Equal, count.clone(), Sql::Whole(0))
}

fn is_any(count: &Sql) -> Sql {
    compare(Relation::Greater, count.clone(), Sql::Whole(0))
}

/// Whether the condition is true of some row.
fn some(columns: &mut Columns<'_>, condition: &Sql) -> Sql {
    let yes = columns.count("sure", condition.clone());
    let open = columns.count("perhaps", condition.clone().unknown());
    case([(is_any(&yes), Sql::Truth(true)), (is_none(&open), Sql::Truth(false))], None)
}

/// Where no row passes, there is no value; where none surely does, perhaps.
fn lack(sure: Sql, perhaps: Sql) -> Lack {
    Lack { perhaps: is_none(&sure), surely: and([is_none(&sure), is_none(&perhaps)]) }
}

fn share(columns: &mut Columns<'_>, passes: &Sql, body: &Sql) -> Value {
    let mut count = |name: &str, passes: Sql, body: Sql| columns.count(name, and([passes, body]));
    let open = |sql: &Sql| sql.clone().unknown();
    let yes = count("sure yes", passes.clone(), body.clone());
    let no = count("sure no", passes.clone(), body.clone().negated());
    let unknown = count("sure open", passes.clone(), open(body));
    let perhaps_yes = count("perhaps yes", open(passes), body.clone());
    let perhaps_no = count("perhaps no", open(passes), body.clone().negated());
    let perhaps_open = count("perhaps open", open(passes), open(body));

    let sure = sum(sum(yes.clone(), no.clone()), unknown.clone());
    let perhaps = sum(sum(perhaps_yes.clone(), perhaps_no.clone()), perhaps_open.clone());
    let least_of = sum(sum(sure.clone(), perhaps_no), perhaps_open.clone());
    let most_yes = sum(sum(sum(yes.clone(), unknown), perhaps_yes), perhaps_open);
    let most_of = sum(most_yes.clone(), no);
    let of = |part: Sql, whole: Sql, of_nothing: i64| {
        let unless_nothing =
            |part: Sql, of_nothing| case([(is_none(&whole), Sql::Whole(of_nothing))], Some(part));
        (unless_nothing(part, of_nothing), unless_nothing(whole.clone(), 1))
    };
    let known = Possible::Fraction { low: of(yes, least_of, 1), high: of(most_yes, most_of, 0) };
    Value { known, there: None, lack: Some(lack(sure, perhaps)) }
}

/// The sum. A row that may not pass adds its value or nought; a row that is surely absent makes the sum absent.
fn total(columns: &mut Columns<'_>, passes: &Sql, body: &Value) -> Result<Value, Refusal> {
    let Possible::Number(ends) = &body.known else {
        return Err(Refusal::of("a sum of what is no number that is read from a table"));
    };
    if body.lack.is_some() {
        return Err(Refusal::of("a sum of values that may be none"));
    }
    let nought = || if ends.low.kind() == Kind::Decimal { decimal_nought() } else { Sql::Whole(0) };
    let may_be_there = body.is_there().possible();
    let mut end = |name: &str, end: &Sql, outwards: Relation| {
        let beyond = compare(outwards, end.clone(), nought());
        let perhaps = case([(beyond, end.clone())], Some(nought()));
        let adds = case(
            [(passes.clone(), end.clone()), (and([passes.clone().unknown(), may_be_there.clone()]), perhaps)],
            None,
        );
        let has_no_end = and([
            or([passes.clone(), and([passes.clone().unknown(), may_be_there.clone()])]),
            end.clone().unknown(),
        ]);
        let without_end = columns.count(&format!("without {name}"), has_no_end);
        let sum = columns.add(&format!("sum {name}"), Sql::Sum(Box::new(adds)), Some(nought()));
        let sum = case([(sum.clone().unknown(), nought())], Some(sum));
        case([(is_none(&without_end), sum)], None)
    };
    let low = end("from", &ends.low, Relation::Less);
    let high = end("until", &ends.high, Relation::Greater);
    let there = absence(columns, passes, body);
    Ok(Value { known: Possible::Number(Ends { low, high }), there, lack: None })
}

fn decimal_nought() -> Sql {
    Sql::Decimal("0.000000000".to_owned())
}

/// Whether what is made of rows is there: not where a row that surely passes is absent, and perhaps not where one that
/// may pass is, or one may be.
fn absence(columns: &mut Columns<'_>, passes: &Sql, body: &Value) -> Option<Sql> {
    let there = body.there.as_ref()?;
    let sure = columns.count("surely absent", and([passes.clone(), there.clone().negated()]));
    let is_not_there = case([(there.clone(), Sql::Truth(false))], Some(Sql::Truth(true)));
    let perhaps =
        or([and([passes.clone(), there.clone().unknown()]), and([passes.clone().unknown(), is_not_there])]);
    let perhaps = columns.count("perhaps absent", perhaps);
    Some(case([(is_any(&sure), Sql::Truth(false)), (is_none(&perhaps), Sql::Truth(true))], None))
}

/// The least or the greatest value of the rows that pass.
struct Extreme<'v> {
    passes: &'v Sql,
    body: &'v Value,
    greatest: bool,
}

impl Extreme<'_> {
    fn value(&self, columns: &mut Columns<'_>) -> Result<Value, Refusal> {
        if self.body.lack.is_some() {
            return Err(Refusal::of("an extreme of values that may be none"));
        }
        let (ends, unit) = match &self.body.known {
            Possible::Number(ends) | Possible::Date(ends) => (ends, None),
            Possible::Duration(unit @ (Unit::Days | Unit::Months), ends) => (ends, Some(unit)),
            Possible::Duration(Unit::Said(..), _) => {
                return Err(Refusal::of("an extreme of durations that may be in months or in days"));
            }
            _ => return Err(Refusal::of("an extreme of what is no number, date or duration")),
        };
        let rows = columns.count("sure", self.passes.clone());
        let perhaps_rows = columns.count("perhaps", self.passes.clone().unknown());
        let there = absence(columns, self.passes, self.body);
        let extent = self.extent(columns, ends);
        let known = match (&self.body.known, unit) {
            (Possible::Number(_), _) => Possible::Number(extent.ends),
            (Possible::Date(_), _) => Possible::Date(extent.ends),
            (_, unit) => lengths(unit.unwrap_or(&Unit::Days), extent),
        };
        Ok(Value { known, there, lack: Some(lack(rows, perhaps_rows)) })
    }

    /// The end towards the extreme is that of all rows, and there is none where one has none. The other end is that of
    /// the rows that surely pass; where there are none, what covers those that may.
    fn extent(&self, columns: &mut Columns<'_>, ends: &Ends) -> Extent {
        let (inner, outer) = if self.greatest { (&ends.low, &ends.high) } else { (&ends.high, &ends.low) };
        let has_value = self.body.is_there().possible();
        let sure = and([self.passes.clone(), has_value.clone()]);
        let perhaps = and([self.passes.clone().unknown(), has_value.clone()]);
        let all = and([self.passes.clone().possible(), has_value]);
        let furthest = |of: Sql| if self.greatest { Sql::Max(Box::new(of)) } else { Sql::Min(Box::new(of)) };
        let nearest = |of: Sql| if self.greatest { Sql::Min(Box::new(of)) } else { Sql::Max(Box::new(of)) };
        let mut without = |name: &str, rows: &Sql, end: &Sql| {
            columns.count(name, and([rows.clone(), end.clone().unknown()]))
        };
        let outer_missing = without("without outer end", &all, outer);
        let perhaps_inner_missing = without("perhaps without inner end", &perhaps, inner);
        let perhaps_outer_missing = without("perhaps without outer end", &perhaps, outer);
        let nothing_known = and([inner.clone().unknown(), outer.clone().unknown()]);
        let sure_unknown = columns.count("sure without ends", and([sure.clone(), nothing_known]));
        let sure_rows = columns.count("sure with value", sure.clone());
        let of = |rows: &Sql, end: &Sql| case([(rows.clone(), end.clone())], None);
        let outer = columns.add("outer end", furthest(of(&all, outer)), None);
        let sure_inner = columns.add("sure inner end", furthest(of(&sure, inner)), None);
        let perhaps_inner = columns.add("perhaps inner end", nearest(of(&perhaps, inner)), None);

        let outer = case([(is_none(&outer_missing), outer)], None);
        let inner =
            case([(is_any(&sure_rows), sure_inner), (is_none(&perhaps_inner_missing), perhaps_inner)], None);
        let ends =
            if self.greatest { Ends { low: inner, high: outer } } else { Ends { low: outer, high: inner } };
        let covers_all =
            and([is_any(&sure_rows), is_any(&perhaps_inner_missing), is_any(&perhaps_outer_missing)]);
        Extent { ends, is_mixed: or([is_any(&sure_unknown), covers_all]) }
    }
}

/// Between which ends an extreme lies.
struct Extent {
    ends: Ends,
    /// Whether lengths of which nothing is known enter it, which may be in months or in days.
    is_mixed: Sql,
}

fn lengths(unit: &Unit, extent: Extent) -> Possible {
    let Extent { ends, is_mixed } = extent;
    if is_mixed == Sql::Truth(false) {
        return Possible::Duration(unit.clone(), ends);
    }
    let days = in_days(unit, &ends);
    let extent_ends = ends.clone();
    let has_no_end = and([ends.low.clone().unknown(), ends.high.clone().unknown()]);
    let said = case(
        [(has_no_end, Sql::Null(Kind::Text)), (is_mixed.clone(), Sql::Text("mixed".to_owned()))],
        Some(super::cover::said(unit)),
    );
    let end = |days: Sql, plain: Sql| case([(is_mixed.clone(), days)], Some(plain));
    let ends = Ends { low: end(days.low, ends.low), high: end(days.high, ends.high) };
    let unit = Unit::Said(said, Box::new(in_days(unit, &extent_ends)));
    Possible::Duration(unit, ends)
}
