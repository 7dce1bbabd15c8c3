//! The record as it is written: a table that reads back as the same.

use super::{Recorded, RecordedFact, Source};
use crate::document::splice::{quoted, with_table};
use crate::pack::rule::{Fact, Pack};
use crate::pack::{Base, Id, Number, ends};
use crate::source::FileId;

/// The table's name.
const TABLE: &str = "measured";

/// The text of an assessment with this record in the place of the one that it has, and every other byte as it was;
/// nothing where it would be no assessment any more.
pub fn with_record(file: FileId, text: &str, record: &str) -> Option<String> {
    with_table(file, text, TABLE, record)
}

/// The table `[measured]` in lines.
pub fn write(pack: &Pack, record: &Recorded) -> String {
    let manifest = &pack.manifest;
    let mut head = vec![
        ("pack".to_owned(), quoted(&manifest.id)),
        ("version".to_owned(), quoted(&manifest.version.to_string())),
        ("as_of".to_owned(), record.as_of.to_string()),
    ];
    let mut extracts = Vec::new();
    match &record.from {
        Source::Extracts(of_tables) => {
            for (table, extract) in of_tables.entries() {
                let Some(extract) = extract else { continue };
                let mut parts = file(&extract.file, &extract.sha256);
                parts.push(format!("rows = {}", extract.rows));
                parts.extend(extract.sample.then(|| "sample = true".to_owned()));
                extracts.push((pack.tables[table].name.clone(), in_braces(&parts)));
            }
        }
        Source::Results(results) => {
            head.push(("results".to_owned(), in_braces(&file(&results.file, &results.sha256))));
        }
    }
    let mut written = table(TABLE, &head);
    if !extracts.is_empty() {
        written += &format!("\n{}", table("measured.extracts", &extracts));
    }
    for (group, of_group) in pack.groups.entries() {
        let facts = record.facts.entries().filter(|(fact, _)| pack.facts[*fact].group == group);
        let lines = facts.filter_map(|(fact, recorded)| {
            Some((pack.facts[fact].name.clone(), of_fact(pack, fact, recorded.as_ref()?)))
        });
        let lines: Vec<(String, String)> = lines.collect();
        if !lines.is_empty() {
            written += &format!("\n{}", table(&format!("measured.facts.{}", of_group.name), &lines));
        }
    }
    written
}

fn file(path: &str, sha256: &str) -> Vec<String> {
    vec![format!("file = {}", quoted(path)), format!("sha256 = {}", quoted(sha256))]
}

fn in_braces(parts: &[String]) -> String {
    if parts.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", parts.join(", ")) }
}

/// A header, and its lines with their signs below each other.
fn table(header: &str, lines: &[(String, String)]) -> String {
    let width = lines.iter().map(|(key, _)| key.len()).max().unwrap_or_default();
    let lines = lines.iter().map(|(key, value)| format!("{key:width$} = {value}\n"));
    format!("[{header}]\n{}", lines.collect::<String>())
}

fn of_fact(pack: &Pack, fact: Id<Fact>, recorded: &RecordedFact) -> String {
    let ty = pack.facts[fact].ty;
    let [low, high] = ends::write(pack, ty, &recorded.value);
    let mut parts = Vec::new();
    if low == high && !low.is_empty() {
        parts.push(format!("value = {}", literal(ty.base, &low)));
    } else {
        for (key, end) in [("low", low), ("high", high)] {
            parts.extend((!end.is_empty()).then(|| format!("{key} = {}", literal(ty.base, &end))));
        }
    }
    if let Some([yes, no, unknown]) = recorded.rows {
        parts.push(format!("yes = {yes}, no = {no}, unknown = {unknown}"));
    }
    parts.extend(recorded.vacuous.then(|| "vacuous = true".to_owned()));
    parts.extend(recorded.given.as_ref().map(|digest| format!("given = {}", quoted(digest))));
    in_braces(&parts)
}

/// An end in the form that TOML has for it, where it has one; numbers as decimals, where these are exact.
fn literal(base: Base, end: &str) -> String {
    let number = match end.split_once('/') {
        Some((part, whole)) => part.parse().ok().zip(whole.parse().ok()),
        None => end.parse().ok().map(|whole| (whole, 1)),
    };
    let number = number.and_then(|(part, whole)| Number::ratio(part, whole));
    let exact = |words: String| (!words.contains(' ')).then_some(words);
    match base {
        Base::YesNo if end == "yes" => "true".to_owned(),
        Base::YesNo if end == "no" => "false".to_owned(),
        Base::Count if end.parse::<i64>().is_ok() => end.to_owned(),
        Base::Number => number.and_then(|number| exact(number.to_string())).unwrap_or_else(|| quoted(end)),
        Base::Percent => {
            let percent = number.and_then(|number| exact(number.to_percent()));
            quoted(&percent.unwrap_or_else(|| end.to_owned()))
        }
        Base::Date if end.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') => end.to_owned(),
        _ => quoted(end),
    }
}
