//! Files that are damaged, cut off or made to do harm: each is told of, and none brings the program down.

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::LazyLock;

use tipstaff::pack::rule::Pack;

use super::read;

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
