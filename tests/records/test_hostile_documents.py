"""Hostile documents: what is in them is judged or named, in little memory, in time that grows with
their size.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from tests.hostile.case import as_json, recall

_RUN = r"""
import io, json, pathlib, re, resource, sys, time
import tracecode as tc

SPACE = 'xmlns="urn:tracecode:records"'

def message(body):
    return (f"<message {SPACE}><header/><body>" + body + "</body></message>").encode()

def keys(n):
    return b",".join(b'"k%d":1' % i for i in range(n // 12))

def made(name, n):
    if name == "namespaces":
        spaces = " ".join(f'xmlns:a{i}="b"' for i in range(n // 20))
        return (f"<message {spaces} {SPACE}><body>" + "<recall/>" * 1000 + "</body></message>").encode()
    return {
        "open brackets": lambda: b"[" * n,
        "pairs of brackets": lambda: b"[" + b"[]," * (n // 3) + b"1]",
        "empty objects": lambda: b"[" + b"{}," * (n // 3) + b"1]",
        "numbers": lambda: b"[" + b"1," * (n // 2) + b"1]",
        "objects in objects": lambda: b'{"a":' * (n // 5),
        "open text": lambda: b'[{"a":"' + b"x" * n,
        "open quotation mark": lambda: b'[{"a":"x,"b":"y"},' + b'{"a":"xxxxxxx"},' * (n // 16) + b"]",
        "braces in texts": lambda: b"[" + b'{"record_type":"x","a":"{"},' * (n // 28) + b"1]",
        "huge text": lambda: b'[{"a":"' + b"x" * n + b'"},{"record_type":"recall"}]',
        "huge text of escapes": lambda: b'[{"a":"' + b"\\n" * (n // 2) + b'"},{"record_type":"recall"}]',
        "quotation marks": lambda: b'"' * n,
        "white space": lambda: b" \n" * (n // 2),
        "documents in a row": lambda: b'{"record_type":"recall"}' * (n // 24),
        "broken records": lambda: b"[" + b'{"record_type":"x",},' * (n // 21) + b"1]",
        "record of brackets": lambda: b'[{"a":[' + b"[]," * (n // 3) + b'1]},{"record_type":"recall"}]',
        "record of keys": lambda: b"[{" + keys(n) + b'},{"record_type":"recall"}]',
        "record of nulls": lambda: b'[{"record_type":"recall","a":[' + b"null," * min(n // 5, 190_000) + b'1]}]',
        "parts": lambda: b'{"header":{},' + keys(n) + b"}",
        "bodies": lambda: b'{"header":{}' + b',"body":[]' * (n // 10) + b"}",
        "lines of garbage": lambda: b"x\n" * (n // 2),
        "one line": lambda: b"x" * n,
        "open tags": lambda: message("<a>" * (n // 3)),
        "record of elements": lambda: message("<recall>" + "<a/>" * (n // 4) + "</recall><recall/>"),
        "attribute": lambda: b'<a b="' + b"x" * n + b'"/>',
        "attributes": lambda: b"<a " + b'""' * (n // 2) + b"/>",
        "text around": lambda: message("x" * n),
        "comments": lambda: message("<!-- -->" * (n // 8)),
        "text and comments": lambda: message("x<!-- -->" * (n // 9)),
        "instructions": lambda: message("<?a b?>" * (n // 7)),
        "open comment": lambda: message("<!-- " + "x" * n),
        "open tag marks": lambda: message("<" * n),
        "closing tags": lambda: message("</a>" * (n // 4)),
        "unknown parts": lambda: message("").replace(b"<body>", b"<a/>" * (n // 4) + b"<body>"),
        "torn records": lambda: message("<recall><a></b></recall>" * (n // 24)),
    }[name]()

def judged(raw, form):
    begun = time.process_time()
    report = tc.validate(io.BytesIO(raw), format=form).run()
    return report, time.process_time() - begun

def peak():
    status = pathlib.Path("/proc/self/status")  # getrusage counts the parent's memory before exec
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

judged(b'[{"record_type":"recall"}]', "json"), judged(message("<recall/>"), "xml")
RIGHT = sys.stdin.buffer.read()
assert judged(RIGHT, "ndjson")[0].status == "valid"
for name, form, times in json.loads(sys.argv[1]):
    for _ in range(3):  # what else the machine does slows processor time, too
        _, short = judged(made(name, 500_000), form)
        report, long = judged(made(name, 2_000_000), form)
        right = judged(RIGHT, "ndjson")[1] * 2_000_000 / len(RIGHT)
        if long < times * right and long < 8 * short + 0.5:
            break
    print(json.dumps([report.status, dict(report.rules), short, long, right, peak()]))
"""
JSON = (
    "open brackets", "pairs of brackets", "empty objects", "numbers", ("objects in "
                                                                      "objects"), "open text",
    "braces in texts", "open quotation mark", "huge text", ("huge text of "
                                                           "escapes"), "quotation marks",
                                                           "white space",
    "documents in a row", "broken records", ("record of "
                                            "brackets"), "record of keys", "record of nulls",
                                            "parts",
    "bodies",
)  # fmt: skip
LINES = ("lines of garbage", "one line")
XML = (
    "open tags", ("record of "
                 "elements"), "attribute", "attributes", "text around", "comments",
                 "text and comments",
    "instructions", "open comment", "open tag marks", "closing tags", "unknown parts",
    "torn records", "namespaces",
)  # fmt: skip
CASES = [
    *((one, "json") for one in JSON),
    *((one, "ndjson") for one in LINES),
    *((one, "xml") for one in XML),
]
READ_ON = {
    "huge text",
    "huge text of escapes",
    "record of brackets",
    "record of keys",
    "record of elements",
}
"""Behind what is too long in these stands a record, which is judged."""
TOLD = {"braces in texts", "documents in a row"}
"""In these every few bytes are a record with findings of its own."""
HARMLESS = {"comments"}
"""Nothing is wrong with these but that the header is empty."""


def _times(name: str) -> int:
    """How many times as long it may take as right records of as many bytes."""
    return 320 if name in TOLD else 40


@cache
def _answers() -> dict[str, Any]:
    """What one process says of all cases."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, json.dumps([(*case, _times(case[0])) for case in CASES])],
        input=b"\n".join(as_json(recall(str(number))) for number in range(2_500)),
        capture_output=True,
        check=True,
    )
    return {
        name: json.loads(line)
        for (name, _), line in zip(CASES, done.stdout.splitlines(), strict=True)
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, _ in CASES])
def test_hostile_documents(name: str) -> None:
    """Two megabytes of it are refused in less than 200 MB, and four times as much takes about four
    times as long.
    """
    status, rules, short, long, right, kilobytes = _answers()[name]
    assert status == "invalid", rules
    assert kilobytes < 200_000
    assert long < 8 * short + 0.5, (short, long)
    assert long < _times(name) * right, (long, right)
    assert name not in READ_ON or rules.keys() & {"record.missing", "data.empty"}
    assert name in HARMLESS or rules.keys() - {"record.missing"}
