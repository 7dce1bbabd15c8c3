//! `tipstaff check`: assessments against rules, a report, and a gate.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Status;
use super::baseline::{self, BaselineArgs};
use super::files::{self, Found};
use super::input;
use super::output::{self, OutputArgs, Target};
use super::path::shown;
use super::reports::ReportArgs;
use super::settings::{SettingsArgs, SettingsFile, Unusable};
use super::store;
use super::submissions::{HowRead, QuestionArgs, RedactArgs, RowsKept, Submissions};
use crate::diagnostic::{Code, Diagnostic};
use crate::pack::rule::Pack;
use crate::report::Report;
use crate::report::gate::{Baseline, FailOn, Settings};
use crate::results::Results;
use crate::source::SourceMap;

/// What `tipstaff check` is asked to do.
#[derive(Args, Debug)]
pub struct CheckArgs {
    /// Assessments to check: files, folders, patterns such as `'forces/*.toml'`; `-` is standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    question: QuestionArgs,
    #[command(flatten)]
    reports: ReportArgs,
    /// What fails the gate [default: gap]
    #[arg(long, value_enum, value_delimiter = ',', value_name = "LIST")]
    fail_on: Vec<FailOn>,
    #[command(flatten)]
    redact: RedactArgs,
    #[command(flatten)]
    baseline: BaselineArgs,
    #[command(flatten)]
    settings: SettingsArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl ValueEnum for FailOn {
    fn value_variants<'a>() -> &'a [FailOn] {
        &FailOn::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.name()))
    }
}

/// Checks every file, prints one report or several, and complains about what could not be used.
pub fn run(arguments: &CheckArgs) -> Status {
    match arguments.settings.read() {
        Ok(settings) => Run::of(arguments, settings.as_ref()).check(),
        Err(unusable) => arguments.give_up(unusable),
    }
}

impl CheckArgs {
    fn complain(&self, sources: &SourceMap, errors: &[Diagnostic]) {
        self.output.complain(sources, errors, self.reports.is_in_sentences());
    }

    /// Where the settings cannot be used, nothing is checked. The reports that the command line names are written all
    /// the same, with the errors, so that those of an earlier run do not pass for this one's.
    fn give_up(&self, unusable: Unusable) -> Status {
        let Unusable { path, sources, mut errors } = unusable;
        let summary = self.reports.step_summary();
        let targets: Vec<Target<'_>> =
            self.output.target().into_iter().chain(self.reports.targets(summary.as_deref())).collect();
        // Which files must not be replaced is known once they have been read.
        let found = files::find(&self.files, Path::new(""));
        let how = HowRead { rows: RowsKept::Asked, redact: self.redact.clone() };
        let read = Submissions::read(&found.files, &self.question, how, targets.iter().copied());
        let others: Vec<PathBuf> =
            self.baseline.path(None).into_iter().chain([&*path]).map(Path::to_owned).collect();
        let others = targets.iter().filter_map(|target| target.refuse_replacing(&others, &sources));
        let refused = read.errors.into_iter().filter(|error| error.code == Code::Conflict);
        let refused: Vec<Diagnostic> = refused.chain(others).collect();
        let may_publish = read.may_publish && refused.is_empty();
        errors.extend(refused);
        self.complain(&sources, &errors);
        if may_publish {
            let report = Report::new(&sources, Vec::new(), &errors);
            let unwritten = self.reports.publish(&report, &self.output, summary.as_deref());
            unwritten.iter().for_each(|message| output::fail(message));
        }
        Status::Failed
    }
}

/// What is to be done: what the command line says, then what the settings say, then what is usual.
struct Run<'a> {
    arguments: &'a CheckArgs,
    settings: Option<&'a SettingsFile>,
    /// The keys of the settings that decided something.
    decide: Vec<&'static str>,
    files: Vec<PathBuf>,
    /// What these stand for.
    found: Found,
    /// Whether the baseline is that of all files that the settings list, and some of them are left out.
    is_part: bool,
    question: QuestionArgs,
    reports: ReportArgs,
    fail_on: Vec<FailOn>,
    baseline: Option<&'a Path>,
}

