//! `tipstaff seal`, `tipstaff verify` and `tipstaff keygen` as the built program: what is sealed is verified anywhere, and
//! nothing else is.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a test may fail where its files cannot be read"
)]

mod keys;
mod tampering;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

use base64ct::{Base64, Encoding};
use ed25519_dalek::{Signer, SigningKey};
use insta::assert_snapshot;
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;
use tipstaff::digest::sha256_hex;
use tipstaff::seal::{PrivateKey, PublicKey};

use crate::program::{complained, printed, program, transcript};

/// The 32 bytes that the keys of the tests are made of.
const OURS: [u8; 32] = [7; 32];
const THEIRS: [u8; 32] = [8; 32];
const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

/// A folder with an assessment, its pack, a seal of it, and keys.
pub(crate) struct Sealed {
    pub(crate) folder: TempDir,
}

impl Sealed {
    pub(crate) fn new() -> Sealed {
        let folder = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/seal"), folder.path());
        let sealed = Sealed { folder };
        for (name, bytes) in [("ours", OURS), ("theirs", THEIRS)] {
            let key = PrivateKey::from_random(&bytes);
            sealed.write(&format!("{name}.private.pem"), &key.to_pem().unwrap());
            sealed.write(&format!("{name}.public.pem"), &key.public().unwrap().to_pem().unwrap());
            keys::protect(&sealed.path(&format!("{name}.private.pem")));
        }
        // It is the same for every test.
        static ENVELOPE: OnceLock<String> = OnceLock::new();
        let seal =
            || sealed.run(&["seal", "--rules", "pack", "--key", "ours.private.pem", "force/force.toml"]);
        sealed.write("force/seal.json", ENVELOPE.get_or_init(|| printed(&seal())));
        sealed
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Puts one text in the place of another that is there.
    pub(crate) fn replace(&self, name: &str, old: &str, new: &str) {
        let text = self.read(name);
        assert!(text.contains(old), "{name} has no {old}");
        self.write(name, &text.replacen(old, new, 1));
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        program(arguments).current_dir(self.folder.path()).output().unwrap()
    }

    pub(crate) fn verify(&self) -> Output {
        self.run(&["verify", "--rules", "pack", "--public-key", "ours.public.pem", "force/seal.json"])
    }

    pub(crate) fn envelope(&self) -> Value {
        serde_json::from_str(&self.read("force/seal.json")).unwrap()
    }

    /// The statement in the envelope.
    pub(crate) fn payload(&self) -> String {
        let envelope = self.envelope();
        let payload = envelope.pointer("/payload").and_then(Value::as_str).unwrap();
        String::from_utf8(Base64::decode_vec(payload).unwrap()).unwrap()
    }

    /// Puts another statement into the envelope, with a signature that fits it.
    pub(crate) fn sign_again(&self, payload: &str) {
        self.write("force/seal.json", &envelope(payload, PAYLOAD_TYPE, OURS, OURS));
    }
}

/// An envelope as the specification of DSSE has it, signed with one key and naming another.
pub(crate) fn envelope(payload: &str, payload_type: &str, signer: [u8; 32], named: [u8; 32]) -> String {
    let message = format!("DSSEv1 {} {payload_type} {} {payload}", payload_type.len(), payload.len());
    let signature = SigningKey::from_bytes(&signer).sign(message.as_bytes()).to_bytes();
    let id = PrivateKey::from_random(&named).public().unwrap().id().to_owned();
    let envelope = json!({
        "payload": Base64::encode_string(payload.as_bytes()),
        "payloadType": payload_type,
        "signatures": [{ "keyid": id, "sig": Base64::encode_string(&signature) }],
    });
    serde_json::to_string_pretty(&envelope).unwrap() + "\n"
}

/// Signs the statement again with one text in it replaced, as someone could who has the key.
pub(crate) fn sign(sealed: &Sealed, old: &str, new: &str) {
    let payload = sealed.payload();
    assert!(payload.contains(old), "the statement has no {old}");
    sealed.sign_again(&payload.replacen(old, new, 1));
}

/// What a run has said on standard error, in one line: messages are broken and drawn to fit a screen.
pub(crate) fn said(output: &Output) -> String {
    let complained = complained(output);
    complained.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ")
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn what_is_sealed_and_verified_is_told() {
    let sealed = Sealed::new();
    let output = sealed.run(&[
        "seal",
        "--rules",
        "pack",
        "--key",
        "ours.private.pem",
        "--output",
        "again.json",
        "force/force.toml",
    ]);
    assert_snapshot!("sealed", transcript(&output));
    assert_snapshot!("verified", transcript(&sealed.verify()));
    let statement = sealed.run(&["seal", "--rules", "pack", "force/force.toml"]);
    insta::with_settings!({ filters => [("[0-9a-f]{64}", "[sha256]")] }, {
        assert_snapshot!("statement", transcript(&statement));
    });
    let output = sealed.run(&[
        "seal",
        "--quiet",
        "--rules",
        "pack",
        "--output",
        "force/statement.json",
        "force/force.toml",
    ]);
    assert_snapshot!("sealed_without_a_key", transcript(&output));
    for (file, name) in [("seal", "without_looking_at_a_signature"), ("statement", "without_a_signature")] {
        let file = format!("force/{file}.json");
        let output = sealed.run(&["verify", "--quiet", "--without-signature", "--rules", "pack", &file]);
        assert_snapshot!(name, transcript(&output));
    }
}

#[test]
fn the_same_bytes_are_sealed_from_anywhere_and_verified_anywhere() {
    let sealed = Sealed::new();
    let envelope = sealed.read("force/seal.json");
    let absolute = |name: &str| sealed.path(name).to_str().unwrap().to_owned();
    for (folder, rules, assessment) in [
        ("force", "../pack".to_owned(), "force.toml".to_owned()),
        ("pack", ".".to_owned(), "../force/./force.toml".to_owned()),
        ("pack", "../pack/".to_owned(), absolute("force/force.toml")),
        ("force/extracts", absolute("pack"), "../force.toml".to_owned()),
    ] {
        let key = absolute("ours.private.pem");
        let output = program(&["seal", "--rules", &rules, "--key", &key, &assessment])
            .current_dir(sealed.path(folder))
            .output()
            .unwrap();
        assert_eq!(printed(&output), envelope, "from {folder}\n{}", complained(&output));
    }
    // What is sealed travels as one folder, the rules as another, and the seal in a third.
    let elsewhere = tempfile::tempdir().unwrap();
    let moved = |name: &str| elsewhere.path().join(name).to_str().unwrap().to_owned();
    for (from, to) in [("force", "received"), ("pack", "rules"), ("ours.public.pem", "key.pem")] {
        fs::rename(sealed.path(from), moved(to)).unwrap();
    }
    fs::rename(moved("received/seal.json"), moved("seal.json")).unwrap();
    let output = program(&[
        "verify",
        "--folder",
        &moved("received"),
        "--rules",
        &moved("rules"),
        "--public-key",
        &moved("key.pem"),
        &moved("seal.json"),
    ])
    .output()
    .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
}

#[test]
fn the_sealed_result_is_the_one_that_check_prints_in_the_folder() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = project.join("examples/forces/fictional");
    let result =
        program(&["check", "--format", "json", "wexmouth.toml"]).current_dir(&folder).output().unwrap();
    let statement = program(&["seal", "examples/forces/fictional/wexmouth.toml"]).output().unwrap();
    let statement: Value = serde_json::from_str(&printed(&statement)).unwrap();
    assert_eq!(statement["predicate"]["result"], "WARNED");
    let sealed = &statement["predicate"]["tipstaff"]["result"]["sha256"];
    assert_eq!(sealed, &Value::from(sha256_hex(&result.stdout)));
    // Every file is sealed as it lies there, and those of the built-in rules as they lie in the project.
    let files = [
        (&statement["subject"], 0, folder),
        (&statement["predicate"]["configuration"], 1, project.to_owned()),
    ];
    for (files, skipped, folder) in files {
        for file in files.as_array().unwrap().iter().skip(skipped) {
            let bytes = fs::read(folder.join(file["name"].as_str().unwrap())).unwrap();
            assert_eq!(file["digest"]["sha256"], sha256_hex(&bytes), "{file}");
        }
    }
}

#[test]
fn the_question_is_sealed_with_the_answer() {
    let sealed = Sealed::new();
    let output = sealed.run(&[
        "seal",
        "--rules",
        "pack",
        "--as-of",
        "2027-03-01",
        "--assurance",
        "evidenced",
        "--key",
        "ours.private.pem",
        "--output",
        "force/seal.json",
        "force/force.toml",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
    assert!(sealed.payload().contains("\"as_of\": \"2027-03-01\",\n      \"assurance\": \"evidenced\""));
    assert_eq!(sealed.verify().status.code(), Some(0));
}

#[test]
fn nothing_is_sealed_that_is_wrong_or_would_be_overwritten() {
    let cases: [(&str, &[&str], &str); 7] = [
        ("force/force.toml", &["force/wrong.toml"], "expected"),
        ("", &["-"], "standard input has no folder"),
        ("", &["force/none.toml"], "there is no such file or folder"),
        ("", &["force/force.toml", "--output", "force/force.toml"], "would be replaced by the report"),
        (
            "",
            &["force/force.toml", "--output", "force/evidence/policy.txt"],
            "would be replaced by the report",
        ),
        (
            "",
            &["force/force.toml", "--output", "theirs.private.pem", "--key", "theirs.private.pem"],
            "would be replaced",
        ),
        ("", &["force/force.toml", "--output", "nowhere/seal.json"], "cannot write `nowhere/seal.json`"),
    ];
    for (source, arguments, expected) in cases {
        let sealed = Sealed::new();
        if !source.is_empty() {
            sealed.write("force/wrong.toml", &sealed.read(source).replace("paired = false", "paired = 3"));
        }
        let before = ["force/force.toml", "force/evidence/policy.txt", "theirs.private.pem"]
            .map(|name| sealed.read(name));
        let output = sealed.run(&[&["seal", "--rules", "pack"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}\n{}", transcript(&output));
        assert!(said(&output).contains(expected), "{arguments:?}\n{}", transcript(&output));
        assert_eq!(printed(&output), "");
        let after = ["force/force.toml", "force/evidence/policy.txt", "theirs.private.pem"]
            .map(|name| sealed.read(name));
        assert_eq!(before, after);
    }
}

/// What is sealed has to be found again from the folder on, on any system.
#[cfg(unix)]
#[test]
fn an_assessment_that_is_not_in_its_folder_is_not_sealed() {
    let sealed = Sealed::new();
    fs::create_dir(sealed.path("other")).unwrap();
    copy(&sealed.path("force"), &sealed.path("other"));
    std::os::unix::fs::symlink(sealed.path("force/force.toml"), sealed.path("other/link.toml")).unwrap();
    fs::copy(sealed.path("force/force.toml"), sealed.path("force/a\\b.toml")).unwrap();
    for (assessment, expected) in [
        ("other/link.toml", "`link.toml` is a link that leads out"),
        ("force/a\\b.toml", "`a\\b.toml` is no plain path"),
    ] {
        let output = sealed.run(&["seal", "--rules", "pack", assessment]);
        assert_eq!(output.status.code(), Some(2), "{}", transcript(&output));
        assert!(said(&output).contains(expected), "{}", transcript(&output));
        assert_eq!(printed(&output), "");
    }
}

#[test]
fn flipping_any_byte_of_an_envelope_is_refused() {
    let envelope = Sealed::new().read("force/seal.json");
    let keys = [PrivateKey::from_random(&OURS).public().unwrap()];
    let is_accepted = |text: &str, keys: &[PublicKey]| {
        let mut mistakes = Vec::new();
        let opened = tipstaff::seal::open(text, &mut mistakes);
        opened.signer(keys, &mut mistakes).is_some() && mistakes.is_empty()
    };
    assert!(is_accepted(&envelope, &keys));
    proptest!(|(at in 0..envelope.len(), flip in 1..=255_u8)| {
        let mut bytes = envelope.clone().into_bytes();
        bytes[at] ^= flip;
        // What is no UTF-8 is not even read.
        if let Ok(text) = String::from_utf8(bytes) {
            prop_assert!(!is_accepted(&text, &keys), "byte {at} flipped with {flip}");
        }
    });
}

#[test]
fn flipping_any_byte_of_a_statement_is_refused_without_any_signature() {
    let sealed = Sealed::new();
    let statement = sealed.payload();
    proptest!(ProptestConfig::with_cases(64), |(at in 0..statement.len(), flip in 1..=127_u8)| {
        let mut bytes = statement.clone().into_bytes();
        bytes[at] ^= flip;
        fs::write(sealed.path("force/statement.json"), bytes).unwrap();
        let output = sealed.run(&["verify", "--without-signature", "--rules", "pack", "force/statement.json"]);
        prop_assert_eq!(output.status.code(), Some(2), "byte {} flipped with {}\n{}", at, flip, transcript(&output));
    });
}

#[test]
fn a_signature_that_nobody_checks_is_no_signature() {
    let sealed = Sealed::new();
    let output = sealed.run(&["verify", "--rules", "pack", "force/seal.json"]);
    assert_snapshot!("nobodys_signature", transcript(&output));
    sealed.write("force/statement.json", &sealed.payload());
    let output = sealed.run(&["verify", "--rules", "pack", "force/statement.json"]);
    assert_eq!(output.status.code(), Some(2), "{}", transcript(&output));
    // The form of a signature is looked at all the same, and so is what was sealed.
    let envelope = sealed.read("force/seal.json");
    let signature = sealed.envelope();
    let [key, signature] = ["keyid", "sig"].map(|part| signature["signatures"][0][part].as_str().unwrap());
    for (old, new, expected) in [
        (signature, String::new(), "`sig` is not 64 bytes in Base64"),
        (signature, "AAAA".to_owned(), "`sig` is not 64 bytes in Base64"),
        (signature, "0a".repeat(64), "`sig` is not 64 bytes in Base64"),
        (key, String::new(), "`keyid` is not 64 hexadecimal digits"),
        (key, key.to_uppercase(), "`keyid` is not 64 hexadecimal digits"),
        (key, "z".repeat(64), "`keyid` is not 64 hexadecimal digits"),
    ] {
        sealed.replace("force/seal.json", &format!("\"{old}\""), &format!("\"{new}\""));
        let output = sealed.run(&["verify", "--without-signature", "--rules", "pack", "force/seal.json"]);
        assert_eq!(output.status.code(), Some(2), "{}", transcript(&output));
        assert!(said(&output).contains(expected), "{}", transcript(&output));
        sealed.write("force/seal.json", &envelope);
    }
    sealed.write("force/evidence/policy.txt", "");
    let output = sealed.run(&["verify", "--without-signature", "--rules", "pack", "force/seal.json"]);
    assert_eq!(output.status.code(), Some(2), "{}", transcript(&output));
}

#[test]
fn a_report_does_not_say_verified_after_a_run_that_failed() {
    let sealed = Sealed::new();
    let verify = |seal: &str, output: &str| {
        let options =
            ["verify", "--rules", "pack", "--public-key", "ours.public.pem", "--output", output, seal];
        sealed.run(&options).status.code()
    };
    let is_verified = |name: &str| sealed.read(name).starts_with("Verified: ");
    assert_eq!((verify("force/seal.json", "report"), is_verified("report")), (Some(0), true));
    sealed.write("broken.json", "[]");
    for seal in ["none.json", "broken.json"] {
        assert_eq!((verify(seal, "report"), is_verified("report")), (Some(2), false), "{seal}");
        assert_eq!(sealed.read("report").lines().next(), Some(format!("Not verified: {seal}").as_str()));
    }
    assert_eq!((verify("force/seal.json", "report"), is_verified("report")), (Some(0), true));
    // What the seal names is never written over, even where it looks like a report, nor is anything else but a report.
    sealed.write("force/evidence/policy.txt", "Verified: by hand");
    let kept = [
        "force/evidence/policy.txt",
        "force/force.toml",
        "pack/visits.rules",
        "ours.public.pem",
        "broken.json",
    ];
    let before = kept.map(|name| sealed.read(name));
    for output in kept {
        assert_eq!(verify("force/seal.json", output), Some(2), "{output}");
        // Of a seal that cannot be read nobody knows what it names.
        if output != "force/evidence/policy.txt" {
            assert_eq!(verify("broken.json", output), Some(2), "{output}");
        }
    }
    assert_eq!(kept.map(|name| sealed.read(name)), before);
    assert_eq!((verify("force/seal.json", "report"), is_verified("report")), (Some(2), false));
}

#[test]
fn a_folder_that_is_none_is_blamed_itself() {
    let sealed = Sealed::new();
    for (folder, expected) in [
        ("none", "cannot read `none`: there is no such file or folder"),
        ("ours.public.pem", "cannot read `ours.public.pem`: it is not a folder"),
    ] {
        let output = sealed.run(&[
            "verify",
            "--rules",
            "pack",
            "--public-key",
            "ours.public.pem",
            "--folder",
            folder,
            "force/seal.json",
        ]);
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains(expected), "{}", transcript(&output));
        assert!(!said(&output).contains("policy.txt"), "{}", transcript(&output));
    }
}

#[test]
fn all_that_is_wrong_is_said_in_one_run() {
    let sealed = Sealed::new();
    sign(&sealed, "FAILED", "PASSED");
    let statement = sealed.payload();
    sealed.write("force/seal.json", &envelope(&statement, "text/plain", THEIRS, THEIRS));
    fs::remove_file(sealed.path("force/evidence/policy.txt")).unwrap();
    sealed.replace("force/force.toml", "written_up = false", "written_up = 3");
    sealed.replace("pack/visits.rules", "visiting.done >= 2", "visiting.done >= 1");
    assert_snapshot!("all_that_is_wrong_is_said_in_one_run", transcript(&sealed.verify()));
}
