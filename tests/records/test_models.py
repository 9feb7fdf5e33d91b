# tables of cases: one case a line
"""Typed records: derived for the packaged standard and for anyone's own, imported alone, checked at
every change.
"""

from __future__ import annotations

import copy
import inspect
import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import tracecode as tc
from tests.folders import BASE, WHOLE, alone, write
from tests.records.standard import FILES, right, standard
from tracecode.cli import main
from tracecode.models.all_items import Recall
from tracecode.models.groups import Party
from tracecode.publish import models, schemas
from tracecode.publish.examples import minimal
from tracecode.records import model, rules
from tracecode.records.envelope import WRITTEN
from tracecode.records.model import Group, Record
from tracecode.records.models import group_model, groups_in_order, model_of, module_name
from tracecode.standard.composition import group_layout
from tracecode.standard.elements import ElementGroup
from tracecode.standard.names import class_name, name_of
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged

MODELS = Path(models.__file__).parents[1] / "models"


def recall(**more: object) -> Recall:
    """A right record of an invented recall."""
    standard = packaged()
    return Recall.model_validate(minimal(record_layout(standard, "recall"), standard) | more)


def test_the_committed_modules_are_what_the_standard_gives() -> None:
    """The modules in `tracecode.models` are those that the specifications give now, no more and no
    fewer.
    """
    files = models.derived(packaged())
    assert {path.relative_to(MODELS).as_posix() for path in MODELS.rglob("*.py")} == set(files)
    for name, text in files.items():
        assert (MODELS / name).read_text(encoding="utf-8") == text, name


def test_one_item_is_imported_alone() -> None:
    """Importing a class of an item loads its module, those of its groups and what they stand on,
    nothing else.
    """
    code = """
import sys, json
from tracecode.models.pesticide import Production
print(json.dumps([name for name in sys.modules if name.startswith(("tracecode", "lxml", "yaml"))]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    loaded = set(json.loads(done.stdout))
    packages = {
        "tracecode.models", "tracecode.models.groups", "tracecode.models.pesticide",
    }  # fmt: skip
    assert {name for name in loaded if name.startswith("tracecode.models")} == {
        *packages, "tracecode.models.pesticide._production",
        *(f"tracecode.models.groups._{name}" for name in _groups_of("production", "pesticide")),
    }  # fmt: skip
    assert not {
        name
        for name in loaded
        if name.startswith(("lxml", "yaml", "tracecode.publish", "tracecode.cli"))
    }


def test_a_class_of_all_items_reads_no_item() -> None:
    """The fields of a class that all items have get their names without the files of the items."""
    code = """
from tracecode.models.all_items import Storage
from tracecode.standard.record_layout import common_records, items_in_order
from tracecode.standard.resolved import packaged
print(Storage.model_fields["warehouse"].title, Storage.model_json_schema()["title"])
makers = {key[0] for key in packaged()._kept if isinstance(key, tuple)}
print(makers & {common_records.__wrapped__, items_in_order.__wrapped__})
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode().splitlines() == [
        "存放库位 / Store Storage",
        "set()",
    ]


def _groups_of(record: str, product: str) -> set[str]:
    """The modules of the groups of a record type, on all levels."""

    def inside(group: ElementGroup) -> Iterator[str]:
        for field in group.elements:
            if field.group is not None and field.group.id not in WRITTEN:
                yield field.group.id.replace("-", "_")
                yield from inside(field.group)

    return set(inside(record_layout(packaged(), record, product)))


def test_the_packages_of_classes() -> None:
    """A package lists its classes before they are made, gives each by its name, and no others; a
    record is pickled by the name under which all import its class.
    """
    from tracecode.models import all_items, pesticide

    for package, product in ((pesticide, "pesticide"), (all_items, None)):
        names = [name_of(each) for each in layouts(packaged()) if each.product == product]
        assert package.__all__ == names
        assert set(names) <= set(dir(package))
        for name in names:
            assert getattr(package, name) is vars(package)[name]
    assert all_items.Receipt is WRITTEN["receipt"]
    with pytest.raises(AttributeError, match=r"^module 'tracecode.models.pesticide' has no"):
        pesticide.Nothing  # type: ignore[attr-defined]  # noqa: B018
    made = recall()
    assert b"tracecode.models.all_items\x94\x8c\x06Recall" in pickle.dumps(made)
    assert pickle.loads(pickle.dumps(made)) == made


