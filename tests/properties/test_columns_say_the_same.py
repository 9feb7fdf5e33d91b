"""Judging a source by columns gives the verdicts of judging it row by row: all findings, their
order, the counts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracecode as tc
from benchmarks.corpus import mixed
from tests.cases import drawing
from tracecode.checks import blocks, codes
from tracecode.checks.report import Verdict, VerdictBlock, speaks
from tracecode.codes.registry import registry
from tracecode.standard.resolved import packaged

SCHEMES = ("gtin", "pesticide-unit", "sc-food-licence", "resident-id", "veterinary-label")


def _gtin(random: Random) -> str:
    return tc.scheme("gtin").build(body=f"69{random.randrange(10**10):010}").normalized


def _pesticide(random: Random) -> str:
    return f"1172225{random.randrange(1, 4)}{random.randrange(10**24):024}"


PARTIES = ("91350100M000100Y43", "911200007109339563", "911200001034137808")
SOURCES: dict[str, Callable[[Random], str]] = {
    "gtin": _gtin, "pesticide-unit": _pesticide, "uscc": lambda random: random.choice(PARTIES),
}  # fmt: skip
FAULTS: tuple[tuple[str, Any], ...] = (
    ("another digit", lambda code, at: code[:at] + str((ord(code[at]) + 1) % 10) + code[at + 1 :]),
    ("too short", lambda code, _: code[:-1]),
    ("too long", lambda code, _: code + "0"),
    ("a letter", lambda code, at: code[:at] + "o" + code[at + 1 :]),
    ("nothing", lambda _code, _at: ""),
    ("a word for nothing", lambda _code, _at: "NULL"),
    ("a wide digit", lambda code, at: code[:at] + "６" + code[at + 1 :]),
    ("blanks", lambda code, _: f" {code} "),
    ("a power of ten", lambda _code, _at: "6.90123E+12"),
    ("zeros at the end", lambda code, _: code[:15].ljust(len(code), "0")),
    ("an ideograph", lambda code, _: "农药" + code),
    ("a quote", lambda code, at: f'{code[:at]}"{code[at:]}'),
    ("several lines", lambda code, at: f"{code[:at]}\n{code[at:]}"),
    ("elements of GS1", lambda code, _: f"(01)06901234567892(21){code[:8]}"),
    ("for one company", lambda _code, _at: "2012345000001"),
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, bytes]:
    """A CSV file of codes of one scheme, some with a fault, some that stand twice; and the
    scheme.
    """
    scheme = draw(st.sampled_from(sorted(SOURCES)))
    random = Random(draw(st.integers(0, 10**6)))
    out = io.StringIO()
    quoting: Literal[0, 1] = draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
    delimiter, line_end = draw(st.sampled_from(",;\t")), draw(st.sampled_from(["\n", "\r\n"]))
    rows = csv.writer(out, quoting=quoting, delimiter=delimiter, lineterminator=line_end)
    rows.writerow(["name", "code", "made"])
    made: list[str] = []
    share = draw(st.sampled_from([0.2, 0.05]))
    for _ in range(draw(st.integers(1, 120))):
        code = random.choice(made) if made and random.random() < 0.1 else SOURCES[scheme](random)
        made.append(code)
        if random.random() < share:
            code = random.choice(FAULTS)[1](code, random.randrange(len(code)))
        day = random.choice(["2026-03-12", "2026/11/20", "2016-05-01", "", "soon"])
        rows.writerow(
            [random.choice(["示例", "x", ""]), code, day][: 3 if random.random() < 0.98 else 2]
        )
    return scheme, out.getvalue().encode(draw(st.sampled_from(["utf-8", "gb18030"])))


def alone(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    """Read so many rows one by one before kernels are made."""
    monkeypatch.setattr(codes, "ALONE", rows)
    monkeypatch.setattr(codes, "ALONE_UNNAMED", rows)


def same(
    source: Any, monkeypatch: pytest.MonkeyPatch, first: int = 0, sample: int = 0, **options: Any
) -> None:
    """See to it that judging by columns, at once or behind some rows, says the same as reading each
    row, whole and of what speaks.

    Args:
        source: of codes.
        monkeypatch: undoes the limits.
        first: so many rows are read one by one before kernels are made.
        sample: from so many rows the scheme of a column is told, where nobody names it.
        options: of `codes`.
    """
    monkeypatch.setattr(codes, "SAMPLE", sample)
    alone(monkeypatch, 10**9)
    rows = codes.codes(source, packaged(), **options)
    verdicts = [*rows]
    alone(monkeypatch, first)
    columns = codes.codes(source, packaged(), **options)
    assert [*map(plain, columns)] == [*map(plain, verdicts)]
    assert columns.summary() == rows.summary()
    speaking = codes.codes(source, packaged(), **options)
    assert [*map(plain, speaking.speaking())] == [*map(plain, filter(speaks, verdicts))]
    assert speaking.summary() == rows.summary()


def plain(verdict: Verdict) -> tuple[object, ...]:
    """All that a verdict says."""
    code = verdict.code
    parts = (
        None
        if code is None
        else (code.normalized, code.edition, code.form, dict(code.segments), dict(code.elements))
    )
    return (
        verdict.line, verdict.text, verdict.status, verdict.scheme, verdict.name, parts,
        verdict.findings, verdict.kind, verdict.personal,
    )  # fmt: skip


@drawing(12)
@given(tables(), st.sampled_from([64, 500, 1 << 20]), st.booleans())
def test_of_a_table_whose_scheme_is_named(table: tuple[str, bytes], size: int, dated: bool) -> None:
    """Whatever rows are at fault, and wherever blocks of bytes end."""
    scheme, data = table
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(blocks, "BLOCK", size)
        same(data, monkeypatch, scheme=scheme, column="code", on_column="made" if dated else None)


@pytest.mark.slow
@drawing(6)
@given(tables(), st.sampled_from([0, 5]), st.sampled_from([0, 25, 50]), st.booleans())
def test_of_a_table_whose_scheme_is_not_named(
    table: tuple[str, bytes], first: int, sample: int, dated: bool
) -> None:
    """As where it is named; some rows may be read alone before, and may tell the scheme."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        same(
            table[1], monkeypatch, first, sample, column="code",
            on_column="made" if dated else None
        )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("scheme", SCHEMES)
def test_of_a_list(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of right and wrong codes of a scheme, on every day and on one, leniently and strictly."""
    texts = [*mixed(registry(packaged())[scheme], 60, seed=8)]
    texts += texts[::5]
    options: tuple[dict[str, Any], ...] = (
        {},
        {"on": date(2026, 11, 20)},
        {"on": date(2016, 5, 1)},
        {"strict": True},
    )
    for option in options:
        same(texts, monkeypatch, scheme=scheme, **option)


def test_kernels_take_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Right rows are passed by kernels, named or not: otherwise the other tests would compare
    nothing.
    """
    random = Random(4)
    data = "\n".join(["code", *(_pesticide(random) for _ in range(200))]).encode()
    alone(monkeypatch, 20)
    for scheme, sample, least in (("pesticide-unit", 0, 150), (None, 0, 120), (None, 25, 150)):
        monkeypatch.setattr(codes, "SAMPLE", sample)
        pieces = codes.codes(data, packaged(), column="code", scheme=scheme).pieces()
        assert (
            sum(sum(piece.silent.values()) for piece in pieces if isinstance(piece, VerdictBlock))
            > least
        )
