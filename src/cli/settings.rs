//! `tipstaff.toml`: what a run of `tipstaff check` is to do where the command line does not say it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::input;
use super::path::shown;
use super::reports::{Format, ReportFile};
use crate::assessment;
use crate::diagnostic::{Code, Diagnostic, quote, suggest};
use crate::document::field::{list_of, table, text, word};
use crate::document::{self, Item, Mistakes, Node, Table};
use crate::pack::rule::{Pack, RecommendationNumber, RequirementNumber};
use crate::report::gate::{FailOn, Weight, Weights};
use crate::source::{SourceMap, Span};
use crate::vocabulary::Assurance;

/// The name of the file; one of this name that is no assessment is passed over without a word.
pub const SETTINGS: &str = "tipstaff.toml";

/// Where settings come from.
#[derive(Args, Debug)]
pub struct SettingsArgs {
    /// A file with settings, instead of `tipstaff.toml` in the current folder
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Use no settings, even where there is a `tipstaff.toml`
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
}

/// What the file says.
#[derive(Debug)]
pub struct SettingsFile {
    /// The file, as messages name it.
    pub path: PathBuf,
    text: String,
    /// The assessments to check: files, folders and patterns, from its folder on.
    pub files: Vec<PathBuf>,
    /// A folder with a pack.
    pub rules: Option<PathBuf>,
    /// What fails the gate.
    pub fail_on: Vec<FailOn>,
    /// How well a met requirement must be supported.
    pub assurance: Option<Assurance>,
    /// The result to compare with.
    pub baseline: Option<PathBuf>,
    /// Reports to write.
    pub reports: Vec<ReportFile>,
    severity: Vec<(String, Span, Weight)>,
}

/// A file with settings that cannot be used, and why.
pub struct Unusable {
    /// The file.
    pub path: PathBuf,
    /// The text that places are in.
    pub sources: SourceMap,
    /// What is wrong.
    pub errors: Vec<Diagnostic>,
}

impl SettingsArgs {
    /// The settings that are asked for, or that are there. No folder but the current one is looked into.
    ///
    /// # Errors
    /// All that is wrong with the file.
    pub fn read(&self) -> Result<Option<SettingsFile>, Unusable> {
        let found = || Some(PathBuf::from(SETTINGS)).filter(|path| path.symlink_metadata().is_ok());
        let path = self.config.clone().or_else(|| if self.no_config { None } else { found() });
        let Some(path) = path else { return Ok(None) };
        let mut sources = SourceMap::default();
        let text = match input::read_text(&path) {
            Ok(text) => text,
            Err(error) => return Err(Unusable { path, sources, errors: vec![error] }),
        };
        let file = sources.add(input::name(&path), text.as_str());
        let (settings, errors) =
            document::read(file, &text, |root, errors| settings(root, &path, &text, errors));
        settings.map(Some).ok_or(Unusable { path, sources, errors })
    }
}

impl SettingsFile {
    /// The folder that its paths start in.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// Whether it sets the severity of any requirement.
    pub fn has_severity(&self) -> bool {
        !self.severity.is_empty()
    }

    /// The weights of requirements. Every name must be of a requirement of a pack that is used; where none is, none can
    /// be checked.
    pub fn weights(&self, packs: &[&Pack], sources: &mut SourceMap, errors: &mut Vec<Diagnostic>) -> Weights {
        let numbers: BTreeSet<RequirementNumber> =
            packs.iter().flat_map(|pack| pack.requirements.iter().map(|one| one.number)).collect();
        let mut weights = Weights::default();
        let mut unknown = Vec::new();
        for (id, span, weight) in &self.severity {
            match RequirementNumber::parse(id).filter(|number| numbers.contains(number)) {
                Some(number) => drop(weights.0.insert(number, *weight)),
                None => unknown.push((id, *span)),
            }
        }
        if !packs.is_empty() && !unknown.is_empty() {
            let file = sources.add(input::name(&self.path), self.text.as_str());
            errors.extend(
                unknown.into_iter().map(|(id, span)| no_requirement(id, Span { file, ..span }, &numbers)),
            );
        }
        weights
    }
}

