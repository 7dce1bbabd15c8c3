//! Colours. None of them says what words do not say as well, and each text can be read on its ground.

use super::picture::PictureBox;
use crate::vocabulary::{Outcome, TieKind};

pub(crate) const PAPER: &str = "#ffffff";
pub(crate) const INK: &str = "#1b1b1b";
pub(crate) const FAINT_INK: &str = "#4a4a4a";

/// A ground and the colour of the text on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Ground {
    pub(crate) fill: &'static str,
    pub(crate) text: &'static str,
}

/// A box that an assessment has nothing to say of.
const NOT_ADDRESSED: Ground = Ground { fill: PAPER, text: FAINT_INK };

/// The ground of an outcome. What is not met is the darkest, in black and white too.
pub(crate) fn outcome(outcome: Outcome) -> Ground {
    match outcome {
        Outcome::NotMet => Ground { fill: "#9b1c1c", text: PAPER },
        Outcome::NotShown => Ground { fill: "#ffd873", text: INK },
        Outcome::Departure => Ground { fill: "#cfdcf7", text: INK },
        Outcome::Met => Ground { fill: "#c9ead0", text: INK },
        Outcome::NotApplicable => Ground { fill: "#e6e6e6", text: INK },
    }
}

/// The ground of what is said of how a box stands.
pub(super) fn standing(drawn: &PictureBox) -> Ground {
    drawn.standing.as_ref().map_or(NOT_ADDRESSED, |standing| outcome(standing.outcome))
}

/// The colour of a kind of tie.
pub(super) fn tie(kind: TieKind) -> &'static str {
    match kind {
        TieKind::Needs => INK,
        TieKind::Follows => "#1d4f91",
        TieKind::Informs => "#5f5f5f",
        TieKind::AddsLoadTo => "#a33a00",
        TieKind::Relieves => "#1e6b3a",
        TieKind::SharesWith => "#6b3fa0",
    }
}

/// The tints of areas, by their order; with more areas they repeat.
pub(super) const AREAS: [&str; 6] = ["#dbe7f5", "#f6e4cc", "#dff0dc", "#eadff2", "#f3dfe0", "#e4e4d4"];

#[cfg(test)]
#[expect(clippy::disallowed_types, reason = "the guidelines define contrast in such numbers")]
mod tests {
    use super::{AREAS, FAINT_INK, Ground, INK, NOT_ADDRESSED, PAPER, outcome, tie};
    use crate::vocabulary::{Outcome, TieKind};

    /// The relative luminance of WCAG 2.
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let digits = colour.get(at..).and_then(|rest| rest.get(..2)).unwrap();
            let value = f64::from(u8::from_str_radix(digits, 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.01);
    }

    #[test]
    fn texts_can_be_read_on_their_grounds() {
        let grounds = Outcome::ALL.map(outcome).into_iter().chain([NOT_ADDRESSED]);
        let areas = AREAS.map(|fill| Ground { fill, text: INK });
        let on_paper = [INK, FAINT_INK].map(|text| Ground { fill: PAPER, text });
        for ground in grounds.chain(areas).chain(on_paper) {
            assert!(contrast(ground.fill, ground.text) >= 4.5, "{ground:?}");
        }
    }

    #[test]
    fn lines_can_be_seen_on_paper() {
        for kind in TieKind::ALL {
            assert!(contrast(tie(kind), PAPER) >= 3.0, "{kind:?}");
        }
    }

    #[test]
    fn outcomes_differ_in_black_and_white() {
        let lightness = |of: Outcome| luminance(outcome(of).fill);
        assert!(lightness(Outcome::NotMet) < 0.5 * lightness(Outcome::NotShown));
        assert!(lightness(Outcome::NotShown) < lightness(Outcome::Met));
    }
}
