//! A statement as a file: signed, in an envelope of the Dead Simple Signing Envelope (DSSE) v1, or as it is. The only
//! door to `base64ct`.
//!
//! Both are read back only as [`signed`] and [`Statement::write`] write them: each must come to the same bytes when it
//! is written again. So no key can be given twice, nothing can stand behind the end, and no other spelling of the same
//! values can carry anything past the signature.

use base64ct::{Base64, Encoding};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::key::{PrivateKey, PublicKey};
use super::mistake::Mistake;
use super::statement::{Statement, to_text};

/// What kind of thing an envelope holds: an in-toto statement.
const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

#[derive(Serialize, Deserialize, Debug)]
#[serde(deny_unknown_fields, expecting = "an envelope in braces")]
struct Envelope {
    payload: String,
    #[serde(rename = "payloadType")]
    payload_type: String,
    signatures: Vec<Signature>,
}

#[derive(Serialize, Deserialize, Debug)]
#[serde(deny_unknown_fields, expecting = "a signature in braces")]
struct Signature {
    keyid: String,
    sig: String,
}

/// A file that was opened. Nothing in it is to be believed before its signature has been checked.
#[derive(Debug)]
pub struct Opened {
    /// What it states, where that can be read.
    pub statement: Option<Statement>,
    form: Form,
}

#[derive(Debug)]
enum Form {
    /// Neither an envelope nor a statement.
    Unreadable,
    /// A statement in no envelope.
    Bare,
    /// What was signed, with the key's id and the signature; without these where there is not just one.
    Envelope { message: Vec<u8>, signature: Option<(String, Vec<u8>)> },
}

/// The envelope with this statement and a signature; nothing where it cannot be written, which does not occur.
pub fn signed(statement: &Statement, key: &PrivateKey) -> Option<String> {
    let payload = statement.write()?;
    let signature = key.sign(&message(PAYLOAD_TYPE, payload.as_bytes()));
    to_text(&Envelope {
        payload: Base64::encode_string(payload.as_bytes()),
        payload_type: PAYLOAD_TYPE.to_owned(),
        signatures: vec![Signature {
            keyid: key.public()?.id().to_owned(),
            sig: Base64::encode_string(&signature),
        }],
    })
}

/// What is signed: DSSE's pre-authentication encoding, which no two pairs of type and payload share.
fn message(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let mut message = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len()).into_bytes();
    message.extend_from_slice(payload);
    message
}

/// Opens an envelope, or a statement that is in none.
pub fn open(text: &str, mistakes: &mut Vec<Mistake>) -> Opened {
    // This only tells the two apart; both are then read strictly.
    let is_bare = serde_json::from_str::<Value>(text).is_ok_and(|value| value.get("_type").is_some());
    if is_bare {
        return Opened { statement: Statement::read(text, mistakes), form: Form::Bare };
    }
    let Some(envelope) = read(text, mistakes) else {
        return Opened { statement: None, form: Form::Unreadable };
    };
    let payload = decode("payload", &envelope.payload, mistakes);
    let statement = payload.as_deref().and_then(|payload| statement(payload, mistakes));
    if envelope.payload_type != PAYLOAD_TYPE {
        mistakes.push(Mistake::PayloadType { found: envelope.payload_type.clone(), expected: PAYLOAD_TYPE });
    }
    let signature = match envelope.signatures.as_slice() {
        [one] => one.decode(mistakes).map(|signature| (one.keyid.clone(), signature)),
        several => {
            mistakes.push(Mistake::Signatures { count: several.len() });
            None
        }
    };
    let message = message(&envelope.payload_type, &payload.unwrap_or_default());
    Opened { statement, form: Form::Envelope { message, signature } }
}

fn statement(payload: &[u8], mistakes: &mut Vec<Mistake>) -> Option<Statement> {
    match std::str::from_utf8(payload) {
        Ok(text) => Statement::read(text, mistakes),
        Err(_) => {
            mistakes.push(Mistake::Unreadable { what: "statement", why: "it is not UTF-8 text".to_owned() });
            None
        }
    }
}

fn read(text: &str, mistakes: &mut Vec<Mistake>) -> Option<Envelope> {
    let envelope = match serde_json::from_str::<Envelope>(text) {
        Ok(envelope) => envelope,
        Err(error) => {
            mistakes.push(Mistake::Unreadable { what: "envelope", why: error.to_string() });
            return None;
        }
    };
    if to_text(&envelope).as_deref() != Some(text) {
        mistakes.push(Mistake::OtherSpelling { what: "envelope" });
    }
    Some(envelope)
}

fn decode(what: &'static str, text: &str, mistakes: &mut Vec<Mistake>) -> Option<Vec<u8>> {
    let bytes = Base64::decode_vec(text).ok().filter(|bytes| Base64::encode_string(bytes) == text);
    if bytes.is_none() {
        mistakes.push(Mistake::Base64 { what });
    }
    bytes
}

impl Signature {
    /// The signature's bytes. Its form is looked at whether or not a key is given to check it with.
    fn decode(&self, mistakes: &mut Vec<Mistake>) -> Option<Vec<u8>> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if self.keyid.len() != 64 || !self.keyid.bytes().all(is_digit) {
            mistakes.push(Mistake::Form { what: "keyid", expected: "64 hexadecimal digits in lower case" });
        }
        let signature = decode("sig", &self.sig, mistakes)?;
        if signature.len() != 64 {
            mistakes.push(Mistake::Form { what: "sig", expected: "64 bytes in Base64" });
        }
        Some(signature)
    }
}

impl Opened {
    /// Whether it is in an envelope, and so says that it is signed.
    pub fn is_in_envelope(&self) -> bool {
        matches!(self.form, Form::Envelope { .. })
    }

    /// The key that has signed it, by its place among those given; nothing where it was signed by none of them, and why.
    pub fn signer(&self, keys: &[PublicKey], mistakes: &mut Vec<Mistake>) -> Option<usize> {
        let (id, message, signature) = match &self.form {
            Form::Envelope { message, signature: Some((id, signature)) } => (id, message, signature),
            Form::Bare => {
                mistakes.push(Mistake::NotSigned);
                return None;
            }
            // Enough has been said of it.
            Form::Unreadable | Form::Envelope { signature: None, .. } => return None,
        };
        let signer = keys.iter().position(|key| key.has_signed(message, signature));
        let is_named = |key: &PublicKey| key.id() == id;
        let named = id.clone();
        match signer.and_then(|signer| keys.get(signer)) {
            Some(key) if is_named(key) => return signer,
            Some(_) => mistakes.push(Mistake::OtherKeyNamed { named }),
            None if keys.iter().any(is_named) => mistakes.push(Mistake::BadSignature { named }),
            None => mistakes.push(Mistake::UnknownKey { named }),
        }
        None
    }
}
