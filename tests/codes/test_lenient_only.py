"""Layouts for lenient reading only: what people hand over and the rule does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import tracecode as tc
from tests.folders import alone, write
from tests.lint.test_files import COMPLETE, THING
from tracecode.codes.registry import registry
from tracecode.lint.files import lint
from tracecode.publish.patterns import scheme_pattern
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from pathlib import Path

QUARANTINE = tc.scheme("animal-quarantine-certificate")


def test_strict_reading_does_not_take_it() -> None:
    """Eleven characters are read leniently, with a warning that says why; strictly they are too
    many.
    """
    assert not QUARANTINE.is_valid("12000000011")
    assert QUARANTINE.is_valid("12000000011", strict=False)
    code = QUARANTINE.parse("12 0000 0001 A")
    assert dict(code.segments) == {"province": "12", "serial": "00000001", "extra": "A"}
    (doubt,) = [finding for finding in code.findings if finding.severity == "warning"]
    assert doubt.text("zh") == "代码结构存疑：编号规则为十位，第十一位的来历不明"
    assert doubt.text("en").endswith(
        "The rule has ten digits; where the eleventh character comes from is unknown"
    )
    with pytest.raises(tc.InvalidCode, match="has 11 characters"):
        QUARANTINE.parse("12000000011", strict=True)


def test_asked_for_by_name_it_is_taken() -> None:
    """Who names the layout gets it, also strictly."""
    assert QUARANTINE.is_valid("12000000011", form="eleven-characters")
    assert not QUARANTINE.is_valid("1200000001", form="eleven-characters", strict=False)


def test_columns_and_schemas_are_strict() -> None:
    """A kernel and the pattern of the schemas take the ten digits only."""
    column = np.array(["1200000001", "12000000011"])
    assert tc.kernel("animal-quarantine-certificate").check(column).valid.tolist() == [True, False]
    pattern = scheme_pattern(registry(packaged())["animal-quarantine-certificate"])
    assert pattern == "[0-9]{2}[0-9]{8}"


def test_a_record_refuses_it() -> None:
    """Records are read strictly: the number of eleven characters is wrong in one."""
    from tracecode.publish.examples import minimal
    from tracecode.records.judge import judge
    from tracecode.standard.record_layout import record_layout

    data = minimal(record_layout(packaged(), "slaughter-intake", "meat"), packaged())
    assert judge(data, packaged()).findings == ()
    data["animal_origin_quarantine_no"] = "12000000011"
    assert [finding.rule for finding in judge(data, packaged()).findings] == ["code.length"]


def test_one_layout_at_least_is_for_strict_reading(tmp_path: Path) -> None:
    """An edition that strict reading could not read is refused."""
    text = COMPLETE[THING]
    names = [line for line in text.splitlines() if line.startswith("        name: ")]
    for line in names:
        text = text.replace(line, f"{line}\n        lenient_only: true")
    changed = COMPLETE | {THING: text}
    said = [finding.text("en") for finding in lint(alone(write(tmp_path / "specs", changed)))]
    assert "needs a layout that strict reading takes" in said


@pytest.mark.parametrize(
    ("scheme", "code", "strict", "rules"),
    [
        ("detonator-uid", "100000000000", True, ["code.unverified_layout"]),
        ("detonator-uid", "1000000000000050", True, []),
        ("vin-iso3779", "WVWZZZ1KZ6W612305", True, ["code.unverified_layout"]),
        ("maintenance-item", "A-1-5", False, ["code.unverified_layout"]),
        ("veterinary-label", "201512270003700019840759", True, []),
        ("drug-business-licence", "津3010001-12-123", True, []),
    ],
)
def test_what_is_read_with_a_doubt(scheme: str, code: str, strict: bool, rules: list[str]) -> None:
    """Codes whose layout is not sure are read, and say so."""
    read, findings = tc.scheme(scheme).read(code, strict=strict)
    assert read is not None
    assert [finding.rule for finding in findings] == rules


@pytest.mark.parametrize(
    ("scheme", "code", "rule"),
    [
        ("vin", "WVWZZZ1KZ6W612305", "code.characters"),
        ("vin", "1FMEE5DP0NLB41601", "code.check_character"),
        ("equipment-device", "344010339201203353", "code.codelist"),
        ("equipment-device", "215110339201203353", "code.characters"),
        ("sc-food-licence", "SC12636098200052", "code.check_character"),
        ("jy-food-licence", "JY13301080111791", "code.check_character"),
        ("maintenance-item", "A-1-5", "code.length"),
    ],
)
def test_a_new_edition_or_scheme_loosens_nothing(scheme: str, code: str, rule: str) -> None:
    """What was wrong is wrong, without a date and with one of any edition."""
    from datetime import date

    for on in (None, date(2018, 6, 1), date(2026, 6, 1)):
        read, findings = tc.scheme(scheme).read(code, on, strict=True)
        assert read is None
        assert rule in {finding.rule for finding in findings if finding.severity == "error"}


def test_the_bare_code_in_a_symbol_is_the_code() -> None:
    """A symbol that holds a trace code alone is identified as that code, beyond doubt, and not as a
    label.
    """
    (match,) = tc.identify("201512270003700019840759")
    assert (match.scheme, match.certain) == ("veterinary-trace", True)


def test_european_numbers_are_taken_where_vehicles_are_meant() -> None:
    """The scheme without check character is no guess of `identify`, save for the item that carries
    it.
    """
    assert "vin-iso3779" not in {match.scheme for match in tc.identify("WVWZZZ1KZ6W612305")}
    assert "vin-iso3779" in {
        match.scheme for match in tc.identify("WVWZZZ1KZ6W612305", product="imported-vehicle")
    }
    assert tc.identify("1FMEE5DP9NLB41601", product="imported-vehicle")[0].scheme == "vin"
