//! Recommendations, requirements, clauses and evidence.

use super::declare::unique;
use super::error::{Errors, RuleError, Thing};
use super::expr::all;
use super::literal;
use super::names::{Names, RequirementName};
use super::scope::Scope;
use crate::pack::rule::{
    Clause, EvidenceRule, Recommendation, RecommendationNumber, Remarks, Requirement, RequirementNumber,
    SourceClause, Template, TemplatePart,
};
use crate::pack::{Date, Duration, Members};
use crate::source::Span;
use crate::syntax::ast;
use crate::vocabulary::Level;

/// The id as it is written: `R8`, `R8.4`, `R8.4.month`.
pub(super) fn id_words(id: &ast::RuleId) -> String {
    let requirement = id.requirement.map(|number| format!(".{number}")).unwrap_or_default();
    let clause = id.clause.as_ref().map(|label| format!(".{label}")).unwrap_or_default();
    format!("R{}{requirement}{clause}", id.recommendation)
}

/// One recommendation. What is wrong is reported and left out.
pub(super) fn recommendation(
    item: &ast::Recommendation,
    names: &Names<'_>,
    errors: &mut Errors,
) -> Recommendation {
    if item.to.is_empty() {
        errors.add(item.id.span, RuleError::Unaddressed { id: id_words(&item.id) });
    }
    if item.requirements.is_empty() {
        errors.add(item.id.span, RuleError::NoRequirement { id: id_words(&item.id) });
    }
    let (bodies, domains) = (&names.manifest.bodies, &names.manifest.domains);
    Recommendation {
        number: RecommendationNumber(item.id.recommendation),
        title: item.title.value.clone(),
        to: among(Thing::Body, &item.to, bodies, errors),
        with: among(Thing::Body, &item.with, bodies, errors),
        domains: among(Thing::Domain, &item.domains, domains, errors),
        due: due(item, errors),
        remarks: remarks(&item.remarks, names, errors),
        span: item.id.span,
    }
}

/// The names of a list that the manifest has to know.
fn among(thing: Thing, list: &[ast::Name], known: &[String], errors: &mut Errors) -> Vec<String> {
    unique(thing, list, errors);
    for name in list {
        in_manifest(thing, name, known, errors);
    }
    list.iter().map(|name| name.text.clone()).collect()
}

/// Reports a body or a domain that the manifest does not have.
pub(super) fn in_manifest(thing: Thing, name: &ast::Name, known: &[String], errors: &mut Errors) {
    if !known.contains(&name.text) {
        let within = Some("the manifest".to_string());
        errors.unknown(name.span, thing, &name.text, within, known.iter().map(String::as_str));
    }
}

fn due(item: &ast::Recommendation, errors: &mut Errors) -> Option<(Date, Span)> {
    let literal = errors.only_one("due", &item.due, |due| due.span)?;
    date(literal, errors).map(|date| (date, literal.span))
}

/// The date of a literal that must be one.
pub(super) fn date(literal: &ast::Literal, errors: &mut Errors) -> Option<Date> {
    match literal::as_date(literal)? {
        Ok(date) => Some(date),
        Err(error) => {
            errors.add(literal.span, error);
            None
        }
    }
}

/// Sources, notes and readings.
pub(super) fn remarks(written: &ast::Remarks, names: &Names<'_>, errors: &mut Errors) -> Remarks {
    let words = |texts: &[ast::Text]| texts.iter().map(|text| text.value.clone()).collect();
    Remarks {
        sources: written.sources.iter().filter_map(|line| source(line, names, errors)).collect(),
        notes: words(&written.notes),
        readings: words(&written.readings),
    }
}

fn source(line: &ast::Source, names: &Names<'_>, errors: &mut Errors) -> Option<SourceClause> {
    let (name, known) = (&line.document.text, &names.manifest.sources);
    if !known.iter().any(|(id, _)| id == name) {
        let within = Some("the manifest".to_string());
        let ids = known.iter().map(|(id, _)| id.as_str());
        errors.unknown(line.document.span, Thing::Document, name, within, ids);
        return None;
    }
    // A document that the manifest names and the catalogue does not have is reported with the manifest.
    let document = names.document(name)?;
    let clause = names.document_clause(document, &line.clause.value);
    if clause.is_none() {
        let ids = names.documents[document].clauses.iter().map(|clause| clause.id.as_str());
        let within = Some(format!("`{name}`"));
        errors.unknown(line.clause.span, Thing::SourceClause, &line.clause.value, within, ids);
    }
    Some(SourceClause { document, clause: clause?, span: line.span })
}

