//! The trend as a drawing that stands alone: for each series a column a result, and below it the numbers themselves.
//! Outcomes are told by place, pattern and word, never by colour alone.

use std::fmt::{self, Write};

use super::{OUTCOMES, Point as Outcomes, Series, Trend};
use crate::graph::palette::{self, FAINT_INK, INK, PAPER};
use crate::graph::svg::FONTS;
use crate::graph::svg::geometry::{Pixels, Point, Size, px, times};
use crate::graph::svg::text::{HEADING, SMALL, TITLE, fit, line_height, width, wrap};
use crate::graph::svg::write as element;
use crate::vocabulary::Outcome;

/// How many columns a drawing may have, and how many series: with more of them nobody could read it.
const MOST_COLUMNS: usize = 24;
const MOST_SERIES: usize = 60;

const MARGIN: Pixels = 24.0;
/// The names of the numbers, beside the columns.
const NAMES: Pixels = 132.0;
/// From one column to the next.
const STEP: Pixels = 84.0;
const COLUMN: Pixels = 52.0;
const CHART: Pixels = 180.0;
const ROW: Pixels = 20.0;
const NARROWEST: Pixels = 480.0;

/// Why there is no drawing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooLarge {
    columns: usize,
    series: usize,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TooLarge { columns, series } = *self;
        if columns > MOST_COLUMNS {
            write!(
                f,
                "a drawing has room for {MOST_COLUMNS} results, and these are {columns}: give fewer, or use `--format csv`"
            )
        } else {
            write!(
                f,
                "a drawing has room for {MOST_SERIES} bodies, and these are {series}: name some with `--body`, or use \
                 `--format csv`"
            )
        }
    }
}

/// The trend as a drawing.
///
/// # Errors
/// That the drawing would be too large to be read.
pub fn write(trend: &Trend) -> Result<String, TooLarge> {
    let columns = trend.series.iter().map(|series| series.points.len()).max().unwrap_or(0);
    if columns > MOST_COLUMNS || trend.series.len() > MOST_SERIES {
        return Err(TooLarge { columns, series: trend.series.len() });
    }
    Ok(Page { trend, width: (NAMES + STEP * times(columns)).max(NARROWEST) }.draw())
}

struct Page<'a> {
    trend: &'a Trend,
    /// Without the margins.
    width: Pixels,
}

impl Page<'_> {
    fn draw(&self) -> String {
        let mut body = String::new();
        let mut y = MARGIN;
        for line in wrap(&self.trend.title(), HEADING * 1.1, self.width, 3) {
            y += line_height(HEADING);
            let bold = format!("fill=\"{INK}\" font-weight=\"bold\"");
            element::text(&mut body, Point { x: MARGIN, y }, HEADING, &bold, &line);
        }
        for series in &self.trend.series {
            y = self.series(&mut body, series, y + 16.0);
        }
        for note in &self.trend.notes {
            for line in wrap(&format!("note: {note}"), SMALL * 1.1, self.width, 4) {
                y += line_height(SMALL);
                element::text(&mut body, Point { x: MARGIN, y }, SMALL, &format!("fill=\"{INK}\""), &line);
            }
        }
        let size = Size { width: self.width + 2.0 * MARGIN, height: y + MARGIN };
        let mut out = self.head(size);
        out.push_str(&body);
        out.push_str("</svg>\n");
        out
    }

    fn head(&self, size: Size) -> String {
        let (width, height) = (px(size.width), px(size.height));
        let title = element::escaped(&self.trend.title());
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             role=\"img\" aria-labelledby=\"trend-title trend-description\" font-family=\"{FONTS}\">\n\
             <title id=\"trend-title\">{title}</title>\n<desc id=\"trend-description\">"
        );
        let sentences = self.trend.series.iter().flat_map(|series| {
            series
                .points
                .iter()
                .map(|point| element::escaped(&format!("{}, {}.", series.name, sentence(point))))
        });
        out.push_str(&sentences.collect::<Vec<_>>().join("\n"));
        out.push_str("</desc>\n<defs>\n");
        for outcome in OUTCOMES {
            pattern(&mut out, outcome);
        }
        out.push_str("</defs>\n");
        element::rectangle(&mut out, Point { x: 0.0, y: 0.0 }, size, &format!("fill=\"{PAPER}\""));
        out
    }

    /// A heading, the columns and the numbers; gives the place below.
    fn series(&self, out: &mut String, series: &Series, top: Pixels) -> Pixels {
        let mut y = top;
        for line in wrap(&series.name, TITLE * 1.1, self.width, 2) {
            y += line_height(TITLE);
            let bold = format!("fill=\"{INK}\" font-weight=\"bold\"");
            element::text(out, Point { x: MARGIN, y }, TITLE, &bold, &line);
        }
        let floor = y + 12.0 + CHART;
        let most = series.points.iter().map(total).max().unwrap_or(0).max(1);
        let scale = CHART / times(most);
        self.axis(out, floor, most);
        for (place, point) in series.points.iter().enumerate() {
            let x = middle(place);
            let _ = writeln!(out, "<g><title>{}</title>", element::escaped(&sentence(point)));
            column(out, point, Point { x, y: floor }, scale);
            out.push_str("</g>\n");
        }
        self.numbers(out, series, floor)
    }

    /// The floor of the columns, and what the tallest counts.
    fn axis(&self, out: &mut String, floor: Pixels, most: usize) {
        let [left, right] = [MARGIN + NAMES, MARGIN + self.width].map(px);
        for y in [floor, floor - CHART] {
            let y = px(y);
            let _ =
                writeln!(out, "<path d=\"M{left} {y} H{right}\" stroke=\"{FAINT_INK}\" stroke-width=\"1\"/>");
        }
        let attributes = format!("fill=\"{INK}\" text-anchor=\"end\"");
        let x = MARGIN + NAMES - 8.0;
        let noun = if most == 1 { "requirement" } else { "requirements" };
        element::text(
            out,
            Point { x, y: floor - CHART + 4.0 },
            SMALL,
            &attributes,
            &format!("{most} {noun}"),
        );
        element::text(out, Point { x, y: floor + 4.0 }, SMALL, &attributes, "0");
    }

    /// The numbers below the columns: the outcomes from top to bottom as in the columns, each with its sign.
    fn numbers(&self, out: &mut String, series: &Series, floor: Pixels) -> Pixels {
        let mut y = floor + ROW;
        let mut row =
            |out: &mut String, name: &str, sign: Option<Outcome>, cell: &dyn Fn(&Outcomes) -> String| {
                if let Some(outcome) = sign {
                    let corner = Point { x: MARGIN, y: y - 11.0 };
                    segment(out, outcome, corner, Size { width: 18.0, height: 13.0 });
                }
                let x = if sign.is_some() { MARGIN + 26.0 } else { MARGIN };
                element::text(out, Point { x, y }, SMALL, &format!("fill=\"{INK}\""), name);
                for (place, point) in series.points.iter().enumerate() {
                    let cell = fit(&cell(point), SMALL, STEP - 4.0);
                    let attributes = format!("fill=\"{INK}\" text-anchor=\"middle\"");
                    element::text(out, Point { x: middle(place), y }, SMALL, &attributes, &cell);
                }
                y += ROW;
            };
        row(out, "as of", None, &|point| point.as_of.to_string());
        for (place, outcome) in OUTCOMES.into_iter().enumerate().rev() {
            let count =
                move |point: &Outcomes| point.outcomes.get(place).map(usize::to_string).unwrap_or_default();
            row(out, words(outcome), Some(outcome), &count);
        }
        row(out, "gaps", None, &|point| point.gaps.to_string());
        row(out, "overdue", None, &|point| point.overdue.to_string());
        row(out, "bodies", None, &|point| point.bodies.to_string());
        row(out, "rules", None, &|point| point.version.clone());
        y
    }
}

