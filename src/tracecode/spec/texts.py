"""What each text of a specification may hold: a line for people, characters of a code, an id. The meta-model's types.

A text is what a reviewer sees: no control, no mark of direction, nothing without width, in Unicode's normal form C. A
plain `str` is such a line. Codes may hold the controls that symbols carry. Ids are written so that each is at once a
key of JSON, a name of XML, a name of Python and the name of a file on any system.

>>> HYPHENS.fits("pesticide-unit"), HYPHENS.fits("../etc"), ELEMENT.taken.get("class", ("", ""))[1]
(True, False, 'Python has this word')
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Annotated

from tracecode.escape import first_hidden
from tracecode.value import Value

MOST = 64
"""Most characters of an id: two of them and an ending make the name of a file."""
_Reason = tuple[str, str]


class TextRule(Value):
    """What a text may hold."""

    pattern: str | None = None
    """The form of an id or number, in the common dialect."""
    form: _Reason = ("", "")
    """How an id is written besides, in Chinese and English; examples of numbers."""
    finding: str = "spec.id_form"
    """The rule by which another form is refused."""
    harmless: frozenset[str] = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")
    """Characters of which nothing that is written can do harm."""
    taken: Mapping[str, _Reason] = MappingProxyType({})
    """Ids that have another use already, and which."""
    controls: str = ""
    """Controls that it may hold."""
    edges: bool = False
    """Whether blanks may stand at its ends."""

    def fits(self, text: str) -> bool:
        """Whether an id has the form."""
        return self.pattern is None or (
            len(text) <= MOST and re.fullmatch(self.pattern, text) is not None
        )


def _taken(*kinds: tuple[_Reason, Iterable[str]]) -> Mapping[str, _Reason]:
    return MappingProxyType({word: reason for reason, words in kinds for word in words})


_FILES = (
    ("文件名另有所用", "files have this name for something else"),
    (
        "index",
        "con",
        "prn",
        "aux",
        "nul",
        *(f"{port}{i}" for port in ("com", "lpt") for i in range(10)),
    ),
)
"""The front page of a folder, and what Windows takes for a device whatever the ending."""
_KEYWORDS = (
    ("Python 有此关键字", "Python has this word"),
    [word for word in keyword.kwlist if word.islower()],
)
_TYPES = (
    ("类中另有此名", "it names a type inside the class"),
    ("bool", "date", "datetime", "int", "list", "str"),
)
_MEMBERS = (
    ("记录类已有此名", "the class of records has this name"),
    (
        "construct",
        "copy",
        "dict",
        "from_orm",
        "json",
        "model_computed_fields",
        "model_config",
        "model_construct",
        "model_copy",
        "model_dump",
        "model_dump_json",
        "model_extra",
        "model_fields",
        "model_fields_set",
        "model_json_schema",
        "model_parametrized_name",
        "model_post_init",
        "model_rebuild",
        "model_validate",
        "model_validate_json",
        "model_validate_strings",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "plain",
        "rules",
        "schema",
        "schema_json",
        "update_forward_refs",
        "validate",
    ),
)
"""What `records.model.Record` has besides its elements; a test compares."""
_MESSAGE = (("报文用此名", "messages have this name"), ("message",))
_MODULES = (("模块另有此名", "a module has this name"), ("all-items", "groups", "specs"))
_OPTIONS = (
    ("赋码参数已有此名", "building and issuing have an argument of this name"),
    (
        "edition",
        "form",
        "on",
        "purpose",
        "format",
        "progress",
        "serial_prefix",
        "serial_length",
        "serial_chars",
    ),
)

_LETTER = ("-，以字母开头", "-, a letter first")
_WORDS = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
_SNAKE = "[a-z][a-z0-9]*(?:_[a-z0-9]+)*"


LINE = TextRule()
"""What a plain `str` is."""
HYPHENS = TextRule(pattern="[a-z0-9]+(?:-[a-z0-9]+)*", form=("-", "-"), taken=_taken(_FILES))
ELEMENT = TextRule(pattern=_SNAKE, form=("_", "_"), taken=_taken(_KEYWORDS, _TYPES, _MEMBERS))

Id = Annotated[str, HYPHENS]
WordId = Annotated[str, TextRule(pattern=_WORDS, form=_LETTER, taken=_taken(_FILES))]
"""Of what becomes a name in schemas or source, which begins with a letter."""
ProductId = Annotated[
    str, TextRule(pattern=_WORDS, form=_LETTER, taken=_taken(_FILES, _KEYWORDS, _MODULES))
]
RecordId = Annotated[str, TextRule(pattern=_WORDS, form=_LETTER, taken=_taken(_FILES, _MESSAGE))]
ElementId = Annotated[str, ELEMENT]
SegmentId = Annotated[str, TextRule(pattern=_SNAKE, form=("_", "_"), taken=_taken(_OPTIONS))]
SnakeId = Annotated[str, TextRule(pattern=_SNAKE, form=("_", "_"))]
AiId = Annotated[
    str,
    TextRule(
        pattern=r"[0-9]{2,4}|([0-9]{1,3})[0-9]-\1[0-9]", form=("01 / 3100-3105", "01 / 3100-3105")
    ),
]

Chars = Annotated[str, TextRule(controls="\t\n\r\x04\x1c\x1d\x1e\x1f", edges=True)]
"""Characters of a code, or a class of them."""
Lines = Annotated[str, TextRule(controls="\n", edges=True)]
"""Words on a label, in lines."""


def harmless(rule: TextRule, id: str) -> bool:
    """Whether an id or number can do no harm wherever it is written: what a program asks that reads what lint has seen.

    Without a pattern, whose compilation alone would be felt in a short command.
    """
    return rule.harmless.issuperset(id) and 0 < len(id) <= MOST and id not in rule.taken


def odd_id(rule: TextRule, id: str) -> tuple[str, dict[str, object]] | None:
    """What is wrong with an id: the rule of the finding and its values; None if nothing is."""
    if not rule.fits(id):
        return rule.finding, {
            "found": id,
            "allowed": dict(zip(("zh", "en"), rule.form, strict=True)),
        }
    if (reason := rule.taken.get(id)) is not None:
        return "spec.id_taken", {"found": id, "reason_zh": reason[0], "reason_en": reason[1]}
    return None


def odd_text(rule: TextRule, text: str) -> tuple[str, dict[str, object]] | None:
    """The same of any text: hidden characters, the normal form, blanks at its ends."""
    if odd := first_hidden(text, rule.controls):
        return "spec.hidden", {"found": f"U+{ord(odd):04X}"}
    if not unicodedata.is_normalized("NFC", text):
        normal = unicodedata.normalize("NFC", text)
        odd = next(
            (char for char, other in zip(text, normal, strict=False) if char != other), text[-1]
        )
        return "spec.nfc", {"found": f"{odd} U+{ord(odd):04X}"}
    if text != text.strip() and not rule.edges:
        return "spec.edges", {"found": text}
    return None


def sound(rule: TextRule, texts: list[str]) -> bool:
    """Whether nothing is wrong with any of some texts, all looked at as one: a blank parts what might compose."""
    if rule.pattern is not None:
        return not any(odd_id(rule, text) for text in texts)
    joined = " ".join(texts)
    if first_hidden(joined, rule.controls) or not unicodedata.is_normalized("NFC", joined):
        return False
    return rule.edges or [text.strip() for text in texts] == texts
