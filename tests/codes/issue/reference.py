"""FF1 as NIST SP 800-38G writes it: one numeral string at a time, with big integers. Slow, and only
for comparison.
"""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def encrypt(
    key: bytes, tweak: bytes, radix: int, digits: Sequence[int], cipher: str = "aes"
) -> list[int]:
    """The digits to which these are sent."""
    count = len(digits)
    u = count // 2
    v = count - u
    a, b = list(digits[:u]), list(digits[u:])
    width = -(-_ceil_log2(radix**v) // 8)
    wide = 4 * -(-width // 4) + 4
    p = bytes([1, 2, 1]) + radix.to_bytes(3, "big") + bytes([10, u % 256])
    p += count.to_bytes(4, "big") + len(tweak).to_bytes(4, "big")
    for turn in range(10):
        q = (
            tweak
            + bytes((-len(tweak) - width - 1) % 16)
            + bytes([turn])
            + _number(b, radix).to_bytes(width, "big")
        )
        r = _prf(key, p + q, cipher)
        s, j = r, 1
        while len(s) < wide:
            s += _prf(
                key, bytes(x ^ y for x, y in zip(r, j.to_bytes(16, "big"), strict=True)), cipher
            )
            j += 1
        m = u if turn % 2 == 0 else v
        c = (_number(a, radix) + int.from_bytes(s[:wide], "big")) % radix**m
        a, b = b, _digits(c, radix, m)
    return a + b


def _ceil_log2(number: int) -> int:
    return (number - 1).bit_length()


def _number(digits: Sequence[int], radix: int) -> int:
    found = 0
    for digit in digits:
        found = found * radix + digit
    return found


def _digits(number: int, radix: int, count: int) -> list[int]:
    found: list[int] = []
    for _ in range(count):
        number, digit = divmod(number, radix)
        found.insert(0, digit)
    return found


def _prf(key: bytes, data: bytes, cipher: str) -> bytes:
    """The last block of CBC."""
    made = algorithms.SM4(key) if cipher == "sm4" else algorithms.AES(key)
    context = Cipher(made, modes.CBC(bytes(16))).encryptor()
    return context.update(data)[-16:]
