//! Extracts that an assessment names.

use std::sync::{Arc, Mutex, PoisonError};

use super::Assessment;
use super::error::{OtherExtract, RecordError};
use super::file::{AssessmentFiles, FileProblem, NamedFile};
use super::recorded::RecordedExtract;
use crate::diagnostic::Diagnostic;
use crate::digest::Sha256Stream;
use crate::document::Mistakes;
use crate::pack::rule::{Pack, Table};
use crate::pack::{Date, Id, Slots};
use crate::source::Span;
use crate::tables::extract::{Contents, ReadAt};
use crate::tables::{Extract, KeyIndex, Records, Redaction};

/// What is to become of the rows of extracts.
#[derive(Clone, Debug)]
pub struct Handling {
    /// Tables of which extracts are to be left, for whoever reads them later.
    pub leave: Slots<Table, bool>,
    /// How their keys are shown.
    pub redaction: Redaction,
}

impl Handling {
    /// All rows are kept, and keys are shown as they are.
    pub fn keep(pack: &Pack) -> Handling {
        Handling { leave: Slots::new(&pack.tables, |_| false), redaction: Redaction::default() }
    }
}

/// An assessment of which some extracts have not been read yet.
pub struct Unfinished {
    /// The assessment without their rows, where nothing is wrong with it.
    pub assessment: Option<Assessment>,
    /// The rows of all other tables.
    pub records: Arc<Records>,
    /// Those rows by their keys.
    pub keys: KeyIndex,
    /// The extracts, in the order of their tables.
    pub extracts: Vec<NamedExtract>,
}

/// A file of records that an assessment names.
pub struct NamedExtract {
    /// The table whose rows it holds.
    pub table: Id<Table>,
    pub(super) file: NamedFile,
    pub(super) dated: Option<Date>,
    /// Whether it may lack rows.
    pub sample: bool,
    pub(super) span: Span,
    pub(super) redaction: Redaction,
    /// What the assessment has recorded of the table by this name.
    pub(super) recorded: Option<(String, RecordedExtract)>,
}

impl NamedExtract {
    /// Has the file read, and says what file it was; with warnings, where it is not the one that was recorded.
    ///
    /// # Errors
    /// That it cannot be read, or that it is not the file of which the assessment gives the digest.
    pub fn read<T>(
        &self,
        files: &dyn AssessmentFiles,
        read: impl FnOnce(Contents<'_>) -> T,
    ) -> Result<(T, Extract, Vec<Diagnostic>), Vec<Diagnostic>> {
        let mut errors = Mistakes::default();
        let read = self.try_read(files, read, &mut errors);
        let diagnostics = errors.into_diagnostics();
        match read {
            Some((made, extract)) => Ok((made, extract, diagnostics)),
            None => Err(diagnostics),
        }
    }

    pub(super) fn try_read<T>(
        &self,
        files: &dyn AssessmentFiles,
        read: impl FnOnce(Contents<'_>) -> T,
        errors: &mut Mistakes,
    ) -> Option<(T, Extract)> {
        let mut blocks = self.file.read(|path| files.extract(path), errors)?;
        let mut digest = Sha256Stream::default();
        let failed = Failed::default();
        let mut readable = std::iter::from_fn(|| match blocks.next()? {
            Ok(block) => {
                digest.update(&block);
                Some(block)
            }
            Err(problem) => {
                failed.note(problem);
                None
            }
        })
        .fuse();
        let mut open = || match files.open(&self.file.path) {
            Ok(file) => {
                let watched: Arc<dyn ReadAt> = Arc::new(Watched { file, failed: failed.clone() });
                Some(watched)
            }
            Err(problem) => {
                failed.note(problem);
                None
            }
        };
        let read = read(Contents { blocks: &mut readable, open: &mut open });
        // The digest is that of the whole file, also where no more of it could be used.
        readable.by_ref().for_each(drop);
        drop(readable);
        if let Some(problem) = failed.take() {
            return self.file.read(|_| Err(problem), errors);
        }
        let sha256 = digest.finish();
        if !self.file.has_digest(&sha256, errors) {
            return None;
        }
        let NamedExtract { dated, sample, span, .. } = *self;
        let (path, redaction) = (self.file.path.clone(), self.redaction.clone());
        let extract = Extract { path, sha256, dated, sample, span, redaction };
        self.is_recorded(&extract, errors);
        Some((read, extract))
    }

    /// The extract as it is recorded, where just this one is. A file that is missing is then no mistake.
    pub(super) fn not_at_hand(&self, errors: &mut Mistakes) -> Option<Extract> {
        let (_, recorded) = self.recorded.as_ref()?;
        let NamedExtract { dated, sample, span, .. } = *self;
        let sha256 = self.file.expected_digest().unwrap_or(&recorded.sha256).to_owned();
        let (path, redaction) = (self.file.path.clone(), self.redaction.clone());
        let extract = Extract { path, sha256, dated, sample, span, redaction };
        self.is_recorded(&extract, errors).then_some(extract)
    }

    /// Whether the record, where there is one, was made from this very extract; where not, a warning says so.
    fn is_recorded(&self, extract: &Extract, errors: &mut Mistakes) -> bool {
        let Some((table, recorded)) = &self.recorded else { return false };
        let what = if recorded.file != extract.path {
            OtherExtract::File
        } else if recorded.sample != extract.sample {
            OtherExtract::Sample
        } else if recorded.sha256 != extract.sha256 {
            OtherExtract::Digest
        } else {
            return true;
        };
        errors.push(RecordError::OtherExtract { table, what, now: extract.span, span: recorded.span });
        false
    }
}

/// Why a file could not be read to its end, as the first who came upon it says.
#[derive(Clone, Default)]
struct Failed(Arc<Mutex<Option<FileProblem>>>);

impl Failed {
    fn note(&self, problem: FileProblem) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(problem);
    }

    fn take(&self) -> Option<FileProblem> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// A file that is read at any place, and notes where that fails.
struct Watched {
    file: Arc<dyn ReadAt>,
    failed: Failed,
}

impl ReadAt for Watched {
    fn length(&self) -> u64 {
        self.file.length()
    }

    fn read_at(&self, place: u64, buffer: &mut [u8]) -> Result<(), String> {
        let read = self.file.read_at(place, buffer);
        read.inspect_err(|reason| self.failed.note(FileProblem::Unreadable(reason.clone())))
    }
}