impl<'a> Run<'a> {
    fn of(arguments: &'a CheckArgs, settings: Option<&'a SettingsFile>) -> Run<'a> {
        let baseline = arguments.baseline.path(settings.and_then(|settings| settings.baseline.as_deref()));
        let mut run = Run {
            arguments,
            settings,
            decide: Vec::new(),
            files: arguments.files.clone(),
            found: Found::default(),
            is_part: false,
            question: arguments.question.clone(),
            reports: arguments.reports.clone(),
            fail_on: arguments.fail_on.clone(),
            baseline,
        };
        if let Some(settings) = settings {
            run.follow(settings);
        }
        if run.fail_on.is_empty() {
            run.fail_on = vec![FailOn::DEFAULT];
        }
        let mut named = BTreeSet::new();
        run.fail_on.retain(|fail_on| named.insert(*fail_on));
        let of_settings = settings.filter(|_| run.decide.contains(&"files"));
        let folder = of_settings.map_or(Path::new(""), SettingsFile::folder);
        run.found = files::find(&run.files, folder);
        run.is_part = settings.is_some_and(|settings| run.leaves_some_out(settings));
        run
    }

    /// Takes from the settings what the command line leaves open.
    fn follow(&mut self, settings: &'a SettingsFile) {
        let decide = &mut self.decide;
        let mut decides = |key: &'static str, decides: bool| {
            decide.extend(decides.then_some(key));
            decides
        };
        if decides("files", self.files.is_empty() && !settings.files.is_empty()) {
            self.files.clone_from(&settings.files);
        }
        if decides("rules", self.question.rules.is_none() && settings.rules.is_some()) {
            self.question.rules.clone_from(&settings.rules);
        }
        if decides("fail_on", self.fail_on.is_empty() && !settings.fail_on.is_empty()) {
            self.fail_on.clone_from(&settings.fail_on);
        }
        if decides("assurance", self.question.assurance.is_none() && settings.assurance.is_some()) {
            self.question.assurance = settings.assurance;
        }
        decides("severity", settings.has_severity());
        decides("baseline", !self.arguments.baseline.is_named() && settings.baseline.is_some());
        decides("reports", self.reports.take(&settings.reports));
    }

    fn check(&self) -> Status {
        let arguments = self.arguments;
        let summary = self.reports.step_summary();
        let targets: Vec<Target<'_>> =
            arguments.output.target().into_iter().chain(self.reports.targets(summary.as_deref())).collect();
        let updated = self.baseline.filter(|_| arguments.baseline.update_baseline);
        let updated = updated.map(|path| Target { path, option: "--baseline" });
        let how = HowRead { rows: RowsKept::Asked, redact: arguments.redact.clone() };
        let mut read =
            Submissions::read(&self.found.files, &self.question, how, targets.iter().copied().chain(updated));
        arguments.output.warn(&self.found.warnings());
        let conflicts = self.conflicts(&targets, updated);
        read.may_publish &= conflicts.is_empty();
        read.errors.extend(conflicts.into_iter().chain(self.found.errors.iter().cloned()));
        if self.files.is_empty() {
            let help = "name files, folders or patterns, or list them under `files` in `tipstaff.toml`";
            read.errors.push(Diagnostic::error(Code::NothingFound, "no assessment is given").help(help));
        }
        let is_once = self.has_each_body_once(&mut read);
        let earlier = self.earlier(&mut read.errors).filter(|_| is_once);
        let weights = self.settings.map(|settings| {
            let packs: Vec<&Pack> = read.evaluated.iter().map(|one| &*one.pack).collect();
            settings.weights(&packs, &mut read.sources, &mut read.errors)
        });
        let mut errors = std::mem::take(&mut read.errors);
        let report = Report {
            unusable: &read.unusable,
            fail_on: self.fail_on.clone(),
            weights: weights.unwrap_or_default(),
            settings: self.settings_used(),
            ..Report::new(&read.sources, read.checks(), &[])
        };
        let (baseline, written) = self.held_against(&report, earlier.as_ref(), &mut errors);
        if !self.reports.is_for_people() {
            let notes = baseline.iter().flat_map(|baseline| &baseline.comparison.notes);
            let notes = notes.map(|note| Diagnostic::warning(Code::BaselineCare, note.as_str()));
            arguments.output.warn(&notes.collect::<Vec<_>>());
        }
        arguments.complain(&read.sources, &errors);
        if !read.may_publish {
            return Status::Failed;
        }
        let report = Report { baseline, errors: &errors, ..report };
        self.publish(&report, written.as_deref(), summary.as_deref())
    }

    /// Whether the settings name a baseline of all their files, and the command line leaves some of them out. Where it
    /// cannot be said which files those are, they may have been left out.
    fn leaves_some_out(&self, settings: &SettingsFile) -> bool {
        let decides = |key| self.decide.contains(&key);
        if settings.files.is_empty() || !decides("baseline") || decides("files") {
            return false;
        }
        let all = files::find(&settings.files, settings.folder());
        !all.errors.is_empty() || !self.found.has_all_of(&all)
    }

    /// Whether no two assessments are of the same body. Where there is a baseline, which knows bodies by name, it is an
    /// error, and else deserves a look.
    fn has_each_body_once(&self, read: &mut Submissions) -> bool {
        let same = read.of_same_body();
        let is_once = same.is_empty();
        if self.baseline.is_some() {
            let help = "a baseline has each body once: take one of the files out, or correct its `body`";
            let errors = same.into_iter().map(|one| Diagnostic::error(Code::SameBody, one).help(help));
            read.errors.extend(errors);
        } else {
            let help = "both count; is one of them an old copy?";
            let warnings = same.into_iter().map(|one| Diagnostic::warning(Code::SameBody, one).help(help));
            self.arguments.output.warn(&warnings.collect::<Vec<_>>());
        }
        is_once
    }

    /// No report takes the place of the settings or of the baseline.
    fn conflicts(&self, targets: &[Target<'_>], updated: Option<Target<'_>>) -> Vec<Diagnostic> {
        let baseline = self.baseline.filter(|_| updated.is_none());
        let settings = self.settings.map(|settings| settings.path.as_path());
        let read: Vec<PathBuf> = baseline.into_iter().chain(settings).map(Path::to_owned).collect();
        let targets = targets.iter().copied().chain(updated);
        targets.filter_map(|target| target.refuse_replacing(&read, &SourceMap::default())).collect()
    }

    /// The earlier result to compare with, where there is one.
    fn earlier(&self, errors: &mut Vec<Diagnostic>) -> Option<Results> {
        let Some(path) = self.baseline else {
            if self.arguments.baseline.update_baseline {
                let help = "name it with `--baseline`, or as `baseline` in `tipstaff.toml`";
                let error = Diagnostic::error(Code::Conflict, "there is no baseline to update");
                errors.push(error.help(help));
            }
            return None;
        };
        if self.arguments.baseline.update_baseline && self.is_part {
            let message = format!("`{}` is the baseline of more files than are checked now", shown(path));
            let help = "update it without naming files, so that all of `files` in `tipstaff.toml` are checked, or name another with `--baseline`";
            errors.push(Diagnostic::error(Code::Conflict, message).help(help));
            return None;
        }
        self.arguments.baseline.read(path).unwrap_or_else(|error| {
            errors.push(error);
            None
        })
    }

    /// What is different from the earlier result, and the text of a new baseline.
    fn held_against(
        &self,
        report: &Report<'_>,
        earlier: Option<&Results>,
        errors: &mut Vec<Diagnostic>,
    ) -> (Option<Baseline>, Option<String>) {
        if earlier.is_none() && !self.arguments.baseline.update_baseline {
            return (None, None);
        }
        let path = self.baseline.unwrap_or(Path::new(""));
        let text = baseline::text_of(report);
        let text = text.map_err(|error| errors.push(error)).ok();
        let compared = text.as_deref().zip(earlier).map(|(text, earlier)| {
            baseline::compared(report, text, (path, earlier), self.is_part)
                .map_err(|error| errors.push(error))
                .ok()
        });
        (compared.flatten(), text.filter(|_| self.arguments.baseline.update_baseline))
    }

    fn settings_used(&self) -> Option<Settings> {
        let settings = self.settings?;
        Some(Settings { file: input::name(&settings.path), decide: self.decide.clone() })
    }

    /// Writes every report and, where all could be checked, the new baseline.
    fn publish(&self, report: &Report<'_>, baseline: Option<&str>, summary: Option<&Path>) -> Status {
        let mut unwritten = self.reports.publish(report, &self.arguments.output, summary);
        if let (Some(text), Some(path), true) = (baseline, self.baseline, report.errors.is_empty()) {
            unwritten.extend(store::whole(path, text).err());
        }
        unwritten.iter().for_each(|message| output::fail(message));
        match (report.errors.is_empty() && unwritten.is_empty(), report.gate().passed) {
            (false, _) => Status::Failed,
            (true, true) => Status::Passed,
            (true, false) => Status::NotPassed,
        }
    }
}
