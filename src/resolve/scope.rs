//! Where an expression stands: which rows it can speak of, whether there is a deadline, and what its names mean.

use super::error::{Errors, NameError, NameHint, Thing, TypeError};
use super::names::Names;
use super::types::{self, YES_NO};
use crate::pack::expr::{Expr, ExprKind, RowSlot};
use crate::pack::rule::{Column, Group, Table};
use crate::pack::{Base, Id, Known, Members, Partial, Truth, Type};
use crate::source::Span;
use crate::syntax::ast;

/// A kind of expression and the type of its value.
pub(super) type Typed = (ExprKind, Type);

/// The surroundings of an expression. Whatever is typed in a scope gives nothing where it is wrong; the mistake has
/// then been reported, and what is built on it stays silent.
pub(super) struct Scope<'s, 'a> {
    pub(super) names: &'s Names<'a>,
    pub(super) errors: &'s mut Errors,
    rows: Vec<Row>,
    /// Whether the recommendation around the expression has a deadline.
    pub(super) has_due: bool,
    /// What to say of an unknown name that has no near one.
    unknown_hint: NameHint,
}

/// A row that can be spoken of.
struct Row {
    /// Its name; the row of a table without `each` has none.
    name: Option<ast::Name>,
    table: Id<Table>,
}

impl<'s, 'a> Scope<'s, 'a> {
    /// Names in a path: more than anyone can follow, and few enough for the depth of an expression.
    const LONGEST_PATH: usize = 16;

    /// A scope without rows and deadline: of a define, a measured fact, an expectation.
    pub(super) fn new(names: &'s Names<'a>, errors: &'s mut Errors) -> Scope<'s, 'a> {
        Scope { names, errors, rows: Vec::new(), has_due: false, unknown_hint: NameHint::None }
    }

    /// The scope of a computed column: its row has slot 0.
    pub(super) fn of_table(names: &'s Names<'a>, errors: &'s mut Errors, table: Id<Table>) -> Scope<'s, 'a> {
        let each = names.tables[table].item.each.clone();
        let unknown_hint = if each.is_none() { NameHint::Each } else { NameHint::None };
        let rows = vec![Row { name: each, table }];
        Scope { rows, unknown_hint, ..Scope::new(names, errors) }
    }

    /// The scope of a `finding`: the row of the clause's condition has slot 0, where that is a quantifier. Nothing where
    /// its table is unknown, because what the finding says of the row cannot be judged then.
    pub(super) fn of_finding(mut self, condition: &ast::Expr) -> Option<Scope<'s, 'a>> {
        self.unknown_hint = NameHint::Finding;
        if let ast::ExprKind::Quantifier(quantifier) = &condition.kind {
            let table = self.names.table(&quantifier.table.text)?;
            self.rows.push(Row { name: Some(quantifier.row.clone()), table });
        }
        Some(self)
    }

    /// Types what a row is bound in: `typing` sees the row, and what is outside does not.
    pub(super) fn with_row<T>(
        &mut self,
        name: &ast::Name,
        table: Id<Table>,
        typing: impl FnOnce(&mut Self, RowSlot) -> Option<T>,
    ) -> Option<T> {
        super::declare::check_row_name(self.names, name, self.errors);
        if let Some(outer) =
            self.rows.iter().filter_map(|row| row.name.as_ref()).find(|row| row.text == name.text)
        {
            let taken = NameError::RowTaken { name: name.text.clone(), other: Thing::Row, first: outer.span };
            self.errors.add(name.span, taken);
        }
        let Some(slot) = RowSlot::at(self.rows.len()) else {
            self.errors.add(name.span, TypeError::TooManyRows { most: RowSlot::MOST });
            return None;
        };
        self.rows.push(Row { name: Some(name.clone()), table });
        let typed = typing(self, slot);
        self.rows.pop();
        typed
    }

    /// What a bare name means. Where a member is expected, a member wins over everything else of its name.
    pub(super) fn name(&mut self, name: &str, place: Span, hint: Option<Type>) -> Option<Typed> {
        if let Some(member) = self.member(name, hint) {
            return Some(member);
        }
        if let Some(row) = self.row(name) {
            return Some(row);
        }
        if let Some(define) = self.names.define(name) {
            return self.names.defines[define].ty.map(|ty| (ExprKind::Define(define), ty));
        }
        let yes_no = |answer| (ExprKind::Constant(Known::YesNo(answer).into()), YES_NO);
        match name {
            "yes" => Some(yes_no(Truth::Yes)),
            "no" => Some(yes_no(Truth::No)),
            "as_of" => Some((ExprKind::AsOf, Base::Date.into())),
            "due" => self.due(place),
            "absent" => self.absent(place, hint),
            _ => {
                self.unknown_name(name, place, hint);
                None
            }
        }
    }

    /// Whether a name has a meaning without anything beside it that would say what is expected.
    pub(super) fn stands_alone(&self, name: &str) -> bool {
        let is_word = matches!(name, "yes" | "no" | "as_of" | "due");
        is_word || self.row(name).is_some() || self.names.define(name).is_some()
    }

    fn member(&self, name: &str, hint: Option<Type>) -> Option<Typed> {
        let choice = hint?.base.choice()?;
        let index = self.names.member(choice, name)?;
        let constant = Partial::from(Known::Choice(Members::one(index)));
        Some((ExprKind::Constant(constant), Base::Choice(choice).into()))
    }

