//! A result held against an earlier one: what got worse, what got better, and what only changed. A body is compared with
//! itself under the same pack, a requirement and a clause with that of the same id.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answered, Assessed, Recommended, Required, Results, Subject};
use crate::evaluate::verdict::Gap;
use crate::pack::rule::RequirementNumber;
use crate::vocabulary::{Level, Outcome};

/// What is different from an earlier result.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Comparison {
    /// Why the two may not say the same thing in all: other rules, other days, another assurance.
    pub notes: Vec<String>,
    /// Every difference, in the order of the bodies and of the pack.
    pub changes: Vec<Change>,
    /// How many requirements came out as before in every respect.
    pub unchanged: usize,
}

impl Comparison {
    /// The changes of one direction.
    pub fn of(&self, direction: Direction) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.kind.direction() == direction)
    }
}

/// One difference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// Whose.
    pub subject: Subject,
    /// What changed.
    pub kind: ChangeKind,
    /// Of what: a recommendation, a requirement or a clause; nothing where it is of the body as a whole.
    pub id: Option<String>,
    /// The requirements that it rests on.
    pub requirements: Vec<RequirementNumber>,
    /// What it was before, in the words of results; nothing where it was not there.
    pub before: Option<String>,
    /// What it is now.
    pub now: Option<String>,
}

/// Whether a change is for the worse.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Direction {
    /// It got worse, which fails the gate.
    Worse,
    /// It got better.
    Better,
    /// It is neither.
    Other,
}

/// What changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ChangeKind {
    /// A gap where there was none.
    NewGap,
    /// A gap where a departure was in force.
    DepartureEnded,
    /// A gap that was a smaller one: not evidenced, then not shown, then not met.
    WorseGap,
    /// Another obligation of a requirement that had a gap already.
    WorseClause,
    /// Weaker support than before.
    LostAssurance,
    /// A gap whose deadline has passed, or a gap again past its deadline.
    BecameOverdue,
    /// A claim that says more than what came out, where there was none.
    Overclaimed,
    /// A gap of a requirement that was not there before.
    NewRequirement,
    /// A body with gaps that was not there before.
    NewBody,
    /// A body that is not there any more.
    MissingBody,
    /// A gap that is closed.
    ClosedGap,
    /// A gap that was a larger one.
    BetterGap,
    /// One obligation less of a requirement that still has a gap.
    BetterClause,
    /// Better support than before.
    GainedAssurance,
    /// A gap past its deadline that is closed.
    NoLongerOverdue,
    /// A claim that said more than what came out, and does not any more.
    NoLongerOverclaimed,
    /// What was known not to be met is not known any more.
    AnswerLost,
    /// Another outcome without a gap.
    OtherOutcome,
    /// A requirement without a gap, or a body without one, that was not there before.
    New,
    /// A requirement that is not there any more.
    Gone,
}

impl ChangeKind {
    /// Whether it is for the worse.
    pub fn direction(self) -> Direction {
        match self {
            ChangeKind::NewGap
            | ChangeKind::DepartureEnded
            | ChangeKind::WorseGap
            | ChangeKind::WorseClause
            | ChangeKind::LostAssurance
            | ChangeKind::BecameOverdue
            | ChangeKind::Overclaimed
            | ChangeKind::NewRequirement
            | ChangeKind::NewBody
            | ChangeKind::MissingBody => Direction::Worse,
            ChangeKind::ClosedGap
            | ChangeKind::BetterGap
            | ChangeKind::BetterClause
            | ChangeKind::GainedAssurance
            | ChangeKind::NoLongerOverdue
            | ChangeKind::NoLongerOverclaimed => Direction::Better,
            ChangeKind::AnswerLost | ChangeKind::OtherOutcome | ChangeKind::New | ChangeKind::Gone => {
                Direction::Other
            }
        }
    }

    /// The word of results.
    pub fn name(self) -> &'static str {
        match self {
            ChangeKind::NewGap => "new_gap",
            ChangeKind::DepartureEnded => "departure_ended",
            ChangeKind::WorseGap => "worse_gap",
            ChangeKind::WorseClause => "worse_clause",
            ChangeKind::LostAssurance => "lost_assurance",
            ChangeKind::BecameOverdue => "became_overdue",
            ChangeKind::Overclaimed => "overclaimed",
            ChangeKind::NewRequirement => "new_requirement",
            ChangeKind::NewBody => "new_body",
            ChangeKind::MissingBody => "missing_body",
            ChangeKind::ClosedGap => "closed_gap",
            ChangeKind::BetterGap => "better_gap",
            ChangeKind::BetterClause => "better_clause",
            ChangeKind::GainedAssurance => "gained_assurance",
            ChangeKind::NoLongerOverdue => "no_longer_overdue",
            ChangeKind::NoLongerOverclaimed => "no_longer_overclaimed",
            ChangeKind::AnswerLost => "answer_lost",
            ChangeKind::OtherOutcome => "other_outcome",
            ChangeKind::New => "new",
            ChangeKind::Gone => "gone",
        }
    }
}

