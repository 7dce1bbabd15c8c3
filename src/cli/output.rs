//! Writing: reports to standard output or to a file as a whole, diagnostics to standard error, colours where wanted.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use clap::ValueEnum;

use super::input::reason;
use crate::report::terminal::Style;

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
    pub fn style(self, stream: &impl IsTerminal) -> Style {
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
/// # Errors
/// Those of the stream.
pub fn print(text: &str) -> io::Result<()> {
    let mut stream = anstream::AutoStream::always(io::stdout().lock());
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome,
    }
}

/// Writes to standard error. Where even that fails there is nobody left to tell.
pub fn complain(text: &str) {
    let mut stream = anstream::AutoStream::always(io::stderr().lock());
    let _ = stream.write_all(text.as_bytes());
    let _ = stream.flush();
}

/// Writes a file as a whole: to a temporary file beside it, which then takes its place. Where the path is a link, the
/// file that it leads to is written; a device or a pipe is written to directly, as nothing can take its place.
///
/// # Errors
/// What went wrong, naming the file.
pub fn write_whole(path: &Path, text: &str) -> Result<(), String> {
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
