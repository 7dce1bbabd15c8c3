//! The trend as text: a table for each series, a line a day.

use super::super::overview;
use super::super::page::Page;
use super::super::terminal::Style;
use super::{Series, Trend};
use crate::diagnostic::one_line;

/// The trend as tables.
pub fn write(trend: &Trend, style: Style) -> String {
    let mut page = Page::new(style);
    page.wrap("", "  ", &trend.title());
    for series in &trend.series {
        page.gap();
        page.wrap("", "  ", &series.name);
        page.line("");
        table(series).iter().for_each(|line| page.line(line));
    }
    if !trend.notes.is_empty() {
        page.gap();
        trend.notes.iter().for_each(|note| page.paragraph("note: ", note));
    }
    page.into_text()
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
