//! Proofs say what the evaluation says: the first step has the verdict's answer, every step follows from those below it by the
//! rules of the language, and the steps that decide read the facts that the verdict names.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::records::{CLAUSES, Stage, Stated, world};
use super::{assessment, condition, facts};
use crate::support::{Files, judged, pack};
use tipstaff::assessment::Assessment;
use tipstaff::evaluate::compare;
use tipstaff::evaluate::parts::Bearing;
use tipstaff::evaluate::proof::{Basis, Meaning, Proof, Role, Rows, prove};
use tipstaff::evaluate::reads::facts_read;
use tipstaff::evaluate::tally::Tally;
use tipstaff::evaluate::verdict::{Evaluation, Why};
use tipstaff::pack::Truth::{self, No, Unknown, Yes};
use tipstaff::pack::expr::{Expr, ExprKind};
use tipstaff::pack::rule::{Fact, Pack};
use tipstaff::pack::{Id, Known, Number, Partial, Range};
use tipstaff::vocabulary::{Comparison, QuantifierKind};

/// Everything that a proof is held against.
struct Case<'a> {
    pack: &'a Pack,
    assessment: &'a Assessment,
    evaluation: &'a Evaluation,
}

impl<'a> Case<'a> {
    /// Holds the proof of every condition of the only requirement against its verdict.
    fn check(&self) {
        let verdict = self.evaluation.requirements().next().unwrap();
        let requirement = &self.pack.requirements[verdict.requirement];
        let applies = requirement.applies_when.iter();
        let applies = applies.map(|condition| (condition, verdict.applies, &verdict.applies_because));
        let clauses = requirement.clauses.iter().zip(&verdict.clauses);
        let clauses = clauses.map(|(clause, answer)| (&clause.condition, answer.answer, &answer.because));
        for (condition, answer, why) in applies.chain(clauses) {
            self.check_condition(condition, answer, why);
        }
        for (id, measured) in
            self.pack.facts.entries().filter_map(|(id, fact)| Some((id, fact.measured.as_ref()?)))
        {
            if let Some(measure) = &self.evaluation.values.measures[id] {
                let proof = self.prove(measured);
                assert_eq!(proof.value, measure.value, "{}", self.pack.fact_name(id));
                self.follows(&proof);
            }
        }
    }

