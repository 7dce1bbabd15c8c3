//! Where the rows of a table are given.

use super::Place;

/// The place of each row. The lines of an extract mostly follow each other, and are kept by where they do not.
#[derive(Clone, Default, Debug)]
pub struct Places {
    count: usize,
    /// The first row of each stretch of lines without a gap, and the line that it stands on.
    stretches: Vec<(usize, u64)>,
    /// The places of rows that are on no line, and else nothing.
    others: Vec<Place>,
}

impl Places {
    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The place of a row.
    pub fn get(&self, row: usize) -> Option<Place> {
        if row >= self.count {
            return None;
        }
        if self.stretches.is_empty() {
            return self.others.get(row).copied();
        }
        let at = self.stretches.partition_point(|(first, _)| *first <= row).checked_sub(1)?;
        let (first, line) = self.stretches.get(at)?;
        let behind = u64::try_from(row.saturating_sub(*first)).ok()?;
        Some(Place::Line(line.saturating_add(behind)))
    }

    /// Adds the places of rows behind these.
    pub(super) fn append(&mut self, others: &Places) {
        let first = self.count;
        let stretches = others.stretches.iter();
        self.stretches.extend(stretches.map(|(row, line)| (row.saturating_add(first), *line)));
        self.others.extend_from_slice(&others.others);
        self.count = first.saturating_add(others.count);
    }

    /// Adds the place of the next row. The rows of a table are all on lines, or none is.
    pub fn push(&mut self, place: Place) {
        let row = self.count;
        self.count = row.saturating_add(1);
        match place {
            Place::Line(line) => {
                let expected = self.stretches.last().map(|(first, line)| {
                    let behind = u64::try_from(row.saturating_sub(*first)).unwrap_or(u64::MAX);
                    line.saturating_add(behind)
                });
                if expected != Some(line) {
                    self.stretches.push((row, line));
                }
            }
            other => self.others.push(other),
        }
    }
}
