//! Measured facts as SQL: where records live in a warehouse, the rules go to them.
//!
//! Each fact becomes one statement over the tables of the pack. Its row says what [`crate::evaluate`] says of the same
//! records: how many rows are yes, no and in doubt, and between which ends the fact lies. What cannot be said exactly
//! in SQL is refused.

mod aggregate;
mod answer;
mod arithmetic;
mod calendar;
mod compare;
mod compile;
mod cover;
pub mod dialect;
mod expression;
mod print;
mod quantifier;
mod relation;
mod rows;
mod table;
mod value;

use std::collections::BTreeSet;
use std::fmt;

use self::compile::Compiler;
pub use self::dialect::Dialect;
use self::print::{Printer, comment};
use crate::evaluate::reads::reads;
use crate::pack::rule::{Fact, Pack};
use crate::pack::{Date, Id, Partial, Slots};
use crate::source::SourceMap;

/// What statements are made of.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// The rules.
    pub pack: &'a Pack,
    /// The files that the pack was read from.
    pub sources: &'a SourceMap,
    /// The day of the check.
    pub as_of: Date,
    /// What is stated of each fact; nothing where there is no assessment.
    pub stated: Option<&'a Slots<Fact, Partial>>,
}

/// Why a fact cannot be put into SQL.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// Facts enter it of which nothing is known without an assessment.
    NeedsStatements(Vec<String>),
    /// Something in it has no exact counterpart.
    NotExact(String),
}

impl Refusal {
    fn of(what: impl Into<String>) -> Refusal {
        Refusal::NotExact(what.into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::NeedsStatements(facts) => {
                let names: Vec<String> = facts.iter().map(|fact| format!("`{fact}`")).collect();
                write!(f, "it depends on what is stated of {}", names.join(", "))
            }
            Refusal::NotExact(what) => write!(f, "SQL has no exact counterpart of {what}"),
        }
    }
}

/// The facts of a pack that records decide, in its order.
pub fn measured(pack: &Pack) -> impl Iterator<Item = Id<Fact>> {
    pack.facts.entries().filter(|(_, fact)| fact.measured.is_some()).map(|(id, _)| id)
}

/// The statement of a measured fact, with its comments, ending in a line break.
///
/// # Errors
/// Why it cannot be put into SQL.
pub fn statement(question: &Question<'_>, fact: Id<Fact>, dialect: Dialect) -> Result<String, Refusal> {
    let Question { pack, sources, .. } = *question;
    let entry = &pack.facts[fact];
    let Some(expr) = &entry.measured else {
        return Err(Refusal::of("a fact that is stated and not measured"));
    };
    let read: BTreeSet<Id<Fact>> = reads(pack, expr, |_| false).facts;
    if question.stated.is_none() && !read.is_empty() {
        return Err(Refusal::NeedsStatements(read.iter().map(|fact| pack.fact_name(*fact)).collect()));
    }
    let query = Compiler::new(question).fact(fact, expr)?;
    let printer = Printer::new(dialect);
    let printed = printer.query(&query);
    if let Some(problem) = printer.into_impossible().into_iter().next() {
        return Err(Refusal::NotExact(format!("what it says: {problem}")));
    }
    let place = sources.position(expr.span);
    let file = &sources.file(expr.span.file).name;
    let mut words = format!("-- {}\n", pack.fact_name(fact));
    for line in entry.question.iter() {
        words += &format!("-- {}\n", comment(line));
    }
    words += &format!("-- {}, line {}, as of {}\n", comment(file), place.line, question.as_of);
    for fact in read {
        words += &format!("-- with what the assessment states of {}\n", pack.fact_name(fact));
    }
    Ok(format!("{words}{printed};\n"))
}

/// What stands where the statement of a fact would: why there is none, as comments.
pub fn refused(pack: &Pack, fact: Id<Fact>, refusal: &Refusal) -> String {
    let why = comment(&refusal.to_string());
    format!("-- {}\n-- not put into SQL: {why}\n", pack.fact_name(fact))
}

/// What statements read and what comes out, as comments: the tables with the columns that a warehouse must provide.
pub fn heading(question: &Question<'_>, facts: &[Id<Fact>], dialect: Dialect) -> String {
    let Question { pack, as_of, .. } = question;
    let exprs = facts.iter().filter_map(|fact| pack.facts[*fact].measured.as_ref());
    let read: BTreeSet<_> = exprs.flat_map(|expr| reads(pack, expr, |_| false).tables).collect();
    let tables: String = read.into_iter().map(|table| table::described(pack, table, dialect)).collect();
    let manifest = &pack.manifest;
    format!(
        "-- {} {}, as of {as_of}, for {}\n\
         -- Each statement gives one row: fact, yes, no, unknown, low, high.\n\
         -- They read these tables, each with all of its rows. A blank is null.\n--\n{tables}",
        comment(&manifest.id),
        comment(&manifest.version.to_string()),
        dialect.name()
    )
}
