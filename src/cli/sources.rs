//! `tipstaff sources`: the catalogue of source documents, held against the rules and against documents at hand.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::folder::Folder;
use super::output::{self, OutputArgs};
use super::{Status, folder, input, packs};
use crate::diagnostic::{self, Code, Diagnostic, quote, suggest};
use crate::digest::sha256_hex;
use crate::fingerprint::Wording;
use crate::load;
use crate::pack::rule::Document;
use crate::report::sources::{Listing, Verification, entries, json, text};
use crate::source::SourceMap;
use crate::verify;

/// What `tipstaff sources` is asked to do.
#[derive(Args, Debug)]
#[command(mut_args(|option| option.global(true)))]
pub struct SourcesArgs {
    #[command(subcommand)]
    command: Option<SourcesCommand>,
    #[command(flatten)]
    common: CommonArgs,
}

#[derive(Subcommand, Debug)]
enum SourcesCommand {
    /// Hold the catalogue against the documents in a folder
    Verify(VerifyArgs),
    /// Print the clauses of a catalogue file with the fingerprints of a document's lines, to paste
    Fingerprint(FingerprintArgs),
}

/// Options that may stand before `verify` and behind it.
#[derive(Args, Debug)]
struct CommonArgs {
    /// A folder with a pack, instead of the built-in ones
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// How to print the report [default: text]
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Args, Debug)]
struct VerifyArgs {
    /// A folder with the documents as text
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Report this document alone; may be given several times
    #[arg(long = "document", value_name = "ID")]
    documents: Vec<String>,
}

#[derive(Args, Debug)]
struct FingerprintArgs {
    /// The catalogue file with the clauses and their lines
    catalogue: PathBuf,
    /// The document that it describes, as text
    document: PathBuf,
}

impl CommonArgs {
    fn format(&self) -> Format {
        self.format.unwrap_or(Format::Text)
    }
}

/// A format of the report.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Format {
    /// For people at a terminal
    Text,
    /// For programs
    Json,
}

/// Does what is asked for.
pub fn run(arguments: &SourcesArgs) -> Status {
    match &arguments.command {
        None => list(&arguments.common),
        Some(SourcesCommand::Verify(wanted)) => verify(wanted, &arguments.common),
        Some(SourcesCommand::Fingerprint(files)) => fingerprint(files, &arguments.common),
    }
}

/// What a run has read so far.
#[derive(Default)]
struct Run {
    sources: SourceMap,
    errors: Vec<Diagnostic>,
}

impl Run {
    /// Refuses to replace what was read, and says what is wrong so far. Whether nothing is.
    fn is_fine(&mut self, output: &OutputArgs, given: &[PathBuf]) -> bool {
        self.errors.extend(output.refuse_replacing(given, &self.sources));
        diagnostic::sort(&mut self.errors);
        output.complain(&self.sources, &self.errors, false);
        self.errors.is_empty()
    }
}

fn list(arguments: &CommonArgs) -> Status {
    let mut run = Run::default();
    let (packs, documents) =
        packs::with_catalogue(arguments.rules.as_deref(), &mut run.sources, &mut run.errors);
    if !run.is_fine(&arguments.output, &[]) {
        return Status::Failed;
    }
    let listing = Listing::of(&packs, &documents);
    let words = match arguments.format() {
        Format::Text => Ok(text::listing(&listing, arguments.output.style(), arguments.output.quiet)),
        Format::Json => json::listing(&listing).map_err(|error| error.to_string()),
    };
    publish(&arguments.output, words, Status::Passed)
}

