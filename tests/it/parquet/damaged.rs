//! Files that are damaged, cut off or made to do harm: each is told of, and none brings the program down.

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::{Arc, LazyLock};

use arrow_array::StringArray;
use parquet::file::properties::WriterProperties;
use tipstaff::pack::rule::Pack;

use super::{read, written};
use crate::program::{self, transcript};

static PACK: LazyLock<Pack> =
    LazyLock::new(|| crate::support::pack(include_str!("../../cases/extracts/records.rules")));

fn case(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/parquet").join(name)).unwrap()
}

/// Reads a file that may hold anything. What it says is then of no interest; rows are never left out without a word.
#[track_caller]
fn survives(bytes: &[u8], what: impl Fn() -> String) {
    let read = panic::catch_unwind(AssertUnwindSafe(|| read(&PACK, "visits", bytes)));
    assert!(read.is_ok(), "{}", what());
}

#[test]
fn every_part_of_a_file_is_told_of_as_one() {
    let whole = case("pyarrow_snappy_1.parquet");
    for length in 4..whole.len() {
        let (rows, mistakes) = read(&PACK, "visits", &whole[..length]);
        assert_eq!((rows.len(), mistakes.len()), (0, 1), "{length}: {mistakes:?}");
        assert!(mistakes[0].contains("lacks its end"), "{length}: {mistakes:?}");
    }
}

#[test]
fn no_byte_that_is_changed_brings_the_program_down() {
    for name in ["duckdb.parquet", "pyarrow_none_2.parquet", "pyarrow_zstd_1.parquet"] {
        let whole = case(name);
        for (at, change) in (4..whole.len()).zip([0x01, 0x80, 0xff].into_iter().cycle()) {
            let mut bytes = whole.clone();
            bytes[at] ^= change;
            survives(&bytes, || format!("{name}, byte {at} changed by {change:#x}"));
        }
    }
}

#[test]
fn files_that_are_not_to_be_believed_are_told_of() {
    let whole = case("pyarrow_none_1.parquet");
    let end = whole.len();
    let footer =
        end - 8 - usize::try_from(u32::from_le_bytes(whole[end - 8..end - 4].try_into().unwrap())).unwrap();
    let mut cases = vec![
        ("the first bytes alone", whole[..4].to_vec()),
        ("an encrypted footer", [b"PARE", &whole[4..end - 4], b"PARE"].concat()),
        ("the end of an encrypted file", [&whole[..end - 4], b"PARE"].concat()),
        ("a footer longer than the file", [&whole[..end - 8], &[0xff; 4], b"PAR1"].concat()),
        (
            "a footer that is no footer",
            [&whole[..footer], &vec![0x5a; end - 8 - footer], &whole[end - 8..]].concat(),
        ),
        ("pages that are no pages", [&whole[..4], &vec![0xff; footer - 4], &whole[footer..]].concat()),
    ];
    // One list of a footer that says that it has two thousand million entries.
    let lie = [0x15, 0x02, 0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07];
    let length = u32::try_from(lie.len()).unwrap().to_le_bytes();
    cases.push(("a list without end", [b"PAR1".as_slice(), &lie, &length, b"PAR1"].concat()));
    let told = cases.into_iter().map(|(name, bytes)| {
        let (rows, mistakes) = read(&PACK, "visits", &bytes);
        assert!(rows.is_empty(), "{name}");
        format!("---- {name}\n{}\n", mistakes.join("\n"))
    });
    insta::assert_snapshot!(told.collect::<String>());
}

/// Rows before a damaged place do not make up for those behind it.
#[test]
fn a_file_that_is_damaged_in_the_middle_is_told_of_with_its_row() {
    let ids = (0..50_000).map(|row| Some(format!("s{row}"))).collect::<StringArray>();
    let properties = WriterProperties::builder().set_dictionary_enabled(false).build();
    let mut bytes = written(vec![("id", Arc::new(ids))], properties);
    let at = bytes.windows(6).position(|window| window == b"s40000").unwrap();
    // The length of a text before it, which then is longer than the page.
    bytes[at - 1] = 0x7f;
    let (rows, mistakes) = read(&PACK, "staff", &bytes);
    assert!(rows.len() < 40_001);
    assert_eq!(
        mistakes,
        [format!(
            "error[records::parquet]: `staff.parquet` row {}: the Parquet file cannot be read from here on\n    \
             help: it is damaged, or has pages of more than 256 MiB; write it anew",
            rows.len() + 1
        )]
    );
}

#[test]
fn the_program_reads_parquet_and_refuses_what_is_damaged() {
    let rules = program::pack(include_str!("../../cases/extracts/records.rules"));
    let force = tempfile::tempdir().unwrap();
    let file = |name: &str| force.path().join(name);
    fs::write(file("visits.parquet"), case("polars.parquet")).unwrap();
    let manifest = "[assessment]\nformat = 1\nbody = \"Test Police\"\nkind = \"force\"\npack = \"hmicfrs_2026_04\"\nversion = \"^1\"\n\
                    as_of = 2026-11-10\npublished = true\n[tables]\nvisits = \"visits.parquet\"\n";
    fs::write(file("force.toml"), manifest).unwrap();
    let rules = program::shown(rules.path());
    let force_toml = file("force.toml").to_str().unwrap().to_owned();
    let run = || {
        let output = program::tipstaff(&["check", "--rules", &rules, "--fail-on", "never", &force_toml]);
        transcript(&output).replace(&program::shown(force.path()), "FOLDER").replace(&rules, "RULES")
    };
    let read = run();
    assert!(read.starts_with("exit status 0\n") && read.contains("3 rows"), "{read}");
    let mut bytes = case("polars.parquet");
    // The panic of a crate that decodes, as the test above has found it, is an error of the file as well.
    bytes[86] ^= 0xff;
    fs::write(file("visits.parquet"), bytes).unwrap();
    let damaged = run();
    assert!(damaged.starts_with("exit status 2\n"), "{damaged}");
    insta::assert_snapshot!(damaged);
}
