"""[2] A stripped signature verifies; [10] private keys can be pickled and printed, weak keys are
taken.
"""

from __future__ import annotations

import base64
import json
import pickle
from typing import Any

from tests.faults import both

MAKER, OTHER = ("uscc", "91350100M000100Y43"), ("uscc", "91120116000000019T")
NEW = [
    (
        "[2] the signed form is made record by record, and is the same for a message of any size "
        "(docs/records.md)"
    ),
    "[2] replays: `seen=` of `tracecode.validate`",
    "[2] `tracecode validate --keys`, `tracecode.load_keys`",
    "[1] report, command and receipt count the signatures that nobody checked",
    "[2] keys whose party no message can name as its sender are refused when they are given",
    "[1] a store of messages (`seen=`) that fails costs its message alone",
    "[2] `tracecode.write_message`: a signed message of any size as a stream",
    (
        "[2] findings that name why: unsigned, unknown_key, key_party, algorithm, user_id, malformed, "
        "canonical, uncovered"
    ),
]


def _receipt(verdicts: Any) -> Any:
    """The answer to a message; the versions that had the faults called it otherwise."""
    import tracecode as tc

    return getattr(tc, "receipt" if hasattr(tc, "receipt") else "acknowledgement")(verdicts)


def _record(name: str = "one") -> dict[str, Any]:

    from tracecode.publish.examples import minimal

    return minimal(both.record_layout(both.packaged(), "storage"), both.packaged(), name)


def _key() -> Any:
    import tracecode as tc

    return tc.Ed25519Key.new("maker-1")


def _signed(key: Any, sender: tuple[str, str] = MAKER) -> dict[str, Any]:
    """A signed message around one record, as plain data."""
    import tracecode as tc

    record: Any = tc.loads(json.dumps(_record()))
    return tc.Message.new([record], sender=sender, receiver=OTHER).signed(key).plain()


def _keys(key: Any, party: tuple[str, str] = MAKER) -> Any:
    """The keys of a platform, as the version takes them."""
    import tracecode as tc

    return [tc.PartyKey(party, key.public())] if hasattr(tc, "PartyKey") else {key.id: key.public()}


def _stripped(message: dict[str, Any]) -> dict[str, Any]:
    """A message without digest and signature, changed afterwards."""
    changed = {"header": message["header"], "body": [dict(message["body"][0])]}
    changed["body"][0]["warehouse"] = "forged"
    return changed


def _verifies(message: dict[str, Any], keys: Any) -> bool:
    """Whether `Message.verify` says yes: with nothing wrong, as the README once showed it, or with
    a proof.
    """
    import tracecode as tc

    loaded: Any = tc.loads(json.dumps(message))
    try:
        found = loaded.verify(keys)
    except (ValueError, TypeError):
        return False
    return bool(found == () or (hasattr(tc, "Verified") and isinstance(found, tc.Verified)))


def _verdicts(data: Any, keys: Any = None, form: Any = None) -> list[Any]:
    import tracecode as tc

    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    try:
        return [*tc.validate(raw, keys=keys, format=form)]
    except (ValueError, TypeError):  # refused as a whole
        return []


def _lines(*messages: Any) -> bytes:
    return b"".join(json.dumps(message).encode() + b"\n" for message in messages)


def fault_stripped_signature_verifies() -> str | None:
    """[2] A message without its signature, changed afterwards, verifies."""
    key = _key()
    return "verify says yes" if _verifies(_stripped(_signed(key)), _keys(key)) else None


def fault_stripped_message_is_valid() -> str | None:
    """[2] With keys, a message without its signature, changed afterwards, is valid, and so is its
    record.
    """
    key = _key()
    found = _verdicts(_stripped(_signed(key)), _keys(key))
    return (
        "all verdicts are valid" if found and all(one.status == "valid" for one in found) else None
    )


def fault_stripped_message_is_accepted() -> str | None:
    """[2] The receipt of a message without its signature, changed afterwards, says accepted, with
    keys.
    """
    key = _key()
    reply = _receipt(_verdicts(_stripped(_signed(key)), _keys(key)))
    return "the receipt says accepted" if reply.receipt_status == "accepted" else None


def fault_digest_alone_verifies() -> str | None:
    """[2] A digest that anybody can compute is enough to verify."""
    key = _key()
    other = _signed(_key())
    del other["signature"]
    return "verify says yes" if _verifies(other, _keys(key)) else None


def fault_no_keys_are_a_yes() -> str | None:
    """[2] keys={} is taken for "no keys": a signature of nobody known is valid."""
    found = _verdicts(_signed(_key()), {})
    return (
        "all verdicts are valid" if found and all(one.status == "valid" for one in found) else None
    )


def fault_any_key_signs_for_anybody() -> str | None:
    """[2] A key of one party verifies what it signed in the name of another."""
    key = _key()
    forged = _signed(key, MAKER)
    return "verify says yes" if _verifies(forged, _keys(key, OTHER)) else None


def fault_records_of_a_forged_message_are_handed_out() -> str | None:
    """[2] The records of a message whose signature does not hold are valid, and are handed out."""
    key = _key()
    forged = _signed(key)
    forged["body"][0]["warehouse"] = "forged"
    handed = [one for one in _verdicts(forged, _keys(key)) if one.record is not None]
    return "the changed record is valid" if handed else None


def fault_unsigned_message_says_nothing() -> str | None:
    """[2] Without keys, nothing in the receipt says that an unsigned message was not verified."""
    reply = _receipt(_verdicts(_stripped(_signed(_key()))))
    return "the receipt has no finding" if not reply.findings else None


