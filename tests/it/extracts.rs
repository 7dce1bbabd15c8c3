//! Rows read from files of records: what is understood, and what is said of the rest.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail where its own rules are wrong"
)]

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use crate::support::pack;
use tipstaff::diagnostic::{Code, Diagnostic};
use tipstaff::pack::rule::{Column, Pack, Table};
use tipstaff::pack::{Absence, Id, words};
use tipstaff::source::{SourceMap, Span};
use tipstaff::tables::extract::Contents;
use tipstaff::tables::{
    Assembled, Cell, Extract, Given, GivenRow, GivenRows, Origin, Place, Redaction, assemble, extract,
};

static PACK: LazyLock<Pack> = LazyLock::new(|| pack(include_str!("../cases/extracts/records.rules")));

fn table(name: &str) -> Id<Table> {
    PACK.tables.find(|table| table.name == name).expect("the test names a table")
}

fn column(table: Id<Table>, name: &str) -> Id<Column> {
    let columns = PACK.tables[table].columns.iter().copied();
    columns.into_iter().find(|column| PACK.columns[*column].name == name).expect("the test names a column")
}

/// The rows of an extract.
struct Rows {
    origin: Origin,
    complete: bool,
    rows: Vec<GivenRow>,
}

impl From<Rows> for GivenRows {
    fn from(Rows { origin, complete, rows }: Rows) -> GivenRows {
        GivenRows { origin, complete, rows: Given::Rows(rows) }
    }
}

fn read(name: &str, bytes: &[u8]) -> (Rows, Vec<Diagnostic>) {
    let file = SourceMap::default().add("test.toml", "");
    let extract = Extract {
        path: format!("{name}.csv"),
        sha256: String::new(),
        dated: None,
        sample: false,
        span: Span::new(file, 0..0),
        redaction: Redaction::default(),
    };
    // Blocks as small as this part records and characters.
    let block = if bytes.len() < 10_000 { 7 } else { 7001 };
    let contents = Contents {
        blocks: &mut bytes.chunks(block).map(<[u8]>::to_vec),
        open: &mut || Some(Arc::new(bytes.to_vec())),
    };
    let (rows, reading) = extract::read(&PACK, table(name), contents);
    let origin = Origin::Extract(extract);
    let diagnostics = reading.mistakes.in_words(&PACK, &origin);
    (Rows { origin, complete: !reading.lacks_rows, rows: rows.into_rows(&PACK) }, diagnostics)
}

/// Each diagnostic as `severity[code]: message`, with its help.
fn told(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().fold(String::new(), |mut told, diagnostic| {
        let severity = if diagnostic.is_error() { "error" } else { "warning" };
        writeln!(told, "{severity}[{}]: {}", diagnostic.code, diagnostic.message).unwrap();
        diagnostic.help.iter().for_each(|help| writeln!(told, "    help: {help}").unwrap());
        told
    })
}

/// Rows without a mistake, as `line: column = value, …`.
#[track_caller]
fn rows(name: &str, bytes: &[u8]) -> Vec<String> {
    let (given, diagnostics) = read(name, bytes);
    assert_eq!(told(&diagnostics), "");
    given
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<String> = row
                .cells
                .iter()
                .map(|(column, cell)| format!("{} = {}", PACK.columns[*column].name, in_words(*column, cell)))
                .collect();
            format!("{}: {}", line(row), cells.join(", "))
        })
        .collect()
}

fn line(row: &GivenRow) -> u64 {
    let Place::Line(line) = row.place else { panic!("a row of a file has a line") };
    line
}

fn in_words(column: Id<Column>, cell: &Cell) -> String {
    match cell {
        Cell::Reference(key) => format!("-> {key}"),
        Cell::Known(known) => words::value(&PACK, PACK.columns[column].ty, known),
    }
}

/// A file with one row of `visits`, in which only the key and this column are not blank.
fn visit(name: &str, text: &str) -> Vec<u8> {
    let columns: Vec<&Column> =
        PACK.tables[table("visits")].columns.iter().map(|id| &PACK.columns[*id]).collect();
    let columns = || columns.iter().filter(|column| column.computed.is_none());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns().map(|column| column.name.as_str())).unwrap();
    let cell = |column: &&&Column| match column.name.as_str() {
        other if other == name => text.to_owned(),
        "id" => "v1".to_owned(),
        _ => String::new(),
    };
    writer.write_record(columns().map(|column| cell(&column))).unwrap();
    writer.into_inner().unwrap()
}

