//! Statements as text of one dialect.

use std::cell::RefCell;

use super::dialect::{Dialect, Words};
use super::expression::{Kind, Sql};
use super::relation::{Body, Item, Query, Select};

/// From this length on an expression is broken into lines.
const WIDTH: usize = 100;

/// Prints in one dialect, and remembers what it could not.
pub(super) struct Printer {
    words: &'static dyn Words,
    impossible: RefCell<Vec<String>>,
}

impl Printer {
    pub(super) fn new(dialect: Dialect) -> Printer {
        Printer { words: dialect.words(), impossible: RefCell::default() }
    }

    /// What could not be printed, in words.
    pub(super) fn into_impossible(self) -> Vec<String> {
        self.impossible.into_inner()
    }

    /// A whole statement.
    pub(super) fn query(&self, query: &Query) -> String {
        let mut printed = String::new();
        for (index, named) in query.named.iter().enumerate() {
            printed += if index == 0 { "WITH\n" } else { ",\n" };
            printed += &format!("-- {}\n", comment(&named.comment));
            let name = self.identifier(&named.name);
            let kept = if named.is_kept { self.words.kept() } else { "" };
            printed += &format!("{name} AS {kept}(\n{}\n)", indent(&self.body(&named.body)));
        }
        printed += "\n";
        printed + &self.select(&query.answer)
    }

    fn body(&self, body: &Body) -> String {
        let parts: Vec<String> = body.iter().map(|select| self.select(select)).collect();
        parts.join("\nUNION ALL\n")
    }

    fn select(&self, select: &Select) -> String {
        let items: Vec<String> = select.items.iter().map(|item| self.item(item)).collect();
        let mut printed = format!("SELECT\n{}", indent(&items.join(",\n")));
        if let Some((relation, alias)) = &select.from {
            printed += &format!("\nFROM {} AS {alias}", self.identifier(relation));
        }
        for join in &select.joins {
            let (relation, alias) = (self.identifier(&join.relation), join.alias);
            printed += &match &join.on {
                None => format!("\nCROSS JOIN {relation} AS {alias}"),
                Some(on) => {
                    let kind = if join.keeps_all { "LEFT JOIN" } else { "JOIN" };
                    format!("\n{kind} {relation} AS {alias} ON {}", self.condition(on))
                }
            };
        }
        if let Some(filter) = &select.filter {
            printed += &format!("\nWHERE {}", self.lay(filter, true));
        }
        if !select.group.is_empty() {
            let columns: Vec<String> = select.group.iter().map(|of| self.value(of)).collect();
            printed += &format!("\nGROUP BY {}", columns.join(", "));
        }
        printed
    }

    fn item(&self, item: &Item) -> String {
        match item {
            Item::Everything(alias) => format!("{alias}.*"),
            Item::Named(Sql::Column { of: None, name: column, .. }, name) if column == name => {
                self.identifier(name)
            }
            Item::Named(value, name) => format!("{} AS {}", self.lay(value, false), self.identifier(name)),
            Item::Exactly(value, name) => {
                let value = self.words.exactly(&self.value(value));
                format!("{value} AS {}", self.identifier(name))
            }
        }
    }

    /// An expression in lines, where one would be too long.
    fn lay(&self, sql: &Sql, is_condition: bool) -> String {
        let flat = if is_condition { self.condition(sql) } else { self.value(sql) };
        if flat.len() <= WIDTH {
            return flat;
        }
        let is_shown = is_condition || !self.words.keeps_truth_as_numbers();
        match sql {
            Sql::And(list) if is_shown => self.lines(list, "AND"),
            Sql::Or(list) if is_shown => self.lines(list, "OR"),
            Sql::Case { branches, otherwise } if is_shown || sql.kind() != Kind::Truth || !is_condition => {
                let mut printed = "CASE".to_owned();
                for (condition, value) in branches {
                    let condition = indent(&self.lay(condition, true));
                    let value = indent(&self.lay(value, false));
                    printed += &format!("\n  WHEN {} THEN {}", condition.trim_start(), value.trim_start());
                }
                if let Some(value) = otherwise {
                    let value = indent(&self.lay(value, false));
                    printed += &format!("\n  ELSE {}", value.trim_start());
                }
                printed += "\nEND";
                let is_number = is_condition && self.words.keeps_truth_as_numbers();
                if is_number { format!("{printed} = 1") } else { printed }
            }
            _ => flat,
        }
    }

