//! Any text is opened as a seal, or refused with a reason, and nobody has signed it; any text is read as a key or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tipstaff::seal::{self, PrivateKey, PublicKey};

fuzz_target!(|text: &str| {
    let ours = PrivateKey::from_random(&[7; 32]).public().expect("a key can be written");
    let mut mistakes = Vec::new();
    let opened = seal::open(text, &mut mistakes);
    match &opened.statement {
        None => assert!(!mistakes.is_empty(), "refused without a word"),
        Some(statement) if mistakes.is_empty() && !opened.is_in_envelope() => {
            assert_eq!(statement.write().as_deref(), Some(text), "opened in another spelling");
            assert_eq!(seal::compare(statement, statement), []);
        }
        Some(_) => {}
    }
    assert_eq!(opened.signer(&[ours], &mut mistakes), None);
    if let Ok(key) = PublicKey::read(text) {
        assert!(key.to_pem().is_some_and(|pem| PublicKey::read(&pem) == Ok(key)));
    }
    if let Ok(key) = PrivateKey::read(text) {
        assert!(key.to_pem().is_some());
    }
});
