//! A file of records that cannot be read, in whole or in part.

use super::cell::expected;
use crate::diagnostic::{Code, quote};
use crate::pack::Base;
use crate::pack::rule::Pack;

/// What is wrong with a file as a whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FileProblem {
    /// It is a workbook of a spreadsheet program.
    Workbook,
    /// It is Parquet, which this program is built without.
    Parquet,
    /// It is Parquet, and the whole of it is encrypted.
    Encrypted,
    /// It is Parquet without its end.
    CutOff,
    /// It is Parquet, and the part that says what it holds cannot be read.
    Footer,
    /// It is Parquet with more rows than are counted.
    TooManyRows,
    /// It is Parquet, and a column is compressed in a way that is not known.
    Compression {
        /// The name of that way.
        name: String,
    },
    /// It is Parquet that cannot be read from this row on.
    Damaged,
    /// It is UTF-16.
    Utf16,
    /// It is not UTF-8.
    NotUtf8,
    /// It holds the byte 0.
    Nul,
    /// It has no first line, or a blank one.
    NoHeader,
    /// Its first line names no column of the table.
    NotAHeader,
    /// Its first line is a note to Excel.
    SeparatorLine,
    /// Its cells are not separated by commas.
    Separator(Separator),
}

/// What is wrong with the header of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HeaderProblem {
    /// It does not name a column.
    MissingColumn {
        /// A column that it names, and that may be meant.
        near: Option<String>,
    },
    /// It names a column that the rules compute.
    ComputedColumn,
    /// It names a column more than once.
    RepeatedColumn,
    /// A column of a Parquet file is of a type that does not hold what the table asks for.
    UnfitColumn {
        /// What the table asks for.
        base: Base,
        /// What the column holds, as people say it.
        holds: String,
    },
    /// It names columns that the table does not have: a warning.
    ExtraColumns {
        /// The first of them.
        names: Vec<String>,
        /// How many others have a name.
        more: usize,
        /// How many have none.
        nameless: usize,
    },
}

/// What stands between cells instead of a comma.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Separator {
    /// `;`
    Semicolon,
    /// The tabulator.
    Tab,
}

/// What is wrong with a row of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RowProblem {
    /// It is longer than any record may be.
    TooLong {
        /// How long one may be.
        mebibytes: usize,
    },
    /// It has too few cells, or too many.
    Ragged {
        /// How many it has.
        cells: usize,
        /// How many the header has.
        columns: usize,
    },
    /// A quotation mark stands within a cell.
    StrayQuote,
    /// A quotation mark opens a cell that no other closes.
    NeverClosed,
    /// All cells are blank, from its line to this one.
    Blank {
        /// The last of these lines.
        last: u64,
    },
    /// The same to the end of the file: a warning.
    BlankAtTheEnd {
        /// The last of these lines.
        last: u64,
    },
}

/// How a file gets the form that is read.
const SAVE: &str = "save the sheet as `CSV UTF-8 (Comma delimited)`";

impl FileProblem {
    /// Code, message and help.
    pub(super) fn in_words(&self, place: &str) -> (Code, String, String) {
        let (code, what, help) = match self {
            FileProblem::Workbook => {
                (Code::ExtractEncoding, "expected CSV, found a workbook", SAVE.to_owned())
            }
            FileProblem::Parquet => (
                Code::Parquet,
                "expected CSV, found Parquet, which this `tipstaff` is built without",
                "build it with `cargo install --path . --features parquet`, or save the records as CSV".to_owned(),
            ),
            FileProblem::Encrypted => {
                (Code::Parquet, "the Parquet file is encrypted", "write it without encryption".to_owned())
            }
            FileProblem::CutOff => (
                Code::Parquet,
                "the Parquet file lacks its end",
                "it was not written or copied to its end; write it anew".to_owned(),
            ),
            FileProblem::Footer => (
                Code::Parquet,
                "what the end of the Parquet file says of its columns and rows cannot be read",
                "it is damaged, or columns of it are encrypted; write it anew".to_owned(),
            ),
            FileProblem::TooManyRows => (
                Code::Parquet,
                "the Parquet file says that it has more than 4,294,967,295 rows",
                "write fewer rows into it".to_owned(),
            ),
            FileProblem::Compression { name } => {
                let message = format!("{place}: the column is compressed as {name}");
                return (Code::Parquet, message, "compress it with Snappy or Zstandard, or not at all".to_owned());
            }
            FileProblem::Damaged => (
                Code::Parquet,
                "the Parquet file cannot be read from here on",
                "it is damaged, or has pages of more than 256 MiB; write it anew".to_owned(),
            ),
            FileProblem::Utf16 => {
                (Code::ExtractEncoding, "expected UTF-8 text, found UTF-16", SAVE.to_owned())
            }
            FileProblem::NotUtf8 => (Code::ExtractEncoding, "this line is not UTF-8 text", SAVE.to_owned()),
            FileProblem::Nul => {
                (Code::ExtractEncoding, "this line holds a byte 0, which no text does", SAVE.to_owned())
            }
            FileProblem::NoHeader => (
                Code::NoHeader,
                "there is no header",
                "the first line names the columns, with commas between them".to_owned(),
            ),
            FileProblem::NotAHeader => (
                Code::NoHeader,
                "the first line names no column of the table",
                "the first line names the columns as the rule pack does; is it there, and is it the right file?".to_owned(),
            ),
            FileProblem::SeparatorLine => (
                Code::Separator,
                "expected the names of the columns, found a note to Excel on how cells are separated",
                "delete this line, so that the names of the columns come first".to_owned(),
            ),
            FileProblem::Separator(separator) => return separator.in_words(place),
        };
        (code, format!("{place}: {what}"), help)
    }
}

