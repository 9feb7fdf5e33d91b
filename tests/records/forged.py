# ruff: noqa: ARG005, E501  # tables of cases: one case a line
"""Forged messages: what an attacker makes of signed ones, each with the finding that names why it
does not verify.

The keys and parties are invented, but for the credit code printed in GB 32100. `CHANGES` alter the
plain data of a message, `JSON` and `XML` its text. Each is made of a message of an Ed25519 key and
of one of an SM2 key.
"""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from tracecode import loads
from tracecode.publish.examples import minimal
from tracecode.records import json_form, signature_value, xml_form
from tracecode.records.curves import ORDER, SM2_ORDER
from tracecode.records.keys import Ed25519Key, Key, Sm2Key
from tracecode.records.message import Message
from tracecode.records.model import Record
from tracecode.records.signed_form import SignedForm, signed_text
from tracecode.records.verification import PartyKey
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged

MAKER, OTHER = ("uscc", "91350100M000100Y43"), ("uscc", "91120116000000019T")
ALGORITHMS = ("ed25519", "sm2-sm3")
Data = dict[str, Any]


class Forgery(NamedTuple):
    """A message that must not verify."""

    name: str
    raw: bytes
    form: str
    rule: str
    """The finding that says why: on the message, or, where there is none any more, on what stands
    there.
    """


@cache
def key(name: str) -> Key:
    """The attacker's key, one of the maker (two of each algorithm), or one of the other party."""
    return Sm2Key.new(name) if "sm2" in name else Ed25519Key.new(name)


def keys() -> list[PartyKey]:
    """What the platform knows: the maker's keys, and the other party's, one of them with an id that
    the maker uses too.
    """
    own = [PartyKey(MAKER, key(name)) for name in ("ed25519", "ed25519-2", "sm2-sm3", "sm2-sm3-2")]
    others = [
        key("other"), Ed25519Key("ed25519", key("other").public_bytes),
        Sm2Key("sm2-sm3", key("other-sm2").public_bytes),
    ]  # fmt: skip
    return [*own, *(PartyKey(OTHER, one) for one in others)]


def record(name: str) -> Record:
    """A right record of an invented storage."""
    made = loads(json.dumps(minimal(record_layout(packaged(), "storage"), packaged(), name)))
    assert isinstance(made, Record)
    return made


@cache
def _signed(algorithm: str, names: tuple[str, ...]) -> Message:
    records = [record(name) for name in names]
    return Message.new(
        records, sender=MAKER, receiver=OTHER, id=f"0b7c6f0e-51a4-4b6e-9a53-{len(names):012}"
    ).signed(key(algorithm))


def signed(algorithm: str, *names: str) -> Data:
    """A message that the maker signed, as plain data."""
    return copy.deepcopy(_signed(algorithm, names or ("one", "two", "three")).plain())


def sign(data: Data, by: Key, **block: Any) -> Data:
    """Digest and signature of any key over any data."""
    form = SignedForm()
    for one in data["body"]:
        form.add(one)
    digest = {"digest_algorithm": by.digest, "digest_value": form.digest(data["header"], by.digest)}
    signature = by.sign(signed_text(data["header"], digest)).plain() | block
    return data | {"digest": digest, "signature": signature}


def forgeries() -> Iterator[Forgery]:
    """All of them."""
    for algorithm in ALGORITHMS:
        for name, change in CHANGES.items():
            changed = change.make(signed(algorithm))
            yield Forgery(f"{algorithm}: {name}", _json(changed), "json", change.rule)
            if change.in_xml:
                raw = xml_form.dump(changed, packaged())
                yield Forgery(f"{algorithm}: {name}", raw, "xml", change.rule)
        of_own = ED25519 if algorithm == "ed25519" else SM2
        for name, (value, rule) in of_own.items():
            data = signed(algorithm)
            data["signature"] |= value(data["signature"])
            yield Forgery(f"{algorithm}: {name}", _json(data), "json", rule)
            yield Forgery(f"{algorithm}: {name}", xml_form.dump(data, packaged()), "xml", rule)
        for form, changes in (("json", JSON), ("xml", XML)):
            for name, (old, new, rule) in changes.items():
                yield Forgery(
                    f"{algorithm}: {name}", _replaced(algorithm, form, old, new), form, rule
                )
        for name, (lines, rule) in LINES.items():
            yield Forgery(f"{algorithm}: {name}", lines(algorithm), "ndjson", rule)


