//! One assessment: who is assessed, on which day, and what stands behind its verdicts.

use std::collections::BTreeSet;

use super::model::assessment::{
    Actor, AssessmentAssets, Component, ComponentStatus, LocalDefinitions, Origin, Platform, UsedComponent,
};
use super::model::{BackMatter, Party, Property, Resource};
use super::{Identity, Unwritable, known_property, property, resources, text};
use crate::evaluate::verdict::{EvidenceVerdict, RequirementVerdict, Why};
use crate::pack::Id;
use crate::pack::rule::{Fact, Table};
use crate::report::Check;
use crate::report::json::parts::TOOL;
use crate::report::{places, records};
use crate::tables::{Extract, Origin as RowOrigin};

/// One assessment on its way to OSCAL.
pub(super) struct Subject<'a> {
    pub(super) check: &'a Check<'a>,
    /// The body, in every assessment of it by the same pack.
    pub(super) body: Identity,
    /// This assessment, by its day.
    pub(super) day: Identity,
    /// The first moment of that day.
    pub(super) moment: String,
}

/// What a verdict stands on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ground {
    /// A fact of which something is said.
    Fact(Id<Fact>),
    /// A table that is given.
    Records(Id<Table>),
    /// An item of evidence, by its place in the assessment.
    Evidence(usize),
}

