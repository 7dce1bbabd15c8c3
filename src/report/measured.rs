//! Measured facts: what each comes to, and the rows and files that stand behind it.

pub mod json;
#[cfg(feature = "cli")]
pub mod text;

use super::{Check, recorded};
use crate::assessment::recorded::RecordedResults;
use crate::diagnostic::Diagnostic;
use crate::evaluate::compute::{Measure, MeasuredFrom};
use crate::evaluate::reads::{first_quantifier, reads};
use crate::pack::rule::{Fact, Table};
use crate::pack::{Id, Partial, Slots, ends};
use crate::tables::results::{Answer, Line, write};

/// What is measured of the facts of one assessment.
pub struct Measured<'a> {
    /// The assessment and what came out of it.
    pub check: Check<'a>,
    /// What came back from a warehouse, where that is asked about.
    pub answers: Option<Answers<'a>>,
    /// What became of the record, where it was to be written.
    pub written: Option<Written>,
}

/// What came back from a warehouse.
pub struct Answers<'a> {
    /// The file.
    pub file: RecordedResults,
    /// What it says of each fact.
    pub of: &'a Slots<Fact, Option<Answer>>,
    /// What deserves a look in it.
    pub warnings: Vec<Diagnostic>,
}

/// What became of the record in the assessment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Written {
    /// It is there now.
    Written,
    /// It was there already, to the letter.
    Unchanged,
}

/// One fact.
struct Row<'a> {
    fact: Id<Fact>,
    value: &'a Partial,
    /// The table of the rows, and how many were yes, no and in doubt.
    rows: Option<(Id<Table>, [usize; 3])>,
    grounds: Grounds,
}

/// Who says what a fact comes to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grounds {
    Assessment(MeasuredFrom),
    Results,
}

impl Grounds {
    fn name(self) -> &'static str {
        match self {
            Grounds::Assessment(from) => from.name(),
            Grounds::Results => "results",
        }
    }
}

impl<'a> Measured<'a> {
    /// The facts in the order of the pack.
    fn rows(&self) -> Vec<Row<'_>> {
        let facts = self.check.pack.facts.ids();
        match &self.answers {
            Some(answers) => {
                facts.filter_map(|fact| self.answered(fact, answers.of[fact].as_ref()?)).collect()
            }
            None => {
                let measures = &self.check.evaluation.values.measures;
                facts.filter_map(|fact| Some(measured(fact, measures[fact].as_ref()?))).collect()
            }
        }
    }

    fn answered<'r>(&self, fact: Id<Fact>, answer: &'r Answer) -> Option<Row<'r>> {
        let quantifier = first_quantifier(self.check.pack, self.check.pack.facts[fact].measured.as_ref()?);
        let rows = quantifier.map(|quantifier| quantifier.table).zip(answer.rows);
        Some(Row { fact, value: &answer.value, rows, grounds: Grounds::Results })
    }

    /// The tables that a fact reads and that are given.
    fn tables(&self, row: &Row<'_>) -> Vec<Id<Table>> {
        let measured =
            self.check.pack.facts[row.fact].measured.as_ref().filter(|_| row.grounds != Grounds::Results);
        let read = measured.map(|expr| reads(self.check.pack, expr, |_| true)).unwrap_or_default();
        let is_given = |table: &Id<Table>| !self.check.assessment.records.rows(*table).are_not_given();
        read.tables.into_iter().filter(is_given).collect()
    }

    /// What deserves a look.
    fn warnings(&self) -> Vec<&Diagnostic> {
        let of_answers = self.answers.iter().flat_map(|answers| &answers.warnings);
        recorded::of_measures(&self.check).chain(of_answers).collect()
    }
}

fn measured(fact: Id<Fact>, measure: &Measure) -> Row<'_> {
    let rows = measure.rows.as_ref().map(|rows| (rows.table, [rows.yes, rows.no, rows.unknown]));
    Row { fact, value: &measure.value, rows, grounds: Grounds::Assessment(measure.from) }
}

/// The facts as a file of results has them; those of which nothing could be measured are not among them.
pub fn csv(measured: &Measured<'_>) -> String {
    let pack = measured.check.pack;
    let rows = measured.rows().into_iter();
    let rows = rows.filter(|row| !matches!(row.grounds, Grounds::Assessment(MeasuredFrom::Nothing(_))));
    write(rows.map(|row| Line {
        fact: pack.fact_name(row.fact),
        rows: row.rows.map(|(_, counts)| counts),
        ends: ends::write(pack, pack.facts[row.fact].ty, row.value),
    }))
}