    fn prove(&self, expr: &'a Expr) -> Proof<'a> {
        let of = self.pack.recommendations.ids().next();
        prove(self.pack, self.assessment, self.evaluation, of, expr)
    }

    fn check_condition(&self, condition: &'a Expr, answer: Truth, why: &Why) {
        let proof = self.prove(condition);
        assert_eq!(proof.answer, Some(answer), "{condition:?}");
        assert_eq!(proof.vacuous, why.vacuous, "{condition:?}");
        let mut deciding = BTreeSet::new();
        self.add_deciding(&proof, &mut deciding);
        assert_eq!(deciding, why.deciding.iter().copied().collect(), "{condition:?}");
        self.follows(&proof);
    }

    /// The facts that the steps read on which the answer stands.
    fn add_deciding(&self, proof: &Proof<'_>, found: &mut BTreeSet<Id<Fact>>) {
        let is_made_of_conditions = matches!(
            proof.expr.kind,
            ExprKind::And(_)
                | ExprKind::Or(_)
                | ExprKind::AtLeast { .. }
                | ExprKind::Not(_)
                | ExprKind::If { .. }
        );
        match &proof.basis {
            Basis::Parts(parts) if is_made_of_conditions => {
                let deciding = parts.iter().filter(|part| part.bearing == Bearing::Decides);
                deciding.for_each(|part| self.add_deciding(part, found));
            }
            _ => found.extend(facts_read(self.pack, proof.expr)),
        }
    }

    /// Asserts that a step and all below it follow from what is below them.
    fn follows(&self, proof: &Proof<'_>) {
        if let (Some(answer), Some(combined)) = (proof.answer, self.combined(proof)) {
            assert_eq!(answer, combined, "{proof:#?}");
        }
        bears(proof);
        match &proof.basis {
            Basis::Itself | Basis::Untold | Basis::TooDeep => {}
            Basis::Parts(parts) | Basis::Window(parts, _) => {
                assert_eq!(parts.len(), proof.expr.children().len(), "a part is missing: {proof:#?}");
                parts.iter().for_each(|part| self.follows(part));
            }
            Basis::Define(define, meaning) => {
                assert_eq!(proof.value, self.evaluation.values.defines[*define], "{proof:#?}");
                self.means(meaning, &proof.value);
            }
            Basis::Fact(fact, records) => {
                assert_eq!(proof.value, self.evaluation.values.facts[*fact], "{proof:#?}");
                let measure = self.evaluation.values.measures[*fact].as_ref();
                assert_eq!(records.is_some(), measure.is_some(), "{proof:#?}");
                if let (Some(records), Some(measure)) = (records, measure) {
                    self.means(records, &measure.value);
                }
            }
            Basis::Rows(rows) => self.rows_follow(proof, rows),
        }
    }

    fn means(&self, meaning: &Meaning<'_>, value: &Partial) {
        if let Meaning::Told(told) = meaning {
            assert_eq!(told.value, *value, "{told:#?}");
            assert_eq!(told.role, Role::Meaning);
            self.follows(told);
        }
    }

    /// The answer that the parts of a step make together; nothing for a step without such parts.
    fn combined(&self, proof: &Proof<'_>) -> Option<Truth> {
        let (parts, ends) = match &proof.basis {
            Basis::Parts(parts) => (parts, None),
            Basis::Window(parts, ends) => (parts, Some(ends)),
            Basis::Define(_, Meaning::Told(told)) => return told.answer,
            _ => return None,
        };
        let value = |at: usize| &parts[at].value;
        let listed = || parts.iter().skip(1).map(|part| &part.value);
        let members = |expr: &Expr| self.pack.members(expr.ty.base);
        let count = |wanted: Truth| parts.iter().filter(|part| part.answer == Some(wanted)).count();
        Some(match &proof.expr.kind {
            ExprKind::And(_) => first_of(&[(count(No), No), (count(Unknown), Unknown)], Yes),
            ExprKind::Or(_) => first_of(&[(count(Yes), Yes), (count(Unknown), Unknown)], No),
            ExprKind::AtLeast { count: wanted, .. } => {
                let wanted = usize::try_from(*wanted).unwrap();
                if count(Yes) >= wanted {
                    Yes
                } else if count(Yes) + count(Unknown) < wanted {
                    No
                } else {
                    Unknown
                }
            }
            ExprKind::Not(_) => turned(parts[0].answer.unwrap()),
            ExprKind::If { otherwise, .. } if proof.answer.is_some() => chosen(parts, otherwise.is_some()),
            ExprKind::Compare { comparison, .. } => compare::order(*comparison, value(0), value(1)),
            ExprKind::Is { negated, left, .. } => {
                negated_if(*negated, compare::is(value(0), value(1), members(left)))
            }
            ExprKind::Recorded { negated, .. } => negated_if(*negated, compare::recorded(value(0))),
            ExprKind::In { value: of, .. } => compare::is_in(value(0), listed(), members(of)),
            ExprKind::Covers { .. } => compare::covers(value(0), listed()),
            ExprKind::Within { .. } => {
                let (from, until) = &**ends?;
                let ends = [
                    compare::order(Comparison::GreaterOrEqual, value(0), from),
                    compare::order(Comparison::LessOrEqual, value(0), until),
                ];
                let with = |wanted: Truth| ends.iter().filter(|end| **end == wanted).count();
                first_of(&[(with(No), No), (with(Unknown), Unknown)], Yes)
            }
            _ => return None,
        })
    }

    #[expect(clippy::panic, reason = "a test stops where a proof is no proof")]
    fn rows_follow(&self, proof: &Proof<'_>, rows: &Rows<'_>) {
        let ExprKind::Quantifier(quantifier) = &proof.expr.kind else { panic!("only quantifiers have rows") };
        let counts = &rows.counts;
        let all = self.assessment.records.rows(quantifier.table).count();
        let open = |answer: Truth, hopeful: Truth| {
            if answer == hopeful && !rows.complete { Unknown } else { answer }
        };
        let every = first_of(&[(counts.no, No), (counts.unknown, Unknown)], Yes);
        let some = first_of(&[(counts.yes, Yes), (counts.unknown, Unknown)], No);
        match quantifier.kind {
            QuantifierKind::Every | QuantifierKind::No => {
                assert_eq!(proof.answer, Some(open(every, Yes)), "{proof:#?}")
            }
            QuantifierKind::Some => assert_eq!(proof.answer, Some(open(some, No)), "{proof:#?}"),
            QuantifierKind::Count => assert_eq!(proof.value.known, counted(rows), "{proof:#?}"),
            QuantifierKind::Share if rows.complete && counts.unknown == 0 && counts.asked() > 0 => {
                let number = |count: usize| Number::from(i64::try_from(count).unwrap());
                let share = number(counts.yes).checked_div(number(counts.asked())).unwrap();
                assert_eq!(proof.value.known, Known::Number(Range::exactly(share)), "{proof:#?}");
            }
            _ => {}
        }
        rows.filter.iter().for_each(|tally| tally_follows(tally, all));
        if let Some(body) = &rows.body {
            let passing = rows.filter.as_ref().map_or(all, |filter| filter.yes + filter.unknown);
            tally_follows(body, passing);
            if rows.filter.is_none() {
                assert_eq!(
                    (body.yes, body.no, body.unknown),
                    (counts.yes, counts.no, counts.unknown),
                    "{proof:#?}"
                );
            }
        }
    }
}

/// Asserts that the parts of a list bear on its answer as the language says.
fn bears(proof: &Proof<'_>) {
    let Basis::Parts(parts) = &proof.basis else { return };
    let decisive = match &proof.expr.kind {
        ExprKind::And(_) => Some(No),
        ExprKind::Or(_) => Some(Yes),
        ExprKind::AtLeast { .. } => None,
        _ => return,
    };
    let is_counted = decisive.is_none() && proof.answer != Some(Unknown);
    for part in parts {
        let agrees = part.answer == proof.answer;
        let expected = match part.bearing {
            Bearing::Decides => agrees || is_counted,
            Bearing::AsWell => agrees && proof.answer == decisive,
            Bearing::Idle => !agrees && !is_counted,
            Bearing::NotAsked => false,
        };
        assert!(expected, "{proof:#?}");
    }
    let deciding = parts.iter().filter(|part| part.bearing == Bearing::Decides).count();
    assert!(deciding > 0 && (proof.answer != decisive || deciding == 1), "{proof:#?}");
}

/// The first answer that occurs.
fn first_of(counted: &[(usize, Truth)], otherwise: Truth) -> Truth {
    counted.iter().find(|(count, _)| *count > 0).map_or(otherwise, |(_, answer)| *answer)
}

fn turned(answer: Truth) -> Truth {
    match answer {
        Yes => No,
        No => Yes,
        Unknown => Unknown,
    }
}

fn negated_if(negated: bool, answer: Truth) -> Truth {
    if negated { turned(answer) } else { answer }
}

/// What an `if` comes to, and that exactly what it does not depend on was not asked.
fn chosen(parts: &[Proof<'_>], has_else: bool) -> Truth {
    let branches = parts.chunks(2).filter(|pair| pair.len() == 2);
    let mut possible = BTreeSet::new();
    let mut is_settled = false;
    for pair in branches {
        let (condition, value) = (&pair[0], &pair[1]);
        assert_eq!(condition.bearing == Bearing::NotAsked, is_settled, "{parts:#?}");
        let is_taken = !is_settled && condition.answer != Some(No);
        assert_eq!(value.bearing == Bearing::NotAsked, !is_taken, "{parts:#?}");
        if is_taken {
            possible.insert(value.answer.unwrap());
        }
        is_settled |= condition.answer == Some(Yes);
    }
    if !is_settled {
        possible.insert(if has_else { parts.last().unwrap().answer.unwrap() } else { Yes });
    }
    if possible.len() == 1 { possible.into_iter().next().unwrap() } else { Unknown }
}

fn counted(rows: &Rows<'_>) -> Known {
    let number = |count: usize| Number::from(i64::try_from(count).unwrap());
    let (least, most) = (number(rows.counts.yes), number(rows.counts.yes + rows.counts.unknown));
    Known::Number(if rows.complete {
        Range::between(least, most).unwrap()
    } else {
        Range::from(std::ops::Bound::Included(least))
    })
}

/// Every part is asked of the same rows, and no row can be counted for the whole and against what makes it up.
fn tally_follows(tally: &Tally<'_>, asked: usize) {
    assert_eq!(tally.yes + tally.no + tally.unknown, asked, "{tally:#?}");
    for part in &tally.parts {
        tally_follows(part, asked);
        match &tally.expr.kind {
            ExprKind::And(_) => assert!(tally.yes <= part.yes && tally.no >= part.no, "{tally:#?}"),
            ExprKind::Or(_) => assert!(tally.yes >= part.yes && tally.no <= part.no, "{tally:#?}"),
            ExprKind::Not(_) => assert_eq!((tally.yes, tally.no), (part.no, part.yes), "{tally:#?}"),
            ExprKind::Column { .. } => assert_eq!((tally.yes, tally.no), (part.yes, part.no), "{tally:#?}"),
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 250,
        rng_seed: RngSeed::Fixed(5),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_proof_of_an_answer_on_facts_is_the_answer(
        conditions in prop::collection::vec(condition(), 4),
        facts in facts(),
    ) {
        let pack = pack(&super::rules(&conditions));
        let text = assessment(facts.iter().map(|fact| (fact, fact.partial.as_ref())));
        let (assessment, evaluation) = judged(&pack, &text, &Files::default());
        Case { pack: &pack, assessment: &assessment, evaluation: &evaluation }.check();
    }

    #[test]
    fn the_proof_of_an_answer_on_records_is_the_answer(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        world in world(),
    ) {
        let (rules, _) = super::rules::rules(&bytes, CLAUSES);
        let pack = pack(&rules);
        for stage in [Stage::Partial, Stage::Complete] {
            let (text, files) = world.text(stage, &Stated::new());
            let (assessment, evaluation) = judged(&pack, &text, &files);
            Case { pack: &pack, assessment: &assessment, evaluation: &evaluation }.check();
        }
    }
}
