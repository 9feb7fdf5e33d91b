"""Forged messages: none verifies, in no form and by no door, and each finding names why."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import tracecode as tc
from tests.cases import together
from tests.records.forged import ALGORITHMS, MAKER, Forgery, forgeries, key, keys, sign, signed
from tracecode.records.message import Message
from tracecode.records.xml_form import dump
from tracecode.standard.resolved import packaged

ALL = list(forgeries())
KEYS = keys()


def test_there_are_many() -> None:
    """At least sixty different forgeries each of JSON and XML, of which none is made twice."""
    for form in ("json", "xml"):
        names = {one.name.partition(": ")[2] for one in ALL if one.form == form}
        assert len(names) >= 60
    assert len({(one.name, one.form) for one in ALL}) == len(ALL)


@together("forgery", ALL, ids=lambda one: f"{one.name} ({one.form})")
def test_none_verifies(forgery: Forgery) -> None:
    """A forgery is no valid message: no record of it is valid or handed out, and the finding is the
    one that fits.
    """
    report = tc.validate(forgery.raw, format=forgery.form, keys=KEYS)  # type: ignore[arg-type]
    verdicts = [*report]
    assert report.status == "invalid"
    assert forgery.rule in {finding.rule for verdict in verdicts for finding in verdict.findings}
    for verdict in verdicts:
        if forgery.form == "ndjson" and verdict.line == _genuine(forgery):
            continue
        assert verdict.status != "valid"
        assert verdict.record is None
        assert verdict.verified is None
        assert verdict.signature in (None, "invalid")


def _genuine(forgery: Forgery) -> int | None:
    """The line of NDJSON on which a message stands that the maker signed."""
    names = {
        "sent twice": 1,
        "a record behind it": 1,
        "a list behind it": 1,
        "a stripped one behind it": 1,
    }
    return (names | {"a record before it": 2}).get(forgery.name.partition(": ")[2])


@together(
    "forgery",
    [one for one in ALL if one.form != "ndjson"],
    ids=lambda one: f"{one.name} ({one.form})",
)
def test_loading_is_no_way_around(forgery: Forgery) -> None:
    """What of the forgeries can be loaded at all does not verify either."""
    try:
        message = tc.loads(forgery.raw, forgery.form)  # type: ignore[arg-type]
    except tc.InvalidRecord:
        return
    if isinstance(message, Message):
        with pytest.raises(tc.NotVerified) as caught:
            message.verify(KEYS)
        assert caught.value.findings


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_genuine_message_verifies(algorithm: str, tmp_path: Path) -> None:
    """What all of them are made of verifies: in both forms, from every kind of source, loaded or
    not.
    """
    data = signed(algorithm)
    message = tc.loads(tc.dumps(tc.loads(dump(data, packaged()), "xml")))
    assert isinstance(message, Message)
    proof = message.verify(KEYS)
    assert (proof.sender, proof.key_id, proof.algorithm, proof.record_count) == (
        MAKER,
        algorithm,
        algorithm,
        3,
    )
    assert (proof.message_id, proof.digest) == (
        data["header"]["message_id"],
        data["digest"]["digest_value"],
    )
    for form in ("json", "xml"):
        raw = tc.dumps(message, form)
        file = tmp_path / f"message.{form}"
        file.write_bytes(raw)
        for source in (raw, file, io.BytesIO(raw), file.open("rb")):
            *records, envelope = tc.validate(source, keys=KEYS)
            assert [(one.status, one.record) for one in records] == [
                ("valid", one) for one in message.body
            ]
            assert (envelope.status, envelope.signature, envelope.verified) == (
                "valid",
                "valid",
                proof,
            )
            if hasattr(source, "close"):
                source.close()


HARMLESS = {
    "white space": (b'"body":[', b'"body" : [\n '),
    "other order": (b'"body":[', b'"body":['),
    "escapes": (b'"header"', b'"\\u0068eader"'),
    "byte order mark": (b'{"header"', b'\xef\xbb\xbf{"header"'),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_the_same_data_written_otherwise_verify(name: str) -> None:
    """A signature is of the data: white space, escapes and the order of keys are no part of them in
    JSON.
    """
    data = signed("ed25519")
    if name == "other order":
        data = {part: data[part] for part in ("signature", "digest", "body", "header")}
    raw = json_bytes(data).replace(*HARMLESS[name], 1)
    *_, envelope = tc.validate(raw, keys=KEYS, format="json")
    assert envelope.signature == "valid"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</header>", "</header>\n  "), ("<warehouse>", "<!-- note --><warehouse>"),
        ("<record_count>3<", "<record_count> 3\n<"), ("</warehouse>", "<![CDATA[]]></warehouse>"),
        ("</warehouse>", "<!-- note --></warehouse>"),
    ],
)  # fmt: skip
def test_the_same_xml_written_otherwise_verifies(old: str, new: str) -> None:
    """In XML, white space between elements, comments and CDATA are no part of the data."""
    raw = dump(signed("ed25519"), packaged()).decode().replace(old, new, 1).encode()
    *_, envelope = tc.validate(raw, keys=KEYS)
    assert envelope.signature == "valid"


def test_a_message_signed_wrongly_is_still_signed() -> None:
    """Who signs a message that miscounts its records sent exactly that; the count is wrong all the
    same.
    """
    data = signed("ed25519")
    data["header"]["record_count"] = 7
    *_, envelope = tc.validate(json_bytes(sign(data, key("ed25519"))), keys=KEYS)
    assert (envelope.signature, envelope.status) == ("valid", "invalid")
    assert [one.rule for one in envelope.findings] == ["message.count", "message.verified"]
    assert envelope.verified is not None
    assert envelope.verified.record_count == 3


def json_bytes(data: object) -> bytes:
    """Plain data as JSON."""
    from tracecode.records import json_form

    return json_form.dump(data)
