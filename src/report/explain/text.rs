//! An explanation as text: what is asked, what came of it, and the proof as a tree.

use super::page::{self, Page, answer_in_words};
use super::phrases::{self, place, rule_text};
use super::tree::color;
use super::{CODES, Explanations, Subject, conditions};
use crate::diagnostic::Code;
use crate::evaluate::truth;
use crate::evaluate::verdict::{ClauseVerdict, RecommendationVerdict, RequirementVerdict};
use crate::pack::rule::{Clause, Recommendation, Remarks, Requirement};
use crate::pack::{Id, Truth};
use crate::report::page::Paint;
use crate::report::terminal::Style;
use crate::report::{self, Check, outcome_in_words};
use crate::vocabulary::{Level, Outcome};

/// The explanations as text; `quiet` leaves what is explained and its outcome.
pub fn write(explanations: &Explanations<'_>, style: Style, quiet: bool) -> String {
    if let Some(code) = explanations.code {
        return of_code(code, style, quiet);
    }
    let pages = explanations.of.iter().map(|of| {
        let mut page = Page::new(of, style);
        page.write(quiet);
        page.into_text()
    });
    pages.collect::<Vec<_>>().join(if quiet { "" } else { "\n" })
}

/// What a code means.
fn of_code(code: Code, style: Style, quiet: bool) -> String {
    let mut lines = report::page::Page::new(style);
    lines.wrap("", "  ", &format!("{code}: {}", code.title()));
    if !quiet {
        let stage = code.name().split("::").next().unwrap_or_default();
        let documented = format!("documented in {CODES}, under `{stage}`");
        for paragraph in [code.explanation(), &documented] {
            lines.line("");
            lines.wrap("  ", "  ", paragraph);
        }
    }
    lines.into_text()
}

impl<'a> Page<'a> {
    /// Writes it, and how to read its marks.
    fn write(&mut self, quiet: bool) {
        match self.of.subject {
            Subject::Recommendation(id) => self.recommendation(id, quiet),
            Subject::Requirement(id) => self.requirement(id, quiet),
            Subject::Clause(id, at) => self.clause(id, at, quiet),
            Subject::Fact(id) => self.fact_of_its_own(id, quiet),
        }
        if !quiet {
            self.legend();
        }
    }

    // ---- recommendations ----------------------------------------------------------------------------------------

    fn recommendation(&mut self, id: Id<Recommendation>, quiet: bool) {
        let recommendation = &self.of.pack.recommendations[id];
        let verdict = self.of.recommendation(id);
        let outcome = verdict.map(|verdict| {
            let outcome = verdict.outcome.map(|outcome| outcome_in_words(outcome, verdict.assurance));
            outcome.unwrap_or_else(|| "not asked of this body".to_owned())
        });
        self.heading(&recommendation.number.to_string(), &recommendation.title, outcome.as_deref());
        if quiet {
            return;
        }
        self.origin(&place(self.of.sources, recommendation.span));
        self.addressed(recommendation);
        if let Some((check, claim)) = self.of.check.zip(verdict).and_then(|(check, verdict)| {
            let claim = check.assessment.claims.get(verdict.claim.claim?)?;
            Some((verdict.claim.check, claim))
        }) {
            self.entry("claim", &format!("{}: {}", claim.status.name(), check.name()));
        }
        if verdict.is_some_and(|verdict| verdict.outcome.is_some()) {
            let order = Outcome::ALL.map(|outcome| outcome.name().replace('_', " ")).join(", ");
            self.entry(
                "because",
                &format!("of what its requirements come to, the first of these counts: {order}"),
            );
        }
        self.title("Requirements");
        for (id, requirement) in self.of.pack.requirements_of(id) {
            let number = requirement.number.to_string();
            match self.of.check.zip(self.of.requirement(id)) {
                None => {
                    self.hanging(2, &format!("{number} {}", requirement.title));
                    self.asks(requirement);
                }
                Some((check, of_one)) => {
                    let decides = verdict.and_then(|verdict| verdict.outcome) == Some(of_one.outcome);
                    self.folded(check, requirement, of_one, decides);
                }
            }
        }
        self.remarks_titled(&recommendation.remarks);
        self.more(id, verdict);
    }

