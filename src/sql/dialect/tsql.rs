//! Transact-SQL, which has no truth values: a condition is no value, and what is kept of one is 0 or 1.

use super::{Date, Kind, Words, is_plain};

pub(super) struct TSql;

impl Words for TSql {
    fn identifier(&self, name: &str) -> String {
        format!("[{}]", name.replace(']', "]]"))
    }

    /// `$` begins a variable of its clients.
    fn text(&self, text: &str) -> Option<String> {
        is_plain(text, &['\\', '$']).then(|| format!("N'{}'", text.replace('\'', "''")))
    }

    fn type_name(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Truth => "INT",
            Kind::Whole => "BIGINT",
            Kind::Decimal => "DECIMAL(28, 9)",
            Kind::Date => "DATE",
            Kind::Text => "NVARCHAR(4000)",
        }
    }

    fn keeps_truth_as_numbers(&self) -> bool {
        true
    }

    fn date(&self, date: Date) -> String {
        format!("CAST('{date}' AS DATE)")
    }

    fn add_months(&self, date: &str, months: &str) -> String {
        format!("DATEADD(month, CAST({months} AS INT), {date})")
    }

    fn add_days(&self, date: &str, days: &str) -> String {
        format!("DATEADD(day, CAST({days} AS INT), {date})")
    }

    fn days_between(&self, first: &str, second: &str) -> String {
        format!("CAST(DATEDIFF(day, {first}, {second}) AS BIGINT)")
    }

    fn position(&self, of: &str, within: &str) -> String {
        format!("CHARINDEX({of}, {within})")
    }

    fn part(&self, text: &str, part: u8) -> String {
        match part {
            1 => format!("LEFT({text}, CHARINDEX(' ', {text} + ' ') - 1)"),
            _ => format!("SUBSTRING({text}, CHARINDEX(' ', {text} + ' ') + 1, 4000)"),
        }
    }

    fn in_words(&self, value: &str, kind: Kind) -> String {
        match kind {
            Kind::Date => format!("CONVERT(NVARCHAR(10), {value}, 23)"),
            _ => format!("CAST({value} AS NVARCHAR(4000))"),
        }
    }

    /// The usual collations do not tell small letters from large ones.
    fn exactly(&self, text: &str) -> String {
        format!("{text} COLLATE Latin1_General_100_BIN2")
    }
}
