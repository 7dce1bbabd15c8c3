//! Apache DataFusion.

use super::Words;

pub(super) struct DataFusion;

impl Words for DataFusion {
    /// Its optimizer is wrong about whether `IS NOT FALSE` can be null, and fails where that is said twice.
    fn possible(&self, truth: &str) -> String {
        format!("({truth} IS NULL OR {truth})")
    }

    fn add_months(&self, date: &str, months: &str) -> String {
        format!("CAST({date} + CAST(CONCAT(CAST({months} AS VARCHAR), ' months') AS INTERVAL) AS DATE)")
    }

    fn add_days(&self, date: &str, days: &str) -> String {
        format!("CAST(CAST({date} AS INT) + CAST({days} AS INT) AS DATE)")
    }

    fn days_between(&self, first: &str, second: &str) -> String {
        format!("CAST(CAST({second} AS INT) - CAST({first} AS INT) AS BIGINT)")
    }

    fn year_and_month(&self, date: &str) -> (String, String) {
        (format!("date_part('year', {date})"), format!("date_part('month', {date})"))
    }
}
