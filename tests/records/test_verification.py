# ruff: noqa: ARG002  # tables of cases: one case a line
"""Verification: keys and their parties, what a finding says, messages received before, packages
that are missing.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

import tracecode as tc
from tests.records.forged import ALGORITHMS, MAKER, OTHER, key, keys, sign, signed
from tracecode.records import json_form, signed_form
from tracecode.records import keys as keys_module
from tracecode.records.keys import Ed25519Key, Sm2Key
from tracecode.records.signed_form import SignedForm
from tracecode.records.verification import KeyRing, PartyKey, Verification, Verified, verification
from tracecode.standard.resolved import packaged


def verify(data: dict[str, Any], *which: PartyKey) -> Verification:
    """The answer about a message as plain data."""
    form = SignedForm()
    for one in data["body"]:
        form.add(one)
    return verification(data, form, KeyRing(which or keys(), packaged()))


def said(found: Verification) -> list[tuple[str, str | None, str, str]]:
    """The findings, in both languages."""
    return [(one.rule, one.path, one.text("zh"), one.text("en")) for one in found.findings]


# --- keys and parties -----------------------------------------------------------------------------


def test_a_key_keeps_its_party_and_not_its_secret() -> None:
    """A key given to verify with leaves its private part behind, and can be written as plain
    data.
    """
    for own in (key("ed25519"), key("sm2-sm3")):
        bound = PartyKey(MAKER, own)
        assert bound.key == own
        assert "without its private part" in repr(bound)
        data = bound.as_dict()
        assert own.private_bytes().hex() not in json.dumps(data)
        assert tc.load_keys(json.dumps([data]).encode()) == [bound]
    assert PartyKey(["uscc", MAKER[1]], key("ed25519")).party == MAKER  # type: ignore[arg-type]


@pytest.mark.parametrize("party", [("uscc", 5), (None, "x"), ("uscc", None)])
def test_parties_are_texts(party: Any) -> None:
    """A party is an encoding rule and a code; a key is a key."""
    with pytest.raises(TypeError, match="a PartyKey takes a party of two texts"):
        PartyKey(party, key("ed25519"))
    other: Any = "key"
    with pytest.raises(TypeError, match="a PartyKey takes a party of two texts"):
        PartyKey(MAKER, other)


def test_a_wrong_party_is_told_at_once() -> None:
    """A key of a party whose code is wrong would never be found; it is refused when the keys are
    given.
    """
    with pytest.raises(tc.InvalidCode, match="Check character is '4'; expected '3'"):
        KeyRing([PartyKey(("uscc", "91350100M000100Y44"), key("ed25519"))], packaged())
    KeyRing(
        [PartyKey(("other:abroad", "any code"), key("ed25519"))], packaged()
    )  # an encoding rule that is not of this standard
    for scheme in ("abroad", "usc", "gtin", "other:", ""):
        with pytest.raises(
            tc.InvalidKey,
            match=r"there is no encoding rule '.*', or its codes "
            r"identify no party",
        ):
            KeyRing([PartyKey((scheme, "any code"), key("ed25519"))], packaged())


def test_keys_of_one_id() -> None:
    """Two parties may call their keys alike, one party may not; each party may have several
    keys.
    """
    ring = KeyRing(keys(), packaged())
    assert ring.key(MAKER, "ed25519") == key("ed25519").public()
    assert ring.key(OTHER, "ed25519") != key("ed25519")
    assert ring.key(MAKER, "sm2-sm3-2") == key("sm2-sm3-2").public()
    with pytest.raises(tc.InvalidKey) as caught:
        KeyRing([PartyKey(MAKER, key("ed25519")), PartyKey(MAKER, key("ed25519"))], packaged())
    assert caught.value.message("en") == f"uscc {MAKER[1]} has two keys of the id ed25519"
    assert caught.value.message("zh") == f"uscc {MAKER[1]} 有两个标识同为 ed25519 的密钥"


def test_a_party_is_one_in_any_spelling_that_its_rule_allows() -> None:
    """A party is compared by its normalised code, where its encoding rule allows several strict
    spellings.
    """
    spellings = ("00010001-X", "00010001X")
    assert all(tc.is_valid(text, "organisation-code") for text in spellings)
    for sender in spellings:
        data = signed("ed25519")
        data["header"]["sender_id"] = {"code_scheme": "organisation-code", "code_value": sender}
        again = sign(data, key("ed25519"))
        for text in spellings:
            assert (
                verify(again, PartyKey(("organisation-code", text), key("ed25519"))).status
                == "valid"
            )
            assert (
                verify(again, PartyKey(("other:uscc-old", text), key("ed25519"))).status
                == "invalid"
            )
        assert verify(again, PartyKey(MAKER, key("ed25519"))).status == "invalid"


# --- findings -------------------------------------------------------------------------------------


def test_findings_name_what_is_wrong() -> None:
    """Each reason has its own finding with its place, in Chinese and English."""
    data = signed("ed25519")
    assert said(verify(data)) == [
        ("message.verified", "signature", (f"签名有效：由 uscc {MAKER[1]} 的密钥 ed25519 "
                                          f"签署（ed25519）"),
         f"signed by uscc {MAKER[1]} with the key ed25519 (ed25519)"),
    ]  # fmt: skip
    assert said(verify(data | {"signature": None})) == [
        (
            "message.unsigned",
            None,
            "报文没有签名（缺少 signature）",
            "the message is not signed: it has no signature",
        ),
    ]
    assert said(verify(data, PartyKey(OTHER, key("ed25519")))) == [
        ("message.key_party", "signature.key_id", (f"密钥 ed25519 属于其他方，不能代表发送方 uscc "
                                                  f"{MAKER[1]} 签名"),
         (f"the key ed25519 belongs to another party and does not sign for the sender uscc "
         f"{MAKER[1]}")),
    ]  # fmt: skip
    assert said(verify(data, PartyKey(MAKER, key("ed25519-2")))) == [
        ("message.unknown_key", "signature.key_id", f"不认识发送方 uscc {MAKER[1]} 的密钥 ed25519",
         f"no key ed25519 of the sender uscc {MAKER[1]} is known"),
    ]  # fmt: skip
    assert said(verify(data | {"header": {}})) == [
        ("message.header", "header", "报文头没有写明发送方或报文标识，无从确定由谁的密钥验签",
         "the header names no sender or no message id, so it cannot be told whose key verifies it"),
    ]  # fmt: skip
    assert said(verify(data | {"more": 1, "body": [None]}))[0] == (
        "message.uncovered", None, "报文中有签名未覆盖的内容：more",
        "something stands in the message that no signature covers: more",
    )  # fmt: skip
    assert said(verify(data | {"body": [None]})) == [
        ("message.canonical", "digest", ("报文没有规范形式（RFC 8785）：含有 "
                                        "null、小数、过大的数或非法字符，不可能有人为其签名"),
         ("the message has no canonical form (RFC 8785): it holds null, a fraction, too large a "
         "number or text that is not Unicode, which nobody signs")),
    ]  # fmt: skip
    changed = data | {"digest": data["digest"] | {"digest_algorithm": "sm3"}}
    assert ("message.algorithm", "digest.digest_algorithm", ("算法应为密钥 ed25519 所用的 "
                                                            "sha-256，实为 sm3"),
            "the algorithm is sm3; the key ed25519 takes sha-256") in said(verify(changed))  # fmt: skip


def test_several_reasons_come_together() -> None:
    """Everything that can be said at once is said at once."""
    data = signed("ed25519")
    data["body"][0]["warehouse"] = "2"
    data["signature"] |= {
        "signature_algorithm": "sm2-sm3",
        "signature_value": "",
        "signer_user_id": "x",
        "note": 1,
    }
    data["digest"] |= {"digest_value": "ABC"}
    assert [one.rule for one in verify(data).findings] == [
        "message.uncovered", "message.malformed", "message.digest", "message.algorithm",
        "message.user_id", "message.malformed",
    ]  # fmt: skip


def test_only_what_is_verified_is_valid() -> None:
    """The status of an answer is `valid` for nothing but a proof."""
    assert Verification(None, ()).status == "not checked"
    assert verify(signed("ed25519")).status == "valid"


def test_who_has_no_name_is_masked() -> None:
    """A citizen's number that stands as a party is masked in what is said of it."""
    data = signed("ed25519")
    data["header"]["sender_id"] = {"code_scheme": "resident-id", "code_value": "11010519491231002X"}
    (found,) = verify(data).findings
    assert "19491231" not in found.text("zh") + found.text("en")
    party = ("resident-id", "11010519491231002X")
    *_, envelope = tc.validate(
        json_form.dump(sign(data, key("ed25519"))), keys=[PartyKey(party, key("ed25519"))]
    )
    assert envelope.signature == "valid"
    assert "19491231" not in json.dumps(envelope.as_dict()) + repr(envelope.verified) + repr(
        PartyKey(party, key("ed25519"))
    )


