//! What all cores have made of the rows of a table, put together in the order of the rows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::core::{Answers, FewCell, FewRows, Made};
use super::table::Asking;
use super::{Asked, Swept};
use crate::diagnostic::Diagnostic;
use crate::evaluate::quantifier::Together;
use crate::evaluate::rows::RowCounts;
use crate::pack::rule::{Column, Pack, Table};
use crate::pack::{Id, Known, Partial};
use crate::tables::mistake::{Mistake, Mistakes};
use crate::tables::unique::Unique;
use crate::tables::{Cells, Origin, Places, Records, Rows};
use crate::vocabulary::QuantifierKind;

/// What there is so far.
pub(super) struct Gathering {
    table: Id<Table>,
    rows: usize,
    answers: Vec<Answers>,
    few: FewRows,
    pub(super) unique: Unique,
    /// The first rows without a key, in order, and how many more there are than can be listed.
    pub(super) blank_keys: Vec<(usize, Mistake)>,
    pub(super) more_blank_keys: usize,
    references: Mistakes,
    undefined: Vec<(Id<Column>, Partial)>,
}

/// What is left of a table.
pub(super) struct Gathered {
    gathering: Gathering,
    origin: Origin,
    complete: bool,
}

impl Gathering {
    pub(super) fn of(asking: &Asking<'_, '_>, unique: Unique) -> Gathering {
        let none = |asked: &Asked<'_>| {
            let quantifier = asked.quantifier;
            let members = asking.known.pack.members(asked.ty.base);
            Answers {
                together: Together::of(quantifier.kind, asked.ty, members),
                counts: RowCounts::none(quantifier.table),
                blank: Vec::new(),
                looks_at_nothing: matches!(quantifier.kind, QuantifierKind::Every | QuantifierKind::Share),
            }
        };
        Gathering {
            table: asking.table,
            rows: 0,
            answers: asking.asked.iter().map(none).collect(),
            few: BTreeMap::new(),
            unique,
            blank_keys: Vec::new(),
            more_blank_keys: 0,
            references: Mistakes::default(),
            undefined: Vec::new(),
        }
    }

    /// Adds the next rows.
    pub(super) fn take(&mut self, mut made: Made) {
        let first = self.rows;
        let mut named = BTreeSet::new();
        for (own, answers) in self.answers.iter_mut().zip(made.answers) {
            own.append(answers, first, &mut named);
        }
        for row in named {
            let few = row.checked_sub(first).and_then(|row| made.few.remove(&row));
            self.few.extend(few.map(|few| (row, few)));
        }
        self.unique.add(&made.keys, first);
        for (row, mistake) in made.blank_keys {
            if self.blank_keys.len() < Mistakes::SHOWN {
                self.blank_keys.push((first.saturating_add(row), mistake));
            } else {
                self.more_blank_keys = self.more_blank_keys.saturating_add(1);
            }
        }
        self.references.append(made.references);
        for (column, value) in made.undefined {
            let is_it = |(known, other): &(Id<Column>, Partial)| {
                *known == column && other.undefined == value.undefined
            };
            if !self.undefined.iter().any(is_it) {
                self.undefined.push((column, value));
            }
        }
        self.rows = first.saturating_add(made.rows);
    }

    /// All of it, of a file with these mistakes and these rows whose keys are not their own, and everything that is wrong.
    pub(super) fn finish(
        self,
        pack: &Pack,
        origin: Origin,
        complete: bool,
        (read, keys): (Mistakes, Mistakes),
    ) -> (Gathered, Vec<Diagnostic>) {
        let mut gathering = self;
        let mut of_rows = keys;
        of_rows.append(std::mem::take(&mut gathering.references));
        let mut diagnostics = read.in_words(pack, &origin);
        diagnostics.extend(of_rows.in_words(pack, &origin));
        (Gathered { gathering, origin, complete }, diagnostics)
    }
}

impl Answers {
    /// Adds the answers of rows that lie behind these and are counted from `first`. `named` gets the rows that are to be
    /// kept.
    fn append(&mut self, others: Answers, first: usize, named: &mut BTreeSet<usize>) {
        self.together.append(others.together);
        self.looks_at_nothing = self.looks_at_nothing && others.looks_at_nothing;
        let (no, unknown) = (self.counts.first_no.len(), self.counts.first_unknown.len());
        self.counts.append(&others.counts, first);
        let new = self.counts.first_unknown.iter().skip(unknown);
        new.clone().zip(others.blank).for_each(|(_, blank)| self.counts.blank.extend(blank));
        named.extend(self.counts.first_no.iter().skip(no).chain(new));
    }
}

impl Gathered {
    /// Leaves to the records what there is of the rows, and to the evaluation what they have answered.
    pub(super) fn settle(self, pack: &Pack, records: &mut Records, swept: &mut Swept, asked: &[Asked<'_>]) {
        let Gathering { table, rows, answers, few, undefined, .. } = self.gathering;
        let mut cells: BTreeMap<Id<Column>, BTreeMap<usize, Partial>> = BTreeMap::new();
        let mut places = Vec::new();
        let mut missing: BTreeMap<(Id<Table>, String), usize> = BTreeMap::new();
        for (row, (place, of_row)) in few {
            places.push((row, place));
            for (column, cell) in of_row {
                let known = match cell {
                    FewCell::Known(known) => known,
                    FewCell::Missing(to, key) => {
                        let add = || records.add_missing(to, key.clone());
                        Known::Row(Some(*missing.entry((to, key.clone())).or_insert_with(add))).into()
                    }
                };
                cells.entry(column).or_default().insert(row, known);
            }
        }
        for column in pack.tables[table].columns.iter().copied() {
            let of_column = undefined.iter().filter(|(undefined, _)| *undefined == column);
            let others = of_column.map(|(_, value)| value.clone()).collect();
            let left = Cells::of_few(cells.remove(&column).unwrap_or_default(), others);
            match pack.columns[column].computed {
                Some(_) => swept.values.columns[column] = Arc::new(left),
                None => records.set_cells(column, left),
            }
        }
        let places = Places::of_few(rows, places.into_iter());
        records.set_rows(table, Rows { origin: self.origin, complete: self.complete, places });
        for (asked, answers) in asked.iter().zip(answers) {
            let value = answers.together.finish(self.complete);
            swept.plans.settle(asked.quantifier, value, answers.counts, answers.looks_at_nothing);
        }
    }
}