def test_every_record_type_has_its_class() -> None:
    """The class of a record type is the one of the committed module, named after the kind of
    record.
    """
    for layout in layouts(packaged()):
        model = model_of(layout, packaged())
        assert issubclass(model, Record)
        assert model.__name__ == class_name(layout.record)
        by_hand = layout.id in WRITTEN
        assert model.__module__ == (
            "tracecode.records.envelope"
            if by_hand
            else f"tracecode.models.{module_name(layout.product)}"
        )
        assert list(model.model_fields) == [field.id for field in layout.elements]
    assert group_model("party") is Party


def test_rules_hold_wherever_a_group_stands() -> None:
    """The second place of a group in a record type refers to the first: there, too, its rules are
    tried.
    """

    def models(
        schema: Any, definitions: dict[str, Any], *, ruled: bool
    ) -> Iterator[tuple[type[Group], bool]]:
        """Each group that stands in a schema, and whether its rules are tried there."""
        while schema["type"] == "definition-ref":
            schema = definitions[schema["schema_ref"]]
        if schema["type"] == "definitions":
            definitions = definitions | {one["ref"]: one for one in schema["definitions"]}
        if schema["type"] == "model":
            yield schema["cls"], ruled
            fields = schema["schema"]
            fields = fields["schema"] if "fields" not in fields else fields
            for field in fields["fields"].values():
                yield from models(field["schema"], definitions, ruled=False)
        else:
            keeps = (
                schema["type"] == "function-after" and schema["function"]["function"] is model._kept
            )
            for name in ("schema", "items_schema"):
                if isinstance(schema.get(name), dict):
                    yield from models(schema[name], definitions, ruled=ruled or keeps)

    def groups(layout: ElementGroup) -> Iterator[type[Group]]:
        """Each group that stands in a layout, the layout itself first."""
        yield model_of(layout, packaged())
        for element in layout.elements:
            if element.group is not None:
                yield from groups(element.group)

    with_rules = 0
    for layout in layouts(packaged()):
        cls = model_of(layout, packaged())
        cls.model_rebuild()
        seen = list(models(cls.__pydantic_core_schema__, {}, ruled=False))
        assert [group for group, _ in seen] == list(groups(layout)), layout.id
        for group, ruled in seen:
            assert ruled or not group.rules, (layout.id, group)
            with_rules += bool(group.rules) and group is not cls
    assert with_rules > 100


def test_values_of_programs() -> None:
    """Programs give dates, times and decimals as such or as text; either way one form is
    written.
    """
    east = timezone(timedelta(hours=8))
    made = recall(
        event_time=datetime(2026, 3, 12, 8, 30, tzinfo=east), started_on=date(2026, 3, 12),
        recall_quantity=Decimal("1E+2"), recalled_quantity=7, quantity_unit="kg",
    )  # fmt: skip
    assert made.plain()["event_time"] == "2026-03-12T08:30:00+08:00"
    assert made.plain()["started_on"] == "2026-03-12"
    assert (made.plain()["recall_quantity"], made.plain()["recalled_quantity"]) == ("100", "7")
    for element, value in (
        ("event_time", datetime(2026, 3, 12, 8, 30)),  # noqa: DTZ001  # that is what is refused
        ("recall_quantity", Decimal("NaN")),
        ("recall_quantity", 1.5),
        ("started_on", datetime(2026, 3, 12, tzinfo=east)),
        ("recall_no", 5),
    ):
        with pytest.raises(ValidationError):
            recall(**{element: value})


def test_a_record_stays_right() -> None:
    """A change that breaks a format or a rule is refused, and the record stays as it was."""
    made = recall()
    before = made.model_copy(deep=True)
    made.completed_on = made.started_on
    with pytest.raises(ValidationError, match=r"Recall completed on .* comes before started_on"):
        made.completed_on = made.started_on - timedelta(days=1)
    assert made.completed_on == made.started_on
    with pytest.raises(ValidationError):
        made.recall_no = ""
    with pytest.raises(ValidationError):
        made.batch_no = None
    with pytest.raises((ValidationError, ValueError, AttributeError)):
        made.nothing = 1  # type: ignore[attr-defined]
    made.completed_on = None
    assert made.plain() == before.plain()


def test_errors_of_a_class() -> None:
    """The error of a class says both languages and hides what was given."""
    with pytest.raises(ValidationError) as caught:
        recall(uscc=None, operator_code=None)
    assert (
        "at least one of these is needed: uscc, operator_code / 以下各项至少填一项：uscc、operator_code"
        in str(caught.value)
    )
    with pytest.raises(ValidationError) as caught:
        recall(operator_name="11010519491231002X" * 5)
    assert "19491231" not in str(caught.value)


