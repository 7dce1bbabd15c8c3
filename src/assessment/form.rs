//! The forms of a statement: `value`, `at_least`, `one_of` and so on.

use super::StatementKind;
use super::error::StatementProblem;
use super::statement::Asked;
use super::value;
use crate::document::{Item, Mistakes, Node, Table};
use crate::pack::stated::{self, Meaningless};
use crate::pack::{Absence, Base, Known, Members, Partial};
use crate::source::Span;
use crate::vocabulary::BoundKind;

/// A form of a statement.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Value,
    Bound(BoundKind),
    Between,
    OneOf,
    Includes,
    Excludes,
    Recorded,
    Planned,
    Said,
}

/// The forms by their keys, in the order of the documentation.
const FORMS: [(&str, Form); 12] = [
    ("value", Form::Value),
    ("at_least", Form::Bound(BoundKind::AtLeast)),
    ("at_most", Form::Bound(BoundKind::AtMost)),
    ("more_than", Form::Bound(BoundKind::MoreThan)),
    ("less_than", Form::Bound(BoundKind::LessThan)),
    ("between", Form::Between),
    ("one_of", Form::OneOf),
    ("includes", Form::Includes),
    ("excludes", Form::Excludes),
    ("recorded", Form::Recorded),
    ("planned", Form::Planned),
    ("said", Form::Said),
];

/// Takes every form that a statement has, under its key.
pub(super) fn take(table: &mut Table) -> Vec<(Form, Item)> {
    FORMS.into_iter().filter_map(|(key, form)| Some((form, table.take(key)?))).collect()
}

/// What the forms of one statement say: there is just one, or `includes` and `excludes` together.
pub(super) fn kind(
    mut forms: Vec<(Form, Item)>,
    span: Span,
    asked: &Asked<'_>,
    errors: &mut Mistakes,
) -> Option<StatementKind> {
    let parts_of_set = forms.iter().all(|(form, _)| matches!(form, Form::Includes | Form::Excludes));
    match forms.pop() {
        None => {
            asked.report(StatementProblem::NoForm, span, errors);
            None
        }
        Some(last) if parts_of_set => {
            forms.push(last);
            parts(forms, span, asked, errors).map(evaluated)
        }
        Some((form, item)) if forms.is_empty() => one(form, item, asked, errors),
        Some(last) => {
            forms.push(last);
            several(&forms, span, asked, errors);
            None
        }
    }
}

fn evaluated(known: Known) -> StatementKind {
    StatementKind::Known(Partial::from(known))
}

fn several(forms: &[(Form, Item)], span: Span, asked: &Asked<'_>, errors: &mut Mistakes) {
    let keys = forms.iter().map(|(_, item)| item.name.as_str()).collect();
    let only_bounds = forms.iter().all(|(form, _)| matches!(form, Form::Bound(_)));
    asked.report(StatementProblem::SeveralForms { keys, only_bounds }, span, errors);
}

fn one(form: Form, item: Item, asked: &Asked<'_>, errors: &mut Mistakes) -> Option<StatementKind> {
    let known = match form {
        Form::Value => value::stated(asked.answer(item), asked, errors)?,
        Form::Bound(kind) => bound(kind, asked.answer(item), asked, errors)?,
        Form::Between => between(asked.answer(item), asked, errors)?,
        Form::OneOf => one_of(asked.answer(item), asked, errors)?,
        Form::Recorded => return absent(&item, asked, errors).map(StatementKind::Known),
        Form::Planned => return words(&item, errors).map(StatementKind::Planned),
        Form::Said => return words(&item, errors).map(StatementKind::Said),
        // These have been read as the parts of a set.
        Form::Includes | Form::Excludes => return None,
    };
    Some(evaluated(known))
}

fn bound(kind: BoundKind, item: Item, asked: &Asked<'_>, errors: &mut Mistakes) -> Option<Known> {
    let span = item.span();
    if !is_ordered(span, asked, errors) {
        return None;
    }
    let end = value::exact(item, asked, errors)?;
    meaningful(stated::bounded(asked.ty.base, asked.choice, kind, &end), span, asked, errors)
}

