//! What a drawing shows, as plain data, and the words that every kind of drawing uses for it.

use crate::diagnostic::{visible, without_commands};
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
    /// All areas that a box may belong to, in the pack's order, so that each looks alike in every picture.
    pub areas: Vec<String>,
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

impl Picture {
    /// The ties of which both ends are boxes, with these.
    pub(super) fn drawn_ties(&self) -> impl Iterator<Item = (&PictureTie, &PictureBox, &PictureBox)> {
        self.ties.iter().filter_map(|tie| Some((tie, self.boxes.get(tie.from)?, self.boxes.get(tie.to)?)))
    }

    /// Whether it shows an assessment.
    pub(super) fn has_standings(&self) -> bool {
        self.boxes.iter().any(|drawn| drawn.standing.is_some())
    }
}

impl PictureBox {
    /// Its areas and to whom it is addressed.
    pub(super) fn scope(&self) -> String {
        let parts = [self.areas.join(", "), self.to.clone()];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" · ")
    }

    /// How it stands, in words; nothing in a picture without an assessment.
    pub(super) fn verdict(&self, picture: &Picture) -> Option<String> {
        match &self.standing {
            Some(standing) if standing.at_risk => Some(format!("{}, at risk", standing.words)),
            Some(standing) => Some(standing.words.clone()),
            None if picture.has_standings() => Some(NOT_ADDRESSED.to_owned()),
            None => None,
        }
    }

    /// All that is known of it, in one line.
    pub(super) fn sentence(&self, picture: &Picture) -> String {
        let due = self.due.as_ref().map(|due| format!("due {due}"));
        let scope = Some(self.scope()).filter(|scope| !scope.is_empty());
        let parts = [Some(format!("{}: {}", self.id, self.title)), scope, due, self.verdict(picture)];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}

/// How a box stands that the assessments in the picture have nothing to say of.
pub(super) const NOT_ADDRESSED: &str = "addressed to other bodies";

impl PictureTie {
    /// What stands on its line: its kind, how many it stands for, and how late it is.
    pub(super) fn lines(&self) -> Vec<String> {
        let kind = self.kind.verb();
        let kind = self.times().map_or(kind.to_owned(), |times| format!("{kind} {times}"));
        [Some(kind), self.inversion_days.map(late)].into_iter().flatten().collect()
    }

    /// How many it stands for, where they are several.
    pub(super) fn times(&self) -> Option<String> {
        (self.count > 1).then(|| format!("×{}", self.count))
    }

    /// All that is known of it, in one line.
    pub(super) fn sentence(&self, from: &PictureBox, to: &PictureBox) -> String {
        let mut sentence = format!("{} {} {}", from.id, self.kind.verb(), to.id);
        if self.count > 1 {
            sentence += &format!(" ({} ties)", self.count);
        }
        if self.cross_link {
            sentence += "; a cross-link between areas";
        }
        if let Some(days) = self.inversion_days {
            sentence += &format!("; what serves is due {} later than what it serves", in_days(days));
        }
        if let Some(because) = &self.because {
            sentence += &format!("; because {because}");
        }
        sentence
    }
}

/// How late something is.
pub(super) fn late(days: i64) -> String {
    format!("{} late", in_days(days))
}

fn in_days(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// What the verb of a tie means.
pub(super) fn meaning(kind: TieKind) -> &'static str {
    match kind {
        TieKind::Needs => "leans on what the other produces",
        TieKind::Follows => "is judged by a standard that the other will replace",
        TieKind::Informs => "its output is the other's input",
        TieKind::AddsLoadTo => "doing it raises the load on the other",
        TieKind::Relieves => "doing it lowers the load on the other",
        TieKind::SharesWith => "uses the same people, system or evidence",
    }
}

/// The words of an outcome.
pub(super) fn outcome(outcome: Outcome) -> String {
    outcome.name().replace('_', " ")
}

/// How many characters of a text a drawing repeats; Graphviz refuses endless ones.
const LONGEST: usize = 400;

/// A text as a line of a drawing: line breaks and tabs are spaces, what a viewer would obey is made visible, commands are
/// broken, and what is very long is shortened.
pub(super) fn line(text: &str) -> String {
    let mut line = visible(&without_commands(&text.replace(['\n', '\r', '\t'], " ")));
    if let Some((end, _)) = line.char_indices().nth(LONGEST) {
        line.truncate(end);
        line.push('…');
    }
    line
}
