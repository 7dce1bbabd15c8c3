//! The words that every format of an explanation shares.

use crate::assessment::Evidence;
use crate::evaluate::proof::{Basis, Proof};
use crate::evaluate::rows::RowCounts;
use crate::evaluate::verdict::{EvidenceVerdict, RequirementVerdict};
use crate::pack::expr::{Expr, ExprKind};
use crate::pack::rule::{Pack, Requirement};
use crate::pack::{Base, Truth, Type, words};
use crate::report::Check;
use crate::report::places::kinds;
use crate::source::{SourceMap, Span};
use crate::vocabulary::{Comparison, Level, Outcome};

/// How many keys of rows are named.
pub const KEYS: usize = 5;

/// How many clauses are named in one sentence.
const CLAUSES: usize = 12;

/// The same counts with no more keys than are named.
pub fn first_keys(rows: &RowCounts) -> RowCounts {
    let first = |rows: &[usize]| rows.iter().take(KEYS).copied().collect();
    RowCounts { first_no: first(&rows.first_no), first_unknown: first(&rows.first_unknown), ..rows.clone() }
}

/// The text of a rule on one line: without comments and outer parentheses, and with one space where there is any.
pub fn rule_text(sources: &SourceMap, span: Span) -> String {
    let mut kept = String::new();
    let mut letters = sources.text(span).chars();
    let mut in_text = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if in_text => {
                kept.push(letter);
                kept.extend(letters.next());
            }
            '#' if !in_text => {
                letters.by_ref().find(|letter| *letter == '\n');
                kept.push(' ');
            }
            letter => {
                in_text ^= letter == '"';
                kept.push(letter);
            }
        }
    }
    let folded = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    if is_enclosed(&folded) { folded.trim_matches(['(', ')']).to_owned() } else { folded }
}

/// Whether one pair of parentheses holds the whole text, and no other is in it.
fn is_enclosed(text: &str) -> bool {
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    inner.is_some_and(|inner| !inner.contains(['(', ')', '"']))
}

/// `rules/own.rules:12`
pub fn place(sources: &SourceMap, span: Span) -> String {
    format!("{}:{}", sources.file(span.file).name, sources.position(span).line)
}

/// What is known of the value that a comparison is about, and what it asks of it.
pub struct Standing {
    /// `at least 90%`
    pub known: String,
    /// `at least 95%`
    pub asked: String,
}

/// What a comparison stands on; nothing for what compares nothing.
pub fn standing(sources: &SourceMap, pack: &Pack, proof: &Proof<'_>) -> Option<Standing> {
    let (parts, window) = match &proof.basis {
        Basis::Parts(parts) => (parts, None),
        Basis::Window(parts, ends) => (parts, Some(ends)),
        _ => return None,
    };
    let (first, others) = parts.split_first()?;
    let saying = Saying { sources, pack };
    let list = || others.iter().map(|item| saying.value(item, first.expr.ty)).collect::<Vec<_>>();
    let known = |part: &Proof<'_>, with: &Proof<'_>| saying.known(part, common(part.expr.ty, with.expr.ty));
    let one = |asked: String| Some(Standing { known: known(first, first), asked });
    match (&proof.expr.kind, others) {
        (ExprKind::Compare { comparison, left, .. }, [second]) if is_literal(left) => {
            let asked = saying.value(first, common(first.expr.ty, second.expr.ty));
            Some(Standing { known: known(second, first), asked: bound(mirrored(*comparison), &asked) })
        }
        (ExprKind::Compare { comparison, .. }, [second]) => {
            let asked = saying.value(second, common(second.expr.ty, first.expr.ty));
            Some(Standing { known: known(first, second), asked: bound(*comparison, &asked) })
        }
        (ExprKind::Is { negated, .. }, [second]) => {
            let asked = saying.value(second, common(second.expr.ty, first.expr.ty));
            let not = if *negated { "not " } else { "" };
            Some(Standing { known: known(first, second), asked: format!("{not}{asked}") })
        }
        (ExprKind::Recorded { negated, .. }, _) => {
            one((if *negated { "not recorded" } else { "recorded" }).to_owned())
        }
        (ExprKind::In { .. }, _) => one(listed(&list(), "or")),
        (ExprKind::Covers { .. }, _) => one(format!("at least {}", listed(&list(), "and"))),
        (ExprKind::Within { .. }, _) => {
            let end = |value| words::value(pack, Type::from(Base::Date), value);
            let (from, until) = &**window?;
            one(format!("from {} to {}", end(from), end(until)))
        }
        _ => None,
    }
}

/// Puts values into words, beside what they are compared with.
struct Saying<'a> {
    sources: &'a SourceMap,
    pack: &'a Pack,
}

