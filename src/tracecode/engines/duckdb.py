"""DuckDB as an engine: tables in a folder of its own, queries, and nothing else of the machine.

It opens no file but its own and no connection, loads no extension, keeps below a limit of memory,
and spills into its folder what does not fit; the folder goes when the engine is closed. Needs the
extra `engine`.

>>> with Engine(memory_mb=100) as engine:
...     engine.run("CREATE TABLE t (n BIGINT)")
...     engine.fill("t", {"n": [1, 2, 2]}, {"n": "BIGINT"})
...     list(engine.rows("SELECT n, COUNT(*) FROM t GROUP BY n ORDER BY n"))
[(1, 1), (2, 2)]
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

from tracecode.errors import BilingualError
from tracecode.escape import sql_name
from tracecode.extras import extra
from tracecode.files import reason

_AT_ONCE = 1_000
_INCOMING = "incoming"


class EngineFailed(BilingualError):
    """The engine could not do what it was asked for: no room on the disk or in memory, or a fault
    of its own.
    """


class Engine:
    """A database of one run, for one thread."""

    def __init__(
        self, folder: str | os.PathLike[str] | None = None, memory_mb: int = 1_000, threads: int = 2
    ) -> None:
        """Open it.

        Args:
            folder: where its own folder is made; default: the system's for temporary files.
            memory_mb: most memory of the engine, in megabytes (10^6 bytes).
            threads: most threads.

        Raises:
            MissingExtra: DuckDB or pyarrow is not installed.
            EngineFailed: the folder cannot be made.
        """
        self._duckdb = extra("duckdb", "engine")
        self._arrow = extra("pyarrow", "engine")
        try:
            self._home = tempfile.mkdtemp(prefix="tracecode-", dir=folder)
        except OSError as error:
            why = reason(error)
            raise EngineFailed(
                f"no folder for the engine: {why['en']}", f"无法建立引擎的文件夹：{why['zh']}"
            ) from None
        try:
            self._connection = self._duckdb.connect(
                os.path.join(self._home, "rows.db"),
                config={
                    "memory_limit": f"{memory_mb}MB", "threads": str(threads),
                    "temp_directory": os.path.join(self._home, "spill"),
                    "preserve_insertion_order": "false", "autoinstall_known_extensions": "false",
                    "autoload_known_extensions": "false", "allow_community_extensions": "false",
                    "python_enable_replacements": "false",
                },
            )  # fmt: skip
            self.run("SET enable_external_access = false")
            self.run("SET lock_configuration = true")
        except BaseException as error:
            shutil.rmtree(self._home, ignore_errors=True)
            if isinstance(error, self._duckdb.Error):
                raise self._failed(error) from None
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close it and remove its folder."""
        try:
            self._connection.close()
        except self._duckdb.Error:  # it could not write what nobody wants any more
            pass
        finally:
            shutil.rmtree(self._home, ignore_errors=True)

    def run(self, statement: str) -> None:
        """Carry out a statement that gives no rows.

        Raises:
            EngineFailed: it cannot be carried out.
        """
        try:
            self._connection.execute(statement)
        except self._duckdb.Error as error:
            raise self._failed(error) from None

    def fill(
        self, table: str, columns: Mapping[str, Sequence[object]], types: Mapping[str, str]
    ) -> None:
        """Add rows to a table, given by columns.

        Args:
            table: its name.
            columns: texts and whole numbers, or arrays of Arrow, by the name of the column.
            types: the type of each column in SQL; texts are read as that.

        Raises:
            EngineFailed: there is no room, or a value is none of its type.
        """
        texts = self._arrow.string()
        arrays = {
            name: values
            if isinstance(values, self._arrow.Array | self._arrow.ChunkedArray)
            else self._arrow.array(
                values, self._arrow.int64() if types[name] == "BIGINT" else texts
            )
            for name, values in columns.items()
        }
        self.add(table, self._arrow.table(arrays), types)

    def add(self, table: str, rows: Any, types: Mapping[str, str]) -> None:
        """Add rows of an Arrow table; see `fill`."""
        named = [sql_name(name) for name in types]
        cast = [f"CAST({name} AS {type})" for name, type in zip(named, types.values(), strict=True)]
        try:
            self._connection.register(_INCOMING, rows)
            into = f"INSERT INTO {sql_name(table)} ({', '.join(named)})"
            self._connection.execute(f"{into} SELECT {', '.join(cast)} FROM {_INCOMING}")  # noqa: S608  # escaped
            self._connection.unregister(_INCOMING)
        except self._duckdb.Error as error:
            raise self._failed(error) from None

    def add_made(
        self, table: str, batch: Any, made: Mapping[str, str], counted: Sequence[str], *,
        first_row: int, first_record: int,
    ) -> list[int]:  # fmt: skip
        """Add rows of an Arrow batch, each column by an expression over the batch's own.

        Args:
            table: its name; beside its columns it has `row` and `record`.
            batch: rows.
            made: the expression of each column.
            counted: columns of which it is counted where the expression gives nothing for
                something.
            first_row: the number of the first row; the others follow.
            first_record: likewise.

        Returns:
            The counts, in the order of `counted`.

        Raises:
            EngineFailed: there is no room.
        """
        numpy = extra("numpy", "engine")
        numbered = self._arrow.Table.from_batches([batch])
        for name, first in (("row", first_row), ("record", first_record)):
            numbers = numpy.arange(first, first + batch.num_rows, dtype="int64")
            numbered = numbered.append_column(f"{name} of {_INCOMING}", self._arrow.array(numbers))
        fixed = [f'"row of {_INCOMING}"', f'"record of {_INCOMING}"']
        into = (
            f"INSERT INTO {sql_name(table)} ({', '.join(map(sql_name, ('row', 'record', *made)))})"
        )
        lost = ", ".join(f"COUNT({sql_name(name)}) - COUNT({made[name]})" for name in counted)
        try:
            self._connection.register(_INCOMING, numbered)
            self._connection.execute(
                f"{into} SELECT {', '.join([*fixed, *made.values()])} FROM {_INCOMING}"  # noqa: S608  # escaped
            )
            counts = (
                self._connection.execute(f"SELECT {lost} FROM {_INCOMING}").fetchall()  # noqa: S608  # escaped
                if lost
                else [()]
            )
            self._connection.unregister(_INCOMING)
        except self._duckdb.Error as error:
            raise self._failed(error) from None
        return list(counts[0])

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, as they come.

        Raises:
            EngineFailed: while iterating: it cannot be carried out.
        """
        try:
            cursor = self._connection.cursor()
            cursor.execute(query)
            while rows := cursor.fetchmany(_AT_ONCE):
                yield from rows
        except self._duckdb.Error as error:
            raise self._failed(error) from None

    def _failed(self, error: Exception) -> EngineFailed:
        """Why the engine gave up, without its own words: they may hold paths and values."""
        text = str(error).lower()
        if any(
            word in text
            for word in ("no space left", "disk full", "max_temp_directory_size", "could not write")
        ):
            return EngineFailed("no room on the disk for the engine", "磁盘空间不足，引擎无法继续")
        if isinstance(error, self._duckdb.OutOfMemoryException):
            return EngineFailed(
                "the memory allowed to the engine does not suffice", "引擎的内存限额不足"
            )
        name = type(error).__name__
        return EngineFailed(f"the engine failed ({name})", f"引擎出错（{name}）")
