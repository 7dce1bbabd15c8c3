//! Any text is read as a result, or refused with a reason; nothing is different from itself, and a trend can be drawn of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tipstaff::report::trend::{Selection, Trend, csv, markdown, svg};
use tipstaff::results::{self, compare::compare};

fuzz_target!(|text_of_result: &str| {
    match results::read(text_of_result) {
        Err(why) => assert!(!why.is_empty(), "refused without a word"),
        Ok(result) => {
            assert_eq!(compare(&result, &result).changes, []);
            for per_body in [false, true] {
                if let Ok(trend) = Trend::of(&[result.clone()], &Selection { bodies: &[], per_body }) {
                    assert!(!markdown::write(&trend).is_empty());
                    assert!(csv::write(&trend).is_ok());
                    let _ = svg::write(&trend);
                }
            }
        }
    }
});
