//! Trees of rule files to one typed pack and every mistake.
//!
//! Names come first, of all files together, so that nothing depends on the order of files and items; then the types
//! of declarations, then expressions. An expression that is wrong is reported once and silences what is built on it.

mod arithmetic;
mod assemble;
mod comparison;
mod declare;
mod error;
mod expr;
mod given;
mod keys;
mod lint;
mod literal;
mod names;
mod order;
mod quantifier;
mod rules;
mod scenario;
mod scope;
mod ties;
mod types;
mod values;

pub use error::{
    Mistake, NameError, NameHint, Remedy, ResolveError, RuleError, StatementError, Thing, TypeError,
    TypeWords,
};

pub use lint::{Unused, unused};

use crate::pack::Arena;
use crate::pack::rule::{Document, Manifest, Pack, Recommendation, Requirement};
use crate::source::Span;
use crate::syntax::ast;
use assemble::Parts;
use declare::Items;
use error::Errors;

/// One pack of all files, and every mistake in the order of its place; a pack exactly where there is none.
///
/// `documents` are those that the manifest names, in its order, and `digest` is the SHA-256 over manifest and files.
pub fn resolve(
    manifest: Manifest,
    documents: Vec<Document>,
    files: &[ast::File],
    digest: String,
) -> (Option<Pack>, Vec<ResolveError>) {
    let documents: Arena<Document> = documents.into_iter().collect();
    let mut errors = Errors::default();
    let parts = parts(&manifest, &documents, files, &mut errors);
    let errors = errors.finish();
    let pack = parts.filter(|_| errors.is_empty()).map(|parts| parts.pack(manifest, documents, digest));
    (pack, errors)
}

/// Everything that the rule files say, or nothing where a part of it is wrong.
fn parts(
    manifest: &Manifest,
    documents: &Arena<Document>,
    files: &[ast::File],
    errors: &mut Errors,
) -> Option<Parts> {
    let items = Items::of(files);
    let names = declare::declare(manifest, documents, &items, errors);
    let values = values::values(&names, errors);
    let computed = order::order(&names, &values, errors);
    let recommendations = names.recommendations.iter();
    let recommendations: Arena<Recommendation> =
        recommendations.map(|item| rules::recommendation(item, &names, errors)).collect();
    let requirements: Vec<Option<Requirement>> =
        names.requirements.iter().map(|declared| rules::requirement(declared, &names, errors)).collect();
    let ties = ties::ties(&names, errors);
    if requirements.is_empty() && recommendations.is_empty() {
        errors.add(Span::new(manifest.file, 0..0), RuleError::EmptyPack);
    }
    let scenarios = scenario::scenarios(&items.scenarios, &names, errors);
    // Every stage has run before the first that failed is asked for its result.
    let declared = assemble::declared(&names, &values, errors);
    let requirements = requirements.into_iter().collect::<Option<_>>()?;
    let scenarios = scenarios?;
    Some(Parts { recommendations, requirements, ties, computed, scenarios, ..declared? })
}
