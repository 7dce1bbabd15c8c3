//! Any text is read as a manifest and as a document of the catalogue, or refused with an error, each label in it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tipstaff::diagnostic::Diagnostic;
use tipstaff::pack::{catalogue, manifest};
use tipstaff::source::SourceMap;

fuzz_target!(|text: &str| {
    let file = SourceMap::default().add("fuzz.toml", text);
    let (manifest, mistakes) = manifest::read(file, text);
    check(text, manifest.is_some(), &mistakes);
    let (document, mistakes) = catalogue::read(file, text);
    check(text, document.is_some(), &mistakes);
});

fn check(text: &str, is_read: bool, mistakes: &[Diagnostic]) {
    assert!(is_read || mistakes.iter().any(Diagnostic::is_error), "refused without a word");
    for label in mistakes.iter().flat_map(|mistake| &mistake.labels) {
        assert!(text.get(label.span.range()).is_some(), "{label:?}");
    }
}
