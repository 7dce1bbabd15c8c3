//! Mistakes in what stands behind an assessment: citations, evidence, departures and actions.

use crate::assessment::file::FileProblem;
use crate::assessment::path::PathProblem;
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::source::Span;

/// A mistake in what stands behind an assessment.
pub(in crate::assessment) enum SupportError<'a> {
    /// A bare `cite`, and the assessment names no source.
    CiteWithoutSource { span: Span },
    /// The pack names no kinds of evidence.
    NoEvidenceKinds { pack: &'a str, span: Span },
    /// Evidence that supports nothing.
    SupportsNothing { span: Span },
    /// A digest of no file.
    DigestWithoutFile { span: Span },
    /// The path of a file may lead out of the assessment's folder.
    PathNotAccepted { path: &'a str, problem: PathProblem, span: Span },
    /// The file cannot be read.
    FileNotRead { path: &'a str, problem: FileProblem, span: Span },
    /// The file is not the one that the assessment speaks of.
    DigestDiffers { path: &'a str, given: &'a str, found: &'a str, span: Span },
    /// The requirement allows no departure.
    DepartureNotAllowed { requirement: &'a str, span: Span, rule: Span },
    /// An action without an owner or a date.
    UnownedAction { missing: &'static str, span: Span },
}

impl From<SupportError<'_>> for Diagnostic {
    fn from(error: SupportError<'_>) -> Diagnostic {
        match error {
            SupportError::CiteWithoutSource { span } => {
                Diagnostic::error(Code::CiteWithoutSource, "this `cite` does not say which document it means")
                    .label(span, "a place in no document")
                    .help("name the document as `source` under `[assessment]`, or write `{ source = …, at = … }`")
            }
            SupportError::NoEvidenceKinds { pack, span } => Diagnostic::error(
                Code::PackWithoutEvidenceKinds,
                format!("the pack {} knows no kinds of evidence", quote(pack)),
            )
            .label(span, "so this is none of them")
            .help("its author can add a choice `evidence_kind`"),
            SupportError::SupportsNothing { span } => {
                Diagnostic::error(Code::SupportsNothing, "this evidence supports nothing")
                    .label(span, "an empty list")
                    .help("name requirements, clauses or facts, such as `\"R4.2\"` or `\"bail.every_period\"`")
            }
            SupportError::DigestWithoutFile { span } => {
                Diagnostic::error(Code::DigestWithoutFile, "a digest is given, and no file")
                    .label(span, "the digest of what?")
                    .help("add the `file`, or take the digest out")
            }
            SupportError::PathNotAccepted { path, problem, span } => path_not_accepted(path, problem, span),
            SupportError::FileNotRead { path, problem, span } => file_not_read(path, &problem, span),
            SupportError::DigestDiffers { path, given, found, span } => Diagnostic::error(
                Code::DigestDiffers,
                format!("{} is not the file that the assessment speaks of", quote(path)),
            )
            .label(span, format!("the digest of the file is `{found}`, not `{given}`"))
            .help("find out who changed the file; if the change is meant, look at it again and give its new digest"),
            SupportError::DepartureNotAllowed { requirement, span, rule } => {
                Diagnostic::error(Code::DepartureNotAllowed, format!("{} allows no departure", quote(requirement)))
                    .label(span, "departed from here")
                    .label(rule, "the requirement")
                    .help("state the facts as they are; a gap can be followed by an `[[action]]`")
            }
            SupportError::UnownedAction { missing, span } => {
                Diagnostic::error(Code::UnownedAction, format!("this action has no `{missing}`"))
                    .label(span, format!("`{missing}` is missing here"))
                    .help("say which role will do it and by when; only an assessment that is coded from a published response may leave this open")
            }
        }
    }
}

fn path_not_accepted(path: &str, problem: PathProblem, span: Span) -> Diagnostic {
    let (why, help) = match problem {
        PathProblem::Absolute => (
            "does not start in the assessment's folder",
            "write it from that folder on, such as `evidence/sop.pdf`",
        ),
        PathProblem::Parent => (
            "leads out of the assessment's folder",
            "keep such files in the assessment's folder, without `..`",
        ),
        PathProblem::Backslash => {
            ("has a `\\`, which is no separator on other systems", "write `/` between folders")
        }
    };
    Diagnostic::error(Code::EvidencePath, format!("the path {} {why}", quote(path)))
        .label(span, "not accepted")
        .help(help)
}

fn file_not_read(path: &str, problem: &FileProblem, span: Span) -> Diagnostic {
    let why = problem.in_words();
    let help = (*problem == FileProblem::Missing)
        .then(|| "paths start in the folder of the assessment; large and small letters differ".to_owned());
    Diagnostic::error(Code::EvidenceFile, format!("the file {} {why}", quote(path)))
        .label(span, "named here")
        .maybe_help(help)
}
