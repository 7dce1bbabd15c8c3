//! What is stated, measured and shown, as OSCAL's observations.

use super::model::Property;
use super::model::assessment::{Observation, RelatedObservation, RelevantEvidence};
use super::subject::{Ground, Subject};
use super::{property, text};
use crate::assessment::{Cite, Evidence, Statement, StatementKind};
use crate::pack::rule::{Fact, Table};
use crate::pack::{Id, words};
use crate::report::{finding, records};

/// Looked at: somebody says or shows it.
const EXAMINE: &str = "EXAMINE";
/// Counted from records that were drawn from a system.
const TEST: &str = "TEST";

/// The observations of these grounds, in their order.
pub(super) fn of<'g>(
    subject: &Subject<'_>,
    grounds: impl IntoIterator<Item = &'g Ground>,
) -> Vec<Observation> {
    let observe = |ground: &Ground| match ground {
        Ground::Fact(fact) => Some(of_fact(subject, *fact)),
        Ground::Records(table) => Some(of_records(subject, *table)),
        Ground::Evidence(place) => {
            subject.check.assessment.evidence.get(*place).map(|item| of_evidence(subject, *place, item))
        }
    };
    grounds.into_iter().filter_map(observe).collect()
}

/// References to the observations of these grounds.
pub(super) fn related<'g>(
    subject: &Subject<'_>,
    grounds: impl IntoIterator<Item = &'g Ground>,
) -> Vec<RelatedObservation> {
    let uuids = grounds.into_iter().map(|ground| subject.identity_of(*ground).text());
    uuids.map(|observation_uuid| RelatedObservation { observation_uuid }).collect()
}

fn of_fact(subject: &Subject<'_>, id: Id<Fact>) -> Observation {
    let check = subject.check;
    let (fact, entry) = (&check.pack.facts[id], &check.assessment.facts[id]);
    let name = check.pack.fact_name(id);
    let measured = check.evaluation.values.measures[id].is_some();
    let table = subject.measured_from(id);
    let from_extract = table.and_then(|table| subject.extract(table));
    let known = finding::is_known_in_part(check, id)
        .then(|| words::value(check.pack, fact.ty, &check.evaluation.values.facts[id]));
    let mut paragraphs: Vec<String> = fact.question.iter().cloned().collect();
    paragraphs.extend(known.as_ref().map(|known| text::sentence(&format!("Known: {known}"))));
    paragraphs.extend(records::measured(check, id).map(|words| text::sentence(&format!("It is {words}"))));
    paragraphs.extend(entry.contradictory.then(|| "Its statements contradict each other.".to_owned()));
    paragraphs.extend(entry.statements.iter().map(|statement| {
        text::sentence(&statement_in_words(&|partial| words::value(check.pack, fact.ty, partial), statement))
    }));
    let mut evidence: Vec<RelevantEvidence> =
        entry.statements.iter().map(|statement| stated_in(subject, statement)).collect();
    evidence.extend(from_extract.map(|(extract, _)| RelevantEvidence {
        href: Some(extract.href()),
        description: text::line(&table.map(|table| subject.records_in_words(table)).unwrap_or_default()),
    }));
    let basis = match (measured, known.is_some()) {
        (true, _) => "measured",
        (false, true) => "stated",
        (false, false) => "heard",
    };
    let is_discrepant = check.evaluation.discrepancies.contains(&id);
    let props = [
        property("fact", &name),
        property("basis", basis),
        known.and_then(|known| property("known", &known)),
        is_discrepant.then(|| property("discrepancy", "yes")).flatten(),
    ];
    Observation {
        title: text::line(&name),
        description: text::prose(paragraphs),
        props: props.into_iter().flatten().collect(),
        methods: vec![if from_extract.is_some() { TEST } else { EXAMINE }],
        origins: if measured { subject.by_tool() } else { subject.by_body() },
        relevant_evidence: evidence,
        remarks: notes(&entry.statements),
        ..plain(subject, Ground::Fact(id))
    }
}

