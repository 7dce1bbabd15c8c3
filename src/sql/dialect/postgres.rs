//! PostgreSQL.

use super::{Kind, Words};

pub(super) struct Postgres;

impl Words for Postgres {
    /// What is longer is cut off without a word.
    fn longest_identifier(&self) -> usize {
        63
    }

    fn type_name(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Truth => "BOOLEAN",
            Kind::Whole => "BIGINT",
            Kind::Decimal => "NUMERIC",
            Kind::Date => "DATE",
            Kind::Text => "TEXT",
        }
    }

    fn kept(&self) -> &'static str {
        "MATERIALIZED "
    }

    fn add_months(&self, date: &str, months: &str) -> String {
        format!("CAST({date} + make_interval(months => CAST({months} AS INTEGER)) AS DATE)")
    }

    fn add_days(&self, date: &str, days: &str) -> String {
        format!("({date} + CAST({days} AS INTEGER))")
    }

    fn days_between(&self, first: &str, second: &str) -> String {
        format!("CAST({second} - {first} AS BIGINT)")
    }

    fn year_and_month(&self, date: &str) -> (String, String) {
        (
            format!("CAST(EXTRACT(YEAR FROM {date}) AS BIGINT)"),
            format!("CAST(EXTRACT(MONTH FROM {date}) AS BIGINT)"),
        )
    }

    fn in_words(&self, value: &str, kind: Kind) -> String {
        match kind {
            // How a cast writes a day is a setting.
            Kind::Date => format!("to_char({value}, 'YYYY-MM-DD')"),
            _ => format!("CAST({value} AS TEXT)"),
        }
    }

    /// A database may have a collation that holds different texts to be equal.
    fn exactly(&self, text: &str) -> String {
        format!("{text} COLLATE \"C\"")
    }
}
