//! A proof as an indented tree: a line for each step, and below it what it stands on.

use super::page::{Page, answer_in_words, source_in_words};
use super::phrases::{KEYS, first_keys, line, place, rule_text, standing};
use crate::assessment::{HeardCell, Statement, StatementKind};
use crate::evaluate::parts::Bearing;
use crate::evaluate::proof::{Basis, Meaning, Proof, Role, Rows};
use crate::evaluate::rows::RowCounts;
use crate::evaluate::tally::Tally;
use crate::pack::expr::ExprKind;
use crate::pack::rule::{Fact, Remarks};
use crate::pack::{Absence, Id, Truth, Type, words};
use crate::report::finding::{is_known_in_part, undefined_in_words};
use crate::report::page::{AnsiColor, Paint};
use crate::report::places::place_of;
use crate::report::{Check, records};
use crate::source::Span;
use crate::tables::Origin;
use crate::vocabulary::QuantifierKind;

/// How many parts of one list are shown.
const PARTS: usize = 25;

/// Beyond this level nothing is indented further, and each step says its level.
const LEVELS: usize = 8;

impl<'a> Page<'a> {
    /// A proof of which the first step stands at this level.
    pub(super) fn proof(&mut self, check: &'a Check<'a>, proof: &Proof<'a>, level: usize) {
        if !self.may_step() {
            return;
        }
        self.step(proof, level);
        if proof.bearing == Bearing::NotAsked {
            return;
        }
        let below = level.saturating_add(1);
        if let Some(standing) = standing(self.of.sources, self.of.pack, proof) {
            self.detail(level, &format!("known: {}; asked: {}", standing.known, standing.asked));
        }
        if proof.vacuous {
            self.detail(level, "so only because there was nothing to ask");
        }
        if let Some(reason) = proof.undefined.filter(|_| is_innermost(proof)) {
            self.detail(level, undefined_in_words(reason));
        }
        if let Some(reason) = unsettled(proof) {
            self.detail(level, reason);
        }
        match &proof.basis {
            Basis::Itself | Basis::Untold => {}
            Basis::TooDeep => self.detail(level, "too deep to be followed further"),
            Basis::Parts(parts) | Basis::Window(parts, _) => self.parts(check, proof, parts, level),
            Basis::Fact(fact, records) => self.fact_step(check, *fact, records.as_ref(), level),
            Basis::Define(define, meaning) => {
                if !self.defines.insert(*define) {
                    return;
                }
                let define = &self.of.pack.defines[*define];
                let at = place(self.of.sources, define.span);
                self.detail(level, &format!("`{}` is defined at {at}", define.name));
                self.remarks(&define.remarks, details(level));
                self.meaning(check, meaning, below);
            }
            Basis::Rows(rows) => self.rows(check, proof, rows, level),
        }
    }

