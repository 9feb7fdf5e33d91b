"""Verify a message: is it exactly what the holder of a key, acting for its sender, signed?

Only `Verified` is a yes, and it names who signed what. Everything else is a no, with a finding for
each reason. Keys are given with the party they belong to; a key proves nothing about anybody else.

>>> from tracecode.records.keys import Ed25519Key
>>> from tracecode.standard.resolved import packaged
>>> keys = KeyRing([PartyKey(("uscc", "91350100M000100Y43"), Ed25519Key.new("maker-1"))], packaged())
>>> verification({"header": {"message_id": "1"}, "body": []}, SignedForm(), keys).status
'invalid'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from tracecode.codes.registry import registry
from tracecode.errors import InvalidKey, MissingExtra, WrongUse
from tracecode.findings import Finding, Status, status_of
from tracecode.nearest import meant
from tracecode.privacy import mask
from tracecode.records.canonical import NotCanonical
from tracecode.records.keys import Key
from tracecode.records.plain import PARTS, fault
from tracecode.records.scheme_names import accepts, called, identified
from tracecode.records.signature_value import brief, malformed
from tracecode.records.signed_form import ALGORITHMS, SignedForm, signed_text
from tracecode.standard.composition import group_layout
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

_LONGEST = 256
"""No party has a longer code."""
Party = tuple[str, str]
"""A party of a message: encoding rule and code, as in `sender_id`."""


@dataclass(frozen=True, slots=True, repr=False)
class PartyKey:
    """A public key and the party for which its holder may sign."""

    party: Party
    """Encoding rule and code, for instance `("uscc", "91350100M000100Y43")`."""
    key: Key
    """Its public part; a private one is left behind."""

    def __post_init__(self) -> None:
        scheme, code = self.party
        if not (isinstance(scheme, str) and isinstance(code, str) and isinstance(self.key, Key)):
            raise TypeError(
                "a PartyKey takes a party of two texts, encoding rule and code, and a key"
            )
        object.__setattr__(self, "party", (scheme, code))
        object.__setattr__(self, "key", self.key.public())

    def __repr__(self) -> str:
        return f"PartyKey({_shown(self.party)!r}, {self.key!r})"

    def as_dict(self) -> dict[str, str]:
        """The key as plain data, as `tracecode.load_keys` and `tracecode validate --keys` read
        it.
        """
        scheme, code = self.party
        more = (
            {"signer_user_id": user}
            if (user := getattr(self.key, "user_id", None)) is not None
            else {}
        )
        return {
            "code_scheme": scheme, "code_value": code, "key_id": self.key.id,
            "signature_algorithm": self.key.algorithm, **more,
            "public_key": self.key.public_bytes.hex(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class Verified:
    """A message is exactly what the holder of a key, acting for its sender, signed."""

    key_id: str
    algorithm: Literal["ed25519", "sm2-sm3"]
    sender: Party
    """Encoding rule and code of the party for which the key signs."""
    message_id: str
    record_count: int
    """How many records the signature covers, beside the header."""
    digest_algorithm: str
    digest: str
    """Over all records and the header, in hexadecimal."""

    def __repr__(self) -> str:
        return (
            f"Verified({', '.join(f'{name}={value!r}' for name, value in self.as_dict().items())})"
        )

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON, named as in the dictionary. Personal numbers are masked."""
        scheme, code = _shown(self.sender)
        return {
            "sender_id": {"code_scheme": scheme, "code_value": code}, "key_id": self.key_id,
            "signature_algorithm": self.algorithm, "message_id": self.message_id,
            "record_count": self.record_count, "digest_algorithm": self.digest_algorithm,
            "digest_value": self.digest,
        }  # fmt: skip


class Verification(NamedTuple):
    """The answer about one message."""

    verified: Verified | None
    """Who signed what; None unless everything holds."""
    findings: tuple[Finding, ...]
    """Why it does not verify; of one that does, a note that says so."""

    @property
    def status(self) -> Status:
        """`valid` only where `verified` is there; `not checked` where a package was missing."""
        if self.verified is not None:
            return "valid"
        return "invalid" if status_of(self.findings) == "invalid" else "not checked"

    @property
    def unproved(self) -> tuple[Finding, ...]:
        """The finding on each record of the message, unless it verified."""
        return (
            ()
            if self.verified is not None
            else (Finding(rule="message.not_verified", severity="warning"),)
        )


