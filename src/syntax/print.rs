//! A tree as text in the one layout: two spaces a level, a line for each thing, parentheses only where they are needed.
//! Parsing the text gives the same tree. Comments are not in the tree and so not in the text.

mod expr;

use std::fmt::{self, Display, Write};

use super::ast::{
    Choice, Clause, Column, Define, Evidence, Expectation, Facts, File, Given, GivenKind, GivenValue, Item,
    Literal, LiteralKind, Name, Operand, Recommendation, Remarks, Requirement, RuleId, Scenario, Table,
    Template, TemplatePart, Text, Tie, Type,
};
use crate::vocabulary::BoundKind;

/// The text of a rule file.
pub fn file(file: &File) -> String {
    let mut page = Page::default();
    for item in &file.items {
        if !page.text.is_empty() {
            page.text.push('\n');
        }
        page.item(item);
    }
    page.text
}

#[derive(Default)]
struct Page {
    text: String,
    depth: usize,
}

impl Page {
    fn line(&mut self, line: impl Display) {
        let indent = self.depth.saturating_mul(2);
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{:indent$}{line}", "");
    }

    /// `header {`, lines, `}`
    fn block(&mut self, header: impl Display, lines: impl FnOnce(&mut Page)) {
        self.line(format_args!("{header} {{"));
        self.depth = self.depth.saturating_add(1);
        lines(self);
        self.depth = self.depth.saturating_sub(1);
        self.line("}");
    }

    /// A line, with a block behind it where there are remarks.
    fn with_remarks(&mut self, line: impl Display, remarks: &Remarks) {
        if *remarks == Remarks::default() {
            self.line(line);
        } else {
            self.block(line, |page| page.remarks(remarks));
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Choice(choice) => self.choice(choice),
            Item::Define(define) => self.define(define),
            Item::Facts(facts) => self.facts(facts),
            Item::Table(table) => self.table(table),
            Item::Recommendation(recommendation) => self.recommendation(recommendation),
            Item::Scenario(scenario) => self.scenario(scenario),
        }
    }

    fn choice(&mut self, choice: &Choice) {
        let separator = if choice.ordered { " < " } else { ", " };
        let members = joined(&choice.members, separator);
        self.line(format_args!("choice {} {{ {members} }}", choice.name));
    }

    fn define(&mut self, define: &Define) {
        let Define { name, ty, value, remarks, .. } = define;
        self.with_remarks(format_args!("define {name}: {ty} = {value}"), remarks);
    }

    fn facts(&mut self, facts: &Facts) {
        let header = format!("facts {}{}", facts.name, Optional(" ", &facts.title));
        self.block(header, |page| {
            for fact in &facts.facts {
                let line = format!("{}: {}{}", fact.name, fact.ty, Optional(" ", &fact.question));
                if fact.help.is_empty() && fact.measured.is_empty() {
                    page.line(line);
                    continue;
                }
                page.block(line, |page| {
                    fact.help.iter().for_each(|help| page.line(format_args!("help {help}")));
                    fact.measured
                        .iter()
                        .for_each(|measured| page.line(format_args!("measured as {measured}")));
                });
            }
        });
    }

    fn table(&mut self, table: &Table) {
        let header =
            format!("table {}{}{}", table.name, Optional(" ", &table.title), Optional(" each ", &table.each));
        self.block(header, |page| table.columns.iter().for_each(|column| page.line(column)));
    }

    fn recommendation(&mut self, recommendation: &Recommendation) {
        let header = format!("recommendation {} {}", recommendation.id, recommendation.title);
        self.block(header, |page| {
            for (keyword, names) in [
                ("to", &recommendation.to),
                ("with", &recommendation.with),
                ("domain", &recommendation.domains),
            ] {
                if !names.is_empty() {
                    page.line(format_args!("{keyword} {}", joined(names, ", ")));
                }
            }
            recommendation.due.iter().for_each(|due| page.line(format_args!("due {due}")));
            page.remarks(&recommendation.remarks);
            recommendation.ties.iter().for_each(|tie| page.line(tie));
            recommendation.requirements.iter().for_each(|requirement| page.requirement(requirement));
        });
    }

    fn requirement(&mut self, requirement: &Requirement) {
        let header = format!("requirement {} {}", requirement.id, requirement.title);
        self.block(header, |page| {
            page.remarks(&requirement.remarks);
            requirement.applies_when.iter().for_each(|expr| page.line(format_args!("applies when {expr}")));
            requirement.clauses.iter().for_each(|clause| page.with_remarks(clause, &clause.remarks));
            requirement.evidence.iter().for_each(|evidence| page.line(evidence));
            requirement.departure_allowed.iter().for_each(|_| page.line("departure allowed"));
            requirement.advise.iter().for_each(|advise| page.line(format_args!("advise {advise}")));
            requirement.ties.iter().for_each(|tie| page.line(tie));
        });
    }

    fn remarks(&mut self, remarks: &Remarks) {
        for source in &remarks.sources {
            self.line(format_args!("source {} {}", source.document, source.clause));
        }
        remarks.notes.iter().for_each(|note| self.line(format_args!("note {note}")));
        remarks.readings.iter().for_each(|reading| self.line(format_args!("reading {reading}")));
    }

