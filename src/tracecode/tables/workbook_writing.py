"""Write a workbook of openpyxl without the temporary files that openpyxl leaves in sight.

By itself openpyxl keeps each sheet in a file of its own in the system's folder for temporary files.
It stays there when the process is killed, and a full disk ends in an error of the XML library. Here
a sheet waits in memory, and a long one in a file without a name, which nobody sees and no kill
leaves behind.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from openpyxl import Workbook

_IN_MEMORY = 16 * 1024 * 1024
"""So many bytes of a sheet wait in memory."""


def open_sheet(sheet: Any) -> None:
    """Prepare a sheet of a write-only workbook for its first row; widths of columns are set
    before.
    """
    sheet._writer = _writer(sheet)
    sheet._writer.write_top()


def write_workbook(book: Workbook, file: IO[bytes]) -> None:
    """Write a workbook into an open file.

    Raises:
        OSError: there is no room for it.
    """
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
    from openpyxl.writer.excel import ExcelWriter

    class Writer(ExcelWriter):
        """As openpyxl's, but for where a sheet waits."""

        _archive: zipfile.ZipFile

        def write_worksheet(self, ws: Any) -> None:
            ws._drawing = SpreadsheetDrawing()
            ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
            if self.workbook.write_only:
                if not ws.closed:
                    ws.close()
                writer = ws._writer
            else:
                writer = _writer(ws)
                try:
                    writer.write()
                except BaseException:
                    _forget(writer)
                    raise
            ws._rels = writer._rels
            writer.out.seek(0)
            with self._archive.open(ws.path[1:], "w", force_zip64=True) as part:
                shutil.copyfileobj(writer.out, part)
            self.manifest.append(ws)
            writer.out.close()

    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        Writer(book, archive).save()


def discard(book: Workbook) -> None:
    """Let go of a write-only workbook that will not be written."""
    for sheet in cast("list[Any]", book.worksheets):
        if getattr(sheet, "_writer", None) is not None:
            if sheet._rows is not None:
                _end(sheet._rows)
            _forget(sheet._writer)


def _forget(writer: Any) -> None:
    _end(writer.xf)
    writer.out.close()


def _end(generator: Any) -> None:
    """End what would otherwise complain on the error stream when it is collected."""
    with suppress(Exception):
        generator.close()


def _writer(sheet: Any) -> Any:
    from openpyxl.worksheet._writer import WorksheetWriter

    return WorksheetWriter(sheet, out=cast("Any", tempfile.SpooledTemporaryFile(_IN_MEMORY)))