def fault_message_in_a_list_is_not_judged() -> str | None:
    """[2] A message inside a list is valid, whatever its records are, with keys too."""
    key = _key()
    empty = {"header": _signed(key)["header"], "body": [{}]}
    found = _verdicts([empty], _keys(key))
    return "it is valid" if found and all(one.status == "valid" for one in found) else None


def fault_message_in_a_message_is_not_judged() -> str | None:
    """[2] A message inside the body of a message is valid, whatever its records are."""
    inner = {"header": _signed(_key())["header"], "body": [{}]}
    found = _verdicts({"header": inner["header"], "body": [inner]})
    return "it is valid" if found and all(one.status == "valid" for one in found) else None


def fault_records_of_a_message_in_a_list_are_lost() -> str | None:
    """[2] `loads` of a list with a message gives a message without its records."""
    import tracecode as tc

    message = {name: part for name, part in _signed(_key()).items() if name in ("header", "body")}
    try:
        loaded: Any = tc.loads(json.dumps([message]))
    except ValueError:
        return None
    return "the record is gone" if len(loaded.body) == 0 else None


def fault_two_messages_are_read_as_one() -> str | None:
    """[2] `loads` of two messages on two lines gives one message with the records of both."""
    import tracecode as tc

    first, second = ({name: _signed(_key())[name] for name in ("header", "body")} for _ in range(2))
    try:
        loaded: Any = tc.loads(_lines(first, second), "ndjson")
    except ValueError:
        return None
    return "one message with two records" if len(loaded.body) == 2 else None


def fault_one_message_lends_its_standing_to_another() -> str | None:
    """[2] A receipt over two messages accepts the records of one whose envelope is wrong."""
    wrong, right = ({name: _signed(_key())[name] for name in ("header", "body")} for _ in range(2))
    wrong["header"]["record_count"] = 7
    try:
        reply = _receipt(_verdicts(_lines(wrong, right), form="ndjson"))
    except ValueError:
        return None
    return "all is accepted" if reply.accepted_count == 2 else None


def fault_spare_bits_of_base64_verify() -> str | None:
    """[2] A signature whose last letter was changed in its spare bits verifies."""
    key = _key()
    message = _signed(key)
    value = message["signature"]["signature_value"]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    end = value.rstrip("=")
    message["signature"]["signature_value"] = (
        end[:-1] + letters[letters.index(end[-1]) ^ 1] + value[len(end) :]
    )
    return "verify says yes" if _verifies(message, _keys(key)) else None


def fault_hexadecimal_in_capitals_verifies() -> str | None:
    """[2] A signature written otherwise than it was sent, in capitals, verifies."""
    key = _key()
    message = _signed(key)
    raw = base64.b64decode(message["signature"]["signature_value"])
    message["signature"] |= {"signature_encoding": "raw-hex", "signature_value": raw.hex().upper()}
    return "verify says yes" if _verifies(message, _keys(key)) else None


def fault_message_twice_in_one_input() -> str | None:
    """[2] A signed message that stands twice in one input is valid both times, without a
    finding.
    """
    key = _key()
    message = _signed(key)
    found = _verdicts(_lines(message, message), _keys(key), "ndjson")
    again = [one.findings for one in found][len(found) // 2 :]
    return (
        "the second has no finding"
        if found and not any(one.severity != "info" for all in again for one in all)
        else None
    )


def fault_record_twice_in_one_input() -> str | None:
    """[2] A record that stands twice in one input has no finding."""
    found = _verdicts([_record(), _record()])
    return "the second has no finding" if not found[1].findings else None


def fault_private_key_is_pickled() -> str | None:
    """[10] A private key can be pickled, and so written anywhere."""
    key = _key()
    try:
        pickle.dumps(key)
    except TypeError:
        return None
    return "its private part stands in the pickle"


def fault_private_key_is_printed() -> str | None:
    """[10] The attributes of a key, as loggers and debuggers print them, hold its private part."""
    key = _key()
    try:
        said = str(vars(key))
    except TypeError:
        return None
    seed = vars(key).get("_private")
    return "vars() prints it" if isinstance(seed, bytes) and repr(seed) in said else None


def fault_a_key_for_which_anybody_signs() -> str | None:
    """[10] A point of small order is taken as a public key: one signature holds over every
    message.
    """
    import tracecode as tc

    neutral = bytes([1]) + bytes(31)
    try:
        key = tc.Ed25519Key("weak", neutral)
    except ValueError:
        return None
    message = _signed(_key())
    value = base64.b64encode(neutral + bytes(32)).decode()
    message["signature"] |= {"key_id": "weak", "signature_value": value}
    return (
        "a signature that nobody made verifies"
        if _verifies(message, {"weak": key})
        else "the key is taken"
    )


def fault_a_point_beside_the_curve() -> str | None:
    """[10] Bytes that are no point of the curve of SM2 are taken as a public key."""
    import tracecode as tc

    try:
        tc.Sm2Key("weak", bytes(64))
    except ValueError:
        return None
    return "the key is taken"


def fault_a_private_key_of_zero() -> str | None:
    """[10] A private key of zeros is taken."""
    import tracecode as tc

    try:
        tc.Ed25519Key.from_private("weak", bytes(32))
    except ValueError:
        return None
    return "the key is taken"


def fault_a_private_key_of_one_byte() -> str | None:
    """[10] A private key of one repeated byte, which anybody can guess, is taken."""
    import tracecode as tc

    try:
        tc.Ed25519Key.from_private("weak", b"\x01" * 32)
    except ValueError:
        return None
    return "the key is taken"