def _json(data: Any) -> bytes:
    return json_form.dump(data)


def _replaced(algorithm: str, form: str, old: str, new: str) -> bytes:
    data = signed(algorithm)
    raw = (_json(data) if form == "json" else xml_form.dump(data, packaged())).decode()
    changed = raw.replace(old, new, 1) if old else new.replace("MESSAGE", raw)
    assert changed != raw, (form, old)
    return changed.encode("utf-8", "surrogatepass")


# --- the data changed -----------------------------------------------------------------------------


class Change(NamedTuple):
    """A change of plain data."""

    make: Callable[[Data], Any]
    rule: str
    in_xml: bool = True


def without(*names: str) -> Callable[[Data], Data]:
    """The message without some of its parts."""
    return lambda data: {name: part for name, part in data.items() if name not in names}


def part(name: str, **values: Any) -> Callable[[Data], Data]:
    """The message with other values in one of its parts; None takes one out."""

    def change(data: Data) -> Data:
        inside = data[name] | values
        return data | {name: {id: value for id, value in inside.items() if value is not None}}

    return change


def body(change: Callable[[list[Data]], Any]) -> Callable[[Data], Data]:
    """The message with another body."""
    return lambda data: data | {"body": change(data["body"])}


def first(**values: Any) -> Callable[[Data], Data]:
    """The message with other values in its first record; None takes one out."""
    return body(
        lambda records: [
            {id: value for id, value in (records[0] | values).items() if value is not None},
            *records[1:],
        ]
    )


def both(*changes: Callable[[Data], Data]) -> Callable[[Data], Data]:
    """One change after the other."""

    def change(data: Data) -> Data:
        for one in changes:
            data = one(data)
        return data

    return change


def digested(data: Data) -> Data:
    """The message with a digest that fits, which anybody can compute."""
    fitting = sign(data, key(data["signature"]["key_id"]))["digest"]
    return data | {"digest": fitting}


def party(which: tuple[str, str]) -> dict[str, str]:
    """A party as it stands in a header."""
    return {"code_scheme": which[0], "code_value": which[1]}


def other_digest(data: Data) -> Data:
    """The message with the digest of the other algorithm, and a signature over it, which only the
    maker could make.
    """
    algorithm = "sm3" if data["digest"]["digest_algorithm"] == "sha-256" else "sha-256"
    form = SignedForm()
    for one in data["body"]:
        form.add(one)
    digest = {"digest_algorithm": algorithm, "digest_value": form.digest(data["header"], algorithm)}
    by = key(data["signature"]["key_id"])
    return data | {
        "digest": digest,
        "signature": by.sign(signed_text(data["header"], digest)).plain(),
    }


def of_another(name: str) -> Callable[[Data], Data]:
    """The message with a part of another message of the same maker."""
    return lambda data: data | {name: signed(data["signature"]["key_id"], "four")[name]}


def form_before(data: Data) -> Data:
    """The message with digest and signature over header and body at once, as before the form
    changed.
    """
    import hashlib

    import rfc8785

    text = rfc8785.dumps({"header": data["header"], "body": data["body"]})
    algorithm = data["digest"]["digest_algorithm"]
    value = hashlib.new(algorithm.replace("-", ""), text).hexdigest()
    by = key(data["signature"]["key_id"])
    return data | {
        "digest": {"digest_algorithm": algorithm, "digest_value": value},
        "signature": by.sign(text).plain(),
    }  # fmt: skip


def over(make: Callable[[Data, Data], bytes]) -> Callable[[Data], Data]:
    """The message with the maker's signature over something else."""

    def change(data: Data) -> Data:
        by = key(data["signature"]["key_id"])
        return data | {"signature": by.sign(make(data["header"], data["digest"])).plain()}

    return change


