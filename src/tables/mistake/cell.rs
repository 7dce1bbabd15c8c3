//! A cell that does not hold what its column asks for.

use crate::diagnostic::{Code, quote, suggest};
use crate::pack::rule::{Column, Pack};
use crate::pack::{Base, Date, Id, words};

/// A cell that cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CellProblem {
    /// What its column holds; of a reference, what the key holds.
    pub base: Base,
    /// What it holds instead, or the start of it.
    pub found: String,
    /// What is wrong with that.
    pub wrong: Wrong,
}

/// What is wrong with the text of a cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wrong {
    /// It looks different.
    Shape,
    /// A spreadsheet could not compute it, or had no room for it.
    NotComputed,
    /// It holds the byte 0.
    Nul,
    /// A number has separators of thousands, or a decimal comma.
    Separated,
    /// A spreadsheet has written a number as `1.2E+05`.
    Shortened,
    /// A number has more digits than can be held.
    TooLong,
    /// A percent is a number without its sign.
    BarePercent,
    /// Year, month and day are there in another order or form.
    Order(Date),
    /// Day and month stand in an order that nobody can tell.
    DayOrMonth,
    /// The calendar has no such day.
    NoSuchDay,
    /// A time of day stands behind a date.
    TimeOfDay(Date),
    /// A date is a number, as spreadsheets hold it.
    DayNumber,
    /// A name is not one of the choice.
    Member {
        /// The name.
        name: String,
    },
}

/// How many members of a choice a message lists.
const LISTED: usize = 10;

impl CellProblem {
    /// Code, message and help for a cell of this column.
    pub(super) fn in_words(
        &self,
        pack: &Pack,
        column: Option<Id<Column>>,
        place: &str,
    ) -> (Code, String, String) {
        let code = if self.wrong == Wrong::NotComputed { Code::NotComputed } else { Code::WrongCell };
        let message =
            format!("{place}: expected {}, found {}", expected(pack, self.base), quote(&self.found));
        (code, message, self.help(pack, column))
    }

    fn help(&self, pack: &Pack, column: Option<Id<Column>>) -> String {
        let fixed = match &self.wrong {
            Wrong::Shape => return format!("{}{}", expected_form(self.base), blank(pack, column)),
            Wrong::NotComputed => {
                let blank = blank(pack, column);
                return format!(
                    "the spreadsheet could not compute or show this cell: correct it there{blank}"
                );
            }
            Wrong::Nul => "no text holds a byte 0",
            Wrong::Separated => {
                "write a number without spaces or commas in it, and with a point before decimals: `1204`, `2.5`"
            }
            Wrong::Shortened => {
                "the spreadsheet has shortened the number; give the column a number format before saving"
            }
            Wrong::TooLong => "numbers are exact, and have up to 38 digits",
            Wrong::BarePercent => {
                "a spreadsheet shows 95% and stores 0.95; write the sign, or give the column a percent format"
            }
            Wrong::Order(date) => {
                return format!(
                    "write year, month and day: `{date}`, or give the column the format `yyyy-mm-dd`"
                );
            }
            Wrong::DayOrMonth => {
                "it could be either of two days; write year, month and day, or give the column the format `yyyy-mm-dd`"
            }
            Wrong::NoSuchDay => "there is no such day in the calendar",
            Wrong::TimeOfDay(date) => {
                return format!("write the day alone: `{date}`; of times only midnight is understood");
            }
            Wrong::DayNumber => {
                "spreadsheets count days; give the column the format `yyyy-mm-dd` before saving"
            }
            Wrong::Member { name } => return member(pack, self.base, name),
        };
        fixed.to_owned()
    }
}

pub(super) fn expected(pack: &Pack, base: Base) -> String {
    let fixed = match base {
        Base::YesNo => "`yes` or `no`",
        Base::Count => "a whole number such as `41`",
        Base::Number => "a number such as `2.5`",
        Base::Percent => "a percent from `0%` to `100%`",
        Base::Date => "a date such as `2026-10-31`",
        Base::Duration => "a duration such as `3 months`",
        Base::Text => "a text",
        Base::Choice(choice) => return format!("a member of `{}`", pack.choices[choice].name),
        Base::Set(choice) => {
            return format!("members of `{}` with `;` between them", pack.choices[choice].name);
        }
        Base::Row(table) => return format!("the key of a row of `{}`", pack.tables[table].name),
    };
    fixed.to_owned()
}

/// Help for a cell of which no more can be said.
fn expected_form(base: Base) -> &'static str {
    match base {
        Base::YesNo => "`true` and `false` are understood as well",
        Base::Count => "a count is whole, is not negative and has no unit",
        Base::Number => "write digits alone, without a unit",
        Base::Percent => "write digits and the sign: `97.5%`",
        Base::Date => "write year, month and day: `2026-10-31`",
        Base::Duration => "write a whole number, a space, and days, weeks, months or years",
        Base::Text | Base::Choice(_) | Base::Set(_) | Base::Row(_) => "write it as the pack does",
    }
}

/// What a blank cell would say. Whoever leaves one blank that may be absent does not say that it is not known.
fn blank(pack: &Pack, column: Option<Id<Column>>) -> &'static str {
    match column.map(|column| &pack.columns[column]) {
        Some(Column { key: true, .. }) | None => "",
        Some(column) if column.ty.optional => "; a blank cell says that there is none",
        Some(_) => "; what is not known is left blank",
    }
}

fn member(pack: &Pack, base: Base, name: &str) -> String {
    let Some(choice) = base.choice() else { return String::new() };
    let members = &pack.choices[choice].members;
    suggest::did_you_mean(name, members.iter().map(String::as_str)).unwrap_or_else(|| {
        let quoted: Vec<String> = members.iter().take(LISTED).map(|member| format!("`{member}`")).collect();
        let shown: Vec<&str> = quoted.iter().map(String::as_str).collect();
        if members.len() > LISTED {
            format!("its {} members begin with {}", members.len(), words::list(&shown, "and"))
        } else {
            format!("its members are {}", words::list(&shown, "and"))
        }
    })
}