    fn row(&self, name: &str) -> Option<Typed> {
        let is_called = |row: &Row| row.name.as_ref().is_some_and(|known| known.text == name);
        let place = self.rows.iter().rposition(is_called)?;
        let table = self.rows.get(place)?.table;
        Some((ExprKind::Row(RowSlot::at(place)?), Base::Row(table).into()))
    }

    fn due(&mut self, place: Span) -> Option<Typed> {
        if !self.has_due {
            self.errors.add(place, NameError::NoDue);
            return None;
        }
        Some((ExprKind::Due, Base::Date.into()))
    }

    fn absent(&mut self, place: Span, hint: Option<Type>) -> Option<Typed> {
        match hint {
            Some(ty) if ty.optional => Some((ExprKind::Constant(types::absent(ty, self.names)), ty)),
            _ => {
                self.errors.add(place, TypeError::AbsentHere);
                None
            }
        }
    }

    fn unknown_name(&mut self, name: &str, place: Span, hint: Option<Type>) {
        let no_value = |thing| NameError::NoValue { thing, name: name.to_string() };
        if self.names.group(name).is_some() {
            return self.errors.add(place, no_value(Thing::Group));
        }
        if self.names.table(name).is_some() {
            return self.errors.add(place, no_value(Thing::Table));
        }
        if let Some(choice) = hint.and_then(|hint| hint.base.choice()) {
            let choice = &self.names.choices[choice];
            let members = choice.members.iter().map(String::as_str);
            let within = Some(format!("`{}`", choice.name));
            return self.errors.unknown(place, Thing::Member, name, within, members);
        }
        self.unknown_value(name, place);
    }

    /// Reports a name that is neither row, define nor group.
    fn unknown_value(&mut self, name: &str, place: Span) {
        let rows = self.rows.iter().filter_map(|row| row.name.as_ref()).map(|row| row.text.as_str());
        let known = rows.chain(self.names.define_names()).chain(self.names.group_names());
        let hint = match self.errors.hint(name, known) {
            NameHint::Near(near) => NameHint::Near(near),
            _ => match self.names.choice_with(name) {
                Some(choice) => NameHint::MemberOf(choice.name.clone()),
                None => self.unknown_hint.clone(),
            },
        };
        let error = NameError::Unknown { thing: Thing::Value, name: name.to_string(), within: None, hint };
        self.errors.add(place, error);
    }

    /// `group.fact`, or columns behind a row.
    pub(super) fn path(&mut self, of: &ast::Expr, names: &[ast::Name]) -> Option<Expr> {
        if let Some(extra) = names.get(Self::LONGEST_PATH) {
            self.errors.add(extra.span, NameError::LongPath { limit: Self::LONGEST_PATH });
            return None;
        }
        let (start, columns) = match self.group_of(of) {
            Some(group) => {
                let (fact, columns) = names.split_first()?;
                (self.fact(group, fact, of.span)?, columns)
            }
            None => (self.expr(of, None)?, names),
        };
        columns.iter().try_fold(start, |row, name| self.column(row, name))
    }

    fn group_of(&self, of: &ast::Expr) -> Option<Id<Group>> {
        match &of.kind {
            ast::ExprKind::Name(name) if !self.stands_alone(name) => self.names.group(name),
            _ => None,
        }
    }

    fn fact(&mut self, group: Id<Group>, name: &ast::Name, start: Span) -> Option<Expr> {
        let Some(fact) = self.names.fact(group, &name.text) else {
            let within = Some(format!("`{}`", self.names.groups[group].name.text));
            self.errors.unknown(name.span, Thing::Fact, &name.text, within, self.names.fact_names(group));
            return None;
        };
        let ty = self.names.facts[fact].ty?;
        Some(Expr { kind: ExprKind::Fact(fact), ty, span: start.to(name.span) })
    }

    fn column(&mut self, row: Expr, name: &ast::Name) -> Option<Expr> {
        let Some(table) = types::row_of(row.ty) else {
            let found = types::words(row.ty, self.names);
            self.errors.add(name.span, NameError::NoColumns { found, name: name.text.clone() });
            return None;
        };
        let column = self.known_column(table, name)?;
        let declared = self.names.columns[column].ty?;
        // Behind a reference that may be absent, everything may be absent.
        let ty = Type { optional: declared.optional || row.ty.optional, ..declared };
        let span = row.span.to(name.span);
        Some(Expr { kind: ExprKind::Column { row: Box::new(row), column }, ty, span })
    }

    /// The column of this name, which is reported where there is none.
    pub(super) fn known_column(&mut self, table: Id<Table>, name: &ast::Name) -> Option<Id<Column>> {
        let column = self.names.column(table, &name.text);
        if column.is_none() {
            let within = Some(format!("`{}`", self.names.table_name(table)));
            self.errors.unknown(name.span, Thing::Column, &name.text, within, self.names.column_names(table));
        }
        column
    }

    /// The table of this name, which is reported where there is none.
    pub(super) fn known_table(&mut self, name: &ast::Name) -> Option<Id<Table>> {
        let table = self.names.table(&name.text);
        if table.is_none() {
            self.errors.unknown(name.span, Thing::Table, &name.text, None, self.names.table_names());
        }
        table
    }
}
