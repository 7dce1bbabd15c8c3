//! Writing files: each as a whole, or not at all.

use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

use super::input::{is_of_device, missing, reason};
use super::output::or_nobody_reads;
use super::path::shown;

/// How many links are followed; more are taken for a loop, as the systems do.
const LINKS: usize = 40;

/// The path without links and detours, as far as there is one already. A link may lead to a file that is not there yet.
pub fn destination(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        let Ok(target) = std::fs::read_link(&path) else { break };
        path = folder_of(&path).join(target);
    }
    match (folder_of(&path).canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.canonicalize().unwrap_or(path),
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes a file as a whole: to a temporary file beside it, which then takes its place. Where the path is a link, the
/// file that it leads to is written; a device or a pipe is written to directly, as nothing can take its place.
pub fn whole(path: &Path, text: &str) -> Result<(), String> {
    // Asked of the path itself: `/dev/stdout` leads to a pipe, and that to no path.
    let written = match std::fs::metadata(path) {
        Ok(found) if !found.is_file() && !found.is_dir() => directly(path, text),
        Err(error) if is_of_device(&error) => directly(path, text),
        _ => replace(&destination(path), text),
    };
    written.map_err(|error| format!("cannot write `{}`: {}", shown(path), reason(&error)))
}

fn directly(path: &Path, text: &str) -> io::Result<()> {
    let file = std::fs::OpenOptions::new().write(true).open(path);
    or_nobody_reads(file.and_then(|mut file| file.write_all(text.as_bytes())))
}

/// Adds to a file that others add to as well: in one piece, so that pieces do not mix, or not at all.
pub fn append(path: &Path, text: &str) -> Result<(), String> {
    // Windows would say that permission is denied.
    let opened = match path.is_dir() {
        true => Err(io::ErrorKind::IsADirectory.into()),
        false => std::fs::OpenOptions::new().append(true).create(true).open(path),
    };
    let written = opened.and_then(|mut file| {
        let before = file.metadata()?.len();
        let written = file.write_all(text.as_bytes());
        // A full disk may have had room for a part. It is taken back, unless another has added to it already.
        let ends = (file.stream_position(), file.metadata());
        if written.is_err() && matches!(ends, (Ok(ours), Ok(now)) if ours == now.len()) {
            let _ = file.set_len(before);
        }
        written
    });
    written.map_err(|error| format!("cannot write `{}`: {}", shown(path), reason(&error)))
}

/// Writes an assessment anew, as a whole: to a temporary file beside it, which then takes its place. Where the path is a
/// link, the file that it leads to is written.
///
/// # Errors
/// Why it cannot be written, in words: also where it is no longer what was read. The old file is then untouched.
pub fn rewrite(path: &Path, old: &str, new: &str) -> Result<(), String> {
    let failed = |error: &io::Error| format!("cannot write `{}`: {}", shown(path), reason(error));
    let target = std::fs::canonicalize(path).map_err(|error| failed(&error))?;
    // Replacing a file asks no leave of the file itself.
    std::fs::OpenOptions::new().write(true).open(&target).map_err(|error| failed(&error))?;
    let now = std::fs::read(&target).map_err(|error| failed(&error))?;
    if now != old.as_bytes() {
        return Err(format!("`{}` has changed since it was read, and was left alone", shown(path)));
    }
    replace(&target, new).map_err(|error| failed(&error))
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    beside(path, text, false)?.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A new file, whole on the disk beside the place that it is to take.
pub struct NewFile<'a> {
    path: &'a Path,
    file: tempfile::NamedTempFile,
}

impl NewFile<'_> {
    /// Writes it. A secret one is from its first moment on readable by its owner alone, on systems whose files have such
    /// modes.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn write<'a>(path: &'a Path, text: &str, secret: bool) -> io::Result<NewFile<'a>> {
        Ok(NewFile { path, file: beside(path, text, secret)? })
    }

    /// Lets it take its place. A file that is there already is only replaced where that is asked for.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn place(self, replace: bool) -> io::Result<()> {
        let NewFile { path, file } = self;
        let placed = if replace { file.persist(path) } else { file.persist_noclobber(path) };
        placed.map(drop).map_err(|error| error.error)
    }
}

/// A file that was moved aside to make room for a new one. It is lost when this is let go.
pub struct Aside {
    path: tempfile::TempPath,
}

impl Aside {
    /// Moves what is at this path to a hidden name beside it; nothing where there is nothing.
    ///
    /// # Errors
    /// Those of the file system, and `IsADirectory` for a folder.
    pub fn put(path: &Path) -> io::Result<Option<Aside>> {
        if path.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        if path.symlink_metadata().is_err() {
            return Ok(None);
        }
        let reserved = tempfile::Builder::new().prefix(".tipstaff-").tempfile_in(folder_of(path))?;
        let aside = reserved.into_temp_path();
        std::fs::rename(path, &aside)?;
        Ok(Some(Aside { path: aside }))
    }

    /// Moves it back.
    ///
    /// # Errors
    /// Those of the file system, with the path at which it now lies.
    pub fn put_back(self, path: &Path) -> Result<(), (PathBuf, io::Error)> {
        self.path.persist(path).map_err(|failed| {
            let now = failed.path.to_path_buf();
            // What could not be put back is not deleted either.
            let _ = failed.path.keep();
            (now, failed.error)
        })
    }
}

/// A temporary file in the same folder, which can take the place of `path`.
fn beside(path: &Path, text: &str, secret: bool) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".tipstaff-");
    // Who may read a report is for the user's own settings to say, not for those of temporary files.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(if secret { 0o600 } else { 0o666 }));
    let replaced = std::fs::metadata(path);
    if replaced.as_ref().is_ok_and(std::fs::Metadata::is_dir) {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let mut file = builder.tempfile_in(folder_of(path)).map_err(missing)?;
    // A file that is there already keeps who may read it, but for a secret that too many may.
    if let (Ok(replaced), false) = (replaced, secret) {
        file.as_file().set_permissions(replaced.permissions())?;
    }
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
}
