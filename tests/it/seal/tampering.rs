//! Everything that could be done to a seal, to the files under it and to the rules is refused, and said.

use std::fs;

use base64ct::{Base64, Encoding};
use serde_json::{Value, json};
use tipstaff::seal::Statement;
use tipstaff::seal::statement::Resource;

use super::{OURS, PAYLOAD_TYPE, Sealed, THEIRS, envelope, said, sign};
use crate::program::{printed, transcript};

type Case = (&'static str, fn(&Sealed), &'static str);

#[track_caller]
fn assert_refused(cases: &[Case]) {
    for (what, tamper, expected) in cases {
        let sealed = Sealed::new();
        tamper(&sealed);
        let output = sealed.verify();
        assert_eq!(output.status.code(), Some(2), "{what}\n{}", transcript(&output));
        let said = said(&output);
        assert!(said.contains(expected), "{what}: `{expected}` is not said\n{said}");
        assert_eq!(printed(&output), "", "{what}");
    }
}

/// Writes an envelope as `tipstaff seal` would write it, but for what has been changed in it.
fn rewrite(sealed: &Sealed, change: impl Fn(&mut Value)) {
    let mut envelope = sealed.envelope();
    change(&mut envelope);
    sealed.write("force/seal.json", &(serde_json::to_string_pretty(&envelope).unwrap() + "\n"));
}

/// The signature with the order of the group added to its scalar: it fits as well for those who do not look closely.
fn malleated(signature: &str) -> String {
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut bytes = Base64::decode_vec(signature).unwrap();
    let mut carry = 0;
    for (byte, add) in bytes.iter_mut().skip(32).zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
    Base64::encode_string(&bytes)
}

#[test]
fn envelopes_that_were_tampered_with_are_refused() {
    assert_refused(&[
        (
            "stripped of its signature",
            |s| rewrite(s, |e| e["signatures"] = json!([])),
            "0 signatures instead of one",
        ),
        (
            "stripped of its envelope",
            |s| s.write("force/seal.json", &s.payload()),
            "it is a statement that nobody has signed",
        ),
        (
            "a signature added",
            |s| rewrite(s, |e| e["signatures"] = json!([e["signatures"][0], e["signatures"][0]])),
            "2 signatures instead of one",
        ),
        (
            "signed with another key",
            |s| s.write("force/seal.json", &envelope(&s.payload(), PAYLOAD_TYPE, THEIRS, THEIRS)),
            "by none of the given keys",
        ),
        (
            "signed with another key in our name",
            |s| s.write("force/seal.json", &envelope(&s.payload(), PAYLOAD_TYPE, THEIRS, OURS)),
            "the signature is not one of key",
        ),
        (
            "another name on our signature",
            |s| s.write("force/seal.json", &envelope(&s.payload(), PAYLOAD_TYPE, OURS, THEIRS)),
            "which has not signed it",
        ),
        (
            "without a name",
            |s| rewrite(s, |e| e["signatures"][0]["keyid"] = json!("")),
            "which has not signed it",
        ),
        (
            "another type of payload",
            |s| rewrite(s, |e| e["payloadType"] = json!("application/json")),
            "the signature is not one of key",
        ),
        (
            "another type of payload, signed",
            |s| s.write("force/seal.json", &envelope(&s.payload(), "application/json", OURS, OURS)),
            "the envelope holds `application/json`",
        ),
        (
            "another payload under the signature",
            |s| {
                let payload = Base64::encode_string(s.payload().replace("FAILED", "PASSED").as_bytes());
                rewrite(s, |e| e["payload"] = json!(payload));
            },
            "the signature is not one of key",
        ),
        (
            "a malleated signature",
            |s| {
                let signature = malleated(s.envelope()["signatures"][0]["sig"].as_str().unwrap());
                rewrite(s, |e| e["signatures"][0]["sig"] = json!(signature));
            },
            "the signature is not one of key",
        ),
        (
            "a signature of nought",
            |s| rewrite(s, |e| e["signatures"][0]["sig"] = json!(Base64::encode_string(&[0; 64]))),
            "the signature is not one of key",
        ),
        (
            "a signature cut short",
            |s| rewrite(s, |e| e["signatures"][0]["sig"] = json!("AAAA")),
            "the signature is not one of key",
        ),
        ("an empty payload", |s| rewrite(s, |e| e["payload"] = json!("")), "the statement cannot be read"),
    ]);
}