def test_braces_in_a_value_fill_in_nothing(tmp_path: Path) -> None:
    """What looks like a field of a message in a value stays as it is in the error."""
    wider = (
        FILES["indicators/all.yaml"]
        .replace("format: 'an..8'", "format: 'an..20'")
        .replace(", privacy: personal", "")
    )
    standard = alone(write(tmp_path / "specs", {**BASE, **FILES, "indicators/all.yaml": wider}))
    layout = record_layout(standard, "delivery")
    model = model_of(layout, standard)
    with pytest.raises(ValidationError) as caught:
        model.model_validate(right(driver="{text}", receiver="{finding}"))
    (error,) = caught.value.errors()
    assert error["msg"].startswith("Receiver (finding) differs from driver ({text}) / ")


def test_record_types() -> None:
    """`tc.record_type` gives the class, the elements and the schemas of a record type."""
    production = tc.record_type("pesticide", "production")
    assert repr(production) == "RecordType('pesticide_production')"
    assert production.model.__module__ == "tracecode.models.pesticide"
    assert [field.id for field in production.indicators][:2] == ["record_type", "product_item"]
    assert production.json_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert production.xsd().startswith("<?xml")
    with pytest.raises(tc.UnknownId, match="unknown record of pesticide 'filling'"):
        tc.record_type("pesticide", "filling")
    assert tc.Standard(standard()).record_type(None, "delivery").model.__name__ == "Delivery"


def test_classes_of_own_specifications_are_made_once() -> None:
    """The classes of other specifications are made when first asked for, and are the same
    afterwards.
    """
    layout = record_layout(standard(), "delivery")
    model = model_of(layout, standard())
    assert model is model_of(layout, standard())
    assert model.model_validate(right(unit_code="A-12")).plain() == right(unit_code="A-12")
    with pytest.raises(ValidationError):
        model.model_validate(right(unit_code="A-1"))


def _told(value: object) -> object:
    """A rule as plain data: its class, and what it was made of."""
    if isinstance(value, rules.RecordRule | rules.Since):
        own = {
            name: _told(one)
            for name, one in vars(value).items()
            if name not in ("_standard", "at_work")
        }
        return type(value).__name__, own
    if isinstance(value, dict):
        return {key: _told(one) for key, one in value.items()}
    return value


@pytest.mark.slow
def test_made_classes_are_the_committed_ones() -> None:
    """Classes made from data say and refuse the same as those written as source, for every type and
    group.
    """
    ours = packaged()
    own = alone(ours.layers[0].root)  # another catalogue to the library, of the same files
    pairs = [
        (layout, record_layout(own, layout.record, layout.product)) for layout in layouts(ours)
    ]
    assert len(pairs) > 250
    groups = [(group_layout(ours, id), group_layout(own, id)) for id in ours.ids("group")]
    models = [(model_of(here, ours), model_of(there, own)) for here, there in (*pairs, *groups)]
    for number, (committed, made) in enumerate(models):
        assert made is not committed
        assert made.__name__ == committed.__name__
        assert made.__qualname__ == committed.__qualname__
        assert number % 5 or made.model_json_schema() == committed.model_json_schema()
        assert list(map(_told, made.rules)) == list(map(_told, committed.rules))
        assert made.__mro__[1:] == committed.__mro__[1:]
        assert inspect.getdoc(made) == inspect.getdoc(committed)
        assert list(made.model_fields) == list(committed.model_fields)
        for name, field in made.model_fields.items():
            assert field.default == committed.model_fields[name].default
            assert field.is_required() == committed.model_fields[name].is_required()


@pytest.mark.slow
def test_made_classes_judge_as_the_committed_ones() -> None:
    """The published samples, right and wrong, get the same records and the same errors from
    both.
    """
    ours = packaged()
    own = alone(ours.layers[0].root)
    count = 0
    for file in sorted(Path(ours.layers[0].path(f"{schemas.FOLDER}/samples")).glob("*.ndjson")):
        if file.name == "index.ndjson":
            continue
        for line in file.read_bytes().splitlines()[::3]:
            data = json.loads(line)
            item = data.get("product_item")
            try:
                here = record_layout(ours, data["record_type"], item)
            except tc.UnknownId:
                continue
            there = record_layout(own, here.record, here.product)
            assert _judged(model_of(there, own), line) == _judged(model_of(here, ours), line)
            count += 1
    assert count > 400


def _judged(model: type[Group], line: bytes) -> object:
    try:
        return model.model_validate_json(line).plain()
    except ValidationError as error:
        return [(one["type"], one["loc"], str(one.get("ctx"))) for one in error.errors()]


