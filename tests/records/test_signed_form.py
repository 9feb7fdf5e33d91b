"""What is digested and signed: canonical lines, published digests, and a whole example that others
can follow.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

import tracecode as tc
from tracecode.records.canonical import NotCanonical, canonical
from tracecode.records.message import Message
from tracecode.records.signed_form import SignedForm, signed_text

FOLDER = Path(__file__).parents[1] / "vectors"
VECTORS = json.loads((FOLDER / "common.vectors.json").read_text(encoding="utf-8"))
SIGNING = json.loads((FOLDER / "signing.json").read_text(encoding="utf-8"))


def digest(text: bytes, algorithm: str) -> str:
    """The digest of some bytes, by the means of the signed form."""
    form = SignedForm(algorithm)
    form._digests[algorithm].update(text)
    whole = form._digests[algorithm]
    return str((whole.digest() if hasattr(whole, "digest") else whole.finalize()).hex())


@pytest.mark.parametrize(
    "vector", [one for one in VECTORS if one["kind"] == "sm3"], ids=lambda one: one["code"][:8]
)
def test_sm3_as_published(vector: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """SM3 gives the published digests, by Python's own library or by that of the extra."""
    text = vector["segments"]["message_utf8"].encode()
    assert digest(text, "sm3") == vector["code"]
    monkeypatch.setattr(hashlib, "algorithms_available", frozenset())
    assert digest(text, "sm3") == vector["code"]


def test_the_digest_runs_over_lines() -> None:
    """The digest is that of the records' lines, then the header's; both algorithms see the same."""
    form = SignedForm()
    form.add({"b": 1, "a": "中"})
    form.add({})
    lines = '{"a":"中","b":1}\n{}\n{"record_count":2}\n'.encode()
    assert form.digest({"record_count": 2}, "sha-256") == hashlib.sha256(lines).hexdigest()
    assert form.digest({"record_count": 2}, "sm3") == digest(lines, "sm3")
    assert form.count == 2
    assert signed_text({"h": 1}, {"d": 2}) == b'{"digest":{"d":2},"header":{"h":1}}'


def test_a_digest_can_be_asked_for_while_records_pass() -> None:
    """Asking for a digest leaves the form as it was, so that more records can follow."""
    form = SignedForm("sha-256")
    form.add({"a": 1})
    before = form.digest({}, "sha-256")
    assert form.digest({}, "sha-256") == before
    form.add({"a": 1})
    assert form.digest({}, "sha-256") != before


def test_what_has_no_canonical_form_has_no_digest() -> None:
    """One record that cannot be signed, or such a header, takes the digest from all; the first is
    named.
    """
    form = SignedForm()
    form.add({"a": 1})
    form.add({"a": None})
    form.add({"a": 1.5})
    assert (form.count, form.odd) == (3, 2)
    with pytest.raises(NotCanonical, match="record 2"):
        form.digest({}, "sm3")
    with pytest.raises(NotCanonical):
        SignedForm().digest({"a": None}, "sm3")


@pytest.mark.parametrize("example", SIGNING["messages"], ids=lambda one: one["algorithm"])
def test_the_example_of_the_documentation(example: dict[str, Any]) -> None:
    """Keys, lines, digest, signed text and signature of the printed example belong together, step
    by step.
    """
    message = example["message"]
    lines = [canonical(one).decode() for one in (*message["body"], message["header"])]
    assert lines == example["lines"]
    form = SignedForm()
    for one in message["body"]:
        form.add(one)
    algorithm = message["digest"]["digest_algorithm"]
    assert form.digest(message["header"], algorithm) == message["digest"]["digest_value"]
    assert (
        digest("".join(f"{line}\n" for line in lines).encode(), algorithm)
        == message["digest"]["digest_value"]
    )
    assert signed_text(message["header"], message["digest"]).decode() == example["signed_text"]
    keys = tc.load_keys(json.dumps(SIGNING["keys"]).encode())
    loaded = tc.loads(json.dumps(message))
    assert isinstance(loaded, Message)
    assert loaded.verify(keys).key_id == example["message"]["signature"]["key_id"]
    assert tc.loads(example["xml"].encode(), "xml") == loaded


def test_the_documentation_prints_the_example() -> None:
    """The page on records prints keys, lines, digest, signed text and signature block as they stand
    in the vector.
    """
    page = (Path(__file__).parents[2] / "docs" / "records.md").read_text(encoding="utf-8")
    (example,) = [one for one in SIGNING["messages"] if one["algorithm"] == "ed25519"]
    message = example["message"]
    printed = [
        SIGNING["private_key"],
        SIGNING["keys"][0]["public_key"],
        *example["lines"],
        example["signed_text"],
    ]
    printed += [message["digest"]["digest_value"], json.dumps(message["signature"])]
    assert [text for text in printed if text not in page] == []


def test_ed25519_signs_the_example_again() -> None:
    """A signature of Ed25519 is the same each time, so that the example can be made again."""
    (example,) = [one for one in SIGNING["messages"] if one["algorithm"] == "ed25519"]
    key = tc.Ed25519Key.from_private(
        example["message"]["signature"]["key_id"], bytes.fromhex(SIGNING["private_key"])
    )
    assert key.sign(example["signed_text"].encode()).plain() == example["message"]["signature"]
