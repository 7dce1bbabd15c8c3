//! Files beside an assessment: evidence and extracts, inside its folder and with the digest that it gives.

use std::sync::Arc;

use super::error::SupportError;
use super::path;
use crate::document::field::text;
use crate::document::{Item, Mistakes, Table};
use crate::pack::field::sha256;
use crate::source::Span;
use crate::tables::extract::ReadAt;

/// The files beside an assessment. The command line implements it, so that this module touches no files. Each path
/// has been checked as it is written; links that lead out of the folder are for the implementation to refuse.
pub trait AssessmentFiles {
    /// SHA-256, in lower-case hexadecimal, of the file at a path relative to the assessment's folder.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn sha256(&self, path: &str) -> Result<String, FileProblem>;

    /// The bytes of the extract at a path relative to the assessment's folder, in blocks.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn extract(&self, path: &str) -> Result<Blocks<'_>, FileProblem>;

    /// The same extract, to be read at any place. Unless it is implemented, the file is taken into memory.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn open(&self, path: &str) -> Result<Arc<dyn ReadAt>, FileProblem> {
        let bytes: Result<Vec<Vec<u8>>, FileProblem> = self.extract(path)?.collect();
        Ok(Arc::new(bytes?.concat()))
    }
}

/// The bytes of a file in blocks of any size, or why the next one cannot be read.
pub type Blocks<'f> = Box<dyn Iterator<Item = Result<Vec<u8>, FileProblem>> + 'f>;

/// Why a file beside an assessment cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FileProblem {
    /// There is no such file.
    Missing,
    /// A link leads out of the assessment's folder.
    Outside,
    /// It is there and cannot be read, with the reason.
    Unreadable(String),
}

impl FileProblem {
    /// What is wrong with the file, to stand behind its name.
    pub fn in_words(&self) -> String {
        match self {
            FileProblem::Missing => "is not there".to_owned(),
            FileProblem::Outside => "is a link that leads out of the assessment's folder".to_owned(),
            FileProblem::Unreadable(reason) => format!("cannot be read: {reason}"),
        }
    }
}

/// A file that an assessment names, and the digest that it gives.
pub(super) struct NamedFile {
    /// The path as written, which stays in the folder.
    pub(super) path: String,
    /// The `file` line.
    pub(super) span: Span,
    expected: Option<(String, Span)>,
}

impl NamedFile {
    /// Takes `file` and `sha256` of a table; nothing where there is no file, or none that is accepted.
    pub(super) fn take(table: &mut Table, errors: &mut Mistakes) -> Option<NamedFile> {
        let file = table.take("file");
        let digest = table.take("sha256");
        let digest_span = digest.as_ref().map(Item::span);
        let digest = digest.and_then(|item| sha256(item, errors));
        let Some(file) = file else {
            if let Some(span) = digest_span {
                errors.push(SupportError::DigestWithoutFile { span });
            }
            return None;
        };
        Some(NamedFile { expected: digest.zip(digest_span), ..NamedFile::of(file, errors)? })
    }

    /// The file that a path names, without a digest.
    pub(super) fn of(item: Item, errors: &mut Mistakes) -> Option<NamedFile> {
        let span = item.span();
        let path = text(item, errors)?;
        if let Err(problem) = path::check(&path) {
            errors.push(SupportError::PathNotAccepted { path: &path, problem, span });
            return None;
        }
        Some(NamedFile { path, span, expected: None })
    }

    /// What `read` makes of the file, or nothing where it cannot be read.
    pub(super) fn read<T>(
        &self,
        read: impl FnOnce(&str) -> Result<T, FileProblem>,
        errors: &mut Mistakes,
    ) -> Option<T> {
        let read = read(&self.path);
        read.map_err(|problem| {
            errors.push(SupportError::FileNotRead { path: &self.path, problem, span: self.span });
        })
        .ok()
    }

    /// The digest that the assessment gives, where it gives one.
    pub(super) fn expected_digest(&self) -> Option<&str> {
        self.expected.as_ref().map(|(digest, _)| digest.as_str())
    }

    /// Whether the digest of the file is the one that the assessment gives, where it gives one.
    pub(super) fn has_digest(&self, found: &str, errors: &mut Mistakes) -> bool {
        match &self.expected {
            Some((expected, span)) if expected != found => {
                let (path, given) = (self.path.as_str(), expected.as_str());
                errors.push(SupportError::DigestDiffers { path, given, found, span: *span });
                false
            }
            _ => true,
        }
    }
}