    /// What to ask next: of a requirement that decides, where there is one.
    fn more(&mut self, id: Id<Recommendation>, verdict: Option<&RecommendationVerdict>) {
        let is_deciding = |id: &Id<Requirement>| {
            self.of.requirement(*id).map(|of_one| of_one.outcome)
                == verdict.and_then(|verdict| verdict.outcome)
        };
        let all = || self.of.pack.requirements_of(id).map(|(id, _)| id);
        let Some(next) = all().find(is_deciding).or_else(|| all().next()) else { return };
        let file = self.of.check.map(|check| format!(" {}", check.sources.file(check.assessment.file).name));
        let number = self.of.pack.requirements[next].number;
        self.put("");
        self.hanging(0, &format!("`tipstaff explain {number}{}` says more", file.unwrap_or_default()));
    }

    /// A requirement in a line or two, below its recommendation.
    fn folded(
        &mut self,
        check: &Check<'_>,
        requirement: &Requirement,
        verdict: &RequirementVerdict,
        decides: bool,
    ) {
        let outcome = page::outcome(check, verdict);
        let mark = if decides { "●" } else { "·" };
        let paint = outcome_color(verdict.outcome);
        let text = format!("{} {}", requirement.number, requirement.title);
        self.marked((2, mark), (&outcome, paint), &text, !decides);
        self.hanging(6, &phrases::because(check, verdict));
        if let Some(departure) = phrases::departure(check, verdict) {
            self.hanging(6, &departure);
        }
    }

    /// The `must` clauses of a requirement.
    fn asks(&mut self, requirement: &Requirement) {
        for clause in requirement.clauses.iter().filter(|clause| clause.level == Level::Must) {
            let text = rule_text(self.of.sources, clause.condition.span);
            self.hanging(6, &format!("must {}: {text}", clause.name));
        }
    }

    fn addressed(&mut self, recommendation: &Recommendation) {
        let with = recommendation.with.join(", ");
        let with = if with.is_empty() { with } else { format!(", with {with}") };
        self.entry("asked of", &format!("{}{with}", recommendation.to.join(", ")));
        if let Some((due, _)) = recommendation.due {
            self.entry("due", &due.to_string());
        }
    }

    // ---- requirements and clauses -------------------------------------------------------------------------------

    fn requirement(&mut self, id: Id<Requirement>, quiet: bool) {
        let requirement = &self.of.pack.requirements[id];
        let judged = self.of.check.zip(self.of.requirement(id));
        let outcome = judged.map(|(check, verdict)| page::outcome(check, verdict));
        let outcome = outcome.or_else(|| self.not_asked());
        self.heading(&requirement.number.to_string(), &requirement.title, outcome.as_deref());
        if quiet {
            return;
        }
        self.origin(&place(self.of.sources, requirement.span));
        self.addressed(&self.of.pack.recommendations[requirement.recommendation]);
        if let Some((check, verdict)) = judged {
            self.verdict(check, verdict);
        }
        self.applies(requirement, judged);
        for level in [Level::Must, Level::Should, Level::Best] {
            self.clauses(id, level, judged);
        }
        self.evidence(requirement, judged);
        self.facts_read(requirement);
        self.remarks_titled(&requirement.remarks);
        if let Some(advise) = &requirement.advise {
            self.title("Advice");
            self.hanging(2, advise);
        }
    }

    /// Said in place of an outcome of what is asked of other bodies.
    fn not_asked(&self) -> Option<String> {
        self.of.check.map(|_| "not asked of this body".to_owned())
    }

