//! Deadlines that are the wrong way round: what serves is due later than what it serves.

use super::due;
use crate::pack::rule::{Node, Pack, Tie};
use crate::vocabulary::TieKind;

/// What it does that something is due later than what it bears on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Effect {
    /// What is needed is not there yet.
    Blocks,
    /// The standard is replaced after the deadline that is judged by it.
    MovesStandard,
    /// The relief comes after the deadline that it was to help with.
    LateRelief,
    /// The load comes after the day by which it should have been reckoned with.
    LateLoad,
}

impl Effect {
    /// Every effect, in the order of reports.
    pub const ALL: [Effect; 4] =
        [Effect::Blocks, Effect::MovesStandard, Effect::LateRelief, Effect::LateLoad];

    /// The word of results.
    pub fn name(self) -> &'static str {
        match self {
            Effect::Blocks => "blocks",
            Effect::MovesStandard => "moves_standard",
            Effect::LateRelief => "late_relief",
            Effect::LateLoad => "late_load",
        }
    }

    /// The effect of a tie whose serving end comes late. An input that comes late is used when it comes, and those who
    /// share serve each other.
    fn of(kind: TieKind) -> Option<Effect> {
        match kind {
            TieKind::Needs => Some(Effect::Blocks),
            TieKind::Follows => Some(Effect::MovesStandard),
            TieKind::Relieves => Some(Effect::LateRelief),
            TieKind::AddsLoadTo => Some(Effect::LateLoad),
            TieKind::Informs | TieKind::SharesWith => None,
        }
    }
}

/// A tie whose deadlines are the wrong way round.
#[derive(Clone, Copy, Debug)]
pub struct Inversion<'a> {
    /// The tie.
    pub tie: &'a Tie,
    /// What that does.
    pub effect: Effect,
    /// What is due later, though it serves.
    pub late: Node,
    /// What is due earlier.
    pub early: Node,
    /// By how many days.
    pub days: i64,
}

impl<'a> Inversion<'a> {
    /// What is wrong with the deadlines of a tie, where something is. Without two deadlines nothing can be.
    pub fn of(pack: &Pack, tie: &'a Tie) -> Option<Inversion<'a>> {
        let effect = Effect::of(tie.kind)?;
        let (late, early) = super::passes(tie)?;
        let days = due(pack, late)?.days_since(due(pack, early)?);
        (days > 0).then_some(Inversion { tie, effect, late, early, days })
    }
}
