//! A column of texts, one behind the other.

use std::borrow::Cow;
use std::sync::Arc;

use super::codes::Codes;
use crate::pack::{Known, Partial};

/// The texts of a column.
#[derive(Clone, Default, Debug)]
pub struct Texts {
    all: String,
    /// Where each ends. That of one which is no text ends where it starts.
    ends: Vec<usize>,
    /// Nought for a text, else the number of another value counted from 1; nothing where all are texts.
    states: Option<Codes>,
    others: Vec<Partial>,
}

impl Texts {
    pub(super) fn count(&self) -> usize {
        self.ends.len()
    }

    /// The text of a row, where it is exactly known.
    pub fn text(&self, row: usize) -> Option<&str> {
        if self.states.as_ref().is_some_and(|states| states.get(row).is_none_or(|state| state > 0)) {
            return None;
        }
        let start = row.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.all.get(start..*self.ends.get(row)?)
    }

    pub(super) fn get(&self, row: usize) -> Option<Cow<'_, Partial>> {
        let state = self.states.as_ref().map_or(Some(0), |states| states.get(row))?;
        match state.checked_sub(1) {
            None => self.text(row).map(|text| Cow::Owned(Known::Text(Some(Arc::from(text))).into())),
            Some(other) => self.others.get(usize::try_from(other).ok()?).map(Cow::Borrowed),
        }
    }

    pub(super) fn others(&self) -> &[Partial] {
        &self.others
    }

    pub(super) fn others_mut(&mut self) -> &mut Vec<Partial> {
        &mut self.others
    }

    pub(super) fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(self.all.len());
        if let Some(states) = &mut self.states {
            states.push(0);
        }
    }

    /// The states, each of those before a text where there were none yet.
    fn states(&mut self) -> &mut Codes {
        let rows = self.ends.len();
        self.states.get_or_insert_with(|| {
            let mut states = Codes::new();
            (0..rows).for_each(|_| states.push(0));
            states
        })
    }

    /// Adds texts behind these; `numbers` are those of the other values in this column.
    pub(super) fn append(&mut self, others: &Texts, numbers: &[u32]) {
        let start = self.all.len();
        let count = others.ends.len();
        match &others.states {
            Some(states) => {
                let by = numbers.iter().map(|number| number.saturating_add(1));
                let by: Vec<u32> = std::iter::once(0).chain(by).collect();
                self.states().append(states, &by);
            }
            None => {
                if let Some(states) = &mut self.states {
                    (0..count).for_each(|_| states.push(0));
                }
            }
        }
        self.all.push_str(&others.all);
        self.ends.extend(others.ends.iter().map(|end| start.saturating_add(*end)));
    }

    /// Lets the last row go.
    pub(super) fn pop(&mut self) {
        self.ends.pop();
        self.all.truncate(self.ends.last().copied().unwrap_or_default());
        self.states.iter_mut().for_each(Codes::pop);
    }

    /// Takes the rows out; other values keep their numbers.
    pub(super) fn take_rows(&mut self) -> Texts {
        let empty = Texts { others: self.others.clone(), ..Texts::default() };
        Texts { others: Vec::new(), ..std::mem::replace(self, empty) }
    }

    /// Lets the rows go; other values keep their numbers.
    pub(super) fn clear_rows(&mut self) {
        self.all.clear();
        self.ends.clear();
        self.states = None;
    }

    pub(super) fn push_other(&mut self, code: u32) {
        self.states().push(code.saturating_add(1));
        self.ends.push(self.all.len());
    }

    /// Puts another value where a text is, by its number.
    pub(super) fn set_other(&mut self, row: usize, code: u32) {
        self.states().set(row, code.saturating_add(1));
    }

    pub(super) fn shrink(&mut self) {
        self.all.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.states.iter_mut().for_each(Codes::shrink);
    }
}
