"""FF1: the published samples, and an independent implementation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.codes.issue import reference
from tracecode.codes.issue.ff1 import FF1, CipherName, block_cipher, longest

KEY = bytes.fromhex("2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94")
TWEAKS = {10: "39383736353433323130", 36: "3737373770717273373737"}

# NIST's examples of FF1 (csrc.nist.gov, "FF1samples"): bytes of the key, radix, with or without a
# tweak, both texts
SAMPLES = [
    (16, 10, False, "0123456789", "2433477484"),
    (16, 10, True, "0123456789", "6124200773"),
    (16, 36, True, "0123456789abcdefghi", "a9tv40mll9kdu509eum"),
    (24, 10, False, "0123456789", "2830668132"),
    (24, 10, True, "0123456789", "2496655549"),
    (24, 36, True, "0123456789abcdefghi", "xbj3kv35jrawxv32ysr"),
    (32, 10, False, "0123456789", "6657667009"),
    (32, 10, True, "0123456789", "1001623463"),
    (32, 36, True, "0123456789abcdefghi", "xs8a0azh2avyalyzuwd"),
]


def test_the_reference_is_right() -> None:
    """The implementation used for comparison gives the published results."""
    for size, radix, tweaked, plain, wanted in SAMPLES:
        tweak = bytes.fromhex(TWEAKS[radix]) if tweaked else b""
        assert reference.encrypt(KEY[:size], tweak, radix, [int(c, 36) for c in plain]) == [
            int(c, 36) for c in wanted
        ]


@pytest.mark.parametrize(("size", "radix", "tweaked", "plain", "wanted"), SAMPLES)
def test_published_samples(size: int, radix: int, tweaked: bool, plain: str, wanted: str) -> None:
    """Each sample of NIST comes out, and leads back."""
    tweak = bytes.fromhex(TWEAKS[radix]) if tweaked else b""
    ff1 = FF1(block_cipher("aes", KEY[:size]), tweak, radix=radix, length=len(plain))
    half = len(plain) // 2
    halves = [np.array([int(part, radix)], np.uint64) for part in (plain[:half], plain[half:])]
    found = ff1.forward(halves[0], halves[1])
    assert [int(part[0]) for part in found] == [
        int(wanted[:half], radix),
        int(wanted[half:], radix),
    ]
    assert [part.tolist() for part in ff1.backward(*found)] == [part.tolist() for part in halves]


@given(
    data=st.data(),
    radix=st.integers(2, 95),
    tweak=st.binary(max_size=40),
    cipher=st.sampled_from(["aes", "sm4"]),
)
def test_against_the_reference(
    data: st.DataObject, radix: int, tweak: bytes, cipher: CipherName
) -> None:
    """Every radix, length, tweak and cipher gives what the slow implementation gives, and leads
    back.
    """
    least = next(length for length in range(2, 21) if radix**length >= 1_000_000)
    length = data.draw(st.integers(least, longest(radix)))
    key = data.draw(st.binary(min_size=16, max_size=16))
    counts = data.draw(
        st.lists(st.integers(0, min(radix**length, 1 << 63) - 1), min_size=1, max_size=3)
    )
    ff1 = FF1(block_cipher(cipher, key), tweak, radix=radix, length=length)
    start = ff1.halves(np.array(counts, np.uint64))
    sent = ff1.numbers(*ff1.forward(*start)).tolist()
    for count, number in zip(counts, sent, strict=True):
        digits = reference._digits(count, radix, length)
        assert reference._digits(number, radix, length) == reference.encrypt(
            key, tweak, radix, digits, cipher
        )
    assert ff1.numbers(*ff1.backward(*ff1.forward(*start))).tolist() == counts


@pytest.mark.slow
@pytest.mark.parametrize(("radix", "length"), [(10, 6), (100, 3), (2, 20), (1000, 2)])
def test_it_is_a_permutation(radix: int, length: int) -> None:
    """All numbers of a small domain are sent to all numbers of it."""
    ff1 = FF1(block_cipher("aes", KEY), b"", radix=radix, length=length)
    sent = ff1.numbers(*ff1.forward(*ff1.halves(np.arange(radix**length))))
    assert np.unique(sent.astype(np.int64)).tolist() == [*range(radix**length)]


@pytest.mark.parametrize(("radix", "length"), [(10, 5), (1, 30), (1 << 17, 2), (10, 38), (1000, 1)])
def test_refused(radix: int, length: int) -> None:
    """What the standard or the width of a column forbids is refused."""
    with pytest.raises(ValueError, match="FF1 takes"):
        FF1(block_cipher("aes", KEY), b"", radix=radix, length=length)


def test_longest() -> None:
    """Half of the longest number still fits 63 bits, and no longer half would."""
    for radix in range(2, 96):
        half = longest(radix) // 2
        assert radix**half < 1 << 63 <= radix ** (half + 1)
