//! A file as the `parquet` crate reads it.

use std::io::{Error, Read};
use std::sync::Arc;

use ::bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

use crate::tables::extract::ReadAt;

/// A file that is read at many places.
pub(super) struct Source(pub(super) Arc<dyn ReadAt>);

impl Length for Source {
    fn len(&self) -> u64 {
        self.0.length()
    }
}

impl ChunkReader for Source {
    type T = From;

    fn get_read(&self, start: u64) -> Result<From> {
        Ok(From { file: Arc::clone(&self.0), place: start, held: Vec::new(), at: 0 })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        // No room is made for bytes that the file does not have.
        let end = u64::try_from(length).ok().and_then(|length| start.checked_add(length));
        if end.is_none_or(|end| end > self.0.length()) {
            return Err(ParquetError::EOF("the file ends before that".to_owned()));
        }
        let mut bytes = vec![0; length];
        self.0.read_at(start, &mut bytes).map_err(ParquetError::General)?;
        Ok(bytes.into())
    }
}

/// The bytes of a file from a place on: the head of a page, which is short.
pub(super) struct From {
    file: Arc<dyn ReadAt>,
    /// Where the next bytes are.
    place: u64,
    held: Vec<u8>,
    /// How many of those that are held have been read.
    at: usize,
}

/// How many bytes are held at a time.
const HELD: u64 = 512;

impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.at >= self.held.len() {
            let length = self.file.length().saturating_sub(self.place).min(HELD);
            self.held.resize(usize::try_from(length).unwrap_or_default(), 0);
            self.at = 0;
            self.file.read_at(self.place, &mut self.held).map_err(Error::other)?;
            self.place = self.place.saturating_add(length);
        }
        let read = self.held.get(self.at..).unwrap_or_default().read(buffer)?;
        self.at = self.at.saturating_add(read);
        Ok(read)
    }
}
