//! The cells of a column, kept by what they hold and not by row: a value that many rows have is there once, and each row
//! has its number in as few bytes as the numbers need.

mod builder;
mod codes;
mod texts;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use self::builder::{Builder, Part};
use self::codes::Codes;
pub use self::texts::Texts;
use crate::pack::{Absence, Base, Known, Partial, Type};

/// The cells of a column.
#[derive(Clone, Debug)]
pub struct Cells(Kept);

#[derive(Clone, Debug)]
enum Kept {
    /// Each distinct value once, in the order of its first row.
    Values { values: Vec<Partial>, codes: Codes },
    /// The place of the row that each refers to. Numbers from the end of `u32` down stand for `others`: what is no such
    /// place.
    Rows { rows: Vec<u32>, others: Vec<Partial> },
    /// Texts; of most columns each is another one.
    Texts(Texts),
    /// What a few rows hold, by their place; the others have been asked and let go. `others` is what must not be
    /// forgotten of those.
    Few { rows: BTreeMap<usize, Partial>, others: Vec<Partial> },
}

/// A cell that refers to a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Referred {
    /// To this one.
    Row(usize),
    /// It is not known to which, or there is none: the number of this state in its column, from 0.
    Other(usize),
}

impl Default for Cells {
    fn default() -> Cells {
        Cells::of_few(BTreeMap::new(), Vec::new())
    }
}

impl Cells {
    /// No cells, which are to be of this type.
    pub fn of(ty: Type) -> Cells {
        Cells(match ty.base {
            Base::Row(_) => Kept::Rows { rows: Vec::new(), others: Vec::new() },
            Base::Text => Kept::Texts(Texts::default()),
            _ => Kept::Values { values: Vec::new(), codes: Codes::new() },
        })
    }

    /// What is left of cells of which most have been let go: those of a few rows by their place, and what must not be
    /// forgotten of the others.
    pub fn of_few(rows: BTreeMap<usize, Partial>, others: Vec<Partial>) -> Cells {
        Cells(Kept::Few { rows, others })
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        match &self.0 {
            Kept::Values { codes, .. } => codes.len(),
            Kept::Rows { rows, .. } => rows.len(),
            Kept::Texts(texts) => texts.count(),
            Kept::Few { rows, .. } => rows.len(),
        }
    }

    /// What is known of the cell of a row.
    pub fn get(&self, row: usize) -> Option<Cow<'_, Partial>> {
        match &self.0 {
            Kept::Values { values, codes } => {
                let code = usize::try_from(codes.get(row)?).ok()?;
                values.get(code).map(Cow::Borrowed)
            }
            Kept::Rows { others, .. } => match self.referred(row)? {
                Referred::Row(row) => Some(Cow::Owned(Known::Row(Some(row)).into())),
                Referred::Other(state) => others.get(state).map(Cow::Borrowed),
            },
            Kept::Texts(texts) => texts.get(row),
            Kept::Few { rows, .. } => rows.get(&row).map(Cow::Borrowed),
        }
    }

    /// The row that a cell refers to; nothing where the column holds no references.
    pub fn referred(&self, row: usize) -> Option<Referred> {
        let Kept::Rows { rows, others } = &self.0 else { return None };
        let place = usize::try_from(*rows.get(row)?).ok()?;
        let from_the_end = FROM_THE_END.saturating_sub(place);
        Some(if from_the_end < others.len() { Referred::Other(from_the_end) } else { Referred::Row(place) })
    }

    /// The number that stands for the value of a cell; nothing where the column is not kept by its values.
    pub fn code(&self, row: usize) -> Option<usize> {
        let Kept::Values { codes, .. } = &self.0 else { return None };
        usize::try_from(codes.get(row)?).ok()
    }

    /// Calls `each` with every row and the number that stands for the value of its cell; not at all where the column is not
    /// kept by its values.
    pub fn for_each_code(&self, each: impl FnMut(usize, usize)) {
        if let Kept::Values { codes, .. } = &self.0 {
            codes.for_each(each);
        }
    }

    /// The distinct values in the order of their numbers, where the column is kept by them; of references, those that
    /// are to no row.
    pub fn values(&self) -> &[Partial] {
        match &self.0 {
            Kept::Values { values, .. } => values,
            Kept::Rows { others, .. } | Kept::Few { others, .. } => others,
            Kept::Texts(texts) => texts.others(),
        }
    }

    /// Whether the column holds references.
    pub fn are_references(&self) -> bool {
        matches!(self.0, Kept::Rows { .. })
    }

    /// Whether the column is kept by its values.
    pub fn are_values(&self) -> bool {
        matches!(self.0, Kept::Values { .. })
    }

    /// The texts of a column of them.
    pub fn texts(&self) -> Option<&Texts> {
        match &self.0 {
            Kept::Texts(texts) => Some(texts),
            _ => None,
        }
    }

    /// Puts something else into the cell of a row.
    pub(super) fn replace(&mut self, row: usize, value: &Partial) {
        let values = match &mut self.0 {
            Kept::Rows { rows, .. } if plain_row(value).is_some() => {
                if let (Some(cell), Some(to)) = (rows.get_mut(row), plain_row(value)) {
                    *cell = u32::try_from(to).unwrap_or(u32::MAX);
                }
                return;
            }
            Kept::Few { rows, .. } => {
                rows.insert(row, value.clone());
                return;
            }
            _ => self.0.values_mut(),
        };
        let at = values.iter().position(|kept| kept == value).unwrap_or_else(|| {
            values.push(value.clone());
            values.len().saturating_sub(1)
        });
        let code = u32::try_from(at).unwrap_or(u32::MAX);
        match &mut self.0 {
            Kept::Values { codes, .. } => codes.set(row, code),
            Kept::Rows { rows, .. } => {
                if let Some(cell) = rows.get_mut(row) {
                    *cell = u32::MAX.saturating_sub(code);
                }
            }
            Kept::Texts(texts) => texts.set_other(row, code),
            Kept::Few { .. } => {}
        }
    }

    /// Everything that some cell holds, each at least once, in the order of first rows.
    pub fn distinct(&self) -> Box<dyn Iterator<Item = Cow<'_, Partial>> + '_> {
        match &self.0 {
            Kept::Values { values, .. } => Box::new(values.iter().map(Cow::Borrowed)),
            Kept::Few { rows, others } => Box::new(rows.values().chain(others).map(Cow::Borrowed)),
            _ => Box::new((0..self.count()).filter_map(|row| self.get(row))),
        }
    }
}

impl Kept {
    /// The distinct values; of references, what is no place of a row, and of texts, what is none.
    fn values_mut(&mut self) -> &mut Vec<Partial> {
        match self {
            Kept::Values { values, .. } => values,
            Kept::Rows { others, .. } | Kept::Few { others, .. } => others,
            Kept::Texts(texts) => texts.others_mut(),
        }
    }
}

/// The last number that a place can be, as `u32` holds it.
const FROM_THE_END: usize = 0xffff_ffff;

/// The row that a value is, where it surely is one.
fn plain_row(value: &Partial) -> Option<usize> {
    match value.known {
        Known::Row(row) if is_plain(value) => row,
        _ => None,
    }
}

/// Whether there is nothing to say of a value but what it is.
fn is_plain(value: &Partial) -> bool {
    value.absence == Absence::Never && value.undefined.is_none()
}
