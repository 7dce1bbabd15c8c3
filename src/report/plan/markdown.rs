//! The plan as Markdown, for a report or a pull request.
use super::PlanReport;

/// The plan as Markdown.
pub fn write(_report: &PlanReport<'_>) -> String {
    String::new()
}
