//! Mistakes in the record of measured facts, and what makes it count for nothing.

use semver::Version;

use crate::diagnostic::{Code, Diagnostic, quote};
use crate::pack::ends::Unreadable;
use crate::pack::rule::Manifest;
use crate::source::Span;

/// What to do about a record that does not count.
const AGAIN: &str = "run `tipstaff measure --write` where the extracts are, or take the record out";

/// A mistake in the record of measured facts, or what makes it count for nothing: a warning.
pub(in crate::assessment) enum RecordError<'a> {
    /// Made by another pack or version: a warning.
    OtherPack { by: &'a str, version: &'a Version, now: &'a Manifest, span: Span },
    /// Made from both extracts and results, or from neither.
    Source { both: bool, span: Span },
    /// A fact that records do not decide.
    NotMeasured { fact: &'a str, span: Span, declared: Span },
    /// Some of the three counts of rows.
    Counts { fact: &'a str, span: Span },
    /// An exact value beside an end.
    ValueAndEnds { fact: &'a str, span: Span },
    /// Ends that say nothing of the fact.
    Ends { fact: &'a str, problem: Unreadable, expected: String, span: Span, declared: Span },
    /// The extract is another one than was measured: a warning.
    OtherExtract { table: &'a str, what: OtherExtract, now: Span, span: Span },
    /// An extract is missing, and the record does not stand for it.
    NotThere { path: &'a str, file: Span, record: Span },
    /// The assessment names no such extract any more: a warning.
    NotNamed { table: &'a str, span: Span },
}

/// In what an extract differs from the one that was measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::assessment) enum OtherExtract {
    /// Another path.
    File,
    /// Whether it may lack rows.
    Sample,
    /// Other bytes.
    Digest,
}

impl From<RecordError<'_>> for Diagnostic {
    fn from(error: RecordError<'_>) -> Diagnostic {
        use RecordError as R;
        match error {
            R::OtherPack { by, version, now, span } => Diagnostic::warning(
                Code::RecordOfOtherPack,
                format!("the record of measured facts counts for nothing: {} {version} made it", quote(by)),
            )
            .label(span, format!("the rules are now {} {}", quote(&now.id), now.version))
            .help(AGAIN),
            R::Source { both, span } => {
                let what = if both { "extracts and results" } else { "neither extracts nor results" };
                Diagnostic::error(Code::WrongRecord, format!("the record of measured facts is of {what}"))
                    .label(span, "one of the two is what it was made from")
                    .help("run `tipstaff measure --write` to make it anew")
            }
            R::NotMeasured { fact, span, declared } => {
                let message = format!("{} is not counted from records", quote(fact));
                Diagnostic::error(Code::WrongRecord, message)
                    .label(span, "recorded as measured")
                    .label(declared, "declared here without `measured as`")
                    .help("state it under `[facts]`")
            }
            R::Counts { fact, span } => {
                let message = format!("the rows behind {} are not all counted", quote(fact));
                Diagnostic::error(Code::WrongRecord, message)
                    .label(span, "not all of `yes`, `no` and `unknown`")
                    .help("give all three, or none of them")
            }
            R::ValueAndEnds { fact, span } => {
                let message = format!("the record of {} has a `value` and an end", quote(fact));
                Diagnostic::error(Code::WrongRecord, message)
                    .label(span, "says two things")
                    .help("give `value` where it is known exactly, else `low`, `high` or both")
            }
            R::Ends { fact, problem, expected, span, declared } => {
                let (message, help) = match problem {
                    Unreadable::Reversed => (
                        format!("no value of {} fits its record", quote(fact)),
                        "the lower end comes first".into(),
                    ),
                    Unreadable::NoValue(_) => (
                        format!("the record of {} holds no value of it", quote(fact)),
                        format!("expected {expected}"),
                    ),
                };
                Diagnostic::error(Code::WrongRecord, message)
                    .label(span, "recorded here")
                    .label(declared, "declared here")
                    .help(help)
            }
            R::OtherExtract { table, what, now, span } => {
                let words = match what {
                    OtherExtract::File => "is another file",
                    OtherExtract::Sample => "was a sample, or is one now",
                    OtherExtract::Digest => "has changed since",
                };
                let message = format!("what is recorded of {} counts for nothing: it {words}", quote(table));
                Diagnostic::warning(Code::RecordOfOtherExtract, message)
                    .label(span, "recorded from this")
                    .label(now, "named here")
                    .help(AGAIN)
            }
            R::NotThere { path, file, record } => {
                let message =
                    format!("the file {} is not there, and its record counts for nothing", quote(path));
                Diagnostic::error(Code::EvidenceFile, message)
                    .label(file, "named here")
                    .label(record, "holds no record of this file that counts")
                    .help("put the file there, and run `tipstaff measure --write` to record it anew")
            }
            R::NotNamed { table, span } => {
                let message =
                    format!("what is recorded of {} counts for nothing: it is no extract", quote(table));
                Diagnostic::warning(Code::RecordOfOtherExtract, message)
                    .label(span, "recorded from this")
                    .help("name the extract under `[tables]`, or take the record out")
            }
        }
    }
}