    fn scenario(&mut self, scenario: &Scenario) {
        self.block(format_args!("scenario {}", scenario.title), |page| {
            scenario.as_of.iter().for_each(|as_of| page.line(format_args!("as_of {as_of}")));
            scenario.body.iter().for_each(|body| page.line(format_args!("body {body}")));
            scenario.given.iter().for_each(|given| page.given(given));
            for expectation in &scenario.expect {
                match expectation {
                    Expectation::Outcome { of, outcome } => page.line(format_args!("expect {of} {outcome}")),
                    Expectation::Condition(expr) => page.line(format_args!("expect {expr}")),
                }
            }
        });
    }

    fn given(&mut self, given: &Given) {
        match given {
            Given::Fact { path, value } => self.line(format_args!("given {} = {value}", joined(path, "."))),
            Given::Departure(id) => self.line(format_args!("given departure {id}")),
            Given::Table { name, rows } => {
                self.line(format_args!("given table {name} ["));
                self.depth = self.depth.saturating_add(1);
                for row in rows {
                    let cells: Vec<String> =
                        row.cells.iter().map(|(column, value)| format!("{column}: {value}")).collect();
                    self.line(format_args!("{{ {} }}", cells.join(", ")));
                }
                self.depth = self.depth.saturating_sub(1);
                self.line("]");
            }
        }
    }
}

/// A list with something between its items.
fn joined<T: Display>(items: &[T], separator: &str) -> String {
    items.iter().map(T::to_string).collect::<Vec<_>>().join(separator)
}

/// Something that may be missing, with what stands before it.
struct Optional<'a, T>(&'static str, &'a Option<T>);

impl<T: Display> Display for Optional<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            Some(item) => write!(f, "{}{item}", self.0),
            None => Ok(()),
        }
    }
}

impl Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "R{}{}{}",
            self.recommendation,
            Optional(".", &self.requirement),
            Optional(".", &self.clause)
        )
    }
}

impl Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", escaped(&self.value))
    }
}

/// What stands between the quotes of a text.
fn escaped(text: &str) -> String {
    let replaced = [('\\', "\\\\"), ('"', "\\\""), ('\n', "\\n"), ('{', "{{"), ('}', "}}")];
    let escape = |char: char| {
        let escape = replaced.iter().find(|(plain, _)| *plain == char);
        escape.map_or_else(|| char.to_string(), |(_, escape)| (*escape).to_owned())
    };
    text.chars().map(escape).collect()
}

impl Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for part in &self.parts {
            match part {
                TemplatePart::Text(text) => f.write_str(&escaped(text))?,
                TemplatePart::Value(expr) => write!(f, "{{{expr}}}")?,
            }
        }
        f.write_char('"')
    }
}

impl Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (0..self.optional).try_for_each(|_| f.write_str("optional "))?;
        write!(f, "{}{}", if self.set { "set of " } else { "" }, self.name)
    }
}

impl Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = if self.key { "key " } else { "" };
        let (question, computed) = (Optional(" ", &self.question), Optional(" = ", &self.computed));
        write!(f, "{key}{}: {}{question}{computed}", self.name, self.ty)
    }
}

impl Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let finding = Optional(" finding ", &self.finding);
        write!(f, "{} {}: {}{finding}", self.level.name(), self.name, self.condition)
    }
}

impl Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "evidence ")?;
        match self.kinds.as_slice() {
            [first @ .., last] if !first.is_empty() => write!(f, "{} or {last}", joined(first, ", "))?,
            kinds => write!(f, "{}", joined(kinds, ", "))?,
        }
        write!(f, "{}", Optional(" within ", &self.within))
    }
}

impl Display for Tie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.kind.name(), self.to, Optional(" because ", &self.because))
    }
}

impl Display for GivenValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            GivenKind::Value(value) => write!(f, "{value}"),
            GivenKind::NotStated => f.write_str("not stated"),
            GivenKind::Bound(BoundKind::AtLeast, value) => write!(f, "at_least {value}"),
            GivenKind::Bound(BoundKind::AtMost, value) => write!(f, "at_most {value}"),
            GivenKind::Bound(BoundKind::MoreThan, value) => write!(f, "more_than {value}"),
            GivenKind::Bound(BoundKind::LessThan, value) => write!(f, "less_than {value}"),
            GivenKind::Between(low, high) => write!(f, "between {low} and {high}"),
            GivenKind::Includes(members) => write!(f, "includes [{}]", joined(members, ", ")),
            GivenKind::Excludes(members) => write!(f, "excludes [{}]", joined(members, ", ")),
            GivenKind::OneOf(members) => write!(f, "one_of [{}]", joined(members, ", ")),
            GivenKind::Set(members) => write!(f, "[{}]", joined(members, ", ")),
        }
    }
}

impl Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Operand::Literal(literal) => write!(f, "{literal}"),
            Operand::Name(name) => write!(f, "{name}"),
        }
    }
}

impl Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            LiteralKind::Number(digits) | LiteralKind::Date(digits) => f.write_str(digits),
            LiteralKind::Percent(digits) => write!(f, "{digits}%"),
            LiteralKind::Duration(digits, unit) => write!(f, "{digits} {}", unit.name()),
            LiteralKind::Text(text) => write!(f, "\"{}\"", escaped(text)),
        }
    }
}
