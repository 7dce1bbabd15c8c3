//! What scenarios state of facts and cells, by the same rules as assessments.

use super::declare::unique;
use super::error::{Errors, StatementError, Thing};
use super::expr::all;
use super::names::{ColumnName, Names};
use super::scope::Scope;
use super::types;
use crate::pack::expr::ExprKind;
use crate::pack::rule::{Choice, Table};
use crate::pack::scenario::GivenRow;
use crate::pack::stated::{self, Meaningless};
use crate::pack::{Absence, Base, Id, Known, Members, Partial, Type, words};
use crate::source::Span;
use crate::syntax::ast::{self, GivenKind, GivenValue, Operand};
use crate::vocabulary::BoundKind;

/// What a statement says.
pub(super) enum Stated {
    /// This is possible.
    Known(Partial),
    /// `not stated`
    Nothing,
}

/// Reads a statement of a value of this type.
pub(super) fn statement(
    value: &GivenValue,
    ty: Type,
    names: &Names<'_>,
    errors: &mut Errors,
) -> Option<Stated> {
    let mut reader = Reader { ty, place: value.span, names, errors };
    let known = match &value.kind {
        GivenKind::NotStated => return Some(Stated::Nothing),
        GivenKind::Value(operand) => return reader.value(operand).map(Stated::Known),
        GivenKind::Bound(kind, end) => reader.bounded(*kind, end),
        GivenKind::Between(low, high) => reader.between(low, high),
        GivenKind::Includes(list) => reader.set("includes", list, |members| (members, Members::NONE)),
        GivenKind::Excludes(list) => reader.set("excludes", list, |members| (Members::NONE, members)),
        GivenKind::Set(list) => {
            let all = names.members(ty.base);
            reader.set("[ … ]", list, |members| (members, all.without(members)))
        }
        GivenKind::OneOf(list) => reader.one_of(list),
    };
    known.map(|known| Stated::Known(Partial::from(known)))
}

/// The type and the place of what is stated.
struct Reader<'r, 'a> {
    ty: Type,
    place: Span,
    names: &'r Names<'a>,
    errors: &'r mut Errors,
}

impl<'r> Reader<'r, '_> {
    /// One value, or `absent`.
    fn value(&mut self, operand: &Operand) -> Option<Partial> {
        let value = constant(operand, self.ty, self.names, self.errors)?;
        if value.absence == Absence::Surely {
            return Some(value);
        }
        let everything = Known::unknown(self.ty.base, self.names.members(self.ty.base));
        if value.known.intersect(&everything).is_none() {
            self.errors.add(self.place, StatementError::OutOfBounds);
            return None;
        }
        Some(value)
    }

    fn bounded(&mut self, kind: BoundKind, end: &Operand) -> Option<Known> {
        let end = self.end(end)?;
        let stated = stated::bounded(self.ty.base, self.choice(), kind, &end);
        self.meaningful(bound_word(kind), stated)
    }

    fn between(&mut self, low: &Operand, high: &Operand) -> Option<Known> {
        let (low, high) = (self.end(low), self.end(high));
        let stated = stated::between(self.ty.base, self.choice(), &low?, &high?);
        self.meaningful("between", stated)
    }

    /// An end of a range: a value that is there.
    fn end(&mut self, operand: &Operand) -> Option<Known> {
        let present = Type { optional: false, ..self.ty };
        constant(operand, present, self.names, self.errors).map(|end| end.known)
    }

    /// A statement about a set; `sides` says which members it includes and excludes.
    fn set(
        &mut self,
        word: &'static str,
        list: &[ast::Name],
        sides: impl FnOnce(Members) -> (Members, Members),
    ) -> Option<Known> {
        let (Base::Set(_), Some(choice)) = (self.ty.base, self.choice()) else {
            return self.wrong_kind(word);
        };
        let (includes, excludes) = sides(self.members(list)?);
        let stated = stated::set(choice, includes, excludes);
        self.meaningful(word, stated)
    }

    fn one_of(&mut self, list: &[ast::Name]) -> Option<Known> {
        if !matches!(self.ty.base, Base::Choice(_)) {
            return self.wrong_kind("one_of");
        }
        let candidates = self.members(list)?;
        if candidates.is_empty() {
            return self.meaningful("one_of", Err(Meaningless::NothingLeft));
        }
        Some(Known::Choice(candidates))
    }

    fn members(&mut self, list: &[ast::Name]) -> Option<Members> {
        unique(Thing::Member, list, self.errors);
        let choice = self.ty.base.choice()?;
        let members = all(list.iter().map(|name| {
            let index = self.names.member(choice, &name.text);
            if index.is_none() {
                let choice = &self.names.choices[choice];
                let (within, known) = (format!("`{}`", choice.name), choice.members.iter());
                self.errors.unknown(name.span, Thing::Member, &name.text, Some(within), known);
            }
            index.map(Members::one)
        }));
        Some(members?.into_iter().fold(Members::NONE, Members::union))
    }

    fn choice(&self) -> Option<&'r Choice> {
        let names = self.names;
        self.ty.base.choice().map(|choice| &names.choices[choice])
    }

    fn meaningful(&mut self, word: &'static str, stated: Result<Known, Meaningless>) -> Option<Known> {
        match stated {
            Ok(known) => Some(known),
            Err(Meaningless::NotOrdered) => self.wrong_kind(word),
            Err(Meaningless::NothingLeft) => {
                self.errors.add(self.place, StatementError::Nothing);
                None
            }
            Err(Meaningless::MixedUnits) => {
                self.errors.add(self.place, StatementError::MixedUnits);
                None
            }
        }
    }

    fn wrong_kind(&mut self, statement: &'static str) -> Option<Known> {
        let ty = types::words(self.ty, self.names);
        self.errors.add(self.place, StatementError::WrongKind { statement, ty });
        None
    }
}