#[test]
fn cells_are_read_by_the_type_of_their_column() {
    for (name, text, expected) in [
        ("id", " v 1 ", "v 1"),
        ("note", " v 1 ", " v 1 "),
        ("note", "a, \"b\"\r\nc", "a, \"b\"\r\nc"),
        ("note", "########", "########"),
        ("done", "yes", "yes"),
        ("done", " TRUE ", "yes"),
        ("done", "False", "no"),
        ("done", "NO", "no"),
        ("crew", "41", "41"),
        ("crew", " 3.0 ", "3"),
        ("crew", "0", "0"),
        ("hours", "2.5", "2.5"),
        ("hours", "-2.5", "-2.5"),
        ("share", "97.5%", "97.5%"),
        ("share", "0 %", "0%"),
        ("on", "2026-10-31", "2026-10-31"),
        ("on", "2026-10-31T00:00:00", "2026-10-31"),
        ("on", "2026-10-31 00:00:00.000", "2026-10-31"),
        ("on", " 2026-10-31 00:00 ", "2026-10-31"),
        ("every", "3 months", "3 months"),
        ("every", "2 weeks", "14 days"),
        ("risk", " medium ", "medium"),
        ("teams", "mosovo", "mosovo"),
        ("teams", " mosovo ; ocsae;mosovo; ", "ocsae and mosovo"),
        ("teams", ";", "nothing"),
        ("by", "s 1 ", "-> s 1"),
        ("post", "07", "-> 7"),
        ("ended", "", "none"),
        ("ended", "  ", "none"),
        ("post", "", "none"),
    ] {
        let (given, diagnostics) = read("visits", &visit(name, text));
        assert_eq!(told(&diagnostics), "", "{name} = {text:?}");
        let column = column(table("visits"), name);
        let cell = given.rows[0].cell(column).unwrap_or_else(|| panic!("{name} = {text:?} is blank"));
        assert_eq!(in_words(column, cell), expected, "{name} = {text:?}");
    }
}

#[test]
fn what_is_blank_is_not_known_unless_it_may_be_absent() {
    let (given, diagnostics) = read("visits", &visit("note", "  "));
    assert_eq!(told(&diagnostics), "");
    let known: Vec<&str> =
        given.rows[0].cells.iter().map(|(column, _)| PACK.columns[*column].name.as_str()).collect();
    assert_eq!(known, ["id", "post", "ended"]);
    for (column, cell) in given.rows[0].cells.iter().skip(1) {
        let Cell::Known(known) = cell else { panic!("a blank cell refers to nothing") };
        assert_eq!(known.absence, Absence::Surely, "{}", PACK.columns[*column].name);
    }
}

#[test]
fn wrong_cells_are_told_apart() {
    let cases = [
        ("done", "1"),
        ("done", "#REF!"),
        ("crew", "1,204"),
        ("crew", "2.5"),
        ("crew", "-3"),
        ("crew", "£40"),
        ("hours", "2,5"),
        ("hours", "1.2E+05"),
        ("hours", "99999999999999999999999999999999999999999"),
        ("hours", "########"),
        ("share", "0.95"),
        ("share", "101%"),
        ("share", "-1%"),
        ("share", "most"),
        ("on", "31/10/2026"),
        ("on", "03/04/2026"),
        ("on", "04/04/2026"),
        ("on", "2026/10/31"),
        ("on", "2026-1-5"),
        ("on", "2026-02-30"),
        ("on", "31/10/26"),
        ("on", "2026-10-31 09:30:00"),
        ("on", "2026-10-31Z"),
        ("on", "46326"),
        ("on", "October"),
        ("every", "3"),
        ("note", "#N/A"),
        ("risk", "mediun"),
        ("risk", "unheard of"),
        ("teams", "ocsae;mosvo"),
        ("teams", "ocsae,mosovo"),
        ("post", "seven"),
        ("id", "Err:502"),
        ("hours", "\u{1b}[31m"),
    ];
    let told: String = cases
        .into_iter()
        .map(|(name, text)| {
            let (_, diagnostics) = read("visits", &visit(name, text));
            assert_eq!(diagnostics.len(), 1, "{name} = {text:?}: {diagnostics:?}");
            format!("{name} = {text:?}\n{}\n", told(&diagnostics))
        })
        .collect();
    insta::assert_snapshot!(told);
}

