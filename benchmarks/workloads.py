"""Whole processes that do the library's common work: what `against` compares two versions by.

Each is long enough (about half a second or more) that its start is a small part of it, save those
that measure the start. They use only the command line and the public names of `tracecode`, so that
older versions can run them, and read the files that `workload_files.py` writes.
"""

from __future__ import annotations

from typing import NamedTuple

PESTICIDE = "registration_category=1 registration_last6=172225 production_type=1 spec_code=001"


class Workload(NamedTuple):
    """What a process does."""

    name: str
    program: str
    """Arguments of `tracecode`, or, with a line break in it, a Python program."""
    times: int = 1
    """So many processes, one after another, are one measurement."""


PREAMBLE = """\
import json
import tracecode as tc

def read(name):
    with open(name, encoding="utf-8") as file:
        return json.load(file)

def lines(name):
    with open(name, "rb") as file:
        return file.read().splitlines()
"""


def _program(text: str) -> str:
    """A Python program in which the files can be read by `read` and `lines`."""
    return PREAMBLE + text


WORKLOADS = (
    # --- start
    Workload("start: --version", "--version", 6),
    Workload("start: import", "import tracecode\n", 25),
    Workload("start: parse CODE", "parse 91350100M000100Y43", 8),
    Workload("start: parse --scheme", "parse 91350100M000100Y43 --scheme uscc", 8),
    Workload("start: one record", "validate one.json --quiet", 3),
    # --- codes
    Workload("is_valid", _program("""
for scheme, texts in read("codes.json").items():
    judge = tc.scheme(scheme)
    for text in texts * 2:
        judge.is_valid(text)
""")),
    Workload("parse right codes", _program("""
for scheme, texts in read("right.json").items():
    for text in texts:
        tc.parse(text, scheme)
""")),
    Workload("parse wrong codes", _program("""
for scheme, texts in read("codes.json").items():
    for text in texts[:2500]:
        try:
            tc.parse(text, scheme)
        except tc.TraceCodeError:
            pass
""")),
    Workload("identify", _program("""
for texts in read("right.json").values():
    for text in texts[:500]:
        tc.identify(text)
""")),
    Workload("build", _program("""
for scheme, texts in read("right.json").items():
    made = tc.scheme(scheme)
    for segments in read("segments.json").get(scheme, [])* 2:
        made.build(**segments)
""")),
    Workload("gs1 messages", _program("""
try:
    from tracecode import gs1
except ImportError:  # the older version kept it below codes
    from tracecode.codes import gs1
for text in read("gs1.json") * 2:
    gs1.parse(text)
""")),
    Workload("kernels", _program("""
import pyarrow
try:
    from tracecode import kernel
except ImportError:  # the older version kept it beside the kernels
    from tracecode.codes.bulk import kernel
for scheme, texts in read("right.json").items():
    judge, column = kernel(scheme), pyarrow.array(texts * 40)
    for _ in range(16):
        judge.check(column)
""")),
    Workload("validate codes --scheme", "validate codes.csv --column code --scheme gtin --quiet"),
    Workload("validate codes without scheme", "validate scans.csv --column code --quiet"),
    # --- records
    Workload("loads JSON", _program("""
for line in lines("records.ndjson") * 2:
    tc.loads(line)
""")),
    Workload("loads XML", _program("""
for line in lines("records.xml.lines"):
    tc.loads(line, "xml")
""")),
    Workload("dumps JSON and XML", _program("""
made = tc.loads(b"\\n".join(lines("records.ndjson")[:3000]), "ndjson")
for record in made * 3:
    tc.dumps(record)
    tc.dumps(record, "xml")
""")),
    Workload("validate NDJSON", "validate records.ndjson --quiet"),
    Workload("validate JSON list", "validate list.json --quiet"),
    Workload("validate JSON message", "validate message.json --quiet"),
    Workload("validate XML message", "validate message.xml --quiet"),
    Workload("validate CSV", "validate records.csv --quiet"),
    Workload("validate XLSX", "validate records.xlsx --quiet"),
    Workload("validate faulty NDJSON", "validate faulty.ndjson --quiet"),
    Workload("convert NDJSON to JSON", "convert records.ndjson out/a.json"),
    Workload("convert NDJSON to CSV", "convert some.ndjson out/a.csv"),
    Workload("convert NDJSON to XLSX", "convert few.ndjson out/a.xlsx"),
    Workload("convert JSON to XML", "convert message.json out/a.xml"),
    Workload("convert XML to JSON", "convert message.xml out/a.json"),
    # --- issuing, labels, the standard
    Workload("issue", f"issue run pesticide-unit 2000000 {PESTICIDE} --ledger "
                      f"sqlite:///out/codes.db "
             "--key-file issue.key --out out/codes.txt"),
    Workload("labels PDF", "labels pesticide labels.csv out/labels.pdf --sheet --font made.ttf"),
    Workload("symbols", _program("""
for symbol in tc.symbols(["HTTPS://T.EXAMPLE/" + text for text in read("right.json")["pesticide-unit"][:3000]]):
    symbol.svg()
""")),
    Workload("qr", "qr 91350100M000100Y43 out/a.svg", 5),
    Workload("spec lint", "spec lint"),
    Workload("publish schemas", "publish schemas --out out/schemas"),
)  # fmt: skip
