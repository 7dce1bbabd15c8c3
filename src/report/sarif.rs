//! SARIF 2.1.0, for viewers of findings and code scanning: a run for each pack, a rule for each requirement and clause,
//! a result for each issue. What is in order has no result, as readers take every result for a problem.

mod log;

use std::collections::BTreeMap;

use self::log::{
    Artifact, Configuration, Descriptor, Fingerprints, Invocation, Kind, Location, Log, Notification,
    Physical, Reference, Region, Run, SarifResult, Text,
};
use super::issue::{self, About, Grade, Issue};
use super::json::parts;
use super::{Report, location};
use crate::diagnostic::{Code, Label};
use crate::pack::rule::{Clause, Pack, Recommendation, Requirement};
use crate::source::{SourceMap, Span};
use crate::vocabulary::Level;

/// The report as JSON, ending in a line break.
///
/// # Errors
/// None that can occur: only maps with keys that are not texts cannot be written, and there are none.
pub fn write(report: &Report<'_>) -> Result<String, serde_json::Error> {
    let issues = issue::of(report);
    let fingerprints = issue::fingerprints(report.sources, &issues);
    let found: Vec<(&Issue<'_>, String)> = issues.iter().zip(fingerprints).collect();
    let mut packs: Vec<&Pack> = Vec::new();
    for check in &report.checks {
        if packs.iter().all(|pack| pack.digest != check.pack.digest) {
            packs.push(check.pack);
        }
    }
    let first = packs.first().map(|pack| pack.digest.as_str());
    let is_first = |pack: &Pack| first == Some(pack.digest.as_str());
    let mut runs: Vec<Run> = packs.iter().map(|pack| run(report, pack, &found, is_first(pack))).collect();
    if runs.is_empty() {
        runs.push(Run::new(Vec::new(), None, "tipstaff/".to_owned()));
    }
    // That some input could not be used is told once.
    if let Some(first) = runs.first_mut() {
        let unusable = found.iter().filter(|(issue, _)| issue.about == About::Input);
        let notifications = unusable.map(|(issue, _)| notification(report.sources, issue)).collect();
        first.invocations = vec![Invocation::new(notifications)];
    }
    parts::to_text(&Log::new(runs))
}

/// The run of a pack; the first has what is of no assessment as well.
fn run(report: &Report<'_>, pack: &Pack, found: &[(&Issue<'_>, String)], is_first: bool) -> Run {
    let mut rules = Rules::default();
    let is_asked = |recommendation: &Recommendation| {
        let mut checks = report.checks.iter().filter(|check| check.pack.digest == pack.digest);
        checks.any(|check| recommendation.addresses(&check.assessment.kind))
    };
    for requirement in &pack.requirements {
        let recommendation = &pack.recommendations[requirement.recommendation];
        if is_asked(recommendation) {
            rules.add(of_requirement(recommendation, requirement));
            for clause in &requirement.clauses {
                rules.add(of_clause(report.sources, recommendation, requirement, clause));
            }
        }
    }
    let of_pack = found.iter().filter(|(issue, _)| match issue.check {
        Some(check) => check.pack.digest == pack.digest,
        None => is_first && issue.about != About::Input,
    });
    let results = of_pack.map(|(issue, fingerprint)| result(report.sources, issue, fingerprint, &mut rules));
    let results = Some(results.collect());
    Run::new(rules.descriptors, results, format!("tipstaff/{}/", pack.manifest.id))
}

/// The rules of a run, each by its id.
#[derive(Default)]
struct Rules {
    descriptors: Vec<Descriptor>,
    places: BTreeMap<String, usize>,
}

impl Rules {
    fn add(&mut self, rule: Descriptor) -> usize {
        let next = self.descriptors.len();
        let place = *self.places.entry(rule.id.clone()).or_insert(next);
        if place == next {
            self.descriptors.push(rule);
        }
        place
    }

    /// The place of an issue's rule; a code becomes one where it is first met.
    fn place_of(&mut self, issue: &Issue<'_>) -> usize {
        match self.places.get(&issue.rule) {
            Some(place) => *place,
            None => self.add(of_code(issue)),
        }
    }
}

