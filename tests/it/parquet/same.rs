//! The same rows as CSV and as Parquet.

use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array, Int16Array,
    StringArray, StringViewArray, TimestampMillisecondArray, UInt64Array,
};
use parquet::file::properties::{WriterProperties, WriterVersion};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use tipstaff::evaluate::outcome::{Question, evaluate};
use tipstaff::pack::{Date, Duration};

use super::{Files, written};
use crate::support::{pack, read_assessment, swept};
use crate::sweep::{RULES, assessment, files, told};

/// How a column is written: as its cells allow, or as text.
fn column(name: &str, cells: &[&str], how: u8) -> ArrayRef {
    let typed = match (name, how % 4) {
        (_, 0) => None,
        ("lead" | "prompted" | "long", _) => booleans(cells),
        ("joined" | "on" | "by", 1) => midnights(cells),
        ("joined" | "on" | "by", _) => dates(cells),
        ("crew" | "number", 1) => unsigned(cells),
        ("hours", 1) => decimals(cells),
        ("crew" | "number" | "hours", 2) => floats(cells),
        ("crew" | "number" | "hours", _) => whole(cells),
        _ => None,
    };
    let given = |cell: &&str| Some(*cell).filter(|cell| !cell.is_empty()).map(str::to_owned);
    let texts = || -> ArrayRef {
        match how % 3 {
            0 => Arc::new(cells.iter().map(given).collect::<StringArray>()),
            // An empty text is as blank as none.
            1 => Arc::new(cells.iter().copied().map(Some).collect::<StringViewArray>()),
            _ => {
                let given = cells.iter().map(|cell| Some(*cell).filter(|cell| !cell.is_empty()));
                Arc::new(given.collect::<DictionaryArray<Int32Type>>())
            }
        }
    };
    typed.unwrap_or_else(texts)
}

/// The values of cells, where each is blank or has one.
fn values<T>(cells: &[&str], value: impl Fn(&str) -> Option<T>) -> Option<Vec<Option<T>>> {
    cells.iter().map(|cell| if cell.is_empty() { Some(None) } else { value(cell).map(Some) }).collect()
}

