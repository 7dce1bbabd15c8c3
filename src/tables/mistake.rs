//! What can be wrong with records: facts first, and one place that puts them into words.

mod cell;
mod extract;

pub use cell::{CellProblem, Wrong};
pub use extract::{FileProblem, HeaderProblem, RowProblem, Separator};

use super::{Extract, Origin, Place};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::pack::Id;
use crate::pack::rule::{Column, Pack, Table};

/// A mistake in one row of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mistake {
    /// The table.
    pub table: Id<Table>,
    /// The column, where it is one cell that is wrong.
    pub column: Option<Id<Column>>,
    /// The row.
    pub place: Place,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    /// The key, or a part of it, is blank.
    BlankKey,
    /// Another row has this key.
    DuplicateKey {
        /// The key.
        key: String,
        /// The first row that has it.
        first: Place,
    },
    /// A reference names a row that is not there.
    NoSuchRow {
        /// The key that it names.
        key: String,
        /// The table that has no such row.
        table: Id<Table>,
    },
    /// Two rows that name equally many keys say something of the same cell.
    Undecided {
        /// The combination that both speak of.
        combination: String,
        /// The other row.
        other: Place,
    },
    /// A file of records cannot be read.
    File(FileProblem),
    /// The header of a file does not fit the table.
    Header(HeaderProblem),
    /// A row of a file cannot be read.
    Row(RowProblem),
    /// A cell of a file cannot be read.
    Cell(CellProblem),
}

impl Problem {
    /// Whether the records can be used all the same.
    pub fn is_warning(&self) -> bool {
        matches!(
            self,
            Problem::Header(HeaderProblem::ExtraColumns { .. })
                | Problem::Row(RowProblem::BlankAtTheEnd { .. })
        )
    }
}

/// The mistakes of one table, of which no more are kept than are shown: every cell of a file may be wrong.
#[derive(Default, Debug)]
pub struct Mistakes {
    errors: Vec<Mistake>,
    more: usize,
    /// There is at most one of each kind.
    warnings: Vec<Mistake>,
}

impl Mistakes {
    /// How many mistakes of one table are put into words.
    pub const SHOWN: usize = 20;

