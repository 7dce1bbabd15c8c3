//! Apache Spark SQL.

use super::{Kind, Words, is_plain};

pub(super) struct Spark;

impl Words for Spark {
    fn identifier(&self, name: &str) -> String {
        format!("`{}`", name.replace('`', "``"))
    }

    /// How a quote is escaped is a setting, and `$` begins a variable.
    fn text(&self, text: &str) -> Option<String> {
        is_plain(text, &['\\', '\'', '$']).then(|| format!("'{text}'"))
    }

    fn type_name(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Truth => "BOOLEAN",
            Kind::Whole => "BIGINT",
            Kind::Decimal => "DECIMAL(28, 9)",
            Kind::Date => "DATE",
            Kind::Text => "STRING",
        }
    }

    fn add_months(&self, date: &str, months: &str) -> String {
        format!("add_months({date}, CAST({months} AS INT))")
    }

    fn add_days(&self, date: &str, days: &str) -> String {
        format!("date_add({date}, CAST({days} AS INT))")
    }

    fn days_between(&self, first: &str, second: &str) -> String {
        format!("CAST(datediff({second}, {first}) AS BIGINT)")
    }

    fn quotient(&self, a: &str, b: &str) -> String {
        format!("{a} div {b}")
    }

    fn position(&self, of: &str, within: &str) -> String {
        format!("instr({within}, {of})")
    }
}
