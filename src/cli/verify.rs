//! `tipstaff verify`: a seal held against a key, against the files that it names, and against what they come to again.
//! Source documents are verified by `tipstaff sources verify`.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::input::{self, AssessmentFolder};
use super::output::{self, OutputArgs};
use super::path::shown;
use super::submissions::{QuestionArgs, RowsKept, Submissions};
use super::{Status, keys, sealing};
use crate::assessment::{AssessmentFiles, inner_path};
use crate::diagnostic::Diagnostic;
use crate::pack::Date;
use crate::report::seal::{Signature, not_verified, verified};
use crate::seal::{self, Mistake, Opened, Statement};
use crate::source::SourceMap;
use crate::vocabulary::Assurance;

/// What `tipstaff verify` is asked to do.
#[derive(Args, Debug)]
#[command(mut_arg("quiet", |option| option.help("Print no lists of files")))]
#[command(after_help = "\
Exit status: 0 verified, whatever the outcome that was sealed; 2 not verified, and standard error says why.")]
pub struct VerifyArgs {
    /// The seal; `-` is standard input
    #[arg(value_name = "ENVELOPE")]
    file: PathBuf,
    /// A public key that may have signed; may be given several times, and one of them must have
    #[arg(long = "public-key", value_name = "PEM")]
    public_keys: Vec<PathBuf>,
    /// Verify digests and result alone, and say nothing of who sealed them
    #[arg(long, conflicts_with = "public_keys")]
    without_signature: bool,
    /// The folder of the assessment, instead of that of the seal
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// A folder with the pack that was sealed, instead of the built-in one
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Verifies one seal, and says all that is wrong with it.
pub fn run(arguments: &VerifyArgs) -> Status {
    let mut run = Run { arguments, sources: SourceMap::default(), errors: Vec::new(), may_publish: true };
    let verified = run.verify();
    match verified.filter(|_| run.errors.is_empty()) {
        Some(report) => output::ended(arguments.output.publish(&report), Status::Passed),
        None => run.refuse(),
    }
}

/// What has been found so far.
struct Run<'a> {
    arguments: &'a VerifyArgs,
    sources: SourceMap,
    errors: Vec<Diagnostic>,
    /// Whether the report may be written: not over a file that is read.
    may_publish: bool,
}

