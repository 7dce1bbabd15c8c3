//! What is not wrong in a pack and still deserves a look: declarations that no rule uses.

use super::error::Thing;
use crate::diagnostic::{Code, Diagnostic};
use crate::pack::expr::{Expr, ExprKind};
use crate::pack::rule::{Choice, Define, Fact, Pack, Table};
use crate::pack::{Base, Slots, Type};
use crate::source::Span;

/// A declaration that no rule uses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unused {
    /// What it is.
    pub thing: Thing,
    /// Its name.
    pub name: String,
    /// Where its name stands.
    pub at: Span,
}

impl From<&Unused> for Diagnostic {
    fn from(unused: &Unused) -> Diagnostic {
        let Unused { thing, name, at } = unused;
        let (verb, help) = match thing {
            Thing::Fact => ("reads", "remove the question, or write the rule that it was meant for"),
            _ => ("uses", "remove it, or use it"),
        };
        Diagnostic::warning(Code::Unused, format!("no rule {verb} the {thing} `{name}`"))
            .label(*at, "not used")
            .help(help)
    }
}

/// Every fact, choice, table and define that no rule uses, in the order of their places. What scenarios do with them
/// does not count.
pub fn unused(pack: &Pack) -> Vec<Unused> {
    let used = Used::in_pack(pack);
    let mut unused = Vec::new();
    let mut note = |is_used: bool, thing: Thing, name: String, at: Span| {
        if !is_used {
            unused.push(Unused { thing, name, at });
        }
    };
    for (id, choice) in pack.choices.entries() {
        note(used.choices[id], Thing::Choice, choice.name.clone(), choice.span);
    }
    for (id, define) in pack.defines.entries() {
        note(used.defines[id], Thing::Define, define.name.clone(), define.span);
    }
    for (id, table) in pack.tables.entries() {
        note(used.tables[id], Thing::Table, table.name.clone(), table.span);
    }
    for (id, fact) in pack.facts.entries() {
        note(used.facts[id], Thing::Fact, pack.fact_name(id), fact.span);
    }
    unused.sort_by_key(|unused| unused.at);
    unused
}

/// What is used.
struct Used {
    choices: Slots<Choice, bool>,
    defines: Slots<Define, bool>,
    tables: Slots<Table, bool>,
    facts: Slots<Fact, bool>,
}

impl Used {
    fn in_pack(pack: &Pack) -> Used {
        let mut used = Used {
            choices: Slots::new(&pack.choices, |choice| pack.evidence_kinds == Some(choice)),
            defines: Slots::new(&pack.defines, |_| false),
            tables: Slots::new(&pack.tables, |_| false),
            facts: Slots::new(&pack.facts, |_| false),
        };
        let facts = pack.facts.iter().map(|fact| fact.ty);
        let columns = pack.columns.iter().map(|column| column.ty);
        let defines = pack.defines.iter().map(|define| define.ty);
        facts.chain(columns).chain(defines).for_each(|ty| used.note_type(ty));
        pack.expressions().flat_map(Expr::parts).for_each(|part| used.note(part));
        used
    }

    fn note_type(&mut self, ty: Type) {
        match ty.base {
            Base::Choice(choice) | Base::Set(choice) => self.choices[choice] = true,
            Base::Row(table) => self.tables[table] = true,
            _ => {}
        }
    }

    fn note(&mut self, part: &Expr) {
        match &part.kind {
            ExprKind::Fact(fact) => self.facts[*fact] = true,
            ExprKind::Define(define) => self.defines[*define] = true,
            ExprKind::Quantifier(quantifier) => self.tables[quantifier.table] = true,
            _ => {}
        }
    }
}
