//! Extracts that an assessment names.

use std::sync::Arc;

use super::Assessment;
use super::file::{AssessmentFiles, NamedFile};
use crate::diagnostic::Diagnostic;
use crate::digest::Sha256Stream;
use crate::document::Mistakes;
use crate::pack::rule::{Pack, Table};
use crate::pack::{Date, Id, Slots};
use crate::source::Span;
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
}

impl NamedExtract {
    /// Has the file read, and says what file it was.
    ///
    /// # Errors
    /// That it cannot be read, or that it is not the file of which the assessment gives the digest.
    pub fn read<T>(
        &self,
        files: &dyn AssessmentFiles,
        read: impl FnOnce(&mut dyn Iterator<Item = Vec<u8>>) -> T,
    ) -> Result<(T, Extract), Vec<Diagnostic>> {
        let mut errors = Mistakes::default();
        self.try_read(files, read, &mut errors).ok_or_else(|| errors.into_diagnostics())
    }

    pub(super) fn try_read<T>(
        &self,
        files: &dyn AssessmentFiles,
        read: impl FnOnce(&mut dyn Iterator<Item = Vec<u8>>) -> T,
        errors: &mut Mistakes,
    ) -> Option<(T, Extract)> {
        let mut blocks = self.file.read(|path| files.extract(path), errors)?;
        let mut digest = Sha256Stream::default();
        let mut failed = None;
        let mut readable = std::iter::from_fn(|| match blocks.next()? {
            Ok(block) => {
                digest.update(&block);
                Some(block)
            }
            Err(problem) => {
                failed = Some(problem);
                None
            }
        })
        .fuse();
        let read = read(&mut readable);
        // The digest is that of the whole file, also where no more of it could be used.
        readable.by_ref().for_each(drop);
        if let Some(problem) = failed {
            return self.file.read(|_| Err(problem), errors);
        }
        let sha256 = digest.finish();
        if !self.file.has_digest(&sha256, errors) {
            return None;
        }
        let NamedExtract { dated, sample, span, .. } = *self;
        let (path, redaction) = (self.file.path.clone(), self.redaction.clone());
        Some((read, Extract { path, sha256, dated, sample, span, redaction }))
    }
}
