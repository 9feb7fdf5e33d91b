# tables of cases: one case a line
"""The derived files: JSON Schemas that say what the checker says, and the compiled copy."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.folders import write
from tests.lint.test_files import COMPLETE
from tests.lint.test_shorter import SHORTER
from tracecode.errors import SpecError
from tracecode.spec.check import check
from tracecode.spec.expand import expanded
from tracecode.spec.file_kinds import KINDS, FileKind, kind_of
from tracecode.spec.layer import COMPILED, Layer
from tracecode.spec.meta import derived, schema
from tracecode.spec.reader import Document, read
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracecode.findings import Finding

VALIDATORS = {
    id: Draft202012Validator(schema(kind), format_checker=FormatChecker())
    for id, kind in KINDS.items()
}
FILES = packaged().layers[0].files


def known(path: str) -> FileKind:
    """The kind of a specification file."""
    kind = kind_of(path)
    assert kind is not None, path
    return kind


@pytest.mark.parametrize("id", KINDS)
def test_schemas_are_schemas(id: str) -> None:
    """Each schema is a JSON Schema of 2020-12 and names the files that it is for."""
    Draft202012Validator.check_schema(schema(KINDS[id]))
    assert schema(KINDS[id])["title"] == f"tracecode specification: {KINDS[id].pattern}"
    assert schema(KINDS[id])["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES)
def test_schemas_accept_every_packaged_file(path: str) -> None:
    """An editor that checks by the schema finds nothing in the packaged files, as written and
    written out.
    """
    layer = packaged().layers[0]
    for document in (read(layer.path(path), path), layer.document(path)):
        assert [
            error.message for error in VALIDATORS[known(path).id].iter_errors(document.data)
        ] == []


def mutations(data: Any) -> Iterator[tuple[str, Any]]:
    """A thing with one fault each: an unknown key, a missing one, a value of another type, a word
    that is not in its list.
    """
    whole = copy.deepcopy(data)
    thing = whole[0] if isinstance(whole, list) else whole
    yield "unknown key", _with(data, thing, "unheard_of", 1)
    for key in (
        "id",
        "source",
        "evidence",
        "name",
        "editions",
        "entries",
        "indicators",
        "method",
        "codes",
        "title",
    ):
        if key in thing:
            yield f"without {key}", _without(data, key)
    for key, value in (
        ("id", 7),
        ("name", "text"),
        ("evidence", "certain"),
        ("source", "gb"),
        ("note", 1),
        ("title", []),
    ):
        if key in thing:
            yield f"{key}: {value}", _with(data, thing, key, value)


def _with(data: Any, thing: Any, key: str, value: Any) -> Any:
    changed = {**thing, key: value}
    return [changed, *data[1:]] if isinstance(data, list) else changed


def _without(data: Any, key: str) -> Any:
    thing = data[0] if isinstance(data, list) else data
    changed = {name: value for name, value in thing.items() if name != key}
    return [changed, *data[1:]] if isinstance(data, list) else changed


@pytest.mark.parametrize("path", [path for path in COMPLETE if "gs1" not in path])
def test_schemas_refuse_what_the_checker_refuses(path: str, tmp_path: Path) -> None:
    """Each single fault is refused by the schema and by the checker alike."""
    kind = known(path)
    data = Layer(write(tmp_path / "specs", COMPLETE)).document(path).data
    assert check(Document(path, data, {}), kind) == []
    VALIDATORS[kind.id].validate(data)
    count = 0
    for name, wrong in mutations(data):
        if name in ("without indicators", "without entries") and kind.id in ("record", "codelist"):
            continue  # another field may stand in their place, which lint sees to
        assert check(Document(path, wrong, {}), kind), name
        assert not VALIDATORS[kind.id].is_valid(wrong), name
        count += 1
    assert count >= 4


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("editions", 0, "length"), "4"),
        (("editions", 0, "length"), {"min": 1, "most": 2}),
        (("editions", 0, "valid_from"), "2010-1-1"),
        (("editions", 0, "valid_from"), "2010-02-30"),
        (("editions", 0, "segments", 0, "role"), "header"),
        (("editions", 0, "segments", 0, "chars"), 9),
        (("editions", 0, "examples", "valid", 0, "origin"), "invented"),
        (("editions", 0, "examples", "valid", 0, "lenient"), "yes"),
        (("editions", 1, "forms", 0, "checks", 0, "weights"), ["1"]),
        (("editions", 1, "carrier", "symbologies"), ["qr", "ocr"]),
        (("editions", 1, "forms", 0, "limits", 0, "part"), {"start": 1}),
        (("lenient",), ["trims"]),
        (("issued_by",), {"kind": "nobody", "name": {"zh": "无", "en": "none"}}),
        (("links", 0, "equal", 0, "here"), "colour"),
    ],
)
def test_schemas_refuse_faults_deep_inside(
    place: tuple[str | int, ...], value: object, tmp_path: Path
) -> None:
    """Faults inside a scheme are refused by the schema and by the checker alike."""
    path = "schemes/thing.yaml"
    data: Any = copy.deepcopy(Layer(write(tmp_path / "specs", COMPLETE)).document(path).data)
    inner = data
    for part in place[:-1]:
        inner = inner[part]
    inner[place[-1]] = value
    assert check(Document(path, data, {}), KINDS["scheme"])
    assert not VALIDATORS["scheme"].is_valid(data)


@pytest.mark.parametrize(
    ("path", "place", "value"),
    [
        ("schemes/nest.yaml", ("editions", 0, "forms", 1, "like"), 7),
        ("schemes/nest.yaml", ("editions", 0, "forms", 1, "like"), None),
        ("schemes/nest.yaml", ("editions", 0, "forms", 1, "replace"), ["end"]),
        ("schemes/nest.yaml", ("editions", 0, "forms", 1, "replace", "end"), {"id": "end"}),
        ("schemes/nest.yaml", ("editions", 0, "forms", 1, "replace", "end", 0, "length"), "1"),
        ("schemes/nest.yaml", ("editions", 0, "forms", 2, "without"), "end"),
        ("schemes/nest.yaml", ("editions", 0, "forms", 2, "but"), ["end"]),
        ("schemes/nest.yaml", ("editions", 0, "forms", 0, "segments"), None),
        ("schemes/nest.yaml", ("defaults", "evidence"), "sure"),
        ("schemes/nest.yaml", ("defaults", "clause"), "3"),
        ("groups/basic.yaml", ("defaults", "source"), "rule-book"),
        ("groups/basic.yaml", ("groups", 0, "name"), None),
        ("groups/basic.yaml", ("groups",), None),
        ("groups/basic.yaml", ("remark",), "x"),
        ("groups/basic.yaml", ("groups", 0, "rules", 0), {}),
        ("groups/basic.yaml", ("groups", 0, "rules", 0), {"order": ["phone"], "equal": ["phone"]}),
        ("products/food/flour.yaml", ("records", 0), 7),
        ("products/food/flour.yaml", ("records", 0), "Production"),
        ("products/food/flour.yaml", ("like",), None),
        ("products/food/flour.yaml", ("without",), "notice"),
        ("products/food.yaml", ("records", 0), {"core": "production"}),
        ("products/food.yaml", ("name",), {"zh": "食品", "en": "Food"}),
        ("products/food.yaml", ("source",), None),
    ],
)
def test_schemas_refuse_faults_in_fewer_words(
    path: str, place: tuple[str | int, ...], value: object, tmp_path: Path
) -> None:
    """What is written in fewer words is refused by the schema and by the checker alike; None takes
    a key away.
    """
    layer, kind = Layer(write(tmp_path / "specs", SHORTER)), known(path)
    written: Any = read(layer.path(path), path).data
    VALIDATORS[kind.id].validate(written)
    inner = written
    for part in place[:-1]:
        inner = inner[part]
    if value is None:
        del inner[place[-1]]
    else:
        inner[place[-1]] = value
    assert not VALIDATORS[kind.id].is_valid(written)
    assert faults(Document(path, written, {}), kind)


def faults(document: Document, kind: FileKind) -> list[Finding]:
    """What is wrong with a file as it is written."""
    try:
        return check(expanded(document, kind), kind)
    except SpecError as error:
        return list(error.findings)


def test_help_texts() -> None:
    """Fields carry their help into the schema, for the person who edits the YAML."""
    said = json.dumps(schema(KINDS["scheme"]))
    assert "English snake_case name; the keyword of `build`." in said
    assert "An encoding rule." in said


def test_derived_files(tmp_path: Path) -> None:
    """There is a schema for each kind and one compiled copy, which holds every file."""
    layer = Layer(write(tmp_path / "specs", COMPLETE))
    files = derived(layer)
    assert len(files) == len(KINDS) + 1
    assert all(path.startswith("meta/") for path in files)
    assert {path.rpartition("/")[2] for path in files} >= {
        "sources.schema.json",
        "scheme.schema.json",
        "product.schema.json",
    }
    copied = json.loads(files[COMPILED])
    assert set(copied) == set(layer.files)
    for path, (checksum, data) in copied.items():
        assert checksum == layer.checksum(path)
        assert data == layer.document(path).data


def test_derived_files_are_the_same_each_time(tmp_path: Path) -> None:
    """Deriving twice gives the same text, and each ends with a line end."""
    layer = Layer(write(tmp_path / "specs", COMPLETE))
    assert derived(layer) == derived(Layer(layer.root))
    assert all(text.endswith("\n") for text in derived(layer).values())


def test_nothing_is_derived_from_a_wrong_file(tmp_path: Path) -> None:
    """A wrong file stops the deriving with its findings; a file at a wrong place is left out."""
    files = {
        **COMPLETE,
        "schemes/thing.yaml": COMPLETE["schemes/thing.yaml"].replace(
            "identifies: unit", "identifies: it"
        ),
    }
    with pytest.raises(SpecError) as caught:
        derived(Layer(write(tmp_path / "specs", files)))
    assert [f.rule for f in caught.value.findings] == ["spec.value"]
    stray = Layer(write(tmp_path / "stray", {**COMPLETE, "stray.yaml": "a: 1\n"}))
    assert "stray.yaml" not in json.loads(derived(stray)[COMPILED])
