//! Reading a folder of documents: only regular files that lie in it, and no more than could be meant.

use std::path::{Path, PathBuf};

use super::input::{is_utf16, open_folder, open_regular, read_limited, unreadable};
use super::path::shown;
use crate::diagnostic::{Code, Diagnostic};
use crate::digest::sha256_hex;
use crate::fingerprint::Wording;
use crate::verify::File;

/// A document is text that people read; anything larger is something else.
const FILE_LIMIT: u64 = 4 * 1024 * 1024;

/// All documents of a folder are held in memory together.
const FOLDER_LIMIT: usize = 32 * 1024 * 1024;

/// How many files and folders are looked at; a folder with more is not one of source documents.
const ENTRIES: usize = 2000;

/// What was found in a folder.
#[derive(Default)]
pub struct Folder {
    /// The files that are text, by name.
    pub files: Vec<File>,
    /// The names of the others, each with the reason.
    pub passed_over: Vec<(String, String)>,
}

/// Reads every text below a folder. Hidden files and folders are left alone.
pub fn read(folder: &Path, errors: &mut Vec<Diagnostic>) -> Folder {
    let mut found = Folder::default();
    let mut size = 0_usize;
    for path in listed(folder, errors) {
        let name = name(folder, &path);
        match read_text(&path) {
            Err(error) => errors.push(error),
            Ok(Err(reason)) => found.passed_over.push((name, reason)),
            Ok(Ok(text)) => {
                size = size.saturating_add(text.len());
                if size > FOLDER_LIMIT {
                    let message = format!("the files in `{}` are larger than 32 MiB", shown(folder));
                    errors.push(Diagnostic::error(Code::TooLarge, message).help("is it the right folder?"));
                    break;
                }
                let sha256 = sha256_hex(text.as_bytes());
                found.files.push(File { name, sha256, wording: Wording::of(&text) });
            }
        }
    }
    found.files.sort_by(|a, b| a.name.cmp(&b.name));
    found.passed_over.sort();
    found
}

/// The path inside the folder, with forward slashes.
fn name(folder: &Path, path: &Path) -> String {
    shown(path.strip_prefix(folder).unwrap_or(path))
}

/// Every file below the folder, in the order of the paths.
fn listed(folder: &Path, errors: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut pending = vec![folder.to_owned()];
    let mut seen = 0_usize;
    while let Some(next) = pending.pop() {
        let entries = match open_folder(&next) {
            Ok(entries) => entries,
            Err(error) => {
                errors.push(unreadable(&next, &error));
                continue;
            }
        };
        for entry in entries {
            seen = seen.saturating_add(1);
            if seen > ENTRIES {
                let message = format!("`{}` holds more than {ENTRIES} files", shown(folder));
                errors.push(Diagnostic::error(Code::TooLarge, message).help("is it the right folder?"));
                return Vec::new();
            }
            match entry.and_then(|entry| Ok((entry.file_type()?, entry))) {
                Err(error) => errors.push(unreadable(&next, &error)),
                Ok((_, entry)) if entry.file_name().to_string_lossy().starts_with('.') => {}
                Ok((kind, entry)) if kind.is_dir() => pending.push(entry.path()),
                Ok((_, entry)) => found.push(entry.path()),
            }
        }
    }
    found.sort();
    found
}

/// The text of a file, or why it is passed over.
fn read_text(path: &Path) -> Result<Result<String, String>, Diagnostic> {
    let failed = |error: std::io::Error| unreadable(path, &error);
    if std::fs::symlink_metadata(path).map_err(failed)?.is_symlink() {
        // Where it leads is either in the folder, and read there, or not to be read.
        return Ok(Err("it is a link".to_owned()));
    }
    let file = open_regular(path).map_err(failed)?;
    let bytes = read_limited(file, FILE_LIMIT).map_err(failed)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > FILE_LIMIT) {
        return Ok(Err("it is larger than 4 MiB".to_owned()));
    }
    if is_utf16(&bytes) {
        return Ok(Err("it is UTF-16 text; save it as UTF-8".to_owned()));
    }
    if bytes.contains(&0) {
        return Ok(Err("it is not text: it holds NUL characters".to_owned()));
    }
    Ok(String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned()))
}
