r'''Text on its way into a place with a grammar of its own: Python, Markdown, XML, a terminal ...
One function a target.

A text of a specification, or of a sender, never becomes part of the grammar around it. Whoever
writes source, a page, a schema or a line on a screen takes the text through the function of that
target, and through no other.

>>> print(python('ends """ here'), docstring('ends """ here'))
"ends \"\"\" here" ends \"\"" here
>>> terminal("\x1b[2Jall gone")
'<U+001B>[2Jall gone'
>>> print(markdown("[a](b) | <c>"), attribute('"><script>'))
\[a\](b) &#124; &#60;c&#62; "&quot;&gt;&lt;script&gt;"
'''

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

_BLANKS = frozenset("\u00a0\u1680\u202f\u205f\u3000") | frozenset(map(chr, range(0x2000, 0x200B)))
_UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u2d7f\u3164\uffa0\U0001107f\U00016fe4\U0001d159"
).union(map(chr, range(0xFE00, 0xFE10)), map(chr, range(0xE0100, 0xE01F0)))
"""What Python calls printable although nothing is seen of it: fillers, joiners, selectors of a
variant.
"""


def hidden(char: str) -> bool:
    """Whether a character cannot be trusted by sight.

    That is: controls, marks of direction, what has no width, what is unassigned or private,
    unpaired surrogates, other line ends than LF would be. Blanks of any width are none of these.
    """
    if char.isprintable():
        return char in _UNSEEN
    return char not in _BLANKS and not _ideograph(char)


def _ideograph(char: str) -> bool:
    """Whether a character is Chinese, also one that is younger than this Python: planes 2 and 3
    have no others.
    """
    return "\U00020000" <= char <= "\U0003fffd"


def first_hidden(text: str, keep: str = "") -> str:
    """The first hidden character of a text that is not one of `keep`; empty if there is none."""
    if _all_seen(text):
        return ""
    return next((char for char in text if char not in keep and hidden(char)), "")


def code_point(char: str) -> str:
    """A character by its number: `<U+202E>`."""
    return f"<U+{ord(char):04X}>"


def terminal(text: str, keep: str = "") -> str:
    """Text for a screen, where a control would be obeyed: hidden characters are shown as code
    points.

    Args:
        text: from anywhere.
        keep: controls that may stand, such as line ends.
    """
    return _without_hidden(text, code_point, keep)


def line(text: str) -> str:
    """Text for a line of a document: white space as one blank, hidden characters as code points."""
    return re.sub(_SPACES, " ", terminal(text, "\t\n\r\f\v"))


def code(text: str) -> str:
    r"""A code for a line of a document: hidden characters as `\u001d`, blanks as they are."""
    return _without_hidden(text, _utf16)


def json(written: str) -> str:
    r"""JSON that somebody may look at: hidden characters as `\u202e`. It says the same as before.

    Args:
        written: a whole document, in which line ends stand between values only.
    """
    return _without_hidden(written, _utf16, "\n")


def _without_hidden(text: str, shown: Callable[[str], str], keep: str = "") -> str:
    bare = text
    for char in keep:
        bare = bare.replace(char, "")
    if _all_seen(bare):
        return text
    return "".join([shown(char) if char not in keep and hidden(char) else char for char in text])


def _all_seen(text: str) -> bool:
    return text.isprintable() and (text.isascii() or _UNSEEN.isdisjoint(text))


def _utf16(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join([f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2)])


# --- source ---------------------------------------------------------------------------------------


def python(text: str) -> str:
    """A text as a literal of Python, with its quotation marks."""
    if text.isalnum() and text.isascii():  # most are ids and codes
        return f'"{text}"'
    plain = _source(text).replace('"', '\\"')
    return f'"{plain}"'


def docstring(text: str) -> str:
    """A text inside a docstring, without the marks around it."""
    return re.sub(_END, r'\\"', _source(text, "\n"))


_END = r'"(?="|\Z)'  # three in a row would end it, and so would one before the closing marks


def _source(text: str, keep: str = "") -> str:
    return _without_hidden(text.replace("\\", "\\\\"), _in_python, keep)


def _in_python(char: str) -> str:
    number = ord(char)
    return (
        f"\\x{number:02x}"
        if number < 0x100
        else f"\\u{number:04x}"
        if number < 0x10000
        else f"\\U{number:08x}"
    )


def typst(text: str) -> str:
    """A text as a string of Typst, with its quotation marks: in markup `#"..."`, which shows just
    the text.
    """
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_without_hidden(plain, _in_typst)}"'


def _in_typst(char: str) -> str:
    return f"\\u{{{ord(char):x}}}"


def sql(text: str) -> str:
    """A text as a literal of standard SQL, with its quotation marks.

    Raises:
        ValueError: it holds NUL, which SQL cannot carry.
    """
    doubled = _carried(text).replace("'", "''")
    return f"'{doubled}'"


def sql_name(text: str) -> str:
    """A name in standard SQL, with its quotation marks.

    Raises:
        ValueError: as `sql`.
    """
    doubled = _carried(text).replace('"', '""')
    return f'"{doubled}"'


def _carried(text: str) -> str:
    if "\0" in text:
        raise ValueError("SQL cannot carry the character NUL / SQL 文本不能含 NUL")
    return text