impl Run<'_> {
    /// Says why the seal is not verified, and in the report's file that it is not: one of an earlier run may stand there.
    fn refuse(&self) -> Status {
        let output = &self.arguments.output;
        // What has not been held against the seal is not verified, even where nothing was found to be wrong.
        if self.errors.is_empty() {
            output::complain("not verified\n");
        } else {
            output.refuse(&self.sources, &self.errors, "not verified");
        }
        let report = not_verified(&input::name(&self.arguments.file));
        match output.file().filter(|path| self.may_publish && is_free(path)) {
            Some(_) => output::ended(output.publish(&report), Status::Failed),
            None => Status::Failed,
        }
    }

    /// An error where the report would replace one of these files.
    fn keep(&mut self, files: &[PathBuf]) {
        let replaced = self.arguments.output.refuse_replacing(files, &self.sources);
        self.may_publish &= replaced.is_none();
        self.errors.extend(replaced);
    }

    fn say(&mut self, mistakes: &[Mistake]) {
        self.errors.extend(mistakes.iter().map(Diagnostic::from));
    }

    /// The report, where nothing is wrong.
    fn verify(&mut self) -> Option<String> {
        let arguments = self.arguments;
        let given: Vec<PathBuf> =
            [&arguments.file].into_iter().chain(&arguments.public_keys).cloned().collect();
        self.keep(&given);
        let text = input::read_text(&arguments.file).map_err(|error| self.errors.push(error)).ok();
        let mut mistakes = Vec::new();
        let opened = text.map(|text| seal::open(&text, &mut mistakes));
        self.say(&mistakes);
        let signature = self.signature(opened.as_ref());
        let statement = opened?.statement?;
        let folder = self.folder();
        if let Err(error) = is_folder(&folder) {
            // Otherwise every single file would be said to be missing.
            self.errors.push(input::unreadable(&folder, &error));
            return None;
        }
        self.keep(&statement.subject.iter().map(|file| folder.join(&file.name)).collect::<Vec<_>>());
        let wrong = self.digests(&statement);
        self.say(&wrong);
        let question = self.question(&statement, &wrong)?;
        self.result(&statement, &question)?;
        Some(verified(&statement, &signature?, arguments.output.quiet))
    }

    /// Who has signed, or that this was not to be asked.
    fn signature(&mut self, opened: Option<&Opened>) -> Option<Signature> {
        let arguments = self.arguments;
        let keys: Vec<_> =
            arguments.public_keys.iter().map(|path| (path, keys::public(path, &mut self.errors))).collect();
        let keys: Option<Vec<_>> = keys.into_iter().map(|(path, key)| Some((path, key?))).collect();
        let (opened, keys) = (opened?, keys?);
        if arguments.without_signature {
            return Some(if opened.is_in_envelope() { Signature::NotChecked } else { Signature::None });
        }
        if keys.is_empty() && opened.is_in_envelope() {
            self.say(&[Mistake::NobodyChecked]);
            return None;
        }
        let (paths, keys): (Vec<_>, Vec<_>) = keys.into_iter().unzip();
        let mut mistakes = Vec::new();
        let signer = opened.signer(&keys, &mut mistakes);
        self.say(&mistakes);
        let (path, key) = (paths.get(signer?)?, keys.get(signer?)?);
        Some(Signature::Of { key: key.id().to_owned(), file: shown(path) })
    }

    /// The folder that the sealed files lie in.
    fn folder(&self) -> PathBuf {
        let own = self.arguments.file.parent().filter(|_| !input::is_standard_input(&self.arguments.file));
        let folder = self.arguments.folder.as_deref().or(own);
        folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
    }

    /// The files that are not as they were sealed.
    fn digests(&self, statement: &Statement) -> Vec<Mistake> {
        let files = AssessmentFolder::of(&self.folder().join("seal"));
        let wrong = statement.subject.iter().filter_map(|file| {
            let name = file.name.clone();
            if inner_path(&name).as_ref() != Some(&name) {
                return Some(Mistake::Path { name });
            }
            match files.sha256(&name) {
                Ok(found) if found == file.digest.sha256 => None,
                Ok(_) => Some(Mistake::Changed { name }),
                Err(problem) => Some(Mistake::File { name, problem }),
            }
        });
        wrong.collect()
    }

    /// What was asked; nothing where the assessment cannot be read, or must not be because it lies elsewhere.
    fn question(&mut self, statement: &Statement, wrong: &[Mistake]) -> Option<QuestionArgs> {
        let sealed = &statement.predicate.tipstaff;
        let as_of = Date::parse(&sealed.as_of);
        let assurance = Assurance::ALL.into_iter().find(|one| one.name() == sealed.assurance);
        let name = &sealed.assessment;
        if as_of.is_none() {
            self.say(&[Mistake::Question { what: "the day", found: sealed.as_of.clone() }]);
        }
        if assurance.is_none() {
            let found = sealed.assurance.clone();
            self.say(&[Mistake::Question { what: "the assurance asked for", found }]);
        }
        if !statement.subject.iter().any(|file| file.name == *name) {
            self.say(&[Mistake::NoAssessment { name: name.clone() }]);
            return None;
        }
        let is_kept_from = |mistake: &Mistake| match mistake {
            Mistake::Path { name: wrong } | Mistake::File { name: wrong, .. } => wrong == name,
            _ => false,
        };
        let is_readable = !wrong.iter().any(is_kept_from);
        let rules = self.arguments.rules.clone();
        (is_readable && as_of.is_some() && assurance.is_some()).then_some(QuestionArgs {
            rules,
            as_of,
            assurance,
        })
    }

    /// Evaluates again, and holds what comes out against what was sealed; nothing where nothing comes out.
    fn result(&mut self, statement: &Statement, question: &QuestionArgs) -> Option<()> {
        let file = self.folder().join(&statement.predicate.tipstaff.assessment);
        // Whether it would replace what is sealed has been asked; here, whether it would replace what is read beyond that.
        let target = self.arguments.output.target().filter(|_| self.may_publish);
        let mut read = Submissions::read(&[file], question, RowsKept::Asked, target);
        self.may_publish &= read.may_publish;
        self.errors.append(&mut read.errors);
        read.name_from_own_folders(question.rules.as_deref());
        let rules = read.rule_files();
        let found = sealing::statement(&read, question.rules.as_deref());
        let mistakes = match &found {
            Some(found) => seal::compare(statement, found),
            // Where the rules could not be read either, that has been said.
            None if rules.is_empty() => Vec::new(),
            None => seal::compare_rules(statement, &rules),
        };
        self.say(&mistakes);
        self.sources = read.sources;
        found.map(drop)
    }
}

fn is_folder(path: &Path) -> io::Result<()> {
    let is_folder = std::fs::metadata(path)?.is_dir();
    if is_folder { Ok(()) } else { Err(io::Error::from(io::ErrorKind::NotADirectory)) }
}

/// Whether nothing is lost where the file is written: there is none, or it is a report of this command. Where the seal
/// cannot be read, nobody knows whether another file is one that it names.
fn is_free(path: &Path) -> bool {
    const STARTS: [&[u8]; 2] = [b"Verified", b"Not verified"];
    if !std::fs::metadata(path).is_ok_and(|found| found.is_file()) {
        return true;
    }
    let start = input::open_regular(path).and_then(|file| input::read_limited(file, 16));
    start.is_ok_and(|start| STARTS.iter().any(|known| start.starts_with(known)))
}
