"""The thing that a GS1 key names among the elements around it; and what a trade item number says of
itself.

>>> thing("01", "06901234567892", {"01": "06901234567892", "10": "L1", "21": "S1"})
'06901234567892(21)S1'
>>> expanded("07838604"), is_restricted("2012345000004")
('078000003864', True)
"""

from __future__ import annotations

from collections.abc import Mapping

from tracecode.standard.check_computation import algorithm

# As the event hash of EPCIS has it: the finest level counts, all else is said of the thing.
_FINER = {"01": ("21", "235", "10"), "8006": ("21", "10"), "414": ("254",), "8010": ("8011",)}
_SERIALS = ("21", "235", "8011")
_RESTRICTED = frozenset(
    f"{prefix:03d}" for prefix in (*range(20, 30), *range(40, 50), *range(200, 300))
)
"""Prefixes of numbers that a company or a region gives for itself."""


def thing(ai: str, value: str, elements: Mapping[str, str]) -> str:
    """The key of what a code identifies among the elements of its message: with its serial, else
    its batch, else alone.

    Args:
        ai: application identifier of the code.
        value: the code.
        elements: the elements among which it stands.
    """
    finer = finest(ai, elements)
    return value if finer is None else f"{value}({finer}){elements[finer]}"


def finest(ai: str, elements: Mapping[str, str]) -> str | None:
    """The application identifier that tells one thing behind a key from another, or None."""
    return next((finer for finer in _FINER.get(ai, ()) if finer in elements), None)


def is_serial(ai: str | None) -> bool:
    """Whether an application identifier numbers single items."""
    return ai in _SERIALS


def is_restricted(gtin: str) -> bool:
    """Whether a right GTIN is numbered for circulation within a company or region: others use the
    same number.
    """
    return len(gtin) != 8 and gtin.zfill(14)[1:4] in _RESTRICTED


def expanded(text: str) -> str | None:
    """The GTIN-12 behind a right UPC-E of eight digits; None if it is none."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()) or text[0] not in "01":
        return None
    system, body, check = text[0], text[1:7], text[7]
    last = body[5]
    if last in "012":
        item = f"{body[:2]}{last}0000{body[2:5]}"
    elif last == "3":
        item = f"{body[:3]}00000{body[3:5]}"
    elif last == "4":
        item = f"{body[:4]}00000{body[4]}"
    else:
        item = f"{body[:5]}0000{last}"
    return f"{system}{item}{check}" if algorithm("gs1-mod10")(system + item) == check else None
