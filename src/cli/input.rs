//! Reading files: bounded, only regular files, and never outside the folder that they belong to.

use std::cell::RefCell;
use std::fs::{File, ReadDir};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::path::shown;
use super::progress::Progress;
use crate::assessment::{AssessmentFiles, Blocks, FileProblem, ReadAt};
use crate::diagnostic::{Code, Diagnostic};
use crate::digest::Sha256Stream;

/// Rule files, manifests and assessments are written by people; anything larger is a wrong file.
pub const TEXT_LIMIT: u64 = 16 * 1024 * 1024;

/// Results are written by programs, for as many bodies as there are.
const RESULT_LIMIT: u64 = 256 * 1024 * 1024;

/// The text of a result, which is a file.
///
/// # Errors
/// A diagnostic that names the file, where it is missing, no regular file, too large or not UTF-8.
pub fn read_result(path: &Path) -> Result<String, Diagnostic> {
    let bytes = open_regular(path).and_then(|file| read_limited(file, RESULT_LIMIT));
    to_text(path, bytes, RESULT_LIMIT)
}

/// The text of a file; `-` is standard input.
///
/// # Errors
/// A diagnostic that names the file, where it is missing, no regular file, too large or not UTF-8.
pub fn read_text(path: &Path) -> Result<String, Diagnostic> {
    let bytes = if is_standard_input(path) {
        read_limited(io::stdin().lock(), TEXT_LIMIT)
    } else {
        read_regular(path)
    };
    to_text(path, bytes, TEXT_LIMIT)
}

fn to_text(path: &Path, bytes: io::Result<Vec<u8>>, limit: u64) -> Result<String, Diagnostic> {
    let bytes = bytes.map_err(|error| unreadable(path, &error))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > limit) {
        let message = format!("`{}` is larger than {} MiB", shown(path), limit >> 20);
        return Err(Diagnostic::error(Code::TooLarge, message).help("is it the right file?"));
    }
    String::from_utf8(bytes)
        .map_err(|error| not_utf8(path, error.as_bytes(), error.utf8_error().valid_up_to()))
}

/// The secret in a file, without spaces and line ends around it, which editors add.
///
/// # Errors
/// A diagnostic that names the file, where it is missing, no regular file or too large.
pub fn read_secret(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    const LIMIT: u64 = 4096;
    let read = open_regular(path).and_then(|file| read_limited(file, LIMIT));
    let bytes = read.map_err(|error| unreadable(path, &error))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LIMIT) {
        let message = format!("`{}` is larger than 4 KiB", shown(path));
        return Err(Diagnostic::error(Code::TooLarge, message).help("is it the right file?"));
    }
    Ok(bytes.trim_ascii().to_vec())
}

/// What messages and results call a file.
pub fn name(path: &Path) -> String {
    if is_standard_input(path) { "<standard input>".to_owned() } else { shown(path) }
}

