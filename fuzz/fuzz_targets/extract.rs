//! Any bytes are read as the rows of a table, each with a line of its own; rows are left out only with an error.
#![no_main]

use std::sync::{Arc, OnceLock};

use libfuzzer_sys::fuzz_target;
use tipstaff::diagnostic::Diagnostic;
use tipstaff::load::{self, PackFiles};
use tipstaff::pack::Slots;
use tipstaff::pack::rule::Pack;
use tipstaff::source::{SourceMap, Span};
use tipstaff::tables::extract::Contents;
use tipstaff::tables::{self, Extract, GivenRows, Origin, Place, extract};

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
        let origin = Origin::Extract(Extract {
            path: "fuzz.csv".to_owned(),
            sha256: String::new(),
            dated: None,
            sample: false,
            span: Span::new(file, 0..0),
            redaction: tables::Redaction::default(),
        });
        // In blocks of any size, so that records and characters are parted.
        let length = bytes.first().map_or(1, |first| usize::from(*first) + 1);
        let contents = Contents {
            blocks: &mut bytes.chunks(length).map(<[u8]>::to_vec),
            open: &mut || Some(Arc::new(bytes.to_vec())),
        };
        let (rows, reading) = extract::read(pack(), table, contents);
        if reading.lacks_rows {
            let diagnostics = reading.mistakes.in_words(pack(), &origin);
            assert!(diagnostics.iter().any(Diagnostic::is_error), "rows are left out without a word");
        }
        let mut given = Slots::new(&pack().tables, |_| None);
        given[table] = Some(GivenRows { origin, complete: !reading.lacks_rows, rows });
        let records = tables::assemble(pack(), given).records;
        // In a table that is keyed by choices, what is not given is a row too.
        if pack().tables[table].by_choices {
            continue;
        }
        let places = &records.rows(table).places;
        let mut last = 0;
        for row in 0..places.count() {
            let Some(Place::Line(line) | Place::Row(line)) = places.get(row) else {
                panic!("a row of an extract has a line, or a number")
            };
            assert!(last < line, "line {line} after {last}");
            last = line;
        }
    }
});
