//! Any text is read as a file of results, or refused with an error, each label in it; what is read is written alike.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use tipstaff::builtin;
use tipstaff::diagnostic::Diagnostic;
use tipstaff::load;
use tipstaff::pack::ends;
use tipstaff::pack::rule::Pack;
use tipstaff::source::SourceMap;
use tipstaff::tables::results;

fn pack() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| {
        let files = builtin::PACKS[0].files();
        load::pack(files, &mut SourceMap::default()).0.expect("the shipped pack is right")
    })
}

fuzz_target!(|text: &str| {
    let file = SourceMap::default().add("fuzz.csv", text);
    let (answers, mistakes) = results::read(pack(), file, text);
    for label in mistakes.iter().flat_map(|mistake| &mistake.labels) {
        assert!(text.get(label.span.range()).is_some(), "{label:?}");
    }
    let Some(answers) = answers else {
        assert!(mistakes.iter().any(Diagnostic::is_error), "refused without a word");
        return;
    };
    for (fact, answer) in answers.entries() {
        let Some(answer) = answer else { continue };
        let ty = pack().facts[fact].ty;
        let written = ends::write(pack(), ty, &answer.value);
        let again = ends::read(pack(), fact, written.each_ref().map(String::as_str));
        assert_eq!(again.as_ref(), Ok(&answer.value), "{written:?}");
    }
});
