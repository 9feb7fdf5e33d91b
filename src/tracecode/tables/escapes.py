r"""Characters that XML cannot hold, as workbooks write them: `_x000D_` is a carriage return (ECMA-376, ST_Xstring).

>>> unescaped("a_x000D_b"), escaped("a_x000D_b")
('a\rb', 'a_x005F_x000D_b')
"""

from __future__ import annotations

import re

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_LOOKS_SO = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def unescaped(text: str) -> str:
    """The text behind its escapes. Half a pair of surrogates stays by itself."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return _PAIR.sub(lambda found: found[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)


def escaped(text: str) -> str:
    """The text as a workbook holds it."""
    return _LOOKS_SO.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