    fn lines(&self, list: &[Sql], word: &str) -> String {
        let parts = list.iter().map(|part| {
            let laid = self.lay(part, true);
            let is_list = matches!(part, Sql::And(_) | Sql::Or(_));
            let laid = if is_list { format!("({laid})") } else { laid };
            indent(&laid).trim_start().to_owned()
        });
        let parts: Vec<String> = parts.collect();
        parts.join(&format!("\n  {word} "))
    }

    fn identifier(&self, name: &str) -> String {
        if name.len() > self.words.longest_identifier() {
            let most = self.words.longest_identifier();
            let problem = format!("the name `{name}` is longer than the {most} bytes that a name may have");
            self.impossible.borrow_mut().push(problem);
        }
        self.words.identifier(name)
    }

    fn text(&self, text: &str) -> String {
        self.words.text(text).unwrap_or_else(|| {
            let problem =
                format!("the text `{}` cannot be written so that every client reads it alike", comment(text));
            self.impossible.borrow_mut().push(problem);
            "NULL".to_owned()
        })
    }

    /// An expression where a condition is wanted.
    fn condition(&self, sql: &Sql) -> String {
        if !self.words.keeps_truth_as_numbers() {
            return self.value(sql);
        }
        match sql {
            Sql::Truth(true) => "1 = 1".to_owned(),
            Sql::Truth(false) => "1 = 0".to_owned(),
            Sql::Column { .. } | Sql::Null(_) | Sql::Case { .. } => format!("{} = 1", self.value(sql)),
            Sql::Possible(of) => match &**of {
                Sql::Column { .. } => format!("COALESCE({}, 1) = 1", self.value(of)),
                _ => format!("CASE WHEN NOT ({}) THEN 0 ELSE 1 END = 1", self.condition(of)),
            },
            _ => self.operators(sql),
        }
    }

    /// An expression where a value is wanted.
    fn value(&self, sql: &Sql) -> String {
        let is_number = self.words.keeps_truth_as_numbers() && sql.kind() == Kind::Truth;
        match sql {
            Sql::Column { of, name, .. } => {
                let name = self.identifier(name);
                of.map_or_else(|| name.clone(), |alias| format!("{alias}.{name}"))
            }
            Sql::Null(kind) => format!("CAST(NULL AS {})", self.words.type_name(*kind)),
            Sql::Truth(truth) if is_number => u8::from(*truth).to_string(),
            Sql::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
            Sql::Whole(number) => number.to_string(),
            // A bare literal is a floating number to some.
            Sql::Decimal(digits) => format!("CAST('{digits}' AS {})", self.words.type_name(Kind::Decimal)),
            Sql::Date(date) => self.words.date(*date),
            Sql::Text(text) => self.text(text),
            Sql::Case { branches, otherwise } => {
                let mut printed = "CASE".to_owned();
                for (condition, value) in branches {
                    printed += &format!(" WHEN {} THEN {}", self.condition(condition), self.value(value));
                }
                if let Some(value) = otherwise {
                    printed += &format!(" ELSE {}", self.value(value));
                }
                printed + " END"
            }
            _ if is_number => {
                let condition = self.condition(sql);
                if sql.may_be_null() {
                    format!("CASE WHEN {condition} THEN 1 WHEN NOT ({condition}) THEN 0 END")
                } else {
                    format!("CASE WHEN {condition} THEN 1 ELSE 0 END")
                }
            }
            _ => self.operators(sql),
        }
    }