#[test]
fn envelopes_in_another_spelling_are_refused() {
    assert_refused(&[
        (
            "a key twice",
            |s| s.replace("force/seal.json", "{\n", "{\n  \"payloadType\": \"text/plain\",\n"),
            "duplicate field `payloadType`",
        ),
        (
            "a key more",
            |s| s.replace("force/seal.json", "{\n", "{\n  \"payload_type\": \"text/plain\",\n"),
            "unknown field `payload_type`",
        ),
        (
            "a key less",
            |s| rewrite(s, |e| drop(e.as_object_mut().unwrap().remove("payloadType"))),
            "missing field `payloadType`",
        ),
        (
            "something behind the end",
            |s| s.write("force/seal.json", &(s.read("force/seal.json") + "{}")),
            "trailing characters",
        ),
        (
            "a line break behind the end",
            |s| s.write("force/seal.json", &(s.read("force/seal.json") + "\n")),
            "byte for byte",
        ),
        ("on one line", |s| s.write("force/seal.json", &s.envelope().to_string()), "byte for byte"),
        (
            "keys in another order",
            |s| {
                let line = format!("  \"payloadType\": \"{PAYLOAD_TYPE}\",\n");
                s.replace("force/seal.json", &line, "");
                s.replace("force/seal.json", "{\n", &format!("{{\n{line}"));
            },
            "byte for byte",
        ),
        ("a character escaped", |s| s.replace("force/seal.json", "vnd.", "\\u0076nd."), "byte for byte"),
        ("nothing", |s| s.write("force/seal.json", ""), "the envelope cannot be read: EOF"),
        ("a list", |s| s.write("force/seal.json", "[]"), "the envelope cannot be read"),
        (
            "nested without end",
            |s| s.write("force/seal.json", &"[".repeat(100_000)),
            "the envelope cannot be read",
        ),
        (
            "Base64 with bits to spare",
            |s| {
                // The last character before the padding holds bits that no byte takes.
                let signature = s.envelope()["signatures"][0]["sig"].as_str().unwrap().to_owned();
                let mut other = signature.trim_end_matches('=').to_owned();
                let last = other.pop().and_then(|last| char::from_u32(u32::from(last) + 1)).unwrap();
                let other = format!("{other}{last}==");
                rewrite(s, |e| e["signatures"][0]["sig"] = json!(other));
            },
            "`sig` is not canonical Base64",
        ),
        (
            "Base64 without padding",
            |s| {
                let signature = s.envelope()["signatures"][0]["sig"].as_str().unwrap().replace('=', "");
                rewrite(s, |e| e["signatures"][0]["sig"] = json!(signature));
            },
            "`sig` is not canonical Base64",
        ),
        (
            "Base64 in lines",
            |s| {
                let payload = s.envelope()["payload"].as_str().unwrap().replacen('I', "I\n", 1);
                rewrite(s, |e| e["payload"] = json!(payload));
            },
            "`payload` is not canonical Base64",
        ),
    ]);
}

/// Signs the statement again with something else in it changed.
fn change(sealed: &Sealed, change: impl Fn(&mut Statement)) {
    let mut mistakes = Vec::new();
    let mut statement = tipstaff::seal::open(&sealed.payload(), &mut mistakes).statement.unwrap();
    change(&mut statement);
    sealed.sign_again(&statement.write().unwrap());
}

