"""What a record consists of: core, bases and product put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.folders import alone, write
from tests.lint.test_files import COMPLETE, CORE, FLOUR
from tracecode.errors import SpecError, UnknownId
from tracecode.spec.rule_model import ExclusiveSpec, OrderSpec
from tracecode.standard.composition import chain, core_layout, group_layout, type_id
from tracecode.standard.elements import Element, RecordLayout
from tracecode.standard.record_layout import (
    common_records,
    layouts,
    record_layout,
    uses_of_all,
)
from tracecode.standard.resolved import Resolved, packaged

if TYPE_CHECKING:
    from pathlib import Path


def complete(root: Path, **changed: str) -> Resolved:
    """The small standard of the lint tests, with other files."""
    return alone(
        write(
            root / "specs",
            COMPLETE | {f"{name.replace('__', '/')}.yaml": text for name, text in changed.items()},
        )
    )


def test_elements_of_core_base_and_product(tmp_path: Path) -> None:
    """The elements of the base come first, then those of the core; the product replaces or adds."""
    standard = complete(tmp_path)
    layout = record_layout(standard, "production", "flour")
    ids = [field.id for field in layout.elements]
    assert ids[:5] == ["record_type", "product_item", "trace_code", "colour_code", "code_scheme"]
    assert layout.element("colour_code").use.obligation == "O"
    assert core_layout(standard, "production").element("colour_code").use.obligation == "C"
    assert (layout.id, layout.record, layout.product, layout.stage) == (
        "flour_production",
        "production",
        "flour",
        "production",
    )
    assert (layout.name.zh, layout.name.en) == ("面粉·生产记录", "Flour: Production record")
    assert layout.element("record_type").values == ("production",)
    assert layout.element("product_item").values == ("flour",)


def test_rules_of_core_and_product(tmp_path: Path) -> None:
    """Rules of the core hold for every product; the product's own come after them."""
    standard = complete(tmp_path)
    milling = record_layout(standard, "milling", "flour")
    assert [isinstance(rule, OrderSpec) for rule in milling.rules] == [True, False, False, False]
    assert isinstance(milling.rules[-1], ExclusiveSpec)
    assert milling.rules[-1].exclusive == ("maker", "lines")
    assert (milling.id, milling.name.en) == ("flour_milling", "Flour: Milling")
    assert milling.element("record_type").constant == "milling"


def test_fields(tmp_path: Path) -> None:
    """An element knows its name, obligation, format, group, code list and the document behind
    it.
    """
    layout = record_layout(complete(tmp_path), "production", "flour")
    assert layout.element("trace_code").required
    assert layout.element("trace_code").name.zh == "追溯码"
    assert layout.element("lines").many == 20
    assert layout.element("lines").format is None
    lines = layout.element("lines").group
    assert lines is not None
    assert lines.element("weight").format is not None
    assert layout.element("colour_code").values == ("01", "02")
    assert layout.element("made_on").values is None
    assert layout.element("trace_code").source.ref == "rule-book"
    assert layout.element("trace_code").evidence == "single"
    with pytest.raises(
        UnknownId, match="unknown element of flour_production 'colour'; did you mean colour_code"
    ):
        layout.element("colour")


def test_walking_through_a_layout(tmp_path: Path) -> None:
    """Every element has its path, parents before what they hold."""
    paths = [path for path, _ in record_layout(complete(tmp_path), "milling", "flour").walk()]
    assert paths[7:12] == ["maker", "maker.party_name", "maker.phone", "lines", "lines.weight"]


def test_advisory_lists_bind_nobody(tmp_path: Path) -> None:
    """The values of a code list that may be incomplete are not the only right ones."""
    text = COMPLETE["codelists/colour.yaml"].replace("strict: true", "strict: false")
    standard = complete(tmp_path, codelists__colour=text)
    assert record_layout(standard, "production", "flour").element("colour_code").values is None


def test_layouts_are_made_once(tmp_path: Path) -> None:
    """The same record type is the same object, whoever asks."""
    standard = complete(tmp_path)
    assert record_layout(standard, "production", "flour") is record_layout(
        standard, "production", "flour"
    )
    assert group_layout(standard, "party") is group_layout(standard, "party")