    /// What is said alike as a condition and as a value.
    fn operators(&self, sql: &Sql) -> String {
        let number = |sql: &Sql| match sql {
            Sql::Add(..) | Sql::Subtract(..) | Sql::Multiply(..) | Sql::Quotient(..) | Sql::Rest(..) => {
                format!("({})", self.value(sql))
            }
            Sql::Whole(negative) if *negative < 0 => format!("({negative})"),
            _ => self.value(sql),
        };
        match sql {
            Sql::And(list) => self.list(list, " AND "),
            Sql::Or(list) => self.list(list, " OR "),
            Sql::Not(of) => match &**of {
                Sql::Column { .. } if !self.words.keeps_truth_as_numbers() => {
                    format!("NOT {}", self.value(of))
                }
                _ => format!("NOT ({})", self.condition(of)),
            },
            Sql::Compare(relation, a, b) => format!("{} {} {}", number(a), relation.sign(), number(b)),
            Sql::In(of, texts) => {
                let texts: Vec<String> = texts.iter().map(|text| self.text(text)).collect();
                match texts.as_slice() {
                    [only] => format!("{} = {only}", self.value(of)),
                    _ => format!("{} IN ({})", self.value(of), texts.join(", ")),
                }
            }
            Sql::IsNull(of) => format!("{} IS NULL", self.grouped(of)),
            Sql::Possible(of) => self.words.possible(&self.grouped(of)),
            Sql::Add(a, b) => format!("{} + {}", number(a), number(b)),
            Sql::Subtract(a, b) => format!("{} - {}", number(a), number(b)),
            Sql::Multiply(a, b) => format!("{} * {}", number(a), number(b)),
            Sql::Quotient(a, b) => self.words.quotient(&number(a), &number(b)),
            Sql::Rest(a, b) => format!("{} % {}", number(a), number(b)),
            Sql::AddMonths(date, by) => self.words.add_months(&self.value(date), &self.value(by)),
            Sql::AddDays(date, by) => self.words.add_days(&self.value(date), &self.value(by)),
            Sql::DaysBetween(a, b) => self.words.days_between(&self.value(a), &self.value(b)),
            Sql::MonthNumber(date) => {
                let (year, month) = self.words.year_and_month(&self.value(date));
                format!("12 * {year} + {month} - 1")
            }
            Sql::Join(parts) => {
                let parts: Vec<String> = parts.iter().map(|part| self.value(part)).collect();
                format!("CONCAT({})", parts.join(", "))
            }
            Sql::Holds(within, of) => {
                format!("{} > 0", self.words.position(&self.text(of), &self.value(within)))
            }
            Sql::WithoutSpaces(of) => format!("REPLACE({}, ' ', '')", self.value(of)),
            Sql::Part(of, part) => self.words.part(&self.value(of), *part),
            Sql::ToWhole(of) => format!("CAST({} AS BIGINT)", self.value(of)),
            Sql::ToText(of) => self.words.in_words(&self.value(of), of.kind()),
            Sql::CountWhere(of) => format!("COUNT(CASE WHEN {} THEN 1 END)", self.condition(of)),
            Sql::Sum(of) => format!("SUM({})", self.value(of)),
            Sql::Min(of) => format!("MIN({})", self.value(of)),
            Sql::Max(of) => format!("MAX({})", self.value(of)),
            // Everything else has been printed.
            _ => self.value(sql),
        }
    }

    fn list(&self, list: &[Sql], word: &str) -> String {
        let parts = list.iter().map(|part| match part {
            Sql::And(_) | Sql::Or(_) => format!("({})", self.condition(part)),
            _ => self.condition(part),
        });
        let parts: Vec<String> = parts.collect();
        parts.join(word)
    }

    fn grouped(&self, sql: &Sql) -> String {
        match sql {
            Sql::Column { .. } => self.value(sql),
            _ => format!("({})", self.value(sql)),
        }
    }
}

/// Words for a comment: on one line, and of characters only that neither a warehouse nor its clients read as anything
/// else.
pub(super) fn comment(words: &str) -> String {
    let safe = |character: char| match character {
        ';' => ',',
        _ if character.is_alphanumeric() || " .,:?!()[]'%/+-_=<>".contains(character) => character,
        '“' | '”' | '"' | '`' => '\'',
        _ => ' ',
    };
    words.chars().map(safe).collect()
}

fn indent(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("  {line}")).collect();
    lines.join("\n")
}
