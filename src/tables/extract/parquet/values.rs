//! The values of a column as cells: each is read as the text that a CSV file would have for it, and each distinct one once.

use std::fmt::Display;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal128Type, DecimalType, Float32Type, Float64Type, Int8Type,
    Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit};
use hashbrown::HashMap;

use crate::pack::{Date, Duration};
use crate::tables::extract::column::{ColumnReader, REMEMBERED};
use crate::tables::mistake::Problem;

/// The number of what a value stands for. It is only ever looked into, never iterated.
#[derive(Default)]
pub(super) struct Known {
    numbers: HashMap<i128, u32>,
    /// How often numbers had been given anew when these were.
    restarts: usize,
}

/// Reads the cells of a column, without keeping those of rows that are left out, and tells what is wrong with which row.
pub(super) fn read(
    reader: &mut ColumnReader<'_>,
    known: &mut Known,
    array: &ArrayRef,
    left_out: &[bool],
    wrong: &mut dyn FnMut(usize, Problem),
) {
    let (restarts, _) = reader.cells.numbering();
    if restarts != known.restarts {
        *known = Known { numbers: HashMap::new(), restarts };
    }
    let mut cells = Cells { reader, known, array, left_out, wrong };
    match array.data_type() {
        DataType::Utf8View => cells.texts(),
        DataType::Dictionary(_, _) => cells.distinct_texts(),
        DataType::Boolean => cells.yes_no(),
        DataType::Int8 => cells.whole::<Int8Type>(),
        DataType::Int16 => cells.whole::<Int16Type>(),
        DataType::Int32 => cells.whole::<Int32Type>(),
        DataType::Int64 => cells.whole::<Int64Type>(),
        DataType::UInt8 => cells.whole::<UInt8Type>(),
        DataType::UInt16 => cells.whole::<UInt16Type>(),
        DataType::UInt32 => cells.whole::<UInt32Type>(),
        DataType::UInt64 => cells.whole::<UInt64Type>(),
        DataType::Decimal128(precision, scale) => {
            let text = |value| Decimal128Type::format_decimal(value, *precision, *scale);
            cells.primitive::<Decimal128Type>(|value| value, text);
        }
        DataType::Float32 => {
            cells.primitive::<Float32Type>(|value| value.to_bits().into(), |value| value.to_string());
        }
        DataType::Float64 => {
            cells.primitive::<Float64Type>(|value| value.to_bits().into(), |value| value.to_string());
        }
        DataType::Date32 => cells.primitive::<Date32Type>(i128::from, |day| moment(day.into(), 0, 1)),
        DataType::Timestamp(TimeUnit::Second, _) => cells.timestamps::<TimestampSecondType>(1),
        DataType::Timestamp(TimeUnit::Millisecond, _) => cells.timestamps::<TimestampMillisecondType>(1_000),
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            cells.timestamps::<TimestampMicrosecondType>(1_000_000);
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            cells.timestamps::<TimestampNanosecondType>(1_000_000_000);
        }
        // There are no values, or none that fit.
        _ => cells.each(|reader, _, _| reader.read(b"")),
    }
}

/// The cells of a column in the rows of a batch.
struct Cells<'c, 'p> {
    reader: &'c mut ColumnReader<'p>,
    known: &'c mut Known,
    array: &'c ArrayRef,
    left_out: &'c [bool],
    wrong: &'c mut dyn FnMut(usize, Problem),
}