#[test]
fn files_are_understood_as_spreadsheets_write_them() {
    let expected = ["2: number = 1, from = 2026-01-01", "3: number = 2"];
    for text in [
        "number,from\n1,2026-01-01\n2,\n",
        "number,from\r\n1,2026-01-01\r\n2,\r\n",
        "\u{feff}number,from\r\n1,2026-01-01\r\n2,",
        "\"number\",\"from\"\n\"1\",\"2026-01-01\"\n\"2\",\"\"\n",
        " number , from \n1,2026-01-01\n2,\n\n\n",
        "number,from\r1,2026-01-01\r2,\r",
    ] {
        assert_eq!(rows("posts", text.as_bytes()), expected, "{text:?}");
    }
    // The order of columns is free.
    assert_eq!(rows("posts", b"from,number\n,1\n"), ["2: number = 1"]);
    assert_eq!(rows("posts", b"number,from\n"), Vec::<String>::new());
    assert_eq!(rows("posts", b"number,from"), Vec::<String>::new());
}

#[test]
fn lines_are_those_of_an_editor() {
    for end in ["\n", "\r\n", "\r"] {
        let text = "\nid\n\n\"a\nb\"\n\nc\nd\n".replace('\n', end);
        let lines: Vec<Place> = read("staff", text.as_bytes()).0.rows.iter().map(|row| row.place).collect();
        assert_eq!(lines, [4, 7, 8].map(Place::Line), "{end:?}");
    }
}

