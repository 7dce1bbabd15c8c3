//! The JSON of a result, read strictly: its format, every word, every id, and nobody twice.

use std::collections::BTreeSet;

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use super::{Answered, Assessed, Recommended, Required, Results, Subject};
use crate::diagnostic::quote;
use crate::evaluate::claim;
use crate::evaluate::verdict::{ClaimCheck, Gap, Timing};
use crate::pack::Date;
use crate::pack::rule::{RecommendationNumber, RequirementNumber};
use crate::vocabulary::{Assurance, Level, Outcome};

/// The format of results that this program reads and writes.
const FORMAT: &str = "tipstaff-result/1";

/// Reads a result.
///
/// # Errors
/// Why the text is none, in words, with line and column where there is a place.
pub fn read(text: &str) -> Result<Results, String> {
    let tag: Tag = parse(text)?;
    if tag.format != FORMAT {
        return Err(format!("its `format` is {}, not `{FORMAT}`", quote(&tag.format)));
    }
    let file: File = parse(text)?;
    let problems = file.problems.len();
    let assessments: Vec<Assessed> =
        file.assessments.into_iter().map(AssessmentFile::assessed).collect::<Result<_, _>>()?;
    let mut seen = BTreeSet::new();
    for Assessed { subject, .. } in &assessments {
        if !seen.insert(subject) {
            return Err(format!("it has two assessments of {} by `{}`", quote(&subject.body), subject.pack));
        }
    }
    Ok(Results { assessments, problems })
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        if error.is_eof() {
            return format!("it ends too early, on {place}");
        }
        let words = error.to_string();
        let words = words.rsplit_once(" at line ").map_or(words.as_str(), |(words, _)| words);
        let what = if error.is_data() { "" } else { "it is not JSON: " };
        format!("{what}{words}, on {place}")
    })
}

#[derive(Deserialize)]
#[serde(expecting = "a result in braces")]
struct Tag {
    format: String,
}

// Results of later versions may have more keys, so those that are not known are passed over.
#[derive(Deserialize)]
#[serde(expecting = "a result in braces")]
struct File {
    assessments: Vec<AssessmentFile>,
    problems: Vec<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(expecting = "an assessment in braces")]
struct AssessmentFile {
    body: String,
    kind: String,
    pack: PackFile,
    #[serde(deserialize_with = "date")]
    as_of: Date,
    #[serde(deserialize_with = "word")]
    assurance_asked: Assurance,
    summary: SummaryFile,
    recommendations: Vec<RecommendationFile>,
}

#[derive(Deserialize)]
#[serde(expecting = "a pack in braces")]
struct PackFile {
    id: String,
    version: String,
}

#[derive(Deserialize)]
#[serde(expecting = "a summary in braces")]
struct SummaryFile {
    met: usize,
    not_met: usize,
    not_shown: usize,
    departure: usize,
    not_applicable: usize,
    gaps: usize,
}

#[derive(Deserialize)]
#[serde(expecting = "a recommendation in braces")]
struct RecommendationFile {
    id: String,
    #[serde(deserialize_with = "day_or_none")]
    due: Option<Date>,
    timing: Option<TimingFile>,
    #[serde(deserialize_with = "word")]
    claim_check: ClaimCheck,
    requirements: Vec<RequirementFile>,
}

#[derive(Deserialize)]
#[serde(expecting = "a timing in braces")]
struct TimingFile {
    state: String,
    days: i64,
}

#[derive(Deserialize)]
#[serde(expecting = "a requirement in braces")]
struct RequirementFile {
    id: String,
    #[serde(deserialize_with = "word")]
    outcome: Outcome,
    #[serde(deserialize_with = "word")]
    assurance: Assurance,
    #[serde(deserialize_with = "gap")]
    gap: Option<Gap>,
    #[serde(deserialize_with = "word")]
    claim_check: ClaimCheck,
    clauses: Vec<ClauseFile>,
}

#[derive(Deserialize)]
#[serde(expecting = "a clause in braces")]
struct ClauseFile {
    id: String,
    #[serde(deserialize_with = "word")]
    level: Level,
    #[serde(deserialize_with = "word")]
    outcome: Outcome,
}

/// One of a few words of results.
trait Word: Copy + 'static {
    const WORDS: &'static [Self];

    fn spell(self) -> &'static str;
}

macro_rules! words {
    ($($word:ident: $words:expr;)*) => { $(
        impl Word for $word {
            const WORDS: &'static [Self] = &$words;

            fn spell(self) -> &'static str {
                self.name()
            }
        }
    )* };
}

words! {
    Outcome: Outcome::ALL;
    Assurance: Assurance::ALL;
    Level: [Level::Must, Level::Should, Level::Best];
    Gap: [Gap::NotMet, Gap::NotShown, Gap::NotEvidenced];
    ClaimCheck: [ClaimCheck::Agrees, ClaimCheck::Overclaimed, ClaimCheck::Underclaimed, ClaimCheck::Unclaimed];
}

fn word<'de, D: Deserializer<'de>, T: Word>(from: D) -> Result<T, D::Error> {
    spelt(&String::deserialize(from)?)
}

fn gap<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Gap>, D::Error> {
    Option::<String>::deserialize(from)?.map(|word| spelt(&word)).transpose()
}