fn booleans(cells: &[&str]) -> Option<ArrayRef> {
    let value = |cell: &str| match cell {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    Some(Arc::new(BooleanArray::from(values(cells, value)?)))
}

fn whole(cells: &[&str]) -> Option<ArrayRef> {
    Some(Arc::new(Int16Array::from(values(cells, |cell| cell.parse::<i16>().ok())?)))
}

fn unsigned(cells: &[&str]) -> Option<ArrayRef> {
    Some(Arc::new(UInt64Array::from(values(cells, |cell| cell.parse::<u64>().ok())?)))
}

fn floats(cells: &[&str]) -> Option<ArrayRef> {
    Some(Arc::new(Float64Array::from(values(cells, |cell| cell.parse().ok())?)))
}

fn decimals(cells: &[&str]) -> Option<ArrayRef> {
    let value = |cell: &str| {
        let (whole, tenths) = cell.split_once('.').unwrap_or((cell, "0"));
        format!("{whole}{tenths}").parse::<i128>().ok()
    };
    let decimals = Decimal128Array::from(values(cells, value)?);
    Some(Arc::new(decimals.with_precision_and_scale(20, 1).unwrap()))
}

fn day(cell: &str) -> Option<i64> {
    Some(Date::parse(cell)?.days_since(Date::new(1970, 1, 1)?))
}

fn dates(cells: &[&str]) -> Option<ArrayRef> {
    Some(Arc::new(Date32Array::from(values(cells, |cell| i32::try_from(day(cell)?).ok())?)))
}

fn midnights(cells: &[&str]) -> Option<ArrayRef> {
    Some(Arc::new(TimestampMillisecondArray::from(values(cells, |cell| Some(day(cell)? * 86_400_000))?)))
}

/// A table as CSV has it, as cells.
fn cells(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The same cells as a Parquet file, in pages and row groups of a few rows.
fn parquet(rows: &[Vec<String>], how: &[u8]) -> Vec<u8> {
    let columns = rows[0].iter().enumerate().map(|(at, name)| {
        let cells: Vec<&str> = rows.iter().skip(1).map(|row| row[at].as_str()).collect();
        (name.as_str(), column(name, &cells, how[at % how.len()]))
    });
    let version =
        if how[0].is_multiple_of(2) { WriterVersion::PARQUET_1_0 } else { WriterVersion::PARQUET_2_0 };
    let properties = WriterProperties::builder()
        .set_writer_version(version)
        .set_dictionary_enabled(how[0] < 128)
        .set_max_row_group_row_count(Some(7))
        .set_data_page_row_count_limit(3)
        .set_write_batch_size(2);
    written(columns.collect(), properties.build())
}

/// The same report of rows that have numbers and no lines.
fn of_rows(report: &str) -> String {
    let mut parts = report.split(" line ");
    let mut told = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let line: u64 = part[..digits].parse().unwrap();
        told += &match line {
            // The header.
            1 => part[digits..].to_owned(),
            line => format!(" row {}{}", line - 1, &part[digits..]),
        };
    }
    told
}

/// Cells that are spoilt: of which file, where, and what is there instead.
fn spoilt() -> impl Strategy<Value = Vec<(usize, Index, Index, &'static str)>> {
    let texts = ["x", "k0", "p1", "", "2026-13-01", "1,5", "-1", "12", "2026-03-01 10:00:00", "#REF!"];
    let one = (0..4_usize, any::<Index>(), any::<Index>(), prop::sample::select(texts.to_vec()));
    prop_oneof![2 => Just(Vec::new()), 3 => prop::collection::vec(one, 1..4)]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 250,
        rng_seed: RngSeed::Fixed(5),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn rows_say_the_same_as_csv_and_as_parquet(
        files in files(),
        spoilt in spoilt(),
        given in (1..3_u8, 1..3_u8, 1..3_u8, 1..3_u8),
        how in prop::collection::vec(any::<u8>(), 9),
    ) {
        let pack = pack(RULES);
        let mut tables: Vec<(&str, Vec<Vec<String>>)> =
            files.iter().map(|(path, text)| (*path, cells(text))).collect();
        for (file, row, column, text) in spoilt {
            let rows = &mut tables[file].1;
            if rows.len() > 1 {
                let row = row.index(rows.len() - 1) + 1;
                let column = column.index(rows[row].len());
                rows[row][column] = text.to_owned();
            }
        }
        let csv = Files(tables.iter().map(|(path, rows)| (*path, as_csv(rows))).collect());
        let parquet = Files(tables.iter().map(|(path, rows)| (*path, parquet(rows, &how))).collect());
        let text = assessment(given);
        let (from_csv, report) = read_assessment(&pack, &text, &csv);
        let (kept, report_of_kept) = read_assessment(&pack, &text, &parquet);
        let swept = swept(&pack, &text, &parquet);
        prop_assert_eq!(report_of_kept, of_rows(&report), "{:?}", tables);
        let Some(from_csv) = from_csv else {
            prop_assert_eq!(swept.err(), Some(of_rows(&report)), "{:?}", tables);
            return Ok(());
        };
        let question = Question { as_of: from_csv.as_of, assurance: pack.manifest.assurance };
        let expected = told(&evaluate(&pack, &from_csv, question));
        prop_assert_eq!(told(&evaluate(&pack, &kept.unwrap(), question)), expected.clone());
        prop_assert_eq!(told(&swept.unwrap()), expected);
    }
}

fn as_csv(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.into_inner().unwrap()
}

/// More rows than a core takes at a time, in one row group.
#[test]
fn rows_of_one_group_are_shared_out_and_stay_in_order() {
    let pack = pack(RULES);
    let count = 300_000_u64;
    let ids: StringArray = (0..count).map(|row| Some(format!("k{row}"))).collect();
    let days: Date32Array = (0..count).map(|row| Some(i32::try_from(row % 1000).unwrap())).collect();
    let yes: BooleanArray = (0..count).map(|row| (row % 3 > 0).then_some(row % 3 == 1)).collect();
    let people: StringArray = (0..count).map(|row| Some(format!("p{}", row % 5))).collect();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("prompted", Arc::new(yes)),
        ("on", Arc::new(days)),
        ("id", Arc::new(ids)),
        ("person", Arc::new(people)),
    ];
    let (rows, mistakes) = super::read(&pack, "checks", &written(columns, WriterProperties::default()));
    assert_eq!(mistakes, Vec::<String>::new());
    assert!(rows.iter().map(super::number).eq(1..=count));
    let row = &rows[262_145];
    let cells: Vec<String> = row.cells.iter().map(|(_, cell)| format!("{cell:?}")).collect();
    assert!(cells[2].contains("k262145") && cells[3].contains("p0"), "{cells:?}");
    let on = Date::new(1970, 1, 1).unwrap().checked_add(Duration::Days(145)).unwrap();
    assert!(cells[1].contains(&on.to_string()), "{cells:?}");
    assert_eq!(row.cells.len(), 4);
}