/// One requirement, or nothing where one of its expressions is wrong.
pub(super) fn requirement(
    declared: &RequirementName<'_>,
    names: &Names<'_>,
    errors: &mut Errors,
) -> Option<Requirement> {
    let item = declared.item;
    check_clauses(item, errors);
    let has_due = !names.recommendations[declared.recommendation].due.is_empty();
    let applies_when = errors.only_one("applies when", &item.applies_when, |condition| condition.span);
    let mut scope = Scope::new(names, errors);
    scope.has_due = has_due;
    let applies_when = all(applies_when.into_iter().map(|condition| scope.condition(condition)));
    let clauses = all(item.clauses.iter().map(|item| clause(item, has_due, names, errors)));
    let evidence = all(item.evidence.iter().map(|line| evidence(line, names, errors)));
    let departure_allowed = errors.only_one("departure allowed", &item.departure_allowed, |place| *place);
    let advise = errors.only_one("advise", &item.advise, |text| text.span);
    let recommendation = RecommendationNumber(item.id.recommendation);
    Some(Requirement {
        number: RequirementNumber { recommendation, number: item.id.requirement.unwrap_or(0) },
        recommendation: declared.recommendation,
        title: item.title.value.clone(),
        remarks: remarks(&item.remarks, names, errors),
        applies_when: applies_when?.pop(),
        clauses: clauses?,
        evidence: evidence?,
        departure_allowed: departure_allowed.is_some(),
        advise: advise.map(|text| text.value.clone()),
        span: item.id.span,
    })
}

fn check_clauses(item: &ast::Requirement, errors: &mut Errors) {
    let labels: Vec<ast::Name> = item.clauses.iter().map(|clause| clause.name.clone()).collect();
    unique(Thing::Clause, &labels, errors);
    if !item.clauses.iter().any(|clause| clause.level == Level::Must) {
        errors.add(item.id.span, RuleError::NoMust { id: id_words(&item.id) });
    }
}

fn clause(item: &ast::Clause, has_due: bool, names: &Names<'_>, errors: &mut Errors) -> Option<Clause> {
    let mut scope = Scope::new(names, errors);
    scope.has_due = has_due;
    let condition = scope.condition(&item.condition);
    let finding = scope
        .of_finding(&item.condition)
        .and_then(|mut scope| all(item.finding.iter().map(|finding| template(finding, &mut scope))));
    Some(Clause {
        level: item.level,
        name: item.name.text.clone(),
        condition: condition?,
        finding: finding?.pop(),
        remarks: remarks(&item.remarks, names, errors),
        span: item.span,
    })
}

fn template(written: &ast::Template, scope: &mut Scope<'_, '_>) -> Option<Template> {
    let parts = written.parts.iter().map(|part| match part {
        ast::TemplatePart::Text(words) => Some(TemplatePart::Text(words.clone())),
        ast::TemplatePart::Value(value) => scope.expr(value, None).map(TemplatePart::Value),
    });
    all(parts).map(|parts| Template { parts })
}

fn evidence(line: &ast::Evidence, names: &Names<'_>, errors: &mut Errors) -> Option<EvidenceRule> {
    let Some(choice) = names.choice("evidence_kind") else {
        errors.add(line.span, RuleError::NoEvidenceKinds);
        return None;
    };
    let mut kinds = Members::NONE;
    for kind in &line.kinds {
        match names.member(choice, &kind.text) {
            Some(index) => kinds = kinds.union(Members::one(index)),
            None => {
                let members = names.choices[choice].members.iter().map(String::as_str);
                let within = Some("`evidence_kind`".to_string());
                errors.unknown(kind.span, Thing::Member, &kind.text, within, members);
            }
        }
    }
    let within = all(line.within.iter().map(|within| duration(within, errors)))?.pop();
    Some(EvidenceRule { kinds, within, span: line.span })
}

fn duration(literal: &ast::Literal, errors: &mut Errors) -> Option<Duration> {
    match literal::as_duration(literal)? {
        Ok(duration) => Some(duration),
        Err(error) => {
            errors.add(literal.span, error);
            None
        }
    }
}