/// What is different now.
pub fn compare(before: &Results, now: &Results) -> Comparison {
    let mut comparison = Comparison::default();
    let mut notes = BTreeMap::new();
    let earlier: BTreeMap<&Subject, &Assessed> =
        before.assessments.iter().map(|assessed| (&assessed.subject, assessed)).collect();
    for assessed in &now.assessments {
        match earlier.get(&assessed.subject) {
            Some(earlier) => {
                notes_on(earlier, assessed, &mut notes);
                Pair { comparison: &mut comparison, before: earlier, now: assessed }.compare();
            }
            None => comparison.changes.push(new_body(assessed)),
        }
    }
    let subjects: BTreeSet<&Subject> = now.assessments.iter().map(|assessed| &assessed.subject).collect();
    for missing in before.assessments.iter().filter(|assessed| !subjects.contains(&assessed.subject)) {
        comparison.changes.push(Change {
            subject: missing.subject.clone(),
            kind: ChangeKind::MissingBody,
            id: None,
            requirements: Vec::new(),
            before: Some(gaps_in_words(missing.gaps())),
            now: None,
        });
    }
    comparison.notes =
        notes.into_iter().map(|(words, bodies)| format!("{words} ({})", bodies_in_words(&bodies))).collect();
    comparison
}

fn bodies_in_words(bodies: &[&str]) -> String {
    match bodies {
        [one] => (*one).to_owned(),
        several => format!("{} bodies", several.len()),
    }
}

/// Why two results may not say the same thing, with the bodies that each is so for.
fn notes_on<'a>(before: &'a Assessed, now: &'a Assessed, notes: &mut BTreeMap<String, Vec<&'a str>>) {
    let mut note = |differs: bool, words: String| {
        if differs {
            notes.entry(words).or_default().push(&now.subject.body);
        }
    };
    let pack = &now.subject.pack;
    note(
        before.version != now.version,
        format!("the baseline is by {pack} {}, this run by {}", before.version, now.version),
    );
    let (asked_before, asked) = (before.asked.name(), now.asked.name());
    note(before.asked != now.asked, format!("the baseline asked for {asked_before}, this run for {asked}"));
    let (day_before, day) = (before.as_of, now.as_of);
    note(day_before > day, format!("the baseline is as of {day_before}, this run as of the earlier {day}"));
}

fn new_body(assessed: &Assessed) -> Change {
    let gaps = assessed.gaps();
    Change {
        subject: assessed.subject.clone(),
        kind: if gaps > 0 { ChangeKind::NewBody } else { ChangeKind::New },
        id: None,
        requirements: with_gap(assessed.requirements()),
        before: None,
        now: Some(gaps_in_words(gaps)),
    }
}

fn gaps_in_words(gaps: usize) -> String {
    if gaps == 1 { "1 gap".to_owned() } else { format!("{gaps} gaps") }
}

fn with_gap<'a>(requirements: impl Iterator<Item = &'a Required>) -> Vec<RequirementNumber> {
    requirements
        .filter(|requirement| requirement.gap.is_some())
        .map(|requirement| requirement.number)
        .collect()
}

/// One body then and now.
struct Pair<'a> {
    comparison: &'a mut Comparison,
    before: &'a Assessed,
    now: &'a Assessed,
}