impl<'p> Cells<'_, 'p> {
    /// Has the cell of each row read that holds a value; the others are blank.
    fn each(
        &mut self,
        mut read: impl FnMut(&mut ColumnReader<'p>, &mut Known, usize) -> Result<(), Problem>,
    ) {
        let nulls = self.array.nulls();
        for row in 0..self.array.len() {
            let is_blank = nulls.is_some_and(|nulls| nulls.is_null(row));
            let read = if is_blank { self.reader.read(b"") } else { read(self.reader, self.known, row) };
            if let Err(problem) = read {
                (self.wrong)(row, problem);
            }
            if self.left_out.get(row) == Some(&true) {
                self.reader.cells.pop();
            }
        }
    }

    fn texts(&mut self) {
        if let Some(texts) = self.array.as_string_view_opt() {
            self.each(|reader, _, row| reader.read_any(texts.value(row)));
        }
    }

    fn distinct_texts(&mut self) {
        let Some(dictionary) = self.array.as_dictionary_opt::<Int32Type>() else { return };
        let Some(texts) = dictionary.values().as_string_opt::<i32>() else { return };
        let mut numbers: Vec<Option<u32>> = vec![None; texts.len()];
        self.each(|reader, _, row| {
            let at = usize::try_from(dictionary.keys().value(row)).unwrap_or(usize::MAX);
            match numbers.get_mut(at) {
                Some(Some(number)) => reader.cells.push_code(*number),
                Some(number) => {
                    reader.read_any(texts.value(at))?;
                    *number = reader.last_number();
                }
                None => reader.read(b"")?,
            }
            Ok(())
        });
    }

    fn yes_no(&mut self) {
        if let Some(values) = self.array.as_boolean_opt() {
            self.each(|reader, known, row| {
                let value = values.value(row);
                let text = || (if value { "yes" } else { "no" }).to_owned();
                known.read(reader, i128::from(value), text)
            });
        }
    }

    fn whole<T: ArrowPrimitiveType<Native: Into<i128> + Display>>(&mut self) {
        self.primitive::<T>(Into::into, |value| value.to_string());
    }

    fn timestamps<T: ArrowPrimitiveType<Native = i64>>(&mut self, second: i64) {
        self.primitive::<T>(i128::from, |value| {
            let day = second.saturating_mul(86_400);
            moment(value.div_euclid(day), value.rem_euclid(day), second)
        });
    }

    /// Values that `raw` tells apart, and that are written as `text` has them.
    fn primitive<T: ArrowPrimitiveType>(
        &mut self,
        raw: impl Fn(T::Native) -> i128,
        text: impl Fn(T::Native) -> String,
    ) {
        if let Some(values) = self.array.as_primitive_opt::<T>() {
            self.each(|reader, known, row| {
                let value = values.value(row);
                known.read(reader, raw(value), || text(value))
            });
        }
    }
}

impl Known {
    /// Reads a cell whose value is told apart by a number.
    fn read(
        &mut self,
        reader: &mut ColumnReader<'_>,
        raw: i128,
        text: impl FnOnce() -> String,
    ) -> Result<(), Problem> {
        if let Some(number) = self.numbers.get(&raw) {
            reader.cells.push_code(*number);
            return Ok(());
        }
        reader.read(text().as_bytes())?;
        if let Some(number) = reader.last_number()
            && self.numbers.len() < REMEMBERED
        {
            self.numbers.insert(raw, number);
        }
        Ok(())
    }
}

/// A day that is so many days after the first of 1970, and the time on it, which is not written at midnight.
fn moment(days: i64, time: i64, second: i64) -> String {
    let day = Date::new(1970, 1, 1).and_then(|first| first.checked_add(Duration::Days(days)));
    let day = day.map_or_else(|| format!("day {days} from 1970-01-01"), |day| day.to_string());
    if time == 0 {
        return day;
    }
    let (seconds, fraction) = (time.div_euclid(second), time.rem_euclid(second));
    let (hours, minutes) = (seconds.div_euclid(3600), seconds.div_euclid(60).rem_euclid(60));
    let clock = format!("{day} {hours:02}:{minutes:02}:{:02}", seconds.rem_euclid(60));
    let digits = second.checked_ilog10().unwrap_or_default();
    match usize::try_from(digits) {
        Ok(width) if fraction > 0 => format!("{clock}.{fraction:0width$}"),
        _ => clock,
    }
}
