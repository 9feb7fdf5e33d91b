"""The private part of a key, which no text and no copy shows."""

from __future__ import annotations

from typing import NoReturn


class PrivatePart:
    """The private part of a key, which no text and no copy shows."""

    __slots__ = ("bytes",)

    def __init__(self, private: bytes) -> None:
        self.bytes = bytes(private)

    def __repr__(self) -> str:
        return "<private part>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("the private part of a key is not pickled / 私钥不能序列化")

    def __getstate__(self) -> NoReturn:
        self.__reduce__()
