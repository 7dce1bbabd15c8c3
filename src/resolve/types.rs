//! Types: as they are written, as they are called in messages, and which of them go together.

use super::error::{Errors, Remedy, Thing, TypeError, TypeWords};
use super::names::Names;
use crate::pack::expr::{Expr, ExprKind};
use crate::pack::rule::Table;
use crate::pack::{Base, Id, Known, Number, Partial, Type};
use crate::syntax::ast;

/// The types that the language itself has; none of their names can name anything else.
const BUILT_IN: [(&str, Base); 7] = [
    ("yesno", Base::YesNo),
    ("count", Base::Count),
    ("number", Base::Number),
    ("percent", Base::Percent),
    ("date", Base::Date),
    ("duration", Base::Duration),
    ("text", Base::Text),
];

/// Yes or no, always there.
pub(super) const YES_NO: Type = Type { base: Base::YesNo, optional: false };

/// The built-in type of this name.
pub(super) fn built_in(name: &str) -> Option<Base> {
    BUILT_IN.into_iter().find(|(known, _)| *known == name).map(|(_, base)| base)
}

/// What a declaration's type means, or nothing where it means nothing and that has been reported.
pub(super) fn declared(ty: &ast::Type, names: &Names<'_>, errors: &mut Errors) -> Option<Type> {
    if ty.optional > 1 {
        errors.add(ty.span, TypeError::OptionalTwice);
    }
    let base = if ty.set { set_of(&ty.name, names, errors) } else { named(&ty.name, names, errors) };
    base.map(|base| Type { base, optional: ty.optional > 0 })
}

fn named(name: &ast::Name, names: &Names<'_>, errors: &mut Errors) -> Option<Base> {
    let declared = || {
        let choice = names.choice(&name.text).map(Base::Choice);
        choice.or_else(|| names.table(&name.text).map(Base::Row))
    };
    let base = built_in(&name.text).or_else(declared);
    if base.is_none() {
        let built_in = BUILT_IN.iter().map(|(name, _)| *name);
        let known = built_in.chain(names.choice_names()).chain(names.table_names());
        errors.unknown(name.span, Thing::Type, &name.text, None, known);
    }
    base
}

fn set_of(name: &ast::Name, names: &Names<'_>, errors: &mut Errors) -> Option<Base> {
    match named(name, names, errors)? {
        Base::Choice(choice) => Some(Base::Set(choice)),
        _ => {
            errors.add(name.span, TypeError::SetOf { name: name.text.clone() });
            None
        }
    }
}

/// A type as the language calls it.
pub(super) fn words(ty: Type, names: &Names<'_>) -> TypeWords {
    let optional = if ty.optional { "optional " } else { "" };
    let base = match ty.base {
        Base::Choice(choice) => names.choices[choice].name.as_str(),
        Base::Set(choice) => {
            return TypeWords(format!("`{optional}set of {}`", names.choices[choice].name));
        }
        Base::Row(table) => {
            let article = if ty.optional { "an optional" } else { "a" };
            return TypeWords(format!("{article} row of `{}`", names.table_name(table)));
        }
        other => BUILT_IN.iter().find(|(_, base)| *base == other).map_or("", |(name, _)| *name),
    };
    TypeWords(format!("`{optional}{base}`"))
}

/// The table that a type is a row of.
pub(super) fn row_of(ty: Type) -> Option<Id<Table>> {
    match ty.base {
        Base::Row(table) => Some(table),
        _ => None,
    }
}

/// What `Partial::unknown` and its kin are told of a type's choice.
pub(super) fn absent(ty: Type, names: &Names<'_>) -> Partial {
    Partial::absent(ty, names.members(ty.base))
}

/// Whether two bases have values in common that can be told apart: numbers with counts and percents, but not a count
/// with a percent, which would take "5" for 500%.
pub(super) fn alike(a: Base, b: Base) -> bool {
    match (a, b) {
        (Base::Count, Base::Percent) | (Base::Percent, Base::Count) => false,
        _ => a == b || (a.is_numeric() && b.is_numeric()),
    }
}

/// The type of two values that an `if` chooses between.
pub(super) fn join(a: Type, b: Type) -> Option<Type> {
    let optional = a.optional || b.optional;
    let base = if a.base == b.base { a.base } else { Base::Number };
    alike(a.base, b.base).then_some(Type { base, optional })
}

/// Whether a value of type `found` may stand where `wanted` is declared: a count is a number, and a number may be a
/// percent, because every quotient is a number.
pub(super) fn fits(found: Type, wanted: Type) -> bool {
    let base = match (found.base, wanted.base) {
        (Base::Count, Base::Number) | (Base::Number, Base::Percent) => true,
        (found, wanted) => found == wanted,
    };
    base && (wanted.optional || !found.optional)
}

/// The number of a literal without `%`.
pub(super) fn plain_number(expr: &Expr) -> Option<Number> {
    match (&expr.kind, expr.ty.base) {
        (ExprKind::Constant(Partial { known: Known::Number(range), .. }), Base::Count | Base::Number) => {
            range.exact()
        }
        _ => None,
    }
}

/// The mistake of a value where another type is wanted.
pub(super) fn misfit(found: &Expr, wanted: Type, names: &Names<'_>) -> TypeError {
    if let (Base::Percent, Some(number)) = (wanted.base, plain_number(found)) {
        return TypeError::PercentSign { number };
    }
    let present = Type { optional: false, ..found.ty };
    let wanted = Type { optional: false, ..wanted };
    let remedy = match wanted.base {
        _ if !fits(present, wanted) => None,
        Base::YesNo => Some(Remedy::IsYes),
        _ => Some(Remedy::DeclareOptional),
    };
    TypeError::Wrong { expected: words(wanted, names).to_string(), found: words(found.ty, names), remedy }
}
