//! The trend as Markdown.

use super::super::markdown::plain;
use super::super::overview::COLUMNS_IN_WORDS;
use super::Trend;

/// The trend as tables.
pub fn write(trend: &Trend) -> String {
    let mut lines = vec![format!("# {}", plain(&trend.title()))];
    for series in &trend.series {
        lines.extend([String::new(), format!("## {}", plain(&series.name)), String::new()]);
        lines.push(format!("| as of | bodies | {} | rules |", COLUMNS_IN_WORDS.join(" | ")));
        lines.push(format!("|---|--:|{}---|", "--:|".repeat(COLUMNS_IN_WORDS.len())));
        for point in &series.points {
            let counts = point.counts().map(|count| count.to_string()).join(" | ");
            let version = plain(&point.version);
            lines.push(format!("| {} | {} | {counts} | {version} |", point.as_of, point.bodies));
        }
    }
    if !trend.notes.is_empty() {
        lines.push(String::new());
    }
    lines.extend(trend.notes.iter().map(|note| format!("- note: {}", plain(note))));
    lines.iter().map(|line| format!("{line}\n")).collect()
}