class MessageStore(Protocol):
    """Where a platform remembers the messages it received, so that none counts twice."""

    def first(self, sender: Party, message_id: str, digest: str) -> bool:
        """Remember a message that verified; True only if this sender's message id was never
        remembered before.

        It must be one step, such as an INSERT into a table whose key is sender and message id: two
        programs that ask at once must not both be told True.
        """
        ...


def _no_party_key(given: object) -> WrongUse:
    name = "None" if given is None else type(given).__name__
    return WrongUse(
        f"keys are given with their party, as tc.PartyKey(party, key); not {name}",
        f"密钥须与其所属主体一并给出：tc.PartyKey(party, key)；实为 {name}",
    )


class KeyRing:
    """Public keys by party and id."""

    def __init__(self, keys: Iterable[PartyKey], standard: Resolved) -> None:
        """The keys that count. None at all is a key ring too: it lets nothing pass.

        Args:
            keys: each with its party. A party may have several; their ids differ.
            standard: the standard.

        Raises:
            WrongUse: a key is given without its party, or these are no keys at all.
            InvalidCode: the code of a party is wrong.
            InvalidKey: a party has two keys of one id, or no party has codes of its encoding rule.
                One that is not of this standard is named `other:` and a name, as in records.
        """
        self._standard = standard
        self._keys: dict[tuple[Party, str], Key] = {}
        self._ids: set[str] = set()
        if not isinstance(keys, Iterable):
            raise _no_party_key(keys)
        for party_key in keys:
            if not isinstance(party_key, PartyKey):
                raise _no_party_key(party_key)
            if not accepts(party_key.party[0], _senders(), standard):
                raise InvalidKey([_no_sender(party_key, standard)])
            party, id = self._party(*party_key.party, strict=True), party_key.key.id
            if (party, id) in self._keys:
                raise InvalidKey(
                    [fault("key.repeated", found=id, sender=" ".join(party_key.party))]
                )
            self._keys[party, id] = party_key.key
            self._ids.add(id)

    def key(self, sender: Party, id: str) -> Key | Finding:
        """The sender's key of that id; a finding if there is none."""
        key = self._keys.get((self._party(*sender), id))
        if key is not None:
            return key
        rule = "message.key_party" if id in self._ids else "message.unknown_key"
        return fault(rule, "signature.key_id", found=id, sender=" ".join(sender))

    def _party(self, scheme: str, code: str, *, strict: bool = False) -> Party:
        """A party in one spelling, where its encoding rule is known."""
        rules = registry(self._standard)
        if identified(scheme, self._standard) is None or len(code) > _LONGEST:
            return scheme, code
        if strict:
            return scheme, rules[scheme].parse(code, strict=True).normalized
        known, _ = rules[scheme].read(code, None, strict=True)
        return scheme, code if known is None else known.normalized


def _senders() -> tuple[str, ...]:
    """What the code of a message's sender may identify."""
    party = group_layout(packaged(), PARTS["header"]).element("sender_id").group
    assert party is not None
    return party.element("code_scheme").identifies


def _no_sender(key: PartyKey, standard: Resolved) -> Finding:
    """The finding on a key whose party no message can name as its sender."""
    from tracecode.records.unknown_names import nearest

    scheme = key.party[0]
    known = {name: id for name, id in called(standard).items() if accepts(id, _senders(), standard)}
    likely = meant([known[name] for name in nearest(scheme, tuple(known))])
    return fault("key.party", found=scheme, key=key.key.id, hint=likely)


def verification(
    parts: Mapping[str, Any], form: SignedForm, keys: KeyRing, faults: Iterable[Finding] = ()
) -> Verification:
    """Verify a message.

    Args:
        parts: its header, digest and signature as plain data, and whatever else stood beside its
            body.
        form: its records, as they were sent.
        keys: the keys that count.
        faults: those of the form of message and records that are `is_uncovered`.
    """
    header, digest, signature = parts.get("header"), parts.get("digest"), parts.get("signature")
    findings = [*_uncovered(parts, faults)]
    for name, block in (("signature", signature), ("digest", digest)):
        if block is None:
            return Verification(None, (*findings, fault("message.unsigned", found=name)))
    findings += _malformed(digest, signature)
    sender, id = _sender(header), header.get("message_id") if isinstance(header, Mapping) else None
    if sender is None or not isinstance(id, str):
        findings.append(fault("message.header", "header"))
    if not isinstance(signature, Mapping) or not isinstance(digest, Mapping) or sender is None:
        return Verification(None, tuple(findings))
    key = keys.key(sender, brief(signature.get("key_id")))
    if isinstance(key, Finding):
        return Verification(None, (*findings, key))
    algorithm, value = digest.get("digest_algorithm"), digest.get("digest_value")
    if algorithm != key.digest:
        place = "digest.digest_algorithm"
        findings.append(
            fault(
                "message.algorithm", place, found=brief(algorithm), allowed=key.digest, key=key.id
            )
        )
    try:
        if algorithm in ALGORITHMS and form.digest(header, algorithm) != value:
            findings.append(fault("message.digest", "digest", found=algorithm))
        findings += key.refusals(signed_text(header, digest), signature)
    except NotCanonical:
        findings.append(fault("message.canonical", "digest"))
    except MissingExtra as error:
        findings.append(_absent(error, "signature"))
    if findings:
        return Verification(None, tuple(findings))
    assert isinstance(id, str)
    proof = Verified(key.id, key.algorithm, sender, id, form.count, key.digest, str(value))
    return Verification(proof, (verified_note(proof),))


