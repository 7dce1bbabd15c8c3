//! Names in an assessment that name nothing, or name it twice.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, quote, suggest};
use crate::source::Span;

/// A name that names nothing, or names it twice.
pub(in crate::assessment) enum NameError<'a> {
    /// No recommendation or requirement has this id.
    Node { id: &'a str, span: Span, known: Vec<&'a str> },
    /// No requirement, clause or fact has this id; perhaps a recommendation has.
    Support { id: &'a str, span: Span, is_recommendation: bool, known: Vec<&'a str> },
    /// No evidence has this id.
    Evidence { id: &'a str, span: Span, known: Vec<&'a str> },
    /// Nothing that can be cited has this id.
    Source { id: &'a str, span: Span, known: &'a BTreeSet<String> },
    /// No group has this name; perhaps it is a fact of these groups.
    Group { group: &'a str, span: Span, with_fact: Vec<&'a str>, known: Vec<&'a str> },
    /// No fact of the group has this name; perhaps it is one of these groups.
    Fact { group: &'a str, fact: &'a str, span: Span, with_fact: Vec<&'a str>, known: Vec<&'a str> },
    /// No table has this name.
    Table { table: &'a str, span: Span, known: Vec<&'a str> },
    /// The same thing is given twice.
    Repeated { what: &'static str, id: &'a str, span: Span, first: Span },
}

impl From<NameError<'_>> for Diagnostic {
    fn from(error: NameError<'_>) -> Diagnostic {
        match error {
            NameError::Node { id, span, known } => {
                unknown(id, "a recommendation or requirement of the pack", span)
                    .maybe_help(nearest(id, known))
            }
            NameError::Support { id, span, is_recommendation: true, .. } => {
                unknown(id, "a requirement, clause or fact, but a recommendation", span)
                    .help(format!("name the requirements that it supports, such as `{id}.1`"))
            }
            NameError::Support { id, span, is_recommendation: false, known } => {
                unknown(id, "a requirement, clause or fact of the pack", span).maybe_help(nearest(id, known))
            }
            NameError::Evidence { id, span, known } => unknown(id, "the `id` of any `[[evidence]]`", span)
                .maybe_help(suggest::did_you_mean(id, known)),
            NameError::Source { id, span, known } => {
                let what = "the assessment's `source`, the `id` of its evidence, or a document of the pack";
                unknown(id, what, span)
                    .maybe_help(suggest::did_you_mean(id, known.iter().map(String::as_str)))
            }
            NameError::Group { group, span, with_fact, known } => {
                unknown(group, "a group of facts of the pack", span)
                    .maybe_help(suggest::did_you_mean(group, known))
                    .maybe_help(belongs_to(group, &with_fact))
            }
            NameError::Fact { group, fact, span, with_fact, known } => {
                unknown(&format!("{group}.{fact}"), "a fact of the pack", span)
                    .maybe_help(suggest::did_you_mean(fact, known))
                    .maybe_help(belongs_to(fact, &with_fact))
            }
            NameError::Table { table, span, known } => {
                unknown(table, "a table of the pack", span).maybe_help(suggest::did_you_mean(table, known))
            }
            NameError::Repeated { what, id, span, first } => {
                Diagnostic::error(Code::Repeated, format!("{what} {} is given twice", quote(id)))
                    .label(span, "given again here")
                    .label(first, "given first here")
                    .help("keep one of the two")
            }
        }
    }
}

fn unknown(id: &str, what: &str, span: Span) -> Diagnostic {
    Diagnostic::error(Code::UnknownReference, format!("{} is not {what}", quote(id))).label(span, "not known")
}

/// What may have been meant. Numbers are no words: instead of the nearest one, all of its kind are named.
fn nearest(id: &str, known: Vec<&str>) -> Option<String> {
    let Some(depth) = depth_of_number(id) else { return suggest::did_you_mean(id, known) };
    let recommendation = |id: &str| id.split('.').next().map(str::to_owned);
    let mut kin: Vec<&str> = known
        .into_iter()
        .filter(|other| depth_of_number(other) == Some(depth))
        .filter(|other| depth == 1 || recommendation(other) == recommendation(id))
        .collect();
    kin.sort_by_key(|id| (id.len(), *id));
    (!kin.is_empty()).then(|| format!("known here: `{}`", kin.join("`, `")))
}

/// 1 for `R4`, 2 for `R4.2`, nothing for what is neither.
fn depth_of_number(id: &str) -> Option<usize> {
    let numbers: Vec<&str> = id.strip_prefix('R')?.split('.').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (numbers.len() <= 2 && numbers.iter().all(is_number)).then_some(numbers.len())
}

/// A fact in the wrong place is put right by naming its group.
fn belongs_to(fact: &str, groups: &[&str]) -> Option<String> {
    (!groups.is_empty()).then(|| {
        let headers: Vec<String> = groups.iter().map(|group| format!("`[facts.{group}]`")).collect();
        format!("`{fact}` belongs under {}", headers.join(" or "))
    })
}
