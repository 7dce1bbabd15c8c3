//! Key files: how they are made, who may read them, and which are refused.

use std::fs;
use std::path::Path;

use super::Sealed;
use crate::program::{complained, printed, transcript};

/// Lets only the owner read a file, where files have such modes.
pub(super) fn protect(path: &Path) {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    #[cfg(not(unix))]
    let _ = path;
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_pair_of_keys_signs_and_verifies_and_is_never_overwritten_unasked() {
    let sealed = Sealed::new();
    let output = sealed.run(&["keygen", "new"]);
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
    #[cfg(unix)]
    assert_eq!(mode(&sealed.path("new.private.pem")), 0o600);
    let (private, public) = (sealed.read("new.private.pem"), sealed.read("new.public.pem"));
    let key = tipstaff::seal::PublicKey::read(&public).unwrap();
    assert!(printed(&output).contains(key.id()), "{}", transcript(&output));

    let output = sealed.run(&[
        "seal",
        "--rules",
        "pack",
        "--key",
        "new.private.pem",
        "--output",
        "force/seal.json",
        "force/force.toml",
    ]);
    assert_eq!(complained(&output), "");
    let output =
        sealed.run(&["verify", "--rules", "pack", "--public-key", "new.public.pem", "force/seal.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
    // One of several keys has signed, and it is told which.
    let both = ["--public-key", "ours.public.pem", "--public-key", "new.public.pem"];
    let output = sealed.run(&[&["verify", "--rules", "pack"], &both[..], &["force/seal.json"]].concat());
    assert!(printed(&output).contains("the key in new.public.pem"), "{}", transcript(&output));

    let output = sealed.run(&["keygen", "new"]);
    assert_eq!(output.status.code(), Some(2));
    for name in ["new.private.pem", "new.public.pem"] {
        assert!(
            complained(&output).contains(&format!("`{name}` is there already")),
            "{}",
            transcript(&output)
        );
    }
    assert_eq!(sealed.read("new.private.pem"), private);
    fs::remove_file(sealed.path("new.private.pem")).unwrap();
    assert_eq!(sealed.run(&["keygen", "new"]).status.code(), Some(2));
    assert!(!sealed.path("new.private.pem").exists(), "half a pair was made");
    sealed.write("new.private.pem", "a key that others can read");
    assert_eq!(sealed.run(&["keygen", "--replace", "new"]).status.code(), Some(0));
    #[cfg(unix)]
    assert_eq!(mode(&sealed.path("new.private.pem")), 0o600);
    assert_ne!(sealed.read("new.private.pem"), private);
    assert_ne!(sealed.read("new.public.pem"), public);
    let output = sealed.run(&["keygen", "nowhere/new"]);
    assert_eq!(output.status.code(), Some(2), "{}", transcript(&output));
    let left = fs::read_dir(sealed.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(left.filter(|name| name.to_string_lossy().starts_with(".tipstaff")).count(), 0);
}

#[test]
fn where_half_of_a_pair_cannot_be_replaced_the_old_pair_is_left() {
    let sealed = Sealed::new();
    let names = || {
        let names = fs::read_dir(sealed.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    };
    for (half, other) in [("private", "public"), ("public", "private")] {
        let (half, other) = (format!("pair.{half}.pem"), format!("pair.{other}.pem"));
        fs::create_dir(sealed.path(&half)).unwrap();
        let before = names();
        let output = sealed.run(&["keygen", "--replace", "pair"]);
        assert_eq!(output.status.code(), Some(2), "{}", transcript(&output));
        assert!(complained(&output).contains(&format!("cannot write `{half}`: ")), "{}", transcript(&output));
        assert_eq!(names(), before, "a new half was left");
        sealed.write(&other, "the old one");
        let before = names();
        assert_eq!(sealed.run(&["keygen", "--replace", "pair"]).status.code(), Some(2));
        assert_eq!(sealed.read(&other), "the old one");
        assert_eq!(names(), before);
        fs::remove_dir(sealed.path(&half)).unwrap();
        assert_eq!(sealed.run(&["keygen", "--replace", "pair"]).status.code(), Some(0));
        assert_eq!(names().len(), before.len(), "what was moved aside was left");
        for name in [half, other] {
            fs::remove_file(sealed.path(&name)).unwrap();
        }
    }
}

#[test]
fn keys_have_a_name() {
    let sealed = Sealed::new();
    for name in ["", "force/", "force/.", "..", "."] {
        let output = sealed.run(&["keygen", name]);
        assert_eq!(output.status.code(), Some(2), "{name}\n{}", transcript(&output));
    }
    let files = [".", "force"].into_iter().flat_map(|folder| fs::read_dir(sealed.path(folder)).unwrap());
    let hidden = files.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with('.'));
    assert_eq!(hidden.count(), 0);
}

#[cfg(unix)]
#[test]
fn a_private_key_that_others_can_read_or_write_is_warned_of() {
    use std::os::unix::fs::PermissionsExt;

    let sealed = Sealed::new();
    for (mode, expected) in [
        (0o600, ""),
        (0o400, ""),
        (0o640, "others can read the private"),
        (0o604, "others can read the private"),
        (0o620, "others can write the private"),
        (0o602, "others can write the private"),
        (0o646, "others can read and write the private"),
    ] {
        fs::set_permissions(sealed.path("ours.private.pem"), PermissionsExt::from_mode(mode)).unwrap();
        let output =
            sealed.run(&["seal", "--rules", "pack", "--key", "ours.private.pem", "force/force.toml"]);
        assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
        assert_eq!(complained(&output).contains(&format!("{mode:03o}")), !expected.is_empty(), "{mode:o}");
        assert!(complained(&output).contains(expected), "{}", transcript(&output));
    }
}

/// A key of another kind, on the curve P-256.
const P256: &str = "-----BEGIN PUBLIC KEY-----\n\
    MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt\n\
    6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==\n\
    -----END PUBLIC KEY-----\n";
/// The neutral element of the curve: a signature of nought fits it, over any statement.
const WEAK: &str = "-----BEGIN PUBLIC KEY-----\n\
    MCowBQYDK2VwAyEAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\
    -----END PUBLIC KEY-----\n";

#[test]
fn files_that_are_no_such_key_are_refused() {
    let sealed = Sealed::new();
    let private = sealed.read("ours.private.pem");
    let cases = [
        ("--public-key", WEAK, "weak key"),
        ("--public-key", P256, "another kind than Ed25519"),
        ("--public-key", private.as_str(), "a public one is needed"),
        ("--public-key", "-----BEGIN CERTIFICATE-----\n", "no key in the form"),
        ("--public-key", "ssh-ed25519 AAAA", "no PEM file"),
        ("--public-key", "", "no PEM file"),
        ("--key", &sealed.read("ours.public.pem"), "a private one is needed"),
        ("--key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\n", "encrypted with a password"),
        ("--key", "-----BEGIN OPENSSH PRIVATE KEY-----\n", "no key in the form"),
        ("--key", &private.replace("MC4C", "MC4D"), "damaged"),
    ];
    for (option, text, expected) in cases {
        sealed.write("key.pem", text);
        let command: [&str; 2] =
            if option == "--key" { ["seal", "force/force.toml"] } else { ["verify", "force/seal.json"] };
        let output = sealed.run(&[&command[..], &["--rules", "pack", option, "key.pem"]].concat());
        assert_eq!(output.status.code(), Some(2), "{text}\n{}", transcript(&output));
        assert!(complained(&output).contains(expected), "{text}\n{}", transcript(&output));
        assert_eq!(printed(&output), "");
    }
}