fn no_requirement(id: &str, span: Span, numbers: &BTreeSet<RequirementNumber>) -> Diagnostic {
    let ids: Vec<String> = numbers.iter().map(RequirementNumber::to_string).collect();
    let recommendation = RecommendationNumber::parse(id);
    let own = numbers.iter().filter(|number| Some(number.recommendation) == recommendation);
    let own: Vec<String> = own.map(|number| format!("`{number}`")).collect();
    let help = if own.is_empty() {
        suggest::did_you_mean(id, ids.iter().map(String::as_str))
    } else {
        Some(format!("name its requirements: {}", own.join(", ")))
    };
    let message = format!("the rules of this run have no requirement {}", quote(id));
    Diagnostic::error(Code::UnknownRequirement, message).label(span, "named here").maybe_help(help)
}

fn settings(mut root: Table, path: &Path, text: &str, errors: &mut Mistakes) -> Option<SettingsFile> {
    if assessment::is_meant(&root) {
        let message = format!("{} is an assessment, and holds no settings", quote(&shown(path)));
        let help = "give it another name, or leave it out as settings with `--no-config`";
        let error = Diagnostic::error(Code::Conflict, message).label(root.span, "read as settings");
        errors.push(error.help(help));
        return None;
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let files = root.optional("files", some_of(text_as_path), errors);
    let rules = root.optional("rules", paths(folder), errors);
    let fail_on = root.optional(
        "fail_on",
        some_of(|item, errors: &mut Mistakes| word(&FailOn::ALL, FailOn::name)(item, errors)),
        errors,
    );
    let assurance = root.optional("assurance", word(&Assurance::ALL, Assurance::name), errors);
    let baseline = root.optional("baseline", paths(folder), errors);
    let severity = root.optional("severity", table, errors).map(|table| severity(table, errors));
    let reports = root.optional("reports", table, errors).map(|table| reports(table, folder, errors));
    root.finish(errors);
    Some(SettingsFile {
        path: path.to_owned(),
        text: text.to_owned(),
        files: files.unwrap_or_default(),
        rules,
        fail_on: fail_on.unwrap_or_default(),
        assurance,
        baseline,
        reports: reports.unwrap_or_default(),
        severity: severity.unwrap_or_default(),
    })
}

/// A list that is not empty.
fn some_of<T>(
    read: impl FnMut(Item, &mut Mistakes) -> Option<T>,
) -> impl FnOnce(Item, &mut Mistakes) -> Option<Vec<T>> {
    move |item, errors| {
        if matches!(&item.value.node, Node::List(parts) if parts.is_empty()) {
            item.reject("a list of at least one", errors);
            return None;
        }
        list_of(read)(item, errors)
    }
}

/// What the folder of the settings is put before later: with a pattern it is no plain path.
fn text_as_path(item: Item, errors: &mut Mistakes) -> Option<PathBuf> {
    text(item, errors).map(PathBuf::from)
}

/// A path from the folder of the settings on.
fn paths(folder: &Path) -> impl Fn(Item, &mut Mistakes) -> Option<PathBuf> {
    let folder = folder.to_owned();
    move |item, errors| Some(folder.join(text(item, errors)?))
}

/// A path from the folder of the settings on, which is not standard output.
fn report_path(folder: &Path) -> impl Fn(Item, &mut Mistakes) -> Option<PathBuf> {
    let folder = folder.to_owned();
    move |item, errors| {
        if matches!(&item.value.node, Node::Text(text) if text == "-") {
            item.reject("a file, as standard output is for `--format`", errors);
            return None;
        }
        Some(folder.join(text(item, errors)?))
    }
}

fn severity(table: Table, errors: &mut Mistakes) -> Vec<(String, Span, Weight)> {
    let mut read = Vec::new();
    for item in table.into_items() {
        if matches!(item.value.node, Node::Table(_)) {
            let message = format!("{} should be a severity in quotes, not a table", quote(&item.name));
            let help = "the id of a requirement has a dot, so write it in quotes: `\"R4.2\"`";
            let error =
                Diagnostic::error(Code::TomlUnexpected, message).label(item.key_span, "opens a table");
            errors.push(error.help(help));
            continue;
        }
        let (id, span) = (item.name.clone(), item.key_span);
        let weight = word(&Weight::ALL, Weight::name)(item, errors);
        read.extend(weight.map(|weight| (id, span, weight)));
    }
    read
}

fn reports(mut table: Table, folder: &Path, errors: &mut Mistakes) -> Vec<ReportFile> {
    let mut reports = Vec::new();
    for format in Format::value_variants() {
        let path = table.optional(format.name(), report_path(folder), errors);
        reports.extend(path.map(|path| ReportFile { format: *format, path }));
    }
    table.finish(errors);
    reports
}
