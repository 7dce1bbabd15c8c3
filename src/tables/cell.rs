//! The text of one cell of an extract as what its column holds.

mod date;
mod number;

use std::sync::Arc;

use super::Cell;
use super::mistake::{CellProblem, Problem, Wrong};
use crate::pack::rule::{Column, Pack};
use crate::pack::{Base, Duration, Id, Known, Members, Partial, Range, Truth, words};

/// How many characters of a wrong cell are kept: more than a message prints.
const KEPT: usize = 100;

/// Reads a cell; nothing where it is blank and that says nothing of its value.
pub(super) fn read(pack: &Pack, column: Id<Column>, text: &str) -> Result<Option<Cell>, Problem> {
    let Column { table, ty, key, .. } = &pack.columns[column];
    let combines = *key && pack.tables[*table].by_choices;
    match text.trim() {
        // It would silently speak of every member.
        "" if combines => Err(Problem::BlankKey),
        "*" if combines => Ok(None),
        "" => Ok(ty.optional.then(|| Cell::Known(Partial::absent(*ty, pack.members(ty.base))))),
        _ => {
            let written = written(pack, ty.base);
            let problem = |wrong| problem(written, text, wrong);
            // A space at the end of a key cannot be seen, and would tell apart rows that are one.
            let is_key = *key || matches!(ty.base, Base::Row(_));
            let text = if is_key { text.trim() } else { text };
            let known = value(pack, written, text).map_err(problem)?;
            Ok(match ty.base {
                Base::Row(_) => words::key(&known).map(Cell::Reference),
                _ => Some(Cell::Known(known.into())),
            })
        }
    }
}

fn problem(base: Base, text: &str, wrong: Wrong) -> Problem {
    Problem::Cell(CellProblem { base, found: text.chars().take(KEPT).collect(), wrong })
}

/// What is wrong with a cell that holds the byte 0.
#[cfg(feature = "parquet")]
pub(super) fn with_nul(pack: &Pack, column: Id<Column>, text: &str) -> Problem {
    problem(written(pack, pack.columns[column].ty.base), text, Wrong::Nul)
}

/// What a cell holds: of a reference, the key of the other table.
pub(super) fn written(pack: &Pack, base: Base) -> Base {
    let Base::Row(table) = base else { return base };
    pack.keys(table).next().map_or(base, |key| pack.columns[key].ty.base)
}

fn value(pack: &Pack, base: Base, text: &str) -> Result<Known, Wrong> {
    let trimmed = text.trim();
    if is_not_computed(trimmed) || (base != Base::Text && is_too_wide(trimmed)) {
        return Err(Wrong::NotComputed);
    }
    match base {
        Base::YesNo => yes_no(trimmed).map(Known::YesNo),
        Base::Count => number::count(trimmed).map(|count| Known::Number(Range::exactly(count))),
        Base::Number => number::any(trimmed).map(|number| Known::Number(Range::exactly(number))),
        Base::Percent => number::percent(trimmed).map(|percent| Known::Number(Range::exactly(percent))),
        Base::Date => date::read(trimmed).map(|date| Known::Date(Range::exactly(date))),
        Base::Duration => {
            let duration = Duration::parse(trimmed).ok_or(Wrong::Shape)?;
            Ok(Known::Duration(Range::exactly(duration)))
        }
        Base::Text => Ok(Known::Text(Some(Arc::from(text)))),
        Base::Choice(_) => member(pack, base, trimmed).map(Known::Choice),
        Base::Set(_) => set(pack, base, trimmed).map(Known::exact_set),
        // A key that other tables refer to is never itself a row.
        Base::Row(_) => Err(Wrong::Shape),
    }
}

/// What Excel and LibreOffice write for a formula without a result.
fn is_not_computed(text: &str) -> bool {
    const ERRORS: [&str; 15] = [
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BUSY!",
        "#CONNECT!",
        "#BLOCKED!",
        "#UNKNOWN!",
        "#GETTING_DATA",
    ];
    let code = text.strip_prefix("Err:");
    let has_a_code =
        code.is_some_and(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit()));
    has_a_code || ERRORS.contains(&text)
}

/// `########`, which stands where a column is too narrow or a date is negative.
fn is_too_wide(text: &str) -> bool {
    text.len() > 1 && text.bytes().all(|byte| byte == b'#')
}

fn yes_no(text: &str) -> Result<Truth, Wrong> {
    let is = |words: [&str; 2]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(["yes", "true"]) {
        Ok(Truth::Yes)
    } else if is(["no", "false"]) {
        Ok(Truth::No)
    } else {
        Err(Wrong::Shape)
    }
}

fn member(pack: &Pack, base: Base, name: &str) -> Result<Members, Wrong> {
    let members = base.choice().map(|choice| pack.choices[choice].members.as_slice()).unwrap_or_default();
    let index = members.iter().position(|member| member == name);
    index.map(Members::one).ok_or_else(|| Wrong::Member { name: name.chars().take(KEPT).collect() })
}

/// Names with `;` between them. Blanks between two of them, or behind the last, name nothing, so that `;` alone is the
/// empty set.
fn set(pack: &Pack, base: Base, text: &str) -> Result<Members, Wrong> {
    let names = text.split(';').map(str::trim).filter(|name| !name.is_empty());
    names.map(|name| member(pack, base, name)).try_fold(Members::NONE, |all, one| Ok(all.union(one?)))
}
