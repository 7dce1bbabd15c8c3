//! What deserves a look, one thing at a time: plain data for the formats that list problems and nothing else.

mod failing;

pub use failing::beside_gaps;

use std::collections::BTreeMap;

use super::finding::{clause_in_words, failing, gap_in_words, missing_in_words};
use super::gate::{FailOn, Unchecked, Weight};
use super::places::Places;
use super::{Check, Report, location, timing_in_words, warnings};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::digest;
use crate::evaluate::verdict::{ClaimCheck, ClauseVerdict, Gap, RecommendationVerdict, RequirementVerdict};
use crate::pack::Truth;
use crate::pack::rule::{Clause, Requirement};
use crate::source::SourceMap;
use crate::vocabulary::{Level, Outcome};

/// One thing that deserves a look.
pub struct Issue<'a> {
    /// The check that it was found in; none where the input could not be used.
    pub check: Option<&'a Check<'a>>,
    /// What it is about.
    pub about: About,
    /// How much it weighs.
    pub grade: Grade,
    /// Whether the deadline for it has passed.
    pub overdue: bool,
    /// The requirement that it was found in.
    pub requirement: Option<&'a Requirement>,
    /// What it is a case of, by a stable id: of a clause, of a requirement, or a code.
    pub rule: String,
    /// What tells it from others of the same rule at the same place; empty where the rule says it.
    pub key: String,
    /// `not met`, and of what; of what is of no requirement, what it is a case of; empty where the words say all.
    pub state: &'static str,
    /// What was found.
    pub words: String,
    /// What else there is to know, a line each.
    pub notes: Vec<String>,
    /// Until when and how to put it right, a line each; the same for all issues of a requirement.
    pub advice: Vec<String>,
    /// The place to go to: in the assessment, for what was found in one.
    pub place: Option<Label>,
    /// Other places: rules, facts, sources.
    pub related: Vec<Label>,
}

/// What an issue is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum About {
    /// An obligation that does not hold or is not shown to, or evidence that is missing.
    Gap,
    /// Why an assessment as a whole counts as not checked.
    Unchecked,
    /// Statements that contradict each other or the records.
    Discrepancy,
    /// Guidance that is not followed.
    Guidance,
    /// A warning about the rules or the assessment.
    Warning,
    /// A claim that says more than what came out, where the gate fails on that.
    Overclaim,
    /// What got worse than the baseline and fails the gate.
    Worse,
    /// Input that could not be used.
    Input,
}

/// How much an issue weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Grade {
    /// Something is wrong, or is past its deadline.
    Error,
    /// Something is missing, or deserves a look.
    Warning,
    /// Something could be better.
    Note,
}

impl Grade {
    /// Every grade, the heaviest first.
    pub const ALL: [Grade; 3] = [Grade::Error, Grade::Warning, Grade::Note];
}

impl Issue<'_> {
    /// State, title and words on one line.
    pub fn headline(&self) -> String {
        match self.requirement {
            None => self.words.clone(),
            Some(requirement) => format!("{}: {}; {}", self.state, requirement.title, self.words),
        }
    }

    /// The headline and, below it, notes and advice.
    pub fn lines(&self) -> Vec<String> {
        let below = self.notes.iter().chain(&self.advice).cloned();
        std::iter::once(self.headline()).chain(below).collect()
    }

    /// Whether it is only not known whether anything is wrong.
    pub fn is_open(&self) -> bool {
        self.state == NOT_SHOWN
    }

    /// What makes it the same as one of an earlier run: never a line, as lines move.
    fn identity(&self, sources: &SourceMap) -> String {
        let file = self.place.as_ref().map(|place| location::path(&sources.file(place.span.file).name));
        [file.as_deref().unwrap_or(""), &self.rule, &self.key].join("\n")
    }
}

const NOT_MET: &str = "not met";
const NOT_SHOWN: &str = "not shown";

/// Everything that deserves a look in a run: unusable input, as readers show only so many; then what got worse than the
/// baseline; then that of each check in the order of the files.
pub fn of<'r>(report: &'r Report<'_>) -> Vec<Issue<'r>> {
    let checks = || report.checks.iter();
    let missing = failing::worse(report, None);
    let worse = checks().flat_map(|check| failing::worse(report, Some(check)));
    let found = checks().flat_map(|check| {
        let overclaims = failing::overclaims(report, check);
        overclaims.into_iter().chain(weighed(report, check))
    });
    unusable(report).into_iter().chain(missing).chain(worse).chain(found).collect()
}

