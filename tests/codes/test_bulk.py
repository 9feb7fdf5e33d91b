"""The bulk kernels judge as the engine for single codes does."""

from __future__ import annotations

import sys
from datetime import date
from itertools import islice

import numpy as np
import pyarrow as pa
import pytest

import tracecode as tc
from benchmarks.corpus import mixed
from tracecode import kernel
from tracecode.codes.bulk import checks
from tracecode.codes.bulk.lines import ByteMatrix
from tracecode.codes.registry import registry
from tracecode.codes.scheme import Scheme
from tracecode.errors import UnknownId
from tracecode.standard.check_computation import algorithm
from tracecode.standard.check_rules import check_rule, check_rule_names
from tracecode.standard.resolved import packaged

ROWS = {"columns": 20_000, "mixed": 3_000, "rows": 1_000}
"""Rows a scheme: the engine for single codes takes the time."""
CARRIED = 1_000
"""Rows of a scheme of unsure evidence, which carries any text."""
DAYS = (date(2016, 2, 29), date(2026, 10, 31), date(2026, 11, 1), date(2031, 1, 1))
IDS = registry(packaged()).ids
DATED = [
    id
    for id in IDS
    if registry(packaged())[id].dated or len(registry(packaged())[id].spec.editions) > 1
]

# Schemes whose texts a length cannot split, by design: another one here is a loss of speed to
# explain.
ROW_BY_ROW = {"cylinder-label", "equipment-use-certificate", "oid", "seed-licence", "sh-chem-code"}


def errors(scheme: Scheme, text: str) -> set[str]:
    """Every rule by which the engine for single codes refuses a text: in its reading, and in those
    of other layouts.
    """
    from tracecode.codes.segment_rules import Bound

    _, findings = scheme.read(text, strict=True)
    found = {
        finding.rule for finding in findings if finding.severity == "error" or finding.unchecked
    }
    for layout in scheme.layouts:
        if layout.min <= len(text) <= layout.max:
            reading = layout.read(text, Bound(date.today(), strict=True))
            found |= {finding.rule for finding in reading.findings if finding.severity == "error"}
    return found


@pytest.mark.slow
@pytest.mark.parametrize("id", IDS)
def test_verdicts_equal(id: str) -> None:
    """Every verdict is that of `Scheme.is_valid`, over right, nearly right and random texts."""
    scheme, judge = registry(packaged())[id], kernel(id)
    texts = [*mixed(scheme, CARRIED if scheme.unsure else ROWS[judge.engine])]
    found = judge.check(texts).valid.tolist()
    assert [
        text for text, valid in zip(texts, found, strict=True) if valid != scheme.is_valid(text)
    ] == []


@pytest.mark.slow
@pytest.mark.parametrize("id", DATED)
def test_verdicts_equal_on_a_date(id: str) -> None:
    """A date chooses edition and year in bulk as it does for one code."""
    scheme, judge = registry(packaged())[id], kernel(id)
    for day in DAYS:
        texts = [*mixed(scheme, 500, day.toordinal())]
        found = judge.check(texts, on=day).valid.tolist()
        assert [
            text
            for text, valid in zip(texts, found, strict=True)
            if valid != scheme.is_valid(text, day)
        ] == []


@pytest.mark.parametrize("id", IDS)
def test_examples(id: str) -> None:
    """The examples of the specification get the verdict that they state there."""
    judge = kernel(id)
    for edition in registry(packaged())[id].spec.editions:
        for right in edition.examples.valid:
            assert judge.check([right.code], right.on).valid[0] or right.lenient
        for wrong in edition.examples.invalid:
            if wrong.severity == "error" and wrong.form is None and not wrong.lenient:
                assert not kernel(id, edition=edition.id).check([wrong.code], wrong.on).valid[0]


