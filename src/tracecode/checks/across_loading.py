"""The way of records into the tables of an engine: source by source, in blocks, with the place of
each record.

Values that cannot be read, and what is no record, are counted and named; they stop nothing.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any, NamedTuple, TypeAlias

from tracecode.checks.forms import SourceHead, named_form
from tracecode.checks.parquet_records import ParquetRecords
from tracecode.checks.sources import document, in_lines, is_plain
from tracecode.engines.duckdb import EngineFailed
from tracecode.errors import BilingualError, FindingsError, TraceCodeError, UnreadableFile, WrongUse
from tracecode.extras import extra
from tracecode.files import opened_pieces, reason, walked
from tracecode.findings import Finding
from tracecode.privacy import mask, shown
from tracecode.records.reading import FileFormat, read
from tracecode.relations.cells import Cell
from tracecode.relations.rows import RowReader, factors
from tracecode.relations.sql import TYPES, create, read_in_sql
from tracecode.spec.base import Text
from tracecode.tables.limits import Limits

if TYPE_CHECKING:
    from tracecode.checks.sources import Plain
    from tracecode.engines.duckdb import Engine
    from tracecode.standard.resolved import Resolved

    AcrossSource: TypeAlias = os.PathLike[str] | bytes | IO[bytes] | Plain | Iterable[Plain]
    """A file, a folder, bytes, an open file, a record or message in memory, or an iterable of
    them.
    """

_BATCH = 500_000
_BLOCK = 50_000
"""So many rows of a table are held in memory at most."""
_NO_FORM = {"zh": "后缀不表示任何记录格式", "en": "its ending names no form of records"}
_LONG = 180
"""Most characters of a file's name in a sentence."""
_PLACES = {"record": "BIGINT", "file": "BIGINT", "line": "BIGINT", "id": "VARCHAR"}
_RECORDS = "of records"
"""The table of places; no rows have a name with a blank."""


class RecordPlace(NamedTuple):
    """Where a record stands."""

    file: str | None
    line: int
    """Its line or row in the file, or its place among the records of the source, from 1."""
    record_id: str | None

    def text(self, file: str | None) -> Text:
        """The place in a sentence on a record of a file."""
        zh, en = f"第 {self.line} 行", f"line {self.line}"
        if self.file is not None and self.file != file:
            zh, en = f"{shown(self.file, _LONG)} {zh}", f"{shown(self.file, _LONG)}, {en}"
        return Text(zh=zh, en=en)

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        data: dict[str, object] = {} if self.file is None else {"file": mask(self.file)}
        data["line"] = self.line
        return data if self.record_id is None else data | {"record_id": mask(self.record_id)}


