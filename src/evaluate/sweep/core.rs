//! What one core does with the rows that it reads.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::Asked;
use super::table::Asking;
use crate::evaluate::compute::Values;
use crate::evaluate::expr::Context;
use crate::evaluate::plan::{ComputedColumn, Plan, Plans};
use crate::evaluate::quantifier::{AskedRow, Together};
use crate::evaluate::rows::{RowCounts, add_blank};
use crate::evaluate::vacuous::is_idle;
use crate::pack::rule::{Column, Computed, Pack, Table};
use crate::pack::{Base, Date, Id, Known, Partial, Slots};
use crate::tables::cells::Builder;
use crate::tables::extract::Stretch;
use crate::tables::mistake::{Mistake, Mistakes, Problem};
use crate::tables::{Place, Records, unique};
use crate::vocabulary::QuantifierKind;

/// What a core keeps from one stretch of rows to the next.
pub(super) struct Core<'s> {
    pack: &'s Pack,
    as_of: Date,
    /// All that is known but for the rows of the table, and these as they come.
    records: Records,
    values: Values,
    /// Plans of quantifiers that no row of the table can change.
    known_plans: &'s Plans,
    /// The same, and those of quantifiers within what is asked of each row.
    plans: Plans,
    references: Vec<Reference>,
    /// Rows of other tables that are referred to and not at hand, and that none of those tables has referred to.
    missing: Slots<Table, HashMap<Box<str>, usize>>,
    computed: Vec<ComputedColumn<'s>>,
    asked: Vec<(Asked<'s>, Option<Plan>)>,
    /// How the values of all columns were numbered when the plans were made.
    numbering: Vec<(usize, usize)>,
}

/// A column of references.
struct Reference {
    column: Id<Column>,
    to: Id<Table>,
    rows: Builder,
}

/// What has been made of a stretch of rows.
pub(super) struct Made {
    pub(super) rows: usize,
    /// Of each quantifier.
    pub(super) answers: Vec<Answers>,
    /// The rows that may be named, with where they stand.
    pub(super) few: FewRows,
    pub(super) keys: unique::Keys,
    /// Rows without a key, in order.
    pub(super) blank_keys: Vec<(usize, Mistake)>,
    /// What is wrong with references.
    pub(super) references: Mistakes,
    /// Values of computed columns that could not be calculated.
    pub(super) undefined: Vec<(Id<Column>, Partial)>,
}

/// Rows that may be named, by their place: where each stands, and its cells.
pub(super) type FewRows = BTreeMap<usize, (Place, Vec<(Id<Column>, FewCell)>)>;

/// What rows have answered to a quantifier.
pub(super) struct Answers {
    pub(super) together: Together,
    pub(super) counts: RowCounts,
    /// Of each of the first rows in doubt, the columns that are not exactly known.
    pub(super) blank: Vec<BTreeSet<Id<Column>>>,
    pub(super) looks_at_nothing: bool,
}

/// The cell of a row that may be named.
pub(super) enum FewCell {
    Known(Partial),
    /// A reference to a row of a table that is not at hand.
    Missing(Id<Table>, String),
}

