//! What dialects say differently: quoting, types, calendar arithmetic.

mod datafusion;
mod duckdb;
mod postgres;
mod spark;
mod tsql;

use super::expression::Kind;
use crate::pack::Date;

/// A dialect of SQL.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dialect {
    /// DuckDB
    DuckDb,
    /// PostgreSQL
    Postgres,
    /// Apache Spark SQL, as Databricks and Fabric speak it
    Spark,
    /// Apache DataFusion
    DataFusion,
    /// Transact-SQL: Microsoft SQL Server and Azure SQL
    TSql,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Dialect; 5] =
        [Dialect::DuckDb, Dialect::Postgres, Dialect::Spark, Dialect::DataFusion, Dialect::TSql];

    /// The word of the command line.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::DuckDb => "duckdb",
            Dialect::Postgres => "postgres",
            Dialect::Spark => "spark",
            Dialect::DataFusion => "datafusion",
            Dialect::TSql => "tsql",
        }
    }

    /// How it says things.
    pub(super) fn words(self) -> &'static dyn Words {
        match self {
            Dialect::DuckDb => &duckdb::DuckDb,
            Dialect::Postgres => &postgres::Postgres,
            Dialect::Spark => &spark::Spark,
            Dialect::DataFusion => &datafusion::DataFusion,
            Dialect::TSql => &tsql::TSql,
        }
    }
}

/// How a dialect says what is not said alike everywhere.
pub(super) trait Words {
    /// A name in quotes.
    fn identifier(&self, name: &str) -> String {
        format!("\"{}\"", name.replace('"', "\"\""))
    }

    /// How many bytes a name may have.
    fn longest_identifier(&self) -> usize {
        128
    }

    /// A text in quotes; nothing where it could not be written so that no setting of the warehouse reads it otherwise.
    fn text(&self, text: &str) -> Option<String> {
        is_plain(text, &['\\']).then(|| format!("'{}'", text.replace('\'', "''")))
    }

    /// The name of a type.
    fn type_name(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Truth => "BOOLEAN",
            Kind::Whole => "BIGINT",
            Kind::Decimal => "DECIMAL(28, 9)",
            Kind::Date => "DATE",
            Kind::Text => "VARCHAR",
        }
    }

    /// Whether truth values are kept as the numbers 0 and 1, so that a condition is no value.
    fn keeps_truth_as_numbers(&self) -> bool {
        false
    }

    /// What has a relation worked out once, where that is said.
    fn kept(&self) -> &'static str {
        ""
    }

    /// Whether a truth value is not false; never null.
    fn possible(&self, truth: &str) -> String {
        format!("{truth} IS NOT FALSE")
    }

    /// A day.
    fn date(&self, date: Date) -> String {
        format!("DATE '{date}'")
    }

    /// A day so many months later, clamped to the last day of its month.
    fn add_months(&self, date: &str, months: &str) -> String;

    /// A day so many days later.
    fn add_days(&self, date: &str, days: &str) -> String;

    /// How many days the second day is after the first.
    fn days_between(&self, first: &str, second: &str) -> String;

    /// The year and the month of a day.
    fn year_and_month(&self, date: &str) -> (String, String) {
        (format!("year({date})"), format!("month({date})"))
    }

    /// The quotient of whole numbers of which the second divides the first.
    fn quotient(&self, a: &str, b: &str) -> String {
        format!("{a} / {b}")
    }

    /// Where a text is within another, counted from 1, and 0 where it is not.
    fn position(&self, of: &str, within: &str) -> String {
        format!("strpos({within}, {of})")
    }

    /// The part of a text before its first space, or behind it.
    fn part(&self, text: &str, part: u8) -> String {
        format!("split_part({text}, ' ', {part})")
    }

    /// A value of this kind in words; a day as 2026-10-31.
    fn in_words(&self, value: &str, kind: Kind) -> String {
        let _ = kind;
        format!("CAST({value} AS {})", self.type_name(Kind::Text))
    }

    /// What a text is compared by, where two that differ could be equal to the warehouse.
    fn exactly(&self, text: &str) -> String {
        text.to_owned()
    }
}

/// Whether a text is without control characters and without what a dialect, or a client of it, may read otherwise.
fn is_plain(text: &str, special: &[char]) -> bool {
    !text.chars().any(|character| character.is_control() || special.contains(&character))
}
