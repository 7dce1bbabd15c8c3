//! Any bytes are read as the rows of a table, each with a line of its own; rows are left out only with an error.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use tipstaff::diagnostic::Diagnostic;
use tipstaff::load::{self, PackFiles};
use tipstaff::pack::rule::Pack;
use tipstaff::source::{SourceMap, Span};
use tipstaff::tables::{Extract, Origin, Place, extract};

const MANIFEST: &str = r#"
[pack]
id = "fuzz"
version = "1.0.0"
language = 1
title = "Records from nowhere"
publisher = "Nobody"
bodies = ["force"]
domains = ["ocsae"]
sources = []
assurance = "stated"
"#;

fn pack() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| {
        let rules = include_str!("../../tests/cases/extracts/records.rules");
        let files = PackFiles {
            manifest: ("pack.toml".to_owned(), MANIFEST.to_owned()),
            rules: vec![("records.rules".to_owned(), rules.to_owned())],
            catalogue: Vec::new(),
            borrowed: Vec::new(),
        };
        load::pack(files, &mut SourceMap::default()).0.expect("the pack is right")
    })
}

fuzz_target!(|bytes: &[u8]| {
    let file = SourceMap::default().add("fuzz.toml", "");
    for table in pack().tables.ids() {
        let extract = Extract {
            path: "fuzz.csv".to_owned(),
            sha256: String::new(),
            dated: None,
            sample: false,
            span: Span::new(file, 0..0),
        };
        let (given, diagnostics) = extract::read(pack(), table, extract, bytes);
        let Origin::Extract(extract) = given.origin else { panic!("the rows are from an extract") };
        if extract.sample {
            assert!(diagnostics.iter().any(Diagnostic::is_error), "rows are left out without a word");
        }
        let mut last = 0;
        for row in given.rows {
            let Place::Line(line) = row.place else { panic!("a row of an extract has a line") };
            assert!(last < line, "line {line} after {last}");
            last = line;
        }
    }
});