/// Input that could not be used.
pub fn unusable<'r>(report: &'r Report<'_>) -> Vec<Issue<'r>> {
    report.errors.iter().map(|error| of_diagnostic(None, About::Input, error)).collect()
}

/// Everything that deserves a look in one check, as the gate weighs it: what fails it weighs most.
fn weighed<'r>(report: &Report<'_>, check: &'r Check<'_>) -> Vec<Issue<'r>> {
    let mut issues = of_check(check);
    for issue in issues.iter_mut().filter(|_| report.asks_for(FailOn::Warning)) {
        let weight = issue.requirement.map_or(Weight::Error, |one| report.weights.of(one.number));
        let fails = match issue.about {
            About::Warning => true,
            About::Guidance => weight != Weight::Ignore,
            _ => false,
        };
        if fails {
            issue.grade = Grade::Error;
        }
    }
    issues
}

/// A fingerprint for each issue, by which a later run can tell that it is the same. No two are alike.
pub fn fingerprints(sources: &SourceMap, issues: &[Issue<'_>]) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let unique = issues.iter().map(|issue| {
        let identity = issue.identity(sources);
        let earlier = seen.entry(identity.clone()).or_default();
        *earlier = earlier.saturating_add(1);
        digest::sha256_hex(format!("{identity}\n{earlier}").as_bytes())
    });
    unique.collect()
}

/// Everything that deserves a look in one check: gaps by number, then the rest.
pub fn of_check<'r>(check: &'r Check<'_>) -> Vec<Issue<'r>> {
    let of_requirements = |of: fn(&Found<'r>) -> Vec<Issue<'r>>| {
        let found = check.addressed().flat_map(move |recommendation| {
            recommendation.requirements.iter().map(move |verdict| Found { check, recommendation, verdict })
        });
        found.flat_map(move |found| of(&found))
    };
    let mut issues: Vec<Issue<'r>> =
        Unchecked::of(check).map(|why| unchecked(check, why)).into_iter().collect();
    issues.extend(of_requirements(gaps));
    let discrepancies = warnings::discrepancies(check);
    issues.extend(discrepancies.iter().map(|found| of_diagnostic(Some(check), About::Discrepancy, found)));
    issues.extend(of_requirements(guidance));
    issues.extend(check.warnings.iter().map(|found| of_diagnostic(Some(check), About::Warning, found)));
    issues
}

/// A verdict on a requirement with what it belongs to.
struct Found<'a> {
    check: &'a Check<'a>,
    recommendation: &'a RecommendationVerdict,
    verdict: &'a RequirementVerdict,
}

impl<'a> Found<'a> {
    fn requirement(&self) -> &'a Requirement {
        self.check.requirement(self.verdict)
    }

    fn clause(&self, about: About, clause: &Clause, answer: &ClauseVerdict) -> Issue<'a> {
        let (check, requirement) = (self.check, self.requirement());
        let is_open = answer.answer == Truth::Unknown || self.verdict.applies == Truth::Unknown;
        let mut places = Places::default();
        let mut words = clause_in_words(check, clause, answer);
        if self.verdict.applies == Truth::Unknown {
            let missing = missing_in_words(check, &self.verdict.applies_because);
            words = format!("whether it applies is not known: {missing}; where it does: {words}");
            places.add_condition(check, requirement, self.verdict);
        }
        places.add_clause(check, clause, answer);
        places.add_silence(check);
        places.add_departure(check, self.verdict);
        places.add_sources(check, &requirement.remarks);
        let mut notes = std::mem::take(&mut places.rows);
        // The rows that the words name already.
        notes.retain(|note| !words.contains(note.as_str()));
        let readings = clause.remarks.readings.iter();
        notes.extend(readings.map(|reading| format!("reading of `{}`: {reading}", clause.name)));
        let grade = match about {
            About::Guidance => Grade::Note,
            _ if is_open => self.grade_of_open(),
            _ => Grade::Error,
        };
        Issue {
            rule: requirement.clause_id(clause),
            state: if is_open { NOT_SHOWN } else { NOT_MET },
            words,
            notes,
            ..self.issue(about, grade, places)
        }
    }

    fn not_evidenced(&self) -> Issue<'a> {
        let requirement = self.requirement();
        let mut places = Places::default();
        places.add_evidence(self.check, requirement, self.verdict);
        places.add_sources(self.check, &requirement.remarks);
        let asked = self.check.evaluation.asked.name();
        Issue {
            rule: requirement.number.to_string(),
            state: gap_in_words(Gap::NotEvidenced),
            words: format!("it is {}, and {asked} is asked for", self.verdict.assurance.name()),
            ..self.issue(About::Gap, self.grade_of_open(), places)
        }
    }

    /// What is missing weighs more once it is late.
    fn grade_of_open(&self) -> Grade {
        if self.recommendation.is_overdue() { Grade::Error } else { Grade::Warning }
    }

    fn issue(&self, about: About, grade: Grade, places: Places) -> Issue<'a> {
        let assessment = self.check.assessment;
        let mut related = places.merged();
        let own = related.iter().position(|label| label.span.file == assessment.file);
        let place = own.map(|own| related.remove(own));
        Issue {
            check: Some(self.check),
            about,
            grade,
            overdue: about == About::Gap && self.recommendation.is_overdue(),
            requirement: Some(self.requirement()),
            rule: String::new(),
            key: String::new(),
            state: "",
            words: String::new(),
            notes: Vec::new(),
            advice: self.advice(about),
            place: Some(place.unwrap_or_else(|| header(self.check))),
            related,
        }
    }

    /// Until when a gap has to be closed, what is claimed instead, and what to do about it.
    fn advice(&self, about: About) -> Vec<String> {
        let due = self.check.recommendation(self.recommendation).due.zip(self.recommendation.timing);
        let due = due.filter(|_| about == About::Gap);
        let due = due.map(|((due, _), timing)| format!("due {due}, {}", timing_in_words(timing)));
        let advise = self.requirement().advise.as_ref().map(|advise| format!("to do: {advise}"));
        let claim = self.verdict.claim.claim.and_then(|claim| self.check.assessment.claims.get(claim));
        let claim =
            claim.filter(|_| about == About::Gap && self.verdict.claim.check == ClaimCheck::Overclaimed);
        let claim = claim.map(|claim| format!("overclaimed: it is said to be `{}`", claim.status.name()));
        due.into_iter().chain(claim).chain(advise).collect()
    }
}

