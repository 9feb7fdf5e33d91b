"""What digest and signature of a message are made over, taken record by record, so that any size
will do.

The digest runs over lines, each canonical JSON and a line feed: first the records in their order,
then the header. The header comes last because that is when a reader has it for certain, wherever it
stands. The signature is made over canonical JSON of header and digest together. Both are the same
in JSON and XML.

>>> form = SignedForm()
>>> form.add({"record_type": "recall"})
>>> form.digest({"record_count": 1}, "sha-256")[:16]
'e82fb777d3ab59f2'
>>> signed_text({"record_count": 1}, {"digest_algorithm": "sm3"}).decode()
'{"digest":{"digest_algorithm":"sm3"},"header":{"record_count":1}}'
"""

from __future__ import annotations

import hashlib
from typing import Any

from tracecode.errors import MissingExtra
from tracecode.extras import extra
from tracecode.records.canonical import NotCanonical, canonical

ALGORITHMS = ("sm3", "sha-256")
"""The digests of a message: SM3 (GB/T 32905) and SHA-256."""


class SignedForm:
    """The records of one message as they pass, digested."""

    def __init__(self, *algorithms: str) -> None:
        """Nothing yet.

        Args:
            algorithms: the digests wanted; all, where it is only known later which.
        """
        self.count = 0
        """How many records passed."""
        self.odd: int | None = None
        """Place, from 1, of the first record that has no canonical form."""
        self._digests: dict[str, Any] = {}
        self._absent: MissingExtra | None = None
        for algorithm in algorithms or ALGORITHMS:
            try:
                self._digests[algorithm] = _new(algorithm)
            except MissingExtra as error:  # it may yet turn out that the other one was meant
                self._absent = error

    def add(self, record: object) -> None:
        """Take the next record, as plain data."""
        self.count += 1
        try:
            line = canonical(record) + b"\n"
        except NotCanonical:
            self.odd = self.odd or self.count
            return
        for digest in self._digests.values():
            digest.update(line)

    def digest(self, header: object, algorithm: str) -> str:
        """The digest of the records so far and the header, in lower-case hexadecimal.

        Raises:
            NotCanonical: the header, or one of the records, has no canonical form.
            MissingExtra: the packages of the extra `sign` are needed for SM3 here, and are not
                installed.
        """
        if self.odd is not None:
            raise NotCanonical(f"record {self.odd}")
        if algorithm not in self._digests and self._absent is not None:
            raise self._absent
        whole = self._digests[algorithm].copy()
        whole.update(canonical(header) + b"\n")
        return (whole.digest() if hasattr(whole, "digest") else whole.finalize()).hex()  # type: ignore[no-any-return]


def signed_text(header: object, digest: object) -> bytes:
    """The bytes that are signed.

    Args:
        header: of the message, as plain data.
        digest: its block: algorithm and value.

    Raises:
        NotCanonical: a part has no canonical form.
    """
    return canonical({"digest": digest, "header": header})


def _new(algorithm: str) -> Any:
    if algorithm == "sha-256":
        return hashlib.sha256()
    if "sm3" in hashlib.algorithms_available:
        return hashlib.new("sm3")
    made = extra("cryptography.hazmat.primitives.hashes", "sign")
    return made.Hash(made.SM3())
