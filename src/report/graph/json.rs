//! The graph as JSON. Field names and values are stable; its schema is `docs/tipstaff-graph.schema.json`. What outcomes
//! mean for each other has the same form in the result of a check.

use serde::Serialize;

use super::words::pressure_in_words;
use super::{Bearings, GraphReport};
use crate::graph::consequence::{AtRisk, RestedOn};
use crate::graph::deadline::Inversion;
use crate::graph::feedback::Loop;
use crate::graph::pressure::Pressure;
use crate::graph::{CrossLink, due};
use crate::pack::rule::{Node, Pack, Tie};
use crate::report::Check;
use crate::report::json::parts::{self, PackId, Place, TOOL, Tool, place};

/// The graph as JSON, ending in a line break.
///
/// # Errors
/// None that can occur: only maps with keys that are not texts cannot be written, and there are none.
pub fn write(report: &GraphReport<'_>) -> Result<String, serde_json::Error> {
    parts::to_text(&GraphFile::of(report))
}

#[derive(Serialize)]
struct GraphFile<'a> {
    format: &'static str,
    tool: Tool,
    pack: PackId,
    assessments: Vec<AssessmentId<'a>>,
    selection: SelectionResult<'a>,
    nodes: Vec<NodeResult<'a>>,
    ties: Vec<TieResult<'a>>,
    loops: Vec<LoopResult>,
    more_loops: bool,
    outcomes: Option<BearingsResult>,
}

#[derive(Serialize)]
struct AssessmentId<'a> {
    body: &'a str,
    kind: &'a str,
    file: &'a str,
    as_of: String,
}

#[derive(Serialize)]
struct SelectionResult<'a> {
    domain: Option<&'a str>,
    around: Option<String>,
    depth: Option<usize>,
    only: Vec<&'static str>,
}

#[derive(Serialize)]
struct NodeResult<'a> {
    id: String,
    title: &'a str,
    recommendation: Option<String>,
    to: &'a [String],
    domains: &'a [String],
    due: Option<String>,
    rank: Option<usize>,
    dependants: Option<usize>,
    outcome: Option<&'static str>,
    assurance: Option<&'static str>,
    gap: Option<bool>,
    at_risk: bool,
}

/// A tie by what tells it apart.
#[derive(Serialize)]
struct TieId {
    from: String,
    kind: &'static str,
    to: String,
}

#[derive(Serialize)]
struct TieResult<'a> {
    #[serde(flatten)]
    id: TieId,
    because: Option<&'a str>,
    cross_link: Option<&'static str>,
    inversion: Option<InversionResult>,
    rule: Place,
}

#[derive(Serialize)]
struct InversionResult {
    effect: &'static str,
    late: String,
    early: String,
    days: i64,
}

#[derive(Serialize)]
struct LoopResult {
    places: Vec<String>,
    ties: Vec<TieId>,
}

/// What outcomes mean for each other.
#[derive(Serialize)]
pub struct BearingsResult {
    at_risk: Vec<AtRiskResult>,
    rested_on: Vec<RestedOnResult>,
    pressures: Vec<PressureResult>,
    not_assessed: Vec<String>,
}

#[derive(Serialize)]
struct AtRiskResult {
    requirement: String,
    assurance: Option<&'static str>,
    rests_on: String,
    outcome: Option<&'static str>,
    by: TieId,
    ties: usize,
}

#[derive(Serialize)]
struct RestedOnResult {
    requirement: String,
    outcome: Option<&'static str>,
    dependants: usize,
}

#[derive(Serialize)]
struct PressureResult {
    kind: &'static str,
    by: TieId,
    from_outcome: &'static str,
    to_outcome: &'static str,
    message: String,
}

impl<'a> GraphFile<'a> {
    fn of(report: &'a GraphReport<'_>) -> GraphFile<'a> {
        let (pack, selection) = (report.pack, &report.selection);
        GraphFile {
            format: "tipstaff-graph/1",
            tool: TOOL,
            pack: PackId::of(pack),
            assessments: report.checks.iter().map(AssessmentId::of).collect(),
            selection: SelectionResult {
                domain: selection.domain.as_deref(),
                around: selection.around.map(|(node, _)| pack.node_id(node)),
                depth: selection.around.map(|(_, depth)| depth),
                only: selection.kinds.iter().map(|kind| kind.name()).collect(),
            },
            nodes: report.selected.nodes.iter().map(|node| NodeResult::of(report, *node)).collect(),
            ties: report.selected.ties.iter().map(|tie| TieResult::of(report, tie)).collect(),
            loops: report.feedback.loops.iter().map(|found| LoopResult::of(pack, found)).collect(),
            more_loops: report.feedback.has_more,
            outcomes: report.bearings.as_ref().map(BearingsResult::of),
        }
    }
}

