"""The typed class of a record type: the committed one of the packaged standard, or one made of other specifications."""

from __future__ import annotations

import importlib
import sys
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING

from tracecode.records.fields import Form
from tracecode.records.model import Group as GroupModel
from tracecode.records.rules import CodeFits
from tracecode.records.source import class_name, module_source
from tracecode.spec.catalog import load_catalog
from tracecode.spec.layout import Group, Layout, group_layout, layouts

if TYPE_CHECKING:
    from tracecode.spec.catalog import Catalog


def model_of(layout: Group, catalog: Catalog | None = None) -> type[GroupModel]:
    """The class of a record type or group.

    Args:
        layout: the record type or group, of the same catalogue.
        catalog: another catalogue than the packaged one; its classes are made when first asked for.
    """
    record = layout.record if isinstance(layout, Layout) else None
    module = module_name(layout.product if isinstance(layout, Layout) else None) if record else "groups"
    packaged = catalog is None or catalog is load_catalog()
    if packaged:
        classes = importlib.import_module(f"tracecode.models.{module}")
    else:
        assert catalog is not None
        classes = _made(catalog, module)
    found = getattr(classes, class_name(record or layout.id))
    assert isinstance(found, type)
    assert issubclass(found, GroupModel)
    if not packaged and found._personal is None:
        found._personal = frozenset(field.id for field in layout.fields if field.personal)
        for field in layout.fields:
            if field.group is not None:
                model_of(field.group, catalog)
    return found


def group_model(id: str) -> type[GroupModel]:
    """The class of a group of the packaged standard, by id."""
    return model_of(group_layout(load_catalog(), id))


def module_name(product: str | None) -> str:
    """The module of an item's records; `all_items` for those of all items."""
    return "all_items" if product is None else product.replace("-", "_")


def groups_in_order(catalog: Catalog) -> list[str]:
    """The ids of all groups, inner ones before those that hold them."""
    order: dict[str, None] = {}

    def visit(id: str) -> None:
        for field in group_layout(catalog, id).fields:
            if field.group is not None and field.group.id not in order:
                visit(field.group.id)
        order.setdefault(id, None)

    for id in catalog.ids("group"):
        visit(id)
    return list(order)


def _made(catalog: Catalog, module: str) -> ModuleType:
    made: dict[str, ModuleType] = catalog.__dict__.setdefault("_models", {})
    if module not in made:
        package = f"tracecode.models.made_{id(catalog)}"
        if module == "groups":
            specs = made["specs"] = sys.modules[f"{package}_specs"] = ModuleType(f"{package}_specs")
            specs.__dict__.update(Form=partial(Form, catalog=catalog), CodeFits=partial(CodeFits, catalog=catalog))
            groups, own = [group_layout(catalog, id) for id in groups_in_order(catalog)], []
        else:
            _made(catalog, "groups")
            groups, own = [], [layout for layout in layouts(catalog) if module_name(layout.product) == module]
        title, name = f"{catalog.name}: {module}.", f"{package}_{module}"
        source = module_source(
            catalog, title, groups, own, groups_from=f"{package}_groups", specs_from=f"{package}_specs"
        )
        made[module] = sys.modules[name] = ModuleType(name)  # pydantic resolves the names of deferred classes there
        exec(compile(source, name, "exec"), made[module].__dict__)  # noqa: S102  # made by us from checked data
    return made[module]