    fn parts(&mut self, check: &'a Check<'a>, whole: &Proof<'a>, parts: &[Proof<'a>], level: usize) {
        let below = level.saturating_add(1);
        let is_told = |part: &&Proof<'a>| !is_compared(whole) || !is_plain(part);
        for part in parts.iter().filter(is_told).take(PARTS) {
            match &part.basis {
                // What is known of an operand has been said beside what is asked of it.
                Basis::Fact(fact, records) if is_compared(whole) => {
                    self.fact_step(check, *fact, records.as_ref(), level);
                }
                _ => self.proof(check, part, below),
            }
        }
        let more = parts.iter().filter(is_told).count().saturating_sub(PARTS);
        if more > 0 {
            self.left_out = true;
            self.detail(level, &format!("and {more} more, which are not shown"));
        }
    }

    /// `● not known  if bail.every_period is recorded`
    fn step(&mut self, proof: &Proof<'a>, level: usize) {
        let (mark, plain) = match proof.bearing {
            Bearing::Decides => ("●", false),
            Bearing::AsWell => ("○", false),
            Bearing::Idle | Bearing::NotAsked => ("·", true),
        };
        let role = match proof.role {
            Role::If => "if ",
            Role::Then => "then ",
            Role::Else => "else ",
            Role::Meaning if proof.answer.is_some() => "which is: ",
            Role::Part | Role::Operand | Role::Meaning => "",
        };
        let label = format!("{role}{}", self.label(proof));
        let deep = if level > LEVELS { format!("({level}) ") } else { String::new() };
        let (answer, paint) = match (proof.bearing, proof.answer) {
            (Bearing::NotAsked, _) => ("not asked", Paint::new()),
            (_, Some(answer)) => (answer_in_words(answer), color(answer)),
            (_, None) => ("", Paint::new()),
        };
        let line = if answer.is_empty() {
            let value = words::value(self.of.pack, proof.expr.ty, &proof.value);
            let is = if proof.value.is_exact() { "=" } else { "is" };
            // A literal says its own value.
            if is_plain(proof) { format!("{deep}{label}") } else { format!("{deep}{label} {is} {value}") }
        } else {
            format!("{deep}{label}")
        };
        self.marked((indent(level), mark), (answer, paint), &line, plain);
    }

    /// What a step asks: the rule's own text, or what its parts are to it where they are shown below.
    fn label(&self, proof: &Proof<'a>) -> String {
        let told = matches!(proof.basis, Basis::Parts(_));
        match &proof.expr.kind {
            ExprKind::And(_) if told => "all of these:".to_owned(),
            ExprKind::Or(_) if told => "any of these:".to_owned(),
            ExprKind::AtLeast { count, .. } if told => format!("at least {count} of these:"),
            ExprKind::Not(_) if told => "not:".to_owned(),
            ExprKind::If { otherwise: None, .. } if told => "if … then …".to_owned(),
            ExprKind::If { .. } if told => "if … then … else …".to_owned(),
            _ => self.rule_text(proof.expr.span),
        }
    }

    fn meaning(&mut self, check: &'a Check<'a>, meaning: &Meaning<'a>, level: usize) {
        match meaning {
            Meaning::Told(proof) if !is_plain(proof) => self.proof(check, proof, level),
            Meaning::Told(_) | Meaning::ToldBefore => {}
        }
    }

    fn fact_step(
        &mut self,
        check: &'a Check<'a>,
        fact: Id<Fact>,
        records: Option<&Meaning<'a>>,
        level: usize,
    ) {
        let name = self.of.pack.fact_name(fact);
        if !self.told.insert(fact) {
            self.detail(level, &format!("`{name}`: as above"));
            return;
        }
        self.fact(check, fact, details(level));
        if !is_known_in_part(check, fact)
            && let Some(question) = &self.of.pack.facts[fact].question
        {
            self.detail(level, &format!("question: {question}"));
        }
        if let Some(meaning) = records {
            self.meaning(check, meaning, level.saturating_add(1));
        }
    }

    /// What is known of a fact, who says so and where.
    pub(super) fn fact(&mut self, check: &'a Check<'a>, fact: Id<Fact>, indent: usize) {
        let (pack, name) = (self.of.pack, self.of.pack.fact_name(fact));
        let entry = &check.assessment.facts[fact];
        for statement in &entry.statements {
            let words = statement_in_words(check, pack.facts[fact].ty, statement);
            let at = line(check, statement.span);
            self.hanging(indent, &format!("`{name}` {words}, {at}"));
            if let Some(note) = &statement.note {
                self.hanging(indent, &format!("note: {note}"));
            }
        }
        let measure = check.evaluation.values.measures[fact].as_ref();
        if entry.statements.is_empty() && measure.is_none() {
            let group = &pack.groups[pack.facts[fact].group].name;
            let at = check.assessment.groups[pack.facts[fact].group];
            let at = at.map_or("which is not there yet".to_owned(), |at| line(check, at));
            self.hanging(
                indent,
                &format!("`{name}` is not stated; it belongs under `[facts.{group}]`, {at}"),
            );
        }
        if entry.contradictory {
            self.hanging(indent, "its statements contradict each other, and so say nothing");
        }
        if let Some(measure) = measure {
            let value = words::value(pack, pack.facts[fact].ty, &measure.value);
            let measured = records::measured(check, fact).unwrap_or_default();
            let at = line(check, place_of(check, fact));
            self.hanging(indent, &format!("`{name}`: {value}, {measured}, {at}"));
            if measure.contradicts_statement {
                self.hanging(indent, "what is stated is not what the records say, and the records count");
            }
        }
    }

    fn rows(&mut self, check: &'a Check<'a>, proof: &Proof<'a>, rows: &Rows<'a>, level: usize) {
        let ExprKind::Quantifier(quantifier) = &proof.expr.kind else { return };
        self.detail(level, &counted(check, quantifier.kind, &rows.counts));
        if !rows.complete {
            let name = &self.of.pack.tables[rows.counts.table].name;
            let why = match check.assessment.records.rows(rows.counts.table).origin {
                Origin::NotGiven => format!("the records `{name}` are not given"),
                Origin::NotAtHand(_) => format!("the records `{name}` are not at hand"),
                _ => format!("`{name}` is only a sample, so that rows may be missing"),
            };
            self.detail(level, &why);
        }
        for keys in records::keys_in_words(check, &first_keys(&rows.counts)) {
            self.detail(level, &keys);
        }
        if rows.counts.unknown > 0 {
            self.heard(check, &rows.counts, level);
        }
        let asks_filter = quantifier.body.is_none();
        if let Some(tally) = &rows.filter {
            // Which rows pass is plain, unless that is the question, or some may pass, or none does.
            let is_told = asks_filter || tally.unknown > 0 || tally.yes == 0;
            self.tally("where ", tally, is_told, level);
        }
        if let Some(tally) = &rows.body {
            self.tally("asked: ", tally, tally.no > 0 || tally.unknown > 0, level);
        }
    }

    /// What is only said or planned of the cells that leave rows in doubt; no extract has any such.
    fn heard(&mut self, check: &'a Check<'a>, rows: &RowCounts, level: usize) {
        let columns = &self.of.pack.columns;
        let in_doubt = |cell: &&HeardCell| rows.blank.contains(&cell.column);
        let cells: Vec<&HeardCell> = check.assessment.heard_cells.iter().filter(in_doubt).collect();
        for HeardCell { column, statement } in cells.iter().take(KEYS) {
            let words = statement_in_words(check, columns[*column].ty, statement);
            let at = line(check, statement.span);
            self.detail(level, &format!("`{}` {words}, {at}", columns[*column].name));
        }
        let more = cells.len().saturating_sub(KEYS);
        if more > 0 {
            self.detail(level, &format!("and {more} more cells are only said or planned"));
        }
    }

    /// What the rows answer to a condition and, below it, to its parts.
    fn tally(&mut self, what: &str, tally: &Tally<'a>, with_parts: bool, level: usize) {
        if !self.may_step() {
            return;
        }
        let is_known = tally.column.is_some_and(|column| !self.columns.insert(column));
        let parts: &[Tally<'a>] = match &*tally.parts {
            // What is not so needs no second line for what is.
            [only] if only.parts.is_empty() && tally.column.is_none() => &[],
            parts if with_parts && !is_known => parts,
            _ => &[],
        };
        let text = match &tally.expr.kind {
            ExprKind::And(_) if !parts.is_empty() => "all of these".to_owned(),
            ExprKind::Or(_) if !parts.is_empty() => "any of these".to_owned(),
            ExprKind::AtLeast { count, .. } if !parts.is_empty() => format!("at least {count} of these"),
            ExprKind::Not(_) if !parts.is_empty() => "not this".to_owned(),
            ExprKind::If { .. } if !parts.is_empty() => "if … then …".to_owned(),
            _ => self.rule_text(tally.expr.span),
        };
        let answers = [(tally.yes, Truth::Yes), (tally.no, Truth::No), (tally.unknown, Truth::Unknown)];
        let answers = answers.iter().filter(|(count, _)| *count > 0);
        let answers: Vec<String> =
            answers.map(|(count, answer)| format!("{count} {}", answer_in_words(*answer))).collect();
        let answers = if answers.is_empty() { "no row".to_owned() } else { answers.join(", ") };
        let as_above = if is_known { ", as above" } else { "" };
        self.detail(level, &format!("{what}{text}: {answers}{as_above}"));
        let meaning = if tally.column.is_some() { "which is " } else { "" };
        for part in parts.iter().take(PARTS) {
            self.tally(meaning, part, true, level.saturating_add(1));
        }
        let more = parts.len().saturating_sub(PARTS);
        if more > 0 {
            self.left_out = true;
            self.detail(level.saturating_add(1), &format!("and {more} more, which are not shown"));
        }
    }

    /// Sources, notes and readings.
    pub(super) fn remarks(&mut self, remarks: &Remarks, indent: usize) {
        for source in &remarks.sources {
            if let Some(words) = source_in_words(self.of.pack, source) {
                self.hanging(indent, &format!("source: {words}"));
            }
        }
        remarks.notes.iter().for_each(|note| self.hanging(indent, &format!("note: {note}")));
        remarks.readings.iter().for_each(|reading| self.hanging(indent, &format!("reading: {reading}")));
    }

    /// A line that belongs to the step above it.
    fn detail(&mut self, level: usize, text: &str) {
        self.hanging(details(level), text);
    }

    fn rule_text(&self, span: Span) -> String {
        rule_text(self.of.sources, span)
    }
}

