//! The tables of a warehouse as the language reads them: blanks, members of choices, lengths in words.

use super::Refusal;
use super::calendar::said_of;
use super::dialect::Dialect;
use super::expression::{Kind, Relation, Sql, and, case, compare};
use super::print::comment;
use super::relation::{Item, Select};
use super::rows::{Relations, Rows};
use super::value::{Candidates, Ends, Possible, Value};
use crate::pack::rule::{Column, Pack, Table};
use crate::pack::{Base, Id};

/// The longest length in months that is read: for more, how many days it may have is not told.
pub(super) const MOST_MONTHS: i64 = 96 * 12;

/// The rows of a table with those of its columns that are read, and none of those that are computed.
pub(super) fn rows(
    pack: &Pack,
    relations: &mut Relations,
    table: Id<Table>,
    is_read: impl Fn(Id<Column>) -> bool,
) -> Result<Rows, Refusal> {
    let entry = &pack.tables[table];
    if entry.by_choices {
        return Err(Refusal::of(format!("`{}`, a table that has a row for every combination", entry.name)));
    }
    let mut reading = Reading { pack, items: Vec::new() };
    let mut rows = Rows::of(None, &entry.name, Vec::new());
    for column in entry.columns.iter().copied() {
        let Column { name, key, computed, .. } = &pack.columns[column];
        if computed.is_some() || !(*key || is_read(column)) {
            continue;
        }
        let value = reading.column(column)?;
        for (taken, kind) in value.columns() {
            rows.takes(&taken);
            if *key && taken == *name {
                rows.key.push((taken, kind));
            }
        }
        rows.values.insert((0, column), value);
    }
    let key = match rows.key.as_slice() {
        [(name, kind)] => Some(Sql::column(name.clone(), *kind)),
        _ => None,
    };
    // A compound key cannot be referred to, so that no row is ever compared by it.
    rows.bound.insert(0, (table, key.unwrap_or(Sql::Null(Kind::Text))));
    let title = entry.title.as_deref().unwrap_or_default();
    let select = Select { items: reading.items, from: Some((entry.name.clone(), "t")), ..Select::default() };
    let words = format!("{}: {title}", entry.name);
    rows.relation = Some(relations.add(&rows.called, words, vec![select]));
    // How many days a length may have is said once.
    for ((slot, column), value) in rows.values.clone() {
        if pack.columns[column].ty.base == Base::Duration {
            let kept = rows.keep_value(relations, &pack.columns[column].name, value);
            rows.values.insert((slot, column), kept);
        }
    }
    Ok(rows)
}

struct Reading<'p> {
    pack: &'p Pack,
    items: Vec<Item>,
}

