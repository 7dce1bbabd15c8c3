//! The graph as text: the ties of each recommendation, and what is found in them.

use super::words::{answer_in_words, others};
use super::{Bearings, GraphReport};
use crate::graph::deadline::{Effect, Inversion};
use crate::graph::feedback::Loop;
use crate::graph::{CrossLink, InWords, domains, due};
use crate::pack::rule::{Node, Recommendation, Tie};
use crate::pack::{Id, words};
use crate::report::page::Page;
use crate::report::terminal::Style;
use crate::report::wrap;

/// How many requirements are told of those that most rests on.
const MOST_RESTED_ON: usize = 10;

/// How far a reason may reach beyond its ties before it is on a line of its own.
const NARROW: usize = 30;

/// The graph as text; `quiet` leaves the counts.
pub fn write(report: &GraphReport<'_>, style: Style, quiet: bool) -> String {
    let mut page = Page::new(style);
    heading(&mut page, report);
    if !quiet {
        ties(&mut page, report);
        cross_links(&mut page, report);
        inversions(&mut page, report);
        loops(&mut page, report);
        rested_on(&mut page, report);
        bearings(&mut page, report);
    }
    page.into_text()
}

/// Sentences under their headings, in lines of at most this width.
pub fn lines(told: Vec<(&'static str, Vec<String>)>, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, sentences) in told {
        for (number, sentence) in sentences.iter().enumerate() {
            let name = if number == 0 { name } else { "" };
            lines.extend(wrapped(&format!("  {name:13}"), &" ".repeat(17), sentence, width));
        }
    }
    lines
}

/// A sentence in lines of at most this width, with what stands before the first line and before the others.
fn wrapped(first: &str, others: &str, sentence: &str, width: usize) -> Vec<String> {
    wrap::wrapped(first, others, sentence, width).into_iter().map(|line| line.replace(FIRM, " ")).collect()
}

/// The same on a page.
fn wrap(page: &mut Page, first: &str, others: &str, sentence: &str) {
    wrapped(first, others, sentence, page.width()).iter().for_each(|line| page.line(line));
}

fn heading(page: &mut Page, report: &GraphReport<'_>) {
    let manifest = &report.pack.manifest;
    page.bold("", "  ", &format!("{} {}", manifest.id, manifest.version));
    page.wrap("  ", "  ", &manifest.title);
    for check in report.checks {
        let (assessment, as_of) = (check.assessment, check.evaluation.as_of);
        page.wrap("  with ", "       ", &format!("{} ({}), as of {as_of}", assessment.body, assessment.kind));
    }
    let asked = selection_in_words(report);
    if !asked.is_empty() {
        page.wrap("  only ", "       ", &asked.join("; "));
    }
    let recommendations = report.selected.nodes.iter().filter(|node| matches!(node, Node::Recommendation(_)));
    let recommendations = recommendations.count();
    let requirements = report.selected.nodes.len().saturating_sub(recommendations);
    let cross_links =
        report.selected.ties.iter().filter(|tie| CrossLink::of(report.pack, tie).is_some()).count();
    page.wrap(
        "  ",
        "  ",
        &format!(
            "{}, {}, {}: {}, {} the wrong way round, {}",
            count(recommendations, "recommendation"),
            count(requirements, "requirement"),
            count(report.selected.ties.len(), "tie"),
            count(cross_links, "cross-link"),
            count(report.inversions.len(), "deadline"),
            count(report.feedback.loops.len(), "loop"),
        ),
    );
}

/// The ties by recommendation. One to another domain has its domain beside it.
fn ties(page: &mut Page, report: &GraphReport<'_>) {
    page.title("Ties");
    if report.selected.ties.is_empty() {
        page.line("  none");
    }
    let recommendation = |tie: &&Tie| report.pack.recommendation_of(tie.from);
    for (number, ties) in
        report.selected.ties.chunk_by(|one, other| recommendation(one) == recommendation(other)).enumerate()
    {
        let Some(first) = ties.first() else { continue };
        if number > 0 {
            page.line("");
        }
        head(page, report, recommendation(first));
        let mut before = None;
        for tie in ties {
            let is_new = before != Some(tie.from);
            before = Some(tie.from);
            one_tie(page, report, tie, is_new);
        }
    }
}

fn head(page: &mut Page, report: &GraphReport<'_>, id: Id<Recommendation>) {
    let recommendation = &report.pack.recommendations[id];
    page.wrap(&format!("{:5} ", recommendation.number.to_string()), "      ", &recommendation.title);
    let due = recommendation.due.map_or("no deadline".to_owned(), |(date, _)| format!("due {date}"));
    let parts = [due, recommendation.to.join(" and "), recommendation.domains.join(" and ")];
    let outcome = outcome(report, Node::Recommendation(id));
    let parts = parts.into_iter().filter(|part| !part.is_empty()).chain(outcome);
    page.wrap("      ", "      ", &parts.collect::<Vec<_>>().join(", "));
}

fn one_tie(page: &mut Page, report: &GraphReport<'_>, tie: &Tie, is_new: bool) {
    let pack = report.pack;
    if is_new
        && let Node::Requirement(_) = tie.from
        && let Some(outcome) = outcome(report, tie.from)
    {
        page.wrap("  ", "    ", &format!("{}: {outcome}", pack.node_id(tie.from)));
    }
    let start = format!("  {}", InWords(pack, tie));
    let reason = tie.because.as_deref().unwrap_or_default();
    page.wrap(&format!("{start:NARROW$} "), &" ".repeat(NARROW.saturating_add(1)), reason);
}

