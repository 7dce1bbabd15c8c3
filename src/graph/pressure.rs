//! What presses from one area on another: cross-links whose outcomes do not go together.

use super::CrossLink;
use super::consequence::{Answer, Answers, answer};
use crate::pack::rule::{Pack, Tie};
use crate::vocabulary::TieKind;

/// How a cross-link presses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PressureKind {
    /// What adds load is done, and what bears it is open.
    Load,
    /// What adds load is open, and doing it will be felt.
    LoadToCome,
    /// What would relieve is open, and so is what it would relieve.
    ReliefMissing,
    /// What informs is open, and what it informs is met without it.
    InputMissing,
    /// Both are open, and draw on the same people, system or evidence.
    Shared,
}

impl PressureKind {
    /// The word of results.
    pub fn name(self) -> &'static str {
        match self {
            PressureKind::Load => "load",
            PressureKind::LoadToCome => "load_to_come",
            PressureKind::ReliefMissing => "relief_missing",
            PressureKind::InputMissing => "input_missing",
            PressureKind::Shared => "shared",
        }
    }

    /// How a tie of this kind presses with these outcomes at its ends, where it does. What is needed or followed is
    /// told with what is at risk.
    fn of(kind: TieKind, from: Answer, to: Answer) -> Option<PressureKind> {
        let is_borne = to.is_open() || to.is_met();
        match kind {
            TieKind::AddsLoadTo if from.is_met() && to.is_open() => Some(PressureKind::Load),
            TieKind::AddsLoadTo if from.is_open() && is_borne => Some(PressureKind::LoadToCome),
            TieKind::Relieves if from.is_open() && to.is_open() => Some(PressureKind::ReliefMissing),
            TieKind::Informs if from.is_open() && to.is_met() => Some(PressureKind::InputMissing),
            TieKind::SharesWith if from.is_open() && to.is_open() => Some(PressureKind::Shared),
            _ => None,
        }
    }
}

/// A cross-link that presses.
#[derive(Clone, Copy, Debug)]
pub struct Pressure<'a> {
    /// The tie.
    pub tie: &'a Tie,
    /// How it presses.
    pub kind: PressureKind,
    /// What came out at the end where the tie is written.
    pub from: Answer,
    /// What came out at the other end.
    pub to: Answer,
}

impl<'a> Pressure<'a> {
    /// How a tie presses, where it is a cross-link and does.
    pub(super) fn of(pack: &Pack, tie: &'a Tie, answers: &Answers) -> Option<Pressure<'a>> {
        CrossLink::of(pack, tie)?;
        let (from, to) = (answer(pack, tie.from, answers)?, answer(pack, tie.to, answers)?);
        Some(Pressure { tie, kind: PressureKind::of(tie.kind, from, to)?, from, to })
    }
}
