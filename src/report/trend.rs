//! Several results of the same rules in the order of their days: how outcomes have changed.

pub mod csv;
pub mod markdown;
pub mod svg;
#[cfg(feature = "cli")]
pub mod text;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, quote, suggest};
use crate::pack::{Date, words};
use crate::results::{Assessed, Results};
use crate::vocabulary::Outcome;

/// How outcomes have changed.
pub struct Trend {
    /// The pack that all results are by.
    pub pack: String,
    /// One series for each body, or one for all together.
    pub series: Vec<Series>,
    /// What a reader has to know to compare the points.
    pub notes: Vec<String>,
}

/// The points of a body, or of all together, in the order of their days.
pub struct Series {
    /// Who.
    pub name: String,
    /// What came out, a day after the other.
    pub points: Vec<Point>,
}

/// What came out as of a day.
pub struct Point {
    /// The day; where bodies were assessed as of several, the latest.
    pub as_of: Date,
    /// The version of the pack.
    pub version: String,
    /// How many bodies it is of.
    pub bodies: usize,
    /// How many requirements came out so, in the order of [`OUTCOMES`].
    pub outcomes: [usize; 5],
    /// How many requirements have a gap.
    pub gaps: usize,
    /// How many recommendations have a gap past their deadline.
    pub overdue: usize,
}

/// The outcomes in the order in which they are told: from what is in order to what is not.
pub const OUTCOMES: [Outcome; 5] =
    [Outcome::Met, Outcome::NotApplicable, Outcome::Departure, Outcome::NotShown, Outcome::NotMet];

/// Which bodies are told of, and how.
pub struct Selection<'a> {
    /// The bodies by name; all where none is named.
    pub bodies: &'a [String],
    /// Whether each is told of on its own.
    pub per_body: bool,
}

impl Trend {
    /// Puts results in the order of their days.
    ///
    /// # Errors
    /// Results of different packs, of the same day, or of no body that is asked for.
    pub fn of(results: &[Results], selection: &Selection<'_>) -> Result<Trend, Vec<Diagnostic>> {
        let all: Vec<&Assessed> = results.iter().flat_map(|results| &results.assessments).collect();
        let pack = one_pack(&all).map_err(|error| vec![error])?;
        let unknown = unknown_bodies(&all, selection.bodies);
        if !unknown.is_empty() {
            return Err(unknown);
        }
        let chosen: Vec<Vec<&Assessed>> = results.iter().map(|results| chosen(results, selection)).collect();
        let mut series =
            if selection.per_body { per_body(&chosen) } else { vec![summed(&chosen, selection)] };
        let mut errors = Vec::new();
        for one in &mut series {
            one.points.sort_by_key(|point| point.as_of);
            errors.extend(one.same_day(selection));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut notes = notes(&series, &chosen, selection.per_body);
        notes.extend(results.iter().filter_map(in_part));
        Ok(Trend { pack, series, notes })
    }

    /// What the whole is called.
    pub fn title(&self) -> String {
        format!("Outcomes over time, by {}", self.pack)
    }
}

impl Series {
    /// An error where two of its points are of the same day.
    fn same_day(&self, selection: &Selection<'_>) -> Option<Diagnostic> {
        let mut pairs = self.points.iter().zip(self.points.iter().skip(1));
        let (twice, _) = pairs.find(|(one, next)| one.as_of == next.as_of)?;
        let whose = if selection.per_body { format!(" of {}", quote(&self.name)) } else { String::new() };
        let message = format!("two results{whose} are as of {}", twice.as_of);
        Some(Diagnostic::error(Code::Conflict, message).help("leave out the one that was replaced"))
    }
}

impl Point {
    fn of(assessed: &[&Assessed]) -> Option<Point> {
        let sum = |count: &dyn Fn(&Assessed) -> usize| assessed.iter().map(|one| count(one)).sum();
        let versions: BTreeSet<&str> = assessed.iter().map(|one| one.version.as_str()).collect();
        Some(Point {
            as_of: assessed.iter().map(|one| one.as_of).max()?,
            version: versions.into_iter().collect::<Vec<_>>().join(", "),
            bodies: assessed.len(),
            outcomes: OUTCOMES.map(|outcome| sum(&|one| one.count(outcome))),
            gaps: sum(&Assessed::gaps),
            overdue: sum(&Assessed::overdue),
        })
    }