impl HeaderProblem {
    /// Code, message and help.
    pub(super) fn in_words(&self, pack: &Pack, place: &str) -> (Code, String, String) {
        let (code, what, help) = match self {
            HeaderProblem::UnfitColumn { base, holds } => {
                let message = format!("{place}: expected {}, found {holds}", expected(pack, *base));
                return (Code::ColumnType, message, fitting(*base));
            }
            HeaderProblem::MissingColumn { near } => (
                Code::MissingColumn,
                "the header does not name it",
                near.as_ref().map_or_else(
                    || "every column is there, also where all of its cells are blank".to_owned(),
                    |near| format!("the header names {}; is that the one?", quote(near)),
                ),
            ),
            HeaderProblem::ComputedColumn => (
                Code::ComputedColumn,
                "the rules compute it from the others, so it cannot be given",
                "delete the column from the file".to_owned(),
            ),
            HeaderProblem::RepeatedColumn => (
                Code::RepeatedColumn,
                "the header names it more than once",
                "delete or rename all but one".to_owned(),
            ),
            HeaderProblem::ExtraColumns { names, more, nameless } => {
                let message = format!("{place}: no rule reads {}", unread(names, *more, *nameless));
                let help = "leave out what is not read before you hand the file on".to_owned();
                return (Code::ExtraColumn, message, help);
            }
        };
        (code, format!("{place}: {what}"), help)
    }
}

/// `` the columns `a`, `b` and 3 more, nor 2 without a name ``
fn unread(names: &[String], more: usize, nameless: usize) -> String {
    let columns = |count: usize| if count == 1 { "column" } else { "columns" };
    let quoted: Vec<String> = names.iter().map(|name| quote(name)).collect();
    let named = match (quoted.as_slice(), more) {
        ([], _) => return format!("{nameless} {} without a name", columns(nameless)),
        ([only], 0) => format!("the column {only}"),
        ([first @ .., last], 0) => format!("the columns {} and {last}", first.join(", ")),
        (all, more) => format!("the columns {} and {more} more", all.join(", ")),
    };
    if nameless == 0 { named } else { format!("{named}, nor {nameless} without a name") }
}

/// Which types of Parquet hold what a column asks for.
fn fitting(base: Base) -> String {
    let types = match base {
        Base::YesNo => "booleans, or text",
        Base::Count | Base::Number => "whole numbers, decimals, floating-point numbers, or text",
        Base::Percent => {
            "text with the sign, such as `97.5%`: of a number alone nobody could tell whether 1 is 1% or 100%"
        }
        Base::Date => "dates, or text; timestamps without a time zone where all are at midnight",
        Base::Text | Base::Row(_) => "text, or whole numbers",
        Base::Duration | Base::Choice(_) | Base::Set(_) => "text",
    };
    format!("write the column as {types}")
}

impl Separator {
    fn in_words(self, place: &str) -> (Code, String, String) {
        let (what, more) = match self {
            Separator::Semicolon => {
                ("semicolons", "; where Excel still writes semicolons, its list separator is not a comma")
            }
            Separator::Tab => ("tabs", ""),
        };
        let message = format!("{place}: the cells are separated by {what}, not by commas");
        let help = format!("{SAVE}{more}");
        (Code::Separator, message, help)
    }
}

impl RowProblem {
    /// Code, message and help.
    pub(super) fn in_words(&self, place: &str) -> (Code, String, String) {
        let (code, what, help) = match self {
            RowProblem::Ragged { cells, columns } => {
                let help = if cells > columns {
                    "a cell that holds a comma stands in quotation marks"
                } else {
                    "a row has a comma between all of its cells, also where they are blank"
                };
                (Code::RaggedRow, format!("expected {columns} cells as in the header, found {cells}"), help)
            }
            RowProblem::TooLong { mebibytes } => (
                Code::RaggedRow,
                format!("the row is longer than {mebibytes} MiB, and nothing behind it was read"),
                "a row ends with its line; is this a file of records?",
            ),
            RowProblem::StrayQuote => (
                Code::QuotationMarks,
                "a quotation mark stands inside a cell".to_owned(),
                "put the whole cell in quotation marks and write each one inside it twice: `\"6\"\" ruler\"`",
            ),
            RowProblem::NeverClosed => (
                Code::QuotationMarks,
                "a quotation mark opens a cell and is never closed".to_owned(),
                "close the cell with a second one; one that belongs to the text is written twice",
            ),
            RowProblem::Blank { last } => (
                Code::BlankRows,
                format!("all cells are blank{}", up_to(place, *last)),
                "delete these rows, or fill them in",
            ),
            RowProblem::BlankAtTheEnd { last } => (
                Code::BlankRows,
                format!("all cells are blank{}, at the end of the file", up_to(place, *last)),
                "spreadsheets write such rows where cells have been emptied; delete the rows",
            ),
        };
        (code, format!("{place}: {what}"), help.to_owned())
    }
}

/// ` up to line 12`, where the place is not that line.
fn up_to(place: &str, last: u64) -> String {
    let last = format!(" line {last}");
    if place.ends_with(&last) { String::new() } else { format!(" up to{last}") }
}
