//! `tipstaff seal`: an assessment, all that it rests on and what comes out, in one statement, signed or not.

use std::path::{Path, PathBuf};

use clap::Args;

use super::input::{self, AssessmentFolder};
use super::output::{self, OutputArgs};
use super::path::shown;
use super::submissions::{QuestionArgs, RowsKept, Submissions};
use super::{Status, keys, sealing};
use crate::assessment::{AssessmentFiles, inner_path};
use crate::diagnostic::{Code, Diagnostic};
use crate::report;
use crate::seal::{Mistake, PrivateKey, signed};
use crate::source::SourceMap;

/// What `tipstaff seal` is asked to do.
#[derive(Args, Debug)]
#[command(mut_arg("output", |option| option.help("Write the seal to a file, and print what is in it")))]
#[command(mut_arg("quiet", |option| option.help("Print no lists of files")))]
#[command(after_help = "\
Gaps do not keep an assessment from being sealed: the seal says what came out, good or bad.

Exit status: 0 sealed, 2 some input could not be read or is wrong, and nothing is sealed.")]
pub struct SealArgs {
    /// The assessment
    #[arg(value_name = "ASSESSMENT")]
    file: PathBuf,
    /// The private key to sign with; without it the statement is written unsigned, in no envelope
    #[arg(long, value_name = "PEM")]
    key: Option<PathBuf>,
    #[command(flatten)]
    question: QuestionArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Seals one assessment.
pub fn run(arguments: &SealArgs) -> Status {
    let (mut errors, mut warnings) = (Vec::new(), Vec::new());
    let key = arguments.key.as_deref().map(|path| keys::private(path, &mut errors, &mut warnings));
    let given: Vec<PathBuf> = arguments.key.iter().cloned().collect();
    errors.extend(arguments.output.refuse_replacing(&given, &SourceMap::default()));
    arguments.output.warn(&warnings);
    if input::is_standard_input(&arguments.file) {
        let message = "standard input has no folder that files could be sealed in";
        errors.push(Diagnostic::error(Code::Conflict, message).help("give the assessment's file"));
        return refuse(arguments, &SourceMap::default(), &errors);
    }
    let file = std::slice::from_ref(&arguments.file);
    let mut read = Submissions::read(file, &arguments.question, RowsKept::Asked, arguments.output.target());
    errors.append(&mut read.errors);
    let digest = read.evaluated.first().map(|one| one.assessment.digest.clone());
    let misplaced = digest.and_then(|digest| misplaced(&arguments.file, &digest));
    errors.extend(misplaced.iter().map(Diagnostic::from));
    if !errors.is_empty() {
        return refuse(arguments, &read.sources, &errors);
    }
    output::ended(seal(arguments, &mut read, key.flatten().as_ref()), Status::Passed)
}

fn refuse(arguments: &SealArgs, sources: &SourceMap, errors: &[Diagnostic]) -> Status {
    arguments.output.refuse(sources, errors, "nothing is sealed");
    Status::Failed
}

/// Why the assessment's own file would not be found again in its folder as it was read.
fn misplaced(path: &Path, digest: &str) -> Option<Mistake> {
    let name = path.file_name().unwrap_or_default();
    let named = name.to_string_lossy().into_owned();
    if name.to_str().is_none() || inner_path(&named).as_deref() != Some(&named) {
        return Some(Mistake::Path { name: named });
    }
    match AssessmentFolder::of(path).sha256(&named) {
        Ok(found) if found == digest => None,
        Ok(_) => Some(Mistake::Changed { name: named }),
        Err(problem) => Some(Mistake::File { name: named, problem }),
    }
}

/// Writes the seal, and says what is in it where standard output is free.
fn seal(arguments: &SealArgs, read: &mut Submissions, key: Option<&PrivateKey>) -> Result<(), String> {
    let rules = arguments.question.rules.as_deref();
    read.name_from_own_folders(rules);
    let statement = sealing::statement(read, rules);
    let statement = statement.ok_or("the statement cannot be put into words")?;
    let text = match key {
        Some(key) => signed(&statement, key),
        None => statement.write(),
    };
    arguments.output.publish(&text.ok_or("the seal cannot be put into words")?)?;
    let Some(file) = arguments.output.file() else { return Ok(()) };
    let signer = key.and_then(PrivateKey::public);
    let signer = signer.as_ref().map(|key| key.id());
    output::say(&report::seal::sealed(&statement, &shown(file), signer, arguments.output.quiet))
}