impl<'a> Subject<'a> {
    pub(super) fn of(check: &'a Check<'a>) -> Result<Subject<'a>, Unwritable> {
        let (assessment, as_of) = (check.assessment, check.evaluation.as_of);
        let pack = Identity::of_pack(&check.pack.manifest.id);
        let body = pack.child("body").child(&assessment.kind).child(&assessment.body);
        Ok(Subject {
            check,
            body,
            day: body.child("day").child(&as_of.to_string()),
            moment: text::start_of(as_of).ok_or(Unwritable::Day(as_of))?,
        })
    }

    pub(super) fn party(&self) -> Party {
        let name = text::string(&self.check.assessment.body);
        Party { uuid: self.body.text(), kind: "organization", name }
    }

    /// The body and the assessment, in the program's own terms.
    pub(super) fn props(&self) -> Vec<Property> {
        let assessment = self.check.assessment;
        let signed_off = assessment.signed_off.as_ref();
        let gaps = self.check.evaluation.requirements().filter(|verdict| verdict.gap.is_some()).count();
        let own = [
            property("kind", &assessment.kind),
            property("as-of", &self.check.evaluation.as_of.to_string()),
            property("assurance-asked", self.check.evaluation.asked.name()),
            property("gaps", &gaps.to_string()),
            assessment.prepared_by.as_ref().and_then(|by| property("prepared-by", by)),
            signed_off.and_then(|sign_off| property("signed-off-by", &sign_off.by)),
            signed_off.and_then(|sign_off| property("signed-off-on", &sign_off.on.to_string())),
            assessment.published.then(|| property("published", "yes")).flatten(),
        ];
        own.into_iter().flatten().chain(resources::edition(self.check.pack)).collect()
    }

    /// The program as the tool that has assessed.
    pub(super) fn local_definitions(&self) -> LocalDefinitions {
        let tool = self.tool().text();
        LocalDefinitions {
            assessment_assets: AssessmentAssets {
                components: vec![Component {
                    uuid: tool.clone(),
                    kind: "software",
                    title: text::line(TOOL.name),
                    description: text::line(
                        "Evaluates the conditions of the rules on what is stated and measured.",
                    ),
                    props: vec![known_property("version", TOOL.version)],
                    status: ComponentStatus { state: "operational" },
                }],
                assessment_platforms: vec![Platform {
                    uuid: self.day.child("platform").text(),
                    uses_components: vec![UsedComponent { component_uuid: tool }],
                }],
            },
        }
    }

    fn tool(&self) -> Identity {
        self.day.child("tool")
    }

    /// Found by the program.
    pub(super) fn by_tool(&self) -> Vec<Origin> {
        vec![Origin { actors: vec![Actor { kind: "tool", actor_uuid: self.tool().text() }] }]
    }

    /// Said by the body.
    pub(super) fn by_body(&self) -> Vec<Origin> {
        vec![Origin { actors: vec![Actor { kind: "party", actor_uuid: self.body.text() }] }]
    }

    pub(super) fn identity_of(&self, ground: Ground) -> Identity {
        let (pack, assessment) = (self.check.pack, self.check.assessment);
        let observation = self.day.child("observation");
        match ground {
            Ground::Fact(fact) => observation.child("fact").child(&pack.fact_name(fact)),
            Ground::Records(table) => observation.child("records").child(&pack.tables[table].name),
            Ground::Evidence(place) => {
                let id = assessment.evidence.get(place).map_or("", |item| item.id.as_str());
                observation.child("evidence").child(id)
            }
        }
    }

    /// Everything that can be observed.
    pub(super) fn all_grounds(&self) -> BTreeSet<Ground> {
        let pack = self.check.pack;
        let grounds = pack.facts.ids().map(Ground::Fact);
        let grounds = grounds.chain(pack.tables.ids().map(Ground::Records));
        let evidence = (0..self.check.assessment.evidence.len()).map(Ground::Evidence);
        grounds.chain(evidence).filter(|ground| self.is_observed(*ground)).collect()
    }

    fn is_observed(&self, ground: Ground) -> bool {
        match ground {
            Ground::Fact(fact) => places::fact_in_words(self.check, fact).is_some(),
            Ground::Records(table) => {
                !matches!(self.check.assessment.records.rows(table).origin, RowOrigin::NotGiven)
            }
            Ground::Evidence(_) => true,
        }
    }

    /// What an answer stands on, or turns on where it is open.
    pub(super) fn grounds_of_answer(&self, why: &Why) -> BTreeSet<Ground> {
        let facts = why.deciding.iter().chain(&why.missing).map(|fact| Ground::Fact(*fact));
        let records = why.tables.iter().map(|table| Ground::Records(*table));
        facts.chain(records).filter(|ground| self.is_observed(*ground)).collect()
    }

    /// What the verdict on a requirement stands on, evidence included.
    pub(super) fn grounds_of(&self, verdict: &RequirementVerdict) -> BTreeSet<Ground> {
        let answers = verdict.clauses.iter().map(|clause| &clause.because).chain([&verdict.applies_because]);
        let mut grounds: BTreeSet<Ground> = answers.flat_map(|why| self.grounds_of_answer(why)).collect();
        for line in &verdict.evidence {
            match line {
                EvidenceVerdict::Found(item) => {
                    grounds.insert(Ground::Evidence(*item));
                }
                EvidenceVerdict::OutOfDate(items) => {
                    grounds.extend(items.iter().map(|item| Ground::Evidence(*item)));
                }
                EvidenceVerdict::Missing => {}
            }
        }
        let departure = verdict.departure.and_then(|of| self.check.assessment.departures.get(of.departure));
        grounds.extend(departure.map(|departure| Ground::Evidence(departure.policy)));
        grounds
    }

    pub(super) fn assessment_file(&self) -> Identity {
        self.day.child("assessment")
    }

    pub(super) fn evidence_file(&self, id: &str) -> Identity {
        self.day.child("evidence").child(id)
    }

    pub(super) fn extract(&self, table: Id<Table>) -> Option<(Identity, &Extract)> {
        let RowOrigin::Extract(extract) = &self.check.assessment.records.rows(table).origin else {
            return None;
        };
        Some((self.day.child("extract").child(&self.check.pack.tables[table].name), extract))
    }

    /// The assessment, and what these grounds lie in, where that is a file.
    fn files(&self, grounds: &BTreeSet<Ground>) -> Vec<Resource> {
        let assessment = self.check.assessment;
        let name = &self.check.sources.file(assessment.file).name;
        let title = format!("The assessment of {} as of {}", assessment.body, self.check.evaluation.as_of);
        let mut files = vec![file(self.assessment_file(), &title, name, &assessment.digest)];
        // A measured fact lies in the extracts that it is counted from.
        let measured = grounds.iter().filter_map(|ground| match ground {
            Ground::Fact(fact) => self.measured_from(*fact),
            Ground::Records(table) => Some(*table),
            Ground::Evidence(_) => None,
        });
        for table in measured.collect::<BTreeSet<_>>() {
            files.extend(self.extract(table).map(|(identity, extract)| {
                let title = format!("The extract of {}", self.check.pack.tables[table].name);
                file(identity, &title, &extract.path, &extract.sha256)
            }));
        }
        for ground in grounds {
            let Ground::Evidence(place) = ground else { continue };
            files.extend(assessment.evidence.get(*place).and_then(|item| {
                let found = item.file.as_ref()?;
                Some(file(self.evidence_file(&item.id), &item.title, &found.path, &found.sha256))
            }));
        }
        files
    }

    /// The table whose rows stand behind a measured fact.
    pub(super) fn measured_from(&self, fact: Id<Fact>) -> Option<Id<Table>> {
        let measure = self.check.evaluation.values.measures[fact].as_ref()?;
        measure.rows.as_ref().map(|rows| rows.table)
    }

    /// The records that are given, in words.
    pub(super) fn records_in_words(&self, table: Id<Table>) -> String {
        records::given_in_words(self.check, table, self.check.assessment.records.rows(table))
    }
}

/// What documents of assessments refer to: the rules first, then the files of each assessment.
pub(super) fn back_matter<'a>(
    rules: Resource,
    subjects: impl IntoIterator<Item = (&'a Subject<'a>, &'a BTreeSet<Ground>)>,
) -> BackMatter {
    let files = subjects.into_iter().flat_map(|(subject, grounds)| subject.files(grounds));
    BackMatter { resources: [rules].into_iter().chain(files).collect() }
}

fn file(identity: Identity, title: &str, path: &str, sha256: &str) -> Resource {
    Resource {
        uuid: identity.text(),
        title: text::line(title),
        description: None,
        props: Vec::new(),
        rlinks: vec![resources::link(text::href(path), sha256)],
    }
}
