//! Rows asked in large numbers say what the same rows say when each is asked on its own.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::records::{CLAUSES, Stage, world};
use super::rules::rules;
use crate::support::{judged, pack, swept};
use tipstaff::evaluate::compute::Values;
use tipstaff::evaluate::outcome::{Question, evaluate_row_by_row};
use tipstaff::evaluate::verdict::Evaluation;

fn told(evaluation: &Evaluation) -> String {
    format!("{:#?}\n{:#?}\n{:#?}", evaluation.recommendations, evaluation.discrepancies, evaluation.values)
}

/// What does not speak of single rows.
fn answers(evaluation: &Evaluation) -> String {
    let Values { facts, defines, measures, .. } = &evaluation.values;
    format!(
        "{:#?}\n{:#?}\n{facts:#?}\n{defines:#?}\n{measures:#?}",
        evaluation.recommendations, evaluation.discrepancies
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 120,
        rng_seed: RngSeed::Fixed(16),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn plans_say_what_the_rows_say(bytes in prop::collection::vec(any::<u8>(), 0..600), world in world()) {
        let (rules, _) = rules(&bytes, CLAUSES);
        let pack = pack(&rules);
        for stage in [Stage::Partial, Stage::Halfway, Stage::Complete] {
            let (text, files) = world.text(stage, &Vec::new());
            let (assessment, evaluation) = judged(&pack, &text, &files);
            let question = Question { as_of: evaluation.as_of, assurance: evaluation.asked };
            let expected = told(&evaluate_row_by_row(&pack, &assessment, question));
            let found = told(&evaluation);
            let differs = expected.lines().zip(found.lines()).find(|(expected, found)| expected != found);
            prop_assert!(expected == found, "{differs:?}\n{text}\n{rules}");

            let swept = swept(&pack, &text, &files).unwrap();
            prop_assert_eq!(answers(&swept), answers(&evaluation), "{}\n{}", text, rules);
        }
    }
}
