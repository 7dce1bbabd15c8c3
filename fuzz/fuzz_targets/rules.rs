//! Any text is parsed; every error has its place in it; a tree without errors is printed as text that parses to the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tipstaff::source::SourceMap;
use tipstaff::syntax::{parse, print};

fuzz_target!(|text: &str| {
    let mut sources = SourceMap::default();
    let file = sources.add("fuzz.rules", text);
    let parsed = parse(file, text);
    for error in &parsed.errors {
        assert!(text.get(error.span.range()).is_some(), "{error:?}");
    }
    if parsed.errors.is_empty() {
        let printed = print::file(&parsed.tree);
        let again = parse(file, &printed);
        assert!(again.errors.is_empty(), "{printed}\n{:?}", again.errors);
        assert_eq!(print::file(&again.tree), printed);
    }
});