/// The middle of a column.
fn middle(place: usize) -> Pixels {
    MARGIN + NAMES + STEP * (times(place) + 0.5)
}

fn total(point: &Outcomes) -> usize {
    point.outcomes.iter().sum()
}

/// The outcomes of a result, one on the other: what is in order stands below.
fn column(out: &mut String, point: &Outcomes, foot: Point, scale: Pixels) {
    let mut y = foot.y;
    for (outcome, count) in OUTCOMES.into_iter().zip(point.outcomes).filter(|(_, count)| *count > 0) {
        let size = Size { width: COLUMN, height: scale * times(count) };
        y -= size.height;
        segment(out, outcome, Point { x: foot.x - COLUMN / 2.0, y }, size);
        // The number stands below as well, so it is left out where there is no room for it.
        if size.height >= line_height(SMALL) && width(&count.to_string(), SMALL) < COLUMN {
            number(out, outcome, count, Point { x: foot.x, y: y + size.height / 2.0 });
        }
    }
}

/// A number on a ground of its own, so that no pattern runs through it.
fn number(out: &mut String, outcome: Outcome, count: usize, at: Point) {
    let ground = palette::outcome(outcome);
    let size = Size { width: width(&count.to_string(), SMALL) + 6.0, height: SMALL + 2.0 };
    element::rectangle(out, size.corner(at), size, &format!("fill=\"{}\"", ground.fill));
    let attributes = format!("fill=\"{}\" text-anchor=\"middle\"", ground.text);
    element::text(out, Point { x: at.x, y: at.y + 4.5 }, SMALL, &attributes, &count.to_string());
}

fn segment(out: &mut String, outcome: Outcome, corner: Point, size: Size) {
    let frame = format!("stroke=\"{INK}\" stroke-width=\"1\"");
    element::rectangle(out, corner, size, &format!("fill=\"url(#{})\" {frame}", outcome.name()));
}

/// How the ground of an outcome looks without colours: what is met is plain, what is not met is dark.
fn pattern(out: &mut String, outcome: Outcome) {
    let ground = palette::outcome(outcome);
    let drawn = match outcome {
        Outcome::Met | Outcome::NotMet => None,
        Outcome::NotShown => Some("M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6"),
        Outcome::Departure => Some("M4 0 V8"),
        Outcome::NotApplicable => Some("M0 4 H8"),
    };
    let (id, fill) = (outcome.name(), ground.fill);
    let _ = write!(
        out,
        "<pattern id=\"{id}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
         <rect width=\"8\" height=\"8\" fill=\"{fill}\"/>"
    );
    if let Some(path) = drawn {
        let _ = write!(out, "<path d=\"{path}\" stroke=\"{}\" stroke-width=\"1\"/>", ground.text);
    }
    out.push_str("</pattern>\n");
}

fn words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "met",
        Outcome::NotMet => "not met",
        Outcome::NotShown => "not shown",
        Outcome::Departure => "departure",
        Outcome::NotApplicable => "not applicable",
    }
}

/// A result in words: `2026-06-10: 18 met, 4 not met; 4 gaps, 0 overdue`
fn sentence(point: &Outcomes) -> String {
    let counted = OUTCOMES.into_iter().zip(point.outcomes).filter(|(_, count)| *count > 0);
    let counted: Vec<String> =
        counted.map(|(outcome, count)| format!("{count} {}", words(outcome))).collect();
    let (day, gaps, overdue) = (point.as_of, point.gaps, point.overdue);
    format!("{day}: {}; {gaps} with a gap, {overdue} recommendations overdue", counted.join(", "))
}
