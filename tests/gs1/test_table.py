"""The table of application identifiers: complete, as the dictionary has it, and checked by lint."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.folders import BASE, alone, write
from tracecode.errors import SpecError, UnknownId
from tracecode.gs1 import table
from tracecode.gs1.ai import Table
from tracecode.gs1.linters import linter, linter_names
from tracecode.lint.files import lint
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from tracecode.spec.gs1_model import Gs1AiSpec

ROW = '- {{id: "{id}", parts: [{parts}]{more}, source: {{ref: rule-book}}, evidence: confirmed}}\n'
ONE = '{chars: "N", length: 6}'


def test_has_every_ai() -> None:
    """The table has 541 identifiers, and none begins with another."""
    ais = [entry.ai for entry in table()]
    assert len(table()) == len(ais) == 541
    assert not [ai for ai in ais if any(other != ai and other.startswith(ai) for other in ais)]


def test_agrees_with_the_dictionary() -> None:
    """Every row says what the parsed dictionary says: parts, separator, title, associations and
    Digital Link role.
    """
    agreed: dict[str, str] = json.loads(
        (Path(__file__).parent / "dictionary_digests.json").read_text(encoding="utf-8")
    )
    rows = packaged().ids("gs1-ai")
    assert sorted(rows) == sorted(agreed)
    assert [row for row in rows if _digest(packaged().gs1_ai(row)) != agreed[row]] == []


def _digest(spec: Gs1AiSpec) -> str:
    """The facts of a row in the words of the dictionary, as the first 16 hexadecimal digits of
    their SHA-256.

    `dictionary_digests.json` holds the same of the dictionary itself, taken from its parsed table,
    not from `specs/`.
    """
    parts = [table()[spec.ais[0]].parts[i] for i in range(len(spec.parts))]
    facts = {
        "components": [
            [given.chars, given.min, given.max, given.optional, list(part.linters)]
            for given, part in zip(parts, spec.parts, strict=True)
        ],
        "fnc1_required": not spec.predefined,
        "title": spec.title,
        "requires": [[one.split("+") for one in group] for group in spec.requires],
        "excludes": list(spec.excludes),
        "dl": [spec.key, spec.attribute, [list(one) for one in spec.qualifiers]],
    }
    return hashlib.sha256(json.dumps(facts, ensure_ascii=True).encode()).hexdigest()[:16]


def test_finds_the_ai_at_a_place() -> None:
    """An identifier is found by its first two digits, and an unknown one is None."""
    found = [
        table().find(text, 0)
        for text in ("0109", "3103000195", "4213", "71612", "8200http", "3109", "18", "", "9")
    ]
    assert [entry and entry.ai for entry in found] == [
        "01",
        "3103",
        "421",
        "716",
        "8200",
        None,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize("ai", ["7003", "8005", "422", "4326"])
def test_fixed_format_is_not_predefined_length(ai: str) -> None:
    """These values have one length and need a separator all the same (interop 2, 11.1)."""
    assert table()[ai].min == table()[ai].max
    assert not table()[ai].predefined


def test_unknown_ai_is_an_error_that_names_near_ones() -> None:
    """Asking the table for an identifier that does not exist raises UnknownId."""
    with pytest.raises(UnknownId, match="unknown application identifier '3109'"):
        table()["3109"]


def test_a_linter_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    """A row that names an unknown linter cannot be compiled: a missing check is never a pass."""
    row = ROW.format(id="10", parts='{chars: "X", length: 2, linters: [csumm]}', more="")
    with pytest.raises(SpecError, match="unknown linter 'csumm'"):
        Table(alone(write(tmp_path, {**BASE, "gs1/ais.yaml": row})))


@pytest.mark.slow
def test_packaged_table_is_clean() -> None:
    """Lint finds nothing in the packaged table and lists."""
    assert [f for f in lint(packaged()) if (f.path or "").startswith("specs/gs1/")] == []


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ([("3100-3205", ONE, "")], "spec.id_form"),
        ([("1x", ONE, "")], "spec.id_form"),
        ([("31", ONE, ""), ("310", ONE, "")], "spec.duplicate_id"),
        ([("3100-3105", ONE, ""), ("3105", ONE, "")], "spec.duplicate_id"),
        ([("10", ONE, ', requires: [["01"]]')], "spec.reference"),
        ([("10", ONE, ', excludes: ["39nn"]')], "spec.reference"),
        ([("10", ONE, ', key: true, qualifiers: [["22"]]')], "spec.reference"),
        ([("10", ONE, ', qualifiers: [["10"]]')], "spec.layout"),
        (
            [("10", '{chars: "X", length: {min: 1, max: 2}}, {chars: "N", length: 1}', "")],
            "spec.layout",
        ),
        ([("10", '{chars: "X", length: 0}', "")], "spec.layout"),
        ([("10", '{chars: "X", length: 1, optional: true}', "")], "spec.layout"),
        ([("10", '{chars: "X", length: {min: 1, max: 2}}', ", predefined: true")], "spec.layout"),
        ([("10", '{chars: "Q", length: 1}', "")], "spec.value"),
    ],
)
def test_lint_refuses(tmp_path: Path, rows: list[tuple[str, str, str]], rule: str) -> None:
    """Each fault of a row is found, with file and line."""
    text = "".join(ROW.format(id=id, parts=parts, more=more) for id, parts, more in rows)
    found = [
        f
        for f in lint(alone(write(tmp_path, {**BASE, "gs1/ais.yaml": text})))
        if "gs1/" in (f.path or "")
    ]
    assert rule in [f.rule for f in found]
    assert all(f.line for f in found)
    assert all(f.text("zh") and f.text("en") for f in found)


def test_lint_refuses_a_value_that_a_list_has_twice(tmp_path: Path) -> None:
    """A list names each value once."""
    text = (
        "- {id: sizes, name: {zh: 尺寸, en: Sizes}, codes: 01 02 01, source: {ref: rule-book}, "
        "evidence: confirmed}\n"
    )
    found = lint(alone(write(tmp_path, {**BASE, "gs1/lists/sizes.yaml": text})))
    assert [f.rule for f in found if "gs1/" in (f.path or "")] == ["spec.duplicate_id"]


RIGHT_AND_WRONG = {
    "csum": ("6901234567892", "6901234567890"),
    "csumalpha": (None, "1987654Ad4X4bL5ttr2310c3K"),
    "csetZ": ("AA=", "AA=="),
    "gcppos1": ("6901", "690A"),
    "gcppos2": ("A6901", "A690"),
    "yymmd0": ("260200", "261300"),
    "yymmdd": ("000229", "260200"),
    "yyyymmd0": ("20260200", "20261300"),
    "yyyymmdd": ("20000229", "19000229"),
    "hh": ("23", "24"),
    "mi": ("59", "60"),
    "ss": ("00", "60"),
    "hhmi": ("0000", "2400"),
    "iso3166": ("156", "999"),
    "iso3166999": ("999", "000"),
    "iso3166alpha2": ("CN", "cn"),
    "iso4217": ("156", "157"),
    "iso5218": ("9", "3"),
    "iban": ("GB82WEST12345698765432", "GB82WEST12345698765433"),
    "importeridx": ("_", "!"),
    "zero": ("0", "1"),
    "nonzero": ("0001", "0000"),
    "nozeroprefix": ("1", "0"),
    "yesno": ("1", "2"),
    "winding": ("9", "2"),
    "hyphen": ("-", "+"),
    "pcenc": ("a%E5", "a%E"),
    "pieceoftotal": ("0102", "0201"),
    "posinseqslash": ("1/3", "01/3"),
    "latitude": ("1800000000", "1800000001"),
    "longitude": ("3600000000", "3600000001"),
    "mediatype": ("10", "11"),
    "packagetype": ("1A", "??"),
    "hasnondigit": ("1A", "12"),
    "couponcode": (None, "1"),
    "couponposoffer": (None, "1"),
}


@pytest.mark.parametrize("name", linter_names())
def test_every_linter_passes_one_text_and_refuses_another(name: str) -> None:
    """No linter is without an example on either side; those of coupons refuse all, which is only a
    warning.
    """
    right, wrong = RIGHT_AND_WRONG[name]
    one = linter(name)
    assert one.name == name
    assert right is None or one.ok(right)
    assert not one.ok(wrong)
    assert one.allowed.zh
    assert one.allowed.en


@pytest.mark.parametrize(
    ("ai", "value"),
    [
        ("01", "06901234567892"), ("01", "16901234567899"), ("414", "6901234000016"),
        ("00", "069012340000000016"), ("3103", "000195"), ("254", "W01"),
    ],
)  # fmt: skip
def test_worked_values_of_the_interoperability_notes(ai: str, value: str) -> None:
    """The numbers that the notes call right are right, and wrong with another check digit."""
    assert table()[ai].accepts(value)
    if ai in ("00", "01", "414"):
        assert not table()[ai].accepts(value[:-1] + str(9 - int(value[-1])))