/// An issue for each obligation that does not hold or is not shown to; one for all evidence that is missing.
fn gaps<'a>(found: &Found<'a>) -> Vec<Issue<'a>> {
    match found.verdict.gap {
        None => Vec::new(),
        Some(Gap::NotEvidenced) => vec![found.not_evidenced()],
        Some(Gap::NotMet | Gap::NotShown) => {
            let clauses = failing(found.requirement(), found.verdict, Level::Must);
            clauses.map(|(clause, answer)| found.clause(About::Gap, clause, answer)).collect()
        }
    }
}

/// An issue for each clause of guidance that does not hold, in a requirement that applies.
fn guidance<'a>(found: &Found<'a>) -> Vec<Issue<'a>> {
    if found.verdict.outcome == Outcome::NotApplicable {
        return Vec::new();
    }
    let clauses = failing(found.requirement(), found.verdict, Level::Should);
    let ignored = clauses.filter(|(_, answer)| answer.answer == Truth::No);
    ignored.map(|(clause, answer)| found.clause(About::Guidance, clause, answer)).collect()
}

fn unchecked<'a>(check: &'a Check<'a>, why: Unchecked) -> Issue<'a> {
    Issue {
        check: Some(check),
        about: About::Unchecked,
        grade: Grade::Error,
        overdue: false,
        requirement: None,
        rule: why.name().to_owned(),
        key: format!("nothing was checked: {}", why.in_words()),
        state: "",
        words: format!("nothing was checked: {}", why.in_words()),
        notes: Vec::new(),
        advice: Vec::new(),
        place: Some(header(check)),
        related: Vec::new(),
    }
}

fn of_diagnostic<'a>(check: Option<&'a Check<'a>>, about: About, diagnostic: &Diagnostic) -> Issue<'a> {
    let mut labels = diagnostic.labels.iter().cloned();
    Issue {
        check,
        about,
        grade: match diagnostic.severity {
            Severity::Error => Grade::Error,
            Severity::Warning => Grade::Warning,
        },
        overdue: false,
        requirement: None,
        rule: diagnostic.code.name().to_owned(),
        key: diagnostic.message.clone(),
        state: "",
        words: diagnostic.message.clone(),
        notes: Vec::new(),
        advice: diagnostic.help.iter().map(|help| format!("help: {help}")).collect(),
        place: labels.next().or_else(|| check.map(header)),
        related: labels.collect(),
    }
}

/// The head of an assessment, where nothing in it is nearer.
fn header(check: &Check<'_>) -> Label {
    Label { span: check.assessment.header, text: "of this assessment".to_owned() }
}