class Loader:
    """Fills the tables of one run."""

    def __init__(
        self,
        standard: Resolved,
        tables: Iterable[str],
        engine: Engine,
        encoding: str,
        limits: Limits,
    ) -> None:
        self._standard, self._engine = standard, engine
        self._encoding, self._limits = encoding, limits
        self._reader = RowReader(standard, tables)
        self._blocks = {
            table.id: _Block(engine, table.id, table.columns) for table in self._reader.tables
        }
        self._files: list[str | None] = []
        self._places: list[tuple[int, int, int, str | None]] = []
        self.records = 0
        """How many records were read."""
        self._ranges: list[tuple[int, int]] = []
        """The first number of the rows that came by columns from each source, and its file; before
        all records.
        """
        self._last = 0
        """The last of those numbers."""
        self._factors = factors(standard)
        self._told: list[Finding] = []
        self._unread: Counter[int] = Counter()
        self._first_unread: dict[int, int] = {}
        self._values: Counter[tuple[int, str]] = Counter()
        self._first_value: dict[tuple[int, str], int] = {}
        for table in self._reader.tables:
            engine.run(create(table))
        engine.run(
            f'CREATE TABLE "{_RECORDS}" ("record" BIGINT, "file" BIGINT, "line" BIGINT, '
            f'"id" VARCHAR)'
        )

    @property
    def rows(self) -> Mapping[str, int]:
        """How many rows each table has."""
        return {id: block.count for id, block in self._blocks.items()}

    def load(self, sources: Iterable[object]) -> None:
        """Read the records of all sources.

        Raises:
            EngineFailed: the engine has no room.
            WrongUse: a source is none.
        """
        for source in sources:
            if isinstance(source, os.PathLike) and os.path.isdir(source):
                for path, fault in walked(os.fspath(source)):
                    if fault is not None:
                        self._skipped(path, fault)
                    elif named_form(path) is not None:
                        self._source(path, path)
                    else:
                        self._skipped(path, _NO_FORM, "file.skipped")
            elif isinstance(source, os.PathLike):
                self._source(os.fspath(source), os.fspath(source))
            elif isinstance(source, str):
                raise WrongUse(
                    "a text is never guessed: of a file give Path(...), of a document bytes",
                    "文本不作猜测：文件请用 Path(...)，文档请给字节",
                )
            elif callable(getattr(source, "to_batches", None)) or hasattr(
                source, "read_next_batch"
            ):
                self._items(
                    opened_pieces(in_lines(_of_batches(batches_of(source)))), "ndjson", None
                )
            elif is_plain(source):
                self._source(document(source), None)
            elif isinstance(source, bytes) or hasattr(source, "read"):
                self._source(source, getattr(source, "name", None))
            elif isinstance(source, Iterable):
                self._items(opened_pieces(in_lines(source)), "ndjson", None)
            else:
                raise WrongUse(
                    f"{type(source).__name__} is no source of records",
                    f"{type(source).__name__} 不是记录来源",
                )

    def _source(self, source: Any, name: str | None) -> None:
        name = name if isinstance(name, str) else None
        try:
            head = SourceHead(source, self._standard, self._encoding, self._limits)
            form = head.form()
            if form is None:
                self._skipped(name, {"zh": "没有记录", "en": "it holds no records"})
                return
            if form == "parquet":
                lines = ParquetRecords(head.source, self._limits).lines()
                self._items(lines, "ndjson", name)
                return
            self._items(head.source, form, name)
        except EngineFailed:
            raise
        except BilingualError as error:
            self._skipped(name, error.why or error.texts)
        except FindingsError as error:
            self._skipped(name, {"zh": error.message("zh"), "en": error.message("en")})
        except TraceCodeError as error:
            self._skipped(name, {"zh": str(error), "en": str(error)})
        except OSError as error:
            self._skipped(name, reason(error))

    def _skipped(
        self, name: str | None, why: Mapping[str, str], rule: str = "file.unreadable"
    ) -> None:
        values = {"reason_zh": why["zh"], "reason_en": why["en"]}
        self._told.append(Finding(rule=rule, severity="warning", values=values, path=name))

    def _items(self, source: Any, form: FileFormat, name: str | None) -> None:
        file = len(self._files)
        self._files.append(name)
        items = read(source, form, self._standard, self._encoding, typed=False, limits=self._limits)
        for item in items:
            if item.envelope:
                continue
            line = item.line or item.number
            if isinstance(item.data, Mapping) and self._reader.knows(item.data):
                self._take(item.data, file, line)
            else:
                self._unread[file] += 1
                self._first_unread.setdefault(file, line)

    def _take(self, data: Mapping[str, Any], file: int, line: int) -> None:
        self.records += 1
        number = self.records
        for table, cells in self._reader.read(data):
            self._blocks[table].add(number, cells)
        for unread in self._reader.unread:
            key = file, unread.path
            self._values[key] += 1
            self._first_value.setdefault(key, line)
        id = data.get("record_id")
        self._places.append(
            (number, file, line, id if isinstance(id, str) and "\0" not in id else None)
        )
        if len(self._places) >= _BLOCK:
            self._flush()

    def _flush(self) -> None:
        if self._places:
            columns = [list(column) for column in zip(*self._places, strict=True)]
            self._engine.fill(_RECORDS, dict(zip(_PLACES, columns, strict=True)), _PLACES)
            self._places.clear()

    def take_rows(self, id: str, source: object) -> None:
        """Put rows that are there already, by columns, into their table.

        Args:
            id: of the rows.
            source: an Arrow table or reader, or a Parquet file; its columns are named as those of
                the rows.

        Raises:
            EngineFailed: the engine has no room.
            WrongUse: it is something else.
            UnreadableFile: it cannot be read as Parquet.
        """
        block = self._blocks[id]
        name = os.fspath(source) if isinstance(source, os.PathLike) else None
        self._ranges.append((self.records + 1, len(self._files)))
        self._files.append(name)
        for batch in batches_of(source):
            unread = block.add_columns(batch, self.records + 1, self._factors)
            self.records += batch.num_rows
            self._last = self.records
            for column, count in unread.items():
                key = len(self._files) - 1, f"{id}.{column}"
                self._values[key] += count
                self._first_value.setdefault(key, 1)

    def finish(self) -> None:
        """Put what is left into the tables.

        Raises:
            EngineFailed: the engine has no room.
        """
        for block in self._blocks.values():
            block.flush()
        self._flush()

    def told(self) -> Iterator[Finding]:
        """What is to be said of the sources: what in them could not be read."""
        if not self.records and not self._told and not self._unread:
            yield Finding(rule="data.empty", severity="error")
        yield from self._told
        for file, count in self._unread.items():
            line = self._first_unread[file]
            yield counted("across.unread", self._files[file], line, found=count)
        for (file, path), count in self._values.items():
            line = self._first_value[file, path]
            yield counted("across.value", self._files[file], line, found=count, path=path)

    def places(self, records: set[int]) -> dict[int, RecordPlace]:
        """The places of some records.

        Raises:
            EngineFailed: the engine failed.
        """
        by_range = {
            record: place for record in records if (place := self._in_range(record)) is not None
        }
        among = ", ".join(map(str, sorted(records - by_range.keys())))
        if not among:
            return by_range
        query = (
            f'SELECT "record", "file", "line", "id" FROM "{_RECORDS}" WHERE "record" IN ({among})'  # noqa: S608  # numbers
        )
        rows = self._engine.rows(query)
        return by_range | {
            record: RecordPlace(self._files[file], line, id) for record, file, line, id in rows
        }

    def _in_range(self, record: int) -> RecordPlace | None:
        """The place of a row that came by columns."""
        at = bisect_right(self._ranges, (record, len(self._files))) - 1
        if at < 0 or record > self._last:
            return None
        first, file = self._ranges[at]
        return RecordPlace(self._files[file], record - first + 1, None)


