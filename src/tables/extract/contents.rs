//! The bytes of a file of records, as they are handed in.

use std::sync::Arc;

/// A file of records: text, which is read from its start to its end, or of a kind that is read at many places.
pub struct Contents<'c> {
    /// Its bytes in blocks of any size.
    pub blocks: &'c mut dyn Iterator<Item = Vec<u8>>,
    /// Opens it to be read at any place; nothing where that cannot be done.
    pub open: &'c mut dyn FnMut() -> Option<Arc<dyn ReadAt>>,
}

/// A file that can be read at any place, by several threads at a time.
pub trait ReadAt: Send + Sync {
    /// How many bytes it has.
    fn length(&self) -> u64;

    /// Fills the buffer with the bytes from this place on, all of which lie within the length.
    ///
    /// # Errors
    /// Why it cannot be read, as people say it.
    fn read_at(&self, place: u64, buffer: &mut [u8]) -> Result<(), String>;
}

impl ReadAt for Vec<u8> {
    fn length(&self) -> u64 {
        u64::try_from(self.len()).unwrap_or(u64::MAX)
    }

    fn read_at(&self, place: u64, buffer: &mut [u8]) -> Result<(), String> {
        let start = usize::try_from(place).ok();
        let bytes = start.and_then(|start| self.get(start..start.checked_add(buffer.len())?));
        buffer.copy_from_slice(bytes.ok_or("it ends before that place")?);
        Ok(())
    }
}