    /// Adds one.
    pub fn push(&mut self, mistake: Mistake) {
        if mistake.problem.is_warning() {
            self.warnings.push(mistake);
        } else if self.errors.len() < Mistakes::SHOWN {
            self.errors.push(mistake);
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// Counts so many more, which are not listed.
    pub fn count_more(&mut self, more: usize) {
        self.more = self.more.saturating_add(more);
    }

    /// Adds those that come behind.
    pub fn append(&mut self, others: Mistakes) {
        others.errors.into_iter().chain(others.warnings).for_each(|mistake| self.push(mistake));
        self.more = self.more.saturating_add(others.more);
    }

    /// The first twenty errors, how many more there are, and the warnings.
    pub fn in_words(&self, pack: &Pack, origin: &Origin) -> Vec<Diagnostic> {
        let mut diagnostics: Vec<Diagnostic> =
            self.errors.iter().map(|mistake| mistake.in_words(pack, origin)).collect();
        if let (Some(first), true) = (self.errors.first(), self.more > 0) {
            let noun = if self.more == 1 { "mistake" } else { "mistakes" };
            let table = place_of_table(pack, origin, first.table);
            let text = format!("{} more {noun} in {table} not listed", self.more);
            diagnostics.push(at(Diagnostic::error(Code::RecordsMore, text), origin, Place::Nowhere));
        }
        diagnostics.extend(self.warnings.iter().map(|mistake| mistake.in_words(pack, origin)));
        diagnostics
    }
}

/// The mistakes of one table in words: the first twenty, and how many more there are.
pub fn in_words(pack: &Pack, origin: &Origin, mistakes: &[Mistake]) -> Vec<Diagnostic> {
    let mut kept = Mistakes::default();
    mistakes.iter().cloned().for_each(|mistake| kept.push(mistake));
    kept.in_words(pack, origin)
}

impl Mistake {
    /// The mistake in words.
    pub fn in_words(&self, pack: &Pack, origin: &Origin) -> Diagnostic {
        let place = self.place_in_words(pack, origin);
        let (code, message, help) = match &self.shown(origin) {
            Problem::BlankKey => (
                Code::BlankKey,
                format!("{place}: the key is blank"),
                if pack.tables[self.table].by_choices {
                    "name the member, or write `*` for every one".to_owned()
                } else {
                    "every row has a key of its own, so that it can be found again".to_owned()
                },
            ),
            Problem::DuplicateKey { key, first } => (
                Code::DuplicateKey,
                format!("{place}: the key {} is taken{}", quote(key), number(" by", *first)),
                "every row has a key of its own; was a row exported twice?".to_owned(),
            ),
            Problem::NoSuchRow { key, table } => (
                Code::NoSuchRow,
                format!("{place}: no row of `{}` has the key {}", pack.tables[*table].name, quote(key)),
                format!("add the row, or give `{}` as a sample", pack.tables[*table].name),
            ),
            Problem::Undecided { combination, .. } => (
                Code::Undecided,
                format!("{place}: two rows speak of {}, and neither is closer to it", quote(combination)),
                "say it of that combination itself".to_owned(),
            ),
            Problem::File(problem) => problem.in_words(&place),
            Problem::Header(problem) => problem.in_words(pack, &place),
            Problem::Row(problem) => problem.in_words(&place),
            Problem::Cell(problem) => problem.in_words(pack, self.column, &place),
        };
        let new = if self.problem.is_warning() { Diagnostic::warning } else { Diagnostic::error };
        let diagnostic = at(new(code, message), origin, self.place).help(help);
        match self.problem {
            Problem::DuplicateKey { first: Place::Written(other), .. }
            | Problem::Undecided { other: Place::Written(other), .. } => {
                diagnostic.label(other, "the other row")
            }
            _ => diagnostic,
        }
    }

    /// The problem with keys as they are shown.
    fn shown(&self, origin: &Origin) -> Problem {
        let Origin::Extract(Extract { redaction, .. }) = origin else { return self.problem.clone() };
        match self.problem.clone() {
            Problem::DuplicateKey { key, first } => Problem::DuplicateKey { key: redaction.show(key), first },
            Problem::NoSuchRow { key, table } => Problem::NoSuchRow { key: redaction.show(key), table },
            // Where columns are shifted or swapped, any cell may hold a key.
            Problem::Cell(problem) if redaction.hides() => {
                let found = redaction.show(problem.found);
                let wrong = match problem.wrong {
                    Wrong::Member { .. } => Wrong::Member { name: found.clone() },
                    // What it most likely stands for would be the text again.
                    _ => Wrong::Shape,
                };
                Problem::Cell(CellProblem { found, wrong, ..problem })
            }
            problem => problem,
        }
    }

    /// `` `extracts/visits.csv` line 12, column `on` ``
    fn place_in_words(&self, pack: &Pack, origin: &Origin) -> String {
        let table = place_of_table(pack, origin, self.table);
        let column = self.column.map(|column| format!(", column `{}`", pack.columns[column].name));
        format!("{table}{}{}", number("", self.place), column.unwrap_or_default())
    }
}

fn place_of_table(pack: &Pack, origin: &Origin, table: Id<Table>) -> String {
    match origin {
        Origin::Extract(extract) | Origin::NotAtHand(extract) => quote(&extract.path),
        _ => format!("table `{}`", pack.tables[table].name),
    }
}

/// ` line 12`, or ` row 12` of a file that has no lines.
fn number(before: &str, place: Place) -> String {
    match place {
        Place::Line(line) => format!("{before} line {line}"),
        Place::Row(row) => format!("{before} row {row}"),
        Place::Written(_) | Place::Nowhere => String::new(),
    }
}

/// The diagnostic with its place: the row where it is written in a file that can be shown, else the line that names the
/// extract. Records themselves are never shown.
fn at(diagnostic: Diagnostic, origin: &Origin, place: Place) -> Diagnostic {
    match (place, origin) {
        (Place::Written(span), _) => diagnostic.label(span, "this row"),
        (_, Origin::Extract(extract) | Origin::NotAtHand(extract)) => {
            diagnostic.label(extract.span, "read for this table")
        }
        (_, Origin::Written(span)) => diagnostic.label(*span, "this table"),
        (_, Origin::NotGiven) => diagnostic,
    }
}