@pytest.mark.slow
@pytest.mark.parametrize("id", IDS)
def test_rule_of_a_wrong_row(id: str) -> None:
    """The rule named for a wrong row is one that the engine for single codes names, too."""
    scheme = registry(packaged())[id]
    texts = [*mixed(scheme, 100, 2)]
    verdicts = kernel(id).check(texts)
    named = (
        (text, verdicts.rules[rule])
        for text, rule in zip(texts, verdicts.rule.tolist(), strict=True)
        if rule
    )
    assert [
        (text, rule) for text, rule in islice(named, 40) if rule not in errors(scheme, text)
    ] == []


def test_engines() -> None:
    """Only texts that a length cannot split are judged row by row."""
    assert {id for id in IDS if not kernel(id).vectorised} == ROW_BY_ROW
    assert kernel("gtin").engine == "columns"
    assert kernel("fertilizer-registration").engine == "mixed"


CODES = [
    "6901234567892",
    None,
    "6901234567890",
    "69012341",
    "",
    "690123456789２",
    "６901234567892",
    "x" * 5000,
]
VALID = [True, False, False, True, False, False, False, False]


@pytest.mark.parametrize(
    "column",
    [
        CODES,
        tuple(CODES),
        pa.array(CODES),
        pa.array(CODES, pa.large_string()),
        pa.array(CODES, pa.string_view()),
        pa.array(CODES).dictionary_encode(),
        pa.array(["lead", *CODES])[1:],
        pa.chunked_array([CODES[:3], [], CODES[3:]], pa.string()),
        np.array([code or "" for code in CODES]),
        np.array([code or "" for code in CODES], ">U5000"),
        np.array([code or "" for code in CODES], object),
        np.array([(code or "").encode() for code in CODES]),
        np.array([(code or "").encode() for code in CODES for _ in range(2)])[::2],
    ],
    ids=[
        "list", "tuple", "string", "large", "view", "dictionary", "slice", "chunks", "str",
        "swapped", "object", "bytes", "strided",
    ],
)  # fmt: skip
def test_columns(column: object) -> None:
    """Every kind of column gives the same verdicts; nulls and empty rows are not valid."""
    assert kernel("gtin").check(column).valid.tolist() == VALID


@pytest.mark.parametrize(
    "column",
    [
        [],
        pa.array([], pa.string()),
        pa.chunked_array([], pa.string()),
        np.array([], "S4"),
        np.array([], "U4"),
        pa.nulls(0),
    ],
)
def test_no_rows(column: object) -> None:
    """A column without rows has no verdicts."""
    verdicts = kernel("gtin").check(column)
    assert (len(verdicts.valid), len(verdicts.rule), verdicts.count()) == (0, 0, {})


@pytest.mark.parametrize(
    "column", [pa.nulls(3), [None] * 3, [""] * 3, np.zeros(3, "S5"), pa.array([""] * 3)]
)
def test_nothing_but_empty_rows(column: object) -> None:
    """Empty rows break the rule that a code must not be empty, also where any text is carried."""
    for id in ("gtin", "container-number"):
        assert kernel(id).check(column).count() == {"code.empty": 3}


@pytest.mark.parametrize(
    "column",
    ["6901234567892", 5, pa.array([1, 2]), np.array([1, 2]), [1, 2], np.zeros((2, 2), "S2")],
)
def test_not_a_column(column: object) -> None:
    """Anything but a column of texts is refused."""
    with pytest.raises(TypeError, match="column"):
        kernel("gtin").check(column)


def test_odd_bytes_are_not_valid() -> None:
    """Bytes that are not UTF-8 and lone surrogates are refused, also where a free text allows any
    character.
    """
    assert not kernel("gtin").check(np.array([b"690123456789\xff"])).valid.any()
    assert not kernel("drug-business-licence").check(["津AA\ud8001234567"]).valid.any()
    assert kernel("gtin").check(np.array([b"\xff"])).count() == {"code.length": 1}


