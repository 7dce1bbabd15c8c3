//! `tipstaff trend`: results of several days, one after the other.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::{self, OutputArgs};
use super::{Status, baseline, files};
use crate::report::trend::csv::write as write_csv;
use crate::report::trend::{Selection, Trend, markdown, svg, text};
use crate::source::SourceMap;

/// What `tipstaff trend` is asked to do.
#[derive(Args, Debug)]
#[command(mut_arg("quiet", |option| option.help("Print no notes")))]
#[command(after_help = "\
Exit status: 0 printed; 2 some result cannot be used, or they do not go together, and nothing is printed.")]
pub struct TrendArgs {
    /// Results of `tipstaff check --format json`, in any order: files, patterns such as `'results/*.json'`
    #[arg(required = true, value_name = "RESULT")]
    files: Vec<PathBuf>,
    /// Tell of this body alone; can be given several times
    #[arg(long, value_name = "NAME")]
    body: Vec<String>,
    /// Tell of each body on its own, instead of all together
    #[arg(long)]
    per_body: bool,
    /// How to print the trend
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    output: OutputArgs,
}

/// A format of the trend.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Format {
    /// For people at a terminal
    Text,
    /// For a report or a pull request
    Markdown,
    /// For spreadsheets
    Csv,
    /// As a drawing
    Svg,
}

/// Puts the results in the order of their days.
pub fn run(arguments: &TrendArgs) -> Status {
    let (sources, output) = (SourceMap::default(), &arguments.output);
    let mut errors = Vec::new();
    let files = files::results(&arguments.files).unwrap_or_else(|unfound| {
        errors.extend(unfound);
        Vec::new()
    });
    errors.extend(output.refuse_replacing(&files, &sources));
    let mut results = Vec::new();
    for file in &files {
        match baseline::read(file) {
            Ok(result) => results.push(result),
            Err(error) => errors.push(error),
        }
    }
    let selection = Selection { bodies: &arguments.body, per_body: arguments.per_body };
    let trend = if errors.is_empty() { Trend::of(&results, &selection) } else { Err(errors) };
    let trend = match trend {
        Ok(trend) if output.quiet => Trend { notes: Vec::new(), ..trend },
        Ok(trend) => trend,
        Err(errors) => {
            output.refuse(&sources, &errors, "there is no trend to show");
            return Status::Failed;
        }
    };
    let written = match arguments.format {
        Format::Text => Ok(text::write(&trend, output.style())),
        Format::Markdown => Ok(markdown::write(&trend)),
        Format::Csv => write_csv(&trend).map_err(|error| format!("cannot put the trend into words: {error}")),
        Format::Svg => svg::write(&trend).map_err(|error| error.to_string()),
    };
    output::ended(written.and_then(|written| output.publish(&written)), Status::Passed)
}
