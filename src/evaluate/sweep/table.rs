//! One table that is read in one pass, and what its rows are asked with.

use super::core::{Core, Made};
use super::gather::{Gathered, Gathering};
use super::{Asked, keys};
use crate::assessment::{AssessmentFiles, NamedExtract};
use crate::diagnostic::Diagnostic;
use crate::evaluate::compute::Values;
use crate::evaluate::expr::Context;
use crate::evaluate::plan::Plans;
use crate::pack::rule::{Pack, Table};
use crate::pack::{Date, Id};
use crate::tables::extract::{self, Sink, Stretch};
use crate::tables::unique::{KeyHasher, Unique};
use crate::tables::{KeyIndex, Origin, Records};

/// What is known of everything but the rows that are to be asked.
#[derive(Clone, Copy)]
pub(super) struct Known<'s> {
    pub(super) pack: &'s Pack,
    pub(super) keys: &'s KeyIndex,
    pub(super) records: &'s Records,
    pub(super) values: &'s Values,
    pub(super) plans: &'s Plans,
    /// The day of the check; nothing where nothing is asked.
    pub(super) as_of: Option<Date>,
}

impl<'s> Known<'s> {
    /// Reads an extract, and asks its rows all this: what is left of it, and everything that is wrong.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(super) fn read(
        self,
        extract: &NamedExtract,
        asked: &[Asked<'s>],
        files: &dyn AssessmentFiles,
    ) -> Result<(Gathered, Vec<Diagnostic>), Vec<Diagnostic>> {
        self.prepare(asked);
        let unique = Unique::default();
        let sink = Asking { known: self, table: extract.table, asked, hasher: unique.hasher().clone() };
        let mut gathering = Gathering::of(&sink, unique);
        let (reading, file, mut found) = extract.read(files, |contents| {
            extract::read_into(self.pack, extract.table, contents, &sink, &mut |made| gathering.take(made))
        })?;
        if reading.is_no_text {
            gathering = Gathering::of(&sink, Unique::default());
        }
        let duplicates = keys::duplicates(self.pack, extract, files, &mut gathering)?;
        let complete = !extract.sample && !reading.lacks_rows;
        let mistakes = (reading.mistakes, duplicates);
        let (gathered, wrong) = gathering.finish(self.pack, Origin::Extract(file), complete, mistakes);
        found.extend(wrong);
        Ok((gathered, found))
    }

    /// Has what does not depend on the rows found out once, and not by each core.
    fn prepare(self, asked: &[Asked<'s>]) {
        for asked in asked {
            let context = self.context(asked.due);
            let inner = asked.quantifier.filter.iter().chain(&asked.quantifier.body);
            inner.for_each(|expr| self.plans.prepare(&context, expr));
        }
    }

    fn context(self, due: Option<Date>) -> Context<'s> {
        let as_of = self.as_of.unwrap_or(Date::FIRST);
        let plain = Context::new(self.pack, self.records, self.values, as_of);
        Context { due, plans: Some(self.plans), ..plain }
    }
}

/// Asks rows while they are read.
pub(super) struct Asking<'t, 's> {
    pub(super) known: Known<'s>,
    pub(super) table: Id<Table>,
    /// All that is asked of the rows.
    pub(super) asked: &'t [Asked<'s>],
    pub(super) hasher: KeyHasher,
}

impl<'t, 's> Sink for Asking<'t, 's> {
    type Core = Core<'s>;
    type Made = Made;

    fn core(&self) -> Core<'s> {
        Core::of(self)
    }

    fn make(&self, core: &mut Core<'s>, stretch: &mut Stretch<'_, '_>) -> Made {
        core.ask(self, stretch)
    }
}