def test_too_long() -> None:
    """Texts beyond the longest that is read are refused, whatever the scheme."""
    for id in ("gtin", "pesticide-unit", "container-number", "oid"):
        verdicts = kernel(id).check(["1" * 4097, "药" * 4097])
        assert verdicts.count() == {"code.too_long": 2}
    assert kernel("fireworks-unit-code").check(["药" * 4096]).count() == {"code.unverified": 1}


def test_blocks() -> None:
    """Rows keep their places across blocks, with mixed lengths and with one length alone."""
    texts = [*islice(mixed(tc.scheme("gtin"), 200_000, 3), 200_000)]
    gtin = tc.scheme("gtin")
    expected = [gtin.is_valid(text) for text in texts]
    assert (
        kernel("gtin")
        .check(pa.array([t.encode("utf-8", "replace").decode() for t in texts]))
        .valid.tolist()
        == expected
    )
    same = ["6901234567892", "6901234567890"] * 100_000
    assert kernel("gtin").check(pa.array(same)).valid.tolist() == [True, False] * 100_000


def test_edition_and_form() -> None:
    """A kernel can be bound to an edition or to a form, as `Scheme.is_valid` can."""
    codes = ["6901234567892", "09506000134352"]
    assert kernel("gtin", form="gtin-14").check(codes).valid.tolist() == [False, True]
    long = ["117222522472507434080109749539710"]
    assert kernel("pesticide-unit", edition="mara-1049").check(long).valid.all()
    assert not kernel("pesticide-unit", edition="moa-2579").check(long).valid.any()
    with pytest.raises(UnknownId):
        kernel("gtin", form="gtin-15")


def test_kernels_are_shared() -> None:
    """A kernel is compiled once."""
    assert kernel("uscc") is kernel("uscc")


ALGORITHMS = [name for name in check_rule_names() if name != "weighted-sum"]


@pytest.mark.parametrize("name", ALGORITHMS)
def test_check_rules(name: str) -> None:
    """Each check rule has a form over columns that agrees with the scalar one, for bodies of every
    length.
    """
    rng = np.random.default_rng(5)
    for size in range(1, 26):
        rule = check_rule(name)
        chars = sorted(checks.known(rule))
        body = ["".join(each) for each in rng.choice(chars, (40, size))]
        try:
            right = [algorithm(name)(each) for each in body]
        except ValueError:
            assert checks.failing(rule, [*range(size)], [size])(
                ByteMatrix(np.zeros((3, size + 1), np.uint8))
            ).all()
            continue
        width = len(right[0])
        across = np.array([[*(b + r).encode()] for b, r in zip(body, right, strict=True)], np.uint8)
        test = checks.failing(rule, [*range(size)], [*range(size, size + width)])
        assert not test(ByteMatrix(across)).any()
        across[:, size] ^= 1
        assert test(ByteMatrix(across)).all()


def test_congruent_check_characters() -> None:
    """Under MOD 97-10 both pairs that are congruent are right, over columns as for single codes."""
    rule, compute = check_rule("iso7064-mod-97-10"), algorithm("iso7064-mod-97-10")
    rows = [f"{number:04d}{pair}" for number in range(0, 9999, 7) for pair in ("00", "01", "99")]
    right = [rule.agrees(compute(row[:4]), row[4:]) for row in rows]
    assert {row[4:] for row, agrees in zip(rows, right, strict=True) if agrees} == {
        "00",
        "01",
        "99",
    }
    test = checks.failing(rule, [*range(4)], [4, 5])
    assert test(ByteMatrix(np.array([[*row.encode()] for row in rows], np.uint8))).tolist() == [
        not each for each in right
    ]


def test_columns_need_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where numpy is absent, the error names it and the extra that brings it."""
    from tracecode.codes import bulk

    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(tc.MissingExtra, match=r"tracecode\[bulk\]"):
        bulk.kernel.__wrapped__(tc.Standard.packaged().resolved, "uscc")  # type: ignore[attr-defined]
