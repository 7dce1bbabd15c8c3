//! The JSON of a result, read strictly: its format, every word, every id, and nobody twice.

use std::collections::BTreeSet;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::{Answered, Assessed, Recommended, Required, Results, Subject};
use crate::diagnostic::quote;
use crate::evaluate::verdict::{ClaimCheck, Gap};
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
    let assessments: Vec<Assessed> =
        file.assessments.into_iter().map(AssessmentFile::assessed).collect::<Result<_, _>>()?;
    let mut seen = BTreeSet::new();
    for Assessed { subject, .. } in &assessments {
        if !seen.insert(subject) {
            return Err(format!("it has two assessments of {} by `{}`", quote(&subject.body), subject.pack));
        }
    }
    Ok(Results { assessments })
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
    recommendations: Vec<RecommendationFile>,
}

#[derive(Deserialize)]
#[serde(expecting = "a pack in braces")]
struct PackFile {
    id: String,
    version: String,
}

#[derive(Deserialize)]
#[serde(expecting = "a recommendation in braces")]
struct RecommendationFile {
    id: String,
    timing: Option<TimingFile>,
    #[serde(deserialize_with = "word")]
    claim_check: ClaimCheck,
    requirements: Vec<RequirementFile>,
}

#[derive(Deserialize)]
#[serde(expecting = "a timing in braces")]
struct TimingFile {
    #[serde(deserialize_with = "word")]
    state: TimingState,
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
    TimingState: [TimingState::DueIn, TimingState::DueToday, TimingState::Overdue];
}

/// Where a deadline stood, without the days.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TimingState {
    DueIn,
    DueToday,
    Overdue,
}

impl TimingState {
    fn name(self) -> &'static str {
        match self {
            TimingState::DueIn => "due_in",
            TimingState::DueToday => "due_today",
            TimingState::Overdue => "overdue",
        }
    }
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
    let text = String::deserialize(from)?;
    Date::parse(&text).ok_or_else(|| D::Error::custom(format!("{} is no date", quote(&text))))
}

impl AssessmentFile {
    fn assessed(self) -> Result<Assessed, String> {
        let mut seen = BTreeSet::new();
        let mut recommendations = Vec::new();
        for recommendation in self.recommendations {
            let recommendation = recommendation.recommended()?;
            if !seen.insert(recommendation.number) {
                return Err(format!("{} has `{}` twice", quote(&self.body), recommendation.number));
            }
            recommendations.push(recommendation);
        }
        let subject = Subject { body: self.body, kind: self.kind, pack: self.pack.id };
        let (version, as_of, asked) = (self.pack.version, self.as_of, self.assurance_asked);
        Ok(Assessed { subject, version, as_of, asked, recommendations })
    }
}

impl RecommendationFile {
    fn recommended(self) -> Result<Recommended, String> {
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
            is_past_due: self.timing.is_some_and(|timing| timing.state == TimingState::Overdue),
            is_overclaimed: self.claim_check == ClaimCheck::Overclaimed,
            requirements,
        })
    }
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
