//! Facts on a page: the question, what is known, and what stands on it.

use super::page::{Page, answer_in_words};
use super::phrases::{self, rule_text};
use crate::assessment::{Evidence, Support};
use crate::evaluate::compute::Measure;
use crate::pack::expr::Expr;
use crate::pack::rule::{Fact, Pack, Requirement, Table};
use crate::pack::{Id, words};
use crate::report::Check;

impl<'a> Page<'a> {
    /// The facts and records that the conditions read, for whoever has yet to state them.
    pub(super) fn facts_of(&mut self, conditions: impl Iterator<Item = &'a Expr>) {
        let read = self.of.reads(conditions);
        if !read.facts.is_empty() {
            self.title("Facts to state");
        }
        for fact in read.facts {
            self.question(fact, 2);
        }
        let tables: Vec<String> =
            read.tables.iter().map(|table| table_in_words(self.of.pack, *table)).collect();
        if !tables.is_empty() {
            self.title("Records to give");
            tables.iter().for_each(|table| self.hanging(2, table));
        }
    }

    fn question(&mut self, id: Id<Fact>, indent: usize) {
        let (pack, fact) = (self.of.pack, &self.of.pack.facts[id]);
        let ty = words::type_name(pack, fact.ty);
        self.hanging(indent, &format!("{}: {ty}", pack.fact_name(id)));
        let below = indent.saturating_add(4);
        for text in fact.question.iter().chain(&fact.help) {
            self.hanging(below, text);
        }
        if let Some(records) = &fact.measured {
            let text = rule_text(self.of.sources, records.span);
            self.hanging(below, &format!("counted from records where they are given: {text}"));
        }
    }

    pub(super) fn fact_of_its_own(&mut self, id: Id<Fact>, quiet: bool) {
        let pack = self.of.pack;
        let fact = &pack.facts[id];
        let title = pack.groups[fact.group].title.clone().unwrap_or_default();
        let known =
            self.of.check.map(|check| words::value(pack, fact.ty, &check.evaluation.values.facts[id]));
        self.heading(&pack.fact_name(id), &format!("({title})"), known.as_deref());
        if quiet {
            return;
        }
        self.origin(&phrases::place(self.of.sources, fact.span));
        self.title("Question");
        self.question(id, 2);
        if let Some(check) = self.of.check {
            self.title("What is known");
            self.told.insert(id);
            self.fact(check, id, 2);
            self.supported(check, id);
            let measure = check.evaluation.values.measures[id].as_ref();
            let records = fact.measured.as_ref().filter(|_| measure.is_some_and(Measure::is_of_rows));
            if let Some(proof) = records.and_then(|records| self.of.prove(None, records)) {
                self.proof(check, &proof, 0);
            }
        }
        self.title("What stands on it");
        let standing = self.of.stands_on(id);
        if standing.is_empty() {
            self.hanging(2, "no clause reads it");
        }
        for (requirement, place) in standing {
            self.standing(requirement, place);
        }
    }

    /// The evidence that supports a fact itself.
    fn supported(&mut self, check: &Check<'_>, id: Id<Fact>) {
        let supports = |item: &&Evidence| item.supports.contains(&Support::Fact(id));
        for item in check.assessment.evidence.iter().filter(supports) {
            self.hanging(2, &format!("supported by {}", phrases::evidence_item(check, item)));
        }
    }

    /// `R4.2.every_period (must): not known`
    fn standing(&mut self, id: Id<Requirement>, place: Option<usize>) {
        let requirement = &self.of.pack.requirements[id];
        let clause = place.and_then(|place| requirement.clauses.get(place));
        let name = clause.map_or_else(
            || format!("whether {} applies", requirement.number),
            |clause| format!("{} ({})", requirement.clause_id(clause), clause.level.name()),
        );
        let verdict = self.of.requirement(id);
        let answer = verdict.and_then(|verdict| match place {
            None => Some(verdict.applies),
            Some(place) => verdict.clauses.get(place).map(|clause| clause.answer),
        });
        let answer = match (answer, self.of.check) {
            (Some(answer), _) => format!(": {}", answer_in_words(answer)),
            (None, Some(_)) => ": not asked of this body".to_owned(),
            (None, None) => String::new(),
        };
        self.hanging(2, &format!("{name}{answer}"));
    }
}

/// `` `visits`: Visits to registered offenders ``
fn table_in_words(pack: &Pack, table: Id<Table>) -> String {
    let table = &pack.tables[table];
    let title = table.title.as_ref().map_or_else(String::new, |title| format!(": {title}"));
    format!("`{}`{title}", table.name)
}