impl Saying<'_> {
    fn known(&self, part: &Proof<'_>, ty: Type) -> String {
        words::value(self.pack, ty, &part.value)
    }

    /// A value that something is held against; what is not exactly known goes by its name.
    fn value(&self, part: &Proof<'_>, ty: Type) -> String {
        let known = self.known(part, ty);
        if is_literal(part.expr) || part.value.is_exact() {
            return known;
        }
        format!("`{}` ({known})", rule_text(self.sources, part.expr.span))
    }
}

/// The type by which a value is said beside another: a share of counts beside a percent is a percent.
fn common(own: Type, other: Type) -> Type {
    let base = if own.base == Base::Number && other.base == Base::Percent { other.base } else { own.base };
    Type { base, ..own }
}

fn is_literal(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Constant(_) | ExprKind::AsOf | ExprKind::Due)
}

fn mirrored(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
    }
}

fn bound(comparison: Comparison, end: &str) -> String {
    let side = match comparison {
        Comparison::Less => "less than",
        Comparison::LessOrEqual => "at most",
        Comparison::Greater => "more than",
        Comparison::GreaterOrEqual => "at least",
    };
    format!("{side} {end}")
}

/// `a`, `a or b`, `a, b or c`
pub fn listed(items: &[String], conjunction: &str) -> String {
    words::list(&items.iter().map(String::as_str).collect::<Vec<_>>(), conjunction)
}

/// How the outcome of a requirement comes of its condition and its `must` clauses.
pub fn because(check: &Check<'_>, verdict: &RequirementVerdict) -> String {
    let requirement = check.requirement(verdict);
    let musts = requirement.clauses.iter().zip(&verdict.clauses);
    let musts = musts.filter(|(clause, _)| clause.level == Level::Must);
    let with = |answer: Truth| -> Vec<String> {
        let of_answer = musts.clone().filter(|(_, verdict)| verdict.answer == answer);
        let more = of_answer.clone().count().saturating_sub(CLAUSES);
        let names = of_answer.take(CLAUSES).map(|(clause, _)| format!("`{}`", clause.name));
        names.chain((more > 0).then(|| format!("{more} more"))).collect()
    };
    let (no, open) = (with(Truth::No), with(Truth::Unknown));
    let failing = match (no.is_empty(), open.is_empty()) {
        (true, true) => "every `must` holds".to_owned(),
        (true, false) => format!("not known: {}", listed(&open, "and")),
        (false, true) => format!("no: {}", listed(&no, "and")),
        (false, false) => format!("no: {}; not known: {}", listed(&no, "and"), listed(&open, "and")),
    };
    match verdict.applies {
        Truth::No => "it does not apply".to_owned(),
        Truth::Yes => failing,
        Truth::Unknown if verdict.outcome == Outcome::Met => {
            "every `must` holds, whether it applies or not".to_owned()
        }
        Truth::Unknown => format!("it is not known whether it applies; {failing}"),
    }
}

/// What a departure does, where one is recorded.
pub fn departure(check: &Check<'_>, verdict: &RequirementVerdict) -> Option<String> {
    let recorded = verdict.departure?;
    let departure = check.assessment.departures.get(recorded.departure)?;
    let day = departure.review_by;
    Some(if recorded.lapsed {
        format!("a departure has no effect: its review was due by {day}")
    } else {
        format!("a departure is in force until {day}, approved by the {}", departure.approved_by)
    })
}

/// What an evidence line asks for and, with a verdict, what became of it.
pub fn evidence(
    pack: &Pack,
    check: Option<&Check<'_>>,
    requirement: &Requirement,
    verdict: Option<&RequirementVerdict>,
) -> Vec<(String, Option<String>)> {
    let line = |(at, rule)| {
        let found = verdict.and_then(|verdict| verdict.evidence.get(at));
        (kinds(pack, rule), check.zip(found).map(|(check, found)| evidence_found(check, found)))
    };
    requirement.evidence.iter().enumerate().map(line).collect()
}

/// `` `minutes`, dated 2026-01-01, line 12 ``
pub fn evidence_item(check: &Check<'_>, item: &Evidence) -> String {
    let dated = item.dated.map_or("undated".to_owned(), |date| format!("dated {date}"));
    format!("`{}`, {dated}, {}", item.id, line(check, item.span))
}

/// `line 54` of the assessment, or a place elsewhere.
pub fn line(check: &Check<'_>, span: Span) -> String {
    if span.file == check.assessment.file {
        format!("line {}", check.sources.position(span).line)
    } else {
        place(check.sources, span)
    }
}

fn evidence_found(check: &Check<'_>, found: &EvidenceVerdict) -> String {
    let item = |at: &usize| Some(evidence_item(check, check.assessment.evidence.get(*at)?));
    match found {
        EvidenceVerdict::Found(place) => format!("given: {}", item(place).unwrap_or_default()),
        EvidenceVerdict::OutOfDate(places) => {
            let items: Vec<String> = places.iter().take(KEYS).filter_map(item).collect();
            format!("out of date: {}", items.join("; "))
        }
        EvidenceVerdict::Missing => "none supports it".to_owned(),
    }
}
