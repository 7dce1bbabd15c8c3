//! DuckDB.

use super::Words;

pub(super) struct DuckDb;

impl Words for DuckDb {
    fn kept(&self) -> &'static str {
        "MATERIALIZED "
    }

    fn add_months(&self, date: &str, months: &str) -> String {
        format!("CAST({date} + to_months(CAST({months} AS INTEGER)) AS DATE)")
    }

    fn add_days(&self, date: &str, days: &str) -> String {
        format!("({date} + CAST({days} AS INTEGER))")
    }

    fn days_between(&self, first: &str, second: &str) -> String {
        format!("date_diff('day', {first}, {second})")
    }

    fn quotient(&self, a: &str, b: &str) -> String {
        format!("{a} // {b}")
    }
}
