//! Assessments that a command is given: read with their packs, and evaluated.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::SystemTime;

use clap::{Args, ValueEnum};

use super::input::{self, AssessmentFolder};
use super::output::Target;
use super::packs::{self, Packs};
use super::path::shown;
use crate::assessment::{self, Assessment, Handling};
use crate::diagnostic::{self, Code, Diagnostic, quote};
use crate::digest::KeyedHash;
use crate::evaluate::outcome::{Question, evaluate_swept};
use crate::evaluate::sweep;
use crate::evaluate::verdict::Evaluation;
use crate::pack::rule::Pack;
use crate::pack::{Date, Duration, Slots};
use crate::report::{Check, problems, warnings};
use crate::source::{FileId, SourceMap};
use crate::tables::Redaction;
use crate::vocabulary::{Assurance, Unit};

/// By which rules assessments are evaluated, for which day, and how much support they need.
#[derive(Args, Clone, Debug)]
pub struct QuestionArgs {
    /// A folder with a pack to use instead of the built-in one that the assessment names
    #[arg(long, value_name = "DIR")]
    pub rules: Option<PathBuf>,
    /// The day of the check, or `today`, instead of the assessment's own
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
    /// How well a met requirement must be supported, instead of what the pack asks for
    #[arg(long, value_enum)]
    pub assurance: Option<Assurance>,
}

impl ValueEnum for Assurance {
    fn value_variants<'a>() -> &'a [Assurance] {
        &Assurance::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.name()))
    }
}

/// The day that an argument gives.
pub fn date(text: &str) -> Result<Date, String> {
    let date = if text == "today" { today() } else { Date::parse(text) };
    date.ok_or_else(|| "expected a date such as 2026-10-31, or `today`".to_owned())
}

/// The day by the clock of the machine, in UTC, so that every runner means the same.
#[expect(clippy::disallowed_methods, reason = "only the command line reads the clock")]
fn today() -> Option<Date> {
    const SECONDS_A_DAY: u64 = 24 * 60 * 60;
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let days = i64::try_from(since.as_secs().checked_div(SECONDS_A_DAY)?).ok()?;
    Date::new(1970, 1, 1)?.checked_add(Duration::of(days, Unit::Days)?)
}

/// Which rows of extracts a command needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowsKept {
    /// Those that a report names. The others are asked while they are read, and let go.
    Asked,
    /// All, so that each can be asked again.
    All,
}

/// How keys of records are shown.
#[derive(Args, Clone, Default, Debug)]
pub struct RedactArgs {
    /// Show keys of records as hashes, made with the secret in this file: 16 bytes or more
    #[arg(long, value_name = "FILE")]
    redact: Option<PathBuf>,
}

impl RedactArgs {
    /// The file of the secret, where one is given.
    pub fn file(&self) -> impl Iterator<Item = &PathBuf> {
        self.redact.iter()
    }

    fn redaction(&self) -> Result<Redaction, Diagnostic> {
        const SHORTEST: usize = 16;
        let Some(path) = &self.redact else { return Ok(Redaction::default()) };
        let secret = Some(input::read_secret(path)?).filter(|secret| secret.len() >= SHORTEST);
        secret.and_then(|secret| KeyedHash::of(&secret)).map(Redaction::by).ok_or_else(|| {
            let message = format!("`{}` holds fewer than {SHORTEST} bytes", shown(path));
            Diagnostic::error(Code::Conflict, message)
                .help("put a long random text there: a short one can be guessed")
        })
    }
}

/// How the records of assessments are read.
pub struct HowRead {
    /// Which of their rows are kept.
    pub rows: RowsKept,
    /// How their keys are shown.
    pub redact: RedactArgs,
}

impl From<RowsKept> for HowRead {
    fn from(rows: RowsKept) -> HowRead {
        HowRead { rows, redact: RedactArgs::default() }
    }
}

/// Every assessment that could be evaluated, and why the others could not.
pub struct Submissions {
    /// The text of every file that was read.
    pub sources: SourceMap,
    /// The assessments that could be read, whatever is wrong with them.
    pub assessments: Vec<FileId>,
    /// What could be evaluated, in the order of the files given.
    pub evaluated: Vec<Evaluated>,
    /// The names of the files that could not be.
    pub unusable: Vec<String>,
    /// Why the others could not be, in the order of their places.
    pub errors: Vec<Diagnostic>,
    /// Whether the output may be written: not over a file that was read, and not where standard input was asked for twice.
    pub may_publish: bool,
}

