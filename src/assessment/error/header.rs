//! Mistakes in what an assessment says of itself.

use semver::{Version, VersionReq};

use crate::diagnostic::{Code, Diagnostic, quote};
use crate::document::Item;
use crate::source::Span;

/// A mistake in what an assessment says of itself.
pub(in crate::assessment) enum HeaderError<'a> {
    /// The file has no header; it may have a table of nearly that name.
    Missing { misspelt: Option<&'a Item>, start: Span },
    /// It is made for another pack.
    WrongPack { named: &'a str, given: &'a str, span: Span },
    /// It is made for another version of the pack.
    WrongVersion { pack: &'a str, wanted: &'a VersionReq, given: &'a Version, span: Span },
    /// Nobody has signed it off: a warning.
    NotSignedOff { span: Span },
}

impl From<HeaderError<'_>> for Diagnostic {
    fn from(error: HeaderError<'_>) -> Diagnostic {
        match error {
            HeaderError::Missing { misspelt, start } => {
                let error = Diagnostic::error(Code::TomlMissingKey, "the file has no `[assessment]` table");
                match misspelt {
                    Some(table) => error
                        .label(table.key_span, format!("{} stands here instead", quote(&table.name)))
                        .help("did you mean `[assessment]`?"),
                    None => error.label(start, "it is missing here").help(
                        "it says who assesses itself by which rules: `format`, `body`, `kind`, `pack`, `version` and `as_of`",
                    ),
                }
            }
            HeaderError::WrongPack { named, given, span } => Diagnostic::error(
                Code::WrongPack,
                format!("the assessment is made for the pack {}, not for {}", quote(named), quote(given)),
            )
            .label(span, "the pack that it is made for")
            .help("check it against the pack that it names, or adapt it to this one"),
            HeaderError::WrongVersion { pack, wanted, given, span } => Diagnostic::error(
                Code::WrongPackVersion,
                format!(
                    "the assessment is made for version `{wanted}` of {}, and this is `{given}`",
                    quote(pack)
                ),
            )
            .label(span, "the versions that it is made for")
            .help("check it against such a version, or adapt it to the new one and then change this line"),
            HeaderError::NotSignedOff { span } => {
                Diagnostic::warning(Code::NotSignedOff, "nobody has signed the assessment off")
                    .label(span, "`signed_off` is missing here")
                    .help("add `signed_off = { by = \"the role\", on = 2026-06-10 }`, or `published = true`")
            }
        }
    }
}
