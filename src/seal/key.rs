//! Keys for Ed25519 signatures, in PEM files that OpenSSL reads as well: PKCS#8 for private keys, SubjectPublicKeyInfo
//! for public ones. The only door to `ed25519_dalek`.

use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{
    DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, KeypairBytes,
};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::digest::sha256_hex;

/// A key that signs. It has no `Debug`, so that it cannot be printed by mistake.
pub struct PrivateKey(SigningKey);

/// A key that verifies what the private key of its pair has signed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublicKey {
    key: VerifyingKey,
    id: String,
}

/// Why a key file cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyProblem {
    /// It holds no PEM block.
    NoPem,
    /// It holds a public key where a private one is needed.
    IsPublic,
    /// It holds a private key where a public one is needed.
    IsPrivate,
    /// The private key is encrypted.
    Encrypted,
    /// It holds something else: a certificate, a key of another form.
    OtherForm,
    /// It is damaged, or a key of another kind than Ed25519.
    NotEd25519,
    /// The public key is one of the few that fit signatures that nobody made.
    Weak,
}

impl PrivateKey {
    /// The key that 32 random bytes make.
    pub fn from_random(bytes: &[u8; 32]) -> PrivateKey {
        PrivateKey(SigningKey::from_bytes(bytes))
    }

    /// Reads a PEM file.
    ///
    /// # Errors
    /// Why it is no such key.
    pub fn read(pem: &str) -> Result<PrivateKey, KeyProblem> {
        match label(pem).ok_or(KeyProblem::NoPem)? {
            "PRIVATE KEY" => {
                SigningKey::from_pkcs8_pem(pem).map(PrivateKey).map_err(|_| KeyProblem::NotEd25519)
            }
            "PUBLIC KEY" => Err(KeyProblem::IsPublic),
            "ENCRYPTED PRIVATE KEY" => Err(KeyProblem::Encrypted),
            _ => Err(KeyProblem::OtherForm),
        }
    }

    /// The PEM file of the key; nothing where it cannot be written, which does not occur.
    ///
    /// It is PKCS#8 of version 1, without the public key: many programs read no other.
    pub fn to_pem(&self) -> Option<String> {
        let bytes = KeypairBytes { secret_key: self.0.to_bytes(), public_key: None };
        bytes.to_pkcs8_pem(LineEnding::LF).ok().map(|pem| pem.as_str().to_owned())
    }

    /// The other half of the pair; nothing where it cannot be written, which does not occur.
    pub fn public(&self) -> Option<PublicKey> {
        PublicKey::of(self.0.verifying_key())
    }

    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl PublicKey {
    fn of(key: VerifyingKey) -> Option<PublicKey> {
        let id = sha256_hex(key.to_public_key_der().ok()?.as_bytes());
        Some(PublicKey { key, id })
    }

    /// Reads a PEM file.
    ///
    /// # Errors
    /// Why it is no such key, or one that must not be relied on.
    pub fn read(pem: &str) -> Result<PublicKey, KeyProblem> {
        match label(pem).ok_or(KeyProblem::NoPem)? {
            "PUBLIC KEY" => {
                let key = VerifyingKey::from_public_key_pem(pem).map_err(|_| KeyProblem::NotEd25519)?;
                if key.is_weak() {
                    return Err(KeyProblem::Weak);
                }
                PublicKey::of(key).ok_or(KeyProblem::NotEd25519)
            }
            label if label.ends_with("PRIVATE KEY") => Err(KeyProblem::IsPrivate),
            _ => Err(KeyProblem::OtherForm),
        }
    }

    /// The PEM file of the key; nothing where it cannot be written, which does not occur.
    pub fn to_pem(&self) -> Option<String> {
        self.key.to_public_key_pem(LineEnding::LF).ok()
    }

    /// SHA-256 over the key's SubjectPublicKeyInfo, in hexadecimal.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether the private key of the pair has made this signature. The strict form lets no signature be rewritten.
    pub(super) fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let signature = Signature::from_slice(signature);
        signature.is_ok_and(|signature| self.key.verify_strict(message, &signature).is_ok())
    }
}

/// What the first PEM block of a text says that it is.
fn label(pem: &str) -> Option<&str> {
    let (_, behind) = pem.split_once("-----BEGIN ")?;
    behind.split_once("-----").map(|(label, _)| label)
}