impl<'a> AssessmentId<'a> {
    fn of(check: &'a Check<'_>) -> AssessmentId<'a> {
        AssessmentId {
            body: &check.assessment.body,
            kind: &check.assessment.kind,
            file: &check.sources.file(check.assessment.file).name,
            as_of: check.evaluation.as_of.to_string(),
        }
    }
}

impl<'a> NodeResult<'a> {
    fn of(report: &'a GraphReport<'_>, node: Node) -> NodeResult<'a> {
        let pack = report.pack;
        let recommendation = &pack.recommendations[pack.recommendation_of(node)];
        let (title, requirement) = match node {
            Node::Recommendation(_) => (&recommendation.title, None),
            Node::Requirement(id) => (&pack.requirements[id].title, Some(id)),
        };
        let answer = report.answer(node);
        NodeResult {
            id: pack.node_id(node),
            title,
            recommendation: requirement.map(|_| recommendation.number.to_string()),
            to: &recommendation.to,
            domains: &recommendation.domains,
            due: due(pack, node).map(|date| date.to_string()),
            rank: requirement.map(|id| report.ranks[id]),
            dependants: requirement.map(|id| report.dependants[id]),
            outcome: answer.map(|answer| answer.outcome.name()),
            assurance: answer.filter(|answer| answer.is_met()).map(|answer| answer.assurance.name()),
            gap: answer.map(|answer| answer.has_gap),
            at_risk: report.at_risk.contains(&node),
        }
    }
}

impl TieId {
    fn of(pack: &Pack, tie: &Tie) -> TieId {
        TieId { from: pack.node_id(tie.from), kind: tie.kind.name(), to: pack.node_id(tie.to) }
    }
}

impl<'a> TieResult<'a> {
    fn of(report: &GraphReport<'_>, tie: &'a Tie) -> TieResult<'a> {
        let pack = report.pack;
        TieResult {
            id: TieId::of(pack, tie),
            because: tie.because.as_deref(),
            cross_link: CrossLink::of(pack, tie).map(CrossLink::name),
            inversion: Inversion::of(pack, tie).map(|inversion| InversionResult {
                effect: inversion.effect.name(),
                late: pack.node_id(inversion.late),
                early: pack.node_id(inversion.early),
                days: inversion.days,
            }),
            rule: place(report.sources, tie.span),
        }
    }
}

impl LoopResult {
    fn of(pack: &Pack, found: &Loop<'_>) -> LoopResult {
        LoopResult {
            places: found.places().map(|node| pack.node_id(node)).collect(),
            ties: found.ties.iter().map(|tie| TieId::of(pack, tie)).collect(),
        }
    }
}

impl BearingsResult {
    /// The same as plain data.
    pub fn of(bearings: &Bearings<'_>) -> BearingsResult {
        let (pack, found) = (bearings.pack, &bearings.found);
        let id = |requirement| pack.node_id(Node::Requirement(requirement));
        let answer = |requirement| bearings.answers[requirement];
        let at_risk = |at_risk: &AtRisk<'_>| AtRiskResult {
            requirement: id(at_risk.requirement),
            assurance: answer(at_risk.requirement).map(|answer| answer.assurance.name()),
            rests_on: id(at_risk.rests_on),
            outcome: answer(at_risk.rests_on).map(|answer| answer.outcome.name()),
            by: TieId::of(pack, at_risk.by),
            ties: at_risk.ties,
        };
        let rested_on = |gap: &RestedOn| RestedOnResult {
            requirement: id(gap.requirement),
            outcome: answer(gap.requirement).map(|answer| answer.outcome.name()),
            dependants: gap.dependants,
        };
        let pressure = |pressure: &Pressure<'_>| PressureResult {
            kind: pressure.kind.name(),
            by: TieId::of(pack, pressure.tie),
            from_outcome: pressure.from.outcome.name(),
            to_outcome: pressure.to.outcome.name(),
            message: pressure_in_words(pack, pressure),
        };
        BearingsResult {
            at_risk: found.at_risk.iter().map(at_risk).collect(),
            rested_on: found.rested_on.iter().map(rested_on).collect(),
            pressures: found.pressures.iter().map(pressure).collect(),
            not_assessed: found.not_assessed.iter().map(|requirement| id(*requirement)).collect(),
        }
    }
}
