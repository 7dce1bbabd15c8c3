//! Keys that are given twice, and where each was given first.
//!
//! The parser says where a key is given again, but not where it was given first. So every repeated key is renamed,
//! the text is parsed once more, and the first one then stands beside the renamed one in the same table.

use std::ops::Range;

use toml::de::{DeTable, DeValue, Error};

use super::error::DocumentError;
use super::{Mistakes, parse, syntax};
use crate::source::{FileId, Span};

/// A key that is given again.
struct Repeated {
    /// The key without quotes.
    key: String,
    /// Where it is in the text.
    place: Range<usize>,
    /// Where its new name is in the text in which all repeated keys are renamed.
    renamed: Range<usize>,
    /// Where the key was given first, in the text.
    first: Option<Range<usize>>,
}

/// Reports the keys that the parser found to be given twice; `mistakes` are in the order of the text.
pub(super) fn report(file: FileId, text: &str, mistakes: &[Error], errors: &mut Mistakes) {
    let (mut repeated, renamed_text) = rename(text, mistakes);
    find_firsts(&renamed_text, &mut repeated);
    let span = |place: &Range<usize>| Span::new(file, place.clone());
    let is_dotted = |place: &Range<usize>| text.get(place.end..).is_some_and(|rest| rest.starts_with('.'));
    for Repeated { key, place, first, .. } in &repeated {
        let dotted = is_dotted(place) || first.as_ref().is_some_and(is_dotted);
        let first = first.as_ref().map(span);
        errors.push(DocumentError::Duplicate { key, again: span(place), first, dotted });
    }
}

/// Gives each repeated key a name of its own. Should the user have a key of that name, nothing is lost but the place
/// where the key was given first.
fn rename(text: &str, mistakes: &[Error]) -> (Vec<Repeated>, String) {
    let mut repeated: Vec<Repeated> = Vec::new();
    let mut renamed_text = String::new();
    let mut copied = 0;
    for (number, mistake) in mistakes.iter().enumerate() {
        let place = syntax::place(mistake);
        let (Some(before), Some(written)) = (text.get(copied..place.start), text.get(place.clone())) else {
            continue;
        };
        renamed_text.push_str(before);
        let start = renamed_text.len();
        renamed_text.push_str(&format!("\"given again {number}\""));
        copied = place.end;
        let key = without_quotes(written);
        repeated.push(Repeated { key, place, renamed: start..renamed_text.len(), first: None });
    }
    renamed_text.push_str(text.get(copied..).unwrap_or(""));
    (repeated, renamed_text)
}

fn without_quotes(key: &str) -> String {
    let line = format!("{key} = 0");
    let table = DeTable::parse(&line).ok();
    let key = table.and_then(|table| table.get_ref().keys().next().map(|key| key.get_ref().to_string()));
    key.unwrap_or_default()
}

fn find_firsts(renamed_text: &str, repeated: &mut [Repeated]) {
    if repeated.is_empty() {
        return;
    }
    let (tree, _) = DeTable::parse_recoverable(renamed_text);
    let root = DeValue::Table(tree.into_inner());
    let mut rest = vec![&root];
    while let Some(value) = rest.pop() {
        match value {
            DeValue::Array(values) => rest.extend(values.iter().map(|value| value.get_ref())),
            DeValue::Table(table) => {
                find_firsts_in(table, repeated);
                rest.extend(table.iter().map(|(_, value)| value.get_ref()));
            }
            _ => {}
        }
    }
    parse::dismantle(root);
}

fn find_firsts_in(table: &DeTable<'_>, repeated: &mut [Repeated]) {
    for key in table.keys() {
        let Ok(at) = repeated.binary_search_by_key(&key.span().start, |repeated| repeated.renamed.start)
        else {
            continue;
        };
        let first = repeated.get(at).and_then(|repeated| table.get_key_value(repeated.key.as_str()));
        let first = first.map(|(key, _)| original_place(key.span(), repeated));
        if let Some(repeated) = repeated.get_mut(at) {
            repeated.first = first;
        }
    }
}

/// The place in the text of something at `place` in the renamed text.
fn original_place(place: Range<usize>, repeated: &[Repeated]) -> Range<usize> {
    let after = repeated.partition_point(|repeated| repeated.renamed.end <= place.start);
    let (original, renamed) = after
        .checked_sub(1)
        .and_then(|last| repeated.get(last))
        .map_or((0, 0), |last| (last.place.end, last.renamed.end));
    let shift = |offset: usize| offset.saturating_sub(renamed).saturating_add(original);
    shift(place.start)..shift(place.end)
}