CHANGES: dict[str, Change] = {
    # stripping
    "digest and signature stripped": Change(without("digest", "signature"), "message.unsigned"),
    "stripped and changed": Change(
        both(first(warehouse="2"), without("digest", "signature")), "message.unsigned"
    ),
    "signature stripped": Change(without("signature"), "message.unsigned"),
    "digest stripped": Change(without("digest"), "message.unsigned"),
    "a digest that anybody can compute": Change(
        both(first(warehouse="2"), digested, without("signature")), "message.unsigned"
    ),
    "signature null": Change(
        lambda data: data | {"signature": None}, "message.unsigned", in_xml=False
    ),
    "signature empty": Change(lambda data: data | {"signature": {}}, "message.malformed"),
    "signature a list": Change(
        lambda data: data | {"signature": [data["signature"]]}, "message.malformed", in_xml=False
    ),
    "signature true": Change(
        lambda data: data | {"signature": True}, "message.malformed", in_xml=False
    ),
    "digest a text": Change(
        lambda data: data | {"digest": "sm3"}, "message.malformed", in_xml=False
    ),
    "digest empty": Change(lambda data: data | {"digest": {}}, "message.malformed"),
    "header stripped": Change(without("header"), "message.header", in_xml=False),
    "body stripped": Change(without("body"), "message.digest"),
    # records
    "value changed": Change(first(warehouse="2"), "message.digest"),
    "value changed, digest made to fit": Change(
        both(first(warehouse="2"), digested), "message.signature"
    ),
    "value taken out": Change(first(warehouse=None), "message.digest"),
    "value added": Change(first(remark="more"), "message.digest"),
    "unknown value added": Change(first(note="more"), "message.digest", in_xml=False),
    "record dropped": Change(
        both(body(lambda records: records[1:]), part("header", record_count=2)), "message.digest"
    ),
    "record dropped, count kept": Change(body(lambda records: records[:-1]), "message.digest"),
    "record repeated": Change(body(lambda records: [*records, records[0]]), "message.digest"),
    "records in another order": Change(body(lambda records: records[::-1]), "message.digest"),
    "record of another message": Change(
        body(lambda records: [*records[:2], record("four").plain()]), "message.digest"
    ),
    "record put in": Change(
        body(lambda records: [record("four").plain(), *records]), "message.digest"
    ),
    "all records dropped": Change(body(lambda records: []), "message.digest"),
    "body an object": Change(
        body(lambda records: dict(enumerate(records))), "message.uncovered", in_xml=False
    ),
    "body a text": Change(body(lambda records: "none"), "message.uncovered", in_xml=False),
    "body null": Change(body(lambda records: None), "message.uncovered", in_xml=False),
    "records one level deeper": Change(
        body(lambda records: [records]), "message.digest", in_xml=False
    ),
    "header as a record": Change(
        lambda data: data | {"body": [*data["body"], data["header"]]},
        "message.digest",
        in_xml=False,
    ),
    "body of another message": Change(of_another("body"), "message.digest"),
    # header
    "other sender": Change(part("header", sender_id=party(OTHER)), "message.digest"),
    "other sender, digest made to fit": Change(
        both(part("header", sender_id=party(OTHER)), digested), "message.signature"
    ),
    "sender of another rule": Change(
        part("header", sender_id=party(("gln", MAKER[1]))), "message.key_party"
    ),
    "sender unknown": Change(
        part("header", sender_id=party(("uscc", "91350211M000100Y46"))), "message.key_party"
    ),
    "sender a text": Change(part("header", sender_id=MAKER[1]), "message.header", in_xml=False),
    "sender taken out": Change(part("header", sender_id=None), "message.header"),
    "other receiver": Change(part("header", receiver_id=party(MAKER)), "message.digest"),
    "other message id": Change(
        part("header", message_id="0b7c6f0e-51a4-4b6e-9a53-6d1d7a3f2c09"), "message.digest"
    ),
    "message id taken out": Change(part("header", message_id=None), "message.header"),
    "other type": Change(part("header", message_type="recall-notice"), "message.digest"),
    "other type, digest made to fit": Change(
        both(part("header", message_type="recall-notice"), digested), "message.signature"
    ),
    "later": Change(part("header", sent_at="2027-01-01T00:00:00+08:00"), "message.digest"),
    "other count": Change(part("header", record_count=2), "message.digest"),
    "other version": Change(part("header", standard_version="0.2"), "message.digest"),
    "header with more": Change(part("header", note="x"), "message.digest", in_xml=False),
    "header of another message": Change(of_another("header"), "message.digest"),
    # keys
    "unknown key": Change(part("signature", key_id="nobody"), "message.unknown_key"),
    "key of another party": Change(part("signature", key_id="other"), "message.key_party"),
    "no key id": Change(part("signature", key_id=None), "message.malformed"),
    "key id a number": Change(part("signature", key_id=5), "message.malformed", in_xml=False),
    "signed by another party, in the maker's name": Change(
        lambda data: sign(data, key("other")), "message.key_party"
    ),
    "signed by another party, with the maker's key id": Change(
        lambda data: sign(
            data, Ed25519Key("ed25519", key("other").public_bytes, key("other").private_bytes())
        ),
        "message.signature",
    ),
    "signed by nobody known": Change(
        lambda data: sign(data, key("attacker")), "message.unknown_key"
    ),
    "signed by nobody known, with the maker's key id": Change(
        lambda data: sign(data, key("attacker-sm2"), key_id="sm2-sm3"), "message.signature"
    ),
    "other key of the maker": Change(
        lambda data: part("signature", key_id=data["signature"]["key_id"] + "-2")(data),
        "message.signature",
    ),
    # algorithms
    "other signature algorithm": Change(
        lambda data: part(
            "signature",
            signature_algorithm=_other(ALGORITHMS, data["signature"]["signature_algorithm"]),
        )(data),
        "message.algorithm",
    ),
    "no signature algorithm": Change(
        part("signature", signature_algorithm="none"), "message.algorithm"
    ),
    "signature algorithm taken out": Change(
        part("signature", signature_algorithm=None), "message.algorithm"
    ),
    "other digest algorithm": Change(
        lambda data: part(
            "digest",
            digest_algorithm=_other(("sm3", "sha-256"), data["digest"]["digest_algorithm"]),
        )(data),
        "message.algorithm",
    ),
    "other digest, signed": Change(other_digest, "message.algorithm"),
    "weak digest": Change(
        part("digest", digest_algorithm="md5", digest_value="d41d8cd98f00b204e9800998ecf8427e"),
        "message.algorithm",
    ),
    "digest algorithm taken out": Change(
        part("digest", digest_algorithm=None), "message.algorithm"
    ),
    "digest in capitals": Change(
        lambda data: part("digest", digest_value=data["digest"]["digest_value"].upper())(data),
        "message.malformed",
    ),
    "digest cut": Change(
        lambda data: part("digest", digest_value=data["digest"]["digest_value"][:40])(data),
        "message.malformed",
    ),
    "digest of another message": Change(of_another("digest"), "message.digest"),
    "signature of another message": Change(of_another("signature"), "message.signature"),
    "digest and signature of another message": Change(
        both(of_another("digest"), of_another("signature")), "message.digest"
    ),
    "form before this one": Change(form_before, "message.digest"),
    "signature over the digest alone": Change(
        over(lambda header, digest: digest["digest_value"].encode()), "message.signature"
    ),
    "signature over the header alone": Change(
        over(lambda header, digest: json_form.dump(header)), "message.signature"
    ),
    # what no signature covers
    "part beside": Change(lambda data: data | {"records": []}, "message.uncovered", in_xml=False),
    "old part beside": Change(
        lambda data: data | {"signatures": [data["signature"]]}, "message.uncovered", in_xml=False
    ),
    "more in the signature": Change(part("signature", note="x"), "message.uncovered", in_xml=False),
    "more in the digest": Change(part("digest", note="x"), "message.signature", in_xml=False),
    # wrapping
    "in a list": Change(lambda data: [data], "message.misplaced", in_xml=False),
    "in a list beside another": Change(
        lambda data: [data, data], "message.misplaced", in_xml=False
    ),
    "in a message of nobody": Change(
        lambda data: {"header": data["header"], "body": [data]}, "message.unsigned", in_xml=False
    ),
    "in a message of another party": Change(
        lambda data: sign(
            {"header": data["header"] | {"sender_id": party(OTHER)}, "body": [data]}, key("other")
        ),
        "message.misplaced",
        in_xml=False,
    ),
    "records alone": Change(lambda data: data["body"], "record.unsigned", in_xml=False),
    "one record alone": Change(lambda data: data["body"][0], "record.unsigned"),
    "a record that says it is signed": Change(
        lambda data: data["body"][0] | {"digest": data["digest"], "signature": data["signature"]},
        "record.unsigned",
        in_xml=False,
    ),
    # numbers and texts
    "count as a fraction": Change(
        part("header", record_count=3.0), "message.canonical", in_xml=False
    ),
    "count beyond all numbers": Change(
        part("header", record_count=10**30), "message.canonical", in_xml=False
    ),
    "count as a text": Change(part("header", record_count="3"), "message.digest", in_xml=False),
    "a record of null": Change(first(remark=[None]), "message.canonical", in_xml=False),
    "text otherwise composed": Change(first(warehouse="e\u0301"), "message.digest"),
    "space behind": Change(
        lambda data: first(warehouse=data["body"][0]["warehouse"] + " ")(data), "message.digest"
    ),
    "invisible space": Change(
        lambda data: first(warehouse=data["body"][0]["warehouse"] + "\u200b")(data),
        "message.digest",
    ),
}


