//! Reports to standard output or to a file, diagnostics to standard error, colours where wanted.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::builder::{PathBufValueParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::Status;
use super::input::reason;
use super::path::{is_same, shown};
use super::store;
use crate::diagnostic::{Code, Diagnostic};
use crate::report::message::Message;
use crate::report::narrated;
use crate::report::page::Page;
use crate::report::terminal::{Artist, Style};
use crate::source::SourceMap;

/// Where a report goes, how much of it, and how it looks.
#[derive(Args, Default, Debug)]
pub struct OutputArgs {
    /// Write the report to a file instead of standard output
    #[arg(long, value_name = "FILE", value_parser = PathBufValueParser::new().try_map(file))]
    output: Option<PathBuf>,
    /// Print the summary alone
    #[arg(long, short)]
    pub quiet: bool,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    color: Color,
}

/// A file that is not standard output.
fn file(path: PathBuf) -> Result<PathBuf, &'static str> {
    let is_file = path.as_os_str() != "-";
    is_file.then_some(path).ok_or("`-` would be standard output, where the report goes without this option")
}

/// How many errors are drawn; the rest are counted.
const ERRORS: usize = 200;

impl OutputArgs {
    /// How to draw the report.
    pub fn style(&self) -> Style {
        match self.output {
            None => self.color.style(&io::stdout()),
            Some(_) => self.style_of_file(),
        }
    }

    /// How to draw a report that goes to a file.
    pub fn style_of_file(&self) -> Style {
        Style { color: self.color == Color::Always, ..Style::PLAIN }
    }

    /// The file that the report goes to, where it goes to one.
    pub fn target(&self) -> Option<Target<'_>> {
        Some(Target { path: self.output.as_deref()?, option: "--output" })
    }

    /// An error where the report would replace one of the files that it is about: those given, and all that were read.
    pub fn refuse_replacing(&self, given: &[PathBuf], sources: &SourceMap) -> Option<Diagnostic> {
        self.target()?.refuse_replacing(given, sources)
    }

    /// Prints the report, or writes it to the file that is asked for.
    ///
    /// # Errors
    /// What went wrong, in words.
    pub fn publish(&self, report: &str) -> Result<(), String> {
        match &self.output {
            None => say(report),
            Some(path) => store::whole(path, report),
        }
    }

    /// Says on standard error what is wrong with the input, drawn or in sentences.
    pub fn complain(&self, sources: &SourceMap, errors: &[Diagnostic], in_sentences: bool) {
        let messages: Vec<Message> = errors.iter().take(ERRORS).map(Message::from).collect();
        let words = if in_sentences {
            narrated::diagnostics(sources, &messages)
        } else {
            self.color.draw(sources, &messages)
        };
        conclude(&words, errors, "the input could not be used");
    }

    /// Says on standard error what is wrong, and what comes of it.
    pub fn refuse(&self, sources: &SourceMap, errors: &[Diagnostic], conclusion: &str) {
        let messages: Vec<Message> = errors.iter().take(ERRORS).map(Message::from).collect();
        conclude(&self.color.draw(sources, &messages), errors, conclusion);
    }

    /// Says on standard error what deserves a look and stops nothing.
    pub fn warn(&self, warnings: &[Diagnostic]) {
        let messages: Vec<Message> = warnings.iter().map(Message::from).collect();
        complain(&self.color.draw(&SourceMap::default(), &messages));
    }

    /// The file that the report goes to.
    pub fn file(&self) -> Option<&Path> {
        self.output.as_deref()
    }
}

/// How many errors were said, and what comes of them; nothing where there are none.
fn conclude(words: &str, errors: &[Diagnostic], conclusion: &str) {
    if errors.is_empty() {
        return;
    }
    let noun = if errors.len() == 1 { "error" } else { "errors" };
    let shown =
        if errors.len() > ERRORS { format!(" (the first {ERRORS} are shown)") } else { String::new() };
    complain(&format!("{words}{} {noun}{shown}: {conclusion}\n", errors.len()));
}

/// A file that is to be written, and the option that says so.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The file.
    pub path: &'a Path,
    /// The option.
    pub option: &'static str,
}