    fn verdict(&mut self, check: &Check<'_>, verdict: &RequirementVerdict) {
        self.entry("because", &phrases::because(check, verdict));
        if let Some(departure) = phrases::departure(check, verdict) {
            self.entry("departure", &departure);
        }
        let (has, asked) = (verdict.assurance.name(), check.evaluation.asked.name());
        self.entry("assurance", &format!("{has}; asked for: {asked}"));
        if let Some(claim) = verdict.claim.claim.and_then(|claim| check.assessment.claims.get(claim)) {
            let at = phrases::line(check, claim.span);
            self.entry("claim", &format!("{}: {}, {at}", claim.status.name(), verdict.claim.check.name()));
        }
    }

    fn applies(
        &mut self,
        requirement: &'a Requirement,
        judged: Option<(&'a Check<'a>, &'a RequirementVerdict)>,
    ) {
        let Some(condition) = &requirement.applies_when else { return };
        match judged {
            None => {
                self.title("Applies when");
                self.hanging(2, &rule_text(self.of.sources, condition.span));
            }
            Some((check, verdict)) => {
                self.title(&format!("Applies when: {}", answer_in_words(verdict.applies)));
                if let Some(proof) = self.of.prove(Some(requirement.recommendation), condition) {
                    self.proof(check, &proof, 0);
                }
            }
        }
    }

    /// The clauses of a level: those of guidance, and those that leave the outcome as it is, in a line each.
    fn clauses(
        &mut self,
        id: Id<Requirement>,
        level: Level,
        judged: Option<(&'a Check<'a>, &'a RequirementVerdict)>,
    ) {
        let requirement = &self.of.pack.requirements[id];
        let mut of_level =
            requirement.clauses.iter().enumerate().filter(|(_, clause)| clause.level == level).peekable();
        if of_level.peek().is_none() {
            return;
        }
        self.title(match level {
            Level::Must => "Must",
            Level::Should => "Should (guidance, decides no outcome)",
            Level::Best => "Best (good practice, decides no outcome)",
        });
        for (at, clause) in of_level {
            match judged.and_then(|(check, verdict)| Some((check, verdict, verdict.clauses.get(at)?))) {
                None => self.asked(clause),
                Some((check, verdict, answer)) => {
                    let telling = if level == Level::Must {
                        telling(requirement, verdict, answer)
                    } else {
                        Telling::Short
                    };
                    self.answered(check, requirement, clause, answer, telling);
                }
            }
        }
    }

    /// A clause as the rules have it.
    fn asked(&mut self, clause: &Clause) {
        let text = rule_text(self.of.sources, clause.condition.span);
        self.hanging(2, &format!("{}: {text}", clause.name));
        self.remarks(&clause.remarks, 6);
    }

    /// A clause with its answer and, where the outcome stands on it, the proof.
    fn answered(
        &mut self,
        check: &'a Check<'a>,
        requirement: &'a Requirement,
        clause: &'a Clause,
        verdict: &'a ClauseVerdict,
        telling: Telling,
    ) {
        let mark = if telling == Telling::Decides { "●" } else { "·" };
        let answer = (answer_in_words(verdict.answer), color(verdict.answer));
        if telling == Telling::Short {
            let text = rule_text(self.of.sources, clause.condition.span);
            self.marked((2, mark), answer, &format!("{}: {text}", clause.name), true);
            return;
        }
        let at = place(self.of.sources, clause.span);
        self.marked((2, mark), answer, &format!("{}, {at}", clause.name), false);
        self.proved(check, requirement, clause, verdict, 1);
    }

    fn proved(
        &mut self,
        check: &'a Check<'a>,
        requirement: &'a Requirement,
        clause: &'a Clause,
        verdict: &'a ClauseVerdict,
        level: usize,
    ) {
        for finding in verdict.findings.iter().take(phrases::KEYS) {
            self.hanging(level.saturating_mul(2).saturating_add(4), &format!("finding: {}", finding.text));
        }
        if let Some(proof) = self.of.prove(Some(requirement.recommendation), &clause.condition) {
            self.proof(check, &proof, level);
        }
        self.remarks(&clause.remarks, level.saturating_mul(2).saturating_add(4));
        self.put("");
    }

    fn clause(&mut self, id: Id<Requirement>, at: usize, quiet: bool) {
        let requirement = &self.of.pack.requirements[id];
        let Some(clause) = requirement.clauses.get(at) else { return };
        let judged = self.of.check.zip(self.of.requirement(id).and_then(|verdict| verdict.clauses.get(at)));
        let answer = judged.map(|(_, verdict)| answer_in_words(verdict.answer).to_owned());
        let outcome = answer.or_else(|| self.not_asked());
        self.heading(&requirement.clause_id(clause), &requirement.title, outcome.as_deref());
        if quiet {
            return;
        }
        self.origin(&place(self.of.sources, clause.span));
        self.addressed(&self.of.pack.recommendations[requirement.recommendation]);
        self.title(match clause.level {
            Level::Must => "Must",
            Level::Should => "Should (guidance, decides no outcome)",
            Level::Best => "Best (good practice, decides no outcome)",
        });
        self.hanging(2, &rule_text(self.of.sources, clause.condition.span));
        match judged {
            None => {
                self.remarks(&clause.remarks, 4);
                self.facts_of(std::iter::once(&clause.condition));
            }
            Some((check, verdict)) => {
                self.title("Proof");
                self.proved(check, requirement, clause, verdict, 0);
            }
        }
    }

    fn evidence(&mut self, requirement: &Requirement, judged: Option<(&Check<'_>, &RequirementVerdict)>) {
        self.title("Evidence");
        let (check, verdict) = judged.unzip();
        let lines = phrases::evidence(self.of.pack, check, requirement, verdict);
        if lines.is_empty() {
            self.hanging(2, "none is named, so that only records can support it");
        }
        for (kinds, found) in lines {
            let found = found.map_or_else(String::new, |found| format!(": {found}"));
            self.hanging(2, &format!("{kinds}{found}"));
        }
        if requirement.departure_allowed {
            self.hanging(2, "a chief officer may decide to work outside this requirement, and record it");
        }
    }

    fn remarks_titled(&mut self, remarks: &Remarks) {
        if remarks.sources.len().max(remarks.notes.len()).max(remarks.readings.len()) > 0 {
            self.title("Source");
            self.remarks(remarks, 2);
        }
    }

    /// The facts that a requirement reads, for whoever has yet to answer them.
    fn facts_read(&mut self, requirement: &'a Requirement) {
        if self.of.check.is_none() {
            self.facts_of(conditions(requirement));
        }
    }
}

/// How a clause is told in the explanation of its requirement.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Telling {
    /// With its proof, as the outcome stands on it.
    Decides,
    /// With its proof, as it is open or no all the same.
    Gap,
    /// In a line.
    Short,
}

/// The outcome stands on the no ones among the `must` clauses, else on the unknown ones, else on all of them.
fn telling(requirement: &Requirement, verdict: &RequirementVerdict, clause: &ClauseVerdict) -> Telling {
    let musts = requirement.clauses.iter().zip(&verdict.clauses);
    let musts = musts.filter(|(clause, _)| clause.level == Level::Must);
    let together = truth::all(musts.map(|(_, verdict)| verdict.answer));
    match clause.answer {
        _ if verdict.outcome == Outcome::NotApplicable => Telling::Short,
        answer if answer == together => Telling::Decides,
        Truth::Yes => Telling::Short,
        Truth::No | Truth::Unknown => Telling::Gap,
    }
}

fn outcome_color(outcome: Outcome) -> Paint {
    color(match outcome {
        Outcome::Met | Outcome::NotApplicable => Truth::Yes,
        Outcome::NotMet => Truth::No,
        Outcome::NotShown | Outcome::Departure => Truth::Unknown,
    })
}
