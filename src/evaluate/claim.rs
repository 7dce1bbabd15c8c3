//! What a body says of itself, its colours and its deadlines, against what came out.

use super::verdict::{ClaimCheck, RecommendationVerdict, Timing};
use crate::assessment::{ClaimStatus, Rag};
use crate::pack::Date;

/// How a claim compares with what came out.
///
/// `has_gap` and `applies` are those of what the claim is about: whether there is a gap in it, and whether anything in
/// it applies.
pub fn check(status: Option<ClaimStatus>, has_gap: bool, applies: bool) -> ClaimCheck {
    let agrees_where = |agrees: bool, otherwise| if agrees { ClaimCheck::Agrees } else { otherwise };
    match status {
        None => ClaimCheck::Unclaimed,
        Some(ClaimStatus::NotApplicable) => agrees_where(!applies, ClaimCheck::Overclaimed),
        Some(status) if status.is_done() => agrees_where(!has_gap, ClaimCheck::Overclaimed),
        Some(_) => agrees_where(has_gap, ClaimCheck::Underclaimed),
    }
}

/// Where a deadline stands on a day.
pub fn timing(due: Date, as_of: Date) -> Timing {
    match due.days_since(as_of) {
        0 => Timing::DueToday,
        days if days > 0 => Timing::DueIn(days),
        days => Timing::Overdue(days.saturating_neg()),
    }
}

/// The colour of an addressed recommendation.
pub fn rag(has_gap: bool, timing: Option<Timing>, status: Option<ClaimStatus>) -> Rag {
    match (status, has_gap, timing) {
        (Some(ClaimStatus::NotAccepted), _, _) | (_, true, Some(Timing::Overdue(_))) => Rag::Red,
        (_, true, _) => Rag::Amber,
        (_, false, _) => Rag::Green,
    }
}

impl RecommendationVerdict {
    /// Whether it has a gap and its deadline has passed.
    pub fn is_overdue(&self) -> bool {
        self.has_gap && matches!(self.timing, Some(Timing::Overdue(_)))
    }
}

#[cfg(test)]
mod tests {
    use super::{ClaimCheck, Timing, check, rag, timing};
    use crate::assessment::{ClaimStatus, Rag};
    use crate::pack::Date;

    #[test]
    fn claims_are_held_against_gaps() {
        use ClaimStatus::{
            AwaitingReview, BeingProgressed, Complete, DescribedAsDone, NoFurtherAction, NotAccepted,
            NotApplicable,
        };
        for (status, has_gap, applies, expected) in [
            (None, true, true, ClaimCheck::Unclaimed),
            (Some(Complete), false, true, ClaimCheck::Agrees),
            (Some(Complete), true, true, ClaimCheck::Overclaimed),
            (Some(DescribedAsDone), true, true, ClaimCheck::Overclaimed),
            (Some(NoFurtherAction), true, true, ClaimCheck::Overclaimed),
            (Some(BeingProgressed), true, true, ClaimCheck::Agrees),
            (Some(BeingProgressed), false, true, ClaimCheck::Underclaimed),
            (Some(AwaitingReview), false, true, ClaimCheck::Underclaimed),
            (Some(NotAccepted), true, true, ClaimCheck::Agrees),
            (Some(NotApplicable), false, true, ClaimCheck::Overclaimed),
            (Some(NotApplicable), false, false, ClaimCheck::Agrees),
        ] {
            assert_eq!(
                check(status, has_gap, applies),
                expected,
                "{status:?} gap {has_gap} applies {applies}"
            );
        }
    }

    #[test]
    fn the_deadline_day_itself_is_in_time() {
        let due = Date::parse("2026-10-31").unwrap();
        for (as_of, expected, colour) in [
            ("2026-10-30", Timing::DueIn(1), Rag::Amber),
            ("2026-10-31", Timing::DueToday, Rag::Amber),
            ("2026-11-01", Timing::Overdue(1), Rag::Red),
        ] {
            let timing = timing(due, Date::parse(as_of).unwrap());
            assert_eq!(timing, expected, "{as_of}");
            assert_eq!(rag(true, Some(timing), None), colour, "{as_of}");
            assert_eq!(rag(false, Some(timing), None), Rag::Green, "{as_of}");
        }
        assert_eq!(rag(true, None, None), Rag::Amber, "a gap without a deadline");
        assert_eq!(rag(true, None, Some(ClaimStatus::NotAccepted)), Rag::Red);
    }
}