impl Target<'_> {
    /// An error where the file is one of those that the report is about: those given, and all that were read.
    pub fn refuse_replacing(self, given: &[PathBuf], sources: &SourceMap) -> Option<Diagnostic> {
        let output = self.path.canonicalize().ok()?;
        let read = sources.files().map(|(_, file)| Path::new(&file.name));
        let mut inputs = given.iter().map(PathBuf::as_path).chain(read);
        let input = inputs.find(|input| input.canonicalize().is_ok_and(|input| input == output))?;
        let message = format!("`{}` is read, and would be replaced by the report", shown(input));
        Some(Diagnostic::error(Code::Conflict, message).help(format!("give `{}` another file", self.option)))
    }

    /// An error where one of the files before this one is the same.
    pub fn refuse_twice(self, before: &[Target<'_>]) -> Option<Diagnostic> {
        before
            .iter()
            .find(|other| is_same(&store::destination(other.path), &store::destination(self.path)))?;
        let message = format!("two reports would be written to `{}`", shown(self.path));
        Some(Diagnostic::error(Code::Conflict, message).help("give each report a file of its own"))
    }
}

/// When to use colours.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Default, Debug)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// The messages as standard error shows them.
    fn draw(self, sources: &SourceMap, messages: &[Message]) -> String {
        let artist = Artist::new(sources, self.style(&io::stderr()));
        messages.iter().map(|message| format!("{}\n", artist.draw(message))).collect()
    }

    /// How to draw on a stream.
    fn style(self, stream: &impl IsTerminal) -> Style {
        let is_terminal = stream.is_terminal();
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let color = match self {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && !no_color,
        };
        let columns = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
        Style { color, width: if is_terminal { columns.clamp(40, 100) } else { Style::PLAIN.width } }
    }
}

/// Prints to standard output.
///
/// # Errors
/// What went wrong, in words.
pub fn say(text: &str) -> Result<(), String> {
    print(text).map_err(|error| format!("cannot write the report: {}", reason(&error)))
}

/// Writes a report to standard output.
///
/// A stream that was closed before the program began (`>&-`) cannot be told from `/dev/null`, which the standard library
/// opens in its place before any code of the program runs.
fn print(text: &str) -> io::Result<()> {
    let written = standard_output().and_then(|mut stream| {
        stream.write_all(text.as_bytes())?;
        stream.flush()
    });
    or_nobody_reads(written)
}

/// A reader that has gone away is no error: `tipstaff … | head`.
pub(super) fn or_nobody_reads(written: io::Result<()>) -> io::Result<()> {
    written.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}

/// The stream itself: the standard library's own handle reports success where the stream is only open for reading.
#[cfg(unix)]
fn standard_output() -> io::Result<impl Write> {
    use std::os::fd::AsFd;
    io::stdout().as_fd().try_clone_to_owned().map(std::fs::File::from)
}

#[cfg(not(unix))]
fn standard_output() -> io::Result<impl Write> {
    Ok(anstream::AutoStream::always(io::stdout().lock()))
}

/// Writes to standard error. Where even that fails there is nobody left to tell.
pub fn complain(text: &str) {
    let mut stream = anstream::AutoStream::always(io::stderr().lock());
    let _ = stream.write_all(text.as_bytes());
    let _ = stream.flush();
}

/// How a command has ended: as it says where its output was written. Where it was not, that is said.
pub fn ended(written: Result<(), String>, status: Status) -> Status {
    match written {
        Ok(()) => status,
        Err(message) => {
            fail(&message);
            Status::Failed
        }
    }
}

/// Says in words what has failed, in as many lines as they need.
pub fn fail(message: &str) {
    let mut page = Page::new(Style::PLAIN);
    page.wrap("", "  ", message);
    complain(&page.into_text());
}

/// The same in lines that are there already, each with an indentation of its own.
pub fn complain_in_lines(lines: &str) {
    let mut page = Page::new(Style::PLAIN);
    for line in lines.lines() {
        let words = line.trim_start_matches(' ');
        let indentation = " ".repeat(line.len().saturating_sub(words.len()));
        page.wrap(&indentation, &format!("{indentation}  "), words);
    }
    complain(&page.into_text());
}
