//! Rows asked in large numbers say what the same rows say when each is asked on its own.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::records::{CLAUSES, Stage, world};
use super::rules::rules;
use crate::support::{Files, judged, pack, read_assessment, swept};
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

/// Ways to spoil a file at a place.
const SPOILT: [fn(&mut String, usize); 6] = [
    |file, at| file.insert(at, '\n'),
    |file, at| file.insert(at, ','),
    |file, at| file.insert(at, '"'),
    |file, at| file.insert(at, 'x'),
    |file, at| file.replace_range(at..at + 1, ""),
    // The line is there twice.
    |file, at| {
        let start = file[..at].rfind('\n').map_or(0, |before| before + 1);
        let end = file[at..].find('\n').map_or(file.len(), |end| at + end + 1);
        let line = file[start..end].to_owned();
        file.insert_str(start, &line);
    },
];

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

    #[test]
    fn what_is_wrong_with_records_is_the_same_whether_they_are_kept_or_not(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        world in world(),
        spoilt in prop::collection::vec((any::<prop::sample::Index>(), 0..SPOILT.len()), 1..4),
    ) {
        let (rules, _) = rules(&bytes, CLAUSES);
        let pack = pack(&rules);
        let (text, Files(mut files)) = world.text(Stage::Partial, &Vec::new());
        for (place, with) in &spoilt {
            let Some(index) = (!files.is_empty()).then(|| place.index(files.len())) else { continue };
            let file = &mut files[index].1;
            let places: Vec<usize> = file.char_indices().map(|(at, _)| at).collect();
            if !places.is_empty() {
                SPOILT[*with](file, places[place.index(places.len())]);
            }
        }
        let files = Files(files);
        let (kept, report) = read_assessment(&pack, &text, &files);
        match swept(&pack, &text, &files) {
            Ok(_) => prop_assert!(kept.is_some(), "{}", report),
            Err(found) => prop_assert_eq!(found, report, "{:?}", files.0),
        }
    }
}