fn bound_word(kind: BoundKind) -> &'static str {
    match kind {
        BoundKind::AtLeast => "at_least",
        BoundKind::AtMost => "at_most",
        BoundKind::MoreThan => "more_than",
        BoundKind::LessThan => "less_than",
    }
}

/// A value that is written out. Defines and `as_of` are no such values, although they have a type.
fn constant(operand: &Operand, ty: Type, names: &Names<'_>, errors: &mut Errors) -> Option<Partial> {
    let (kind, span) = match operand {
        Operand::Literal(literal) => (ast::ExprKind::Literal(literal.clone()), literal.span),
        Operand::Name(name) => (ast::ExprKind::Name(name.text.clone()), name.span),
    };
    let mut scope = Scope::new(names, errors);
    let typed = scope.expect(&ast::Expr { kind, span }, ty)?;
    match typed.kind {
        ExprKind::Constant(value) => Some(value),
        _ => {
            errors.add(span, StatementError::NotWrittenOut);
            None
        }
    }
}

/// The rows that a scenario gives of a table, or nothing where one of them is wrong.
pub(super) fn rows(
    table: Id<Table>,
    written: &[ast::Row],
    names: &Names<'_>,
    errors: &mut Errors,
) -> Option<Vec<GivenRow>> {
    all(written.iter().map(|item| row(table, item, names, errors)))
}

fn row(table: Id<Table>, item: &ast::Row, names: &Names<'_>, errors: &mut Errors) -> Option<GivenRow> {
    let columns: Vec<ast::Name> = item.cells.iter().map(|(name, _)| name.clone()).collect();
    unique(Thing::Column, &columns, errors);
    if !names.by_choices(table) {
        let is_missing = |key: &&ColumnName<'_>| !columns.iter().any(|name| name.text == key.item.name.text);
        for key in names.keys(table).filter(is_missing) {
            errors.add(item.span, StatementError::NoKey { column: key.item.name.text.clone() });
        }
    }
    let mut row = GivenRow { cells: Vec::new(), references: Vec::new(), span: item.span };
    all(item.cells.iter().map(|(name, value)| cell(table, name, value, &mut row, names, errors)))?;
    Some(row)
}

/// Adds what is given of one column to its row.
fn cell(
    table: Id<Table>,
    name: &ast::Name,
    value: &GivenValue,
    row: &mut GivenRow,
    names: &Names<'_>,
    errors: &mut Errors,
) -> Option<()> {
    let column = Scope::new(names, errors).known_column(table, name)?;
    let declared = &names.columns[column];
    if declared.item.computed.is_some() {
        errors.add(name.span, StatementError::Computed { column: name.text.clone() });
        return None;
    }
    let ty = declared.ty?;
    let is_absent = matches!(&value.kind, GivenKind::Value(Operand::Name(name)) if name.text == "absent");
    if let (Base::Row(to), false) = (ty.base, is_absent) {
        let key = reference(to, value, ty, names, errors)?;
        row.references.extend(key.map(|key| (column, key, value.span)));
        return Some(());
    }
    let stated = statement(value, ty, names, errors)?;
    let is_exact = matches!(&stated, Stated::Known(known) if known.is_exact());
    if declared.item.key && !is_exact {
        errors.add(value.span, StatementError::KeyNotExact { column: name.text.clone() });
        return None;
    }
    if let Stated::Known(known) = stated {
        row.cells.push((column, known, value.span));
    }
    Some(())
}

/// The key of the row that a reference names; nothing for `not stated`.
fn reference(
    to: Id<Table>,
    value: &GivenValue,
    ty: Type,
    names: &Names<'_>,
    errors: &mut Errors,
) -> Option<Option<String>> {
    let operand = match &value.kind {
        GivenKind::Value(operand) => operand,
        GivenKind::NotStated => return Some(None),
        _ => {
            let ty = types::words(ty, names);
            errors.add(value.span, StatementError::WrongKind { statement: "a range or a list", ty });
            return None;
        }
    };
    let key = names.keys(to).next()?.ty?;
    let key = constant(operand, key, names, errors)?;
    words::key(&key.known).map(Some)
}