    /// The counts in the order of the columns of `overview`.
    fn counts(&self) -> [usize; 7] {
        let [met, not_applicable, departure, not_shown, not_met] = self.outcomes;
        [met, not_met, not_shown, departure, not_applicable, self.gaps, self.overdue]
    }
}

fn one_pack(all: &[&Assessed]) -> Result<String, Diagnostic> {
    let packs: BTreeSet<&str> = all.iter().map(|one| one.subject.pack.as_str()).collect();
    let mut packs = packs.into_iter();
    match (packs.next(), packs.next()) {
        (Some(pack), None) => Ok(pack.to_owned()),
        (Some(one), Some(other)) => {
            let message = format!("the results are by different packs, {} and {}", quote(one), quote(other));
            Err(Diagnostic::error(Code::Conflict, message).help("give the results of one pack at a time"))
        }
        (None, _) => Err(Diagnostic::error(Code::NothingFound, "the results hold no assessment")),
    }
}

fn unknown_bodies(all: &[&Assessed], wanted: &[String]) -> Vec<Diagnostic> {
    let bodies: BTreeSet<&str> = all.iter().map(|one| one.subject.body.as_str()).collect();
    let unknown = wanted.iter().filter(|body| !bodies.contains(body.as_str()));
    unknown
        .map(|body| {
            let error = Diagnostic::error(Code::UnknownBody, format!("no result is of {}", quote(body)));
            error.maybe_help(suggest::did_you_mean(body, bodies.iter().copied()))
        })
        .collect()
}

fn chosen<'r>(results: &'r Results, selection: &Selection<'_>) -> Vec<&'r Assessed> {
    let is_chosen =
        |one: &&Assessed| selection.bodies.is_empty() || selection.bodies.contains(&one.subject.body);
    results.assessments.iter().filter(is_chosen).collect()
}

/// Bodies in the order of their names; a body that has the same name as one of another kind is told with its kind.
fn per_body(chosen: &[Vec<&Assessed>]) -> Vec<Series> {
    let mut points: BTreeMap<(&str, &str), Vec<Point>> = BTreeMap::new();
    for one in chosen.iter().flatten() {
        let of_body = points.entry((&one.subject.body, &one.subject.kind)).or_default();
        of_body.extend(Point::of(&[one]));
    }
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (body, _) in points.keys() {
        let kinds = kinds.entry(body).or_default();
        *kinds = kinds.saturating_add(1);
    }
    let named = points.into_iter().map(|((body, kind), points)| {
        let is_shared = kinds.get(body).is_some_and(|kinds| *kinds > 1);
        let name = if is_shared { format!("{body} ({kind})") } else { body.to_owned() };
        Series { name, points }
    });
    named.collect()
}

/// All bodies of a result together are one point.
fn summed(chosen: &[Vec<&Assessed>], selection: &Selection<'_>) -> Series {
    let bodies: BTreeSet<_> = chosen.iter().flatten().map(|one| &one.subject).collect();
    let name = match (selection.bodies, bodies.len()) {
        (_, 1) => bodies.iter().map(|subject| subject.body.clone()).collect(),
        ([], count) => format!("All {count} bodies"),
        (named, _) => words::list(&named.iter().map(String::as_str).collect::<Vec<_>>(), "and"),
    };
    Series { name, points: chosen.iter().filter_map(|assessed| Point::of(assessed)).collect() }
}

/// What is to be said of a result that leaves out what its run could not check.
fn in_part(results: &Results) -> Option<String> {
    let errors = match results.problems {
        0 => return None,
        1 => "1 error".to_owned(),
        count => format!("{count} errors"),
    };
    let day = results.assessments.iter().map(|one| one.as_of).max();
    let which =
        day.map_or("a result without assessments".to_owned(), |day| format!("the result as of {day}"));
    Some(format!("{which} is of a run with {errors}, and leaves out what could not be checked"))
}

fn notes(series: &[Series], chosen: &[Vec<&Assessed>], per_body: bool) -> Vec<String> {
    let mut notes = Vec::new();
    let versions: BTreeSet<&str> =
        series.iter().flat_map(|one| &one.points).map(|point| point.version.as_str()).collect();
    if versions.len() > 1 {
        notes.push("the rules are of different versions, and may ask for different things".to_owned());
    }
    let counts: BTreeSet<usize> =
        series.iter().flat_map(|one| &one.points).map(|point| point.bodies).collect();
    if counts.len() > 1 {
        notes.push("the results are of different numbers of bodies".to_owned());
    }
    let asked: BTreeSet<_> = chosen.iter().flatten().map(|one| one.asked).collect();
    if asked.len() > 1 {
        notes.push("the results ask for different assurance, so gaps do not mean the same".to_owned());
    }
    let of_days =
        |assessed: &Vec<&Assessed>| assessed.iter().map(|one| one.as_of).collect::<BTreeSet<_>>().len();
    if !per_body && chosen.iter().any(|assessed| of_days(assessed) > 1) {
        notes.push("a result of bodies as of different days stands at the latest".to_owned());
    }
    notes
}
