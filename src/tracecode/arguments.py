"""What the public functions are given, held against their own signatures: a wrong type is told by
name, with a remedy.

A type that would be wrong without notice, or fail somewhere inside, is refused where it comes in:
the annotations say what is taken. Of an annotation only types are looked at that can be told
without importing anything; a parameter that also takes something else is left to the function.

>>> @checked
... def shelf_life(code: str, on: date | None = None) -> int:
...     return 0
>>> shelf_life("69", on="tomorrow")
Traceback (most recent call last):
    ...
tracecode.errors.WrongUse: on takes a datetime.date or None, not the str 'tomorrow'; give date(2026, 11, 1)
...
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, wraps
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, TypeVar

from tracecode.errors import WrongUse
from tracecode.privacy import described, shown

if TYPE_CHECKING:
    from types import CodeType

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C", bound=type)


def checked(function: Callable[P, T]) -> Callable[P, T]:
    """Let a function refuse arguments that are not of the types of its signature.

    The functions that are called for every code of many have no wrapper: they call `refuse` once
    they have failed.
    """
    known: _Signature | None = None  # read when first needed: most functions of a process never are

    @wraps(function)
    def call(*args: P.args, **named: P.kwargs) -> T:
        nonlocal known
        if known is None:
            known = _signature(function)
        for value, (name, types) in zip(args, known.in_order):  # noqa: B905  # too many are Python's own to refuse
            if types is not None and value.__class__ not in types.exact and not types.has(value):
                raise _wrong(name, types, value)
        if (types := known.rest) is not None:
            for value in args[len(known.in_order) :]:
                if not types.has(value):
                    raise _wrong(known.rest_name, types, value)
        for name, value in named.items():
            types = known.taken.get(name)
            if types is not None and value.__class__ not in types.exact and not types.has(value):
                raise _wrong(name, types, value)
        return function(*args, **named)

    return call


def checked_methods(*hot: str) -> Callable[[C], C]:
    """Let all public methods of a class do so.

    Args:
        hot: those that see to it themselves, by `refuse`.
    """

    def over(made: C) -> C:
        for name, value in list(vars(made).items()):
            if name.startswith("_") or name in hot:
                continue
            if isinstance(value, classmethod):
                setattr(made, name, classmethod(checked(value.__func__)))
            elif callable(value) and not isinstance(value, type):
                setattr(made, name, checked(value))
        return made

    return over


def refuse(function: Callable[..., object], /, **given: object) -> None:
    """Refuse what a function was given and failed over, if it is not of the types of its signature.

    Raises:
        WrongUse: something is not.
    """
    taken = _signature(function).taken
    for name, value in given.items():
        types = taken[name]
        if types is not None and value.__class__ not in types.exact and not types.has(value):
            raise _wrong(name, types, value)


def refusal(function: Callable[..., object], name: str, value: object) -> WrongUse:
    """Why a function does not take a value that its signature does not name."""
    types = _signature(function).taken[name]
    assert types is not None
    return _wrong(name, types, value)


class _Types(NamedTuple):
    exact: frozenset[type]
    """What is right at a glance."""
    classes: tuple[type, ...]
    names: frozenset[str]
    """Classes of this library, which are not imported for it."""

    def has(self, value: object) -> bool:
        """Whether a value is of the types; a moment is no day, though Python says so."""
        if isinstance(value, datetime):
            return False
        return isinstance(value, self.classes) or any(
            base.__name__ in self.names for base in type(value).__mro__
        )


class _Signature(NamedTuple):
    """What the parameters of a function take."""

    taken: Mapping[str, _Types | None]
    """All but those that take names of their own."""
    in_order: Sequence[tuple[str, _Types | None]]
    """Those that may be given by place."""
    rest_name: str
    rest: _Types | None
    """What further ones by place are, if there may be some."""


@cache
def _signature(function: Callable[..., object]) -> _Signature:
    """Read from the code of a function: `inspect`, which tells the same, takes longer to import
    than a code to read.
    """
    while (within := getattr(function, "__wrapped__", None)) is not None:
        function = within
    code: CodeType = function.__code__  # of functions, which all are
    words = function.__annotations__
    by_place = code.co_varnames[: code.co_argcount]
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    rest_name = code.co_varnames[len(names)] if code.co_flags & _VARARGS else ""
    taken = {name: _taken(words.get(name)) for name in (*names, rest_name) if name}
    return _Signature(
        taken, [(name, taken[name]) for name in by_place], rest_name, taken.get(rest_name)
    )


_VARARGS = 4
"""The flag of code that takes further arguments by place (`inspect.CO_VARARGS`)."""
_KNOWN: dict[str, type] = {
    "None": type(None), "bool": bool, "str": str, "bytes": bytes, "date": date,
    "os.PathLike": os.PathLike, "Iterable": Iterable, "Mapping": Mapping, "Literal": str,
    "FileFormat": str, "SourceFormat": str, "CipherName": str, "Level": str, "Symbology": str,
    "Values": Mapping,
}  # fmt: skip
"""What the words of an annotation stand for; a choice is a text, and which texts there are the
function says.
"""
_OURS = frozenset({"Code", "DataFrame", "Limits", "Message", "Record", "Standard"})
_WORDS: dict[type, Mapping[str, str]] = {
    os.PathLike: {"en": "path (pathlib.Path)", "zh": "路径（pathlib.Path）"},
    Iterable: {"en": "list or other iterable", "zh": "列表或其他可迭代对象"},
    Mapping: {"en": "mapping", "zh": "映射"},
    date: {"en": "datetime.date", "zh": "datetime.date"},
    type(None): {"en": "None", "zh": "None"},
}  # fmt: skip
"""What types are called in messages, if otherwise than in Python."""


def _taken(annotation: object) -> _Types | None:
    """What a parameter takes; None where that cannot be told from the words of its annotation."""
    words = str(annotation) if annotation is not None else "Any"  # self has none
    while words != (words := re.sub(r"\[[^\[\]]*\]", "", words)):
        pass
    parts = [part.strip() for part in words.split("|")]
    if not all(part in _KNOWN or part in _OURS for part in parts):
        return None
    classes = tuple(dict.fromkeys(_KNOWN[part] for part in parts if part in _KNOWN))
    return _Types(frozenset(classes) - {Iterable, Mapping}, classes, frozenset(parts) & _OURS)


def _wrong(name: str, types: _Types, value: object) -> WrongUse:
    kind = type(value).__name__
    given = "None" if value is None else f"{kind} {shown(described(value), 60)}"
    taken, remedy = _named(types), _remedy(name, types, value)
    en = f"{name} takes {taken['en']}, not {'' if value is None else 'the '}{given}"
    zh = f"{name} 应为 {taken['zh']}，实为 {given}"
    return WrongUse(
        f"{en}; {remedy['en']}" if remedy else en, f"{zh}；{remedy['zh']}" if remedy else zh
    )


def _named(types: _Types) -> Mapping[str, str]:
    """The types in words, None last."""
    plain = [each.__name__ for each in types.classes if each not in _WORDS]
    told = [words for each, words in _WORDS.items() if each in types.classes]
    every = {
        lang: [*sorted(types.names), *plain, *(words[lang] for words in told)]
        for lang in ("en", "zh")
    }
    article = "an" if every["en"][0][0] in "AEIOUaeiou" else "a"
    return _both(f"{article} {' or '.join(every['en'])}", " 或 ".join(every["zh"]))


def _remedy(name: str, types: _Types, value: object) -> Mapping[str, str] | None:
    """What would be right, if that can be told from what was given."""
    if date in types.classes:
        if isinstance(value, datetime):
            return _both("give its day: .date()", "请给出其日期：.date()")
        if isinstance(value, str):
            return _both(f"give {_day(value)}", f"请给出 {_day(value)}")
    # any text that is not empty would count as yes
    if bool in types.classes and isinstance(value, str):
        return _both("give True or False", "请给出 True 或 False")
    if str in types.classes:
        if isinstance(value, bytes | bytearray):
            return _both("give the text: .decode()", "请给出文本：.decode()")
        if name == "text" and isinstance(value, int | float):
            return _both(
                "a number has lost its leading zeros and what is beyond 15 digits: read codes as text",
                "数值会丢失前导零和第 15 位以后的数字：请按文本读取代码",
            )
        for attribute in ("id", "text"):  # a scheme, a product; a code
            if isinstance(getattr(value, attribute, None), str):
                return _both(f"give its .{attribute}", f"请给出其 .{attribute}")
    return None


def _both(en: str, zh: str) -> Mapping[str, str]:
    return {"en": en, "zh": zh}


def _day(text: str) -> str:
    """How a day is written that somebody wrote as a text."""
    try:
        return f"date.fromisoformat({date.fromisoformat(text.strip()[:10]).isoformat()!r})"
    except ValueError:
        return "date(2026, 11, 1)"