#[test]
fn a_star_speaks_of_every_member_and_a_blank_of_none() {
    let (given, diagnostics) =
        read("screening", b"risk,team,every\n*,ocsae,1 year\nlow,*,2 years\nlow,,1 year\n");
    insta::assert_snapshot!(told(&diagnostics), @r"
    error[records::blank-key]: `screening.csv` line 4, column `team`: the key is blank
        help: name the member, or write `*` for every one
    ");
    assert_eq!(given.rows.iter().map(|row| row.cells.len()).collect::<Vec<_>>(), [2, 2]);
}

#[test]
fn files_that_are_no_such_text_are_refused_with_advice() {
    let files: [(&str, &[u8]); 12] = [
        ("empty", b""),
        ("a mark alone", b"\xef\xbb\xbf\n\n"),
        ("blank header", b",,\n1,2026-01-01\n"),
        ("workbook", b"PK\x03\x04..."),
        ("UTF-16", b"\xff\xfen\0u\0"),
        ("UTF-16, the other way", b"\xfe\xff\0n\0u"),
        ("Windows-1252", b"number,from\r\n1,\r\n2,caf\xe9\r\n"),
        ("zero", b"number,from\n1,\0\n"),
        ("semicolons", b"number;from\n1;2026-01-01\n"),
        ("tabs", b"number\tfrom\n1\t2026-01-01\n"),
        ("note to Excel", b"sep=,\nnumber,from\n1,2026-01-01\n"),
        ("quotation mark in the header", b"number,\"from\n1,2026-01-01\n"),
    ];
    let told: String = files
        .into_iter()
        .map(|(what, bytes)| {
            let (given, diagnostics) = read("posts", bytes);
            assert!(diagnostics.iter().any(Diagnostic::is_error), "{what}");
            assert_eq!(given.complete, !given.rows.is_empty(), "{what}");
            format!("{what}\n{}\n", told(&diagnostics))
        })
        .collect();
    insta::assert_snapshot!(told);
}

#[test]
fn every_mistake_in_one_extract_is_told() {
    let text = include_str!("../cases/extracts/mistakes.csv");
    let (given, diagnostics) = read("visits", text.as_bytes());
    insta::assert_snapshot!(told(&diagnostics));
    let lines: Vec<Place> = given.rows.iter().map(|row| row.place).collect();
    assert_eq!(lines, [2, 3, 8, 11, 12].map(Place::Line));
    assert!(
        diagnostics.iter().all(|diagnostic| !diagnostic.message.contains("s1")),
        "another column is shown"
    );
}

#[test]
fn a_file_of_mistakes_is_summed_up() {
    let mut text = "number,from\n".to_owned();
    (0..10_000).for_each(|number| writeln!(text, "{number},soon").unwrap());
    let (_, diagnostics) = read("posts", text.as_bytes());
    assert_eq!(diagnostics.len(), 21);
    assert_eq!(diagnostics[20].message, "9980 more mistakes in `posts.csv` not listed");
}

#[test]
fn a_row_that_cannot_be_read_is_not_missed_by_references() {
    let mut given = tipstaff::pack::Slots::new(&PACK.tables, |_| None);
    let (posts, mistakes) = read("posts", b"number,from\n1,\ntwo,\n");
    assert_eq!(mistakes.len(), 1);
    let mut bytes = visit("post", "2");
    bytes.extend(b"\n");
    given[table("posts")] = Some(posts.into());
    given[table("visits")] = Some(read("visits", &bytes).0.into());
    let Assembled { records, mistakes, .. } = assemble(&PACK, given);
    assert_eq!(mistakes, []);
    assert_eq!(records.rows(table("posts")).count(), 1);
}

#[test]
fn a_bad_quotation_mark_does_not_hide_the_rows_behind_it() {
    for (text, code, lines) in [
        ("id\n\"a\nb\nc\n", Code::QuotationMarks, vec![3, 4]),
        ("id\na\n\"b\"x\nc\n", Code::QuotationMarks, vec![2, 4]),
        ("id\na\n \"b\"\nc\n", Code::QuotationMarks, vec![2, 4]),
        ("id\r\na\r\nb\"\r\nc", Code::QuotationMarks, vec![2, 4]),
        ("id\na\nb\n\"", Code::QuotationMarks, vec![2, 3]),
        ("id\na\n\"b\"\"\nc\n\n\nd", Code::QuotationMarks, vec![2, 4, 7]),
    ] {
        let (given, diagnostics) = read("staff", text.as_bytes());
        assert_eq!(
            diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(),
            [code],
            "{text:?}"
        );
        let found: Vec<Place> = given.rows.iter().map(|row| row.place).collect();
        assert_eq!(found, lines.into_iter().map(Place::Line).collect::<Vec<_>>(), "{text:?}");
    }
}

/// The text of a cell and what it says, as `in_words` prints it; nothing where it is not known.
fn written() -> impl Strategy<Value = Vec<(&'static str, String, Option<String>)>> {
    let same = |text: String| (text.clone(), Some(text));
    let text = "[ -~é\r\n\t]{0,12}".prop_map(|text: String| {
        let known = !text.trim().is_empty();
        (text.clone(), known.then_some(text))
    });
    let yes_no = any::<bool>().prop_map(move |yes| same(if yes { "yes" } else { "no" }.to_owned()));
    let date = || {
        (1_u32..=9999, 1_u32..=12, 1_u32..=28)
            .prop_map(move |(y, m, d)| same(format!("{y:04}-{m:02}-{d:02}")))
    };
    let percent = (0_u32..=1000).prop_map(|tenths| {
        let digits = format!("{}.{}", tenths / 10, tenths % 10);
        (format!("{digits}%"), Some(format!("{}%", digits.trim_end_matches(".0"))))
    });
    let hours = any::<i32>().prop_map(move |hours| same(hours.to_string()));
    let crew = any::<u32>().prop_map(move |crew| same(crew.to_string()));
    let every = (2_i64..11).prop_map(move |months| same(format!("{months} months")));
    let risk =
        proptest::sample::select(vec!["low", "medium", "high"]).prop_map(move |risk| same(risk.to_owned()));
    let teams = proptest::sample::select(vec![
        (";", "nothing"),
        ("ocsae", "ocsae"),
        ("mosovo;ocsae", "ocsae and mosovo"),
    ])
    .prop_map(|(text, words)| (text.to_owned(), Some(words.to_owned())));
    let post = any::<u32>().prop_map(|post| (post.to_string(), Some(format!("-> {post}"))));
    let ended = prop_oneof![date(), Just((String::new(), Some("none".to_owned())))];
    let first = (text, yes_no, crew, hours, percent, date(), every);
    (first, risk, teams, "[a-z]{1,5}", post, ended).prop_map(
        |((note, done, crew, hours, share, on, every), risk, teams, by, post, ended)| {
            let by = (by.clone(), Some(format!("-> {by}")));
            [
                ("note", note),
                ("done", done),
                ("crew", crew),
                ("hours", hours),
                ("share", share),
                ("on", on),
                ("every", every),
                ("risk", risk),
                ("teams", teams),
                ("by", by),
                ("post", post),
                ("ended", ended),
            ]
            .map(|(name, (text, words))| (name, text, words))
            .to_vec()
        },
    )
}

/// A file is read in stretches, of which some are plain lines and others not, and which end within records.
#[test]
fn a_long_file_has_the_lines_that_an_editor_shows() {
    for (end, mark) in [("\n", false), ("\r\n", false), ("\n", true), ("\r", false)] {
        let mut text = format!("number,from{end}");
        let mut at_line = 2;
        let mut expected = Vec::new();
        for number in 0..150_000_u64 {
            match number % 50_000 {
                3 => write!(text, ",{end}").unwrap(),
                4 => write!(text, "{end}{number},2026-01-05{end}").unwrap(),
                5 if mark => write!(text, "\"{number}\",\"2026-01-05\"{end}").unwrap(),
                _ => write!(text, "{number},2026-01-05{end}").unwrap(),
            }
            at_line += u64::from(number % 50_000 == 4);
            if number % 50_000 != 3 {
                expected.push(at_line);
            }
            at_line += 1;
        }
        let (given, diagnostics) = read("posts", text.as_bytes());
        assert_eq!(given.rows.iter().map(line).collect::<Vec<_>>(), expected, "{end:?} {mark}");
        let blank: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        let at = |line: u64| format!("`posts.csv` line {line}: all cells are blank");
        assert_eq!(blank, [at(5), at(50_006), at(100_007)], "{end:?} {mark}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(records in proptest::collection::vec(written(), 1..8), crlf: bool, always: bool) {
        let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let style = if always { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
        let mut writer = csv::WriterBuilder::new().terminator(terminator).quote_style(style).from_writer(Vec::new());
        let header = records[0].iter().map(|(name, ..)| *name);
        writer.write_record(std::iter::once("id").chain(header)).unwrap();
        for (number, record) in records.iter().enumerate() {
            let cells = record.iter().map(|(_, text, _)| text.clone());
            writer.write_record(std::iter::once(format!("v{number}")).chain(cells)).unwrap();
        }
        let (given, diagnostics) = read("visits", &writer.into_inner().unwrap());
        prop_assert_eq!(told(&diagnostics), "");
        prop_assert_eq!(given.rows.len(), records.len());
        for (row, record) in given.rows.iter().zip(&records) {
            for (name, text, words) in record {
                let column = column(table("visits"), name);
                let found = row.cell(column).map(|cell| in_words(column, cell));
                prop_assert_eq!(&found, words, "{} = {:?}", name, text);
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        read("visits", &bytes);
    }

    #[test]
    fn rows_of_any_shape_are_read_or_refused(rows in "[a-z0-9,;\"\r\n #%-]{0,120}", bom: bool) {
        let text = format!("{}number,from\n{rows}", if bom { "\u{feff}" } else { "" });
        let (given, diagnostics) = read("posts", text.as_bytes());
        let lines = text.matches(['\r', '\n']).count().saturating_add(1);
        let last = u64::try_from(lines).unwrap();
        let found: Vec<u64> = given.rows.iter().map(line).collect();
        prop_assert!(found.iter().all(|line| 1 < *line && *line <= last), "{:?} of {}", found, last);
        prop_assert!(found.is_sorted_by(|first, second| first < second), "{:?}", found);
        prop_assert!(diagnostics.len() <= 23);
    }
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_program_without_parquet_says_how_to_get_one_with_it() {
    let (rows, diagnostics) = read("visits", b"PAR1\x15\x04");
    assert!(rows.rows.is_empty() && !rows.complete);
    assert_eq!(
        told(&diagnostics),
        "error[records::parquet]: `visits.csv`: expected CSV, found Parquet, which this `tipstaff` is built without\n    \
         help: build it with `cargo install --path . --features parquet`, or save the records as CSV\n"
    );
}
