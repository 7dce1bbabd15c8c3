//! The cells of a column as they come, row after row.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::codes::Codes;
use super::{Cells, Kept, Texts, is_plain};
use crate::pack::{Base, Known, Partial, Type};

/// The cells of a column as they come, row after row.
#[derive(Debug)]
pub struct Builder {
    cells: Cells,
    /// The places of the distinct values. It is only ever looked into, never iterated.
    index: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// How many of the values [`Builder::take_part`] has told.
    told: usize,
    /// How often the numbers have been given anew.
    restarts: usize,
}

/// The rows that have come to a builder in a while.
#[derive(Debug)]
pub struct Part {
    rows: PartRows,
    /// The values that have got a number in that while, in the order of their numbers.
    new_values: Vec<Partial>,
    /// Whether the first of them has the first number.
    starts_anew: bool,
}

#[derive(Debug)]
enum PartRows {
    Codes(Codes),
    Texts(Texts),
}

impl Builder {
    /// Whether they are kept by their values.
    pub fn are_values(&self) -> bool {
        self.cells.are_values()
    }

    /// No cells yet, which are to be of this type.
    pub fn of(ty: Type) -> Builder {
        Builder {
            cells: Cells::of(ty),
            index: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            told: 0,
            restarts: 0,
        }
    }

    /// The same of cells as they are given: of references, keys.
    pub(in crate::tables) fn as_given(ty: Type) -> Builder {
        Builder::of(match ty.base {
            Base::Row(_) => Type { base: Base::Text, ..ty },
            _ => ty,
        })
    }

    /// Adds cells that another builder of the same type has had. `numbers` has the number here of each value there, as
    /// far as that has been told.
    pub(in crate::tables) fn append(&mut self, part: &Part, numbers: &mut Vec<u32>) {
        if part.starts_anew {
            numbers.clear();
        }
        for value in &part.new_values {
            numbers.push(self.code_of(value));
        }
        match (&mut self.cells.0, &part.rows) {
            (Kept::Values { codes: own, .. }, PartRows::Codes(codes)) => own.append(codes, numbers),
            (Kept::Texts(own), PartRows::Texts(texts)) => own.append(texts, numbers),
            // References are looked up when all rows are there.
            _ => {}
        }
    }

    /// Takes the rows that have come out of the builder, which goes on with the next.
    pub(in crate::tables) fn take_part(&mut self) -> Part {
        let told = std::mem::replace(&mut self.told, self.cells.values().len());
        let new_values = self.cells.values().get(told..).unwrap_or_default().to_vec();
        let rows = match &mut self.cells.0 {
            Kept::Values { codes, .. } => PartRows::Codes(std::mem::replace(codes, Codes::new())),
            Kept::Texts(texts) => PartRows::Texts(texts.take_rows()),
            Kept::Rows { .. } | Kept::Few { .. } => PartRows::Codes(Codes::new()),
        };
        Part { rows, new_values, starts_anew: told == 0 }
    }

    /// The cells that have come so far.
    pub fn cells(&self) -> &Cells {
        &self.cells
    }

    /// Lends the cells out, to be given back by [`Builder::take_back`].
    pub fn lend(&mut self) -> Cells {
        std::mem::take(&mut self.cells)
    }

    /// Takes back what [`Builder::lend`] gave.
    pub fn take_back(&mut self, cells: Cells) {
        self.cells = cells;
    }

    /// Lets the last row go.
    pub fn pop(&mut self) {
        match &mut self.cells.0 {
            Kept::Values { codes, .. } => codes.pop(),
            Kept::Rows { rows, .. } => rows.truncate(rows.len().saturating_sub(1)),
            Kept::Texts(texts) => texts.pop(),
            Kept::Few { .. } => {}
        }
    }

    /// Lets the rows go; numbers of values stay.
    pub fn clear(&mut self) {
        match &mut self.cells.0 {
            Kept::Values { codes, .. } => codes.clear(),
            Kept::Rows { rows, .. } => rows.clear(),
            Kept::Texts(texts) => texts.clear_rows(),
            Kept::Few { .. } => {}
        }
    }

    /// How many distinct values have a number, and how often these have been given anew. While neither changes, each
    /// number stands for the same value.
    pub fn numbering(&self) -> (usize, usize) {
        (self.restarts, self.cells.values().len())
    }

    /// Forgets all values and rows, so that numbers are given anew.
    pub fn restart(&mut self) {
        self.cells.0 = match &self.cells.0 {
            Kept::Texts(_) => Kept::Texts(Texts::default()),
            Kept::Rows { .. } => Kept::Rows { rows: Vec::new(), others: Vec::new() },
            Kept::Values { .. } | Kept::Few { .. } => {
                Kept::Values { values: Vec::new(), codes: Codes::new() }
            }
        };
        self.index.clear();
        self.told = 0;
        self.restarts = self.restarts.saturating_add(1);
    }

    /// The cell of the next row.
    pub fn push(&mut self, value: &Partial) {
        match (&self.cells.0, &value.known) {
            (Kept::Rows { .. }, Known::Row(Some(row))) if is_plain(value) => self.push_row(*row),
            (Kept::Texts(_), Known::Text(Some(text))) if is_plain(value) => self.push_text(text),
            _ => {
                let code = self.code_of(value);
                self.push_code(code);
            }
        }
    }

    /// A reference to the row at this place.
    pub fn push_row(&mut self, row: usize) {
        if let Kept::Rows { rows, .. } = &mut self.cells.0 {
            rows.push(u32::try_from(row).unwrap_or(u32::MAX));
        }
    }

    /// A text.
    pub fn push_text(&mut self, text: &str) {
        if let Kept::Texts(texts) = &mut self.cells.0 {
            texts.push(text);
        }
    }

    /// The cell of the next row by the number that [`Builder::code_of`] has given.
    pub fn push_code(&mut self, code: u32) {
        match &mut self.cells.0 {
            Kept::Values { codes, .. } => codes.push(code),
            Kept::Rows { rows, .. } => rows.push(u32::MAX.saturating_sub(code)),
            Kept::Texts(texts) => texts.push_other(code),
            Kept::Few { .. } => {}
        }
    }

    /// The number of a value, which is a new one where no row has had it.
    pub fn code_of(&mut self, value: &Partial) -> u32 {
        let values = self.cells.0.values_mut();
        let at = |code: &u32| usize::try_from(*code).ok();
        // Hashed as it is found again below.
        let hash = self.hasher.hash_one(Some(value));
        let is_it = |code: &u32| at(code).and_then(|at| values.get(at)) == Some(value);
        if let Some(code) = self.index.find(hash, is_it) {
            return *code;
        }
        let code = u32::try_from(values.len()).unwrap_or(u32::MAX);
        values.push(value.clone());
        let hasher = &self.hasher;
        let rehash = |code: &u32| hasher.hash_one(at(code).and_then(|at| values.get(at)));
        self.index.insert_unique(hash, code, rehash);
        code
    }

    /// All cells.
    pub fn finish(mut self) -> Cells {
        match &mut self.cells.0 {
            Kept::Values { codes, .. } => codes.shrink(),
            Kept::Rows { rows, .. } => rows.shrink_to_fit(),
            Kept::Texts(texts) => texts.shrink(),
            Kept::Few { .. } => {}
        }
        self.cells
    }
}
