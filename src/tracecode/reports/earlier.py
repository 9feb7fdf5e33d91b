"""The findings of an earlier run: which of today's are new, which remain, and which are gone.

They wait in a file without a name, so that memory does not grow with them.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from tracecode.errors import MissingExtra, UnreadableFile
from tracecode.extras import extra
from tracecode.files import opened, reading, unwritable
from tracecode.privacy import shown
from tracecode.reports.rows import COLUMNS, FindingRow, as_values, from_values

_LONGEST = 1024 * 1024
"""Most bytes of a line."""
_ENDINGS = (".ndjson", ".jsonl", ".parquet")


class Earlier:
    """The findings of an earlier run, each of which answers one of today's."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Read them.

        Args:
            path: what `write_findings` wrote: `*.ndjson` or `*.parquet`.

        Raises:
            UnreadableFile: there is no such file, or it is no table of findings.
            MissingExtra: it is a Parquet file, and pyarrow is not installed.
        """
        self._path = os.fspath(path)
        self._kept = sqlite3.connect("", isolation_level=None)
        try:
            with _room():
                self._kept.execute(
                    "CREATE TABLE earlier (key TEXT, place INTEGER PRIMARY KEY, row TEXT)"
                )
                self._kept.execute("BEGIN")
                self._kept.executemany("INSERT INTO earlier (key, row) VALUES (?, ?)", self._read())
                self._kept.execute("CREATE INDEX by_key ON earlier (key)")
        except BaseException:
            self.close()
            raise

    def compared(self, row: FindingRow) -> FindingRow:
        """A row that says whether it is new or remains."""
        with _room():
            found = self._kept.execute(
                "DELETE FROM earlier WHERE place = (SELECT place FROM earlier WHERE key = ? LIMIT 1)",
                (row.key,),
            )
        return row._replace(change="remaining" if found.rowcount else "new")

    def gone(self) -> Iterator[FindingRow]:
        """What answered none of today's, once these were all compared."""
        with _room():
            for (row,) in self._kept.execute("SELECT row FROM earlier ORDER BY place"):
                yield from_values(json.loads(row))._replace(change="gone")

    def close(self) -> None:
        """Let go of them."""
        self._kept.close()

    def _read(self) -> Iterator[tuple[str, str]]:
        """The key and the values of each row."""
        ending = os.path.splitext(self._path)[1].lower()
        if ending not in _ENDINGS:
            raise self._strange(0)
        line = 1
        try:
            for data in self._parquet() if ending == ".parquet" else self._lines():
                row = from_values(data)
                if row.change != "gone":
                    yield row.key, json.dumps(as_values(row), ensure_ascii=False)
                line += 1
        except (ValueError, TypeError, RecursionError) as error:
            if isinstance(error, UnreadableFile | MissingExtra):
                raise
            raise self._strange(line) from None

    def _lines(self) -> Iterator[dict[str, object]]:
        with opened(self._path) as file, reading(self._path):
            while line := file.readline(_LONGEST):
                data = json.loads(line)
                if not isinstance(data, dict):
                    raise TypeError
                yield data

    def _parquet(self) -> Iterator[dict[str, object]]:
        parquet = extra("pyarrow.parquet", "bulk")
        with opened(self._path) as file, reading(self._path):
            for batch in parquet.ParquetFile(file).iter_batches(10_000):
                known = [name for name in batch.schema.names if name in COLUMNS]
                yield from batch.select(known).to_pylist()

    def _strange(self, line: int) -> UnreadableFile:
        name = shown(self._path, 200)
        where_zh, where_en = (f"第 {line} 行", f"row {line}") if line else ("后缀", "its ending")
        return UnreadableFile(
            f"{name!r} is no table of findings ({where_en}): give what --out FILE.ndjson or "
            f"FILE.parquet wrote",
            f"{name!r} 不是校验结果表（{where_zh}）：应为 --out 写出的 .ndjson 或 .parquet 文件",
        )


@contextmanager
def _room() -> Iterator[None]:
    """Where the findings wait there may be no room left."""
    try:
        yield
    except sqlite3.OperationalError:
        why = {
            "zh": "临时文件夹的磁盘已满",
            "en": "the disk of the folder for temporary files is full",
        }
        raise unwritable("<temporary>", why) from None