fn cross_links(page: &mut Page, report: &GraphReport<'_>) {
    let pack = report.pack;
    let of = |wanted| {
        let ties = report.selected.ties.iter().copied();
        ties.filter(move |tie| CrossLink::of(pack, tie) == Some(wanted)).collect::<Vec<&Tie>>()
    };
    let (between, shared) = (of(CrossLink::Between), of(CrossLink::Shared));
    if between.is_empty() && shared.is_empty() {
        return;
    }
    page.title("Cross-links");
    for tie in between {
        let [from, to] = [tie.from, tie.to].map(|node| domains(pack, node).join(" and "));
        let tie = InWords(pack, tie).to_string();
        page.wrap(&format!("  {tie:28} "), &" ".repeat(31), &format!("from {from} to {to}"));
    }
    if !shared.is_empty() {
        let ties = in_one(report, &shared);
        wrap(page, "  ", "    ", &format!("through what belongs to several domains: {ties}"));
    }
}

fn inversions(page: &mut Page, report: &GraphReport<'_>) {
    if report.inversions.is_empty() {
        return;
    }
    page.title("Deadlines the wrong way round");
    for effect in Effect::ALL {
        let of_effect = report.inversions.iter().filter(|inversion| inversion.effect == effect);
        let of_effect: Vec<&Inversion<'_>> = of_effect.collect();
        if of_effect.is_empty() {
            continue;
        }
        page.line(&format!("  {}", effect_in_words(effect)));
        for inversion in of_effect {
            let tie = InWords(report.pack, inversion.tie).to_string();
            let [late, early] = [inversion.late, inversion.early].map(|node| {
                let due = due(report.pack, node).map(|date| date.to_string()).unwrap_or_default();
                format!("{} {due}", report.pack.node_id(node))
            });
            let days = count_days(inversion.days);
            page.wrap(&format!("    {tie:26} "), &" ".repeat(33), &format!("{late}, {days} after {early}"));
        }
    }
}

fn loops(page: &mut Page, report: &GraphReport<'_>) {
    if report.feedback.loops.is_empty() {
        return;
    }
    page.title("Loops");
    for found in &report.feedback.loops {
        wrap(page, "  ", "    ", &round(report, found));
        wrap(page, "    ", "    ", &in_one(report, &found.ties));
    }
    if report.feedback.has_more {
        page.line("  and more, which are not told: look around one of them");
    }
}

fn rested_on(page: &mut Page, report: &GraphReport<'_>) {
    let shown = report.selected.nodes.iter().filter_map(|node| match node {
        Node::Requirement(id) => Some((*id, report.dependants[*id])),
        Node::Recommendation(_) => None,
    });
    let mut rested_on: Vec<_> = shown.filter(|(_, dependants)| *dependants > 0).collect();
    rested_on.sort_by_key(|(id, dependants)| (std::cmp::Reverse(*dependants), *id));
    if rested_on.is_empty() {
        return;
    }
    page.title("What most rests on");
    for (id, dependants) in rested_on.iter().take(MOST_RESTED_ON) {
        let requirement = &report.pack.requirements[*id];
        let start = format!("  {:6} ", requirement.number.to_string());
        page.wrap(&start, "         ", &format!("by {}: {}", others(*dependants), requirement.title));
    }
}

fn bearings(page: &mut Page, report: &GraphReport<'_>) {
    let told = report.bearings.as_ref().map(Bearings::in_full).unwrap_or_default();
    let lines = lines(told, page.width());
    if !lines.is_empty() {
        page.title("What that means for outcomes");
        lines.iter().for_each(|line| page.line(line));
    }
}

/// A space at which no line is broken.
const FIRM: &str = "\u{a0}";

/// `R2 → R4.1 → R8.1 → R2`
fn round(report: &GraphReport<'_>, found: &Loop<'_>) -> String {
    let mut ids: Vec<String> = found.places().map(|node| report.pack.node_id(node)).collect();
    ids.extend(ids.first().cloned());
    ids.join(&format!("{FIRM}→ "))
}

/// Ties in one sentence, none of which is broken into two lines.
fn in_one(report: &GraphReport<'_>, ties: &[&Tie]) -> String {
    let ties: Vec<String> =
        ties.iter().map(|tie| InWords(report.pack, tie).to_string().replace(' ', FIRM)).collect();
    ties.join("; ")
}

/// What was asked for, where it is not all.
fn selection_in_words(report: &GraphReport<'_>) -> Vec<String> {
    let selection = &report.selection;
    let domain =
        selection.domain.as_ref().map(|domain| format!("the domain {domain} and what it is tied to"));
    let around = selection
        .around
        .map(|(node, depth)| format!("at most {} from {}", count(depth, "tie"), report.pack.node_id(node)));
    let kinds: Vec<&str> = selection.kinds.iter().map(|kind| kind.verb()).collect();
    let kinds = (!kinds.is_empty()).then(|| format!("ties of the kind {}", words::list(&kinds, "or")));
    [domain, around, kinds].into_iter().flatten().collect()
}

/// What came out, where it was assessed, and whether it is at risk.
fn outcome(report: &GraphReport<'_>, node: Node) -> Option<String> {
    let answer = answer_in_words(report.answer(node)?);
    Some(if report.at_risk.contains(&node) { format!("{answer}, at risk") } else { answer })
}

fn effect_in_words(effect: Effect) -> &'static str {
    match effect {
        Effect::Blocks => "What is needed is due later: it blocks",
        Effect::MovesStandard => "What is followed is due later: it moves the standard",
        Effect::LateRelief => "What relieves is due later: the relief comes late",
        Effect::LateLoad => "What adds load is due later: the load comes when it is no longer reckoned with",
    }
}

fn count_days(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// `1 tie`, `2 ties`
fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
