//! The pages of a column, decompressed here and not by the `parquet` crate: that would bring a C library for Zstandard, and
//! make room for as much as a page says that it holds.

use std::io::Read;
use std::sync::Arc;

use bytes::Bytes;
use parquet::arrow::arrow_reader::RowGroups;
use parquet::basic::Compression;
use parquet::column::page::{Page, PageIterator, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::serialized_reader::SerializedPageReader;
use ruzstd::decoding::StreamingDecoder;

use super::bytes::Source;

/// How many bytes a page may have. Programs write pages of about one MiB.
const LONGEST: u64 = 1 << 28;

/// Whether pages that are compressed so can be read.
pub(super) fn is_known(compression: Compression) -> bool {
    matches!(compression, Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::ZSTD(_))
}

/// A part of a file that holds some of its rows.
pub(super) struct Group<'f> {
    pub(super) source: &'f Arc<Source>,
    pub(super) metadata: &'f ParquetMetaData,
    /// The number of the part.
    pub(super) group: usize,
}

impl Group<'_> {
    fn metadata_of_group(&self) -> Result<&RowGroupMetaData> {
        self.metadata.row_groups().get(self.group).ok_or_else(|| damaged("there is no such row group"))
    }
}

fn damaged(what: &str) -> ParquetError {
    ParquetError::General(what.to_owned())
}

impl RowGroups for Group<'_> {
    fn num_rows(&self) -> usize {
        let rows = self.metadata_of_group().ok().map(RowGroupMetaData::num_rows);
        rows.and_then(|rows| usize::try_from(rows).ok()).unwrap_or_default()
    }

    fn column_chunks(&self, column: usize) -> Result<Box<dyn PageIterator>> {
        let chunk = self.metadata_of_group()?.columns().get(column);
        let chunk = chunk.ok_or_else(|| damaged("there is no such column"))?;
        let compression = chunk.compression();
        // So that pages come as they are.
        let plain = chunk.clone().into_builder().set_compression(Compression::UNCOMPRESSED).build()?;
        let compressed = SerializedPageReader::new(Arc::clone(self.source), &plain, self.num_rows(), None)?;
        Ok(Box::new(OneColumn(Some(Pages { compressed, compression }))))
    }

    fn row_groups(&self) -> Box<dyn Iterator<Item = &RowGroupMetaData> + '_> {
        Box::new(self.metadata_of_group().into_iter())
    }

    fn metadata(&self) -> &ParquetMetaData {
        self.metadata
    }
}

/// The pages of the only row group.
struct OneColumn(Option<Pages>);

impl Iterator for OneColumn {
    type Item = Result<Box<dyn PageReader>>;

    fn next(&mut self) -> Option<Self::Item> {
        let pages: Box<dyn PageReader> = Box::new(self.0.take()?);
        Some(Ok(pages))
    }
}

impl PageIterator for OneColumn {}

/// The pages of a column in a row group.
struct Pages {
    compressed: SerializedPageReader<Source>,
    compression: Compression,
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = self.compressed.get_next_page()?;
        page.map(|page| decompressed(page, self.compression)).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.compressed.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.compressed.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.compressed.at_record_boundary()
    }
}

fn decompressed(mut page: Page, compression: Compression) -> Result<Page> {
    match &mut page {
        Page::DataPage { buf, .. } | Page::DictionaryPage { buf, .. } => {
            *buf = decompress(&[], buf, compression)?;
        }
        Page::DataPageV2 { is_compressed: false, .. } => {}
        Page::DataPageV2 { buf, def_levels_byte_len, rep_levels_byte_len, .. } => {
            // These levels are never compressed.
            let levels = u64::from(*def_levels_byte_len).saturating_add(u64::from(*rep_levels_byte_len));
            let split = usize::try_from(levels).ok().and_then(|levels| buf.split_at_checked(levels));
            let (levels, values) = split.ok_or_else(|| damaged("a page is shorter than its levels"))?;
            *buf = decompress(levels, values, compression)?;
        }
    }
    Ok(page)
}

/// Decompresses bytes, and puts others before them.
fn decompress(before: &[u8], bytes: &[u8], compression: Compression) -> Result<Bytes> {
    let too_long = || damaged("a page is too long");
    let mut plain = before.to_vec();
    match compression {
        // A page without values may have no bytes at all.
        _ if bytes.is_empty() => {}
        Compression::UNCOMPRESSED => plain.extend_from_slice(bytes),
        Compression::SNAPPY => {
            let length = snap::raw::decompress_len(bytes).map_err(|_| damaged("no Snappy"))?;
            if !u64::try_from(length).is_ok_and(|length| length <= LONGEST) {
                return Err(too_long());
            }
            let values = snap::raw::Decoder::new().decompress_vec(bytes).map_err(|_| damaged("no Snappy"))?;
            plain.extend(values);
        }
        Compression::ZSTD(_) => {
            let decoder = StreamingDecoder::new(bytes).map_err(|_| damaged("no Zstandard"))?;
            let read = decoder.take(LONGEST.saturating_add(1)).read_to_end(&mut plain);
            let length = read.map_err(|_| damaged("no Zstandard"))?;
            if u64::try_from(length).is_ok_and(|length| length > LONGEST) {
                return Err(too_long());
            }
        }
        _ => return Err(damaged("a compression that is not known")),
    }
    Ok(plain.into())
}
