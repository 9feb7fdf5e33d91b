"""FF1 of NIST SP 800-38G: a keyed permutation of all numbers of a given radix and length, over
whole columns at once.

A number is a pair of columns, its left and its right half, as the method itself has it; so numbers
of thirty digits need no big integers. Ten rounds replace one half each; what a round costs is one
call of the block cipher over the whole column.

>>> import numpy as np
>>> ff1 = FF1(block_cipher("aes", bytes(16)), b"", radix=10, length=10)
>>> left, right = ff1.forward(*ff1.halves(np.arange(3)))
>>> ff1.numbers(*ff1.backward(left, right)).tolist()
[0, 1, 2]
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from numpy.typing import NDArray

CipherName: TypeAlias = Literal["aes", "sm4"]
Half: TypeAlias = NDArray[np.uint64]
BlockCipher: TypeAlias = Callable[[NDArray[Any]], NDArray[Any]]
"""Encrypts blocks, each by itself: rows of two big-endian words."""

KEY_BYTES: dict[CipherName, int] = {"aes": 32, "sm4": 16}
_ROUNDS = 10
_LEAST = 1_000_000
_MOST = 1 << 63  # of a half: the sum of two still fits a word of 64 bits


def block_cipher(name: CipherName, key: bytes) -> BlockCipher:
    """A block cipher over buffers: AES with a key of 16, 24 or 32 bytes, or SM4 (GB/T 32907) with
    16.
    """
    made = algorithms.SM4(key) if name == "sm4" else algorithms.AES(key)
    context = Cipher(made, modes.ECB()).encryptor()  # noqa: S305  # the method is built on single blocks

    def run(blocks: NDArray[Any]) -> NDArray[Any]:
        out = np.empty(blocks.nbytes + 15, np.uint8)  # a margin that the library asks for
        context.update_into(blocks.reshape(-1).view(np.uint8).data, out.data)
        return out[: blocks.nbytes].view(">u8").reshape(-1, 2)

    return run


def longest(radix: int) -> int:
    """The longest numbers of a radix that fit the words of a column."""
    half = 1
    while radix ** (half + 1) < _MOST:
        half += 1
    return 2 * half


class FF1:
    """The permutation of one block cipher and tweak over the numbers of `length` digits of a
    radix.
    """

    def __init__(self, encrypt: BlockCipher, tweak: bytes, *, radix: int, length: int) -> None:
        """Prepare what all numbers share.

        Raises:
            ValueError: the standard, or the width of a column, does not allow such numbers.
        """
        if not 2 <= radix <= 1 << 16:
            raise ValueError(f"FF1 takes a radix of 2 to 65536, not {radix}")
        if not 2 <= length <= longest(radix) or radix**length < _LEAST:
            raise ValueError(
                f"FF1 takes numbers of 2 to {longest(radix)} digits, {_LEAST} of them at least"
            )
        self._encrypt = encrypt
        left, right = length // 2, length - length // 2
        self._sizes = radix**left, radix**right
        self._width = ((self._sizes[1] - 1).bit_length() + 7) // 8
        self._wide = self._width > 4  # then 12 bytes of each result are a number, otherwise 8
        self._states = self._start(tweak, radix, length)

    def halves(self, numbers: NDArray[Any]) -> tuple[Half, Half]:
        """Whole numbers below 2**63 as pairs."""
        size = np.uint64(self._sizes[1])
        numbers = numbers.astype(np.uint64)
        left = numbers // size
        return left, numbers - left * size

    def numbers(self, left: Half, right: Half) -> NDArray[Any]:
        """Pairs as whole numbers, of any size."""
        numbers: NDArray[Any] = left.astype(object) * self._sizes[1] + right.astype(object)
        return numbers

    def between(self, left: Half, right: Half, first: int, end: int) -> NDArray[np.bool_]:
        """Which of these pairs are numbers from `first` on and below `end`."""
        return self._below(left, right, end) & ~self._below(left, right, first)

    def forward(self, left: Half, right: Half) -> tuple[Half, Half]:
        """The numbers to which these are sent."""
        for turn in range(_ROUNDS):
            size = self._sizes[turn % 2]
            added = self._round(turn, right, size) + left
            left, right = right, added - (added >= size) * np.uint64(size)
        return left, right

    def backward(self, left: Half, right: Half) -> tuple[Half, Half]:
        """The numbers that are sent to these."""
        for turn in reversed(range(_ROUNDS)):
            size = self._sizes[turn % 2]
            taken = self._round(turn, left, size)
            left, right = right + (right < taken) * np.uint64(size) - taken, left
        return left, right

    def _below(self, left: Half, right: Half, end: int) -> NDArray[np.bool_]:
        high, low = divmod(end, self._sizes[1])
        below: NDArray[np.bool_] = (left < np.uint64(high)) | (
            (left == np.uint64(high)) & (right < np.uint64(low))
        )
        return below

    def _start(self, tweak: bytes, radix: int, length: int) -> list[tuple[np.uint64, np.uint64]]:
        """For each round the block into which the right half goes, with all that is chained before
        it.
        """
        head = bytes((1, 2, 1, *radix.to_bytes(3), _ROUNDS, length // 2 % 256, *length.to_bytes(4)))
        fixed = head + len(tweak).to_bytes(4) + tweak
        fixed += bytes((-len(tweak) - self._width - 1) % 16)
        whole = len(fixed) // 16 * 16
        state = 0
        for at in range(0, whole, 16):
            mixed = (state ^ int.from_bytes(fixed[at : at + 16])).to_bytes(16)
            state = int.from_bytes(
                self._encrypt(np.frombuffer(mixed, ">u8").reshape(1, 2)).tobytes()
            )
        last = fixed[whole:]
        blocks = [
            state ^ int.from_bytes(last + bytes([turn]) + bytes(self._width))
            for turn in range(_ROUNDS)
        ]  # fmt: skip
        return [(np.uint64(block >> 64), np.uint64(block & (1 << 64) - 1)) for block in blocks]

    def _round(self, turn: int, half: Half, size: int) -> Half:
        """The pseudo-random number of each row, reduced to `size`."""
        high, low = self._states[turn]
        blocks = np.empty((len(half), 2), ">u8")
        blocks[:, 0] = high
        blocks[:, 1] = half ^ low
        out = self._encrypt(blocks)
        numbers = _rest(out[:, 0].astype(np.uint64), size)
        if not self._wide:
            return numbers
        # The third word of 32 bits follows, as many bits at a time as leave room above the rest.
        tail = out[:, 1].astype(np.uint64)
        step = min(32, 64 - size.bit_length())
        done = 0
        while done < 32:
            step = min(step, 32 - done)
            bits = tail << np.uint64(done) >> np.uint64(64 - step)
            numbers = _rest((numbers << np.uint64(step)) | bits, size)
            done += step
        return numbers


def _rest(numbers: Half, size: int) -> Half:
    """The remainder; by the quotient, which numpy computes several times as fast."""
    divisor = np.uint64(size)
    return numbers - numbers // divisor * divisor
