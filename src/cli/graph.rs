//! `tipstaff graph`: how recommendations and requirements bear on each other, and what that means for outcomes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::{self, OutputArgs};
use super::submissions::{QuestionArgs, RowsKept, Submissions};
use super::{Status, packs};
use crate::diagnostic::{self, Code, Diagnostic, quote, suggest};
use crate::graph::selection::Selection;
use crate::graph::{dot, mermaid, svg};
use crate::pack::rule::{Node, Pack};
use crate::report::Check;
use crate::report::graph::drawing::picture;
use crate::report::graph::{GraphReport, json, text};
use crate::source::SourceMap;
use crate::vocabulary::TieKind;

/// What `tipstaff graph` is asked to do.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  tipstaff graph                                 all ties, and what is found in them
  tipstaff graph force.toml college.toml         with what came out for these bodies
  tipstaff graph --around R8.3 --depth 2         what is at most two ties away
  tipstaff graph --domain ocsae --only needs,adds_load_to
  tipstaff graph --format svg --output ties.svg  a drawing of the recommendations

Exit status: 0 shown, whatever is found; 2 some input could not be read or is wrong.")]
pub struct GraphArgs {
    /// Assessments whose outcomes to show, of bodies of one kind or several; `-` is standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    question: QuestionArgs,
    /// How to print the graph
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Only a domain, with all that it is tied to
    #[arg(long, value_name = "DOMAIN")]
    domain: Option<String>,
    /// Only what is near a recommendation or requirement
    #[arg(long, value_name = "ID")]
    around: Option<String>,
    /// How many ties away is near
    #[arg(long, value_name = "TIES", default_value_t = 1, requires = "around")]
    depth: u8,
    /// Only ties of these kinds
    #[arg(long, value_enum, value_delimiter = ',', value_name = "LIST")]
    only: Vec<TieKind>,
    #[command(flatten)]
    output: OutputArgs,
}

/// A format of the graph.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Format {
    /// For people at a terminal
    Text,
    /// A drawing, for a page or a report
    Svg,
    /// A drawing, for Markdown on a code host
    Mermaid,
    /// A drawing, for Graphviz
    Dot,
    /// For programs
    Json,
}

impl ValueEnum for TieKind {
    fn value_variants<'a>() -> &'a [TieKind] {
        &TieKind::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.name()))
    }
}

/// Shows the graph that is asked for, and complains about what could not be used.
pub fn run(arguments: &GraphArgs) -> Status {
    if arguments.files.is_empty() { of_rules(arguments) } else { of_outcomes(arguments) }
}

/// The graph of the pack in a folder, or of the built-in one.
fn of_rules(arguments: &GraphArgs) -> Status {
    let (mut sources, mut errors) = (SourceMap::default(), Vec::new());
    let packs = packs::all(arguments.question.rules.as_deref(), &mut sources, &mut errors);
    errors.extend(arguments.output.refuse_replacing(&[], &sources));
    finish(arguments, &sources, errors, packs.first(), &[])
}

/// The graph with the outcomes of assessments. One that cannot be used does not hide the others.
fn of_outcomes(arguments: &GraphArgs) -> Status {
    let mut read =
        Submissions::read(&arguments.files, &arguments.question, RowsKept::Asked, arguments.output.target());
    let mut errors = std::mem::take(&mut read.errors);
    let checks: Vec<Check<'_>> = read.checks();
    let pack = read.only_pack("show the graph of one after the other").unwrap_or_else(|error| {
        errors.push(error);
        None
    });
    let pack = pack.filter(|_| read.may_publish);
    finish(arguments, &read.sources, errors, pack, &checks)
}

/// Says what is wrong, and prints what can be shown.
fn finish(
    arguments: &GraphArgs,
    sources: &SourceMap,
    mut errors: Vec<Diagnostic>,
    pack: Option<&Pack>,
    checks: &[Check<'_>],
) -> Status {
    let selection = pack.and_then(|pack| selection(arguments, pack, &mut errors));
    diagnostic::sort(&mut errors);
    arguments.output.complain(sources, &errors, false);
    let (Some(pack), Some(selection)) = (pack, selection) else { return Status::Failed };
    if checks.is_empty() && !errors.is_empty() {
        return Status::Failed;
    }
    let report = GraphReport::of(sources, pack, checks, selection);
    let status = if errors.is_empty() { Status::Passed } else { Status::Failed };
    output::ended(publish(arguments, &report), status)
}

/// The part of the graph that is asked for, or nothing where the pack has no such part.
fn selection(arguments: &GraphArgs, pack: &Pack, errors: &mut Vec<Diagnostic>) -> Option<Selection> {
    let before = errors.len();
    let domains = &pack.manifest.domains;
    if let Some(domain) = arguments.domain.as_ref().filter(|domain| !domains.contains(domain)) {
        errors.push(unknown(&format!("domain {}", quote(domain)), domain, domains));
    }
    let around = arguments.around.as_ref().and_then(|id| {
        let nodes = pack.recommendations.ids().map(Node::Recommendation);
        let nodes: Vec<Node> = nodes.chain(pack.requirements.ids().map(Node::Requirement)).collect();
        let ids: Vec<String> = nodes.iter().map(|node| pack.node_id(*node)).collect();
        let found = nodes.iter().zip(&ids).find(|(_, known)| *known == id).map(|(node, _)| *node);
        if found.is_none() {
            errors.push(unknown(&format!("recommendation or requirement {}", quote(id)), id, &ids));
        }
        found
    });
    let is_fine = errors.len() == before;
    is_fine.then(|| Selection {
        kinds: arguments.only.iter().copied().collect(),
        domain: arguments.domain.clone(),
        around: around.map(|node| (node, usize::from(arguments.depth))),
    })
}

/// An error where the pack has nothing of this name.
fn unknown(what: &str, wrong: &str, known: &[String]) -> Diagnostic {
    /// As many names as are worth listing.
    const FEW: usize = 8;
    let help = suggest::did_you_mean(wrong, known.iter().map(String::as_str)).unwrap_or_else(|| {
        let listed: Vec<String> = known.iter().take(FEW).map(|name| format!("`{name}`")).collect();
        let more = if known.len() > FEW { ", …" } else { "" };
        format!("it has {}{more}", listed.join(", "))
    });
    Diagnostic::error(Code::UnknownNode, format!("the pack has no {what}")).help(help)
}

/// Prints the graph, or writes it to the file that is asked for.
fn publish(arguments: &GraphArgs, report: &GraphReport<'_>) -> Result<(), String> {
    let words = match arguments.format {
        Format::Text => text::write(report, arguments.output.style(), arguments.output.quiet),
        Format::Svg => svg::write(&picture(report)).map_err(|too_large| {
            format!("{too_large}; show less of the graph, with `--around`, `--domain` or `--only`")
        })?,
        Format::Mermaid => mermaid::write(&picture(report)),
        Format::Dot => dot::write(&picture(report)),
        Format::Json => {
            json::write(report).map_err(|error| format!("cannot write the graph as JSON: {error}"))?
        }
    };
    arguments.output.publish(&words)
}