impl<'s> Core<'s> {
    pub(super) fn of(asking: &Asking<'_, 's>) -> Core<'s> {
        let Asking { known, table, asked, .. } = asking;
        let pack = known.pack;
        let is_read = pack.columns_read();
        let columns = || {
            let of_table = pack.tables[*table].columns.iter().copied();
            of_table.filter(|column| is_read[*column] || pack.columns[*column].key)
        };
        let references = columns().filter_map(|column| match pack.columns[column].ty.base {
            Base::Row(to) if pack.columns[column].computed.is_none() => {
                let rows = Builder::of(pack.columns[column].ty);
                Some(Reference { column, to, rows })
            }
            _ => None,
        });
        // In the order in which one may use the other.
        let computed = pack.computed.iter().filter_map(|computed| match computed {
            Computed::Column(column) if columns().any(|read| read == *column) => {
                ComputedColumn::of(pack, *column)
            }
            _ => None,
        });
        Core {
            pack,
            as_of: known.as_of.unwrap_or(Date::FIRST),
            references: references.collect(),
            missing: Slots::new(&pack.tables, |_| HashMap::new()),
            computed: computed.collect(),
            asked: asked.iter().map(|asked| (*asked, None)).collect(),
            records: known.records.clone(),
            values: known.values.clone(),
            known_plans: known.plans,
            plans: known.plans.for_other_rows(),
            numbering: Vec::new(),
        }
    }

    /// Asks the rows of a stretch.
    pub(super) fn ask(&mut self, asking: &Asking<'_, 's>, stretch: &mut Stretch<'_, '_>) -> Made {
        let rows = stretch.places.count();
        let mut made = Made {
            rows,
            answers: Vec::new(),
            few: BTreeMap::new(),
            keys: unique::Keys::default(),
            blank_keys: Vec::new(),
            references: Mistakes::default(),
            undefined: Vec::new(),
        };
        self.take_keys(asking, stretch, &mut made);
        self.look_up(asking, stretch, &mut made);
        let numbering = stretch.columns().map(|(_, cells)| cells.numbering());
        let references = self.references.iter().map(|reference| reference.rows.numbering());
        let numbering: Vec<(usize, usize)> = numbering.chain(references).collect();
        self.put_in(stretch);
        self.renumber(0, &numbering);
        self.compute(numbering.len(), &mut made);
        made.answers = self.answers(rows);
        made.few = self.few(asking, stretch, &made.answers);
        self.take_out(stretch);
        made
    }

    /// Notes how values are numbered from now on, counted from this place. Plans that were made with other numbers are made
    /// anew.
    fn renumber(&mut self, from: usize, numbering: &[(usize, usize)]) {
        self.numbering.resize(self.numbering.len().max(from.saturating_add(numbering.len())), (0, 0));
        let noted = self.numbering.iter_mut().skip(from).zip(numbering);
        let mut changed = false;
        for (noted, numbering) in noted {
            changed |= noted != numbering;
            *noted = *numbering;
        }
        if changed {
            self.plans = self.known_plans.for_other_rows();
            self.computed.iter_mut().for_each(ComputedColumn::forget);
            self.asked.iter_mut().for_each(|(_, plan)| *plan = None);
        }
    }

    /// Computes the columns that are computed. Their numbering is noted from this place.
    fn compute(&mut self, from: usize, made: &mut Made) {
        for place in 0..self.computed.len() {
            let Core { pack, as_of, records, values, plans, computed, .. } = self;
            let Some(column) = computed.get_mut(place) else { continue };
            let context = Context { plans: Some(plans), ..Context::new(pack, records, values, *as_of) };
            let undefined = column.compute(&context, made.rows);
            made.undefined.extend(undefined.into_iter().map(|value| (column.column, value)));
            let (id, numbering) = (column.column, column.cells.numbering());
            values.columns[id] = Arc::new(column.cells.lend());
            self.renumber(from.saturating_add(place), &[numbering]);
        }
    }

    /// What the rows answer to each quantifier.
    fn answers(&mut self, rows: usize) -> Vec<Answers> {
        let Core { pack, as_of, records, values, plans, asked, .. } = self;
        let answers = asked.iter_mut().map(|(asked, plan)| {
            let plain = Context::new(pack, records, values, *as_of);
            let context = Context { due: asked.due, plans: Some(plans), ..plain };
            let plan = plan.get_or_insert_with(|| Plan::of(&context, asked.quantifier));
            answers(&context, *asked, plan, rows)
        });
        answers.collect()
    }

    /// The cells of rows that may be named.
    fn few(&self, asking: &Asking<'_, 's>, stretch: &Stretch<'_, '_>, answers: &[Answers]) -> FewRows {
        let named = answers
            .iter()
            .flat_map(|answers| answers.counts.first_no.iter().chain(&answers.counts.first_unknown).copied());
        let columns = || self.pack.tables[asking.table].columns.iter().copied();
        let cells = |row| {
            let cells = columns().filter_map(|column| Some((column, self.few_cell(asking, column, row)?)));
            (stretch.places.get(row).unwrap_or(Place::Nowhere), cells.collect())
        };
        named.map(|row| (row, cells(row))).collect()
    }

    fn few_cell(&self, asking: &Asking<'_, 's>, column: Id<Column>, row: usize) -> Option<FewCell> {
        let cells = match self.pack.columns[column].computed {
            Some(_) => &self.values.columns[column],
            None => self.records.cells(column),
        };
        let cell = cells.get(row)?;
        let reference = self.references.iter().find(|reference| reference.column == column);
        if let (Some(Reference { to, .. }), Known::Row(Some(row))) = (reference, &cell.known)
            && *row >= asking.known.records.count_with_missing(*to)
        {
            let (key, _) = self.missing[*to].iter().find(|(_, place)| *place == row)?;
            return Some(FewCell::Missing(*to, key.to_string()));
        }
        Some(FewCell::Known(cell.into_owned()))
    }

    fn take_keys(&self, asking: &Asking<'_, 's>, stretch: &Stretch<'_, '_>, made: &mut Made) {
        for (row, key) in stretch.keys(self.pack).enumerate() {
            match key {
                Some(key) => made.keys.add(row, &key, &asking.hasher),
                None => {
                    let place = stretch.places.get(row).unwrap_or(Place::Nowhere);
                    let mistake = |column| Mistake {
                        table: asking.table,
                        column: Some(column),
                        place,
                        problem: Problem::BlankKey,
                    };
                    let blank = stretch.blank_keys(self.pack, row).into_iter();
                    made.blank_keys.extend(blank.map(|column| (row, mistake(column))));
                }
            }
        }
    }

    /// Puts the rows that references lead to where their keys are given. The mistakes are in the order of rows.
    fn look_up(&mut self, asking: &Asking<'_, 's>, stretch: &mut Stretch<'_, '_>, made: &mut Made) {
        let mut mistakes: Vec<(usize, Mistake)> = Vec::new();
        for Reference { column, to, rows } in &mut self.references {
            let (column, to) = (*column, *to);
            let missing = &mut self.missing[to];
            let Some(index) = asking.known.keys.of(self.pack, asking.known.records, to) else { continue };
            let is_complete = asking.known.records.rows(to).complete;
            let first_missing = asking.known.records.count_with_missing(to);
            let count = stretch.places.count();
            let places = std::mem::take(&mut stretch.places);
            if let Some(given) = stretch.column(column).map(|given| given.cells()) {
                for row in 0..count {
                    let Some(key) = given.texts().and_then(|texts| texts.text(row)) else {
                        given.get(row).iter().for_each(|state| rows.push(state));
                        continue;
                    };
                    match index.find(key) {
                        Some(found) => rows.push_row(found),
                        None if is_complete => {
                            let problem = Problem::NoSuchRow { key: key.to_owned(), table: to };
                            let place = places.get(row).unwrap_or(Place::Nowhere);
                            let column = Some(column);
                            mistakes.push((row, Mistake { table: asking.table, column, place, problem }));
                            rows.push(&Known::Row(None).into());
                        }
                        None => {
                            let next = first_missing.saturating_add(missing.len());
                            rows.push_row(*missing.entry(Box::from(key)).or_insert(next));
                        }
                    }
                }
            }
            stretch.places = places;
        }
        mistakes.sort_by_key(|(row, _)| *row);
        mistakes.into_iter().for_each(|(_, mistake)| made.references.push(mistake));
    }

    /// Puts the cells that have been read where expressions look for them.
    fn put_in(&mut self, stretch: &mut Stretch<'_, '_>) {
        for (column, cells) in stretch.columns() {
            let reference = self.references.iter_mut().find(|reference| reference.column == column);
            let cells = reference.map_or(cells, |reference| &mut reference.rows);
            self.records.set_cells(column, cells.lend());
        }
    }

    /// Takes them out again, and lets the rows go.
    fn take_out(&mut self, stretch: &mut Stretch<'_, '_>) {
        for (column, cells) in stretch.columns() {
            let reference = self.references.iter_mut().find(|reference| reference.column == column);
            let cells = reference.map_or(cells, |reference| &mut reference.rows);
            cells.take_back(self.records.take_cells(column));
            cells.clear();
        }
        for computed in &mut self.computed {
            let cells = std::mem::take(&mut self.values.columns[computed.column]);
            computed.cells.take_back(Arc::unwrap_or_clone(cells));
            computed.cells.clear();
        }
    }
}

fn answers<'c>(context: &Context<'c>, asked: Asked<'c>, plan: &Plan, rows: usize) -> Answers {
    let quantifier = asked.quantifier;
    let members = context.pack.members(asked.ty.base);
    let mut answers = Answers {
        together: Together::of(quantifier.kind, asked.ty, members),
        counts: RowCounts::none(quantifier.table),
        blank: Vec::new(),
        looks_at_nothing: matches!(quantifier.kind, QuantifierKind::Every | QuantifierKind::Share),
    };
    for (row, (filter, body)) in plan.answers(context, quantifier, rows).enumerate() {
        let row_answered = AskedRow::new(context, quantifier, Some(plan), row).answered(filter, body);
        answers.together.add(&row_answered);
        answers.counts.ask(row, &row_answered, quantifier);
        answers.looks_at_nothing = answers.looks_at_nothing && is_idle(&row_answered, quantifier);
    }
    for row in &answers.counts.first_unknown {
        let mut blank = BTreeSet::new();
        add_blank(&context.with_row(quantifier.slot, *row), quantifier, *row, &mut blank);
        answers.blank.push(blank);
    }
    answers
}
