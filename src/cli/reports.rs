//! The formats of `tipstaff check`, and the files that its reports go to.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::output::{OutputArgs, Target};
use super::path::shown;
use super::store;
use crate::diagnostic::suggest;
use crate::report::csv::write as write_csv;
use crate::report::terminal::Style;
use crate::report::{Report, azure, github, gitlab, json, junit, markdown, narrated, sarif, tap, text};

/// Which reports to make of a check.
#[derive(Args, Clone, Debug)]
pub struct ReportArgs {
    /// How to print the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write another report to a file, in any format of `--format`; can be given several times
    #[arg(long, value_name = "FORMAT=FILE", value_parser = report_file)]
    report: Vec<ReportFile>,
    /// What says so.
    #[arg(skip = "--report")]
    named_by: &'static str,
    /// Append the report as Markdown to the file that `GITHUB_STEP_SUMMARY` names
    #[arg(long)]
    step_summary: bool,
}

/// A format of the report.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Format {
    /// For people at a terminal
    Text,
    /// In sentences, for screen readers
    Narrated,
    /// For programs
    Json,
    /// SARIF 2.1.0, for code scanning and viewers of findings
    Sarif,
    /// JUnit's XML, for continuous integration
    Junit,
    /// Annotations for GitHub Actions
    Github,
    /// A Code Quality report for GitLab
    Gitlab,
    /// Issues for Azure Pipelines
    Azure,
    /// The Test Anything Protocol, version 13
    Tap,
    /// For a pull request
    Markdown,
    /// Every clause as a row, for spreadsheets
    Csv,
}

impl Format {
    /// The word for it, as on the command line.
    pub(super) fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Narrated => "narrated",
            Format::Json => "json",
            Format::Sarif => "sarif",
            Format::Junit => "junit",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
            Format::Azure => "azure",
            Format::Tap => "tap",
            Format::Markdown => "markdown",
            Format::Csv => "csv",
        }
    }

    /// Whether the errors, which are said on standard error, are all that it would say of a run that checked nothing.
    fn is_of_errors_alone(self) -> bool {
        matches!(self, Format::Text | Format::Narrated)
    }

    fn write(self, report: &Report<'_>, style: Style, quiet: bool) -> Result<String, String> {
        let words = match self {
            Format::Text => Ok(text::write(report, style, quiet)),
            Format::Narrated => Ok(narrated::write(report, quiet)),
            Format::Json => json::write(report).map_err(|error| error.to_string()),
            Format::Sarif => sarif::write(report).map_err(|error| error.to_string()),
            Format::Junit => junit::write(report).map_err(|error| error.to_string()),
            Format::Github => Ok(github::write(report)),
            Format::Gitlab => gitlab::write(report).map_err(|error| error.to_string()),
            Format::Azure => Ok(azure::write(report)),
            Format::Tap => Ok(tap::write(report)),
            Format::Markdown => Ok(markdown::write(report, quiet)),
            Format::Csv => write_csv(report),
        };
        words.map_err(|error| format!("cannot put the report into words: {error}"))
    }
}

/// A report that goes to a file.
#[derive(Clone, Debug)]
pub struct ReportFile {
    /// The format.
    pub format: Format,
    /// The file.
    pub path: PathBuf,
}

/// `sarif=report.sarif`
fn report_file(text: &str) -> Result<ReportFile, String> {
    let (format, path) =
        text.split_once('=').ok_or("expected a format and a file, as in `sarif=report.sarif`")?;
    if path.is_empty() {
        return Err(format!("expected a file behind `{format}=`"));
    }
    let format = Format::from_str(format, false).map_err(|_| unknown(format))?;
    if path == "-" {
        return Err("`-` would be standard output, which `--format` is for: name a file".to_owned());
    }
    Ok(ReportFile { format, path: PathBuf::from(path) })
}