/// The columns that a level is indented by.
fn indent(level: usize) -> usize {
    level.min(LEVELS).saturating_mul(2).saturating_add(2)
}

/// The columns that what belongs to a step of a level is indented by.
fn details(level: usize) -> usize {
    indent(level).saturating_add(4)
}

pub(super) fn color(answer: Truth) -> Paint {
    let color = match answer {
        Truth::Yes => AnsiColor::Green,
        Truth::No => AnsiColor::Red,
        Truth::Unknown => AnsiColor::Yellow,
    };
    color.on_default().bold()
}

/// Whether a step says what it stands on beside what it asks, so that its operands need no lines of their own.
fn is_compared(proof: &Proof<'_>) -> bool {
    matches!(
        proof.expr.kind,
        ExprKind::Compare { .. }
            | ExprKind::Is { .. }
            | ExprKind::Recorded { .. }
            | ExprKind::In { .. }
            | ExprKind::Covers { .. }
            | ExprKind::Within { .. }
    )
}

/// Why a comparison of values that are known is open all the same.
fn unsettled(proof: &Proof<'_>) -> Option<&'static str> {
    let (Basis::Parts(parts) | Basis::Window(parts, _)) = &proof.basis else { return None };
    let is_open = proof.answer == Some(Truth::Unknown) && is_compared(proof);
    if !is_open || !parts.iter().all(|part| part.value.is_exact()) {
        return None;
    }
    Some(if parts.iter().any(|part| part.value.absence == Absence::Surely) {
        "what is not recorded has no order, no members and no day"
    } else {
        "what is known does not settle it: months against days, or a date beyond the calendar"
    })
}

/// Whether there is nothing to tell of an operand but its value.
fn is_plain(proof: &Proof<'_>) -> bool {
    matches!(proof.basis, Basis::Itself)
}

/// Whether what has no value has it for no part of it, so that the reason is said once.
fn is_innermost(proof: &Proof<'_>) -> bool {
    match &proof.basis {
        Basis::Parts(parts) | Basis::Window(parts, _) => parts.iter().all(|part| part.undefined.is_none()),
        Basis::Define(_, Meaning::Told(meaning)) => meaning.undefined.is_none(),
        // That records are missing is said of their table.
        Basis::Rows(rows) => rows.complete,
        _ => true,
    }
}

/// `is stated: 90%, cited: cheshire_2026 at 42`
fn statement_in_words(check: &Check<'_>, ty: Type, statement: &Statement) -> String {
    let words = match &statement.kind {
        StatementKind::Known(value) => format!("is stated: {}", words::value(check.pack, ty, value)),
        StatementKind::Said(words) => format!("is only said, and counts as not known: \"{words}\""),
        StatementKind::Planned(words) => format!("is only planned, and counts as not known: \"{words}\""),
    };
    let cites: Vec<String> =
        statement.cites.iter().map(|cite| format!("{} at {}", cite.source, cite.at)).collect();
    if cites.is_empty() { words } else { format!("{words}, cited: {}", cites.join(", ")) }
}

/// ``300 rows of `visits`: 297 yes, 3 no``
fn counted(check: &Check<'_>, kind: QuantifierKind, rows: &RowCounts) -> String {
    if rows.asked() == 0 {
        return records::empty(check, rows);
    }
    let of = records::asked(check, rows);
    let doubt = match rows.unknown {
        0 => String::new(),
        doubt => format!(", {doubt} in doubt"),
    };
    match kind {
        QuantifierKind::Every | QuantifierKind::Share => {
            format!("{of}: {} yes, {} no{doubt}", rows.yes, rows.no)
        }
        QuantifierKind::Some | QuantifierKind::Count => format!("{} of {of}{doubt}", rows.yes),
        QuantifierKind::No => format!("{} of {of}{doubt}", rows.no),
        QuantifierKind::Sum | QuantifierKind::Min | QuantifierKind::Max => format!("taken from {of}{doubt}"),
    }
}