# --- messages received before ---------------------------------------------------------------------


class Store:
    """Remembers messages, as the table of a platform does."""

    def __init__(self) -> None:
        self.known: dict[tuple[tuple[str, str], str], str] = {}
        self.asked = 0

    def first(self, sender: tuple[str, str], message_id: str, digest: str) -> bool:
        """Remember a message; whether it is new."""
        self.asked += 1
        return (
            self.known.setdefault((sender, message_id), digest) == digest
            and len(self.known) == self.asked
        )


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_message_counts_once(algorithm: str) -> None:
    """A message that the store knows does not verify again; its records are not checked and not
    handed out.
    """
    store = Store()
    raw = json_form.dump(signed(algorithm))
    assert tc.validate(raw, keys=keys(), seen=store).run().status == "valid"
    *records, envelope = tc.validate(raw, keys=keys(), seen=store)
    assert [one.status for one in records] == ["not checked"] * 3
    assert [one.record for one in records] == [None] * 3
    id = signed(algorithm)["header"]["message_id"]
    assert (envelope.status, envelope.signature, envelope.verified) == ("invalid", "invalid", None)
    assert [(f.rule, f.path, f.text("zh"), f.text("en")) for f in envelope.findings] == [
        ("message.replayed", "header.message_id", f"发送方 uscc {MAKER[1]} 的报文 {id} 此前已收到",
         f"the message {id} of uscc {MAKER[1]} was received before"),
    ]  # fmt: skip


