//! Which types of Parquet hold what a column of a table asks for.

use arrow_schema::DataType;

use crate::pack::Base;
use crate::pack::Id;
use crate::pack::rule::{Column, Pack};
use crate::tables::cell::written;

pub(super) const UNKNOWN: &str = "values of a kind that is not read";

/// Whether the values of a type hold what is asked for. Text always does, as far as it reads so.
pub(super) fn fits(base: Base, ty: &DataType) -> bool {
    if is_text(ty) || *ty == DataType::Null {
        return true;
    }
    let is_decimal = matches!(ty, DataType::Decimal128(_, _));
    match base {
        Base::YesNo => *ty == DataType::Boolean,
        Base::Count | Base::Number => {
            ty.is_integer() || is_decimal || matches!(ty, DataType::Float32 | DataType::Float64)
        }
        // A timestamp with a time zone is a moment; which day that is depends on the place.
        Base::Date => matches!(ty, DataType::Date32 | DataType::Timestamp(_, None)),
        Base::Text => ty.is_integer(),
        Base::Percent | Base::Duration | Base::Choice(_) | Base::Set(_) | Base::Row(_) => false,
    }
}

/// Whether values are text; programs of old write it without saying that it is.
fn is_text(ty: &DataType) -> bool {
    matches!(ty, DataType::Utf8 | DataType::Binary)
}

/// How values of a type that fits are read: text by its distinct values, where a column has few of them.
pub(super) fn as_read(pack: &Pack, column: Id<Column>, ty: &DataType) -> DataType {
    if !is_text(ty) {
        return ty.clone();
    }
    match written(pack, pack.columns[column].ty.base) {
        Base::Text => DataType::Utf8View,
        _ => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
    }
}

/// What a column holds, as people say it.
pub(super) fn holds(ty: &DataType) -> String {
    let words = match ty {
        DataType::Boolean => "booleans",
        DataType::Float16 | DataType::Float32 | DataType::Float64 => "floating-point numbers",
        DataType::Decimal256(_, _) => "decimals of more than 38 digits",
        DataType::Decimal32(_, _) | DataType::Decimal64(_, _) | DataType::Decimal128(_, _) => "decimals",
        DataType::Date32 | DataType::Date64 => "dates",
        DataType::Timestamp(_, None) => "timestamps",
        DataType::Timestamp(_, Some(_)) => "timestamps with a time zone",
        DataType::Time32(_) | DataType::Time64(_) => "times of day",
        DataType::Interval(_) | DataType::Duration(_) => "intervals",
        DataType::FixedSizeBinary(_) => "bytes of a fixed length",
        DataType::List(_) | DataType::LargeList(_) | DataType::Map(_, _) => "lists",
        DataType::Struct(_) => "values of several parts",
        other if other.is_integer() => "whole numbers",
        _ => UNKNOWN,
    };
    words.to_owned()
}
