//! Queries: relations that are named one after the other, and the answer that is selected from them.

use super::expression::Sql;

/// A statement.
#[derive(Default, Debug)]
pub(super) struct Query {
    /// Each may read those before it.
    pub(super) named: Vec<Named>,
    /// The row that comes out.
    pub(super) answer: Select,
}

/// A relation with a name.
#[derive(Debug)]
pub(super) struct Named {
    /// What it is, for who reads the statement.
    pub(super) comment: String,
    /// Its name.
    pub(super) name: String,
    /// What it holds.
    pub(super) body: Body,
    /// Whether it is worked out once: where it is put in wherever it is read, what its columns say is said again each
    /// time, and layers of such columns grow beyond measure.
    pub(super) is_kept: bool,
}

/// The rows of all of these.
pub(super) type Body = Vec<Select>;

/// Rows selected from others.
#[derive(Clone, Default, Debug)]
pub(super) struct Select {
    /// The columns.
    pub(super) items: Vec<Item>,
    /// Where they come from: a relation, and what it is called here.
    pub(super) from: Option<(String, &'static str)>,
    /// What stands beside it.
    pub(super) joins: Vec<Join>,
    /// Which rows.
    pub(super) filter: Option<Sql>,
    /// What makes rows one.
    pub(super) group: Vec<Sql>,
}

/// A column, or several.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// All columns of a relation.
    Everything(&'static str),
    /// A value under a name.
    Named(Sql, String),
    /// A text under a name, from here on equal to none but itself.
    Exactly(Sql, String),
}

/// A relation beside another.
#[derive(Clone, Debug)]
pub(super) struct Join {
    /// Which.
    pub(super) relation: String,
    /// What it is called here.
    pub(super) alias: &'static str,
    /// Whether rows without one beside them are kept.
    pub(super) keeps_all: bool,
    /// Which rows belong together; all, where missing.
    pub(super) on: Option<Sql>,
}
