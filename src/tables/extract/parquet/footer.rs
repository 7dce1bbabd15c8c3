//! What the end of a Parquet file says of its columns and rows, and what of that is believed.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{Field, Fields};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, RowSelection, RowSelector};
use parquet::arrow::{FieldLevels, ProjectionMask, parquet_to_arrow_field_levels, parquet_to_arrow_schema};
use parquet::basic::Type as Physical;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use parquet::schema::types::SchemaDescriptor;

use super::Rows;
use super::bytes::Source;
use super::guard::guarded;
use super::kind;
use super::pages::{Group, is_known};
use crate::pack::rule::{Column, Pack};
use crate::pack::{Base, Id};
use crate::tables::cell::written;
use crate::tables::extract::ReadAt;
use crate::tables::extract::header::Header;
use crate::tables::mistake::FileProblem;

/// What stands at both ends of a file, and at the end of one that is encrypted.
const MARK: &[u8] = b"PAR1";
const ENCRYPTED: &[u8] = b"PARE";

/// The length of the footer, and a mark.
const TAIL: u64 = 8;

/// A file of which the footer has been read.
pub(super) struct Footer {
    source: Arc<Source>,
    metadata: ParquetMetaData,
    /// What each column holds, in the order of the file.
    fields: Fields,
}

impl Footer {
    pub(super) fn read(file: Arc<dyn ReadAt>) -> Result<Footer, FileProblem> {
        check_end(&*file)?;
        let source = Arc::new(Source(file));
        let read = || {
            let metadata = ParquetMetaDataReader::new().parse_and_finish(&*source).ok()?;
            let schema = parquet_to_arrow_schema(metadata.file_metadata().schema_descr(), None).ok()?;
            Some((metadata, schema.fields))
        };
        let (metadata, fields) = guarded(read).flatten().ok_or(FileProblem::Footer)?;
        let schema = metadata.file_metadata().schema_descr();
        if fields.len() != schema.root_schema().get_fields().len() {
            return Err(FileProblem::Footer);
        }
        let mut counts = metadata.row_groups().iter().map(|group| u64::try_from(group.num_rows()).ok());
        let total = counts.try_fold(0_u64, |total, count| Some(total.saturating_add(count?)));
        let total = total.ok_or(FileProblem::Footer)?;
        if total > u64::from(u32::MAX) {
            return Err(FileProblem::TooManyRows);
        }
        Ok(Footer { source, metadata, fields })
    }

    /// The names of the columns.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name().as_str())
    }

    /// Whether the column at a place of the file holds what the table asks for.
    ///
    /// # Errors
    /// What is asked for, and what it holds instead.
    pub(super) fn fits(&self, pack: &Pack, column: Id<Column>, place: usize) -> Result<(), (Base, String)> {
        let base = written(pack, pack.columns[column].ty.base);
        let types = self.schema().root_schema().get_fields();
        let (Some(field), Some(ty)) = (self.fields.get(place), types.get(place)) else {
            return Err((base, kind::UNKNOWN.to_owned()));
        };
        // Which day such a timestamp is of depends on the program that wrote it.
        if ty.is_primitive() && ty.get_physical_type() == Physical::INT96 {
            return Err((base, "timestamps of an old kind".to_owned()));
        }
        if kind::fits(base, field.data_type()) { Ok(()) } else { Err((base, kind::holds(field.data_type()))) }
    }

    /// The columns at these places of the file, which fit, as they are to be read.
    ///
    /// # Errors
    /// Why they cannot be read, and of which column that is so.
    pub(super) fn projection(
        &self,
        places: &[usize],
        header: &Header,
        pack: &Pack,
    ) -> Result<Projection<'_>, (Option<Id<Column>>, FileProblem)> {
        let schema = self.schema();
        let column = |place: usize| header.columns.get(place).copied().flatten();
        for leaf in 0..schema.num_columns() {
            let place = schema.get_column_root_idx(leaf);
            if places.contains(&place) {
                self.check(leaf).map_err(|problem| (column(place), problem))?;
            }
        }
        let fields = self.fields.iter().enumerate().map(|(place, field)| match column(place) {
            Some(column) if places.contains(&place) => {
                let ty = kind::as_read(pack, column, field.data_type());
                Arc::new(Field::new(field.name(), ty, field.is_nullable()))
            }
            _ => Arc::clone(field),
        });
        let hint: Fields = fields.collect();
        let mask = ProjectionMask::roots(schema, places.iter().copied());
        let levels = guarded(|| parquet_to_arrow_field_levels(schema, mask, Some(&hint)).ok());
        Ok(Projection { footer: self, levels: levels.flatten().ok_or((None, FileProblem::Footer))? })
    }

    /// Whether what is said of the pages of a column can be so.
    fn check(&self, leaf: usize) -> Result<(), FileProblem> {
        for group in self.metadata.row_groups() {
            let chunk = group.columns().get(leaf).ok_or(FileProblem::Footer)?;
            let start = chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset());
            let place = u64::try_from(start).ok().zip(u64::try_from(chunk.compressed_size()).ok());
            let end = place.and_then(|(start, length)| start.checked_add(length));
            if end.is_none_or(|end| end > self.source.0.length()) || chunk.file_path().is_some() {
                return Err(FileProblem::Footer);
            }
            if !is_known(chunk.compression()) {
                return Err(FileProblem::Compression { name: format!("{:?}", chunk.compression_codec()) });
            }
        }
        Ok(())
    }

    fn schema(&self) -> &SchemaDescriptor {
        self.metadata.file_metadata().schema_descr()
    }
}

