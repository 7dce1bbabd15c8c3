//! What the expressions of a pack use of it.

use super::Slots;
use super::expr::{Expr, ExprKind};
use super::rule::{Clause, Column, Pack, TemplatePart};

impl Pack {
    /// Every expression of the pack but those of scenarios.
    pub fn expressions(&self) -> impl Iterator<Item = &Expr> {
        let measured = self.facts.iter().filter_map(|fact| fact.measured.as_ref());
        let computed = self.columns.iter().filter_map(|column| column.computed.as_ref());
        let defines = self.defines.iter().map(|define| &define.value);
        let conditions = self.requirements.iter().filter_map(|requirement| requirement.applies_when.as_ref());
        let clauses = self.requirements.iter().flat_map(|requirement| &requirement.clauses);
        measured.chain(computed).chain(defines).chain(conditions).chain(clauses.flat_map(Clause::expressions))
    }

    /// Whether any expression reads a column, of each.
    pub fn columns_read(&self) -> Slots<Column, bool> {
        let mut read = Slots::new(&self.columns, |_| false);
        for part in self.expressions().flat_map(Expr::parts) {
            if let ExprKind::Column { column, .. } = &part.kind {
                read[*column] = true;
            }
        }
        read
    }
}

impl Clause {
    /// Its condition, and what its finding prints.
    pub fn expressions(&self) -> impl Iterator<Item = &Expr> {
        let printed = self.finding.iter().flat_map(|finding| &finding.parts).filter_map(|part| match part {
            TemplatePart::Value(value) => Some(value),
            TemplatePart::Text(_) => None,
        });
        std::iter::once(&self.condition).chain(printed)
    }
}
