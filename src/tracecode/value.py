"""Objects that are named values, fixed once made: findings, codes, and everything that a
specification says.

Type checkers see frozen dataclasses. They are made without code generation, because a process that
reads one code should not pay for forty generated classes: a class costs microseconds here, and most
of a millisecond there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self, TypeVar, dataclass_transform
from weakref import WeakKeyDictionary

from tracecode.privacy import described

V = TypeVar("V", bound="Value")
T = TypeVar("T")


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Value:
    """Named values. The fields are the annotations of the class; one that is not given has its
    class's default.
    """

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)

    @classmethod
    def field_names(cls) -> tuple[str, ...]:
        """The names of the fields, in the order of the class, then those of its bases."""
        return tuple(name for base in cls.__mro__ for name in vars(base).get("__annotations__", ()))

    def replace(self, **values: Any) -> Self:
        """A copy with other values."""
        copy = object.__new__(type(self))  # a call of the class takes twice as long
        copy.__dict__.update(self.__dict__)
        copy.__dict__.update(values)
        return copy

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is fixed; {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is fixed; {name} cannot be deleted")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    __hash__ = object.__hash__  # by identity: values may be mappings

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={described(value)}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({values})"


def remembered(make: Callable[[V], T]) -> Callable[[V], T]:
    """Let what is made of a value be made once, for as long as the value lives; it must not hold
    the value itself.
    """
    made: WeakKeyDictionary[V, T] = WeakKeyDictionary()

    def ask(value: V) -> T:
        result = made.get(value)
        if result is None:
            result = made[value] = make(value)
        return result

    return ask
