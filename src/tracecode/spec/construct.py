"""Make specification objects from data that has already been checked.

The packaged catalogue was checked when it was compiled; reading it again needs no validation library. Data from
anywhere else goes through `spec.check` first.
"""

from __future__ import annotations

import sys
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, TypeVar

from tracecode.errors import SpecError
from tracecode.findings import Finding
from tracecode.spec.base import Spec
from tracecode.spec.numbers import WholeRule
from tracecode.spec.texts import TextRule, harmless, odd_id

T = TypeVar("T")
_Convert = Callable[[Any], Any]


def construct(cls: type[T], data: Mapping[str, Any]) -> T:
    """An object of the specification class `cls` from plain, already checked data.

    Raises:
        SpecError: an id is none. Ids become the names of files and of classes, so they are looked at even here: a
            compiled copy is only as good as who made it.
    """
    fields = _converters(cls)  # type: ignore[arg-type]  # a class is hashable, whatever its instances are
    return cls(**{
        name: value if value is None or (convert := fields[name]) is None else convert(value)
        for name, value in data.items()
    })  # fmt: skip


class _Converters(dict[str, _Convert | None]):
    """How each field of a class is made of data, found when data have it: a process that reads one code sees few.

    typing.get_type_hints reads the hints too, and takes several times as long.
    """

    def __init__(self, cls: type[object]) -> None:
        super().__init__()
        self._hints = {
            name: (base.__module__, hint)
            for base in cls.__mro__
            for name, hint in vars(base).get("__annotations__", {}).items()
        }

    def __missing__(self, name: str) -> _Convert | None:
        convert = self[name] = _converter_of(*self._hints[name])
        return convert


_converters = cache(_Converters)


@cache  # few hints are written only once
def _converter_of(module: str, hint: str) -> _Convert | None:
    names = vars(sys.modules[module])
    name = hint.removesuffix(" | None")
    return _converter(names.get(name) or eval(hint, names))  # noqa: S307  # our own source; most hints are a name


def _converter(hint: Any) -> _Convert | None:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        (first, *more) = [a for a in arguments if a is not type(None)]
        if not more:
            return _converter(first)
        structured, *kinds = [
            a for a in arguments if _is_spec(a)
        ]  # one: int | Length, tuple[str, ...] | Period
        if kinds:
            by_key = {tag(cls): cls for cls in (structured, *kinds)}
            return lambda value: construct(
                next(by_key[key] for key in value if key in by_key), value
            )
        return lambda value: (
            construct(structured, value)
            if isinstance(value, dict)
            else tuple(value)
            if isinstance(value, list)
            else value
        )
    if origin is tuple:
        item = _converter(arguments[0])
        return tuple if item is None else lambda values: tuple(map(item, values))
    if origin is Mapping:
        each = _converter(arguments[1])
        return (
            None
            if each is None
            else lambda values: {key: each(value) for key, value in values.items()}
        )
    if origin is Annotated:
        rule: TextRule | WholeRule = hint.__metadata__[0]
        return (
            None if isinstance(rule, WholeRule) or rule.pattern is None else _Ids(rule).__getitem__
        )
    if hint is date:
        return date.fromisoformat
    if _is_spec(hint):
        return lambda value: construct(hint, value)
    return None


class _Ids(dict[str, str]):
    """The ids of a rule that were looked at, each by itself: most are named in many places."""

    def __init__(self, rule: TextRule) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, text: str) -> str:
        if not harmless(self._rule, text) and (odd := odd_id(self._rule, text)):
            raise SpecError([Finding(rule=odd[0], severity="error", values=odd[1])])
        self[text] = text
        return text


def tag(cls: type[Spec]) -> str:
    """The field by which one of several kinds is told from the others: its first."""
    return cls.field_names()[0]


def _is_spec(hint: object) -> bool:
    return isinstance(hint, type) and issubclass(hint, Spec)