fn of_requirement(recommendation: &Recommendation, requirement: &Requirement) -> Descriptor {
    let advise = requirement.advise.iter().map(|advise| format!("To do: {advise}"));
    let readings = requirement.remarks.readings.iter().map(|reading| format!("Reading: {reading}"));
    let of = format!("A requirement of {} {}", recommendation.number, recommendation.title);
    let title = format!("{} {}", requirement.number, requirement.title);
    let help: Vec<String> = std::iter::once(of).chain(advise).chain(readings).collect();
    Descriptor {
        id: requirement.number.to_string(),
        short_description: Text::new(&title),
        full_description: Text::new(&title),
        help: Text::new(&help.join("\n")),
        default_configuration: Configuration { level: "warning" },
    }
}

fn of_clause(
    sources: &SourceMap,
    recommendation: &Recommendation,
    requirement: &Requirement,
    clause: &Clause,
) -> Descriptor {
    let readings = clause.remarks.readings.iter().map(|reading| format!("Reading: {reading}"));
    let advise = requirement.advise.iter().map(|advise| format!("To do: {advise}"));
    let of = format!("A clause of {} {}", requirement.number, requirement.title);
    let above = format!("of {} {}", recommendation.number, recommendation.title);
    let help: Vec<String> = [of, above].into_iter().chain(advise).chain(readings).collect();
    Descriptor {
        id: requirement.clause_id(clause),
        short_description: Text::new(&format!("{}: {}", requirement.title, clause.name)),
        full_description: Text::new(sources.text(clause.span)),
        help: Text::new(&help.join("\n")),
        default_configuration: Configuration {
            level: match clause.level {
                Level::Must => "error",
                Level::Should | Level::Best => "note",
            },
        },
    }
}

/// A code of the program or a recommendation as a rule; what is neither speaks for itself.
fn of_code(issue: &Issue<'_>) -> Descriptor {
    let code = Code::ALL.iter().find(|code| code.name() == issue.rule);
    let mut recommendations = issue.check.iter().flat_map(|check| check.pack.recommendations.iter());
    let recommendation = recommendations.find(|one| one.number.to_string() == issue.rule);
    let words =
        recommendation.map_or_else(|| issue.words.clone(), |one| format!("{} {}", one.number, one.title));
    let title = code.map_or_else(|| words.clone(), |code| code.title().to_owned());
    let explanation = code.map_or(words, |code| code.explanation().to_owned());
    Descriptor {
        id: issue.rule.clone(),
        short_description: Text::new(&title),
        full_description: Text::new(&explanation),
        help: Text::new(&explanation),
        default_configuration: Configuration { level: level(issue.grade) },
    }
}

fn result(sources: &SourceMap, issue: &Issue<'_>, fingerprint: &str, rules: &mut Rules) -> SarifResult {
    // Only what is known to fail has a level: the specification wants `none` of everything else.
    let (kind, level) = if issue.is_open() { (Kind::Open, "none") } else { (Kind::Fail, level(issue.grade)) };
    let body = issue.check.map_or_else(String::new, |check| format!("{}: ", check.assessment.body));
    SarifResult {
        rule_id: issue.rule.clone(),
        rule_index: rules.place_of(issue),
        kind,
        level,
        message: Text::new(&format!("{body}{}", issue.lines().join("\n"))),
        locations: issue.place.iter().map(|label| place(sources, label, false)).collect(),
        related_locations: issue.related.iter().map(|label| place(sources, label, true)).collect(),
        partial_fingerprints: Fingerprints::new(fingerprint),
    }
}

fn notification(sources: &SourceMap, issue: &Issue<'_>) -> Notification {
    Notification {
        descriptor: Reference { id: issue.rule.clone() },
        level: level(issue.grade),
        message: Text::new(&issue.lines().join("\n")),
        locations: issue.place.iter().map(|label| place(sources, label, false)).collect(),
    }
}

fn place(sources: &SourceMap, label: &Label, says: bool) -> Location {
    Location {
        physical_location: Physical {
            artifact_location: Artifact { uri: location::uri(&sources.file(label.span.file).name) },
            region: region(sources, label.span),
        },
        message: (says && !label.text.is_empty()).then(|| Text::new(&label.text)),
    }
}

fn region(sources: &SourceMap, span: Span) -> Region {
    let file = sources.file(span.file);
    let (start, end) = (file.position(span.range().start), file.position(span.range().end));
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

fn level(grade: Grade) -> &'static str {
    match grade {
        Grade::Error => "error",
        Grade::Warning => "warning",
        Grade::Note => "note",
    }
}
