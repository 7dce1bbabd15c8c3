//! What the signs of a drawing mean: an entry for each that occurs.

use super::card::{frame, tint};
use super::geometry::{Pixels, Point, Size, px, times};
use super::label::{self, Wording};
use super::line::{self, Tip};
use super::text::{self, SMALL};
use super::write;
use crate::graph::palette::{self, INK, PAPER};
use crate::graph::picture::{self, Picture};
use crate::vocabulary::{Outcome, TieKind};

const COLUMN: Pixels = 320.0;
const SAMPLE: Size = Size { width: 44.0, height: 14.0 };
const MARGIN: Pixels = 10.0;

enum Sign<'a> {
    Tie(TieKind),
    CrossLink,
    Late,
    Gathered,
    Area(&'a str),
    Outcome(Outcome),
    AtRisk,
    NotAddressed,
}

type Entry<'a> = (Sign<'a>, Vec<String>);

/// The entries, each with its text in lines, in groups of what belongs together.
pub(super) struct Legend<'a> {
    groups: Vec<Vec<Entry<'a>>>,
    areas: &'a [&'a str],
    wording: Wording,
}

impl<'a> Legend<'a> {
    /// The legend of what occurs in the picture.
    pub(super) fn of(picture: &Picture, areas: &'a [&'a str], wording: Wording) -> Legend<'a> {
        let room = COLUMN - SAMPLE.width - 3.0 * MARGIN;
        let entry = |sign: Sign<'a>| {
            let lines = text::wrap(&picture::line(&sign.words()), SMALL, room, 3);
            (sign, lines)
        };
        let groups = signs(picture, areas).map(|group| group.into_iter().map(entry).collect());
        Legend {
            groups: groups.into_iter().filter(|group: &Vec<_>| !group.is_empty()).collect(),
            areas,
            wording,
        }
    }

    /// How high it is within this width.
    pub(super) fn height(&self, width: Pixels) -> Pixels {
        let columns = self.columns(width);
        let heights = columns.iter().map(|column| column.iter().map(|(_, lines)| height(lines)).sum());
        heights.fold(0.0, Pixels::max)
    }

    /// Draws it, with its left upper corner here.
    pub(super) fn draw(&self, out: &mut String, corner: Point, width: Pixels) {
        for (place, column) in self.columns(width).into_iter().enumerate() {
            let mut at = Point { x: corner.x + times(place) * COLUMN, ..corner };
            for (sign, lines) in column {
                sign.draw(out, at, self.areas, self.wording);
                for (number, line) in lines.iter().enumerate() {
                    let y = at.y + SMALL + times(number) * text::line_height(SMALL);
                    let x = at.x + SAMPLE.width + MARGIN;
                    write::text(out, Point { x, y }, SMALL, &format!("fill=\"{INK}\""), line);
                }
                at.y += height(lines);
            }
        }
    }

    /// A group in each column; where there are fewer columns, the last has the rest.
    fn columns(&self, width: Pixels) -> Vec<Vec<&Entry<'a>>> {
        let more = (1..self.groups.len()).take_while(|more| (times(*more) + 1.0) * COLUMN <= width).count();
        let (own, rest) = self.groups.split_at_checked(more).unwrap_or((&self.groups, &[]));
        let own = own.iter().map(|group| group.iter().collect());
        own.chain([rest.iter().flatten().collect()]).collect()
    }
}

fn height(lines: &[String]) -> Pixels {
    times(lines.len().max(1)) * text::line_height(SMALL) + 6.0
}

