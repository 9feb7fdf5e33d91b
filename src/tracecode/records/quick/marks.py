"""What the bytes of a record tell at once: that its texts are as they should be, and how many
quotation marks it has.

>>> raw = '{"a": "农药"}'.encode()
>>> marks(raw, raw.translate(None, IN_JSON))
4
"""

from __future__ import annotations

import re
import unicodedata

from tracecode.records.fields import CONTROL
from tracecode.records.plain import IDEOGRAPHS

IN_JSON = bytes({*range(0x20, 0x7F), *b"\t\n\r"} - {*b'"\\'})
"""Characters of ASCII that need no look; the white space can only stand between values, or the text
is not JSON.
"""
IN_XML = bytes(range(0x20, 0x7F))
"""The same; any line end would stand inside a text."""
WIDE = bytes([*range(0x80, 0xC0), *IDEOGRAPHS, *b'"'])
"""The bytes of U+4000 to U+9FFF in UTF-8, which are ideographs, none of which takes part in
composition; and quotes.
"""
SIGNS = b"\xe2\xe3\xef"
"""First bytes of U+2000 to U+3FFF and U+F000 to U+FFFF: punctuation, kana, full-width forms.
Nothing there composes with a character of ASCII, so that these can be judged without the ASCII
between them."""
_FORBIDDEN = re.compile(f"[\\\\{CONTROL}]")
_FORBIDDEN_SIGNS = ("\u2028", "\u2029", "\ufffe", "\uffff")


KNOWN: dict[bytes, int] = {}
"""What `marks` gave, by `rest`: from record to record of a sender it is codes and numbers that
differ, in ASCII.
"""
MOST_KNOWN, _LONGEST_KNOWN = 2048, 2048


def marks(raw: bytes, rest: bytes) -> int:
    """How many quotation marks a record has; -1 if one of its texts is not as it should be.

    Args:
        raw: the record.
        rest: the same without what needs no look.
    """
    signs = rest.translate(None, WIDE)
    if signs.translate(None, SIGNS):
        right = not _FORBIDDEN.search(rest.decode()) and unicodedata.is_normalized(
            "NFC", raw.decode()
        )
        return rest.count(b'"') if right else -1
    text = rest.decode() if signs else ""
    right = not any(sign in text for sign in _FORBIDDEN_SIGNS) and unicodedata.is_normalized(
        "NFC", text
    )
    marks = rest.count(b'"') if right else -1
    if len(rest) <= _LONGEST_KNOWN:
        if len(KNOWN) >= MOST_KNOWN:
            KNOWN.clear()
        KNOWN[rest] = marks
    return marks
