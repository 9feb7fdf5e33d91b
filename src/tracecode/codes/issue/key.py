"""The key by which serial numbers are permuted: whoever has it can foretell every code; without it
nobody can.

A key comes from a file that only its owner may read, from an environment variable, or from a
function (a vault). It is written as hexadecimal digits. It never appears in a message, in the
ledger or in the text of an object: these show its fingerprint.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TypeAlias

from tracecode.codes.issue.faults import refusal
from tracecode.codes.issue.ff1 import KEY_BYTES, BlockCipher, CipherName, block_cipher
from tracecode.errors import UnreadableFile, UnwritableFile
from tracecode.files import creating, opened, reading
from tracecode.randomness import is_plain

VARIABLE = "TRACECODE_ISSUE_KEY"
"""The environment variable that holds the key where nothing else is named."""
KeySource: TypeAlias = Path | Callable[[], bytes] | None
"""A file, a function that returns the bytes of the key, or None for the environment variable."""

_LEAST = 16  # bytes
_MADE = 32
_MOST_READ = 1000


class IssuingKey:
    """A key. It shows its fingerprint only, and cannot be pickled."""

    __slots__ = ("_secret", "fingerprint")

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self.fingerprint = hashlib.sha256(b"tracecode issue fingerprint\0" + secret).hexdigest()[
            :16
        ]
        """Tells keys apart, and tells nothing else about them."""

    def __repr__(self) -> str:
        return f"IssuingKey({self.fingerprint})"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "a key is not pickled; give each process its own file, variable or function"
        )

    def cipher(self, name: CipherName) -> BlockCipher:
        """The block cipher under a key of its own, derived from this one."""
        own = hmac.digest(self._secret, b"tracecode issue ff1 " + name.encode(), "sha256")
        return block_cipher(name, own[: KEY_BYTES[name]])


def read_key(source: KeySource) -> IssuingKey | None:
    """The key; None if it should be in the environment and is not.

    Raises:
        IssueError: the file is missing or open to others, or the key is too short, not hexadecimal
            or not random.
        TypeError: the source is none of the three kinds; a key itself is never an argument.
    """
    if source is None:
        text = os.environ.get(VARIABLE)
        return None if text is None else _read(text, VARIABLE)
    if isinstance(source, Path):
        return _read(_text_of(source), str(source))
    if callable(source):
        secret = source()
        if not isinstance(secret, bytes) or len(secret) < _LEAST:
            raise refusal("issue.key_form", where="key()", allowed=_LEAST * 2)
        return _judged(secret, "key()")
    raise TypeError("key is a Path, a function that returns bytes, or None; never the key itself")


def write_key(path: Path) -> IssuingKey:
    """Make a new random key and write it to a new file of mode 0600.

    Raises:
        IssueError: the file exists or cannot be written.
    """
    secret = secrets.token_bytes(_MADE)
    try:
        with creating(path, 0o600) as file:
            file.write(secret.hex().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise refusal("issue.exists", found=str(path)) from None
    except UnwritableFile as error:
        raise refusal("issue.output", found=str(path), reason=error.why) from None
    return IssuingKey(secret)


def _text_of(path: Path) -> str:
    try:
        with opened(path) as file, reading(path):
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise refusal("issue.key_mode", found=str(path), allowed="0600")
            return file.read(_MOST_READ).decode("ascii")
    except UnicodeDecodeError:
        raise refusal("issue.key_form", where=str(path), allowed=_LEAST * 2) from None
    except UnreadableFile as error:
        raise refusal("issue.key_missing", where=str(path), reason=error.why) from None


def _read(text: str, where: str) -> IssuingKey:
    try:
        secret = bytes.fromhex(text.strip())
    except ValueError:
        secret = b""
    if len(secret) < _LEAST:
        raise refusal("issue.key_form", where=where, allowed=_LEAST * 2) from None
    return _judged(secret, where)


def _judged(secret: bytes, where: str) -> IssuingKey:
    if is_plain(secret):
        raise refusal("issue.key_weak", where=where)
    return IssuingKey(secret)