/// What occurs: kinds of tie, marks on lines, areas, and how boxes stand.
fn signs<'a>(picture: &Picture, areas: &'a [&'a str]) -> [Vec<Sign<'a>>; 4] {
    let ties = || picture.drawn_ties().map(|(tie, ..)| tie);
    let standings = || picture.boxes.iter().filter_map(|drawn| drawn.standing.as_ref());
    let when = |occurs: bool, sign| occurs.then_some(sign);
    let kinds = TieKind::ALL.into_iter().filter(|kind| ties().any(|tie| tie.kind == *kind));
    let marks = [
        when(ties().any(|tie| tie.count > 1), Sign::Gathered),
        when(ties().any(|tie| tie.cross_link), Sign::CrossLink),
        when(ties().any(|tie| tie.inversion_days.is_some()), Sign::Late),
    ];
    let outcomes = Outcome::ALL.into_iter().filter(|outcome| standings().any(|one| one.outcome == *outcome));
    let others = [
        when(standings().any(|one| one.at_risk), Sign::AtRisk),
        when(
            picture.has_standings() && picture.boxes.iter().any(|one| one.standing.is_none()),
            Sign::NotAddressed,
        ),
    ];
    let occurs = |area: &&&str| picture.boxes.iter().any(|drawn| drawn.areas.iter().any(|own| own == **area));
    [
        kinds.map(Sign::Tie).collect(),
        marks.into_iter().flatten().collect(),
        areas.iter().filter(occurs).map(|area| Sign::Area(area)).collect(),
        outcomes.map(Sign::Outcome).chain(others.into_iter().flatten()).collect(),
    ]
}

impl Sign<'_> {
    fn words(&self) -> String {
        match self {
            Sign::Tie(kind) => format!("{}: {}", kind.verb(), picture::meaning(*kind)),
            Sign::CrossLink => "cross-link: ties one area to another".to_owned(),
            Sign::Late => {
                "so many days late: what is needed, followed or brings relief is due after what it serves"
                    .to_owned()
            }
            Sign::Gathered => "stands for so many ties of requirements".to_owned(),
            Sign::Area(area) => format!("area: {area}"),
            Sign::Outcome(outcome) => picture::outcome(*outcome),
            Sign::AtRisk => "at risk: met, and rests on what is not met".to_owned(),
            Sign::NotAddressed => picture::NOT_ADDRESSED.to_owned(),
        }
    }

    fn draw(&self, out: &mut String, corner: Point, areas: &[&str], wording: Wording) {
        let middle = Point { x: corner.x + SAMPLE.width / 2.0, y: corner.y + SAMPLE.height / 2.0 + 1.0 };
        let swatch = |out: &mut String, fill, frame: &str| {
            write::rectangle(out, SAMPLE.corner(middle), SAMPLE, &format!("fill=\"{fill}\" {frame}"));
        };
        let label = |out: &mut String, text: &str, weight: &str| {
            let attributes = format!("fill=\"{INK}\" text-anchor=\"middle\" font-weight=\"{weight}\"");
            write::text(out, Point { x: middle.x, y: middle.y + 4.5 }, SMALL, &attributes, text);
        };
        match self {
            Sign::Tie(kind) => sample(out, *kind, corner.x, middle.y),
            Sign::CrossLink => label::cross_link(out, Point { x: middle.x - 7.0, y: middle.y }),
            Sign::Late if wording == Wording::Full => label(out, "late", "bold"),
            Sign::Late => label(out, &wording.late(9), "bold"),
            Sign::Gathered => label(out, "×2", "normal"),
            Sign::Area(area) => swatch(out, tint(areas, area), &frame(false)),
            Sign::Outcome(outcome) => swatch(out, palette::outcome(*outcome).fill, &frame(false)),
            Sign::AtRisk => swatch(out, palette::outcome(Outcome::Met).fill, &frame(true)),
            Sign::NotAddressed => swatch(out, PAPER, &frame(false)),
        }
    }
}

/// A level line of a kind.
fn sample(out: &mut String, kind: TieKind, left: Pixels, y: Pixels) {
    let right = left + SAMPLE.width;
    line::stroke(out, kind, &format!("M{} {} H{}", px(left), px(y), px(right)));
    let tip = |x, along| Tip { at: Point { x, y }, along: Point { x: along, y: 0.0 } };
    if kind == TieKind::SharesWith {
        line::head(out, kind, tip(left, -1.0));
    }
    line::head(out, kind, tip(right, 1.0));
}
