"""Verifies an envelope as strangers do, and holds that they refuse it where it was tampered with.

Takes the envelope, the public key that has signed it, another public key, and where to leave, by their endings, the
statement, the message that was signed, the signature, and a message that was tampered with.
"""

import copy
import hashlib
import json
import pathlib
import sys

from cryptography.hazmat.primitives.serialization import load_pem_public_key
from google.protobuf import json_format
from in_toto_attestation.predicates.test_result.v0 import test_result_pb2
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.resource_descriptor import ResourceDescriptor
from in_toto_attestation.v1.statement import Statement
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey

EXTENSION = "tipstaff"


def key(path, keyid):
    return SSlibKey.from_crypto(load_pem_public_key(pathlib.Path(path).read_bytes()), keyid)


def verify(envelope, public_key):
    # Reading an envelope takes the signatures out of what it is read from.
    Envelope.from_dict(copy.deepcopy(envelope)).verify([public_key], 1)


def validate(payload):
    """The statement by in-toto's schema of statements, and its predicate by that of test results."""
    statement = json_format.Parse(payload, statement_pb2.Statement())
    Statement.copy_from_pb(statement).validate()
    for subject in statement.subject:
        ResourceDescriptor.copy_from_pb(subject).validate()
    predicate = json.loads(payload)["predicate"]
    # What the predicate has no place for stands under one name, and everything else must be the schema's.
    assert predicate.pop(EXTENSION)
    result = json_format.ParseDict(predicate, test_result_pb2.TestResult())
    assert result.result in ("PASSED", "WARNED", "FAILED"), result.result
    assert len(result.configuration) > 1
    return statement


def refuses(what, error, function, *arguments):
    try:
        function(*arguments)
    except error:
        return
    sys.exit(f"{what}: accepted")


def main(envelope_path, public_path, other_path, leave):
    text = pathlib.Path(envelope_path).read_text()
    envelope = json.loads(text)
    keyid = envelope["signatures"][0]["keyid"]
    public_key, other_key = key(public_path, keyid), key(other_path, keyid)

    verify(envelope, public_key)
    read = Envelope.from_dict(copy.deepcopy(envelope))
    assert read.to_dict() == envelope, "written by another hand, the envelope is another"
    statement = validate(read.payload)
    folder = pathlib.Path(envelope_path).parent
    names = [subject.name for subject in statement.subject]
    assert names == sorted(names) and len(set(names)) == len(names), names
    for subject in statement.subject:
        digest = hashlib.sha256((folder / subject.name).read_bytes()).hexdigest()
        assert digest == subject.digest["sha256"], subject.name

    refuses("another key", VerificationError, verify, envelope, other_key)
    tampered = read.payload.replace(b'"result": "', b'"result": " ', 1)
    for what, change in {
        "another payload": lambda e: e.update(payload=Envelope(tampered, "", {}).to_dict()["payload"]),
        "another type": lambda e: e.update(payloadType="application/json"),
        "another signature": lambda e: e["signatures"][0].update(sig="A" * 86 + "=="),
        "no signature": lambda e: e.update(signatures=[]),
    }.items():
        changed = copy.deepcopy(envelope)
        change(changed)
        assert changed != envelope, what
        refuses(what, VerificationError, verify, changed, public_key)
    for what, error, change in (
        ("no statement", ValueError, lambda s: s.update(_type="https://in-toto.io/Statement/v0.1")),
        ("no subject", ValueError, lambda s: s.update(subject=[])),
        ("no digest", ValueError, lambda s: s["subject"][0].update(digest={})),
        ("an unknown key", json_format.ParseError, lambda s: s.update(object=[])),
        ("another kind of verdict", json_format.ParseError, lambda s: s["predicate"].update(passedTests="R1")),
    ):
        changed = json.loads(read.payload)
        change(changed)
        refuses(what, error, validate, json.dumps(changed))

    for ending, content in {
        "statement": read.payload,
        "message": read.pae(),
        "signature": bytes.fromhex(read.signatures[keyid].signature),
        "tampered": Envelope(tampered, read.payload_type, {}).pae(),
    }.items():
        pathlib.Path(f"{leave}.{ending}").write_bytes(content)


main(*sys.argv[1:])
