//! What a drawing shows, as plain data.

use crate::vocabulary::{Outcome, TieKind};

/// What a drawing shows, in the order in which it is drawn.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The heading.
    pub title: String,
    /// A sentence or two for those who cannot see it: how many boxes, ties and cross-links.
    pub description: String,
    /// The recommendations or requirements.
    pub boxes: Vec<PictureBox>,
    /// How they bear on each other. A tie with an end that is no box is not drawn.
    pub ties: Vec<PictureTie>,
}

/// A recommendation or a requirement.
#[derive(Clone, Debug)]
pub struct PictureBox {
    /// Such as `R8` or `R8.3`, different for each box.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its deadline, as `2026-10-31`.
    pub due: Option<String>,
    /// To whom it is addressed, in words.
    pub to: String,
    /// The areas that it belongs to, in the pack's order.
    pub areas: Vec<String>,
    /// How an assessment stands to it; nothing where there is none, or where it is addressed to others.
    pub standing: Option<Standing>,
}

/// How an assessment stands to a recommendation or a requirement.
#[derive(Clone, Debug)]
pub struct Standing {
    /// What came out.
    pub outcome: Outcome,
    /// The same in words, such as `met (stated)`.
    pub words: String,
    /// Whether it is met and rests on what is not.
    pub at_risk: bool,
}

/// How one box bears on another.
#[derive(Clone, Debug)]
pub struct PictureTie {
    /// Where it is written, as a place in the list of boxes.
    pub from: usize,
    /// The other end, as a place in the list of boxes.
    pub to: usize,
    /// What kind.
    pub kind: TieKind,
    /// Why.
    pub because: Option<String>,
    /// Whether it ties one area to another.
    pub cross_link: bool,
    /// By how many days what serves is due later than what it serves.
    pub inversion_days: Option<i64>,
    /// How many ties of requirements it stands for.
    pub count: usize,
}