def unverified(parts: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The note on a message that nobody verified, since no keys were given."""
    if parts.get("signature") is None:
        return (Finding(rule="message.unsigned", severity="info", values={"found": "signature"}),)
    return (Finding(rule="message.unverified", severity="info", path="signature"),)


def digest_fault(parts: Mapping[str, Any], form: SignedForm) -> Iterator[Finding]:
    """The finding on a digest that does not fit. One that fits proves nothing, since anybody can
    compute it.

    Args:
        parts: header and digest of the message.
        form: its records.
    """
    digest = parts.get("digest")
    if (
        not isinstance(digest, Mapping)
        or (algorithm := digest.get("digest_algorithm")) not in ALGORITHMS
    ):
        return
    try:
        if form.digest(parts.get("header"), algorithm) != digest.get("digest_value"):
            yield fault("message.digest", "digest", found=algorithm)
    except NotCanonical:
        yield fault("message.canonical", "digest")
    except MissingExtra as error:
        yield _absent(error, "digest")


def is_uncovered(fault: Finding) -> bool:
    """Whether a fault of the form says that something stands there which is not in the plain
    data.
    """
    return fault.severity == "error" and fault.rule not in _COVERED


def verified_note(proof: Verified) -> Finding:
    """The note on a message that verified."""
    values = {"sender": " ".join(proof.sender), "key": proof.key_id, "algorithm": proof.algorithm}
    return Finding(rule="message.verified", severity="info", values=values, path="signature")


_SIGNATURE = (
    "signature_algorithm",
    "key_id",
    "signer_user_id",
    "signature_encoding",
    "signature_value",
)
_COVERED = ("data.nfc",)
"""What is wrong with the form and yet in the plain data, and so under the digest."""


def _uncovered(parts: Mapping[str, Any], faults: Iterable[Finding]) -> Iterator[Finding]:
    """The findings on what stands in a message and is under no signature, so that anybody may have
    put it there.
    """
    signature = parts.get("signature")
    names = [name for name in parts if name not in PARTS and name != "body"]
    if isinstance(signature, Mapping):
        names += [f"signature.{name}" for name in signature if name not in _SIGNATURE]
    if not isinstance(parts.get("body", []), list):
        names.append("body")
    for finding in faults:
        if finding.rule == "message.misplaced":
            yield finding
        else:
            names.append(finding.path or finding.rule)
    if names:
        yield fault("message.uncovered", found=list(dict.fromkeys(names))[:5])


def _absent(error: MissingExtra, path: str) -> Finding:
    values = {"found": error.package, "allowed": error.extra}
    return Finding(rule="check.extra", severity="warning", values=values, path=path)


def _malformed(digest: object, signature: object) -> Iterator[Finding]:
    """What is no digest or signature block at all, or has no digest or key id that could be one."""
    if not isinstance(digest, Mapping):
        yield malformed("digest", digest, "{...}")
    elif not _is_digest(digest.get("digest_value")):
        yield malformed("digest.digest_value", digest.get("digest_value"), "[0-9a-f]{64}")
    if not isinstance(signature, Mapping):
        yield malformed("signature", signature, "{...}")
    elif not isinstance(signature.get("key_id"), str):
        yield malformed("signature.key_id", signature.get("key_id"), "an..64")


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and not set(value) - set("0123456789abcdef")


def _shown(party: Party) -> Party:
    """A party as it may be shown to anybody."""
    return mask(party[0]), mask(party[1])


def _sender(header: object) -> Party | None:
    sender = header.get("sender_id") if isinstance(header, Mapping) else None
    if not isinstance(sender, Mapping):
        return None
    scheme, code = sender.get("code_scheme"), sender.get("code_value")
    return (scheme, code) if isinstance(scheme, str) and isinstance(code, str) else None
