//! Measured facts as text: a line for what each comes to, and one for what stands behind it.

use super::{Grounds, Measured, Row, Written};
use crate::evaluate::compute::MeasuredFrom;
use crate::pack::words;
use crate::report::message::Message;
use crate::report::page::Page;
use crate::report::records;
use crate::report::terminal::Style;

/// The facts as text; `quiet` leaves a line a fact.
pub fn write(measured: &Measured<'_>, style: Style, quiet: bool) -> String {
    let mut page = Page::new(style);
    let rows = measured.rows();
    if !quiet {
        heading(&mut page, measured);
    }
    for row in &rows {
        fact(&mut page, measured, row, quiet);
    }
    if !quiet {
        warnings(&mut page, measured);
    }
    ending(&mut page, measured, &rows);
    page.into_text()
}

fn heading(page: &mut Page, measured: &Measured<'_>) {
    let check = &measured.check;
    let (assessment, manifest) = (check.assessment, &check.pack.manifest);
    let title =
        format!("Measured: {} ({}), as of {}", assessment.body, assessment.kind, check.evaluation.as_of);
    page.bold("", "  ", &title);
    page.paragraph("  assessment  ", &check.sources.file(assessment.file).name);
    page.paragraph("  rules       ", &format!("{} {}", manifest.id, manifest.version));
    for (number, words) in sources(measured).iter().enumerate() {
        page.paragraph(if number == 0 { "  records     " } else { "              " }, words);
    }
    page.title("Facts");
}

fn fact(page: &mut Page, measured: &Measured<'_>, row: &Row<'_>, quiet: bool) {
    let check = &measured.check;
    let value = words::value(check.pack, check.pack.facts[row.fact].ty, row.value);
    page.paragraph("  ", &format!("{}: {value}", check.pack.fact_name(row.fact)));
    if !quiet {
        page.paragraph("      ", &behind(measured, row));
    }
}

fn warnings(page: &mut Page, measured: &Measured<'_>) {
    let warnings = measured.warnings();
    if warnings.is_empty() {
        return;
    }
    page.title("Warnings");
    let artist = page.artist(measured.check.sources);
    for warning in warnings {
        page.message(&artist, &Message::from(warning));
    }
}

fn ending(page: &mut Page, measured: &Measured<'_>, rows: &[Row<'_>]) {
    let count = |test: &dyn Fn(&Row<'_>) -> bool| rows.iter().filter(|row| test(row)).count();
    let nothing = |row: &Row<'_>| matches!(row.grounds, Grounds::Assessment(MeasuredFrom::Nothing(_)));
    let recorded = count(&|row| row.grounds == Grounds::Assessment(MeasuredFrom::Record));
    let lost = count(&nothing);
    let open = count(&|row| !nothing(row) && !row.value.is_exact());
    let facts = if rows.len() == 1 { "1 fact".to_owned() } else { format!("{} facts", rows.len()) };
    let mut parts = vec![facts];
    for (count, what) in [(open, "not known exactly"), (recorded, "only recorded"), (lost, "not at hand")] {
        parts.extend((count > 0).then(|| format!("{count} {what}")));
    }
    page.gap();
    page.paragraph("  measured    ", &parts.join(", "));
    let file = &measured.check.sources.file(measured.check.assessment.file).name;
    match measured.written {
        Some(Written::Written) => page.paragraph("  recorded    ", &format!("in {file}")),
        Some(Written::Unchanged) => {
            page.paragraph("  recorded    ", &format!("in {file}, as it was recorded before"));
        }
        None => {}
    }
}

/// Where the records come from.
fn sources(measured: &Measured<'_>) -> Vec<String> {
    match &measured.answers {
        Some(answers) => vec![format!("results of a warehouse: {}", answers.file.file)],
        None => records::all_in_words(&measured.check),
    }
}

/// ``rows of `bail_periods`: 38 yes and 2 no; from extracts/bail_periods.csv``
fn behind(measured: &Measured<'_>, row: &Row<'_>) -> String {
    let check = &measured.check;
    let mut parts = Vec::new();
    if let Some((table, [yes, no, unknown])) = row.rows {
        let name = &check.pack.tables[table].name;
        let counts = [(yes, "yes"), (no, "no"), (unknown, "in doubt")];
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, word)| format!("{count} {word}")).collect();
        let counts: Vec<&str> = counts.iter().map(String::as_str).collect();
        parts.push(match counts.as_slice() {
            [] => format!("no row of `{name}` is asked"),
            counts => format!("rows of `{name}`: {}", words::list(counts, "and")),
        });
    }
    match row.grounds {
        Grounds::Assessment(MeasuredFrom::Records) => {
            let tables = measured.tables(row).into_iter();
            let files: Vec<String> = tables.map(|table| records::origin_in_words(check, table)).collect();
            let files: Vec<&str> = files.iter().map(String::as_str).collect();
            parts.extend((!files.is_empty()).then(|| format!("from {}", words::list(&files, "and"))));
        }
        Grounds::Assessment(MeasuredFrom::Record) => parts.push("recorded; not at hand".to_owned()),
        Grounds::Assessment(MeasuredFrom::Nothing(_)) => {
            parts.extend(records::measured(check, row.fact));
        }
        Grounds::Results => {}
    }
    if parts.is_empty() { "worked out from other facts".to_owned() } else { parts.join("; ") }
}