fn spelt<T: Word, E: serde::de::Error>(word: &str) -> Result<T, E> {
    let known = T::WORDS.iter().copied().find(|known| known.spell() == word);
    known.ok_or_else(|| {
        let words: Vec<String> = T::WORDS.iter().map(|known| format!("`{}`", known.spell())).collect();
        E::custom(format!("{} is none of {}", quote(word), words.join(", ")))
    })
}

fn date<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    parsed(&String::deserialize(from)?)
}

fn day_or_none<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    Option::<String>::deserialize(from)?.map(|text| parsed(&text)).transpose()
}

fn parsed<E: serde::de::Error>(text: &str) -> Result<Date, E> {
    Date::parse(text).ok_or_else(|| E::custom(format!("{} is no date", quote(text))))
}

impl AssessmentFile {
    fn assessed(self) -> Result<Assessed, String> {
        let mut seen = BTreeSet::new();
        let mut recommendations = Vec::new();
        for recommendation in self.recommendations {
            let recommendation = recommendation.recommended(self.as_of)?;
            if !seen.insert(recommendation.number) {
                return Err(format!("{} has `{}` twice", quote(&self.body), recommendation.number));
            }
            recommendations.push(recommendation);
        }
        let subject = Subject { body: self.body, kind: self.kind, pack: self.pack.id };
        let (version, as_of, asked) = (self.pack.version, self.as_of, self.assurance_asked);
        let assessed = Assessed { subject, version, as_of, asked, recommendations };
        self.summary.agrees_with(&assessed)?;
        Ok(assessed)
    }
}

impl SummaryFile {
    /// That it counts what the requirements come to.
    fn agrees_with(&self, assessed: &Assessed) -> Result<(), String> {
        let counts = [
            (Outcome::Met, self.met),
            (Outcome::NotMet, self.not_met),
            (Outcome::NotShown, self.not_shown),
            (Outcome::Departure, self.departure),
            (Outcome::NotApplicable, self.not_applicable),
        ];
        let counts = counts.map(|(outcome, said)| (outcome.name(), said, assessed.count(outcome)));
        let mut all = counts.into_iter().chain([("gaps", self.gaps, assessed.gaps())]);
        let Some((what, said, found)) = all.find(|(_, said, found)| said != found) else { return Ok(()) };
        Err(format!(
            "the summary of {} gives {said} as `{what}`, and its requirements come to {found}",
            quote(&assessed.subject.body)
        ))
    }
}

impl RecommendationFile {
    fn recommended(self, as_of: Date) -> Result<Recommended, String> {
        let number = RecommendationNumber::parse(&self.id);
        let number = number.ok_or_else(|| format!("{} is no id of a recommendation", quote(&self.id)))?;
        let (mut requirements, mut seen) = (Vec::new(), BTreeSet::new());
        for requirement in self.requirements {
            let requirement = requirement.required(number)?;
            if !seen.insert(requirement.number) {
                return Err(format!("`{}` is there twice", requirement.number));
            }
            requirements.push(requirement);
        }
        Ok(Recommended {
            number,
            is_past_due: is_past_due(number, self.due, self.timing.as_ref(), as_of)?,
            is_overclaimed: self.claim_check == ClaimCheck::Overclaimed,
            requirements,
        })
    }
}

/// Whether a deadline has passed, as the timing says that goes with it.
fn is_past_due(
    number: RecommendationNumber,
    due: Option<Date>,
    timing: Option<&TimingFile>,
    as_of: Date,
) -> Result<bool, String> {
    let expected = due.map(|due| claim::timing(due, as_of));
    let said = timing.map(|timing| (timing.state.as_str(), timing.days));
    if said == expected.map(|timing| (timing.name(), timing.days())) {
        return Ok(matches!(expected, Some(Timing::Overdue(_))));
    }
    let said = said.map_or("none".to_owned(), |(state, days)| format!("{} with {days} days", quote(state)));
    let due = due.map_or("it has no deadline".to_owned(), |due| format!("it is due on {due}"));
    Err(format!("the timing of `{number}` as of {as_of} is {said}, and {due}"))
}

impl RequirementFile {
    fn required(self, recommendation: RecommendationNumber) -> Result<Required, String> {
        let number =
            RequirementNumber::parse(&self.id).filter(|number| number.recommendation == recommendation);
        let number = number
            .ok_or_else(|| format!("{} is no id of a requirement of `{recommendation}`", quote(&self.id)))?;
        let fits = match self.gap {
            Some(Gap::NotMet) => self.outcome == Outcome::NotMet,
            Some(Gap::NotShown) => self.outcome == Outcome::NotShown,
            Some(Gap::NotEvidenced) => self.outcome == Outcome::Met,
            None => !matches!(self.outcome, Outcome::NotMet | Outcome::NotShown),
        };
        if !fits {
            return Err(format!("the outcome of `{number}` and its gap contradict each other"));
        }
        let prefix = format!("{number}.");
        let (mut clauses, mut seen) = (Vec::new(), BTreeSet::new());
        for ClauseFile { id, level, outcome } in self.clauses {
            if !id.starts_with(&prefix) || !seen.insert(id.clone()) {
                return Err(format!("{} is no clause of `{number}`, or is there twice", quote(&id)));
            }
            clauses.push(Answered { id, level, outcome });
        }
        Ok(Required {
            number,
            outcome: self.outcome,
            assurance: self.assurance,
            gap: self.gap,
            is_overclaimed: self.claim_check == ClaimCheck::Overclaimed,
            clauses,
        })
    }
}
