//! Extracts in Parquet: they say what the same rows say as CSV, each type is read or refused, and no file does any harm.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test may fail where its own files are wrong"
)]

mod columns;
mod damaged;
mod same;

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use tipstaff::assessment::{AssessmentFiles, Blocks, FileProblem};
use tipstaff::diagnostic::Diagnostic;
use tipstaff::pack::rule::Pack;
use tipstaff::source::{SourceMap, Span};
use tipstaff::tables::extract::{self, Contents};
use tipstaff::tables::{Extract, GivenRow, Origin, Place, Redaction};

/// A Parquet file with these columns.
fn written(columns: Vec<(&str, ArrayRef)>, properties: WriterProperties) -> Vec<u8> {
    let columns = columns.into_iter().map(|(name, array)| (name, array, true));
    let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

/// The rows of a table, and what is wrong with them, each as `severity[code]: message` with its help.
fn read(pack: &Pack, table: &str, bytes: &[u8]) -> (Vec<GivenRow>, Vec<String>) {
    let span = Span::new(SourceMap::default().add("test.toml", ""), 0..0);
    let path = format!("{table}.parquet");
    let extract = Extract {
        path,
        sha256: String::new(),
        dated: None,
        sample: false,
        span,
        redaction: Redaction::default(),
    };
    let id = pack.tables.find(|found| found.name == table).unwrap();
    let contents = Contents {
        blocks: &mut bytes.chunks(4096).map(<[u8]>::to_vec),
        open: &mut || Some(Arc::new(bytes.to_vec())),
    };
    let (rows, reading) = extract::read(pack, id, contents);
    let diagnostics = reading.mistakes.in_words(pack, &Origin::Extract(extract));
    let is_wrong = diagnostics.iter().any(Diagnostic::is_error);
    assert!(is_wrong || !reading.lacks_rows, "rows are left out without a word");
    (rows.into_rows(pack), diagnostics.iter().map(told).collect())
}

fn told(diagnostic: &Diagnostic) -> String {
    let severity = if diagnostic.is_error() { "error" } else { "warning" };
    let help = diagnostic.help.iter().map(|help| format!("\n    help: {help}"));
    format!("{severity}[{}]: {}{}", diagnostic.code, diagnostic.message, help.collect::<String>())
}

fn number(row: &GivenRow) -> u64 {
    let Place::Row(number) = row.place else { panic!("a row of a Parquet file has a number") };
    number
}

/// Files beside an assessment, by their paths.
struct Files(Vec<(&'static str, Vec<u8>)>);

impl AssessmentFiles for Files {
    fn sha256(&self, path: &str) -> Result<String, FileProblem> {
        let bytes: Result<Vec<Vec<u8>>, FileProblem> = self.extract(path)?.collect();
        bytes.map(|bytes| tipstaff::digest::sha256_hex(&bytes.concat()))
    }

    fn extract(&self, path: &str) -> Result<Blocks<'_>, FileProblem> {
        let file = self.0.iter().find(|(known, _)| *known == path);
        let (_, bytes) = file.ok_or(FileProblem::Missing)?;
        // The first block does not tell what kind of file it is.
        Ok(Box::new(bytes.chunks(3).map(|block| Ok(block.to_vec()))))
    }
}
