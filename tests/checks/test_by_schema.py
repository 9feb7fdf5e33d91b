"""`tracecode validate --by schema`: what an outside validator sees; the rest is not checked, never
valid.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

import tracecode as tc
from tests.cli.test_cli import run
from tracecode.checks.validate import Run
from tracecode.records import xml_form
from tracecode.records.message import new_header
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged
from tracecode.testing import payload

CATALOG = packaged()
RECALL = payload(record_layout(CATALOG, "recall"), Random(1))
PARTY = ("uscc", "91350100M000100Y43")


def _verdicts(source: bytes) -> list[tuple[str, str, list[str]]]:
    """Kind, status and rules of each verdict."""
    report = Run(CATALOG, by_schema=True).report(source)
    return [(one.kind, one.status, [finding.rule for finding in one.findings]) for one in report]


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def _message(*records: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return {
        "header": new_header(len(records), PARTY, PARTY).plain(),
        "body": list(records),
        **parts,
    }


UNCHECKED = ("record", "not checked", ["check.schema"])


@pytest.mark.slow
def test_right_records_are_not_checked() -> None:
    """No right record of any type is valid by its schema, in whatever form it is."""
    lines = b"\n".join(_json(payload(layout, Random(1))) for layout in layouts(CATALOG))
    assert set(map(str, _verdicts(lines))) == {str(UNCHECKED)}
    assert _verdicts(xml_form.dump(RECALL, CATALOG)) == [UNCHECKED]
    assert _verdicts(tc.dumps(tc.loads(_json(RECALL)), format="csv")) == [UNCHECKED]


def test_what_only_the_library_sees() -> None:
    """Order, check characters, keys that stand twice and records that stand twice are not seen, so
    not checked.
    """
    late = RECALL | {
        "started_on": "2026-03-12",
        "completed_on": "2026-03-11",
        "uscc": "91350100M000100Y44",
    }
    assert tc.validate(_json(late)).run().status == "invalid"
    assert _verdicts(_json(late)) == [UNCHECKED]
    twice = _json(RECALL)[:-1] + b', "record_type": "recall"}'
    assert _verdicts(twice) == [UNCHECKED]
    assert _verdicts(_json([RECALL, RECALL])) == [UNCHECKED, UNCHECKED]


def test_what_the_schema_sees() -> None:
    """An error that the schema sees makes the record invalid; null is told once."""
    short = {name: value for name, value in RECALL.items() if name != "recall_no"}
    assert _verdicts(_json(short)) == [("record", "invalid", ["record.missing", "check.schema"])]
    assert _verdicts(_json(RECALL | {"remark": None})) == [
        ("record", "invalid", ["record.type", "check.schema"])
    ]
    assert _verdicts(_json(RECALL | {"record_type": "no-such"})) == [
        ("record", "invalid", ["record.unknown_type"])
    ]


@pytest.mark.parametrize("source", [b"", b"{", b"[]", b"hello", b'"a"', b"<a>"])
def test_no_records(source: bytes) -> None:
    """What holds no record is an error, as without a schema."""
    statuses = [status for _, status, _ in _verdicts(source)]
    assert statuses
    assert set(statuses) == {"invalid"}


def test_messages() -> None:
    """Of a message the envelope is judged by its schema, and the signature by nobody."""
    assert _verdicts(_json(_message(RECALL))) == [
        UNCHECKED,
        ("message", "not checked", ["check.schema"]),
    ]
    wrong = _message(RECALL, more=1)
    # the count is nothing that a schema sees
    wrong["header"] |= {"record_count": 7, "sent_at": "now"}
    [_, (kind, status, rules)] = _verdicts(_json(wrong))
    assert (kind, status) == ("message", "invalid")
    assert rules == ["record.unknown_field", "record.format", "check.schema"]
    [(_, _, rules)] = _verdicts(_json(_message()))
    assert rules == ["data.empty", "check.schema"]
    [_, (_, _, rules)] = _verdicts(_json({"body": [RECALL]}))
    assert rules == ["message.part", "check.schema"]
    report = Run(CATALOG, by_schema=True).report(_json(_message(RECALL))).run()
    assert dict(report.signatures) == {"not checked": 1}


def test_exit_codes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """3 where there is no error, 1 where there is one; a folder is read as ever."""
    (tmp_path / "right.json").write_bytes(_json(RECALL))
    code, out, _ = run(capsys, "validate", str(tmp_path / "right.json"), "--by", "schema")
    assert code == 3
    assert "not judged, since JSON Schema cannot say it: What a code holds, " in out
    (tmp_path / "wrong.json").write_bytes(_json(RECALL | {"more": 1}))
    code, out, _ = run(capsys, "validate", str(tmp_path), "--by", "schema", "--lang", "zh")
    assert code == 1
    assert "JSON Schema 不能表达，未作判定：代码的内部规则、" in out


@pytest.mark.parametrize(
    "words", [["--column", "a"], ["--scheme", "uscc"], ["--product", "meat"], ["--input", "codes"]]
)
def test_wrong_use(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    """A schema knows neither codes nor signatures."""
    code, out, err = run(capsys, "validate", "no-such-file", "--by", "schema", *words)
    assert (code, out) == (2, "")
    assert err == "--by schema is for records, not for codes and signatures\n"
    with pytest.raises(ValueError, match="knows no codes"):
        Run(CATALOG, by_schema=True, scheme="uscc")


def test_without_the_extra(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without jsonschema one sentence says which extra brings it."""
    monkeypatch.setitem(sys.modules, "jsonschema", None)
    code, out, err = run(capsys, "validate", "no-such-file", "--by", "schema")
    assert (code, out) == (2, "")
    assert "tracecode[schema]" in err