/// Whether a file has the end that it should have.
fn check_end(file: &dyn ReadAt) -> Result<(), FileProblem> {
    let mut tail = [0; 8];
    let start = file.length().checked_sub(TAIL).ok_or(FileProblem::CutOff)?;
    // Who handed in the file says why this failed.
    file.read_at(start, &mut tail).map_err(|_| FileProblem::CutOff)?;
    let (_, mark) = tail.split_at(4);
    match mark {
        ENCRYPTED => Err(FileProblem::Encrypted),
        MARK => Ok(()),
        _ => Err(FileProblem::CutOff),
    }
}

/// The columns of a file that are read.
pub(super) struct Projection<'f> {
    footer: &'f Footer,
    levels: FieldLevels,
}

impl Projection<'_> {
    /// All rows, no more than so many at a time.
    pub(super) fn rows(&self, most: u64) -> impl Iterator<Item = Rows> {
        let mut before = 0_u64;
        let groups = self.footer.metadata.row_groups().iter().enumerate().map(move |(group, metadata)| {
            let count = u64::try_from(metadata.num_rows()).unwrap_or_default();
            let first = before;
            before = before.saturating_add(count);
            (group, count, first)
        });
        groups.flat_map(move |(group, count, before)| {
            let starts = (0..).map(move |part: u64| part.saturating_mul(most));
            starts.take_while(move |start| *start < count).map(move |start| Rows {
                group,
                start,
                count: count.saturating_sub(start).min(most),
                number: before.saturating_add(start).saturating_add(1),
            })
        })
    }

    /// Reads rows, no more than so many at a time, and tells each time the number of the first of them.
    ///
    /// # Errors
    /// The number of the first row that cannot be read.
    pub(super) fn read(
        &self,
        rows: Rows,
        most: usize,
        take: &mut dyn FnMut(&RecordBatch, u64),
    ) -> Result<(), u64> {
        let mut number = rows.number;
        let end = rows.number.saturating_add(rows.count);
        let mut batches = self.batches(rows, most).ok_or(number)?;
        while let Some(batch) = guarded(|| batches.next()).ok_or(number)? {
            let batch = batch.map_err(|_| number)?;
            let next = u64::try_from(batch.num_rows()).ok().and_then(|count| number.checked_add(count));
            let next = next.filter(|next| *next <= end).ok_or(number)?;
            take(&batch, number);
            number = next;
        }
        if number == end { Ok(()) } else { Err(number) }
    }

    fn batches(&self, rows: Rows, most: usize) -> Option<ParquetRecordBatchReader> {
        let Footer { source, metadata, .. } = self.footer;
        let group = Group { source, metadata, group: rows.group };
        let selection = if u64::try_from(metadata.row_groups().get(rows.group)?.num_rows()) == Ok(rows.count)
        {
            None
        } else {
            let start = usize::try_from(rows.start).ok()?;
            let count = usize::try_from(rows.count).ok()?;
            Some(RowSelection::from(vec![RowSelector::skip(start), RowSelector::select(count)]))
        };
        let read =
            || ParquetRecordBatchReader::try_new_with_row_groups(&self.levels, &group, most, selection);
        guarded(read)?.ok()
    }
}
