//! Key files, read.

use std::path::Path;

use super::input;
use super::path::shown;
use crate::diagnostic::Diagnostic;
use crate::seal::key::KeyProblem;
use crate::seal::{Mistake, PrivateKey, PublicKey};

/// The private key in a file, and a warning where others can read or write it.
pub fn private(
    path: &Path,
    errors: &mut Vec<Diagnostic>,
    warnings: &mut Vec<Diagnostic>,
) -> Option<PrivateKey> {
    let key = read(path, PrivateKey::read, errors);
    let exposed = mode(path).filter(|mode| mode & 0o066 != 0);
    let exposed = exposed.map(|mode| Mistake::KeyExposed { path: shown(path), mode });
    // Of a file that holds something else there is no secret to lose.
    warnings.extend(exposed.filter(|_| key.is_some()).iter().map(Diagnostic::from));
    key
}

/// The public key in a file.
pub fn public(path: &Path, errors: &mut Vec<Diagnostic>) -> Option<PublicKey> {
    read(path, PublicKey::read, errors)
}

fn read<K>(
    path: &Path,
    read: impl Fn(&str) -> Result<K, KeyProblem>,
    errors: &mut Vec<Diagnostic>,
) -> Option<K> {
    let text = input::read_text(path).map_err(|error| errors.push(error)).ok()?;
    let key = read(&text).map_err(|problem| Mistake::Key { path: shown(path), problem });
    key.map_err(|mistake| errors.push(Diagnostic::from(&mistake))).ok()
}

/// The mode of a file; nothing on systems that have none.
#[cfg(unix)]
fn mode(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).ok().map(|metadata| metadata.permissions().mode() & 0o777)
}

#[cfg(not(unix))]
fn mode(_path: &Path) -> Option<u32> {
    None
}
