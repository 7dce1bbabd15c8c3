//! The trend as text: a table for each series, a line a day.

use super::super::message::one_line;
use super::super::overview;
use super::super::wrap::wrapped;
use super::{Series, Trend};

/// The trend as tables; `quiet` leaves out the notes.
pub fn write(trend: &Trend, width: usize, quiet: bool) -> String {
    let mut lines = wrapped("", "  ", &trend.title(), width);
    for series in &trend.series {
        lines.push(String::new());
        lines.push(one_line(&series.name));
        lines.push(String::new());
        lines.extend(table(series));
    }
    if !trend.notes.is_empty() && !quiet {
        lines.push(String::new());
        lines.extend(trend.notes.iter().flat_map(|note| wrapped("note: ", "      ", note, width)));
    }
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn table(series: &Series) -> Vec<String> {
    let [above, below] = overview::header();
    let heads =
        [format!("  {:10} {:>6}{above}", "", ""), format!("  {:10} {:>6}{below}  rules", "as of", "bodies")];
    let rows = series.points.iter().map(|point| {
        let (day, cells) = (point.as_of.to_string(), overview::cells(point.counts()));
        one_line(&format!("  {day:10} {:>6}{cells}  {}", point.bodies, point.version))
    });
    heads.into_iter().chain(rows).collect()
}