impl Pair<'_> {
    fn compare(&mut self) {
        let mut earlier: BTreeMap<RequirementNumber, &Required> =
            self.before.requirements().map(|requirement| (requirement.number, requirement)).collect();
        for recommendation in &self.now.recommendations {
            for requirement in &recommendation.requirements {
                match earlier.remove(&requirement.number) {
                    Some(before) => self.requirement(before, requirement),
                    None => {
                        let has_gap = requirement.gap.is_some();
                        let kind = if has_gap { ChangeKind::NewRequirement } else { ChangeKind::New };
                        self.push(kind, requirement, None, Some(state(requirement)));
                    }
                }
            }
            self.recommendation(recommendation);
        }
        for gone in earlier.into_values() {
            self.push(ChangeKind::Gone, gone, Some(state(gone)), None);
        }
    }

    fn requirement(&mut self, before: &Required, now: &Required) {
        let known = self.comparison.changes.len();
        let kind = gap_change(before, now);
        if let Some(kind) = kind {
            self.push(kind, now, Some(state(before)), Some(state(now)));
        }
        if kind.is_none() && before.outcome == Outcome::Met && before.assurance != now.assurance {
            let lost = now.assurance < before.assurance;
            let kind = if lost { ChangeKind::LostAssurance } else { ChangeKind::GainedAssurance };
            self.push(kind, now, Some(state(before)), Some(state(now)));
        }
        if before.gap.is_some() && now.gap.is_some() {
            self.clauses(before, now);
        }
        let claims = (before.is_overclaimed, now.is_overclaimed);
        self.claim(claims, now.number.to_string(), vec![now.number]);
        if self.comparison.changes.len() == known {
            self.comparison.unchanged = self.comparison.unchanged.saturating_add(1);
        }
    }

    /// Of a requirement that keeps a gap, the obligations that do not hold may be others than before.
    fn clauses(&mut self, before: &Required, now: &Required) {
        for clause in now.clauses.iter().filter(|clause| clause.level == Level::Must) {
            let earlier = before.clauses.iter().find(|earlier| earlier.id == clause.id);
            let rank = |clause: Option<&Answered>| match clause.map(|clause| clause.outcome) {
                Some(Outcome::NotMet) => 2,
                Some(Outcome::NotShown) => 1,
                _ => 0_u8,
            };
            let kind = match (rank(earlier), rank(Some(clause))) {
                (2, 1) => ChangeKind::AnswerLost,
                (before, now) if now > before => ChangeKind::WorseClause,
                (before, now) if now < before => ChangeKind::BetterClause,
                _ => continue,
            };
            self.comparison.changes.push(Change {
                subject: self.now.subject.clone(),
                kind,
                id: Some(clause.id.clone()),
                requirements: vec![now.number],
                before: earlier.map(|earlier| earlier.outcome.name().to_owned()),
                now: Some(clause.outcome.name().to_owned()),
            });
        }
    }

    /// Deadlines are those of recommendations, and claims may be.
    fn recommendation(&mut self, now: &Recommended) {
        let before = self.before.recommendations.iter().find(|before| before.number == now.number);
        let was_overdue = before.is_some_and(Recommended::is_overdue);
        let resting_on = |one: &Recommended| {
            let open = with_gap(one.requirements.iter());
            let all = one.requirements.iter().map(|requirement| requirement.number);
            if open.is_empty() { all.collect() } else { open }
        };
        if was_overdue != now.is_overdue() {
            let kind = if was_overdue { ChangeKind::NoLongerOverdue } else { ChangeKind::BecameOverdue };
            let word = |overdue: bool| Some(if overdue { "overdue" } else { "not_overdue" }.to_owned());
            self.comparison.changes.push(Change {
                subject: self.now.subject.clone(),
                kind,
                id: Some(now.number.to_string()),
                requirements: resting_on(now),
                before: word(was_overdue),
                now: word(!was_overdue),
            });
        }
        let claims = (before.is_some_and(|before| before.is_overclaimed), now.is_overclaimed);
        self.claim(claims, now.number.to_string(), resting_on(now));
    }

    fn claim(&mut self, (before, now): (bool, bool), id: String, requirements: Vec<RequirementNumber>) {
        if before == now {
            return;
        }
        let kind = if now { ChangeKind::Overclaimed } else { ChangeKind::NoLongerOverclaimed };
        let word = |over: bool| Some(if over { "overclaimed" } else { "not_overclaimed" }.to_owned());
        let (subject, id) = (self.now.subject.clone(), Some(id));
        let (before, now) = (word(before), word(now));
        self.comparison.changes.push(Change { subject, kind, id, requirements, before, now });
    }

    fn push(&mut self, kind: ChangeKind, of: &Required, before: Option<String>, now: Option<String>) {
        let (subject, id) = (self.now.subject.clone(), Some(of.number.to_string()));
        self.comparison.changes.push(Change {
            subject,
            kind,
            id,
            requirements: vec![of.number],
            before,
            now,
        });
    }
}

/// How the gap of a requirement, or its outcome without one, differs. What is not known any more is not better than
/// what was known not to be met.
fn gap_change(before: &Required, now: &Required) -> Option<ChangeKind> {
    let rank = |gap: Gap| match gap {
        Gap::NotEvidenced => 0_u8,
        Gap::NotShown => 1,
        Gap::NotMet => 2,
    };
    match (before.gap, now.gap) {
        (None, Some(_)) if before.outcome == Outcome::Departure => Some(ChangeKind::DepartureEnded),
        (None, Some(_)) => Some(ChangeKind::NewGap),
        (Some(_), None) => Some(ChangeKind::ClosedGap),
        (Some(Gap::NotMet), Some(Gap::NotShown)) => Some(ChangeKind::AnswerLost),
        (Some(before), Some(now)) if rank(now) > rank(before) => Some(ChangeKind::WorseGap),
        (Some(before), Some(now)) if rank(now) < rank(before) => Some(ChangeKind::BetterGap),
        (None, None) if before.outcome != now.outcome => Some(ChangeKind::OtherOutcome),
        _ => None,
    }
}

/// The outcome in the words of results; met never without its assurance, nor without saying that it is too little.
fn state(requirement: &Required) -> String {
    match requirement.outcome {
        Outcome::Met if requirement.gap == Some(Gap::NotEvidenced) => {
            format!("met ({}) with evidence missing", requirement.assurance.name())
        }
        Outcome::Met => format!("met ({})", requirement.assurance.name()),
        outcome => outcome.name().to_owned(),
    }
}
