"""What is fuzzed: every function that reads foreign bytes or text, with inputs to begin from.

A target takes bytes and may raise the documented errors only.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import tracecode as tc
from tests.folders import alone
from tests.fuzz.cases import CODES, code_cases, csv_cases, json_cases, xml_cases
from tests.hostile.case import Hostile
from tests.hostile.documents import json_files, ndjson_files, xml_files
from tests.hostile.tables import csv_files, workbook, xlsx_files
from tests.hostile.texts import code_files
from tracecode import gs1
from tracecode.codes.registry import registry
from tracecode.lint.files import lint
from tracecode.standard.resolved import packaged

LONGEST = 4_096
"""Most bytes of a seed: the fuzzer grows them itself."""


class Target(NamedTuple):
    """A reader and what it is fed first."""

    run: Callable[[bytes], object]
    seeds: Callable[[], Iterable[bytes]]


def _records(form: str) -> Callable[[bytes], object]:
    def run(data: bytes) -> None:
        report = tc.validate(data, format=form)  # type: ignore[arg-type]
        for verdict in report:
            verdict.as_dict()
            for finding in verdict.findings:
                if finding.rule == "check.failed":
                    raise AssertionError(finding.text())
        assert report.complete
        assert report.status != "valid" or report.counts["valid"]
        try:
            loaded = tc.loads(data, form)  # type: ignore[arg-type]
        except tc.InvalidRecord as error:
            str(error)
        else:
            assert report.status != "invalid", (report.summary(), loaded)

    return run


def _seeds(
    generate: Callable[[], Iterable[Hostile]], cases: Callable[[], Iterable[bytes]] = tuple
) -> Callable[[], Iterable[bytes]]:
    """The hostile files that are short enough, and what people sent."""
    return lambda: [
        *(case.content for case in generate() if len(case.content) <= LONGEST),
        *cases(),
    ]


def _codes(data: bytes) -> None:
    for options in (
        {"format": "codes"},
        {"column": "code"},
        {"column": "code", "scheme": "uscc", "on_column": "no"},
    ):
        try:
            for verdict in tc.validate(data, **options):  # type: ignore[arg-type]
                verdict.as_dict()
                assert all(finding.rule != "check.failed" for finding in verdict.findings), verdict
        except tc.UnreadableFile:
            pass


def _text(data: bytes) -> None:
    # bytes that are no text become lone surrogates where it begins so
    text = data.decode("utf-8", "surrogateescape" if data[:1] == b"s" else "replace")
    for match in tc.identify(text, near=True):
        repr(match)
    try:
        tc.parse(text).meanings("zh")
    except tc.InvalidCode as error:
        str(error)
    for read in (gs1.parse, gs1.read):
        try:
            message = read(text)
            str(message)
        except tc.TraceCodeError as error:
            str(error)


def _scheme(data: bytes) -> None:
    number, _, rest = data.partition(b" ")
    ids = registry(packaged()).ids
    scheme = registry(packaged())[
        ids[int(number) % len(ids) if number.isdigit() and len(number) < 6 else 0]
    ]
    text = rest.decode("utf-8", "replace")
    code, findings = scheme.read(text)
    strict, _ = scheme.read(text, strict=True)
    assert (code is None) is any(finding.severity == "error" for finding in findings)
    assert strict is None or code is not None
    for finding in findings:
        finding.line_text("zh")


def _examples() -> Iterable[tuple[int, str]]:
    """The codes of the specification, with the number of their scheme."""
    for number, id in enumerate(registry(packaged()).ids):
        yield from ((number, example.code) for example in registry(packaged())[id].examples)


def _sent() -> Iterable[str]:
    """The codes that people sent."""
    return (text for texts in CODES.values() for text in texts)


def _under_schemes() -> Iterable[bytes]:
    """Codes under their own schemes; those that people sent under each scheme that they were taken
    for, and others.
    """
    yield from (f"{number} {code}".encode() for number, code in _examples())
    numbers = [
        registry(packaged()).ids.index(id)
        for id in ("gtin", "sscc", "uscc", "resident-id", "cas", "drug-trace-20")
    ]
    yield from (f"{number} {text}".encode() for number in numbers for text in _sent())


def _sheet(data: bytes) -> None:
    rows = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", data.decode("utf-8", "replace"))
    _records("xlsx")(workbook(rows, level=1))


def _sheet_seeds() -> Iterable[bytes]:
    for case in xlsx_files():
        if len(case.content) > 4 * LONGEST:
            continue
        try:
            with zipfile.ZipFile(io.BytesIO(case.content)) as archive:
                sheet = archive.read("xl/worksheets/sheet1.xml")
        except (zipfile.BadZipFile, KeyError, OSError, ValueError):
            continue
        found = re.search(rb"<sheetData>(.*)</sheetData>", sheet, re.DOTALL)
        if found and len(found[1]) <= 4 * LONGEST:
            yield found[1]


def _spec(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "schemes" / "x.yaml"
        path.parent.mkdir()
        path.write_bytes(data)
        for finding in lint(alone(folder)):
            finding.line_text("zh")


def _spec_seeds() -> Iterable[bytes]:
    root = Path(__file__).resolve().parents[2] / "specs" / "schemes"
    return [
        path.read_bytes() for path in sorted(root.glob("*.yaml")) if path.stat().st_size <= LONGEST
    ]


def _label(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.yaml"
        path.write_bytes(data)
        try:
            tc.label(path)
        except tc.TraceCodeError as error:
            str(error)


def _label_seeds() -> Iterable[bytes]:
    root = Path(__file__).resolve().parents[2] / "specs" / "labels"
    return [path.read_bytes() for path in sorted(root.glob("*.yaml"))]


TARGETS = {
    "json": Target(_records("json"), _seeds(json_files, json_cases)),
    "ndjson": Target(_records("ndjson"), _seeds(ndjson_files, json_cases)),
    "xml": Target(_records("xml"), _seeds(xml_files, xml_cases)),
    "csv": Target(_records("csv"), _seeds(csv_files, csv_cases)),
    "xlsx": Target(_records("xlsx"), _seeds(xlsx_files)),
    "sheet": Target(_sheet, _sheet_seeds),
    "codes": Target(_codes, _seeds(code_files, code_cases)),
    "text": Target(
        _text,
        lambda: [*(code.encode() for _, code in _examples()), *(text.encode() for text in _sent())],
    ),
    "scheme": Target(_scheme, _under_schemes),
    "spec": Target(_spec, _spec_seeds),
    "label": Target(_label, _label_seeds),
}
