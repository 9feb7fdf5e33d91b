"""The rule program: complete, as its schema says, the same each time, and made for any standard."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import tracecode as tc
from tests.folders import alone
from tracecode.codes.registry import registry
from tracecode.publish.program import program, program_text
from tracecode.publish.program_schema import program_schema
from tracecode.spec.charclass import CharClass, shows_nothing
from tracecode.standard.resolved import packaged

PACKS = Path(__file__).parents[1] / "packs"
DOCS = Path(__file__).parents[2] / "docs"


@cache
def written() -> dict[str, Any]:
    """The program as a reader finds it."""
    made: dict[str, Any] = json.loads(program_text(packaged()))
    return made


def validator() -> jsonschema.Draft202012Validator:
    """Of the published schema."""
    jsonschema.Draft202012Validator.check_schema(program_schema())
    return jsonschema.Draft202012Validator(program_schema())


@pytest.mark.slow
def test_same_each_time() -> None:
    """Two standards of the same specifications give the same program to the byte."""
    assert program_text(packaged()) == program_text(alone(packaged().layers[0].root))


def test_holds_what_the_data_say() -> None:
    """The text is that of the data, and small."""
    assert written() == json.loads(json.dumps(program(packaged())))
    assert len(program_text(packaged()).encode()) < 400_000


def test_fits_its_schema() -> None:
    """The program is valid against the schema that is published beside it."""
    assert list(validator().iter_errors(written())) == []


def rules() -> list[dict[str, Any]]:
    """Every rule of every layout."""
    return [
        rule
        for scheme in written()["schemes"].values()
        for edition in scheme["editions"]
        for layout in edition["layouts"]
        for rule in layout["rules"]
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "spoiled",
    [
        {"format": 2},
        {"more": 1},
        {"checks": {"x": {"kind": "product"}}},
        {"checks": {"x": {"kind": "hybrid", "chars": ""}}},
        {"schemes": {"x": {}}},
        {"blank": [[1]]},
        {"folding": [{"step": "width"}]},
        {"folding": [{"step": "other", "drop": "x"}]},
    ],
)
def test_schema_refuses(spoiled: dict[str, Any]) -> None:
    """What a reader could not understand is refused by the schema."""
    assert list(validator().iter_errors(written() | spoiled))


def test_everything_is_there() -> None:
    """Every scheme, edition and layout of the standard is in the program, with its dates and its
    rules.
    """
    schemes = registry(packaged())
    assert tuple(written()["schemes"]) == schemes.ids
    for id, scheme in written()["schemes"].items():
        editions = {edition.id: edition for edition in schemes[id].spec.editions}
        assert [edition["id"] for edition in scheme["editions"]] == [*editions]
        for edition in scheme["editions"]:
            spec = editions[edition["id"]]
            dates = [day.isoformat() if day else None for day in (spec.valid_from, spec.valid_to)]
            assert [edition.get("from"), edition.get("to")] == dates
            layouts = [layout for layout in schemes[id].layouts if layout.edition is spec]
            assert [layout["id"] for layout in edition["layouts"]] == [
                layout.id for layout in layouts
            ]
            for stated, layout in zip(edition["layouts"], layouts, strict=True):
                assert [segment["id"] for segment in stated["segments"]] == [
                    s.spec.id for s in layout.segments
                ]
                assert [(rule["id"], rule["severity"]) for rule in stated["rules"]] == [
                    (rule.id, rule.severity) for rule in layout.rules
                ]


def test_nothing_is_left_to_look_up() -> None:
    """Every list, scheme, check and segment that a rule names is in the file."""
    made = written()
    for rule in rules():
        assert rule.get("list") in {*made["lists"], None}
        assert rule.get("scheme") in {*made["schemes"], None}
        assert rule.get("check") in {*made["checks"], None}
    assert {rule["list"] for rule in rules() if "list" in rule} == {*made["lists"]}
    assert {rule["check"] for rule in rules() if "check" in rule} == {*made["checks"]}


@pytest.mark.parametrize("name", ["program.md", "program.zh.md"])
def test_page_names_every_field(name: str) -> None:
    """Each field of the file is explained on the page, in both languages."""

    def fields(data: object) -> set[str]:
        if isinstance(data, dict):
            own = set() if data.keys() <= {"zh", "en"} else {*data}
            return own.union(*map(fields, data.values()))
        return set().union(*map(fields, data)) if isinstance(data, list) else set()

    made = written()
    named = {
        *made,
        *fields(made["folding"][0]),
        *fields([*made["checks"].values()]) - {*"0123456789"},
    }
    named = {name for name in named if len(name) > 1}
    for scheme in made["schemes"].values():
        named |= fields(scheme)
    page = (DOCS / name).read_text(encoding="utf-8")
    assert [
        field for field in sorted(named) if f"`{field}`" not in page and f'"{field}"' not in page
    ] == []


def test_own_weights() -> None:
    """A check rule whose weights a scheme gives stands under that scheme's own id."""
    check = written()["checks"]["plant-variety-right/in-use/in-use/check"]
    assert (check["weights"], check["least"], check["most"]) == ([9, 8, 7, 6, 5, 4, 3, 2], 8, 8)


def test_of_a_pack() -> None:
    """The program of a standard with a pack has its schemes beside the packaged ones."""
    standard = tc.Standard.load(PACKS / "seaside")
    made = json.loads(program_text(standard.resolved))
    assert {*made["schemes"]} > {*written()["schemes"]}
    assert list(validator().iter_errors(made)) == []


def test_open_classes() -> None:
    """What the file says of control characters is what an open class of the library leaves out."""
    chars = CharClass.read("[^,]")
    control = written()["control"]
    for code in (
        *range(0x300),
        *range(0x2000, 0x2100),
        *range(0xD700, 0xE100),
        0xFFFE,
        0xFFFF,
        0x10FFFF,
    ):
        left_out = any(first <= code <= last for first, last in control)
        assert (chr(code) in chars) == (not left_out and chr(code) != ","), hex(code)
        assert (re.fullmatch(chars.regex, chr(code)) is not None) == (chr(code) in chars), hex(code)


def test_blank_characters() -> None:
    """The characters that the file calls blank are those of which the library says that they show
    nothing.
    """
    blank = written()["blank"]
    for code in (*range(1, 0x3200), *range(0xFE00, 0x10000), *range(0xE0000, 0xE1010)):
        assert shows_nothing(chr(code)) == any(first <= code <= last for first, last in blank), hex(
            code
        )