fn unknown(format: &str) -> String {
    let known: Vec<&str> = Format::value_variants().iter().map(|known| known.name()).collect();
    let help = suggest::did_you_mean(format, known.iter().copied())
        .unwrap_or_else(|| format!("there are {}", known.join(", ")));
    format!("there is no format `{format}`; {help}")
}

/// How much GitHub takes as the summary of a step, with all that is in it.
const SUMMARY_LIMIT: u64 = 1024 * 1024;

impl ReportArgs {
    /// Takes these files where the command line names none, and says whether it did.
    pub(super) fn take(&mut self, files: &[ReportFile]) -> bool {
        let takes = self.report.is_empty() && !files.is_empty();
        if takes {
            self.report = files.to_vec();
            self.named_by = "[reports]";
        }
        takes
    }

    /// Whether the report on standard output is read by people.
    pub fn is_for_people(&self) -> bool {
        matches!(self.format, Format::Text | Format::Narrated | Format::Markdown)
    }

    /// Whether the report on standard output is for a screen reader.
    pub fn is_in_sentences(&self) -> bool {
        self.format == Format::Narrated
    }

    /// The file that the summary of a step goes to, where that is asked for; empty where the environment names none.
    pub fn step_summary(&self) -> Option<PathBuf> {
        let named = || std::env::var_os("GITHUB_STEP_SUMMARY").map(PathBuf::from).unwrap_or_default();
        self.step_summary.then(named)
    }

    /// The files that reports go to besides standard output, or what replaces it.
    pub fn targets<'a>(&'a self, summary: Option<&'a Path>) -> impl Iterator<Item = Target<'a>> {
        let files = self.report.iter().map(|file| Target { path: &file.path, option: self.named_by });
        let summary = summary.filter(|path| !path.as_os_str().is_empty());
        files.chain(summary.map(|path| Target { path, option: "--step-summary" }))
    }

    /// Makes every report, and says in words which could not be written. One that cannot does not hinder the others.
    pub fn publish(&self, report: &Report<'_>, output: &OutputArgs, summary: Option<&Path>) -> Vec<String> {
        let printed = self.print(report, output);
        let files = self.report.iter().map(|file| {
            let words = file.format.write(report, output.style_of_file(), output.quiet)?;
            store::whole(&file.path, &words)
        });
        let summary = summary.map(|path| append_summary(report, path, output.quiet));
        std::iter::once(printed).chain(files).chain(summary).filter_map(Result::err).collect()
    }

    fn print(&self, report: &Report<'_>, output: &OutputArgs) -> Result<(), String> {
        // Without a single result there is nothing to tell people but the errors, which have been said.
        if report.checks.is_empty() && self.format.is_of_errors_alone() && output.target().is_none() {
            return Ok(());
        }
        output.publish(&self.format.write(report, output.style(), output.quiet)?)
    }
}

fn append_summary(report: &Report<'_>, path: &Path, quiet: bool) -> Result<(), String> {
    if path.as_os_str().is_empty() {
        return Err("cannot write the summary of the step: `GITHUB_STEP_SUMMARY` names no file".to_owned());
    }
    // What others have added counts as well. It may end in the middle of a line.
    let before = std::fs::metadata(path).map_or(0, |found| found.len());
    let fits = |words: &String| {
        let length = u64::try_from(words.len()).unwrap_or(u64::MAX);
        before.saturating_add(length) <= SUMMARY_LIMIT
    };
    let whole = || format!("\n{}", markdown::write(report, quiet));
    let short = || format!("\n{}", markdown::write(report, true));
    let heading = || format!("\n{}\n", markdown::heading(report));
    let words = Some(whole()).filter(&fits).or_else(|| Some(short()).filter(&fits));
    let words = words.or_else(|| Some(heading()).filter(&fits));
    let full = || format!("cannot add to `{}`: with the report it would be larger than 1 MiB", shown(path));
    store::append(path, &words.ok_or_else(full)?)
}
