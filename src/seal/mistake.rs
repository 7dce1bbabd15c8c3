//! What may be wrong with a seal or a key: facts, and the one place that puts them into words.

use super::key::KeyProblem;
use crate::assessment::FileProblem;
use crate::diagnostic::{Code, Diagnostic, quote};

/// Something that is wrong with a seal, with what was sealed, or with a key.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the fields are what the sentence of their variant speaks of")]
pub enum Mistake {
    /// An envelope or a statement cannot be read.
    Unreadable { what: &'static str, why: String },
    /// An envelope or a statement is written otherwise than `tipstaff seal` would write it.
    OtherSpelling { what: &'static str },
    /// A statement, predicate or seal is of a type or format that is not known.
    OtherType { found: String, expected: &'static str },
    /// The envelope holds something else than an in-toto statement.
    PayloadType { found: String, expected: &'static str },
    /// Something is no canonical Base64.
    Base64 { what: &'static str },
    /// A part of a signature has another form than `tipstaff seal` gives it.
    Form { what: &'static str, expected: &'static str },
    /// There is not just one signature.
    Signatures { count: usize },
    /// The day or the assurance that was asked for is none.
    Question { what: &'static str, found: String },
    /// A file lies outside the folder, or its path is not in its shortest spelling.
    Path { name: String },
    /// The assessment is not among the files.
    NoAssessment { name: String },
    /// There is no envelope, and so no signature.
    NotSigned,
    /// No key was given to check the signature with.
    NobodyChecked,
    /// The signature is by a given key, and the envelope names another.
    OtherKeyNamed { named: String },
    /// The key is given, and has not signed this.
    BadSignature { named: String },
    /// The key that is said to have signed is not given.
    UnknownKey { named: String },
    /// A file cannot be read.
    File { name: String, problem: FileProblem },
    /// A file has another digest.
    Changed { name: String },
    /// A file is sealed that the assessment does not name.
    NotNamed { name: String },
    /// A file is named by the assessment and not sealed.
    NotSealed { name: String },
    /// The pack has another name or version.
    Pack { sealed: String, found: String },
    /// Files of the rules are changed, missing or new.
    Rules { how: &'static str, names: Vec<String> },
    /// Another version of the program has sealed.
    Version { sealed: String, found: String },
    /// The seal states something that is otherwise.
    Stated { what: &'static str, sealed: String, found: String },
    /// The seal states outcomes that are otherwise.
    Verdicts { ids: Vec<String> },
    /// The result is not the same bytes.
    Result,
    /// The statement differs in some other way.
    OtherStatement,
    /// A key file cannot be used.
    Key { path: String, problem: KeyProblem },
    /// Others can read or write a private key.
    KeyExposed { path: String, mode: u32 },
    /// A key file is there already.
    KeyExists { path: String },
}

/// How many names a message lists.
const NAMES: usize = 8;

impl Mistake {
    fn code(&self) -> Code {
        match self {
            Mistake::Unreadable { .. }
            | Mistake::OtherSpelling { .. }
            | Mistake::OtherType { .. }
            | Mistake::PayloadType { .. }
            | Mistake::Base64 { .. }
            | Mistake::Form { .. }
            | Mistake::Signatures { .. }
            | Mistake::Question { .. }
            | Mistake::Path { .. }
            | Mistake::NoAssessment { .. } => Code::SealMalformed,
            Mistake::OtherKeyNamed { .. } | Mistake::BadSignature { .. } | Mistake::UnknownKey { .. } => {
                Code::SealSignature
            }
            Mistake::NotSigned | Mistake::NobodyChecked => Code::SealUnsigned,
            Mistake::File { .. }
            | Mistake::Changed { .. }
            | Mistake::NotNamed { .. }
            | Mistake::NotSealed { .. } => Code::SealFile,
            Mistake::Pack { .. } | Mistake::Rules { .. } | Mistake::Version { .. } => Code::SealRules,
            Mistake::Stated { .. } | Mistake::Verdicts { .. } | Mistake::Result | Mistake::OtherStatement => {
                Code::SealResult
            }
            Mistake::Key { .. } => Code::SealKey,
            Mistake::KeyExposed { .. } => Code::SealKeyExposed,
            Mistake::KeyExists { .. } => Code::SealKeyExists,
        }
    }

    fn message(&self) -> String {
        match self {
            Mistake::Unreadable { what, why } => format!("the {what} cannot be read: {why}"),
            Mistake::OtherSpelling { what } => {
                format!("the {what} is not written byte for byte as `tipstaff seal` writes it")
            }
            Mistake::OtherType { found, expected } => {
                format!("the statement is of type {}, not `{expected}`", quote(found))
            }
            Mistake::PayloadType { found, expected } => {
                format!("the envelope holds {}, not `{expected}`", quote(found))
            }
            Mistake::Base64 { what } => format!("`{what}` is not canonical Base64"),
            Mistake::Form { what, expected } => format!("`{what}` is not {expected}"),
            Mistake::Signatures { count } => format!("the envelope has {count} signatures instead of one"),
            Mistake::Question { what, found } => format!("the seal gives {} as {what}", quote(found)),
            Mistake::Path { name } => {
                format!("{} is no plain path to a file in the folder of the seal", quote(name))
            }
            Mistake::NoAssessment { name } => {
                format!("the assessment {} is not among the sealed files", quote(name))
            }
            Mistake::NotSigned => "it is a statement that nobody has signed".to_owned(),
            Mistake::NobodyChecked => "no public key is given, so nobody's signature was checked".to_owned(),
            Mistake::OtherKeyNamed { named } => {
                format!("the envelope names the key `{}`, which has not signed it", short(named))
            }
            Mistake::BadSignature { named } => {
                format!("the signature is not one of key `{}` over this statement", short(named))
            }
            Mistake::UnknownKey { named } => {
                format!("the signature is by none of the given keys; the envelope names `{}`", short(named))
            }
            Mistake::File { name, problem } => format!("{} {}", quote(name), problem.in_words()),
            Mistake::Changed { name } => format!("{} is not the file that was sealed", quote(name)),
            Mistake::NotNamed { name } => {
                format!("{} is sealed, and the assessment does not name it", quote(name))
            }
            Mistake::NotSealed { name } => {
                format!("{} is named by the assessment, and not sealed", quote(name))
            }
            Mistake::Pack { sealed, found } => {
                format!("{} was sealed, and the rules are `{found}`", quote(sealed))
            }
            Mistake::Rules { how, names } => format!("files of the rules {how}: {}", list(names)),
            Mistake::Version { sealed, found } => {
                format!("tipstaff {} has sealed, and this is tipstaff {found}", quote(sealed))
            }
            Mistake::Stated { what, sealed, found } => {
                format!("the seal says of {what}: {}; it is {}", quote(sealed), quote(found))
            }
            Mistake::Verdicts { ids } => format!("the seal says otherwise than comes out of {}", list(ids)),
            Mistake::Result => "evaluated again, the result is not the same bytes".to_owned(),
            Mistake::OtherStatement => {
                "these files and rules make another statement than the sealed one".to_owned()
            }
            Mistake::Key { path, problem } => format!("{} {}", quote(path), problem.in_words()),
            Mistake::KeyExposed { path, mode } => {
                let can = match (mode & 0o044, mode & 0o022) {
                    (0, _) => "write",
                    (_, 0) => "read",
                    _ => "read and write",
                };
                format!("others can {can} the private key {}, whose mode is {mode:03o}", quote(path))
            }
            Mistake::KeyExists { path } => format!("{} is there already", quote(path)),
        }
    }

    fn help(&self) -> Option<&'static str> {
        Some(match self {
            Mistake::NotSigned => {
                "ask for the signed envelope; `--without-signature` verifies the rest alone"
            }
            Mistake::NobodyChecked => {
                "give the key with `--public-key`; `--without-signature` verifies the rest alone"
            }
            Mistake::UnknownKey { .. } => {
                "give the public key of who should have signed, from a source that you trust"
            }
            Mistake::BadSignature { .. } => {
                "the statement or the signature was changed; ask for the original"
            }
            Mistake::File { problem: FileProblem::Missing, .. } => {
                "files lie beside the seal, or in the folder given with `--folder`"
            }
            Mistake::Changed { .. } => "find out who changed it and why; if the change is meant, seal again",
            Mistake::Pack { .. } | Mistake::Rules { .. } => {
                "give the folder with the sealed rules with `--rules`"
            }
            Mistake::Version { .. } => "verify with the version that has sealed",
            Mistake::Key { problem, .. } => problem.help(),
            Mistake::KeyExposed { .. } => {
                "`chmod 600` it, and make a new pair if somebody may have read or replaced it"
            }
            Mistake::KeyExists { .. } => {
                "choose another name; `--replace` overwrites it, and the old key is lost"
            }
            _ => return None,
        })
    }
}

impl From<&Mistake> for Diagnostic {
    fn from(mistake: &Mistake) -> Diagnostic {
        let (code, message) = (mistake.code(), mistake.message());
        let diagnostic = match mistake {
            Mistake::KeyExposed { .. } => Diagnostic::warning(code, message),
            _ => Diagnostic::error(code, message),
        };
        diagnostic.maybe_help(mistake.help().map(str::to_owned))
    }
}

impl KeyProblem {
    fn in_words(self) -> &'static str {
        match self {
            KeyProblem::NoPem => "is no PEM file: it has no line `-----BEGIN …-----`",
            KeyProblem::IsPublic => "holds a public key; a private one is needed to sign",
            KeyProblem::IsPrivate => "holds a private key; a public one is needed to verify",
            KeyProblem::Encrypted => "is encrypted with a password",
            KeyProblem::OtherForm => "holds no key in the form that is needed",
            KeyProblem::NotEd25519 => "is damaged, or a key of another kind than Ed25519",
            KeyProblem::Weak => "holds a weak key: signatures that nobody made fit it",
        }
    }

    fn help(self) -> &'static str {
        match self {
            KeyProblem::IsPrivate => {
                "never hand a private key out; `openssl pkey -in FILE -pubout` prints the public one"
            }
            KeyProblem::Encrypted => "`openssl pkey -in FILE -out NEW` takes the password off",
            KeyProblem::Weak => "trust nothing that it has signed, and ask its owner for another",
            _ => "`tipstaff keygen NAME` makes a pair of keys",
        }
    }
}

/// The start of a key's id, which is enough to tell keys apart.
fn short(id: &str) -> String {
    id.chars().take(16).filter(char::is_ascii_graphic).collect()
}

fn list(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(NAMES).map(|name| quote(name)).collect();
    match names.len().saturating_sub(NAMES) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
