//! What is recorded of measured facts says what their records said, and nothing that rests on it is ever better supported.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::records::{CLAUSES, Stage, stated, world};
use super::rules::rules;
use crate::support::{Files, judged, pack};
use tipstaff::assessment::recorded;
use tipstaff::evaluate::recorded::{beside, of_extracts};
use tipstaff::evaluate::verdict::Evaluation;
use tipstaff::pack::rule::Pack;
use tipstaff::pack::{Truth, ends};
use tipstaff::vocabulary::Assurance;

/// What is known of each fact that records decide.
fn known(pack: &Pack, evaluation: &Evaluation) -> Vec<(String, [String; 2], bool)> {
    let measured = pack.facts.entries().filter(|(_, fact)| fact.measured.is_some());
    measured
        .map(|(id, fact)| {
            let value = &evaluation.values.facts[id];
            let contradicts =
                evaluation.values.measures[id].as_ref().is_some_and(|measure| measure.contradicts_statement);
            (pack.fact_name(id), ends::write(pack, fact.ty, value), contradicts)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 100,
        rng_seed: RngSeed::Fixed(23),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_record_says_what_its_extracts_said(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        world in world(),
        ways in prop::collection::vec(any::<u8>(), 40),
    ) {
        let (rules, _) = rules(&bytes, CLAUSES);
        let pack = pack(&rules);
        let (text, files) = world.text(Stage::Complete, &Vec::new());
        let statements = stated(&pack, &judged(&pack, &text, &files).1, &ways);
        for stage in [Stage::Partial, Stage::Halfway, Stage::Complete] {
            let (text, files) = world.text(stage, &statements);
            let (assessment, home) = judged(&pack, &text, &files);
            let Ok(record) = of_extracts(&pack, &assessment, &home) else { panic!("{text}") };
            if files.0.is_empty() {
                continue;
            }
            let text = format!("{text}\n{}", recorded::write(&pack, &record));
            let (assessment, again) = judged(&pack, &text, &files);
            for fact in pack.facts.ids() {
                let beside = beside(&pack, &assessment, &again, fact);
                prop_assert_eq!(beside, None, "{}\n{}\n{}", pack.fact_name(fact), text, rules);
            }
            let (_, away) = judged(&pack, &text, &Files::default());
            prop_assert_eq!(known(&pack, &home), known(&pack, &away), "{}\n{}", text, rules);
            for (home, away) in home.requirements().zip(away.requirements()) {
                // A clause that asks rows itself has none to ask.
                for (home, away) in home.clauses.iter().zip(&away.clauses) {
                    prop_assert!(
                        away.answer == Truth::Unknown || away.answer == home.answer,
                        "{home:?} became {away:?}\n{text}\n{rules}"
                    );
                }
                let is_better = away.assurance == Assurance::Measured && home.assurance < Assurance::Measured;
                prop_assert!(!is_better, "{home:?} became {away:?}\n{text}\n{rules}");
            }
        }
    }
}