@pytest.mark.slow
def test_uses_of_all_record_types() -> None:
    """The elements of all types are told without making one of them, each as the first type that
    has it uses it.
    """
    standard = alone(packaged().layers[0].root)  # of which nothing was made yet
    uses = uses_of_all(standard)
    assert not any(isinstance(value, RecordLayout) for value in standard._kept.values())
    first: dict[str, Element] = {}
    for layout in layouts(standard):
        for element in layout.elements:
            first.setdefault(element.id, element)
    assert list(uses) == list(first)
    # what rules and the kind of a record say of it is left out
    said = {"identifies": (), "constant": None}
    for id, use in uses.items():
        element = use.element(standard)
        assert element.replace(**said) == first[id].replace(**said)
        assert (use.group(standard) is None) == (element.group is None)
    assert len(uses) > 1000


def test_every_record_type(tmp_path: Path) -> None:
    """All record types: a core that items build on is none by itself."""
    standard = complete(tmp_path)
    assert [layout.id for layout in layouts(standard)] == ["flour_production", "flour_milling"]
    assert common_records(standard) == frozenset()


def test_an_item_that_adds_nothing_has_the_common_record(tmp_path: Path) -> None:
    """The common record serves every item that uses the core as it is."""
    plain = COMPLETE[FLOUR].replace(", indicators: [{use: colour_code, obligation: O}]", "")
    standard = complete(tmp_path, products__food__flour=plain)
    common = record_layout(standard, "production")
    assert record_layout(standard, "production", "flour") is common
    assert (common.id, common.product, common.element("product_item").values) == (
        "production",
        None,
        None,
    )
    assert [layout.id for layout in layouts(standard)] == ["production", "flour_milling"]


def test_a_record_of_an_item_needs_no_other_item(tmp_path: Path) -> None:
    """The first record of an item is read without the files of all others: one of those may be
    broken, and a process that judges one record would spend most of its time on them.
    """
    plain = COMPLETE[FLOUR].replace(", indicators: [{use: colour_code, obligation: O}]", "")
    standard = complete(tmp_path, products__food__flour=plain, products__food__bread="id: bread\n")
    common = record_layout(standard, "production", "flour")
    assert common.product is None
    assert record_layout(standard, "milling", "flour").product == "flour"
    with pytest.raises(SpecError, match="bread"):
        common_records(standard)


def test_unknown_records(tmp_path: Path) -> None:
    """What an item has not, what nobody has, and an item that does not exist: each says what there
    is.
    """
    standard = complete(tmp_path)
    with pytest.raises(UnknownId, match="unknown record 'production'"):
        record_layout(standard, "production")
    with pytest.raises(UnknownId, match="unknown record 'baking'"):
        record_layout(standard, "baking", "flour")
    with pytest.raises(UnknownId, match="unknown product 'flower'; did you mean flour"):
        record_layout(standard, "production", "flower")
    with pytest.raises(UnknownId, match="unknown record of pesticide 'filling'"):
        record_layout(packaged(), "filling", "pesticide")


def test_bases(tmp_path: Path) -> None:
    """A core knows its bases, the most general first; cores that are each other's base raise."""
    standard = complete(tmp_path)
    assert [spec.id for spec in chain(standard, "production")] == ["base", "production"]
    round_ = COMPLETE["records/base.yaml"].replace("abstract: true", "base: production")
    with pytest.raises(SpecError, match="the core production is a base of itself") as caught:
        chain(complete(tmp_path / "round", records__base=round_), "production")
    assert (caught.value.findings[0].path, caught.value.findings[0].line) == (
        "specs/records/base.yaml",
        3,
    )
    own = COMPLETE[CORE].replace("base: base", "base: production")
    with pytest.raises(SpecError, match="the core production is a base of itself"):
        core_layout(complete(tmp_path / "own", records__production=own), "production")


def test_ids_of_types() -> None:
    """The id of a record type joins item and kind."""
    assert type_id("gas-cylinder", "periodic-inspection") == "gas_cylinder_periodic_inspection"
    assert type_id(None, "cold-chain-storage") == "cold_chain_storage"


def test_ids_of_the_standard_are_unique() -> None:
    """No two record types of the packaged standard share an id, which is their name in XML and in
    files.
    """
    ids = [layout.id for layout in layouts(packaged())]
    assert len(ids) == len(set(ids)) > 200
