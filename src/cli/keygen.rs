//! `tipstaff keygen`: a pair of keys, in two files.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Status;
use super::input::reason;
use super::output::{self, OutputArgs};
use super::path::shown;
use super::store::{Aside, NewFile};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::report::seal;
use crate::seal::{Mistake, PrivateKey};
use crate::source::SourceMap;

/// What `tipstaff keygen` is asked to do.
#[derive(Args, Debug)]
#[command(after_help = "\
NAME.private.pem is the key that signs: whoever has it signs as you. NAME.public.pem is for everybody who verifies.

Exit status: 0 made; 2 not made, or made and not told of, which standard error says.")]
pub struct KeygenArgs {
    /// What the files are called: NAME.private.pem and NAME.public.pem
    #[arg(value_name = "NAME")]
    name: PathBuf,
    /// Overwrite keys of this name; they are lost
    #[arg(long)]
    replace: bool,
}

/// Makes a pair of keys out of the system's randomness.
pub fn run(arguments: &KeygenArgs) -> Status {
    if !is_name(&arguments.name) {
        let message = format!("{} is no name for keys", quote(&shown(&arguments.name)));
        let error = Diagnostic::error(Code::Conflict, message);
        let error = error.help("name the keys, not their folder: `FOLDER/NAME`");
        OutputArgs::default().refuse(&SourceMap::default(), &[error], "no keys were made");
        return Status::Failed;
    }
    let paths = [".private.pem", ".public.pem"].map(|ending| with_ending(&arguments.name, ending));
    let taken = paths.iter().filter(|path| !arguments.replace && path.symlink_metadata().is_ok());
    let taken: Vec<Diagnostic> = taken.map(|path| exists(path)).collect();
    if !taken.is_empty() {
        OutputArgs::default().refuse(&SourceMap::default(), &taken, "no keys were made");
        return Status::Failed;
    }
    let made = make(&paths, arguments.replace).and_then(|key_id| {
        let names = paths.each_ref().map(|path| shown(path));
        let told = output::say(&seal::made(&key_id, &names));
        told.map_err(|why| format!("the keys are made, but cannot be told of: {why}"))
    });
    output::ended(made, Status::Passed)
}

/// Whether the last part of a path is a name: without one the keys would be hidden files of a folder.
fn is_name(path: &Path) -> bool {
    let path = path.to_string_lossy();
    let last = path.rsplit(std::path::is_separator).next().unwrap_or_default();
    !matches!(last, "" | "." | "..")
}

fn with_ending(name: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(name);
    name.push(ending);
    PathBuf::from(name)
}

fn exists(path: &Path) -> Diagnostic {
    Diagnostic::from(&Mistake::KeyExists { path: shown(path) })
}

/// Writes both files, and gives the id of the key.
fn make([private, public]: &[PathBuf; 2], replace: bool) -> Result<String, String> {
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(|error| format!("the system gives no randomness: {error}"))?;
    let key = PrivateKey::from_random(&random);
    let texts = key.public().and_then(|public| {
        let id = public.id().to_owned();
        Some((key.to_pem()?, public.to_pem()?, id))
    });
    let (private_pem, public_pem, id) = texts.ok_or("the keys cannot be put into words")?;
    // Both are on the disk before either takes its place, so that a new half never meets an old one.
    let new_private = NewFile::write(private, &private_pem, true).map_err(|error| cannot(private, &error))?;
    let new_public = NewFile::write(public, &public_pem, false).map_err(|error| cannot(public, &error))?;
    place([(private, new_private), (public, new_public)], replace)?;
    Ok(id)
}

/// Lets both files take their places, or neither, as far as the system allows.
fn place(
    [(private, new_private), (public, new_public)]: [(&Path, NewFile<'_>); 2],
    replace: bool,
) -> Result<(), String> {
    // The public key first: where anything fails, the old private key, which nothing brings back, is still there.
    let aside = if replace { Aside::put(public).map_err(|error| cannot(public, &error))? } else { None };
    let placed = new_public.place(replace).map_err(|error| cannot(public, &error)).and_then(|()| {
        new_private.place(replace).map_err(|error| {
            // Half a pair is of no use, and would only stand in the way of the next try.
            let _ = std::fs::remove_file(public);
            cannot(private, &error)
        })
    });
    let Err(why) = placed else { return Ok(()) };
    match aside.map(|aside| aside.put_back(public)) {
        None | Some(Ok(())) => Err(why),
        Some(Err((path, error))) => {
            let (public, path, reason) = (shown(public), shown(&path), reason(&error));
            Err(format!("{why}; the old `{public}` is now `{path}`, and cannot be put back: {reason}"))
        }
    }
}

fn cannot(path: &Path, error: &std::io::Error) -> String {
    format!("cannot write `{}`: {}", shown(path), reason(error))
}