def batches_of(source: object) -> Iterator[Any]:
    """The batches of an Arrow table or reader, or of a Parquet file.

    Raises:
        WrongUse: it is something else.
        UnreadableFile: it is no Parquet file.
    """
    if isinstance(source, os.PathLike):
        parquet, arrow = extra("pyarrow.parquet", "engine"), extra("pyarrow", "engine")
        try:
            with parquet.ParquetFile(source) as file:
                yield from file.iter_batches(_BATCH)
        except arrow.ArrowException as error:
            name = type(error).__name__
            raise UnreadableFile(
                f"it is no Parquet file ({name})", f"不是 Parquet 文件（{name}）"
            ) from None
    elif callable(to_batches := getattr(source, "to_batches", None)):
        yield from to_batches(max_chunksize=_BATCH)
    elif hasattr(source, "read_next_batch") and isinstance(source, Iterable):
        yield from source
    else:
        raise WrongUse(
            f"{type(source).__name__} is no Arrow table", f"{type(source).__name__} 不是 Arrow 表"
        )


def _of_batches(batches: Iterable[Any]) -> Iterator[object]:
    return (row for batch in batches for row in batch.to_pylist())


def counted(rule: str, file: str | None, line: int | None, **values: object) -> Finding:
    """What is said of a source as a whole: how much of it could not be read, first on that line."""
    return Finding(rule=rule, severity="warning", values=values, path=file, line=line)


class _Block:
    """Rows of a table that are not yet in the engine."""

    def __init__(self, engine: Engine, id: str, columns: Mapping[str, Any]) -> None:
        self._engine, self._table = engine, id.replace("-", "_")
        self._columns = columns
        self._unit = next((name for name, kind in columns.items() if kind == "unit"), None)
        self._types = {"row": "BIGINT", "record": "BIGINT"} | {
            name: TYPES[kind] for name, kind in columns.items()
        }
        self._rows: list[tuple[Cell, ...]] = []
        self.count = 0

    def add(self, record: int, cells: tuple[Cell, ...]) -> None:
        self.count += 1
        self._rows.append((self.count, record, *cells))
        if len(self._rows) >= _BLOCK:
            self.flush()

    def add_columns(
        self, batch: Any, record: int, factors: Mapping[str, tuple[int, int, str]]
    ) -> dict[str, int]:
        """Add rows of an Arrow batch; how many values of each column cannot be read."""
        there = set(batch.schema.names)
        made = {
            name: read_in_sql(name, kind, self._unit, factors) if name in there else "NULL"
            for name, kind in self._columns.items()
        }
        judged = [
            name
            for name, kind in self._columns.items()
            if name in there and kind not in ("text", "unit")
        ]
        unread = self._engine.add_made(
            self._table, batch, made, judged, first_row=self.count + 1, first_record=record
        )
        self.count += batch.num_rows
        return {name: count for name, count in zip(judged, unread, strict=True) if count}

    def flush(self) -> None:
        if self._rows:
            columns = [list(column) for column in zip(*self._rows, strict=True)]
            self._engine.fill(
                self._table, dict(zip(self._types, columns, strict=True)), self._types
            )
            self._rows.clear()