#[test]
fn statements_that_nobody_could_have_sealed_are_refused_whoever_signs_them() {
    assert_refused(&[
        (
            "a better result",
            |s| sign(s, "FAILED", "PASSED"),
            "the seal says of the result: `PASSED`; it is `FAILED`",
        ),
        (
            "a gap that has passed",
            |s| {
                sign(s, "\"passedTests\": [\n", "\"passedTests\": [\n      \"R1.3\",\n");
                sign(s, "\"failedTests\": [\n      \"R1.3\"\n    ]", "\"failedTests\": []");
            },
            "the seal says otherwise than comes out of `R1.3`",
        ),
        (
            "another outcome",
            |s| sign(s, "\"outcome\": \"not_shown\"", "\"outcome\": \"met\""),
            "the seal says otherwise than comes out of `R1.3`",
        ),
        (
            "another day",
            |s| sign(s, "\"as_of\": \"2026-06-10\"", "\"as_of\": \"2026-06-11\""),
            "not the same bytes",
        ),
        (
            "no day",
            |s| sign(s, "\"as_of\": \"2026-06-10\"", "\"as_of\": \"soon\""),
            "gives `soon` as the day",
        ),
        (
            "another assurance",
            |s| sign(s, "\"assurance\": \"stated\"", "\"assurance\": \"measured\""),
            "not the same bytes",
        ),
        (
            "no assurance",
            |s| sign(s, "\"assurance\": \"stated\"", "\"assurance\": \"sworn\""),
            "gives `sworn` as the assurance",
        ),
        (
            "another sign-off",
            |s| sign(s, "\"by\": \"assistant chief constable\"", "\"by\": \"chief constable\""),
            "the seal says of the sign-off",
        ),
        (
            "another body",
            |s| sign(s, "Test Police", "Best Police"),
            "the seal says of the body: `Best Police`",
        ),
        (
            "another version of the program",
            |s| sign(s, "\"version\": \"0", "\"version\": \"9"),
            "has sealed, and this is tipstaff",
        ),
        (
            "another version of the pack",
            |s| sign(s, "\"version\": \"1.2.0\"", "\"version\": \"1.3.0\""),
            "`visits 1.3.0` was sealed, and the rules are `visits 1.2.0`",
        ),
        (
            "the built-in pack",
            |s| sign(s, "\"built_in\": false", "\"built_in\": true"),
            "`visits 1.2.0, built in` was sealed, and the rules are `visits 1.2.0`",
        ),
    ]);
}

#[test]
fn statements_of_another_kind_or_spelling_are_refused_whoever_signs_them() {
    assert_refused(&[
        (
            "another type of statement",
            |s| sign(s, "Statement/v1", "Statement/v0.1"),
            "not `https://in-toto.io/Statement/v1`",
        ),
        (
            "another predicate",
            |s| sign(s, "test-result/v0.1", "link/v0.3"),
            "not `https://in-toto.io/attestation/test-result/v0.1`",
        ),
        ("another format", |s| sign(s, "tipstaff-seal/1", "tipstaff-seal/2"), "not `tipstaff-seal/1`"),
        (
            "another digest of the result",
            |s| change(s, |statement| statement.predicate.tipstaff.result.sha256 = "0".repeat(64)),
            "evaluated again, the result is not the same bytes",
        ),
        (
            "a key twice",
            |s| sign(s, "{\n", "{\n  \"predicateType\": \"none\",\n"),
            "duplicate field `predicateType`",
        ),
        ("a key more", |s| sign(s, "{\n", "{\n  \"approved\": true,\n"), "unknown field `approved`"),
        ("on one line", |s| sign(s, "{\n", "{"), "the statement is not written byte for byte"),
    ]);
}

#[test]
fn lists_of_files_that_are_not_those_of_the_assessment_are_refused() {
    assert_refused(&[
        (
            "in another order",
            |s| change(s, |statement| statement.subject.swap(0, 1)),
            "these files and rules make another statement",
        ),
        (
            "one twice",
            |s| change(s, |statement| statement.subject.insert(0, statement.subject[0].clone())),
            "these files and rules make another statement",
        ),
        (
            "one left out",
            |s| change(s, |statement| drop(statement.subject.remove(0))),
            "`evidence/policy.txt` is named by the assessment, and not sealed",
        ),
        (
            "one added",
            |s| {
                s.write("force/evidence/extra.txt", &s.read("force/evidence/policy.txt"));
                change(s, |statement| {
                    let digest = statement.subject[0].digest.clone();
                    statement.subject.insert(
                        0,
                        Resource { name: "evidence/extra.txt".to_owned(), digest, annotations: None },
                    );
                });
            },
            "`evidence/extra.txt` is sealed, and the assessment does not name it",
        ),
        (
            "the assessment left out",
            |s| sign(s, "\"assessment\": \"force.toml\"", "\"assessment\": \"other.toml\""),
            "the assessment `other.toml` is not among the sealed files",
        ),
        (
            "a file of the rules left out",
            |s| change(s, |statement| drop(statement.predicate.configuration.remove(1))),
            "files of the rules were not sealed: `pack.toml`",
        ),
        (
            "the pack left out",
            |s| change(s, |statement| drop(statement.predicate.configuration.remove(0))),
            "`no pack` was sealed, and the rules are `visits 1.2.0`",
        ),
    ]);
}

