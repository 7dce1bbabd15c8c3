//! What outcomes mean for each other, in sentences without a full stop.

use std::collections::BTreeSet;

use super::Bearings;
use crate::graph::consequence::{Answer, AtRisk, RestedOn};
use crate::graph::domains;
use crate::graph::pressure::{Pressure, PressureKind};
use crate::pack::rule::{Node, Pack, Requirement};
use crate::pack::{Id, words};
use crate::report::outcome_in_words;

impl Bearings<'_> {
    /// What there is to say, by its heading, in the few lines that a report of other things has for it.
    pub fn in_short(&self) -> Vec<(&'static str, Vec<String>)> {
        let below: BTreeSet<Id<Requirement>> =
            self.found.at_risk.iter().map(|at_risk| at_risk.rests_on).collect();
        let mut groups: Vec<(Id<Requirement>, Vec<Id<Requirement>>)> =
            below.into_iter().map(|below| (below, self.resting_on(below))).collect();
        groups.sort_by_key(|(_, met)| std::cmp::Reverse(met.len()));
        let at_risk = groups.iter().map(|(below, met)| self.group(*below, met)).collect();
        let rested_on = self.found.rested_on.iter().enumerate().map(|(number, gap)| {
            let id = self.id(gap.requirement);
            if number == 0 {
                format!("{id} by {}", others(gap.dependants))
            } else {
                format!("{id} by {}", gap.dependants)
            }
        });
        headed([
            ("at risk", few(at_risk, 2)),
            ("rested on", listed(rested_on.collect(), 4).into_iter().collect()),
            ("pressure", few(self.pressures(), 2)),
            ("not assessed", self.not_assessed(6).into_iter().collect()),
        ])
    }

    /// All that there is to say, by its heading.
    pub fn in_full(&self) -> Vec<(&'static str, Vec<String>)> {
        headed([
            ("at risk", self.found.at_risk.iter().map(|at_risk| self.at_risk(at_risk)).collect()),
            ("rested on", self.found.rested_on.iter().map(|gap| self.rested_on(gap)).collect()),
            ("pressure", self.pressures()),
            ("not assessed", self.not_assessed(usize::MAX).into_iter().collect()),
        ])
    }

    /// The met requirements of which this is the nearest below that is not met, or not shown to be.
    fn resting_on(&self, below: Id<Requirement>) -> Vec<Id<Requirement>> {
        let at_risk = self.found.at_risk.iter().filter(|at_risk| at_risk.rests_on == below);
        at_risk.map(|at_risk| at_risk.requirement).collect()
    }

    /// `R8.1 is not met, and R8.3 (stated) and R8.4 (evidenced) rest on it`
    fn group(&self, below: Id<Requirement>, met: &[Id<Requirement>]) -> String {
        let assured = met.iter().map(|id| {
            let assurance = self.answers[*id].map_or("", |answer| answer.assurance.name());
            format!("{} ({assurance})", self.id(*id))
        });
        let assured = listed(assured.collect(), 4).unwrap_or_default();
        let verb = if met.len() == 1 { "is met and rests" } else { "are met and rest" };
        format!("{} is {}, and {assured} {verb} on it", self.id(below), self.outcome(below))
    }

    /// `R8.3 is met (stated) and needs R8.1, which is not met`
    fn at_risk(&self, at_risk: &AtRisk<'_>) -> String {
        let (id, below) = (self.id(at_risk.requirement), self.id(at_risk.rests_on));
        let verb = if at_risk.ties == 1 { at_risk.by.kind.verb() } else { "rests on" };
        let (met, open) = (self.outcome(at_risk.requirement), self.outcome(at_risk.rests_on));
        format!("{id} is {met} and {verb} {below}, which is {open}")
    }

    /// `R2.1, not shown, by 5 other requirements`
    fn rested_on(&self, gap: &RestedOn) -> String {
        let (id, outcome) = (self.id(gap.requirement), self.outcome(gap.requirement));
        format!("{id}, {outcome}, by {}", others(gap.dependants))
    }

    fn pressures(&self) -> Vec<String> {
        self.found.pressures.iter().map(|pressure| pressure_in_words(self.pack, pressure)).collect()
    }

    fn not_assessed(&self, most: usize) -> Option<String> {
        let ids = self.found.not_assessed.iter().map(|id| self.id(*id)).collect();
        listed(ids, most).map(|ids| format!("{ids}, on which something that is met rests"))
    }

    fn id(&self, requirement: Id<Requirement>) -> String {
        self.pack.node_id(Node::Requirement(requirement))
    }

    fn outcome(&self, requirement: Id<Requirement>) -> String {
        self.answers[requirement].map_or_else(|| "not assessed".to_owned(), answer_in_words)
    }
}

fn headed<const N: usize>(told: [(&'static str, Vec<String>); N]) -> Vec<(&'static str, Vec<String>)> {
    told.into_iter().filter(|(_, sentences)| !sentences.is_empty()).collect()
}

/// The first few sentences, and how many more there are.
fn few(mut sentences: Vec<String>, most: usize) -> Vec<String> {
    let more = sentences.len().saturating_sub(most);
    if more > 0 {
        sentences.truncate(most);
        sentences.push(format!("and {more} more"));
    }
    sentences
}

/// The first few in one list, and how many more there are; nothing where there are none.
fn listed(mut items: Vec<String>, most: usize) -> Option<String> {
    let more = items.len().saturating_sub(most);
    if more > 0 {
        items.truncate(most);
        items.push(format!("{more} more"));
    }
    let items: Vec<&str> = items.iter().map(String::as_str).collect();
    (!items.is_empty()).then(|| words::list(&items, "and"))
}

/// An outcome as text says it.
pub fn answer_in_words(answer: Answer) -> String {
    outcome_in_words(answer.outcome, Some(answer.assurance))
}

/// `1 other requirement`, `2 other requirements`
pub fn others(dependants: usize) -> String {
    if dependants == 1 {
        "1 other requirement".to_owned()
    } else {
        format!("{dependants} other requirements")
    }
}

/// How a cross-link presses, with the areas of both ends.
pub fn pressure_in_words(pack: &Pack, pressure: &Pressure<'_>) -> String {
    let end = |node| format!("{} ({})", pack.node_id(node), domains(pack, node).join(", "));
    let (from, to) = (end(pressure.tie.from), end(pressure.tie.to));
    let (from_is, to_is) = (answer_in_words(pressure.from), answer_in_words(pressure.to));
    match pressure.kind {
        PressureKind::Load => format!("{from} is {from_is} and adds load to {to}, which is {to_is}"),
        PressureKind::LoadToCome => format!("doing {from} adds load to {to}, which is {to_is}"),
        PressureKind::ReliefMissing => {
            format!("{from} is {from_is} and does not yet relieve {to}, which is {to_is}")
        }
        PressureKind::InputMissing => {
            format!("{to} is {to_is} without what {from}, which is {from_is}, tells it")
        }
        PressureKind::Shared => {
            format!("{from} is {from_is}, {to} is {to_is}, and they use the same people, system or evidence")
        }
    }
}
