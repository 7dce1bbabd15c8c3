//! One statement: a bare value, or a table with just one of the forms that say something of a value.

use super::context::Sources;
use super::error::{StatementError, StatementProblem};
use super::{Statement, StatementKind, cite, form, value};
use crate::document::field::{table, text};
use crate::document::{Item, Mistakes, Node};
use crate::pack::rule::{Choice, Fact, Pack};
use crate::pack::{Base, Id, Members, Partial, Type};
use crate::source::Span;

/// What a statement answers: a fact of the pack, or a cell of one of its tables.
pub(super) struct Asked<'p> {
    /// What messages call it: `bail.every_period`.
    pub(super) name: String,
    /// Its type.
    pub(super) ty: Type,
    /// The choice that its values are made of.
    pub(super) choice: Option<&'p Choice>,
    /// Where the pack declares it.
    pub(super) declared: Span,
}

impl<'p> Asked<'p> {
    /// A fact of the pack.
    pub(super) fn of(pack: &'p Pack, fact: Id<Fact>) -> Asked<'p> {
        let Fact { ty, span, .. } = pack.facts[fact];
        Asked::of_type(pack, pack.fact_name(fact), ty, span)
    }

    /// Something of this type that is declared there.
    pub(super) fn of_type(pack: &'p Pack, name: String, ty: Type, declared: Span) -> Asked<'p> {
        let choice = ty.base.choice().map(|choice| &pack.choices[choice]);
        Asked { name, ty, choice, declared }
    }

    /// What is known where nothing is stated.
    pub(super) fn nothing_known(&self) -> Partial {
        Partial::unknown(self.ty, self.all_members())
    }

    /// An item as the answer to this, so that messages name the fact and not the form of the statement.
    pub(super) fn answer(&self, item: Item) -> Item {
        Item { name: self.name.clone(), ..item }
    }

    /// Reports a statement that states nothing of this.
    pub(super) fn report(&self, problem: StatementProblem<'_>, span: Span, errors: &mut Mistakes) {
        errors.push(StatementError { fact: &self.name, declared: self.declared, span, problem });
    }

    fn all_members(&self) -> Members {
        self.choice.map_or(Members::NONE, |choice| Members::first(choice.members.len()))
    }
}

/// All statements of an item that is named as messages name the fact: one, or a list of them. For a set a list is one
/// value, unless a table is in it.
pub(super) fn statements(
    item: Item,
    asked: &Asked<'_>,
    sources: &Sources,
    errors: &mut Mistakes,
) -> Vec<Statement> {
    let Node::List(values) = &item.value.node else {
        return statement(item, asked, sources, errors).into_iter().collect();
    };
    let holds_table = values.iter().any(|value| matches!(value.node, Node::Table(_)));
    if !holds_table && matches!(asked.ty.base, Base::Set(_)) {
        return statement(item, asked, sources, errors).into_iter().collect();
    }
    if values.is_empty() {
        item.reject("a value, or a list of statements in braces", errors);
    }
    let parts = item.into_parts().into_iter().flatten();
    parts.filter_map(|part| in_braces(part, asked, sources, errors)).collect()
}

/// A bare value, or a statement in braces.
fn statement(item: Item, asked: &Asked<'_>, sources: &Sources, errors: &mut Mistakes) -> Option<Statement> {
    if matches!(item.value.node, Node::Table(_)) {
        return in_braces(item, asked, sources, errors);
    }
    let span = item.span();
    let known = value::stated(item, asked, errors)?;
    Some(Statement { kind: StatementKind::Known(known.into()), span, cites: Vec::new(), note: None })
}

fn in_braces(item: Item, asked: &Asked<'_>, sources: &Sources, errors: &mut Mistakes) -> Option<Statement> {
    if !matches!(item.value.node, Node::Table(_)) {
        item.reject("a list of statements in braces, each such as `{ value = … }`", errors);
        return None;
    }
    let span = item.span();
    let mut table = table(item, errors)?;
    let forms = form::take(&mut table);
    let cites = table.optional("cite", |item, errors| cite::cites(item, sources, errors), errors);
    let note = table.optional("note", text, errors);
    // A form that is misspelt is reported as such, which says enough.
    let kind =
        if forms.is_empty() && !table.is_empty() { None } else { form::kind(forms, span, asked, errors) };
    table.finish(errors);
    Some(Statement { kind: kind?, span, cites: cites.unwrap_or_default(), note })
}
