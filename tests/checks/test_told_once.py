# ruff: noqa: E501  # a table with its header
"""What is wrong is told once, and with its remedy: keys, dates, encodings, marks in headers, things
that are no records.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

import tracecode as tc
from tracecode.cli import main

TITLES = "record_type,product_item,record_id,event_time,party_name,uscc,recall_no,recall_level,recall_reason,product_name,batch_no,started_on"
VALUES = (
    "recall,meat,0d982fd7-29a3-5b5b-8a9a-5e7eb9c9153d,2026-03-12T10:30:00+08:00,天津示例农业科技有限公司,91120116000000019T,"
    "ZH2026-001,2,检出致病菌,示例牌肉类,20260312A,2026-04-01"
)
RECORD = dict(zip(TITLES.split(","), VALUES.split(","), strict=True))


@pytest.mark.parametrize(
    "mark", ["*", " ＊", "（必填）", "(required)", "【必填项】", "\n※", "(选填)"]
)
def test_marks_beside_the_names_of_columns(mark: str) -> None:
    """Whether a column must be filled is no part of its name."""
    header = ",".join(f'"{title}{mark}"' for title in TITLES.split(","))
    (verdict,) = tc.validate(f"{header}\n{VALUES}\n".encode(), format="csv")
    assert verdict.status == "valid", verdict.findings


def test_a_key_that_two_keys_are() -> None:
    """1 and "1" are one element in JSON: which of the values counts nobody can tell, so it is an
    error.
    """
    mixed: tuple[dict[Any, str], ...] = (RECORD | {1: "a", "1": "b"}, RECORD | {"1": "b", 1: "a"})
    for data in mixed:
        (verdict,) = tc.validate(data)
        assert [one.rule for one in verdict.findings if one.path == "1"] == [
            "data.duplicate_key",
            "record.unknown_field",
        ]
    (verdict,) = tc.validate(RECORD | {"batch_no": "20260312A"})
    assert verdict.status == "valid"


def test_somebody_elses_records_in_a_list() -> None:
    """What has fields is told how to become a mapping; what has none is told that a code is
    expected.
    """
    someone = dataclasses.make_dataclass("Recall", ["batch_no"])("1")
    record, number = tc.validate([someone, 5])  # type: ignore[list-item]
    assert "dataclasses.asdict(...)" in record.findings[0].text("en")
    assert "asdict" not in number.findings[0].text("en")


@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_records_in_gbk(form: str) -> None:
    """JSON that is GBK is refused, by its name; declared, it is read."""
    data = json.dumps(RECORD, ensure_ascii=False).encode("gbk")
    (verdict,) = tc.validate(data, format=form)  # type: ignore[arg-type]
    # JSON names each member in which they stand
    assert {one.rule for one in verdict.findings} == {"data.encoding"}
    assert "looks like GBK" in verdict.findings[0].text("en")
    assert "看起来是 GBK" in verdict.findings[0].text("zh")
    (verdict,) = tc.validate(data, format=form, encoding="gb18030")  # type: ignore[arg-type]
    assert verdict.status == "valid"
    (verdict,) = tc.validate(b'{"a": "Ch\xe2teau"}', format=form)  # type: ignore[arg-type]
    assert "GBK" not in verdict.findings[0].text("en")


def test_an_empty_table_as_xml(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """That there is nothing to write comes before how several would be written."""
    table, into = tmp_path / "t.csv", str(tmp_path / "o.xml")
    table.write_text(f"{TITLES}\n", encoding="utf-8")
    assert main(["convert", "--lang", "en", str(table), into]) == 1
    assert "there is nothing to read" in "".join(capsys.readouterr())
    table.write_text(f"{TITLES}\n{VALUES}\n", encoding="utf-8")
    assert main(["convert", "--lang", "en", str(table), into]) == 2
    assert "several records are written as XML inside a message" in "".join(capsys.readouterr())
