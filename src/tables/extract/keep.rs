//! Extracts of which every row is kept.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::sink::{Sink, Stretch};
use super::{Contents, Reading, read_into};
use crate::pack::Id;
use crate::pack::rule::{Column, Pack, Table};
use crate::tables::cells::Part;
use crate::tables::columns::Columns;
use crate::tables::{Given, Places};

/// Reads the rows of a table from a file, with everything that is wrong with them.
pub fn read(pack: &Pack, table: Id<Table>, contents: Contents<'_>) -> (Given, Reading) {
    let mut columns: Option<Columns> = None;
    // Of each core, the numbers that its values have among all.
    let mut numbers: Vec<Vec<Vec<u32>>> = Vec::new();
    let keep = Keep { cores: AtomicUsize::new(0) };
    let reading = read_into(pack, table, contents, &keep, &mut |made: Made| {
        let read = made.parts.iter().map(|(column, _)| *column);
        let columns = columns.get_or_insert_with(|| Columns::of(pack, read));
        if numbers.len() <= made.core {
            numbers.resize_with(made.core.saturating_add(1), Vec::new);
        }
        if let Some(numbers) = numbers.get_mut(made.core) {
            columns.append(made.parts.iter().map(|(_, part)| part), numbers, &made.places);
        }
    });
    let none = || Columns::of(pack, std::iter::empty());
    let rows = columns.filter(|_| !reading.is_no_text).unwrap_or_else(none);
    (Given::Columns(rows), reading)
}

struct Keep {
    /// How many cores there are so far.
    cores: AtomicUsize,
}

/// The rows of a stretch.
struct Made {
    core: usize,
    parts: Vec<(Id<Column>, Part)>,
    places: Places,
}

impl Sink for Keep {
    type Core = usize;
    type Made = Made;

    fn core(&self) -> usize {
        self.cores.fetch_add(1, Ordering::Relaxed)
    }

    fn make(&self, core: &mut usize, stretch: &mut Stretch<'_, '_>) -> Made {
        let parts = stretch.columns().map(|(column, cells)| (column, cells.take_part())).collect();
        Made { core: *core, parts, places: std::mem::take(&mut stretch.places) }
    }
}