fn verify(arguments: &VerifyArgs, common: &CommonArgs) -> Status {
    let mut run = Run::default();
    let (_, documents) = packs::with_catalogue(common.rules.as_deref(), &mut run.sources, &mut run.errors);
    let known = || documents.iter().map(|document| document.id.as_str());
    if run.errors.is_empty() {
        let unknown = arguments.documents.iter().filter(|id| known().all(|known| known != **id));
        run.errors.extend(unknown.map(|id| no_such_document(id, known())));
    }
    if !run.errors.is_empty() {
        run.is_fine(&common.output, &[]);
        return Status::Failed;
    }
    let folder = folder::read(&arguments.folder, &mut run.errors);
    let given: Vec<PathBuf> = folder.files.iter().map(|file| arguments.folder.join(&file.name)).collect();
    let could_be_read = run.errors.is_empty();
    // What could not be read is said, and does not hide what the others say.
    let replaced = common.output.refuse_replacing(&given, &run.sources).is_some();
    run.is_fine(&common.output, &given);
    if replaced || (!could_be_read && folder.files.is_empty()) {
        return Status::Failed;
    }
    let verification = verification(&documents, &folder, &arguments.documents);
    let words = match common.format() {
        Format::Text => Ok(text::verification(&verification, common.output.style(), common.output.quiet)),
        Format::Json => json::verification(&verification).map_err(|error| error.to_string()),
    };
    let status = match (could_be_read, verification.passed()) {
        (false, _) => Status::Failed,
        (true, true) => Status::Passed,
        (true, false) => Status::NotPassed,
    };
    publish(&common.output, words, status)
}

fn no_such_document<'a>(id: &str, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let error =
        Diagnostic::error(Code::UnknownDocument, format!("no source document is called {}", quote(id)));
    let help = suggest::did_you_mean(id, known);
    error.help("`tipstaff sources` lists them").maybe_help(help)
}

/// What came of the documents that are asked for, or of all. Each is held against the others as well.
fn verification<'a>(documents: &'a [Document], folder: &'a Folder, wanted: &[String]) -> Verification<'a> {
    let mut documents = verify::verify(documents, &folder.files);
    let found = |verified: &verify::Verified<'a>| verified.file.map(|(file, _)| file.name.as_str());
    let others =
        folder.files.iter().filter(|file| !documents.iter().filter_map(found).any(|name| name == file.name));
    let reason = |name: &str| {
        let mut namesakes = documents.iter().filter(|verified| verify::is_named(name, &verified.document.id));
        let taken = namesakes.find_map(|verified| Some((&verified.document.id, found(verified)?)));
        taken.map_or("it is no document of the catalogue".to_owned(), |(id, file)| {
            format!("it has the name of {id}, which is {file}")
        })
    };
    let others = others.map(|file| (file.name.clone(), reason(&file.name)));
    let mut passed_over: Vec<(String, String)> = folder.passed_over.iter().cloned().chain(others).collect();
    passed_over.sort();
    documents.retain(|verified| wanted.is_empty() || wanted.contains(&verified.document.id));
    Verification { documents, passed_over }
}

fn fingerprint(arguments: &FingerprintArgs, common: &CommonArgs) -> Status {
    let mut run = Run::default();
    let given = [("--rules", common.rules.is_some()), ("--format", common.format.is_some())];
    run.errors.extend(given.iter().filter(|(_, is_given)| *is_given).map(|(option, _)| pointless(option)));
    let mut read = |path: &Path| input::read_text(path).map_err(|error| run.errors.push(error)).ok();
    let (catalogue, document) = (read(&arguments.catalogue), read(&arguments.document));
    let mut printed = String::new();
    if let (Some(catalogue), Some(document)) = (catalogue, document) {
        let name = input::name(&arguments.catalogue);
        let (known, errors) = load::entry((name, catalogue), &mut run.sources);
        run.errors.extend(errors);
        if let Some(known) = known {
            let digest = sha256_hex(document.as_bytes());
            match entries::write(&known, &digest, &Wording::of(&document)) {
                Ok(entries) => printed = entries,
                Err(errors) => run.errors.extend(errors),
            }
        }
    }
    let given = [arguments.catalogue.clone(), arguments.document.clone()];
    if !run.is_fine(&common.output, &given) {
        return Status::Failed;
    }
    publish(&common.output, Ok(printed), Status::Passed)
}

fn pointless(option: &str) -> Diagnostic {
    let message = format!(
        "`{option}` means nothing to `fingerprint`, which prints what belongs into one catalogue file"
    );
    Diagnostic::error(Code::Conflict, message).help("leave it out")
}

/// Prints the report, or writes it to the file that is asked for.
fn publish(output: &OutputArgs, words: Result<String, String>, status: Status) -> Status {
    let words = words.map_err(|error| format!("cannot put the report into words: {error}"));
    output::ended(words.and_then(|words| output.publish(&words)), status)
}
