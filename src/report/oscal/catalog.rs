//! A pack as an OSCAL catalog: a control for each recommendation, in the pack's own words.

use super::model::{BackMatter, Catalog, CatalogFile, Control, Group, Link, Part, Resource};
use super::{Identity, Unwritable, ids, known_property, metadata, property, resources, text, to_json};
use crate::graph::InWords;
use crate::pack::expr::Expr;
use crate::pack::rule::{
    Clause, Node, Pack, Recommendation, Remarks, Requirement, SourceClause, Template, TemplatePart,
};
use crate::pack::{Date, Id, words};
use crate::report::places;
use crate::source::SourceMap;
use crate::vocabulary::Level;

/// The catalog as JSON. A pack does not say when it was last changed: without `changed` that is taken to be the day of its
/// latest source document.
///
/// # Errors
/// Where no such day is known, or OSCAL cannot write it.
pub fn write(sources: &SourceMap, pack: &Pack, changed: Option<Date>) -> Result<String, Unwritable> {
    let dated = pack.documents.iter().filter_map(|document| document.date).max();
    let changed = changed.or(dated).ok_or(Unwritable::NoDay)?;
    let identity = Identity::of_pack(&pack.manifest.id);
    let version = pack.manifest.version.to_string();
    let publisher = property("publisher", &pack.manifest.publisher);
    let props = resources::edition(pack).into_iter().chain(publisher).collect();
    let mut all: Vec<Resource> =
        pack.documents.iter().map(|document| resources::document(identity, document)).collect();
    all.push(Resource {
        uuid: identity.child("rules").text(),
        title: text::line(&format!("The rules of {} {version}", pack.manifest.id)),
        description: Some(text::line("The files that this catalog was made from.")),
        props: Vec::new(),
        rlinks: resources::rule_files(pack, sources, &[]),
    });
    to_json(&CatalogFile {
        catalog: Catalog {
            uuid: identity.child("catalog").text(),
            metadata: metadata(&pack.manifest.title, changed, version, props, Vec::new())?,
            groups: vec![Maker { pack, sources, identity }.report()],
            back_matter: BackMatter { resources: all },
        },
    })
}

struct Maker<'a> {
    pack: &'a Pack,
    sources: &'a SourceMap,
    identity: Identity,
}

