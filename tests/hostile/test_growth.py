"""Twice the text takes about twice the time, whatever the text is: no pattern goes through it again
and again.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable
from typing import Literal

import pytest

import tracecode as tc
from tests.hostile.case import RECORD
from tracecode.privacy import mask
from tracecode.tables.limits import Limits

pytestmark = pytest.mark.slow

SIZE = 120_000
"""Bytes of the smaller text: what takes time by its square shows there, and the process ends within
the limit.
"""
_SECONDS = 20
"""Most processor time of a process that reads both texts."""
_TIMES, _NOISE = 3, 0.15
"""How many times as long the larger text may take, and seconds that say more about the machine."""
_HUGE = Limits(
    record_bytes=1 << 30,
    keys=1 << 30,
    line_bytes=1 << 30,
    row_characters=1 << 30,
    strangers=1 << 30,
)
"""No limit ends the reading before time shows."""
_MESSAGE = b'<message xmlns="urn:tracecode:records"><body>'
_TABLE = b"record_type,recall_no\n"


def _repeated(part: bytes, before: bytes = b"", after: bytes = b"") -> Callable[[int], bytes]:
    return lambda size: before + part * (size // len(part)) + after


XML = {
    "name": _repeated(b"a", b"<"),
    "closing name": _repeated(b"a", b"<message></", b">"),
    "name in a message": _repeated(b"a", _MESSAGE + b"<"),
    "tags without end": _repeated(b"<", _MESSAGE),
    "elements without end": _repeated(b"<recall>", _MESSAGE),
    "records that end within": _repeated(b"<recall><a></recall>", _MESSAGE),
    "attributes without end": _repeated(b'<recall a=" </recall>', _MESSAGE),
    "equal signs": _repeated(b"=", b"<recall "),
    "comments without end": _repeated(b"<recall><!-- </recall>", _MESSAGE),
    "sections without end": _repeated(b"<recall><![CDATA[ </recall>", _MESSAGE),
    "instructions without end": _repeated(b"<recall><? </recall>", _MESSAGE),
    "blanks in closing tags": _repeated(b" ", _MESSAGE + b"<recall></recall"),
    "declaration": _repeated(b"encoding=", b"<?xml version='1.0' "),
    "references": _repeated(b"&", b"<recall>"),
}
JSON = {
    "brackets": _repeated(b"["),
    "objects": _repeated(b'{"a":'),
    "backslashes": _repeated(b"\\", b'[{"a":"'),
    "quotation marks": _repeated(b'"', b"["),
    "braces in texts": _repeated(b'"}{",', b"[{"),
    "strings without end": _repeated(b'{"a":"', b"["),
    "digits": _repeated(b"9", b"["),
    "digits of a citizen": _repeated(b"110105194912310", b'[{"product_item":"', b'"}]'),
    "separated digits": _repeated(b"1-", RECORD[:-1] + b',"remark":"', b'"}'),
}
CSV = {
    "quotation marks": _repeated(b'"', _TABLE),
    "quotes that open": _repeated(b'"a\n', _TABLE),
    "apostrophes": _repeated(b"'", _TABLE + b"recall,"),
    "digits": _repeated(b"9", _TABLE + b"recall,", b"x"),
    "columns": _repeated(b";", b"record_type;recall_no\n"),
}
TEXTS = {
    "digits": _repeated(b"1"),
    "brackets": _repeated(b"("),
    "identifiers": _repeated(b"(01)"),
    "backslashes": _repeated(b"\\", b"(01)"),
    "address": _repeated(b"01/", b"https://a/"),
    "percent signs": _repeated(b"%", b"https://a/01/"),
    "query": _repeated(b"01=1&", b"https://a/?"),
    "blanks": _repeated(b" ", b"1" * 13, b"1"),
    "separated": _repeated(b"1 - ", b""),
    "escapes": _repeated(b"1%20", b""),
    "letters between": _repeated(b"1O", b""),
    "citizens": _repeated(b"11010519491231002X "),
}


def _read(form: Literal["xml", "json", "csv"]) -> Callable[[bytes], None]:
    def run(text: bytes) -> None:
        for _ in tc.validate(text, format=form, limits=_HUGE):
            pass

    return run


def _understood(text: bytes) -> None:
    given = text.decode()
    mask(given)
    tc.identify(given)
    tc.is_valid(given, "pesticide-unit", strict=False)


CASES = [
    *(("xml", name, _read("xml"), text) for name, text in XML.items()),
    *(("json", name, _read("json"), text) for name, text in JSON.items()),
    *(("csv", name, _read("csv"), text) for name, text in CSV.items()),
    *(("code", name, _understood, text) for name, text in TEXTS.items()),
]


@pytest.mark.parametrize(
    ("run", "text"), [case[2:] for case in CASES], ids=[f"{case[0]}: {case[1]}" for case in CASES]
)
def test_time_grows_as_the_text(run: Callable[[bytes], None], text: Callable[[int], bytes]) -> None:
    """A text of twice the size takes less than three times the processor time."""
    once, twice = _seconds(run, text(SIZE), text(2 * SIZE))
    assert twice <= _TIMES * once + _NOISE


def _seconds(run: Callable[[bytes], None], *texts: bytes) -> list[float]:
    """Processor time of each text, in a child of this process; it fails where that takes too
    long.
    """
    read, write = os.pipe()
    child = os.fork()
    if not child:
        try:
            sys.settrace(None)  # what measures coverage would take most of the time
            resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
            run(texts[0][:2_000])
            for text in texts:
                begin = time.process_time()
                run(text)
                os.write(write, f"{time.process_time() - begin}\n".encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        taken = [float(line) for line in pipe]
    os.waitpid(child, 0)
    assert len(taken) == len(texts), f"it takes more than {_SECONDS} s"
    return taken
