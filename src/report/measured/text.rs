//! Measured facts as text: a line for what each comes to, and one for what stands behind it.

use std::fmt::Write;

use anstyle::Style as Paint;

use super::{Grounds, Measured, Row, Written};
use crate::evaluate::compute::MeasuredFrom;
use crate::pack::words;
use crate::report::message::{Message, one_line};
use crate::report::records;
use crate::report::terminal::{Artist, Style};
use crate::report::wrap::wrapped;

/// The facts as text; `quiet` leaves a line a fact.
pub fn write(measured: &Measured<'_>, style: Style, quiet: bool) -> String {
    let mut page = Page { text: String::new(), style };
    let rows = measured.rows();
    if !quiet {
        page.heading(measured);
    }
    for row in &rows {
        page.row(measured, row, quiet);
    }
    if !quiet {
        page.warnings(measured);
    }
    page.ending(measured, &rows);
    page.text
}

struct Page {
    text: String,
    style: Style,
}

impl Page {
    fn line(&mut self, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{}", line.trim_end());
    }

    fn paragraph(&mut self, first: &str, words: &str) {
        let others = " ".repeat(first.chars().count());
        for line in wrapped(first, &others, words, self.style.width) {
            self.line(&line);
        }
    }

    fn title(&mut self, title: &str) {
        let paint = Paint::new().bold();
        self.line("");
        self.line(&if self.style.color { format!("{paint}{title}{paint:#}") } else { title.to_owned() });
        self.line("");
    }

    fn heading(&mut self, measured: &Measured<'_>) {
        let check = &measured.check;
        let (assessment, manifest) = (check.assessment, &check.pack.manifest);
        let title =
            format!("Measured: {} ({}), as of {}", assessment.body, assessment.kind, check.evaluation.as_of);
        let paint = Paint::new().bold();
        let title = one_line(&title);
        self.line(&if self.style.color { format!("{paint}{title}{paint:#}") } else { title });
        self.paragraph("  assessment  ", &check.sources.file(assessment.file).name);
        self.paragraph("  rules       ", &format!("{} {}", manifest.id, manifest.version));
        for (number, words) in sources(measured).iter().enumerate() {
            self.paragraph(if number == 0 { "  records     " } else { "              " }, words);
        }
        self.title("Facts");
    }

    fn row(&mut self, measured: &Measured<'_>, row: &Row<'_>, quiet: bool) {
        let check = &measured.check;
        let value = words::value(check.pack, check.pack.facts[row.fact].ty, row.value);
        self.paragraph("  ", &format!("{}: {value}", check.pack.fact_name(row.fact)));
        if !quiet {
            self.paragraph("      ", &behind(measured, row));
        }
    }

    fn warnings(&mut self, measured: &Measured<'_>) {
        let warnings = measured.warnings();
        if warnings.is_empty() {
            return;
        }
        self.title("Warnings");
        let artist = Artist::new(measured.check.sources, self.style);
        for warning in warnings {
            self.text.push_str(&artist.draw(&Message::from(warning)));
            self.text.push('\n');
        }
    }

    fn ending(&mut self, measured: &Measured<'_>, rows: &[Row<'_>]) {
        let count = |test: &dyn Fn(&Row<'_>) -> bool| rows.iter().filter(|row| test(row)).count();
        let nothing = |row: &Row<'_>| matches!(row.grounds, Grounds::Assessment(MeasuredFrom::Nothing(_)));
        let recorded = count(&|row| row.grounds == Grounds::Assessment(MeasuredFrom::Record));
        let lost = count(&nothing);
        let open = count(&|row| !nothing(row) && !row.value.is_exact());
        let facts = if rows.len() == 1 { "1 fact".to_owned() } else { format!("{} facts", rows.len()) };
        let mut parts = vec![facts];
        for (count, what) in [(open, "not known exactly"), (recorded, "only recorded"), (lost, "not at hand")]
        {
            parts.extend((count > 0).then(|| format!("{count} {what}")));
        }
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.line("");
        }
        self.paragraph("  measured    ", &parts.join(", "));
        let file = &measured.check.sources.file(measured.check.assessment.file).name;
        match measured.written {
            Some(Written::Written) => self.paragraph("  recorded    ", &format!("in {file}")),
            Some(Written::Unchanged) => {
                self.paragraph("  recorded    ", &format!("in {file}, as it was recorded before"));
            }
            None => {}
        }
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
