//! Where the rows of a table are given.

use super::Place;

/// The place of each row. The lines of an extract mostly follow each other, and are kept by where they do not; so are the
/// rows of one that has no lines.
#[derive(Clone, Default, Debug)]
pub struct Places {
    count: usize,
    /// The first row of each stretch of lines without a gap, and the line that it stands on.
    stretches: Vec<(usize, u64)>,
    /// Whether these lines are rows of a file that has no lines.
    are_rows: bool,
    /// The places of rows that are on no line, and else nothing.
    others: Vec<Place>,
    /// Whether only the first row of each stretch is known.
    are_few: bool,
}

impl Places {
    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// So many rows of an extract, of which only the places of a few are known, in order.
    pub fn of_few(count: usize, few: impl Iterator<Item = (usize, Place)>) -> Places {
        let mut places = Places { count, are_few: true, ..Places::default() };
        for (row, place) in few {
            if let Some(number) = places.number(place) {
                places.stretches.push((row, number));
            }
        }
        places
    }

    /// Whether only a few rows are known.
    pub fn are_few(&self) -> bool {
        self.are_few
    }

    /// The place of a row; nothing of one that is not known.
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
        if behind > 0 && self.are_few {
            return None;
        }
        let number = line.saturating_add(behind);
        Some(if self.are_rows { Place::Row(number) } else { Place::Line(number) })
    }

    /// The number of a line or a row of an extract; nothing of another place.
    fn number(&mut self, place: Place) -> Option<u64> {
        match place {
            Place::Line(line) => Some(line),
            Place::Row(row) => {
                self.are_rows = true;
                Some(row)
            }
            Place::Written(_) | Place::Nowhere => None,
        }
    }

    /// Adds the places of rows behind these.
    pub(super) fn append(&mut self, others: &Places) {
        let first = self.count;
        self.are_rows |= others.are_rows;
        let mut stretches = others.stretches.iter().map(|(row, line)| (row.saturating_add(first), *line));
        if let Some((row, line)) = stretches.next().filter(|(_, line)| self.expected() != Some(*line)) {
            self.stretches.push((row, line));
        }
        self.stretches.extend(stretches);
        self.others.extend_from_slice(&others.others);
        self.count = first.saturating_add(others.count);
    }

    /// Adds the place of the next row. The rows of a table are all on lines, or none is.
    pub fn push(&mut self, place: Place) {
        let row = self.count;
        match self.number(place) {
            Some(number) if self.expected() != Some(number) => self.stretches.push((row, number)),
            Some(_) => {}
            None => self.others.push(place),
        }
        self.count = row.saturating_add(1);
    }

    /// The line of the next row, where it is the one behind the last.
    fn expected(&self) -> Option<u64> {
        let (first, line) = self.stretches.last()?;
        let behind = u64::try_from(self.count.saturating_sub(*first)).ok()?;
        Some(line.saturating_add(behind))
    }
}