def xpath(text: str, named: Mapping[str, str] = MappingProxyType({})) -> str:
    """A text as an expression of XPath 1.0, which has no way to escape a quotation mark.

    Args:
        text: any text.
        named: characters that cannot be written where the expression will stand, and expressions
            that stand for them.
    """
    special = {"'": '"\'"', **named}
    parts = re.split(f"([{re.escape(''.join(special))}])", text) if named or '"' in text else [text]
    literals = [
        special.get(part) or (f'"{part}"' if "'" in part else f"'{part}'") for part in parts if part
    ]
    return (
        f"concat({', '.join(literals)})" if len(literals) > 1 else literals[0] if literals else "''"
    )


# --- markup ---------------------------------------------------------------------------------------


def markup(text: str) -> str:
    """Text between the tags of XML, SVG and HTML."""
    return _referred(_carried_xml(text).translate(_MARKUP))


def attribute(text: str) -> str:
    """The value of an attribute in XML, SVG and HTML, with its quotation marks."""
    return f'"{_referred(_carried_xml(text).translate(_ATTRIBUTE))}"'


_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = _MARKUP | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})
_NOT_XML = "[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


def _carried_xml(text: str) -> str:
    """What XML cannot carry, not even as a reference, as code points."""
    return re.sub(_NOT_XML, lambda match: code_point(match[0]), text)


def _referred(escaped: str) -> str:
    """Hidden characters as references, so that whoever reads the file sees them."""
    return _without_hidden(escaped, lambda char: f"&#x{ord(char):X};", "\n\t")


def markdown(text: str) -> str:
    """Text in Markdown that shows just that text, on one line, also as a cell of a table or a
    heading.
    """
    return markdown_line(markdown_part(text.strip()))


def markdown_part(text: str) -> str:
    """Text within a line of Markdown, where blanks at its ends count."""
    return re.sub(_SPECIAL, r"\\\1", line(text)).translate(_REFERENCES)


def markdown_line(parts: str) -> str:
    """A line of Markdown, put together of escaped parts, that does not begin a list and is no rule
    across the page.
    """
    return re.sub(_BEGINS, lambda match: f"{match[1] or ''}\\{match[2] or match[3]}", parts)


def markdown_code(text: str) -> str:
    r"""Text as code in Markdown, also inside a table; hidden characters are written as `\u001d`."""
    if _all_seen(text) and not re.search(_SPAN, text):
        return f"`{text}`"
    shown = [
        _CODE.get(char) or (char if _seen(char) else f"&#92;u{ord(char):04x}") for char in text
    ]
    return f"<code>{''.join(shown)}</code>"


def _seen(char: str) -> bool:
    return (char.isprintable() and char not in _UNSEEN) or _ideograph(char)


def markdown_target(path: str) -> str:
    """The target of a link in Markdown: a relative path, perhaps with an anchor, or an address of
    the web.
    """
    from urllib.parse import quote

    scheme, mark, rest = re.fullmatch(_ADDRESS, path, re.DOTALL).groups("")  # type: ignore[union-attr]  # all match
    safe = "/#._-~?&=:@%+,;" if mark else "/#._-~"
    return scheme + mark + quote(rest, safe=safe, errors="surrogatepass")


_ADDRESS = r"(?:(https?)(://))?(.*)"
_SPECIAL = r"([\\`*_\[\]{}#])"
# what a backslash does not hide
_REFERENCES = str.maketrans({each: f"&#{ord(each)};" for each in "&<>|~$"})
_BEGINS = r"^(?:([0-9]+)([.)])(?= |$)|([-+])(?=[ +-]|$))"  # a list, or a rule across the page
_SPACES = r"\s+"
# as references, so that Markdown sees none of them
_CODE = {each: f"&#{ord(each)};" for each in "&<>|\\`*_[]{}~$!"}
_SPAN = r"[`|\\]|^ | $|  |^$"  # what a code span would lose, or a table would split


# --- tables ---------------------------------------------------------------------------------------


def cell(text: str) -> str:
    """A text in CSV that no spreadsheet takes for a formula: one that begins like a formula gets an
    apostrophe.
    """
    return f"'{text}" if re.match(_FORMULA, text) else text


def excel(text: str) -> str:
    """A text in a cell of a workbook, where `_x001B_` is a character that XML cannot carry
    (ECMA-376, ST_Xstring).
    """
    plain = re.sub(_LIKE_HEX, "_x005F_", text) if "_x" in text else text
    if plain.isprintable():  # then nothing is left that XML cannot carry
        return plain
    return re.sub(_NOT_IN_EXCEL, lambda match: f"_x{ord(match[0]):04X}_", plain)


def from_excel(text: str) -> str:
    """The text that stands in a cell of a workbook as `excel` writes it. Half a pair of surrogates
    stays by itself.
    """
    if "_x" not in text:
        return text
    plain = re.sub(_HEX, lambda match: chr(int(match[1], 16)), text)
    return re.sub(
        _PAIR, lambda match: match[0].encode("utf-16", "surrogatepass").decode("utf-16"), plain
    )


_FORMULA = "[=+\\-@\t\r\n＝＋－＠]"  # the full-width signs too: Chinese spreadsheets take them
_HEX = "_x([0-9A-Fa-f]{4})_"
_PAIR = "[\ud800-\udbff][\udc00-\udfff]"
# a carriage return would be read as a line feed
_NOT_IN_EXCEL = "[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_LIKE_HEX = f"_(?=x[0-9A-Fa-f]{{4}}(?:_|{_NOT_IN_EXCEL}))"  # also before what will be written so
