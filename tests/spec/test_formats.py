# ruff: noqa: E501  # tables of cases: one case a line
"""Formats of data elements: what each notation means, and which values it lets pass."""

from __future__ import annotations

import re

import pytest

from tracecode.spec.formats import Format
from tracecode.standard.resolved import packaged


@pytest.mark.parametrize(
    ("notation", "kind", "least", "most", "decimals"),
    [
        ("an..50", "text", 1, 50, 0),
        ("an2..10", "text", 2, 10, 0),
        ("an18", "text", 18, 18, 0),
        ("an..10000", "text", 1, 10000, 0),
        ("a3", "letters", 3, 3, 0),
        ("a2..3", "letters", 2, 3, 0),
        ("n6", "digits", 6, 6, 0),
        ("n1..9", "digits", 1, 9, 0),
        ("n..9", "integer", 1, 9, 0),
        ("n..14,3", "decimal", 1, 14, 3),
        ("n..2,1", "decimal", 1, 2, 1),
        ("boolean", "boolean", 4, 5, 0),
        ("YYYY", "year", 4, 4, 0),
        ("YYYY-MM", "month", 7, 7, 0),
        ("YYYY-MM-DD", "date", 10, 10, 0),
        ("YYYY-MM-DDThh:mm:ss±hh:mm", "moment", 25, 25, 0),
        ("hh:mm", "time", 5, 5, 0),
        ("uri", "uri", 8, 500, 0),
        ("uuid", "uuid", 36, 36, 0),
    ],
)
def test_notations(notation: str, kind: str, least: int, most: int, decimals: int) -> None:
    """Each notation has its kind, its bounds and its decimals, and is read once only."""
    form = Format.read(notation)
    assert (form.notation, form.kind, form.min, form.max, form.decimals) == (
        notation,
        kind,
        least,
        most,
        decimals,
    )
    assert form is Format.read(notation)
    assert form.number == (kind in ("integer", "decimal"))
    assert form.ordered == (
        kind in ("integer", "decimal", "date", "month", "year", "moment", "time")
    )


@pytest.mark.parametrize(
    "notation",
    ["", "an", "an50..", "an..0", "an05", "x..5", "N6", "n..９", "n,3", "date", "YYYY-M", "an..123456", " an..5", "an..5\n"]
)  # fmt: skip
def test_what_is_no_notation(notation: str) -> None:
    """Anything else is refused, and the error shows what to write."""
    said = (
        f"{notation!r} is not a format; write an..50, n6, n..9, n..14,3, or one of boolean, YYYY, "
    )
    with pytest.raises(ValueError, match=re.escape(said)):
        Format.read(notation)


@pytest.mark.parametrize("notation", ["an9..5", "an..5,2", "n..3,3", "n..3,4", "a..5,1", "n2..5,1"])
def test_notations_that_contradict_themselves(notation: str) -> None:
    """Bounds that run backwards, decimals of what is no number, and more decimals than digits are
    refused.
    """
    with pytest.raises(
        ValueError, match=re.escape(f"{notation!r} cannot be: its numbers contradict each other")
    ):
        Format.read(notation)


@pytest.mark.parametrize(
    ("notation", "right", "wrong"),
    [
        ("n6", ["000000", "120116"], ["12011", "1201160", "12011６", "12011a", " 12011", "120116\n"]),
        ("a2..3", ["ab", "XyZ"], ["a", "abcd", "a1", "é1", "ａｂ"]),
        ("n..3", ["0", "7", "999"], ["", "00", "07", "1000", "-1", "1.0", "+1", "1e2"]),
        ("n..5,2", ["0", "0.5", "999.99", "1.20"], ["1000", ".5", "1.", "1.234", "01.5", "1,5", "-1"]),
        ("boolean", ["true", "false"], ["True", "1", "yes"]),
        ("YYYY", ["1900", "2199"], ["1899", "2200", "26"]),
        ("YYYY-MM", ["2026-01", "2026-12"], ["2026-13", "2026-00", "2026-1"]),
        ("YYYY-MM-DD", ["2026-03-12", "2026-02-30"], ["2026-3-12", "2026-03-32", "20260312", "2026/03/12"]),
        ("hh:mm", ["00:00", "23:59"], ["24:00", "7:05", "12:60"]),
        ("YYYY-MM-DDThh:mm:ss±hh:mm",
         ["2026-03-12T08:30:00+08:00", "2026-03-12T23:59:59-03:30", "2026-03-12T00:00:00+00:00", "2026-03-12T00:00:00+14:00"],
         ["2026-03-12T08:30:00Z", ("2026-03-12 "
                                  "08:30:00+08:00"), "2026-03-12T24:00:00+08:00",
                                  "2026-03-12T08:30:60+08:00",
          "2026-03-12T08:30:00.5+08:00", "2026-03-12T08:30:00", "2026-03-12T08:30:00+14:30", "2026-03-12T08:30:00-00:00"]),
        ("uri", ["http://a", "https://example.com/a?b=c#d"], ["ftp://a", "https://", "https://例.com", "https://a b"]),
        ("uuid", ["0b1e7c1e-0000-4000-8000-000000000001"], ["0B1E7C1E-0000-4000-8000-000000000001", "0b1e7c1e000040008000000000000001"]),
    ],
)  # fmt: skip
def test_patterns(notation: str, right: list[str], wrong: list[str]) -> None:
    """The pattern of a format lets pass what has its one written form, and nothing else."""
    pattern = Format.read(notation).pattern
    assert pattern is not None
    assert [text for text in right if not re.fullmatch(pattern, text)] == []
    assert [text for text in wrong if re.fullmatch(pattern, text)] == []


def test_text_has_no_pattern() -> None:
    """Any line of text passes; only its length is counted."""
    assert Format.read("an..50").pattern is None


def test_patterns_of_the_dictionary_keep_to_the_dialect() -> None:
    """No pattern uses what other engines read otherwise: classes of Unicode, dots, anchors,
    look-around.
    """
    standard = packaged()
    for id in standard.ids("indicator"):
        notation = standard.indicator(id).format
        pattern = Format.read(notation).pattern if notation else None
        assert pattern is None or not re.search(r"\\[dwsb]|\(\?[=!<]|\^|\$|(?<!\\)\.", pattern), id
