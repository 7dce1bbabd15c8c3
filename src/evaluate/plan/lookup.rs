//! Answers that are looked up by the values of the cells that they depend on.

use std::sync::atomic::{AtomicU8, Ordering};

use super::read::{Read, reads};
use crate::evaluate::expr::Context;
use crate::pack::Truth;
use crate::pack::expr::{Expr, RowSlot};

/// How many combinations of values a table of answers may have, a byte each.
const MOST: usize = 1 << 23;

/// The combination of the values that some cells have, as one number.
#[derive(Debug)]
pub(super) struct Combination {
    /// What is read, and by how much the number grows with each number of it.
    reads: Vec<(Read, usize)>,
    /// How many combinations there are.
    size: usize,
}

/// The answer of a condition for each combination of values that has come up.
#[derive(Debug)]
pub(super) struct Lookup {
    of: Combination,
    answers: Box<[AtomicU8]>,
}

impl Combination {
    /// What an expression depends on, where it reads nothing else of bound rows.
    pub(super) fn of(context: &Context<'_>, expr: &Expr) -> Option<Combination> {
        let mut size = 1_usize;
        let mut with_steps = Vec::new();
        for read in reads(expr)? {
            let next = size.checked_mul(read.size(context)?)?;
            with_steps.push((read, size));
            size = next;
        }
        Some(Combination { reads: with_steps, size })
    }

    /// The numbers of so many rows, each bound to a slot in turn.
    pub(super) fn numbers(&self, context: &Context<'_>, slot: RowSlot, rows: usize) -> Vec<usize> {
        let mut numbers = vec![0; rows];
        self.reads.iter().for_each(|(read, step)| read.add_numbers(context, slot, *step, &mut numbers));
        numbers
    }

    pub(super) fn number(&self, context: &Context<'_>) -> usize {
        let parts = self.reads.iter().map(|(read, step)| read.number(context).saturating_mul(*step));
        parts.fold(0, usize::saturating_add)
    }
}

impl Lookup {
    /// A table of answers, of which none is known yet; nothing where it would be too large.
    pub(super) fn of(context: &Context<'_>, expr: &Expr) -> Option<Lookup> {
        let of = Combination::of(context, expr).filter(|of| of.size <= MOST)?;
        let answers = std::iter::repeat_with(|| AtomicU8::new(NOT_ASKED)).take(of.size).collect();
        Some(Lookup { of, answers })
    }

    /// The answers of so many rows, each bound to a slot in turn.
    pub(super) fn answers<'a>(
        &self,
        context: &Context<'a>,
        expr: &'a Expr,
        slot: RowSlot,
        rows: usize,
    ) -> Vec<Truth> {
        let numbers = self.of.numbers(context, slot, rows).into_iter().enumerate();
        let answer = |(row, number)| self.of_number(number, || context.with_row(slot, row).truth(expr));
        numbers.map(answer).collect()
    }

    pub(super) fn answer<'a>(&self, context: &Context<'a>, expr: &'a Expr) -> Truth {
        self.of_number(self.of.number(context), || context.truth(expr))
    }

    #[inline]
    fn of_number(&self, number: usize, ask: impl FnOnce() -> Truth) -> Truth {
        let Some(kept) = self.answers.get(number) else { return ask() };
        match kept.load(Ordering::Relaxed) {
            YES => Truth::Yes,
            NO => Truth::No,
            UNKNOWN => Truth::Unknown,
            _ => {
                // Two threads may ask at the same time; they are told the same.
                let answer = ask();
                kept.store(as_byte(answer), Ordering::Relaxed);
                answer
            }
        }
    }
}

const NOT_ASKED: u8 = 0;
const YES: u8 = 1;
const NO: u8 = 2;
const UNKNOWN: u8 = 3;

fn as_byte(answer: Truth) -> u8 {
    match answer {
        Truth::Yes => YES,
        Truth::No => NO,
        Truth::Unknown => UNKNOWN,
    }
}
