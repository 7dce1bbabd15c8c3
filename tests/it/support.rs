//! What several tests share.

use tipstaff::diagnostic::{self, Diagnostic, Severity};
use tipstaff::source::SourceMap;

/// A text with line numbers, and below it every diagnostic with its places: what snapshots of mistakes show.
pub(crate) fn report(text: &str, sources: &SourceMap, mut diagnostics: Vec<Diagnostic>) -> String {
    diagnostic::sort(&mut diagnostics);
    let numbered = (1..).zip(text.lines()).map(|(number, line)| format!("{number:>3} | {line}\n"));
    let described = diagnostics.iter().map(|diagnostic| describe(sources, diagnostic));
    numbered.chain(["\n".to_owned()]).chain(described).collect()
}

fn describe(sources: &SourceMap, diagnostic: &Diagnostic) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut described = format!("{severity}[{}]: {}\n", diagnostic.code, diagnostic.message);
    for label in &diagnostic.labels {
        let at = sources.position(label.span);
        let marked = sources.text(label.span).lines().next().unwrap_or("");
        described += &format!("    {}:{} `{marked}` {}\n", at.line, at.column, label.text);
    }
    diagnostic.help.iter().for_each(|help| described += &format!("    help: {help}\n"));
    described
}
