//! The trend as a table by RFC 4180, a row for each point of each series.

use super::super::csv::table;
use super::Trend;

/// The trend as a table, with a line of column names.
///
/// # Errors
/// None that can occur: rows are written to memory, and all are as long as the first.
pub fn write(trend: &Trend) -> Result<String, String> {
    let columns = [
        "body",
        "as_of",
        "pack",
        "pack_version",
        "bodies",
        "met",
        "not_met",
        "not_shown",
        "departure",
        "not_applicable",
        "gaps",
        "overdue",
    ];
    let rows = trend.series.iter().flat_map(|series| {
        series.points.iter().map(|point| {
            let first =
                [series.name.clone(), point.as_of.to_string(), trend.pack.clone(), point.version.clone()];
            let counts = point.counts().map(|count| count.to_string());
            first.into_iter().chain([point.bodies.to_string()]).chain(counts).collect()
        })
    });
    table(&columns, rows)
}
