//! Writing: reports to standard output or to a file as a whole, diagnostics to standard error, colours where wanted.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::input::reason;
use crate::diagnostic::{Code, Diagnostic};
use crate::report::message::Message;
use crate::report::narrated;
use crate::report::terminal::{Artist, Style};
use crate::source::SourceMap;

/// Where a report goes, how much of it, and how it looks.
#[derive(Args, Debug)]
pub struct OutputArgs {
    /// Write the report to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Print the summary alone
    #[arg(long, short)]
    pub quiet: bool,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    color: Color,
}

/// How many errors are drawn; the rest are counted.
const ERRORS: usize = 200;

impl OutputArgs {
    /// How to draw the report.
    pub fn style(&self) -> Style {
        match self.output {
            None => self.color.style(&io::stdout()),
            Some(_) => Style { color: self.color == Color::Always, width: 80 },
        }
    }

    /// An error where the report would replace one of the files that it is about: those given, and all that were read.
    pub fn refuse_replacing(&self, given: &[PathBuf], sources: &SourceMap) -> Option<Diagnostic> {
        let output = self.output.as_deref()?.canonicalize().ok()?;
        let read = sources.files().map(|(_, file)| Path::new(&file.name));
        let mut inputs = given.iter().map(PathBuf::as_path).chain(read);
        let input = inputs.find(|input| input.canonicalize().is_ok_and(|input| input == output))?;
        let message = format!("`{}` is read, and would be replaced by the report", input.display());
        Some(Diagnostic::error(Code::Conflict, message).help("give `--output` another file"))
    }

    /// Prints the report, or writes it to the file that is asked for.
    ///
    /// # Errors
    /// What went wrong, in words.
    pub fn publish(&self, report: &str) -> Result<(), String> {
        match &self.output {
            None => print(report).map_err(|error| format!("cannot write the report: {}", reason(&error))),
            Some(path) => write_whole(path, report),
        }
    }

    /// Says on standard error what is wrong with the input, drawn or in sentences.
    pub fn complain(&self, sources: &SourceMap, errors: &[Diagnostic], in_sentences: bool) {
        if errors.is_empty() {
            return;
        }
        let messages: Vec<Message> = errors.iter().take(ERRORS).map(Message::from).collect();
        let words = if in_sentences {
            narrated::diagnostics(sources, &messages)
        } else {
            let artist = Artist::new(sources, self.color.style(&io::stderr()));
            messages.iter().map(|message| format!("{}\n", artist.draw(message))).collect()
        };
        let noun = if errors.len() == 1 { "error" } else { "errors" };
        let shown =
            if errors.len() > ERRORS { format!(" (the first {ERRORS} are shown)") } else { String::new() };
        complain(&format!("{words}{} {noun}{shown}: the input could not be used\n", errors.len()));
    }
}

/// When to use colours.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
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
        Style { color, width: if is_terminal { columns.clamp(40, 100) } else { 80 } }
    }
}

/// Writes a report to standard output. A reader that has gone away is no error.
///
/// A stream that was closed before the program began (`>&-`) cannot be told from `/dev/null`, which the standard library
/// opens in its place before any code of the program runs.
fn print(text: &str) -> io::Result<()> {
    let written = standard_output().and_then(|mut stream| {
        stream.write_all(text.as_bytes())?;
        stream.flush()
    });
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome,
    }
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

/// Writes a file as a whole: to a temporary file beside it, which then takes its place. Where the path is a link, the
/// file that it leads to is written; a device or a pipe is written to directly, as nothing can take its place.
fn write_whole(path: &Path, text: &str) -> Result<(), String> {
    let written = match std::fs::canonicalize(path) {
        Ok(target) if target.is_file() || target.is_dir() => replace(&target, text),
        Ok(target) => std::fs::OpenOptions::new()
            .write(true)
            .open(target)
            .and_then(|mut file| file.write_all(text.as_bytes())),
        Err(_) => replace(path, text),
    };
    written.map_err(|error| format!("cannot write `{}`: {}", path.display(), reason(&error)))
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".tipstaff-");
    // Who may read a report is for the user's own settings to say, not for those of temporary files.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
