//! Any rule file makes a pack or is refused with an error, each label in its file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tipstaff::diagnostic::Diagnostic;
use tipstaff::load::{self, PackFiles};
use tipstaff::source::SourceMap;

const MANIFEST: &str = r#"
[pack]
id = "fuzz"
version = "1.0.0"
language = 1
title = "Rules from nowhere"
publisher = "Nobody"
bodies = ["force", "college"]
domains = ["ocsae", "mosovo"]
sources = []
assurance = "stated"
"#;

fuzz_target!(|text: &str| {
    let mut sources = SourceMap::default();
    let files = PackFiles {
        manifest: ("pack.toml".to_owned(), MANIFEST.to_owned()),
        rules: vec![("fuzz.rules".to_owned(), text.to_owned())],
        catalogue: Vec::new(),
        borrowed: Vec::new(),
    };
    let (pack, diagnostics) = load::pack(files, &mut sources);
    assert_eq!(pack.is_none(), diagnostics.iter().any(Diagnostic::is_error), "{diagnostics:?}");
    for label in diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels) {
        assert!(sources.file(label.span.file).text.get(label.span.range()).is_some(), "{label:?}");
    }
});