/// An assessment that could be evaluated, with its pack.
pub struct Evaluated {
    /// The rules.
    pub pack: Rc<Pack>,
    /// What was stated.
    pub assessment: Assessment,
    /// What came out.
    pub evaluation: Evaluation,
    /// Warnings about the rules and the assessment themselves.
    warnings: Vec<Diagnostic>,
}

impl Evaluated {
    /// The same as reports take it, with all warnings.
    pub fn to_check<'a>(&'a self, sources: &'a SourceMap) -> Check<'a> {
        let mut check = Check {
            sources,
            pack: &self.pack,
            assessment: &self.assessment,
            evaluation: &self.evaluation,
            warnings: self.warnings.clone(),
        };
        let found = warnings::of(&check);
        check.warnings.extend(found);
        check
    }
}

impl Submissions {
    /// Reads and evaluates each file, before reports are written to others. What is wrong with one never hides what came
    /// of the others.
    pub fn read<'t>(
        files: &[PathBuf],
        question: &QuestionArgs,
        how: impl Into<HowRead>,
        targets: impl IntoIterator<Item = Target<'t>>,
    ) -> Submissions {
        let HowRead { rows, redact } = how.into();
        let mut errors = Vec::new();
        // Without the secret nothing is read, so that no key is shown.
        let redaction = redact.redaction().map_err(|error| errors.push(error));
        let files = if redaction.is_ok() { files } else { &[] };
        let redaction = redaction.unwrap_or_default();
        let mut reading = Reading {
            sources: SourceMap::default(),
            packs: Packs::new(question.rules.clone()),
            assessments: Vec::new(),
            opened: redact.file().cloned().collect(),
            errors,
        };
        let (mut evaluated, mut unusable) = (Vec::new(), Vec::new());
        for file in files {
            match reading.evaluate(file, question, (rows, &redaction)) {
                Some(one) => evaluated.push(one),
                None => unusable.push(input::name(file)),
            }
        }
        let targets: Vec<Target<'_>> = targets.into_iter().collect();
        let conflicts = reading.conflicts(files, &targets);
        let may_publish = conflicts.is_empty();
        let Reading { sources, assessments, mut errors, .. } = reading;
        errors.extend(conflicts);
        diagnostic::sort(&mut errors);
        Submissions { sources, assessments, evaluated, unusable, errors, may_publish }
    }

    /// Gives every file the name that it has from its own folder on: the assessments from that of each, rules from that
    /// of their pack. Results then are the same bytes wherever the folders lie and however their paths are written.
    pub fn name_from_own_folders(&mut self, rules: Option<&Path>) {
        let renamed = self.sources.files().map(|(id, file)| {
            let name = match rules {
                _ if self.assessments.contains(&id) => last_part(&file.name),
                Some(folder) => packs::name_inside(folder, &file.name),
                None => file.name.clone(),
            };
            (id, name)
        });
        for (id, name) in renamed.collect::<Vec<_>>() {
            self.sources.rename(id, name);
        }
    }

    /// The one pack of all assessments; nothing where none could be evaluated.
    ///
    /// # Errors
    /// A diagnostic where they are of several packs.
    pub fn only_pack(&self, help: &str) -> Result<Option<&Pack>, Diagnostic> {
        let mut packs = self.evaluated.iter().map(|evaluated| &*evaluated.pack);
        let first = packs.next();
        let other = packs.find(|other| first.is_some_and(|first| other.digest != first.digest));
        match (first, other) {
            (Some(first), Some(other)) => {
                let [one, other] = [first, other].map(|pack| quote(&pack.manifest.id));
                let message = format!("the assessments are of different packs, {one} and {other}");
                Err(Diagnostic::error(Code::Conflict, message).help(help))
            }
            _ => Ok(first),
        }
    }

    /// What there is to say of bodies that several assessments of the same pack are of: their files, and whose they are.
    pub fn of_same_body(&self) -> Vec<String> {
        let mut files: BTreeMap<(&str, &str, &str), Vec<String>> = BTreeMap::new();
        for Evaluated { pack, assessment, .. } in &self.evaluated {
            let whose = (assessment.body.as_str(), assessment.kind.as_str(), pack.manifest.id.as_str());
            files.entry(whose).or_default().push(quote(&self.sources.file(assessment.file).name));
        }
        let several = files.into_iter().filter(|(_, files)| files.len() > 1);
        let message = |((body, kind, pack), files): ((&str, &str, &str), Vec<String>)| {
            let all = if files.len() == 2 { "both" } else { "all" };
            format!("{} are {all} of {} ({kind}), by {}", files.join(" and "), quote(body), quote(pack))
        };
        several.map(message).collect()
    }

    /// Every file of rules and of the catalogue: name and text.
    pub fn rule_files(&self) -> Vec<(&str, &str)> {
        let files = self.sources.files().filter(|(id, _)| !self.assessments.contains(id));
        files.map(|(_, file)| (file.name.as_str(), file.text.as_str())).collect()
    }

    /// What could be evaluated, as reports take it.
    pub fn checks(&self) -> Vec<Check<'_>> {
        self.evaluated.iter().map(|evaluated| evaluated.to_check(&self.sources)).collect()
    }
}