def test_texts_of_own_specifications_are_not_executed(tmp_path: Path) -> None:
    """Quotation marks that would end a docstring end nothing, in a record, a group, an element and
    the folder's name.
    """
    call = '"""+setattr(__import__("sys"), "tracecode_was_here", 1)+"""'
    spoiled = {
        "records/delivery.yaml": FILES["records/delivery.yaml"].replace(
            "en: Delivery", f"en: '{call}'"
        ),
        "groups/all.yaml": FILES["groups/all.yaml"].replace("en: Party", f"en: '{call}'"),
        "indicators/all.yaml": FILES["indicators/all.yaml"].replace('en: "Title"', f"en: '{call}'"),
    }
    assert all(call in text for text in spoiled.values())
    standard = alone(write(tmp_path / call, {**BASE, **FILES, **spoiled}))
    layout = record_layout(standard, "delivery")
    model = model_of(layout, standard)
    assert model.model_validate(right()).plain() == right()
    assert call in (model.__doc__ or "")
    files = models.derived(standard, "mine", ["../specs"])
    for name in ("groups/__init__.py", "groups/_party.py"):
        source = files[name].replace("mine.specs", "tracecode.records.fields")
        exec(compile(source, "mine", "exec"), {"__name__": "mine"})
    assert not hasattr(sys, "tracecode_was_here")


def test_a_record_of_own_specifications_goes_to_other_processes() -> None:
    """A record of a class that was made is pickled and copied like others."""
    layout = record_layout(standard(), "delivery")
    made = model_of(layout, standard()).model_validate(
        right(sender={"title": "Baker", "phone": "02212345"})
    )
    assert pickle.loads(pickle.dumps(made)) == made
    assert copy.deepcopy(made) == made
    assert made.model_copy(deep=True) == made


def test_groups_stand_before_those_that_hold_them() -> None:
    """The classes of groups are written in an order in which each is defined before it is used."""
    standard = packaged()
    order = groups_in_order(standard)
    assert sorted(order) == list(standard.ids("group"))
    for id in order:
        for use in standard.group(id).indicators:
            inner = standard.indicator(use.use).group
            assert inner is None or order.index(inner) < order.index(id)


def test_specifications_without_groups(tmp_path: Path) -> None:
    """A standard of one plain record needs no groups; its modules are valid Python all the same."""
    record = FILES["records/receipt.yaml"].replace(
        "{use: title, obligation: M}", "{use: record_id, obligation: O}"
    )
    lines = [line for line in FILES["indicators/all.yaml"].splitlines() if "id: record_" in line]
    files = {**BASE, "records/receipt.yaml": record, "indicators/all.yaml": "\n".join(lines)}
    standard = alone(write(tmp_path / "specs", files))
    assert model_of(record_layout(standard, "receipt"), standard).__name__ == "Receipt"
    for text in models.derived(standard, "mine", ["../specs"]).values():
        compile(text, "mine", "exec")


def test_modules_of_own_specifications(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`publish models` writes a package for one's own standard that reads code lists and encoding
    rules from it.
    """
    specs, out = write(tmp_path / "specs", {**WHOLE, **BASE, **FILES}), tmp_path / "mine"
    words = ["publish", "models", "--specs", str(specs), "--out", str(out), "--lang", "en"]
    assert main([*words, "--check"]) == 1
    assert not out.exists()
    assert (
        "all_items/__init__.py: the derived file is out of date; run tracecode publish models\n"
        in capsys.readouterr().out
    )
    assert main(words) == 0
    assert capsys.readouterr().out == f"{out}: 8 files, 8 written\n"
    assert main([*words, "--check"]) == 0
    code = """
from decimal import Decimal
from mine.all_items import Delivery
from mine.groups import Line
made = Delivery(
    title="Rye bread", unit_code="A-12", size="t9", total=Decimal("1.5"),
    lines=[Line(article="120116", weight=Decimal("1.5"))], other_code=["Z-12"], other_scheme="unit-code",
    baked_on="2025-12-31",
)
print(made.plain()["total"], made.record_type)
for wrong in (dict(unit_code="A-1"), dict(size="u1"), dict(other_code=["A"], other_scheme="unit-code")):
    try:
        Delivery(title="Rye bread", **wrong)
    except ValueError as error:
        print("refused")
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, check=True, cwd=tmp_path
    )
    assert done.stdout.decode().split() == ["1.5", "delivery", "refused", "refused", "refused"]


def test_names_that_are_no_package(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The folder of the modules is a Python package: another name is wrong use."""
    specs = write(tmp_path / "specs", {**WHOLE, **BASE, **FILES})
    for name in ("my-models", "class"):
        assert (
            main(["publish", "models", "--specs", str(specs), "--out", str(tmp_path / name)]) == 2
        )
        assert f"'{name}' cannot be a Python package; name it otherwise" in capsys.readouterr().err
