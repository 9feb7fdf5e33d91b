"""Whether bytes can have been drawn at random: a secret that plainly was not is no secret.

>>> is_plain(bytes(32)), is_plain(b"ab" * 8), is_plain(bytes.fromhex("00112233445566778899aabbccddeeff"))
(True, True, False)
"""

from __future__ import annotations

_MOST = 8


def is_plain(secret: bytes) -> bool:
    """Whether so few different bytes are among them that nobody drew them: one in four, and no more
    than eight.

    Of random ones, that happens to 16 bytes once in 10^20 times, to 32 bytes once in 10^33. What
    looks random may be guessed all the same.
    """
    return len(set(secret)) <= min(len(secret) // 4, _MOST)