fn last_part(path: &str) -> String {
    Path::new(path).file_name().map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
}

/// What has been read so far.
struct Reading {
    sources: SourceMap,
    packs: Packs,
    assessments: Vec<FileId>,
    /// The evidence and extracts that have been opened, and the secret.
    opened: Vec<PathBuf>,
    errors: Vec<Diagnostic>,
}

impl Reading {
    /// No file that is read must be replaced by a report, no two reports go to one file, and standard input can be read
    /// only once.
    fn conflicts(&self, files: &[PathBuf], targets: &[Target<'_>]) -> Vec<Diagnostic> {
        let read: Vec<PathBuf> = files.iter().chain(&self.opened).cloned().collect();
        let of_targets = targets.iter().enumerate().flat_map(|(place, target)| {
            let replaced = target.refuse_replacing(&read, &self.sources);
            let twice = target.refuse_twice(targets.get(..place).unwrap_or_default());
            replaced.into_iter().chain(twice)
        });
        let twice = files.iter().filter(|file| input::is_standard_input(file)).count() > 1;
        let twice = twice.then(|| Diagnostic::error(Code::Conflict, "standard input is given twice"));
        of_targets.chain(twice).collect()
    }

    fn evaluate(
        &mut self,
        path: &Path,
        asked: &QuestionArgs,
        (rows, redaction): (RowsKept, &Redaction),
    ) -> Option<Evaluated> {
        let text = match input::read_text(path) {
            Ok(text) => text,
            Err(error) => {
                self.errors.push(error);
                return None;
            }
        };
        let file = self.sources.add(input::name(path), text);
        self.assessments.push(file);
        let (submission, diagnostics) = assessment::read(file, &self.sources.file(file).text);
        self.keep_errors(diagnostics);
        let submission = submission?;
        let pack = self.packs.get(&submission, &mut self.sources, &mut self.errors)?;
        let folder = AssessmentFolder::of(path);
        let leave = match rows {
            RowsKept::Asked => sweep::tables(&pack),
            RowsKept::All => Slots::new(&pack.tables, |_| false),
        };
        let handling = Handling { leave, redaction: redaction.clone() };
        let (unfinished, diagnostics) = assessment::load_leaving(submission, &pack, &folder, &handling);
        let mut warnings = self.keep_errors(diagnostics);
        let swept = unfinished.and_then(|unfinished| {
            let (swept, diagnostics) = sweep::sweep(&pack, unfinished, &folder, asked.as_of);
            warnings.extend(self.keep_errors(diagnostics));
            swept
        });
        self.opened.extend(folder.into_opened());
        let (assessment, swept) = swept?;
        let question = Question {
            as_of: asked.as_of.unwrap_or(assessment.as_of),
            assurance: asked.assurance.unwrap_or(pack.manifest.assurance),
        };
        let evaluation = evaluate_swept(&pack, &assessment, question, swept);
        let impossible = problems::of(&pack, &evaluation);
        let possible = impossible.is_empty();
        self.errors.extend(impossible);
        possible.then_some(Evaluated { pack, assessment, evaluation, warnings })
    }

    /// Keeps the errors and gives the warnings back.
    fn keep_errors(&mut self, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let (errors, warnings) = diagnostics.into_iter().partition(Diagnostic::is_error);
        self.errors.extend::<Vec<Diagnostic>>(errors);
        warnings
    }
}