/// Whether a path stands for standard input.
pub fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The files below a folder that end in `.extension`, in the order of their paths. Links to folders are not followed.
///
/// # Errors
/// A diagnostic that names the folder that cannot be listed.
pub fn files_below(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Diagnostic> {
    let mut found = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(folder) = pending.pop() {
        let listed = open_folder(&folder).map_err(|error| unreadable(&folder, &error))?;
        for entry in listed {
            let entry = entry.map_err(|error| unreadable(&folder, &error))?;
            let kind = entry.file_type().map_err(|error| unreadable(&entry.path(), &error))?;
            if kind.is_dir() {
                pending.push(entry.path());
            } else if entry.path().extension().is_some_and(|found| found == extension) {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// What a message says of a file that cannot be read.
pub fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("cannot read `{}`: {}", shown(path), reason(error));
    Diagnostic::error(Code::Unreadable, message)
}

/// The reason, in the same words on every system and in every language of one; what has none of ours is told in the
/// system's, without its number.
pub fn reason(error: &io::Error) -> String {
    use io::ErrorKind as Kind;
    let known = match error.kind() {
        _ if is_held(error) => "another program has it open",
        Kind::NotFound => "there is no such file or folder",
        Kind::AlreadyExists => "it is there already",
        Kind::PermissionDenied => "permission is denied",
        Kind::IsADirectory => "it is a folder",
        Kind::NotADirectory => "it is not a folder",
        Kind::InvalidFilename => "the system takes no such name",
        Kind::StorageFull => "no space left on device",
        Kind::QuotaExceeded => "disk quota exceeded",
        Kind::FileTooLarge => "file too large",
        Kind::ReadOnlyFilesystem => "read-only file system",
        Kind::ResourceBusy => "another program is using it",
        Kind::TimedOut | Kind::NetworkDown | Kind::NetworkUnreachable | Kind::HostUnreachable => {
            "its drive cannot be reached"
        }
        _ => {
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or(&text);
            return text.trim_end_matches(['.', '\r', '\n']).to_lowercase();
        }
    };
    known.to_owned()
}

/// Windows lets a program keep others from a file that it has open, as those for spreadsheets do.
fn is_held(error: &io::Error) -> bool {
    // A sharing violation, and a lock violation.
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

/// Whether this is what Windows answers where it is asked about a device, such as `NUL`, as if that were a file: that
/// the function, the handle or the parameter is wrong.
pub fn is_of_device(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(1 | 6 | 87))
}

/// That there is no such file, where a system has another word for it: the path leads through a file, or no file can
/// have the name. A path with a NUL character never reaches the system.
pub fn missing(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename => io::ErrorKind::NotFound.into(),
        io::ErrorKind::InvalidInput if error.raw_os_error().is_none() => io::ErrorKind::NotFound.into(),
        _ => error,
    }
}

/// Opens a folder to list it.
///
/// # Errors
/// Those of the file system, and `NotADirectory` for what is no folder, which not every system calls so.
pub fn open_folder(path: &Path) -> io::Result<ReadDir> {
    if std::fs::metadata(path).map_err(missing)?.is_dir() {
        std::fs::read_dir(path)
    } else {
        Err(io::ErrorKind::NotADirectory.into())
    }
}

/// Opens a regular file; a device or pipe could be read without end.
///
/// # Errors
/// Those of the file system, and `InvalidInput` for what is no regular file.
pub fn open_regular(path: &Path) -> io::Result<File> {
    let is_file = match std::fs::metadata(path) {
        Ok(kind) if kind.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        Ok(kind) => kind.is_file(),
        Err(error) if is_of_device(&error) => false,
        Err(error) => return Err(missing(error)),
    };
    if !is_file {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a device or a pipe, not a file"));
    }
    File::open(path)
}

fn read_regular(path: &Path) -> io::Result<Vec<u8>> {
    read_limited(open_regular(path)?, TEXT_LIMIT)
}

/// One byte more than the limit, so that a file beyond it can be told.
///
/// # Errors
/// Those of the file system.
pub fn read_limited(reader: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether a text says that it is UTF-16, as some editors save it.
pub fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff])
}

fn not_utf8(path: &Path, bytes: &[u8], valid_up_to: usize) -> Diagnostic {
    let utf16 = is_utf16(bytes);
    let what = if utf16 { "is UTF-16 text" } else { "is not UTF-8 text" };
    let line = bytes.iter().take(valid_up_to).filter(|byte| **byte == b'\n').count().saturating_add(1);
    let place = if utf16 { String::new() } else { format!(", first on line {line}") };
    Diagnostic::error(Code::NotUtf8, format!("`{}` {what}{place}", shown(path))).help("save it as UTF-8")
}

/// The folder of an assessment: the only place that its evidence may lie in.
pub struct AssessmentFolder {
    folder: PathBuf,
    /// The files that have been opened, so that no report replaces one of them.
    opened: RefCell<Vec<PathBuf>>,
}

impl AssessmentFolder {
    /// The folder that holds this assessment; the current folder for one from standard input.
    pub fn of(assessment: &Path) -> AssessmentFolder {
        let parent = assessment.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = parent.filter(|_| !is_standard_input(assessment));
        AssessmentFolder { folder: parent.unwrap_or(Path::new(".")).to_owned(), opened: RefCell::default() }
    }

    /// The files that have been opened.
    pub fn into_opened(self) -> Vec<PathBuf> {
        self.opened.into_inner()
    }

    /// Whether the files on the way to this path, and the one at its end, are called exactly so. Windows also finds them
    /// by names in other cases, with dots and spaces behind, and by names of devices, which no other system would.
    fn is_called(&self, path: &str) -> bool {
        let mut folder = self.folder.clone();
        path.split('/').filter(|part| !matches!(*part, "" | ".")).all(|part| {
            let listed = std::fs::read_dir(&folder);
            folder.push(part);
            listed.is_ok_and(|entries| entries.flatten().any(|entry| entry.file_name() == part))
        })
    }

    /// Opens the regular file at a path in the folder.
    fn open(&self, path: &str) -> Result<File, FileProblem> {
        if cfg!(windows) && !self.is_called(path) {
            return Err(FileProblem::Missing);
        }
        let found = self.folder.join(path).canonicalize();
        let inside = self
            .folder
            .canonicalize()
            .and_then(|folder| found.map(|found| (found.starts_with(folder), found)))
            .map_err(missing);
        match inside {
            Ok((false, _)) => Err(FileProblem::Outside),
            Ok((true, found)) => {
                let file = open_regular(&found).map_err(|error| problem(&error))?;
                self.opened.borrow_mut().push(found);
                Ok(file)
            }
            Err(error) => Err(problem(&error)),
        }
    }
}

fn problem(error: &io::Error) -> FileProblem {
    match error.kind() {
        io::ErrorKind::NotFound => FileProblem::Missing,
        _ => FileProblem::Unreadable(reason(error)),
    }
}

impl AssessmentFiles for AssessmentFolder {
    fn sha256(&self, path: &str) -> Result<String, FileProblem> {
        digest(self.open(path)?).map_err(|error| problem(&error))
    }

    fn extract(&self, path: &str) -> Result<Blocks<'_>, FileProblem> {
        let mut file = self.open(path)?;
        let length = file.metadata().map_err(|error| problem(&error))?.len();
        let mut progress = Progress::of(path, length);
        Ok(Box::new(std::iter::from_fn(move || {
            let block = block(&mut file).map_err(|error| problem(&error));
            block.iter().for_each(|block| progress.advance(block.len()));
            block.map(|block| (!block.is_empty()).then_some(block)).transpose()
        })))
    }

    fn open(&self, path: &str) -> Result<Arc<dyn ReadAt>, FileProblem> {
        let file = self.open(path)?;
        let length = file.metadata().map_err(|error| problem(&error))?.len();
        Ok(Arc::new(OpenFile { length, reading: Mutex::new((file, Progress::of(path, length))) }))
    }
}

/// A file that is read at many places, by one thread at a time.
struct OpenFile {
    length: u64,
    reading: Mutex<(File, Progress)>,
}

impl ReadAt for OpenFile {
    fn length(&self) -> u64 {
        self.length
    }

    fn read_at(&self, place: u64, buffer: &mut [u8]) -> Result<(), String> {
        let (file, progress) = &mut *self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let read = file.seek(SeekFrom::Start(place)).and_then(|_| file.read_exact(buffer));
        progress.advance(buffer.len());
        read.map_err(|error| reason(&error))
    }
}

/// How much of an extract is read at a time.
const BLOCK: u64 = 1 << 18;

/// The next bytes of a file; none at its end.
fn block(file: &mut File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(BLOCK).unwrap_or_default());
    file.take(BLOCK).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The digest of a file of any size, read in pieces.
fn digest(mut file: File) -> io::Result<String> {
    let mut digest = Sha256Stream::default();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(digest.finish()),
            Ok(length) => digest.update(buffer.get(..length).unwrap_or(&buffer)),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
