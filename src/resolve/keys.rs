//! Keys of tables, and references that name rows by them.

use super::error::{Errors, RuleError, TypeError};
use super::names::{ColumnName, Names};
use super::types;
use crate::pack::rule::Table;
use crate::pack::{Base, Id, Type};
use crate::source::Span;

/// How many rows a table keyed by choices may have. They are answered by hand.
const MOST_COMBINATIONS: usize = 10_000;

/// Every table has a key that is read and always there, and every reference is to a table with one simple key.
pub(super) fn check(names: &Names<'_>, errors: &mut Errors) {
    for (id, table) in names.tables.entries() {
        if names.keys(id).next().is_none() {
            errors.add(table.item.name.span, RuleError::NoKey { table: table.item.name.text.clone() });
        }
    }
    for (id, table) in names.tables.entries().filter(|(id, _)| names.by_choices(*id)) {
        let members =
            names.keys(id).filter_map(|key| key.ty).map(|ty| names.members(ty.base).indexes().count());
        let rows = members.fold(1_usize, usize::saturating_mul);
        if rows > MOST_COMBINATIONS {
            let (table, most) = (table.item.name.text.clone(), MOST_COMBINATIONS);
            errors.add(names.tables[id].item.name.span, RuleError::TooManyCombinations { table, most });
        }
    }
    for column in &names.columns {
        let name = &column.item.name;
        if column.item.key && column.item.ty.optional > 0 {
            errors.add(column.item.ty.span, RuleError::OptionalKey { column: name.text.clone() });
        }
        if let (true, Some(computed)) = (column.item.key, &column.item.computed) {
            errors.add(computed.span, RuleError::ComputedKey { column: name.text.clone() });
        }
        if let Some(table) = column.ty.and_then(types::row_of) {
            reference(names, table, column.item.ty.name.span, errors);
        }
    }
}

/// A reference names a row by one value.
fn reference(names: &Names<'_>, table: Id<Table>, place: Span, errors: &mut Errors) {
    let mut keys = names.keys(table);
    let why = match (keys.next(), keys.next()) {
        (Some(_), Some(_)) => "has more than one key",
        (Some(ColumnName { ty: Some(Type { base: Base::Choice(_), .. }), .. }), None) => {
            "is keyed by a choice"
        }
        (Some(ColumnName { ty: Some(Type { base: Base::Row(_), .. }), .. }), None) => {
            "is keyed by a row of another table"
        }
        _ => return,
    };
    errors.add(place, TypeError::Unreferable { table: names.table_name(table).to_string(), why });
}
