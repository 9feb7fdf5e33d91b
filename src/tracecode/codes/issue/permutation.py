"""Which permutation the numbers of a scope go through: by key, cipher, nonce of the ledger, pattern
of the codes.
"""

from __future__ import annotations

import hashlib
import json

from tracecode.codes.issue import patterns
from tracecode.codes.issue.faults import refusal
from tracecode.codes.issue.ff1 import FF1, CipherName
from tracecode.codes.issue.key import VARIABLE, IssuingKey
from tracecode.codes.issue.patterns import Pattern

_NO_KEY = {"zh": "请设置该变量，或指定密钥文件", "en": "set the variable, or name a key file"}


class Permutations:
    """All permutations under one key."""

    def __init__(self, key: IssuingKey | None, cipher: CipherName) -> None:
        self._key, self._cipher = key, cipher

    @property
    def fingerprint(self) -> str | None:
        """Cipher and fingerprint of the key: what the ledger and manifests show of it."""
        return None if self._key is None else f"{self._cipher}-{self._key.fingerprint}"

    def need_key(self) -> str:
        """Cipher and fingerprint of the key.

        Raises:
            IssueError: there is none.
        """
        if self.fingerprint is None:
            raise refusal("issue.key_missing", where=VARIABLE, reason=_NO_KEY)
        return self.fingerprint

    def of(self, nonce: str, scheme: str, pattern: Pattern, alphabet: str) -> FF1:
        """The permutation of the numbers of one scope.

        Raises:
            IssueError: there is no key.
        """
        self.need_key()
        assert self._key is not None
        named = json.dumps([nonce, scheme, patterns.written(pattern), alphabet], ensure_ascii=False)
        tweak = hashlib.sha256(named.encode()).digest()
        length = patterns.serial_length(pattern)
        return FF1(self._key.cipher(self._cipher), tweak, radix=len(alphabet), length=length)