def test_only_what_verifies_is_remembered() -> None:
    """Nobody can use up another's message ids: a message that does not verify is never shown to the
    store.
    """
    store = Store()
    data = signed("ed25519")
    for changed in (data | {"signature": None}, data | {"body": []}, sign(data, key("other"))):
        tc.validate(json_form.dump(changed), keys=keys(), seen=store).run()
    assert store.asked == 0
    with pytest.raises(ValueError, match="seen needs keys"):
        tc.validate(json_form.dump(data), seen=store)


def test_another_message_under_a_known_id() -> None:
    """Other content under a message id that is known is refused too, even where its sender signed
    it.
    """
    store = Store()
    data = signed("ed25519")
    tc.validate(json_form.dump(data), keys=keys(), seen=store).run()
    other = sign(data | {"body": data["body"][::-1]}, key("ed25519"))
    *_, envelope = tc.validate(json_form.dump(other), keys=keys(), seen=store)
    assert [one.rule for one in envelope.findings] == ["message.replayed"]


@pytest.mark.parametrize("answer", [False, None, 1, "yes", object()])
def test_only_true_is_a_yes_of_a_store(answer: object) -> None:
    """A store that answers anything but True, perhaps by forgetting to, lets nothing pass."""

    class Odd:
        """Answers oddly."""

        def first(self, sender: object, message_id: str, digest: str) -> Any:
            """Not a truth value."""
            return answer

    *_, envelope = tc.validate(json_form.dump(signed("ed25519")), keys=keys(), seen=Odd())
    assert [one.rule for one in envelope.findings] == ["message.replayed"]


# --- packages that are missing --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("algorithm", "package"), [("ed25519", "cryptography"), ("sm2-sm3", "gmssl_pyx")]
)
def test_a_missing_package_is_not_checked(
    algorithm: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the package that verifies is missing, the message is not checked, and so are its
    records: never valid.
    """
    data, which = signed(algorithm), keys()
    message = tc.loads(json.dumps(data))
    assert isinstance(message, tc.Message)

    def absent(module: str, extra: str) -> object:
        raise tc.MissingExtra(module.partition(".")[0], extra)

    monkeypatch.setattr(keys_module, "extra", absent)
    report = tc.validate(json_form.dump(data), keys=which)
    *records, envelope = report
    assert [(one.status, one.record) for one in records] == [("not checked", None)] * 3
    assert (report.status, envelope.status, envelope.signature) == (
        "not checked",
        "not checked",
        "not checked",
    )
    (found,) = envelope.findings
    assert (found.rule, found.severity) == ("check.extra", "warning")
    assert (
        found.text("en")
        == f"not judged, since the package {package} is missing; install it with: pip install 'tracecode[sign]'"
    )
    with pytest.raises(tc.NotVerified):
        message.verify(which)
    changed = data | {"body": data["body"][:2]}
    # what can be told is told
    assert tc.validate(json_form.dump(changed), keys=which).run().status == "invalid"


def test_a_missing_digest_is_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where SM3 is not at hand, a message that needs it is not checked; one that does not is."""

    def absent(algorithm: str) -> Any:
        if algorithm == "sm3":
            raise tc.MissingExtra("cryptography", "sign")
        return made(algorithm)

    made = signed_form._new
    data = {algorithm: json_form.dump(signed(algorithm)) for algorithm in ALGORITHMS}
    which = keys()
    monkeypatch.setattr(signed_form, "_new", absent)
    assert tc.validate(data["sm2-sm3"], keys=which).run().status == "not checked"
    assert tc.validate(data["ed25519"], keys=which).run().status == "valid"
    # nor can its digest be compared
    assert tc.validate(data["sm2-sm3"]).run().status == "not checked"
    assert tc.validate(data["ed25519"]).run().status == "valid"


def test_types_are_public() -> None:
    """Keys and proofs are what the public names say."""
    assert (tc.PartyKey, tc.Verified, tc.Ed25519Key, tc.Sm2Key) == (
        PartyKey,
        Verified,
        Ed25519Key,
        Sm2Key,
    )