fn of_records(subject: &Subject<'_>, table: Id<Table>) -> Observation {
    let check = subject.check;
    let (name, rows) = (&check.pack.tables[table].name, check.assessment.records.rows(table));
    let extract = subject.extract(table);
    let heard = records::heard(check, table).map(|(name, statement)| {
        text::sentence(&format!("{name}: {}", statement_in_words(&|_| String::new(), statement)))
    });
    let given = text::sentence(&subject.records_in_words(table));
    let (href, method) = match &extract {
        Some((file, _)) => (file.href(), TEST),
        None => (subject.assessment_file().href(), EXAMINE),
    };
    let dated = extract.and_then(|(_, extract)| extract.dated);
    let is_sample = extract.is_some_and(|(_, extract)| extract.sample);
    let props = [
        property("records", name),
        (!rows.are_elsewhere()).then(|| property("rows", &rows.count().to_string())).flatten(),
        dated.and_then(|dated| property("dated", &dated.to_string())),
        is_sample.then(|| property("sample", "yes")).flatten(),
    ];
    Observation {
        title: text::line(&format!("Records: {name}")),
        description: text::prose([given.clone()].into_iter().chain(heard)),
        props: props.into_iter().flatten().collect(),
        methods: vec![method],
        relevant_evidence: vec![RelevantEvidence { href: Some(href), description: text::line(&given) }],
        ..plain(subject, Ground::Records(table))
    }
}

fn of_evidence(subject: &Subject<'_>, place: usize, item: &Evidence) -> Observation {
    let check = subject.check;
    let kinds = check.pack.evidence_kinds.map(|kinds| &check.pack.choices[kinds].members);
    let kind = kinds.and_then(|kinds| kinds.get(item.kind)).map_or("evidence", String::as_str);
    let dated = item.dated.map_or("undated".to_owned(), |dated| format!("dated {dated}"));
    let described = text::sentence(&format!("{kind}, {dated}: {}", item.title));
    let file = item.file.as_ref().map(|_| subject.evidence_file(&item.id));
    let props = [
        property("evidence", &item.id),
        property("kind", kind),
        item.dated.and_then(|dated| property("dated", &dated.to_string())),
    ];
    Observation {
        title: text::line(&item.title),
        description: text::line(&described),
        props: props.into_iter().flatten().collect(),
        relevant_evidence: vec![RelevantEvidence {
            href: file.map(super::Identity::href),
            description: text::line(&described),
        }],
        ..plain(subject, Ground::Evidence(place))
    }
}

/// An observation of which nothing is said but who makes it and when.
fn plain(subject: &Subject<'_>, ground: Ground) -> Observation {
    Observation {
        uuid: subject.identity_of(ground).text(),
        title: String::new(),
        description: String::new(),
        props: Vec::<Property>::new(),
        methods: vec![EXAMINE],
        types: vec!["control-objective"],
        origins: subject.by_body(),
        relevant_evidence: Vec::new(),
        collected: subject.moment.clone(),
        remarks: None,
    }
}

/// The line of the assessment that states a fact, and the places that it cites.
fn stated_in(subject: &Subject<'_>, statement: &Statement) -> RelevantEvidence {
    let line = subject.check.sources.position(statement.span).line;
    let cites = match statement.cites.as_slice() {
        [] => String::new(),
        cites => format!(", from {}", cited(cites)),
    };
    RelevantEvidence {
        href: Some(subject.assessment_file().href()),
        description: text::line(&format!("Line {line} of the assessment{cites}.")),
    }
}

/// `response at 3, response at 4`
pub(super) fn cited(cites: &[Cite]) -> String {
    let places = cites.iter().map(|Cite { source, at }| format!("{source} at {at}"));
    places.collect::<Vec<_>>().join(", ")
}

fn statement_in_words(value: &dyn Fn(&crate::pack::Partial) -> String, statement: &Statement) -> String {
    match &statement.kind {
        StatementKind::Known(partial) => format!("Stated: {}", value(partial)),
        StatementKind::Planned(words) => format!("Only planned: {words}"),
        StatementKind::Said(words) => format!("Only said: {words}"),
    }
}

fn notes(statements: &[Statement]) -> Option<String> {
    let notes = text::prose(statements.iter().filter_map(|statement| statement.note.as_ref()));
    (!notes.is_empty()).then_some(notes)
}