def _other(both: tuple[str, str], one: str) -> str:
    return both[1] if one == both[0] else both[0]


# --- the value of the signature changed -----------------------------------------------------------

Value = Callable[[Mapping[str, str]], dict[str, str]]


def text(change: Callable[[str], str], encoding: str | None = None) -> Value:
    """Another text of a value, perhaps under the name of another encoding."""
    return lambda block: {
        "signature_value": change(block["signature_value"]),
        "signature_encoding": encoding or block["signature_encoding"],
    }


def numbers(change: Callable[[bytes], bytes]) -> Value:
    """Another value of 64 bytes, rightly written."""

    def make(block: Mapping[str, str]) -> dict[str, str]:
        raw = signature_value.read(
            block["signature_value"], block["signature_encoding"], block["signature_algorithm"]
        )
        assert raw is not None
        return {
            "signature_encoding": "raw-base64",
            "signature_value": base64.b64encode(change(raw)).decode(),
        }

    return make


def _der(value: str) -> bytes:
    return base64.b64decode(value)


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _plus(raw: bytes, order: int) -> bytes:
    """S + L: the same point, had nobody looked."""
    s = int.from_bytes(raw[32:], "little") + order
    return raw[:32] + s.to_bytes(32, "little")


def _slack(value: str) -> str:
    """Base64 whose last letter has other spare bits: the same bytes to a reader that does not
    look.
    """
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    end = value.rstrip("=")
    return end[:-1] + letters[letters.index(end[-1]) ^ 1] + value[len(end) :]


