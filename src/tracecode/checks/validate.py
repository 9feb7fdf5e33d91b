"""Validate codes, records and messages: one function for every source.

>>> import tracecode as tc
>>> [(v.scheme, v.status) for v in tc.validate(["91350100M000100Y43", "SC11464010500016"])]
[('uscc', 'valid'), ('sc-food-licence', 'invalid')]
>>> [v.status for v in tc.validate(b'{"record_type": "recall"}')]
['invalid']
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal

from tracecode.checks.report import Report
from tracecode.spec.model import Text
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from tracecode.checks.records import RecordJudge
    from tracecode.checks.rows import Source
    from tracecode.records.reading import FileFormat
    from tracecode.records.verification import MessageStore, PartyKey
    from tracecode.standard.resolved import Resolved

Format = Literal["codes", "json", "ndjson", "xml", "csv", "xlsx"]


def validate(
    source: Source, standard: Resolved, *, format: Format | None, column: str | None, scheme: str | None,
    product: str | None, on: date | None, on_column: str | None, strict: bool, encoding: str,
    keys: Iterable[PartyKey] | None, seen: MessageStore | None, limits: Limits,
) -> Report:  # fmt: skip
    """Judge every code, or every message and record, of a source; see `tracecode.Standard.validate`."""
    run = Run(
        standard, format=format, column=column, scheme=scheme, product=product, on=on, on_column=on_column,
        strict=strict, encoding=encoding, keys=keys, seen=seen, limits=limits,
    )  # fmt: skip
    return run.report(source)


class Run:
    """Judges sources that are one input, such as the files that a command names.

    Within it no message and no record stands twice without a finding. `validate` is a run with one source.
    """

    def __init__(
        self, standard: Resolved, *, format: Format | None = None, column: str | None = None, scheme: str | None = None,
        product: str | None = None, on: date | None = None, on_column: str | None = None, strict: bool = False,
        encoding: str = "utf-8", keys: Iterable[PartyKey] | None = None, seen: MessageStore | None = None,
        limits: Limits = DEFAULT,
    ) -> None:  # fmt: skip
        """A run; see `validate` for what it takes and raises."""
        self._of_codes = format == "codes" or (format is None and not column is scheme is product is None)
        if on_column is not None and (column is None or not self._of_codes):
            raise ValueError("on_column stands beside the column of codes: give column too")
        self._signed = keys is not None or seen is not None
        if self._signed and self._of_codes:
            raise ValueError(_NO_SIGNATURE)
        self._format, self._encoding, self._standard, self._limits = format, encoding, standard, limits
        self._keys, self._seen = keys, seen
        self._codes = partial(
            _codes, standard=standard, column=column, scheme=scheme, product=product, on=on, on_column=on_column,
            strict=strict, encoding=encoding, limits=limits,
        )  # fmt: skip
        if self._signed:
            self._records  # noqa: B018  # what is wrong with the keys is said at once

    @cached_property
    def _records(self) -> RecordJudge:
        from tracecode.checks.records import RecordJudge

        return RecordJudge(
            encoding=self._encoding, keys=self._keys, seen=self._seen, standard=self._standard, limits=self._limits,
        )  # fmt: skip

    def report(self, source: Source) -> Report:
        """The report on one source of the run; see `validate`."""
        if self._signed and not _has_bytes(source):
            raise ValueError(_NO_SIGNATURE)
        if isinstance(source, str | os.PathLike) and os.path.isdir(source):
            from tracecode.checks.folder import verdicts_in

            self._codes(())  # refuses a scheme or product that does not exist
            asked = self._format or ("codes" if self._of_codes else None)
            judge = partial(_inside, asked=asked, form=self._form, report=self._read)
            return Report(verdicts_in(os.fspath(source), judge))
        given = None if self._format == "codes" else self._format
        form = given if given or self._of_codes else self._form(source)
        if form is None and self._signed:
            form = "json"  # it is no message in any form, which reading it as one says
        return self._read(source, form)

    def _form(self, source: Source) -> FileFormat | None:
        from tracecode.checks.forms import form

        return form(source, self._standard, self._encoding, self._limits)

    def _read(self, source: Source, form: FileFormat | None) -> Report:
        if form is None:
            return self._codes(source)
        return self._records.report(source, form)  # type: ignore[arg-type]


_NO_SIGNATURE = "codes carry no signature: keys and seen are for messages"


def _codes(source: Source, **options: Any) -> Report:
    from tracecode.checks.codes import codes

    return codes(source, **options)


def _inside(
    path: str,
    asked: Format | None,
    form: Callable[[str], FileFormat | None],
    report: Callable[[str, FileFormat | None], Report],
) -> Report | Text:
    """The report on a file that was found in a folder, or why it is not read.

    Args:
        path: the file.
        asked: what the files hold, where the caller says it; the others are passed over.
        form: finds the form of a file.
        report: reads a file.
    """
    from tracecode.records.reading import format_of
    from tracecode.tables.packed import plain_name

    ending = os.path.splitext(plain_name(path))[1].lower()
    named = format_of(path)
    if asked == "codes":
        return report(path, None) if ending in _CODES else _other(ending, _CODES)
    if asked not in (None, named) or (named is None and ending not in _CODES):
        return _other(ending, _RECORDS if asked is None else (f".{asked}",))
    found = form(path)
    if named is found is None:
        return _other(ending, _RECORDS)
    return _NO_RECORDS if found is None else report(path, found)


_CODES = (".csv", ".tsv", ".txt")
_RECORDS = (".json", ".ndjson", ".jsonl", ".xml", ".csv", ".tsv", ".xlsx", ".xlsm", ".xls")
_NO_RECORDS = Text(
    zh="表中没有“记录类型”列；如为代码，请指明代码所在列",
    en="the table has no column record_type; if it holds codes, name their column",
)


def _other(ending: str, wanted: tuple[str, ...]) -> Text:
    named = ", ".join(wanted)
    return Text(zh=f"后缀“{ending}”不是 {named}", en=f"its ending {ending!r} is none of {named}")


def _has_bytes(source: Source) -> bool:
    """Whether a source is bytes or holds some: no open text, and no iterable of codes."""
    return isinstance(source, str | os.PathLike | bytes) or (
        hasattr(source, "read") and not hasattr(source, "encoding")
    )
