//! Which types of columns hold what, and what is said of the others.

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use arrow_array::builder::{Int32Builder, ListBuilder};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, Decimal256Array, Float32Array,
    Float64Array, Int64Array, NullArray, StringArray, StructArray, Time32SecondArray,
    TimestampMicrosecondArray, TimestampNanosecondArray, UInt8Array,
};
use arrow_schema::{DataType, Field};
use parquet::file::properties::WriterProperties;
use tipstaff::pack::rule::Pack;
use tipstaff::pack::words;
use tipstaff::tables::Cell;

use super::{read, written};

static PACK: LazyLock<Pack> =
    LazyLock::new(|| crate::support::pack(include_str!("../../cases/extracts/records.rules")));

fn texts(texts: &[&str]) -> ArrayRef {
    Arc::new(texts.iter().map(|text| Some(*text)).collect::<StringArray>())
}

/// The columns of `visits`, blank but for the key and this one.
fn visits(name: &'static str, array: ArrayRef) -> Vec<(&'static str, ArrayRef)> {
    let names =
        ["done", "crew", "hours", "share", "on", "every", "note", "risk", "teams", "by", "post", "ended"];
    let count = array.len();
    let blank: ArrayRef = Arc::new(StringArray::new_null(count));
    let keys: Vec<String> = (1..=count).map(|row| format!("v{row}")).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let mut columns: Vec<(&str, ArrayRef)> = names.iter().map(|name| (*name, Arc::clone(&blank))).collect();
    columns.push(("id", texts(&keys)));
    columns.iter_mut().filter(|(other, _)| *other == name).for_each(|(_, blank)| *blank = Arc::clone(&array));
    columns
}

/// What each row says of a column, or what is wrong.
fn told(name: &'static str, array: ArrayRef) -> String {
    let (rows, mistakes) = read(&PACK, "visits", &written(visits(name, array), WriterProperties::default()));
    if !mistakes.is_empty() {
        return mistakes.join("\n");
    }
    let in_words = |(column, cell): &(_, Cell)| match cell {
        Cell::Reference(key) => format!("-> {key}"),
        Cell::Known(known) => words::value(&PACK, PACK.columns[*column].ty, known),
    };
    let of_column = |row: &tipstaff::tables::GivenRow| {
        let cell = row.cells.iter().find(|(column, _)| PACK.columns[*column].name == name).map(in_words);
        cell.unwrap_or_else(|| "?".to_owned())
    };
    rows.iter().map(of_column).collect::<Vec<_>>().join(", ")
}

#[test]
fn values_are_read_by_the_type_of_their_column() {
    let cases: Vec<(&str, ArrayRef, &str)> = vec![
        ("id", texts(&[" a ", "b"]), "a, b"),
        ("id", Arc::new(Int64Array::from(vec![7, -8])), "7, -8"),
        ("note", texts(&[" a ", "########"]), " a , ########"),
        ("note", Arc::new(BinaryArray::from(vec![Some("é".as_bytes()), None])), "é, ?"),
        ("note", Arc::new(Int64Array::from(vec![7])), "7"),
        ("done", Arc::new(BooleanArray::from(vec![Some(true), Some(false), None])), "yes, no, ?"),
        ("done", texts(&["yes", " FALSE ", " "]), "yes, no, ?"),
        ("crew", Arc::new(UInt8Array::from(vec![Some(0), Some(255), None])), "0, 255, ?"),
        ("crew", Arc::new(Float64Array::from(vec![Some(41.0), None])), "41, ?"),
        ("hours", Arc::new(Int64Array::from(vec![i64::MIN])), "-9223372036854775808"),
        (
            "hours",
            Arc::new(Float64Array::from(vec![0.1, -2.5, 1e21, -0.0])),
            "0.1, -2.5, 1000000000000000000000, 0",
        ),
        ("hours", Arc::new(Float32Array::from(vec![0.1, 16_777_216.0])), "0.1, 16777216"),
        (
            "hours",
            Arc::new(Decimal128Array::from(vec![250, -5]).with_precision_and_scale(5, 2).unwrap()),
            "2.5, -0.05",
        ),
        ("hours", texts(&["2.50"]), "2.5"),
        ("share", texts(&["97.5%"]), "97.5%"),
        ("on", Arc::new(Date32Array::from(vec![Some(0), Some(-1), None])), "1970-01-01, 1969-12-31, ?"),
        ("on", Arc::new(TimestampNanosecondArray::from(vec![-86_400_000_000_000])), "1969-12-31"),
        ("on", texts(&["2026-10-31", "2026-10-31 00:00"]), "2026-10-31, 2026-10-31"),
        ("ended", Arc::new(Date32Array::from(vec![Some(1), None])), "1970-01-02, none"),
        ("every", texts(&["2 weeks"]), "14 days"),
        ("risk", texts(&["high", " low", "high"]), "high, low, high"),
        ("teams", texts(&["mosovo; ocsae", ";"]), "ocsae and mosovo, nothing"),
        ("by", texts(&["s 1 "]), "-> s 1"),
        ("by", Arc::new(Int64Array::from(vec![1])), "-> 1"),
        ("post", Arc::new(Int64Array::from(vec![Some(7), None])), "-> 7, none"),
        ("post", texts(&["07"]), "-> 7"),
        ("risk", Arc::new(NullArray::new(2)), "?, ?"),
    ];
    for (name, array, expected) in cases {
        let ty = array.data_type().clone();
        assert_eq!(told(name, array), expected, "{name} of {ty}");
    }
}

