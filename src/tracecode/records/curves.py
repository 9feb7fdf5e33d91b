"""Which bytes are a public key that can prove anything: points of Ed25519 and SM2.

A library that verifies mostly takes any point it is given. Some points, however, let signatures
hold that nobody made: those of small order, the point at infinity, points beside the curve. They
are told here, with why.

>>> fault_of_ed25519(bytes(32))
('小阶点，任何人都能为其伪造签名', 'a point of small order, for which anybody can forge')
>>> fault_of_sm2(bytes(64))
('不是曲线上的点', 'no point of the curve')
"""

from __future__ import annotations

Fault = tuple[str, str]
"""Why a point or number cannot be a key, in Chinese and English."""

_BESIDE = "不是曲线上的点", "no point of the curve"
_NOT_CANONICAL = "坐标没有按规范写出", "not written in its one canonical form"
_SMALL = "小阶点，任何人都能为其伪造签名", "a point of small order, for which anybody can forge"
_MIXED = "不在素数阶子群中", "outside the subgroup of prime order"
_KNOWN = "其私钥人人皆知", "one whose private part everybody knows"


def fault_of_ed25519(public: bytes) -> Fault | None:
    """Why 32 bytes are no usable public key of Ed25519 (RFC 8032, 5.1.3); None if they are one."""
    y = int.from_bytes(public, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= _P:
        return _NOT_CANONICAL
    x = _root((y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P)
    if x is None:
        return _BESIDE
    if x == 0 and sign:
        return _NOT_CANONICAL
    if x & 1 != sign:
        x = _P - x
    point = (x, y, 1, x * y % _P)
    if _is_neutral(_times(8, point)):
        return _SMALL
    return None if _is_neutral(_times(ORDER, point)) else _MIXED


def fault_of_sm2(public: bytes) -> Fault | None:
    """Why 64 bytes, x then y, are no usable public key of SM2 (GB/T 32918.1, 6.2); None if they are
    one.

    The curve has prime order, so that every point of it has that order; infinity has no x and y.
    """
    x, y = int.from_bytes(public[:32], "big"), int.from_bytes(public[32:], "big")
    if max(x, y) >= _SM2_P:
        return _NOT_CANONICAL
    if (y * y - (x * x - 3) * x - _SM2_B) % _SM2_P:
        return _BESIDE
    return _KNOWN if x == _SM2_GX else None


def fault_of_sm2_private(private: bytes) -> Fault | None:
    """Why 32 bytes are no private key of SM2 (GB/T 32918.1, 6.1: from 1 to n - 2); None if they are
    one.

    1 is refused besides: its public part is the base point itself.
    """
    if 1 < int.from_bytes(private, "big") < SM2_ORDER - 1:
        return None
    return "私钥应大于 1 且小于 n-1", "its private part is not between 1 and n - 1"


# Ed25519 (RFC 8032): -x² + y² = 1 + d·x²·y² modulo p; points as (X, Y, Z, T) with x = X/Z, y = Y/Z,
# x·y = T/Z.
_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
ORDER = 2**252 + 27742317777372353535851937790883648493
"""Of the base point of Ed25519."""
_Point = tuple[int, int, int, int]

# SM2 (GB/T 32918.5): y² = x³ - 3·x + b modulo p.
_SM2_P = 0xFFFFFFFE_FFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFF_00000000_FFFFFFFF_FFFFFFFF
_SM2_B = 0x28E9FA9E_9D9F5E34_4D5A9E4B_CF6509A7_F39789F5_15AB8F92_DDBCBD41_4D940E93
_SM2_GX = 0x32C4AE2C_1F198119_5F990446_6A39C994_8FE30BBF_F2660BE1_715A4589_334C74C7
SM2_ORDER = 0xFFFFFFFE_FFFFFFFF_FFFFFFFF_FFFFFFFF_7203DF6B_21C6052B_53BBF409_39D54123
"""Of the curve of SM2, called n."""


def _root(square: int) -> int | None:
    """A square root modulo p; None if there is none."""
    root = pow(square, (_P + 3) // 8, _P)
    if (root * root - square) % _P:
        root = root * pow(2, (_P - 1) // 4, _P) % _P
    return None if (root * root - square) % _P else root


def _times(factor: int, point: _Point) -> _Point:
    """A multiple of a public point; it takes its time by the factor, which is no secret."""
    total = (0, 1, 1, 0)
    for bit in f"{factor:b}":
        total = _double(total)
        if bit == "1":
            total = _sum(total, point)
    return total


def _sum(point: _Point, other: _Point) -> _Point:
    """RFC 8032, 5.1.4."""
    x1, y1, z1, t1 = point
    x2, y2, z2, t2 = other
    a, b = (y1 - x1) * (y2 - x2) % _P, (y1 + x1) * (y2 + x2) % _P
    c, d = 2 * _D * t1 * t2 % _P, 2 * z1 * z2 % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _double(point: _Point) -> _Point:
    """The sum of a point and itself, in half the time (RFC 8032, 5.1.4)."""
    x, y, z, _ = point
    a, b = x * x % _P, y * y % _P
    h = a + b
    e, g = h - (x + y) * (x + y) % _P, a - b
    f = 2 * z * z % _P + g
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _is_neutral(point: _Point) -> bool:
    x, y, z, _ = point
    return x % _P == 0 and (y - z) % _P == 0
