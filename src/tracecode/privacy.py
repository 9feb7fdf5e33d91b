"""Keep citizens' numbers out of messages.

A text that is shown to anybody passes `mask` first: whatever looks like a citizen's identity number (six digits, a
birth date, three digits and a check character) loses its birth date and sequence. A few other 18-character codes look
the same by chance; they are masked too, since showing less is the safe side.

>>> mask("holder 11010519491231002X")
'holder 110105***********X'
"""

from __future__ import annotations

import re

_CITIZEN = re.compile(
    r"(?<![0-9])([0-9]{6})((?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3})([0-9Xx])(?![0-9])"
)


def mask(text: str) -> str:
    """The text with every citizen's identity number masked, except its division and check character."""
    if len(text) < 18:
        return text
    return _CITIZEN.sub(lambda m: f"{m[1]}***********{m[3]}", text)


def shown(text: str, limit: int = 60) -> str:
    """A piece of foreign text, safe to print: masked, shortened, control and unpaired characters as `<U+000A>`."""
    masked = mask(text)  # before it is cut, or half a number could escape
    cut = masked if len(masked) <= limit else masked[: limit - 1] + "…"
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in cut)