#[test]
fn values_and_types_that_do_not_fit_are_told() {
    let mut lists = ListBuilder::new(Int32Builder::new());
    lists.append_value([Some(1), None]);
    let field = Arc::new(Field::new("a", DataType::Utf8, true));
    let decimals = Decimal256Array::new_null(1);
    let cases: Vec<(&str, ArrayRef)> = vec![
        ("done", Arc::new(Int64Array::from(vec![1]))),
        ("crew", Arc::new(Float64Array::from(vec![2.5, -1.0]))),
        ("crew", Arc::new(BooleanArray::from(vec![true]))),
        ("crew", Arc::new(lists.finish())),
        ("hours", Arc::new(Float64Array::from(vec!["NaN".parse().unwrap(), 1e40]))),
        ("hours", Arc::new(decimals.with_precision_and_scale(50, 2).unwrap())),
        ("share", Arc::new(Float64Array::from(vec![0.95]))),
        ("on", Arc::new(TimestampMicrosecondArray::from(vec![1_500_000, 86_400_000_000 - 1]))),
        ("on", Arc::new(TimestampMicrosecondArray::from(vec![0]).with_timezone("UTC"))),
        ("on", Arc::new(Time32SecondArray::from(vec![0]))),
        ("on", Arc::new(Date32Array::from(vec![i32::MAX, -800_000]))),
        ("on", Arc::new(Int64Array::from(vec![46_000]))),
        ("every", Arc::new(Int64Array::from(vec![3]))),
        ("note", Arc::new(Date32Array::from(vec![0]))),
        ("risk", texts(&["hihg"])),
        ("note", texts(&["a\0b", "\0"])),
        ("risk", texts(&["low", "low\0"])),
        ("by", Arc::new(StructArray::from(vec![(field, texts(&["x"]))]))),
        ("post", Arc::new(BooleanArray::from(vec![true]))),
        ("id", Arc::new(BooleanArray::from(vec![true]))),
    ];
    let all = cases.into_iter().map(|(name, array)| {
        let ty = array.data_type().clone();
        format!("---- {name} of {ty}\n{}\n", told(name, array))
    });
    insta::assert_snapshot!(all.collect::<String>());
}

#[test]
fn every_mistake_of_a_file_is_told() {
    let count: ArrayRef = Arc::new(Int64Array::from(vec![Some(1), Some(2), Some(-1)]));
    let mut columns = visits("crew", count);
    columns.retain(|(name, _)| !["note", "teams", "done"].contains(name));
    columns.push(("notes", texts(&["a", "b", "c"])));
    columns.push(("name", texts(&["a", "b", "c"])));
    columns.push(("late", texts(&["yes", "yes", "yes"])));
    columns.push(("done", Arc::new(Int64Array::from(vec![1, 1, 1]))));
    columns.push(("risk", texts(&["low", "low", "low"])));
    let (rows, mistakes) = read(&PACK, "visits", &written(columns, WriterProperties::default()));
    assert_eq!(rows.len(), 3);
    insta::assert_snapshot!(mistakes.join("\n"));
}

#[test]
fn rows_without_a_key_are_left_out_where_they_would_speak_of_all() {
    let columns = vec![
        ("risk", texts(&["low", "", "*", "hihg"])),
        ("team", texts(&["*", "ocsae", "mosovo", "ocsae"])),
        ("every", texts(&["1 year", "1 year", "2 weeks", "x"])),
    ];
    let (rows, mistakes) = read(&PACK, "screening", &written(columns, WriterProperties::default()));
    let numbers: Vec<u64> = rows.iter().map(super::number).collect();
    assert_eq!(numbers, [1, 3]);
    insta::assert_snapshot!(mistakes.join("\n"));
}

#[test]
fn a_file_may_have_no_rows() {
    let empty = visits("id", texts(&[]));
    let (rows, mistakes) = read(&PACK, "visits", &written(empty, WriterProperties::default()));
    assert_eq!((rows.len(), mistakes), (0, Vec::new()));
}

/// Of each program, and of each way of it to compress, the same rows.
#[test]
fn files_of_other_programs_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/parquet");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut all = String::new();
    let mut alike: Vec<String> = Vec::new();
    for path in files {
        let (rows, mistakes) = read(&PACK, "visits", &fs::read(&path).unwrap());
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let cells = rows.iter().map(|row| {
            let cells = row.cells.iter().map(|(column, cell)| match cell {
                Cell::Reference(key) => format!("{} -> {key}", PACK.columns[*column].name),
                Cell::Known(known) => {
                    let Pack { columns, .. } = &*PACK;
                    format!("{} = {}", columns[*column].name, words::value(&PACK, columns[*column].ty, known))
                }
            });
            format!("{}: {}\n", super::number(row), cells.collect::<Vec<_>>().join(", "))
        });
        let told = format!("{}{}", cells.collect::<String>(), mistakes.join("\n"));
        if alike.contains(&told) {
            all += &format!("---- {name}: the same\n");
        } else {
            all += &format!("---- {name}\n{told}\n");
            alike.push(told);
        }
    }
    insta::assert_snapshot!(all);
}