impl Maker<'_> {
    /// The group of all, and in it one for each domain. A control is in the group of the first domain that it names, because
    /// it can be in one alone.
    fn report(&self) -> Group {
        let manifest = &self.pack.manifest;
        let domains = manifest.domains.iter().map(|domain| {
            let id = format!("{}-{domain}", manifest.id);
            (id, domain.as_str(), self.controls(Some(domain)))
        });
        let without = (format!("{}-no-domain", manifest.id), "No domain", self.controls(None));
        let groups = domains.chain([without]).filter(|(_, _, controls)| !controls.is_empty());
        let groups = groups.map(|(id, title, controls)| Group {
            id,
            class: "domain",
            title: text::line(title),
            groups: Vec::new(),
            controls,
        });
        Group {
            id: manifest.id.clone(),
            class: "inspection-report",
            title: text::line(&manifest.title),
            groups: groups.collect(),
            controls: Vec::new(),
        }
    }

    fn controls(&self, domain: Option<&String>) -> Vec<Control> {
        let recommendations = self.pack.recommendations.entries();
        let of_domain =
            recommendations.filter(|(_, recommendation)| recommendation.domains.first() == domain);
        of_domain.map(|(id, recommendation)| self.control(id, recommendation)).collect()
    }

    fn control(&self, id: Id<Recommendation>, recommendation: &Recommendation) -> Control {
        let number = recommendation.number;
        let mut props = vec![
            known_property("label", &number.to_string()),
            known_property("sort-id", &format!("{}-R{:05}", self.pack.manifest.id, number.0)),
        ];
        props.extend(recommendation.due.and_then(|(due, _)| property("deadline", &due.to_string())));
        props.extend(recommendation.domains.iter().filter_map(|domain| property("domain", domain)));
        props.extend(recommendation.to.iter().filter_map(|body| property("addressed-to", body)));
        props.extend(recommendation.with.iter().filter_map(|body| property("in-conjunction-with", body)));
        Control {
            id: ids::control(self.pack, recommendation),
            class: "recommendation",
            title: title(recommendation),
            props,
            links: self.links(Node::Recommendation(id), &recommendation.remarks),
            parts: self.parts(id, recommendation),
        }
    }

    fn parts(&self, id: Id<Recommendation>, recommendation: &Recommendation) -> Vec<Part> {
        let requirements: Vec<_> = self.pack.requirements_of(id).collect();
        let statement = Part {
            id: ids::statement(self.pack, recommendation),
            name: "statement",
            parts: requirements.iter().map(|(id, requirement)| self.item(*id, requirement)).collect(),
            ..Part::default()
        };
        let remarks = remarks_in_words("", &recommendation.remarks);
        let guidance = (!remarks.is_empty()).then(|| Part {
            id: format!("{}_gdn", ids::control(self.pack, recommendation)),
            name: "guidance",
            prose: text::prose(remarks),
            ..Part::default()
        });
        let objectives = Part {
            id: ids::objectives(self.pack, recommendation),
            name: "assessment-objective",
            parts: requirements.iter().map(|(_, requirement)| self.objective(requirement)).collect(),
            ..Part::default()
        };
        let mut parts = vec![statement];
        parts.extend(guidance);
        parts.extend(requirements.iter().flat_map(|(_, requirement)| self.guidance(requirement)));
        parts.push(objectives);
        parts.extend(requirements.iter().flat_map(|(_, requirement)| self.methods(requirement)));
        parts
    }

    /// What is asked for: a requirement, and in it what it must.
    fn item(&self, id: Id<Requirement>, requirement: &Requirement) -> Part {
        let mut props = vec![known_property("label", &requirement.number.to_string())];
        props.extend(requirement.departure_allowed.then(|| property("departure", "allowed")).flatten());
        let musts = requirement.clauses.iter().filter(|clause| clause.level == Level::Must);
        let clause = |clause: &Clause| Part {
            id: ids::clause_item(self.pack, requirement, clause),
            name: "item",
            class: Some(clause.level.name()),
            props: vec![known_property("label", &clause.name)],
            prose: self.clause_in_words(clause),
            links: self.sources(&clause.remarks).collect(),
            ..Part::default()
        };
        Part {
            id: ids::item(self.pack, requirement),
            name: "item",
            class: Some("requirement"),
            props,
            prose: text::line(&text::sentence(&requirement.title)),
            parts: musts.map(clause).collect(),
            links: self.links(Node::Requirement(id), &requirement.remarks),
        }
    }

    /// What is printed where a clause does not hold, which says in words what it asks.
    fn clause_in_words(&self, clause: &Clause) -> String {
        match &clause.finding {
            Some(finding) => text::line(&text::sentence(&format!(
                "Found where it does not hold: {}",
                self.template(finding)
            ))),
            None => text::line(&format!("The condition {} holds.", clause.name)),
        }
    }

    /// The text with the names of its values in braces.
    fn template(&self, template: &Template) -> String {
        let part = |part: &TemplatePart| match part {
            TemplatePart::Text(text) => text.clone(),
            TemplatePart::Value(expr) => format!("{{{}}}", self.sources.text(expr.span)),
        };
        template.parts.iter().map(part).collect()
    }

    /// What should hold or at best holds, and what to do about a gap.
    fn guidance(&self, requirement: &Requirement) -> Vec<Part> {
        let clauses = requirement.clauses.iter().filter(|clause| clause.level != Level::Must);
        let clauses = clauses.map(|clause| Part {
            id: ids::clause_guidance(self.pack, requirement, clause),
            name: "guidance",
            class: Some(clause.level.name()),
            props: vec![known_property("label", &format!("{}.{}", requirement.number, clause.name))],
            prose: self.clause_in_words(clause),
            links: self.sources(&clause.remarks).collect(),
            ..Part::default()
        });
        let mut paragraphs: Vec<String> = requirement.advise.iter().cloned().collect();
        paragraphs.extend(remarks_in_words("", &requirement.remarks));
        for clause in &requirement.clauses {
            paragraphs.extend(remarks_in_words(&format!(" of {}", clause.name), &clause.remarks));
        }
        let advice = (!paragraphs.is_empty()).then(|| Part {
            id: ids::advice(self.pack, requirement),
            name: "guidance",
            class: Some("advice"),
            props: vec![known_property("label", &requirement.number.to_string())],
            prose: text::prose(paragraphs),
            ..Part::default()
        });
        advice.into_iter().chain(clauses).collect()
    }

    /// The conditions that the program evaluates, as the rules write them.
    fn objective(&self, requirement: &Requirement) -> Part {
        let clauses = requirement.clauses.iter().map(|clause| {
            let of = match clause.level {
                Level::Must => ids::clause_item(self.pack, requirement, clause),
                Level::Should | Level::Best => ids::clause_guidance(self.pack, requirement, clause),
            };
            Part {
                id: ids::clause_objective(self.pack, requirement, clause),
                name: "assessment-objective",
                class: Some(clause.level.name()),
                props: vec![known_property("label", &format!("{}.{}", requirement.number, clause.name))],
                prose: self.condition("It holds where:", &clause.condition),
                links: vec![assessment_for(&of)],
                ..Part::default()
            }
        });
        let condition = requirement.applies_when.as_ref();
        Part {
            id: ids::objective(self.pack, requirement),
            name: "assessment-objective",
            class: Some("requirement"),
            props: vec![known_property("label", &requirement.number.to_string())],
            prose: condition
                .map(|condition| self.condition("It applies where:", condition))
                .unwrap_or_default(),
            parts: clauses.collect(),
            links: vec![assessment_for(&ids::item(self.pack, requirement))],
        }
    }

    fn condition(&self, lead: &str, condition: &Expr) -> String {
        format!("{lead}\n\n{}", text::code(self.sources.text(condition.span)))
    }

    /// The evidence that a requirement needs.
    fn methods(&self, requirement: &Requirement) -> Vec<Part> {
        let methods = (1_usize..).zip(&requirement.evidence).map(|(number, rule)| {
            let id = format!("{}.{number}", ids::method(self.pack, requirement));
            let objects = Part {
                id: format!("{id}_objects"),
                name: "assessment-objects",
                prose: text::line(&places::kinds(self.pack, rule)),
                ..Part::default()
            };
            Part {
                id,
                name: "assessment-method",
                props: vec![known_property("method", "EXAMINE")],
                parts: vec![objects],
                links: vec![assessment_for(&ids::item(self.pack, requirement))],
                ..Part::default()
            }
        });
        methods.collect()
    }

    /// The ties that start at a node, and where the source asks for it.
    fn links(&self, node: Node, remarks: &Remarks) -> Vec<Link> {
        let ties = self.pack.ties.iter().filter(|tie| tie.from == node).map(|tie| {
            let because = tie.because.as_ref().map_or_else(String::new, |because| format!(": {because}"));
            Link {
                href: format!("#{}", ids::node(self.pack, tie.to)),
                rel: if tie.kind.is_support() { "required" } else { "related" },
                text: Some(text::line(&format!("{}{because}", InWords(self.pack, tie)))),
            }
        });
        ties.chain(self.sources(remarks)).collect()
    }

    fn sources(&self, remarks: &Remarks) -> impl Iterator<Item = Link> {
        remarks.sources.iter().filter_map(|source| self.source(source))
    }

    fn source(&self, source: &SourceClause) -> Option<Link> {
        let document = &self.pack.documents[source.document];
        let clause = document.clauses.get(source.clause)?;
        let lines: Vec<String> = clause.lines.iter().map(u32::to_string).collect();
        let lines = words::list(&lines.iter().map(String::as_str).collect::<Vec<_>>(), "and");
        let noun = if clause.lines.len() == 1 { "line" } else { "lines" };
        Some(Link {
            href: resources::document_identity(self.identity, document).href(),
            rel: "reference",
            text: Some(text::line(&format!("{} {}, {noun} {lines}", document.id, clause.id))),
        })
    }
}

/// A control has a title, if only its number.
fn title(recommendation: &Recommendation) -> String {
    let title = text::line(&recommendation.title);
    if title.is_empty() { recommendation.number.to_string() } else { title }
}

fn assessment_for(id: &str) -> Link {
    Link { href: format!("#{id}"), rel: "assessment-for", text: None }
}

/// `Reading of month: …`, `Note: …`
fn remarks_in_words(of: &str, remarks: &Remarks) -> Vec<String> {
    let notes = remarks.notes.iter().map(|note| format!("Note{of}: {note}"));
    let readings = remarks.readings.iter().map(|reading| format!("Reading{of}: {reading}"));
    notes.chain(readings).collect()
}