fn between(item: Item, asked: &Asked<'_>, errors: &mut Mistakes) -> Option<Known> {
    let span = item.span();
    if !is_ordered(span, asked, errors) {
        return None;
    }
    let has_two_ends = matches!(&item.value.node, Node::List(ends) if ends.len() == 2);
    if !has_two_ends {
        item.reject("between two values, written `[lower, higher]`", errors);
        return None;
    }
    let ends: Vec<_> = item.into_parts()?.map(|end| value::exact(end, asked, errors)).collect();
    let ends: Vec<Known> = ends.into_iter().collect::<Option<_>>()?;
    let (low, high) = (ends.first()?, ends.last()?);
    meaningful(stated::between(asked.ty.base, asked.choice, low, high), span, asked, errors)
}

fn one_of(item: Item, asked: &Asked<'_>, errors: &mut Mistakes) -> Option<Known> {
    let Base::Choice(_) = asked.ty.base else {
        asked.report(StatementProblem::NotAChoice, item.span(), errors);
        return None;
    };
    let span = item.span();
    let members = value::members(item, asked, errors)?;
    let possible =
        if members.is_empty() { Err(Meaningless::NothingLeft) } else { Ok(Known::Choice(members)) };
    meaningful(possible, span, asked, errors)
}

/// `includes` and `excludes`.
fn parts(forms: Vec<(Form, Item)>, span: Span, asked: &Asked<'_>, errors: &mut Mistakes) -> Option<Known> {
    let (Base::Set(_), Some(choice)) = (asked.ty.base, asked.choice) else {
        asked.report(StatementProblem::NotASet, span, errors);
        return None;
    };
    let (mut includes, mut excludes) = (Some(Members::NONE), Some(Members::NONE));
    for (form, item) in forms {
        let part = value::members(asked.answer(item), asked, errors);
        if form == Form::Includes { includes = part } else { excludes = part }
    }
    meaningful(stated::set(choice, includes?, excludes?), span, asked, errors)
}

/// `recorded = false`: an optional that is known to be absent.
fn absent(item: &Item, asked: &Asked<'_>, errors: &mut Mistakes) -> Option<Partial> {
    let expected = "`false`, as what is recorded has a value to state";
    item.read(expected, errors, |node| matches!(node, Node::Bool(false)).then_some(()))?;
    if !asked.ty.optional {
        asked.report(StatementProblem::NotOptional, item.span(), errors);
        return None;
    }
    Some(Partial { absence: Absence::Surely, ..asked.nothing_known() })
}

/// What is `planned` or `said`: words, or a plain value, which is printed as it is written.
fn words(item: &Item, errors: &mut Mistakes) -> Option<String> {
    item.read("words in quotes, a date or a number", errors, |node| match node {
        Node::Text(words) if !words.trim().is_empty() => Some(words.clone()),
        Node::Date(plain) | Node::Number(plain) => Some(plain.clone()),
        _ => None,
    })
}

fn is_ordered(span: Span, asked: &Asked<'_>, errors: &mut Mistakes) -> bool {
    let ordered = match asked.ty.base {
        Base::Count | Base::Number | Base::Percent | Base::Date | Base::Duration => true,
        Base::Choice(_) => asked.choice.is_some_and(|choice| choice.ordered),
        Base::YesNo | Base::Text | Base::Set(_) | Base::Row(_) => false,
    };
    if !ordered {
        asked.report(StatementProblem::NotOrdered, span, errors);
    }
    ordered
}

fn meaningful(
    stated: Result<Known, Meaningless>,
    span: Span,
    asked: &Asked<'_>,
    errors: &mut Mistakes,
) -> Option<Known> {
    let problem = match stated {
        Ok(known) => return Some(known),
        Err(Meaningless::NotOrdered) => StatementProblem::NotOrdered,
        Err(Meaningless::NothingLeft) => StatementProblem::NothingLeft,
        Err(Meaningless::MixedUnits) => StatementProblem::MixedUnits { first: None },
    };
    asked.report(problem, span, errors);
    None
}