#[test]
fn paths_that_leave_the_folder_are_refused() {
    for path in [
        "../ours.public.pem",
        "/etc/passwd",
        "./evidence/policy.txt",
        "evidence//policy.txt",
        "evidence\\policy.txt",
        "C:policy.txt",
        "",
    ] {
        let sealed = Sealed::new();
        change(&sealed, |statement| path.clone_into(&mut statement.subject[0].name));
        let output = sealed.verify();
        assert_eq!(output.status.code(), Some(2), "{path}\n{}", transcript(&output));
        assert!(said(&output).contains(&format!("`{path}` is no plain path to a file")), "{}", said(&output));
    }
    // The assessment itself is not read either.
    let sealed = Sealed::new();
    sealed.write("force.toml", "no assessment");
    change(&sealed, |statement| {
        for name in [&mut statement.subject[2].name, &mut statement.predicate.tipstaff.assessment] {
            "../force.toml".clone_into(name);
        }
    });
    let said = said(&sealed.verify());
    assert!(said.contains("`../force.toml` is no plain path"), "{said}");
    assert!(!said.contains("toml::"), "{said}");
}

#[test]
fn files_and_rules_that_have_changed_are_refused() {
    assert_refused(&[
        (
            "the assessment",
            |s| s.replace("force/force.toml", "rural", "remote"),
            "`force.toml` is not the file that was sealed",
        ),
        (
            "evidence",
            |s| s.write("force/evidence/policy.txt", "Visits are made."),
            "`evidence/policy.txt` is not the file that was sealed",
        ),
        (
            "line ends of evidence",
            |s| s.replace("force/evidence/policy.txt", "\n", "\r\n"),
            "`evidence/policy.txt` is not the file that was sealed",
        ),
        (
            "an extract",
            |s| s.replace("force/extracts/visits.csv", "2026-05-14", "2026-05-15"),
            "`extracts/visits.csv` is not the file that was sealed",
        ),
        (
            "no evidence",
            |s| fs::remove_file(s.path("force/evidence/policy.txt")).unwrap(),
            "`evidence/policy.txt` is not there",
        ),
        (
            "no assessment",
            |s| fs::remove_file(s.path("force/force.toml")).unwrap(),
            "`force.toml` is not there",
        ),
        #[cfg(unix)]
        (
            "evidence behind a link",
            |s| {
                fs::rename(s.path("force/evidence/policy.txt"), s.path("policy.txt")).unwrap();
                std::os::unix::fs::symlink(s.path("policy.txt"), s.path("force/evidence/policy.txt"))
                    .unwrap();
            },
            "`evidence/policy.txt` is a link that leads out",
        ),
        (
            "a rule",
            |s| s.replace("pack/visits.rules", "visiting.done >= 2", "visiting.done >= 1"),
            "files of the rules have changed: `visits.rules`",
        ),
        (
            "a remark in a rule file",
            |s| s.write("pack/visits.rules", &format!("# Read me.\n{}", s.read("pack/visits.rules"))),
            "files of the rules have changed: `visits.rules`",
        ),
        (
            "a rule file more",
            |s| s.write("pack/more.rules", "# Nothing.\n"),
            "files of the rules were not sealed: `more.rules`",
        ),
        (
            "a rule file less",
            |s| fs::remove_file(s.path("pack/scenarios/visits.rules")).unwrap(),
            "files of the rules are missing: `scenarios/visits.rules`",
        ),
        (
            "the catalogue",
            |s| s.replace("pack/seeds/inspection.toml", "lines = [1]", "lines = [2]"),
            "files of the rules have changed: `seeds/inspection.toml`",
        ),
        (
            "the version of the pack",
            |s| s.replace("pack/pack.toml", "1.2.0", "1.2.1"),
            "`visits 1.2.0` was sealed, and the rules are `visits 1.2.1`",
        ),
    ]);
}