impl Reading<'_> {
    fn column(&mut self, column: Id<Column>) -> Result<Value, Refusal> {
        let Column { name, ty, .. } = &self.pack.columns[column];
        let raw = |kind| Sql::column(name.clone(), kind);
        let blank_is_absent = |value: &Sql| value.clone().unknown().negated();
        let (known, there) = match ty.base {
            Base::YesNo => (Possible::Truth(self.plain(name, Kind::Truth)), raw(Kind::Truth)),
            Base::Date => (Possible::Date(Ends::point(self.plain(name, Kind::Date))), raw(Kind::Date)),
            Base::Count => {
                let high = self.plain(name, Kind::Whole);
                (Possible::Number(at_least_nought(high, Sql::Whole(0))), raw(Kind::Whole))
            }
            Base::Percent => {
                let share = self.plain(name, Kind::Decimal);
                let nought = Sql::Decimal("0.000000000".to_owned());
                let low = at_least_nought(share.clone(), nought).low;
                let is_blank = share.clone().unknown();
                let high = case([(is_blank, Sql::Decimal("1.000000000".to_owned()))], Some(share));
                (Possible::Number(Ends { low, high }), raw(Kind::Decimal))
            }
            Base::Number => {
                (Possible::Number(Ends::point(self.plain(name, Kind::Decimal))), raw(Kind::Decimal))
            }
            Base::Text => (Possible::Text(self.text(name)), raw(Kind::Text)),
            Base::Row(table) => {
                (Possible::Row(table, self.reference(name, table)?), raw(self.key_kind(table)?))
            }
            Base::Choice(choice) => {
                let members = self.pack.choices[choice].members.clone();
                if members.len() < 2 {
                    return Err(Refusal::of(format!("`{name}`, a choice of one member")));
                }
                let text = raw(Kind::Text);
                let is_member = Sql::In(Box::new(text.clone()), members);
                self.items.push(Item::Exactly(case([(is_member.clone(), text.clone())], None), name.clone()));
                let mut there = text.clone();
                if ty.optional {
                    // What is there and no member is not known, and not absent.
                    let answer =
                        case([(is_member, Sql::Truth(true)), (is_blank(&text), Sql::Truth(false))], None);
                    let kept = format!("{name} there");
                    self.items.push(Item::Named(answer, kept.clone()));
                    there = Sql::column(kept, Kind::Truth);
                }
                let known = Possible::Choice(choice, Candidates::Named(text));
                return Ok(Value { known, there: ty.optional.then_some(there), lack: None });
            }
            Base::Set(_) => {
                let text = raw(Kind::Text);
                let bare = Sql::WithoutSpaces(Box::new(text.clone()));
                let semicolon = || Sql::Text(";".to_owned());
                let bounded = Sql::Join(vec![semicolon(), bare, semicolon()]);
                let value = case([(is_blank(&text).negated(), bounded)], None);
                self.items.push(Item::Exactly(value, name.clone()));
                (Possible::Set(text.clone()), text)
            }
            Base::Duration => return Ok(self.duration(name, ty.optional)),
        };
        let there = ty.optional.then(|| blank_is_absent(&there));
        Ok(Value { known, there, lack: None })
    }

    fn plain(&mut self, name: &str, kind: Kind) -> Sql {
        let column = Sql::column(name, kind);
        self.items.push(Item::Named(column.clone(), name.to_owned()));
        column
    }

    fn text(&mut self, name: &str) -> Sql {
        let column = Sql::column(name, Kind::Text);
        let value = case([(is_blank(&column).negated(), column.clone())], None);
        self.items.push(Item::Exactly(value, name.to_owned()));
        column
    }

    fn reference(&mut self, name: &str, table: Id<Table>) -> Result<Sql, Refusal> {
        let kind = self.key_kind(table)?;
        Ok(if kind == Kind::Text { self.text(name) } else { self.plain(name, kind) })
    }

    /// What a key of a table that can be referred to is.
    fn key_kind(&self, table: Id<Table>) -> Result<Kind, Refusal> {
        let key = self.pack.keys(table).next().map(|column| self.pack.columns[column].ty.base);
        match key {
            Some(Base::Text | Base::Choice(_)) => Ok(Kind::Text),
            Some(Base::Count) => Ok(Kind::Whole),
            Some(Base::Date) => Ok(Kind::Date),
            _ => Err(Refusal::of(format!(
                "a reference to `{}`, whose key is no text, choice, count or date",
                self.pack.tables[table].name
            ))),
        }
    }

    /// A length in words, such as `15 days`, as its unit and its amount; what is no such length is not known.
    fn duration(&mut self, name: &str, optional: bool) -> Value {
        let text = Sql::column(name, Kind::Text);
        let part = |part| Sql::Part(Box::new(text.clone()), part);
        let is = |words: [&str; 2]| Sql::In(Box::new(part(2)), words.map(ToOwned::to_owned).to_vec());
        let amount = || Sql::ToWhole(Box::new(part(1)));
        let scaled = |by| super::expression::times(amount(), by);
        let within = |by: i64| {
            let most = MOST_MONTHS.checked_div(by).unwrap_or(MOST_MONTHS);
            compare(Relation::LessOrEqual, amount(), Sql::Whole(most))
        };
        let months = || Sql::Text("months".to_owned());
        let days = || Sql::Text("days".to_owned());
        let unit = case(
            [
                (and([is(["month", "months"]), within(1)]), months()),
                (and([is(["year", "years"]), within(12)]), months()),
                (is(["day", "days"]), days()),
                (is(["week", "weeks"]), days()),
            ],
            None,
        );
        let length = case(
            [
                (and([is(["month", "months"]), within(1)]), amount()),
                (and([is(["year", "years"]), within(12)]), scaled(12)),
                (is(["day", "days"]), amount()),
                (is(["week", "weeks"]), scaled(7)),
            ],
            None,
        );
        let unit_name = format!("{name} unit");
        self.items.push(Item::Named(length, name.to_owned()));
        self.items.push(Item::Named(unit.clone(), unit_name.clone()));
        let there = optional.then(|| {
            let kept = format!("{name} there");
            let is_known = unit.unknown().negated();
            let answer = case([(is_known, Sql::Truth(true)), (is_blank(&text), Sql::Truth(false))], None);
            self.items.push(Item::Named(answer, kept.clone()));
            Sql::column(kept, Kind::Truth)
        });
        let ends = Ends::point(Sql::column(name, Kind::Whole));
        let unit = said_of(Sql::column(unit_name, Kind::Text), &ends);
        Value { known: Possible::Duration(unit, ends), there, lack: None }
    }
}

/// Whether a text is null or empty; never null.
fn is_blank(text: &Sql) -> Sql {
    let empty = compare(Relation::Equal, text.clone(), Sql::Text(String::new()));
    super::expression::or([text.clone().unknown(), empty])
}

fn at_least_nought(high: Sql, nought: Sql) -> Ends {
    let low = case([(high.clone().unknown(), nought)], Some(high.clone()));
    Ends { low, high }
}

/// A table with the columns that a warehouse must provide, as comments.
pub(super) fn described(pack: &Pack, table: Id<Table>, dialect: Dialect) -> String {
    let entry = &pack.tables[table];
    let read = entry.columns.iter().filter(|column| pack.columns[**column].computed.is_none());
    let columns = read.map(|column| {
        let Column { name, ty, .. } = &pack.columns[*column];
        let kind = match ty.base {
            Base::YesNo => Kind::Truth,
            Base::Count => Kind::Whole,
            Base::Number | Base::Percent => Kind::Decimal,
            Base::Date => Kind::Date,
            Base::Row(_) | Base::Text | Base::Choice(_) | Base::Set(_) | Base::Duration => Kind::Text,
        };
        let words = crate::pack::words::type_name(pack, *ty);
        let is_bit = kind == Kind::Truth && dialect.words().keeps_truth_as_numbers();
        let type_name = if is_bit { "BIT" } else { dialect.words().type_name(kind) };
        format!("--   {name} {type_name}: {}\n", comment(&words))
    });
    format!("-- {}\n{}", entry.name, columns.collect::<String>())
}
