r"""What `validate` takes: files, bytes, records in memory, codes.

Records in memory (mappings, typed records, messages) are written as JSON and judged as a document
is, so that there is one verdict on one thing.

>>> [line for line in in_lines([{"record_type": "recall", "remark": None}])]
[b'{"record_type": "recall"}\n']
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Collection, Coroutine, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from inspect import iscoroutinefunction
from itertools import chain
from typing import IO, TYPE_CHECKING, Any
from uuid import UUID

from tracecode.errors import UnreadableFile, WrongUse
from tracecode.files import opened_pieces
from tracecode.tables.nothing import is_nothing

if TYPE_CHECKING:
    from typing import TypeAlias

    from tracecode.records.message import Message
    from tracecode.records.model import Record

    Plain: TypeAlias = Mapping[str, Any] | Record | Message
    """A record or message in memory: plain data, as of `json.loads` or the arguments of a typed
    class, or typed.
    """
    Data: TypeAlias = os.PathLike[str] | bytes | IO[bytes] | IO[str] | Plain | Iterable[str | Plain]
    """A file or data; of the iterable, all are codes or all are records."""
    Source: TypeAlias = Data | bytearray | memoryview
    """What `validate` takes."""
    Taken: TypeAlias = Data | str
    """The same, once it is known to be one of them; a text is a path."""


def taken(source: Source | None, path: str | os.PathLike[str] | None) -> Taken:
    """The source that a caller means.

    Raises:
        WrongUse: there is none or there are two; or it is a text, which might be a path, a document
            or a code, or something else that is not taken.
    """
    if (source is None) == (path is None):
        raise WrongUse(
            "validate takes one source: data, or path=, and not both",
            "validate 须有一个来源：数据，或 path=，不能两者兼有",
        )
    if source is None:
        if not isinstance(path, str | os.PathLike):
            raise _no_source(path)
        return path
    if isinstance(source, bytearray | memoryview):
        return bytes(source)
    if isinstance(source, bytes | os.PathLike) or is_plain(source):
        return source
    if not isinstance(source, type) and callable(read := getattr(source, "read", None)):
        _see_to_a_file(source, read)
        whole = hasattr(source, "encoding") or all(hasattr(source, name) for name in _FILE)
        return source if whole else opened_pieces(_pieces(source, read))
    is_single = isinstance(source, str | type) or getattr(source, "shape", None) == ()
    if not isinstance(source, Iterable) or is_single or _has_names(source):
        raise _no_source(source)
    return source


_FILE = ("readline", "seekable", "seek", "tell")
"""What readers ask of an open file beside `read(size)`."""
_PIECE = 65_536


def _see_to_a_file(source: object, read: Callable[[int], object]) -> None:
    """See to it that an object is an open file: of what it holds nothing is read.

    Raises:
        WrongUse: it is read by await, is closed, or is no file though it has a method of that name.
    """
    name = type(source).__name__
    try:
        nothing = None if iscoroutinefunction(read) else read(0)
    except (OSError, ValueError):
        raise WrongUse(
            f"the {name} is closed, or not open for reading",
            f"{name} 已关闭，或不是以读取方式打开的",
        ) from None
    except Exception:  # noqa: BLE001  # whatever a stranger's method says of a number
        nothing = None
    if isinstance(nothing, bytes) or (isinstance(nothing, str) and hasattr(source, "encoding")):
        return
    if iscoroutinefunction(read) or hasattr(nothing, "__await__"):
        if isinstance(nothing, Coroutine):
            nothing.close()
        raise WrongUse(
            f"{name} is read by await; give its .file, or: await source.read()",
            f"{name} 须异步读取；请给出其 .file，或 await source.read()",
        )
    raise WrongUse(
        f"{name} is no file, whose read(size) gives bytes; give the bytes that it holds",
        f"{name} 不是文件：文件的 read(size) 返回字节；请给出其中的字节",
    )


def _pieces(source: object, read: Callable[[int], object]) -> Iterator[bytes]:
    """The bytes of an object that has nothing of a file but `read(size)`, so many together that the
    form is seen.
    """
    waiting: list[bytes] = []
    size = 0
    while isinstance(piece := read(_PIECE), bytes) and piece:
        waiting.append(piece)
        size += len(piece)
        if size >= _PIECE:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)
    if piece != b"":
        name = type(source).__name__
        raise UnreadableFile(
            f"read(size) of {name} gave no bytes before its end",
            f"{name} 的 read(size) 未到末尾却未返回字节",
        )


def _has_names(source: object) -> bool:
    """Whether it is a table or a record of somebody else's class, though one could iterate over
    it.
    """
    is_row = (
        callable(getattr(source, "keys", None))
        and not isinstance(source, AbstractSet)
        and not hasattr(source, "dtype")
    )
    return is_row or any(hasattr(source, name) for name in ("columns", "model_dump", "_asdict"))


def _no_source(source: object) -> WrongUse:
    if isinstance(source, str):
        return WrongUse(
            "a text may be a path, a document or a code, and is never guessed: of a file give "
            "Path(...) or path=...; "
            "of a document bytes, text.encode(); of codes a list, [text]",
            "文本可能是路径、文档或代码，不作猜测：文件请用 Path(...) 或 path=...；"
            "文档请给字节 text.encode()；代码请给列表 [text]",
        )
    name = type(source).__name__
    if hasattr(source, "columns"):
        return WrongUse(
            f"{name} is no source; give its rows, for instance frame.to_dict('records') or "
            f"table.to_pylist(), "
            f"or the list of a column of codes",
            f"{name} 不能作为来源；请给出各行，如 frame.to_dict('records') 或 "
            f"table.to_pylist()，或一列代码的列表",
        )
    if isinstance(source, type):
        return WrongUse(
            f"{source.__name__} is a class; give an object of it",
            f"{source.__name__} 是类；请给出其对象",
        )
    if hasattr(source, "__dataclass_fields__") or (
        isinstance(source, Iterable) and _has_names(source)
    ):
        return WrongUse(
            f"{name} is no record of this library; give a mapping: source.model_dump(), "
            f"dataclasses.asdict(source), "
            f"source._asdict() or dict(source)",
            f"{name} 不是本库的记录；请给出映射：source.model_dump()、dataclasses.asdict(source)、source._asdict() 或 "
            f"dict(source)",
        )
    if hasattr(source, "__await__"):
        return WrongUse(f"{name} has to be awaited first", f"{name} 须先 await")
    return WrongUse(
        f"{name} is no source; validate takes Path(...) or path=, bytes, an open file, a mapping, "
        f"a typed record or "
        f"message, or an iterable of codes or of records",
        f"{name} 不能作为来源；可用：Path(...) 或 "
        f"path=、字节、已打开的文件、映射、有类型的记录或报文、"
        f"由代码或记录组成的可迭代对象",
    )


# --- records in memory ----------------------------------------------------------------------------


def is_plain(source: object) -> bool:
    """Whether it is a record or message in memory."""
    return isinstance(source, Mapping) or (
        not isinstance(source, type) and callable(getattr(source, "plain", None))
    )


def holds_plain(source: object) -> bool:
    """Whether it is a collection of records; one that is read only once is looked at when it is
    read.
    """
    return (
        isinstance(source, Collection)
        and not isinstance(source, str)
        and is_plain(next(iter(source), None))
    )


def first_of(items: Iterator[Any]) -> tuple[object, Iterator[Any]]:
    """The first of some items, None if there are none, and all of them."""
    for first in items:
        return first, chain((first,), items)
    return None, items


def document(source: object) -> bytes:
    """A record or message as JSON; what is neither becomes a document that is none."""
    try:
        plain = _plain(source)
        try:
            return json.dumps(plain, allow_nan=False, ensure_ascii=False).encode()
        except UnicodeEncodeError:  # half of a character, which is told from its escape
            return json.dumps(plain, allow_nan=False).encode()
    except RecursionError:
        return _ENDLESS


_ENDLESS = b"[" * 1000 + b"]" * 1000
"""What stands for data that hold themselves: its reader says that they are nested too deep."""


def in_lines(items: Iterable[object]) -> Iterator[bytes]:
    """Records and messages as lines of JSON; what is neither becomes a line that is none."""
    for item in items:
        yield document(item) + b"\n"


def _plain(value: Any) -> Any:
    """A value as JSON has it: what a typed class takes, written as messages write it; absent
    elements are left out.
    """
    match value:
        case None | bool() | str():
            return value
        case int():
            return value if value.bit_length() <= _BITS else _NOTHING
        case float():
            return value if math.isfinite(value) else str(value)
        case datetime():
            return value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case UUID():
            return str(value)
        case Enum():
            return _plain(value.value)
        case Mapping():
            pairs = [
                (key if isinstance(key, str) else str(key), _plain(inner))
                for key, inner in value.items()
                if isinstance(inner, str) or not is_nothing(inner)
            ]
            plain = dict(pairs)
            return plain if len(plain) == len(pairs) else {_Key(key): inner for key, inner in pairs}
        case list() | tuple():
            return [_plain(inner) for inner in value]
    if is_plain(value):
        return _plain(value.plain())
    # a number of numpy
    if getattr(value, "shape", None) == () and callable(getattr(value, "item", None)):
        return _plain(value.item())
    return _NOTHING


class _Key(str):
    """The text of a key that is equal to no other: where 1 and "1" are keys, JSON has the key
    twice, and is told so.
    """

    __slots__ = ()
    __hash__ = object.__hash__
    __eq__ = object.__eq__


_NOTHING: list[list[object]] = [[]]
"""What stands nowhere in a record, and is said so."""
_BITS = 4096
"""No number of a record is as long; Python writes none in decimal that is much longer."""
