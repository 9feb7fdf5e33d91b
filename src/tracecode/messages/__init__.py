"""The sentences behind the rules, in Chinese and English: the one place where findings become text.

The tables stand beside: `across`, `codes`, `issuing`, `records`, `specifications`, each loaded when one of its sentences is needed.
`sentence` fills one. Values come from findings and may be foreign text, so each passes `privacy.shown`. Beside each sentence
stands its remedy: who can put it right, and how.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import import_module
from typing import Literal, NamedTuple

from tracecode.privacy import shown

Actor = Literal["sender", "developer", "issuer", "operator", "editor"]
"""Who can put right what is found: who fills in and sends data, who writes the program that makes them, who issues codes
and prints labels, who runs the checks, who edits the specifications."""


class Remedy(NamedTuple):
    """What is to be done where a rule found something."""

    who: Actor
    zh: str
    en: str


_TABLES = {
    "code": "codes", "gs1": "codes", "build": "codes", "label": "codes", "issue": "issuing", "spec": "specifications",
    "record": "records", "message": "records", "key": "records", "data": "records", "file": "records",
    "check": "records", "across": "across", "release": "specifications",
}  # fmt: skip
"""The table of each rule, by the first word of its id."""
UNCHECKED = frozenset({
    "code.no_scheme",
    "code.length_only",
    "code.undecided",
    "code.several",
    "code.within",
    "code.unverified",
    "gs1.no_key",
    "gs1.not_judged",
    "record.foreign_scheme",
    "record.no_scheme",
    "record.no_period",
    "check.failed",
    "check.date",
    "check.extra",
    "check.schema",
    "check.worker",
    "data.stopped",
    "file.skipped",
    "file.unreadable",
    "message.version",
    "message.older",
    "message.not_verified",
    "issue.recover_unread",
    "across.amounts",
    "across.not_run",
    "across.value",
    "across.unread",
})  # fmt: skip
"""The rules whose findings say that something was not judged: what they stand on is never called valid."""


def rules() -> dict[str, tuple[str, str]]:
    """Every rule id of the library with its sentence in Chinese and English."""
    return {
        rule: texts
        for name in dict.fromkeys(_TABLES.values())
        for rule, texts in _table(name).items()
    }


def remedy(rule: str, values: Mapping[str, object]) -> Remedy:
    """What is to be done where a rule found something, and by whom.

    Args:
        rule: its id.
        values: those of the finding; a rule across records says its own remedy there.

    Raises:
        KeyError: the rule is not listed.
    """
    told = _remedies(_TABLES[rule.partition(".")[0]])[rule]
    own = values.get("remedy")
    return told if own is None else Remedy(told.who, _say(own, "zh"), _say(own, "en"))


def sentence(rule: str, values: Mapping[str, object], lang: str) -> str:
    """The sentence of a rule in `lang` (`zh` or `en`), filled with `values`.

    Raises:
        KeyError: the rule is not listed (a fault of this library, found by its tests).
    """
    if type(values) is Alike:
        return values.sentence(rule, lang)
    if type(values) is not Constant:
        return _filled(rule, values, lang)
    text = values.said.get((rule, lang))
    if text is None:
        text = values.said[rule, lang] = _filled(rule, values, lang)
    return text


class Constant(dict[str, object]):
    """Values of a finding that is the same in record after record, such as that an element is absent.

    What is said of them is kept: half the time of telling what records of a few bytes lack.
    """

    __slots__ = ("said",)

    def __init__(self, values: Mapping[str, object]) -> None:
        super().__init__(values)
        self.said: dict[tuple[str, str], str] = {}

    def __reduce__(self) -> tuple[type[dict[str, object]], tuple[dict[str, object]]]:
        return dict, (dict(self),)


class Alike(dict[str, object]):
    """Values that differ from those of other findings in what was found alone, a text.

    What else is said is kept: a third of the time of telling what is wrong with a moment.
    """

    __slots__ = ("_around",)

    def __init__(
        self, values: Mapping[str, object], around: dict[tuple[str, str], list[str]] | None = None
    ) -> None:
        super().__init__(values)
        self._around = {} if around is None else around
        """What stands around the text in the sentences of rules and languages."""

    def with_found(self, found: str) -> Alike:
        """Those with another text."""
        made = Alike(self, self._around)
        made["found"] = found
        return made

    def sentence(self, rule: str, lang: str) -> str:
        """The sentence of a rule, filled with the values."""
        around = self._around.get((rule, lang))
        if around is None:
            around = _pattern(rule, lang).format_map(_SaidAround(self, lang)).split(_OPEN)
            self._around[rule, lang] = around
        return _say(self["found"], lang).join(around)

    def __reduce__(self) -> tuple[type[dict[str, object]], tuple[dict[str, object]]]:
        return dict, (dict(self),)


LANGUAGES = ("zh", "en")
"""The languages of messages and names."""


def _filled(rule: str, values: Mapping[str, object], lang: str) -> str:
    return _pattern(rule, lang).format_map(_Said(values, lang))


def _pattern(rule: str, lang: str) -> str:
    zh, en = _table(_TABLES[rule.partition(".")[0]])[rule]
    return zh if lang == "zh" else en


@cache
def _table(name: str) -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = import_module(f"tracecode.messages.{name}").RULES
    return table


@cache
def _remedies(name: str) -> dict[str, Remedy]:
    table: dict[str, tuple[Actor, str, str]] = import_module(f"tracecode.messages.{name}").REMEDIES
    return {rule: Remedy(*told) for rule, told in table.items()}


class _Said(dict[str, str]):
    """What fills a sentence: of all values those that stand in it."""

    def __init__(self, values: Mapping[str, object], lang: str) -> None:
        super().__init__()
        self._values, self._lang = values, lang

    def __missing__(self, name: str) -> str:
        return _say(self._values[name], self._lang)


class _SaidAround(_Said):
    """The same, with what was found left open."""

    def __missing__(self, name: str) -> str:
        return _OPEN if name == "found" else super().__missing__(name)


_OPEN = "\0"
"""No text that is shown holds it."""


def _say(value: object, lang: str) -> str:
    """A value in a sentence: texts in two languages by language, lists joined, everything else made safe to print."""
    if type(value) is str:
        return (
            _edged(shown(value, 200))
            if value[:1] == " " or value[-1:] == " "
            else shown(value, 200)
        )
    if hasattr(value, "zh") and hasattr(value, "en"):
        return _name(str(getattr(value, lang)))
    if isinstance(value, Mapping):
        return shown(str(value.get(lang, "")), 200)
    if isinstance(value, list | tuple):
        return ("、" if lang == "zh" else ", ").join(_say(part, lang) for part in value)
    return shown(str(value), 200)


def _edged(text: str) -> str:
    """A text whose blanks at either end can be seen, at most three of them."""
    inner = text.strip(" ")
    left = len(text) - len(text.lstrip(" "))
    right = len(text) - left - len(inner)
    return f"{_SPACE * min(left, 3)}{inner}{_SPACE * min(right, 3)}"


_SPACE = "<U+0020>"


@lru_cache(2048)
def _short_name(text: str) -> str:
    return shown(text, 200)


def _name(text: str) -> str:
    """A text in two languages is mostly a name of the standard, which is looked at once."""
    return _short_name(text) if len(text) <= 64 else shown(text, 200)