ED25519: dict[str, tuple[Value, str]] = {
    "value empty": (text(lambda value: ""), "message.malformed"),
    "value of zeros": (numbers(lambda raw: bytes(64)), "message.signature"),
    "one bit": (numbers(lambda raw: bytes([raw[0] ^ 1]) + raw[1:]), "message.signature"),
    "S plus L": (numbers(lambda raw: _plus(raw, ORDER)), "message.malformed"),
    "spare bits": (text(_slack), "message.malformed"),
    "line end behind": (text(lambda value: value + "\n"), "message.malformed"),
    "no padding": (text(lambda value: value.rstrip("=")), "message.malformed"),
    "more padding": (text(lambda value: value + "=="), "message.malformed"),
    "one byte less": (text(lambda value: _b64(_der(value)[:-1])), "message.malformed"),
    "one byte more": (text(lambda value: _b64(_der(value) + b"\0")), "message.malformed"),
    "called hexadecimal": (text(lambda value: value, "raw-hex"), "message.malformed"),
    "hexadecimal called Base64": (text(lambda value: _der(value).hex()), "message.malformed"),
    "hexadecimal in capitals": (
        text(lambda value: _der(value).hex().upper(), "raw-hex"),
        "message.malformed",
    ),
    "hexadecimal with spaces": (
        text(lambda value: _der(value).hex(" "), "raw-hex"),
        "message.malformed",
    ),
    "as DER": (
        text(lambda value: _b64(signature_value.der_of(_der(value))), "der-base64"),
        "message.malformed",
    ),
    "no encoding": (text(lambda value: value, "plain"), "message.malformed"),
    "a user id": (lambda block: {"signer_user_id": "1234567812345678"}, "message.user_id"),
}
SM2: dict[str, tuple[Value, str]] = {
    "value empty": (text(lambda value: ""), "message.malformed"),
    "value of zeros": (numbers(lambda raw: bytes(64)), "message.malformed"),
    "r of n": (numbers(lambda raw: SM2_ORDER.to_bytes(32, "big") + raw[32:]), "message.malformed"),
    "s of zero": (numbers(lambda raw: raw[:32] + bytes(32)), "message.malformed"),
    "minus s": (
        numbers(
            lambda raw: raw[:32] + (SM2_ORDER - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")
        ),
        "message.signature",
    ),
    "r and s exchanged": (numbers(lambda raw: raw[32:] + raw[:32]), "message.signature"),
    "one bit": (numbers(lambda raw: raw[:-1] + bytes([raw[-1] ^ 1])), "message.signature"),
    "DER with more behind": (text(lambda value: _b64(_der(value) + b"\0")), "message.malformed"),
    "DER with a long length": (
        text(lambda value: _b64(b"\x30\x81" + _der(value)[1:])),
        "message.malformed",
    ),
    "DER with a longer number": (
        text(
            lambda value: _b64(
                b"\x30" + bytes([_der(value)[1] + 1, 2, _der(value)[3] + 1, 0]) + _der(value)[4:]
            )
        ),
        "message.malformed",
    ),
    "DER cut": (text(lambda value: _b64(_der(value)[:-1])), "message.malformed"),
    "DER in capital hexadecimal": (
        text(lambda value: _der(value).hex().upper(), "der-hex"),
        "message.malformed",
    ),
    "DER called raw": (text(lambda value: value, "raw-base64"), "message.malformed"),
    "URL-safe Base64": (
        text(lambda value: value.replace("+", "-").replace("/", "_") + "_"),
        "message.malformed",
    ),
    "other user id": (lambda block: {"signer_user_id": "ALICE123@YAHOO.COM"}, "message.user_id"),
}

# --- the text changed -----------------------------------------------------------------------------

Texts = dict[str, tuple[str, str, str]]
"""By name: the old text (empty: the whole of it is put where MESSAGE stands), the new one, the
rule.
"""

JSON: Texts = {
    "header twice": ('{"header":', '{"header":{},"header":', "message.uncovered"),
    "body twice": ('"body":[', '"body":[],"body":[', "message.uncovered"),
    "signature twice": ('"signature":', '"signature":{},"signature":', "message.uncovered"),
    "digest twice": ('"digest":', '"digest":{"digest_algorithm":"sm3"},"digest":', "message.uncovered"),
    "a value of a record twice": ('"warehouse":', '"warehouse":"2","warehouse":', "message.uncovered"),
    "a value of the header twice": ('"record_count":', '"record_count":1,"record_count":', "message.uncovered"),
    "count with an exponent": ('"record_count":3', '"record_count":3e0', "message.canonical"),
    "count with a point": ('"record_count":3', '"record_count":3.0', "message.canonical"),
    "a count of minus zero": ('"record_count":3', '"record_count":-0', "message.digest"),
    "null beside": ('"warehouse":', '"remark":null,"warehouse":', "message.canonical"),
    "half a surrogate pair": ('"warehouse":"', '"warehouse":"\\ud800', "data.json"),
    "escaped part beside": ('"digest":', '"head\\u0065r":{},"digest":', "message.uncovered"),
    "more behind": ("", "MESSAGE{}", "data.json"), "cut": ("", "[MESSAGE", "data.json"),
    "not a number": ('"record_count":3', '"record_count":NaN', "data.json"),
}  # fmt: skip
XML: Texts = {
    "header twice": ("<header>", "<header><record_count>1</record_count></header><header>", "message.uncovered"),
    "body twice": ("</body>", "</body><body></body>", "message.uncovered"),
    "signature twice": ("<signature>", "<signature></signature><signature>", "message.uncovered"),
    "digest twice": ("<digest>", "<digest></digest><digest>", "message.uncovered"),
    "attribute of the message": ("<message ", '<message count="1" ', "message.uncovered"),
    "attribute of a record": ("<warehouse>", '<warehouse code="2">', "message.uncovered"),
    "attribute of the body": ("<body>", '<body kind="x">', "message.uncovered"),
    "text between records": ("</storage>", "</storage>more", "message.uncovered"),
    "text in a group": ("<header>", "<header>more", "message.uncovered"),
    "unknown part": ("<digest>", "<records></records><digest>", "message.uncovered"),
    "element of another namespace": ("<warehouse>", ('<warehouse '
                                                    'xmlns="urn:other">2</warehouse><warehouse>'), "message.uncovered"),
    "element twice": ("<warehouse>", "<warehouse>2</warehouse><warehouse>", "message.uncovered"),
    "element inside a value": ("<warehouse>", "<warehouse><b/>", "message.uncovered"),
    "unknown element with more inside": ("<warehouse>", "<note><b>2</b></note><warehouse>", "message.uncovered"),
    "unknown element": ("<warehouse>", "<note>2</note><warehouse>", "message.digest"),
    "record of another element": ("<storage>", "<recall>", "data.xml"),
    "blank in a value": ("<warehouse>", "<warehouse> ", "message.digest"),
    "line end in a value": ("<warehouse>", "<warehouse>&#10;", "message.digest"),
    "comment with text behind": ("<warehouse>", "<warehouse><!-- -->2", "message.digest"),
    "entity": ("", '<!DOCTYPE m [<!ENTITY e "2">]>MESSAGE', "data.doctype"),
    "entity of nobody": ("<warehouse>", "<warehouse>&e;", "data.xml"),
    "processing instruction": ("<body>", "<body><?run now?>", "data.instruction"),
    "message in a message": ("<body>", "<body><message/>", "message.misplaced"),
    "count with zeros before": ("<record_count>3", "<record_count>03", "message.digest"),
    "a record as the document": ("<message ", "<messages ", "data.xml"),
}  # fmt: skip


def _lines(*parts: Any) -> bytes:
    return b"".join(_json(part) + b"\n" for part in parts)


LINES: dict[str, tuple[Callable[[str], bytes], str]] = {
    "sent twice": (lambda algorithm: _lines(signed(algorithm), signed(algorithm)), "message.repeated"),
    "a record behind it": (lambda algorithm: _lines(signed(algorithm), record("four").plain()), "record.unsigned"),
    "a record before it": (lambda algorithm: _lines(record("four").plain(), signed(algorithm)), "record.unsigned"),
    "a list behind it": (lambda algorithm: _lines(signed(algorithm), [record("four").plain()]), "record.unsigned"),
    "a stripped one behind it": (
        lambda algorithm: _lines(signed(algorithm), without("signature")(signed(algorithm))),
        "message.unsigned"
    ),
    "digest and signature on a line of their own": (
        lambda algorithm: _lines(without("signature")(signed(algorithm)), {"signature": signed(algorithm)["signature"]}),
        "message.unsigned",
    ),
}  # fmt: skip
"""Here the first message may verify; nothing else does."""
