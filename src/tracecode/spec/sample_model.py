"""The meta-model of what stands in invented records, so that those of an item are of its own goods."""

from __future__ import annotations

from collections.abc import Mapping

from tracecode.spec.base import Definition
from tracecode.spec.texts import Id

ALL_ITEMS = "all-items"
"""The sample of every item, beside those of categories and items."""


class SampleSpec(Definition):
    """What stands in invented records of an item, or of the items of a category, in place of the dictionary's examples.

    品目（或一个类别各品目）虚构记录中的取值，代替指标的示例。
    """

    id: Id
    """The item or category, equal to the file's name, or `all-items`. An item's own values come before those of its
    category, and these before those of all items; but the narrower place comes first, wherever it is named.
    品目或类别的标识，与文件名相同，或 `all-items`；品目自己的取值先于其类别的，
    类别的先于全部品目的；但所指范围较窄的总在先。"""
    values: Mapping[str, str]
    """By element, a right value as text; for one place only, from the narrowest: `record.holder.element` (the holder is
    the element that holds the group), `holder.element`, `record.element`, `group.element`.
    按数据元，写成文字的正确取值；只用于一处的，由窄到宽写作“记录.上级数据元.数据元”（上级数据元即存放该组的数据元）、
    “上级数据元.数据元”“记录.数据元”“组.数据元”。"""
    without: tuple[str, ...] = ()
    """Elements, named in the same way, that invented records leave out where they may: there is no such thing.
    虚构记录中能省则省的数据元，写法相同：没有此类内容。"""
